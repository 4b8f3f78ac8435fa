//: title      The split rule
//: chapter    03_pool_routing
//: kind       beyond
//: read       03_pool_routing#routing-ties
//: statement  Max-pooling as before: C maps of H by W, windows of KH by KW, stride S, no
//:            padding. But this layer settles a tie in another way: if k cells of a window
//:            share the maximum, each of them gets the gradient divided by k. You get x and dy.
//:            Add to dx the gradient of every cell.
//: hint       Go through a window twice (or three times): once for its maximum, once to count
//:            how many cells have it, once to pay.
//: hint       The count belongs to one window. A cell in two windows may share the one and win
//:            the other alone.
//: hint       What arrives is still what was sent: add up dx and dy, and compare.

void pool_split(double *dx,       /* (C, H, W) */
                const double *dy, /* (C, OH, OW) */
                const double *x,  /* (C, H, W) */
                int C, int H, int W, int KH, int KW, int S)
{
    //: where OH = out_size(H, KH, S, 0)
    //: where OW = out_size(W, KW, S, 0)
    //: solution
    int OH = (H - KH) / S + 1, OW = (W - KW) / S + 1;
    for (int o = 0; o < C * OH * OW; o++) {
        int first = (o / (OH * OW) * H + o / OW % OH * S) * W + o % OW * S;
        double largest = x[first];
        int winners = 0;
        for (int k = 0; k < KH * KW; k++) {
            double value = x[first + k / KW * W + k % KW];
            if (value > largest) winners = 0;
            if (value >= largest) largest = value, winners++;
        }
        for (int k = 0; k < KH * KW; k++) {
            int cell = first + k / KW * W + k % KW;
            if (x[cell] == largest) dx[cell] += dy[o] / winners;
        }
    }
    //: end
}

//: also       in_thirds_and_halves
/* Every cell that no other beats is paid its part, one window after the other. */
static int beaten(const double *corner, int cell, int W, int KH, int KW, int *equals)
{
    *equals = 0;
    for (int h = 0; h < KH; h++)
        for (int w = 0; w < KW; w++) {
            if (corner[h * W + w] > corner[cell]) return 1;
            *equals += corner[h * W + w] == corner[cell];
        }
    return 0;
}

void also_in_thirds_and_halves(double *dx, const double *dy, const double *x, int C, int H,
                               int W, int KH, int KW, int S)
{
    for (int c = 0, equals; c < C; c++)
        for (int h = 0; h + KH <= H; h += S)
            for (int w = 0; w + KW <= W; w += S, dy++) {
                int first = (c * H + h) * W + w;
                for (int k = KH * KW - 1; k >= 0; k--) {
                    int cell = k / KW * W + k % KW;
                    if (!beaten(x + first, cell, W, KH, KW, &equals))
                        dx[first + cell] += *dy / equals;
                }
            }
}

/* The mistakes: what one window does to its cells. */
struct window {
    int first, W, KH, KW; /* its first cell, in a map W wide */
    double g;
};
typedef void act(double *dx, const double *x, struct window v);

static int cell_of(struct window v, int k)
{
    return v.first + k / v.KW * v.W + k % v.KW;
}

static int winner_of(const double *x, struct window v, int *equals)
{
    int winner = v.first;
    *equals = 0;
    for (int k = 1; k < v.KH * v.KW; k++)
        if (x[cell_of(v, k)] > x[winner]) winner = cell_of(v, k);
    for (int k = 0; k < v.KH * v.KW; k++) *equals += x[cell_of(v, k)] == x[winner];
    return winner;
}

static void walk(double *dx, const double *dy, const double *x, struct window size, int C,
                 int H, int S, act *what)
{
    int OH = (H - size.KH) / S + 1, OW = (size.W - size.KW) / S + 1;
    for (int o = 0; o < C * OH * OW; o++) {
        struct window v = size;
        v.first = (o / (OH * OW) * H + o / OW % OH * S) * v.W + o % OW * S, v.g = dy[o];
        what(dx, x, v);
    }
}

static void pay_equals(double *dx, const double *x, struct window v, double each)
{
    int equals, winner = winner_of(x, v, &equals);
    for (int k = 0; k < v.KH * v.KW; k++)
        if (x[cell_of(v, k)] == x[winner]) dx[cell_of(v, k)] += each;
}

//: wrong      first_gets_all
//: says       You gave a tie to the first of the equal cells. That is the rule of the book's
//:            own layer; this one splits.
static void first_gets_all(double *dx, const double *x, struct window v)
{
    int equals;
    dx[winner_of(x, v, &equals)] += v.g;
}

void wrong_first_gets_all(double *dx, const double *dy, const double *x, int C, int H, int W,
                          int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){0, W, KH, KW, 0}, C, H, S, first_gets_all);
}

//: wrong      every_tied_cell
//: says       You paid each of the equal cells in full: three equals got three times what was
//:            sent. Each gets its part.
static void every_tied_cell(double *dx, const double *x, struct window v)
{
    pay_equals(dx, x, v, v.g);
}

void wrong_every_tied_cell(double *dx, const double *dy, const double *x, int C, int H, int W,
                           int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){0, W, KH, KW, 0}, C, H, S, every_tied_cell);
}

//: wrong      parts_of_the_window
//: says       You gave each winner a part as if all cells of the window had won. Divide by the
//:            number of winners, not by the number of cells.
static void parts_of_the_window(double *dx, const double *x, struct window v)
{
    pay_equals(dx, x, v, v.g / (v.KH * v.KW));
}

void wrong_parts_of_the_window(double *dx, const double *dy, const double *x, int C, int H,
                               int W, int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){0, W, KH, KW, 0}, C, H, S, parts_of_the_window);
}

//: wrong      spread
//: says       You gave every cell of the window a part. Only the cells that have the maximum
//:            share it; a loser gets nothing.
//: read       03_pool_routing#routing-average
static void spread(double *dx, const double *x, struct window v)
{
    (void)x;
    for (int k = 0; k < v.KH * v.KW; k++) dx[cell_of(v, k)] += v.g / (v.KH * v.KW);
}

void wrong_spread(double *dx, const double *dy, const double *x, int C, int H, int W, int KH,
                  int KW, int S)
{
    walk(dx, dy, x, (struct window){0, W, KH, KW, 0}, C, H, S, spread);
}

//: wrong      always_in_two
//: says       You shared between two, the first and the last of the equal cells. There may be
//:            three of them, or more: count.
static void always_in_two(double *dx, const double *x, struct window v)
{
    int equals, first = winner_of(x, v, &equals), last = first;
    for (int k = 0; k < v.KH * v.KW; k++)
        if (x[cell_of(v, k)] == x[first]) last = cell_of(v, k);
    dx[first] += v.g / 2;
    dx[last] += v.g / 2;
}

void wrong_always_in_two(double *dx, const double *dy, const double *x, int C, int H, int W,
                         int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){0, W, KH, KW, 0}, C, H, S, always_in_two);
}

//: wrong      count_not_restarted
//: says       Your count of equal cells goes on when a larger cell takes over: the cells that
//:            had led before are still counted. A new leader stands alone.
static void count_not_restarted(double *dx, const double *x, struct window v)
{
    double largest = x[v.first];
    int led = 0;
    for (int k = 0; k < v.KH * v.KW; k++)
        if (x[cell_of(v, k)] >= largest) largest = x[cell_of(v, k)], led++;
    pay_equals(dx, x, v, v.g / led);
}

void wrong_count_not_restarted(double *dx, const double *dy, const double *x, int C, int H,
                               int W, int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){0, W, KH, KW, 0}, C, H, S, count_not_restarted);
}

//: wrong      last_window_only
//: says       Each window overwrote what another had sent to the same cell. Who wins in several
//:            windows, alone or with others, collects from all: += instead of =.
//: read       03_pool_routing#routing-overlap
static void last_window_only(double *dx, const double *x, struct window v)
{
    int equals, winner = winner_of(x, v, &equals);
    for (int k = 0; k < v.KH * v.KW; k++)
        if (x[cell_of(v, k)] == x[winner]) dx[cell_of(v, k)] = v.g / equals;
}

void wrong_last_window_only(double *dx, const double *dy, const double *x, int C, int H, int W,
                            int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){0, W, KH, KW, 0}, C, H, S, last_window_only);
}

//: wrong      first_gets_its_part
//: says       You divided by the number of equal cells, and gave the part to the first alone:
//:            the rest is lost. Each of them gets its part.
static void first_gets_its_part(double *dx, const double *x, struct window v)
{
    int equals, winner = winner_of(x, v, &equals);
    dx[winner] += v.g / equals;
}

void wrong_first_gets_its_part(double *dx, const double *dy, const double *x, int C, int H,
                               int W, int KH, int KW, int S)
{
    walk(dx, dy, x, (struct window){0, W, KH, KW, 0}, C, H, S, first_gets_its_part);
}
