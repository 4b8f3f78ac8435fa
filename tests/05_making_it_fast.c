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

Test(making_it_fast, shares_of_different_size)
{
    HAND_MAP("share.sum", 1, 2, 6, 10);
    HAND_MAP("share.n", 1, 2, 3, 1);
    HAND_MAP("share.means", 1, 2, 2, 10);
    HAND("share.mean", (6 + 10) / (3 + 1), 4);
    HAND("share.mean_of_means", (2 + 10) / 2, 6);
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
