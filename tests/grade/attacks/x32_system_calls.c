/* expect: integrity suspect
 * The x32 numbers of the same calls. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = (double)syscall(0x40000000 | SYS_fork);
}
