//: title      How many products, by hand
//: chapter    05_making_it_fast
//: kind       paper
//: read       05_making_it_fast#fast-count
//: statement  An image of 7x7, one kernel of 2x2, stride 1, no padding; a max-pool behind it,
//:            then ReLU. Count multiplications. Forward, each conv cell makes one for each
//:            weight. Backward, each cell that is visited makes two for each weight: one for
//:            the gradient of the weight, one for that of the input. Compare two pools: windows
//:            of 2x2 with stride 2, and of 3x3 with stride 3. The speed-up is the count of
//:            forward and dense backward together, divided by that of forward and sparse
//:            backward. Write it as a fraction, like 5/4.
//: hint       How large is the conv map? How many windows of each pool fit into it?
//: hint       Dense, the pool does not matter: all cells are visited. Sparse, one cell a window
//:            is.
//: hint       Forward has to be done in full for either pool: before that, nobody knows who
//:            wins.
//: hint       Suppose that the whole backward pass cost nothing. What would be left?
//: answer     forward 1 the products of the convolution forward
//: answer     dense 1 the products backward, all cells visited
//: answer     winners2 1 the products backward, winners of 2x2 windows, ReLU on everywhere
//: answer     winners3 1 the same for windows of 3x3
//: answer     off2 1 as winners2, but at three of its windows ReLU was off
//: answer     speedup2 1 the speed-up with 2x2 windows, ReLU on everywhere
//: answer     speedup3 1 the speed-up with 3x3 windows, ReLU on everywhere
//: answer     limit 1 the speed-up that no pool can pass, however large its windows are

#include "layers/shape.h"

enum { SIDE = 7, K = 2, WEIGHTS = K * K, OFF = 3 };

/* From a map of so many cells, `each` products backward for a weight and a visited cell, and
 * the number of visited cells for either pool. */
static void count(double *answer, int cells, int each, int visited2, int visited3, int off2)
{
    double forward = cells * WEIGHTS, dense = cells * WEIGHTS * each;
    double two = visited2 * WEIGHTS * each, three = visited3 * WEIGHTS * each;
    const double found[8] = {forward,
                             dense,
                             two,
                             three,
                             off2 * WEIGHTS * each,
                             (forward + dense) / (forward + two),
                             (forward + dense) / (forward + three),
                             (forward + dense) / forward};
    for (int i = 0; i < 8; i++) answer[i] = found[i];
}

static int windows(int side, int pool)
{
    return out_size(side, pool, pool, 0) * out_size(side, pool, pool, 0);
}

void pool_speedup_by_hand(double *answer /* (8) */)
{
    int map = out_size(SIDE, K, 1, 0), two = windows(map, 2), three = windows(map, 3);
    count(answer, map * map, 2, two, three, two - OFF);
}

//: wrong      forward_forgotten
//: says       Your counts are right. But you compared the backward passes alone, or let the
//:            forward pass shrink too. It stays as large as it was, and it is a part of both
//:            sums: somebody has to play for somebody to lose.
void wrong_forward_forgotten(double *answer)
{
    pool_speedup_by_hand(answer);
    answer[5] = answer[1] / answer[2];
    answer[6] = answer[1] / answer[3];
}

//: wrong      one_gradient_only
//: says       You counted one product backward for each weight of a visited cell. There are
//:            two: gradient times input goes to dw, gradient times weight goes to dx.
//: read       05_making_it_fast#fast-example
void wrong_one_gradient_only(double *answer)
{
    int map = out_size(SIDE, K, 1, 0), two = windows(map, 2), three = windows(map, 3);
    count(answer, map * map, 1, two, three, two - OFF);
}

//: wrong      map_as_large_as_image
//: says       You counted with a conv map as large as the image. Without padding a kernel of
//:            2x2 fits at six places in a row of seven.
//: read       02_conv_to_pool#conv-padding
void wrong_map_as_large_as_image(double *answer)
{
    int two = windows(SIDE, 2), three = windows(SIDE, 3);
    count(answer, SIDE * SIDE, 2, two, three, two - OFF);
}

//: wrong      losers_counted
//: says       You counted the cells that are left out. Those that are visited are the winners,
//:            one a window.
//: read       05_making_it_fast#fast-picture
void wrong_losers_counted(double *answer)
{
    int map = out_size(SIDE, K, 1, 0), cells = map * map, two = windows(map, 2);
    count(answer, cells, 2, cells - two, cells - windows(map, 3), cells - two + OFF);
}

//: wrong      windows_of_one_row
//: says       You counted the windows of one row. There are as many rows of windows as there
//:            are windows in a row.
void wrong_windows_of_one_row(double *answer)
{
    int map = out_size(SIDE, K, 1, 0), two = out_size(map, 2, 2, 0);
    count(answer, map * map, 2, two, out_size(map, 3, 3, 0), two - OFF);
}

//: wrong      stride_one
//: says       You moved the pool's window by one cell. It moves by its own size here, so that
//:            the windows stand side by side.
//: read       03_pool_routing#routing-size
void wrong_stride_one(double *answer)
{
    int map = out_size(SIDE, K, 1, 0), two = out_size(map, 2, 1, 0), three = map - 2;
    count(answer, map * map, 2, two * two, three * three, two * two - OFF);
}

//: wrong      relu_not_asked
//: says       All is right but off2: a winner at which ReLU was off has nothing to hand on, and
//:            is not visited either.
//: read       05_making_it_fast#fast-example
void wrong_relu_not_asked(double *answer)
{
    pool_speedup_by_hand(answer);
    answer[4] = answer[2];
}

//: wrong      upside_down
//: says       Your counts are right. You divided the sparse count by the dense one; that says
//:            what part of the work is left. The speed-up is the other way round.
void wrong_upside_down(double *answer)
{
    pool_speedup_by_hand(answer);
    for (int i = 5; i < 8; i++) answer[i] = 1 / answer[i];
}

//: wrong      no_limit_seen
//: says       All is right but limit: you took the limit from the backward pass alone, where
//:            one visited cell is left at the least. The forward pass is never less than all.
void wrong_no_limit_seen(double *answer)
{
    pool_speedup_by_hand(answer);
    answer[7] = answer[0] / WEIGHTS;
}
