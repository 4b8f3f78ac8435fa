/* expect: integrity suspect
 * Tries to live on behind the grader. */
#include <unistd.h>

extern int daemon(int, int);

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    if (daemon(1, 1) == 0)
        for (;;) pause();
}
