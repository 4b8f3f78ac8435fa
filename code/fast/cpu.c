#include "fast/cpu.h"

#ifdef __x86_64__
static int has_avx512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}

static int has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
#endif

int kernels_here(const struct lane_kernels *list[MOST_KERNELS])
{
    int n = 0;
#ifdef __x86_64__
    if (has_avx512()) list[n++] = &kernels_lanes16;
    if (has_avx2()) list[n++] = &kernels_lanes8;
#endif
    list[n++] = &kernels_lanes4;
    list[n++] = &kernels_lanes1;
    return n;
}

const struct lane_kernels *kernels_best(void)
{
    const struct lane_kernels *list[MOST_KERNELS];
    kernels_here(list);
    return list[0];
}
