/* expect: time
 * Does not even begin. */
#include <unistd.h>
__attribute__((constructor)) static void c(void)
{
    for (;;) pause();
}
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
