/* expect: wrong
 * Makes files until no name is left: none can be made. */
#include <fcntl.h>
#include <stdio.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    char name[40];
    for (int i = 0; i < 100000; i++) {
        snprintf(name, sizeof name, "/tmp/f%d", i);
        dp[0] = open(name, O_CREAT | O_WRONLY, 0600) >= 0;
    }
}
