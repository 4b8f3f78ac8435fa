/*
 * Pooling layers: a window slides over each channel by itself and keeps one number a place.
 *
 * Max-pooling keeps the largest cell (the winner). On the way back the winner gets the whole
 * gradient of its window and the others get none; who wins several windows collects from all.
 * Average-pooling keeps the mean. On the way back every cell gets an equal share.
 *
 * Shapes: x (N, C, H, W), y (N, C, OH, OW) with OH = out_size(H, KH, SH, PH) and
 * OW = out_size(W, KW, SW, PW).
 */
#ifndef LAYERS_POOL_H
#define LAYERS_POOL_H

#include "shape.h" /* out_size: how large y is */

#include <stddef.h>

struct pool_shape {
    int N, C, H, W; /* batch, channels, rows, columns */
    int KH, KW;     /* window */
    int SH, SW;     /* stride */
    int PH, PW;     /* padding on either side, at most half the window */
};

/* NULL if the shape can be used, else one sentence that says why not (static storage). */
const char *pool_shape_error(const struct pool_shape *s);

/*
 * y gets the maximum of each window and argmax the flat index into the whole of x of the
 * cell that won; argmax may be NULL where no backward pass follows. Of equal maxima the first
 * in row-major order wins. A NaN wins its window, the first one if there are several. Padding
 * never wins; a window of -inf alone is won by its first real cell.
 */
void maxpool_forward(double *y,       /* (N, C, OH, OW) */
                     size_t *argmax,  /* (N, C, OH, OW) or NULL */
                     const double *x, /* (N, C, H, W) */
                     const struct pool_shape *s);

/* Adds to dx (the caller zeroes it); NULL is skipped. n_out is the number of cells of dy. */
void maxpool_backward(double *dx,           /* (N, C, H, W) or NULL */
                      const double *dy,     /* (N, C, OH, OW) */
                      const size_t *argmax, /* (N, C, OH, OW), from maxpool_forward */
                      size_t n_out);

/* The divisor is always KH * KW: padding counts as zeros that are averaged in. */
void avgpool_forward(double *y,       /* (N, C, OH, OW) */
                     const double *x, /* (N, C, H, W) */
                     const struct pool_shape *s);

/* Adds to dx (the caller zeroes it); NULL is skipped. */
void avgpool_backward(double *dx,       /* (N, C, H, W) or NULL */
                      const double *dy, /* (N, C, OH, OW) */
                      const struct pool_shape *s);

#endif
