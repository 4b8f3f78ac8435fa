/*
 * Max-pooling by itself, in the plain layout (planes, H, W): LANES neighboring windows at once.
 *
 *     forward    the same cell of LANES windows, two apart in memory, becomes one vector: the
 *                even or the odd ones of two vectors
 *     backward   each cell asks the windows that cover it whether it won, instead of each
 *                window writing to its winner: so every cell is written once, and nothing has
 *                to be cleared first
 *
 * For stride 2, windows of 2 or 3, and rows wide enough; any other shape goes window by window.
 */
#ifndef FAST_POOL_LANES_H
#define FAST_POOL_LANES_H

#include "fast/kernels.h"
#include "fast/lanes.h"

enum { MAX_POOLED = MAX_SIDE / 2 + 2, NOBODY = -1 };

/* --- Window by window --------------------------------------------------------------------- */

static void max_of_window(float *y, uint8_t *place, const float *x, int oh, int ow,
                          const struct window_shape *s)
{
    int h0 = oh * s->S - s->P, w0 = ow * s->S - s->P, none = 1;
    for (int kh = 0; kh < s->K; kh++)
        for (int kw = 0; kw < s->K; kw++) {
            int h = h0 + kh, w = w0 + kw;
            if (h < 0 || h >= s->H || w < 0 || w >= s->W) continue;
            float v = x[h * s->W + w];
            if (!none && !(v > *y) && !(v != v && *y == *y)) continue;
            none = 0;
            *y = v;
            *place = (uint8_t)(kh * s->K + kw);
        }
}

static void scatter(float *dx, const float *dy, const uint8_t *place,
                    const struct window_shape *s)
{
    int OH = windows_h(s), OW = windows_w(s);
    memset(dx, 0, (size_t)s->H * (size_t)s->W * sizeof *dx);
    for (int o = 0; o < OH * OW; o++) {
        int h = o / OW * s->S - s->P + place[o] / s->K,
            w = o % OW * s->S - s->P + place[o] % s->K;
        dx[h * s->W + w] += dy[o];
    }
}

/* --- Forward, LANES windows --------------------------------------------------------------- */

/* Cells p[0], p[2], ... or p[1], p[3], ...; 2 * LANES floats are read. */
#if LANES == 1
UNROLLED vec every_second(const float *p, int odd)
{
    return vec_all(p[odd]);
}
#else
#if LANES == 4
#define EVEN 0, 2, 4, 6
#define ODD 1, 3, 5, 7
#elif LANES == 8
#define EVEN 0, 2, 4, 6, 8, 10, 12, 14
#define ODD 1, 3, 5, 7, 9, 11, 13, 15
#elif LANES == 16
#define EVEN 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ODD 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#endif
UNROLLED vec every_second(const float *p, int odd)
{
    vec a = vec_load_anywhere(p), b = vec_load_anywhere(p + LANES);
    return odd ? __builtin_shufflevector(a, b, ODD) : __builtin_shufflevector(a, b, EVEN);
}
#endif

/* x[from] is the first cell of the first window; its rows kh0 .. kh1-1 are on the map. A column
   is read with its neighbor to the left, so that nothing beyond the last window is. The first
   cell is compared with itself, and does not beat itself. */
UNROLLED void max_of_windows(float *y, uint8_t *place, const float *x, ptrdiff_t from, int W,
                             int kh0, int kh1, int K)
{
    vec best = every_second(x + (from + (ptrdiff_t)kh0 * W), 0);
    vec_int at = (vec_int){0} + kh0 * K;
    for (int kh = kh0; kh < kh1; kh++)
        for (int kw = 0; kw < K; kw++) {
            ptrdiff_t cell = from + (ptrdiff_t)kh * W + (kw ? kw - 1 : 0);
            vec v = every_second(x + cell, kw > 0);
            vec_int beats = (v > best) | ((v != v) & (best == best));
            best = vec_choose(beats, v, best);
            at = vec_choose_int(beats, (vec_int){0} + (kh * K + kw), at);
        }
    vec_store_anywhere(y, best);
    vec_byte bytes = __builtin_convertvector(at, vec_byte);
    memcpy(place, &bytes, sizeof bytes);
}

/* One row of windows; those at ow0 .. ow1-1 lie between the left and the right rim. */
UNROLLED void max_row(float *y, uint8_t *place, const float *x, int oh,
                      const struct window_shape *s, int K)
{
    int OW = windows_w(s), ow0 = (s->P + 1) / 2, ow1 = (s->W + s->P - K) / 2 + 1;
    int h = 2 * oh - s->P, kh0 = h < 0 ? -h : 0, kh1 = h + K > s->H ? s->H - h : K;
    if (ow1 - ow0 < LANES) ow0 = ow1 = 0;
    for (int ow = 0; ow < ow0; ow++) max_of_window(y + ow, place + ow, x, oh, ow, s);
    for (int ow = ow0; ow < ow1; ow += LANES) {
        if (ow + LANES > ow1) ow = ow1 - LANES; /* some of them once more */
        ptrdiff_t from = (ptrdiff_t)h * s->W + 2 * ow - s->P;
        if (kh1 - kh0 == K)
            max_of_windows(y + ow, place + ow, x, from, s->W, 0, K, K);
        else
            max_of_windows(y + ow, place + ow, x, from, s->W, kh0, kh1, K);
    }
    for (int ow = ow1; ow < OW; ow++) max_of_window(y + ow, place + ow, x, oh, ow, s);
}

static void max_pool(float *y, uint8_t *place, const float *x, const struct window_shape *s)
{
    size_t OH = (size_t)windows_h(s), OW = (size_t)windows_w(s);
    for (size_t row = 0; row < (size_t)s->planes * OH; row++) {
        const float *plane = x + row / OH * (size_t)s->H * (size_t)s->W;
        float *to = y + row * OW;
        uint8_t *at = place + row * OW;
        int oh = (int)(row % OH);
        if (s->S == 2 && s->K == 2)
            max_row(to, at, plane, oh, s, 2);
        else if (s->S == 2 && s->K == 3)
            max_row(to, at, plane, oh, s, 3);
        else
            for (int ow = 0; ow < (int)OW; ow++)
                max_of_window(to + ow, at + ow, plane, oh, ow, s);
    }
}

/* --- Backward, two rows of cells at a time ------------------------------------------------- */

/* One row of windows: what arrives and who won, with nobody to the left and to the right. */
struct arriving {
    float g[MAX_POOLED + 2 * LANES];
    int32_t place[MAX_POOLED + 2 * LANES];
};

static void load_arriving(struct arriving *a, const float *dy, const uint8_t *place, int oh,
                          const struct window_shape *s)
{
    int OW = windows_w(s);
    if (oh == windows_h(s)) {
        memset(a->place, NOBODY, (size_t)(OW + 1) * sizeof *a->place);
        return;
    }
    memcpy(a->g + 1, dy + (size_t)oh * (size_t)OW, (size_t)OW * sizeof *dy);
    for (int ow = 0; ow < OW; ow++) a->place[ow + 1] = place[oh * OW + ow];
}

/* The gradients of the windows at i.. that `cell` of theirs won, else zero. */
UNROLLED vec won(const struct arriving *a, int i, int cell)
{
    vec_int at;
    memcpy(&at, a->place + i, sizeof at);
    return (vec)((vec_int)vec_load_anywhere(a->g + i) & (at == cell));
}

/* Cells 2*ow, 2*ow+1, ... of two rows, counted with the rim: the windows at ow and, if they
   overlap, those to the left and above. The sums are in the order of the windows. */
UNROLLED void cells_of_windows(float *row0, float *row1, const struct arriving *above,
                               const struct arriving *here, int ow, int K)
{
    int left = ow, i = ow + 1;
    vec even0 = won(here, i, 0), odd0 = won(here, i, 1);
    vec even1 = won(here, i, K), odd1 = won(here, i, K + 1);
    if (K == 3) {
        even0 = won(above, left, 8) + won(above, i, 6) + won(here, left, 2) + even0;
        odd0 = won(above, i, 7) + odd0;
        even1 = won(here, left, 5) + even1;
    }
    vec_store_anywhere(row0 + (ptrdiff_t)2 * ow, zip_low(even0, odd0));
    vec_store_anywhere(row1 + (ptrdiff_t)2 * ow, zip_low(even1, odd1));
    if (LANES == 1) {
        row0[2 * ow + 1] = vec_sum(odd0), row1[2 * ow + 1] = vec_sum(odd1);
        return;
    }
    vec_store_anywhere(row0 + (ptrdiff_t)2 * ow + LANES, zip_high(even0, odd0));
    vec_store_anywhere(row1 + (ptrdiff_t)2 * ow + LANES, zip_high(even1, odd1));
}

/* The real cells of row h, without the rim. */
static void keep_row(float *dx, const float *row, int h, const struct window_shape *s)
{
    if (h < 0 || h >= s->H) return;
    memcpy(dx + (size_t)h * (size_t)s->W, row + s->P, (size_t)s->W * sizeof *dx);
}

UNROLLED void gather(float *dx, const float *dy, const uint8_t *place,
                     const struct window_shape *s, int K)
{
    struct arriving rows[2];
    float row0[2 * (MAX_POOLED + LANES)], row1[2 * (MAX_POOLED + LANES)];
    memset(rows, 0, sizeof rows);
    for (int i = 0; i < 2; i++) memset(rows[i].place, NOBODY, sizeof rows[i].place);
    for (int oh = 0; 2 * oh - s->P < s->H; oh++) {
        struct arriving *here = &rows[oh % 2];
        load_arriving(here, dy, place, oh, s);
        for (int ow = 0; 2 * ow < s->W + s->P; ow += LANES)
            cells_of_windows(row0, row1, &rows[1 - oh % 2], here, ow, K);
        keep_row(dx, row0, 2 * oh - s->P, s);
        keep_row(dx, row1, 2 * oh + 1 - s->P, s);
    }
}

static void max_pool_backward(float *dx, const float *dy, const uint8_t *place,
                              const struct window_shape *s)
{
    size_t in = (size_t)s->H * (size_t)s->W, out = (size_t)windows_h(s) * (size_t)windows_w(s);
    for (size_t plane = 0; plane < (size_t)s->planes; plane++) {
        float *to = dx + plane * in;
        if (s->S == 2 && s->K == 2)
            gather(to, dy + plane * out, place + plane * out, s, 2);
        else if (s->S == 2 && s->K == 3)
            gather(to, dy + plane * out, place + plane * out, s, 3);
        else
            scatter(to, dy + plane * out, place + plane * out, s);
    }
}

#endif
