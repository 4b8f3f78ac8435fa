/* expect: crashed | integrity suspect
 * Asks the kernel to start another program in its place. */
const char interp[] __attribute__((section(".interp"))) = "/inner";
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
