/*
 * The fully connected layer: everybody is wired to everybody.
 *
 * Two samples, three inputs, two outputs. Whole numbers, so every sum is exact.
 */
#include "cells.h"
#include "finite_difference.h"
#include "layers/fc.h"
#include "random.h"

#include <math.h>

enum { N = 2, I = 3, O = 2 };
static const double x[N * I] = {1, 2, 3, /* sample 0 */
                                4, 5, 6};
static const double w[O * I] = {1, 0, -1, /* into output 0 */
                                2, 1, 3};
static const double b[O] = {10, 20};
static const double dy[N * O] = {2, 3, /* sample 0 */
                                 5, 7};

Test(layers_fc, an_output_adds_weight_times_input_and_bias)
{
    double y[N * O];
    fill(y, N * O, NAN); /* whatever was there is overwritten */
    fc_forward(y, x, w, b, N, I, O);
    CELLS(y, 1 * 1 + 0 * 2 - 1 * 3 + 10, 2 * 1 + 1 * 2 + 3 * 3 + 20, /* sample 0 */
          1 * 4 + 0 * 5 - 1 * 6 + 10, 2 * 4 + 1 * 5 + 3 * 6 + 20);
}

Test(layers_fc, no_bias_counts_as_zero)
{
    double y[N * O];
    fc_forward(y, x, w, NULL, N, I, O);
    CELLS(y, 1 * 1 + 0 * 2 - 1 * 3, 2 * 1 + 1 * 2 + 3 * 3, /* sample 0 */
          1 * 4 + 0 * 5 - 1 * 6, 2 * 4 + 1 * 5 + 3 * 6);
}

Test(layers_fc, an_input_collects_gradient_times_weight_over_its_wires)
{
    double dx[N * I] = {0};
    fc_backward(dx, NULL, NULL, dy, x, w, N, I, O);
    CELLS(dx, 2 * 1 + 3 * 2, 2 * 0 + 3 * 1, 2 * -1 + 3 * 3, /* sample 0 */
          5 * 1 + 7 * 2, 5 * 0 + 7 * 1, 5 * -1 + 7 * 3);
}

Test(layers_fc, a_weight_collects_gradient_times_input_over_the_samples)
{
    double dw[O * I] = {0};
    fc_backward(NULL, dw, NULL, dy, x, w, N, I, O);
    CELLS(dw, 2 * 1 + 5 * 4, 2 * 2 + 5 * 5, 2 * 3 + 5 * 6, /* into output 0 */
          3 * 1 + 7 * 4, 3 * 2 + 7 * 5, 3 * 3 + 7 * 6);
}

Test(layers_fc, a_bias_collects_the_gradients_of_the_samples)
{
    double db[O] = {0};
    fc_backward(NULL, NULL, db, dy, x, w, N, I, O);
    CELLS(db, 2 + 5, 3 + 7);
}

Test(layers_fc, only_if_every_weight_is_1_does_everyone_get_the_plain_sum)
{
    const double upstream[3] = {2, 3, 6}, ones[9] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    double dx[3] = {0};
    fc_backward(dx, NULL, NULL, upstream, x, ones, 1, 3, 3);
    CELLS(dx, 2 + 3 + 6, 2 + 3 + 6, 2 + 3 + 6);
}

Test(layers_fc, backward_adds_to_what_is_there)
{
    double dx[N * I], dw[O * I], db[O];
    fill(dx, N * I, 100);
    fill(dw, O * I, 200);
    fill(db, O, 300);
    fc_backward(dx, dw, db, dy, x, w, N, I, O);
    CELLS(dx, 100 + 8, 100 + 3, 100 + 7, 100 + 19, 100 + 7, 100 + 16);
    CELLS(dw, 200 + 22, 200 + 29, 200 + 36, 200 + 31, 200 + 41, 200 + 51);
    CELLS(db, 300 + 7, 300 + 10);
}

Test(layers_fc, backward_skips_every_output_that_is_null)
{
    double dx[N * I] = {0}, dw[O * I] = {0}, db[O] = {0};
    fc_backward(NULL, NULL, NULL, dy, x, w, N, I, O);
    fc_backward(NULL, dw, db, dy, x, w, N, I, O);
    CELLS(dw, 22, 29, 36, 31, 41, 51);
    CELLS(db, 7, 10);
    fc_backward(dx, NULL, db, dy, x, w, N, I, O);
    CELLS(dx, 8, 3, 7, 19, 7, 16);
    CELLS(db, 7 + 7, 10 + 10);
    fc_backward(dx, dw, NULL, dy, x, w, N, I, O);
    CELLS(dx, 8 + 8, 3 + 3, 7 + 7, 19 + 19, 7 + 7, 16 + 16);
    CELLS(dw, 22 + 22, 29 + 29, 36 + 36, 31 + 31, 41 + 41, 51 + 51);
}

Test(layers_fc, a_nan_is_seen_by_every_output_that_it_is_wired_to)
{
    const double bad[3] = {1, NAN, 3}, ones[6] = {1, 1, 1, 1, 0, 1};
    double y[2];
    fc_forward(y, bad, ones, NULL, 1, 3, 2);
    CELLS(y, NAN, NAN); /* 0 * NaN is NaN: a weight of 0 hides nothing */
}

/* A layer of any size, for the measured gradient. */
enum { MOST = 5 };
struct layer {
    int N, I, O;
    double x[MOST * MOST], w[MOST * MOST], b[MOST], dy[MOST * MOST];
};

static double loss(const void *fixed)
{
    const struct layer *l = fixed;
    double y[MOST * MOST];
    fc_forward(y, l->x, l->w, l->b, l->N, l->I, l->O);
    return weighted_sum(y, l->dy, (size_t)(l->N * l->O));
}

Test(layers_fc, backward_is_the_measured_slope_of_forward)
{
    struct dice d = dice_for("fc slope");
    struct layer l = {.N = dice_between(&d, 1, MOST),
                      .I = dice_between(&d, 1, MOST),
                      .O = dice_between(&d, 1, MOST)};
    double dx[MOST * MOST] = {0}, dw[MOST * MOST] = {0}, db[MOST] = {0};
    dice_whole(&d, l.x, MOST * MOST, 1, 9);
    dice_whole(&d, l.w, MOST * MOST, 1, 9);
    dice_whole(&d, l.b, MOST, -9, 9);
    dice_whole(&d, l.dy, MOST * MOST, 1, 9);
    fc_backward(dx, dw, db, l.dy, l.x, l.w, l.N, l.I, l.O);
    check_gradient("dx", loss, &l, l.x, dx, (size_t)(l.N * l.I), 0.125, 0);
    check_gradient("dw", loss, &l, l.w, dw, (size_t)(l.O * l.I), 0.125, 0);
    check_gradient("db", loss, &l, l.b, db, (size_t)l.O, 0.125, 0);
}
