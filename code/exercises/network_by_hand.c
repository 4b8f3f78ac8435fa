//: title      From the loss to the conv cells, by hand
//: chapter    04_full_network
//: kind       paper
//: read       04_full_network#net-backward
//: statement  A conv map of 2x4 cells holds 3 -1 -2 -1 | 1 4 -3 -5. It goes through ReLU, then
//:            through a max-pool with windows of 2x2 and stride 2. The two pool cells, left and
//:            right, feed two logits: the weights into logit 0 are 1 (from left) and 2 (from
//:            right), into logit 1: 3 and -1. Softmax gives the probabilities 0.75 and 0.25.
//:            The right class is class 1. Find these gradients of the loss.
//: hint       The first step back: probability, less 1 at the label.
//: hint       Each pool cell has two wires. What comes back along each?
//: hint       What number did the right window send forward? What does ReLU do to a gradient
//:            that arrives at a cell whose inside is negative?
//: answer     logit0 1 the gradient of logit 0
//: answer     logit1 1 the gradient of logit 1
//: answer     left 1 the gradient of the left pool cell
//: answer     right 1 the gradient of the right pool cell
//: answer     weight 1 the gradient of the weight from the left pool cell into logit 1
//: answer     conv4 1 the gradient of the conv cell that holds the 4
//: answer     bias 1 the gradient of the bias of the kernel that made the conv map

#include "layers/fc.h"
#include "layers/pool.h"
#include "layers/relu.h"

#include <stddef.h>

static const double conv[8] = {3, -1, -2, -1, 1, 4, -3, -5};
static const double weights[4] = {1, 2, 3, -1};
static const double probability[2] = {0.75, 0.25};
static const struct pool_shape shape = {
    .N = 1, .C = 1, .H = 2, .W = 4, .KH = 2, .KW = 2, .SH = 2, .SW = 2};

/* The way back from given gradients of the logits; `slope` 0: without the ReLU's slope. */
static void back_from(double *answer, const double *dlogit, const double *w, int slope)
{
    double relu[8], pool[2], dpool[2] = {0}, dw[4] = {0}, drelu[8] = {0}, dconv[8] = {0};
    size_t argmax[2];
    relu_forward(relu, conv, 8);
    maxpool_forward(pool, argmax, relu, &shape);
    fc_backward(dpool, dw, NULL, dlogit, pool, w, 1, 2, 2);
    maxpool_backward(drelu, dpool, argmax, 2);
    relu_backward(dconv, drelu, slope ? conv : (const double[]){1, 1, 1, 1, 1, 1, 1, 1}, 8);
    const double found[6] = {dlogit[0], dlogit[1], dpool[0], dpool[1], dw[2], dconv[5]};
    for (int i = 0; i < 6; i++) answer[i] = found[i];
    for (int i = 0; i < 8; i++) answer[6] += dconv[i];
}

void network_by_hand(double *answer /* (7) */)
{
    const double dlogit[2] = {probability[0], probability[1] - 1};
    back_from(answer, dlogit, weights, 1);
}

//: wrong      label_not_taken_off
//: says       You took the probabilities for the gradients. At the label, 1 is taken off: 0.25
//:            becomes -0.75. The right class is to go up, so its gradient is negative.
void wrong_label_not_taken_off(double *answer)
{
    back_from(answer, probability, weights, 1);
}

//: wrong      wrong_label
//: says       You took the 1 off at class 0. The right class is class 1.
void wrong_wrong_label(double *answer)
{
    const double dlogit[2] = {probability[0] - 1, probability[1]};
    back_from(answer, dlogit, weights, 1);
}

//: wrong      sign_turned
//: says       You took label less probability. That is the way to go; the gradient says where
//:            the loss *grows*: probability less label.
void wrong_sign_turned(double *answer)
{
    const double dlogit[2] = {-probability[0], 1 - probability[1]};
    back_from(answer, dlogit, weights, 1);
}

//: wrong      softmax_twice
//: says       You went through softmax twice. Probability less label is the gradient behind
//:            both, loss and softmax.
//: read       04_full_network#net-softmax
void wrong_softmax_twice(double *answer)
{
    const double *p = probability, g[2] = {p[0], p[1] - 1};
    double mean = p[0] * g[0] + p[1] * g[1];
    const double dlogit[2] = {p[0] * (g[0] - mean), p[1] * (g[1] - mean)};
    back_from(answer, dlogit, weights, 1);
}

//: wrong      plain_sum
//: says       You added up the gradients of the logits and left the weights out, so that both
//:            pool cells get the same: nothing at all.
//: read       01_fc_to_pool#fc-eleven
void wrong_plain_sum(double *answer)
{
    const double dlogit[2] = {probability[0], probability[1] - 1}, ones[4] = {1, 1, 1, 1};
    back_from(answer, dlogit, ones, 1);
}

//: wrong      transposed
//: says       You took the weights *into* logit 0 for the weights *out of* the left pool cell.
//:            Those are 1 and 3.
//: read       01_fc_to_pool#fc-mistakes
void wrong_transposed(double *answer)
{
    const double dlogit[2] = {probability[0], probability[1] - 1};
    back_from(answer, dlogit, (const double[]){1, 3, 2, -1}, 1);
}

//: wrong      relu_forgotten
//: says       All is right but the last number: the right window held no positive cell, so its
//:            gradient ends at a ReLU that is off, and the bias does not get it.
void wrong_relu_forgotten(double *answer)
{
    const double dlogit[2] = {probability[0], probability[1] - 1};
    back_from(answer, dlogit, weights, 0);
}

//: wrong      bias_mean
//: says       All is right but the last number: you took the mean over the eight conv cells.
//:            The bias was used eight times; what came back is added up.
//: read       02_conv_to_pool#conv-bias
void wrong_bias_mean(double *answer)
{
    network_by_hand(answer);
    answer[6] /= 8;
}
