/* Right numbers: fc_backward finds all gradients first, then everything moves. */
#include "layers/fc.h"

#include <stdlib.h>

static void expected(double *w, double *b, double *dp, const double *dy, const double *p,
                     double rate, int FC, int POOL)
{
    double *dw = calloc((size_t)(FC * POOL), sizeof *dw), *db = calloc((size_t)FC, sizeof *db);
    if (!dw || !db) abort();
    fc_backward(dp, dw, db, dy, p, w, 1, POOL, FC);
    for (int k = 0; k < FC * POOL; k++) w[k] -= rate * dw[k];
    for (int i = 0; i < FC; i++) b[i] -= rate * db[i];
    free(dw);
    free(db);
}

static const struct group groups[] = {
    {.name = "one wire, rate 1",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"w=5 b=1 dy=2 p=1 rate=1 FC=1 POOL=1", "w=5 b=7 dy=2 p=3 rate=0.5 FC=1 POOL=1"}},
    {.name = "more wires",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"w=1,2,3,4 b=1,2 dy=2,3 p=1,4 rate=0.5 FC=2 POOL=2",
               "w=1,2,-1,0,1,2,2,-1,-1 b=1,0,2 dy=2,3,6 p=2,1,3 rate=0.25 FC=3 POOL=3",
               "w=1,2,3 b=1 dp=10,20,30 dy=2 p=1,4,2 rate=0.5 FC=1 POOL=3"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 3,
     .draw = 12,
     .cases = {"w=1..9 b=-5..5 dy=1..9:0.5 p=1..5 rate=0.25..0.75:0.25 FC=1..4 POOL=1..4"}},
};
