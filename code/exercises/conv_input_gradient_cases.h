/* Right numbers: conv_backward. */
#include "layers/conv.h"
#include "layers/shape.h"

#include <stdlib.h>

static struct conv_shape shape_of(int C, int H, int W, int OC, int KH, int KW, int S)
{
    return (struct conv_shape){
        .N = 1, .C = C, .H = H, .W = W, .OC = OC, .KH = KH, .KW = KW, .SH = S, .SW = S};
}

static void expected(double *dx, const double *dy, const double *w, int C, int H, int W, int OC,
                     int KH, int KW, int S)
{
    struct conv_shape s = shape_of(C, H, W, OC, KH, KW, S);
    conv_backward(dx, NULL, NULL, dy, NULL, w, &s);
}

/* What the loss gains when the pool neurons have moved by `shift`: a convolution is linear. */
static double objective(const double *shift, const double *dy, const double *w, int C, int H,
                        int W, int OC, int KH, int KW, int S)
{
    struct conv_shape s = shape_of(C, H, W, OC, KH, KW, S);
    int n = OC * out_size(H, KH, S, 0) * out_size(W, KW, S, 0);
    double loss = 0, *y = calloc((size_t)n, sizeof *y);
    if (!y) abort();
    conv_forward(y, shift, w, NULL, &s);
    for (int i = 0; i < n; i++) loss += dy[i] * y[i];
    free(y);
    return loss;
}

static const struct group groups[] = {
    {.name = "one map, one filter",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=2 W=2 OC=1 KH=2 KW=2 S=1 dy=3 w=1,2,3,5",
               "C=1 H=3 W=3 OC=1 KH=2 KW=2 S=1 dy=1,4,-2,5 w=1,2,3,-1",
               "C=1 H=1 W=4 OC=1 KH=1 KW=3 S=1 dy=2,3 w=1,-1,4",
               "C=1 H=3 W=4 OC=1 KH=2 KW=3 S=1 dy=2,3,1,-1 w=1,2,3,4,5,6"}},
    {.name = "two filters, two maps",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=2 W=2 OC=2 KH=1 KW=2 S=1 dy=1,2,3,5 w=1,2,3,-1",
               "C=2 H=2 W=2 OC=1 KH=2 KW=1 S=1 dy=2,3 w=1,2,4,5",
               "C=2 H=2 W=2 OC=2 KH=1 KW=1 S=1 dy=1,2,3,5,7,4,6,8 w=1,2,3,5"}},
    {.name = "stride 2",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"C=1 H=3 W=5 OC=1 KH=2 KW=2 S=2 dy=2,3 w=1,2,3,4",
               "C=1 H=5 W=5 OC=1 KH=3 KW=3 S=2 dy=1,2,3,4 w=1,2,3,4,5,6,7,8,9"}},
    {.name = "dx holds something already",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"C=1 H=2 W=2 OC=1 KH=1 KW=2 S=1 dx=10,20,30,40 dy=1,2 w=3,4"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 3,
     .draw = 12,
     .cases = {"C=1..3 H=2..5 W=2..5 OC=1..3 KH=1..3 KW=1..3 S=1..2 dy=-5..5:0.5 w=-5..5",
               "C=2 H=3..5 W=3..6 OC=2..3 KH=2 KW=3 S=2 dy=-5..5:0.5 w=1..5"}},
    {.name = "drawn, and dx holds something already",
     .visibility = HIDDEN,
     .points = 1,
     .draw = 5,
     .cases = {"C=2 H=3..4 W=3..4 OC=2 KH=2 KW=2 S=1 dx=1..9 dy=-5..5:0.5 w=1..5"}},
};
