/*
 * How fast: every way of the fast code against the others and against the peak of this machine,
 * in one run. The ways take turns in short trials, so that what else the machine does hits all
 * of them; of the trials of each the median counts, and the quartiles say how sure it is.
 */
#ifndef FAST_BENCH_H
#define FAST_BENCH_H

#include <stdint.h>
#include <stdio.h>

struct bench_data {
    const uint8_t *pixels, *labels; /* (n, 28, 28), (n) */
    int n;
};

/* Prints the tables; every number goes to `values` too, as name<TAB>number, if it is not NULL. */
void bench_run(const struct bench_data *data, int rounds, FILE *values);

#endif
