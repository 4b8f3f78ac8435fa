/*
 * One image, layer by layer, in the order of the book's own layers; only the convolution
 * differs from way to way.
 */
#include "fast/group.h"

#include <string.h>

struct image_block {
    float *conv, *relu, *pool;    /* forward: (OC, conv_h, conv_w) twice, pooled */
    float *dconv, *drelu, *dpool; /* backward */
    int *argmax;
};

struct image_room {
    const struct conv_way *way;
    struct image_block block[2];
    float *logits, *dlogits;
    float *conv_room;
};

static const struct conv_way *way_of(const struct trainer_options *o)
{
    return o->way == WAY_PLAIN ? &conv_plain : o->way == WAY_ORDER ? &conv_order : conv_blas;
}

static float *floats(struct arena *a, size_t n)
{
    return arena_take(a, n * sizeof(float));
}

static struct image_block block_room(struct arena *a, const struct block_shape *s)
{
    struct image_block b;
    b.conv = floats(a, conv_cells(s));
    b.relu = floats(a, conv_cells(s));
    b.dconv = floats(a, conv_cells(s));
    b.drelu = floats(a, conv_cells(s));
    b.pool = floats(a, pooled_cells(s));
    b.dpool = floats(a, pooled_cells(s));
    b.argmax = arena_take(a, pooled_cells(s) * sizeof *b.argmax);
    return b;
}

struct image_room *image_room(struct arena *a, const struct trainer_options *o)
{
    struct image_room *r = arena_take(a, sizeof *r), made = {.way = way_of(o)};
    size_t most = 0;
    for (int i = 0; i < 2; i++) {
        made.block[i] = block_room(a, &o->net.block[i]);
        size_t need = made.way->room ? made.way->room(&o->net.block[i]) : 0;
        if (need > most) most = need;
    }
    made.logits = floats(a, (size_t)o->net.classes);
    made.dlogits = floats(a, (size_t)o->net.classes);
    made.conv_room = floats(a, most);
    if (r) *r = made;
    return r;
}

static void relu(float *y, const float *x, size_t n)
{
    for (size_t i = 0; i < n; i++) y[i] = x[i] <= 0 ? 0 : x[i];
}

static void relu_backward(float *dx, const float *dy, const float *x, size_t n)
{
    for (size_t i = 0; i < n; i++) dx[i] = x[i] <= 0 ? 0 : dy[i];
}

static void pool(float *y, int *argmax, const float *x, const struct block_shape *s)
{
    int OH = conv_h(s), OW = conv_w(s), out = 0;
    for (int oc = 0; oc < s->OC; oc++)
        for (int h = 0; h + 1 < OH; h += 2)
            for (int w = 0; w + 1 < OW; w += 2, out++) {
                int first = (oc * OH + h) * OW + w, best = first;
                const int cell[3] = {first + 1, first + OW, first + OW + 1};
                for (int i = 0; i < 3; i++)
                    if (x[cell[i]] > x[best]) best = cell[i];
                y[out] = x[best];
                argmax[out] = best;
            }
}

static void pool_backward(float *dx, const float *dy, const int *argmax,
                          const struct block_shape *s)
{
    memset(dx, 0, conv_cells(s) * sizeof *dx);
    for (size_t i = 0; i < pooled_cells(s); i++) dx[argmax[i]] = dy[i];
}

static void fc(float *y, const float *x, const float *w, const float *b, size_t I, int O)
{
    for (int o = 0; o < O; o++) {
        float sum = b[o];
        for (size_t i = 0; i < I; i++) sum += w[(size_t)o * I + i] * x[i];
        y[o] = sum;
    }
}

static void fc_backward(float *dx, float *dw, float *db, const float *dy, const float *x,
                        const float *w, size_t I, int O)
{
    memset(dx, 0, I * sizeof *dx);
    for (int o = 0; o < O; o++) {
        db[o] += dy[o];
        for (size_t i = 0; i < I; i++) {
            dw[(size_t)o * I + i] += dy[o] * x[i];
            dx[i] += dy[o] * w[(size_t)o * I + i];
        }
    }
}

void image_logits(const struct group_job *job, struct image_room *r, float *logits,
                  const float *image)
{
    const struct net *net = &job->options->net;
    struct parameters p = parameters_in((float *)job->parameters, net);
    const float *x = image;
    for (int i = 0; i < 2; i++) {
        const struct block_shape *s = &net->block[i];
        struct image_block *b = &r->block[i];
        r->way->forward(b->conv, x, p.w[i], p.b[i], r->conv_room, s);
        relu(b->relu, b->conv, conv_cells(s));
        pool(b->pool, b->argmax, b->relu, s);
        x = b->pool;
    }
    fc(logits, x, p.w[2], p.b[2], features(net), net->classes);
}

static void block_backward(struct image_room *r, int i, float *dx, float *dw, float *db,
                           const float *x, const float *w, const struct block_shape *s)
{
    struct image_block *b = &r->block[i];
    pool_backward(b->drelu, b->dpool, b->argmax, s);
    relu_backward(b->dconv, b->drelu, b->conv, conv_cells(s));
    if (dx) memset(dx, 0, input_cells(s) * sizeof *dx);
    r->way->backward(dx, dw, db, b->dconv, x, w, r->conv_room, s);
}

float image_group(const struct group_job *job, struct image_room *r, float *gradient,
                  const float *image, const uint8_t *label, float scale)
{
    const struct net *net = &job->options->net;
    struct parameters p = parameters_in((float *)job->parameters, net);
    struct parameters g = parameters_in(gradient, net);
    struct image_block *b = r->block;
    image_logits(job, r, r->logits, image);
    float loss = cross_entropy(r->dlogits, r->logits, *label, net->classes, scale);
    fc_backward(b[1].dpool, g.w[2], g.b[2], r->dlogits, b[1].pool, p.w[2], features(net),
                net->classes);
    block_backward(r, 1, b[0].dpool, g.w[1], g.b[1], b[0].pool, p.w[1], &net->block[1]);
    block_backward(r, 0, NULL, g.w[0], g.b[0], image, p.w[0], &net->block[0]);
    return loss;
}
