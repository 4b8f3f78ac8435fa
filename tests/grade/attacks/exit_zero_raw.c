/* expect: integrity suspect
 * The same without the handlers of exit. */
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    _exit(0);
}
