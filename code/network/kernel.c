#include "network/kernel.h"

#include "network/lenet.h"

#include <stddef.h>

const struct kernel *const kernels[] = {&lenet_kernel, NULL};
