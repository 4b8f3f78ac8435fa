//: title      To the winner, all of it
//: chapter    03_pool_routing
//: kind       write
//: read       03_pool_routing#routing-rule
//: statement  Max-pooling: C maps of H by W, windows of KH by KW, stride S in both directions,
//:            no padding. There are OH = (H - KH) / S + 1 rows and OW = (W - KW) / S + 1
//:            columns of windows in each map; window (oh, ow) begins at row oh * S and column
//:            ow * S. You get x, the maps, and dy, the gradients of the pool neurons. Add to dx
//:            the gradient of every cell. Nobody remembered the winners: find them again. Of
//:            equal maxima the first in the order of reading wins.
//: hint       One window at a time: which cell is the largest? Begin with its first cell, and
//:            let a later one take over only if it is larger.
//: hint       Compare cells of the map with each other, not with 0: a window may hold nothing
//:            but negative numbers.
//: hint       Windows may overlap. A cell that wins two of them adds up what both send.

void pool_input_gradient(double *dx,       /* (C, H, W) */
                         const double *dy, /* (C, OH, OW) */
                         const double *x,  /* (C, H, W) */
                         int C, int H, int W, int KH, int KW, int S)
{
    //: where OH = out_size(H, KH, S, 0)
    //: where OW = out_size(W, KW, S, 0)
    //: solution
    int OH = (H - KH) / S + 1, OW = (W - KW) / S + 1;
    for (int c = 0; c < C; c++)
        for (int oh = 0; oh < OH; oh++)
            for (int ow = 0; ow < OW; ow++) {
                int first = (c * H + oh * S) * W + ow * S, winner = first;
                for (int kh = 0; kh < KH; kh++)
                    for (int kw = 0; kw < KW; kw++) {
                        int cell = first + kh * W + kw;
                        if (x[cell] > x[winner]) winner = cell;
                    }
                dx[winner] += dy[(c * OH + oh) * OW + ow];
            }
    //: end
}

//: also       backwards
void also_backwards(double *dx, const double *dy, const double *x, int C, int H, int W, int KH,
                    int KW, int S)
{
    int OH = (H - KH) / S + 1, OW = (W - KW) / S + 1;
    for (int o = C * OH * OW - 1; o >= 0; o--) {
        const double *map = x + o / (OH * OW) * H * W;
        const double *corner = map + o / OW % OH * S * W + o % OW * S, *best = corner;
        for (int k = KH * KW - 1; k >= 0; k--) {
            const double *cell = corner + k / KW * W + k % KW;
            if (!(*cell < *best) && (cell < best || *cell > *best)) best = cell;
        }
        dx[best - x] += dy[o];
    }
}

/* The mistakes: all windows, and what each of them does to its cells. */
struct window {
    int c, h, w;      /* where it begins */
    int H, W, KH, KW; /* the map, the window */
    double g;         /* its gradient */
};
typedef void act(double *dx, const double *x, struct window v);

static int cell_of(struct window v, int k)
{
    int h = v.h + k / v.KW, w = v.w + k % v.KW;
    return h < v.H && w < v.W ? (v.c * v.H + h) * v.W + w : -1;
}

static int winner_of(const double *x, struct window v)
{
    int winner = -1;
    for (int k = 0; k < v.KH * v.KW; k++) {
        int cell = cell_of(v, k);
        if (cell >= 0 && (winner < 0 || x[cell] > x[winner])) winner = cell;
    }
    return winner;
}

static void pay(double *dx, const double *x, struct window v)
{
    int winner = winner_of(x, v);
    if (winner >= 0) dx[winner] += v.g;
}

static void walk(double *dx, const double *dy, const double *x, struct window size, int S,
                 int C, act *what)
{
    int OH = (size.H - size.KH) / S + 1, OW = (size.W - size.KW) / S + 1;
    for (int o = 0; o < C * OH * OW; o++) {
        struct window v = size;
        v.c = o / (OH * OW), v.h = o / OW % OH * S, v.w = o % OW * S, v.g = dy[o];
        what(dx, x, v);
    }
}

//: wrong      spread
//: says       You gave every cell of a window an equal share. That is average pooling: a
//:            maximum has one winner, which gets all, and the losers get nothing.
//: read       03_pool_routing#routing-average
static void spread(double *dx, const double *x, struct window v)
{
    (void)x;
    for (int k = 0; k < v.KH * v.KW; k++) dx[cell_of(v, k)] += v.g / (v.KH * v.KW);
}

void wrong_spread(double *dx, const double *dy, const double *x, int C, int H, int W, int KH,
                  int KW, int S)
{
    walk(dx, dy, x, (struct window){.H = H, .W = W, .KH = KH, .KW = KW}, S, C, spread);
}

//: wrong      everyone_paid
//: says       You gave the gradient to every cell of the window. Only the winner moved the pool
//:            neuron; a loser that grows a little changes nothing.
static void everyone(double *dx, const double *x, struct window v)
{
    (void)x;
    for (int k = 0; k < v.KH * v.KW; k++) dx[cell_of(v, k)] += v.g;
}

void wrong_everyone_paid(double *dx, const double *dy, const double *x, int C, int H, int W,
                         int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){.H = H, .W = W, .KH = KH, .KW = KW}, S, C, everyone);
}

//: wrong      every_tied_cell
//: says       Where several cells are equally large, you paid each of them in full: more
//:            arrives than was sent. One of them gets it, the first.
//: read       03_pool_routing#routing-ties
static void tied(double *dx, const double *x, struct window v)
{
    int winner = winner_of(x, v);
    for (int k = 0; k < v.KH * v.KW; k++)
        if (x[cell_of(v, k)] == x[winner]) dx[cell_of(v, k)] += v.g;
}

void wrong_every_tied_cell(double *dx, const double *dy, const double *x, int C, int H, int W,
                           int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){.H = H, .W = W, .KH = KH, .KW = KW}, S, C, tied);
}

//: wrong      tie_split
//: says       Where several cells are equally large, you split the gradient between them. That
//:            is a rule that some use; here the first of them gets it all.
//: read       03_pool_routing#routing-ties
static void split(double *dx, const double *x, struct window v)
{
    int winner = winner_of(x, v), equals = 0;
    for (int k = 0; k < v.KH * v.KW; k++) equals += x[cell_of(v, k)] == x[winner];
    v.g /= equals;
    tied(dx, x, v);
}

void wrong_tie_split(double *dx, const double *dy, const double *x, int C, int H, int W, int KH,
                     int KW, int S)
{
    walk(dx, dy, x, (struct window){.H = H, .W = W, .KH = KH, .KW = KW}, S, C, split);
}

//: wrong      last_of_equals
//: says       Where several cells are equally large, you took the last. A later cell takes over
//:            only if it is larger: > and not >=.
//: read       03_pool_routing#routing-ties
static void last_of_equals(double *dx, const double *x, struct window v)
{
    int winner = cell_of(v, 0);
    for (int k = 1; k < v.KH * v.KW; k++)
        if (x[cell_of(v, k)] >= x[winner]) winner = cell_of(v, k);
    dx[winner] += v.g;
}

void wrong_last_of_equals(double *dx, const double *dy, const double *x, int C, int H, int W,
                          int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){.H = H, .W = W, .KH = KH, .KW = KW}, S, C, last_of_equals);
}

//: wrong      last_window_only
//: says       Each window overwrote what another had sent to the same cell. Who wins several
//:            windows collects from all of them: += instead of =.
//: read       03_pool_routing#routing-overlap
static void overwrite(double *dx, const double *x, struct window v)
{
    dx[winner_of(x, v)] = v.g;
}

void wrong_last_window_only(double *dx, const double *dy, const double *x, int C, int H, int W,
                            int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){.H = H, .W = W, .KH = KH, .KW = KW}, S, C, overwrite);
}

//: wrong      starts_at_zero
//: says       Your search for the maximum begins at 0, so a window of negative numbers has no
//:            winner and its gradient is lost. Begin with the first cell of the window.
//: read       03_pool_routing#routing-code
static void from_zero(double *dx, const double *x, struct window v)
{
    int winner = winner_of(x, v);
    if (x[winner] > 0) dx[winner] += v.g;
}

void wrong_starts_at_zero(double *dx, const double *dy, const double *x, int C, int H, int W,
                          int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){.H = H, .W = W, .KH = KH, .KW = KW}, S, C, from_zero);
}

//: wrong      times_value
//: says       You multiplied the gradient by the value of the winner. The slope of a maximum is
//:            1 for the winner, whatever its size.
static void times_value(double *dx, const double *x, struct window v)
{
    int winner = winner_of(x, v);
    dx[winner] += v.g * x[winner];
}

void wrong_times_value(double *dx, const double *dy, const double *x, int C, int H, int W,
                       int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){.H = H, .W = W, .KH = KH, .KW = KW}, S, C, times_value);
}

//: wrong      first_cell_of_negatives
//: says       Your search for the maximum begins at 0, so in a window of negative numbers nobody
//:            is larger, and the first cell is paid. Begin with the number of that cell.
//: read       03_pool_routing#routing-code
void wrong_first_cell_of_negatives(double *dx, const double *dy, const double *x, int C, int H,
                                   int W, int KH, int KW, int S)
{
    int OH = (H - KH) / S + 1, OW = (W - KW) / S + 1;
    for (int o = 0; o < C * OH * OW; o++) {
        int first = (o / (OH * OW) * H + o / OW % OH * S) * W + o % OW * S, winner = first;
        double best = 0;
        for (int k = 0; k < KH * KW; k++) {
            int cell = first + k / KW * W + k % KW;
            if (x[cell] > best) best = x[winner = cell];
        }
        dx[winner] += dy[o];
    }
}

//: wrong      paid_in_first_map
//: says       You found the winner in the right map and paid it in the first one. A cell of map c
//:            lies c * H * W further on, in dx as in x.
//: read       03_pool_routing#routing-code
void wrong_paid_in_first_map(double *dx, const double *dy, const double *x, int C, int H, int W,
                             int KH, int KW, int S)
{
    int OH = (H - KH) / S + 1, OW = (W - KW) / S + 1;
    for (int o = 0; o < C * OH * OW; o++) {
        int c = o / (OH * OW), first = (o / OW % OH * S) * W + o % OW * S, winner = first;
        const double *map = x + c * H * W;
        for (int k = 0; k < KH * KW; k++)
            if (map[first + k / KW * W + k % KW] > map[winner])
                winner = first + k / KW * W + k % KW;
        dx[winner] += dy[o];
    }
}

//: wrong      winner_of_first_map
//: says       You looked for the winners in the first map and used them for all maps. Each map
//:            has its own winners.
//: read       03_pool_routing#routing-channels
static void as_first_map(double *dx, const double *x, struct window v)
{
    int offset = v.c * v.H * v.W;
    v.c = 0;
    dx[offset + winner_of(x, v)] += v.g;
}

void wrong_winner_of_first_map(double *dx, const double *dy, const double *x, int C, int H,
                               int W, int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){.H = H, .W = W, .KH = KH, .KW = KW}, S, C, as_first_map);
}

/* Windows counted by stride[0], but moved by stride[1] down and stride[2] to the right. */
static void moved(double *dx, const double *dy, const double *x, struct window size, int C,
                  const int *stride)
{
    int S = stride[0], OH = (size.H - size.KH) / S + 1, OW = (size.W - size.KW) / S + 1;
    for (int o = 0; o < C * OH * OW; o++) {
        struct window v = size;
        v.c = o / (OH * OW), v.h = o / OW % OH * stride[1], v.w = o % OW * stride[2];
        v.g = dy[o];
        pay(dx, x, v);
    }
}

//: wrong      stride_forgotten
//: says       You moved the window by one cell at a time. Window (oh, ow) begins at row oh * S
//:            and column ow * S.
//: read       03_pool_routing#routing-size
void wrong_stride_forgotten(double *dx, const double *dy, const double *x, int C, int H, int W,
                            int KH, int KW, int S)
{
    struct window size = {.H = H, .W = W, .KH = KH, .KW = KW};
    moved(dx, dy, x, size, C, (const int[]){S, 1, 1});
}

//: wrong      stride_is_window
//: says       You moved the window by its own size. Windows lie side by side only where S is KH
//:            and KW; others overlap, or leave cells out.
//: read       03_pool_routing#routing-overlap
void wrong_stride_is_window(double *dx, const double *dy, const double *x, int C, int H, int W,
                            int KH, int KW, int S)
{
    struct window size = {.H = H, .W = W, .KH = KH, .KW = KW};
    moved(dx, dy, x, size, C, (const int[]){S, KH, KW});
}

//: wrong      first_map_only
//: says       Only the first map got its gradient. Each of the C maps is pooled by itself, and
//:            has windows, winners and gradients of its own.
//: read       03_pool_routing#routing-channels
void wrong_first_map_only(double *dx, const double *dy, const double *x, int C, int H, int W,
                          int KH, int KW, int S)
{
    (void)C;
    walk(dx, dy, x, (struct window){.H = H, .W = W, .KH = KH, .KW = KW}, S, 1, pay);
}

//: wrong      losers_cleared
//: says       You set the losers of a window to 0. A cell that loses here may have won another
//:            window, and dx may hold something already: add to the winner, and leave the
//:            others as they are.
//: read       03_pool_routing#routing-overlap
static void clear_losers(double *dx, const double *x, struct window v)
{
    int winner = winner_of(x, v);
    for (int k = 0; k < v.KH * v.KW; k++)
        if (cell_of(v, k) != winner) dx[cell_of(v, k)] = 0;
    dx[winner] += v.g;
}

void wrong_losers_cleared(double *dx, const double *dy, const double *x, int C, int H, int W,
                          int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){.H = H, .W = W, .KH = KH, .KW = KW}, S, C, clear_losers);
}
