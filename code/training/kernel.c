#include "training/kernel.h"

#include "training/lenet.h"

#include <stddef.h>

const struct kernel *const kernels[] = {&fast_kernel, &lenet_kernel, &first_window_kernel,
                                        NULL};
