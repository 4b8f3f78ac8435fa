/* expect: integrity suspect
 * Leaves before the constructors. */
#include <unistd.h>

static void first(void)
{
    _exit(0);
}
__attribute__((section(".preinit_array"), used)) static void (*p)(void) = first;

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
