/* Right numbers: fc_backward, which knows the weights' side of the wires too. */
#include "layers/fc.h"

#include <stddef.h>

static void expected(double *dw, double *db, const double *dy, const double *p, int N, int FC,
                     int POOL)
{
    fc_backward(NULL, dw, db, dy, p, NULL, N, POOL, FC);
}

/* The loss when weights and biases have moved by so much. */
static double objective(const double *dw, const double *db, const double *dy, const double *p,
                        int N, int FC, int POOL)
{
    double loss = 0;
    for (int n = 0; n < N; n++)
        for (int i = 0; i < FC; i++) {
            double moved = db[i];
            for (int j = 0; j < POOL; j++) moved += dw[i * POOL + j] * p[n * POOL + j];
            loss += dy[n * FC + i] * moved;
        }
    return loss;
}

static const struct group groups[] = {
    {.name = "one sample",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"N=1 FC=3 POOL=3 dy=2,3,6 p=2,1,3", "N=1 FC=2 POOL=3 dy=-1,4 p=1,0,2"}},
    {.name = "a batch of two",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"N=2 FC=2 POOL=2 dy=1,2, 3,-1 p=1,2, 4,1",
               "N=2 FC=1 POOL=3 dy=2,5 p=1,2,3, 0,1,1"}},
    {.name = "dw and db hold something already",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"N=2 FC=2 POOL=2 dw=10,20,30,40 db=5,6 dy=1,2,3,4 p=1,2,3,5"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 4,
     .draw = 12,
     .cases = {"N=1..4 FC=1..4 POOL=1..4 dy=-9..9:0.5 p=-5..5"}},
    {.name = "drawn, and dw and db hold something already",
     .visibility = HIDDEN,
     .points = 1,
     .draw = 6,
     .cases = {"N=2..3 FC=2..4 POOL=2..4 dw=1..9 db=1..9 dy=1..9:0.5 p=1..5"}},
};
