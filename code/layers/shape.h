/*
 * Shapes: how large a map is after a window has slid over it, and where a cell lies in memory.
 *
 * Every array of the layers is one row-major block of double. A batch of maps has the shape
 * (N, C, H, W): N images, C channels, H rows, W columns; the column index runs fastest.
 */
#ifndef LAYERS_SHAPE_H
#define LAYERS_SHAPE_H

#include <stddef.h>

/*
 * Number of places that a window of size `kernel` takes, moved by `stride`, over `in` cells
 * with `pad` cells of padding on either side; a last partial step is dropped (floor mode).
 * 0 if the window does not fit at all, if kernel or stride is not positive, or if there are more
 * places than an int can count (the shape checks refuse such a shape).
 */
int out_size(int in, int kernel, int stride, int pad);

/* Flat index of cell (n, c, h, w) in an array of shape (any, C, H, W). */
static inline size_t at(int n, int c, int h, int w, int C, int H, int W)
{
    return (((size_t)n * (size_t)C + (size_t)c) * (size_t)H + (size_t)h) * (size_t)W +
           (size_t)w;
}

/* 1 if an array of shape (a, b, c, d) of double can be addressed; all four must be positive. */
int array_fits(int a, int b, int c, int d);

#endif
