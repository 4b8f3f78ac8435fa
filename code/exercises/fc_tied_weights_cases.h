/*
 * Right numbers: give every wire a weight of its own, let fc_backward work, then add up what
 * the wires of one weight got.
 */
#include "layers/fc.h"

#include <stdlib.h>

static void expected(double *dw, double *dp, const double *dy, const double *p, const double *w,
                     const int *which, int FC, int POOL, int K)
{
    int wires = FC * POOL;
    double *own = calloc((size_t)wires, sizeof *own),
           *down = calloc((size_t)wires, sizeof *own);
    if (!own || !down) abort();
    for (int i = 0; i < wires; i++) own[i] = w[which[i]];
    fc_backward(dp, down, NULL, dy, p, own, 1, POOL, FC);
    for (int k = 0; k < K; k++)
        for (int i = 0; i < wires; i++) dw[k] += which[i] == k ? down[i] : 0;
    free(own);
    free(down);
}

/* A drawn number becomes that of a weight that exists. */
static void prepare(double *dw, double *dp, double *dy, double *p, double *w, int *which,
                    int FC, int POOL, int K)
{
    (void)dw, (void)dp, (void)dy, (void)p, (void)w;
    for (int i = 0; i < FC * POOL; i++) which[i] = abs(which[i]) % K;
}

static double objective(const double *dw, const double *dp, const double *dy, const double *p,
                        const double *w, const int *which, int FC, int POOL, int K)
{
    double loss = 0;
    (void)K;
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) {
            int k = which[i * POOL + j];
            loss += dy[i] * (w[k] + dw[k]) * (p[j] + dp[j]);
        }
    return loss;
}

static const struct group groups[] = {
    {.name = "every wire has a weight of its own",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"FC=2 POOL=2 K=4 dy=2,3 p=1,4 w=1,2,0,-1 which=0,1,2,3",
               "FC=2 POOL=3 K=6 dy=2,-1 p=1,4,3 w=1,2,3,-1,5,7 which=5,4,3,2,1,0"}},
    {.name = "one weight on all wires, one on none",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"FC=3 POOL=1 K=2 dy=2,3,6 p=2 w=3,5 which=0",
               "FC=2 POOL=2 K=2 dy=2,3 p=1,4 w=7,2 which=1"}},
    {.name = "two weights, shared",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"FC=2 POOL=2 K=2 dy=2,3 p=1,4 w=2,-1 which=0,1,1,0",
               "FC=2 POOL=3 K=3 dy=2,5 p=1,4,3 w=2,-1,3 which=0,1,2, 0,2,0",
               "FC=2 POOL=2 K=2 dw=10 dp=20 dy=2,3 p=1,4 w=2,-1 which=0,1,1,0"}},
    {.name = "drawn",
     .visibility = HIDDEN,
     .points = 4,
     .draw = 12,
     .cases = {"FC=2..4 POOL=2..4 K=2..5 dy=1..9:0.5 p=1..5 w=1..7 which=0..9"}},
    {.name = "drawn, and dw and dp hold something already",
     .visibility = HIDDEN,
     .points = 1,
     .draw = 4,
     .cases =
         {"FC=2..3 POOL=2..4 K=2..3 dw=1..9 dp=1..9 dy=1..9:0.5 p=1..5 w=1..7 which=0..9"}},
};
