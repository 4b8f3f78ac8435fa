/* expect: integrity suspect | time
 * Reads the coming questions away from the shim. */
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    char text[4096];
    if (read(3, text, sizeof text) > 0) dp[0] = 1;
}
