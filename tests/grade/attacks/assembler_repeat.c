/* expect: does not compile
 * The assembler repeats without end. */
__asm__(".rept 2000000000\n.byte 1\n.endr\n");

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = 1;
}
