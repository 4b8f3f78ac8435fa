/*
 * The dense way back, LANES images at a time: what libraries do. Every cell of dy is visited,
 * also the three of four that max-pooling left at zero.
 *
 *     pool_backward   puts each pooled gradient at its winner, zero elsewhere
 *     conv_backward   dx: the convolution of dy with the kernel turned by 180 degrees
 *                     dw: each weight collects gradient * input over all places and images
 */
#ifndef FAST_DENSE_LANES_H
#define FAST_DENSE_LANES_H

#include "fast/conv_lanes.h"

static void relu(float *x, size_t cells)
{
    for (size_t i = 0; i < cells * LANES; i += LANES)
        vec_store(x + i, vec_relu(vec_load(x + i)));
}

static void relu_backward(float *g, const float *y, size_t cells)
{
    for (size_t i = 0; i < cells * LANES; i += LANES) {
        vec_int on = ~(vec_load(y + i) <= 0);
        vec_store(g + i, (vec)((vec_int)vec_load(g + i) & on));
    }
}

static void pool(float *y, uint8_t *place, const float *x, const struct block_shape *s)
{
    size_t OH = (size_t)conv_h(s), OW = (size_t)conv_w(s), PH = OH / 2, PW = OW / 2;
    for (size_t oc = 0; oc < (size_t)s->OC; oc++)
        for (size_t ph = 0; ph < PH; ph++)
            for (size_t pw = 0; pw < PW; pw++) {
                const float *top = x + ((oc * OH + 2 * ph) * OW + 2 * pw) * LANES;
                const float *low = top + OW * LANES;
                vec four[2][2] = {{vec_load(top), vec_load(top + LANES)},
                                  {vec_load(low), vec_load(low + LANES)}};
                vec best;
                vec_int at;
                tile_max(&best, &at, four);
                size_t to = ((oc * PH + ph) * PW + pw) * LANES;
                vec_store(y + to, best);
                *(vec_byte *)(place + to) = __builtin_convertvector(at, vec_byte);
            }
}

static void pool_backward(float *dx, const float *dy, const uint8_t *place,
                          const struct block_shape *s)
{
    size_t OH = (size_t)conv_h(s), OW = (size_t)conv_w(s), PH = OH / 2, PW = OW / 2;
    memset(dx, 0, conv_cells(s) * LANES * sizeof *dx);
    for (size_t oc = 0; oc < (size_t)s->OC; oc++)
        for (size_t ph = 0; ph < PH; ph++)
            for (size_t pw = 0; pw < PW; pw++) {
                size_t from = ((oc * PH + ph) * PW + pw) * LANES;
                float *to = dx + ((oc * OH + 2 * ph) * OW + 2 * pw) * LANES;
                vec_int g = (vec_int)vec_load(dy + from);
                vec_int at =
                    __builtin_convertvector(*(const vec_byte *)(place + from), vec_int);
                vec_store(to, (vec)(g & (at == 0)));
                vec_store(to + LANES, (vec)(g & (at == 1)));
                vec_store(to + OW * LANES, (vec)(g & (at == 2)));
                vec_store(to + OW * LANES + LANES, (vec)(g & (at == 3)));
            }
}

/* (OC, C, K, K) to (C, OC, K, K), each kernel turned by 180 degrees. */
static void flip(float *flipped, const float *w, const struct block_shape *s)
{
    int KK = s->K * s->K;
    for (int oc = 0; oc < s->OC; oc++)
        for (int c = 0; c < s->C; c++)
            for (int k = 0; k < KK; k++)
                flipped[(c * s->OC + oc) * KK + KK - 1 - k] = w[(oc * s->C + c) * KK + k];
}

/* The rows or columns of dy at which a kernel cell at distance k - P is inside the map. */
static int first_inside(int k, int P)
{
    return k < P ? P - k : 0;
}

static int last_inside(int k, int P, int size, int out)
{
    int last = size + P - k;
    return last < out ? last : out;
}

/* One row of a kernel: K sums over all places; x and dy of one channel and one filter. */
UNROLLED void dw_row(float *dw, const float *dy, const float *x, int kh,
                     const struct block_shape *s, int K)
{
    int OH = conv_h(s), OW = conv_w(s);
    vec sum[MAX_KERNEL];
    for (int k = 0; k < K; k++) sum[k] = vec_all(0);
    for (int oh = first_inside(kh, s->P); oh < last_inside(kh, s->P, s->H, OH); oh++)
        for (int ow = 0; ow < OW; ow++) {
            vec g = vec_load(dy + ((ptrdiff_t)oh * OW + ow) * LANES);
            ptrdiff_t at = (ptrdiff_t)(oh + kh - s->P) * s->W + ow - s->P;
            for (int k = 0; k < K; k++)
                if (ow + k >= s->P && ow + k < s->W + s->P)
                    sum[k] += g * vec_load(x + (at + k) * LANES);
        }
    for (int k = 0; k < K; k++) dw[k] += vec_sum(sum[k]);
}

static void dw_dense(float *dw, const float *dy, const float *x, const struct block_shape *s)
{
    size_t map = (size_t)s->H * (size_t)s->W * LANES;
    size_t out = (size_t)conv_h(s) * (size_t)conv_w(s) * LANES;
    for (int oc = 0; oc < s->OC; oc++)
        for (int c = 0; c < s->C; c++)
            for (int kh = 0; kh < s->K; kh++) {
                float *to = dw + ((oc * s->C + c) * s->K + kh) * s->K;
                if (s->K == 5)
                    dw_row(to, dy + (size_t)oc * out, x + (size_t)c * map, kh, s, 5);
                else
                    dw_row(to, dy + (size_t)oc * out, x + (size_t)c * map, kh, s, s->K);
            }
}

static void conv_backward(float *dx, float *dw, float *db, const float *dy, const float *x,
                          const float *w, float *flipped, const struct block_shape *s)
{
    size_t out = (size_t)conv_h(s) * (size_t)conv_w(s) * LANES;
    for (int oc = 0; oc < s->OC; oc++) {
        vec sum = vec_all(0);
        for (size_t i = 0; i < out; i += LANES) sum += vec_load(dy + (size_t)oc * out + i);
        db[oc] += vec_sum(sum);
    }
    dw_dense(dw, dy, x, s);
    if (!dx) return;
    struct block_shape back = {s->OC, conv_h(s), conv_w(s), s->C, s->K, s->K - 1 - s->P};
    flip(flipped, w, s);
    conv(dx, dy, flipped, NULL, &back);
}

#endif
