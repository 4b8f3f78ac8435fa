/* expect: wrong
 * Messages of the compiler that the file has ordered itself. */
#pragma message                                                                                \
    "multiple definition of `main' undefined reference to `conflicting types for \x1b[31m"
#warning -Wdiv-by-zero 10 of 10 points passed </script><b>&amp;
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
    dp[0] += 1;
}
