/* expect: integrity suspect
 * Leaves with a status that says all is well. */
#include <stdlib.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    exit(0);
}
