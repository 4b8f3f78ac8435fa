/*
 * Max-pooling by itself, in the plain layout (planes, H, W): LANES neighboring windows at once.
 *
 *     forward    first the maximum of each window's cells in one row of x: the same cell of LANES
 *                windows, two apart in memory, becomes one vector, the even or the odd ones of
 *                two. Then the maximum of these over the K rows. Windows that overlap share the
 *                first step.
 *     backward   each cell asks the windows that cover it whether it won, instead of each
 *                window writing to its winner: so every cell is written once, in order, and
 *                nothing has to be cleared first
 *
 * A row seldom holds a multiple of LANES windows. The last step of a row goes on into the next,
 * which is written over when its turn comes; near the end of a map, where there is no next, a
 * buffer with room behind it stands in.
 *
 * For stride 2 and windows of 2 or 3; any other shape goes window by window.
 */
#ifndef FAST_POOL_LANES_H
#define FAST_POOL_LANES_H

#include "fast/kernels.h"
#include "fast/lanes.h"
#include "fast/more_lanes.h"

#include <math.h>

enum { MOST_POOLED = MAX_SIDE / 2 + 2, ROOM = MOST_POOLED + LANES, NOBODY = -1 };

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

/* --- Rows on their way to memory --------------------------------------------------------- */

/* The rows of y or of dx, one after the other, are held back until there are enough of them to
   be written as whole cache lines: large maps, which no cache keeps, past the cache. */
enum { STRIP = 2048, LINE = CACHE_LINE / sizeof(float), PAST_CACHE = 1 << 22 /* cells */ };

struct strip {
    float *to; /* where the cells that are held belong */
    int held, large;
    _Alignas(CACHE_LINE) float cells[2 * LINE + STRIP + 2 * ROOM];
};

/* x has so many cells, and dx. */
static void strip_start(struct strip *s, float *to, size_t cells_of_x)
{
    s->to = to, s->held = 0, s->large = cells_of_x >= PAST_CACHE;
}

/* Where the held cells are: as far from the start of a line as in memory, with a line of room in
   front. */
static float *held_cells(struct strip *s)
{
    return s->cells + LINE + (uintptr_t)s->to / sizeof(float) % LINE;
}

/* n cells: up to the first whole line, the whole lines, and the rest. */
static void write_past_cache(float *to, const float *from, int n)
{
    int i = (int)((LINE - (uintptr_t)to / sizeof *to % LINE) % LINE), end = i;
    if (i > n) i = end = n;
    memcpy(to, from, (size_t)i * sizeof *to);
    for (end += (n - i) / (int)LINE * (int)LINE; i < end; i += LANES)
        vec_stream(to + i, vec_load(from + i));
    memcpy(to + i, from + i, (size_t)(n - i) * sizeof *to);
}

static void write_cells(struct strip *s)
{
    const float *from = held_cells(s);
    if (s->large)
        write_past_cache(s->to, from, s->held);
    else
        memcpy(s->to, from, (size_t)s->held * sizeof *from);
    s->to += s->held;
    s->held = 0;
}

/* Room for a row of n cells, and for more behind it. */
UNROLLED float *next_row(struct strip *s, int n)
{
    if (s->held + n > STRIP) write_cells(s);
    float *row = held_cells(s) + s->held;
    s->held += n;
    return row;
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

/*
 * A comparison with a NaN is false, so a NaN may lose here. It is found by its product with 0,
 * which is 0 for any other cell (but an infinity, too, gives NaN); then the whole plane is done
 * again, window by window.
 */
enum { AHEAD = 2048, ROWS = 4 }; /* cells to fetch ahead: two pages; rows kept, at least K */

/* Of one row of x: the first maximum of each window's cells in that row, and the column of it. */
struct row_max {
    _Alignas(CACHE_LINE) float v[ROOM];
    _Alignas(CACHE_LINE) int32_t kw[ROOM];
};

/* LANES windows: their first cells, their second ones, and the first ones of the windows behind
   them, of which a third cell is the neighbor's first. */
UNROLLED void max_of_columns(struct row_max *to, int ow, vec even, vec odd, vec next, int K)
{
    vec max = vec_max(odd, even);
    vec_int kw = vec_if_greater(odd, even, (vec_int){0} + 1, (vec_int){0});
    if (K == 3) {
        vec third = vec_next(even, next);
        kw = vec_if_greater(third, max, (vec_int){0} + 2, kw);
        max = vec_max(third, max);
    }
    vec_store_anywhere(to->v + ow, max);
    memcpy(to->kw + ow, &kw, sizeof kw);
}

/* The same for one window that is not whole. */
static float max_at_rim(struct row_max *to, int ow, const float *x,
                        const struct window_shape *s)
{
    int w0 = 2 * ow - s->P, kw = w0 < 0 ? -w0 : 0;
    float strange = 0;
    to->v[ow] = x[w0 + kw], to->kw[ow] = kw;
    for (; kw < s->K && w0 + kw < s->W; kw++) {
        float v = x[w0 + kw];
        strange += v * 0;
        if (v > to->v[ow]) to->v[ow] = v, to->kw[ow] = kw;
    }
    return strange;
}

/* Writes up to LANES windows too many and reads up to twice as many: what they give is written over
   or not used. Returns 0, or NaN if a cell is not finite. */
UNROLLED vec max_of_row(struct row_max *to, const float *x, const struct window_shape *s,
                        int OW, int K)
{
    int ow0 = (s->P + 1) / 2, ow1 = (s->W + s->P - K) / 2 + 1; /* between the rims */
    const float *first = x - s->P;
    vec even = every_second(first + 2 * ow0, 0), strange = even * 0;
    for (int ow = ow0; ow < ow1; ow += LANES) {
        fetch(x + (2 * ow + AHEAD), 2 * LANES);
        vec odd = every_second(first + 2 * ow, 1);
        vec next = every_second(first + 2 * (ow + LANES), 0);
        max_of_columns(to, ow, even, odd, next, K);
        strange += odd * 0 + next * 0;
        even = next;
    }
    if (ow0) strange += max_at_rim(to, 0, x, s);
    for (int ow = ow1; ow < OW; ow++) strange += max_at_rim(to, ow, x, s);
    return strange;
}

/* One row of windows from K rows of x, of which kh0 .. kh1-1 are on the map. Writes up to LANES
   windows too many. */
UNROLLED void max_of_rows(float *y, uint8_t *place, const struct row_max rows[ROWS], int h0,
                          int kh0, int kh1, int OW, int K)
{
    for (int ow = 0; ow < OW; ow += LANES) {
        const struct row_max *row = &rows[(h0 + kh0) % ROWS];
        vec max = vec_load(row->v + ow);
        vec_int at = vec_load_int(row->kw + ow) + kh0 * K;
        for (int kh = kh0 + 1; kh < kh1; kh++) {
            row = &rows[(h0 + kh) % ROWS];
            vec v = vec_load(row->v + ow);
            at = vec_if_greater(v, max, vec_load_int(row->kw + ow) + kh * K, at);
            max = vec_max(v, max);
        }
        vec_store_anywhere(y + ow, max);
        store_bytes(place + ow, at);
    }
}

/* What max_pool needs beside its maps: y on its way to memory, and near the end of a map, where
   nothing more may be read or written, rows with room behind them. */
struct forward {
    struct strip y;
    float x[2 * ROOM + 2 * LANES];
    uint8_t place[ROOM];
};

/* Row h of x, or a copy of it. */
UNROLLED const float *row_of(const float *x, int h, const struct window_shape *s,
                             struct forward *f)
{
    const float *row = x + (ptrdiff_t)h * s->W;
    if ((s->H - 1 - h) * s->W > 4 * LANES) return row;
    return memcpy(f->x, row, (size_t)s->W * sizeof *row);
}

/* If there was a NaN or an infinity, the result is not 0, and y and place may be wrong. */
UNROLLED float max_of_plane(struct forward *f, uint8_t *place, const float *x,
                            const struct window_shape *s, int K)
{
    struct row_max rows[ROWS];
    int OH = windows_h(s), OW = windows_w(s), next = 0;
    vec strange = {0};
    for (int oh = 0; oh < OH; oh++, place += OW) {
        int h0 = 2 * oh - s->P, kh0 = h0 < 0 ? -h0 : 0, kh1 = h0 + K > s->H ? s->H - h0 : K;
        for (; next < h0 + kh1; next++)
            strange += max_of_row(&rows[next % ROWS], row_of(x, next, s, f), s, OW, K);
        int at_end = (OH - 1 - oh) * OW < LANES;
        float *y = next_row(&f->y, OW);
        uint8_t *to = at_end ? f->place : place;
        if (kh1 - kh0 == K)
            max_of_rows(y, to, rows, h0, 0, K, OW, K);
        else
            max_of_rows(y, to, rows, h0, kh0, kh1, OW, K);
        if (at_end) memcpy(place, f->place, (size_t)OW);
    }
    return vec_sum(strange);
}

static void max_pool(float *y, uint8_t *place, const float *x, const struct window_shape *s)
{
    struct forward f;
    size_t in = (size_t)s->H * (size_t)s->W, out = (size_t)windows_h(s) * (size_t)windows_w(s);
    int OW = windows_w(s), fits = s->S == 2 && (s->K == 2 || s->K == 3);
    memset(f.x, 0, sizeof f.x);
    strip_start(&f.y, y, in * (size_t)s->planes);
    for (int plane = 0; plane < s->planes; plane++, x += in, y += out, place += out) {
        if (fits && (s->K == 2 ? max_of_plane(&f, place, x, s, 2)
                               : max_of_plane(&f, place, x, s, 3)) == 0)
            continue;
        write_cells(&f.y);
        for (int o = 0; o < (int)out; o++)
            max_of_window(y + o, place + o, x, o / OW, o % OW, s);
        f.y.to = y + out;
    }
    write_cells(&f.y);
    streamed();
}

/* --- Backward, one row of cells at a time --------------------------------------------------- */

/* One row of windows: what arrives and who won; LANES more may be read. */
struct arriving {
    const float *g;
    const uint8_t *place;
};

/* Of LANES windows; `at` is negative where there is no window. */
struct lanes_arriving {
    vec g;
    vec_int at;
};

UNROLLED struct lanes_arriving windows_at(struct arriving a, int ow, int OW)
{
    vec_int number = {0};
    for (int i = 0; i < LANES; i++) number[i] = i;
    vec_int at = load_bytes(a.place + ow) | (number + ow >= OW);
    return (struct lanes_arriving){vec_load_anywhere(a.g + ow), at};
}

/* The gradients of the windows that `cell` of theirs won, else zero. */
UNROLLED vec won(struct lanes_arriving a, int cell)
{
    return (vec)((vec_int)a.g & (a.at == cell));
}

/* Cells 2*ow, 2*ow+1, ... */
UNROLLED void put_cells(float *row, int ow, vec even, vec odd)
{
    vec_store_anywhere(row + (ptrdiff_t)2 * ow, zip_low(even, odd));
    if (LANES == 1)
        row[2 * ow + 1] = vec_sum(odd);
    else
        vec_store_anywhere(row + (ptrdiff_t)2 * ow + LANES, zip_high(even, odd));
}

/* A row of cells, counted with the rim, two for each of the `OW` windows and those after them:
   row kh, 0 or 1, of the windows `here`. Those above have it as row 2, if they overlap. Up to
   2 * LANES cells too many are written. */
UNROLLED void cells_of_row(float *row, struct arriving above, struct arriving here, int kh,
                           int pairs, int OW, int K)
{
    vec third_before = {0}, corner_before = {0};
    for (int ow = 0; ow < pairs; ow += LANES) {
        struct lanes_arriving a = windows_at(here, ow, OW);
        vec even = won(a, kh * K), odd = won(a, kh * K + 1);
        if (K == 3) {
            vec third = won(a, kh * K + 2);
            even = vec_behind(third_before, third) + even;
            third_before = third;
        }
        if (K == 3 && kh == 0) {
            a = windows_at(above, ow, OW);
            vec corner = won(a, 8);
            even = vec_behind(corner_before, corner) + won(a, 6) + even;
            odd = won(a, 7) + odd;
            corner_before = corner;
        }
        put_cells(row, ow, even, odd);
    }
}

/* Rows of windows that are not there, or are near the end of the map, with room behind them. */
struct few {
    float no_g[ROOM], g[2][ROOM];
    uint8_t nobody[ROOM], place[2][ROOM];
};

static struct arriving arriving_at(struct few *few, const float *dy, const uint8_t *place,
                                   int oh, int OH, int OW)
{
    if (oh < 0 || oh >= OH) return (struct arriving){few->no_g, few->nobody};
    struct arriving a = {dy + (ptrdiff_t)oh * OW, place + (ptrdiff_t)oh * OW};
    if ((OH - 1 - oh) * OW >= LANES) return a;
    float *g = few->g[oh % 2];
    uint8_t *at = few->place[oh % 2];
    memcpy(g, a.g, (size_t)OW * sizeof *g);
    memcpy(at, a.place, (size_t)OW);
    return (struct arriving){g, at};
}

UNROLLED void cells_of_plane(struct strip *dx, struct few *few, const float *dy,
                             const uint8_t *place, const struct window_shape *s, int K)
{
    int OH = windows_h(s), OW = windows_w(s), pairs = (s->W + s->P + 1) / 2;
    struct arriving here = arriving_at(few, dy, place, -1, OH, OW);
    for (int h = 0; h < s->H; h++) {
        struct arriving above = here;
        int oh = (h + s->P) / 2, kh = (h + s->P) % 2;
        here = arriving_at(few, dy, place, oh, OH, OW);
        if (kh == 0) fetch(dy + ((ptrdiff_t)oh * OW + AHEAD), OW);
        float *row = next_row(dx, s->W), left = s->P ? row[-1] : 0;
        if (kh == 0)
            cells_of_row(row - s->P, above, here, 0, pairs, OW, K);
        else
            cells_of_row(row - s->P, above, here, 1, pairs, OW, K);
        if (s->P) row[-1] = left; /* the rim fell on it */
    }
}

static void max_pool_backward(float *dx, const float *dy, const uint8_t *place,
                              const struct window_shape *s)
{
    size_t in = (size_t)s->H * (size_t)s->W, out = (size_t)windows_h(s) * (size_t)windows_w(s);
    struct strip strip;
    struct few few;
    memset(&few, 0, sizeof few), memset(few.nobody, NOBODY, sizeof few.nobody);
    strip_start(&strip, dx, in * (size_t)s->planes);
    for (size_t plane = 0; plane < (size_t)s->planes; plane++) {
        if (s->S == 2 && s->K == 2)
            cells_of_plane(&strip, &few, dy + plane * out, place + plane * out, s, 2);
        else if (s->S == 2 && s->K == 3)
            cells_of_plane(&strip, &few, dy + plane * out, place + plane * out, s, 3);
        else
            scatter(dx + plane * in, dy + plane * out, place + plane * out, s);
    }
    write_cells(&strip);
    streamed();
}

#endif
