/* expect: time
 * Ignores the limit of CPU time. */
#include <signal.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    signal(SIGXCPU, SIG_IGN);
    for (;;) continue;
}
