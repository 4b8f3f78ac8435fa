#include "fast/layer_times.h"

#include "fast/cpu.h"
#include "fast/train.h"
#include "program/values.h"

#include <stdlib.h>
#include <time.h>

enum { BATCH = 32, STEPS = 64, MOST_ROUNDS = 101 };

enum part { FORWARD1, FORWARD2, FC, BACKWARD2, BACKWARD1, TURNING, REST, WHOLE, PARTS };
static const char *const part_names[PARTS] = {"forward1",  "forward2", "fc",   "backward2",
                                              "backward1", "turning",  "rest", "whole"};
static const char *const titles[PARTS] = {
    "first conv, ReLU, pool",      "second conv, ReLU, pool",
    "FC, forward and backward",    "second block, backward",
    "first block, backward",       "turning the maps around",
    "loss, clearing, adding, SGD", "together"};

/* --- The kernels with a clock ----------------------------------------------------------------- */

/* One for all: a kernel has no place for an argument of ours. */
static struct {
    const struct lane_kernels *kernels;
    size_t first_block[2]; /* cells of its conv map and of its pooled map */
    double seconds[PARTS];
} timed;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void since(double start, enum part part)
{
    timed.seconds[part] += now() - start;
}

static enum part of_block(const struct block_shape *s, enum part first, enum part second)
{
    return s->C == 1 ? first : second;
}

static enum part of_cells(size_t cells, enum part first, enum part second)
{
    return cells == timed.first_block[0] || cells == timed.first_block[1] ? first : second;
}

static void timed_pack(float *to, const float *images, int count, size_t cells)
{
    double start = now();
    timed.kernels->pack(to, images, count, cells);
    since(start, TURNING);
}

static void timed_unpack(float *images, const float *from, int count, size_t cells)
{
    double start = now();
    timed.kernels->unpack(images, from, count, cells);
    since(start, TURNING);
}

static void timed_unpack_maps(float *maps, const float *from, int count,
                              const struct block_shape *s)
{
    double start = now();
    timed.kernels->unpack_maps(maps, from, count, s);
    since(start, TURNING);
}

static void timed_unpack_steps(int32_t *step, const uint8_t *place, int count,
                               const struct block_shape *s)
{
    double start = now();
    timed.kernels->unpack_steps(step, place, count, s);
    since(start, TURNING);
}

static void timed_conv(float *y, const float *x, const float *w, const float *b,
                       const struct block_shape *s)
{
    double start = now();
    timed.kernels->conv(y, x, w, b, s);
    since(start, of_block(s, FORWARD1, FORWARD2));
}

static void timed_conv_pool(float *y, uint8_t *place, const float *x, const float *w,
                            const float *b, const struct block_shape *s)
{
    double start = now();
    timed.kernels->conv_pool(y, place, x, w, b, s);
    since(start, of_block(s, FORWARD1, FORWARD2));
}

static void timed_conv_backward(float *dx, float *dw, float *db, const float *dy,
                                const float *x, const float *w, float *flipped,
                                const struct block_shape *s)
{
    double start = now();
    timed.kernels->conv_backward(dx, dw, db, dy, x, w, flipped, s);
    since(start, of_block(s, BACKWARD1, BACKWARD2));
}

static void timed_pool(float *y, uint8_t *place, const float *x, const struct block_shape *s)
{
    double start = now();
    timed.kernels->pool(y, place, x, s);
    since(start, of_block(s, FORWARD1, FORWARD2));
}

static void timed_pool_backward(float *dx, const float *dy, const uint8_t *place,
                                const struct block_shape *s)
{
    double start = now();
    timed.kernels->pool_backward(dx, dy, place, s);
    since(start, of_block(s, BACKWARD1, BACKWARD2));
}

static void timed_relu(float *x, size_t cells)
{
    double start = now();
    timed.kernels->relu(x, cells);
    since(start, of_cells(cells, FORWARD1, FORWARD2));
}

static void timed_relu_backward(float *g, const float *y, size_t cells)
{
    double start = now();
    timed.kernels->relu_backward(g, y, cells);
    since(start, of_cells(cells, BACKWARD1, BACKWARD2));
}

static void timed_relu_map(float *g, const float *x, size_t floats)
{
    double start = now();
    timed.kernels->relu_map(g, x, floats);
    since(start, BACKWARD2);
}

static void timed_sparse(float *dx, float *dw, float *db, const float *g,
                         const struct gradient_layout *at, const int32_t *step, const float *x,
                         const float *w, struct winner *list, const struct block_shape *s)
{
    double start = now();
    timed.kernels->sparse(dx, dw, db, g, at, step, x, w, list, s);
    since(start, of_block(s, BACKWARD1, BACKWARD2));
}

static void timed_fc(float *y, const float *x, const float *w, const float *b, int I, int O)
{
    double start = now();
    timed.kernels->fc(y, x, w, b, I, O);
    since(start, FC);
}

static void timed_fc_backward(float *dx, float *dw, float *db, const float *dy, const float *x,
                              const float *w, int I, int O)
{
    double start = now();
    timed.kernels->fc_backward(dx, dw, db, dy, x, w, I, O);
    since(start, FC);
}

static struct lane_kernels with_clock(const struct lane_kernels *k)
{
    struct lane_kernels t = *k;
    t.pack = timed_pack, t.unpack = timed_unpack;
    t.unpack_maps = timed_unpack_maps, t.unpack_steps = timed_unpack_steps;
    t.conv = timed_conv, t.conv_pool = timed_conv_pool, t.conv_backward = timed_conv_backward;
    t.pool = timed_pool, t.pool_backward = timed_pool_backward;
    t.relu = timed_relu, t.relu_backward = timed_relu_backward;
    t.relu_map = timed_relu_map, t.sparse = timed_sparse;
    t.fc = timed_fc, t.fc_backward = timed_fc_backward;
    return t;
}

/* --- The table -------------------------------------------------------------------------------- */

struct way_times {
    struct trainer *trainer; /* NULL: this build lacks the way */
    double us[PARTS][MOST_ROUNDS];
};

/* STEPS batches; microseconds an image go to round r. */
static void one_round(struct way_times *t, const float *images, const uint8_t *labels, int n,
                      int r)
{
    double start = now(), parts = 0;
    for (int i = 0; i < PARTS; i++) timed.seconds[i] = 0;
    for (int i = 0; i < STEPS; i++) {
        size_t at = (size_t)(i % (n / BATCH)) * BATCH;
        trainer_step(t->trainer, images + at * 784, labels + at, BATCH, 0.05F);
    }
    timed.seconds[WHOLE] = now() - start;
    for (int i = 0; i < REST; i++) parts += timed.seconds[i];
    timed.seconds[REST] = timed.seconds[WHOLE] - parts;
    for (int i = 0; i < PARTS; i++) t->us[i][r] = timed.seconds[i] * 1e6 / (STEPS * BATCH);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void show_parts(struct way_times *times, int rounds, FILE *values)
{
    printf("Microseconds an image in training, one thread, %s\n%-28s", timed.kernels->name, "");
    for (int way = WAY_LANES; way < WAYS; way++) printf(" %10s", way_names[way]);
    for (int part = 0; part < PARTS; part++) {
        printf("\n%-28s", titles[part]);
        for (int way = WAY_LANES; way < WAYS; way++) {
            char text[40];
            double *us = times[way].us[part];
            qsort(us, (size_t)rounds, sizeof *us, by_size);
            printf(" %10.2f", us[rounds / 2]);
            if (values)
                fprintf(values, "layer.%s.%s\t%s\n", way_names[way], part_names[part],
                        exact_number(text, sizeof text, us[rounds / 2]));
        }
    }
    printf("\n\n");
    fflush(stdout);
}

void layer_times(const float *images, const uint8_t *labels, int n, int rounds, FILE *values)
{
    timed.kernels = kernels_best();
    const struct lane_kernels kernels = with_clock(timed.kernels);
    struct trainer_options o = {net_lenet_f(), WAY_LANES, &kernels, 1, BATCH};
    struct way_times *times = calloc(WAYS, sizeof *times);
    const char *why = "there is not enough memory";
    int ways = 0;
    timed.first_block[0] = conv_cells(&o.net.block[0]);
    timed.first_block[1] = pooled_cells(&o.net.block[0]);
    if (rounds > MOST_ROUNDS) rounds = MOST_ROUNDS;
    for (int way = WAY_LANES; times && way < WAYS; way++, ways++) {
        o.way = (enum way)way;
        times[way].trainer = trainer_new(&o, &why);
        if (!times[way].trainer) break;
        parameters_start(trainer_parameters(times[way].trainer), &o.net, 1);
    }
    if (ways == WAYS - WAY_LANES) {
        for (int r = 0; r < rounds; r++)
            for (int way = WAY_LANES; way < WAYS; way++)
                one_round(&times[way], images, labels, n, r);
        show_parts(times, rounds, values);
    } else {
        printf("Where the time goes: %s\n\n", why);
    }
    for (int way = WAY_LANES; times && way < WAYS; way++) trainer_free(times[way].trainer);
    free(times);
}
