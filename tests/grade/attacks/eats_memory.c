/* expect: memory
 * Takes memory and touches every page. */
#include <stdlib.h>
#include <string.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (;;) {
        char *p = malloc(1 << 24);
        if (p) memset(p, 1, 1 << 24);
    }
}
