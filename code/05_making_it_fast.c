/*
 * Chapter 5: the way back from the winners alone.
 *
 *     5x5 image -> conv 2x2 -> 4x4 map -> max-pool 2x2 -> ReLU -> 2x2, with a gradient each
 *
 * Dense: put each gradient at its winner, zeros elsewhere, and let the convolution's backward
 * visit all cells. Sparse: visit the winners. Rule: the sums are the same, because what is left
 * out is zero times something. Then the count of multiplications in LeNet-F, both ways.
 *
 *     build/bin/05_making_it_fast               the worked example
 *     build/bin/05_making_it_fast --bench       how fast each version is here (make bench)
 */
#include "fast/bench.h"
#include "layers/conv.h"
#include "layers/pool.h"
#include "program/options.h"
#include "program/table.h"
#include "program/values.h"

#include <stdio.h>

enum { SIDE = 5, K = 2, MAP = SIDE - K + 1, POOLED = MAP / 2, CELLS = SIDE * SIDE };

// begin sparse_example
/* The example: whole numbers, and one window in which ReLU is off. */
static double image[CELLS] = {
    1, 0, 2, 1, 0, /**/
    0, 1, 1, 0, 2, /**/
    2, 0, 0, 1, 1, /**/
    1, 2, 0, 0, 1, /**/
    0, 1, 1, 2, 0, /**/
};
static double filter[K * K] = {1, -1, 0, 2};
static double bias = -3;
static double upstream[POOLED * POOLED] = {2, -1, 3, 1};
// end sparse_example

/* One way back: the gradients, and what they cost. */
struct way_back {
    double dw[K * K], dx[CELLS];
    double cells, products; /* visited cells of the map; multiplications */
};

struct example {
    double y[MAP * MAP], pooled[POOLED * POOLED], out[POOLED * POOLED];
    size_t argmax[POOLED * POOLED];
    double g[POOLED * POOLED], dy[MAP * MAP]; /* behind the pool, in front of it */
    struct way_back dense, sparse;
};

/* One cell of the map: its gradient times each weight to dx, times each input to dw. */
static void visit(struct way_back *b, int h, int w, double g)
{
    b->cells++;
    for (int kh = 0; kh < K; kh++)
        for (int kw = 0; kw < K; kw++) {
            int input = (h + kh) * SIDE + w + kw;
            b->dw[kh * K + kw] += g * image[input];
            b->dx[input] += g * filter[kh * K + kw];
            b->products += 2;
        }
}

// begin dense_or_sparse
static void visit_all(struct way_back *b, const double *dy)
{
    for (int cell = 0; cell < MAP * MAP; cell++) visit(b, cell / MAP, cell % MAP, dy[cell]);
}

static void visit_winners(struct way_back *b, const double *g, const size_t *argmax)
{
    for (int window = 0; window < POOLED * POOLED; window++) {
        int winner = (int)argmax[window];
        if (g[window] != 0) visit(b, winner / MAP, winner % MAP, g[window]);
    }
}
// end dense_or_sparse

static void work_out(struct example *e)
{
    struct conv_shape conv = {1, 1, SIDE, SIDE, 1, K, K, 1, 1, 0, 0};
    struct pool_shape pool = {1, 1, MAP, MAP, 2, 2, 2, 2, 0, 0};
    *e = (struct example){0};
    conv_forward(e->y, image, filter, &bias, &conv);
    maxpool_forward(e->pooled, e->argmax, e->y, &pool);
    for (int i = 0; i < POOLED * POOLED; i++) {
        int on = e->pooled[i] > 0; /* ReLU after the pool: one look a window, not four */
        e->out[i] = on ? e->pooled[i] : 0;
        e->g[i] = on ? upstream[i] : 0;
    }
    maxpool_backward(e->dy, e->g, e->argmax, POOLED * POOLED);
    visit_all(&e->dense, e->dy);
    visit_winners(&e->sparse, e->g, e->argmax);
}

static void show_example(const struct example *e)
{
    heading("Forward");
    show((const struct shown[]){{"x", "image", image, SIDE, SIDE},
                                {"w", "filter", filter, K, K},
                                {"b", "bias", &bias, 0, 0},
                                {"y", "conv map", e->y, MAP, MAP},
                                {"pooled", "pooled", e->pooled, POOLED, POOLED},
                                {"out", "after ReLU", e->out, POOLED, POOLED},
                                {0}});
    heading("Back: behind ReLU, behind the pool, and in front of it");
    show((const struct shown[]){{"upstream", "upstream", upstream, POOLED, POOLED},
                                {"g", "where ReLU was on", e->g, POOLED, POOLED},
                                {"dy", "at the conv map", e->dy, MAP, MAP},
                                {0}});
    heading("Dense: every cell of the map is visited");
    show((const struct shown[]){{"dense.dw", "filter gradient", e->dense.dw, K, K},
                                {"dense.dx", "image gradient", e->dense.dx, SIDE, SIDE},
                                {"dense.cells", "cells", &e->dense.cells, 0, 0},
                                {"dense.products", "products", &e->dense.products, 0, 0},
                                {0}});
    heading("Sparse: the winners alone");
    show((const struct shown[]){{"sparse.dw", "filter gradient", e->sparse.dw, K, K},
                                {"sparse.dx", "image gradient", e->sparse.dx, SIDE, SIDE},
                                {"sparse.cells", "cells", &e->sparse.cells, 0, 0},
                                {"sparse.products", "products", &e->sparse.products, 0, 0},
                                {0}});
}

/* --- LeNet-F: multiplications and additions of one image ------------------------------------- */

struct count {
    double conv1, conv2, fc, all;
};

static struct count add_up(double conv1, double conv2, double fc)
{
    return (struct count){conv1, conv2, fc, conv1 + conv2 + fc};
}

static void show_count(const char *name, const char *title, const struct count *c)
{
    char names[4][40];
    static const char *const part[4] = {"conv1", "conv2", "fc", "all"};
    for (int i = 0; i < 4; i++) snprintf(names[i], sizeof names[i], "%s.%s", name, part[i]);
    heading(title);
    show((const struct shown[]){{names[0], "first conv", &c->conv1, 0, 0},
                                {names[1], "second conv", &c->conv2, 0, 0},
                                {names[2], "FC", &c->fc, 0, 0},
                                {names[3], "together", &c->all, 0, 0},
                                {0}});
}

/* 2 for each weight and each place it is used at: one multiplication and one addition. Returns
   those of one image's training if none is left out. */
static double show_counts(void)
{
    double cells1 = 8 * 28 * 28, cells2 = 16 * 14 * 14, weights1 = 5 * 5, weights2 = 8 * 5 * 5;
    double fc = 2.0 * 784 * 10;
    struct count forward = add_up(2 * cells1 * weights1, 2 * cells2 * weights2, fc);
    /* dw costs as much as forward; dx too, and the first convolution needs none. */
    struct count dense = add_up(forward.conv1, 2 * forward.conv2, 2 * fc);
    struct count sparse = add_up(dense.conv1 / 4, dense.conv2 / 4, 2 * fc);
    double train = forward.all + dense.all, winners = forward.all + sparse.all;
    double factor = train / winners;
    show_count("forward", "LeNet-F forward: multiplications and additions of one image",
               &forward);
    show_count("backward", "Backward, dense", &dense);
    show_count("winners", "Backward, the winners alone, every ReLU on", &sparse);
    heading("One image of training, forward and backward");
    show((const struct shown[]){{"train.dense", "dense", &train, 0, 0},
                                {"train.winners", "winners", &winners, 0, 0},
                                {"train.factor", "times less", &factor, 0, 0},
                                {0}});
    /* The numbers of the map in front of a pool that forward and backward touch: bytes. */
    double map = 4 * cells1, pooled = map / 4 + cells1 / 4;
    heading("Bytes of the first block's map: written in full, or only pooled with its places");
    show((const struct shown[]){
        {"bytes.map", "full map", &map, 0, 0}, {"bytes.pooled", "pooled", &pooled, 0, 0}, {0}});
    return train;
}

/* --- LeNet-F: bytes -------------------------------------------------------------------------- */

/* Floats that one image's training reads or writes, and the places of the winners, a byte each. */
static double bytes(double floats)
{
    double places = 8 * 14 * 14 + 16 * 7 * 7;
    return 4 * floats + 2 * places; /* written once, read once */
}

/* A roofline asks: how many operations for each byte? Every pass over an array counts once. */
static void show_traffic(double train)
{
    double pooled1 = 8 * 14 * 14, pooled2 = 16 * 7 * 7, pooled = pooled1 + pooled2;
    double conv2 = 16 * 14 * 14, conv = 8 * 28 * 28 + conv2, input = 28 * 28 + pooled1;
    double columns1 = 5 * 5 * 28 * 28, columns2 = 8 * 5 * 5 * 14 * 14;
    /* Convolution, ReLU and pool write and read the maps; FC reads its input. Back: FC, pool,
       ReLU on the full maps, then dw from gradient and input, and dx. */
    double forward = input + 4 * conv + pooled + pooled2;
    double back_dw = 2 * conv + input, back_dx = conv2 + pooled1;
    double lanes = bytes(forward + 2 * pooled2 + pooled + 3 * conv + back_dw + back_dx);
    /* ReLU on pooled maps: two passes forward and three back that are a quarter as long. */
    double pool_first = lanes - 4 * 5 * (conv - pooled);
    /* The full map is not written and read again, and the pooled map not for the late ReLU. */
    double fused = pool_first - 4 * 2 * (conv + pooled);
    /* The gradient's full map is neither written nor read: winners, their places as numbers,
       and all maps turned around; between the blocks a gradient that is cleared, added to,
       cut by ReLU and read. */
    double turned = 2 * pooled2 + pooled + 2 * input, between = (1 + 2 + 3 + 1) * pooled1;
    double sparse = bytes(input + pooled + pooled2 + (2 + 3) * pooled2 + turned + pooled2 +
                          pooled + input + between);
    /* The columns: written and read forward, again for dw, and once more for dx. */
    double im2col = lanes + 4 * (2 * 2 * (columns1 + columns2) + 2 * columns2);
    const double traffic[5] = {im2col, lanes, pool_first, fused, sparse};
    double intensity[5];
    for (int i = 0; i < 5; i++) intensity[i] = train / traffic[i];
    heading("Bytes of maps and columns that one image of training moves");
    show((const struct shown[]){{"traffic.im2col", "im2col", &traffic[0], 0, 0},
                                {"traffic.lanes", "lanes", &traffic[1], 0, 0},
                                {"traffic.pool_first", "ReLU late", &traffic[2], 0, 0},
                                {"traffic.fused", "fused", &traffic[3], 0, 0},
                                {"traffic.sparse", "winners", &traffic[4], 0, 0},
                                {0}});
    heading("Operations for each byte, those left out included");
    show((const struct shown[]){{"intensity.im2col", "im2col", &intensity[0], 0, 0},
                                {"intensity.lanes", "lanes", &intensity[1], 0, 0},
                                {"intensity.pool_first", "ReLU late", &intensity[2], 0, 0},
                                {"intensity.fused", "fused", &intensity[3], 0, 0},
                                {"intensity.sparse", "winners", &intensity[4], 0, 0},
                                {0}});
}

/* --- Threads ------------------------------------------------------------------------------- */

enum { CHAIN = 64 };

// begin race
/* The loss is the sum of x[i] * x[i-1]. Each product hands a gradient to two cells. */
static void chain_gradient(double *dx, const double *x)
{
    for (int i = 1; i < CHAIN; i++) {
        dx[i] += x[i - 1];
        dx[i - 1] += x[i];
    }
}
// end race

/* What else is taken for the mean gradient: the sum, its half, the sum of the means. */
static void other_means(const double *sum, const double *means)
{
    value(sum[0] + sum[1], "share.total");
    value((sum[0] + sum[1]) / 2, "share.halved");
    value(means[0] + means[1], "share.added_means");
}

static void show_threads(int values)
{
    /* Three images here and one there: sums of gradients, their means, and the mean of means. */
    double sum[2] = {6, 10}, n[2] = {3, 1}, means[2] = {sum[0] / n[0], sum[1] / n[1]};
    double mean = (sum[0] + sum[1]) / (n[0] + n[1]), mean_of_means = (means[0] + means[1]) / 2;
    heading("Two threads, three images and one: the mean gradient, and the mean of the means");
    show((const struct shown[]){{"share.sum", "sums", sum, 1, 2},
                                {"share.n", "images", n, 1, 2},
                                {"share.means", "means", means, 1, 2},
                                {"share.mean", "mean", &mean, 0, 0},
                                {"share.mean_of_means", "mean of means", &mean_of_means, 0, 0},
                                {0}});
    if (values) other_means(sum, means);
    double x[CHAIN], dx[CHAIN] = {0}, all = 0;
    for (int i = 0; i < CHAIN; i++) x[i] = i / 2.0;
    chain_gradient(dx, x);
    for (int i = 0; i < CHAIN; i++) all += dx[i];
    heading("A sum of products of neighbors: what cell 3 collects, what stays if one write is "
            "lost");
    show((const struct shown[]){{"race.cell", "both", &dx[3], 0, 0},
                                {"race.left", "left alone", &x[2], 0, 0},
                                {"race.right", "right alone", &x[4], 0, 0},
                                {"race.sum", "sum of all cells", &all, 0, 0},
                                {0}});
    double columns1 = 5 * 5 * 28 * 28, columns2 = 8 * 5 * 5 * 14 * 14;
    double map1 = 28 * 28, map2 = 8 * 14 * 14, times = columns2 / map2;
    heading("im2col: numbers in the columns, and in the map they are copied from");
    show((const struct shown[]){{"im2col.conv1", "first conv", &columns1, 0, 0},
                                {"im2col.map1", "its map", &map1, 0, 0},
                                {"im2col.conv2", "second conv", &columns2, 0, 0},
                                {"im2col.map2", "its map", &map2, 0, 0},
                                {"im2col.times", "times", &times, 0, 0},
                                {0}});
}

int main(int argc, char **argv)
{
    int values = 0, measure = 0, short_run = 0, rounds = 11, steps = 0;
    const char *data = NULL, *out = NULL;
    const struct option options[] = {
        {"--image", OPTION_NUMBERS, image, CELLS, .help = "the 5x5 image, row by row"},
        {"--filter", OPTION_NUMBERS, filter, K * K, .help = "the 2x2 kernel, row by row"},
        {"--bias", OPTION_NUMBERS, &bias, 1, .help = "of the convolution"},
        {"--upstream", OPTION_NUMBERS, upstream, POOLED * POOLED,
         .help = "gradients behind the ReLU, row by row"},
        {"--values", OPTION_FLAG, &values, .help = "print every value as name<TAB>number"},
        {"--bench", OPTION_FLAG, &measure, .help = "measure instead; what follows is for it"},
        {"--short", OPTION_FLAG, &short_run, .help = "only the ways, not how they grow"},
        {"--rounds", OPTION_COUNTS, &rounds, 1, .min = 1, .max = 101, .help = "of each trial"},
        {"--steps", OPTION_COUNTS, &steps, 1, .min = 1, .max = 1000000,
         .help = "train so many batches and measure nothing, for a profiler"},
        {"--data", OPTION_TEXT, &data, .help = "folder of four IDX files, .gz or not"},
        {"--out", OPTION_TEXT, &out, .help = "file for the results, name<TAB>number"},
    };
    options_parse(argc, argv, "the way back from the winners alone", options,
                  sizeof options / sizeof *options);
    if (steps) {
        bench_steps(data, steps);
        return program_end();
    }
    if (measure) {
        bench(data, rounds, short_run, out);
        return program_end();
    }
    struct example e;
    work_out(&e);
    show_values_only(values);
    show_example(&e);
    show_traffic(show_counts());
    show_threads(values);
    return program_end();
}
