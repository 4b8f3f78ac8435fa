/*
 * The gradient, measured: move one number a little up and a little down, see how far the loss
 * moves, divide.
 *
 *     (loss(x + h) - loss(x - h)) / (2 h)
 *
 * For a loss that is linear in each number (fc, conv, pooling while the winners stay, ReLU
 * away from 0), whole-number inputs and h a power of two, this is exact: ask for tolerance 0.
 */
#ifndef TESTS_FINITE_DIFFERENCE_H
#define TESTS_FINITE_DIFFERENCE_H

#include <stddef.h>

/* The loss as a function of the array that check_gradient moves; `fixed` is all the rest. */
typedef double loss_function(const void *fixed);

/*
 * Fails the test where gradient[i] and the measured slope of x[i] differ by more than
 * tolerance, and also where all slopes are zero: two zeros agree without proving anything.
 * `loss` must read the array x, which is moved in place and put back.
 */
void check_gradient(const char *what, loss_function *loss, const void *fixed, double *x,
                    const double *gradient, size_t n, double h, double tolerance);

/* The loss whose gradient at y is dy: each output times its gradient, added up. */
double weighted_sum(const double *y, const double *dy, size_t n);

#endif
