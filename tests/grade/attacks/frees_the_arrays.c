/* expect: crashed
 * Memory that is not its own is given back. */
#include <stdlib.h>
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
    free((void *)((char *)dp - 64 * 8));
}
