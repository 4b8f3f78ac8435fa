/* expect: time
 * Uses no CPU at all: the wall clock ends it. */
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (;;) sleep(1000);
}
