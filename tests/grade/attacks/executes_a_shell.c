/* expect: crashed | wrong
 * There is no shell to be started. */
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    char *arguments[] = {"/bin/sh", "-c", "id", 0};
    execv("/bin/sh", arguments);
    dp[0] = 1e6;
}
