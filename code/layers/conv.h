/*
 * Convolution layer (in the field's sense: the kernel is not flipped).
 *
 *     y[n][oc][oh][ow] = b[oc] + sum over c, kh, kw of
 *                        w[oc][c][kh][kw] * x[n][c][oh*SH - PH + kh][ow*SW - PW + kw]
 *
 * A term whose row or column lies outside the map is left out: padding counts as zero.
 * Shapes: x (N, C, H, W), w (OC, C, KH, KW), b (OC), y (N, OC, OH, OW) with
 * OH = out_size(H, KH, SH, PH) and OW = out_size(W, KW, SW, PW).
 *
 * Rule for the way back: each term above is one wire from an input to an output, with one
 * weight on it. The input collects gradient * weight over its wires; the weight, which sits
 * on many wires, collects gradient * input over all of them.
 */
#ifndef LAYERS_CONV_H
#define LAYERS_CONV_H

#include "shape.h" /* out_size: how large y is */

struct conv_shape {
    int N, C, H, W; /* batch, input channels, rows, columns */
    int OC, KH, KW; /* output channels (filters), kernel rows and columns */
    int SH, SW;     /* stride */
    int PH, PW;     /* padding on either side */
};

/* NULL if the shape can be used, else one sentence that says why not (static storage). */
const char *conv_shape_error(const struct conv_shape *s);

/* b may be NULL: no bias. The shape must be free of error. */
void conv_forward(double *y,       /* (N, OC, OH, OW) */
                  const double *x, /* (N, C, H, W) */
                  const double *w, /* (OC, C, KH, KW) */
                  const double *b, /* (OC) or NULL */
                  const struct conv_shape *s);

/* Adds to dx, dw and db: the caller zeroes them. Any of the three may be NULL: skipped. */
void conv_backward(double *dx,       /* (N, C, H, W) or NULL */
                   double *dw,       /* (OC, C, KH, KW) or NULL */
                   double *db,       /* (OC) or NULL */
                   const double *dy, /* (N, OC, OH, OW) */
                   const double *x,  /* (N, C, H, W) */
                   const double *w,  /* (OC, C, KH, KW) */
                   const struct conv_shape *s);

#endif
