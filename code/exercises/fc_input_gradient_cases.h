/* Right numbers: relu_backward into the neuron, fc_backward along the wires. */
#include "layers/fc.h"
#include "layers/relu.h"

#include <stdlib.h>

static void expected(double *dp, const double *dy, const double *z, const double *w, int FC,
                     int POOL)
{
    double *delta = calloc((size_t)FC, sizeof *delta);
    if (!delta) abort();
    relu_backward(delta, dy, z, (size_t)FC);
    fc_backward(dp, NULL, NULL, delta, NULL, w, 1, POOL, FC);
    free(delta);
}

/* The loss when the pool neurons have moved by `shift`: what finite differences look at. */
static double objective(const double *shift, const double *dy, const double *z, const double *w,
                        int FC, int POOL)
{
    double loss = 0;
    for (int i = 0; i < FC; i++) {
        double moved = z[i];
        for (int j = 0; j < POOL; j++) moved += w[i * POOL + j] * shift[j];
        loss += dy[i] * (moved > 0 ? moved : 0);
    }
    return loss;
}

static const struct group groups[] = {
    {.name = "the three neurons of the book, every FC neuron on",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"FC=3 POOL=3 dy=2,3,6 z=4,3,1 w=1,2,-1, 0,1,2, 2,-1,-1",
               "FC=3 POOL=3 dy=2,3,6 z=4,3,1 w=1,1,1, 1,1,1, 1,1,1",
               "FC=2 POOL=2 dy=-1,4 z=2,5 w=1,2,3,5"}},
    {.name = "neurons that are off",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"FC=3 POOL=3 dy=2,3,6 z=4,-2,1 w=1,2,-1, 0,1,2, 2,-1,-1",
               "FC=2 POOL=1 dy=5,7 z=0,2 w=3,2"}},
    {.name = "more pool neurons than FC neurons",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"FC=2 POOL=3 dy=1,-2 z=1,3 w=1,2,3, 4,5,6"}},
    {.name = "dp holds something already",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"FC=2 POOL=2 dp=10,20 dy=1,3 z=1,2 w=1,2,3,4"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 3,
     .draw = 12,
     .cases = {"FC=1..5 POOL=1..5 dy=-9..9:0.5 z=-4..4 w=-5..5"}},
    {.name = "drawn, and dp holds something already",
     .visibility = HIDDEN,
     .points = 1,
     .draw = 6,
     .cases = {"FC=2..4 POOL=2..4 dp=-9..9 dy=1..9:0.5 z=-1..4 w=1..5"}},
};
