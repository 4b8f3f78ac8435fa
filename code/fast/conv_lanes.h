/*
 * Convolution, LANES images at a time, four outputs at a time in registers.
 *
 * The four outputs are those of one 2x2 pooling window: together they look at a patch of
 * (K+1) x (K+1) inputs, and every weight serves all four. A tile is such a window for F
 * filters: 4 * F sums that live in registers while all C * K * K products are added.
 *
 *     conv_pool   keeps of each window only the largest, through ReLU, and its place:
 *                 the full map is never written
 *     conv        writes all four
 *
 * What lies in the rim of zeros is not multiplied: the rows and columns of the patch are
 * clipped to the map.
 */
#ifndef FAST_CONV_LANES_H
#define FAST_CONV_LANES_H

#include "fast/kernels.h"
#include "fast/lanes.h"

/* How many filters fit in the registers: 16 or 32 of them, four for each filter. */
enum { FILTERS = LANES == 16 ? 4 : 2 };

struct tile {
    vec sum[FILTERS][2][2];
};

/*
 * Adds one row of K weights: input row `x0` to the upper outputs and `x1`, the next one, to the
 * lower. Columns outside first .. last-1 of the patch are rim.
 */
// begin tile_row
UNROLLED void tile_row(struct tile *t, const float *x0, const float *x1, int upper, int lower,
                       const float *w, size_t filter, int F, int K, int first, int last)
{
    for (int kw = 0; kw < K; kw++)
        for (int f = 0; f < F; f++) {
            vec weight = vec_all(w[(size_t)f * filter + (size_t)kw]);
            for (int j = 0; j < 2; j++) {
                if (kw + j < first || kw + j >= last) continue;
                if (upper) t->sum[f][0][j] += weight * vec_load(x0 + (kw + j) * LANES);
                if (lower) t->sum[f][1][j] += weight * vec_load(x1 + (kw + j) * LANES);
            }
        }
}
// end tile_row

/* The tile of the window at (oh, ow), filters oc .. oc+F-1; first and last as in tile_row. */
UNROLLED void tile_sums(struct tile *t, const float *x, const float *w, const float *b, int oc,
                        int oh, int ow, const struct block_shape *s, int F, int K, int first,
                        int last)
{
    size_t row = (size_t)s->W * LANES, filter = (size_t)(s->C * K * K);
    for (int f = 0; f < F; f++)
        for (int i = 0; i < 4; i++) t->sum[f][i / 2][i % 2] = vec_all(b ? b[oc + f] : 0);
    for (int c = 0; c < s->C; c++)
        for (int kh = 0; kh < K; kh++) {
            int ih = oh - s->P + kh;
            const float *x0 = x + ((ptrdiff_t)c * s->H + ih) * (ptrdiff_t)row +
                              (ptrdiff_t)(ow - s->P) * LANES;
            const float *wk = w + (size_t)oc * filter + (size_t)((c * K + kh) * K);
            int upper = ih >= 0 && ih < s->H, lower = ih + 1 >= 0 && ih + 1 < s->H;
            if (upper && lower)
                tile_row(t, x0, x0 + row, 1, 1, wk, filter, F, K, first, last);
            else if (upper)
                tile_row(t, x0, x0, 1, 0, wk, filter, F, K, first, last);
            else if (lower)
                tile_row(t, x0, x0 + row, 0, 1, wk, filter, F, K, first, last);
        }
}

/* The usual kernel sizes and the usual clippings get code of their own. */
UNROLLED void tile_clipped(struct tile *t, const float *x, const float *w, const float *b,
                           int oc, int oh, int ow, const struct block_shape *s, int F, int K)
{
    int first = s->P - ow, last = s->W + s->P - ow;
    if (first < 0) first = 0;
    if (last > K + 1) last = K + 1;
    if (first == 0 && last == K + 1)
        tile_sums(t, x, w, b, oc, oh, ow, s, F, K, 0, K + 1);
    else if (first == K / 2 && last == K + 1)
        tile_sums(t, x, w, b, oc, oh, ow, s, F, K, K / 2, K + 1);
    else if (first == 0 && last == K + 1 - K / 2)
        tile_sums(t, x, w, b, oc, oh, ow, s, F, K, 0, K + 1 - K / 2);
    else
        tile_sums(t, x, w, b, oc, oh, ow, s, F, K, first, last);
}

/* The largest of the four, the first of equals, and its place. */
UNROLLED void tile_max(vec *best, vec_int *place, vec s[2][2])
{
    *best = s[0][0];
    *place = (vec_int){0};
    for (int i = 1; i < 4; i++) {
        vec_int beats = s[i / 2][i % 2] > *best;
        *best = vec_choose(beats, s[i / 2][i % 2], *best);
        *place = vec_choose_int(beats, (vec_int){0} + i, *place);
    }
}

struct conv_job {
    float *y;
    uint8_t *place;
    const float *x, *w, *b;
    const struct block_shape *s;
};

UNROLLED void pool_tile(const struct conv_job *j, const struct tile *t, int oc, int ph, int pw,
                        int F)
{
    int PH = pooled_h(j->s), PW = pooled_w(j->s);
    for (int f = 0; f < F; f++) {
        vec best;
        vec_int place;
        vec four[2][2] = {{t->sum[f][0][0], t->sum[f][0][1]},
                          {t->sum[f][1][0], t->sum[f][1][1]}};
        tile_max(&best, &place, four);
        size_t to = ((size_t)(oc + f) * (size_t)PH + (size_t)ph) * (size_t)PW + (size_t)pw;
        vec_store(j->y + to * LANES, vec_relu(best));
        if (j->place)
            *(vec_byte *)(j->place + to * LANES) = __builtin_convertvector(place, vec_byte);
    }
}

UNROLLED void store_tile(const struct conv_job *j, const struct tile *t, int oc, int oh, int ow,
                         int F)
{
    int OH = conv_h(j->s), OW = conv_w(j->s);
    for (int f = 0; f < F; f++)
        for (int r = 0; r < 2 && oh + r < OH; r++)
            for (int c = 0; c < 2 && ow + c < OW; c++)
                vec_store(j->y +
                              (((size_t)(oc + f) * (size_t)OH + (size_t)(oh + r)) * (size_t)OW +
                               (size_t)(ow + c)) *
                                  LANES,
                          t->sum[f][r][c]);
}

/* One window for all filters. */
UNROLLED void conv_window(const struct conv_job *j, int oh, int ow, int pooled, int K)
{
    int oc = 0;
    struct tile t;
    for (; oc + FILTERS <= j->s->OC; oc += FILTERS) {
        tile_clipped(&t, j->x, j->w, j->b, oc, oh, ow, j->s, FILTERS, K);
        if (pooled)
            pool_tile(j, &t, oc, oh / 2, ow / 2, FILTERS);
        else
            store_tile(j, &t, oc, oh, ow, FILTERS);
    }
    for (; oc < j->s->OC; oc++) {
        tile_clipped(&t, j->x, j->w, j->b, oc, oh, ow, j->s, 1, K);
        if (pooled)
            pool_tile(j, &t, oc, oh / 2, ow / 2, 1);
        else
            store_tile(j, &t, oc, oh, ow, 1);
    }
}

UNROLLED void conv_windows(const struct conv_job *j, int pooled, int K)
{
    int OH = pooled ? conv_h(j->s) / 2 * 2 : conv_h(j->s);
    int OW = pooled ? conv_w(j->s) / 2 * 2 : conv_w(j->s);
    for (int oh = 0; oh < OH; oh += 2)
        for (int ow = 0; ow < OW; ow += 2) conv_window(j, oh, ow, pooled, K);
}

static void conv(float *y, const float *x, const float *w, const float *b,
                 const struct block_shape *s)
{
    struct conv_job j = {y, NULL, x, w, b, s};
    if (s->K == 5)
        conv_windows(&j, 0, 5);
    else
        conv_windows(&j, 0, s->K);
}

static void conv_pool(float *y, uint8_t *place, const float *x, const float *w, const float *b,
                      const struct block_shape *s)
{
    struct conv_job j = {y, place, x, w, b, s};
    if (s->K == 5)
        conv_windows(&j, 1, 5);
    else
        conv_windows(&j, 1, s->K);
}

#endif
