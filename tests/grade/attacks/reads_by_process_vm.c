/* expect: integrity suspect
 * The memory of process 1. */
#define _GNU_SOURCE
#include <sys/uio.h>
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    struct iovec a = {dp, 8}, b = {dp, 8};
    process_vm_readv(1, &a, 1, &b, 1, 0);
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
