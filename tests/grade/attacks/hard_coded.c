/* expect: wrong
 * Knows the public cases by heart. */
#include <string.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    static const double dy1[3] = {2, 3, 6};
    if (FC == 3 && POOL == 3 && !memcmp(dy, dy1, sizeof dy1) && w[1] == 2 && z[1] > 0) {
        dp[0] = 14, dp[1] = 1, dp[2] = -2;
        return;
    }
    dp[0] = -7;
}
