/*
 * LeNet-F: the network of the tiny example at full size, by the same layers.
 *
 *     28x28 -> conv 5x5, 8 channels -> ReLU -> pool 2x2 -> 14x14
 *           -> conv 5x5, 16 channels -> ReLU -> pool 2x2 -> 7x7 -> FC -> 10 logits
 *
 * The convolutions have padding 2, so that a map keeps its size; the pools have stride 2.
 */
#ifndef TRAINING_LENET_H
#define TRAINING_LENET_H

#include "layers/conv.h"
#include "training/kernel.h"

#include <stddef.h>
#include <stdint.h>

/* The learned numbers, in this order, in one block of LENET_WEIGHTS. */
struct lenet_weights {
    double kernel1[8 * 1 * 5 * 5], bias1[8];
    double kernel2[16 * 8 * 5 * 5], bias2[16];
    double w[10 * 16 * 7 * 7], b[10]; /* FC: (10, 784) */
};
enum { LENET_WEIGHTS = sizeof(struct lenet_weights) / sizeof(double) };

/* One batch of maps, forward or backward; each (N, C, H, W). */
struct lenet_maps {
    double *image;                 /* (N, 1, 28, 28) */
    double *conv1, *relu1, *pool1; /* (N, 8, 28, 28) twice, then (N, 8, 14, 14) */
    double *conv2, *relu2, *pool2; /* (N, 16, 14, 14) twice, then (N, 16, 7, 7) */
    double *logit;                 /* (N, 10) */
};

struct lenet {
    int room; /* images in a batch, at most */
    struct lenet_weights weights, gradient;
    struct lenet_maps forward, backward;
    size_t *argmax1, *argmax2;
};

/* NULL if there is no memory. */
struct lenet *lenet_new(int room);
void lenet_free(struct lenet *l);

/* Random weights, as far from 0 as keeps the size of the maps; biases 0. */
void lenet_start(struct lenet_weights *w, uint64_t seed);

/* The first N images of l->forward.image, already there, to the logits. */
void lenet_forward(struct lenet *l, int N);
/* From the labels to the gradients of everything but, unless asked for, the image. The loss. */
double lenet_backward(struct lenet *l, const int *label, int N, int to_image);

/* The pieces that the functions above are made of. */
struct conv_shape lenet_conv1(int N), lenet_conv2(int N);
void lenet_clear(struct lenet *l, int N); /* every gradient to zero */
void lenet_step(struct lenet *l, double rate);

/* Pixels of 0 .. 255 to the numbers 0 .. 1 of l->forward.image. */
void lenet_images(struct lenet *l, const uint8_t *const *image, int N);

extern const struct kernel lenet_kernel;
extern const struct kernel first_window_kernel; /* wrong on purpose: first_window.c */

#endif
