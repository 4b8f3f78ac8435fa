/*
 * Images into lanes and back: a transposition, LANES by LANES floats at a time.
 *
 *     one image after the other (count, cells)   <->   in lanes (cells, LANES)
 *
 * The way out to channel-last maps reads the cells in the order (h, w, c); the rest is the same.
 */
#ifndef FAST_PACK_LANES_H
#define FAST_PACK_LANES_H

#include "fast/kernels.h"
#include "fast/lanes.h"

static void pack(float *to, const float *images, int count, size_t cells)
{
    size_t i = 0;
    for (; i + LANES <= cells; i += LANES) {
        vec rows[LANES];
        for (int n = 0; n < LANES; n++)
            rows[n] =
                n < count ? vec_load_anywhere(images + (size_t)n * cells + i) : vec_all(0);
        transpose(rows);
        for (int k = 0; k < LANES; k++) vec_store(to + (i + (size_t)k) * LANES, rows[k]);
    }
    for (; i < cells; i++)
        for (int n = 0; n < LANES; n++)
            to[i * LANES + (size_t)n] = n < count ? images[(size_t)n * cells + i] : 0;
}

static void unpack(float *images, const float *from, int count, size_t cells)
{
    size_t i = 0;
    for (; i + LANES <= cells; i += LANES) {
        vec rows[LANES];
        for (int k = 0; k < LANES; k++) rows[k] = vec_load(from + (i + (size_t)k) * LANES);
        transpose(rows);
        for (int n = 0; n < count; n++)
            vec_store_anywhere(images + (size_t)n * cells + i, rows[n]);
    }
    for (; i < cells; i++)
        for (int n = 0; n < count; n++)
            images[(size_t)n * cells + i] = from[i * LANES + (size_t)n];
}

/* One row of a map: `floats` = W * C cells in the order (w, c). */
static void unpack_row(float *maps, size_t map, const float *from, int count, int floats, int C,
                       size_t channel)
{
    int i = 0, w = 0, c = 0;
    for (; i + LANES <= floats; i += LANES) {
        vec rows[LANES];
        for (int k = 0; k < LANES; k++) {
            rows[k] = vec_load(from + (size_t)c * channel + (size_t)w * LANES);
            if (++c == C) c = 0, w++;
        }
        transpose(rows);
        for (int n = 0; n < count; n++) vec_store_anywhere(maps + (size_t)n * map + i, rows[n]);
    }
    for (; i < floats; i++) {
        for (int n = 0; n < count; n++)
            maps[(size_t)n * map + (size_t)i] =
                from[(size_t)c * channel + (size_t)w * LANES + (size_t)n];
        if (++c == C) c = 0, w++;
    }
}

static void unpack_maps(float *maps, const float *from, int count, const struct block_shape *s)
{
    size_t row = (size_t)(s->W + 2 * s->P) * (size_t)s->C;
    for (int h = 0; h < s->H; h++)
        unpack_row(maps + (size_t)(h + s->P) * row + (size_t)(s->P * s->C), map_floats(s),
                   from + (size_t)h * (size_t)s->W * LANES, count, s->W * s->C, s->C,
                   (size_t)s->H * (size_t)s->W * LANES);
}

#endif
