/*
 * The convolution: each output reads one place of the map through the same kernel.
 *
 * Whole numbers, so every sum is exact. Where a kernel is all ones and every output has the
 * gradient 1, the gradient of an input is its number of wires.
 */
#include "cells.h"
#include "finite_difference.h"
#include "layers/conv.h"
#include "layers/fc.h"
#include "layers/shape.h"
#include "random.h"

#include <math.h>

/* A map of 3 rows and 4 columns, a kernel of 2 rows and 3 columns: 2 x 2 outputs. */
static const struct conv_shape oblong = {
    .N = 1, .C = 1, .H = 3, .W = 4, .OC = 1, .KH = 2, .KW = 3, .SH = 1, .SW = 1};
static const double oblong_x[12] = {1, 2,  3,  4, /* */
                                    5, 6,  7,  8, /* */
                                    9, 10, 11, 12};
static const double oblong_w[6] = {1, 2, 0, /* */
                                   0, 3, -1};
static const double oblong_dy[4] = {1, 10, /* */
                                    100, 1000};

Test(layers_conv, the_kernel_slides_over_the_map_and_is_not_flipped)
{
    const double b[1] = {50};
    double y[4];
    fill(y, 4, NAN); /* whatever was there is overwritten */
    conv_forward(y, oblong_x, oblong_w, b, &oblong);
    CELLS(y, 50 + 1 * 1 + 2 * 2 + 3 * 6 - 1 * 7, 50 + 1 * 2 + 2 * 3 + 3 * 7 - 1 * 8,
          50 + 1 * 5 + 2 * 6 + 3 * 10 - 1 * 11, 50 + 1 * 6 + 2 * 7 + 3 * 11 - 1 * 12);
}

Test(layers_conv, no_bias_counts_as_zero)
{
    double y[4];
    conv_forward(y, oblong_x, oblong_w, NULL, &oblong);
    CELLS(y, 16, 21, 36, 41); /* the four sums above without the 50 */
}

Test(layers_conv, an_input_collects_gradient_times_weight_over_its_wires)
{
    double dx[12] = {0};
    conv_backward(dx, NULL, NULL, oblong_dy, oblong_x, oblong_w, &oblong);
    /* Row by row; the weight at the far left goes with the output whose window starts here. */
    CELLS(dx, 1 * 1, 1 * 2 + 10 * 1, 1 * 0 + 10 * 2, 10 * 0, /* */
          1 * 0 + 100 * 1, 1 * 3 + 10 * 0 + 100 * 2 + 1000 * 1,
          1 * -1 + 10 * 3 + 100 * 0 + 1000 * 2, 10 * -1 + 1000 * 0, /* */
          100 * 0, 100 * 3 + 1000 * 0, 100 * -1 + 1000 * 3, 1000 * -1);
}

Test(layers_conv, a_weight_collects_gradient_times_input_from_every_place)
{
    double dw[6] = {0};
    conv_backward(NULL, dw, NULL, oblong_dy, oblong_x, oblong_w, &oblong);
    CELLS(dw, 1 * 1 + 10 * 2 + 100 * 5 + 1000 * 6, 1 * 2 + 10 * 3 + 100 * 6 + 1000 * 7,
          1 * 3 + 10 * 4 + 100 * 7 + 1000 * 8, /* second row of the kernel */
          1 * 5 + 10 * 6 + 100 * 9 + 1000 * 10, 1 * 6 + 10 * 7 + 100 * 10 + 1000 * 11,
          1 * 7 + 10 * 8 + 100 * 11 + 1000 * 12);
}

Test(layers_conv, a_bias_collects_the_gradients_of_every_place)
{
    double db[1] = {0};
    conv_backward(NULL, NULL, db, oblong_dy, oblong_x, oblong_w, &oblong);
    CELLS(db, 1 + 10 + 100 + 1000);
}

Test(layers_conv, a_corner_has_one_wire_and_the_middle_has_one_from_everybody)
{
    const struct conv_shape s = {
        .N = 1, .C = 1, .H = 4, .W = 4, .OC = 1, .KH = 3, .KW = 3, .SH = 1, .SW = 1};
    double ones[16], wires[16] = {0};
    fill(ones, 16, 1);
    conv_backward(wires, NULL, NULL, ones, ones, ones, &s);
    CELLS(wires, 1, 2, 2, 1, /* */
          2, 4, 4, 2,        /* */
          2, 4, 4, 2,        /* */
          1, 2, 2, 1);
}

Test(layers_conv, two_filters_and_two_channels_meet_each_other)
{
    const struct conv_shape s = {
        .N = 2, .C = 2, .H = 1, .W = 2, .OC = 2, .KH = 1, .KW = 1, .SH = 1, .SW = 1};
    const double x[8] = {1, 2, /* image 0, channel 0 */
                         3, 4, 5, 6, 7, 8};
    const double w[4] = {1, 10, /* filter 0: channel 0, channel 1 */
                         2, -1};
    const double b[2] = {100, 200};
    const double dy[8] = {1, 2, /* image 0, filter 0 */
                          3, 4, 5, 6, 7, 8};
    double y[8], dx[8] = {0}, dw[4] = {0}, db[2] = {0};
    conv_forward(y, x, w, b, &s);
    conv_backward(dx, dw, db, dy, x, w, &s);
    CELLS(y, 100 + 1 + 30, 100 + 2 + 40, 200 + 2 - 3, 200 + 4 - 4, /* image 0 */
          100 + 5 + 70, 100 + 6 + 80, 200 + 10 - 7, 200 + 12 - 8);
    CELLS(dx, 1 * 1 + 3 * 2, 2 * 1 + 4 * 2, 1 * 10 - 3 * 1, 2 * 10 - 4 * 1, /* image 0 */
          5 * 1 + 7 * 2, 6 * 1 + 8 * 2, 5 * 10 - 7 * 1, 6 * 10 - 8 * 1);
    CELLS(dw, 1 * 1 + 2 * 2 + 5 * 5 + 6 * 6, 1 * 3 + 2 * 4 + 5 * 7 + 6 * 8, /* filter 0 */
          3 * 1 + 4 * 2 + 7 * 5 + 8 * 6, 3 * 3 + 4 * 4 + 7 * 7 + 8 * 8);
    CELLS(db, 1 + 2 + 5 + 6, 3 + 4 + 7 + 8);
}

Test(layers_conv, rows_and_columns_left_over_get_nothing)
{
    /* Stride 2 down and 3 across: windows start at rows 0, 2 and columns 0, 3. */
    const struct conv_shape s = {
        .N = 1, .C = 1, .H = 5, .W = 7, .OC = 1, .KH = 2, .KW = 2, .SH = 2, .SW = 3};
    const double w[4] = {1, 2, /* */
                         3, 4};
    double dy[4] = {1, 10, /* */
                    100, 1000};
    double x[35], dx[35] = {0}, dw[4] = {0}, y[4];
    for (int i = 0; i < 35; i++) x[i] = i; /* row 0: 0 to 6, row 1: 7 to 13, ... */
    conv_forward(y, x, w, NULL, &s);
    conv_backward(dx, dw, NULL, dy, x, w, &s);
    CELLS(y, 0 + 2 * 1 + 3 * 7 + 4 * 8, 3 + 2 * 4 + 3 * 10 + 4 * 11, /* */
          14 + 2 * 15 + 3 * 21 + 4 * 22, 17 + 2 * 18 + 3 * 24 + 4 * 25);
    CELLS(dx, 1, 2, 0, 10, 20, 0, 0,     /* column 2 lies between two windows */
          3, 4, 0, 30, 40, 0, 0,         /* */
          100, 200, 0, 1000, 2000, 0, 0, /* */
          300, 400, 0, 3000, 4000, 0, 0, /* */
          0, 0, 0, 0, 0, 0, 0);          /* row 4 is left over */
    CELLS(dw, 0 + 10 * 3 + 100 * 14 + 1000 * 17, 1 + 10 * 4 + 100 * 15 + 1000 * 18, /* */
          7 + 10 * 10 + 100 * 21 + 1000 * 24, 8 + 10 * 11 + 100 * 22 + 1000 * 25);
}

Test(layers_conv, what_would_go_to_the_padding_is_dropped)
{
    /* Padding 1 above and below, none at the sides: windows start at rows -1, 0 and 1. */
    const struct conv_shape s = {.N = 1,
                                 .C = 1,
                                 .H = 3,
                                 .W = 2,
                                 .OC = 1,
                                 .KH = 3,
                                 .KW = 2,
                                 .SH = 1,
                                 .SW = 1,
                                 .PH = 1,
                                 .PW = 0};
    const double x[6] = {1, 2, /* */
                         3, 4, /* */
                         5, 6};
    const double w[6] = {1, 0, /* */
                         2, 1, /* */
                         0, 3};
    const double dy[3] = {1, 10, 100};
    double y[3], dx[6] = {0}, dw[6] = {0};
    conv_forward(y, x, w, NULL, &s);
    conv_backward(dx, dw, NULL, dy, x, w, &s);
    CELLS(y, 2 * 1 + 1 * 2 + 3 * 4, 1 * 1 + 2 * 3 + 1 * 4 + 3 * 6, 1 * 3 + 2 * 5 + 1 * 6);
    CELLS(dx, 1 * 2 + 10 * 1, 1 * 1 + 10 * 0,                 /* row 0 */
          1 * 0 + 10 * 2 + 100 * 1, 1 * 3 + 10 * 1 + 100 * 0, /* row 1 */
          10 * 0 + 100 * 2, 10 * 3 + 100 * 1);
    CELLS(dw, 10 * 1 + 100 * 3, 10 * 2 + 100 * 4,             /* never outputs in row 0 */
          1 * 1 + 10 * 3 + 100 * 5, 1 * 2 + 10 * 4 + 100 * 6, /* */
          1 * 3 + 10 * 5, 1 * 4 + 10 * 6);
}

Test(layers_conv, padding_at_the_sides_alone_and_a_kernel_wider_than_the_map)
{
    /* Windows start at columns -2, -1 and 0 and are 5 wide; the map has 3 columns. */
    const struct conv_shape s = {.N = 1,
                                 .C = 1,
                                 .H = 1,
                                 .W = 3,
                                 .OC = 1,
                                 .KH = 1,
                                 .KW = 5,
                                 .SH = 1,
                                 .SW = 1,
                                 .PH = 0,
                                 .PW = 2};
    const double x[3] = {1, 2, 3}, w[5] = {1, 2, 3, 4, 5}, dy[3] = {1, 10, 100};
    double y[3], dx[3] = {0}, dw[5] = {0};
    conv_forward(y, x, w, NULL, &s);
    conv_backward(dx, dw, NULL, dy, x, w, &s);
    CELLS(y, 3 * 1 + 4 * 2 + 5 * 3, 2 * 1 + 3 * 2 + 4 * 3, 1 * 1 + 2 * 2 + 3 * 3);
    CELLS(dx, 1 * 3 + 10 * 2 + 100 * 1, 1 * 4 + 10 * 3 + 100 * 2, 1 * 5 + 10 * 4 + 100 * 3);
    CELLS(dw, 100 * 1, 10 * 1 + 100 * 2, 1 * 1 + 10 * 2 + 100 * 3, 1 * 2 + 10 * 3, 1 * 3);
}

Test(layers_conv, a_kernel_as_large_as_the_map_is_a_fully_connected_layer)
{
    enum { N = 2, C = 2, H = 3, W = 2, OC = 3, I = C * H * W };
    const struct conv_shape s = {
        .N = N, .C = C, .H = H, .W = W, .OC = OC, .KH = H, .KW = W, .SH = 1, .SW = 1};
    struct dice d = dice_for("conv is fc");
    double x[N * I], w[OC * I], b[OC], dy[N * OC], y[2][N * OC];
    double dx[2][N * I] = {{0}}, dw[2][OC * I] = {{0}}, db[2][OC] = {{0}};
    dice_whole(&d, x, N * I, -9, 9);
    dice_whole(&d, w, OC * I, -9, 9);
    dice_whole(&d, b, OC, -9, 9);
    dice_whole(&d, dy, N * OC, -9, 9);
    conv_forward(y[0], x, w, b, &s);
    conv_backward(dx[0], dw[0], db[0], dy, x, w, &s);
    fc_forward(y[1], x, w, b, N, I, OC);
    fc_backward(dx[1], dw[1], db[1], dy, x, w, N, I, OC);
    expect_cells(__FILE__, __LINE__, "y", y[0], y[1], N * OC, 0);
    expect_cells(__FILE__, __LINE__, "dx", dx[0], dx[1], N * I, 0);
    expect_cells(__FILE__, __LINE__, "dw", dw[0], dw[1], OC * I, 0);
    expect_cells(__FILE__, __LINE__, "db", db[0], db[1], OC, 0);
}

Test(layers_conv, backward_adds_to_what_is_there)
{
    const struct conv_shape s = {
        .N = 1, .C = 1, .H = 1, .W = 2, .OC = 1, .KH = 1, .KW = 1, .SH = 1, .SW = 1};
    const double x[2] = {3, 4}, w[1] = {5}, dy[2] = {1, 2};
    double dx[2] = {100, 200}, dw[1] = {300}, db[1] = {400};
    conv_backward(dx, dw, db, dy, x, w, &s);
    CELLS(dx, 100 + 1 * 5, 200 + 2 * 5);
    CELLS(dw, 300 + 1 * 3 + 2 * 4);
    CELLS(db, 400 + 1 + 2);
}

Test(layers_conv, backward_skips_every_output_that_is_null)
{
    const struct conv_shape s = {
        .N = 1, .C = 1, .H = 1, .W = 2, .OC = 1, .KH = 1, .KW = 1, .SH = 1, .SW = 1};
    const double x[2] = {3, 4}, w[1] = {5}, dy[2] = {1, 2};
    double dx[2] = {0}, dw[1] = {0}, db[1] = {0};
    conv_backward(NULL, NULL, NULL, dy, x, w, &s);
    conv_backward(NULL, dw, db, dy, x, w, &s);
    CELLS(dw, 11);
    CELLS(db, 3);
    conv_backward(dx, NULL, db, dy, x, w, &s);
    CELLS(dx, 5, 10);
    CELLS(db, 3 + 3);
    conv_backward(dx, dw, NULL, dy, x, w, &s);
    CELLS(dx, 5 + 5, 10 + 10);
    CELLS(dw, 11 + 11);
}

/* A layer of any shape, for the measured gradient. */
enum { MOST = 600 };
struct layer {
    struct conv_shape s;
    double x[MOST], w[MOST], b[3], dy[MOST];
};

static size_t outputs(const struct conv_shape *s)
{
    return (size_t)(s->N * s->OC * out_size(s->H, s->KH, s->SH, s->PH) *
                    out_size(s->W, s->KW, s->SW, s->PW));
}

static double loss(const void *fixed)
{
    const struct layer *l = fixed;
    double y[MOST];
    conv_forward(y, l->x, l->w, l->b, &l->s);
    return weighted_sum(y, l->dy, outputs(&l->s));
}

static struct conv_shape any_shape(struct dice *d)
{
    struct conv_shape s;
    do {
        s = (struct conv_shape){.N = dice_between(d, 1, 2),
                                .C = dice_between(d, 1, 3),
                                .H = dice_between(d, 1, 6),
                                .W = dice_between(d, 1, 6),
                                .OC = dice_between(d, 1, 3),
                                .KH = dice_between(d, 1, 4),
                                .KW = dice_between(d, 1, 4),
                                .SH = dice_between(d, 1, 4),
                                .SW = dice_between(d, 1, 4),
                                .PH = dice_between(d, 0, 2),
                                .PW = dice_between(d, 0, 2)};
    } while (conv_shape_error(&s) || s.PH >= s.KH ||
             s.PW >= s.KW); /* the first window sees x */
    return s;
}

static void check_slopes(struct dice *d)
{
    struct layer l = {.s = any_shape(d)};
    double dx[MOST] = {0}, dw[MOST] = {0}, db[3] = {0};
    dice_whole(d, l.x, MOST, 1, 9);
    dice_whole(d, l.w, MOST, 1, 9);
    dice_whole(d, l.b, 3, -9, 9);
    dice_whole(d, l.dy, MOST, 1, 9);
    conv_backward(dx, dw, db, l.dy, l.x, l.w, &l.s);
    size_t n_x = (size_t)(l.s.N * l.s.C * l.s.H * l.s.W);
    size_t n_w = (size_t)(l.s.OC * l.s.C * l.s.KH * l.s.KW);
    check_gradient("dx", loss, &l, l.x, dx, n_x, 0.125, 0);
    check_gradient("dw", loss, &l, l.w, dw, n_w, 0.125, 0);
    check_gradient("db", loss, &l, l.b, db, (size_t)l.s.OC, 0.125, 0);
}

Test(layers_conv, backward_is_the_measured_slope_of_forward)
{
    struct dice d = dice_for("conv slope");
    for (int i = 0; i < 50; i++) check_slopes(&d);
}
