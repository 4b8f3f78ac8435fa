/* expect: integrity suspect
 * Right answers, and a message to the grader at the very end. */
#include <unistd.h>

__attribute__((destructor)) static void last(void)
{
    if (write(4, "full marks", 10) < 0) _exit(1);
}

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
