/* expect: does not compile | integrity suspect
 * Its own beginning of all programs. */
#include <unistd.h>
int __libc_start_main(int (*m)(int, char **, char **), int c, char **v)
{
    (void)m;
    (void)c;
    (void)v;
    write(4, "x", 1);
    _exit(0);
}
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
