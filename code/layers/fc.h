/*
 * Fully connected layer: every input is wired to every output.
 *
 *     y[n][o] = b[o] + sum over i of  w[o][i] * x[n][i]
 *
 * Shapes: x (N, I), w (O, I), b (O), y (N, O).
 *
 * Rule for the way back: an input collects, from every output it is wired to, that output's
 * gradient times the weight on the wire. A weight collects, from every sample, the gradient
 * at its output end times the value at its input end.
 */
#ifndef LAYERS_FC_H
#define LAYERS_FC_H

/* b may be NULL: no bias. */
void fc_forward(double *y,       /* (N, O) */
                const double *x, /* (N, I) */
                const double *w, /* (O, I) */
                const double *b, /* (O) or NULL */
                int N, int I, int O);

/*
 * Adds to dx, dw and db: the caller zeroes them. Any of the three may be NULL and is then
 * skipped. dy is the gradient of the loss at the output of this layer, which is the inside
 * (before the activation) of the neurons.
 */
void fc_backward(double *dx,       /* (N, I) or NULL */
                 double *dw,       /* (O, I) or NULL */
                 double *db,       /* (O) or NULL */
                 const double *dy, /* (N, O) */
                 const double *x,  /* (N, I) */
                 const double *w,  /* (O, I) */
                 int N, int I, int O);

#endif
