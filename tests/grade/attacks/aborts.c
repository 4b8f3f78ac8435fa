/* expect: crashed
 * Gives up. */
#include <stdlib.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    abort();
}
