/* expect: wrong
 * Variables for programs that are not there. */
#include <stdlib.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    extern int setenv(const char *, const char *, int);
    setenv("LD_PRELOAD", "/tmp/x.so", 1);
    setenv("GRADE_POINTS", "10", 1);
    dp[0] = 1e6;
}
