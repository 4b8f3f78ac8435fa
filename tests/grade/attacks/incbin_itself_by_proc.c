/* expect: does not compile
 * The memory of the compiler. */
__asm__(".section .rodata\n.global stolen\nstolen: .incbin \"/proc/self/environ\"\n.text\n");
extern const char stolen[];

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = stolen[0];
}
