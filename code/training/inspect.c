#include "training/inspect.h"

#include "layers/loss.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Forward and backward of one test image. Its loss. */
static double pass(struct lenet *l, const struct images *test, int which)
{
    const uint8_t *image = test->pixels + (size_t)which * IMAGE_CELLS;
    int label = test->labels[which];
    lenet_images(l, &image, 1);
    lenet_forward(l, 1);
    return lenet_backward(l, &label, 1, 1);
}

static int count_reached(const double *gradient, int n)
{
    int count = 0;
    for (int i = 0; i < n; i++) count += gradient[i] != 0;
    return count;
}

static struct reached reached(const struct lenet *l)
{
    return (struct reached){count_reached(l->backward.conv1, MAP1_CHANNELS * MAP1_CELLS),
                            count_reached(l->backward.conv2, MAP2_CHANNELS * MAP2_CELLS)};
}

static double size_of(const double *v, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++) sum += fabs(v[i]);
    return sum;
}

static int strongest_channel(const double *map)
{
    int best = 0;
    for (int c = 1; c < MAP1_CHANNELS; c++)
        if (size_of(map + c * MAP1_CELLS, MAP1_CELLS) >
            size_of(map + best * MAP1_CELLS, MAP1_CELLS))
            best = c;
    return best;
}

static void look_at_one(struct inspect *s, struct lenet *l, const struct images *test,
                        int which)
{
    s->loss = pass(l, test, which);
    s->label = test->labels[which];
    for (int k = 1; k < CLASSES; k++)
        if (l->forward.logit[k] > l->forward.logit[s->said]) s->said = k;
    memcpy(s->pixel, l->forward.image, sizeof s->pixel);
    memcpy(s->dpixel, l->backward.image, sizeof s->dpixel);
    memcpy(s->dconv1, l->backward.conv1, sizeof s->dconv1);
    memcpy(s->dconv2, l->backward.conv2, sizeof s->dconv2);
    s->channel = strongest_channel(s->dconv1);
    s->one = reached(l);
}

static void look_at_many(struct inspect *s, struct lenet *l, const struct images *test, int n)
{
    s->images = n < test->n ? n : test->n;
    for (int i = 0; i < s->images; i++) {
        pass(l, test, i);
        struct reached r = reached(l);
        s->mean.conv1 += r.conv1 / s->images;
        s->mean.conv2 += r.conv2 / s->images;
    }
}

static double loss_of(struct lenet *l, int label)
{
    lenet_forward(l, 1);
    return softmax_cross_entropy(NULL, l->forward.logit, &label, 1, CLASSES);
}

// begin check_weight
/* Relative difference of a weight's gradient and the measured one. */
static double differs(struct lenet *l, double *weight, double gradient, int label, double h)
{
    double kept = *weight;
    *weight = kept + h;
    double up = loss_of(l, label);
    *weight = kept - h;
    double down = loss_of(l, label);
    *weight = kept;
    double measured = (up - down) / (2 * h), scale = fmax(fabs(measured), fabs(gradient));
    return scale > 0 ? fabs(measured - gradient) / scale : 0;
}
// end check_weight

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Some of the n weights at w, spread evenly: s->checked of them. */
static struct agreement check_layer(const struct inspect *s, struct lenet *l, double *w,
                                    const double *gradient, int n, double h)
{
    struct agreement a = {0};
    double error[CHECKED_MOST] = {0};
    int checked = s->checked;
    for (int i = 0; i < checked; i++) {
        int place = (int)((long)i * n / checked);
        error[i] = differs(l, w + place, gradient[place], s->label, h);
        a.poor += error[i] > 1e-6;
    }
    qsort(error, (size_t)checked, sizeof *error, ascending);
    a.median = error[checked / 2];
    a.worst = error[checked - 1];
    return a;
}

static void check_layers(struct agreement *to, const struct inspect *s, struct lenet *l,
                         double h)
{
    struct lenet_weights *w = &l->weights;
    const struct lenet_weights *g = &l->gradient;
    to[0] = check_layer(s, l, w->kernel1, g->kernel1, 8 * 25, h);
    to[1] = check_layer(s, l, w->kernel2, g->kernel2, 16 * 8 * 25, h);
    to[2] = check_layer(s, l, w->w, g->w, 10 * 784, h);
}

int inspect_network(struct inspect *s, const struct lenet_weights *w, const struct images *test,
                    const struct inspect_choice *choice)
{
    struct lenet *l = lenet_new(1);
    if (!l) return -1;
    *s = (struct inspect){.checked = choice->checked};
    l->weights = *w;
    look_at_many(s, l, test, choice->images);
    look_at_one(s, l, test, choice->which);
    check_layers(s->coarse, s, l, 1e-3);
    check_layers(s->fine, s, l, 1e-5);
    lenet_free(l);
    return 0;
}
