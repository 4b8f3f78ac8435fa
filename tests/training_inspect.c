/*
 * What is said of a trained network, against the same numbers taken from the layers here: where
 * the gradient of an image went, and how far a weight's gradient is from a measured one.
 */
#include "data/drawn.h"
#include "layers/loss.h"
#include "training/inspect.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { IMAGES = 4, WHICH = 3 };

static struct dataset data;
static struct lenet_weights weights;
static struct lenet *net;

static void make(void)
{
    cr_assert_eq(drawn_set(&data, 1, IMAGES), 0);
    lenet_start(&weights, 3);
    net = lenet_new(1);
    cr_assert_not_null(net);
    net->weights = weights;
}

static void drop(void)
{
    lenet_free(net);
    dataset_free(&data);
}

TestSuite(training_inspect, .init = make, .fini = drop);

/* Test image i, forward and backward through the layers; its loss. */
static double pass(int i)
{
    const uint8_t *image = data.test.pixels + (size_t)i * IMAGE_CELLS;
    int label = data.test.labels[i];
    lenet_images(net, &image, 1);
    lenet_forward(net, 1);
    return lenet_backward(net, &label, 1, 1);
}

static struct inspect *inspected(int images, int checked)
{
    static struct inspect s;
    const struct inspect_choice choice = {WHICH, images, checked};
    cr_assert_eq(inspect_network(&s, &weights, &data.test, &choice), 0);
    return &s;
}

static double not_zero(const double *v, int n)
{
    double count = 0;
    for (int i = 0; i < n; i++) count += v[i] < 0 || v[i] > 0;
    return count;
}

static double sizes(const double *v, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++) sum += fabs(v[i]);
    return sum;
}

Test(training_inspect, one_image_and_its_gradients)
{
    const struct inspect *s = inspected(1, 1);
    cr_expect_eq(s->loss, pass(WHICH));
    cr_expect_eq(s->label, data.test.labels[WHICH]);
    for (int k = 0; k < CLASSES; k++)
        cr_expect_leq(net->forward.logit[k], net->forward.logit[s->said]);
    cr_expect_eq(memcmp(s->pixel, net->forward.image, sizeof s->pixel), 0);
    cr_expect_eq(memcmp(s->dpixel, net->backward.image, sizeof s->dpixel), 0);
    cr_expect_eq(memcmp(s->dconv1, net->backward.conv1, sizeof s->dconv1), 0);
    cr_expect_eq(memcmp(s->dconv2, net->backward.conv2, sizeof s->dconv2), 0);
    for (int c = 0; c < MAP1_CHANNELS; c++)
        cr_expect_leq(sizes(s->dconv1 + (ptrdiff_t)c * MAP1_CELLS, MAP1_CELLS),
                      sizes(s->dconv1 + (ptrdiff_t)s->channel * MAP1_CELLS, MAP1_CELLS));
    cr_expect_neq(s->channel, 0, "channel 0 would hide a search that does not search");
}

/* Cells below zero are reached, too. */
Test(training_inspect, how_many_cells_the_gradient_reaches)
{
    double conv1[IMAGES], conv2[IMAGES];
    const struct inspect *s = inspected(3, 1);
    for (int i = 0; i < IMAGES; i++) {
        pass(i);
        conv1[i] = not_zero(net->backward.conv1, MAP1_CHANNELS * MAP1_CELLS);
        conv2[i] = not_zero(net->backward.conv2, MAP2_CHANNELS * MAP2_CELLS);
    }
    cr_expect_eq(s->images, 3);
    cr_expect_eq(s->one.conv1, conv1[WHICH]);
    cr_expect_eq(s->one.conv2, conv2[WHICH]);
    /* Thirds are added there, and rounded each time. */
    cr_expect_float_eq(s->mean.conv1, (conv1[0] + conv1[1] + conv1[2]) / 3, 1e-9);
    cr_expect_float_eq(s->mean.conv2, (conv2[0] + conv2[1] + conv2[2]) / 3, 1e-9);
    cr_expect_eq(inspected(100, 1)->images, IMAGES, "there are no more");
}

static double loss_with(double *w, double v)
{
    double was = *w;
    int label = data.test.labels[WHICH];
    *w = v;
    lenet_forward(net, 1);
    *w = was;
    return softmax_cross_entropy(NULL, net->forward.logit, &label, 1, CLASSES);
}

/* |measured - gradient|, relative to the larger of the two. */
static double off(double *w, double gradient, double h)
{
    double measured = (loss_with(w, *w + h) - loss_with(w, *w - h)) / (2 * h);
    double larger = fmax(fabs(measured), fabs(gradient));
    return larger > 0 ? fabs(measured - gradient) / larger : 0;
}

/* Of three checked weights of n: those at 0, n/3 and 2n/3. */
static void expect_agreement(const struct agreement *a, double *w, const double *gradient,
                             int n, double h)
{
    double e[3], sum = 0, worst = 0, least = 1;
    int poor = 0;
    for (int i = 0; i < 3; i++) {
        e[i] = off(w + i * n / 3, gradient[i * n / 3], h);
        sum += e[i], worst = fmax(worst, e[i]), least = fmin(least, e[i]);
        poor += e[i] > 1e-6;
    }
    cr_expect_eq(a->worst, worst);
    cr_expect_float_eq(a->median, sum - worst - least, 1e-15); /* the one that is neither */
    cr_expect_eq(a->poor, poor);
}

Test(training_inspect, gradients_against_measured_ones_with_two_steps)
{
    const struct inspect *s = inspected(1, 3);
    pass(WHICH);
    struct lenet_weights *w = &net->weights;
    const struct lenet_weights g = net->gradient;
    expect_agreement(&s->coarse[0], w->kernel1, g.kernel1, 8 * 25, 1e-3);
    expect_agreement(&s->coarse[1], w->kernel2, g.kernel2, 16 * 8 * 25, 1e-3);
    expect_agreement(&s->coarse[2], w->w, g.w, 10 * 784, 1e-3);
    expect_agreement(&s->fine[0], w->kernel1, g.kernel1, 8 * 25, 1e-5);
    expect_agreement(&s->fine[1], w->kernel2, g.kernel2, 16 * 8 * 25, 1e-5);
    expect_agreement(&s->fine[2], w->w, g.w, 10 * 784, 1e-5);
    cr_expect_lt(s->fine[0].median, 1e-6, "the gradients are wrong");
    cr_expect(s->fine[0].median > 0 && s->fine[1].worst > 0, "nothing was compared");
}
