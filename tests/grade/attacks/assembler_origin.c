/* expect: does not compile
 * A section of 2 GiB, one byte at its end. */
__asm__(".data\n.org 0x7ffffff0\n.byte 1\n.text");
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
