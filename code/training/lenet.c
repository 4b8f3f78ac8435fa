#include "training/lenet.h"

#include "data/random.h"
#include "layers/conv.h"
#include "layers/fc.h"
#include "layers/loss.h"
#include "layers/pool.h"
#include "layers/relu.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    IMAGE = 28 * 28,
    MAP1 = 8 * 28 * 28,
    POOL1 = 8 * 14 * 14,
    MAP2 = 16 * 14 * 14,
    POOL2 = 16 * 7 * 7,
    CLASSES = 10
};

struct conv_shape lenet_conv1(int N)
{
    return (struct conv_shape){N, 1, 28, 28, .OC = 8, 5, 5, .SH = 1, .SW = 1, .PH = 2, .PW = 2};
}

static struct pool_shape lenet_pool1(int N)
{
    return (struct pool_shape){N, 8, 28, 28, .KH = 2, .KW = 2, .SH = 2, .SW = 2};
}

struct conv_shape lenet_conv2(int N)
{
    return (struct conv_shape){N, 8,       14,      14,      .OC = 16, 5,
                               5, .SH = 1, .SW = 1, .PH = 2, .PW = 2};
}

static struct pool_shape lenet_pool2(int N)
{
    return (struct pool_shape){N, 16, 14, 14, .KH = 2, .KW = 2, .SH = 2, .SW = 2};
}

// begin lenet_forward
void lenet_forward(struct lenet *l, int N)
{
    const struct lenet_weights *w = &l->weights;
    struct lenet_maps *f = &l->forward;
    const struct conv_shape c1 = lenet_conv1(N), c2 = lenet_conv2(N);
    const struct pool_shape p1 = lenet_pool1(N), p2 = lenet_pool2(N);

    conv_forward(f->conv1, f->image, w->kernel1, w->bias1, &c1);
    relu_forward(f->relu1, f->conv1, (size_t)N * MAP1);
    maxpool_forward(f->pool1, l->argmax1, f->relu1, &p1);
    conv_forward(f->conv2, f->pool1, w->kernel2, w->bias2, &c2);
    relu_forward(f->relu2, f->conv2, (size_t)N * MAP2);
    maxpool_forward(f->pool2, l->argmax2, f->relu2, &p2);
    fc_forward(f->logit, f->pool2, w->w, w->b, N, POOL2, CLASSES);
}
// end lenet_forward

/* The layers add, so every gradient starts from zero. */
void lenet_clear(struct lenet *l, int N)
{
    size_t n = (size_t)N;
    struct lenet_maps *d = &l->backward;
    memset(&l->gradient, 0, sizeof l->gradient);
    memset(d->image, 0, n * IMAGE * sizeof(double));
    memset(d->conv1, 0, n * MAP1 * sizeof(double));
    memset(d->relu1, 0, n * MAP1 * sizeof(double));
    memset(d->pool1, 0, n * POOL1 * sizeof(double));
    memset(d->conv2, 0, n * MAP2 * sizeof(double));
    memset(d->relu2, 0, n * MAP2 * sizeof(double));
    memset(d->pool2, 0, n * POOL2 * sizeof(double));
    memset(d->logit, 0, n * CLASSES * sizeof(double));
}

// begin lenet_backward
double lenet_backward(struct lenet *l, const int *label, int N, int to_image)
{
    const struct lenet_weights *w = &l->weights;
    const struct lenet_maps *f = &l->forward;
    struct lenet_maps *d = &l->backward;
    struct lenet_weights *g = &l->gradient;
    const struct conv_shape c1 = lenet_conv1(N), c2 = lenet_conv2(N);
    lenet_clear(l, N);

    double loss = softmax_cross_entropy(d->logit, f->logit, label, N, CLASSES);
    fc_backward(d->pool2, g->w, g->b, d->logit, f->pool2, w->w, N, POOL2, CLASSES);
    maxpool_backward(d->relu2, d->pool2, l->argmax2, (size_t)N * POOL2);
    relu_backward(d->conv2, d->relu2, f->conv2, (size_t)N * MAP2);
    conv_backward(d->pool1, g->kernel2, g->bias2, d->conv2, f->pool1, w->kernel2, &c2);
    maxpool_backward(d->relu1, d->pool1, l->argmax1, (size_t)N * POOL1);
    relu_backward(d->conv1, d->relu1, f->conv1, (size_t)N * MAP1);
    conv_backward(to_image ? d->image : NULL, g->kernel1, g->bias1, d->conv1, f->image,
                  w->kernel1, &c1);
    return loss;
}
// end lenet_backward

void lenet_step(struct lenet *l, double rate)
{
    double *w = (double *)&l->weights;
    const double *g = (const double *)&l->gradient;
    for (int i = 0; i < LENET_WEIGHTS; i++) w[i] -= rate * g[i];
}

static double *doubles(size_t n, int *failed)
{
    double *v = calloc(n, sizeof *v);
    if (!v) *failed = 1;
    return v;
}

static void new_maps(struct lenet_maps *m, size_t N, int *failed)
{
    m->image = doubles(N * IMAGE, failed);
    m->conv1 = doubles(N * MAP1, failed);
    m->relu1 = doubles(N * MAP1, failed);
    m->pool1 = doubles(N * POOL1, failed);
    m->conv2 = doubles(N * MAP2, failed);
    m->relu2 = doubles(N * MAP2, failed);
    m->pool2 = doubles(N * POOL2, failed);
    m->logit = doubles(N * CLASSES, failed);
}

static void free_maps(struct lenet_maps *m)
{
    double *all[] = {m->image, m->conv1, m->relu1, m->pool1,
                     m->conv2, m->relu2, m->pool2, m->logit};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

struct lenet *lenet_new(int room)
{
    int failed = 0;
    struct lenet *l = calloc(1, sizeof *l);
    if (!l) return NULL;
    l->room = room;
    new_maps(&l->forward, (size_t)room, &failed);
    new_maps(&l->backward, (size_t)room, &failed);
    l->argmax1 = calloc((size_t)room * POOL1, sizeof *l->argmax1);
    l->argmax2 = calloc((size_t)room * POOL2, sizeof *l->argmax2);
    if (!failed && l->argmax1 && l->argmax2) return l;
    lenet_free(l);
    return NULL;
}

void lenet_free(struct lenet *l)
{
    if (!l) return;
    free_maps(&l->forward);
    free_maps(&l->backward);
    free(l->argmax1);
    free(l->argmax2);
    free(l);
}

/* Evenly from -a to a, a = sqrt(6 / wires into a neuron): what ReLU halves is made up for. */
static void start_layer(double *w, int n, int wires, uint64_t *state)
{
    double a = sqrt(6.0 / wires);
    for (int i = 0; i < n; i++) w[i] = a * (2 * random_unit(state) - 1);
}

void lenet_start(struct lenet_weights *w, uint64_t seed)
{
    uint64_t state = random_start(seed, 0);
    memset(w, 0, sizeof *w);
    start_layer(w->kernel1, 8 * 25, 25, &state);
    start_layer(w->kernel2, 16 * 8 * 25, 8 * 25, &state);
    start_layer(w->w, CLASSES * POOL2, POOL2, &state);
}

void lenet_images(struct lenet *l, const uint8_t *const *image, int N)
{
    for (int n = 0; n < N; n++)
        for (int i = 0; i < IMAGE; i++) l->forward.image[n * IMAGE + i] = image[n][i] / 255.0;
}

/* --- As a kernel that training can use ---------------------------------------------------- */

static void *create(int batch)
{
    return lenet_new(batch);
}

static void destroy(void *network)
{
    lenet_free(network);
}

static void set_weights(void *network, const double *weights)
{
    memcpy(&((struct lenet *)network)->weights, weights, sizeof(struct lenet_weights));
}

static void get_weights(const void *network, double *weights)
{
    memcpy(weights, &((const struct lenet *)network)->weights, sizeof(struct lenet_weights));
}

// begin lenet_train
static double train(void *network, const uint8_t *const *image, const int *label, int N,
                    double rate)
{
    struct lenet *l = network;
    lenet_images(l, image, N);
    lenet_forward(l, N);
    double loss = lenet_backward(l, label, N, 0);
    lenet_step(l, rate);
    return loss;
}
// end lenet_train

static void classify(void *network, const uint8_t *const *image, int N, double *logits)
{
    struct lenet *l = network;
    lenet_images(l, image, N);
    lenet_forward(l, N);
    memcpy(logits, l->forward.logit, (size_t)N * CLASSES * sizeof *logits);
}

const struct kernel lenet_kernel = {"layers",    create, destroy, set_weights,
                                    get_weights, train,  classify};
