/*
 * Pooling: who wins a window, what the winner gets, and what average-pooling does instead.
 *
 * Whole numbers, so every sum is exact.
 */
#include "cells.h"
#include "finite_difference.h"
#include "layers/pool.h"
#include "layers/shape.h"
#include "random.h"

#include <math.h>

static void expect_winners(const char *what, const size_t *found, const size_t *expected,
                           size_t n)
{
    for (size_t i = 0; i < n; i++)
        cr_expect(found[i] == expected[i], "%s: cell %zu won window %zu, expected cell %zu",
                  what, found[i], i, expected[i]);
}
#define WINNERS(found, ...)                                                                    \
    expect_winners(#found, found, (const size_t[]){__VA_ARGS__},                               \
                   sizeof((const size_t[]){__VA_ARGS__}) / sizeof(size_t))

/* One image, one channel. */
static struct pool_shape map(int H, int W, int K, int S, int P)
{
    return (struct pool_shape){
        .N = 1, .C = 1, .H = H, .W = W, .KH = K, .KW = K, .SH = S, .SW = S, .PH = P, .PW = P};
}

Test(layers_pool, the_winner_gets_the_gradient_and_the_others_get_none)
{
    const struct pool_shape s = map(4, 4, 2, 2, 0);
    const double x[16] = {1, 9, 2, 3, /* */
                          4, 5, 8, 6, /* */
                          7, 0, 1, 1, /* */
                          3, 2, 4, 5};
    const double dy[4] = {10, 20, 30, 40};
    double y[4], dx[16] = {0};
    size_t argmax[4];
    fill(y, 4, NAN); /* whatever was there is overwritten */
    maxpool_forward(y, argmax, x, &s);
    maxpool_backward(dx, dy, argmax, 4);
    CELLS(y, 9, 8, 7, 5);
    WINNERS(argmax, 0 * 4 + 1, 1 * 4 + 2, 2 * 4 + 0, 3 * 4 + 3);
    CELLS(dx, 0, 10, 0, 0, /* */
          0, 0, 20, 0,     /* */
          30, 0, 0, 0,     /* */
          0, 0, 0, 40);
}

Test(layers_pool, who_wins_several_windows_collects_from_all_of_them)
{
    /* 3x3 map, windows of 2x2 moved by 1: the middle is in all four, and wins all four. */
    const struct pool_shape s = map(3, 3, 2, 1, 0);
    const double x[9] = {1, 2, 3, /* */
                         4, 9, 5, /* */
                         6, 7, 8};
    const double dy[4] = {2, 3, 6, 10};
    double y[4], dx[9] = {0};
    size_t argmax[4];
    maxpool_forward(y, argmax, x, &s);
    maxpool_backward(dx, dy, argmax, 4);
    CELLS(y, 9, 9, 9, 9);
    CELLS(dx, 0, 0, 0, 0, 2 + 3 + 6 + 10, 0, 0, 0, 0);
}

Test(layers_pool, rows_left_over_and_gaps_between_windows_get_none)
{
    /* 3 rows, 7 columns; windows 2x2, moved 2 down and 3 across; row 2, columns 2, 5, 6 idle */
    const struct pool_shape s = {
        .N = 1, .C = 1, .H = 3, .W = 7, .KH = 2, .KW = 2, .SH = 2, .SW = 3};
    const double x[21] = {1,  2,  99, 4,  3,  99, 99, /* */
                          0,  1,  99, 2,  1,  99, 99, /* */
                          99, 99, 99, 99, 99, 99, 99};
    const double dy[2] = {10, 20};
    double y[2], dx[21] = {0};
    size_t argmax[2];
    maxpool_forward(y, argmax, x, &s);
    maxpool_backward(dx, dy, argmax, 2);
    CELLS(y, 2, 4);
    CELLS(dx, 0, 10, 0, 20, 0, 0, 0, /* */
          0, 0, 0, 0, 0, 0, 0,       /* */
          0, 0, 0, 0, 0, 0, 0);
}

Test(layers_pool, a_window_that_is_not_square_looks_at_its_own_rows_and_columns)
{
    /* 3 rows, 4 columns; window of 1 row and 2 columns, moved 2 down and 1 across */
    const struct pool_shape s = {
        .N = 1, .C = 1, .H = 3, .W = 4, .KH = 1, .KW = 2, .SH = 2, .SW = 1};
    const double x[12] = {5,  1,  2,  4,  /* */
                          99, 99, 99, 99, /* */
                          1,  3,  2,  0};
    double y[6];
    size_t argmax[6];
    maxpool_forward(y, argmax, x, &s);
    CELLS(y, 5, 2, 4, 3, 3, 2);
    WINNERS(argmax, 0, 2, 3, 9, 9, 10);
}

Test(layers_pool, argmax_counts_from_the_start_of_the_whole_batch)
{
    /* Two images of two channels of 1 x 2: each window is a whole channel. */
    const struct pool_shape s = {
        .N = 2, .C = 2, .H = 1, .W = 2, .KH = 1, .KW = 2, .SH = 1, .SW = 1};
    const double x[8] = {1, 2, 4, 3, 5, 6, 8, 7};
    const double dy[4] = {10, 20, 30, 40};
    double y[4], dx[8] = {0};
    size_t argmax[4];
    maxpool_forward(y, argmax, x, &s);
    maxpool_backward(dx, dy, argmax, 4);
    CELLS(y, 2, 4, 6, 8);
    WINNERS(argmax, 1, 2, 5, 6);
    CELLS(dx, 0, 10, 20, 0, 0, 30, 40, 0);
}

Test(layers_pool, of_equal_maxima_the_first_in_row_major_order_wins)
{
    const struct pool_shape s = map(2, 4, 2, 2, 0);
    const double x[8] = {1, 7, 3, 0, /* */
                         7, 7, 3, 3};
    const double dy[2] = {10, 20};
    double y[2], dx[8] = {0};
    size_t argmax[2];
    maxpool_forward(y, argmax, x, &s);
    maxpool_backward(dx, dy, argmax, 2);
    WINNERS(argmax, 1, 2);
    CELLS(dx, 0, 10, 20, 0, /* */
          0, 0, 0, 0);
}

Test(layers_pool, on_a_constant_map_every_window_is_won_by_its_first_cell)
{
    const struct pool_shape s = map(3, 3, 2, 1, 0);
    const double x[9] = {5, 5, 5, 5, 5, 5, 5, 5, 5}, dy[4] = {2, 3, 6, 10};
    double y[4], dx[9] = {0};
    size_t argmax[4];
    maxpool_forward(y, argmax, x, &s);
    maxpool_backward(dx, dy, argmax, 4);
    WINNERS(argmax, 0, 1, 3, 4);
    CELLS(dx, 2, 3, 0, 6, 10, 0, 0, 0, 0);
}

Test(layers_pool, plus_and_minus_zero_are_a_tie)
{
    const struct pool_shape s = map(2, 2, 2, 2, 0);
    const double x[4] = {-0.0, 0.0, 0.0, -0.0};
    double y[1];
    size_t argmax[1];
    maxpool_forward(y, argmax, x, &s);
    WINNERS(argmax, 0);
}

Test(layers_pool, padding_never_wins_even_where_everything_is_negative)
{
    /* Padding 1 all around a 2x2 map: each of the four windows holds one real cell. */
    const struct pool_shape s = map(2, 2, 2, 2, 1);
    const double x[4] = {-1, -2, -3, -4}, dy[4] = {10, 20, 30, 40};
    double y[4], dx[4] = {0};
    size_t argmax[4];
    maxpool_forward(y, argmax, x, &s);
    maxpool_backward(dx, dy, argmax, 4);
    CELLS(y, -1, -2, -3, -4);
    WINNERS(argmax, 0, 1, 2, 3);
    CELLS(dx, 10, 20, 30, 40);
}

Test(layers_pool, padding_may_differ_between_rows_and_columns)
{
    /* Window 3 x 2 with padding 1 above and below only: rows -1..1, 0..2, 1..3. */
    const struct pool_shape s = {
        .N = 1, .C = 1, .H = 3, .W = 2, .KH = 3, .KW = 2, .SH = 1, .SW = 1, .PH = 1, .PW = 0};
    const double x[6] = {-9, -8, /* */
                         -7, -6, /* */
                         -4, -5};
    double y[3];
    size_t argmax[3];
    maxpool_forward(y, argmax, x, &s);
    CELLS(y, -6, -4, -4);
    WINNERS(argmax, 3, 4, 4);
    /* The same lying on its side. */
    const struct pool_shape t = {
        .N = 1, .C = 1, .H = 2, .W = 3, .KH = 2, .KW = 3, .SH = 1, .SW = 1, .PH = 0, .PW = 1};
    const double turned[6] = {-9, -7, -4, /* */
                              -8, -6, -5};
    maxpool_forward(y, argmax, turned, &t);
    CELLS(y, -6, -4, -4);
    WINNERS(argmax, 4, 2, 2);
}

Test(layers_pool, a_nan_wins_its_window_and_the_first_one_if_there_are_several)
{
    const struct pool_shape s = map(2, 6, 2, 2, 0);
    const double x[12] = {9, 1,   NAN, 9, 1, NAN, /* */
                          2, NAN, 1,   9, 9, NAN};
    const double dy[3] = {10, 20, 30};
    double y[3], dx[12] = {0};
    size_t argmax[3];
    maxpool_forward(y, argmax, x, &s);
    maxpool_backward(dx, dy, argmax, 3);
    CELLS(y, NAN, NAN, NAN);
    WINNERS(argmax, 7, 2, 5);
    CELLS(dx, 0, 0, 20, 0, 0, 30, /* */
          0, 10, 0, 0, 0, 0);
}

Test(layers_pool, a_window_of_nan_alone_is_won_by_its_first_cell)
{
    const struct pool_shape s = map(2, 2, 2, 2, 0);
    const double x[4] = {NAN, NAN, NAN, NAN};
    double y[1];
    size_t argmax[1];
    maxpool_forward(y, argmax, x, &s);
    CELLS(y, NAN);
    WINNERS(argmax, 0);
}

Test(layers_pool, a_window_of_minus_infinity_alone_is_won_by_its_first_real_cell)
{
    const struct pool_shape s = map(2, 2, 2, 2, 1);
    const double x[4] = {-INFINITY, -INFINITY, -INFINITY, -INFINITY}, dy[4] = {1, 2, 3, 4};
    double y[4], dx[4] = {0};
    size_t argmax[4];
    maxpool_forward(y, argmax, x, &s);
    maxpool_backward(dx, dy, argmax, 4);
    CELLS(y, -INFINITY, -INFINITY, -INFINITY, -INFINITY);
    WINNERS(argmax, 0, 1, 2, 3);
    CELLS(dx, 1, 2, 3, 4);
}

Test(layers_pool, forward_without_argmax_gives_the_same_maxima)
{
    const struct pool_shape s = map(2, 4, 2, 2, 0);
    const double x[8] = {1, 2, 6, 5, /* */
                         4, 3, 7, 8};
    double y[2];
    maxpool_forward(y, NULL, x, &s);
    CELLS(y, 4, 8);
}

Test(layers_pool, maxpool_backward_adds_to_what_is_there)
{
    const double dy[3] = {1, 2, 4};
    const size_t argmax[3] = {1, 1, 2};
    double dx[3] = {100, 200, 300};
    maxpool_backward(dx, dy, argmax, 3);
    CELLS(dx, 100, 200 + 1 + 2, 300 + 4);
}

Test(layers_pool, maxpool_backward_goes_no_further_than_n_out)
{
    const double dy[3] = {1, 2, 4};
    const size_t argmax[3] = {0, 1, 2};
    double dx[3] = {0};
    maxpool_backward(dx, dy, argmax, 2);
    CELLS(dx, 1, 2, /* not touched */ 0);
}

Test(layers_pool, a_window_never_looks_into_another_image_or_channel)
{
    /* What stands before is always larger. */
    const struct pool_shape s = {
        .N = 2, .C = 2, .H = 2, .W = 2, .KH = 2, .KW = 2, .SH = 1, .SW = 1};
    double x[16], y[4];
    size_t argmax[4];
    for (int i = 0; i < 16; i++) x[i] = 100 - i;
    maxpool_forward(y, argmax, x, &s);
    CELLS(y, 100, 96, 92, 88);
    WINNERS(argmax, 0, 4, 8, 12);
}

Test(layers_pool, no_cell_is_touched_behind_the_last)
{
    const struct pool_shape s = map(2, 2, 2, 1, 0);
    const double x[8] = {1, 2, 3, 6, 9, 9, 9, 9}, dy[2] = {4, 400};
    const size_t argmax[2] = {3, 4};
    double y[2] = {-1, -1}, max_dx[8] = {0}, average_dx[8] = {0};
    maxpool_forward(y, NULL, x, &s);
    CELLS(y, 6, /* not touched */ -1);
    avgpool_forward(y, x, &s);
    CELLS(y, 3, /* not touched */ -1);
    maxpool_backward(max_dx, dy, argmax, 1);
    CELLS(max_dx, 0, 0, 0, 4, /* not touched */ 0, 0, 0, 0);
    avgpool_backward(average_dx, dy, &s);
    CELLS(average_dx, 1, 1, 1, 1, /* not touched */ 0, 0, 0, 0);
}

Test(layers_pool, backward_skips_an_output_that_is_null)
{
    const struct pool_shape s = map(2, 2, 2, 2, 0);
    const double dy[1] = {1};
    const size_t argmax[1] = {0};
    maxpool_backward(NULL, dy, argmax, 1);
    avgpool_backward(NULL, dy, &s);
}

Test(layers_pool, the_average_gives_every_cell_of_its_window_the_same_share)
{
    const struct pool_shape s = map(2, 4, 2, 2, 0);
    const double x[8] = {1, 9, 2, 3, /* */
                         4, 6, 8, 7};
    const double dy[2] = {4, 8};
    double y[2], dx[8] = {0};
    fill(y, 2, NAN); /* whatever was there is overwritten */
    avgpool_forward(y, x, &s);
    avgpool_backward(dx, dy, &s);
    CELLS(y, (1 + 9 + 4 + 6) / 4.0, (2 + 3 + 8 + 7) / 4.0);
    CELLS(dx, 1, 1, 2, 2, /* */
          1, 1, 2, 2);
}

Test(layers_pool, where_average_windows_overlap_the_shares_add_up)
{
    const struct pool_shape s = map(3, 3, 2, 1, 0);
    const double dy[4] = {4, 8, 16, 32};
    double dx[9] = {0};
    avgpool_backward(dx, dy, &s);
    CELLS(dx, 1, 1 + 2, 2,             /* */
          1 + 4, 1 + 2 + 4 + 8, 2 + 8, /* */
          4, 4 + 8, 8);
}

Test(layers_pool, padding_counts_in_the_divisor_of_the_average)
{
    /* One real cell a window, and three of padding: a quarter of it, also when negative. */
    const struct pool_shape s = map(2, 2, 2, 2, 1);
    const double x[4] = {-4, -8, 12, 16}, dy[4] = {4, 8, 16, 32};
    double y[4], dx[4] = {0};
    avgpool_forward(y, x, &s);
    avgpool_backward(dx, dy, &s);
    CELLS(y, -4 / 4, -8 / 4, 12 / 4, 16 / 4);
    CELLS(dx, 4 / 4, 8 / 4, 16 / 4, 32 / 4);
}

Test(layers_pool, averages_keep_images_channels_rows_and_columns_apart)
{
    /* Two images, two channels, 3 x 4; window 1 x 2, moved 2 down, 3 across; leaves gaps. */
    const struct pool_shape s = {
        .N = 2, .C = 2, .H = 3, .W = 4, .KH = 1, .KW = 2, .SH = 2, .SW = 3};
    double x[48], dy[8] = {2, 4, 6, 8, 10, 12, 14, 16}, y[8], dx[48] = {0};
    for (int i = 0; i < 48; i++) x[i] = i;
    avgpool_forward(y, x, &s);
    avgpool_backward(dx, dy, &s);
    CELLS(y, (0 + 1) / 2.0, (8 + 9) / 2.0, /* image 0, channel 0: rows 0 and 2 */
          (12 + 13) / 2.0, (20 + 21) / 2.0, (24 + 25) / 2.0, (32 + 33) / 2.0, (36 + 37) / 2.0,
          (44 + 45) / 2.0);
    CELLS(dx, 1, 1, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, /* image 0, channel 0 */
          3, 3, 0, 0, 0, 0, 0, 0, 4, 4, 0, 0,     /* image 0, channel 1 */
          5, 5, 0, 0, 0, 0, 0, 0, 6, 6, 0, 0,     /* image 1, channel 0 */
          7, 7, 0, 0, 0, 0, 0, 0, 8, 8, 0, 0);
}

Test(layers_pool, avgpool_backward_adds_to_what_is_there)
{
    const struct pool_shape s = map(1, 2, 1, 1, 0);
    const double dy[2] = {1, 2};
    double dx[2] = {100, 200};
    avgpool_backward(dx, dy, &s);
    CELLS(dx, 100 + 1, 200 + 2);
}

Test(layers_pool, the_average_of_the_whole_map_gives_every_cell_the_same)
{
    const struct pool_shape s = {
        .N = 1, .C = 2, .H = 2, .W = 4, .KH = 2, .KW = 4, .SH = 1, .SW = 1};
    const double dy[2] = {8, 16};
    double dx[16] = {0};
    avgpool_backward(dx, dy, &s);
    CELLS(dx, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2);
}

/* A layer of any shape, for what must hold for all of them. */
enum { MOST = 600 };
struct layer {
    struct pool_shape s;
    size_t n_in, n_out;
    double x[MOST], dy[MOST];
};

static struct layer any_layer(struct dice *d)
{
    struct layer l = {0};
    struct pool_shape *s = &l.s;
    do {
        *s = (struct pool_shape){.N = dice_between(d, 1, 2),
                                 .C = dice_between(d, 1, 3),
                                 .H = dice_between(d, 1, 7),
                                 .W = dice_between(d, 1, 7),
                                 .KH = dice_between(d, 1, 4),
                                 .KW = dice_between(d, 1, 4),
                                 .SH = dice_between(d, 1, 4),
                                 .SW = dice_between(d, 1, 4),
                                 .PH = dice_between(d, 0, 2),
                                 .PW = dice_between(d, 0, 2)};
    } while (pool_shape_error(s));
    l.n_in = (size_t)(s->N * s->C * s->H * s->W);
    l.n_out = (size_t)(s->N * s->C * out_size(s->H, s->KH, s->SH, s->PH) *
                       out_size(s->W, s->KW, s->SW, s->PW));
    dice_spaced(d, l.x, MOST, 1);
    dice_whole(d, l.dy, MOST, 1, 99);
    return l;
}

static double max_loss(const void *fixed)
{
    const struct layer *l = fixed;
    double y[MOST];
    maxpool_forward(y, NULL, l->x, &l->s);
    return weighted_sum(y, l->dy, l->n_out);
}

static double average_loss(const void *fixed)
{
    const struct layer *l = fixed;
    double y[MOST];
    avgpool_forward(y, l->x, &l->s);
    return weighted_sum(y, l->dy, l->n_out);
}

Test(layers_pool, max_pooling_loses_no_gradient_and_makes_none)
{
    struct dice d = dice_for("maxpool sum");
    for (int i = 0; i < 100; i++) {
        struct layer l = any_layer(&d);
        double y[MOST], dx[MOST] = {0};
        size_t argmax[MOST];
        if (i % 2) dice_whole(&d, l.x, MOST, 0, 2); /* many ties */
        maxpool_forward(y, argmax, l.x, &l.s);
        maxpool_backward(dx, l.dy, argmax, l.n_out);
        double sent = sum_of(l.dy, l.n_out), arrived = sum_of(dx, l.n_in);
        cr_expect(sent > 0 && sent == arrived, "%g sent back, %g arrived", sent, arrived);
    }
}

Test(layers_pool, maxpool_backward_is_the_measured_slope_of_forward)
{
    struct dice d = dice_for("maxpool slope");
    for (int i = 0; i < 50; i++) {
        struct layer l = any_layer(&d);
        double y[MOST], dx[MOST] = {0};
        size_t argmax[MOST];
        maxpool_forward(y, argmax, l.x, &l.s);
        maxpool_backward(dx, l.dy, argmax, l.n_out);
        check_gradient("dx", max_loss, &l, l.x, dx, l.n_in, 0.125, 0);
    }
}

Test(layers_pool, avgpool_backward_is_the_measured_slope_of_forward)
{
    struct dice d = dice_for("avgpool slope");
    for (int i = 0; i < 50; i++) {
        struct layer l = any_layer(&d);
        double dx[MOST] = {0};
        avgpool_backward(dx, l.dy, &l.s);
        /* A window of 3 divides inexactly: 600 sums of at most 2e7, each off by 2e-9, over 2 h;
         * a typical error is a thousandth of that, the smallest true gradient 1 / 16. */
        check_gradient("dx", average_loss, &l, l.x, dx, l.n_in, 0.125, 1e-5);
    }
}
