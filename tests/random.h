/*
 * Random numbers for tests that can be replayed.
 *
 *     struct dice d = dice_for("maxpool loses no gradient");
 *
 * prints the seed, which is another one in each run. If a test fails, the line it printed
 * says how to run it again with the same numbers: SEED=... in the environment.
 */
#ifndef TESTS_RANDOM_H
#define TESTS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};

struct dice dice_for(const char *test);

/* A whole number from low to high, both included. */
int dice_between(struct dice *d, int low, int high);

/* n whole numbers from low to high: sums and products of them are exact in double. */
void dice_whole(struct dice *d, double *to, size_t n, int low, int high);

/*
 * n different numbers in random order, no two nearer to each other than gap, none nearer to 0
 * than gap / 2, about half of them negative: the largest of a window stays the largest, and
 * what is positive stays positive, when one of them is moved by less than gap / 2.
 */
void dice_spaced(struct dice *d, double *to, size_t n, double gap);

#endif
