/*
 * A group is what is computed in one go: as many images as there are lanes, or one. Both kinds
 * do the same: forward, loss, and backward into an array of gradients that they add to.
 */
#ifndef FAST_GROUP_H
#define FAST_GROUP_H

#include "fast/train.h"
#include "fast/ways.h"

/* What every group reads and none writes. */
struct group_job {
    const struct trainer_options *options;
    const float *parameters;
    const float *rows; /* WAY_SPARSE: the weights of the second block, in rows */
};

/*
 * An array of gradients: the parameters in their order and, behind them, for WAY_SPARSE the
 * gradients of both kernels in rows.
 */
size_t gradient_floats(const struct trainer_options *o);
float *gradient_rows(float *gradient, int block, const struct trainer_options *o);

/* Memory is taken once, in pieces of 64 bytes; with `base` NULL they are only counted. */
struct arena {
    char *base;
    size_t used;
};
void *arena_take(struct arena *a, size_t bytes);

struct lane_room;
/* The room of one group in the arena; with base NULL it returns NULL. */
struct lane_room *lane_room(struct arena *a, const struct trainer_options *o);
float lane_group(const struct group_job *job, struct lane_room *r, float *gradient,
                 const float *images, const uint8_t *labels, int count, float scale);
void lane_logits(const struct group_job *job, struct lane_room *r, float *logits,
                 const float *images, int count);

struct image_room;
struct image_room *image_room(struct arena *a, const struct trainer_options *o);
float image_group(const struct group_job *job, struct image_room *r, float *gradient,
                  const float *image, const uint8_t *label, float scale);
void image_logits(const struct group_job *job, struct image_room *r, float *logits,
                  const float *image);

#endif
