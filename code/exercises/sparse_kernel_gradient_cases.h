/*
 * Right numbers: the dense way. Every gradient goes to its place in a map full of zeros, and
 * conv_backward visits all of it. Cells of x that nobody has to look at count as 0 here.
 *
 * In drawn cases a 9 in x becomes inf wherever no winner with a gradient sees it.
 */
#include "layers/conv.h"
#include "layers/pool.h"
#include "layers/shape.h"

#include <math.h>
#include <stdlib.h>

static struct conv_shape shape_of(int C, int H, int W, int OC, int KH, int KW)
{
    return (struct conv_shape){
        .N = 1, .C = C, .H = H, .W = W, .OC = OC, .KH = KH, .KW = KW, .SH = 1, .SW = 1};
}

static int map_cells(const struct conv_shape *s)
{
    return out_size(s->H, s->KH, 1, 0) * out_size(s->W, s->KW, 1, 0);
}

static double *zeros(int n)
{
    double *array = calloc((size_t)n, sizeof *array);
    if (!array) abort();
    return array;
}

static void expected(double *dw, double *db, const double *g, const size_t *argmax,
                     const double *x, int C, int H, int W, int OC, int KH, int KW, int WINS)
{
    struct conv_shape s = shape_of(C, H, W, OC, KH, KW);
    double *dy = zeros(OC * map_cells(&s)), *finite = zeros(C * H * W);
    for (int i = 0; i < C * H * W; i++) finite[i] = isfinite(x[i]) ? x[i] : 0;
    maxpool_backward(dy, g, argmax, (size_t)(OC * WINS));
    conv_backward(NULL, dw, db, dy, finite, NULL, &s);
    free(dy);
    free(finite);
}

/* A winner outside of the map of its filter is brought back into it. */
static void put_inside(size_t *argmax, int OC, int WINS, int cells)
{
    for (int i = 0; i < OC * WINS; i++)
        argmax[i] = (size_t)(i / WINS * cells) + argmax[i] % (size_t)cells;
}

static int is_seen(int h, int w, const double *g, const size_t *argmax, int wins,
                   const struct conv_shape *s)
{
    int OW = out_size(s->W, s->KW, 1, 0), seen = 0;
    for (int i = 0; i < wins; i++) {
        int place = (int)argmax[i] % map_cells(s), down = h - place / OW,
            right = w - place % OW;
        seen |= g[i] != 0 && down >= 0 && down < s->KH && right >= 0 && right < s->KW;
    }
    return seen;
}

static void prepare(double *dw, double *db, double *g, size_t *argmax, double *x, int C, int H,
                    int W, int OC, int KH, int KW, int WINS)
{
    (void)dw, (void)db;
    struct conv_shape s = shape_of(C, H, W, OC, KH, KW);
    put_inside(argmax, OC, WINS, map_cells(&s));
    for (int i = 0; i < C * H * W; i++) {
        int seen = is_seen(i / W % H, i % W, g, argmax, OC * WINS, &s);
        if (seen && !isfinite(x[i])) x[i] = 9;
        if (!seen && x[i] == 9) x[i] = INFINITY;
    }
}

static const struct group groups[] = {
    {.name = "one winner",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=3 W=3 OC=1 KH=2 KW=2 WINS=1 g=3 argmax=2 x=1,0,2,5,1,4,0,2,7",
               "C=1 H=2 W=4 OC=1 KH=1 KW=2 WINS=1 g=2 argmax=5 x=1,2,3,4,5,6,7,8"}},
    {.name = "several winners, and some win twice",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=3 W=3 OC=1 KH=2 KW=2 WINS=2 g=2,5 argmax=0,3 x=1,0,2,5,1,4,0,2,7",
               "C=1 H=2 W=3 OC=1 KH=2 KW=1 WINS=3 g=2,3,1 argmax=1,1,2 x=1,2,3,4,5,6"}},
    {.name = "empty envelopes",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=1 W=3 OC=1 KH=1 KW=2 WINS=1 g=3 argmax=0 x=1,2,inf",
               "C=1 H=1 W=4 OC=1 KH=1 KW=1 WINS=2 g=3,0 argmax=1,2 x=1,2,inf,4",
               "C=1 H=4 W=4 OC=1 KH=2 KW=2 WINS=3 g=2,0,5 argmax=0,2,7 "
               "x=1,2,inf,inf,3,4,5,1,inf,inf,2,6,inf,inf,inf,inf"}},
    {.name = "more maps and filters",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=2 H=2 W=2 OC=1 KH=1 KW=2 WINS=1 g=3 argmax=1 x=1,2,3,4,5,6,7,8",
               "C=1 H=1 W=3 OC=2 KH=1 KW=2 WINS=1 g=2,5 argmax=1,2 x=1,2,4",
               "C=2 H=2 W=3 OC=2 KH=2 KW=2 WINS=2 g=1,2,0,3 argmax=0,1,2,3 x=1..8",
               "C=2 H=2 W=2 OC=1 KH=1 KW=2 WINS=1 dw=10 db=10 g=3 argmax=1 x=1,2,3,4,5,6,7,8"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 3,
     .draw = 10,
     .cases =
         {"C=1..2 H=2..4 W=2..4 OC=1..2 KH=1..2 KW=1..3 WINS=1..4 g=-3..3:0.5 argmax=0..99 "
          "x=-5..5",
          "C=2 H=3..4 W=3..5 OC=2 KH=2 KW=2 WINS=2..4 g=1..5:0.5 argmax=0..99 x=1..5"}},
    {.name = "drawn, with inf where nobody has to look",
     .visibility = HIDDEN,
     .points = 2,
     .draw = 12,
     .cases = {"C=1..2 H=3..5 W=3..5 OC=1..2 KH=1..2 KW=1..2 WINS=2..3 g=0..2 argmax=0..99 "
               "x=7..9",
               "C=1..2 H=3..5 W=3..5 OC=1..2 KH=1..2 KW=1..2 WINS=2..3 dw=-9..9:0.5 "
               "db=-9..9:0.5 g=0..2 argmax=0..99 x=7..9"}},
};
