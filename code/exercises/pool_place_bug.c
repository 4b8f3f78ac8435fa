//: title      Find the bug: a place inside of a window
//: chapter    03_pool_routing
//: kind       bug
//: read       03_pool_routing#routing-bits
//: statement  To save memory, this max-pooling layer has not written down which cell of the map
//:            won, but only which cell of its window: place = kh * KW + kw, row by row. The
//:            function below is the way back. It is to add the gradient of each window to its
//:            winner. All tests passed; all of them had windows of 2x2 or 3x3. Mend it.
//: hint       Take a window of one row and three columns, KH = 1 and KW = 3. Which three places
//:            are there, and what do the two lines make of them?
//: hint       place = kh * KW + kw. Which division gives kh back, and which remainder gives kw?

void pool_place_bug(double *dx,       /* (C, H, W) */
                    const double *dy, /* (C, OH, OW) */
                    const int *place, /* (C, OH, OW) */
                    int C, int H, int W, int KH, int KW, int S)
{
    //: where OH = out_size(H, KH, S, 0)
    //: where OW = out_size(W, KW, S, 0)
    int OH = (H - KH) / S + 1, OW = (W - KW) / S + 1;
    for (int c = 0; c < C; c++)
        for (int oh = 0; oh < OH; oh++)
            for (int ow = 0; ow < OW; ow++) {
                int o = (c * OH + oh) * OW + ow;
                //: solution
                int kh = place[o] / KW;
                int kw = place[o] % KW;
                //: starter
                //| int kh = place[o] / KH;
                //| int kw = place[o] % KH;
                //: end
                int h = oh * S + kh, w = ow * S + kw;
                if (h < H && w < W) dx[(c * H + h) * W + w] += dy[o];
            }
}

//: also       step_by_step
void also_step_by_step(double *dx, const double *dy, const int *place, int C, int H, int W,
                       int KH, int KW, int S)
{
    for (int c = 0; c < C; c++)
        for (int h = 0; h + KH <= H; h += S)
            for (int w = 0; w + KW <= W; w += S) {
                double *row = dx + (c * H + h) * W + w;
                int kw = *place++;
                for (; kw >= KW; kw -= KW) row += W;
                row[kw] += *dy++;
            }
}

/* The mistakes: where the gradient of window o goes, from the place that it remembers. */
struct window {
    int h, w, H, W, KH, KW;
};
typedef int target(struct window v, int place);

static int inside(struct window v, int h, int w)
{
    return h < v.H && w < v.W ? h * v.W + w : -1;
}

static void walk(double *dx, const double *dy, const int *place, struct window size, int C,
                 int S, target *to)
{
    int OH = (size.H - size.KH) / S + 1, OW = (size.W - size.KW) / S + 1;
    for (int o = 0; o < C * OH * OW; o++) {
        struct window v = size;
        v.h = o / OW % OH * S, v.w = o % OW * S;
        int cell = to(v, place[o]);
        if (cell >= 0) dx[o / (OH * OW) * v.H * v.W + cell] += dy[o];
    }
}

//: wrong      divided_by_rows
//: says       The place is still divided by KH, the number of rows. A row has KW cells: every
//:            KW steps a new row begins. With square windows nobody notices.
static int divided_by_rows(struct window v, int place)
{
    return inside(v, v.h + place / v.KH, v.w + place % v.KH);
}

void wrong_divided_by_rows(double *dx, const double *dy, const int *place, int C, int H, int W,
                           int KH, int KW, int S)
{
    walk(dx, dy, place, (struct window){0, 0, H, W, KH, KW}, C, S, divided_by_rows);
}

//: wrong      half_mended
//: says       One of the two lines is mended: the row is place / KW, but the column is still
//:            the remainder by KH. Both belong to KW.
static int half_mended(struct window v, int place)
{
    return inside(v, v.h + place / v.KW, v.w + place % v.KH);
}

void wrong_half_mended(double *dx, const double *dy, const int *place, int C, int H, int W,
                       int KH, int KW, int S)
{
    walk(dx, dy, place, (struct window){0, 0, H, W, KH, KW}, C, S, half_mended);
}

//: wrong      other_half_mended
//: says       One of the two lines is mended: the column is place % KW, but the row is still
//:            place / KH. Both belong to KW.
static int other_half_mended(struct window v, int place)
{
    return inside(v, v.h + place / v.KH, v.w + place % v.KW);
}

void wrong_other_half_mended(double *dx, const double *dy, const int *place, int C, int H,
                             int W, int KH, int KW, int S)
{
    walk(dx, dy, place, (struct window){0, 0, H, W, KH, KW}, C, S, other_half_mended);
}

//: wrong      row_column_swapped
//: says       You swapped row and column. The places count row by row: place / KW is the row
//:            and place % KW the column.
static int row_column_swapped(struct window v, int place)
{
    return inside(v, v.h + place % v.KW, v.w + place / v.KW);
}

void wrong_row_column_swapped(double *dx, const double *dy, const int *place, int C, int H,
                              int W, int KH, int KW, int S)
{
    walk(dx, dy, place, (struct window){0, 0, H, W, KH, KW}, C, S, row_column_swapped);
}

//: wrong      place_in_map
//: says       You took the place as one in the map. It counts inside of the window, and has to
//:            be translated: row and column of the window first, then the window's own corner.
//: read       03_pool_routing#routing-switches
static int place_in_map(struct window v, int place)
{
    return place < v.H * v.W ? place : -1;
}

void wrong_place_in_map(double *dx, const double *dy, const int *place, int C, int H, int W,
                        int KH, int KW, int S)
{
    walk(dx, dy, place, (struct window){0, 0, H, W, KH, KW}, C, S, place_in_map);
}

//: wrong      overwrites
//: says       The places are right now, but each window overwrites what another has sent to the
//:            same cell. Leave the += as it was.
//: read       03_pool_routing#routing-overlap
void wrong_overwrites(double *dx, const double *dy, const int *place, int C, int H, int W,
                      int KH, int KW, int S)
{
    int OH = (H - KH) / S + 1, OW = (W - KW) / S + 1;
    for (int o = 0; o < C * OH * OW; o++) {
        int h = o / OW % OH * S + place[o] / KW, w = o % OW * S + place[o] % KW;
        dx[(o / (OH * OW) * H + h) * W + w] = dy[o];
    }
}
