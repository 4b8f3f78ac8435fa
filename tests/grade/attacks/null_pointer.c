/* expect: crashed
 * Follows a null pointer. */
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    *(volatile double *)0 = 1;
}
