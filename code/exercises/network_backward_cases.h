/*
 * Right numbers: the backward functions of the layers, one behind the other.
 *
 * What the way forward leaves behind is made by it: conv, winner and pool from the image and the
 * kernel (its bias is 0), the last probability from the others.
 */
#include "layers/conv.h"
#include "layers/fc.h"
#include "layers/pool.h"
#include "layers/relu.h"
#include "layers/shape.h"

#include <math.h>

static struct conv_shape conv_of(int H, int W, int KH, int KW)
{
    return (struct conv_shape){
        .N = 1, .C = 1, .H = H, .W = W, .OC = 1, .KH = KH, .KW = KW, .SH = 1, .SW = 1};
}

static struct pool_shape pool_of(struct conv_shape c)
{
    return (struct pool_shape){.N = 1,
                               .C = 1,
                               .H = c.H - c.KH + 1,
                               .W = c.W - c.KW + 1,
                               .KH = 2,
                               .KW = 2,
                               .SH = 2,
                               .SW = 2};
}

static void expected(double *dkernel, double *dkernel_bias, double *dw, double *db,
                     double *dimage, const double *image, const double *kernel,
                     const double *conv, const int *winner, const double *pool, const double *w,
                     const double *p, int label, int H, int W, int KH, int KW, int K)
{
    struct conv_shape c = conv_of(H, W, KH, KW);
    struct pool_shape s = pool_of(c);
    int windows = s.H / 2 * (s.W / 2), cells = s.H * s.W;
    double *dlogit = zeros(K), *dpool = zeros(windows), *drelu = zeros(cells);
    double *dconv = zeros(cells);
    size_t *argmax = calloc((size_t)windows, sizeof *argmax);
    if (!argmax) abort();
    for (int o = 0; o < windows; o++) argmax[o] = (size_t)winner[o];
    for (int k = 0; k < K; k++) dlogit[k] = p[k] - (k == label);
    fc_backward(dpool, dw, db, dlogit, pool, w, 1, windows, K);
    maxpool_backward(drelu, dpool, argmax, (size_t)windows);
    relu_backward(dconv, drelu, conv, (size_t)cells);
    conv_backward(dimage, dkernel, dkernel_bias, dconv, image, kernel, &c);
    free(dlogit);
    free(dpool);
    free(drelu);
    free(dconv);
    free(argmax);
}

/* What others than the last one leave for it; a quarter for each where that is no probability. */
static void make_probabilities(double *p, int K)
{
    double rest = 1, least = 0;
    for (int k = 0; k < K - 1; k++) rest -= p[k], least = fmin(least, p[k]);
    for (int k = 0; k < K - 1 && (rest < 0 || least < 0); k++) p[k] = 0.25;
    p[K - 1] = 1;
    for (int k = 0; k < K - 1; k++) p[K - 1] -= p[k];
}

static void prepare(double *dkernel, double *dkernel_bias, double *dw, double *db,
                    double *dimage, double *image, double *kernel, double *conv, int *winner,
                    double *pool, double *w, double *p, int label, int H, int W, int KH, int KW,
                    int K)
{
    (void)dkernel, (void)dkernel_bias, (void)dw, (void)db, (void)dimage, (void)w, (void)label;
    struct conv_shape c = conv_of(H, W, KH, KW);
    struct pool_shape s = pool_of(c);
    int windows = s.H / 2 * (s.W / 2);
    double *relu = zeros(s.H * s.W);
    size_t *argmax = calloc((size_t)windows, sizeof *argmax);
    if (!argmax) abort();
    conv_forward(conv, image, kernel, NULL, &c);
    relu_forward(relu, conv, (size_t)(s.H * s.W));
    maxpool_forward(pool, argmax, relu, &s);
    for (int o = 0; o < windows; o++) winner[o] = (int)argmax[o];
    make_probabilities(p, K);
    free(relu);
    free(argmax);
}

/* What a window sends forward when kernel, bias and image have moved, and so its winner. */
static double pool_moved(const double *dkernel, double bias, const double *dimage,
                         const double *image, const double *kernel, int winner,
                         struct conv_shape c)
{
    double inside = bias;
    int CW = c.W - c.KW + 1;
    for (int i = 0; i < c.KH * c.KW; i++) {
        int under = (winner / CW + i / c.KW) * c.W + winner % CW + i % c.KW;
        inside += (image[under] + dimage[under]) * (kernel[i] + dkernel[i]);
    }
    return inside > 0 ? inside : 0;
}

/* What the loss gains by all that has moved; its slope at a logit is p, less 1 at the label. */
static double objective(const double *dkernel, const double *dkernel_bias, const double *dw,
                        const double *db, const double *dimage, const double *image,
                        const double *kernel, const double *conv, const int *winner,
                        const double *pool, const double *w, const double *p, int label, int H,
                        int W, int KH, int KW, int K)
{
    (void)conv, (void)pool;
    struct conv_shape c = conv_of(H, W, KH, KW);
    int windows = (H - KH + 1) / 2 * ((W - KW + 1) / 2);
    double loss = 0;
    for (int k = 0; k < K; k++) {
        double logit = db[k];
        for (int o = 0; o < windows; o++)
            logit += (w[k * windows + o] + dw[k * windows + o]) *
                     pool_moved(dkernel, *dkernel_bias, dimage, image, kernel, winner[o], c);
        loss += (p[k] - (k == label)) * logit;
    }
    return loss;
}

static const struct group groups[] = {
    {.name = "a kernel of one weight, one window",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"label=1 H=2 W=2 KH=1 KW=1 K=2 image=1,2,4,3 kernel=2 w=1,3 p=0.75,0.25",
               "label=0 H=2 W=2 KH=1 KW=1 K=2 image=3,1,-1,2 kernel=-2 w=1,3 p=0.75,0.25",
               "label=1 H=2 W=2 KH=1 KW=1 K=2 dkernel=10 dkernel_bias=20 dw=30 db=40 dimage=50 "
               "image=1,2,4,3 kernel=2 w=1,3 p=0.75,0.25"}},
    {.name = "a window that is off",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"label=1 H=2 W=4 KH=1 KW=1 K=2 image=3,-1,-2,-1,1,4,-3,-5 kernel=1 w=1,2,3,-1 "
               "p=0.75,0.25",
               "label=1 H=2 W=2 KH=1 KW=1 K=2 image=0,-1,-2,-1 kernel=1 w=1,3 p=0.75,0.25"}},
    {.name = "a kernel of four, more windows",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"label=0 H=3 W=5 KH=2 KW=2 K=2 image=1,0,2,1,3,2,1,0,4,1,0,3,1,2,5 "
               "kernel=1,2,3,-1 w=1,2,3,-1 p=0.25,0.75",
               "label=2 H=5 W=5 KH=2 KW=2 K=3 "
               "image=1,0,2,1,3,2,1,0,4,1,0,3,1,2,5,1,1,0,2,2,4,0,3,1,0 kernel=1,-2,3,1 "
               "w=1,2,3,-1,2,0,1,1,-2,4,1,3 p=0.5,0.25,0.25"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 5,
     .draw = 10,
     .cases = {"label=0..2 H=4..7 W=4..7 KH=1..3 KW=1..3 K=2..3 image=-3..5 kernel=-3..3 "
               "w=-5..5 p=0..0.5:0.125",
               "label=0..1 H=5..7 W=5..7 KH=2..3 KW=2..3 K=2 image=-5..5 kernel=-3..3 w=1..7 "
               "p=0.25..0.5:0.125",
               "label=0..1 H=4..5 W=4..5 KH=1 KW=1 K=2 image=-3..0 kernel=1..2 w=1..7 p=0.25"}},
    {.name = "drawn, a gradient is there already",
     .visibility = HIDDEN,
     .points = 1,
     .draw = 4,
     .cases = {"label=0..1 H=5..6 W=5..6 KH=2 KW=2 K=2 dkernel=1..5 dkernel_bias=1..5 dw=1..5 "
               "db=1..5 dimage=1..5 image=-5..5 kernel=1..3 w=1..5 p=0.25"}},
};
