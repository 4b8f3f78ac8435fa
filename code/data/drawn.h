/*
 * Ten shapes that the program draws itself, for where no data set is installed.
 *
 * Each image is a shape of random size and place on a noisy ground, sometimes faint: easy
 * enough to learn in a minute, not so easy that the first epoch gets everything right.
 */
#ifndef DATA_DRAWN_H
#define DATA_DRAWN_H

#include "data/dataset.h"

/* The same images on every machine. 0, or -1 if there is no memory; then *out is empty. */
int drawn_set(struct dataset *out, int train, int test);

#endif
