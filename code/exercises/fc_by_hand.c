//: title      Blue, violet and cyan by hand
//: chapter    01_fc_to_pool
//: kind       paper
//: read       01_fc_to_pool#fc-rule
//: statement  Three pool neurons feed three FC neurons without an activation. The gradients at
//:            the FC neurons are 1, 4 and 5. The weights into FC1 are 3 (from blue), 1 (violet)
//:            and 0 (cyan); into FC2: -1, 2 and 1; into FC3: 1, -2 and 2. What is the gradient
//:            of each pool neuron?
//: hint       Three wires leave the blue neuron. What comes back along each of them?
//: hint       Along the wire from FC1 comes its gradient times the weight: 1 times 3.
//: answer     blue 1 the gradient of the blue pool neuron
//: answer     violet 1 the gradient of the violet pool neuron
//: answer     cyan 1 the gradient of the cyan pool neuron

#include "layers/fc.h"

static const double upstream[3] = {1, 4, 5};
static const double weights[9] = {3, 1, 0, -1, 2, 1, 1, -2, 2};

void fc_by_hand(double *answer /* (3) */)
{
    fc_backward(answer, 0, 0, upstream, 0, weights, 1, 3, 3);
}

//: wrong      plain_sum
//: says       You added 1, 4 and 5 and left the weights out, so that every neuron gets 10. What
//:            comes back along a wire is multiplied by the weight on that wire.
//: read       01_fc_to_pool#fc-eleven
void wrong_plain_sum(double *answer)
{
    for (int j = 0; j < 3; j++)
        for (int i = 0; i < 3; i++) answer[j] += upstream[i];
}

//: wrong      transposed
//: says       You went along the wrong wires: with the weights *into* FC1 where the weights
//:            *out of* blue belong. Blue's weights are 3, -1 and 1.
void wrong_transposed(double *answer)
{
    for (int j = 0; j < 3; j++)
        for (int i = 0; i < 3; i++) answer[j] += upstream[i] * weights[j * 3 + i];
}

//: wrong      product
//: says       You multiplied what comes back along the three wires. Multiply along a wire, add
//:            across wires.
void wrong_product(double *answer)
{
    for (int j = 0; j < 3; j++) {
        answer[j] = 1;
        for (int i = 0; i < 3; i++) answer[j] *= upstream[i] * weights[i * 3 + j];
    }
}

//: wrong      weights_only
//: says       You added the weights and left the gradients 1, 4 and 5 out: they say how much
//:            each FC neuron matters to the loss.
void wrong_weights_only(double *answer)
{
    for (int j = 0; j < 3; j++)
        for (int i = 0; i < 3; i++) answer[j] += weights[i * 3 + j];
}

//: wrong      sign_lost
//: says       You took every weight as positive. A negative weight turns the gradient around.
void wrong_sign_lost(double *answer)
{
    for (int j = 0; j < 3; j++)
        for (int i = 0; i < 3; i++) {
            double w = weights[i * 3 + j];
            answer[j] += upstream[i] * (w < 0 ? -w : w);
        }
}
