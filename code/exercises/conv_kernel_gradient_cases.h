/* Right numbers: conv_backward. */
#include "layers/conv.h"
#include "layers/shape.h"

#include <stdlib.h>

static struct conv_shape shape_of(int N, int C, int H, int W, int OC, int KH, int KW, int P)
{
    return (struct conv_shape){.N = N,
                               .C = C,
                               .H = H,
                               .W = W,
                               .OC = OC,
                               .KH = KH,
                               .KW = KW,
                               .SH = 1,
                               .SW = 1,
                               .PH = P,
                               .PW = P};
}

static void expected(double *dw, double *db, const double *dy, const double *x, int N, int C,
                     int H, int W, int OC, int KH, int KW, int P)
{
    struct conv_shape s = shape_of(N, C, H, W, OC, KH, KW, P);
    conv_backward(NULL, dw, db, dy, x, NULL, &s);
}

/* What the loss gains when weights and biases have moved by so much. */
static double objective(const double *dw, const double *db, const double *dy, const double *x,
                        int N, int C, int H, int W, int OC, int KH, int KW, int P)
{
    struct conv_shape s = shape_of(N, C, H, W, OC, KH, KW, P);
    int n = N * OC * out_size(H, KH, 1, P) * out_size(W, KW, 1, P);
    double loss = 0, *y = calloc((size_t)n, sizeof *y);
    if (!y) abort();
    conv_forward(y, x, dw, db, &s);
    for (int i = 0; i < n; i++) loss += dy[i] * y[i];
    free(y);
    return loss;
}

static const struct group groups[] = {
    {.name = "one map, one filter, no padding",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"N=1 C=1 H=2 W=2 OC=1 KH=2 KW=2 P=0 dy=3 x=1,2,0,4",
               "N=1 C=1 H=3 W=3 OC=1 KH=2 KW=2 P=0 dy=1,4,-2,5 x=1,0,2,3,1,-1,0,2,1",
               "N=1 C=1 H=2 W=3 OC=1 KH=1 KW=2 P=0 dy=1,2,3,4 x=1,2,3,4,5,6"}},
    {.name = "padding",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"N=1 C=1 H=1 W=2 OC=1 KH=1 KW=2 P=1 dy=1,2,3,4,5,6,7,8,9 x=2,5",
               "N=1 C=1 H=2 W=2 OC=1 KH=3 KW=3 P=1 dy=1,2,3,5 x=1,4,2,3"}},
    {.name = "more maps, filters and samples",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"N=1 C=2 H=2 W=2 OC=2 KH=2 KW=1 P=0 dy=1,2,3,5 x=1,2,3,4,5,6,8,9",
               "N=2 C=1 H=1 W=3 OC=1 KH=1 KW=2 P=0 dy=1,2,3,5 x=1,2,4,3,0,1",
               "N=2 C=2 H=1 W=2 OC=2 KH=1 KW=1 P=0 dy=1..8 x=1,2,3,4,5,6,8,9",
               "N=1 C=2 H=2 W=2 OC=2 KH=2 KW=1 P=0 dw=10 db=10 dy=1,2,3,5 x=1,2,3,4,5,6,8,9"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 4,
     .draw = 10,
     .cases =
         {"N=1..2 C=1..2 H=2..4 W=2..4 OC=1..2 KH=1..3 KW=1..3 P=0..1 dy=-5..5:0.5 x=-5..5",
          "N=2 C=2 H=2..4 W=2..4 OC=2 KH=2 KW=3 P=1 dy=1..5:0.5 x=1..5",
          "N=1..2 C=1..2 H=2..4 W=2..4 OC=1..2 KH=1..3 KW=1..3 P=0..1 dw=-9..9:0.5 "
          "db=-9..9:0.5 dy=-5..5:0.5 x=-5..5"}},
};
