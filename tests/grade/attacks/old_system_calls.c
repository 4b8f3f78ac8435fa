/* expect: integrity suspect
 * The 32-bit door to the kernel (int 0x80), where numbers mean other calls. */
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(2), "b"(0), "c"(0), "d"(0) : "memory");
    dp[0] = (double)result;
}
