/*
 * Max-pooling by itself in float, against the layer of the book in double: the same winners and
 * the same sums, on every instruction set that this machine has.
 *
 * The cells are few whole numbers, so that there are ties in most windows and all sums are
 * exact: the comparison is for equality.
 */
#include "fast/cpu.h"
#include "layers/pool.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PLANES = 3, MOST = PLANES * 90 * 90, SHAPES = 200 };

static float x[MOST], y[MOST], dy[MOST], dx[MOST];
static uint8_t place[MOST];
static double xd[MOST], yd[MOST], dyd[MOST], dxd[MOST];
static size_t argmax[MOST];
static uint64_t seed;

/* 0 .. n-1 */
static int draw(int n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)n);
}

/* Mostly -2 .. 2; some maps have a NaN here and there, or -inf. */
static float draw_cell(int strange)
{
    int kind = strange ? draw(12) : 12;
    if (kind == 0) return NAN;
    return kind < 6 ? -INFINITY : (float)(draw(5) - 2);
}

static void draw_map(const struct window_shape *s)
{
    int strange = draw(2);
    for (int i = 0; i < s->planes * s->H * s->W; i++) xd[i] = x[i] = draw_cell(strange);
    for (int i = 0; i < s->planes * windows_h(s) * windows_w(s); i++)
        dyd[i] = dy[i] = (float)(draw(9) - 4);
}

/* The flat index of the winner, as the layer gives it, from its place in the window. */
static size_t flat(int out, const struct window_shape *s)
{
    int OH = windows_h(s), OW = windows_w(s), plane = out / OW / OH;
    int h = out / OW % OH * s->S - s->P + place[out] / s->K;
    int w = out % OW * s->S - s->P + place[out] % s->K;
    return ((size_t)plane * (size_t)s->H + (size_t)h) * (size_t)s->W + (size_t)w;
}

static void expect_forward(const struct window_shape *s, const char *name)
{
    for (int i = 0; i < s->planes * windows_h(s) * windows_w(s); i++) {
        cr_assert_eq(flat(i, s), argmax[i],
                     "%s, %dx%d, window %d, stride %d, padding %d: window "
                     "%d is won by cell %zu, not %zu",
                     name, s->H, s->W, s->K, s->S, s->P, i, flat(i, s), argmax[i]);
        cr_assert(y[i] == (float)yd[i] || (isnan(y[i]) && isnan(yd[i])), "%s: window %d", name,
                  i);
    }
}

static void expect_backward(const struct window_shape *s, const char *name)
{
    for (int i = 0; i < s->planes * s->H * s->W; i++)
        cr_assert_eq(dx[i], (float)dxd[i],
                     "%s, %dx%d, window %d, stride %d, padding %d: cell %d "
                     "collects %g, not %g",
                     name, s->H, s->W, s->K, s->S, s->P, i, (double)dx[i], dxd[i]);
}

/* What is in y and dx before must not matter. */
static void compare(const struct lane_kernels *k, const struct window_shape *s)
{
    struct pool_shape layer = {s->planes, 1, s->H, s->W, s->K, s->K, s->S, s->S, s->P, s->P};
    cr_assert_null(pool_shape_error(&layer));
    memset(y, 0x55, sizeof y), memset(dx, 0x55, sizeof dx), memset(dxd, 0, sizeof dxd);
    maxpool_forward(yd, argmax, xd, &layer);
    maxpool_backward(dxd, dyd, argmax, (size_t)(s->planes * windows_h(s) * windows_w(s)));
    k->max_pool(y, place, x, s);
    expect_forward(s, k->name);
    k->max_pool_backward(dx, dy, place, s);
    expect_backward(s, k->name);
}

static void on_all(const struct window_shape *s)
{
    const struct lane_kernels *list[MOST_KERNELS];
    int n = kernels_here(list);
    draw_map(s);
    for (int k = 0; k < n; k++) compare(list[k], s);
}

Test(fast_pool, shapes_of_the_bench)
{
    seed = 3;
    on_all(&(struct window_shape){PLANES, 28, 28, 2, 2, 0});
    on_all(&(struct window_shape){1, 112, 112, 3, 2, 0});
    on_all(&(struct window_shape){1, 112, 112, 3, 2, 1});
}

Test(fast_pool, any_shape_ties_nan_padding)
{
    seed = 4;
    for (int i = 0; i < SHAPES; i++) {
        struct window_shape s = {
            .planes = 1 + draw(PLANES), .K = 1 + draw(4), .S = 1 + draw(3)};
        if (i % 2) s.K = 2 + draw(2), s.S = 2;
        s.P = draw(s.K / 2 + 1);
        s.H = s.K + draw(i % 3 ? 20 : 80), s.W = s.K + draw(i % 3 ? 20 : 80);
        on_all(&s);
    }
}

/* A single NaN wins its windows, wherever it is, and a single infinity disturbs none. In rows of 33
   cells sixteen windows of 3 end with the row: its last cell is a third one and nobody's first. */
Test(fast_pool, one_strange_cell_anywhere)
{
    const struct lane_kernels *list[MOST_KERNELS];
    int n = kernels_here(list);
    seed = 7;
    for (int i = 0; i < 8; i++) {
        struct window_shape s = {1, 5, i < 4 ? 37 : 33, 2 + i % 2, 2, i / 2 % 2};
        for (int cell = 0; cell < s.H * s.W; cell++) {
            for (int j = 0; j < s.H * s.W; j++) xd[j] = x[j] = draw_cell(0);
            for (int j = 0; j < windows_h(&s) * windows_w(&s); j++) dyd[j] = dy[j] = 1;
            xd[cell] = x[cell] = cell % 3 ? NAN : (float)(cell % 2 ? INFINITY : -INFINITY);
            for (int k = 0; k < n; k++) compare(list[k], &s);
        }
    }
}

/* -inf in every cell: the first real one wins, never the padding. */
Test(fast_pool, padding_never_wins)
{
    struct window_shape s = {1, 41, 41, 3, 2, 1};
    seed = 5;
    draw_map(&s);
    for (int i = 0; i < s.H * s.W; i++) xd[i] = x[i] = -INFINITY;
    const struct lane_kernels *list[MOST_KERNELS];
    int n = kernels_here(list);
    for (int k = 0; k < n; k++) {
        compare(list[k], &s);
        cr_assert_eq(place[0], 4); /* row 1, column 1 of its window */
    }
}

/* Large maps are written past the cache, in whole lines: the same cells as one plane after the
   other, wherever the map begins, and nothing before or behind it. */
Test(fast_pool, maps_larger_than_the_cache)
{
    struct window_shape s = {420, 113, 101, 3, 2, 1}, one = s;
    const struct lane_kernels *list[MOST_KERNELS];
    size_t in = 113 * 101, out = 57 * 51, all = 420 * in;
    int n = kernels_here(list);
    float *from = malloc(all * sizeof *from), *to = malloc((all + 32) * sizeof *to),
          *pooled = malloc(420 * out * sizeof *pooled);
    uint8_t *where = malloc(420 * out);
    cr_assert(from && to && pooled && where);
    one.planes = 1, seed = 6;
    cr_assert_eq((size_t)windows_h(&s) * (size_t)windows_w(&s), out);
    for (size_t i = 0; i < all; i++) from[i] = (float)draw(9);
    for (int k = 0; k < n; k++) {
        int start = 1 + 3 * k;
        for (size_t i = 0; i < all + 32; i++) to[i] = -7;
        list[k]->max_pool(pooled, where, from, &s);
        list[k]->max_pool_backward(to + start, pooled, where, &s);
        for (size_t p = 0; p < 420; p++) {
            list[k]->max_pool(y, place, from + p * in, &one);
            cr_assert_arr_eq(pooled + p * out, y, out * sizeof *y);
            cr_assert_arr_eq(where + p * out, place, out);
            list[k]->max_pool_backward(dx, y, place, &one);
            cr_assert_arr_eq(to + start + (ptrdiff_t)(p * in), dx, in * sizeof *dx);
        }
        cr_assert(to[start - 1] == -7 && to[(size_t)start + all] == -7);
    }
    free(from), free(to), free(pooled), free(where);
}

/* Rows of 5 cells go to memory 409 at a time, of a strip of 2048; of these rows one is left over,
   and wherever the map begins, it need not fill the cache line that it is in. All cells are equal,
   so the first of each window wins. */
Test(fast_pool, a_large_map_ends_within_a_line)
{
    enum { ROWS = 409 * 2052 + 1, WIDTH = 5, OUT = ROWS / 2 * 2 };
    const struct window_shape s = {1, ROWS, WIDTH, 2, 2, 0};
    const struct lane_kernels *list[MOST_KERNELS];
    int n = kernels_here(list);
    size_t cells = (size_t)ROWS * WIDTH;
    float *from = calloc(cells, sizeof *from), *g = malloc(OUT * sizeof *g),
          *to = malloc((cells + 32) * sizeof *to), *pooled = malloc(OUT * sizeof *pooled);
    uint8_t *where = malloc(OUT);
    cr_assert(from && g && to && pooled && where);
    cr_assert_eq((size_t)windows_h(&s) * (size_t)windows_w(&s), OUT);
    for (int i = 0; i < OUT; i++) g[i] = (float)(i % 7 + 1);
    for (int k = 0; k < n; k++)
        for (int start = 1; start < 16; start += 5) {
            size_t wrong = 0;
            for (size_t i = 0; i < cells + 32; i++) to[i] = -7;
            list[k]->max_pool(pooled, where, from, &s);
            list[k]->max_pool_backward(to + start, g, where, &s);
            for (size_t i = 0; i < cells; i++) {
                size_t h = i / WIDTH, w = i % WIDTH;
                int wins = h % 2 == 0 && h < ROWS - 1 && w % 2 == 0 && w < WIDTH - 1;
                wrong += to[(size_t)start + i] != (wins ? g[h / 2 * 2 + w / 2] : 0);
            }
            cr_assert_eq(wrong, 0, "%s: %zu cells are wrong", list[k]->name, wrong);
            cr_assert(to[start - 1] == -7 && to[(size_t)start + cells] == -7);
        }
    free(from), free(g), free(to), free(pooled), free(where);
}
