/* expect: wrong
 * Infinity. */
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int j = 0; j < POOL; j++) dp[j] = 1.0 / 0.0;
}
