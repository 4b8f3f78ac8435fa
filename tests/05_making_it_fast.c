/* Chapter 5 by hand. Every number that code/05_making_it_fast.c prints, worked out on paper. */
#include "hand.h"

Test(making_it_fast, inputs)
{
    HAND_MAP("x", 5, 5, 1, 0, 2, 1, 0, 0, 1, 1, 0, 2, 2, 0, 0, 1, 1, 1, 2, 0, 0, 1, 0, 1, 1, 2,
             0);
    HAND_MAP("w", 2, 2, 1, -1, 0, 2);
    HAND("b", -3, -3);
    HAND_MAP("upstream", 2, 2, 2, -1, 3, 1);
}

/* x * 1 - right neighbour + 2 * the cell below that neighbour - 3 */
Test(making_it_fast, forward)
{
    HAND("y.0.0", 1 * 1 - 1 * 0 + 0 * 0 + 2 * 1 - 3, 0);
    HAND("y.0.3", 1 * 1 - 1 * 0 + 0 * 0 + 2 * 2 - 3, 2);
    HAND("y.2.0", 1 * 2 - 1 * 0 + 0 * 1 + 2 * 2 - 3, 3);
    HAND("y.3.2", 1 * 0 - 1 * 0 + 0 * 1 + 2 * 2 - 3, 1);
    HAND_MAP("y", 4, 4, 0, -3, -2, 2, -4, -3, 0, -3, 3, -3, -4, -1, -2, 1, 1, -4);
    HAND_MAP("pooled", 2, 2, 0, 2, 3, 1);
    HAND_MAP("out", 2, 2, 0, 2, 3, 1);
}

/* The first window's maximum is 0: ReLU is off, and its 2 stops there. */
Test(making_it_fast, gradients_at_the_map)
{
    HAND_MAP("g", 2, 2, 0, -1, 3, 1);
    HAND_MAP("dy", 4, 4, 0, 0, 0, -1, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 1, 0);
}

/* The three winners are at 0,3 with -1, at 2,0 with 3 and at 3,2 with 1. */
Test(making_it_fast, filter_gradient_from_three_patches)
{
    HAND("sparse.dw.0.0", -1 * 1 + 3 * 2 + 1 * 0, 5);
    HAND("sparse.dw.0.1", -1 * 0 + 3 * 0 + 1 * 0, 0);
    HAND("sparse.dw.1.0", -1 * 0 + 3 * 1 + 1 * 1, 4);
    HAND("sparse.dw.1.1", -1 * 2 + 3 * 2 + 1 * 2, 6);
    HAND_MAP("sparse.dw", 2, 2, 5, 0, 4, 6);
    HAND_MAP("dense.dw", 2, 2, 5, 0, 4, 6);
}

Test(making_it_fast, image_gradient_from_three_patches)
{
    HAND("sparse.dx.0.3", -1 * 1, -1);
    HAND("sparse.dx.0.4", -1 * -1, 1);
    HAND("sparse.dx.1.4", -1 * 2, -2);
    HAND("sparse.dx.3.1", 3 * 2, 6);
    HAND("sparse.dx.4.3", 1 * 2, 2);
    HAND_MAP("sparse.dx", 5, 5, 0, 0, 0, -1, 1, 0, 0, 0, 0, -2, 3, -3, 0, 0, 0, 0, 6, 1, -1, 0,
             0, 0, 0, 2, 0);
    HAND_MAP("dense.dx", 5, 5, 0, 0, 0, -1, 1, 0, 0, 0, 0, -2, 3, -3, 0, 0, 0, 0, 6, 1, -1, 0,
             0, 0, 0, 2, 0);
}

/* Each visited cell: four products for dw and four for dx. */
Test(making_it_fast, what_it_costs)
{
    HAND("dense.cells", 4 * 4, 16);
    HAND("dense.products", 16 * (4 + 4), 128);
    HAND("sparse.cells", 4 - 1, 3);
    HAND("sparse.products", 3 * (4 + 4), 24);
}

/* Two operations for each weight of a patch, at each cell of each filter's map. */
Test(making_it_fast, lenet_forward)
{
    HAND("forward.conv1", 2 * (5 * 5) * (8 * 28 * 28), 313600);
    HAND("forward.conv2", 2 * (8 * 5 * 5) * (16 * 14 * 14), 1254400);
    HAND("forward.fc", 2 * 784 * 10, 15680);
    HAND("forward.all", 313600 + 1254400 + 15680, 1583680);
}

/* dw as much as forward, dx again as much; the first convolution has no dx. */
Test(making_it_fast, lenet_backward)
{
    HAND("backward.conv1", 313600, 313600);
    HAND("backward.conv2", 2 * 1254400, 2508800);
    HAND("backward.fc", 2 * 15680, 31360);
    HAND("backward.all", 313600 + 2508800 + 31360, 2853760);
    HAND("winners.conv1", 313600 / 4, 78400);
    HAND("winners.conv2", 2508800 / 4, 627200);
    HAND("winners.fc", 2 * 15680, 31360);
    HAND("winners.all", 78400 + 627200 + 31360, 736960);
}

Test(making_it_fast, lenet_training)
{
    HAND("train.dense", 1583680 + 2853760, 4437440);
    HAND("train.winners", 1583680 + 736960, 2320640);
    /* A quotient is not exact: one rounding of each division. */
    HAND_NEAR("train.factor", 4437440 / 2320640.0, 1.9121622, 1e-7);
    HAND("bytes.map", 4 * (8 * 28 * 28), 25088);
    HAND("bytes.pooled", (4 + 1) * (8 * 14 * 14), 7840);
}

/* Of one image, in floats: the image 784, conv maps 6272 and 3136, pooled maps 1568 and 784. */
Test(making_it_fast, bytes_moved)
{
    /* forward: x in, map out | map in and out | map in, pooled out | the same again | FC in */
    enum { FORWARD1 = 784 + 6272 + 2 * 6272 + 6272 + 1568 };
    enum { FORWARD2 = 1568 + 3136 + 2 * 3136 + 3136 + 784, FC_IN = 784 };
    /* back: FC in, out | pool in, map out | ReLU two in, one out | dw two in | dx in, out */
    enum { BACK2 = 784 + 784 + 784 + 3136 + 3 * 3136 + 3136 + 1568 + 3136 + 1568 };
    enum { BACK1 = 1568 + 6272 + 3 * 6272 + 6272 + 784 };
    enum { PLACES = 2 * (1568 + 784) }; /* a byte each, written and read */
    HAND("traffic.lanes", 4 * (FORWARD1 + FORWARD2 + FC_IN + BACK2 + BACK1) + PLACES, 409248);
    /* ReLU: five passes over 1568 and 784 instead of 6272 and 3136 */
    HAND("traffic.pool_first", 409248 - 4 * 5 * (6272 - 1568 + 3136 - 784), 268128);
    /* the maps are not written and read, the pooled ones not once more for ReLU */
    HAND("traffic.fused", 268128 - 4 * 2 * (6272 + 3136 + 1568 + 784), 174048);
    /* forward 784 in, 1568 out and in, 784 out and in | FC, ReLU back | turned around: gradients,
       steps, maps | winners: gradients, steps, maps | between: clear, add, ReLU, read */
    enum { SPARSE_FORWARD = 784 + 1568 + 1568 + 784 + 784, SPARSE_BACK2 = 2 * 784 + 3 * 784 };
    enum { TURNED = 2 * 784 + 1568 + 784 + 2 * 784 + 2 * 1568 };
    enum { WINNERS = 784 + 784 + 1568 + 1568 + 784, BETWEEN = (1 + 2 + 3 + 1) * 1568 };
    HAND("traffic.sparse",
         4 * (SPARSE_FORWARD + SPARSE_BACK2 + TURNED + WINNERS + BETWEEN) + PLACES, 142688);
    /* columns written and read, forward and for dw; those of dx, of the second one only */
    HAND("traffic.im2col", 409248 + 4 * (4 * (19600 + 39200) + 2 * 39200), 1663648);
}

/* A quotient is not exact: one rounding of each division. */
Test(making_it_fast, operations_a_byte)
{
    HAND_NEAR("intensity.im2col", 4437440 / 1663648.0, 2.6672950, 1e-7);
    HAND_NEAR("intensity.lanes", 4437440 / 409248.0, 10.8429119, 1e-7);
    HAND_NEAR("intensity.pool_first", 4437440 / 268128.0, 16.5497076, 1e-7);
    HAND_NEAR("intensity.fused", 4437440 / 174048.0, 25.4954955, 1e-7);
    HAND_NEAR("intensity.sparse", 4437440 / 142688.0, 31.0989011, 1e-7);
}

Test(making_it_fast, shares_of_different_size)
{
    HAND_MAP("share.sum", 1, 2, 6, 10);
    HAND_MAP("share.n", 1, 2, 3, 1);
    HAND_MAP("share.means", 1, 2, 2, 10);
    HAND("share.mean", (6 + 10) / (3 + 1), 4);
    HAND("share.mean_of_means", (2 + 10) / 2, 6);
    HAND("share.total", 6 + 10, 16);
    HAND("share.halved", (6 + 10) / 2, 8);
    HAND("share.added_means", 2 + 10, 12);
}

/* x[i] = i/2; cell 3 gets its left neighbor from product 3 and its right one from product 4. */
Test(making_it_fast, neighbors)
{
    HAND("race.left", 2 / 2.0, 1);
    HAND("race.right", 4 / 2.0, 2);
    HAND("race.cell", 1 + 2, 3);
    /* Every cell hands itself to both neighbors; the first and the last have only one. */
    HAND("race.sum", 2 * (63 * 64 / 2 / 2.0) - 0 / 2.0 - 63 / 2.0, 1984.5);
}

Test(making_it_fast, im2col_copies_each_cell)
{
    HAND("im2col.conv1", (5 * 5) * (28 * 28), 19600);
    HAND("im2col.map1", 28 * 28, 784);
    HAND("im2col.conv2", (8 * 5 * 5) * (14 * 14), 39200);
    HAND("im2col.map2", 8 * 14 * 14, 1568);
    HAND("im2col.times", 39200 / 1568, 25);
}
