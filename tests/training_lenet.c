/*
 * LeNet-F as training uses it: its start, its images, its step; the fast kernel beside the one
 * by the book's layers; and the kernel that is wrong on purpose, wrong where it says.
 */
#include "data/random.h"
#include "training/lenet.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { N = 5, CELLS = 28 * 28, DIGITS = 10 };

static uint8_t pixels[N][CELLS];
static const uint8_t *image[N];
static const int label[N] = {3, 1, 4, 1, 9};

/*
 * Other pixels in each image, the same ones in each run: so it is known that no window is so near
 * a tie that float and double see another winner. The first image is black but for one pixel.
 */
static void draw(void)
{
    uint64_t state = random_start(1, 0);
    for (int n = 0; n < N; n++) {
        for (int i = 0; i < CELLS; i++)
            pixels[n][i] = (uint8_t)(n == 0 ? 0 : random_word(&state) >> 56);
        image[n] = pixels[n];
    }
    pixels[0][100] = 255;
}

static double largest(const double *w, int n)
{
    double most = 0;
    for (int i = 0; i < n; i++) most = fmax(most, fabs(w[i]));
    return most;
}

/* Evenly in -a .. a: of n weights one is surely beyond 0.9 a, and the mean is near 0. */
static void expect_spread(const double *w, int n, double a)
{
    double sum = 0;
    for (int i = 0; i < n; i++) sum += w[i];
    cr_expect(largest(w, n) <= a && largest(w, n) > 0.9 * a, "%g, a is %g", largest(w, n), a);
    cr_expect_lt(fabs(sum / n), 0.2 * a);
}

/* a = sqrt(6 / wires into a neuron): 5*5, 8*5*5 and 16*7*7 of them. */
Test(training_lenet, weights_at_the_start)
{
    struct lenet_weights w, other;
    lenet_start(&w, 1);
    lenet_start(&other, 2);
    expect_spread(w.kernel1, 8 * 25, sqrt(6.0 / 25));
    expect_spread(w.kernel2, 16 * 8 * 25, sqrt(6.0 / 200));
    expect_spread(w.w, 10 * 784, sqrt(6.0 / 784));
    cr_expect_eq(largest(w.bias1, 8) + largest(w.bias2, 16) + largest(w.b, 10), 0);
    cr_expect_neq(w.kernel1[0], other.kernel1[0]);
}

Test(training_lenet, white_is_one_and_black_is_zero)
{
    struct lenet *l = lenet_new(N);
    draw();
    lenet_images(l, image, N);
    cr_expect_eq(l->forward.image[99], 0);
    cr_expect_eq(l->forward.image[100], 255 / 255.0);
    cr_expect_eq(l->forward.image[4 * CELLS + 7], pixels[4][7] / 255.0);
    lenet_free(l);
}

/* The second time the gradient is that of the first time, not twice as much; the image's too. */
Test(training_lenet, every_gradient_starts_from_zero)
{
    struct lenet *l = lenet_new(N);
    draw();
    lenet_start(&l->weights, 1);
    lenet_images(l, image, N);
    lenet_forward(l, N);
    lenet_backward(l, label, N, 1);
    struct lenet_weights once = l->gradient;
    static double to_image[N * CELLS];
    memcpy(to_image, l->backward.image, sizeof to_image);
    lenet_backward(l, label, N, 1);
    cr_expect_gt(largest(to_image, N * CELLS), 0);
    cr_expect_eq(memcmp(&once, &l->gradient, sizeof once), 0);
    cr_expect_eq(memcmp(to_image, l->backward.image, sizeof to_image), 0);
    lenet_free(l);
}

/* 1 - 0.25 * 2 for each weight, the first and the last too. */
Test(training_lenet, a_step_goes_against_the_gradient)
{
    struct lenet *l = lenet_new(1);
    double *w = (double *)&l->weights, *g = (double *)&l->gradient;
    for (int i = 0; i < LENET_WEIGHTS; i++) w[i] = 1, g[i] = 2;
    lenet_step(l, 0.25);
    for (int i = 0; i < LENET_WEIGHTS; i++) cr_assert_eq(w[i], 1 - 0.25 * 2);
    lenet_free(l);
}

/* What a kernel makes of the same weights and images: loss, how far the weights moved, logits then. */
struct result {
    double loss, moved[LENET_WEIGHTS], logits[N * DIGITS];
};

/* In two steps, with room for more images than come. */
static void work(struct result *r, const struct kernel *k)
{
    struct lenet_weights w;
    void *network = k->create(N + 3);
    cr_assert_not_null(network);
    lenet_start(&w, 1);
    k->set_weights(network, (const double *)&w);
    k->train(network, image, label, N, 0.05);
    r->loss = k->train(network, image, label, N, 0.05);
    k->get_weights(network, r->moved);
    for (int i = 0; i < LENET_WEIGHTS; i++) r->moved[i] -= ((const double *)&w)[i];
    k->classify(network, image, N, r->logits);
    k->destroy(network);
}

/* float is good to seven digits; a weight of 1/2 that moves by 1/1000 keeps four of them. */
Test(training_lenet, the_fast_kernel_does_what_the_layers_do)
{
    static struct result layers, fast;
    draw();
    work(&layers, &lenet_kernel);
    work(&fast, &fast_kernel);
    cr_expect_float_eq(fast.loss, layers.loss, 1e-5);
    for (int i = 0; i < LENET_WEIGHTS; i++)
        cr_assert_float_eq(fast.moved[i], layers.moved[i], 1e-6, "weight %d", i);
    for (int i = 0; i < N * DIGITS; i++)
        cr_assert_float_eq(fast.logits[i], layers.logits[i], 1e-4, "logit %d", i);
    cr_expect_gt(largest(layers.moved, LENET_WEIGHTS), 1e-3);
    cr_expect_neq(layers.logits[0], layers.logits[DIGITS], "the images look the same to it");
}

/* Where the arrays begin: kernel1, bias1, kernel2, bias2, FC. */
enum { BIAS1 = 200, KERNEL2 = 208, BIAS2 = 3408, FC = 3424 };

/*
 * Behind the last pool nothing is wrong. Of that pool one window of the first image is left, in
 * the first filter: the others of kernel2 stand still. Of the first pool one window, in the first
 * channel: of bias1 only the first can move.
 */
Test(training_lenet, the_first_window_is_all_that_comes_back_in_the_wrong_kernel)
{
    static struct result right, wrong;
    draw();
    pixels[0][0] = pixels[0][1] = pixels[0][28] = pixels[0][29] = 200; /* not a dead corner */
    work(&right, &lenet_kernel);
    work(&wrong, &first_window_kernel);
    cr_expect_gt(largest(wrong.moved + FC, LENET_WEIGHTS - FC), 0);
    cr_expect_gt(largest(wrong.moved + BIAS2, 1), 0);
    cr_expect_eq(largest(wrong.moved + KERNEL2 + 8 * 25, 15 * 8 * 25), 0);
    cr_expect_eq(largest(wrong.moved + BIAS2 + 1, 15), 0);
    cr_expect_eq(largest(wrong.moved + BIAS1 + 1, 7), 0);
    cr_expect_gt(largest(right.moved + KERNEL2 + 8 * 25, 15 * 8 * 25), 0);
    cr_expect_gt(largest(right.moved + BIAS1 + 1, 7), 0);
}
