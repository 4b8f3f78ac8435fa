/* expect: integrity suspect
 * A key that outlives the process. */
#include <sys/syscall.h>
#include <unistd.h>
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    syscall(SYS_add_key, "user", "a", "b", 1, -3);
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
