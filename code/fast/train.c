#include "fast/train.h"

#include "fast/cpu.h"
#include "fast/group.h"
#include "fast/team.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* So many sums of gradients at most, whatever the threads: what makes the result the same. */
enum { PARTS = 8 };

const char *const way_names[WAYS] = {"plain",      "order", "blas",  "lanes",
                                     "pool-first", "fused", "sparse"};

int way_available(enum way way)
{
    return way != WAY_BLAS || conv_blas;
}

struct trainer {
    struct trainer_options options;
    char *memory;
    float *parameters, *rows;
    int32_t *place[2]; /* of each weight of a block in its rows */
    float *gradient[PARTS];
    float loss[PARTS];
    void **room; /* one for each thread */
    struct team *team;
    struct batch {
        const float *images;
        const uint8_t *labels;
        float *logits;
        int n, lanes, parts;
    } batch;
};

void *arena_take(struct arena *a, size_t bytes)
{
    size_t at = a->used;
    a->used += (bytes + 63) / 64 * 64;
    return a->base ? a->base + at : NULL;
}

static size_t rows_of(const struct block_shape *s)
{
    return (size_t)s->OC * (size_t)s->K * row_floats(s);
}

size_t gradient_floats(const struct trainer_options *o)
{
    size_t n = (parameter_count(&o->net) + 15) / 16 * 16;
    return o->way == WAY_SPARSE ? n + rows_of(&o->net.block[0]) + rows_of(&o->net.block[1]) : n;
}

float *gradient_rows(float *gradient, int block, const struct trainer_options *o)
{
    size_t n = (parameter_count(&o->net) + 15) / 16 * 16;
    return gradient + n + (block ? rows_of(&o->net.block[0]) : 0);
}

/* Everything the trainer will ever need, in one arena. */
static void take_all(struct trainer *t, struct arena *a)
{
    const struct trainer_options *o = &t->options;
    t->parameters = arena_take(a, parameter_count(&o->net) * sizeof(float));
    t->rows = arena_take(a, rows_of(&o->net.block[1]) * sizeof(float));
    for (int i = 0; i < 2; i++)
        t->place[i] = arena_take(a, weight_count(&o->net.block[i]) * sizeof(int32_t));
    for (int i = 0; i < PARTS; i++)
        t->gradient[i] = arena_take(a, gradient_floats(o) * sizeof(float));
    void **room = arena_take(a, (size_t)o->threads * sizeof *room);
    for (int i = 0; i < o->threads; i++) {
        void *r = o->way >= WAY_LANES ? (void *)lane_room(a, o) : (void *)image_room(a, o);
        if (room) room[i] = r;
    }
    t->room = room;
}

static const char *options_error(const struct trainer_options *o)
{
    if (o->threads < 1 || o->threads > 256) return "the number of threads is not 1 to 256";
    if (o->batch < 1) return "the batch is empty";
    if (!way_available(o->way)) return "this build has no BLAS library";
    return net_error(&o->net);
}

/*
 * (OC, C, K, K) to rows (OC, K, row), in which the channel runs fastest, and back. The places
 * are found once: the divisions in them cost more than all the copying.
 */
static void find_places(int32_t *place, const struct block_shape *s)
{
    for (int oc = 0; oc < s->OC; oc++)
        for (int c = 0; c < s->C; c++)
            for (int kh = 0; kh < s->K; kh++)
                for (int kw = 0; kw < s->K; kw++)
                    *place++ = (oc * s->K + kh) * (int32_t)row_floats(s) + kw * s->C + c;
}

static void to_rows(float *rows, const float *w, const int32_t *place, size_t n)
{
    for (size_t i = 0; i < n; i++) rows[place[i]] = w[i];
}

static void from_rows(float *w, const float *rows, const int32_t *place, size_t n)
{
    for (size_t i = 0; i < n; i++) w[i] = rows[place[i]];
}

struct trainer *trainer_new(const struct trainer_options *options, const char **why)
{
    *why = options_error(options);
    if (*why) return NULL;
    *why = "there is not enough memory, or no thread to be had";
    struct trainer *t = calloc(1, sizeof *t);
    if (!t) return NULL;
    t->options = *options;
    if (!t->options.kernels) t->options.kernels = kernels_best();
    struct arena arena = {0};
    take_all(t, &arena);
    t->memory = arena.base = aligned_alloc(64, arena.used);
    t->team = team_new(t->options.threads);
    if (!t->memory || !t->team) {
        trainer_free(t);
        return NULL;
    }
    memset(t->memory, 0, arena.used); /* the rims of the maps are zero, and stay so */
    arena.used = 0;
    take_all(t, &arena);
    for (int i = 0; i < 2; i++) find_places(t->place[i], &t->options.net.block[i]);
    return t;
}

void trainer_free(struct trainer *t)
{
    if (!t) return;
    team_free(t->team);
    free(t->memory);
    free(t);
}

float *trainer_parameters(struct trainer *t)
{
    return t->parameters;
}

const float *trainer_gradient(const struct trainer *t)
{
    return t->gradient[0];
}

static struct group_job job_of(const struct trainer *t)
{
    return (struct group_job){&t->options, t->parameters, t->rows};
}

/* Part p of the batch: every PARTS-th group, in order. */
static void train_part(struct trainer *t, int p, void *room)
{
    struct group_job job = job_of(t);
    struct batch *b = &t->batch;
    size_t cells = input_cells(&t->options.net.block[0]);
    float sum = 0, scale = 1 / (float)b->n, *gradient = t->gradient[p];
    memset(gradient, 0, gradient_floats(&t->options) * sizeof *gradient);
    for (int n = p * b->lanes; n < b->n; n += b->parts * b->lanes) {
        int count = b->n - n < b->lanes ? b->n - n : b->lanes;
        const float *images = b->images + (size_t)n * cells;
        sum += t->options.way >= WAY_LANES
                   ? lane_group(&job, room, gradient, images, b->labels + n, count, scale)
                   : image_group(&job, room, gradient, images, b->labels + n, scale);
    }
    t->loss[p] = sum;
}

static void train_parts(void *argument, int member)
{
    struct trainer *t = argument;
    for (int p = member; p < t->batch.parts; p += t->options.threads)
        train_part(t, p, t->room[member]);
}

static void logits_parts(void *argument, int member)
{
    struct trainer *t = argument;
    struct group_job job = job_of(t);
    struct batch *b = &t->batch;
    size_t cells = input_cells(&t->options.net.block[0]);
    for (int n = member * b->lanes; n < b->n; n += t->options.threads * b->lanes) {
        int count = b->n - n < b->lanes ? b->n - n : b->lanes;
        const float *images = b->images + (size_t)n * cells;
        float *logits = b->logits + n * t->options.net.classes;
        if (t->options.way >= WAY_LANES)
            lane_logits(&job, t->room[member], logits, images, count);
        else
            image_logits(&job, t->room[member], logits, images);
    }
}

static struct batch batch_of(const struct trainer *t, const float *images, int n)
{
    int lanes = t->options.way >= WAY_LANES ? t->options.kernels->lanes : 1;
    int groups = (n + lanes - 1) / lanes;
    return (struct batch){
        .images = images, .n = n, .lanes = lanes, .parts = groups < PARTS ? groups : PARTS};
}

// begin add_parts
/* Part 0 + part 1 + ..., in this order, whoever computed them and whenever. */
static void add_parts(struct trainer *t)
{
    size_t n = gradient_floats(&t->options);
    float *sum = t->gradient[0];
    for (int p = 1; p < t->batch.parts; p++) {
        const float *part = t->gradient[p];
        for (size_t i = 0; i < n; i++) sum[i] += part[i];
        t->loss[0] += t->loss[p];
    }
}
// end add_parts

float trainer_step(struct trainer *t, const float *images, const uint8_t *labels, int n,
                   float rate)
{
    const struct net *net = &t->options.net;
    t->batch = batch_of(t, images, n);
    t->batch.labels = labels;
    if (t->options.way == WAY_SPARSE)
        to_rows(t->rows, parameters_in(t->parameters, net).w[1], t->place[1],
                weight_count(&net->block[1]));
    team_run(t->team, train_parts, t);
    add_parts(t);
    float *gradient = t->gradient[0];
    if (t->options.way == WAY_SPARSE)
        for (int i = 0; i < 2; i++)
            from_rows(parameters_in(gradient, net).w[i],
                      gradient_rows(gradient, i, &t->options), t->place[i],
                      weight_count(&net->block[i]));
    size_t count = parameter_count(net);
    for (size_t i = 0; i < count; i++) t->parameters[i] -= rate * gradient[i];
    return t->loss[0] / (float)n;
}

void trainer_logits(struct trainer *t, float *logits, const float *images, int n)
{
    t->batch = batch_of(t, images, n);
    t->batch.logits = logits;
    team_run(t->team, logits_parts, t);
}
