#include "fast/ways.h"

/* The cell of x at the other end of the wire from output (oh, ow) by kernel cell (c, kh, kw); -1 in
   the rim. */
static int input_at(int c, int oh, int ow, int kh, int kw, const struct block_shape *s)
{
    int h = oh - s->P + kh, w = ow - s->P + kw;
    if (h < 0 || h >= s->H || w < 0 || w >= s->W) return -1;
    return (c * s->H + h) * s->W + w;
}

// begin plain_forward
static void forward(float *y, const float *x, const float *w, const float *b, float *room,
                    const struct block_shape *s)
{
    int OH = conv_h(s), OW = conv_w(s), K = s->K;
    (void)room;
    for (int oc = 0; oc < s->OC; oc++)
        for (int oh = 0; oh < OH; oh++)
            for (int ow = 0; ow < OW; ow++) {
                float sum = b[oc];
                for (int c = 0; c < s->C; c++)
                    for (int kh = 0; kh < K; kh++)
                        for (int kw = 0; kw < K; kw++) {
                            int i = input_at(c, oh, ow, kh, kw, s);
                            if (i >= 0) sum += w[((oc * s->C + c) * K + kh) * K + kw] * x[i];
                        }
                y[(oc * OH + oh) * OW + ow] = sum;
            }
}
// end plain_forward

static void backward(float *dx, float *dw, float *db, const float *dy, const float *x,
                     const float *w, float *room, const struct block_shape *s)
{
    int OH = conv_h(s), OW = conv_w(s), K = s->K;
    (void)room;
    for (int oc = 0; oc < s->OC; oc++)
        for (int oh = 0; oh < OH; oh++)
            for (int ow = 0; ow < OW; ow++) {
                float g = dy[(oc * OH + oh) * OW + ow];
                db[oc] += g;
                for (int c = 0; c < s->C; c++)
                    for (int kh = 0; kh < K; kh++)
                        for (int kw = 0; kw < K; kw++) {
                            int i = input_at(c, oh, ow, kh, kw, s);
                            int k = ((oc * s->C + c) * K + kh) * K + kw;
                            if (i < 0) continue;
                            dw[k] += g * x[i];
                            if (dx) dx[i] += g * w[k];
                        }
            }
}

const struct conv_way conv_plain = {"plain", NULL, forward, backward};
