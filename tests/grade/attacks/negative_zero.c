/* expect: passed
 * -0 is 0. */
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
    for (int j = 0; j < POOL; j++)
        if (dp[j] == 0) dp[j] = -0.0;
}
