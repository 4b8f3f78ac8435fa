/* expect: time
 * Catches what can be caught and goes on. */
#include <signal.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int s = 1; s < 32; s++) signal(s, SIG_IGN);
    for (;;) continue;
}
