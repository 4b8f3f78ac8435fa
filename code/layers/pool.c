#include "layers/pool.h"

#include "layers/shape.h"

#include <limits.h>
#include <math.h>

const char *pool_shape_error(const struct pool_shape *s)
{
    if (s->N < 1 || s->C < 1 || s->H < 1 || s->W < 1)
        return "pooling: N, C, H and W must be at least 1";
    if (s->KH < 1 || s->KW < 1) return "pooling: KH and KW must be at least 1";
    if (s->SH < 1 || s->SW < 1) return "pooling: the stride must be at least 1";
    if (s->PH < 0 || s->PW < 0) return "pooling: the padding must not be negative";
    if (s->PH > s->KH / 2 || s->PW > s->KW / 2)
        return "pooling: the padding must be at most half the window, or a window could be "
               "empty";
    if (s->PH > (INT_MAX - s->H) / 2 || s->PW > (INT_MAX - s->W) / 2)
        return "pooling: the padded map is too large to be addressed";
    if (s->KH > s->H + 2 * s->PH || s->KW > s->W + 2 * s->PW)
        return "pooling: the window is larger than the padded map";
    int OH = out_size(s->H, s->KH, s->SH, s->PH);
    int OW = out_size(s->W, s->KW, s->SW, s->PW);
    if (!array_fits(s->N, s->C, s->H, s->W) || !array_fits(s->N, s->C, OH, OW))
        return "pooling: an array of this shape is too large to be addressed";
    return NULL;
}

/* The real cells that a window covers: rows h0 to h1-1, columns w0 to w1-1; no padding. */
struct window {
    int h0, h1, w0, w1;
};

static struct window window_at(int oh, int ow, const struct pool_shape *s)
{
    int h = oh * s->SH - s->PH, w = ow * s->SW - s->PW;
    return (struct window){
        .h0 = h < 0 ? 0 : h,
        .h1 = h + s->KH > s->H ? s->H : h + s->KH,
        .w0 = w < 0 ? 0 : w,
        .w1 = w + s->KW > s->W ? s->W : w + s->KW,
    };
}

/* A later cell takes over only if it is larger, or the first NaN. Equal is not enough. */
// begin beats
static int beats(double challenger, double champion)
{
    return challenger > champion || (isnan(challenger) && !isnan(champion));
}
// end beats

// begin maxpool_forward
void maxpool_forward(double *y, size_t *argmax, const double *x, const struct pool_shape *s)
{
    int OH = out_size(s->H, s->KH, s->SH, s->PH);
    int OW = out_size(s->W, s->KW, s->SW, s->PW);
    for (int n = 0; n < s->N; n++)
        for (int c = 0; c < s->C; c++)
            for (int oh = 0; oh < OH; oh++)
                for (int ow = 0; ow < OW; ow++) {
                    struct window v = window_at(oh, ow, s);
                    size_t winner = at(n, c, v.h0, v.w0, s->C, s->H, s->W);
                    for (int h = v.h0; h < v.h1; h++)
                        for (int w = v.w0; w < v.w1; w++) {
                            size_t cell = at(n, c, h, w, s->C, s->H, s->W);
                            if (beats(x[cell], x[winner])) winner = cell;
                        }
                    size_t out = at(n, c, oh, ow, s->C, OH, OW);
                    y[out] = x[winner];
                    if (argmax) argmax[out] = winner;
                }
}
// end maxpool_forward

// begin maxpool_backward
void maxpool_backward(double *dx, const double *dy, const size_t *argmax, size_t n_out)
{
    if (!dx) return;
    for (size_t out = 0; out < n_out; out++) dx[argmax[out]] += dy[out];
}
// end maxpool_backward

// begin avgpool_forward
void avgpool_forward(double *y, const double *x, const struct pool_shape *s)
{
    int OH = out_size(s->H, s->KH, s->SH, s->PH);
    int OW = out_size(s->W, s->KW, s->SW, s->PW);
    double cells = (double)s->KH * s->KW;
    for (int n = 0; n < s->N; n++)
        for (int c = 0; c < s->C; c++)
            for (int oh = 0; oh < OH; oh++)
                for (int ow = 0; ow < OW; ow++) {
                    struct window v = window_at(oh, ow, s);
                    double sum = 0;
                    for (int h = v.h0; h < v.h1; h++)
                        for (int w = v.w0; w < v.w1; w++)
                            sum += x[at(n, c, h, w, s->C, s->H, s->W)];
                    y[at(n, c, oh, ow, s->C, OH, OW)] = sum / cells;
                }
}
// end avgpool_forward

// begin avgpool_backward
void avgpool_backward(double *dx, const double *dy, const struct pool_shape *s)
{
    if (!dx) return;
    int OH = out_size(s->H, s->KH, s->SH, s->PH);
    int OW = out_size(s->W, s->KW, s->SW, s->PW);
    double cells = (double)s->KH * s->KW;
    for (int n = 0; n < s->N; n++)
        for (int c = 0; c < s->C; c++)
            for (int oh = 0; oh < OH; oh++)
                for (int ow = 0; ow < OW; ow++) {
                    struct window v = window_at(oh, ow, s);
                    double share = dy[at(n, c, oh, ow, s->C, OH, OW)] / cells;
                    for (int h = v.h0; h < v.h1; h++)
                        for (int w = v.w0; w < v.w1; w++)
                            dx[at(n, c, h, w, s->C, s->H, s->W)] += share;
                }
}
// end avgpool_backward
