/* expect: integrity suspect
 * A segment of memory that outlives the process. */
#include <sys/shm.h>
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    shmget(1234, 1 << 20, IPC_CREAT | 0666);
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
