/* expect: wrong
 * Adds what it had in the case before. */
static double kept[64];
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int j = 0; j < POOL; j++) dp[j] += kept[j];
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
    for (int j = 0; j < POOL; j++) kept[j] = dp[j];
}
