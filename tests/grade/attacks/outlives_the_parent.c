/* expect: integrity suspect
 * No signal when the parent dies. */
#include <sys/prctl.h>
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    prctl(PR_SET_PDEATHSIG, 0);
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
