/* expect: integrity suspect
 * An answer before there is a question. */
#include <unistd.h>
__attribute__((constructor)) static void c(void)
{
    char b[4096] = {0};
    write(4, b, sizeof b);
}
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
