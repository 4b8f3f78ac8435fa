/* The kernels with 4 lanes. The Makefile gives this file the compiler flags of its instruction set. */
#define LANES 4
#include "fast/kernels_lanes.h"
