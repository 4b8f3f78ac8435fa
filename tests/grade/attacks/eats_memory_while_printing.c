/* expect: memory
 * Keeps the grader busy with single letters, so that it might not look at the memory. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    struct timespec moment = {0, 4000000};
    for (int k = 0; k < 200; k++) {
        char *p = malloc(4 << 20);
        if (p) memset(p, 1, 4 << 20);
        if (write(1, ".", 1) == 1) nanosleep(&moment, NULL);
    }
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
