/*
 * Right numbers: maxpool_forward.
 *
 * Special numbers cannot be drawn, so 99 stands for NaN and -99 for -inf.
 */
#include "layers/pool.h"
#include "layers/shape.h"

static void expected(double *y, size_t *argmax, const double *x, int C, int H, int W, int KH,
                     int KW, int S, int P)
{
    struct pool_shape s = {
        .N = 1, .C = C, .H = H, .W = W, .KH = KH, .KW = KW, .SH = S, .SW = S, .PH = P, .PW = P};
    maxpool_forward(y, argmax, x, &s);
}

static void prepare(double *y, size_t *argmax, double *x, int C, int H, int W, int KH, int KW,
                    int S, int P)
{
    (void)y, (void)argmax, (void)KH, (void)KW, (void)S, (void)P;
    for (int i = 0; i < C * H * W; i++) {
        if (x[i] == 99) x[i] = NAN;
        if (x[i] == -99) x[i] = -INFINITY;
    }
}

static const struct group groups[] = {
    {.name = "one map, no padding",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=2 W=2 KH=2 KW=2 S=2 P=0 x=3,8,2,5",
               "C=1 H=4 W=4 KH=2 KW=2 S=2 P=0 x=3,8,1,2,5,4,6,9,7,10,15,12,13,11,14,0",
               "C=1 H=2 W=3 KH=2 KW=2 S=1 P=0 x=-4,-2,-3,-1,-5,-6"}},
    {.name = "two maps",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"C=2 H=2 W=3 KH=2 KW=3 S=1 P=0 x=3,8,2,5,1,4, 1,2,9,4,6,7"}},
    {.name = "padding",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"C=1 H=2 W=2 KH=2 KW=2 S=2 P=1 x=-3,-8,-2,-5",
               "C=1 H=3 W=4 KH=3 KW=3 S=2 P=1 x=1,5,3,2,4,6,8,7,9,12,11,10"}},
    {.name = "ties, NaN, -inf",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"C=1 H=1 W=4 KH=1 KW=2 S=1 P=0 x=4,4,2,2",
               "C=1 H=1 W=4 KH=1 KW=2 S=1 P=0 x=1,nan,nan,3",
               "C=1 H=1 W=4 KH=1 KW=2 S=2 P=0 x=2,5,-inf,-inf"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 3,
     .draw = 12,
     .cases = {"C=1..2 H=2..5 W=2..5 KH=2..3 KW=2..3 S=1..2 P=0..1 x=-9..3:0.5",
               "C=2 H=2..4 W=2..4 KH=2 KW=2..3 S=1..2 P=1 x=-9..-5:0.5"}},
    {.name = "drawn, with ties, NaN and -inf",
     .visibility = HIDDEN,
     .points = 2,
     .draw = 16,
     .cases = {"C=1 H=3..4 W=3..4 KH=2 KW=2 S=1..2 P=0..1 x=-99..99:33",
               "C=1 H=2..4 W=3..4 KH=2 KW=1..2 S=1 P=0 x=-99..-66:33"}},
};
