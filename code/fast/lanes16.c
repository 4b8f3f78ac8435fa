/* The kernels with 16 lanes. The Makefile gives this file the compiler flags of its instruction set. */
#define LANES 16
#include "fast/kernels_lanes.h"
