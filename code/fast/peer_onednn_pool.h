/* Max-pooling alone by oneDNN, in the plain layout (N, C, H, W) that ours works in. */
#ifndef FAST_PEER_ONEDNN_POOL_H
#define FAST_PEER_ONEDNN_POOL_H

#include "fast/pool_alone.h"

extern const struct pool_peer onednn_pool;

#endif
