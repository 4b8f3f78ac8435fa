//: title      What the map teaches the kernel
//: chapter    02_conv_to_pool
//: kind       write
//: read       02_conv_to_pool#conv-shared
//: statement  N samples of C pool maps, H by W, go through OC filters with kernels of KH by KW,
//:            stride 1, with P rows and columns of padding on every side. Conv neuron (oh, ow)
//:            computes y = b[oc] + sum of w[oc][c][kh][kw] * x[n][c][oh - P + kh][ow - P + kw];
//:            cells outside of the map count as nothing. There are OH = H + 2 * P - KH + 1 rows
//:            and OW = W + 2 * P - KW + 1 columns of conv neurons. You get dy, their gradients,
//:            and x. Add to dw the gradients of the weights, and to db those of the biases.
//: hint       One weight sits on many wires: one for each sample and each place. What does one
//:            wire bring? The gradient at its conv end times the number at its pool end.
//: hint       A wire that would come from the padding carried nothing, and brings nothing.
//: hint       The bias of a filter serves every place of every sample: it collects all of
//:            dy[oc].

void conv_kernel_gradient(double *dw,       /* (OC, C, KH, KW) */
                          double *db,       /* (OC) */
                          const double *dy, /* (N, OC, OH, OW) */
                          const double *x,  /* (N, C, H, W) */
                          int N, int C, int H, int W, int OC, int KH, int KW, int P)
{
    //: where OH = out_size(H, KH, 1, P)
    //: where OW = out_size(W, KW, 1, P)
    //: solution
    int OH = H + 2 * P - KH + 1, OW = W + 2 * P - KW + 1;
    for (int n = 0; n < N; n++)
        for (int oc = 0; oc < OC; oc++)
            for (int oh = 0; oh < OH; oh++)
                for (int ow = 0; ow < OW; ow++) {
                    double g = dy[((n * OC + oc) * OH + oh) * OW + ow];
                    db[oc] += g;
                    for (int c = 0; c < C; c++)
                        for (int kh = 0; kh < KH; kh++)
                            for (int kw = 0; kw < KW; kw++) {
                                int ih = oh - P + kh, iw = ow - P + kw;
                                if (ih < 0 || ih >= H || iw < 0 || iw >= W) continue;
                                dw[((oc * C + c) * KH + kh) * KW + kw] +=
                                    g * x[((n * C + c) * H + ih) * W + iw];
                            }
                }
    //: end
}

//: also       weight_by_weight
static double padded(const double *map, int h, int w, int H, int W)
{
    return h < 0 || h >= H || w < 0 || w >= W ? 0 : map[h * W + w];
}

void also_weight_by_weight(double *dw, double *db, const double *dy, const double *x, int N,
                           int C, int H, int W, int OC, int KH, int KW, int P)
{
    int OH = H + 2 * P - KH + 1, OW = W + 2 * P - KW + 1, places = OH * OW;
    for (int k = 0; k < OC * C * KH * KW; k++)
        for (int i = 0; i < N * places; i++) {
            int n = i / places, oc = k / (C * KH * KW), c = k / (KH * KW) % C;
            int h = i / OW % OH - P + k / KW % KH, w = i % OW - P + k % KW;
            double g = dy[(n * OC + oc) * places + i % places];
            dw[k] += g * padded(x + (n * C + c) * H * W, h, w, H, W);
        }
    for (int i = N * OC * places - 1; i >= 0; i--) db[i / places % OC] += dy[i];
}

/* The mistakes go along all wires too; each does one thing differently. */
enum slip {
    NONE,
    PADDING_COPIED,
    NO_PADDING,
    TURNED,
    NO_INPUT,
    FIRST_MAP,
    LAST_PLACE,
};

struct sizes {
    int N, C, H, W, OC, KH, KW, P;
};

static int clamp(int i, int n)
{
    return i < 0 ? 0 : i >= n ? n - 1 : i;
}

static int places_of(struct sizes z)
{
    return (z.H + 2 * z.P - z.KH + 1) * (z.W + 2 * z.P - z.KW + 1);
}

/* What came in along the wire to conv neuron i on which weight k of its filter sits. */
static double came_in(const double *x, int i, int k, struct sizes z, enum slip slip)
{
    int OW = z.W + 2 * z.P - z.KW + 1, place = i % places_of(z);
    int n = i / (z.OC * places_of(z)), c = slip == FIRST_MAP ? 0 : k / (z.KH * z.KW);
    int kh = k / z.KW % z.KH, kw = k % z.KW, pad = slip == NO_PADDING ? 0 : z.P;
    if (slip == TURNED) kh = z.KH - 1 - kh, kw = z.KW - 1 - kw;
    int h = place / OW - pad + kh, w = place % OW - pad + kw;
    if (slip == PADDING_COPIED) h = clamp(h, z.H), w = clamp(w, z.W);
    return padded(x + (n * z.C + c) * z.H * z.W, h, w, z.H, z.W);
}

static void walk(double *dw, const double *dy, const double *x, struct sizes z, enum slip slip,
                 double part)
{
    int weights = z.C * z.KH * z.KW, places = places_of(z);
    for (int i = 0; i < z.N * z.OC * places; i++)
        for (int k = 0; k < weights; k++) {
            double *weight = &dw[i / places % z.OC * weights + k];
            double input = slip == NO_INPUT ? 1 : came_in(x, i, k, z, slip);
            *weight = (slip == LAST_PLACE ? 0 : *weight) + part * dy[i] * input;
        }
}

static void add_bias(double *db, const double *dy, struct sizes z, double part)
{
    int places = places_of(z);
    for (int i = 0; i < z.N * z.OC * places; i++) db[i / places % z.OC] += part * dy[i];
}

/* Weights with a slip, biases right. */
static void slipped(double *dw, double *db, const double *dy, const double *x, struct sizes z,
                    enum slip slip)
{
    walk(dw, dy, x, z, slip, 1);
    add_bias(db, dy, z, 1);
}

//: wrong      padding_as_copy
//: says       You let the padding have the value of the nearest cell. Padding is nothing: no
//:            number came in from there, and such a wire brings 0.
//: read       02_conv_to_pool#conv-padding
void wrong_padding_as_copy(double *dw, double *db, const double *dy, const double *x, int N,
                           int C, int H, int W, int OC, int KH, int KW, int P)
{
    slipped(dw, db, dy, x, (struct sizes){N, C, H, W, OC, KH, KW, P}, PADDING_COPIED);
}

//: wrong      padding_forgotten
//: says       You forgot that the map begins P rows and columns later. Place (oh, ow) of the
//:            kernel begins at row oh - P and column ow - P.
//: read       02_conv_to_pool#conv-padding
void wrong_padding_forgotten(double *dw, double *db, const double *dy, const double *x, int N,
                             int C, int H, int W, int OC, int KH, int KW, int P)
{
    slipped(dw, db, dy, x, (struct sizes){N, C, H, W, OC, KH, KW, P}, NO_PADDING);
}

//: wrong      kernel_turned
//: says       You turned the kernel around. Here nothing turns: the weight at (kh, kw) met the
//:            cell (oh - P + kh, ow - P + kw), and from there it collects.
//: read       02_conv_to_pool#conv-flip
void wrong_kernel_turned(double *dw, double *db, const double *dy, const double *x, int N,
                         int C, int H, int W, int OC, int KH, int KW, int P)
{
    slipped(dw, db, dy, x, (struct sizes){N, C, H, W, OC, KH, KW, P}, TURNED);
}

//: wrong      input_forgotten
//: says       You gave every weight the sum of the gradients of its filter. That is what the
//:            bias gets; a weight gets gradient times what came in along the wire.
//: read       02_conv_to_pool#conv-bias
void wrong_input_forgotten(double *dw, double *db, const double *dy, const double *x, int N,
                           int C, int H, int W, int OC, int KH, int KW, int P)
{
    slipped(dw, db, dy, x, (struct sizes){N, C, H, W, OC, KH, KW, P}, NO_INPUT);
}

//: wrong      first_map_for_all
//: says       You multiplied with the first pool map everywhere. The kernel w[oc][c] looked at
//:            pool map c.
//: read       02_conv_to_pool#conv-channels
void wrong_first_map_for_all(double *dw, double *db, const double *dy, const double *x, int N,
                             int C, int H, int W, int OC, int KH, int KW, int P)
{
    slipped(dw, db, dy, x, (struct sizes){N, C, H, W, OC, KH, KW, P}, FIRST_MAP);
}

//: wrong      last_place_only
//: says       Each place overwrote what the one before it had brought, so that only the last
//:            place of the last sample counts. Every wire adds: += instead of =.
void wrong_last_place_only(double *dw, double *db, const double *dy, const double *x, int N,
                           int C, int H, int W, int OC, int KH, int KW, int P)
{
    slipped(dw, db, dy, x, (struct sizes){N, C, H, W, OC, KH, KW, P}, LAST_PLACE);
}

//: wrong      mean_over_places
//: says       You took the mean over the places of the kernel. A weight that is used at many
//:            places has that much more influence: the gradient is the sum.
void wrong_mean_over_places(double *dw, double *db, const double *dy, const double *x, int N,
                            int C, int H, int W, int OC, int KH, int KW, int P)
{
    struct sizes z = {N, C, H, W, OC, KH, KW, P};
    walk(dw, dy, x, z, NONE, 1.0 / places_of(z));
    add_bias(db, dy, z, 1.0 / places_of(z));
}

//: wrong      mean_over_batch
//: says       You divided by the number of samples. The mean over the batch is taken where the
//:            loss is made; the layer only adds.
//: read       01_fc_to_pool#fc-batch
void wrong_mean_over_batch(double *dw, double *db, const double *dy, const double *x, int N,
                           int C, int H, int W, int OC, int KH, int KW, int P)
{
    struct sizes z = {N, C, H, W, OC, KH, KW, P};
    walk(dw, dy, x, z, NONE, 1.0 / N);
    add_bias(db, dy, z, 1.0 / N);
}

//: wrong      first_sample_only
//: says       Only the first sample was looked at. All samples used these weights.
//: read       01_fc_to_pool#fc-batch
void wrong_first_sample_only(double *dw, double *db, const double *dy, const double *x, int N,
                             int C, int H, int W, int OC, int KH, int KW, int P)
{
    (void)N;
    conv_kernel_gradient(dw, db, dy, x, 1, C, H, W, OC, KH, KW, P);
}

//: wrong      bias_not_summed
//: says       The weights are right; the bias has the gradient of one conv neuron, the last. It
//:            served all of them: add up.
//: read       02_conv_to_pool#conv-bias
void wrong_bias_not_summed(double *dw, double *db, const double *dy, const double *x, int N,
                           int C, int H, int W, int OC, int KH, int KW, int P)
{
    int places = places_of((struct sizes){N, C, H, W, OC, KH, KW, P});
    conv_kernel_gradient(dw, db, dy, x, N, C, H, W, OC, KH, KW, P);
    for (int i = 0; i < N * OC * places; i++) db[i / places % OC] = dy[i];
}

//: wrong      bias_once_per_weight
//: says       The weights are right; the bias is too large. It stands inside of the loops over
//:            the kernel, and is counted once for each weight. A conv neuron adds its bias
//:            once.
//: read       02_conv_to_pool#conv-bias
void wrong_bias_once_per_weight(double *dw, double *db, const double *dy, const double *x,
                                int N, int C, int H, int W, int OC, int KH, int KW, int P)
{
    struct sizes z = {N, C, H, W, OC, KH, KW, P};
    walk(dw, dy, x, z, NONE, 1);
    add_bias(db, dy, z, (double)C * KH * KW);
}

//: wrong      bias_forgotten
//: says       The weights are right; the biases got nothing. A bias is a wire on which a 1
//:            comes in, and it is used at every place of its map: add up the gradients there.
void wrong_bias_forgotten(double *dw, double *db, const double *dy, const double *x, int N,
                          int C, int H, int W, int OC, int KH, int KW, int P)
{
    int places = (H + 2 * P - KH + 1) * (W + 2 * P - KW + 1);
    conv_kernel_gradient(dw, db, dy, x, N, C, H, W, OC, KH, KW, P);
    for (int i = 0; i < N * OC * places; i++) db[i / places % OC] -= dy[i];
}

//: wrong      places_without_padding
//: says       You counted the places of the kernel as if there were no padding. With it there
//:            are H + 2 * P - KH + 1 rows of them, and as many rows of gradients in dy; columns
//:            likewise.
//: read       02_conv_to_pool#conv-padding
void wrong_places_without_padding(double *dw, double *db, const double *dy, const double *x,
                                  int N, int C, int H, int W, int OC, int KH, int KW, int P)
{
    int OH = H - KH + 1, OW = W - KW + 1, rows = OH > 0 ? OH : 0, columns = OW > 0 ? OW : 0;
    for (int i = 0; i < N * OC * rows * columns; i++) {
        int places = rows * columns, oc = i / places % OC, n = i / places / OC;
        db[oc] += dy[i];
        for (int k = 0; k < C * KH * KW; k++) {
            int h = i / columns % rows - P + k / KW % KH, w = i % columns - P + k % KW;
            const double *map = x + (n * C + k / (KH * KW)) * H * W;
            dw[oc * C * KH * KW + k] += dy[i] * padded(map, h, w, H, W);
        }
    }
}
