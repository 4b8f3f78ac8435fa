#include "layers/relu.h"

// begin relu
void relu_forward(double *y, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++) y[i] = x[i] <= 0 ? 0 : x[i];
}

void relu_backward(double *dx, const double *dy, const double *x, size_t n)
{
    if (!dx) return;
    for (size_t i = 0; i < n; i++) dx[i] += x[i] <= 0 ? 0 : dy[i];
}
// end relu
