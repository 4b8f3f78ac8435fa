/* expect: integrity suspect
 * System calls by another door. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    char parameters[120] = {0};
    dp[0] = (double)syscall(425, 8, parameters);
}
