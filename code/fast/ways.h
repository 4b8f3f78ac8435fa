/*
 * The ways to compute a convolution, one image after the other (NCHW), from the plainest on.
 * All do what conv_forward and conv_backward of the layers do, in float. The images of a batch
 * come one at a time: x (C, H, W), y (OC, conv_h, conv_w), w (OC, C, K, K).
 *
 *     plain   the loops of the layers: each output collects its products
 *     order   the same products, in an order that walks along rows of memory
 *     blas    im2col: every patch becomes a column of a matrix, and a library multiplies
 */
#ifndef FAST_WAYS_H
#define FAST_WAYS_H

#include "fast/kernels.h"

struct conv_way {
    const char *name;
    /* Floats of room that the functions need for one image; NULL if they need none. */
    size_t (*room)(const struct block_shape *s);
    void (*forward)(float *y, const float *x, const float *w, const float *b, float *room,
                    const struct block_shape *s);
    /* Adds to dx, dw and db; dx may be NULL. */
    void (*backward)(float *dx, float *dw, float *db, const float *dy, const float *x,
                     const float *w, float *room, const struct block_shape *s);
};

extern const struct conv_way conv_plain, conv_order;
/* NULL if this build has no BLAS library. */
extern const struct conv_way *const conv_blas;

#endif
