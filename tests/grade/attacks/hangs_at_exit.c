/* expect: passed
 * Right answers, and an end that never comes. */
#include <stdlib.h>
static void hang(void)
{
    for (;;) continue;
}
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    static int once;
    if (!once++) atexit(hang);
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
