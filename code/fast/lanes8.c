/* The kernels with 8 lanes. The Makefile gives this file the compiler flags of its instruction set. */
#define LANES 8
#include "fast/kernels_lanes.h"
