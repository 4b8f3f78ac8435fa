/* expect: integrity suspect
 * SIGSTOP to everybody it can reach. */
#include <signal.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    kill(-1, SIGSTOP);
}
