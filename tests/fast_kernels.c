/*
 * Every kernel of the fast code against the layers of the book, on every instruction set that
 * this machine has, for shapes drawn at random.
 *
 * The inputs are whole numbers, at most 8 in size, so every sum is a whole number below 2^24
 * and exact in float: the comparison is for equality, winners of ties included. What float
 * rounding may do to other numbers is the subject of `rounding_stays_within_the_bound`.
 */
#include "fast/cpu.h"
#include "layers/conv.h"
#include "layers/fc.h"
#include "layers/pool.h"
#include "layers/relu.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SHAPES = 25, LANES_AT_MOST = 16 };

static uint64_t seed;

/* 0 .. n-1 */
static int draw(int n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)n);
}

static struct block_shape draw_shape(void)
{
    struct block_shape s = {.C = 1 + draw(9), .K = 1 + 2 * draw(3), .OC = 1 + draw(9)};
    s.H = 6 + draw(9);
    s.W = 6 + draw(9);
    s.P = s.K == 1 ? 0 : draw(s.K);
    return s;
}

/* Memory that is freed at the end of a test, in one go. */
static void *taken[64];
static int taken_count;

static void *take(size_t n, size_t size)
{
    size_t bytes = (n * size + 127) / 64 * 64;
    void *p = aligned_alloc(64, bytes);
    cr_assert_not_null(p);
    memset(p, 0, bytes);
    cr_assert_lt(taken_count, 64);
    return taken[taken_count++] = p;
}

static void give_back(void)
{
    while (taken_count) free(taken[--taken_count]);
}

static float *floats(size_t n)
{
    return take(n, sizeof(float));
}

static double *doubles(size_t n)
{
    return take(n, sizeof(double));
}

/* n whole numbers, -size .. size, the same in both arrays. */
static void fill(float *f, double *d, size_t n, int size)
{
    for (size_t i = 0; i < n; i++) d[i] = f[i] = (float)(draw(2 * size + 1) - size);
}

/* One image's array out of an array in lanes, or into it. */
static float in_lane(const float *lanes, size_t i, int n, const struct lane_kernels *k)
{
    return lanes[i * (size_t)k->lanes + (size_t)n];
}

static void expect(const float *lanes, const double *images, size_t cells,
                   const struct lane_kernels *k, const char *what)
{
    for (int n = 0; n < k->lanes; n++)
        for (size_t i = 0; i < cells; i++)
            cr_assert_eq(in_lane(lanes, i, n, k), (float)images[(size_t)n * cells + i],
                         "%s: %s, image %d, cell %zu: %g, not %g", k->name, what, n, i,
                         in_lane(lanes, i, n, k), images[(size_t)n * cells + i]);
}

static struct conv_shape conv_of(const struct block_shape *s, int N)
{
    return (struct conv_shape){N, s->C, s->H, s->W, s->OC, s->K, s->K, 1, 1, s->P, s->P};
}

static struct pool_shape pool_of(const struct block_shape *s, int N)
{
    return (struct pool_shape){N, s->OC, conv_h(s), conv_w(s), 2, 2, 2, 2, 0, 0};
}

/* What both sides work on: whole numbers, and what the layers make of them. */
struct example {
    struct block_shape s;
    float *x, *w, *b; /* x in lanes */
    double *xd, *wd, *bd;
    double *conv, *relu, *pool; /* of the layers, (lanes, ...) */
    size_t *argmax;
    float *g; /* upstream of the pool, in lanes; zero where the pool is not positive */
    double *gd, *dconv, *dx, *dw, *db;
};

static struct example work_out(const struct block_shape *s, const struct lane_kernels *k)
{
    struct example e = {.s = *s};
    size_t N = (size_t)k->lanes, in = input_cells(s), full = conv_cells(s),
           out = pooled_cells(s);
    float *images = floats(in * N), *g = floats(out * N);
    e.x = floats(in * N), e.xd = doubles(in * N);
    e.w = floats(weight_count(s)), e.wd = doubles(weight_count(s));
    e.b = floats((size_t)s->OC), e.bd = doubles((size_t)s->OC);
    fill(images, e.xd, in * N, 3);
    fill(e.w, e.wd, weight_count(s), 2);
    fill(e.b, e.bd, (size_t)s->OC, 3);
    k->pack(e.x, images, k->lanes, in);

    struct conv_shape conv = conv_of(s, k->lanes);
    struct pool_shape pool = pool_of(s, k->lanes);
    e.conv = doubles(full * N), e.relu = doubles(full * N), e.pool = doubles(out * N);
    e.argmax = take(out * N, sizeof *e.argmax);
    conv_forward(e.conv, e.xd, e.wd, e.bd, &conv);
    relu_forward(e.relu, e.conv, full * N);
    maxpool_forward(e.pool, e.argmax, e.conv, &pool);

    e.g = floats(out * N), e.gd = doubles(out * N);
    fill(g, e.gd, out * N, 4);
    for (size_t i = 0; i < out * N; i++)
        if (e.pool[i] <= 0) g[i] = 0, e.gd[i] = 0;
    k->pack(e.g, g, k->lanes, out);
    e.dconv = doubles(full * N), e.dx = doubles(in * N);
    e.dw = doubles(weight_count(s)), e.db = doubles((size_t)s->OC);
    maxpool_backward(e.dconv, e.gd, e.argmax, out * N);
    conv_backward(e.dx, e.dw, e.db, e.dconv, e.xd, e.wd, &conv);
    return e;
}

/* Runs a check for many shapes on every instruction set. */
static void for_all(void (*check)(const struct example *, const struct lane_kernels *))
{
    const struct lane_kernels *list[MOST_KERNELS];
    int n = kernels_here(list);
    cr_assert_geq(n, 2);
    for (int i = 0; i < n; i++) {
        seed = 5;
        for (int shape = 0; shape < SHAPES; shape++) {
            struct block_shape s = draw_shape();
            if (shape == 0) s = (struct block_shape){1, 28, 28, 8, 5, 2};
            if (shape == 1) s = (struct block_shape){8, 14, 14, 16, 5, 2};
            if (conv_h(&s) < 2 || conv_w(&s) < 2) continue;
            struct example e = work_out(&s, list[i]);
            check(&e, list[i]);
            give_back();
        }
    }
}

static void check_conv(const struct example *e, const struct lane_kernels *k)
{
    float *y = floats(conv_cells(&e->s) * (size_t)k->lanes);
    k->conv(y, e->x, e->w, e->b, &e->s);
    expect(y, e->conv, conv_cells(&e->s), k, "conv");
    k->relu(y, conv_cells(&e->s));
    expect(y, e->relu, conv_cells(&e->s), k, "relu");
}

Test(fast_kernels, convolution_and_relu)
{
    for_all(check_conv);
}

/* The place of a winner in its window, from the argmax of the layers. */
static int place_of(const struct example *e, size_t i)
{
    size_t OW = (size_t)conv_w(&e->s), OH = (size_t)conv_h(&e->s);
    size_t cell = e->argmax[i] % (OH * OW);
    return (int)(cell / OW % 2 * 2 + cell % OW % 2);
}

static void expect_places(const uint8_t *place, const struct example *e,
                          const struct lane_kernels *k)
{
    size_t out = pooled_cells(&e->s);
    for (size_t n = 0; n < (size_t)k->lanes; n++)
        for (size_t i = 0; i < out; i++)
            cr_assert_eq(place[i * (size_t)k->lanes + n], place_of(e, n * out + i),
                         "%s: winner of window %zu", k->name, i);
}

static void check_fused(const struct example *e, const struct lane_kernels *k)
{
    size_t out = pooled_cells(&e->s), lanes = (size_t)k->lanes;
    float *y = floats(out * lanes);
    uint8_t *place = take(out * lanes, 1);
    double *expected = doubles(out * lanes);
    relu_forward(expected, e->pool, out * lanes);
    k->conv_pool(y, place, e->x, e->w, e->b, &e->s);
    expect(y, expected, out, k, "conv_pool");
    expect_places(place, e, k);
}

Test(fast_kernels, fused_convolution_relu_and_pool_with_first_of_equals)
{
    for_all(check_fused);
}

static void check_pool(const struct example *e, const struct lane_kernels *k)
{
    size_t out = pooled_cells(&e->s), full = conv_cells(&e->s), lanes = (size_t)k->lanes;
    float *y = floats(out * lanes), *x = floats(full * lanes);
    uint8_t *place = take(out * lanes, 1);
    k->conv(x, e->x, e->w, e->b, &e->s);
    k->pool(y, place, x, &e->s);
    expect(y, e->pool, out, k, "pool");
    expect_places(place, e, k);
    k->pool_backward(x, e->g, place, &e->s);
    expect(x, e->dconv, full, k, "pool_backward");
}

Test(fast_kernels, pool_and_its_way_back)
{
    for_all(check_pool);
}

static void expect_all(const float *a, const double *b, size_t n, const char *name,
                       const char *what)
{
    for (size_t i = 0; i < n; i++)
        cr_assert_eq(a[i], (float)b[i], "%s: %s.%zu is %g, not %g", name, what, i, a[i], b[i]);
}

static void check_dense(const struct example *e, const struct lane_kernels *k)
{
    const struct block_shape *s = &e->s;
    size_t lanes = (size_t)k->lanes;
    float *y = floats(pooled_cells(s) * lanes), *dconv = floats(conv_cells(s) * lanes);
    uint8_t *place = take(pooled_cells(s) * lanes, 1);
    float *dx = floats(input_cells(s) * lanes), *dw = floats(weight_count(s));
    float *db = floats((size_t)s->OC), *flipped = floats(weight_count(s));
    k->conv_pool(y, place, e->x, e->w, e->b, s);
    k->pool_backward(dconv, e->g, place, s);
    for (size_t i = 0; i < weight_count(s); i++) dw[i] = 5; /* is added to */
    for (int i = 0; i < s->OC; i++) db[i] = 5;
    k->conv_backward(dx, dw, db, dconv, e->x, e->w, flipped, s);
    for (size_t i = 0; i < weight_count(s); i++) dw[i] -= 5;
    for (int i = 0; i < s->OC; i++) db[i] -= 5;
    expect(dx, e->dx, input_cells(s), k, "dense dx");
    expect_all(dw, e->dw, weight_count(s), k->name, "dense dw");
    expect_all(db, e->db, (size_t)s->OC, k->name, "dense db");
}

Test(fast_kernels, dense_backward)
{
    for_all(check_dense);
}

/* (OC, C, K, K) <-> (OC, K, row) with the channel fastest; see kernels.h. */
static size_t in_rows(size_t i, const struct block_shape *s)
{
    size_t K = (size_t)s->K, C = (size_t)s->C;
    size_t kw = i % K, kh = i / K % K, c = i / (K * K) % C, oc = i / (K * K * C);
    return (oc * K + kh) * row_floats(s) + kw * C + c;
}

/* dx of one image out of its channel-last map. */
static void expect_map(const float *map, const double *dx, const struct lane_kernels *k,
                       const struct block_shape *s)
{
    for (int c = 0; c < s->C; c++)
        for (int h = 0; h < s->H; h++)
            for (int w = 0; w < s->W; w++) {
                float found = map[((h + s->P) * (s->W + 2 * s->P) + w + s->P) * s->C + c];
                double expected = dx[(c * s->H + h) * s->W + w];
                cr_assert_eq(found, (float)expected, "%s: sparse dx at %d,%d,%d: %g, not %g",
                             k->name, c, h, w, found, expected);
            }
}

static void check_sparse(const struct example *e, const struct lane_kernels *k)
{
    const struct block_shape *s = &e->s;
    size_t lanes = (size_t)k->lanes, windows = pooled_cells(s) / (size_t)s->OC;
    size_t rows = (size_t)s->OC * (size_t)s->K * row_floats(s);
    float *y = floats(pooled_cells(s) * lanes), *maps = floats(map_floats(s) * lanes);
    float *g = floats(pooled_cells(s) * lanes), *dmap = floats(map_floats(s));
    float *w = floats(rows), *dw = floats(rows), *db = floats((size_t)s->OC);
    uint8_t *place = take(pooled_cells(s) * lanes, 1);
    struct winner *list = take(windows, sizeof *list);
    int32_t *step = take(pooled_cells(s) * lanes, sizeof *step);
    struct gradient_layout at = {windows, (size_t)pooled_w(s), 1};
    for (size_t i = 0; i < weight_count(s); i++) w[in_rows(i, s)] = e->w[i];
    k->conv_pool(y, place, e->x, e->w, e->b, s);
    k->unpack(g, e->g, k->lanes, pooled_cells(s));
    k->unpack_maps(maps, e->x, k->lanes, s);
    k->unpack_steps(step, place, k->lanes, s);
    for (size_t n = 0; n < lanes; n++) {
        memset(dmap, 0, map_floats(s) * sizeof *dmap);
        k->sparse(dmap, dw, db, g + n * pooled_cells(s), &at, step + n * pooled_cells(s),
                  maps + n * map_floats(s), w, list, s);
        expect_map(dmap, e->dx + n * input_cells(s), k, s);
    }
    for (size_t i = 0; i < weight_count(s); i++)
        cr_assert_eq(dw[in_rows(i, s)], (float)e->dw[i], "%s: sparse dw.%zu", k->name, i);
    expect_all(db, e->db, (size_t)s->OC, k->name, "sparse db");
}

Test(fast_kernels, sparse_backward_is_the_dense_one)
{
    for_all(check_sparse);
}

/* Zero times NaN is NaN, so if a winner whose gradient is 0 or -0 were visited, it would show. */
Test(fast_kernels, a_winner_without_gradient_is_not_visited)
{
    const struct block_shape s = {8, 14, 14, 16, 5, 2};
    const struct lane_kernels *list[MOST_KERNELS];
    int n = kernels_here(list);
    for (int i = 0; i < n; i++) {
        size_t rows = (size_t)s.OC * (size_t)s.K * row_floats(&s), cells = pooled_cells(&s);
        float *map = floats(map_floats(&s)), *dmap = floats(map_floats(&s)), *g = floats(cells);
        float *w = floats(rows), *dw = floats(rows), *db = floats((size_t)s.OC);
        int32_t *step = take(cells, sizeof *step);
        struct winner *winners = take(cells, sizeof *winners);
        struct gradient_layout at = {cells / (size_t)s.OC, (size_t)pooled_w(&s), 1};
        for (size_t j = 0; j < map_floats(&s); j++) map[j] = NAN;
        for (size_t j = 0; j < rows; j++) w[j] = NAN;
        for (size_t j = 0; j < cells; j++) g[j] = j % 2 ? 0.0F : -0.0F;
        list[i]->sparse(dmap, dw, db, g, &at, step, map, w, winners, &s);
        for (size_t j = 0; j < rows; j++) cr_assert_eq(dw[j], 0, "%s", list[i]->name);
        for (size_t j = 0; j < map_floats(&s); j++) cr_assert_eq(dmap[j], 0);
        give_back();
    }
}

static void check_fc(const struct example *e, const struct lane_kernels *k)
{
    const struct block_shape *s = &e->s;
    int I = (int)input_cells(s), O = 1 + draw(23);
    size_t lanes = (size_t)k->lanes, in = (size_t)I, out = (size_t)O;
    float *w = floats(in * out), *b = floats(out), *dy = floats(out * lanes);
    double *wd = doubles(in * out), *bd = doubles(out), *dyd = doubles(out * lanes);
    float *dy_images = floats(out * lanes), *y = floats(out * lanes);
    double *yd = doubles(out * lanes), *dxd = doubles(in * lanes), *dwd = doubles(in * out);
    double *dbd = doubles(out);
    float *dx = floats(in * lanes), *dw = floats(in * out), *db = floats(out);
    fill(w, wd, in * out, 2);
    fill(b, bd, out, 3);
    fill(dy_images, dyd, out * lanes, 3);
    k->pack(dy, dy_images, k->lanes, out);
    fc_forward(yd, e->xd, wd, bd, k->lanes, I, O);
    fc_backward(dxd, dwd, dbd, dyd, e->xd, wd, k->lanes, I, O);
    k->fc(y, e->x, w, b, I, O);
    k->fc_backward(dx, dw, db, dy, e->x, w, I, O);
    expect(y, yd, out, k, "fc");
    expect(dx, dxd, in, k, "fc dx");
    expect_all(dw, dwd, in * out, k->name, "fc dw");
    expect_all(db, dbd, out, k->name, "fc db");
}

Test(fast_kernels, fully_connected)
{
    for_all(check_fc);
}

static void check_pack(const struct example *e, const struct lane_kernels *k)
{
    size_t cells = input_cells(&e->s), lanes = (size_t)k->lanes;
    float *back = floats(cells * lanes), *again = floats(cells * lanes);
    int count = 1 + draw(k->lanes);
    k->unpack(back, e->x, k->lanes, cells);
    for (size_t i = 0; i < cells * lanes; i++) cr_assert_eq(back[i], (float)e->xd[i]);
    k->pack(again, back, count, cells);
    for (int n = 0; n < k->lanes; n++)
        for (size_t i = 0; i < cells; i++)
            cr_assert_eq(in_lane(again, i, n, k), n < count ? in_lane(e->x, i, n, k) : 0);
}

Test(fast_kernels, packing_and_unpacking_and_missing_images)
{
    for_all(check_pack);
}

Test(fast_kernels, relu_lets_a_nan_pass_and_stops_zero)
{
    const struct lane_kernels *list[MOST_KERNELS];
    int n = kernels_here(list);
    for (int i = 0; i < n; i++) {
        float *v = floats(3 * LANES_AT_MOST), *g = floats(3 * LANES_AT_MOST);
        size_t cells = 3;
        for (int j = 0; j < 3 * list[i]->lanes; j++) {
            v[j] = j % 3 == 0 ? NAN : j % 3 == 1 ? 0.0F : -2.0F;
            g[j] = 7;
        }
        list[i]->relu_backward(g, v, cells);
        for (int j = 0; j < 3 * list[i]->lanes; j++) cr_assert_eq(g[j], j % 3 == 0 ? 7 : 0);
        for (int j = 0; j < 3 * list[i]->lanes; j++) g[j] = 7;
        list[i]->relu_map(g, v, cells * (size_t)list[i]->lanes);
        for (int j = 0; j < 3 * list[i]->lanes; j++) cr_assert_eq(g[j], j % 3 == 0 ? 7 : 0);
        list[i]->relu(v, cells);
        for (int j = 0; j < 3 * list[i]->lanes; j++)
            cr_assert(j % 3 == 0 ? isnan(v[j]) : v[j] == 0);
        give_back();
    }
}

/*
 * Any numbers, not only whole ones. A sum of n products in float, in any order, fused or not,
 * is off by at most n*u / (1 - n*u) times the sum of the absolute values of the products,
 * u = 2^-24: each product and each addition rounds once, and no term passes through more than
 * n roundings. The sum of absolute values is what the layer makes of |x|, |w| and |b|.
 */
static void check_rounding(const struct example *e, const struct lane_kernels *k)
{
    const struct block_shape *s = &e->s;
    size_t lanes = (size_t)k->lanes, in = input_cells(s) * lanes, out = conv_cells(s) * lanes;
    double n = s->C * s->K * s->K + 1, u = 0x1p-24, bound = n * u / (1 - n * u);
    float *images = floats(in), *x = floats(in), *y = floats(out), *w = floats(weight_count(s));
    double *xd = doubles(in), *wd = doubles(weight_count(s)), *yd = doubles(out);
    double *size = doubles(out), *b = doubles((size_t)s->OC);
    for (size_t i = 0; i < in; i++)
        xd[i] = images[i] = (float)e->xd[i] + (float)draw(999) / 997;
    for (size_t i = 0; i < weight_count(s); i++)
        wd[i] = w[i] = e->w[i] - (float)draw(999) / 991;
    struct conv_shape conv = conv_of(s, k->lanes);
    conv_forward(yd, xd, wd, e->bd, &conv);
    for (size_t i = 0; i < in; i++) xd[i] = fabs(xd[i]);
    for (size_t i = 0; i < weight_count(s); i++) wd[i] = fabs(wd[i]);
    for (int i = 0; i < s->OC; i++) b[i] = fabs(e->bd[i]);
    conv_forward(size, xd, wd, b, &conv);
    k->pack(x, images, k->lanes, input_cells(s));
    k->conv(y, x, w, e->b, s);
    size_t cells = conv_cells(s), rounded = 0;
    for (size_t i = 0; i < out; i++) {
        double found = in_lane(y, i % cells, (int)(i / cells), k);
        cr_assert_leq(fabs(found - yd[i]), bound * size[i], "%s: %g, not %g", k->name, found,
                      yd[i]);
        rounded += found != yd[i];
    }
    if (n > 2) cr_assert_gt(rounded, 0, "these numbers should not come out exact");
}

Test(fast_kernels, rounding_stays_within_the_bound)
{
    for_all(check_rounding);
}
