/* Chapter 1 by hand. Every number that code/01_fc_to_pool.c prints, worked out on paper. */
#include "hand.h"

Test(fc_to_pool, inputs)
{
    HAND("upstream.fc1", 2, 2);
    HAND("upstream.fc2", 3, 3);
    HAND("upstream.fc3", 6, 6);
}
