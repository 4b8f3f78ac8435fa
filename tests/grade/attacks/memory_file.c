/* expect: integrity suspect
 * A file in memory, to be run later. */
#define _GNU_SOURCE
#include <sys/mman.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = memfd_create("x", 0);
}
