/*
 * The whole network in float against the same network made of the book's layers in double: the
 * loss and every gradient, for every way, every instruction set and 1, 2 and 3 threads.
 *
 * Images and weights are multiples of 1/8 and small, so both convolutions, the pools and the
 * logits are exact in float, and the same cells win. What is left is the rounding of softmax
 * and of the way back, and for that there is a bound; see `bound`.
 */
#include "fast/cpu.h"
#include "fast/train.h"
#include "fast/ways.h"
#include "layers/conv.h"
#include "layers/fc.h"
#include "layers/loss.h"
#include "layers/pool.h"
#include "layers/relu.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { IMAGES = 21, PARAMETERS = 11274, CLASSES = 10 }; /* 21: every group has some missing */

static uint64_t seed;

/* A multiple of 1/8, -size/8 .. size/8. */
static float draw(int size)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (float)((int)((seed >> 33) % (uint64_t)(2 * size + 1)) - size) / 8;
}

static float images[IMAGES * 784], start[PARAMETERS];
static uint8_t labels[IMAGES];

static void draw_all(void)
{
    seed = 11;
    for (size_t i = 0; i < IMAGES * 784; i++) images[i] = fabsf(draw(8));
    for (size_t i = 0; i < PARAMETERS; i++) start[i] = draw(2);
    for (size_t i = 0; i < IMAGES; i++) labels[i] = (uint8_t)(i * 7 % CLASSES);
}

/* One block of the network, made of the layers. */
struct block {
    struct conv_shape conv;
    struct pool_shape pool;
    double *y, *relu, *out, *dy, *drelu, *dout;
    size_t *argmax;
};

struct reference {
    struct block block[2];
    double image[IMAGES * 784], logits[IMAGES * CLASSES], dlogits[IMAGES * CLASSES];
    double parameters[PARAMETERS], gradient[PARAMETERS];
    double size[PARAMETERS], carried[PARAMETERS]; /* see bound */
    double loss;
    int label[IMAGES];
};

static double *doubles(size_t n)
{
    double *p = calloc(n, sizeof *p);
    cr_assert_not_null(p);
    return p;
}

static struct block block_new(int C, int H, int OC)
{
    struct block b = {.conv = {IMAGES, C, H, H, OC, 5, 5, 1, 1, 2, 2},
                      .pool = {IMAGES, OC, H, H, 2, 2, 2, 2, 0, 0}};
    size_t full = (size_t)(IMAGES * OC * H * H);
    b.y = doubles(full), b.relu = doubles(full), b.dy = doubles(full), b.drelu = doubles(full);
    b.out = doubles(full / 4), b.dout = doubles(full / 4);
    b.argmax = calloc(full / 4, sizeof *b.argmax);
    return b;
}

static void block_free(struct block *b)
{
    free(b->y), free(b->relu), free(b->dy), free(b->drelu), free(b->out), free(b->dout);
    free(b->argmax);
}

/* Where the six arrays of parameters begin: w and b of conv1, conv2 and FC. */
enum { W1 = 0, B1 = 200, W2 = 208, B2 = 3408, WF = 3424, BF = 11264 };

static void block_forward(struct block *b, const double *x, const double *w, const double *bias)
{
    size_t full = (size_t)(b->pool.N * b->pool.C * b->pool.H * b->pool.W);
    conv_forward(b->y, x, w, bias, &b->conv);
    relu_forward(b->relu, b->y, full);
    maxpool_forward(b->out, b->argmax, b->relu, &b->pool);
}

static void block_backward(struct block *b, double *dx, double *dw, double *db, const double *x,
                           const double *w)
{
    size_t full = (size_t)(b->pool.N * b->pool.C * b->pool.H * b->pool.W);
    memset(b->drelu, 0, full * sizeof(double));
    memset(b->dy, 0, full * sizeof(double));
    maxpool_backward(b->drelu, b->dout, b->argmax, full / 4);
    relu_backward(b->dy, b->drelu, b->y, full);
    conv_backward(dx, dw, db, b->dy, x, w, &b->conv);
}

/* From r->dlogits to g; x, the pooled maps and p are those of r, or their absolute values. */
static void backward(struct reference *r, double *g, const double *p)
{
    struct block *b = r->block;
    memset(b[1].dout, 0, IMAGES * 784 * sizeof(double));
    memset(b[0].dout, 0, (size_t)IMAGES * 8 * 14 * 14 * sizeof(double));
    fc_backward(b[1].dout, g + WF, g + BF, r->dlogits, b[1].out, p + WF, IMAGES, 784, CLASSES);
    block_backward(&b[1], b[0].dout, g + W2, g + B2, b[0].out, p + W2);
    block_backward(&b[0], NULL, g + W1, g + B1, r->image, p + W1);
}

/*
 * How far a float gradient may be off. With u = 2^-24, the most that one rounding changes a number
 * relative to its size, and g(n) = n*u / (1 - n*u), what n roundings after each other change it:
 *
 * A gradient is a sum of products, in any order, fused or not. Each term passes through at most n
 * roundings, so the sum is off by at most g(n) times `size`: the same way back, with every number
 * taken by its absolute value. Zeros add without rounding; see `roundings` for n.
 *
 * The gradient at a logit, (p - [label]) / N, comes off by e of its own, and the way back makes of
 * that what it makes of any gradient: `carried`, from e in place of every logit's gradient. The
 * logits and their differences are exact here. exp is off by 2u (a library good to one unit in the
 * last place), the sum of ten by that and 9u, so p by 2u + 11u + u; the difference to 1 is rounded,
 * 1/N is, and their product is: 17u / N in all, and no more than 20u / N with roundings of
 * roundings.
 *
 * All this is for the same winners. Where two cells of a window are as near as the rounding of
 * their sums, another one may win, and no bound on sums holds: hence the eighths, which are exact.
 */
enum { PARTS = 8 }; /* of a batch, in train.c */

static const double u = 0x1p-24, e_of_logit = 20 * 0x1p-24 / IMAGES;

/* Of one term on its way to parameter i: a product and the additions in dx of FC, in dx of conv2,
   and in dw itself, over the winners (49 or 196) of all images; then the parts are added. */
static double roundings(size_t i)
{
    if (i >= WF) return (1 + IMAGES) + PARTS;
    if (i >= W2) return (1 + 10) + (1 + IMAGES * 49) + PARTS;
    return (1 + 10) + (1 + 16 * 25) + (1 + IMAGES * 196) + PARTS;
}

static double bound(const struct reference *r, size_t i)
{
    double n = roundings(i);
    return n * u / (1 - n * u) * r->size[i] + r->carried[i];
}

static void work_out(struct reference *r)
{
    struct block *b = r->block;
    b[0] = block_new(1, 28, 8);
    b[1] = block_new(8, 14, 16);
    double *p = r->parameters;
    for (size_t i = 0; i < IMAGES * 784; i++) r->image[i] = images[i];
    for (size_t i = 0; i < PARAMETERS; i++) p[i] = start[i];
    for (size_t i = 0; i < IMAGES; i++) r->label[i] = labels[i];
    block_forward(&b[0], r->image, p + W1, p + B1);
    block_forward(&b[1], b[0].out, p + W2, p + B2);
    fc_forward(r->logits, b[1].out, p + WF, p + BF, IMAGES, 784, CLASSES);
    r->loss = softmax_cross_entropy(r->dlogits, r->logits, r->label, IMAGES, CLASSES);
    backward(r, r->gradient, p);
    /* The same way with absolute values: images and pooled maps are not negative already. */
    double sizes[PARAMETERS], logit_size[IMAGES * CLASSES];
    for (size_t i = 0; i < PARAMETERS; i++) sizes[i] = fabs(p[i]);
    fc_forward(logit_size, b[1].out, sizes + WF, sizes + BF, IMAGES, 784, CLASSES);
    for (int i = 0; i < IMAGES * CLASSES; i++) {
        cr_assert_lt(logit_size[i], 2048, "multiples of 1/4096, so not exact in float");
        r->dlogits[i] = fabs(r->dlogits[i]) + e_of_logit;
    }
    backward(r, r->size, sizes);
    for (int i = 0; i < IMAGES * CLASSES; i++) r->dlogits[i] = e_of_logit;
    backward(r, r->carried, sizes);
}

static struct trainer *trainer(enum way way, const struct lane_kernels *k, int threads)
{
    struct trainer_options o = {net_lenet_f(), way, k, threads, IMAGES};
    const char *why;
    struct trainer *t = trainer_new(&o, &why);
    cr_assert_not_null(t, "%s", why);
    cr_assert_eq(parameter_count(&o.net), PARAMETERS);
    memcpy(trainer_parameters(t), start, sizeof start);
    return t;
}

static void expect_gradient(const struct reference *r, enum way way,
                            const struct lane_kernels *k, int threads)
{
    struct trainer *t = trainer(way, k, threads);
    float loss = trainer_step(t, images, labels, IMAGES, 0.125F);
    /* Each image's: log of a sum that is off by 11u, itself off by 2u of at most log 10, and a
       difference; then N of them are added, divided, and compared with what double makes of it. */
    cr_assert_float_eq(loss, r->loss, (IMAGES + 2) * u * r->loss + 20 * u);
    const float *g = trainer_gradient(t), *p = trainer_parameters(t);
    int not_zero = 0;
    for (size_t i = 0; i < PARAMETERS; i++) {
        double step = 0.125 * (double)g[i];
        cr_assert_leq(fabs((double)g[i] - r->gradient[i]), bound(r, i),
                      "%s %s, %d threads: gradient %zu is %g, not %g", way_names[way], k->name,
                      threads, i, (double)g[i], r->gradient[i]);
        cr_assert_leq(fabs((double)p[i] - (start[i] - step)),
                      u * (fabs(start[i]) + fabs(step)));
        not_zero += g[i] != 0;
    }
    cr_assert_gt(not_zero, PARAMETERS / 2);
    trainer_free(t);
}

Test(fast_train, gradients_are_those_of_the_layers)
{
    static struct reference r;
    draw_all();
    work_out(&r);
    const struct lane_kernels *list[MOST_KERNELS];
    int n = kernels_here(list);
    for (enum way way = WAY_PLAIN; way < WAYS; way++)
        for (int k = 0; k < (way >= WAY_LANES ? n : 1); k++)
            for (int threads = 1; threads <= 3 && way_available(way);
                 threads += way < WAY_LANES ? 2 : 1)
                expect_gradient(&r, way, list[k], threads);
    block_free(&r.block[0]);
    block_free(&r.block[1]);
}

static void run(float *to, enum way way, const struct lane_kernels *k, int threads)
{
    struct trainer *t = trainer(way, k, threads);
    for (int step = 0; step < 3; step++) trainer_step(t, images, labels, IMAGES, 0.01F);
    memcpy(to, trainer_parameters(t), sizeof start);
    trainer_free(t);
}

Test(fast_train, bit_for_bit_the_same_again_and_for_any_number_of_threads)
{
    static float once[PARAMETERS], again[PARAMETERS];
    const struct lane_kernels *list[MOST_KERNELS];
    int n = kernels_here(list);
    draw_all();
    for (enum way way = WAY_ORDER; way < WAYS; way++)
        for (int k = 0; k < (way >= WAY_LANES ? n : 1) && way_available(way); k++) {
            run(once, way, list[k], 1);
            cr_assert_neq(memcmp(once, start, sizeof once), 0, "it learned nothing");
            for (int threads = 1; threads <= 3; threads++) {
                run(again, way, list[k], threads);
                cr_assert_eq(memcmp(once, again, sizeof once), 0, "%s %s, %d threads",
                             way_names[way], list[k]->name, threads);
            }
        }
}

Test(fast_train, logits_are_those_of_the_layers_for_any_number_of_images)
{
    static struct reference r;
    draw_all();
    work_out(&r);
    const struct lane_kernels *list[MOST_KERNELS];
    int kinds = kernels_here(list);
    for (int k = 0; k < kinds; k++)
        for (int n = 1; n <= IMAGES; n += 5) {
            float logits[IMAGES * CLASSES];
            struct trainer *t = trainer(WAY_SPARSE, list[k], 2);
            trainer_logits(t, logits, images, n);
            for (int i = 0; i < n * CLASSES; i++) cr_assert_eq(logits[i], (float)r.logits[i]);
            trainer_free(t);
        }
    block_free(&r.block[0]);
    block_free(&r.block[1]);
}

/* exp(400) is more than a float holds, so the largest logit is taken off all of them first. */
Test(fast_train, far_logits_do_not_overflow)
{
    const float logits[3] = {0, 200, -200};
    float d[3];
    cr_expect_eq(cross_entropy(d, logits, 1, 3, 1), 0);
    cr_expect(d[0] == 0 && d[1] == 1 - 1 && d[2] == 0);
    cr_expect_eq(cross_entropy(d, logits, 2, 3, 0.5F), 200 - -200);
    cr_expect(d[0] == 0 && d[1] == 0.5F * 1 && d[2] == 0.5F * (0 - 1));
    cr_expect_eq(cross_entropy(NULL, logits, 0, 3, 1), 200);
}

/* Three classes instead of ten: images together, and each by itself. */
Test(fast_train, logits_stand_where_the_classes_say)
{
    enum { FEW = 3 };
    struct trainer_options o = {net_lenet_f(), WAY_SPARSE, NULL, 2, IMAGES};
    float all[IMAGES * FEW], one[FEW];
    const char *why;
    o.net.classes = FEW;
    const enum way ways[] = {WAY_ORDER, WAY_SPARSE};
    for (int i = 0; i < 2; i++) {
        o.way = ways[i];
        struct trainer *t = trainer_new(&o, &why);
        cr_assert_not_null(t, "%s", why);
        draw_all();
        parameters_start(trainer_parameters(t), &o.net, 1);
        trainer_logits(t, all, images, IMAGES);
        for (size_t n = 0; n < IMAGES; n++) {
            trainer_logits(t, one, images + n * 784, 1);
            cr_assert_arr_eq(all + n * FEW, one, sizeof one);
        }
        trainer_free(t);
    }
}

static void expect_no_trainer(const struct trainer_options *o, const char *reason)
{
    const char *why = NULL;
    cr_expect_null(trainer_new(o, &why), "there is one, in spite of: %s", reason);
    cr_assert_not_null(why);
    cr_expect_str_eq(why, reason);
}

Test(fast_train, options_that_cannot_be_are_refused_with_a_reason)
{
    const struct trainer_options good = {net_lenet_f(), WAY_SPARSE, NULL, 1, 32};
    struct trainer_options o = good;
    o.threads = 0;
    expect_no_trainer(&o, "the number of threads is not 1 to 256");
    o.threads = 257;
    expect_no_trainer(&o, "the number of threads is not 1 to 256");
    o = good, o.batch = 0;
    expect_no_trainer(&o, "the batch is empty");
    cr_expect_eq(way_available(WAY_BLAS), conv_blas != NULL, "the library is there, or is not");
    o = good, o.net.block[1].C = 7;
    expect_no_trainer(&o, "the second block does not fit behind the first");
}

static void expect_no_net(struct net net, const char *reason)
{
    const char *why = net_error(&net);
    cr_assert_not_null(why, "nothing is wrong, in spite of: %s", reason);
    cr_expect_str_eq(why, reason);
}

/* LeNet-F with another second block, given as C, H, W, filters, kernel, padding. */
static struct net net_with(int C, int H, int W, int OC, int K, int P)
{
    struct net net = net_lenet_f();
    net.block[1] = (struct block_shape){C, H, W, OC, K, P};
    return net;
}

Test(fast_train, shapes_that_cannot_be_are_refused_with_a_reason)
{
    struct net one_class = net_lenet_f(), nothing = net_like(0, 8);
    one_class.classes = 1;
    expect_no_net(one_class, "fewer than two classes");
    expect_no_net(nothing, "a size is less than 1");
    expect_no_net(net_with(8, 14, 14, 0, 5, 2), "a size is less than 1");
    expect_no_net(net_with(8, 14, 14, 16, 0, 0), "a kernel is not 1x1 to 7x7");
    expect_no_net(net_with(8, 14, 14, 16, 8, 2), "a kernel is not 1x1 to 7x7");
    expect_no_net(net_with(8, 14, 14, 16, 5, 5), "the padding is not less than the kernel");
    expect_no_net(net_with(8, 14, 14, 16, 5, -1), "the padding is not less than the kernel");
    expect_no_net(net_with(7, 14, 14, 16, 5, 2),
                  "the second block does not fit behind the first");
    expect_no_net(net_with(8, 13, 14, 16, 5, 2),
                  "the second block does not fit behind the first");
    expect_no_net(net_with(8, 14, 13, 16, 5, 2),
                  "the second block does not fit behind the first");
    /* 5 + 2*0 - 5 + 1 = 1: a map of one row has no window of two */
    expect_no_net(net_with(8, 5, 14, 16, 5, 0), "a map is too small to be pooled");
    expect_no_net(net_with(8, 14, 5, 16, 5, 0), "a map is too small to be pooled");
    const char *too_large = "a map is larger than 1024x1024, or has more than 1024 channels";
    struct net tall = net_with(8, 512, 14, 16, 5, 2), wide = net_with(8, 14, 512, 16, 5, 2);
    tall.block[0].H = 1025, wide.block[0].W = 1025;
    expect_no_net(tall, too_large);
    expect_no_net(wide, too_large);
    expect_no_net(net_like(28, 513), too_large);
}

Test(fast_train, shapes_at_the_limits_are_not_refused)
{
    struct net large = net_like(1024, 8), wide = net_like(28, 512), small = net_like(4, 1);
    struct net kernel7 = net_with(8, 14, 14, 16, 7, 6), least = net_with(8, 14, 14, 1, 1, 0);
    kernel7.classes = 2;
    cr_expect_null(net_error(&large));
    cr_expect_null(net_error(&wide)); /* and twice as many in the second block */
    cr_expect_null(net_error(&small));
    cr_expect_null(net_error(&kernel7));
    cr_expect_null(net_error(&least));
}

/*
 * The first word of splitmix64 from seed 1 is 910a2dec89025cc1; its upper 24 bits, of 2^24, are
 * spread over -1 .. 1, and 25 wires go into a neuron: 1/sqrt(25) = 0.2 times that.
 */
Test(fast_train, weights_at_the_start)
{
    static float w[PARAMETERS];
    struct net net = net_lenet_f();
    cr_assert_eq(parameter_count(&net), PARAMETERS);
    parameters_start(w, &net, 1);
    cr_expect_float_eq(w[0], 0.2 * (0x910a2d / (double)(1 << 23) - 1), 1e-7);
    const int begin[] = {W1, W2, WF, PARAMETERS}, wires[] = {25, 200, 784};
    for (int layer = 0; layer < 3; layer++) {
        float least = 0, most = 0, range = 1 / sqrtf((float)wires[layer]);
        for (int i = begin[layer]; i < begin[layer + 1]; i++)
            least = fminf(least, w[i]), most = fmaxf(most, w[i]);
        cr_expect(least >= -range && least < -0.95F * range, "%g in -%g ..", least, range);
        cr_expect(most <= range && most > 0.95F * range, "%g in .. %g", most, range);
    }
}

/* Odd sizes, other filters: the ways agree, and only the order of their sums differs. These
   numbers have all their digits, and sums of about 1 are good to about 1e-7: 1e-5 is no bound
   as above, but far below what a cell too many or too few would change. */
Test(fast_train, other_sizes_than_lenet)
{
    for (int size = 13; size < 32; size += 5) {
        struct trainer_options o = {net_like(size, 3), WAY_FUSED, NULL, 1, 20};
        const char *why;
        struct trainer *a = trainer_new(&o, &why);
        o.way = WAY_PLAIN;
        struct trainer *b = trainer_new(&o, &why);
        o.way = WAY_SPARSE;
        struct trainer *c = trainer_new(&o, &why);
        cr_assert(a && b && c, "%s", why);
        parameters_start(trainer_parameters(a), &o.net, 3);
        size_t n = parameter_count(&o.net);
        memcpy(trainer_parameters(b), trainer_parameters(a), n * sizeof(float));
        memcpy(trainer_parameters(c), trainer_parameters(a), n * sizeof(float));
        draw_all();
        trainer_step(a, images, labels, 20, 0.5F);
        trainer_step(b, images, labels, 20, 0.5F);
        trainer_step(c, images, labels, 20, 0.5F);
        for (size_t i = 0; i < n; i++) {
            cr_assert_float_eq(trainer_gradient(a)[i], trainer_gradient(b)[i], 1e-5);
            cr_assert_float_eq(trainer_gradient(a)[i], trainer_gradient(c)[i], 1e-5);
        }
        trainer_free(a);
        trainer_free(b);
        trainer_free(c);
    }
}
