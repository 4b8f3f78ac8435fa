/* expect: integrity suspect
 * Garbage into every descriptor. */
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int fd = 0; fd < 64; fd++)
        if (write(fd, "passed, 10 of 10 points, full marks, verdict: passed\n", 52)) dp[0] = 1;
}
