/* expect: does not compile
 * An object file of 8 GiB. */
int a[0x7fffffff] = {1};

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = a[1];
}
