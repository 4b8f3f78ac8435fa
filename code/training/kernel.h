/*
 * A way to compute LeNet-F. Training knows only this table, so it runs with any of them.
 *
 * Weights come and go as the doubles of struct lenet_weights; inside, a kernel may keep them
 * as it likes. Images are pointers to 28x28 bytes, so that none is copied to shuffle them.
 */
#ifndef TRAINING_KERNEL_H
#define TRAINING_KERNEL_H

#include <stdint.h>

struct kernel {
    const char *name; /* at most 15 letters */
    /* For batches of up to `batch` images; NULL if there is no memory. */
    void *(*create)(int batch);
    void (*destroy)(void *network);
    void (*set_weights)(void *network, const double *weights);
    void (*get_weights)(const void *network, double *weights);
    /* Forward, backward and one step. The mean loss of the batch before the step. */
    double (*train)(void *network, const uint8_t *const *image, const int *label, int N,
                    double rate);
    void (*classify)(void *network, const uint8_t *const *image, int N,
                     double *logits /* (N, 10) */);
};

/* Chapter 5's, in float; the one by the book's layers in double is lenet_kernel. */
extern const struct kernel fast_kernel;

/* All there are, ended by NULL; the first is the one that is used if none is asked for. */
extern const struct kernel *const kernels[];

#endif
