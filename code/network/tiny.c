#include "network/tiny.h"

#include "layers/conv.h"
#include "layers/fc.h"
#include "layers/loss.h"
#include "layers/pool.h"
#include "layers/relu.h"

#include <math.h>
#include <string.h>

static const struct conv_shape conv = {
    .N = 1, .C = 1, .H = 6, .W = 6, .OC = 1, .KH = 3, .KW = 3, .SH = 1, .SW = 1};
static const struct pool_shape pool = {
    .N = 1, .C = 1, .H = 4, .W = 4, .KH = 2, .KW = 2, .SH = 2, .SW = 2};

/* For the eye only: the loss has its own, inside. */
static void softmax(double *p, const double *z, int K)
{
    double sum = 0, largest = z[0];
    for (int k = 1; k < K; k++) largest = fmax(largest, z[k]);
    for (int k = 0; k < K; k++) sum += exp(z[k] - largest);
    for (int k = 0; k < K; k++) p[k] = exp(z[k] - largest) / sum;
}

// begin tiny_forward
void tiny_forward(struct tiny_forward *f, const double *image, const struct tiny_weights *w,
                  int label)
{
    conv_forward(f->conv, image, w->kernel, &w->kernel_bias, &conv);
    relu_forward(f->relu, f->conv, TINY_CONV_CELLS);
    maxpool_forward(f->pool, f->argmax, f->relu, &pool);
    fc_forward(f->logit, f->pool, w->w, w->b, 1, TINY_POOL_CELLS, TINY_CLASSES);
    softmax(f->p, f->logit, TINY_CLASSES);
    f->loss = softmax_cross_entropy(NULL, f->logit, &label, 1, TINY_CLASSES);
}
// end tiny_forward

// begin tiny_backward
void tiny_backward(struct tiny_backward *d, const struct tiny_forward *f, const double *image,
                   const struct tiny_weights *w, int label)
{
    memset(d, 0, sizeof *d); /* the layers add */
    struct tiny_weights *dw = &d->weights;
    softmax_cross_entropy(d->logit, f->logit, &label, 1, TINY_CLASSES);
    fc_backward(d->pool, dw->w, dw->b, d->logit, f->pool, w->w, 1, TINY_POOL_CELLS,
                TINY_CLASSES);
    maxpool_backward(d->relu, d->pool, f->argmax, TINY_POOL_CELLS);
    relu_backward(d->conv, d->relu, f->conv, TINY_CONV_CELLS);
    conv_backward(d->image, dw->kernel, &dw->kernel_bias, d->conv, image, w->kernel, &conv);
}
// end tiny_backward

double *tiny_weight(struct tiny_weights *w, int i)
{
    if (i < TINY_KERNEL_CELLS) return &w->kernel[i];
    i -= TINY_KERNEL_CELLS;
    if (i == 0) return &w->kernel_bias;
    i -= 1;
    if (i < TINY_WIRES) return &w->w[i];
    return &w->b[i - TINY_WIRES];
}

// begin tiny_step
void tiny_step(struct tiny_weights *w, const struct tiny_weights *gradient, double rate)
{
    struct tiny_weights g = *gradient;
    for (int i = 0; i < TINY_WEIGHTS; i++) *tiny_weight(w, i) -= rate * *tiny_weight(&g, i);
}
// end tiny_step
