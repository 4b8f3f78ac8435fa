/*
 * The kernels of one instruction set, and the shapes they work on.
 *
 * A block is what LeNet-F has two of: a convolution (KxK, stride 1, padding P, OC filters), a
 * ReLU and a 2x2 max-pool with stride 2. Everything is float. Three layouts:
 *
 *     in lanes       (C, H, W, lanes): `lanes` images side by side, the image index fastest;
 *                    the address is a multiple of 64
 *     channel last   (H + 2P, W + 2P, C): one image with its rim of zeros, channels fastest,
 *                    FLOATS_AFTER_MAP floats more at the end
 *     weights        (OC, C, K, K), as everywhere; for channel-last maps "in rows":
 *                    (OC, K, row), one row of a patch being K * C floats, filled up with
 *                    zeros to `row_floats`
 */
#ifndef FAST_KERNELS_H
#define FAST_KERNELS_H

#include <stddef.h>
#include <stdint.h>

struct block_shape {
    int C, H, W; /* of the input */
    int OC, K, P;
};

enum { FLOATS_AFTER_MAP = 16, MAX_KERNEL = 7, MAX_SIDE = 1024, MAX_FILTERS = 1024 };

static inline int conv_h(const struct block_shape *s)
{
    return s->H + 2 * s->P - s->K + 1;
}
static inline int conv_w(const struct block_shape *s)
{
    return s->W + 2 * s->P - s->K + 1;
}
static inline int pooled_h(const struct block_shape *s)
{
    return conv_h(s) / 2;
}
static inline int pooled_w(const struct block_shape *s)
{
    return conv_w(s) / 2;
}
static inline size_t input_cells(const struct block_shape *s)
{
    return (size_t)s->C * (size_t)s->H * (size_t)s->W;
}
static inline size_t conv_cells(const struct block_shape *s)
{
    return (size_t)s->OC * (size_t)conv_h(s) * (size_t)conv_w(s);
}
static inline size_t pooled_cells(const struct block_shape *s)
{
    return (size_t)s->OC * (size_t)pooled_h(s) * (size_t)pooled_w(s);
}
static inline size_t weight_count(const struct block_shape *s)
{
    return (size_t)s->OC * (size_t)s->C * (size_t)s->K * (size_t)s->K;
}
/* Floats of one channel-last map, and of one row of a patch in it. */
static inline size_t map_floats(const struct block_shape *s)
{
    return (size_t)(s->H + 2 * s->P) * (size_t)(s->W + 2 * s->P) * (size_t)s->C +
           FLOATS_AFTER_MAP;
}
static inline size_t row_floats(const struct block_shape *s)
{
    return ((size_t)s->K * (size_t)s->C + 15) / 16 * 16;
}

/* Max-pooling by itself: windows K x K, stride S, padding P of at most K / 2. */
struct window_shape {
    int planes, H, W; /* planes: images times channels; W at most MAX_SIDE */
    int K, S, P;
};

static inline int windows_h(const struct window_shape *s)
{
    return (s->H + 2 * s->P - s->K) / s->S + 1;
}
static inline int windows_w(const struct window_shape *s)
{
    return (s->W + 2 * s->P - s->K) / s->S + 1;
}

/* A winner: its gradient, and where in the channel-last map the patch begins that it saw. */
struct winner {
    float g;
    int32_t patch;
};

/* Where the gradients of the pooled cells of one image lie: g[c * channel + h * row + w * cell]. */
struct gradient_layout {
    size_t channel, row, cell;
};

struct lane_kernels {
    const char *name;
    int lanes;

    /* As many multiplications and additions as can be; see multiply_lanes.h. */
    double (*multiply)(long rounds, float *sum);

    /* images (count, cells) into lanes (cells, lanes) and back; missing images become zeros. */
    void (*pack)(float *to, const float *images, int count, size_t cells);
    void (*unpack)(float *images, const float *from, int count, size_t cells);
    /* lanes (C, H, W, lanes) into `count` channel-last maps; the rim must be zero already. */
    void (*unpack_maps)(float *maps, const float *from, int count, const struct block_shape *s);

    /* y (OC, conv_h, conv_w, lanes) */
    void (*conv)(float *y, const float *x, const float *w, const float *b,
                 const struct block_shape *s);
    /* y (OC, pooled_h, pooled_w, lanes) = ReLU of the pooled convolution; place: 2*row + column
       of the winner in its window. */
    void (*conv_pool)(float *y, uint8_t *place, const float *x, const float *w, const float *b,
                      const struct block_shape *s);
    /* dx = the gradient; dw and db are added to. dx may be NULL. */
    void (*conv_backward)(float *dx, float *dw, float *db, const float *dy, const float *x,
                          const float *w, float *flipped, const struct block_shape *s);
    void (*pool)(float *y, uint8_t *place, const float *x, const struct block_shape *s);
    void (*pool_backward)(float *dx, const float *dy, const uint8_t *place,
                          const struct block_shape *s);
    void (*relu)(float *x, size_t cells);
    /* Clears g where the output y of the ReLU was zero. */
    void (*relu_backward)(float *g, const float *y, size_t cells);

    /* w (O, I); x, y, dx, dy in lanes */
    void (*fc)(float *y, const float *x, const float *w, const float *b, int I, int O);
    void (*fc_backward)(float *dx, float *dw, float *db, const float *dy, const float *x,
                        const float *w, int I, int O);

    /* step (count, windows): how far each winner is from the first cell of its window. */
    void (*unpack_steps)(int32_t *step, const uint8_t *place, int count,
                         const struct block_shape *s);
    /* One image. dw (OC, K, row_floats) and db are added to, dx (channel last) too, or NULL. */
    void (*sparse)(float *dx, float *dw, float *db, const float *g,
                   const struct gradient_layout *at, const int32_t *step, const float *x,
                   const float *w, struct winner *list, const struct block_shape *s);
    /* g = 0 where x is not positive (a NaN passes): ReLU backward on a channel-last map. */
    void (*relu_map)(float *g, const float *x, size_t floats);

    /* (planes, H, W), not in lanes. place: K * row + column of the winner in its window, as in
       maxpool_forward of the layers: the first of equals, a NaN, never the padding. */
    void (*max_pool)(float *y, uint8_t *place, const float *x, const struct window_shape *s);
    /* dx = the gradient. */
    void (*max_pool_backward)(float *dx, const float *dy, const uint8_t *place,
                              const struct window_shape *s);
};

extern const struct lane_kernels kernels_lanes1, kernels_lanes4, kernels_lanes8,
    kernels_lanes16;

#endif
