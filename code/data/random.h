/*
 * Random numbers that are the same on every machine: splitmix64, one word of state.
 *
 * The state is the caller's; start it with random_start. Two numbers (a seed and, say, an
 * epoch) make a stream of its own, so a training run can begin at any epoch.
 */
#ifndef DATA_RANDOM_H
#define DATA_RANDOM_H

#include <stddef.h>
#include <stdint.h>

uint64_t random_start(uint64_t seed, uint64_t stream);
uint64_t random_word(uint64_t *state);

/* In 0 <= v < 1, one of 2**53 values. */
double random_unit(uint64_t *state);

/* 0 .. n-1 in random order. */
void random_order(int *order, int n, uint64_t *state);

#endif
