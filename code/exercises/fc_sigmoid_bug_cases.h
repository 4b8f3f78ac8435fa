/* Right numbers: the slope measured on the curve itself, then fc_backward. */
#include "layers/fc.h"

#include <stdlib.h>

/* The slope at z in another form: 1 / (exp(z/2) + exp(-z/2))^2, with z found from y. */
static double slope_where(double y)
{
    double z = log(y) - log(1 - y), wide = exp(z / 2) + exp(-z / 2);
    return 1 / (wide * wide);
}

static void expected(double *dp, const double *dy, const double *y, const double *w, int FC,
                     int POOL)
{
    double *delta = calloc((size_t)FC, sizeof *delta);
    if (!delta) abort();
    for (int i = 0; i < FC; i++) delta[i] = dy[i] * slope_where(y[i]);
    fc_backward(dp, NULL, NULL, delta, NULL, w, 1, POOL, FC);
    free(delta);
}

/* What a sigmoid sends lies between 0 and 1. */
static void prepare(double *dp, double *dy, double *y, double *w, int FC, int POOL)
{
    (void)dp, (void)dy, (void)w, (void)POOL;
    for (int i = 0; i < FC; i++)
        if (!(y[i] > 0 && y[i] < 1)) y[i] = 0.5;
}

/* The loss when the pool neurons have moved by `shift`. */
static double objective(const double *shift, const double *dy, const double *y, const double *w,
                        int FC, int POOL)
{
    double loss = 0;
    for (int i = 0; i < FC; i++) {
        double z = log(y[i] / (1 - y[i]));
        for (int j = 0; j < POOL; j++) z += w[i * POOL + j] * shift[j];
        loss += dy[i] / (1 + exp(-z));
    }
    return loss;
}

static const struct group groups[] = {
    {.name = "one neuron in the middle of its curve",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"FC=1 POOL=1 dy=8 y=0.5 w=1", "FC=1 POOL=2 dy=4 y=0.5 w=3,-2"}},
    {.name = "neurons high up and low down",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"FC=2 POOL=2 dy=2,3 y=0.25,0.875 w=1,2,3,-1",
               "FC=3 POOL=3 dy=2,3,6 y=0.75,0.5,0.25 w=1,2,-1, 0,1,2, 2,-1,-1",
               "FC=2 POOL=2 dp=10 dy=2,3 y=0.25,0.875 w=1,2,3,-1"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 3,
     .draw = 12,
     .cases = {"FC=1..4 POOL=1..4 dy=1..9:0.5 y=0.125..0.875:0.125 w=1..5",
               "FC=1..4 POOL=1..4 dp=-9..9:0.5 dy=1..9:0.5 y=0.125..0.875:0.125 w=1..5"}},
};
