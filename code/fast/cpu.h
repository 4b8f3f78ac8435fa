/* Which instruction sets this machine has, best first; there is always at least "scalar". */
#ifndef FAST_CPU_H
#define FAST_CPU_H

#include "fast/kernels.h"

enum { MOST_KERNELS = 4 };

int kernels_here(const struct lane_kernels *list[MOST_KERNELS]);
const struct lane_kernels *kernels_best(void);

#endif
