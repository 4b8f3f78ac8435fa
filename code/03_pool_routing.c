/*
 * Chapter 3: through the max-pooling layer, to the winners.
 *
 *     4x4 map  --(windows)-->  one number a window  --> ... --> loss
 *
 * Each window keeps its largest cell. The gradient that comes back to a window goes to that
 * cell, whole; the others of the window get none. Who wins several windows adds up what all of
 * them send. The rest of the program is the cases where people go wrong: overlap, padding,
 * ties, NaN, channels, average pooling, and ReLU before or after.
 *
 *     build/bin/03_pool_routing                     the worked examples
 *     build/bin/03_pool_routing --stride 1          the first one with your numbers (--help)
 */
#include "layers/pool.h"
#include "layers/relu.h"
#include "layers/shape.h"
#include "program/options.h"
#include "program/table.h"
#include "program/values.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { SIDE = 8, CELLS = SIDE * SIDE, OUTS = (SIDE + 1) * (SIDE + 1), LINE = 16 };
enum tie { FIRST, ALL, SPLIT, TIES };

// begin example
/* A 4x4 map in four windows, and the gradient that comes to each window. */
static double map[CELLS] = {
    3,  8,  1,  2,  /* first row */
    5,  4,  6,  9,  /* second */
    7,  10, 15, 12, /* third */
    13, 11, 14, 0,  /* fourth */
};
static double upstream[OUTS] = {2, 3, 6, 5};
// end example
static int values, size[2] = {4, 4}, kernel[2] = {2}, stride[2] = {2}, padding[2] = {0};
static int map_n = 16, upstream_n = 4, kernel_n = 1, stride_n = 1, padding_n = 1, tie = FIRST;

/* The other examples, each small enough for a pencil. */
static double overlap_map[9] = {1, 4, 2, 5, 9, 3, 7, 6, 8}, overlap_upstream[4] = {2, 3, 6, 5};
static double row_a[5] = {3, 0, 1, 2, 0}, row_b[5] = {3, 0, 4, 2, 0}, row_upstream[2] = {7, 9};
static double pad_map[9] = {-4, -2, -7, -3, -6, -1, -8, -5, -9};
static double pad_upstream[4] = {2, 3, 6, 5};
static double tie_map[4] = {1, 2, 2, 2}, tie_upstream[1] = {6};
static double special_map[16] = {
    -INFINITY, -INFINITY, 1,         NAN, -INFINITY, -INFINITY, 3,         2,
    NAN,       NAN,       -INFINITY, 5,   NAN,       NAN,       -INFINITY, -INFINITY};
static double special_upstream[4] = {2, 3, 6, 5};
static double channel_map[8] = {1, 4, 3, 2, 2, 6, 7, 2}, channel_upstream[2] = {1, 2};
static double global_upstream[1] = {8};
static double relu_map[16] = {-1, -2, -3, -1, 3, 1, -2, -5, 4, -1, -7, 5, -6, 2, 6, -8};
static double relu_upstream[4] = {2, 3, 6, 5};
static int line1[4] = {4, 3, 2, 0}, line2[4] = {6, 1, 2, 0};
static int adaptive_cells[1] = {7}, adaptive_n = 5;
static double adaptive_upstream[LINE] = {6, 6, 6, 6, 6};
static double three[3] = {16777216, 1, -16777216};

static const struct pool_shape quarters = {1, 1, 4, 4, 2, 2, 2, 2, 0, 0};
static const struct pool_shape overlapping = {1, 1, 3, 3, 2, 2, 1, 1, 0, 0};
static const struct pool_shape padded = {1, 1, 3, 3, 2, 2, 2, 2, 1, 1};
static const struct pool_shape one_window = {1, 1, 2, 2, 2, 2, 2, 2, 0, 0};
static const struct pool_shape two_channels = {1, 2, 2, 2, 2, 2, 2, 2, 0, 0};
static const struct pool_shape row_of_five = {1, 1, 1, 5, 1, 3, 1, 2, 0, 0};

static int rows_out(const struct pool_shape *s)
{
    return out_size(s->H, s->KH, s->SH, s->PH);
}

static int columns_out(const struct pool_shape *s)
{
    return out_size(s->W, s->KW, s->SW, s->PW);
}

static int windows(const struct pool_shape *s)
{
    return rows_out(s) * columns_out(s);
}

/* The cells of window number `out` that are real (no padding), in row-major order. */
static int window_cells(size_t *cell, int out, const struct pool_shape *s)
{
    int n = 0, OW = columns_out(s);
    int top = out / OW * s->SH - s->PH, left = out % OW * s->SW - s->PW;
    for (int h = top; h < top + s->KH; h++)
        for (int w = left; w < left + s->KW; w++)
            if (h >= 0 && h < s->H && w >= 0 && w < s->W)
                cell[n++] = at(0, 0, h, w, 1, s->H, s->W);
    return n;
}

/* The winner of window `out` and every cell that is equal to it. */
static int tied_cells(size_t *tied, int out, const double *x, const size_t *argmax,
                      const struct pool_shape *s)
{
    size_t cell[CELLS] = {0};
    int n = 0, in_window = window_cells(cell, out, s);
    for (int i = 0; i < in_window; i++)
        if (cell[i] == argmax[out] || x[cell[i]] == x[argmax[out]]) tied[n++] = cell[i];
    return n;
}

// begin route_all
/* BAD: every cell that ties gets all. Three winners, three times the sum. */
static void route_all(double *dx, const double *dy, const double *x, const size_t *argmax,
                      const struct pool_shape *s)
{
    size_t tied[CELLS];
    for (int out = 0; out < windows(s); out++) {
        int n = tied_cells(tied, out, x, argmax, s);
        for (int i = 0; i < n; i++) dx[tied[i]] += dy[out];
    }
}
// end route_all

// begin route_split
/* GOOD: every cell that ties gets an equal share. The sum stays. */
static void route_split(double *dx, const double *dy, const double *x, const size_t *argmax,
                        const struct pool_shape *s)
{
    size_t tied[CELLS];
    for (int out = 0; out < windows(s); out++) {
        int n = tied_cells(tied, out, x, argmax, s);
        for (int i = 0; i < n; i++) dx[tied[i]] += dy[out] / n;
    }
}
// end route_split

// begin route_last
/* BAD: = for +=. Of several windows only the last is heard. */
static void route_last(double *dx, const double *dy, const size_t *argmax, size_t n_out)
{
    for (size_t out = 0; out < n_out; out++) dx[argmax[out]] = dy[out];
}
// end route_last

// begin route_by_value
/* BAD: look for the winner again, by its value. y may have changed. */
static void route_by_value(double *dx, const double *dy, const double *x, const double *y,
                           const struct pool_shape *s)
{
    size_t cell[CELLS];
    for (int out = 0; out < windows(s); out++) {
        int n = window_cells(cell, out, s);
        for (int i = 0; i < n; i++)
            if (x[cell[i]] == y[out]) dx[cell[i]] += dy[out];
    }
}
// end route_by_value

// begin zero_padding
/* BAD: padding takes part as a zero. It beats negative cells. */
static void zero_padding(double *y, double *dx, const double *dy, const double *x,
                         const struct pool_shape *s)
{
    size_t cell[CELLS];
    for (int out = 0; out < windows(s); out++) {
        int n = window_cells(cell, out, s), winner = -1;
        y[out] = n < s->KH * s->KW ? 0 : -INFINITY;
        for (int i = 0; i < n; i++)
            if (x[cell[i]] > y[out]) y[out] = x[cell[winner = i]];
        /* Where padding has won, the gradient goes to nobody. */
        if (winner >= 0) dx[cell[winner]] += dy[out];
    }
}
// end zero_padding

// begin start_lowest
/* BAD: start from the lowest float. NaN and -inf never beat it. */
static void start_lowest(double *y, double *winner, const double *x, const struct pool_shape *s)
{
    size_t cell[CELLS];
    for (int out = 0; out < windows(s); out++) {
        int n = window_cells(cell, out, s);
        y[out] = -FLT_MAX;
        winner[out] = -1;
        for (int i = 0; i < n; i++)
            if (x[cell[i]] > y[out]) {
                y[out] = x[cell[i]];
                winner[out] = (double)cell[i];
            }
    }
}
// end start_lowest

/* Everything about one pooled map. */
struct pooled {
    double y[OUTS];      /* largest cell of each window */
    size_t argmax[OUTS]; /* which cell that was */
    double winner[OUTS]; /* the same, as numbers to show */
    double wins[CELLS];  /* how many windows each cell has won */
    double dx[CELLS];    /* gradient of each cell */
};

static struct pooled work_out(const double *x, const double *dy, const struct pool_shape *s,
                              enum tie rule)
{
    struct pooled p = {0};
    size_t n = (size_t)s->C * (size_t)windows(s);
    maxpool_forward(p.y, p.argmax, x, s);
    if (rule == FIRST) maxpool_backward(p.dx, dy, p.argmax, n);
    if (rule == ALL) route_all(p.dx, dy, x, p.argmax, s);
    if (rule == SPLIT) route_split(p.dx, dy, x, p.argmax, s);
    for (size_t out = 0; out < n; out++) {
        p.winner[out] = (double)p.argmax[out];
        p.wins[p.argmax[out]]++;
    }
    return p;
}

static double sum(const double *v, int n)
{
    double total = 0;
    for (int i = 0; i < n; i++) total += v[i];
    return total;
}

/* The loss whose gradient at each window is exactly dy: each maximum times its dy, added. */
static double loss(const double *x, const double *dy, const struct pool_shape *s)
{
    double y[OUTS], total = 0;
    maxpool_forward(y, NULL, x, s);
    for (int out = 0; out < windows(s); out++) total += dy[out] * y[out];
    return total;
}

/* How far the loss moves for each unit that a cell moves by `step`, measured. */
static double nudge(const double *x, int cell, double step, const double *dy,
                    const struct pool_shape *s)
{
    double moved[CELLS];
    for (int i = 0; i < s->H * s->W; i++) moved[i] = x[i] + (i == cell ? step : 0);
    return (loss(moved, dy, s) - loss(x, dy, s)) / step;
}

/* Up and down, and the mean of the two: the central difference. */
static void nudge_all(double *up, double *down, double *central, const double *x,
                      const double *dy, const struct pool_shape *s)
{
    for (int i = 0; i < s->H * s->W; i++) {
        up[i] = nudge(x, i, 0.125, dy, s);
        down[i] = nudge(x, i, -0.125, dy, s);
        central[i] = (up[i] + down[i]) / 2;
    }
}

static void routing(const struct pool_shape *s)
{
    int OH = rows_out(s), OW = columns_out(s), H = s->H, W = s->W;
    double up[CELLS], down[CELLS], central[CELLS];
    struct pooled p = work_out(map, upstream, s, tie);
    double sent = sum(upstream, OH * OW), arrived = sum(p.dx, H * W);
    nudge_all(up, down, central, map, upstream, s);

    heading("Winners: the largest cells, counted from 0");
    show((const struct shown[]){{"x", "map", map, H, W},
                                {"y", "maximum", p.y, OH, OW},
                                {"winner", "winner", p.winner, OH, OW},
                                {"wins", "windows won", p.wins, H, W},
                                {0}});
    heading("Back: to the winner; the losers get none");
    show((const struct shown[]){{"upstream", "upstream", upstream, OH, OW},
                                {"dx", "gradient", p.dx, H, W},
                                {"nudge", "measured", central, H, W},
                                {0}});
    show((const struct shown[]){
        {"sum.upstream", "sent", &sent, 0, 0}, {"sum.dx", "arrived", &arrived, 0, 0}, {0}});
}

/* A later layer has doubled y in place. Who remembers the winner does not notice. */
static void changed_output(const struct pool_shape *s)
{
    int OH = rows_out(s), OW = columns_out(s), H = s->H, W = s->W;
    double changed[OUTS] = {0}, same[CELLS] = {0}, lost[CELLS] = {0};
    struct pooled p = work_out(map, upstream, s, FIRST);
    for (int out = 0; out < OH * OW; out++) changed[out] = 2 * p.y[out];
    route_by_value(same, upstream, map, p.y, s);
    route_by_value(lost, upstream, map, changed, s);
    double arrived = sum(lost, H * W);

    heading("Remembered or looked up: the output doubled");
    show((const struct shown[]){{"changed.y", "doubled", changed, OH, OW},
                                {"changed.remembered.dx", "remembered", p.dx, H, W},
                                {"changed.before.dx", "looked up before", same, H, W},
                                {"changed.after.dx", "WRONG: after", lost, H, W},
                                {"changed.after.sum", "arrived", &arrived, 0, 0},
                                {0}});
}

static void overlap(void)
{
    double last[9] = {0}, won[16] = {0}, arrived, arrived_last;
    struct pooled p = work_out(overlap_map, overlap_upstream, &overlapping, FIRST);
    route_last(last, overlap_upstream, p.argmax, 4);
    arrived = sum(p.dx, 9), arrived_last = sum(last, 9);
    for (int out = 0; out < 4; out++) {
        size_t cell[CELLS];
        window_cells(cell, out, &overlapping);
        for (int i = 0; i < 4; i++) won[out * 4 + i] = cell[i] == p.argmax[out];
    }

    heading("Overlap: window 2x2, stride 1");
    show((const struct shown[]){{"overlap.x", "map", overlap_map, 3, 3},
                                {"overlap.y", "maximum", p.y, 2, 2},
                                {"overlap.winner", "winner", p.winner, 2, 2},
                                {"overlap.slope", "1 for the winner", won, 4, 4},
                                {"overlap.wins", "windows won", p.wins, 3, 3},
                                {"overlap.upstream", "upstream", overlap_upstream, 2, 2},
                                {0}});
    show((const struct shown[]){
        {"overlap.dx", "added", p.dx, 3, 3}, {"overlap.sum", "arrived", &arrived, 0, 0}, {0}});
    show((const struct shown[]){{"overlap.last.dx", "WRONG: the last one stays", last, 3, 3},
                                {"overlap.last.sum", "arrived", &arrived_last, 0, 0},
                                {0}});
}

static void rows(void)
{
    struct pooled a = work_out(row_a, row_upstream, &row_of_five, FIRST);
    struct pooled b = work_out(row_b, row_upstream, &row_of_five, FIRST);

    heading("A row of five: windows of three, stride 2");
    show((const struct shown[]){{"row.upstream", "upstream", row_upstream, 0, 2},
                                {"row.a.x", "row a", row_a, 0, 5},
                                {"row.a.dx", "gradient a", a.dx, 0, 5},
                                {0}});
    show((const struct shown[]){
        {"row.b.x", "row b", row_b, 0, 5}, {"row.b.dx", "gradient b", b.dx, 0, 5}, {0}});
}

static void padding_loses(void)
{
    double y[4], dx[9] = {0}, sent = sum(pad_upstream, 4), arrived, arrived_zero;
    struct pooled p = work_out(pad_map, pad_upstream, &padded, FIRST);
    zero_padding(y, dx, pad_upstream, pad_map, &padded);
    arrived = sum(p.dx, 9), arrived_zero = sum(dx, 9);

    heading("Padding: 1 around a map of negative cells");
    show((const struct shown[]){{"pad.x", "map", pad_map, 3, 3},
                                {"pad.upstream", "upstream", pad_upstream, 2, 2},
                                {"pad.sent", "sent", &sent, 0, 0},
                                {0}});
    show((const struct shown[]){{"pad.y", "maximum", p.y, 2, 2},
                                {"pad.winner", "winner", p.winner, 2, 2},
                                {"pad.dx", "gradient", p.dx, 3, 3},
                                {"pad.sum", "arrived", &arrived, 0, 0},
                                {0}});
    show((const struct shown[]){{"pad.zero.y", "WRONG: padding is 0", y, 2, 2},
                                {"pad.zero.dx", "gradient", dx, 3, 3},
                                {"pad.zero.sum", "arrived", &arrived_zero, 0, 0},
                                {0}});
}

static void ties(void)
{
    struct pooled by[TIES];
    double arrived[TIES], excess, up[4], down[4], central[4], arrived_central;
    size_t cells[CELLS];
    for (int rule = FIRST; rule < TIES; rule++) {
        by[rule] = work_out(tie_map, tie_upstream, &one_window, rule);
        arrived[rule] = sum(by[rule].dx, 4);
    }
    double tied = tied_cells(cells, 0, tie_map, by[FIRST].argmax, &one_window);
    nudge_all(up, down, central, tie_map, tie_upstream, &one_window);
    arrived_central = sum(central, 4), excess = arrived[ALL] - tie_upstream[0];

    heading("Ties: one window, three rules");
    show((const struct shown[]){{"tie.x", "window", tie_map, 2, 2},
                                {"tie.y", "maximum", by[FIRST].y, 0, 0},
                                {"tie.cells", "how often", &tied, 0, 0},
                                {"tie.upstream", "upstream", tie_upstream, 0, 0},
                                {0}});
    show((const struct shown[]){{"tie.first.dx", "first", by[FIRST].dx, 2, 2},
                                {"tie.first.sum", "arrived", &arrived[FIRST], 0, 0},
                                {"tie.all.dx", "all", by[ALL].dx, 2, 2},
                                {"tie.all.sum", "arrived", &arrived[ALL], 0, 0},
                                {"tie.all.excess", "too much", &excess, 0, 0},
                                {"tie.split.dx", "split", by[SPLIT].dx, 2, 2},
                                {"tie.split.sum", "arrived", &arrived[SPLIT], 0, 0},
                                {0}});
    heading("Ties, measured: one cell moves up or down");
    show((const struct shown[]){{"tie.up", "moved up", up, 2, 2},
                                {"tie.down", "moved down", down, 2, 2},
                                {"tie.central", "mean of both", central, 2, 2},
                                {"tie.central.sum", "added", &arrived_central, 0, 0},
                                {0}});
}

static void special_windows(void)
{
    double y[4] = {0}, winner[4] = {0};
    struct pooled p = work_out(special_map, special_upstream, &quarters, FIRST);
    start_lowest(y, winner, special_map, &quarters);

    heading("NaN and -inf: a window always has a winner");
    show((const struct shown[]){{"special.x", "map", special_map, 4, 4},
                                {"special.y", "maximum", p.y, 2, 2},
                                {"special.winner", "winner", p.winner, 2, 2},
                                {"special.upstream", "upstream", special_upstream, 2, 2},
                                {"special.dx", "gradient", p.dx, 4, 4},
                                {0}});
    heading("NaN and -inf, WRONG: start from lowest float");
    for (int out = 0; out < 4; out++) {
        if (!values)
            printf("  window %d: maximum %.6g, winner %s\n", out, y[out], number(winner[out]));
    }
    if (!values) return;
    value_map("special.lowest.y", y, 2, 2);
    value_map("special.lowest.winner", winner, 2, 2);
}

static void channels(void)
{
    struct pooled p = work_out(channel_map, channel_upstream, &two_channels, FIRST);
    double shared[2] = {p.y[0], channel_map[4 + p.argmax[0]]};

    heading("Channels: each has its own winner");
    show((const struct shown[]){{"channels.x0", "channel 0", channel_map, 2, 2},
                                {"channels.x1", "channel 1", channel_map + 4, 2, 2},
                                {0}});
    show((const struct shown[]){{"channels.y", "maxima", p.y, 0, 2},
                                {"channels.winner", "winners", p.winner, 0, 2},
                                {"channels.upstream", "upstream", channel_upstream, 0, 2},
                                {0}});
    show((const struct shown[]){
        {"channels.dx0", "gradient 0", p.dx, 2, 2},
        {"channels.dx1", "gradient 1", p.dx + 4, 2, 2},
        {"channels.shared.y", "WRONG: one place for both channels", shared, 0, 2},
        {0}});
    if (!values) return;
    /* Where a winner is looked for in vain: counted within its channel; where the other one wins. */
    double first = p.winner[0], second = p.winner[1] - 4;
    value_list("channels.place", (const double[]){first, second}, 2);
    value_list("channels.shared.winner", (const double[]){second, 4 + first}, 2);
}

static void average(const struct pool_shape *s)
{
    int OH = rows_out(s), OW = columns_out(s), H = s->H, W = s->W;
    double y[OUTS], dx[CELLS] = {0}, small_dx[9] = {0}, arrived, small_arrived;
    double slope = 1.0 / (s->KH * s->KW);
    avgpool_forward(y, map, s);
    avgpool_backward(dx, upstream, s);
    avgpool_backward(small_dx, overlap_upstream, &overlapping);
    arrived = sum(dx, H * W), small_arrived = sum(small_dx, 9);

    heading("Average pooling: everyone gets the same share");
    show((const struct shown[]){
        {"avg.y", "mean", y, OH, OW}, {"avg.slope", "slope", &slope, 0, 0}, {0}});
    show((const struct shown[]){
        {"avg.dx", "gradient", dx, H, W}, {"avg.sum", "arrived", &arrived, 0, 0}, {0}});
    show((const struct shown[]){{"avg.overlap.dx", "the overlapping 3x3 map", small_dx, 3, 3},
                                {"avg.overlap.sum", "arrived", &small_arrived, 0, 0},
                                {0}});
}

/* Global pooling: one window as large as the map. */
static void global(const struct pool_shape *s)
{
    struct pool_shape whole = {1, 1, s->H, s->W, s->H, s->W, 1, 1, 0, 0};
    double y, dx[CELLS] = {0};
    struct pooled p = work_out(map, global_upstream, &whole, FIRST);
    avgpool_forward(&y, map, &whole);
    avgpool_backward(dx, global_upstream, &whole);

    heading("Global pooling: one window over the whole map");
    show((const struct shown[]){{"global.upstream", "upstream", global_upstream, 0, 0},
                                {"global.avg.y", "mean", &y, 0, 0},
                                {"global.avg.dx", "its gradient", dx, s->H, s->W},
                                {0}});
    show((const struct shown[]){{"global.max.y", "maximum", p.y, 0, 0},
                                {"global.max.dx", "its gradient", p.dx, s->H, s->W},
                                {0}});
}

/* ReLU on sixteen cells, then the pool; back the same way. */
static void relu_then_max(double *y, double *dx)
{
    double a[16], da[16] = {0};
    size_t argmax[4];
    relu_forward(a, relu_map, 16);
    maxpool_forward(y, argmax, a, &quarters);
    maxpool_backward(da, relu_upstream, argmax, 4);
    relu_backward(dx, da, relu_map, 16);
}

/* The pool, then ReLU on four cells. */
static void max_then_relu(double *y, double *dx)
{
    double p[4], dp[4] = {0};
    size_t argmax[4];
    maxpool_forward(p, argmax, relu_map, &quarters);
    relu_forward(y, p, 4);
    relu_backward(dp, relu_upstream, p, 4);
    maxpool_backward(dx, dp, argmax, 4);
}

static void relu_then_average(double *y, double *dx)
{
    double a[16], da[16] = {0};
    relu_forward(a, relu_map, 16);
    avgpool_forward(y, a, &quarters);
    avgpool_backward(da, relu_upstream, &quarters);
    relu_backward(dx, da, relu_map, 16);
}

static void average_then_relu(double *y, double *dx)
{
    double p[4], dp[4] = {0};
    avgpool_forward(p, relu_map, &quarters);
    relu_forward(y, p, 4);
    relu_backward(dp, relu_upstream, p, 4);
    avgpool_backward(dx, dp, &quarters);
}

/* What two mistakes take for the mean: the sum of the positive cells; their mean, without the rest. */
static void print_other_means(void)
{
    double added[4], kept[4];
    for (int out = 0; out < 4; out++) {
        size_t cell[CELLS];
        int n = window_cells(cell, out, &quarters), positive = 0;
        added[out] = 0;
        for (int i = 0; i < n; i++) {
            if (!(relu_map[cell[i]] > 0)) continue;
            added[out] += relu_map[cell[i]];
            positive++;
        }
        kept[out] = positive ? added[out] / positive : 0;
    }
    value_map("relu.avg.added", added, 2, 2);
    value_map("relu.avg.kept", kept, 2, 2);
}

static void relu_order(void)
{
    double y[4][4], dx[4][16] = {{0}};
    relu_then_max(y[0], dx[0]);
    max_then_relu(y[1], dx[1]);
    relu_then_average(y[2], dx[2]);
    average_then_relu(y[3], dx[3]);
    double arrived = sum(dx[0], 16), work_first = 16, work_last = windows(&quarters);

    heading("ReLU and max: either order, the same numbers");
    show((const struct shown[]){{"relu.x", "map", relu_map, 4, 4},
                                {"relu.upstream", "upstream", relu_upstream, 2, 2},
                                {0}});
    show((const struct shown[]){{"relu.first.work", "ReLUs if first", &work_first, 0, 0},
                                {"relu.last.work", "ReLUs if last", &work_last, 0, 0},
                                {0}});
    show((const struct shown[]){{"relu.first.y", "ReLU, max", y[0], 2, 2},
                                {"relu.first.dx", "gradient", dx[0], 4, 4},
                                {0}});
    show((const struct shown[]){{"relu.last.y", "max, ReLU", y[1], 2, 2},
                                {"relu.last.dx", "gradient", dx[1], 4, 4},
                                {"relu.first.sum", "arrived", &arrived, 0, 0},
                                {0}});
    heading("ReLU and average: the order matters");
    show((const struct shown[]){{"relu.avg.first.y", "ReLU, average", y[2], 2, 2},
                                {"relu.avg.first.dx", "gradient", dx[2], 4, 4},
                                {0}});
    show((const struct shown[]){{"relu.avg.last.y", "average, ReLU", y[3], 2, 2},
                                {"relu.avg.last.dx", "gradient", dx[3], 4, 4},
                                {0}});
    if (values) print_other_means();
}

// begin ceil_size
/* A last, partial step counts; a window behind the last cell does not. */
static int ceil_size(int in, int k, int step, int pad)
{
    int n = (in + 2 * pad - k + step - 1) / step + 1;
    return (n - 1) * step >= in + pad ? n - 1 : n;
}
// end ceil_size

static void print_sizes(const char *name, const int *line)
{
    int in = line[0], k = line[1], step = line[2], pad = line[3];
    double floors = out_size(in, k, step, pad), ceils = ceil_size(in, k, step, pad);
    int unclipped = (in + 2 * pad - k + step - 1) / step + 1;
    if (values) {
        value(floors, "%s.floor", name);
        value(unclipped, "%s.unclipped", name);
        value(ceils, "%s.ceil", name);
        return;
    }
    printf("  %d cells, window %d, stride %d, padding %d:\n", in, k, step, pad);
    printf("     floor %s, ceil %s (unclipped %s)\n", number(floors), number(ceils),
           number(unclipped));
}

static void sizes(void)
{
    heading("How many windows: floor mode and ceil mode");
    print_sizes("size1", line1);
    print_sizes("size2", line2);
}

// begin adaptive
/* Output i of m: from floor(i*n/m) up to, not including, ceil((i+1)*n/m). */
static void adaptive_backward(double *dx, const double *dy, int n, int m)
{
    for (int i = 0; i < m; i++) {
        int from = i * n / m, to = ((i + 1) * n + m - 1) / m;
        for (int j = from; j < to; j++) dx[j] += dy[i] / (to - from);
    }
}
// end adaptive

/* BAD: one window size, the largest, for every share. */
static void adaptive_one_size(double *dx, const double *dy, int n, int m)
{
    int largest = (n + m - 1) / m;
    for (int i = 0; i < m; i++) {
        int from = i * n / m, to = ((i + 1) * n + m - 1) / m;
        for (int j = from; j < to; j++) dx[j] += dy[i] / largest;
    }
}

static void adaptive(void)
{
    int n = adaptive_cells[0], m = adaptive_n;
    double dx[LINE] = {0}, wrong[LINE] = {0}, arrived, arrived_wrong;
    double begin[LINE], end[LINE], cells[LINE];
    for (int i = 0; i < m; i++) {
        begin[i] = (double)(i * n) / m, end[i] = (double)((i + 1) * n) / m;
        cells[i] = ceil(end[i]) - floor(begin[i]);
    }
    adaptive_backward(dx, adaptive_upstream, n, m);
    adaptive_one_size(wrong, adaptive_upstream, n, m);
    arrived = sum(dx, n), arrived_wrong = sum(wrong, n);

    heading("Adaptive pooling: windows that differ in size");
    show((const struct shown[]){{"adaptive.begin", "begins at", begin, 0, m},
                                {"adaptive.end", "ends at", end, 0, m},
                                {"adaptive.cells", "cells in window", cells, 0, m},
                                {"adaptive.upstream", "upstream", adaptive_upstream, 0, m},
                                {0}});
    show((const struct shown[]){{"adaptive.dx", "gradient", dx, 0, n},
                                {"adaptive.sum", "arrived", &arrived, 0, 0},
                                {0}});
    show((const struct shown[]){{"adaptive.wrong.dx", "WRONG: one size", wrong, 0, n},
                                {"adaptive.wrong.sum", "arrived", &arrived_wrong, 0, 0},
                                {0}});
}

/* Three gradients for one winner, in float: the order of the additions shows in the sum. */
static void order(void)
{
    float a = (float)three[0], b = (float)three[1], c = (float)three[2];
    float ab = a + b, ac = a + c;
    double first = ab + c, second = ac + b;

    heading("Order: three float32 gradients for one winner");
    show((const struct shown[]){{"order.terms", "a, b, c", three, 0, 3}, {0}});
    show((const struct shown[]){
        {"order.abc", "(a+b)+c", &first, 0, 0}, {"order.acb", "(a+c)+b", &second, 0, 0}, {0}});
}

/* Square unless two numbers were given. */
static struct pool_shape shape(void)
{
    struct pool_shape s = {.N = 1, .C = 1, .H = size[0], .W = size[1]};
    s.KH = kernel[0], s.KW = kernel[kernel_n - 1];
    s.SH = stride[0], s.SW = stride[stride_n - 1];
    s.PH = padding[0], s.PW = padding[padding_n - 1];
    return s;
}

static void check_map(const struct pool_shape *s)
{
    if (map_n != s->H * s->W)
        refuse("--map: %d found, expected %d numbers for %d rows and %d columns (--size)",
               map_n, s->H * s->W, s->H, s->W);
    const char *error = pool_shape_error(s);
    if (error) refuse("--kernel, --stride, --padding: %s", error);
}

/* One number a window. The example's 2, 3, 6, 5 go on over and over if there are more windows. */
static void check_upstream(const struct pool_shape *s)
{
    static const double example[4] = {2, 3, 6, 5};
    int n = windows(s),
        untouched = upstream_n == 4 && !memcmp(upstream, example, sizeof example);
    if (upstream_n != n && !untouched)
        refuse("--upstream: %d found, expected one for each of the %d windows", upstream_n, n);
    for (int i = 4; untouched && i < n; i++) upstream[i] = upstream[i % 4];
}

static void check_line(const char *name, const int *line)
{
    if (line[0] < 1 || out_size(line[0], line[1], line[2], line[3]) < 1)
        refuse("%s: a window of %d with stride %d does not fit on %d cells with padding %d",
               name, line[1], line[2], line[0], line[3]);
}

static void work_out_all(const struct pool_shape *s)
{
    routing(s);
    changed_output(s);
    overlap();
    rows();
    padding_loses();
    ties();
    special_windows();
    channels();
    average(s);
    global(s);
    relu_order();
    sizes();
    adaptive();
    order();
}

int main(int argc, char **argv)
{
    const struct option options[] = {
        {"--size", OPTION_COUNTS, size, 2, .min = 1, .max = SIDE, .help = "rows, columns"},
        {"--map", OPTION_NUMBERS, map, CELLS, .given = &map_n, .help = "row by row"},
        {"--upstream", OPTION_NUMBERS, upstream, OUTS, .given = &upstream_n,
         .help = "one a window; these over and over if not given"},
        {"--kernel", OPTION_COUNTS, kernel, 2, .min = 1, .max = SIDE, .given = &kernel_n,
         .help = "of the window, one number or rows, columns"},
        {"--stride", OPTION_COUNTS, stride, 2, .min = 1, .max = SIDE, .given = &stride_n,
         .help = "one number or rows, columns"},
        {"--padding", OPTION_COUNTS, padding, 2, .min = 0, .max = SIDE / 2, .given = &padding_n,
         .help = "one number or rows, columns"},
        {"--tie", OPTION_CHOICE, &tie, .words = "first|all|split", .help = "who gets it"},
        {"--overlap-map", OPTION_NUMBERS, overlap_map, 9, .help = "3x3, window 2, stride 1"},
        {"--overlap-upstream", OPTION_NUMBERS, overlap_upstream, 4, .help = "one a window"},
        {"--row-a", OPTION_NUMBERS, row_a, 5, .help = "a row, window 3, stride 2"},
        {"--row-b", OPTION_NUMBERS, row_b, 5, .help = "another"},
        {"--row-upstream", OPTION_NUMBERS, row_upstream, 2, .help = "one a window"},
        {"--pad-map", OPTION_NUMBERS, pad_map, 9, .help = "3x3, window 2, stride 2, padding 1"},
        {"--pad-upstream", OPTION_NUMBERS, pad_upstream, 4, .help = "one a window"},
        {"--tie-map", OPTION_NUMBERS, tie_map, 4, .help = "one window of 2x2"},
        {"--tie-upstream", OPTION_NUMBERS, tie_upstream, 1, .help = "its gradient"},
        {"--special-map", OPTION_ANY, special_map, 16,
         .help = "4x4, window 2; nan, inf, -inf allowed"},
        {"--special-upstream", OPTION_NUMBERS, special_upstream, 4, .help = "one a window"},
        {"--channel-map", OPTION_NUMBERS, channel_map, 8, .help = "two channels of 2x2"},
        {"--channel-upstream", OPTION_NUMBERS, channel_upstream, 2, .help = "one a channel"},
        {"--global-upstream", OPTION_NUMBERS, global_upstream, 1,
         .help = "for one window over the whole --map"},
        {"--relu-map", OPTION_NUMBERS, relu_map, 16, .help = "4x4, window 2, stride 2"},
        {"--relu-upstream", OPTION_NUMBERS, relu_upstream, 4, .help = "one a window"},
        {"--line1", OPTION_COUNTS, line1, 4, .min = 0, .max = 1000000,
         .help = "cells, window, stride, padding: how many windows?"},
        {"--line2", OPTION_COUNTS, line2, 4, .min = 0, .max = 1000000, .help = "another"},
        {"--adaptive-cells", OPTION_COUNTS, adaptive_cells, 1, .min = 1, .max = LINE,
         .help = "length of the row"},
        {"--adaptive-upstream", OPTION_NUMBERS, adaptive_upstream, LINE, .given = &adaptive_n,
         .help = "one a window, as many windows"},
        {"--three", OPTION_NUMBERS, three, 3, .help = "gradients to add up in float32"},
        {"--values", OPTION_FLAG, &values, .help = "print every value as name<TAB>number"},
    };
    options_parse(argc, argv, "the gradient through a max-pooling layer", options,
                  sizeof options / sizeof *options);
    struct pool_shape s = shape();
    check_map(&s);
    check_upstream(&s);
    check_line("--line1", line1);
    check_line("--line2", line2);
    if (adaptive_n > adaptive_cells[0])
        refuse("--adaptive-upstream: %d found, expected at most %d, one window a cell",
               adaptive_n, adaptive_cells[0]);

    show_values_only(values);
    work_out_all(&s);
    return program_end();
}
