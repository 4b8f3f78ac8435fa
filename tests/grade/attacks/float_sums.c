/* expect: wrong
 * A little off, as by a step of finite differences. */
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++)
            dp[j] += z[i] > 0 ? ((dy[i] * (w[i * POOL + j] + 1e-5)) - dy[i] * w[i * POOL + j]) * 1e5 *
                                    w[i * POOL + j]
                              : 0;
    dp[0] += 1e-6;
}
