/* expect: does not compile | passed
 * Does not want to end. */
#include <unistd.h>
void exit(int n)
{
    (void)n;
    for (;;) pause();
}
void _exit(int n)
{
    (void)n;
    for (;;) pause();
}
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
