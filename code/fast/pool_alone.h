/*
 * Max-pooling alone, forward and backward, beside the time that a copy needs to move as many
 * bytes: x and the pooled gradient with its places are read, y with its places and dx are
 * written, each once. No program that keeps them in memory is faster than that copy.
 */
#ifndef FAST_POOL_ALONE_H
#define FAST_POOL_ALONE_H

#include <stdio.h>

/* One thread, processor time, medians of `rounds`. Numbers go to `values` too, if not NULL. */
void pool_alone(int rounds, FILE *values);

#endif
