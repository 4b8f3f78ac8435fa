//: title      A window that hangs over the edge
//: chapter    03_pool_routing
//: kind       beyond
//: read       03_pool_routing#routing-size
//: statement  Max-pooling in ceil mode: a last, partial step counts. C maps of H by W, windows
//:            of KH by KW, stride S, no padding. (H - KH) / S is rounded *up*, so the last
//:            window of a column may hang over the edge; then only its real cells take part. A
//:            window that would begin behind the last row has no real cell and is dropped: if
//:            (OH - 1) * S >= H, there is one row of windows less. Columns likewise. You get x
//:            and dy, with OH by OW gradients for each map. Add to dx the gradient of every
//:            cell. Of equal maxima the first wins.
//: hint       How many windows? In whole numbers, rounding up is (H - KH + S - 1) / S. Then 1
//:            more for the first window. Then perhaps 1 less.
//: hint       Six cells, windows of 1, stride 2: rounding up gives four windows, and the fourth
//:            would begin behind the last cell. Three remain.
//: hint       Let the loops over a window stop at the edge of the map: rows below H, columns
//:            below W. The cell behind the right edge is, in memory, the first of the next row.

void pool_ceil(double *dx,       /* (C, H, W) */
               const double *dy, /* (C, OH, OW) */
               const double *x,  /* (C, H, W) */
               int C, int H, int W, int KH, int KW, int S)
{
    //: require KH <= H && KW <= W
    //: where OH = ceil_size(H, KH, S)
    //: where OW = ceil_size(W, KW, S)
    //: solution
    int OH = (H - KH + S - 1) / S + 1, OW = (W - KW + S - 1) / S + 1;
    if ((OH - 1) * S >= H) OH--;
    if ((OW - 1) * S >= W) OW--;
    for (int o = 0; o < C * OH * OW; o++) {
        int c = o / (OH * OW), top = o / OW % OH * S, left = o % OW * S;
        int winner = (c * H + top) * W + left;
        for (int h = top; h < top + KH && h < H; h++)
            for (int w = left; w < left + KW && w < W; w++) {
                int cell = (c * H + h) * W + w;
                if (x[cell] > x[winner]) winner = cell;
            }
        dx[winner] += dy[o];
    }
    //: end
}

//: also       window_by_window
static int until_full(int in, int K, int S)
{
    int n = 1;
    while ((n - 1) * S + K < in && n * S < in) n++;
    return n;
}

void also_window_by_window(double *dx, const double *dy, const double *x, int C, int H, int W,
                           int KH, int KW, int S)
{
    int OH = until_full(H, KH, S), OW = until_full(W, KW, S);
    for (int c = 0; c < C; c++, x += H * W, dx += H * W)
        for (int oh = 0; oh < OH; oh++)
            for (int ow = 0; ow < OW; ow++) {
                int best = -1;
                for (int k = KH * KW - 1; k >= 0; k--) {
                    int h = oh * S + k / KW, w = ow * S + k % KW;
                    if (h < H && w < W && (best < 0 || !(x[h * W + w] < x[best])))
                        best = h * W + w;
                }
                dx[best] += *dy++;
            }
}

/* The mistakes share the count of windows, and most of them the search. */
enum slip { NONE, ZEROS, WRAPS, WHOLE_ONLY, MOVED_IN, OVERWRITE, SPREAD };

struct sizes {
    int C, H, W, KH, KW, S, OH, OW;
};

static struct sizes sizes_of(int C, int H, int W, int KH, int KW, int S)
{
    return (struct sizes){C, H, W, KH, KW, S, until_full(H, KH, S), until_full(W, KW, S)};
}

/* The cell at place k of a window, -1 for one that is not there. */
static int cell_of(struct sizes z, int top, int left, int k, enum slip slip)
{
    int h = top + k / z.KW, w = left + k % z.KW;
    if (slip == WRAPS) return (h * z.W + w) % (z.H * z.W);
    return h < z.H && w < z.W ? h * z.W + w : -1;
}

static void share(double *dx, double g, struct sizes z, int top, int left)
{
    int cells = 0;
    for (int k = 0; k < z.KH * z.KW; k++) cells += cell_of(z, top, left, k, NONE) >= 0;
    for (int k = 0; k < z.KH * z.KW; k++) {
        int cell = cell_of(z, top, left, k, NONE);
        if (cell >= 0) dx[cell] += g / cells;
    }
}

static int search(const double *x, struct sizes z, int top, int left, enum slip slip)
{
    int winner = top * z.W + left, hangs_over = 0;
    for (int k = 0; k < z.KH * z.KW; k++) {
        int cell = cell_of(z, top, left, k, slip);
        hangs_over |= cell < 0;
        if (cell >= 0 && x[cell] > x[winner]) winner = cell;
    }
    if (slip == WHOLE_ONLY && hangs_over) return -1;
    return slip == ZEROS && hangs_over && x[winner] < 0 ? -1 : winner;
}

static void walk(double *dx, const double *dy, const double *x, struct sizes z, enum slip slip)
{
    for (int o = 0; o < z.C * z.OH * z.OW; o++) {
        int top = o / z.OW % z.OH * z.S, left = o % z.OW * z.S;
        if (slip == MOVED_IN && top > z.H - z.KH) top = z.H - z.KH;
        if (slip == MOVED_IN && left > z.W - z.KW) left = z.W - z.KW;
        int map = o / (z.OH * z.OW) * z.H * z.W;
        int winner = search(x + map, z, top, left, slip);
        if (slip == SPREAD)
            share(dx + map, dy[o], z, top, left);
        else if (winner >= 0)
            dx[map + winner] = slip == OVERWRITE ? dy[o] : dx[map + winner] + dy[o];
    }
}

//: wrong      floor_mode
//: says       You counted the windows in floor mode: the windows that hang over the edge are
//:            not there, and those that remain find the gradients of others.
void wrong_floor_mode(double *dx, const double *dy, const double *x, int C, int H, int W,
                      int KH, int KW, int S)
{
    struct sizes z = {C, H, W, KH, KW, S, (H - KH) / S + 1, (W - KW) / S + 1};
    walk(dx, dy, x, z, NONE);
}

//: wrong      hanging_windows_skipped
//: says       You counted the windows right, but those that hang over the edge pay nobody. They
//:            have real cells, and the largest of these has won.
void wrong_hanging_windows_skipped(double *dx, const double *dy, const double *x, int C, int H,
                                   int W, int KH, int KW, int S)
{
    walk(dx, dy, x, sizes_of(C, H, W, KH, KW, S), WHOLE_ONLY);
}

//: wrong      edge_as_zero
//: says       You let what lies behind the edge take part as zeros. Where the real cells are
//:            all negative, nobody gets the gradient. What is not there cannot win.
//: read       03_pool_routing#routing-padding
void wrong_edge_as_zero(double *dx, const double *dy, const double *x, int C, int H, int W,
                        int KH, int KW, int S)
{
    walk(dx, dy, x, sizes_of(C, H, W, KH, KW, S), ZEROS);
}

//: wrong      runs_into_next_row
//: says       Your window runs over the right edge into the next row, which follows in memory,
//:            or over the lower edge. Stop at column W and row H.
void wrong_runs_into_next_row(double *dx, const double *dy, const double *x, int C, int H,
                              int W, int KH, int KW, int S)
{
    walk(dx, dy, x, sizes_of(C, H, W, KH, KW, S), WRAPS);
}

//: wrong      last_window_moved_in
//: says       You pushed the last window back until it fits. It stays at oh * S and ow * S, and
//:            has fewer cells.
void wrong_last_window_moved_in(double *dx, const double *dy, const double *x, int C, int H,
                                int W, int KH, int KW, int S)
{
    walk(dx, dy, x, sizes_of(C, H, W, KH, KW, S), MOVED_IN);
}

//: wrong      last_window_only
//: says       Each window overwrote what another had sent to the same cell. Who wins several
//:            windows adds up.
//: read       03_pool_routing#routing-overlap
void wrong_last_window_only(double *dx, const double *dy, const double *x, int C, int H, int W,
                            int KH, int KW, int S)
{
    walk(dx, dy, x, sizes_of(C, H, W, KH, KW, S), OVERWRITE);
}

//: wrong      spread
//: says       You gave each real cell of the window an equal share. A maximum has one winner,
//:            which gets all.
//: read       03_pool_routing#routing-average
void wrong_spread(double *dx, const double *dy, const double *x, int C, int H, int W, int KH,
                  int KW, int S)
{
    walk(dx, dy, x, sizes_of(C, H, W, KH, KW, S), SPREAD);
}

//: wrong      empty_window_kept
//: says       You rounded up and did not drop the window that begins behind the last cell. It
//:            has no winner, and from there on every window finds the gradient of another.
void wrong_empty_window_kept(double *dx, const double *dy, const double *x, int C, int H, int W,
                             int KH, int KW, int S)
{
    struct sizes z = sizes_of(C, H, W, KH, KW, S);
    int wide = (W - KW + S - 1) / S + 1, high = (H - KH + S - 1) / S + 1;
    for (int o = 0; o < C * high * wide && o < C * z.OH * z.OW; o++) {
        int top = o / wide % high * S, left = o % wide * S, map = o / (high * wide) * H * W;
        if (top < H && left < W) dx[map + search(x + map, z, top, left, NONE)] += dy[o];
    }
}
