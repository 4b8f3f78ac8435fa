/*
 * ReLU: what is positive passes, what is not becomes zero. One number in, one number out.
 *
 * Rule for the way back: the gradient passes where the input was positive and stops where it
 * was not. At exactly 0 the slope is undefined; this book takes 0. A NaN passes both ways,
 * so that it is seen and not hidden.
 */
#ifndef LAYERS_RELU_H
#define LAYERS_RELU_H

#include <stddef.h>

void relu_forward(double *y, const double *x, size_t n);

/* Adds to dx (the caller zeroes it); NULL is skipped. x is the input of relu_forward. */
void relu_backward(double *dx, const double *dy, const double *x, size_t n);

#endif
