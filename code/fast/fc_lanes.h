/*
 * Fully connected layer, LANES images at a time: y[o] = b[o] + sum over i of w[o][i] * x[i],
 * where x[i] and y[o] are LANES images wide.
 *
 * dw is the one sum that runs over the images, and so over the lanes. A square of LANES inputs
 * is transposed: then a lane is an input, and the sum runs from vector to vector.
 */
#ifndef FAST_FC_LANES_H
#define FAST_FC_LANES_H

#include "fast/lanes.h"

enum { OUTPUTS = 10 }; /* so many sums at once */

UNROLLED void fc_outputs(float *y, const float *x, const float *w, const float *b, int I, int O)
{
    vec sum[OUTPUTS];
    for (int o = 0; o < O; o++) sum[o] = vec_all(b[o]);
    for (int i = 0; i < I; i++) {
        vec in = vec_load(x + (size_t)i * LANES);
        for (int o = 0; o < O; o++) sum[o] += in * w[(size_t)o * (size_t)I + (size_t)i];
    }
    for (int o = 0; o < O; o++) vec_store(y + (size_t)o * LANES, sum[o]);
}

static void fc(float *y, const float *x, const float *w, const float *b, int I, int O)
{
    int o = 0;
    for (; o + OUTPUTS <= O; o += OUTPUTS)
        fc_outputs(y + (size_t)o * LANES, x, w + (size_t)o * (size_t)I, b + o, I, OUTPUTS);
    for (; o < O; o++)
        fc_outputs(y + (size_t)o * LANES, x, w + (size_t)o * (size_t)I, b + o, I, 1);
}

static void fc_dx(float *dx, const float *dy, const float *w, int I, int O)
{
    for (int i = 0; i < I; i++) {
        vec sum = vec_all(0);
        for (int o = 0; o < O; o++)
            sum += vec_load(dy + (size_t)o * LANES) * w[(size_t)o * (size_t)I + (size_t)i];
        vec_store(dx + (size_t)i * LANES, sum);
    }
}

static void fc_dw(float *dw, const float *dy, const float *x, int I, int O)
{
    int i = 0;
    for (; i + LANES <= I; i += LANES) {
        vec image[LANES];
        for (int k = 0; k < LANES; k++) image[k] = vec_load(x + (size_t)(i + k) * LANES);
        transpose(image);
        for (int o = 0; o < O; o++) {
            float *to = dw + (size_t)o * (size_t)I + i;
            vec sum[2] = {vec_load_anywhere(to), vec_all(0)};
            for (int n = 0; n < LANES; n++) sum[n % 2] += image[n] * dy[o * LANES + n];
            vec_store_anywhere(to, sum[0] + sum[1]);
        }
    }
    for (; i < I; i++)
        for (int o = 0; o < O; o++)
            dw[(size_t)o * (size_t)I + (size_t)i] +=
                vec_sum(vec_load(dy + o * LANES) * vec_load(x + (size_t)i * LANES));
}

static void fc_backward(float *dx, float *dw, float *db, const float *dy, const float *x,
                        const float *w, int I, int O)
{
    for (int o = 0; o < O; o++) db[o] += vec_sum(vec_load(dy + (size_t)o * LANES));
    fc_dw(dw, dy, x, I, O);
    if (dx) fc_dx(dx, dy, w, I, O);
}

#endif
