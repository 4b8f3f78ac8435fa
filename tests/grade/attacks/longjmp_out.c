/* expect: crashed | integrity suspect | wrong
 * Jumps over the shim. */
#include <setjmp.h>

static jmp_buf place;
static int used;

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    if (used++) longjmp(place, 1);
    if (setjmp(place) == 0) dp[0] = 1e6;
}
