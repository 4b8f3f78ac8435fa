/*
 * Right numbers: cut out the cells that a window sees, put them side by side into a small map,
 * and let maxpool_forward and maxpool_backward work on that.
 */
#include "layers/pool.h"
#include "layers/shape.h"

#include <stdlib.h>

/* The cell of x that stands at place k of window o. */
static int seen(int o, int k, int H, int W, int KH, int KW, int S, int D)
{
    int OH = out_size(H, (KH - 1) * D + 1, S, 0), OW = out_size(W, (KW - 1) * D + 1, S, 0);
    return (int)at(0, o / (OH * OW), o / OW % OH * S + k / KW * D, o % OW * S + k % KW * D, 1,
                   H, W);
}

/* What the winner of window o stands on. */
static int winner_seen(const double *x, int o, int H, int W, int KH, int KW, int S, int D)
{
    struct pool_shape s = {
        .N = 1, .C = 1, .H = KH, .W = KW, .KH = KH, .KW = KW, .SH = 1, .SW = 1};
    double y, *small = calloc((size_t)(KH * KW), sizeof *small);
    size_t winner;
    if (!small) abort();
    for (int k = 0; k < KH * KW; k++) small[k] = x[seen(o, k, H, W, KH, KW, S, D)];
    maxpool_forward(&y, &winner, small, &s);
    free(small);
    return seen(o, (int)winner, H, W, KH, KW, S, D);
}

static int windows(int C, int H, int W, int KH, int KW, int S, int D)
{
    return C * out_size(H, (KH - 1) * D + 1, S, 0) * out_size(W, (KW - 1) * D + 1, S, 0);
}

static void expected(double *dx, const double *dy, const double *x, int C, int H, int W, int KH,
                     int KW, int S, int D)
{
    for (int o = 0; o < windows(C, H, W, KH, KW, S, D); o++)
        dx[winner_seen(x, o, H, W, KH, KW, S, D)] += dy[o];
}

/* What the loss gains when the cells have moved so little that every winner still wins. */
static double objective(const double *shift, const double *dy, const double *x, int C, int H,
                        int W, int KH, int KW, int S, int D)
{
    double loss = 0;
    for (int o = 0; o < windows(C, H, W, KH, KW, S, D); o++)
        loss += dy[o] * shift[winner_seen(x, o, H, W, KH, KW, S, D)];
    return loss;
}

static const struct group groups[] = {
    {.name = "dilation 1: as before",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"C=1 H=2 W=2 KH=2 KW=2 S=2 D=1 dy=7 x=3,8,2,5",
               "C=1 H=2 W=4 KH=2 KW=2 S=2 D=1 dy=7,3 x=3,8,2,5,1,4,6,0"}},
    {.name = "one window that skips",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=1 W=3 KH=1 KW=2 S=1 D=2 dy=7 x=3,9,5",
               "C=1 H=3 W=3 KH=2 KW=2 S=1 D=2 dy=7 x=1,8,2,9,7,6,5,3,4"}},
    {.name = "windows that interleave",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=1 W=5 KH=1 KW=2 S=1 D=2 dy=2,3,6 x=1,4,9,5,3",
               "C=1 H=4 W=4 KH=2 KW=2 S=1 D=2 dy=2,3,6,5 "
               "x=3,8,1,2,5,4,6,9,7,10,15,12,13,11,14,0",
               "C=2 H=1 W=7 KH=1 KW=2 S=2 D=3 dy=2,3,6,5 x=7,1,5,4,8,6,2, 1,9,3,2,6,4,5",
               "C=1 H=1 W=5 KH=1 KW=2 S=1 D=2 dx=10 dy=2,3,6 x=1,4,9,5,3"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 4,
     .draw = 12,
     .cases = {"C=1..2 H=3..7 W=4..7 KH=1..3 KW=2..3 S=1..2 D=1..3 dy=1..9:0.5 x=-9..9",
               "C=1..2 H=4..7 W=4..7 KH=2 KW=2 S=2 D=2 dy=1..9:0.5 x=-9..9"}},
    {.name = "drawn, windows that interleave",
     .visibility = HIDDEN,
     .points = 1,
     .draw = 8,
     .cases = {"C=1 H=4..6 W=5..6 KH=2 KW=2 S=1 D=2 dy=1..9:0.5 x=-9..9",
               "C=1 H=4..6 W=5..6 KH=2 KW=2 S=1 D=2 dx=-9..9:0.5 dy=1..9:0.5 x=-9..9"}},
};
