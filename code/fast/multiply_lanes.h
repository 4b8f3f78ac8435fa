/*
 * The yardstick: how many multiplications and additions a second one core can do if it does
 * nothing else. Sixteen sums in registers, each waiting only for itself.
 */
#ifndef FAST_MULTIPLY_LANES_H
#define FAST_MULTIPLY_LANES_H

#include "fast/lanes.h"

enum { SUMS = LANES == 16 ? 16 : 10 };

/* `rounds` rounds; the number of floating point operations is returned, the sum put in *sum. */
static double multiply(long rounds, float *sum)
{
    vec s[SUMS], a = vec_all(*sum), b = vec_all(0.999F);
    for (int i = 0; i < SUMS; i++) s[i] = vec_all((float)i);
    for (long r = 0; r < rounds; r++)
        for (int i = 0; i < SUMS; i++) s[i] = s[i] * b + a;
    for (int i = 1; i < SUMS; i++) s[0] += s[i];
    *sum = vec_sum(s[0]);
    return 2.0 * (double)rounds * SUMS * LANES;
}

#endif
