/*
 * Max-pooling alone, forward and backward, beside the time that a copy needs to move as many
 * bytes: x and the pooled gradient with its places are read, y with its places and dx are
 * written, each once. No program that keeps them in memory is faster than that copy.
 */
#ifndef FAST_POOL_ALONE_H
#define FAST_POOL_ALONE_H

#include "fast/kernels.h"

#include <stdio.h>

struct pool_maps {
    struct window_shape shape;
    int images;    /* shape.planes are so many times the channels of one */
    float *x, *dx; /* (planes, H, W) */
    float *y, *dy; /* (planes, windows_h, windows_w) */
    uint8_t *place;
};

/* Another program that does the same; see peer_onednn_pool.c. */
struct pool_peer {
    const char *name;
    void (*start)(const struct pool_maps *maps); /* from now on these maps are worked on */
    void (*run)(void);                           /* fills y and dx */
};

/*
 * On one thread processor time, medians of `rounds`; on more the clock, the best. With a peer, it
 * takes turns with ours, and must fill y and dx with the same numbers: 0, or -1 if it does not or
 * there is not enough memory. Numbers go to `values` too, if not NULL.
 */
int pool_alone(int rounds, int threads, const struct pool_peer *peer, FILE *values);

#endif
