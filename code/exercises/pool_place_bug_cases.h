/* Right numbers: every place becomes an index into the whole map, then maxpool_backward. */
#include "layers/pool.h"
#include "layers/shape.h"

#include <stdlib.h>

static size_t cell_in_map(int o, int place, int H, int W, int KH, int KW, int S)
{
    int OH = out_size(H, KH, S, 0), OW = out_size(W, KW, S, 0), kh = 0;
    while (place >= KW) place -= KW, kh++;
    return at(0, o / (OH * OW), o / OW % OH * S + kh, o % OW * S + place, 1, H, W);
}

static void expected(double *dx, const double *dy, const int *place, int C, int H, int W,
                     int KH, int KW, int S)
{
    int n = C * out_size(H, KH, S, 0) * out_size(W, KW, S, 0);
    size_t *argmax = calloc((size_t)n, sizeof *argmax);
    if (!argmax) abort();
    for (int o = 0; o < n; o++) argmax[o] = cell_in_map(o, place[o], H, W, KH, KW, S);
    maxpool_backward(dx, dy, argmax, (size_t)n);
    free(argmax);
}

/* A drawn number becomes a place that is in the window. */
static void prepare(double *dx, double *dy, int *place, int C, int H, int W, int KH, int KW,
                    int S)
{
    (void)dx, (void)dy;
    int n = C * out_size(H, KH, S, 0) * out_size(W, KW, S, 0);
    for (int o = 0; o < n; o++) place[o] = abs(place[o]) % (KH * KW);
}

/* The pool neurons repeat their winners. */
static double objective(const double *shift, const double *dy, const int *place, int C, int H,
                        int W, int KH, int KW, int S)
{
    int n = C * out_size(H, KH, S, 0) * out_size(W, KW, S, 0);
    double loss = 0;
    for (int o = 0; o < n; o++)
        loss += dy[o] * shift[cell_in_map(o, place[o], H, W, KH, KW, S)];
    return loss;
}

static const struct group groups[] = {
    {.name = "wide windows",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"C=1 H=1 W=3 KH=1 KW=3 S=1 dy=5 place=2",
               "C=1 H=2 W=3 KH=2 KW=3 S=1 dy=5 place=3",
               "C=1 H=2 W=6 KH=2 KW=3 S=3 dy=5,7 place=2,4",
               "C=1 H=1 W=3 KH=1 KW=3 S=1 dx=10 dy=5 place=2"}},
    {.name = "high windows, two maps, windows that overlap",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=3 W=2 KH=3 KW=2 S=1 dy=5 place=3",
               "C=2 H=3 W=2 KH=3 KW=2 S=1 dy=5,7 place=2,5",
               "C=1 H=2 W=4 KH=2 KW=3 S=1 dy=2,3 place=4,3"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 3,
     .draw = 12,
     .cases = {"C=1..2 H=3..5 W=3..5 KH=2 KW=3 S=1..2 dy=1..9:0.5 place=0..99",
               "C=1..2 H=3..5 W=3..5 KH=3 KW=2 S=1..2 dx=0..9 dy=1..9:0.5 place=0..99"}},
};
