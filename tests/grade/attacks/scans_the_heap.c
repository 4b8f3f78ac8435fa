/* expect: wrong
 * Looks for the right number around its arrays. */
#include <stdio.h>
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    double *p = (double *)((char *)dp - 4096);
    double best = 0;
    for (int i = 0; i < 1000; i++)
        if (p[i] == 14) best++;
    dp[0] = best;
}
