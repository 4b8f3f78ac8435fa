/*
 * The network of chapter 4 that fits on one page.
 *
 *     image 6x6 -> conv 3x3 -> 4x4 -> ReLU -> max-pool 2x2 -> 2x2 -> FC -> 2 logits -> loss
 *
 * Nothing happens here but calls of the layers, forward in this order and backward in the
 * opposite one. What the forward pass leaves behind (image, conv, argmax, pool) is what the
 * backward pass needs.
 */
#ifndef NETWORK_TINY_H
#define NETWORK_TINY_H

#include <stddef.h>

enum { TINY_SIDE = 6, TINY_KERNEL = 3, TINY_CONV = 4, TINY_POOL = 2, TINY_CLASSES = 2 };
enum {
    TINY_IMAGE_CELLS = TINY_SIDE * TINY_SIDE,
    TINY_KERNEL_CELLS = TINY_KERNEL * TINY_KERNEL,
    TINY_CONV_CELLS = TINY_CONV * TINY_CONV,
    TINY_POOL_CELLS = TINY_POOL * TINY_POOL,
    TINY_WIRES = TINY_CLASSES * TINY_POOL_CELLS,
};

/* What is learned. The gradient of the loss by each of these numbers has the same shape. */
struct tiny_weights {
    double kernel[TINY_KERNEL_CELLS]; /* (3, 3) */
    double kernel_bias;
    double w[TINY_WIRES]; /* (2 classes, 4 pool cells) */
    double b[TINY_CLASSES];
};

struct tiny_forward {
    double conv[TINY_CONV_CELLS], relu[TINY_CONV_CELLS]; /* (4, 4) */
    double pool[TINY_POOL_CELLS];                        /* (2, 2) */
    size_t argmax[TINY_POOL_CELLS];                      /* which ReLU cell won each window */
    double logit[TINY_CLASSES], p[TINY_CLASSES], loss;
};

struct tiny_backward {
    double logit[TINY_CLASSES];
    double pool[TINY_POOL_CELLS];
    double relu[TINY_CONV_CELLS], conv[TINY_CONV_CELLS];
    double image[TINY_IMAGE_CELLS]; /* training does not need it; it is where the trace ends */
    struct tiny_weights weights;
};

void tiny_forward(struct tiny_forward *f, const double *image, const struct tiny_weights *w,
                  int label);

/* Fills d, which need not be zeroed. */
void tiny_backward(struct tiny_backward *d, const struct tiny_forward *f, const double *image,
                   const struct tiny_weights *w, int label);

/* One step of gradient descent: each weight goes against its gradient, `rate` times. */
void tiny_step(struct tiny_weights *w, const struct tiny_weights *gradient, double rate);

/* The learned numbers as one list, to walk over all of them: 9 + 1 + 8 + 2. */
enum { TINY_WEIGHTS = TINY_KERNEL_CELLS + 1 + TINY_WIRES + TINY_CLASSES };
double *tiny_weight(struct tiny_weights *w, int i);

#endif
