/* expect: integrity suspect
 * SIGSTOP to itself. */
#include <signal.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    raise(SIGSTOP);
}
