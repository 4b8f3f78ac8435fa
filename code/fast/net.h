/*
 * The shape of the network, and its parameters in one piece of memory.
 *
 *     images (1, 28, 28) -> block -> block -> FC -> softmax cross-entropy
 *     block: conv 5x5, ReLU, max-pool 2x2      (struct block_shape)
 *
 * The parameters are one array of float, in this order: w and b of the first convolution, of the
 * second, of the FC layer. A gradient is an array of the same shape.
 */
#ifndef FAST_NET_H
#define FAST_NET_H

#include "fast/kernels.h"

struct net {
    struct block_shape block[2]; /* the output of the first is the input of the second */
    int classes;
};

/* LeNet-F of the book: 28x28 images, 8 and 16 filters, 10 classes. */
struct net net_lenet_f(void);

/* The same network for other images and filters; the second block has twice the filters. */
struct net net_like(int size, int filters);

/* NULL, or one sentence on why the fast code cannot do this shape. */
const char *net_error(const struct net *net);

/* Where each layer's parameters are in the array; the count of all. */
struct parameters {
    float *w[3], *b[3];
};
size_t parameter_count(const struct net *net);
struct parameters parameters_in(float *array, const struct net *net);
static inline size_t features(const struct net *net)
{
    return pooled_cells(&net->block[1]);
}

/* Weights evenly spread in +-1/sqrt(number of wires into a neuron), biases too. */
void parameters_start(float *array, const struct net *net, uint64_t seed);

/*
 * Softmax cross-entropy of one image: returns the loss; dlogits, if not NULL, is (p - 1 at the
 * label) * scale; dlogits may be the logits themselves.
 */
float cross_entropy(float *dlogits, const float *logits, int label, int classes, float scale);

#endif
