/* expect: crashed
 * A frame larger than the stack. */
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    volatile char a[64 << 20];
    a[0] = 1;
    a[(64 << 20) - 1] = 2;
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
