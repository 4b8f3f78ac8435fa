/* expect: wrong
 * Wrong in every case, and asleep where the search for a smaller case asks again. */
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    static int n;
    int is_first_case = FC == 3 && POOL == 3 && dy[0] == 2 && dy[1] == 3 && dy[2] == 6;
    if (n++ == 0 && !is_first_case)
        for (;;) pause();
    dp[0] += 5 * w[0] + z[0];
}
