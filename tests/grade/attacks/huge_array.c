/* expect: does not compile | crashed | memory
 * An array in .bss of 64 GiB, touched. */
static char a[1L << 36];

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (long i = 0; i < 1L << 36; i += 4096) a[i] = 1;
    dp[0] = a[4096];
}
