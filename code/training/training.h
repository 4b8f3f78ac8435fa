/*
 * Training: epochs of batches in random order, a look at the test images after each epoch,
 * and a checkpoint.
 *
 * The order of an epoch depends on the seed and the number of the epoch alone, so a run that
 * goes on from a checkpoint does what the uninterrupted run does, bit for bit.
 */
#ifndef TRAINING_TRAINING_H
#define TRAINING_TRAINING_H

#include "data/checkpoint.h"
#include "data/dataset.h"
#include "training/kernel.h"
#include "training/lenet.h"

/* What is kept of each epoch: the loss in each twentieth of it, over all of it; test accuracy. */
enum { CURVE = 20, HISTORY_LOSS = CURVE, HISTORY_ACCURACY, HISTORY };

struct training {
    /* given */
    const struct kernel *kernel;
    const struct dataset *data;
    struct settings settings; /* kernel and data are filled in */
    int epochs;
    const char *checkpoint; /* a path, or NULL for none */
    int resume;             /* go on from the checkpoint */
    /* found */
    double *history; /* (epochs, HISTORY) */
    struct lenet_weights weights;
    int confusion[CLASSES][CLASSES]; /* rows: what it is; columns: what the network says */
};

/* 0, or -1 with one line in error. training_free in either case. */
int training_run(struct training *t, char *error, size_t room);
void training_free(struct training *t);

#endif
