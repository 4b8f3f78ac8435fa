/*
 * Right numbers: maxpool_forward says how large the maximum of each window is. Then every cell
 * asks all windows: do I have your maximum, and who else does?
 */
#include "layers/pool.h"
#include "layers/shape.h"

#include <stdlib.h>

struct question {
    int o, OH, OW, H, W, KH, KW, S; /* window number o of all maps */
};

static int covers(struct question q, int cell)
{
    int h = cell / q.W % q.H - q.o / q.OW % q.OH * q.S, w = cell % q.W - q.o % q.OW * q.S;
    return cell / (q.H * q.W) == q.o / (q.OH * q.OW) && h >= 0 && h < q.KH && w >= 0 &&
           w < q.KW;
}

/* The part of window o that this cell has, between 0 and 1. */
static double part(struct question q, const double *x, const double *y, int cell, int cells)
{
    int equals = 0;
    if (!covers(q, cell) || x[cell] != y[q.o]) return 0;
    for (int i = 0; i < cells; i++) equals += covers(q, i) && x[i] == y[q.o];
    return 1.0 / equals;
}

static double *maxima(const double *x, int C, struct question q)
{
    struct pool_shape s = {
        .N = 1, .C = C, .H = q.H, .W = q.W, .KH = q.KH, .KW = q.KW, .SH = q.S, .SW = q.S};
    double *y = calloc((size_t)(C * q.OH * q.OW), sizeof *y);
    if (!y) abort();
    maxpool_forward(y, NULL, x, &s);
    return y;
}

static void expected(double *dx, const double *dy, const double *x, int C, int H, int W, int KH,
                     int KW, int S)
{
    struct question q = {0, out_size(H, KH, S, 0), out_size(W, KW, S, 0), H, W, KH, KW, S};
    double *y = maxima(x, C, q);
    for (int cell = 0; cell < C * H * W; cell++)
        for (q.o = 0; q.o < C * q.OH * q.OW; q.o++)
            dx[cell] += dy[q.o] * part(q, x, y, cell, C * H * W);
    free(y);
}

static const struct group groups[] = {
    {.name = "no ties: as before",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"C=1 H=2 W=2 KH=2 KW=2 S=2 dy=8 x=3,8,2,5",
               "C=1 H=3 W=3 KH=2 KW=2 S=1 dy=2,3,6,5 x=1,2,3,4,9,5,6,7,8"}},
    {.name = "two, three and four equals",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=2 W=2 KH=2 KW=2 S=2 dy=6 x=7,2,7,1",
               "C=1 H=2 W=2 KH=2 KW=2 S=2 dy=6 x=2,7,7,7",
               "C=1 H=2 W=2 KH=2 KW=2 S=2 dy=8 x=-1,-1,-1,-1",
               "C=1 H=2 W=3 KH=2 KW=3 S=1 dy=6 x=3,3,7,1,7,0"}},
    {.name = "windows that overlap, two maps",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=1 W=3 KH=1 KW=2 S=1 dy=2,6 x=4,4,4",
               "C=2 H=2 W=2 KH=2 KW=2 S=1 dy=6,8 x=2,7,7,7, 5,5,1,0",
               "C=1 H=1 W=3 KH=1 KW=2 S=1 dx=10 dy=2,6 x=4,4,4"}},
    {.name = "drawn, full of ties",
     .visibility = HIDDEN,
     .points = 4,
     .draw = 12,
     .cases = {"C=1..2 H=3..5 W=3..5 KH=2..3 KW=2..3 S=1..2 dy=1..9:0.5 x=1..3"}},
    {.name = "drawn, with few ties",
     .visibility = HIDDEN,
     .points = 1,
     .draw = 8,
     .cases = {"C=1..2 H=2..5 W=2..5 KH=1..3 KW=1..3 S=1..3 dy=1..9:0.5 x=-9..9",
               "C=1..2 H=2..5 W=2..5 KH=1..3 KW=1..3 S=1..3 dx=-9..9:0.5 dy=1..9:0.5 x=-9..9"}},
};
