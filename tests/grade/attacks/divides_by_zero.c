/* expect: crashed
 * A whole number divided by zero. */
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    volatile int zero = FC - FC;
    dp[0] = POOL / zero;
}
