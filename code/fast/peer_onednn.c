/*
 * oneDNN on the same work: LeNet-F made of its primitives, training and inference, timed as the
 * bench times the fast code (`make bench-peers`; Debian: libdnnl-dev).
 *
 *     OMP_NUM_THREADS=2 build/bin/peer_onednn 2      images a second, with two threads
 *
 * Used as its makers advise: every primitive chooses its own layout (format any) and reorders
 * stand between those that differ, ReLU is part of the convolution, the max-pool keeps its
 * winners in its workspace. Softmax, cross-entropy and the step of gradient descent are ours.
 * Before anything is timed, both programs train from the same weights on the same batches, and
 * must end with the same weights but for rounding: the work is the same.
 * Then max-pooling alone, see peer_onednn_pool.c.
 */
#include "data/drawn.h"
#include "fast/peer_onednn_pass.h"
#include "fast/peer_onednn_pool.h"
#include "fast/train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 32, IMAGES = 2048, BATCHES = IMAGES / BATCH, LAYERS = 3 };
enum { TRIALS = 15 };

/* --- The network ----------------------------------------------------------------------------- */

/* w and b lie in the layout of the forward pass, dw and db in the same. */
struct layer {
    dnnl_memory_t x, w, b, y, pooled, workspace;
    dnnl_memory_t dw, db;
    dnnl_primitive_desc_t forward, relu, pool;
};

struct peer {
    struct layer layer[LAYERS]; /* two blocks and the FC layer */
    dnnl_memory_t images, logits, dlogits;
    struct pass forward, backward;
    int training;
};

static const dnnl_dims_t ONE = {1, 1}, TWO = {2, 2}, NO_PADDING = {0, 0};
static const float RATE = 0.05F;

/* ReLU as the last part of a convolution. */
static dnnl_primitive_attr_t with_relu(void)
{
    dnnl_primitive_attr_t attr;
    dnnl_post_ops_t ops;
    must(dnnl_primitive_attr_create(&attr), "attributes");
    must(dnnl_post_ops_create(&ops), "attributes");
    must(dnnl_post_ops_append_eltwise(ops, 1, dnnl_eltwise_relu, 0, 0), "ReLU");
    must(dnnl_primitive_attr_set_post_ops(attr, ops), "ReLU");
    return attr;
}

static dnnl_prop_kind_t kind(const struct peer *p)
{
    return p->training ? dnnl_forward_training : dnnl_forward_inference;
}

/* What convolution and FC layer have in common: x as wanted, new w, b and y. */
static void add_weighted(struct peer *p, struct layer *l, dnnl_memory_t x)
{
    l->x = as(&p->forward, x, wants(l->forward, dnnl_query_src_md));
    l->w = memory_like(wants(l->forward, dnnl_query_weights_md));
    l->b = memory_like(dnnl_primitive_desc_query_md(l->forward, dnnl_query_weights_md, 1));
    l->y = memory_like(wants(l->forward, dnnl_query_dst_md));
    struct step *step = add(&p->forward, l->forward);
    give(step, DNNL_ARG_SRC, l->x);
    give(step, DNNL_ARG_WEIGHTS, l->w);
    give(step, DNNL_ARG_BIAS, l->b);
    give(step, DNNL_ARG_DST, l->y);
}

static dnnl_memory_t add_pool(struct peer *p, struct layer *l, const dnnl_dim_t *pooled)
{
    dnnl_pooling_desc_t desc;
    dnnl_memory_desc_t y = shaped(4, pooled, dnnl_format_tag_any);
    must(dnnl_pooling_forward_desc_init(&desc, kind(p), dnnl_pooling_max, desc_of(l->y), &y,
                                        TWO, TWO, NO_PADDING, NO_PADDING),
         "max-pool");
    l->pool = choose(&desc, NULL, NULL, "max-pool");
    l->pooled = memory_like(wants(l->pool, dnnl_query_dst_md));
    struct step *step = add(&p->forward, l->pool);
    give(step, DNNL_ARG_SRC, l->y);
    give(step, DNNL_ARG_DST, l->pooled);
    if (p->training) {
        l->workspace = memory_like(wants(l->pool, dnnl_query_workspace_md));
        give(step, DNNL_ARG_WORKSPACE, l->workspace);
    }
    return l->pooled;
}

/* Convolution 5x5 with padding 2, ReLU, max-pool 2x2: (C, side, side) to (OC, side/2, side/2). */
static dnnl_memory_t add_block(struct peer *p, struct layer *l, dnnl_memory_t from, int C,
                               int OC, int side)
{
    dnnl_memory_desc_t x = shaped(4, (dnnl_dims_t){BATCH, C, side, side}, dnnl_format_tag_any),
                       w = shaped(4, (dnnl_dims_t){OC, C, 5, 5}, dnnl_format_tag_any),
                       b = shaped(1, (dnnl_dims_t){OC}, dnnl_x),
                       y = shaped(4, (dnnl_dims_t){BATCH, OC, side, side}, dnnl_format_tag_any);
    dnnl_convolution_desc_t desc;
    must(dnnl_convolution_forward_desc_init(&desc, kind(p), dnnl_convolution_direct, &x, &w, &b,
                                            &y, ONE, TWO, TWO),
         "convolution");
    l->forward = choose(&desc, with_relu(), NULL, "convolution");
    add_weighted(p, l, from);
    return add_pool(p, l, (dnnl_dims_t){BATCH, OC, side / 2, side / 2});
}

static void add_fc(struct peer *p, struct layer *l, dnnl_memory_t from)
{
    dnnl_memory_desc_t x = any_like(from),
                       w = shaped(4, (dnnl_dims_t){CLASSES, 16, 7, 7}, dnnl_format_tag_any),
                       b = shaped(1, (dnnl_dims_t){CLASSES}, dnnl_x),
                       y = shaped(2, (dnnl_dims_t){BATCH, CLASSES}, dnnl_nc);
    dnnl_inner_product_desc_t desc;
    must(dnnl_inner_product_forward_desc_init(&desc, kind(p), &x, &w, &b, &y), "FC");
    l->forward = choose(&desc, NULL, NULL, "FC");
    add_weighted(p, l, from);
}

/* --- Backward ---------------------------------------------------------------------------- */

/* The step that makes dw and db, brought into the layout of w. */
static void add_dw(struct peer *p, struct layer *l, dnnl_primitive_desc_t pd, dnnl_memory_t dy)
{
    dnnl_memory_t x = as(&p->backward, l->x, wants(pd, dnnl_query_src_md));
    dnnl_memory_t dy_there = as(&p->backward, dy, wants(pd, dnnl_query_diff_dst_md));
    dnnl_memory_t dw = memory_like(wants(pd, dnnl_query_diff_weights_md));
    l->db = memory_like(desc_of(l->b));
    struct step *step = add(&p->backward, pd);
    give(step, DNNL_ARG_SRC, x);
    give(step, DNNL_ARG_DIFF_DST, dy_there);
    give(step, DNNL_ARG_DIFF_WEIGHTS, dw);
    give(step, DNNL_ARG_DIFF_BIAS, l->db);
    l->dw = back_to(&p->backward, dw, l->w);
}

static dnnl_memory_t add_dx(struct peer *p, const struct layer *l, dnnl_primitive_desc_t pd,
                            dnnl_memory_t dy)
{
    dnnl_memory_t w = as(&p->backward, l->w, wants(pd, dnnl_query_weights_md));
    dnnl_memory_t dy_there = as(&p->backward, dy, wants(pd, dnnl_query_diff_dst_md));
    dnnl_memory_t dx = memory_like(wants(pd, dnnl_query_diff_src_md));
    struct step *step = add(&p->backward, pd);
    give(step, DNNL_ARG_DIFF_DST, dy_there);
    give(step, DNNL_ARG_WEIGHTS, w);
    give(step, DNNL_ARG_DIFF_SRC, dx);
    return dx;
}

static dnnl_memory_t add_fc_backward(struct peer *p, struct layer *l, dnnl_memory_t dy)
{
    dnnl_memory_desc_t x = any_like(l->x), w = any_like(l->w);
    dnnl_inner_product_desc_t dw, dx;
    must(dnnl_inner_product_backward_weights_desc_init(&dw, &x, &w, desc_of(l->b), desc_of(dy)),
         "FC dw");
    must(dnnl_inner_product_backward_data_desc_init(&dx, &x, &w, desc_of(dy)), "FC dx");
    add_dw(p, l, choose(&dw, NULL, l->forward, "FC dw"), dy);
    return add_dx(p, l, choose(&dx, NULL, l->forward, "FC dx"), dy);
}

static dnnl_memory_t add_pool_backward(struct peer *p, struct layer *l, dnnl_memory_t dy)
{
    dnnl_pooling_desc_t desc;
    must(dnnl_pooling_backward_desc_init(&desc, dnnl_pooling_max, desc_of(l->y),
                                         desc_of(l->pooled), TWO, TWO, NO_PADDING, NO_PADDING),
         "max-pool backward");
    dnnl_memory_t dy_there = back_to(&p->backward, dy, l->pooled),
                  dx = memory_like(desc_of(l->y));
    struct step *step = add(&p->backward, choose(&desc, NULL, l->pool, "max-pool backward"));
    give(step, DNNL_ARG_DIFF_DST, dy_there);
    give(step, DNNL_ARG_WORKSPACE, l->workspace);
    give(step, DNNL_ARG_DIFF_SRC, dx);
    return dx;
}

/* In place, and by what ReLU gave: what came in was not kept. */
static void add_relu_backward(struct peer *p, struct layer *l, dnnl_memory_t dy)
{
    dnnl_eltwise_desc_t forward, backward;
    dnnl_alg_kind_t relu = dnnl_eltwise_relu_use_dst_for_bwd;
    must(dnnl_eltwise_forward_desc_init(&forward, dnnl_forward_training, relu, desc_of(l->y), 0,
                                        0),
         "ReLU");
    must(dnnl_eltwise_backward_desc_init(&backward, relu, desc_of(dy), desc_of(l->y), 0, 0),
         "ReLU backward");
    l->relu = choose(&forward, NULL, NULL, "ReLU");
    struct step *step = add(&p->backward, choose(&backward, NULL, l->relu, "ReLU backward"));
    give(step, DNNL_ARG_DST, l->y);
    give(step, DNNL_ARG_DIFF_DST, dy);
    give(step, DNNL_ARG_DIFF_SRC, dy);
}

static dnnl_memory_t add_block_backward(struct peer *p, struct layer *l,
                                        dnnl_memory_t pooled_dy, int with_dx)
{
    dnnl_memory_t dy = add_pool_backward(p, l, pooled_dy);
    add_relu_backward(p, l, dy);
    dnnl_memory_desc_t x = any_like(l->x), w = any_like(l->w), y = any_like(l->y);
    dnnl_convolution_desc_t dw, dx;
    must(dnnl_convolution_backward_weights_desc_init(&dw, dnnl_convolution_direct, &x, &w,
                                                     desc_of(l->b), &y, ONE, TWO, TWO),
         "convolution dw");
    add_dw(p, l, choose(&dw, NULL, l->forward, "convolution dw"), dy);
    if (!with_dx) return NULL;
    must(dnnl_convolution_backward_data_desc_init(&dx, dnnl_convolution_direct, &x, &w, &y, ONE,
                                                  TWO, TWO),
         "convolution dx");
    return add_dx(p, l, choose(&dx, NULL, l->forward, "convolution dx"), dy);
}

static void build(struct peer *p, int training)
{
    p->training = training;
    dnnl_memory_desc_t images = shaped(4, (dnnl_dims_t){BATCH, 1, 28, 28}, dnnl_nchw);
    p->images = memory_like(&images);
    dnnl_memory_t first = add_block(p, &p->layer[0], p->images, 1, 8, 28);
    dnnl_memory_t second = add_block(p, &p->layer[1], first, 8, 16, 14);
    add_fc(p, &p->layer[2], second);
    p->logits = p->layer[2].y;
    if (!training) return;
    p->dlogits = memory_like(desc_of(p->logits));
    dnnl_memory_t back = add_fc_backward(p, &p->layer[2], p->dlogits);
    back = add_block_backward(p, &p->layer[1], back, 1);
    add_block_backward(p, &p->layer[0], back, 0);
}

/* --- Weights ----------------------------------------------------------------------------- */

/* From our order, (OC, C, K, K) and the FC layer's (O, I), to the layout that was chosen. */
static void set_parameters(struct peer *p, float *array)
{
    const struct net net = net_lenet_f();
    struct parameters from = parameters_in(array, &net);
    for (int i = 0; i < LAYERS; i++) {
        struct layer *l = &p->layer[i];
        struct pass once = {.steps = 0};
        dnnl_memory_desc_t plain = shaped(4, desc_of(l->w)->dims, dnnl_oihw);
        dnnl_memory_t w = memory_like(&plain);
        memcpy(cells_of(w), from.w[i], dnnl_memory_desc_get_size(&plain));
        memcpy(cells_of(l->b), from.b[i], dnnl_memory_desc_get_size(desc_of(l->b)));
        reorder(&once, w, l->w);
        run(&once);
    }
}

/* The largest difference between the weights of layer i and ours. */
static float difference(struct peer *p, int i, float *ours)
{
    const struct net net = net_lenet_f();
    const float *w = parameters_in(ours, &net).w[i];
    struct pass once = {.steps = 0};
    dnnl_memory_desc_t plain = shaped(4, desc_of(p->layer[i].w)->dims, dnnl_oihw);
    dnnl_memory_t copy = memory_like(&plain);
    reorder(&once, p->layer[i].w, copy);
    run(&once);
    float most = 0;
    for (size_t j = 0; j < dnnl_memory_desc_get_size(&plain) / sizeof *w; j++)
        most = fmaxf(most, fabsf(cells_of(copy)[j] - w[j]));
    return most;
}

static void descend(dnnl_memory_t w, dnnl_memory_t dw)
{
    float *to = cells_of(w);
    const float *slope = cells_of(dw);
    size_t n = dnnl_memory_desc_get_size(desc_of(w)) / sizeof *to;
    for (size_t i = 0; i < n; i++) to[i] -= RATE * slope[i];
}

static void set_images(struct peer *p, const float *images)
{
    memcpy(cells_of(p->images), images, (size_t)BATCH * 784 * sizeof *images);
}

/* One batch of training: the mean loss before the step. */
static float peer_step(struct peer *p, const float *images, const uint8_t *labels)
{
    float loss = 0, *logits = cells_of(p->logits), *dlogits = cells_of(p->dlogits);
    set_images(p, images);
    run(&p->forward);
    for (int n = 0; n < BATCH; n++)
        loss += cross_entropy(dlogits + n * CLASSES, logits + n * CLASSES, labels[n], CLASSES,
                              1.0F / BATCH);
    run(&p->backward);
    for (int i = 0; i < LAYERS; i++) {
        descend(p->layer[i].w, p->layer[i].dw);
        descend(p->layer[i].b, p->layer[i].db);
    }
    return loss / BATCH;
}

/* --- The same work? Then how fast? ------------------------------------------------------------ */

struct pictures {
    const float *images;
    const uint8_t *labels;
};

/* The first batches by both programs: weights that differ by more than rounding end it all. */
static void compare(struct peer *p, const struct pictures *data)
{
    const char *why = "the fast code does not start";
    struct trainer_options o = {net_lenet_f(), WAY_SPARSE, NULL, 1, BATCH};
    struct trainer *ours = trainer_new(&o, &why);
    if (!ours) {
        must(dnnl_runtime_error, why);
        return;
    }
    parameters_start(trainer_parameters(ours), &o.net, 1);
    set_parameters(p, trainer_parameters(ours));
    for (int i = 0; i < BATCHES; i++) {
        const float *images = data->images + (size_t)i * BATCH * 784;
        trainer_step(ours, images, data->labels + i * BATCH, BATCH, RATE);
        peer_step(p, images, data->labels + i * BATCH);
    }
    float most = 0;
    for (int i = 0; i < LAYERS; i++)
        most = fmaxf(most, difference(p, i, trainer_parameters(ours)));
    printf("oneDNN %d.%d.%d: after %d batches its weights differ from ours by at most %.1e\n",
           dnnl_version()->major, dnnl_version()->minor, dnnl_version()->patch, BATCHES,
           (double)most);
    if (!(most < 1e-4F)) must(dnnl_runtime_error, "this is not the same work");
    trainer_free(ours);
}

/* As in bench.c: with one thread the time that the processor gave to it. */
static double seconds(int threads)
{
    struct timespec t;
    clock_gettime(threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double rate_of(struct peer *p, const struct pictures *data, int threads)
{
    double start = seconds(threads);
    for (int i = 0; i < BATCHES; i++) {
        const float *images = data->images + (size_t)i * BATCH * 784;
        if (p->training) {
            peer_step(p, images, data->labels + i * BATCH);
        } else {
            set_images(p, images);
            run(&p->forward);
        }
    }
    return IMAGES / (seconds(threads) - start);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What counts is the median; with more than one thread the best, see bench.c. */
static void measure(struct peer *p, const struct pictures *data, int threads)
{
    double rate[TRIALS];
    for (int i = 0; i < TRIALS; i++) rate[i] = rate_of(p, data, threads);
    qsort(rate, TRIALS, sizeof *rate, by_size);
    printf("onednn.%s.%d%*s %10.0f images/s (%.0f to %.0f)\n", p->training ? "train" : "infer",
           threads, 14, "", threads == 1 ? rate[TRIALS / 2] : rate[TRIALS - 1],
           rate[TRIALS / 4], rate[TRIALS * 3 / 4]);
}

int main(int argc, char **argv)
{
    static float images[IMAGES * IMAGE_CELLS];
    static struct peer training, inference;
    struct dataset data;
    int threads = argc == 2 && !strcmp(argv[1], "2") ? 2 : 1;
    if (drawn_set(&data, IMAGES, 10) != 0) must(dnnl_out_of_memory, "images");
    for (size_t i = 0; i < sizeof images / sizeof *images; i++)
        images[i] = (float)data.train.pixels[i] / 255;
    must(dnnl_engine_create(&engine, dnnl_cpu, 0), "engine");
    must(dnnl_stream_create(&stream, engine, dnnl_stream_in_order), "stream");
    struct pictures pictures = {images, data.train.labels};
    build(&training, 1);
    build(&inference, 0);
    compare(&training, &pictures);
    measure(&training, &pictures, threads);
    measure(&inference, &pictures, threads);
    dataset_free(&data);
    return pool_alone(7, threads, &onednn_pool, NULL) == 0 ? 0 : 1;
}
