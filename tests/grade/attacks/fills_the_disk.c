/* expect: crashed | wrong
 * Writes a file as large as it can: no folder can be written. */
#include <stdio.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    static char block[1 << 16];
    FILE *f = fopen("/tmp/big", "w");
    for (;;) fwrite(block, 1, sizeof block, f);
}
