/*
 * The fast code of chapter 5 as a kernel that training can use: weights as double outside, as
 * float inside; one thread for each processor. The result does not depend on how many.
 */
#include "fast/train.h"
#include "training/kernel.h"

#include <stdlib.h>
#include <unistd.h>

enum { CELLS = 28 * 28, DIGITS = 10, THREADS_AT_MOST = 8 };

struct network {
    struct trainer *trainer;
    size_t parameters;
    float *images;  /* (batch, 28, 28) */
    float *logits;  /* (batch, 10) */
    uint8_t *label; /* (batch) */
};

static int threads(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1                 ? 1
           : processors > THREADS_AT_MOST ? THREADS_AT_MOST
                                          : (int)processors;
}

static void destroy(void *network)
{
    struct network *net = network;
    trainer_free(net->trainer);
    free(net->images);
    free(net->logits);
    free(net->label);
    free(net);
}

static void *create(int batch)
{
    const char *why;
    struct trainer_options o = {net_lenet_f(), WAY_SPARSE, NULL, threads(), batch};
    struct network *net = calloc(1, sizeof *net);
    if (!net) return NULL;
    net->parameters = parameter_count(&o.net);
    net->images = malloc((size_t)batch * CELLS * sizeof *net->images);
    net->logits = malloc((size_t)batch * DIGITS * sizeof *net->logits);
    net->label = malloc((size_t)batch * sizeof *net->label);
    net->trainer = trainer_new(&o, &why);
    if (net->images && net->logits && net->label && net->trainer) return net;
    destroy(net);
    return NULL;
}

static void set_weights(void *network, const double *weights)
{
    struct network *net = network;
    float *p = trainer_parameters(net->trainer);
    for (size_t i = 0; i < net->parameters; i++) p[i] = (float)weights[i];
}

static void get_weights(const void *network, double *weights)
{
    const struct network *net = network;
    const float *p = trainer_parameters(net->trainer);
    for (size_t i = 0; i < net->parameters; i++) weights[i] = p[i];
}

static void copy_images(struct network *net, const uint8_t *const *image, int N)
{
    for (int n = 0; n < N; n++) {
        float *to = net->images + (size_t)n * CELLS;
        for (size_t i = 0; i < CELLS; i++) to[i] = (float)image[n][i] / 255;
    }
}

static double train(void *network, const uint8_t *const *image, const int *label, int N,
                    double rate)
{
    struct network *net = network;
    copy_images(net, image, N);
    for (int n = 0; n < N; n++) net->label[n] = (uint8_t)label[n];
    return trainer_step(net->trainer, net->images, net->label, N, (float)rate);
}

static void classify(void *network, const uint8_t *const *image, int N, double *logits)
{
    struct network *net = network;
    copy_images(net, image, N);
    trainer_logits(net->trainer, net->logits, net->images, N);
    for (int i = 0; i < N * DIGITS; i++) logits[i] = net->logits[i];
}

const struct kernel fast_kernel = {"fast",      create, destroy, set_weights,
                                   get_weights, train,  classify};
