/*
 * On the web page there are no files and no data sets: chapter 4's program works there by hand,
 * and says where the training is to be had. Linked instead of code/training and code/data. So
 * is the bench of chapter 5.
 */
#include "fast/bench.h"
#include "program/options.h"
#include "training/full_size.h"

const char *full_size_kernels(void)
{
    return "layers";
}

void full_size_train(struct full_size *c, int values)
{
    (void)c, (void)values;
    refuse("--train: not on this page; type build/bin/04_full_network --train");
}

void bench(const char *folder, int rounds, int short_run, const char *out)
{
    (void)folder, (void)rounds, (void)short_run, (void)out;
    refuse("--bench: not on this page; type make bench");
}

void bench_steps(const char *folder, int steps)
{
    (void)folder, (void)steps;
    refuse("--steps: not on this page; type build/bin/05_making_it_fast --steps");
}
