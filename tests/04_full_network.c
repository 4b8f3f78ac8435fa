/*
 * Chapter 4 by hand. Every number that code/04_full_network.c prints without --train, worked
 * out on paper: the tiny network forward and backward, one step, and the examples beside it.
 */
#include "data/drawn.h"
#include "hand.h"
#include "layers/loss.h"
#include "training/lenet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* --- The tiny network: what is given ---------------------------------------------------- */

Test(full_network, inputs)
{
    HAND_MAP("image", 6, 6, 0, 0, 0, 0, 2, 2, /**/
             1, 0, 0, 0, 0, 0,                /**/
             0, 1, 1, 0, 0, 1,                /**/
             2, 2, 2, 2, 1, 0,                /**/
             0, 2, 0, 2, 0, 2,                /**/
             1, 1, 0, 1, 0, 1);
    HAND_MAP("kernel", 3, 3, -1, 0, 1, 0, -1, -1, 1, 1, 0);
    HAND("kernel_bias", -1, -1);
    HAND_MAP("w", 2, 4, 0, 2, 0, -1, 2, 0, 2, 1);
    HAND_LIST("b", 2, 0, 0);
    HAND("label", 0, 0);
    HAND_NEAR("rate", 0.01, 0.01, 0);
}

/* --- Forward ------------------------------------------------------------------------------ */

/* Kernel -1 0 1 / 0 -1 -1 / 1 1 0: what is written is (row 0) + (row 1) + (row 2) + bias. */
Test(full_network, conv_is_six_products_and_a_bias_at_each_place)
{
    HAND("conv.0.0", (-0 + 0) + (-0 - 0) + (0 + 1) - 1, 0);
    HAND("conv.0.1", (-0 + 0) + (-0 - 0) + (1 + 1) - 1, 1);
    HAND("conv.0.2", (-0 + 2) + (-0 - 0) + (1 + 0) + (0) - 1, 2);
    HAND("conv.0.3", (-0 + 2) + (-0 - 0) + (0 + 0) - 1, 1);
    HAND("conv.1.0", (-1 + 0) + (-1 - 1) + (2 + 2) - 1, 0);
    HAND("conv.1.1", (-0 + 0) + (-1 - 0) + (2 + 2) - 1, 2);
    HAND("conv.1.2", (-0 + 0) + (-0 - 0) + (2 + 2) - 1, 3);
    HAND("conv.1.3", (-0 + 0) + (-0 - 1) + (2 + 1) - 1, 1);
    HAND("conv.2.0", (-0 + 1) + (-2 - 2) + (0 + 2) - 1, -2);
    HAND("conv.2.1", (-1 + 0) + (-2 - 2) + (2 + 0) - 1, -4);
    HAND("conv.2.2", (-1 + 0) + (-2 - 1) + (0 + 2) - 1, -3);
    HAND("conv.2.3", (-0 + 1) + (-1 - 0) + (2 + 0) - 1, 1);
    HAND("conv.3.0", (-2 + 2) + (-2 - 0) + (1 + 1) - 1, -1);
    HAND("conv.3.1", (-2 + 2) + (-0 - 2) + (1 + 0) - 1, -2);
    HAND("conv.3.2", (-2 + 1) + (-2 - 0) + (0 + 1) - 1, -3);
    HAND("conv.3.3", (-2 + 0) + (-0 - 2) + (1 + 0) - 1, -4);
}

/* Below zero becomes zero: seven cells. */
Test(full_network, relu_and_pool)
{
    HAND_MAP("relu", 4, 4, 0, 1, 2, 1, /**/
             0, 2, 3, 1,               /**/
             0, 0, 0, 1,               /**/
             0, 0, 0, 0);
    HAND("pool.0.0", fmax(fmax(0, 1), fmax(0, 2)), 2);
    HAND("pool.0.1", fmax(fmax(2, 1), fmax(3, 1)), 3);
    HAND("pool.1.0", fmax(fmax(0, 0), fmax(0, 0)), 0);
    HAND("pool.1.1", fmax(fmax(0, 1), fmax(0, 0)), 1);
    /* The winners' places; in window 2 all four are 0, and the first wins the tie. */
    HAND_LIST("winner_row", 4, 1, 1, 2, 2);
    HAND_LIST("winner_column", 4, 1, 2, 0, 3);
    HAND_MAP("wins", 4, 4, 0, 0, 0, 0, /**/
             0, 1, 1, 0,               /**/
             1, 0, 0, 1,               /**/
             0, 0, 0, 0);
}

Test(full_network, logits_are_equal_so_the_probabilities_are_one_half)
{
    HAND("logit.0", 2 * 0 + 3 * 2 + 0 * 0 + 1 * -1 + 0, 5);
    HAND("logit.1", 2 * 2 + 3 * 0 + 0 * 2 + 1 * 1 + 0, 5);
    HAND("p.0", 1.0 / (1 + 1), 0.5);
    HAND("p.1", 1.0 / (1 + 1), 0.5);
    /* log is rounded once: one unit of the last place at 0.69 is 1.1e-16 */
    HAND_NEAR("loss", -log(0.5), 0.6931471805599453, 2e-16);
}

/* --- Backward ----------------------------------------------------------------------------- */

Test(full_network, logit_gradient_is_p_less_one_at_the_label)
{
    HAND("dlogit.0", 0.5 - 1, -0.5);
    HAND("dlogit.1", 0.5 - 0, 0.5);
}

Test(full_network, fc_gradients)
{
    HAND("dw.0.0", -0.5 * 2, -1);
    HAND("dw.0.1", -0.5 * 3, -1.5);
    HAND("dw.0.2", -0.5 * 0, 0);
    HAND("dw.0.3", -0.5 * 1, -0.5);
    HAND("dw.1.0", 0.5 * 2, 1);
    HAND("dw.1.1", 0.5 * 3, 1.5);
    HAND("dw.1.2", 0.5 * 0, 0);
    HAND("dw.1.3", 0.5 * 1, 0.5);
    HAND("db.0", -0.5, -0.5);
    HAND("db.1", 0.5, 0.5);
    HAND("dpool.0.0", -0.5 * 0 + 0.5 * 2, 1);
    HAND("dpool.0.1", -0.5 * 2 + 0.5 * 0, -1);
    HAND("dpool.1.0", -0.5 * 0 + 0.5 * 2, 1);
    HAND("dpool.1.1", -0.5 * -1 + 0.5 * 1, 1);
}

Test(full_network, winners_get_all_and_relu_stops_one)
{
    HAND_MAP("drelu", 4, 4, 0, 0, 0, 0, /**/
             0, 1, -1, 0,               /**/
             1, 0, 0, 1,                /**/
             0, 0, 0, 0);
    /* The 1 of window 2 arrives where the conv cell is -2: slope 0. */
    HAND_MAP("dconv", 4, 4, 0, 0, 0, 0, /**/
             0, 1, -1, 0,               /**/
             0, 0, 0, 1,                /**/
             0, 0, 0, 0);
    HAND("zeros", 16 - 3, 13);
}

/*
 * Three conv cells have a gradient: 1 at (1,1), -1 at (1,2), 1 at (2,3). Each adds its 3x3
 * piece of the image, times its gradient:
 *      (1,1)  0 0 0     (1,2)  0 0 0     (2,3)  0 0 1
 *             1 1 0            1 0 0            2 1 0
 *             2 2 2            2 2 1            2 0 2
 */
Test(full_network, kernel_gradient_adds_over_the_places)
{
    HAND("dkernel.0.0", 1 * 0 - 1 * 0 + 1 * 0, 0);
    HAND("dkernel.0.1", 1 * 0 - 1 * 0 + 1 * 0, 0);
    HAND("dkernel.0.2", 1 * 0 - 1 * 0 + 1 * 1, 1);
    HAND("dkernel.1.0", 1 * 1 - 1 * 1 + 1 * 2, 2);
    HAND("dkernel.1.1", 1 * 1 - 1 * 0 + 1 * 1, 2);
    HAND("dkernel.1.2", 1 * 0 - 1 * 0 + 1 * 0, 0);
    HAND("dkernel.2.0", 1 * 2 - 1 * 2 + 1 * 2, 2);
    HAND("dkernel.2.1", 1 * 2 - 1 * 2 + 1 * 0, 0);
    HAND("dkernel.2.2", 1 * 2 - 1 * 1 + 1 * 2, 3);
    HAND("dkernel_bias", 1 - 1 + 1, 1);
}

/* Measured with h = 1e-5: rounding leaves 1e-16/1e-5 = 1e-11, the bend h*h = 1e-10. */
Test(full_network, kernel_gradient_measured)
{
    HAND_MAP_NEAR("measured", 3, 3, 1e-8, 0, 0, 1, 2, 2, 0, 2, 0, 3);
}

/*
 * Each of the three cells lays the kernel, times its gradient, over its piece of the image:
 * -1 0 1 / 0 -1 -1 / 1 1 0 at (1,1), its negative at (1,2), itself at (2,3).
 */
Test(full_network, image_gradient_adds_where_pieces_overlap)
{
    HAND("dimage.1.1", 1 * -1, -1);
    HAND("dimage.1.2", 1 * 0 - 1 * -1, 1);
    HAND("dimage.1.3", 1 * 1 - 1 * 0, 1);
    HAND("dimage.2.3", 1 * -1 - 1 * -1 + 1 * -1, -1);
    HAND("dimage.3.3", 1 * 0 - 1 * 1 + 1 * 0, -1);
    HAND_MAP("dimage", 6, 6, 0, 0, 0, 0, 0, 0, /**/
             0, -1, 1, 1, -1, 0,               /**/
             0, 0, -1, -1, 1, 1,               /**/
             0, 1, 0, -1, -1, -1,              /**/
             0, 0, 0, 1, 1, 0,                 /**/
             0, 0, 0, 0, 0, 0);
}

/* --- One step ----------------------------------------------------------------------------- */

/* 0.01 has no exact double, and a sum of ten such numbers is off by a few 1e-16: 1e-12. */
#define STEP 1e-12

Test(full_network, step_goes_against_the_gradient)
{
    HAND_NEAR("after.kernel.0.2", 1 - 0.01 * 1, 0.99, STEP);
    HAND_NEAR("after.kernel.2.2", 0 - 0.01 * 3, -0.03, STEP);
    HAND_MAP_NEAR("after.kernel", 3, 3, STEP, -1, 0, 0.99, -0.02, -1.02, -1, 0.98, 1, -0.03);
    HAND_NEAR("after.kernel_bias", -1 - 0.01 * 1, -1.01, STEP);
    HAND_NEAR("after.w.0.1", 2 - 0.01 * -1.5, 2.015, STEP);
    HAND_MAP_NEAR("after.w", 2, 4, STEP, 0.01, 2.015, 0, -0.995, 1.99, -0.015, 2, 0.995);
    HAND_MAP_NEAR("after.b", 0, 2, STEP, 0.005, -0.005);
}

/* Only the places that win are written out; the others the same way. */
Test(full_network, forward_after_the_step)
{
    HAND_NEAR("after.conv.1.1", (-1.02 * 1 - 0.02 * 1) + (0.98 * 2 + 2 - 0.03 * 2) - 1.01, 1.85,
              STEP);
    HAND_NEAR("after.conv.1.2", -0.02 * 1 + (0.98 * 2 + 2 - 0.03 * 1) - 1.01, 2.9, STEP);
    HAND_NEAR("after.conv.2.3",
              0.99 * 1 + (-0.02 * 2 - 1.02 * 1) + (0.98 * 2 - 0.03 * 2) - 1.01, 0.82, STEP);
    HAND_MAP_NEAR("after.conv", 4, 4, STEP, -0.06, 0.97, 1.95, 0.94, /**/
                  -0.13, 1.85, 2.9, 0.95,                            /**/
                  -2.1, -4.19, -3.09, 0.82,                          /**/
                  -1.09, -2.12, -3.06, -4.1);
    HAND_MAP_NEAR("after.relu", 4, 4, STEP, 0, 0.97, 1.95, 0.94, /**/
                  0, 1.85, 2.9, 0.95,                            /**/
                  0, 0, 0, 0.82,                                 /**/
                  0, 0, 0, 0);
    HAND_MAP_NEAR("after.pool", 2, 2, STEP, 1.85, 2.9, 0, 0.82);
    HAND_LIST("after.winner_row", 4, 1, 1, 2, 2);
    HAND_LIST("after.winner_column", 4, 1, 2, 0, 3);
}

Test(full_network, loss_after_the_step)
{
    HAND_NEAR("after.logit.0", 1.85 * 0.01 + 2.9 * 2.015 - 0.82 * 0.995 + 0.005, 5.0511, STEP);
    HAND_NEAR("after.logit.1", 1.85 * 1.99 - 2.9 * 0.015 + 0.82 * 0.995 - 0.005, 4.4489, STEP);
    HAND_NEAR("after.p.0", 1 / (1 + exp(4.4489 - 5.0511)), 0.6461595, 1e-7);
    HAND_NEAR("after.p.1", 1 / (1 + exp(5.0511 - 4.4489)), 0.3538405, 1e-7);
    HAND_NEAR("after.loss", -log(0.6461595), 0.4367090, 1e-6);
    /* FC: 2*(1 + 2.25 + 0.25) + 2*0.25, kernel: 1 + 4 + 4 + 4 + 9, and its bias */
    HAND("squares", 2 * (1 + 2.25 + 0.25) + 2 * 0.25 + (1 + 4 + 4 + 4 + 9) + 1, 30.5);
    HAND_NEAR("drop.line", 0.01 * 30.5, 0.305, STEP);
    HAND_NEAR("drop.real", 0.6931472 - 0.4367090, 0.2564382, 1e-6);
}

/* --- The shapes of the network with three kernels ---------------------------------------- */

Test(shapes, of_three_kernels_on_a_28x28_image)
{
    HAND("shape.conv", 28 - 5 + 1, 24);
    HAND("shape.cells", 24 * 24, 576);
    HAND("shape.pool", 24 / 2, 12);
    HAND("shape.fc", 3 * 12 * 12, 432);
    HAND("shape.kernel", 28 - 24 + 1, 5);
}

/* --- Softmax and cross-entropy, two ways --------------------------------------------------- */

/* Both ways round at every step; the last digits of exp differ by a few 1e-16. */
#define SMALL 1e-12

Test(softmax, one_step_and_two_steps_agree)
{
    HAND_LIST("ways.z", 3, 1, 2, 3);
    HAND_NEAR("ways.p.0", exp(-2) / (1 + exp(-1) + exp(-2)), 0.09003057317038046, SMALL);
    HAND_NEAR("ways.p.1", exp(-1) / (1 + exp(-1) + exp(-2)), 0.24472847105479764, SMALL);
    HAND_NEAR("ways.p.2", 1 / (1 + exp(-1) + exp(-2)), 0.66524095577482182, SMALL);
    HAND_NEAR("ways.short.0", 0.09003057317038046 - 0, 0.09003057317038046, SMALL);
    HAND_NEAR("ways.short.1", 0.24472847105479764 - 1, -0.75527152894520236, SMALL);
    HAND_NEAR("ways.short.2", 0.66524095577482182 - 0, 0.66524095577482182, SMALL);
    HAND_NEAR("ways.long.0", -1 / 0.244728471 * (0.09003057317 * -0.244728471), 0.0900305732,
              1e-9);
    HAND_NEAR("ways.long.1", -1 / 0.244728471 * (0.244728471 * (1 - 0.244728471)), -0.755271529,
              1e-9);
    HAND_NEAR("ways.long.2", -1 / 0.244728471 * (0.6652409558 * -0.244728471), 0.6652409558,
              1e-9);
}

/* The mistake: p * (g - sum of g * p), with g = p - y; the sum is 0.265813... */
Test(softmax, through_the_matrix_twice_is_another_gradient)
{
    const double p0 = 0.0900305732, p1 = 0.2447284711, p2 = 0.6652409558;
    const double sum = p0 * p0 + (p1 - 1) * p1 + p2 * p2;
    HAND_NEAR("ways.twice.0", p0 * (p0 - sum), -0.0158259, 1e-6);
    HAND_NEAR("ways.twice.1", p1 * (p1 - 1 - sum), -0.2498885, 1e-6);
    HAND_NEAR("ways.twice.2", p2 * (p2 - sum), 0.2657144, 1e-6);
}

Test(softmax, large_logits)
{
    HAND("ways.naive", (double)INFINITY / INFINITY, NAN);
    HAND("ways.safe", 1 / (1 + exp(-1000) + exp(-1000)), 1);
}

/* --- Gradient checking --------------------------------------------------------------------- */

/*
 * exp bends: the quotient is too large by h*h/6 of itself. That is the whole error while h is
 * large. Of the small h only the size can be said: rounding of 1e-16 or 6e-8, over h.
 */
Test(gradcheck, large_steps_bend)
{
    HAND_NEAR("check.point", 0.7, 0.7, 0);
    HAND_NEAR("check.double.1", 0.1 * 0.1 / 6, 0.0016667, 2e-6);
    HAND_NEAR("check.double.2", 0.01 * 0.01 / 6, 1.66667e-5, 1e-9);
    HAND_NEAR("check.double.3", 0.001 * 0.001 / 6, 1.66667e-7, 1e-11);
    HAND_NEAR("check.double.4", 1e-4 * 1e-4 / 6, 1.6667e-9, 1e-12);
}

/*
 * No paper gives these digits: they are what rounding left. So the sums are done again, one
 * quotient a line, and read to the digits that the text shows.
 */
static double by_float(float h)
{
    volatile float up = expf(0.7f + h), down = expf(0.7f - h);
    return fabs((double)((up - down) / (2 * h)) / exp((double)0.7f) - 1);
}

static double by_double(double h)
{
    volatile double up = exp(0.7 + h), down = exp(0.7 - h);
    return fabs((up - down) / (2 * h) / exp(0.7) - 1);
}

Test(gradcheck, small_steps_drown_in_rounding)
{
    HAND_NEAR("check.float.1", by_float(1e-1f), 1.6675e-3, 1e-6);
    HAND_NEAR("check.float.2", by_float(1e-2f), 1.2913e-5, 1e-8);
    HAND_NEAR("check.float.3", by_float(1e-3f), 3.4445e-5, 1e-8);
    HAND_NEAR("check.float.4", by_float(1e-4f), 4.3914e-4, 1e-7);
    HAND_NEAR("check.float.5", by_float(1e-5f), 6.3589e-3, 1e-6);
    HAND_NEAR("check.float.6", by_float(1e-6f), 6.3589e-3, 1e-6);
    HAND_NEAR("check.float.7", by_float(1e-7f), 0.18395, 1e-5);
    HAND_NEAR("check.float.8", 1 - 0 / exp(0.7), 1, 0);
    HAND_NEAR("check.float.9", 1 - 0 / exp(0.7), 1, 0);
    HAND_NEAR("check.float.10", 1 - 0 / exp(0.7), 1, 0);
    HAND_NEAR("check.double.5", by_double(1e-5), 1.3191e-11, 1e-14);
    HAND_NEAR("check.double.6", by_double(1e-6), 2.165e-12, 1e-15);
    HAND_NEAR("check.double.7", by_double(1e-7), 3.2863e-10, 1e-13);
    HAND_NEAR("check.double.8", by_double(1e-8), 6.2872e-9, 1e-12);
    HAND_NEAR("check.double.9", by_double(1e-9), 1.03977e-7, 1e-11);
    HAND_NEAR("check.double.10", by_double(1e-10), 6.5530e-7, 1e-10);
}

/* 1.3e-5 is the least in float, after 1.7e-3; 2.2e-12 in double, between 1.3e-11 and 3.3e-10. */
Test(gradcheck, neither_the_largest_nor_the_smallest_step_is_best)
{
    HAND("check.largest", 1, 1);
    HAND("check.smallest", 10, 10);
    HAND("check.best.float", 2, 2);
    HAND("check.best.double", 6, 6);
}

/* Rounding at the loss is at most half a step of its last place at either end. */
Test(gradcheck, errors_stay_within_bend_plus_rounding)
{
    char name[40];
    for (int k = 1; k <= 10; k++) {
        double h = pow(10, -k);
        snprintf(name, sizeof name, "check.double.%d", k);
        cr_expect_leq(program_value(__FILE__, name), h * h / 5 + 3e-16 / h, "%s", name);
        snprintf(name, sizeof name, "check.float.%d", k);
        cr_expect_leq(program_value(__FILE__, name), h * h / 5 + 2e-7 / h, "%s", name);
    }
}

/* Between 8 and 16 a float32 has 24 bits, four before the point: steps of 2 to the -20. */
Test(gradcheck, float_can_only_find_multiples_of_one_step)
{
    HAND_NEAR("mean.rest", 9, 9, 0);
    HAND_MAP_NEAR("mean.cell", 0, 6, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
    HAND("mean.grain", 1.0 / (1 << 20), 0.00000095367431640625);
    HAND_NEAR("mean.quotient", 1.0 / (1 << 20) / 2e-6, 0.476837158203125, SMALL);
    HAND_NEAR("mean.float.0", 1.0 / (1 << 20) / 2e-6, 0.476837158203125, SMALL);
    HAND_NEAR("mean.float.1", 1.0 / (1 << 20) / 2e-6, 0.476837158203125, SMALL);
    HAND_NEAR("mean.float.2", 1.0 / (1 << 20) / 2e-6, 0.476837158203125, SMALL);
    HAND_NEAR("mean.float.3", 1.0 / (1 << 20) / 2e-6, 0.476837158203125, SMALL);
    HAND_NEAR("mean.float.4", 1.0 / (1 << 20) / 2e-6, 0.476837158203125, SMALL);
    HAND_NEAR("mean.float.5", 1.0 / (1 << 20) / 2e-6, 0.476837158203125, SMALL);
    /* h = 5e-3 moves the loss by 1/6 of it; 2**-20 / 1e-2 = 1e-4 is what rounding leaves */
    HAND_MAP_NEAR("mean.wide", 0, 6, 1e-4, 1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6,
                  1.0 / 6);
    HAND_NEAR("mean.wide.0", 1.0 / 6, 0.1666667, 1e-4);
    /* h = 1: rounding leaves 2**-20 / 2 */
    HAND_MAP_NEAR("mean.one", 0, 6, 5e-7, 1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6);
    HAND_NEAR("mean.one.0", 1.0 / 6, 0.1666667, 5e-7);
    /* double: one step at 9 is 1.8e-15; over 2e-6 that is 1e-9 */
    HAND_MAP_NEAR("mean.double", 0, 6, 2e-9, 1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6, 1.0 / 6,
                  1.0 / 6);
    HAND_NEAR("mean.double.0", 1.0 / 6, 0.16666667, 5e-9);
}

Test(gradcheck, kink_of_relu)
{
    HAND_NEAR("kink.near", (-1e-6 + 1e-5) / (2 * 1e-5), 0.45, SMALL);
    HAND("kink.far", (0 - 0) / (2 * 1e-5), 0);
    HAND("kink.finer", (0 - 0) / (2 * 1e-6), 0);
}

/* A sum near 575 is rounded at 1e-13 a time, 576 times; over 2e-6 that is 1e-5 at worst. */
Test(gradcheck, kink_under_a_shared_weight)
{
    HAND("shared.places", 24 * 24, 576);
    HAND("shared.right", 576 - 1, 575);
    HAND_NEAR("shared.coarse", 575 + 0.45, 575.45, 1e-5);
    HAND_NEAR("shared.finer", 575 + 0, 575, 1e-5);
    HAND_NEAR("shared.error", 0.45 / 575, 0.000782608, 2e-8);
}

/* --- Where to start ------------------------------------------------------------------------ */

Test(starts, softmax_layer_alone_learns_from_zero)
{
    HAND_LIST("start.x", 2, 1, 2);
    HAND_NEAR("start.single.0.0", (1.0 / 3 - 1) * 1, -0.6666666666666667, SMALL);
    HAND_NEAR("start.single.0.1", (1.0 / 3 - 1) * 2, -1.3333333333333333, SMALL);
    HAND_NEAR("start.single.1.0", 1.0 / 3 * 1, 0.3333333333333333, SMALL);
    HAND_NEAR("start.single.1.1", 1.0 / 3 * 2, 0.6666666666666667, SMALL);
    HAND_NEAR("start.single.2.0", 1.0 / 3 * 1, 0.3333333333333333, SMALL);
    HAND_NEAR("start.single.2.1", 1.0 / 3 * 2, 0.6666666666666667, SMALL);
}

/* The hidden cells are 0, so the output weights get 0; the output weights are 0, so the
   hidden layer gets nothing. */
Test(starts, two_layers_of_zeros_never_move)
{
    HAND("start.zero.dw1.0.0", (0 * -2.0 / 3 + 0 * 1.0 / 3 + 0 * 1.0 / 3) * 1, 0);
    HAND("start.zero.dw2.0.0", -2.0 / 3 * 0, 0);
    HAND_MAP("start.zero.dw1", 2, 2, 0, 0, 0, 0);
    HAND_MAP("start.zero.dw2", 3, 2, 0, 0, 0, 0, 0, 0);
}

/* All output weights are 1/2: the hidden cell collects 1/2 * (-2/3 + 1/3 + 1/3) = 0. */
Test(starts, equal_weights_first_step)
{
    HAND_NEAR("start.equal.hidden.0", tanh(0.5 * 1 + 0.5 * 2), 0.9051482536448664, SMALL);
    HAND_NEAR("start.equal.hidden.1", tanh(0.5 * 1 + 0.5 * 2), 0.9051482536448664, SMALL);
    HAND_MAP_NEAR("start.equal.dw1", 2, 2, SMALL, 0, 0, 0, 0);
    HAND_NEAR("start.equal.dw2.0.0", -2.0 / 3 * tanh(1.5), -0.6034321690965776, SMALL);
    HAND_NEAR("start.equal.dw2.1.0", 1.0 / 3 * tanh(1.5), 0.3017160845482888, SMALL);
    HAND_MAP_NEAR("start.equal.dw2", 3, 2, 1e-9, -0.603432169, -0.603432169, 0.301716085,
                  0.301716085, 0.301716085, 0.301716085);
}

/*
 * After one step of rate 1 the output weights are 1.1034 and twice 0.1983, two equal columns.
 * Logits: 2 * 0.9051 * weight; p0 = 1 / (1 + 2 * exp(z1 - z0)).
 */
Test(starts, equal_weights_move_and_stay_equal)
{
    const double h = tanh(1.5), w0 = 0.5 + 2 * h / 3, w1 = 0.5 - h / 3;
    const double p0 = 1 / (1 + 2 * exp(2 * h * (w1 - w0))), p1 = (1 - p0) / 2;
    const double dh = (1 - h * h) * ((p0 - 1) * w0 + 2 * p1 * w1);
    HAND_MAP_NEAR("start.later.hidden", 0, 2, SMALL, 0.9051482536448664, 0.9051482536448664);
    HAND_NEAR("start.later.w2.0.0", w0, 1.1034321690965776, SMALL);
    HAND_NEAR("start.later.w2.1.0", w1, 0.1982839154517112, SMALL);
    HAND_MAP_NEAR("start.later.w2", 3, 2, 1e-9, 1.103432169, 1.103432169, 0.198283915,
                  0.198283915, 0.198283915, 0.198283915);
    HAND_NEAR("start.later.dw1.0.0", dh * 1, -0.0457663, 1e-6);
    HAND_NEAR("start.later.dw1.1.0", dh * 1, -0.0457663, 1e-6);
    HAND_NEAR("start.later.dw1.0.1", dh * 2, -0.0915326, 1e-6);
    HAND_NEAR("start.later.dw1.1.1", dh * 2, -0.0915326, 1e-6);
    HAND_NEAR("start.later.dw2.0.0", (p0 - 1) * h, -0.2532631, 1e-6);
    HAND_NEAR("start.later.dw2.0.1", (p0 - 1) * h, -0.2532631, 1e-6);
    HAND_NEAR("start.later.dw2.1.0", p1 * h, 0.1266315, 1e-6);
    HAND_NEAR("start.later.dw2.1.1", p1 * h, 0.1266315, 1e-6);
    HAND_NEAR("start.later.dw2.2.0", p1 * h, 0.1266315, 1e-6);
    HAND_NEAR("start.later.dw2.2.1", p1 * h, 0.1266315, 1e-6);
}

/* --- Mistakes, with the numbers they give -------------------------------------------------- */

Test(mistakes, sums_before_and_behind_the_pool_agree)
{
    HAND("sum.pool", 1 - 1 + 1 + 1, 2);
    HAND("sum.relu", 1 - 1 + 1 + 1, 2);
}

/* Only window 0 hands on: 1 at (1,1), so the kernel gets that piece of the image. */
Test(mistakes, first_window_only)
{
    HAND("mistake.first.sum", 1, 1);
    HAND_MAP("mistake.first.kernel", 3, 3, 0, 0, 0, 1, 1, 0, 2, 2, 2);
    /* pool 1.85, 2.88, 0, 0.88 after the step; logits 4.9511 and 4.5089 */
    HAND_NEAR("mistake.first.loss",
              log(1 + exp((1.85 * 1.99 - 2.88 * 0.015 + 0.88 * 0.995 - 0.005) -
                          (1.85 * 0.01 + 2.88 * 2.015 - 0.88 * 0.995 + 0.005))),
              0.4962, 1e-4);
}

Test(mistakes, in_the_kernel)
{
    HAND("mistake.plain", -0.5 + 0.5, 0);
    HAND("mistake.unstopped", 1 - 1 + 1 + 1, 2);
    HAND("mistake.last", 1 * 2, 2);
    HAND("mistake.stale", 3 + 3, 6);
}

/* --- LeNet-F, by the same layers ----------------------------------------------------------- */

Test(lenet, counts_its_weights)
{
    /* kernels and biases of both convolutions, then FC weights and biases */
    cr_expect_eq(LENET_WEIGHTS, 8 * 25 + 8 + 16 * 8 * 25 + 16 + 10 * 784 + 10);
    cr_expect_eq(LENET_WEIGHTS, 11274);
}

static struct lenet *lenet_on_drawn_images(int N, int *label)
{
    struct dataset d;
    const uint8_t *image[8];
    struct lenet *l = lenet_new(N);
    cr_assert(l && drawn_set(&d, N, 1) == 0);
    for (int n = 0; n < N; n++) image[n] = d.train.pixels + (size_t)n * IMAGE_CELLS;
    for (int n = 0; n < N; n++) label[n] = d.train.labels[n];
    lenet_start(&l->weights, 5);
    lenet_images(l, image, N);
    dataset_free(&d);
    return l;
}

static double lenet_loss(struct lenet *l, const int *label, int N)
{
    lenet_forward(l, N);
    return softmax_cross_entropy(NULL, l->forward.logit, label, N, 10);
}

/* h = 1e-5 in double: bend and rounding stay below 1e-8 for losses and gradients near 1. */
static void expect_slope(struct lenet *l, const int *label, int N, double *weight,
                         double gradient)
{
    const double kept = *weight, h = 1e-5;
    *weight = kept + h;
    double up = lenet_loss(l, label, N);
    *weight = kept - h;
    double down = lenet_loss(l, label, N);
    *weight = kept;
    cr_expect_float_eq((up - down) / (2 * h), gradient, 1e-6, "measured %g, found %g",
                       (up - down) / (2 * h), gradient);
}

/* A few weights of each kind, two images; most of the gradients must not be 0. */
Test(lenet, gradients_agree_with_measured_ones)
{
    int label[2], nonzero = 0;
    struct lenet *l = lenet_on_drawn_images(2, label);
    lenet_forward(l, 2);
    lenet_backward(l, label, 2, 1);
    double *w = (double *)&l->weights;
    const double *g = (const double *)&l->gradient;
    for (int i = 0; i < LENET_WEIGHTS; i += i < 3424 ? 97 : 397) {
        expect_slope(l, label, 2, w + i, g[i]);
        nonzero += fabs(g[i]) > 1e-5;
    }
    cr_expect_gt(nonzero, 30, "only %d gradients are not 0", nonzero);
    for (int i = 0; i < 784; i += 131)
        expect_slope(l, label, 2, l->forward.image + i, l->backward.image[i]);
    lenet_free(l);
}

/* Max-pooling hands on, it neither makes nor loses: the sums before and behind agree. */
Test(lenet, pools_keep_the_sum_of_the_gradient)
{
    int label[2];
    double before = 0, behind = 0;
    struct lenet *l = lenet_on_drawn_images(2, label);
    lenet_forward(l, 2);
    lenet_backward(l, label, 2, 0);
    for (int i = 0; i < 2 * 8 * 14 * 14; i++) behind += l->backward.pool1[i];
    for (int i = 0; i < 2 * 8 * 28 * 28; i++) before += l->backward.relu1[i];
    cr_expect_float_eq(before, behind, 1e-12);
    cr_expect_gt(fabs(behind), 1e-6);
    lenet_free(l);
}

/* The table of functions that training sees does what the calls by hand do. */
Test(lenet, as_a_kernel_it_takes_the_same_step)
{
    int label[2];
    struct dataset d;
    double weights[LENET_WEIGHTS];
    struct lenet *l = lenet_on_drawn_images(2, label);
    void *network = lenet_kernel.create(2);
    cr_assert(network && drawn_set(&d, 2, 1) == 0);
    const uint8_t *image[] = {d.train.pixels, d.train.pixels + IMAGE_CELLS};
    lenet_kernel.set_weights(network, (const double *)&l->weights);
    double loss = lenet_kernel.train(network, image, label, 2, 0.5);
    lenet_kernel.get_weights(network, weights);

    lenet_forward(l, 2);
    cr_expect_eq(loss, lenet_backward(l, label, 2, 0));
    const double *w = (const double *)&l->weights, *g = (const double *)&l->gradient;
    for (int i = 0; i < LENET_WEIGHTS; i++) cr_expect_eq(weights[i], w[i] - 0.5 * g[i]);
    lenet_kernel.destroy(network);
    dataset_free(&d);
    lenet_free(l);
}

/* The mistake that is kept as a kernel: the FC layer takes the right step, the kernels do not. */
Test(lenet, first_window_only_is_wrong_in_the_convolutions_alone)
{
    int label[2], wrong = 0;
    struct dataset d;
    static struct lenet_weights start, right, broken;
    cr_assert_eq(drawn_set(&d, 2, 1), 0);
    const uint8_t *image[] = {d.train.pixels, d.train.pixels + IMAGE_CELLS};
    for (int n = 0; n < 2; n++) label[n] = d.train.labels[n];
    lenet_start(&start, 5);
    const struct kernel *kernel[] = {&lenet_kernel, &first_window_kernel};
    struct lenet_weights *after[] = {&right, &broken};
    for (int k = 0; k < 2; k++) {
        void *network = kernel[k]->create(2);
        cr_assert_not_null(network);
        kernel[k]->set_weights(network, (const double *)&start);
        kernel[k]->train(network, image, label, 2, 0.5);
        kernel[k]->get_weights(network, (double *)after[k]);
        kernel[k]->destroy(network);
    }
    cr_expect_eq(memcmp(right.w, broken.w, sizeof right.w), 0);
    cr_expect_eq(memcmp(right.b, broken.b, sizeof right.b), 0);
    cr_expect_neq(memcmp(right.w, start.w, sizeof right.w), 0);
    for (int i = 0; i < 16 * 8 * 25; i++) wrong += right.kernel2[i] != broken.kernel2[i];
    cr_expect_gt(wrong, 16 * 8 * 25 / 2, "only %d weights of the second kernel differ", wrong);
    dataset_free(&d);
}
