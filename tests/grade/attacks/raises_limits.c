/* expect: wrong
 * Its own limits, higher. */
#include <sys/resource.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    struct rlimit r = {RLIM_INFINITY, RLIM_INFINITY};
    setrlimit(RLIMIT_CPU, &r);
    setrlimit(RLIMIT_AS, &r);
    dp[0] = 1e6;
}
