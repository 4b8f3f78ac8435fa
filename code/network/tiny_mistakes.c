#include "network/tiny_mistakes.h"

#include "layers/conv.h"
#include "layers/pool.h"
#include "layers/relu.h"
#include "program/values.h"

#include <stdio.h>

static const struct conv_shape conv = {
    .N = 1, .C = 1, .H = 6, .W = 6, .OC = 1, .KH = 3, .KW = 3, .SH = 1, .SW = 1};
enum { LAST = TINY_KERNEL_CELLS - 1 };

static double sum_of(const double *v, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++) sum += v[i];
    return sum;
}

/* Only the first window of the pool hands its gradient on; then a step, and the loss again. */
static void first_window_only(struct tiny_mistakes *m, const struct tiny_page *t)
{
    const struct tiny_forward *f = &t->first;
    double drelu[TINY_CONV_CELLS] = {0}, dconv[TINY_CONV_CELLS] = {0};
    struct tiny_weights gradient = t->gradient.weights, after = t->before;
    struct tiny_forward then;
    for (int i = 0; i < TINY_KERNEL_CELLS; i++) gradient.kernel[i] = 0;
    gradient.kernel_bias = 0;
    // begin first_window
    maxpool_backward(drelu, t->gradient.pool, f->argmax, 1); /* wrong: there are four */
    relu_backward(dconv, drelu, f->conv, TINY_CONV_CELLS);
    conv_backward(NULL, gradient.kernel, &gradient.kernel_bias, dconv, t->image,
                  t->before.kernel, &conv);
    // end first_window
    tiny_step(&after, &gradient, t->rate);
    tiny_forward(&then, t->image, &after, t->label);
    m->first_sum = sum_of(drelu, TINY_CONV_CELLS);
    for (int i = 0; i < TINY_KERNEL_CELLS; i++) m->first_kernel[i] = gradient.kernel[i];
    m->first_loss = then.loss;
}

/* What the last conv cell with a gradient brings to the last weight of the kernel. */
static double last_place(const struct tiny_page *t)
{
    double last = 0;
    for (int i = 0; i < TINY_CONV_CELLS; i++) {
        int row = i / TINY_CONV + TINY_KERNEL - 1, column = i % TINY_CONV + TINY_KERNEL - 1;
        double g = t->gradient.conv[i];
        if (g != 0) last = g * t->image[row * TINY_SIDE + column];
    }
    return last;
}

void tiny_mistakes_work_out(struct tiny_mistakes *m, const struct tiny_page *t)
{
    const struct tiny_backward *d = &t->gradient;
    struct tiny_weights twice = d->weights;
    m->sum_pool = sum_of(d->pool, TINY_POOL_CELLS);
    m->sum_relu = sum_of(d->relu, TINY_CONV_CELLS);
    first_window_only(m, t);
    m->unstopped = m->sum_relu;
    m->plain = sum_of(d->logit, TINY_CLASSES);
    m->last_place = last_place(t);
    conv_backward(NULL, twice.kernel, NULL, d->conv, t->image, t->before.kernel, &conv);
    m->not_cleared = twice.kernel[LAST];
}

void tiny_mistakes_print(const struct tiny_mistakes *m, const struct tiny_page *t)
{
    printf("Sum of the gradient\n  behind the pool %s, before it %s\n", number(m->sum_pool),
           number(m->sum_relu));
    printf("\nWrong: the pool returns after its first window\n");
    printf("  sum before it %s; the gradient of the kernel:\n", number(m->first_sum));
    print_map(m->first_kernel, TINY_KERNEL, TINY_KERNEL);
    printf("  yet the loss falls, from %s to %s\n", number(t->first.loss),
           number(m->first_loss));
    printf("\nWrong: no FC weights; every pool cell gets %s\n", number(m->plain));
    printf("\nWrong: no ReLU; the bias gets %s, not %s\n", number(m->unstopped),
           number(t->gradient.weights.kernel_bias));
    printf("\nWrong: the last weight of the kernel, not %s\n",
           number(t->gradient.weights.kernel[LAST]));
    printf("  a later place overwrites: %s\n", number(m->last_place));
    printf("  the step before is not cleared: %s\n", number(m->not_cleared));
}

void tiny_mistakes_values(const struct tiny_mistakes *m)
{
    value(m->sum_pool, "sum.pool");
    value(m->sum_relu, "sum.relu");
    value(m->first_sum, "mistake.first.sum");
    value_map("mistake.first.kernel", m->first_kernel, TINY_KERNEL, TINY_KERNEL);
    value(m->first_loss, "mistake.first.loss");
    value(m->unstopped, "mistake.unstopped");
    value(m->plain, "mistake.plain");
    value(m->last_place, "mistake.last");
    value(m->not_cleared, "mistake.stale");
}
