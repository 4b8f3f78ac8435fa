/* expect: does not compile
 * Without z. */
void fc_input_gradient(double *dp, const double *dy, const double *w, int FC, int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += dy[i] * w[i * POOL + j];
}
