/*
 * Chapter 3 by hand: every number that code/03_pool_routing.c prints, worked out on paper.
 *
 * A map is checked row by row; the cells that the text speaks of have their sum written out.
 */
#include "hand.h"

#include <float.h>
#include <math.h>

/* The largest of four cells; by eye. */
static double largest(double a, double b, double c, double d)
{
    return fmax(fmax(a, b), fmax(c, d));
}

/* Cell (row, column) of a map with that many columns, counted from 0 along the rows. */
static double cell(int row, int column, int columns)
{
    return row * columns + column;
}

/*
 *  3  8 |  1  2        windows:  largest 8 at (0,1),   9 at (1,3),
 *  5  4 |  6  9                  13 at (3,0),         15 at (2,2)
 *  -----+------
 *  7 10 | 15 12        gradients of the windows:  2  3
 * 13 11 | 14  0                                   6  5
 */
Test(pool_routing, the_largest_cell_of_each_window_wins)
{
    HAND_MAP("x", 4, 4, 3, 8, 1, 2, 5, 4, 6, 9, 7, 10, 15, 12, 13, 11, 14, 0);
    HAND("y.0.0", largest(3, 8, 5, 4), 8);
    HAND("y.0.1", largest(1, 2, 6, 9), 9);
    HAND("y.1.0", largest(7, 10, 13, 11), 13);
    HAND("y.1.1", largest(15, 12, 14, 0), 15);
    HAND("winner.0.0", cell(0, 1, 4), 1);
    HAND("winner.0.1", cell(1, 3, 4), 7);
    HAND("winner.1.0", cell(3, 0, 4), 12);
    HAND("winner.1.1", cell(2, 2, 4), 10);
    HAND_MAP("wins", 4, 4, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0);
}

/* Upstream times slope: 1 for the winner, 0 for the three others. */
Test(pool_routing, the_winner_gets_all_and_the_losers_get_none)
{
    HAND_MAP("upstream", 2, 2, 2, 3, 6, 5); /* given */
    HAND_MAP("dx", 4, 4, 0, 2, 0, 0, 0, 0, 0, 3, 0, 0, 5, 0, 6, 0, 0, 0);
    HAND("dx.0.1", 2 * 1, 2);
    HAND("dx.1.3", 3 * 1, 3);
    HAND("dx.3.0", 6 * 1, 6);
    HAND("dx.2.2", 5 * 1, 5);
    HAND("dx.0.0", 2 * 0, 0);
    HAND("sum.upstream", 2 + 3 + 6 + 5, 16);
    HAND("sum.dx", 2 + 3 + 6 + 5, 16);
}

/*
 * Each cell moves by 1/8 up and down. The numbers are whole and differ by at least 1, so no
 * winner changes, and eighths are exact in binary: the slope is found exactly.
 * Loss before: 2*8 + 3*9 + 6*13 + 5*15 = 196; with the 8 at 8.125: 196.25; 0.25 / 0.125 = 2.
 */
Test(pool_routing, moving_a_cell_confirms_its_gradient)
{
    HAND_MAP("nudge", 4, 4, 0, 2, 0, 0, 0, 0, 0, 3, 0, 0, 5, 0, 6, 0, 0, 0);
    HAND("nudge.0.1", (2 * 8.125 - 2 * 7.875) / (2 * 0.125), 2);
}

/* Doubled, the outputs 16, 18, 26 and 30 are equal to no cell of the map. */
Test(pool_routing, a_remembered_winner_survives_a_changed_output)
{
    HAND("changed.y.0.0", 2 * 8, 16);
    HAND("changed.y.0.1", 2 * 9, 18);
    HAND("changed.y.1.0", 2 * 13, 26);
    HAND("changed.y.1.1", 2 * 15, 30);
    HAND_MAP("changed.remembered.dx", 4, 4, 0, 2, 0, 0, 0, 0, 0, 3, 0, 0, 5, 0, 6, 0, 0, 0);
    HAND_MAP("changed.before.dx", 4, 4, 0, 2, 0, 0, 0, 0, 0, 3, 0, 0, 5, 0, 6, 0, 0, 0);
    HAND_MAP("changed.after.dx", 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    HAND("changed.after.sum", 0 + 0 + 0 + 0, 0);
}

/*
 *  1 4 2     2x2 windows, stride 1:  1 4   4 2   5 9   9 3
 *  5 9 3                             5 9   9 3   7 6   6 8
 *  7 6 8     the 9 in the middle is the largest of all four
 */
Test(pool_routing, an_input_that_wins_four_windows_adds_up_four_gradients)
{
    HAND_MAP("overlap.x", 3, 3, 1, 4, 2, 5, 9, 3, 7, 6, 8);
    HAND_MAP("overlap.upstream", 2, 2, 2, 3, 6, 5);
    HAND("overlap.y.0.0", largest(1, 4, 5, 9), 9);
    HAND("overlap.y.0.1", largest(4, 2, 9, 3), 9);
    HAND("overlap.y.1.0", largest(5, 9, 7, 6), 9);
    HAND("overlap.y.1.1", largest(9, 3, 6, 8), 9);
    HAND_MAP("overlap.winner", 2, 2, 4, 4, 4, 4);
    /* A row for each window: its four cells, 1 for the one that won. */
    HAND_MAP("overlap.slope", 4, 4, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0);
    HAND_MAP("overlap.wins", 3, 3, 0, 0, 0, 0, 4, 0, 0, 0, 0);
    HAND("overlap.wins.1.1", 1 + 1 + 1 + 1, 4);
    HAND_MAP("overlap.dx", 3, 3, 0, 0, 0, 0, 16, 0, 0, 0, 0);
    HAND("overlap.dx.1.1", 2 + 3 + 6 + 5, 16);
    HAND("overlap.sum", 2 + 3 + 6 + 5, 16);
}

/* The wrong one: 2, then 3 over it, then 6, then 5. The last stays. */
Test(pool_routing, without_adding_only_the_last_window_is_heard)
{
    HAND_MAP("overlap.last.dx", 3, 3, 0, 0, 0, 0, 5, 0, 0, 0, 0);
    HAND("overlap.last.dx.1.1", 0 * (2 + 3 + 6) + 5, 5);
    HAND("overlap.last.sum", 0 * (2 + 3 + 6) + 5, 5);
}

/*
 * Windows of three cells, stride 2: cells 0-2 and cells 2-4.
 * Row a, 3 0 1 2 0: winners 3 (cell 0) and 2 (cell 3). Row b, 3 0 4 2 0: the 4 wins twice.
 */
Test(pool_routing, a_row_of_five_with_one_shared_cell)
{
    HAND_LIST("row.upstream", 2, 7, 9);
    HAND_LIST("row.a.x", 5, 3, 0, 1, 2, 0);
    HAND_LIST("row.a.dx", 5, 7, 0, 0, 9, 0);
    HAND_LIST("row.b.x", 5, 3, 0, 4, 2, 0);
    HAND_LIST("row.b.dx", 5, 0, 0, 16, 0, 0);
    HAND("row.b.dx.2", 7 + 9, 16);
}

/*
 *   .  .  .  .      . is padding. 2x2 windows, stride 2:
 *   . -4 -2 -7      window 0 has the real cell -4, window 1 has -2 and -7,
 *   . -3 -6 -1      window 2 has -3 and -8, window 3 has -6, -1, -5 and -9
 *   . -8 -5 -9
 */
Test(pool_routing, padding_never_wins)
{
    HAND_MAP("pad.x", 3, 3, -4, -2, -7, -3, -6, -1, -8, -5, -9);
    HAND_MAP("pad.upstream", 2, 2, 2, 3, 6, 5);
    HAND("pad.sent", 2 + 3 + 6 + 5, 16);
    HAND("pad.y.0.0", -4, -4);
    HAND("pad.y.0.1", fmax(-2, -7), -2);
    HAND("pad.y.1.0", fmax(-3, -8), -3);
    HAND("pad.y.1.1", largest(-6, -1, -5, -9), -1);
    HAND("pad.winner.0.0", cell(0, 0, 3), 0);
    HAND("pad.winner.0.1", cell(0, 1, 3), 1);
    HAND("pad.winner.1.0", cell(1, 0, 3), 3);
    HAND("pad.winner.1.1", cell(1, 2, 3), 5);
    HAND_MAP("pad.dx", 3, 3, 2, 3, 0, 6, 0, 5, 0, 0, 0);
    HAND("pad.sum", 2 + 3 + 6 + 5, 16);
}

/* The wrong one: three windows have a 0 among them, larger than every real cell. */
Test(pool_routing, padding_that_counts_as_zero_swallows_gradients)
{
    HAND("pad.zero.y.0.0", fmax(0, -4), 0);
    HAND("pad.zero.y.0.1", largest(0, 0, -2, -7), 0);
    HAND("pad.zero.y.1.0", largest(0, -3, 0, -8), 0);
    HAND("pad.zero.y.1.1", largest(-6, -1, -5, -9), -1);
    HAND_MAP("pad.zero.dx", 3, 3, 0, 0, 0, 0, 0, 5, 0, 0, 0);
    HAND("pad.zero.sum", 0 * (2 + 3 + 6) + 5, 5);
}

/*
 *  1 2     the maximum 2 stands three times; one gradient of 6 comes back
 *  2 2
 */
Test(pool_routing, ties_have_three_rules_and_one_changes_the_sum)
{
    HAND_MAP("tie.x", 2, 2, 1, 2, 2, 2);
    HAND("tie.y", largest(1, 2, 2, 2), 2);
    HAND("tie.cells", 1 + 1 + 1, 3);
    HAND("tie.upstream", 6, 6);
    HAND_MAP("tie.first.dx", 2, 2, 0, 6, 0, 0);
    HAND("tie.first.sum", 6 + 0 + 0, 6);
    HAND_MAP("tie.all.dx", 2, 2, 0, 6, 6, 6);
    HAND("tie.all.sum", 6 + 6 + 6, 18);
    HAND("tie.all.excess", 6 + 6 + 6 - 6, 12);
    HAND_MAP("tie.split.dx", 2, 2, 0, 2, 2, 2);
    HAND("tie.split.dx.0.1", 6 / 3, 2);
    HAND("tie.split.sum", 6 / 3 + 6 / 3 + 6 / 3, 6);
}

/*
 * One of the 2s goes up by 1/8: the maximum follows. It goes down by 1/8: two other 2s are
 * left, the maximum stays. Eighths are exact.
 */
Test(pool_routing, at_a_tie_up_and_down_have_different_slopes)
{
    HAND_MAP("tie.up", 2, 2, 0, 6, 6, 6);
    HAND("tie.up.0.1", 6 * (2.125 - 2) / 0.125, 6);
    HAND_MAP("tie.down", 2, 2, 0, 0, 0, 0);
    HAND("tie.down.0.1", 6 * (2 - 2) / -0.125, 0);
    HAND_MAP("tie.central", 2, 2, 0, 3, 3, 3);
    HAND("tie.central.0.1", (6 + 0) / 2., 3);
    HAND("tie.central.sum", 3 + 3 + 3, 9);
}

/*
 *  -inf -inf |   1  NaN     window 0 is -inf alone: its first cell. Window 1 has one NaN: it
 *  -inf -inf |   3    2     wins. Window 2 is NaN alone: its first cell. Window 3: the 5.
 *  ----------+----------
 *   NaN  NaN | -inf   5
 *   NaN  NaN | -inf -inf
 */
Test(pool_routing, a_nan_wins_and_every_window_has_a_winner)
{
    HAND_MAP("special.x", 4, 4, -INFINITY, -INFINITY, 1, NAN, -INFINITY, -INFINITY, 3, 2, NAN,
             NAN, -INFINITY, 5, NAN, NAN, -INFINITY, -INFINITY);
    HAND_MAP("special.y", 2, 2, -INFINITY, NAN, NAN, 5);
    HAND("special.winner.0.0", cell(0, 0, 4), 0);
    HAND("special.winner.0.1", cell(0, 3, 4), 3);
    HAND("special.winner.1.0", cell(2, 0, 4), 8);
    HAND("special.winner.1.1", cell(2, 3, 4), 11);
    HAND_MAP("special.upstream", 2, 2, 2, 3, 6, 5);
    HAND_MAP("special.dx", 4, 4, 2, 0, 0, 3, 0, 0, 0, 0, 6, 0, 0, 5, 0, 0, 0, 0);
}

/*
 * The wrong one starts from the lowest float. -inf > it and NaN > it are both false, so
 * nobody takes over: the start value stays, and the winner -1. In window 1 the NaN is passed
 * over and the 3, cell (1,2), wins.
 */
Test(pool_routing, a_start_value_is_not_a_winner)
{
    HAND_MAP("special.lowest.y", 2, 2, -FLT_MAX, 3, -FLT_MAX, 5);
    HAND("special.lowest.y.0.0", -FLT_MAX, -FLT_MAX);
    HAND("special.lowest.winner.0.0", -1, -1);
    HAND("special.lowest.winner.0.1", cell(1, 2, 4), 6);
    HAND("special.lowest.winner.1.0", -1, -1);
    HAND("special.lowest.winner.1.1", cell(2, 3, 4), 11);
}

/*
 *  channel 0:  1 4    channel 1:  2 6     The second channel's cells are number 4 to 7.
 *              3 2                7 2
 */
Test(pool_routing, every_channel_has_its_own_winner)
{
    HAND_MAP("channels.x0", 2, 2, 1, 4, 3, 2);
    HAND_MAP("channels.x1", 2, 2, 2, 6, 7, 2);
    HAND("channels.y.0", largest(1, 4, 3, 2), 4);
    HAND("channels.y.1", largest(2, 6, 7, 2), 7);
    HAND("channels.winner.0", cell(0, 1, 2), 1);
    HAND("channels.winner.1", 4 + cell(1, 0, 2), 6);
    HAND_LIST("channels.upstream", 2, 1, 2);
    HAND_MAP("channels.dx0", 2, 2, 0, 1, 0, 0);
    HAND_MAP("channels.dx1", 2, 2, 0, 0, 2, 0);
    /* The wrong one: channel 0's place, top right, for channel 1 too, where the 6 stands. */
    HAND_LIST("channels.shared.y", 2, 4, 6);
    HAND("channels.place.0", cell(0, 1, 2), 1);
    HAND("channels.place.1", cell(1, 0, 2), 2);
    HAND("channels.shared.winner.0", cell(1, 0, 2), 2);
    HAND("channels.shared.winner.1", 4 + cell(0, 1, 2), 5);
}

Test(pool_routing, average_pooling_gives_everyone_the_same_share)
{
    HAND("avg.y.0.0", (3 + 8 + 5 + 4) / 4., 5);
    HAND("avg.y.0.1", (1 + 2 + 6 + 9) / 4., 4.5);
    HAND("avg.y.1.0", (7 + 10 + 13 + 11) / 4., 10.25);
    HAND("avg.y.1.1", (15 + 12 + 14 + 0) / 4., 10.25);
    HAND("avg.slope", 1 / 4., 0.25);
    HAND_MAP("avg.dx", 4, 4, 0.5, 0.5, 0.75, 0.75, 0.5, 0.5, 0.75, 0.75, 1.5, 1.5, 1.25, 1.25,
             1.5, 1.5, 1.25, 1.25);
    HAND("avg.dx.0.0", 2 / 4., 0.5);
    HAND("avg.dx.0.2", 3 / 4., 0.75);
    HAND("avg.dx.2.0", 6 / 4., 1.5);
    HAND("avg.dx.2.2", 5 / 4., 1.25);
    HAND("avg.sum", 4 * 2 / 4. + 4 * 3 / 4. + 4 * 6 / 4. + 4 * 5 / 4., 16);
}

/* Shares of the four windows: 2/4, 3/4, 6/4, 5/4. A corner is in one, the middle in all. */
Test(pool_routing, overlapping_averages_add_up_too)
{
    HAND_MAP("avg.overlap.dx", 3, 3, 0.5, 1.25, 0.75, 2, 4, 2, 1.5, 2.75, 1.25);
    HAND("avg.overlap.dx.0.0", 2 / 4., 0.5);
    HAND("avg.overlap.dx.0.1", 2 / 4. + 3 / 4., 1.25);
    HAND("avg.overlap.dx.1.0", 2 / 4. + 6 / 4., 2);
    HAND("avg.overlap.dx.1.1", 2 / 4. + 3 / 4. + 6 / 4. + 5 / 4., 4);
    HAND("avg.overlap.sum", 2 + 3 + 6 + 5, 16);
}

Test(pool_routing, global_pooling_is_one_window_over_the_map)
{
    HAND("global.upstream", 8, 8);
    HAND("global.avg.y",
         (3 + 8 + 1 + 2 + 5 + 4 + 6 + 9 + 7 + 10 + 15 + 12 + 13 + 11 + 14 + 0) / 16., 7.5);
    HAND_MAP("global.avg.dx", 4, 4, .5, .5, .5, .5, .5, .5, .5, .5, .5, .5, .5, .5, .5, .5, .5,
             .5);
    HAND("global.avg.dx.0.0", 8 / 16., 0.5);
    HAND("global.max.y", 15, 15);
    HAND_MAP("global.max.dx", 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0);
    HAND("global.max.dx.2.2", 8 * 1, 8);
}

/*
 *  -1 -2 | -3 -1      after ReLU:  0 0 | 0 0      the second window is 0 four times
 *   3  1 | -2 -5                   3 1 | 0 0
 *  ------+------                   ----+----
 *   4 -1 | -7  5                   4 0 | 0 5
 *  -6  2 |  6 -8                   0 2 | 6 0
 */
Test(pool_routing, relu_before_or_after_max_pooling_is_the_same)
{
    HAND_MAP("relu.x", 4, 4, -1, -2, -3, -1, 3, 1, -2, -5, 4, -1, -7, 5, -6, 2, 6, -8);
    HAND_MAP("relu.upstream", 2, 2, 2, 3, 6, 5);
    HAND("relu.first.y.0.0", largest(0, 0, 3, 1), 3);
    HAND("relu.first.y.0.1", largest(0, 0, 0, 0), 0);
    HAND("relu.first.y.1.0", largest(4, 0, 0, 2), 4);
    HAND("relu.first.y.1.1", largest(0, 5, 6, 0), 6);
    HAND("relu.last.y.0.0", fmax(0, largest(-1, -2, 3, 1)), 3);
    HAND("relu.last.y.0.1", fmax(0, largest(-3, -1, -2, -5)), 0);
    HAND("relu.last.y.1.0", fmax(0, largest(4, -1, -6, 2)), 4);
    HAND("relu.last.y.1.1", fmax(0, largest(-7, 5, 6, -8)), 6);
    /* The 3 of the second window is stopped: by the ReLU behind the cell, or by the one after. */
    HAND_MAP("relu.first.dx", 4, 4, 0, 0, 0, 0, 2, 0, 0, 0, 6, 0, 0, 0, 0, 0, 5, 0);
    HAND_MAP("relu.last.dx", 4, 4, 0, 0, 0, 0, 2, 0, 0, 0, 6, 0, 0, 0, 0, 0, 5, 0);
    HAND("relu.first.work", 4 * 4, 16);
    HAND("relu.last.work", 2 * 2, 4);
    HAND("relu.first.sum", 2 + 0 * 3 + 6 + 5, 13);
}

Test(pool_routing, relu_before_or_after_average_pooling_is_not_the_same)
{
    HAND("relu.avg.first.y.0.0", (0 + 0 + 3 + 1) / 4., 1);
    HAND("relu.avg.first.y.0.1", (0 + 0 + 0 + 0) / 4., 0);
    HAND("relu.avg.first.y.1.0", (4 + 0 + 0 + 2) / 4., 1.5);
    HAND("relu.avg.first.y.1.1", (0 + 5 + 6 + 0) / 4., 2.75);
    HAND("relu.avg.added.0.0", 3 + 1, 4);
    HAND("relu.avg.added.0.1", 0, 0);
    HAND("relu.avg.added.1.0", 4 + 2, 6);
    HAND("relu.avg.added.1.1", 5 + 6, 11);
    HAND("relu.avg.kept.0.0", (3 + 1) / 2., 2);
    HAND("relu.avg.kept.0.1", 0, 0);
    HAND("relu.avg.kept.1.0", (4 + 2) / 2., 3);
    HAND("relu.avg.kept.1.1", (5 + 6) / 2., 5.5);
    HAND("relu.avg.last.y.0.0", fmax(0, (-1 - 2 + 3 + 1) / 4.), 0.25);
    HAND("relu.avg.last.y.0.1", fmax(0, (-3 - 1 - 2 - 5) / 4.), 0);
    HAND("relu.avg.last.y.1.0", fmax(0, (4 - 1 - 6 + 2) / 4.), 0);
    HAND("relu.avg.last.y.1.1", fmax(0, (-7 + 5 + 6 - 8) / 4.), 0);
    /* ReLU first: a quarter of 2, 3, 6, 5 to each cell that is positive. */
    HAND_MAP("relu.avg.first.dx", 4, 4, 0, 0, 0, 0, 0.5, 0.5, 0, 0, 1.5, 0, 0, 1.25, 0, 1.5,
             1.25, 0);
    /* ReLU last: only the first mean is positive, and then all four cells get 2/4. */
    HAND_MAP("relu.avg.last.dx", 4, 4, 0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}

/*
 * 4 cells, window 3, stride 2: the window starts at 0; at 2 it hangs over by one cell.
 * 6 cells, window 1, stride 2: it starts at 0, 2, 4; (6 - 1) / 2 = 2.5, rounded up 3, plus 1
 * makes 4, but the fourth would start at 6, behind the last cell.
 */
Test(pool_routing, floor_mode_and_ceil_mode_count_windows_differently)
{
    HAND("size1.floor", (4 - 3) / 2 + 1, 1);
    HAND("size1.unclipped", ceil((4 - 3) / 2.) + 1, 2);
    HAND("size1.ceil", ceil((4 - 3) / 2.) + 1, 2);
    HAND("size2.floor", (6 - 1) / 2 + 1, 3);
    HAND("size2.unclipped", ceil((6 - 1) / 2.) + 1, 4);
    HAND("size2.ceil", ceil((6 - 1) / 2.) + 1 - 1, 3);
}

/*
 * Seven cells, five windows: window i has the cells from floor(7i/5) to ceil(7(i+1)/5), that
 * is 0-1, 1-2, 2-4, 4-5, 5-6. A gradient of 6 each: shares of 3, 3, 2, 3, 3.
 */
Test(pool_routing, adaptive_windows_differ_in_size)
{
    HAND_LIST("adaptive.upstream", 5, 6, 6, 6, 6, 6);
    HAND_LIST("adaptive.begin", 5, 0 * 7 / 5., 1 * 7 / 5., 2 * 7 / 5., 3 * 7 / 5., 4 * 7 / 5.);
    HAND("adaptive.begin.2", 14 / 5., 2.8);
    HAND_LIST("adaptive.end", 5, 1 * 7 / 5., 2 * 7 / 5., 3 * 7 / 5., 4 * 7 / 5., 5 * 7 / 5.);
    HAND("adaptive.end.0", 7 / 5., 1.4);
    HAND("adaptive.end.2", 21 / 5., 4.2);
    HAND_LIST("adaptive.cells", 5, 2, 2, 3, 2, 2);
    HAND("adaptive.cells.2", 5 - 2, 3); /* from 2.8 down, to 4.2 up: cells 2, 3, 4 */
    HAND_LIST("adaptive.dx", 7, 3, 6, 5, 2, 5, 6, 3);
    HAND("adaptive.dx.1", 6 / 2 + 6 / 2, 6);
    HAND("adaptive.dx.2", 6 / 2 + 6 / 3, 5);
    HAND("adaptive.dx.3", 6 / 3, 2);
    HAND("adaptive.sum", 6 + 6 + 6 + 6 + 6, 30);
    /* The wrong one takes 2 cells for every window, and gives the middle one 3 + 3 + 3. */
    HAND_LIST("adaptive.wrong.dx", 7, 3, 6, 6, 3, 6, 6, 3);
    HAND("adaptive.wrong.sum", 6 + 6 + 3 * 6 / 2 + 6 + 6, 33);
}

/*
 * From 16777216 on, which is 2 to the 24th, neighbouring float32 numbers are 2 apart: adding 1
 * lands between two of them and is rounded back, so the 1 is lost if it comes early.
 */
Test(pool_routing, float_sums_depend_on_the_order)
{
    HAND_LIST("order.terms", 3, 16777216, 1, -16777216);
    HAND("order.abc", 16777216 - 16777216, 0);
    HAND("order.acb", (16777216 - 16777216) + 1, 1);
}
