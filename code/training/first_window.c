/*
 * A mistake, kept as a kernel: each pool hands on the gradient of its first window only, as if
 * its backward function returned from inside of its loop. The network learns all the same,
 * which is why chapter 4 shows it.
 *
 *     build/bin/04_full_network --train --kernel first-window --limit 4000
 */
#include "layers/conv.h"
#include "layers/fc.h"
#include "layers/loss.h"
#include "layers/pool.h"
#include "layers/relu.h"
#include "training/lenet.h"

enum { POOL2 = 16 * 7 * 7, MAP2 = 16 * 14 * 14, MAP1 = 8 * 28 * 28, DIGITS = 10 };

/* lenet_backward but for the two lines with a 1. Only the first image has a gradient left
   before the last pool, so the layers in front need not look at the others. */
static double backward(struct lenet *l, const int *label, int N)
{
    const struct lenet_weights *w = &l->weights;
    const struct lenet_maps *f = &l->forward;
    struct lenet_maps *d = &l->backward;
    struct lenet_weights *g = &l->gradient;
    const struct conv_shape c1 = lenet_conv1(1), c2 = lenet_conv2(1);
    lenet_clear(l, N);

    double loss = softmax_cross_entropy(d->logit, f->logit, label, N, DIGITS);
    fc_backward(d->pool2, g->w, g->b, d->logit, f->pool2, w->w, N, POOL2, DIGITS);
    maxpool_backward(d->relu2, d->pool2, l->argmax2, 1); /* wrong */
    relu_backward(d->conv2, d->relu2, f->conv2, MAP2);
    conv_backward(d->pool1, g->kernel2, g->bias2, d->conv2, f->pool1, w->kernel2, &c2);
    maxpool_backward(d->relu1, d->pool1, l->argmax1, 1); /* wrong */
    relu_backward(d->conv1, d->relu1, f->conv1, MAP1);
    conv_backward(NULL, g->kernel1, g->bias1, d->conv1, f->image, w->kernel1, &c1);
    return loss;
}

static double train(void *network, const uint8_t *const *image, const int *label, int N,
                    double rate)
{
    struct lenet *l = network;
    lenet_images(l, image, N);
    lenet_forward(l, N);
    double loss = backward(l, label, N);
    lenet_step(l, rate);
    return loss;
}

static void *create(int batch)
{
    return lenet_kernel.create(batch);
}

static void destroy(void *network)
{
    lenet_kernel.destroy(network);
}

static void set_weights(void *network, const double *weights)
{
    lenet_kernel.set_weights(network, weights);
}

static void get_weights(const void *network, double *weights)
{
    lenet_kernel.get_weights(network, weights);
}

static void classify(void *network, const uint8_t *const *image, int N, double *logits)
{
    lenet_kernel.classify(network, image, N, logits);
}

const struct kernel first_window_kernel = {"first-window", create, destroy, set_weights,
                                           get_weights,    train,  classify};
