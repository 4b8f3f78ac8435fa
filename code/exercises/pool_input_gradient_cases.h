/* Right numbers: maxpool_forward finds the winners, maxpool_backward pays them. */
#include "layers/pool.h"
#include "layers/shape.h"

#include <stdlib.h>

static size_t *winners(const double *x, const struct pool_shape *s, size_t *n)
{
    *n = (size_t)s->C * (size_t)out_size(s->H, s->KH, s->SH, 0) *
         (size_t)out_size(s->W, s->KW, s->SW, 0);
    double *y = calloc(*n, sizeof *y);
    size_t *argmax = calloc(*n, sizeof *argmax);
    if (!y || !argmax) abort();
    maxpool_forward(y, argmax, x, s);
    free(y);
    return argmax;
}

static void expected(double *dx, const double *dy, const double *x, int C, int H, int W, int KH,
                     int KW, int S)
{
    struct pool_shape s = {
        .N = 1, .C = C, .H = H, .W = W, .KH = KH, .KW = KW, .SH = S, .SW = S};
    size_t n, *argmax = winners(x, &s, &n);
    maxpool_backward(dx, dy, argmax, n);
    free(argmax);
}

/* What the loss gains when the cells have moved so little that every winner still wins. */
static double objective(const double *shift, const double *dy, const double *x, int C, int H,
                        int W, int KH, int KW, int S)
{
    struct pool_shape s = {
        .N = 1, .C = C, .H = H, .W = W, .KH = KH, .KW = KW, .SH = S, .SW = S};
    size_t n, *argmax = winners(x, &s, &n);
    double loss = 0;
    for (size_t o = 0; o < n; o++) loss += dy[o] * (x[argmax[o]] + shift[argmax[o]]);
    free(argmax);
    return loss;
}

static const struct group groups[] = {
    {.name = "windows side by side",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=2 W=2 KH=2 KW=2 S=2 dy=7 x=3,8,2,5",
               "C=1 H=4 W=4 KH=2 KW=2 S=2 dy=2,3,6,5 x=3,8,1,2,5,4,6,9,7,10,15,12,13,11,14,0",
               "C=1 H=2 W=6 KH=2 KW=3 S=3 dy=2,3 x=3,8,1,9,2,5,4,6,7,1,2,3",
               "C=1 H=2 W=2 KH=2 KW=2 S=2 dy=7 x=-3,-8,-2,-5"}},
    {.name = "windows that overlap, or leave cells out",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=3 W=3 KH=2 KW=2 S=1 dy=2,3,6,5 x=1,2,3,4,9,5,6,7,8",
               "C=1 H=1 W=3 KH=1 KW=2 S=1 dy=2,3 x=1,9,12",
               "C=1 H=1 W=5 KH=1 KW=3 S=2 dy=4,7 x=1,2,9,3,4",
               "C=1 H=1 W=5 KH=1 KW=1 S=2 dy=4,7,5 x=3,2,9,1,4"}},
    {.name = "two maps",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"C=2 H=2 W=2 KH=2 KW=2 S=2 dy=7,3 x=3,8,2,5, 1,2,9,4"}},
    {.name = "ties",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"C=1 H=2 W=2 KH=2 KW=2 S=2 dy=6 x=2,7,7,7",
               "C=1 H=1 W=3 KH=1 KW=2 S=1 dy=2,3 x=4,4,4",
               "C=1 H=2 W=2 KH=2 KW=2 S=2 dx=10 dy=6 x=2,7,7,7"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 3,
     .draw = 12,
     .cases = {"C=1..2 H=2..6 W=2..6 KH=1..3 KW=1..3 S=1..3 dy=1..9:0.5 x=-5..5",
               "C=2 H=3..5 W=3..5 KH=2 KW=2..3 S=1 dy=1..9:0.5 x=-9..-5"}},
    {.name = "drawn, full of ties",
     .visibility = HIDDEN,
     .points = 1,
     .draw = 8,
     .cases = {"C=1..2 H=3..5 W=3..5 KH=2..3 KW=2..3 S=1..2 dy=1..9:0.5 x=1..2",
               "C=1..2 H=3..5 W=3..5 KH=2..3 KW=2..3 S=1..2 dx=-9..9:0.5 dy=1..9:0.5 x=1..2"}},
};
