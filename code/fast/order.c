#include "fast/ways.h"

/* The stretch of an output row that a kernel column at kw sees inside the map. */
struct stretch {
    int first, last;
};

static struct stretch inside(int k, int in, int out, int P)
{
    struct stretch s = {P - k > 0 ? P - k : 0, in + P - k < out ? in + P - k : out};
    return s;
}

// begin order_forward
/* For each weight, along a whole row: y[ow] += weight * x[ow + shift]. */
static void forward(float *y, const float *x, const float *w, const float *b, float *room,
                    const struct block_shape *s)
{
    int OH = conv_h(s), OW = conv_w(s), K = s->K;
    (void)room;
    for (int oc = 0; oc < s->OC; oc++) {
        for (int i = 0; i < OH * OW; i++) y[oc * OH * OW + i] = b[oc];
        for (int c = 0; c < s->C; c++)
            for (int kh = 0; kh < K; kh++)
                for (int kw = 0; kw < K; kw++) {
                    float weight = w[((oc * s->C + c) * K + kh) * K + kw];
                    struct stretch rows = inside(kh, s->H, OH, s->P);
                    struct stretch columns = inside(kw, s->W, OW, s->P);
                    for (int oh = rows.first; oh < rows.last; oh++) {
                        float *to = y + (oc * OH + oh) * OW;
                        const float *from = x + (c * s->H + oh + kh - s->P) * s->W + kw - s->P;
                        for (int ow = columns.first; ow < columns.last; ow++)
                            to[ow] += weight * from[ow];
                    }
                }
    }
}
// end order_forward

/* Along a row: dx[ow + shift] += weight * dy[ow]. */
static void spread(float *dx, const float *dy, float weight, struct stretch columns)
{
    for (int ow = columns.first; ow < columns.last; ow++) dx[ow] += weight * dy[ow];
}

/* Along a row: the sum of dy[ow] * x[ow + shift]. */
static float collect(const float *dy, const float *x, struct stretch columns)
{
    float sum = 0;
    for (int ow = columns.first; ow < columns.last; ow++) sum += dy[ow] * x[ow];
    return sum;
}

static void backward(float *dx, float *dw, float *db, const float *dy, const float *x,
                     const float *w, float *room, const struct block_shape *s)
{
    int OH = conv_h(s), OW = conv_w(s), K = s->K;
    (void)room;
    for (int oc = 0; oc < s->OC; oc++) {
        for (int i = 0; i < OH * OW; i++) db[oc] += dy[oc * OH * OW + i];
        for (int c = 0; c < s->C; c++)
            for (int kh = 0; kh < K; kh++)
                for (int kw = 0; kw < K; kw++) {
                    int k = ((oc * s->C + c) * K + kh) * K + kw;
                    struct stretch rows = inside(kh, s->H, OH, s->P);
                    struct stretch columns = inside(kw, s->W, OW, s->P);
                    for (int oh = rows.first; oh < rows.last; oh++) {
                        int in = (c * s->H + oh + kh - s->P) * s->W + kw - s->P;
                        const float *g = dy + (oc * OH + oh) * OW;
                        dw[k] += collect(g, x + in, columns);
                        if (dx) spread(dx + in, g, w[k], columns);
                    }
                }
    }
}

const struct conv_way conv_order = {"order", NULL, forward, backward};
