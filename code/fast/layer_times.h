/*
 * Where the time of a training step goes, part by part, for each way from WAY_LANES on: the real
 * kernels, with a look at the clock before and after each call. One thread.
 */
#ifndef FAST_LAYER_TIMES_H
#define FAST_LAYER_TIMES_H

#include <stdint.h>
#include <stdio.h>

/*
 * Prints microseconds an image, medians of `rounds`, and puts them into `values`, if not NULL, as
 * layer.WAY.PART<TAB>number. images (n, 28, 28), labels (n), n at least 32.
 */
void layer_times(const float *images, const uint8_t *labels, int n, int rounds, FILE *values);

#endif
