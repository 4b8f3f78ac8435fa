//: title      Four windows by hand
//: chapter    03_pool_routing
//: kind       paper
//: read       03_pool_routing#routing-rule
//: statement  Max-pooling with windows of 2x2 and stride 1 looks at the map 1 5 2 | 4 3 5 | 2 0
//:            1. The gradients 2 4 | 7 3 come back to the four pool neurons. Of equal maxima
//:            the first wins, in the order of reading. What do these cells of the map get, and
//:            how much arrives in all?
//: hint       Draw the four windows. Who wins each of them?
//: hint       The upper left window is 1 5 4 3. The upper right one is 5 2 3 5, and there two
//:            cells are equal.
//: hint       Who wins two windows adds up what both send. What arrives in all is what was
//:            sent.
//: answer     top 1 the gradient of the 5 in the top row
//: answer     left 1 the gradient of the 4
//: answer     right 1 the gradient of the 5 in the middle row
//: answer     center 1 the gradient of the 3
//: answer     sum 1 all nine gradients added up

#include "layers/pool.h"

#include <stddef.h>

static const double map[9] = {1, 5, 2, 4, 3, 5, 2, 0, 1};
static const double upstream[4] = {2, 4, 7, 3};
/* The first cell of each window. The same steps lead from there to the cells of the window. */
static const int corner[4] = {0, 1, 3, 4};
static const struct pool_shape shape = {
    .N = 1, .C = 1, .H = 3, .W = 3, .KH = 2, .KW = 2, .SH = 1, .SW = 1};

static void report(double *answer, const double *dx)
{
    const int asked[4] = {1, 3, 5, 4};
    answer[4] = 0;
    for (int i = 0; i < 4; i++) answer[i] = dx[asked[i]];
    for (int i = 0; i < 9; i++) answer[4] += dx[i];
}

void pool_by_hand(double *answer /* (5) */)
{
    double y[4], dx[9] = {0};
    size_t argmax[4];
    maxpool_forward(y, argmax, map, &shape);
    maxpool_backward(dx, upstream, argmax, 4);
    report(answer, dx);
}

/* The winner of window o; of equals the last, if `last`. */
static int winner_of(int o, int last)
{
    int winner = corner[o];
    for (int k = 0; k < 4; k++) {
        int cell = corner[o] + corner[k];
        if (map[cell] > map[winner] || (last && map[cell] == map[winner])) winner = cell;
    }
    return winner;
}

//: wrong      last_window_only
//: says       A cell that won two windows has what the later one sent. It was used twice, so it
//:            collects twice: add.
//: read       03_pool_routing#routing-overlap
void wrong_last_window_only(double *answer)
{
    double dx[9] = {0};
    for (int o = 0; o < 4; o++) dx[winner_of(o, 0)] = upstream[o];
    report(answer, dx);
}

//: wrong      every_tied_cell
//: says       You paid both cells of the tie in full. More arrives than was sent; one of them
//:            gets it, the first.
//: read       03_pool_routing#routing-ties
void wrong_every_tied_cell(double *answer)
{
    double dx[9] = {0};
    for (int o = 0; o < 4; o++) {
        dx[winner_of(o, 0)] += upstream[o];
        if (winner_of(o, 1) != winner_of(o, 0)) dx[winner_of(o, 1)] += upstream[o];
    }
    report(answer, dx);
}

//: wrong      last_of_equals
//: says       You gave the tie to the last of the equal cells. Here the first one wins.
//: read       03_pool_routing#routing-ties
void wrong_last_of_equals(double *answer)
{
    double dx[9] = {0};
    for (int o = 0; o < 4; o++) dx[winner_of(o, 1)] += upstream[o];
    report(answer, dx);
}

//: wrong      tie_split
//: says       You split the gradient of the tie between the two. That is a rule that some use;
//:            here the first one gets it all.
//: read       03_pool_routing#routing-ties
void wrong_tie_split(double *answer)
{
    double dx[9] = {0};
    for (int o = 0; o < 4; o++) {
        dx[winner_of(o, 0)] += upstream[o] / 2;
        dx[winner_of(o, 1)] += upstream[o] / 2;
    }
    report(answer, dx);
}

//: wrong      spread
//: says       You gave each cell of a window a quarter. That is average pooling: a maximum has
//:            one winner, and the losers get nothing.
//: read       03_pool_routing#routing-average
void wrong_spread(double *answer)
{
    double dx[9] = {0};
    avgpool_backward(dx, upstream, &shape);
    report(answer, dx);
}

//: wrong      value_for_gradient
//: says       You wrote down the numbers that went forward. What comes back is the gradient of
//:            the pool neuron, whatever the size of the winner.
//: read       03_pool_routing#routing-example
void wrong_value_for_gradient(double *answer)
{
    double dx[9] = {0};
    for (int o = 0; o < 4; o++) dx[winner_of(o, 0)] = map[winner_of(o, 0)];
    report(answer, dx);
}

//: wrong      times_value
//: says       You multiplied the gradient by the value of the winner. The slope of a maximum is
//:            1 for the winner and 0 for the rest.
void wrong_times_value(double *answer)
{
    double dx[9] = {0};
    for (int o = 0; o < 4; o++) dx[winner_of(o, 0)] += upstream[o] * map[winner_of(o, 0)];
    report(answer, dx);
}
