/* Right numbers: softmax_cross_entropy. */
#include "layers/loss.h"

#include <stdlib.h>

static double expected(double *dz, const double *z, const int *label, int N, int K)
{
    return softmax_cross_entropy(dz, z, label, N, K);
}

/* A drawn number becomes a class that exists. */
static double prepare(double *dz, double *z, int *label, int N, int K)
{
    (void)dz, (void)z;
    for (int n = 0; n < N; n++) label[n] = abs(label[n]) % K;
    return 0;
}

/* The loss when the logits have moved by `shift`. */
static double objective(const double *shift, const double *z, const int *label, int N, int K)
{
    double *moved = calloc((size_t)(N * K), sizeof *moved);
    if (!moved) abort();
    for (int i = 0; i < N * K; i++) moved[i] = z[i] + shift[i];
    double loss = softmax_cross_entropy(NULL, moved, label, N, K);
    free(moved);
    return loss;
}

static const struct group groups[] = {
    {.name = "one sample",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"N=1 K=2 z=0,0 label=1", "N=1 K=3 z=1,2,0 label=1",
               "N=1 K=4 z=3,3,3,3 label=0"}},
    {.name = "two samples",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"N=2 K=2 z=0,0,0,0 label=1,0", "N=2 K=3 z=1,2,0,-1,0,3 label=1,2"}},
    {.name = "large logits",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"N=1 K=2 z=1000,1000 label=0", "N=1 K=3 z=-1000,-1001,-1000 label=1",
               "N=1 K=2 z=1000,-1000 label=1", "N=2 K=2 z=1000,999,-1000,-999 label=1,0"}},
    {.name = "dz holds something already",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"N=1 K=2 dz=10,20 z=0,0 label=0"}},
    {.name = "drawn shapes and numbers",
     .visibility = HIDDEN,
     .points = 3,
     .draw = 10,
     .cases = {"N=1..4 K=2..5 z=-3..3:0.5 label=0..9"}},
    {.name = "drawn, large logits",
     .visibility = HIDDEN,
     .points = 1,
     .draw = 5,
     .cases = {"N=1..3 K=2..4 z=996..1000 label=0..9",
               "N=1..3 K=2..4 z=-1000..1000:250 label=0..9",
               "N=2..3 K=3..4 z=-1000..1000:1000 label=0..9"}},
};
