/* expect: does not compile | crashed
 * A section of a terabyte. */
__asm__(".data\n.space 0x10000000000\n.text\n");

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = 1;
}
