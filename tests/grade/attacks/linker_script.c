/* expect: does not compile | wrong
 * Orders to the linker in a section. */
__asm__(".section .drectve\n.ascii \"-T /etc/passwd\"\n.text\n");

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = 1e6;
}
