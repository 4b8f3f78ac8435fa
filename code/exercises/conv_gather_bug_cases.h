/* Right numbers: conv_backward. */
#include "layers/conv.h"
#include "layers/shape.h"

#include <stdlib.h>

static struct conv_shape shape_of(int H, int W, int KH, int KW)
{
    return (struct conv_shape){
        .N = 1, .C = 1, .H = H, .W = W, .OC = 1, .KH = KH, .KW = KW, .SH = 1, .SW = 1};
}

static void expected(double *dx, const double *dy, const double *w, int H, int W, int KH,
                     int KW)
{
    struct conv_shape s = shape_of(H, W, KH, KW);
    conv_backward(dx, NULL, NULL, dy, NULL, w, &s);
}

/* What the loss gains when the pool neurons have moved by `shift`: a convolution is linear. */
static double objective(const double *shift, const double *dy, const double *w, int H, int W,
                        int KH, int KW)
{
    struct conv_shape s = shape_of(H, W, KH, KW);
    int n = (H - KH + 1) * (W - KW + 1);
    double loss = 0, *y = calloc((size_t)n, sizeof *y);
    if (!y) abort();
    conv_forward(y, shift, w, NULL, &s);
    for (int i = 0; i < n; i++) loss += dy[i] * y[i];
    free(y);
    return loss;
}

static const struct group groups[] = {
    {.name = "one conv neuron",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"H=1 W=2 KH=1 KW=2 dy=3 w=1,2", "H=2 W=1 KH=2 KW=1 dy=3 w=1,2",
               "H=2 W=2 KH=2 KW=2 dy=3 w=1,2,4,5", "H=1 W=2 KH=1 KW=2 dx=10,20 dy=3 w=1,2"}},
    {.name = "four conv neurons",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"H=3 W=3 KH=2 KW=2 dy=1,4,-2,5 w=1,2,3,-1",
               "H=4 W=4 KH=3 KW=3 dy=2,3,6,5 w=1,2,3,4,5,6,7,8,9",
               "H=3 W=4 KH=2 KW=3 dy=2,3,6,5 w=1,2,3,4,5,6"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 3,
     .draw = 12,
     .cases = {"H=3..5 W=3..5 KH=2..3 KW=2..3 dy=1..9:0.5 w=1..9",
               "H=3..4 W=3..4 KH=2 KW=2 dx=1..9 dy=1..9:0.5 w=1..9"}},
};
