/* expect: wrong
 * Looks at other processes: there is no /proc. */
#include <stdio.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int pid = 1; pid < 400; pid++) {
        char path[64], text[200];
        snprintf(path, sizeof path, "/proc/%d/environ", pid);
        FILE *f = fopen(path, "r");
        if (f && fread(text, 1, sizeof text, f)) dp[0] += 1;
    }
    dp[0] += 1e6;
}
