#include "network/starts.h"

#include "layers/fc.h"
#include "layers/loss.h"
#include "program/values.h"

#include <math.h>
#include <stdio.h>

enum { K = STARTS_CLASSES, I = STARTS_INPUTS, H = STARTS_HIDDEN };

// begin softmax_matrix
/* g times the matrix of slopes of softmax: slope of p[j] by z[k] is p[k] * ((j == k) - p[j]). */
static void through_softmax(double *dz, const double *g, const double *p)
{
    for (int k = 0; k < K; k++) {
        dz[k] = 0;
        for (int j = 0; j < K; j++) dz[k] += g[j] * p[k] * ((j == k) - p[j]);
    }
}
// end softmax_matrix

/* softmax without taking off the largest logit: what the layer takes care not to do */
static double naive_softmax(const double *z, int k)
{
    double sum = 0;
    for (int j = 0; j < K; j++) sum += exp(z[j]);
    return exp(z[k]) / sum;
}

void softmax_ways_work_out(struct softmax_ways *s)
{
    double g[K] = {0};
    const double large[K] = {1000, 0, 0};
    const int large_label = 0;
    *s = (struct softmax_ways){.z = {s->z[0], s->z[1], s->z[2]}, .label = s->label};
    softmax_cross_entropy(s->short_way, s->z, &s->label, 1, K);
    for (int k = 0; k < K; k++) s->p[k] = s->short_way[k] + (k == s->label);
    g[s->label] = -1 / s->p[s->label]; /* the slope of -log p */
    through_softmax(s->long_way, g, s->p);
    through_softmax(s->twice, s->short_way, s->p);
    s->naive_p = naive_softmax(large, 0);
    s->safe_p = exp(-softmax_cross_entropy(NULL, large, &large_label, 1, K));
}

static void line(const char *title, const double *v, int n)
{
    printf("  %-20s", title);
    for (int i = 0; i < n; i++) printf(" %7s", number(v[i]));
    printf("\n");
}

void softmax_ways_print(const struct softmax_ways *s)
{
    printf("Softmax and cross-entropy, label %d\n", s->label);
    line("logits", s->z, K);
    line("probabilities p", s->p, K);
    line("one step: p - y", s->short_way, K);
    line("two steps: matrix", s->long_way, K);
    line("WRONG: p - y, matrix", s->twice, K);
    printf("  logits 1000, 0, 0: plain %s, by the layer %s\n", number(s->naive_p),
           number(s->safe_p));
}

void softmax_ways_values(const struct softmax_ways *s)
{
    value_list("ways.z", s->z, K);
    value_list("ways.p", s->p, K);
    value_list("ways.short", s->short_way, K);
    value_list("ways.long", s->long_way, K);
    value_list("ways.twice", s->twice, K);
    value(s->naive_p, "ways.naive");
    value(s->safe_p, "ways.safe");
}

// begin two_layers
static const int right_class = 0;

/* Forward and backward of t from its weights. */
static void two_layers(struct two_layers *t, const double *x)
{
    double inside[H], z[K], dz[K] = {0}, dhidden[H] = {0};
    fc_forward(inside, x, t->w1, NULL, 1, I, H);
    for (int i = 0; i < H; i++) t->hidden[i] = tanh(inside[i]);
    fc_forward(z, t->hidden, t->w2, NULL, 1, H, K);

    softmax_cross_entropy(dz, z, &right_class, 1, K);
    fc_backward(dhidden, t->dw2, NULL, dz, t->hidden, t->w2, 1, H, K);
    for (int i = 0; i < H; i++) dhidden[i] *= 1 - t->hidden[i] * t->hidden[i];
    fc_backward(NULL, t->dw1, NULL, dhidden, x, t->w1, 1, I, H);
}
// end two_layers

/* t's weights after one step with rate 1; gradients not yet worked out. */
static struct two_layers step(const struct two_layers *t)
{
    struct two_layers next = {0};
    for (int i = 0; i < H * I; i++) next.w1[i] = t->w1[i] - t->dw1[i];
    for (int i = 0; i < K * H; i++) next.w2[i] = t->w2[i] - t->dw2[i];
    return next;
}

void starts_work_out(struct starts *s)
{
    const double nothing[K * I] = {0};
    double z[K], dz[K] = {0};
    *s = (struct starts){.x = {s->x[0], s->x[1]}};
    fc_forward(z, s->x, nothing, NULL, 1, I, K);
    softmax_cross_entropy(dz, z, &right_class, 1, K);
    fc_backward(NULL, s->single_dw, NULL, dz, s->x, nothing, 1, I, K);

    two_layers(&s->zero, s->x);
    for (int i = 0; i < H * I; i++) s->equal.w1[i] = 0.5;
    for (int i = 0; i < K * H; i++) s->equal.w2[i] = 0.5;
    two_layers(&s->equal, s->x);
    s->equal_later = step(&s->equal);
    two_layers(&s->equal_later, s->x);
}

static void print_two(const struct two_layers *t)
{
    printf("  hidden weights, gradient\n");
    print_map(t->dw1, H, I);
    printf("  output weights, gradient\n");
    print_map(t->dw2, K, H);
}

void starts_print(const struct starts *s)
{
    printf("Zero weights, softmax alone, input %s and %s\n", number(s->x[0]), number(s->x[1]));
    print_map(s->single_dw, K, I);
    printf("\nZero weights, two layers with tanh between\n");
    print_two(&s->zero);
    printf("\nEvery weight 1/2, two layers\n");
    print_two(&s->equal);
    printf("\nEvery weight 1/2, one step later: still equal\n");
    print_two(&s->equal_later);
}

void starts_values(const struct starts *s)
{
    value_list("start.x", s->x, I);
    value_map("start.single", s->single_dw, K, I);
    value_map("start.zero.dw1", s->zero.dw1, H, I);
    value_map("start.zero.dw2", s->zero.dw2, K, H);
    value_list("start.equal.hidden", s->equal.hidden, H);
    value_map("start.equal.dw1", s->equal.dw1, H, I);
    value_map("start.equal.dw2", s->equal.dw2, K, H);
    value_list("start.later.hidden", s->equal_later.hidden, H);
    value_map("start.later.w2", s->equal_later.w2, K, H);
    value_map("start.later.dw1", s->equal_later.dw1, H, I);
    value_map("start.later.dw2", s->equal_later.dw2, K, H);
}
