/* expect: crashed
 * Uses up the stack. */
static double deep(volatile double x)
{
    volatile char frame[4096];
    frame[0] = (char)x;
    return deep(x + 1) + frame[0];
}

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = deep(1);
}
