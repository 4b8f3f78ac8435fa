/*
 * Chapter 2 by hand. Every number that code/02_conv_to_pool.c prints, worked out on paper.
 *
 *     pool map     kernel      upstream
 *     2 0 2 3       2 1  4      2  3
 *     2 1 0 1      -1 3 -2      5 -1
 *     0 3 1 2      -3 5  6
 *     3 2 4 1
 *
 * A product in a derivation is one wire: the gradient of a conv neuron times the weight on the
 * wire. The conv neurons come in reading order: 2 (top left), 3 (top right), 5, -1.
 */
#include "hand.h"

Test(conv_to_pool, inputs)
{
    HAND_MAP("pool", 4, 4, 2, 0, 2, 3, 2, 1, 0, 1, 0, 3, 1, 2, 3, 2, 4, 1);
    HAND_MAP("kernel", 3, 3, 2, 1, 4, -1, 3, -2, -3, 5, 6);
    HAND("bias", -5, -5);
    HAND_MAP("upstream", 2, 2, 2, 3, 5, -1);
}

Test(conv_to_pool, each_conv_neuron_adds_nine_products_and_the_bias)
{
    /* window row by kernel row, then the bias */
    HAND("y.0.0", (4 + 0 + 8) + (-2 + 3 + 0) + (0 + 15 + 6) - 5, 29);
    HAND("y.0.1", (0 + 2 + 12) + (-1 + 0 - 2) + (-9 + 5 + 12) - 5, 14);
    HAND("y.1.0", (4 + 1 + 0) + (0 + 9 - 2) + (-9 + 10 + 24) - 5, 32);
    HAND("y.1.1", (2 + 0 + 4) + (-3 + 3 - 4) + (-6 + 20 + 6) - 5, 17);
}

Test(conv_to_pool, the_corner_has_one_wire)
{
    HAND("corner.wires", 1, 1);
    HAND("corner.weight.0.1", 4, 4);
    HAND("corner.wire.0.1", 3 * 4, 12);
    HAND("corner.dp", 3 * 4, 12);
    HAND("corner.unweighted", 3, 3);
}

Test(conv_to_pool, the_green_cell_adds_two_wires)
{
    HAND("green.wires", 1 + 1, 2);
    HAND("green.weight.0.0", -1, -1);
    HAND("green.weight.1.0", 2, 2);
    HAND("green.wire.0.0", 2 * -1, -2);
    HAND("green.wire.1.0", 5 * 2, 10);
    HAND("green.dp", 2 * -1 + 5 * 2, 8);
    HAND("green.unweighted", 2 + 5, 7);
    HAND("green.product", 2 * 5, 10);
    HAND("green.product_of_wires", (2 * -1) * (5 * 2), -20);
}

Test(conv_to_pool, a_middle_cell_meets_the_weights_backwards)
{
    HAND("middle.wires", 1 + 1 + 1 + 1, 4);
    /* the top left 2x2 of the kernel is 2 1 / -1 3; here it stands last to first */
    HAND("middle.weight.0.0", 3, 3);
    HAND("middle.weight.0.1", -1, -1);
    HAND("middle.weight.1.0", 1, 1);
    HAND("middle.weight.1.1", 2, 2);
    HAND("middle.wire.0.0", 2 * 3, 6);
    HAND("middle.wire.0.1", 3 * -1, -3);
    HAND("middle.wire.1.0", 5 * 1, 5);
    HAND("middle.wire.1.1", -1 * 2, -2);
    HAND("middle.dp", 6 - 3 + 5 - 2, 6);
    HAND("middle.unweighted", 2 + 3 + 5 - 1, 9);
    HAND("middle.product", 2 * 3 * 5 * -1, -30);
    HAND("middle.product_of_wires", 6 * -3 * 5 * -2, 180);
}

Test(conv_to_pool, a_row_count_times_a_column_count_is_the_wire_count)
{
    /* windows over a row of four: 1, 2, 2, 1; down the column the same */
    HAND_MAP("wires", 4, 4, 1 * 1, 1 * 2, 1 * 2, 1 * 1, 2 * 1, 2 * 2, 2 * 2, 2 * 1, 2 * 1,
             2 * 2, 2 * 2, 2 * 1, 1 * 1, 1 * 2, 1 * 2, 1 * 1);
}

Test(conv_to_pool, each_conv_neuron_stamps_the_kernel_times_its_gradient)
{
    HAND_MAP("stamp.0.0", 3, 3, 2 * 2, 2 * 1, 2 * 4, 2 * -1, 2 * 3, 2 * -2, 2 * -3, 2 * 5,
             2 * 6);
    HAND_MAP("stamp.0.1", 3, 3, 3 * 2, 3 * 1, 3 * 4, 3 * -1, 3 * 3, 3 * -2, 3 * -3, 3 * 5,
             3 * 6);
    HAND_MAP("stamp.1.0", 3, 3, 5 * 2, 5 * 1, 5 * 4, 5 * -1, 5 * 3, 5 * -2, 5 * -3, 5 * 5,
             5 * 6);
    HAND_MAP("stamp.1.1", 3, 3, -2, -1, -4, 1, -3, 2, 3, -5, -6);
}

Test(conv_to_pool, every_cell_adds_its_wires)
{
    HAND("dp.0.0", 2 * 2, 4);
    HAND("dp.0.1", 2 * 1 + 3 * 2, 8);
    HAND("dp.0.2", 2 * 4 + 3 * 1, 11);
    HAND("dp.0.3", 3 * 4, 12);
    HAND("dp.1.0", 2 * -1 + 5 * 2, 8);
    HAND("dp.1.1", 2 * 3 + 3 * -1 + 5 * 1 + -1 * 2, 6);
    HAND("dp.1.2", 2 * -2 + 3 * 3 + 5 * 4 + -1 * 1, 24);
    HAND("dp.1.3", 3 * -2 + -1 * 4, -10);
    HAND("dp.2.0", 2 * -3 + 5 * -1, -11);
    HAND("dp.2.1", 2 * 5 + 3 * -3 + 5 * 3 + -1 * -1, 17);
    HAND("dp.2.2", 2 * 6 + 3 * 5 + 5 * -2 + -1 * 3, 14);
    HAND("dp.2.3", 3 * 6 + -1 * -2, 20);
    HAND("dp.3.0", 5 * -3, -15);
    HAND("dp.3.1", 5 * 5 + -1 * -3, 28);
    HAND("dp.3.2", 5 * 6 + -1 * 5, 25);
    HAND("dp.3.3", -1 * 6, -6);
}

Test(conv_to_pool, moving_a_cell_a_little_measures_the_same)
{
    HAND_MAP("nudge", 4, 4, 4, 8, 11, 12, 8, 6, 24, -10, -11, 17, 14, 20, -15, 28, 25, -6);
}

Test(conv_to_pool, gathering_needs_the_kernel_read_backwards)
{
    HAND_MAP("flipped", 3, 3, 6, 5, -3, -2, 3, -1, 4, 1, 2);
    HAND_MAP("gather", 4, 4, 4, 8, 11, 12, 8, 6, 24, -10, -11, 17, 14, 20, -15, 28, 25, -6);
}

Test(conv_to_pool, forgetting_the_flip_pairs_gradients_with_the_wrong_weights)
{
    HAND("unflipped.0.0", 2 * 6, 12);
    HAND("unflipped.0.1", 2 * 5 + 3 * 6, 28);
    HAND("unflipped.0.2", 2 * -3 + 3 * 5, 9);
    HAND("unflipped.0.3", 3 * -3, -9);
    HAND("unflipped.1.0", 2 * -2 + 5 * 6, 26);
    HAND("unflipped.1.1", 2 * 3 + 3 * -2 + 5 * 5 + -1 * 6, 19);
    HAND("unflipped.1.2", 2 * -1 + 3 * 3 + 5 * -3 + -1 * 5, -13);
    HAND("unflipped.1.3", 3 * -1 + -1 * -3, 0);
    HAND("unflipped.2.0", 2 * 4 + 5 * -2, -2);
    HAND("unflipped.2.1", 2 * 1 + 3 * 4 + 5 * 3 + -1 * -2, 31);
    HAND("unflipped.2.2", 2 * 2 + 3 * 1 + 5 * -1 + -1 * 3, -1);
    HAND("unflipped.2.3", 3 * 2 + -1 * -1, 7);
    HAND("unflipped.3.0", 5 * 4, 20);
    HAND("unflipped.3.1", 5 * 1 + -1 * 4, 1);
    HAND("unflipped.3.2", 5 * 2 + -1 * 1, 9);
    HAND("unflipped.3.3", -1 * 2, -2);
}

Test(conv_to_pool, the_sum_of_the_map_does_not_notice_a_forgotten_flip)
{
    /* each gradient is multiplied with every weight once, in whatever order */
    HAND("sum.upstream", 2 + 3 + 5 - 1, 9);
    HAND("sum.dp",
         (4 + 8 + 11 + 12) + (8 + 6 + 24 - 10) + (-11 + 17 + 14 + 20) + (-15 + 28 + 25 - 6),
         135);
    HAND("sum.unflipped",
         (12 + 28 + 9 - 9) + (26 + 19 - 13 + 0) + (-2 + 31 - 1 + 7) + (20 + 1 + 9 - 2), 135);
}

Test(conv_to_pool, a_weight_collects_from_every_place_where_it_was_used)
{
    /* gradient of each conv neuron times the cell that the weight met there */
    HAND("dw.0.0", 2 * 2 + 3 * 0 + 5 * 2 + -1 * 1, 13);
    HAND("dw.0.1", 2 * 0 + 3 * 2 + 5 * 1 + -1 * 0, 11);
    HAND("dw.0.2", 2 * 2 + 3 * 3 + 5 * 0 + -1 * 1, 12);
    HAND("dw.1.0", 2 * 2 + 3 * 1 + 5 * 0 + -1 * 3, 4);
    HAND("dw.1.1", 2 * 1 + 3 * 0 + 5 * 3 + -1 * 1, 16);
    HAND("dw.1.2", 2 * 0 + 3 * 1 + 5 * 1 + -1 * 2, 6);
    HAND("dw.2.0", 2 * 0 + 3 * 3 + 5 * 3 + -1 * 2, 22);
    HAND("dw.2.1", 2 * 3 + 3 * 1 + 5 * 2 + -1 * 4, 15);
    HAND("dw.2.2", 2 * 1 + 3 * 2 + 5 * 4 + -1 * 1, 27);
    HAND_MAP("dw_nudge", 3, 3, 13, 11, 12, 4, 16, 6, 22, 15, 27);
}

Test(conv_to_pool, the_mean_is_the_sum_divided_by_the_places)
{
    HAND("dw_mean.0.0", 13 / 4.0, 3.25);
    HAND("dw_mean.0.1", 11 / 4.0, 2.75);
    HAND("dw_mean.0.2", 12 / 4.0, 3);
    HAND("dw_mean.1.0", 4 / 4.0, 1);
    HAND("dw_mean.1.1", 16 / 4.0, 4);
    HAND("dw_mean.1.2", 6 / 4.0, 1.5);
    HAND("dw_mean.2.0", 22 / 4.0, 5.5);
    HAND("dw_mean.2.1", 15 / 4.0, 3.75);
    HAND("dw_mean.2.2", 27 / 4.0, 6.75);
}

Test(conv_to_pool, the_bias_collects_every_gradient)
{
    HAND("db", 2 + 3 + 5 - 1, 9);
    HAND("db_nudge", 2 + 3 + 5 - 1, 9);
    HAND("db_mean", (2 + 3 + 5 - 1) / 4.0, 2.25);
}

Test(conv_to_pool, a_second_filter_adds_its_own_wires)
{
    HAND_MAP("kernel2a", 3, 3, 1, -2, 3, 2, 1, -1, -1, 4, 2);
    HAND_MAP("upstream2", 2, 2, 1, -2, 4, 3);
    HAND("filters.from2.0.0", 1 * 1, 1);
    HAND("filters.from2.0.1", 1 * -2 + -2 * 1, -4);
    HAND("filters.from2.0.2", 1 * 3 + -2 * -2, 7);
    HAND("filters.from2.0.3", -2 * 3, -6);
    HAND("filters.from2.1.0", 1 * 2 + 4 * 1, 6);
    HAND("filters.from2.1.1", 1 * 1 + -2 * 2 + 4 * -2 + 3 * 1, -8);
    HAND("filters.from2.1.2", 1 * -1 + -2 * 1 + 4 * 3 + 3 * -2, 3);
    HAND("filters.from2.1.3", -2 * -1 + 3 * 3, 11);
    HAND("filters.from2.2.0", 1 * -1 + 4 * 2, 7);
    HAND("filters.from2.2.1", 1 * 4 + -2 * -1 + 4 * 1 + 3 * 2, 16);
    HAND("filters.from2.2.2", 1 * 2 + -2 * 4 + 4 * -1 + 3 * 1, -7);
    HAND("filters.from2.2.3", -2 * 2 + 3 * -1, -7);
    HAND("filters.from2.3.0", 4 * -1, -4);
    HAND("filters.from2.3.1", 4 * 4 + 3 * -1, 13);
    HAND("filters.from2.3.2", 4 * 2 + 3 * 4, 20);
    HAND("filters.from2.3.3", 3 * 2, 6);
    /* the first filter's number, then the second's */
    HAND("filters.dp.0.0", 4 + 1, 5);
    HAND("filters.dp.0.1", 8 + -4, 4);
    HAND("filters.dp.0.2", 11 + 7, 18);
    HAND("filters.dp.0.3", 12 + -6, 6);
    HAND("filters.dp.1.0", 8 + 6, 14);
    HAND("filters.dp.1.1", 6 + -8, -2);
    HAND("filters.dp.1.2", 24 + 3, 27);
    HAND("filters.dp.1.3", -10 + 11, 1);
    HAND("filters.dp.2.0", -11 + 7, -4);
    HAND("filters.dp.2.1", 17 + 16, 33);
    HAND("filters.dp.2.2", 14 + -7, 7);
    HAND("filters.dp.2.3", 20 + -7, 13);
    HAND("filters.dp.3.0", -15 + -4, -19);
    HAND("filters.dp.3.1", 28 + 13, 41);
    HAND("filters.dp.3.2", 25 + 20, 45);
    HAND("filters.dp.3.3", -6 + 6, 0);
}

Test(conv_to_pool, a_second_pool_map_collects_over_its_own_kernels)
{
    HAND_MAP("poolb", 4, 4, 1, 2, 0, 1, 0, 1, 3, 2, 2, 0, 1, 1, 1, 3, 2, 0);
    HAND_MAP("kernel1b", 3, 3, 1, 2, -1, 3, -2, 1, -1, 1, 2);
    HAND_MAP("kernel2b", 3, 3, -1, 1, 2, 2, 3, -2, 1, -3, 1);
    /* map A: what both filters sent before, nothing more */
    HAND_MAP("channels.dpa", 4, 4, 5, 4, 18, 6, 14, -2, 27, 1, -4, 33, 7, 13, -19, 41, 45, 0);
    /* map B: filter 1's wires, then filter 2's */
    HAND("channels.dpb.0.0", (2 * 1) + (1 * -1), 1);
    HAND("channels.dpb.0.1", (2 * 2 + 3 * 1) + (1 * 1 + -2 * -1), 10);
    HAND("channels.dpb.0.2", (2 * -1 + 3 * 2) + (-2 * 1 + 1 * 2), 4);
    HAND("channels.dpb.0.3", (3 * -1) + (-2 * 2), -7);
    HAND("channels.dpb.1.0", (2 * 3 + 5 * 1) + (1 * 2 + 4 * -1), 9);
    HAND("channels.dpb.1.1",
         (2 * -2 + 3 * 3 + 5 * 2 + -1 * 1) + (1 * 3 + -2 * 2 + 4 * 1 + 3 * -1), 14);
    HAND("channels.dpb.1.2",
         (2 * 1 + 3 * -2 + 5 * -1 + -1 * 2) + (1 * -2 + -2 * 3 + 4 * 2 + 3 * 1), -8);
    HAND("channels.dpb.1.3", (3 * 1 + -1 * -1) + (-2 * -2 + 3 * 2), 14);
    HAND("channels.dpb.2.0", (2 * -1 + 5 * 3) + (1 * 1 + 4 * 2), 22);
    HAND("channels.dpb.2.1",
         (2 * 1 + 3 * -1 + 5 * -2 + -1 * 3) + (1 * -3 + -2 * 1 + 4 * 3 + 3 * 2), -1);
    HAND("channels.dpb.2.2",
         (2 * 2 + 3 * 1 + 5 * 1 + -1 * -2) + (1 * 1 + -2 * -3 + 4 * -2 + 3 * 3), 22);
    HAND("channels.dpb.2.3", (3 * 2 + -1 * 1) + (-2 * 1 + 3 * -2), -3);
    HAND("channels.dpb.3.0", (5 * -1) + (4 * 1), -1);
    HAND("channels.dpb.3.1", (5 * 1 + -1 * -1) + (4 * -3 + 3 * 1), -3);
    HAND("channels.dpb.3.2", (5 * 2 + -1 * 1) + (4 * 1 + 3 * -3), 4);
    HAND("channels.dpb.3.3", (-1 * 2) + (3 * 1), 1);
}

Test(conv_to_pool, each_kernel_meets_its_own_filter_and_its_own_map)
{
    HAND_MAP("channels.dw1a", 3, 3, 13, 11, 12, 4, 16, 6, 22, 15, 27);
    HAND("channels.dw1b.0.0", 2 * 1 + 3 * 2 + 5 * 0 + -1 * 1, 7);
    HAND("channels.dw1b.0.1", 2 * 2 + 3 * 0 + 5 * 1 + -1 * 3, 6);
    HAND("channels.dw1b.0.2", 2 * 0 + 3 * 1 + 5 * 3 + -1 * 2, 16);
    HAND("channels.dw1b.1.0", 2 * 0 + 3 * 1 + 5 * 2 + -1 * 0, 13);
    HAND("channels.dw1b.1.1", 2 * 1 + 3 * 3 + 5 * 0 + -1 * 1, 10);
    HAND("channels.dw1b.1.2", 2 * 3 + 3 * 2 + 5 * 1 + -1 * 1, 16);
    HAND("channels.dw1b.2.0", 2 * 2 + 3 * 0 + 5 * 1 + -1 * 3, 6);
    HAND("channels.dw1b.2.1", 2 * 0 + 3 * 1 + 5 * 3 + -1 * 2, 16);
    HAND("channels.dw1b.2.2", 2 * 1 + 3 * 1 + 5 * 2 + -1 * 0, 15);
    HAND("channels.dw2a.0.0", 1 * 2 + -2 * 0 + 4 * 2 + 3 * 1, 13);
    HAND("channels.dw2a.0.1", 1 * 0 + -2 * 2 + 4 * 1 + 3 * 0, 0);
    HAND("channels.dw2a.0.2", 1 * 2 + -2 * 3 + 4 * 0 + 3 * 1, -1);
    HAND("channels.dw2a.1.0", -2 * 1 + 1 * 2 + 4 * 0 + 3 * 3, 9);
    HAND("channels.dw2a.1.1", 1 * 1 + -2 * 0 + 4 * 3 + 3 * 1, 16);
    HAND("channels.dw2a.1.2", 1 * 0 + -2 * 1 + 4 * 1 + 3 * 2, 8);
    HAND("channels.dw2a.2.0", 1 * 0 + -2 * 3 + 4 * 3 + 3 * 2, 12);
    HAND("channels.dw2a.2.1", 1 * 3 + -2 * 1 + 4 * 2 + 3 * 4, 21);
    HAND("channels.dw2a.2.2", 1 * 1 + -2 * 2 + 4 * 4 + 3 * 1, 16);
    HAND("channels.dw2b.0.0", 1 * 1 + -2 * 2 + 4 * 0 + 3 * 1, 0);
    HAND("channels.dw2b.0.1", 1 * 2 + -2 * 0 + 4 * 1 + 3 * 3, 15);
    HAND("channels.dw2b.0.2", 1 * 0 + -2 * 1 + 4 * 3 + 3 * 2, 16);
    HAND("channels.dw2b.1.0", 1 * 0 + -2 * 1 + 4 * 2 + 3 * 0, 6);
    HAND("channels.dw2b.1.1", 1 * 1 + -2 * 3 + 4 * 0 + 3 * 1, -2);
    HAND("channels.dw2b.1.2", 1 * 3 + -2 * 2 + 4 * 1 + 3 * 1, 6);
    HAND("channels.dw2b.2.0", 1 * 2 + -2 * 0 + 4 * 1 + 3 * 3, 15);
    HAND("channels.dw2b.2.1", 1 * 0 + -2 * 1 + 4 * 3 + 3 * 2, 16);
    HAND("channels.dw2b.2.2", 1 * 1 + -2 * 1 + 4 * 2 + 3 * 0, 7);
    HAND("channels.db.0", 2 + 3 + 5 - 1, 9);
    HAND("channels.db.1", 1 - 2 + 4 + 3, 6);
}

Test(conv_to_pool, with_stride_two_fewer_windows_overlap)
{
    HAND("stride", 2, 2);
    HAND_MAP("stride.wires", 5, 5, 1, 1, 2, 1, 1, 1, 1, 2, 1, 1, 2, 2, 4, 2, 2, 1, 1, 2, 1, 1,
             1, 1, 2, 1, 1);
    HAND_MAP("stride.spread", 3, 3, 2, 0, 3, 0, 0, 0, 5, 0, -1);
    HAND("stride.dp.0.0", 2 * 2, 4);
    HAND("stride.dp.0.1", 2 * 1, 2);
    HAND("stride.dp.0.2", 2 * 4 + 3 * 2, 14);
    HAND("stride.dp.0.3", 3 * 1, 3);
    HAND("stride.dp.0.4", 3 * 4, 12);
    HAND("stride.dp.1.0", 2 * -1, -2);
    HAND("stride.dp.1.1", 2 * 3, 6);
    HAND("stride.dp.1.2", 2 * -2 + 3 * -1, -7);
    HAND("stride.dp.1.3", 3 * 3, 9);
    HAND("stride.dp.1.4", 3 * -2, -6);
    HAND("stride.dp.2.0", 2 * -3 + 5 * 2, 4);
    HAND("stride.dp.2.1", 2 * 5 + 5 * 1, 15);
    HAND("stride.dp.2.2", 2 * 6 + 3 * -3 + 5 * 4 + -1 * 2, 21);
    HAND("stride.dp.2.3", 3 * 5 + -1 * 1, 14);
    HAND("stride.dp.2.4", 3 * 6 + -1 * 4, 14);
    HAND("stride.dp.3.0", 5 * -1, -5);
    HAND("stride.dp.3.1", 5 * 3, 15);
    HAND("stride.dp.3.2", 5 * -2 + -1 * -1, -9);
    HAND("stride.dp.3.3", -1 * 3, -3);
    HAND("stride.dp.3.4", -1 * -2, 2);
    HAND("stride.dp.4.0", 5 * -3, -15);
    HAND("stride.dp.4.1", 5 * 5, 25);
    HAND("stride.dp.4.2", 5 * 6 + -1 * -3, 33);
    HAND("stride.dp.4.3", -1 * 5, -5);
    HAND("stride.dp.4.4", -1 * 6, -6);
}

Test(conv_to_pool, padding_cuts_the_frame_off)
{
    HAND("padding", 1, 1);
    HAND_MAP("pad.pool", 2, 2, 1, 0, 3, 1);
    HAND_MAP("pad.wires", 2, 2, 4, 4, 4, 4);
    HAND("pad.dp.0.0", 2 * 3 + 3 * -1 + 5 * 1 + -1 * 2, 6);
    HAND("pad.dp.0.1", 2 * -2 + 3 * 3 + 5 * 4 + -1 * 1, 24);
    HAND("pad.dp.1.0", 2 * 5 + 3 * -3 + 5 * 3 + -1 * -1, 17);
    HAND("pad.dp.1.1", 2 * 6 + 3 * 5 + 5 * -2 + -1 * 3, 14);
    /* every second number of the framed map, first row and column first */
    HAND("pad.fits.0.0", 2 * 2, 4);
    HAND("pad.fits.0.1", 2 * 4 + 3 * 1, 11);
    HAND("pad.fits.1.0", 2 * -3 + 5 * -1, -11);
    HAND("pad.fits.1.1", 2 * 6 + 3 * 5 + 5 * -2 + -1 * 3, 14);
    /* 0 stands for a zero of the padding and for the cell whose value is 0 */
    HAND("pad.dw.0.0", 2 * 0 + 3 * 0 + 5 * 0 + -1 * 1, -1);
    HAND("pad.dw.0.1", 2 * 0 + 3 * 0 + 5 * 1 + -1 * 0, 5);
    HAND("pad.dw.0.2", 2 * 0 + 3 * 0 + 5 * 0 + -1 * 0, 0);
    HAND("pad.dw.1.0", 2 * 0 + 3 * 1 + 5 * 0 + -1 * 3, 0);
    HAND("pad.dw.1.1", 2 * 1 + 3 * 0 + 5 * 3 + -1 * 1, 16);
    HAND("pad.dw.1.2", 2 * 0 + 3 * 0 + 5 * 1 + -1 * 0, 5);
    HAND("pad.dw.2.0", 2 * 0 + 3 * 3 + 5 * 0 + -1 * 0, 9);
    HAND("pad.dw.2.1", 2 * 3 + 3 * 1 + 5 * 0 + -1 * 0, 9);
    HAND("pad.dw.2.2", 2 * 1 + 3 * 0 + 5 * 0 + -1 * 0, 2);
}

Test(conv_to_pool, one_row_shows_the_wires_in_its_digits)
{
    HAND_LIST("line.kernel", 2, 2, 3);
    HAND_LIST("line.upstream", 4, 1, 10, 100, 1000);
    HAND("line.dp.0", 1 * 2, 2);
    HAND("line.dp.1", 10 * 2 + 1 * 3, 23);
    HAND("line.dp.2", 100 * 2 + 10 * 3, 230);
    HAND("line.dp.3", 1000 * 2 + 100 * 3, 2300);
    HAND("line.dp.4", 1000 * 3, 3000);
    HAND("line.unflipped.0", 1 * 3, 3);
    HAND("line.unflipped.1", 1 * 2 + 10 * 3, 32);
    HAND("line.unflipped.2", 10 * 2 + 100 * 3, 320);
    HAND("line.unflipped.3", 100 * 2 + 1000 * 3, 3200);
    HAND("line.unflipped.4", 1000 * 2, 2000);
}

Test(conv_to_pool, patches_put_back_count_a_cell_once_a_wire)
{
    /* value times wires */
    HAND("col2im.0.0", 2 * 1, 2);
    HAND("col2im.0.1", 0 * 2, 0);
    HAND("col2im.0.2", 2 * 2, 4);
    HAND("col2im.0.3", 3 * 1, 3);
    HAND("col2im.1.0", 2 * 2, 4);
    HAND("col2im.1.1", 1 * 4, 4);
    HAND("col2im.1.2", 0 * 4, 0);
    HAND("col2im.1.3", 1 * 2, 2);
    HAND("col2im.2.0", 0 * 2, 0);
    HAND("col2im.2.1", 3 * 4, 12);
    HAND("col2im.2.2", 1 * 4, 4);
    HAND("col2im.2.3", 2 * 2, 4);
    HAND("col2im.3.0", 3 * 1, 3);
    HAND("col2im.3.1", 2 * 2, 4);
    HAND("col2im.3.2", 4 * 2, 8);
    HAND("col2im.3.3", 1 * 1, 1);
}
