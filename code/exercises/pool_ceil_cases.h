/*
 * Right numbers: write the map into a larger one, with -inf behind the edge, so that every
 * window fits; then maxpool_forward in floor mode, whose winners are all real cells.
 */
#include "layers/pool.h"
#include "layers/shape.h"

#include <math.h>
#include <stdlib.h>

/* Windows that begin on a real cell, up to the first that reaches the last cell. */
static int ceil_size(int in, int K, int S)
{
    int n = out_size(in, K, S, 0);
    int last_cell = (n - 1) * S + K - 1;
    return n > 0 && last_cell < in - 1 && n * S < in ? n + 1 : n;
}

/* The cell of x that the winner of every window stands on. */
static size_t *winners(const double *x, int C, const int *in, const int *K, int S)
{
    int OH = ceil_size(in[0], K[0], S), OW = ceil_size(in[1], K[1], S);
    int H = (OH - 1) * S + K[0], W = (OW - 1) * S + K[1];
    struct pool_shape s = {
        .N = 1, .C = C, .H = H, .W = W, .KH = K[0], .KW = K[1], .SH = S, .SW = S};
    size_t cells = (size_t)C * (size_t)H * (size_t)W, n = (size_t)(C * OH * OW);
    double *large = calloc(cells, sizeof *large), *y = calloc(n, sizeof *y);
    size_t *argmax = calloc(n, sizeof *argmax);
    if (!large || !y || !argmax) abort();
    for (size_t i = 0; i < cells; i++) {
        int c = (int)i / (H * W), h = (int)i / W % H, w = (int)i % W;
        int real = h < in[0] && w < in[1];
        large[i] = real ? x[at(0, c, h, w, C, in[0], in[1])] : -INFINITY;
    }
    maxpool_forward(y, argmax, large, &s);
    for (size_t o = 0; o < n; o++) {
        int i = (int)argmax[o];
        argmax[o] = at(0, i / (H * W), i / W % H, i % W, C, in[0], in[1]);
    }
    free(large);
    free(y);
    return argmax;
}

static void expected(double *dx, const double *dy, const double *x, int C, int H, int W, int KH,
                     int KW, int S)
{
    size_t *argmax = winners(x, C, (const int[]){H, W}, (const int[]){KH, KW}, S);
    maxpool_backward(dx, dy, argmax, (size_t)(C * ceil_size(H, KH, S) * ceil_size(W, KW, S)));
    free(argmax);
}

/* What the loss gains when the cells have moved so little that every winner still wins. */
static double objective(const double *shift, const double *dy, const double *x, int C, int H,
                        int W, int KH, int KW, int S)
{
    size_t *argmax = winners(x, C, (const int[]){H, W}, (const int[]){KH, KW}, S);
    double loss = 0;
    for (int o = 0; o < C * ceil_size(H, KH, S) * ceil_size(W, KW, S); o++)
        loss += dy[o] * shift[argmax[o]];
    free(argmax);
    return loss;
}

static const struct group groups[] = {
    {.name = "everything fits: as before",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"C=1 H=2 W=4 KH=2 KW=2 S=2 dy=7,3 x=3,8,2,5,1,4,6,0",
               "C=1 H=1 W=3 KH=1 KW=2 S=1 dy=2,3 x=1,9,4"}},
    {.name = "the last window hangs over",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=1 W=4 KH=1 KW=3 S=2 dy=2,3 x=1,9,4,5",
               "C=1 H=1 W=3 KH=1 KW=2 S=2 dy=2,3 x=4,9,-5",
               "C=1 H=4 W=1 KH=3 KW=1 S=2 dy=2,3 x=1,9,4,5",
               "C=1 H=3 W=3 KH=2 KW=2 S=2 dy=2,3,6,5 x=9,8,4,2,7,3,5,1,6",
               "C=1 H=2 W=4 KH=2 KW=3 S=2 dy=2,3 x=1,2,3,4,9,6,7,5",
               "C=1 H=4 W=3 KH=2 KW=2 S=2 dy=2,3,6,5 x=1,2,3,4,9,6,7,5,8,0,12,11"}},
    {.name = "a window with nothing in it is dropped",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=1 H=1 W=6 KH=1 KW=1 S=2 dy=2,3,6 x=1,2,3,4,5,6",
               "C=2 H=1 W=2 KH=1 KW=1 S=2 dy=2,3 x=1,2,3,4",
               "C=1 H=2 W=6 KH=1 KW=1 S=2 dy=2,3,6 x=1,2,3,4,5,6,7,8,9,10,11,12",
               "C=1 H=1 W=6 KH=1 KW=1 S=2 dx=10 dy=2,3,6 x=1,2,3,4,5,6"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 4,
     .draw = 12,
     .cases = {"C=1..2 H=2..6 W=2..6 KH=1..3 KW=1..3 S=1..3 dy=1..9:0.5 x=-9..9",
               "C=1..2 H=3..6 W=3..6 KH=2 KW=3 S=2..3 dy=1..9:0.5 x=-9..-1"}},
    {.name = "drawn, windows of one cell, stride 2 and 3",
     .visibility = HIDDEN,
     .points = 1,
     .draw = 6,
     .cases = {"C=1..2 H=2..6 W=4 KH=1 KW=1 S=2 dy=1..9:0.5 x=-9..9",
               "C=2 H=2..6 W=6 KH=1 KW=1 S=3 dy=1..9:0.5 x=-9..9",
               "C=1..2 H=2..6 W=4 KH=1 KW=1 S=2 dx=-9..9:0.5 dy=1..9:0.5 x=-9..9"}},
};
