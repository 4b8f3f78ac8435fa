/* expect: integrity suspect
 * Puts another descriptor in the place of the answers. */
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dup2(1, 4);
    dp[0] = 1;
}
