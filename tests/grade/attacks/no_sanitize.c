/* expect: crashed
 * Switches the sanitizers off for itself and writes where it may not. */
__attribute__((no_sanitize("address", "undefined"))) void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    *(volatile double *)(dp - (1 << 24)) = 1;
}
