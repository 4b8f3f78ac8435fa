/* expect: integrity suspect
 * Processes without end: the filter of system calls ends the first fork. */
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (;;) fork();
}
