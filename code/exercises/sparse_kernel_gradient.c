//: title      The kernel's gradient, from the winners alone
//: chapter    05_making_it_fast
//: kind       write
//: read       05_making_it_fast#fast-winners
//: statement  C maps x of H by W go through OC filters with kernels of KH by KW, stride 1, no
//:            padding, so each filter makes a conv map of OH = H - KH + 1 by OW = W - KW + 1. A
//:            max-pool behind it has WINS windows on each map. argmax[oc][i] is the cell that
//:            won window i of filter oc, as an index into all conv maps (OC, OH, OW), and
//:            g[oc][i] the gradient that has come back to it; 0 where ReLU was off. Add to dw
//:            the gradients of the weights, and to db those of the biases. Visit the winners to
//:            which a gradient has come, and no other cell: where nobody has to look, x may
//:            hold inf, and 0 times inf is not 0.
//: hint       A winner brings to every weight of its filter: its gradient, times the number
//:            that this weight met. Which patch of x did the conv neuron (oh, ow) see?
//: hint       The index counts rows of OW cells: place = argmax % (OH * OW), then oh =
//:            place / OW and ow = place % OW.
//: hint       If g[oc][i] is 0, go on with the next window before you read anything from x.

#include <stddef.h>

void sparse_kernel_gradient(double *dw,           /* (OC, C, KH, KW) */
                            double *db,           /* (OC) */
                            const double *g,      /* (OC, WINS) */
                            const size_t *argmax, /* (OC, WINS) */
                            const double *x,      /* (C, H, W) */
                            int C, int H, int W, int OC, int KH, int KW, int WINS)
{
    //: where OH = out_size(H, KH, 1, 0)
    //: where OW = out_size(W, KW, 1, 0)
    //: solution
    int OH = H - KH + 1, OW = W - KW + 1;
    for (int i = 0; i < OC * WINS; i++) {
        if (g[i] == 0) continue;
        int oc = i / WINS, place = (int)(argmax[i] % (size_t)(OH * OW));
        int oh = place / OW, ow = place % OW;
        db[oc] += g[i];
        for (int c = 0; c < C; c++)
            for (int kh = 0; kh < KH; kh++)
                for (int kw = 0; kw < KW; kw++)
                    dw[((oc * C + c) * KH + kh) * KW + kw] +=
                        g[i] * x[(c * H + oh + kh) * W + ow + kw];
    }
    //: end
}

//: also       weight_by_weight
void also_weight_by_weight(double *dw, double *db, const double *g, const size_t *argmax,
                           const double *x, int C, int H, int W, int OC, int KH, int KW,
                           int WINS)
{
    int OW = W - KW + 1, places = (H - KH + 1) * OW, weights = C * KH * KW;
    for (int k = 0; k < OC * weights; k++)
        for (int i = WINS - 1; i >= 0; i--) {
            int win = k / weights * WINS + i, c = k % weights / (KH * KW);
            if (!(g[win] < 0) && !(g[win] > 0)) continue;
            int place = (int)argmax[win] - k / weights * places;
            int h = place / OW + k / KW % KH, w = place % OW + k % KW;
            dw[k] += x[c * H * W + h * W + w] * g[win];
        }
    for (int i = OC * WINS - 1; i >= 0; i--) db[i / WINS] += g[i];
}

/* The mistakes visit winners too; each does one thing differently. */
enum slip {
    NONE,
    EMPTY,
    INPUT_WIDTH,
    CENTERED,
    TURNED,
    NO_INPUT,
    FIRST_MAP,
    LAST_WINNER,
    MIXED,
};

struct sizes {
    int C, H, W, OC, KH, KW, WINS;
};

static int places_of(struct sizes z)
{
    return (z.H - z.KH + 1) * (z.W - z.KW + 1);
}

/* What weight k of a filter met when the conv neuron at `place` was computed. */
static double met(const double *x, int place, int k, struct sizes z, enum slip slip)
{
    int width = slip == INPUT_WIDTH ? z.W : z.W - z.KW + 1;
    int c = slip == FIRST_MAP ? 0 : k / (z.KH * z.KW), kh = k / z.KW % z.KH, kw = k % z.KW;
    if (slip == TURNED) kh = z.KH - 1 - kh, kw = z.KW - 1 - kw;
    if (slip == CENTERED) kh -= z.KH / 2, kw -= z.KW / 2;
    int h = place / width + kh, w = place % width + kw;
    if (slip == NO_INPUT) return 1;
    return h < 0 || h >= z.H || w < 0 || w >= z.W ? 0 : x[(c * z.H + h) * z.W + w];
}

/* One winner brings its gradient to filter oc. */
static void bring(double *dw, double g, int oc, int place, const double *x, struct sizes z,
                  enum slip slip)
{
    int weights = z.C * z.KH * z.KW;
    for (int k = 0; k < weights; k++) {
        double *weight = &dw[oc * weights + k];
        *weight = (slip == LAST_WINNER ? 0 : *weight) + g * met(x, place, k, z, slip);
    }
}

static void walk(double *dw, const double *g, const size_t *argmax, const double *x,
                 struct sizes z, enum slip slip)
{
    for (int i = 0; i < z.OC * z.WINS; i++) {
        int place = (int)(argmax[i] % (size_t)places_of(z));
        if (g[i] == 0 && slip != EMPTY) continue;
        for (int oc = 0; oc < z.OC; oc++)
            if (oc == i / z.WINS || slip == MIXED) bring(dw, g[i], oc, place, x, z, slip);
    }
}

static void add_bias(double *db, const double *g, struct sizes z)
{
    for (int i = 0; i < z.OC * z.WINS; i++) db[i / z.WINS] += g[i];
}

/* The gradient that a cell of the conv maps gets: all that it has won, or the last. */
static double won(const double *g, const size_t *argmax, int cell, struct sizes z, int last)
{
    double sum = 0;
    for (int i = 0; i < z.OC * z.WINS; i++)
        if ((int)argmax[i] == cell) sum = last ? g[i] : sum + g[i];
    return sum;
}

//: wrong      dense
//: says       You visited every cell of the conv map. Nearly all of them have the gradient 0,
//:            and you multiplied by it all the same: work for nothing, and where x holds inf,
//:            0 * inf makes a NaN. Walk over the windows.
//: read       05_making_it_fast#fast-example
void wrong_dense(double *dw, double *db, const double *g, const size_t *argmax, const double *x,
                 int C, int H, int W, int OC, int KH, int KW, int WINS)
{
    struct sizes z = {C, H, W, OC, KH, KW, WINS};
    int places = places_of(z);
    for (int cell = 0; cell < OC * places; cell++)
        bring(dw, won(g, argmax, cell, z, 0), cell / places, cell % places, x, z, NONE);
    add_bias(db, g, z);
}

//: wrong      empty_envelopes
//: says       You visited all winners, also those whose gradient is 0, since ReLU was off. Look
//:            into the envelope first: where g is 0, go on, and read nothing from x.
//: read       05_making_it_fast#fast-picture
void wrong_empty_envelopes(double *dw, double *db, const double *g, const size_t *argmax,
                           const double *x, int C, int H, int W, int OC, int KH, int KW,
                           int WINS)
{
    struct sizes z = {C, H, W, OC, KH, KW, WINS};
    walk(dw, g, argmax, x, z, EMPTY);
    add_bias(db, g, z);
}

//: wrong      width_of_the_input
//: says       You found row and column of the winner with the width W of x. The index counts
//:            cells of the conv map, and that has OW = W - KW + 1 in a row.
void wrong_width_of_the_input(double *dw, double *db, const double *g, const size_t *argmax,
                              const double *x, int C, int H, int W, int OC, int KH, int KW,
                              int WINS)
{
    struct sizes z = {C, H, W, OC, KH, KW, WINS};
    walk(dw, g, argmax, x, z, INPUT_WIDTH);
    add_bias(db, g, z);
}

//: wrong      patch_centered
//: says       You laid the middle of the patch on the winner. Without padding the conv neuron
//:            (oh, ow) saw rows oh to oh + KH - 1: the patch begins at (oh, ow).
//: read       02_conv_to_pool#conv-padding
void wrong_patch_centered(double *dw, double *db, const double *g, const size_t *argmax,
                          const double *x, int C, int H, int W, int OC, int KH, int KW,
                          int WINS)
{
    struct sizes z = {C, H, W, OC, KH, KW, WINS};
    walk(dw, g, argmax, x, z, CENTERED);
    add_bias(db, g, z);
}

//: wrong      patch_turned
//: says       You turned the patch around. Nothing turns here: the weight at (kh, kw) met the
//:            cell (oh + kh, ow + kw).
//: read       02_conv_to_pool#conv-flip
void wrong_patch_turned(double *dw, double *db, const double *g, const size_t *argmax,
                        const double *x, int C, int H, int W, int OC, int KH, int KW, int WINS)
{
    struct sizes z = {C, H, W, OC, KH, KW, WINS};
    walk(dw, g, argmax, x, z, TURNED);
    add_bias(db, g, z);
}

//: wrong      patch_forgotten
//: says       You gave every weight the sum of the winners' gradients. That is what the bias
//:            gets; a weight gets gradient times the number that it met.
//: read       02_conv_to_pool#conv-bias
void wrong_patch_forgotten(double *dw, double *db, const double *g, const size_t *argmax,
                           const double *x, int C, int H, int W, int OC, int KH, int KW,
                           int WINS)
{
    struct sizes z = {C, H, W, OC, KH, KW, WINS};
    walk(dw, g, argmax, x, z, NO_INPUT);
    add_bias(db, g, z);
}

//: wrong      first_map_for_all
//: says       You took the patch from the first map everywhere. The kernel w[oc][c] looked at
//:            map c.
//: read       02_conv_to_pool#conv-channels
void wrong_first_map_for_all(double *dw, double *db, const double *g, const size_t *argmax,
                             const double *x, int C, int H, int W, int OC, int KH, int KW,
                             int WINS)
{
    struct sizes z = {C, H, W, OC, KH, KW, WINS};
    walk(dw, g, argmax, x, z, FIRST_MAP);
    add_bias(db, g, z);
}

//: wrong      last_winner_only
//: says       Each winner overwrote what the one before it had brought. All of them used the
//:            same weights: += instead of =.
//: read       02_conv_to_pool#conv-shared
void wrong_last_winner_only(double *dw, double *db, const double *g, const size_t *argmax,
                            const double *x, int C, int H, int W, int OC, int KH, int KW,
                            int WINS)
{
    struct sizes z = {C, H, W, OC, KH, KW, WINS};
    walk(dw, g, argmax, x, z, LAST_WINNER);
    add_bias(db, g, z);
}

//: wrong      filters_mixed
//: says       Every winner has brought its gradient to the weights of all filters. It stands in
//:            the map of one filter, and only that one made it.
void wrong_filters_mixed(double *dw, double *db, const double *g, const size_t *argmax,
                         const double *x, int C, int H, int W, int OC, int KH, int KW, int WINS)
{
    struct sizes z = {C, H, W, OC, KH, KW, WINS};
    walk(dw, g, argmax, x, z, MIXED);
    add_bias(db, g, z);
}

//: wrong      one_win_a_cell
//: says       A cell that has won several windows brought the gradient of the last one alone.
//:            It collects from all that it has won.
//: read       03_pool_routing#routing-overlap
void wrong_one_win_a_cell(double *dw, double *db, const double *g, const size_t *argmax,
                          const double *x, int C, int H, int W, int OC, int KH, int KW,
                          int WINS)
{
    struct sizes z = {C, H, W, OC, KH, KW, WINS};
    int places = places_of(z);
    for (int cell = 0; cell < OC * places; cell++) {
        double last = won(g, argmax, cell, z, 1);
        if (last == 0) continue;
        bring(dw, last, cell / places, cell % places, x, z, NONE);
        db[cell / places] += last;
    }
}

//: wrong      bias_forgotten
//: says       The weights are right. db has got nothing: the bias stood behind a wire on which
//:            a 1 came in, and collects the gradients of the winners.
//: read       02_conv_to_pool#conv-bias
void wrong_bias_forgotten(double *dw, double *db, const double *g, const size_t *argmax,
                          const double *x, int C, int H, int W, int OC, int KH, int KW,
                          int WINS)
{
    (void)db;
    walk(dw, g, argmax, x, (struct sizes){C, H, W, OC, KH, KW, WINS}, NONE);
}

//: wrong      bias_once_per_weight
//: says       The weights are right; the bias is too large. It stands inside of the loops over
//:            the patch, and is counted once for each weight.
//: read       02_conv_to_pool#conv-bias
void wrong_bias_once_per_weight(double *dw, double *db, const double *g, const size_t *argmax,
                                const double *x, int C, int H, int W, int OC, int KH, int KW,
                                int WINS)
{
    struct sizes z = {C, H, W, OC, KH, KW, WINS};
    walk(dw, g, argmax, x, z, NONE);
    for (int k = 0; k < C * KH * KW; k++) add_bias(db, g, z);
}
