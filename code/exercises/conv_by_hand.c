//: title      A small convolution by hand
//: chapter    02_conv_to_pool
//: kind       paper
//: read       02_conv_to_pool#conv-rule
//: statement  A map of 3x3 pool neurons, row by row 1 0 2 | 3 1 -1 | 0 2 1, goes through a
//:            convolution with the 2x2 kernel 1 2 | 3 -1, stride 1, no padding. At the conv map
//:            the gradients 1 4 | -2 5 arrive. What is the gradient of four pool neurons, of
//:            the upper left weight of the kernel, and of the bias?
//: hint       Draw the four places of the kernel on the map. Which of them cover the cell that
//:            is asked for, and which weight lies on it each time?
//: hint       The middle of the top row is covered by two places: once by the weight 2, from
//:            the conv neuron with gradient 1, once by the weight 1, from the one with gradient
//:            4.
//: hint       The upper left weight was used at all four places, on the cells 1 0 | 3 1.
//: answer     corner 1 the gradient of the upper left pool neuron
//: answer     top 1 the gradient of the middle one in the top row
//: answer     left 1 the gradient of the middle one in the left column
//: answer     center 1 the gradient of the one in the center
//: answer     weight 1 the gradient of the upper left weight of the kernel
//: answer     bias 1 the gradient of the bias

#include "layers/conv.h"

static const double pool_map[9] = {1, 0, 2, 3, 1, -1, 0, 2, 1};
static const double kernel[4] = {1, 2, 3, -1};
static const double upstream[4] = {1, 4, -2, 5};
static const struct conv_shape shape = {
    .N = 1, .C = 1, .H = 3, .W = 3, .OC = 1, .KH = 2, .KW = 2, .SH = 1, .SW = 1};

/* The whole way back by the layer, with the kernel that is given. */
static void answer_with(double *answer, const double *k)
{
    double dx[9] = {0}, dw[4] = {0}, db = 0;
    conv_backward(dx, dw, &db, upstream, pool_map, k, &shape);
    const double found[6] = {dx[0], dx[1], dx[3], dx[4], dw[0], db};
    for (int i = 0; i < 6; i++) answer[i] = found[i];
}

void conv_by_hand(double *answer /* (6) */)
{
    answer_with(answer, kernel);
}

//: wrong      kernel_turned
//: says       You laid the kernel the wrong way round: its last weight on the corner. The
//:            corner is the upper left cell of the first place, and there lies the first
//:            weight, 1.
//: read       02_conv_to_pool#conv-flip
void wrong_kernel_turned(double *answer)
{
    const double turned[4] = {-1, 3, 2, 1};
    answer_with(answer, turned);
}

//: wrong      transposed
//: says       You read the kernel with row and column swapped: 1 3 | 2 -1. The weight to the
//:            right of the 1 is the 2.
void wrong_transposed(double *answer)
{
    const double transposed[4] = {1, 3, 2, -1};
    answer_with(answer, transposed);
}

//: wrong      plain_sum
//: says       You added up the gradients of the conv neurons that see the cell, and left the
//:            weights out. What comes back along a wire is multiplied by its weight.
//: read       02_conv_to_pool#conv-corner
void wrong_plain_sum(double *answer)
{
    const double ones[4] = {1, 1, 1, 1};
    answer_with(answer, ones);
}

//: wrong      product
//: says       You multiplied what comes back along the wires. Multiply along a wire, add across
//:            wires: the center gets 5 + (-4) + 12 + (-1), and not their product.
//: read       02_conv_to_pool#conv-green
void wrong_product(double *answer)
{
    answer_with(answer, kernel);
    answer[1] = (1 * 2) * (4 * 1);
    answer[2] = (1 * 3) * (-2 * 1);
    answer[3] = (1 * -1) * (4 * 3) * (-2 * 2) * (5 * 1);
}

//: wrong      mean_over_places
//: says       The pool neurons are right. You took the mean over the four places for the weight
//:            and the bias. They were used four times, and collect four times.
//: read       02_conv_to_pool#conv-shared
void wrong_mean_over_places(double *answer)
{
    answer_with(answer, kernel);
    answer[4] /= 4;
    answer[5] /= 4;
}

//: wrong      first_place_only
//: says       The pool neurons are right. For the weight and the bias you looked at the first
//:            place alone. The same weight and the same bias served all four.
//: read       02_conv_to_pool#conv-shared
void wrong_first_place_only(double *answer)
{
    answer_with(answer, kernel);
    answer[4] = 1 * 1;
    answer[5] = 1;
}
