/* expect: integrity suspect | wrong
 * system() needs a process. */
#include <stdlib.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = 1e6 + system("cat /etc/passwd");
}
