//: title      A window that skips cells
//: chapter    03_pool_routing
//: kind       beyond
//: read       03_pool_routing#routing-empty
//: statement  A window with dilation D has KH by KW cells, but its rows and its columns stand D
//:            apart: window (oh, ow) looks at the rows oh * S + kh * D and the columns ow * S +
//:            kw * D. With D = 1 it is a window as before; with D = 2 it skips every other
//:            cell. From its first row to its last it is (KH - 1) * D + 1 high, so there are OH
//:            = (H - (KH - 1) * D - 1) / S + 1 rows of windows, and OW columns, likewise. C
//:            maps of H by W, no padding; of equal maxima the first wins. You get x and dy. Add
//:            to dx the gradient of every cell.
//: hint       The way back goes along the wires that exist. A cell that a window skips has no
//:            wire to it, however large it is.
//: hint       Only the place of the cells changes: kh * D for kh, kw * D for kw. The stride
//:            moves the whole window and is not multiplied by D.

void pool_dilated(double *dx,       /* (C, H, W) */
                  const double *dy, /* (C, OH, OW) */
                  const double *x,  /* (C, H, W) */
                  int C, int H, int W, int KH, int KW, int S, int D)
{
    //: require D >= 1
    //: where OH = out_size(H, (KH - 1) * D + 1, S, 0)
    //: where OW = out_size(W, (KW - 1) * D + 1, S, 0)
    //: solution
    int OH = (H - (KH - 1) * D - 1) / S + 1, OW = (W - (KW - 1) * D - 1) / S + 1;
    for (int c = 0; c < C; c++)
        for (int oh = 0; oh < OH; oh++)
            for (int ow = 0; ow < OW; ow++) {
                int first = (c * H + oh * S) * W + ow * S, winner = first;
                for (int kh = 0; kh < KH; kh++)
                    for (int kw = 0; kw < KW; kw++) {
                        int cell = first + kh * D * W + kw * D;
                        if (x[cell] > x[winner]) winner = cell;
                    }
                dx[winner] += dy[(c * OH + oh) * OW + ow];
            }
    //: end
}

//: also       every_cell_asks
static int reaches(int from, int to, int K, int D)
{
    return to >= from && (to - from) % D == 0 && (to - from) / D < K;
}

static const double *best_of(const double *map, int h0, int w0, const int *n)
{
    const double *best = map + h0 * n[1] + w0;
    for (int h = n[0] - 1; h >= 0; h--)
        for (int w = n[1] - 1; w >= 0; w--) {
            const double *cell = map + h * n[1] + w;
            if (!reaches(h0, h, n[2], n[4]) || !reaches(w0, w, n[3], n[4])) continue;
            if (*cell > *best || (*cell >= *best && cell < best)) best = cell;
        }
    return best;
}

void also_every_cell_asks(double *dx, const double *dy, const double *x, int C, int H, int W,
                          int KH, int KW, int S, int D)
{
    const int n[] = {H, W, KH, KW, D};
    for (int c = 0; c < C; c++)
        for (int h = 0; h + (KH - 1) * D < H; h += S)
            for (int w = 0; w + (KW - 1) * D < W; w += S)
                dx[best_of(x + c * H * W, h, w, n) - x] += *dy++;
}

/* The mistakes: a window that has its cells elsewhere. */
struct window {
    int high, wide;         /* how many rows and columns it looks at */
    int down, right;        /* how far they stand apart */
    int stride_h, stride_w; /* how far the window moves */
    int overwrite, spread;  /* what it does with its gradient */
};

static int winner_of(const double *x, int first, int h, int w, const int *map, struct window v)
{
    int winner = first;
    for (int k = 0; k < v.high * v.wide; k++) {
        int dh = k / v.wide * v.down, dw = k % v.wide * v.right;
        if (h + dh >= map[0] || w + dw >= map[1]) continue;
        if (x[first + dh * map[1] + dw] > x[winner]) winner = first + dh * map[1] + dw;
    }
    return winner;
}

static void pay(double *dx, int first, int W, double g, struct window v)
{
    int cells = v.high * v.wide;
    for (int k = 0; k < cells; k++)
        dx[first + k / v.wide * v.down * W + k % v.wide * v.right] += g / cells;
}

/* size: C, H, W, OH, OW */
static void walk(double *dx, const double *dy, const double *x, const int *size,
                 struct window v)
{
    int H = size[1], W = size[2], OH = size[3], OW = size[4];
    for (int o = 0; o < size[0] * OH * OW; o++) {
        int h = o / OW % OH * v.stride_h, w = o % OW * v.stride_w;
        int first = (o / (OH * OW) * H + h) * W + w;
        if (h >= H || w >= W) continue;
        int winner = winner_of(x, first, h, w, size + 1, v);
        if (v.spread)
            pay(dx, first, W, dy[o], v);
        else
            dx[winner] = v.overwrite ? dy[o] : dx[winner] + dy[o];
    }
}

static int places(int in, int K, int S, int D)
{
    return (in - (K - 1) * D - 1) / S + 1;
}

//: wrong      dilation_forgotten
//: says       You looked at cells side by side. The rows and columns of this window stand D
//:            apart.
void wrong_dilation_forgotten(double *dx, const double *dy, const double *x, int C, int H,
                              int W, int KH, int KW, int S, int D)
{
    walk(dx, dy, x, (const int[]){C, H, W, places(H, KH, S, D), places(W, KW, S, D)},
         (struct window){KH, KW, 1, 1, S, S, 0, 0});
}

//: wrong      skipped_cells_take_part
//: says       You searched the whole rectangle from the first cell of the window to the last.
//:            The cells in between are skipped: no wire comes from them, so they cannot win.
void wrong_skipped_cells_take_part(double *dx, const double *dy, const double *x, int C, int H,
                                   int W, int KH, int KW, int S, int D)
{
    walk(dx, dy, x, (const int[]){C, H, W, places(H, KH, S, D), places(W, KW, S, D)},
         (struct window){(KH - 1) * D + 1, (KW - 1) * D + 1, 1, 1, S, S, 0, 0});
}

//: wrong      only_rows_dilated
//: says       You dilated the rows of the window and left its columns side by side. D is for
//:            both.
void wrong_only_rows_dilated(double *dx, const double *dy, const double *x, int C, int H, int W,
                             int KH, int KW, int S, int D)
{
    walk(dx, dy, x, (const int[]){C, H, W, places(H, KH, S, D), places(W, KW, S, D)},
         (struct window){KH, KW, D, 1, S, S, 0, 0});
}

//: wrong      stride_dilated
//: says       You moved the window by S * D. Dilation is inside of the window; the window
//:            itself moves by S.
void wrong_stride_dilated(double *dx, const double *dy, const double *x, int C, int H, int W,
                          int KH, int KW, int S, int D)
{
    walk(dx, dy, x, (const int[]){C, H, W, places(H, KH, S, D), places(W, KW, S, D)},
         (struct window){KH, KW, D, D, S * D, S * D, 0, 0});
}

//: wrong      stride_forgotten
//: says       You moved the window by one cell at a time. It moves by S.
//: read       03_pool_routing#routing-size
void wrong_stride_forgotten(double *dx, const double *dy, const double *x, int C, int H, int W,
                            int KH, int KW, int S, int D)
{
    walk(dx, dy, x, (const int[]){C, H, W, places(H, KH, S, D), places(W, KW, S, D)},
         (struct window){KH, KW, D, D, 1, 1, 0, 0});
}

//: wrong      last_window_only
//: says       Each window overwrote what another had sent to the same cell. Dilated windows
//:            interleave: a cell may win several, and adds up.
//: read       03_pool_routing#routing-overlap
void wrong_last_window_only(double *dx, const double *dy, const double *x, int C, int H, int W,
                            int KH, int KW, int S, int D)
{
    walk(dx, dy, x, (const int[]){C, H, W, places(H, KH, S, D), places(W, KW, S, D)},
         (struct window){KH, KW, D, D, S, S, 1, 0});
}

//: wrong      spread
//: says       You gave each cell of the window an equal share. A maximum has one winner, which
//:            gets all.
//: read       03_pool_routing#routing-average
void wrong_spread(double *dx, const double *dy, const double *x, int C, int H, int W, int KH,
                  int KW, int S, int D)
{
    walk(dx, dy, x, (const int[]){C, H, W, places(H, KH, S, D), places(W, KW, S, D)},
         (struct window){KH, KW, D, D, S, S, 0, 1});
}

//: wrong      window_too_large
//: says       You took the window to be KH * D high. Behind its last row nothing is skipped:
//:            from the first row to the last it is (KH - 1) * D + 1, and more windows fit.
//: read       03_pool_routing#routing-size
void wrong_window_too_large(double *dx, const double *dy, const double *x, int C, int H, int W,
                            int KH, int KW, int S, int D)
{
    int OH = H < KH * D ? 0 : (H - KH * D) / S + 1, OW = W < KW * D ? 0 : (W - KW * D) / S + 1;
    walk(dx, dy, x, (const int[]){C, H, W, OH, OW}, (struct window){KH, KW, D, D, S, S, 0, 0});
}
