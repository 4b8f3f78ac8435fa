/* expect: integrity suspect | crashed | wrong
 * An alarm that strikes in the middle of a later case. */
#include <signal.h>
#include <unistd.h>

extern unsigned ualarm(unsigned, unsigned);

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    ualarm(1, 1);
    dp[0] = 1e6;
}
