/* expect: integrity suspect
 * Programs for the kernel. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    char attributes[120] = {0};
    dp[0] = (double)syscall(SYS_bpf, 0, attributes, sizeof attributes);
}
