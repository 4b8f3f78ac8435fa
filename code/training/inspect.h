/*
 * A look into a trained network: where the gradient of one image went, and how well the
 * gradients of some weights agree with measured ones.
 */
#ifndef TRAINING_INSPECT_H
#define TRAINING_INSPECT_H

#include "data/dataset.h"
#include "training/lenet.h"

enum { MAP1_CHANNELS = 8, MAP1_CELLS = 28 * 28, MAP2_CHANNELS = 16, MAP2_CELLS = 14 * 14 };
enum { LAYERS = 3, CHECKED_MOST = 200 }; /* first conv, second conv, FC; weights of each */

/* How many cells of the two conv maps got a gradient that is not 0. */
struct reached {
    double conv1, conv2;
};

struct agreement {
    double median, worst; /* relative difference of analytic and measured */
    int poor;             /* weights that differ by more than one in a million */
};

struct inspect {
    /* one test image */
    int label, said;
    double loss;
    double pixel[IMAGE_CELLS], dpixel[IMAGE_CELLS];
    double dconv1[MAP1_CHANNELS * MAP1_CELLS], dconv2[MAP2_CHANNELS * MAP2_CELLS];
    int channel; /* of the first map, the one with most gradient */
    struct reached one;
    /* many test images */
    int images;
    struct reached mean;
    int checked; /* weights of each layer */
    /* their gradients by one image, measured with a step of 1e-3 and of 1e-5 */
    struct agreement coarse[LAYERS], fine[LAYERS];
};

/* What to look at. */
struct inspect_choice {
    int which;   /* number of the one test image */
    int images;  /* how many test images to count over */
    int checked; /* weights of each layer to measure, 1 to CHECKED_MOST */
};

/* 0, or -1 if there is no memory. */
int inspect_network(struct inspect *s, const struct lenet_weights *w, const struct images *test,
                    const struct inspect_choice *choice);

#endif
