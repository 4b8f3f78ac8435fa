#include "layers/conv.h"

#include "layers/shape.h"

#include <limits.h>

const char *conv_shape_error(const struct conv_shape *s)
{
    if (s->N < 1 || s->C < 1 || s->H < 1 || s->W < 1)
        return "convolution: N, C, H and W must be at least 1";
    if (s->OC < 1 || s->KH < 1 || s->KW < 1)
        return "convolution: OC, KH and KW must be at least 1";
    if (s->SH < 1 || s->SW < 1) return "convolution: the stride must be at least 1";
    if (s->PH < 0 || s->PW < 0) return "convolution: the padding must not be negative";
    if (s->PH > (INT_MAX - s->H) / 2 || s->PW > (INT_MAX - s->W) / 2)
        return "convolution: the padded map is too large to be addressed";
    if (s->KH > s->H + 2 * s->PH || s->KW > s->W + 2 * s->PW)
        return "convolution: the kernel is larger than the padded map";
    int OH = out_size(s->H, s->KH, s->SH, s->PH);
    int OW = out_size(s->W, s->KW, s->SW, s->PW);
    if (!array_fits(s->N, s->C, s->H, s->W) || !array_fits(s->OC, s->C, s->KH, s->KW) ||
        !array_fits(s->N, s->OC, OH, OW))
        return "convolution: an array of this shape is too large to be addressed";
    return NULL;
}

/* Outside the map there is only padding: a zero that no wire comes from. */
static int inside(int h, int w, const struct conv_shape *s)
{
    return h >= 0 && h < s->H && w >= 0 && w < s->W;
}

// begin conv_forward
void conv_forward(double *y, const double *x, const double *w, const double *b,
                  const struct conv_shape *s)
{
    int OH = out_size(s->H, s->KH, s->SH, s->PH);
    int OW = out_size(s->W, s->KW, s->SW, s->PW);
    for (int n = 0; n < s->N; n++)
        for (int oc = 0; oc < s->OC; oc++)
            for (int oh = 0; oh < OH; oh++)
                for (int ow = 0; ow < OW; ow++) {
                    double sum = b ? b[oc] : 0;
                    for (int c = 0; c < s->C; c++)
                        for (int kh = 0; kh < s->KH; kh++)
                            for (int kw = 0; kw < s->KW; kw++) {
                                int ih = oh * s->SH - s->PH + kh;
                                int iw = ow * s->SW - s->PW + kw;
                                if (inside(ih, iw, s))
                                    sum += w[at(oc, c, kh, kw, s->C, s->KH, s->KW)] *
                                           x[at(n, c, ih, iw, s->C, s->H, s->W)];
                            }
                    y[at(n, oc, oh, ow, s->OC, OH, OW)] = sum;
                }
}
// end conv_forward

// begin conv_backward
void conv_backward(double *dx, double *dw, double *db, const double *dy, const double *x,
                   const double *w, const struct conv_shape *s)
{
    int OH = out_size(s->H, s->KH, s->SH, s->PH);
    int OW = out_size(s->W, s->KW, s->SW, s->PW);
    for (int n = 0; n < s->N; n++)
        for (int oc = 0; oc < s->OC; oc++)
            for (int oh = 0; oh < OH; oh++)
                for (int ow = 0; ow < OW; ow++) {
                    double g = dy[at(n, oc, oh, ow, s->OC, OH, OW)];
                    if (db) db[oc] += g;
                    for (int c = 0; c < s->C; c++)
                        for (int kh = 0; kh < s->KH; kh++)
                            for (int kw = 0; kw < s->KW; kw++) {
                                int ih = oh * s->SH - s->PH + kh;
                                int iw = ow * s->SW - s->PW + kw;
                                if (!inside(ih, iw, s)) continue;
                                size_t input = at(n, c, ih, iw, s->C, s->H, s->W);
                                size_t weight = at(oc, c, kh, kw, s->C, s->KH, s->KW);
                                if (dx) dx[input] += g * w[weight];
                                if (dw) dw[weight] += g * x[input];
                            }
                }
}
// end conv_backward
