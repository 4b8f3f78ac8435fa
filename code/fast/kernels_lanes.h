/* All kernels, for one number of LANES: the body of lanes1.c, lanes4.c, lanes8.c, lanes16.c. */
#include "fast/conv_lanes.h"
#include "fast/dense_lanes.h"
#include "fast/fc_lanes.h"
#include "fast/multiply_lanes.h"
#include "fast/pack_lanes.h"
#include "fast/pool_lanes.h"
#include "fast/sparse_lanes.h"

#if LANES == 16
#define TABLE kernels_lanes16
#define NAME "avx512"
#elif LANES == 8
#define TABLE kernels_lanes8
#define NAME "avx2"
#elif LANES == 4
#define TABLE kernels_lanes4
#define NAME "baseline"
#else
#define TABLE kernels_lanes1
#define NAME "scalar"
#endif

const struct lane_kernels TABLE = {
    .name = NAME,
    .lanes = LANES,
    .multiply = multiply,
    .pack = pack,
    .unpack = unpack,
    .unpack_maps = unpack_maps,
    .conv = conv,
    .conv_pool = conv_pool,
    .conv_backward = conv_backward,
    .pool = pool,
    .pool_backward = pool_backward,
    .relu = relu,
    .relu_backward = relu_backward,
    .fc = fc,
    .fc_backward = fc_backward,
    .unpack_steps = unpack_steps,
    .sparse = sparse,
    .relu_map = relu_map,
    .max_pool = max_pool,
    .max_pool_backward = max_pool_backward,
};
