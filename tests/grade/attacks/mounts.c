/* expect: integrity suspect
 * Mounts the world over itself. */
#include <sys/mount.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = mount("none", "/", "tmpfs", 0, 0);
}
