/*
 * Right numbers: a convolution without groups that has a zero on every wire from one group to
 * another, and conv_backward. Of its kernels, those within a group are ours.
 */
#include "layers/conv.h"
#include "layers/shape.h"

#include <stdlib.h>

static struct conv_shape shape_of(int C, int H, int W, int OC, int KH, int KW)
{
    return (struct conv_shape){
        .N = 1, .C = C, .H = H, .W = W, .OC = OC, .KH = KH, .KW = KW, .SH = 1, .SW = 1};
}

/* Where weight i of the grouped kernels lies among the kernels for all maps. */
static int spread(int i, int C, int OC, int size, int G)
{
    int oc = i / (C / G * size), rest = i % (C / G * size);
    int group = oc / (OC / G);
    return (oc * C + group * (C / G)) * size + rest;
}

static double *ungrouped(const double *w, int C, int OC, int size, int G)
{
    double *all = calloc((size_t)(OC * C * size), sizeof *all);
    if (!all) abort();
    for (int i = 0; w && i < OC * (C / G) * size; i++) all[spread(i, C, OC, size, G)] = w[i];
    return all;
}

static void expected(double *dx, double *dw, const double *dy, const double *x, const double *w,
                     int C, int H, int W, int OC, int KH, int KW, int G)
{
    struct conv_shape s = shape_of(C, H, W, OC, KH, KW);
    double *all = ungrouped(w, C, OC, KH * KW, G), *got = ungrouped(NULL, C, OC, KH * KW, G);
    conv_backward(dx, got, NULL, dy, x, all, &s);
    for (int i = 0; i < OC * (C / G) * KH * KW; i++) dw[i] += got[spread(i, C, OC, KH * KW, G)];
    free(all);
    free(got);
}

/* What the loss gains by moved maps and by moved weights. */
static double objective(const double *dx, const double *dw, const double *dy, const double *x,
                        const double *w, int C, int H, int W, int OC, int KH, int KW, int G)
{
    struct conv_shape s = shape_of(C, H, W, OC, KH, KW);
    int n = OC * (H - KH + 1) * (W - KW + 1);
    double loss = 0, *y = calloc((size_t)n, sizeof *y);
    double *kernels = ungrouped(w, C, OC, KH * KW, G),
           *moved = ungrouped(dw, C, OC, KH * KW, G);
    if (!y) abort();
    conv_forward(y, dx, kernels, NULL, &s);
    for (int i = 0; i < n; i++) loss += dy[i] * y[i];
    conv_forward(y, x, moved, NULL, &s);
    for (int i = 0; i < n; i++) loss += dy[i] * y[i];
    free(y);
    free(kernels);
    free(moved);
    return loss;
}

static const struct group groups[] = {
    {.name = "one group: a convolution as before",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=2 H=1 W=1 OC=2 KH=1 KW=1 G=1 dy=2,3 x=1,4 w=1,2,3,5",
               "C=1 H=2 W=3 OC=1 KH=2 KW=2 G=1 dy=2,3 x=1,4,2,0,1,3 w=1,2,3,-1"}},
    {.name = "every map has its own filter",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=2 H=1 W=1 OC=2 KH=1 KW=1 G=2 dy=2,3 x=1,4 w=5,7",
               "C=3 H=2 W=2 OC=3 KH=1 KW=2 G=3 dy=1,2,3,4,5,6 x=1..9 w=1,2,3,4,5,6"}},
    {.name = "groups of two maps, of two filters",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"C=4 H=1 W=1 OC=2 KH=1 KW=1 G=2 dy=2,3 x=1,4,5,7 w=1,2,3,6",
               "C=2 H=1 W=1 OC=4 KH=1 KW=1 G=2 dy=2,3,5,7 x=1,4 w=1,2,3,6",
               "C=4 H=1 W=2 OC=4 KH=1 KW=1 G=2 dy=1,2,3,4,5,6,7,8 x=1,4,5,7,2,3,0,6 "
               "w=1,2,3,6,4,5,7,9",
               "C=4 H=1 W=1 OC=2 KH=1 KW=1 G=2 dx=10 dw=10 dy=2,3 x=1,4,5,7 w=1,2,3,6"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 4,
     .draw = 10,
     .cases =
         {"C=4 H=2..4 W=2..4 OC=4 KH=1..2 KW=1..3 G=2 dy=1..9:0.5 x=1..5 w=1..5",
          "C=1..6 H=2..3 W=2..3 OC=1..6 KH=1..2 KW=1..2 G=1..3 dy=-5..5:0.5 x=-5..5 w=-5..5",
          "C=4 H=2..4 W=2..4 OC=4 KH=1..2 KW=1..3 G=2 dx=-9..9:0.5 dw=-9..9:0.5 dy=1..9:0.5 "
          "x=1..5 w=1..5"}},
};
