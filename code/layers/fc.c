#include "layers/fc.h"

#include <stddef.h>

// begin fc_forward
void fc_forward(double *y, const double *x, const double *w, const double *b, int N, int I,
                int O)
{
    for (int n = 0; n < N; n++) {
        const double *xn = x + (size_t)n * (size_t)I;
        double *yn = y + (size_t)n * (size_t)O;
        for (int o = 0; o < O; o++) {
            const double *wo = w + (size_t)o * (size_t)I; /* the wires into neuron o */
            double sum = b ? b[o] : 0;
            for (int i = 0; i < I; i++) sum += wo[i] * xn[i];
            yn[o] = sum;
        }
    }
}
// end fc_forward

// begin fc_backward
void fc_backward(double *dx, double *dw, double *db, const double *dy, const double *x,
                 const double *w, int N, int I, int O)
{
    for (int n = 0; n < N; n++) {
        for (int o = 0; o < O; o++) {
            double g = dy[(size_t)n * (size_t)O + (size_t)o];
            if (db) db[o] += g;
            for (int i = 0; i < I; i++) {
                size_t wire = (size_t)o * (size_t)I + (size_t)i;
                size_t input = (size_t)n * (size_t)I + (size_t)i;
                if (dx) dx[input] += g * w[wire];
                if (dw) dw[wire] += g * x[input];
            }
        }
    }
}
// end fc_backward
