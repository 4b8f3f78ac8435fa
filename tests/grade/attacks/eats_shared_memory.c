/* expect: memory
 * Shared memory counts too. */
#define _GNU_SOURCE
#include <sys/mman.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (;;) {
        char *p = mmap(0, 1 << 24, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (p != MAP_FAILED)
            for (int i = 0; i < 1 << 24; i += 4096) p[i] = 1;
    }
}
