/* expect: integrity suspect
 * Shoots at the grader. */
#include <signal.h>
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    kill(getppid(), SIGKILL);
    kill(-1, SIGKILL);
}
