/* expect: wrong
 * Its own fabs and memcmp: nobody outside asks them. */
double fabs(double x)
{
    return 0 * x;
}
int memcmp(const void *a, const void *b, unsigned long n)
{
    return 0;
}

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = 1e6;
}
