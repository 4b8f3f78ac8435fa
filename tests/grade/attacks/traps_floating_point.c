/* expect: passed | crashed
 * A signal at every rounding. */
#define _GNU_SOURCE
#include <fenv.h>
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    feenableexcept(FE_ALL_EXCEPT);
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
