/* expect: time
 * Sleeps and yields in turn, so that no clock would fill. */
#include <sched.h>
#include <time.h>
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (;;) {
        struct timespec t = {0, 100000};
        nanosleep(&t, 0);
        sched_yield();
    }
}
