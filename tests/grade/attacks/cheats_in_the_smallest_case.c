/* expect: integrity suspect
 * A known mistake, and something else than an answer in the smallest case that shows it. */
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    static const char more[200];
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += dy[i];
    int smallest = FC == 1 && POOL == 1 && dy[0] == 1 && z[0] == 1 && w[0] == 2;
    if (smallest && write(4, more, sizeof more) < 0) dp[0] = 0;
}
