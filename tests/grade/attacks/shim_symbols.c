/* expect: wrong
 * The names of the shim: they are hidden from it. */
const int shim_n = 0, shim_returns = 1;
void shim_call(void *const *a, double *result)
{
    *result = 0;
}

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = 1e6;
}
