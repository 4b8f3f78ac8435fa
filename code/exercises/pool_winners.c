//: title      Forward, and remember who won
//: chapter    03_pool_routing
//: kind       write
//: read       03_pool_routing#routing-switches
//: statement  The way forward of max-pooling: C maps of H by W, windows of KH by KW, stride S,
//:            and P rows and columns of padding on every side, at most half a window. There are
//:            OH = (H + 2 * P - KH) / S + 1 rows and OW = (W + 2 * P - KW) / S + 1 columns of
//:            windows; window (oh, ow) begins at row oh * S - P and column ow * S - P. Put the
//:            maximum of each window into y, and into argmax where its winner stands: the index
//:            into the whole array x. Padding never wins. Of equal maxima the first wins. A NaN
//:            wins its window, the first one if there are several. A window whose real cells
//:            are all -inf is won by the first of them.
//: hint       Begin with the first *real* cell of the window, and let a later cell take over
//:            only if it beats the one you have. So there is no number that has to stand for
//:            "nothing yet".
//: hint       The real rows of a window run from max(0, oh * S - P) to min(H, oh * S - P + KH).
//: hint       Every comparison with NaN is false. A cell takes over if it is larger, or if it
//:            is NaN, isnan() says so, and the one you have is not.

#include <math.h>
#include <stddef.h>

void pool_winners(double *y,       /* (C, OH, OW) */
                  size_t *argmax,  /* (C, OH, OW) */
                  const double *x, /* (C, H, W) */
                  int C, int H, int W, int KH, int KW, int S, int P)
{
    //: where OH = out_size(H, KH, S, P)
    //: where OW = out_size(W, KW, S, P)
    //: require P <= KH / 2 && P <= KW / 2
    //: solution
    int OH = (H + 2 * P - KH) / S + 1, OW = (W + 2 * P - KW) / S + 1;
    for (int o = 0; o < C * OH * OW; o++) {
        int c = o / (OH * OW), top = o / OW % OH * S - P, left = o % OW * S - P;
        int winner = -1;
        for (int h = top; h < top + KH; h++)
            for (int w = left; w < left + KW; w++) {
                if (h < 0 || h >= H || w < 0 || w >= W) continue;
                int cell = (c * H + h) * W + w;
                if (winner < 0 || x[cell] > x[winner] || (isnan(x[cell]) && !isnan(x[winner])))
                    winner = cell;
            }
        y[o] = x[winner];
        argmax[o] = (size_t)winner;
    }
    //: end
}

//: also       from_the_end
void also_from_the_end(double *y, size_t *argmax, const double *x, int C, int H, int W, int KH,
                       int KW, int S, int P)
{
    int OH = (H + 2 * P - KH) / S + 1, OW = (W + 2 * P - KW) / S + 1, n = C * H * W;
    for (int o = 0; o < C * OH * OW; o++) y[o] = -INFINITY;
    for (int cell = n - 1; cell >= 0; cell--)
        for (int o = 0; o < C * OH * OW; o++) {
            int kh = cell / W % H - o / OW % OH * S + P, kw = cell % W - o % OW * S + P;
            if (o / (OH * OW) != cell / (H * W) || kh < 0 || kh >= KH || kw < 0 || kw >= KW)
                continue;
            if (isnan(y[o]) && !isnan(x[cell])) continue;
            if (x[cell] < y[o]) continue;
            y[o] = x[cell];
            argmax[o] = (size_t)cell;
        }
}

/* The mistakes: the same search, each with one thing different. */
enum slip {
    PADDING_ZERO,
    FROM_ZERO,
    LOWEST,
    IN_WINDOW,
    IN_MAP,
    PADDED,
    LAST,
    NAN_LOST,
    SHIFTED,
    MINUS_INF,
    LAST_NAN
};

struct window {
    int c, h, w, H, W, KH, KW, P;
};

static int beats(double challenger, double champion, enum slip slip)
{
    if (slip == LAST && challenger == champion) return 1;
    if (slip == NAN_LOST) return challenger > champion;
    if (slip == LAST_NAN && isnan(challenger)) return 1;
    return challenger > champion || (isnan(challenger) && !isnan(champion));
}

static int outside(struct window v, int h, int w)
{
    return h < 0 || h >= v.H || w < 0 || w >= v.W;
}

/* What the mistake writes down for the place of the winner. */
static size_t place_of(struct window v, int cell, enum slip slip)
{
    int h = cell / v.W % v.H, w = cell % v.W, H = v.H + 2 * v.P, W = v.W + 2 * v.P;
    if (slip == IN_WINDOW) return (size_t)((h - v.h) * v.KW + w - v.w);
    if (slip == IN_MAP) return (size_t)(cell % (v.H * v.W));
    if (slip == PADDED) return (size_t)((v.c * H + h + v.P) * W + w + v.P);
    return (size_t)cell;
}

static void search(double *y, size_t *argmax, const double *x, struct window v, enum slip slip)
{
    const double lowest = -1.7976931348623157e308;
    int winner = -1, begun = slip == FROM_ZERO || slip == LOWEST || slip == MINUS_INF;
    double best = slip == LOWEST ? lowest : slip == MINUS_INF ? -INFINITY : 0;
    for (int h = v.h; h < v.h + v.KH; h++)
        for (int w = v.w; w < v.w + v.KW; w++) {
            int real = !outside(v, h, w), cell = (v.c * v.H + h) * v.W + w;
            if (!real && slip != PADDING_ZERO) continue;
            double value = real ? x[cell] : 0;
            if (begun && !beats(value, best, slip)) continue;
            best = value, winner = real ? cell : -1, begun = 1;
        }
    *y = best;
    *argmax = winner < 0 ? 0 : place_of(v, winner, slip);
}

static void walk(double *y, size_t *argmax, const double *x, struct window size, int C, int S,
                 enum slip slip)
{
    int OH = (size.H + 2 * size.P - size.KH) / S + 1, corner = slip == SHIFTED ? 0 : size.P;
    int OW = (size.W + 2 * size.P - size.KW) / S + 1;
    for (int o = 0; o < C * OH * OW; o++) {
        struct window v = size;
        v.c = o / (OH * OW), v.h = o / OW % OH * S - corner, v.w = o % OW * S - corner;
        search(&y[o], &argmax[o], x, v, slip);
    }
}

//: wrong      padding_as_zero
//: says       You let the padding take part as zeros. Where all real cells are negative, the
//:            padding wins, and there is nobody to send the gradient to. Padding never wins.
//: read       03_pool_routing#routing-padding
void wrong_padding_as_zero(double *y, size_t *argmax, const double *x, int C, int H, int W,
                           int KH, int KW, int S, int P)
{
    struct window size = {.H = H, .W = W, .KH = KH, .KW = KW, .P = P};
    walk(y, argmax, x, size, C, S, PADDING_ZERO);
}

//: wrong      starts_at_zero
//: says       Your search begins at 0, so a window of negative numbers has the maximum 0, which
//:            stands nowhere in the map. Begin with the first real cell.
//: read       03_pool_routing#routing-code
void wrong_starts_at_zero(double *y, size_t *argmax, const double *x, int C, int H, int W,
                          int KH, int KW, int S, int P)
{
    struct window size = {.H = H, .W = W, .KH = KH, .KW = KW, .P = P};
    walk(y, argmax, x, size, C, S, FROM_ZERO);
}

//: wrong      starts_at_lowest
//: says       Your search begins at the lowest finite number. A window of -inf never beats it,
//:            so it has no winner of its own. Begin with the first real cell.
//: read       03_pool_routing#routing-nan
void wrong_starts_at_lowest(double *y, size_t *argmax, const double *x, int C, int H, int W,
                            int KH, int KW, int S, int P)
{
    struct window size = {.H = H, .W = W, .KH = KH, .KW = KW, .P = P};
    walk(y, argmax, x, size, C, S, LOWEST);
}

//: wrong      place_in_window
//: says       The maxima are right. argmax counts inside of the window; it is to be the index
//:            into the whole array x, or the way back does not know where to go.
void wrong_place_in_window(double *y, size_t *argmax, const double *x, int C, int H, int W,
                           int KH, int KW, int S, int P)
{
    struct window size = {.H = H, .W = W, .KH = KH, .KW = KW, .P = P};
    walk(y, argmax, x, size, C, S, IN_WINDOW);
}

//: wrong      place_in_map
//: says       The maxima are right. argmax begins anew at 0 in every map; it is to be the index
//:            into the whole array x, or all maps would send their gradients into the first.
//: read       03_pool_routing#routing-channels
void wrong_place_in_map(double *y, size_t *argmax, const double *x, int C, int H, int W, int KH,
                        int KW, int S, int P)
{
    struct window size = {.H = H, .W = W, .KH = KH, .KW = KW, .P = P};
    walk(y, argmax, x, size, C, S, IN_MAP);
}

//: wrong      place_in_padded_map
//: says       The maxima are right. argmax counts the cells of the padded map; x has no padding
//:            in it.
//: read       03_pool_routing#routing-padding
void wrong_place_in_padded_map(double *y, size_t *argmax, const double *x, int C, int H, int W,
                               int KH, int KW, int S, int P)
{
    struct window size = {.H = H, .W = W, .KH = KH, .KW = KW, .P = P};
    walk(y, argmax, x, size, C, S, PADDED);
}

//: wrong      last_of_equals
//: says       Of equal maxima you took the last. A later cell takes over only if it is larger:
//:            > and not >=.
//: read       03_pool_routing#routing-ties
void wrong_last_of_equals(double *y, size_t *argmax, const double *x, int C, int H, int W,
                          int KH, int KW, int S, int P)
{
    struct window size = {.H = H, .W = W, .KH = KH, .KW = KW, .P = P};
    walk(y, argmax, x, size, C, S, LAST);
}

//: wrong      nan_lost
//: says       A NaN in a window goes unnoticed, because every comparison with it is false. A
//:            NaN wins, so that it is seen and not hidden: ask isnan().
//: read       03_pool_routing#routing-nan
void wrong_nan_lost(double *y, size_t *argmax, const double *x, int C, int H, int W, int KH,
                    int KW, int S, int P)
{
    struct window size = {.H = H, .W = W, .KH = KH, .KW = KW, .P = P};
    walk(y, argmax, x, size, C, S, NAN_LOST);
}

//: wrong      padding_forgotten
//: says       You forgot that the first window begins outside of the map: at row -P and column
//:            -P, not at 0.
//: read       03_pool_routing#routing-padding
void wrong_padding_forgotten(double *y, size_t *argmax, const double *x, int C, int H, int W,
                             int KH, int KW, int S, int P)
{
    struct window size = {.H = H, .W = W, .KH = KH, .KW = KW, .P = P};
    walk(y, argmax, x, size, C, S, SHIFTED);
}

//: wrong      starts_at_minus_inf
//: says       The maxima are right. Your search begins at -inf, and in a window of -inf nothing
//:            is larger, so argmax says 0, a cell that may lie in another window. Begin with
//:            the first real cell.
//: read       03_pool_routing#routing-nan
void wrong_starts_at_minus_inf(double *y, size_t *argmax, const double *x, int C, int H, int W,
                               int KH, int KW, int S, int P)
{
    struct window size = {.H = H, .W = W, .KH = KH, .KW = KW, .P = P};
    walk(y, argmax, x, size, C, S, MINUS_INF);
}

//: wrong      last_nan
//: says       Of several NaN in a window you took the last. The first one wins, as the first of
//:            equal maxima does: a NaN is beaten by nothing, not by another NaN either.
//: read       03_pool_routing#routing-nan
void wrong_last_nan(double *y, size_t *argmax, const double *x, int C, int H, int W, int KH,
                    int KW, int S, int P)
{
    struct window size = {.H = H, .W = W, .KH = KH, .KW = KW, .P = P};
    walk(y, argmax, x, size, C, S, LAST_NAN);
}
