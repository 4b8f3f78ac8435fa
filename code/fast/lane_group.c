/*
 * LANES images at once, by the kernels of one instruction set. Four ways, each with what the
 * one before it gained:
 *
 *     lanes        conv -> ReLU -> pool, three passes over the full map; dense backward
 *     pool-first   conv -> pool -> ReLU: max and ReLU change places, a quarter of the work
 *     fused        the full map is never written
 *     sparse       backward from the winners alone
 */
#include "fast/group.h"

#include <string.h>

struct lane_block {
    float *conv, *pool, *dpool, *dconv; /* in lanes; conv and dconv not for all ways */
    uint8_t *place;
    float *maps;   /* WAY_SPARSE: the input of the block, (lanes, channel last) */
    int32_t *step; /* WAY_SPARSE: of each winner, (lanes, windows) */
};

struct lane_room {
    float *image; /* in lanes */
    struct lane_block block[2];
    float *logits, *dlogits; /* in lanes */
    float *by_image;         /* logits, then gradients, (lanes, cells) */
    float *flipped;
    float *dmap; /* WAY_SPARSE: gradient of one channel-last map */
    struct winner *list;
};

static float *floats(struct arena *a, size_t n)
{
    return arena_take(a, n * sizeof(float));
}

static struct lane_block block_room(struct arena *a, const struct trainer_options *o, int i)
{
    const struct block_shape *s = &o->net.block[i];
    size_t lanes = (size_t)o->kernels->lanes;
    struct lane_block b = {0};
    if (o->way < WAY_FUSED) b.conv = floats(a, conv_cells(s) * lanes);
    if (o->way < WAY_SPARSE) b.dconv = floats(a, conv_cells(s) * lanes);
    if (o->way == WAY_SPARSE) {
        b.maps = floats(a, map_floats(s) * lanes);
        b.step = arena_take(a, pooled_cells(s) * lanes * sizeof *b.step);
    }
    b.pool = floats(a, pooled_cells(s) * lanes);
    b.dpool = floats(a, pooled_cells(s) * lanes);
    b.place = arena_take(a, pooled_cells(s) * lanes);
    return b;
}

struct lane_room *lane_room(struct arena *a, const struct trainer_options *o)
{
    const struct block_shape *s = o->net.block;
    size_t lanes = (size_t)o->kernels->lanes, classes = (size_t)o->net.classes;
    struct lane_room *r = arena_take(a, sizeof *r), made;
    made.image = floats(a, input_cells(s) * lanes);
    for (int i = 0; i < 2; i++) made.block[i] = block_room(a, o, i);
    made.logits = floats(a, classes * lanes);
    made.dlogits = floats(a, classes * lanes);
    size_t most = features(&o->net) > classes ? features(&o->net) : classes;
    made.by_image = floats(a, most * lanes);
    made.flipped = floats(a, weight_count(&s[1]));
    made.dmap = floats(a, map_floats(&s[1]));
    size_t windows = pooled_cells(&s[0]) / (size_t)s[0].OC;
    made.list = arena_take(a, windows * sizeof *made.list);
    if (r) *r = made;
    return r;
}

static void block_forward(const struct group_job *job, struct lane_block *b, int i,
                          const float *x)
{
    const struct trainer_options *o = job->options;
    const struct block_shape *s = &o->net.block[i];
    struct parameters p = parameters_in((float *)job->parameters, &o->net);
    if (o->way >= WAY_FUSED) {
        o->kernels->conv_pool(b->pool, b->place, x, p.w[i], p.b[i], s);
        return;
    }
    o->kernels->conv(b->conv, x, p.w[i], p.b[i], s);
    if (o->way == WAY_LANES) o->kernels->relu(b->conv, conv_cells(s));
    o->kernels->pool(b->pool, b->place, b->conv, s);
    if (o->way == WAY_POOL_FIRST) o->kernels->relu(b->pool, pooled_cells(s));
}

static void forward(const struct group_job *job, struct lane_room *r, const float *images,
                    int count)
{
    const struct trainer_options *o = job->options;
    const struct lane_kernels *k = o->kernels;
    struct parameters p = parameters_in((float *)job->parameters, &o->net);
    k->pack(r->image, images, count, input_cells(o->net.block));
    block_forward(job, &r->block[0], 0, r->image);
    block_forward(job, &r->block[1], 1, r->block[0].pool);
    k->fc(r->logits, r->block[1].pool, p.w[2], p.b[2], (int)features(&o->net), o->net.classes);
}

void lane_logits(const struct group_job *job, struct lane_room *r, float *logits,
                 const float *images, int count)
{
    forward(job, r, images, count);
    job->options->kernels->unpack(logits, r->logits, count, (size_t)job->options->net.classes);
}

/* The loss of all images, added, and their gradients at the logits; no image, no gradient. */
static float loss(const struct trainer_options *o, struct lane_room *r, const uint8_t *labels,
                  int count, float scale)
{
    int classes = o->net.classes;
    float sum = 0;
    o->kernels->unpack(r->by_image, r->logits, count, (size_t)classes);
    for (int n = 0; n < count; n++) {
        float *logits = r->by_image + n * classes;
        sum += cross_entropy(logits, logits, labels[n], classes, scale);
    }
    o->kernels->pack(r->dlogits, r->by_image, count, (size_t)classes);
    return sum;
}

static void dense_block(const struct group_job *job, struct lane_room *r, int i, float *dx,
                        struct parameters g, const float *x)
{
    const struct trainer_options *o = job->options;
    const struct lane_kernels *k = o->kernels;
    const struct block_shape *s = &o->net.block[i];
    struct parameters p = parameters_in((float *)job->parameters, &o->net);
    struct lane_block *b = &r->block[i];
    if (o->way != WAY_LANES) k->relu_backward(b->dpool, b->pool, pooled_cells(s));
    k->pool_backward(b->dconv, b->dpool, b->place, s);
    if (o->way == WAY_LANES) k->relu_backward(b->dconv, b->conv, conv_cells(s));
    k->conv_backward(dx, g.w[i], g.b[i], b->dconv, x, p.w[i], r->flipped, s);
}

/* The second block of one image, then the first: dmap is the gradient between the two. */
static void sparse_image(const struct group_job *job, struct lane_room *r, int n,
                         float *gradient)
{
    const struct trainer_options *o = job->options;
    const struct lane_kernels *k = o->kernels;
    const struct block_shape *s0 = &o->net.block[0], *s1 = &o->net.block[1];
    struct parameters g = parameters_in(gradient, &o->net);
    const float *map = r->block[1].maps + (size_t)n * map_floats(s1);
    size_t C = (size_t)s1->C, row = (size_t)(s1->W + 2 * s1->P) * C;

    struct gradient_layout pooled = {
        .channel = pooled_cells(s1) / (size_t)s1->OC, .row = (size_t)pooled_w(s1), .cell = 1};
    memset(r->dmap, 0, map_floats(s1) * sizeof(float));
    k->sparse(r->dmap, gradient_rows(gradient, 1, o), g.b[1],
              r->by_image + (size_t)n * pooled_cells(s1), &pooled,
              r->block[1].step + (size_t)n * pooled_cells(s1), map, job->rows, r->list, s1);
    k->relu_map(r->dmap, map, map_floats(s1));

    struct gradient_layout channel_last = {.channel = 1, .row = row, .cell = C};
    k->sparse(NULL, gradient_rows(gradient, 0, o), g.b[0], r->dmap + (size_t)s1->P * (row + C),
              &channel_last, r->block[0].step + (size_t)n * pooled_cells(s0),
              r->block[0].maps + (size_t)n * map_floats(s0), NULL, r->list, s0);
}

static void sparse_backward(const struct group_job *job, struct lane_room *r, float *gradient,
                            int count)
{
    const struct trainer_options *o = job->options;
    const struct lane_kernels *k = o->kernels;
    const struct block_shape *s = o->net.block;
    k->relu_backward(r->block[1].dpool, r->block[1].pool, pooled_cells(&s[1]));
    k->unpack(r->by_image, r->block[1].dpool, count, pooled_cells(&s[1]));
    for (int i = 0; i < 2; i++)
        k->unpack_steps(r->block[i].step, r->block[i].place, count, &s[i]);
    k->unpack_maps(r->block[0].maps, r->image, count, &s[0]);
    k->unpack_maps(r->block[1].maps, r->block[0].pool, count, &s[1]);
    for (int n = 0; n < count; n++) sparse_image(job, r, n, gradient);
}

float lane_group(const struct group_job *job, struct lane_room *r, float *gradient,
                 const float *images, const uint8_t *labels, int count, float scale)
{
    const struct trainer_options *o = job->options;
    struct parameters p = parameters_in((float *)job->parameters, &o->net);
    struct parameters g = parameters_in(gradient, &o->net);
    struct lane_block *b = r->block;
    forward(job, r, images, count);
    float sum = loss(o, r, labels, count, scale);
    o->kernels->fc_backward(b[1].dpool, g.w[2], g.b[2], r->dlogits, b[1].pool, p.w[2],
                            (int)features(&o->net), o->net.classes);
    if (o->way == WAY_SPARSE) {
        sparse_backward(job, r, gradient, count);
    } else {
        dense_block(job, r, 1, b[0].dpool, g, b[0].pool);
        dense_block(job, r, 0, NULL, g, r->image);
    }
    return sum;
}
