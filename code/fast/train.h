/*
 * LeNet-F in float: training and inference, by the way that you choose.
 *
 *     struct trainer *t = trainer_new(&options, &why);
 *     for each batch:  loss = trainer_step(t, images, labels, n, 0.05f);
 *     trainer_logits(t, logits, images, n);
 *
 * All memory is taken in trainer_new. The result does not depend on the number of threads: a
 * batch is cut into parts, each part sums its gradients by itself, and the parts are added in
 * their order, whoever computed them.
 *
 *     train.c         batches, their parts and the step; threads by team.c
 *     net.c           shape, order of the parameters, loss
 *     image_group.c   one image after the other, by plain.c, order.c or blas.c
 *     lane_group.c    one image in each lane, by the kernels of one instruction set
 *     kernels.h       those kernels, the shapes, and how everything lies in memory
 *     *_lanes.h       the kernels, one source for all; lanes16.c ... lanes1.c compile it
 *     cpu.c           which of them this machine can run
 *     bench.c, layer_times.c, pool_alone.c, peer_*.c   the clock beside all that
 */
#ifndef FAST_TRAIN_H
#define FAST_TRAIN_H

#include "fast/net.h"

/* Each keeps what the one before it gained. */
enum way {
    WAY_PLAIN,      /* the loops of the layers */
    WAY_ORDER,      /* loops along the rows of memory */
    WAY_BLAS,       /* im2col and a library's matrix product */
    WAY_LANES,      /* an image in each lane of the vector registers */
    WAY_POOL_FIRST, /* ReLU on the pooled map */
    WAY_FUSED,      /* convolution, pool and ReLU without writing the full map */
    WAY_SPARSE,     /* backward from the winners alone */
    WAYS
};
extern const char *const way_names[WAYS];
/* 0 for a way that this build lacks. */
int way_available(enum way way);

struct trainer_options {
    struct net net;
    enum way way;
    const struct lane_kernels *kernels; /* NULL: the best of this machine */
    int threads;                        /* for the ways from WAY_LANES on */
    int batch;                          /* images in a batch, at most */
};

struct trainer;

/* NULL, with the reason in *why, if the shape is not possible or memory or a thread is not to be had. */
struct trainer *trainer_new(const struct trainer_options *options, const char **why);
void trainer_free(struct trainer *t);

/* parameter_count floats, in the order of net.h; the caller may read and write them. */
float *trainer_parameters(struct trainer *t);
/* The gradient of the last step, in the same order. */
const float *trainer_gradient(const struct trainer *t);

/* Forward, backward and one step of gradient descent: the mean loss before the step. */
float trainer_step(struct trainer *t, const float *images, const uint8_t *labels, int n,
                   float rate);
void trainer_logits(struct trainer *t, float *logits, const float *images, int n);

#endif
