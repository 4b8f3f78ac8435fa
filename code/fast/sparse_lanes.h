/*
 * The sparse way back: only the winners are visited.
 *
 * Of each pooling window one cell won, and only it has a gradient; none, where ReLU was off.
 * The winner of filter oc saw one patch of K rows of the input. So
 *
 *     dw[oc]     += g * that patch of x
 *     that patch of dx += g * w[oc]
 *
 * and nothing else happens. The map is channel last: a row of a patch is K * C floats in one
 * piece, and here a lane is one of them, not an image. A list of the winners comes first, so
 * that the loops over it have no branch.
 */
#ifndef FAST_SPARSE_LANES_H
#define FAST_SPARSE_LANES_H

#include "fast/kernels.h"
#include "fast/lanes.h"

enum { MOST_VECS = 15 }; /* of a patch, in registers at once */

/* Whether g is not zero; the bits of a float are those of its size, and the sign in front. */
static inline int not_zero(float g)
{
    uint32_t bits;
    memcpy(&bits, &g, sizeof bits);
    return bits << 1 != 0;
}

/*
 * step (count, windows) = how far a winner is from the upper left cell of its window, in a
 * channel-last map. LANES windows of LANES images are turned around at once.
 */
static void unpack_steps(int32_t *step, const uint8_t *place, int count,
                         const struct block_shape *s)
{
    int row = (s->W + 2 * s->P) * s->C;
    size_t windows = pooled_cells(s), i = 0;
    for (; i + LANES <= windows; i += LANES) {
        vec rows[LANES];
        for (int k = 0; k < LANES; k++) {
            const vec_byte *from = (const vec_byte *)(place + (i + (size_t)k) * LANES);
            vec_int at = __builtin_convertvector(*from, vec_int);
            rows[k] = (vec)((-(at & 1) & s->C) + (-(at >> 1) & row));
        }
        transpose(rows);
        for (int n = 0; n < count; n++)
            memcpy(step + (size_t)n * windows + i, &rows[n], sizeof rows[n]);
    }
    for (; i < windows; i++)
        for (int n = 0; n < count; n++) {
            int at = place[i * LANES + (size_t)n];
            step[(size_t)n * windows + i] = (at & 1) * s->C + (at >> 1) * row;
        }
}

/* The winners of one filter whose gradient is not zero; returns how many. */
// begin list_winners
static int list_winners(struct winner *list, const float *g, const struct gradient_layout *at,
                        const int32_t *step, const struct block_shape *s)
{
    int PH = pooled_h(s), PW = pooled_w(s), row = (s->W + 2 * s->P) * s->C, n = 0;
    for (int ph = 0; ph < PH; ph++)
        for (int pw = 0; pw < PW; pw++) {
            float gradient = g[(size_t)ph * at->row + (size_t)pw * at->cell];
            int corner = 2 * ph * row + 2 * pw * s->C;
            list[n] = (struct winner){gradient, corner + step[ph * PW + pw]};
            n += not_zero(gradient); /* keep it, or let the next one overwrite it */
        }
    return n;
}
// end list_winners

/* The sum of the gradients; four sums at once, as each addition waits for the one before. */
static float sum_gradients(const struct winner *list, int n)
{
    float sum[4] = {0};
    int i = 0;
    for (; i + 4 <= n; i += 4)
        for (int j = 0; j < 4; j++) sum[j] += list[i + j].g;
    for (; i < n; i++) sum[0] += list[i].g;
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* A piece of a patch: `rows` rows, of each `vecs` vectors and then, if `half` is 1, half of one. */
struct piece {
    vec full[MOST_VECS];
    vec_half half[MAX_KERNEL];
};

UNROLLED void load_piece(struct piece *p, const float *from, size_t row, int rows, int vecs,
                         int half)
{
    for (int r = 0; r < rows; r++, from += row) {
        for (int v = 0; v < vecs; v++)
            p->full[r * vecs + v] = vec_load_anywhere(from + v * LANES);
        if (half) p->half[r] = *(const vec_half *)(from + vecs * LANES);
    }
}

UNROLLED void store_piece(float *to, size_t row, const struct piece *p, int rows, int vecs,
                          int half)
{
    for (int r = 0; r < rows; r++, to += row) {
        for (int v = 0; v < vecs; v++)
            vec_store_anywhere(to + v * LANES, p->full[r * vecs + v]);
        if (half) *(vec_half *)(to + vecs * LANES) = p->half[r];
    }
}

/* dw += g * patch, over the winners. */
// begin add_patches
UNROLLED void add_patches(float *dw, size_t row, const float *x, size_t map_row,
                          const struct winner *list, int n, int rows, int vecs, int half)
{
    struct piece sum;
    load_piece(&sum, dw, row, rows, vecs, half);
    for (int i = 0; i < n; i++) {
        vec g = vec_all(list[i].g);
        vec_half g_half = list[i].g - (vec_half){0};
        const float *patch = x + list[i].patch;
        for (int r = 0; r < rows; r++, patch += map_row) {
            for (int v = 0; v < vecs; v++)
                sum.full[r * vecs + v] += g * vec_load_anywhere(patch + v * LANES);
            if (half) sum.half[r] += g_half * *(const vec_half *)(patch + vecs * LANES);
        }
    }
    store_piece(dw, row, &sum, rows, vecs, half);
}
// end add_patches

/* patch of dx += g * w, over the winners. */
UNROLLED void spread_patches(float *dx, size_t map_row, const float *w, size_t row,
                             const struct winner *list, int n, int rows, int vecs, int half)
{
    struct piece weight;
    load_piece(&weight, w, row, rows, vecs, half);
    for (int i = 0; i < n; i++) {
        vec g = vec_all(list[i].g);
        vec_half g_half = list[i].g - (vec_half){0};
        float *patch = dx + list[i].patch;
        for (int r = 0; r < rows; r++, patch += map_row) {
            for (int v = 0; v < vecs; v++)
                vec_store_anywhere(patch + v * LANES, vec_load_anywhere(patch + v * LANES) +
                                                          g * weight.full[r * vecs + v]);
            if (half) *(vec_half *)(patch + vecs * LANES) += g_half * weight.half[r];
        }
    }
}

/* One filter: what add_patches and spread_patches work on. */
struct filter_job {
    float *dx, *dw; /* channel-last map; (K, row) of this filter */
    const float *x, *w;
    size_t map_row, row;
    const struct winner *list;
    int n;
};

/* The piece that begins at row r and vector v. */
UNROLLED void patches(const struct filter_job *j, int r, int v, int rows, int vecs, int half)
{
    size_t in_map = (size_t)r * j->map_row + (size_t)(v * LANES);
    size_t in_rows = (size_t)r * j->row + (size_t)(v * LANES);
    add_patches(j->dw + in_rows, j->row, j->x + in_map, j->map_row, j->list, j->n, rows, vecs,
                half);
    if (j->dx)
        spread_patches(j->dx + in_map, j->map_row, j->w + in_rows, j->row, j->list, j->n, rows,
                       vecs, half);
}

/* Cuts the patch into pieces that fit in the registers; those of LeNet-F have code of their own. */
static void filter_backward(const struct filter_job *j, int K, int floats)
{
    int vecs = (floats + LANES - 1) / LANES;
    if (LANES == 16 && K == 5 && floats == 40) {
        patches(j, 0, 0, 5, 2, 1);
    } else if (LANES == 8 && K == 5 && floats == 40) {
        patches(j, 0, 0, 2, 5, 0);
        patches(j, 2, 0, 2, 5, 0);
        patches(j, 4, 0, 1, 5, 0);
    } else if (K == 5 && floats <= HALF) {
        patches(j, 0, 0, 5, 0, 1);
    } else if (K == 5 && vecs == 1) {
        patches(j, 0, 0, 5, 1, 0);
    } else {
        for (int r = 0; r < K; r++) {
            int v = 0;
            for (; v + 5 <= vecs; v += 5) patches(j, r, v, 1, 5, 0);
            for (; v < vecs; v++) patches(j, r, v, 1, 1, 0);
        }
    }
}

static void sparse(float *dx, float *dw, float *db, const float *g,
                   const struct gradient_layout *at, const int32_t *step, const float *x,
                   const float *w, struct winner *list, const struct block_shape *s)
{
    struct filter_job j = {.dx = dx,
                           .x = x,
                           .map_row = (size_t)(s->W + 2 * s->P) * (size_t)s->C,
                           .row = row_floats(s),
                           .list = list};
    size_t windows = (size_t)pooled_h(s) * (size_t)pooled_w(s);
    for (int oc = 0; oc < s->OC; oc++) {
        j.dw = dw + (size_t)oc * (size_t)s->K * j.row;
        j.w = w + (size_t)oc * (size_t)s->K * j.row;
        j.n = list_winners(list, g + (size_t)oc * at->channel, at, step + (size_t)oc * windows,
                           s);
        db[oc] += sum_gradients(list, j.n);
        filter_backward(&j, s->K, s->K * s->C);
    }
}

static void relu_map(float *g, const float *x, size_t floats)
{
    for (size_t i = 0; i < floats; i++) g[i] = x[i] <= 0 ? 0 : g[i];
}

#endif
