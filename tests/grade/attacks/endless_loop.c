/* expect: time
 * Never comes back. */
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (volatile int i = 0;; i++) continue;
}
