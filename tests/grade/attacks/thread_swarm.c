/* expect: integrity suspect
 * Threads without end. */
#include <pthread.h>

static void *spin(void *p)
{
    for (;;) continue;
    return p;
}

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    pthread_t t;
    for (;;) pthread_create(&t, 0, spin, 0);
}
