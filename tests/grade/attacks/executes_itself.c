/* expect: integrity suspect | time | crashed
 * Starts itself anew for ever. */
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    char *arguments[] = {"/program", 0};
    execv("/program", arguments);
}
