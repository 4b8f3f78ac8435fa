/* ReLU: what is positive passes, both ways; the rest stops. */
#include "cells.h"
#include "finite_difference.h"
#include "layers/relu.h"
#include "random.h"

#include <math.h>

enum { COUNT = 5 };
static const double x[COUNT] = {-2, -0.5, 0, 0.5, 3};
static const double dy[COUNT] = {1, 2, 3, 4, 5};

Test(layers_relu, what_is_positive_passes_and_the_rest_becomes_zero)
{
    double y[COUNT];
    fill(y, COUNT, NAN); /* whatever was there is overwritten */
    relu_forward(y, x, COUNT);
    CELLS(y, 0, 0, 0, 0.5, 3);
}

Test(layers_relu, the_gradient_passes_where_the_input_was_positive)
{
    double dx[COUNT] = {0};
    relu_backward(dx, dy, x, COUNT);
    CELLS(dx, 0, 0, /* at exactly 0 this book takes the slope 0 */ 0, 4, 5);
}

Test(layers_relu, all_negative_lets_nothing_through)
{
    const double below[3] = {-1, -2, -3};
    double y[3], dx[3] = {0};
    relu_forward(y, below, 3);
    relu_backward(dx, dy, below, 3);
    CELLS(y, 0, 0, 0);
    CELLS(dx, 0, 0, 0);
}

Test(layers_relu, backward_adds_to_what_is_there)
{
    double dx[COUNT] = {10, 20, 30, 40, 50};
    relu_backward(dx, dy, x, COUNT);
    CELLS(dx, 10 + 0, 20 + 0, 30 + 0, 40 + 4, 50 + 5);
}

Test(layers_relu, backward_skips_an_output_that_is_null)
{
    relu_backward(NULL, dy, x, COUNT);
}

Test(layers_relu, no_cell_is_touched_behind_the_last)
{
    double y[COUNT] = {-1, -1, -1, -1, -1}, dx[COUNT] = {0};
    relu_forward(y, x, COUNT - 1);
    relu_backward(dx, dy, x, COUNT - 1);
    CELLS(y, 0, 0, 0, 0.5, /* not touched */ -1);
    CELLS(dx, 0, 0, 0, 4, /* not touched */ 0);
}

Test(layers_relu, a_nan_is_seen_and_not_hidden_and_an_infinity_has_a_side)
{
    const double odd[3] = {NAN, INFINITY, -INFINITY};
    double y[3], dx[3] = {0};
    relu_forward(y, odd, 3);
    relu_backward(dx, dy, odd, 3);
    CELLS(y, NAN, INFINITY, 0);
    CELLS(dx, 1, 2, 0);
}

enum { MANY = 40 };
struct layer {
    double x[MANY], dy[MANY];
};

static double loss(const void *fixed)
{
    const struct layer *l = fixed;
    double y[MANY];
    relu_forward(y, l->x, MANY);
    return weighted_sum(y, l->dy, MANY);
}

Test(layers_relu, backward_is_the_measured_slope_of_forward)
{
    struct dice d = dice_for("relu slope");
    struct layer l;
    double dx[MANY] = {0};
    dice_spaced(&d, l.x, MANY, 1); /* none nearer to 0 than 0.5, and the step is 0.125 */
    dice_whole(&d, l.dy, MANY, 1, 9);
    relu_backward(dx, l.dy, l.x, MANY);
    check_gradient("dx", loss, &l, l.x, dx, MANY, 0.125, 0);
}

Test(layers_relu, minus_zero_is_not_positive_and_becomes_plain_zero)
{
    const double minus[1] = {-0.0};
    double y[1];
    relu_forward(y, minus, 1);
    cr_expect(y[0] == 0 && !signbit(y[0]));
}
