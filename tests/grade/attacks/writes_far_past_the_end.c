/* expect: crashed
 * A megabyte behind the output. */
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int j = 0; j < 1 << 27; j++) dp[j] = 1;
}
