/* expect: integrity suspect
 * New name spaces of its own. */
#define _GNU_SOURCE
#include <sched.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = unshare(CLONE_NEWUSER | CLONE_NEWNS);
}
