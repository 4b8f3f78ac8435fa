#include "network/tiny_page.h"

#include "program/values.h"

#include <stdio.h>

static double loss_at(const struct tiny_page *t, const struct tiny_weights *w)
{
    struct tiny_forward f;
    tiny_forward(&f, t->image, w, t->label);
    return f.loss;
}

// begin tiny_measure
/* How fast the loss moves with weight i, measured: a step up, a step down, the difference. */
static double measure(const struct tiny_page *t, int i, double h)
{
    struct tiny_weights up = t->before, down = t->before;
    *tiny_weight(&up, i) += h;
    *tiny_weight(&down, i) -= h;
    return (loss_at(t, &up) - loss_at(t, &down)) / (2 * h);
}
// end tiny_measure

void tiny_page_work_out(struct tiny_page *t)
{
    tiny_forward(&t->first, t->image, &t->before, t->label);
    tiny_backward(&t->gradient, &t->first, t->image, &t->before, t->label);
    t->after = t->before;
    tiny_step(&t->after, &t->gradient.weights, t->rate);
    tiny_forward(&t->second, t->image, &t->after, t->label);

    for (int i = 0; i < TINY_KERNEL_CELLS; i++) t->measured[i] = measure(t, i, 1e-5);
    t->squares = 0;
    for (int i = 0; i < TINY_WEIGHTS; i++) {
        double g = *tiny_weight(&t->gradient.weights, i);
        t->squares += g * g;
    }
    t->zeros = 0;
    for (int i = 0; i < TINY_CONV_CELLS; i++) t->zeros += t->gradient.conv[i] == 0;
}

static void map(const char *title, const double *v, int rows, int columns)
{
    printf("%s\n", title);
    print_map(v, rows, columns);
    printf("\n");
}

static void print_inputs(const struct tiny_page *t)
{
    map("Image, 6x6", t->image, TINY_SIDE, TINY_SIDE);
    printf("Kernel, 3x3, bias %s\n", number(t->before.kernel_bias));
    print_map(t->before.kernel, TINY_KERNEL, TINY_KERNEL);
    printf("\nFC weights, a row for each class; bias %s and %s\n", number(t->before.b[0]),
           number(t->before.b[1]));
    print_map(t->before.w, TINY_CLASSES, TINY_POOL_CELLS);
    printf("\n");
}

/* "a*w + b*w + ... + " of one FC neuron. */
static void print_wires(const double *x, const double *w, int n)
{
    for (int i = 0; i < n; i++) printf("%s*%s + ", factor(x[i]), factor(w[i]));
}

static void print_logits(const struct tiny_forward *f, const struct tiny_weights *w, int label)
{
    for (int k = 0; k < TINY_CLASSES; k++) {
        printf("  class %d: ", k);
        print_wires(f->pool, w->w + k * TINY_POOL_CELLS, TINY_POOL_CELLS);
        printf("%s\n         = %s\n", factor(w->b[k]), number(f->logit[k]));
    }
    printf("  probabilities: %s and %s\n", number(f->p[0]), number(f->p[1]));
    printf("  loss, -log of the right one, class %d: %s\n", label, number(f->loss));
}

static void print_winners(const struct tiny_forward *f)
{
    printf("Pool: the largest of each 2x2 window\n");
    for (int j = 0; j < TINY_POOL_CELLS; j++)
        printf("  window %d: %s, from row %zu, column %zu\n", j, number(f->pool[j]),
               f->argmax[j] / TINY_CONV, f->argmax[j] % TINY_CONV);
    printf("\n");
}

static void print_forward(const struct tiny_page *t)
{
    const struct tiny_forward *f = &t->first;
    map("Conv: nine products and the bias, 4x4 places", f->conv, TINY_CONV, TINY_CONV);
    map("ReLU: what is not positive becomes 0", f->relu, TINY_CONV, TINY_CONV);
    print_winners(f);
    printf("Logits: pool cells times weights, and the bias\n");
    print_logits(f, &t->before, t->label);
    printf("\n");
}

static void print_pool_gradient(const struct tiny_page *t)
{
    const struct tiny_backward *d = &t->gradient;
    printf("Back to the pool: logit gradient times weight\n");
    for (int j = 0; j < TINY_POOL_CELLS; j++)
        printf("  window %d: %s*%s + %s*%s = %s\n", j, factor(d->logit[0]),
               factor(t->before.w[j]), factor(d->logit[1]),
               factor(t->before.w[TINY_POOL_CELLS + j]), number(d->pool[j]));
    printf("\n");
}

/* Every conv cell that has a gradient sends it, times the pixel under it, to each weight. */
static void print_kernel_sum(const struct tiny_page *t, int kh, int kw)
{
    const char *plus = "";
    printf("  row %d, column %d: ", kh, kw);
    for (int i = 0; i < TINY_CONV_CELLS; i++) {
        int h = i / TINY_CONV + kh, w = i % TINY_CONV + kw;
        if (t->gradient.conv[i] == 0) continue;
        printf("%s%s*%s", plus, factor(t->gradient.conv[i]),
               factor(t->image[h * TINY_SIDE + w]));
        plus = " + ";
    }
    printf("%s%s\n", *plus ? " = " : "",
           number(t->gradient.weights.kernel[kh * TINY_KERNEL + kw]));
}

static void print_kernel_gradient(const struct tiny_page *t)
{
    printf("Gradient of the kernel: over all places, added\n");
    for (int i = 0; i < TINY_KERNEL_CELLS; i++)
        print_kernel_sum(t, i / TINY_KERNEL, i % TINY_KERNEL);
    printf("  bias: all conv gradients, added: %s\n\n",
           number(t->gradient.weights.kernel_bias));
}

static void print_backward(const struct tiny_page *t)
{
    const struct tiny_backward *d = &t->gradient;
    printf("Gradient of the logits: p, less 1 at the label\n");
    for (int k = 0; k < TINY_CLASSES; k++)
        printf("  class %d: %s - %d = %s\n", k, number(t->first.p[k]), k == t->label,
               number(d->logit[k]));
    printf("\nGradient of the FC weights: times pool cell\n");
    print_map(d->weights.w, TINY_CLASSES, TINY_POOL_CELLS);
    printf("  biases: the logit gradients, %s and %s\n\n", number(d->weights.b[0]),
           number(d->weights.b[1]));
    print_pool_gradient(t);
    map("Back through the pool: to the winners", d->relu, TINY_CONV, TINY_CONV);
    map("Back through ReLU: only where conv is positive", d->conv, TINY_CONV, TINY_CONV);
    print_kernel_gradient(t);
    map("The same, measured: move one weight a little", t->measured, TINY_KERNEL, TINY_KERNEL);
    map("Gradient of the image: where the trace ends", d->image, TINY_SIDE, TINY_SIDE);
}

static void print_step(const struct tiny_page *t)
{
    printf("One step: less %s times the gradient\n  kernel; bias %s\n", number(t->rate),
           number(t->after.kernel_bias));
    print_map(t->after.kernel, TINY_KERNEL, TINY_KERNEL);
    printf("\nFC weights after it; bias %s and %s\n", number(t->after.b[0]),
           number(t->after.b[1]));
    print_map(t->after.w, TINY_CLASSES, TINY_POOL_CELLS);
    printf("\n");
    map("Conv after the step", t->second.conv, TINY_CONV, TINY_CONV);
    printf("Logits after the step\n");
    print_logits(&t->second, &t->after, t->label);
    printf("\nLoss: %s before, %s after\n", number(t->first.loss), number(t->second.loss));
    printf("  a straight line falls by %s * %s = %s\n  this one fell by %s\n", number(t->rate),
           number(t->squares), number(t->rate * t->squares),
           number(t->first.loss - t->second.loss));
    printf("\n");
}

void tiny_page_print(const struct tiny_page *t)
{
    print_inputs(t);
    print_forward(t);
    print_backward(t);
    print_step(t);
}

static void weights_values(const char *prefix, const struct tiny_weights *w)
{
    char name[40];
    snprintf(name, sizeof name, "%skernel", prefix);
    value_map(name, w->kernel, TINY_KERNEL, TINY_KERNEL);
    value(w->kernel_bias, "%skernel_bias", prefix);
    snprintf(name, sizeof name, "%sw", prefix);
    value_map(name, w->w, TINY_CLASSES, TINY_POOL_CELLS);
    snprintf(name, sizeof name, "%sb", prefix);
    value_list(name, w->b, TINY_CLASSES);
}

static void forward_values(const char *prefix, const struct tiny_forward *f)
{
    char name[40];
    snprintf(name, sizeof name, "%sconv", prefix);
    value_map(name, f->conv, TINY_CONV, TINY_CONV);
    snprintf(name, sizeof name, "%srelu", prefix);
    value_map(name, f->relu, TINY_CONV, TINY_CONV);
    snprintf(name, sizeof name, "%spool", prefix);
    value_map(name, f->pool, TINY_POOL, TINY_POOL);
    for (int j = 0; j < TINY_POOL_CELLS; j++) {
        size_t row = f->argmax[j] / TINY_CONV;
        value((double)row, "%swinner_row.%d", prefix, j);
        value((double)(f->argmax[j] % TINY_CONV), "%swinner_column.%d", prefix, j);
    }
    for (int k = 0; k < TINY_CLASSES; k++) value(f->logit[k], "%slogit.%d", prefix, k);
    for (int k = 0; k < TINY_CLASSES; k++) value(f->p[k], "%sp.%d", prefix, k);
    value(f->loss, "%sloss", prefix);
}

/* 1 for the cells that won a window, for the figure. */
static void wins_values(const struct tiny_forward *f)
{
    double wins[TINY_CONV_CELLS] = {0};
    for (int j = 0; j < TINY_POOL_CELLS; j++) wins[f->argmax[j]] = 1;
    value_map("wins", wins, TINY_CONV, TINY_CONV);
}

void tiny_page_values(const struct tiny_page *t)
{
    const struct tiny_backward *d = &t->gradient;
    value_map("image", t->image, TINY_SIDE, TINY_SIDE);
    value(t->label, "label");
    value(t->rate, "rate");
    weights_values("", &t->before);
    forward_values("", &t->first);
    wins_values(&t->first);
    value_list("dlogit", d->logit, TINY_CLASSES);
    value_map("dpool", d->pool, TINY_POOL, TINY_POOL);
    value_map("drelu", d->relu, TINY_CONV, TINY_CONV);
    value_map("dconv", d->conv, TINY_CONV, TINY_CONV);
    value_map("dimage", d->image, TINY_SIDE, TINY_SIDE);
    weights_values("d", &d->weights);
    value_map("measured", t->measured, TINY_KERNEL, TINY_KERNEL);
    value(t->zeros, "zeros");
    value(t->squares, "squares");
    value(t->rate * t->squares, "drop.line");
    value(t->first.loss - t->second.loss, "drop.real");
    weights_values("after.", &t->after);
    forward_values("after.", &t->second);
}
