/* The kernels with 1 lane. The Makefile gives this file the compiler flags of its instruction set. */
#define LANES 1
#include "fast/kernels_lanes.h"
