/* expect: crashed
 * In the second run, under sanitizers, where addresses are free: reads one byte of every 2 MiB of
 * a terabyte, so that the kernel fills its memory with page tables. */
#define _GNU_SOURCE
#include <sys/mman.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
#ifdef __SANITIZE_ADDRESS__
    const unsigned long all = 1UL << 40;
    const volatile char *p = mmap(0, all, PROT_READ, 0x4022, -1, 0);
    for (unsigned long a = 0; p != MAP_FAILED && a < all; a += 2UL << 20) dp[0] += p[a];
#endif
    *(volatile int *)0 = 1;
}
