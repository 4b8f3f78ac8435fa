//: title      From the conv maps back to the pool maps
//: chapter    02_conv_to_pool
//: kind       write
//: read       02_conv_to_pool#conv-rule
//: statement  C pool maps of H rows and W columns go through a convolution: OC filters with a
//:            kernel of KH by KW for each pool map, stride S in both directions, no padding.
//:            Each conv map has OH = (H - KH) / S + 1 rows and OW = (W - KW) / S + 1 columns.
//:            Conv neuron (oh, ow) of filter oc sees, in pool map c, the cells in the rows oh *
//:            S + kh and the columns ow * S + kw, with the weights w[oc][c][kh][kw]. You get
//:            dy, the gradients at the conv neurons. Add to dx the gradients of the pool
//:            neurons.
//: hint       Take one conv neuron and its gradient. It has C * KH * KW wires. Along each of
//:            them something goes home to one pool neuron.
//: hint       Along a wire goes home: the gradient of the conv neuron times the weight that the
//:            wire had in the forward pass. Nothing has to be turned around.
//: hint       Where does it go? To row oh * S + kh and column ow * S + kw of pool map c. Add it
//:            to what is there.

void conv_input_gradient(double *dx,       /* (C, H, W) */
                         const double *dy, /* (OC, OH, OW) */
                         const double *w,  /* (OC, C, KH, KW) */
                         int C, int H, int W, int OC, int KH, int KW, int S)
{
    //: where OH = out_size(H, KH, S, 0)
    //: where OW = out_size(W, KW, S, 0)
    //: solution
    int OH = (H - KH) / S + 1, OW = (W - KW) / S + 1;
    for (int oc = 0; oc < OC; oc++)
        for (int oh = 0; oh < OH; oh++)
            for (int ow = 0; ow < OW; ow++) {
                double g = dy[(oc * OH + oh) * OW + ow];
                for (int c = 0; c < C; c++)
                    for (int kh = 0; kh < KH; kh++)
                        for (int kw = 0; kw < KW; kw++)
                            dx[(c * H + oh * S + kh) * W + ow * S + kw] +=
                                g * w[((oc * C + c) * KH + kh) * KW + kw];
            }
    //: end
}

//: also       cell_by_cell
struct sizes {
    int C, H, W, OC, KH, KW, S;
};

static double one_cell(const double *dy, const double *w, int cell, struct sizes z)
{
    int OH = (z.H - z.KH) / z.S + 1, OW = (z.W - z.KW) / z.S + 1;
    int c = cell / (z.H * z.W), h = cell / z.W % z.H, column = cell % z.W;
    double sum = 0;
    for (int oc = 0; oc < z.OC; oc++)
        for (int i = OH * OW - 1; i >= 0; i--) {
            int kh = h - i / OW * z.S, kw = column - i % OW * z.S;
            if (kh >= 0 && kh < z.KH && kw >= 0 && kw < z.KW)
                sum += w[((oc * z.C + c) * z.KH + kh) * z.KW + kw] * dy[oc * OH * OW + i];
        }
    return sum;
}

void also_cell_by_cell(double *dx, const double *dy, const double *w, int C, int H, int W,
                       int OC, int KH, int KW, int S)
{
    const struct sizes z = {C, H, W, OC, KH, KW, S};
    for (int cell = C * H * W - 1; cell >= 0; cell--) dx[cell] += one_cell(dy, w, cell, z);
}

/* The mistakes walk along all wires too; each does one thing differently. */
enum slip { TURNED, SWAPPED, FILTERS_SWAPPED, NO_WEIGHT, FIRST_KERNEL, NO_STRIDE, LAST_WIRE };

struct wire {
    int oc, c, kh, kw;
};

static double slipped_weight(const double *w, struct wire a, struct sizes z, enum slip slip)
{
    int kernel = slip == FILTERS_SWAPPED ? a.c * z.OC + a.oc : a.oc * z.C + a.c;
    int place = a.kh * z.KW + a.kw;
    if (slip == FIRST_KERNEL) kernel = a.oc * z.C;
    if (slip == TURNED) place = z.KH * z.KW - 1 - place;
    if (slip == SWAPPED) place = a.kw * z.KH + a.kh;
    return slip == NO_WEIGHT ? 1 : w[kernel * z.KH * z.KW + place];
}

static void walk(double *dx, const double *dy, const double *w, struct sizes z, enum slip slip)
{
    int OH = (z.H - z.KH) / z.S + 1, OW = (z.W - z.KW) / z.S + 1, size = z.KH * z.KW;
    int step = slip == NO_STRIDE ? 1 : z.S;
    for (int i = 0; i < z.OC * OH * OW; i++)
        for (int k = 0; k < z.C * size; k++) {
            struct wire a = {i / (OH * OW), k / size, k / z.KW % z.KH, k % z.KW};
            int row = i / OW % OH * step + a.kh, column = i % OW * step + a.kw;
            double *home = &dx[(a.c * z.H + row) * z.W + column];
            double sent = dy[i] * slipped_weight(w, a, z, slip);
            *home = slip == LAST_WIRE ? sent : *home + sent;
        }
}

//: wrong      kernel_turned
//: says       You turned the kernel around. That belongs to the other way of counting, from the
//:            pool neuron's side. Here each gradient goes home along its own wire, with the
//:            very weight the wire had on the way forward.
//: read       02_conv_to_pool#conv-flip
void wrong_kernel_turned(double *dx, const double *dy, const double *w, int C, int H, int W,
                         int OC, int KH, int KW, int S)
{
    walk(dx, dy, w, (struct sizes){C, H, W, OC, KH, KW, S}, TURNED);
}

//: wrong      row_column_swapped
//: says       You read the kernel with row and column swapped: the weight of row kh and column
//:            kw lies at kh * KW + kw.
void wrong_row_column_swapped(double *dx, const double *dy, const double *w, int C, int H,
                              int W, int OC, int KH, int KW, int S)
{
    walk(dx, dy, w, (struct sizes){C, H, W, OC, KH, KW, S}, SWAPPED);
}

//: wrong      filter_channel_swapped
//: says       You read the weights with filter and channel swapped: w[oc][c] is the kernel with
//:            which filter oc looks at pool map c, and is number oc * C + c.
//: read       02_conv_to_pool#conv-channels
void wrong_filter_channel_swapped(double *dx, const double *dy, const double *w, int C, int H,
                                  int W, int OC, int KH, int KW, int S)
{
    walk(dx, dy, w, (struct sizes){C, H, W, OC, KH, KW, S}, FILTERS_SWAPPED);
}

//: wrong      same_kernel_for_all_maps
//: says       You used the kernel of the first pool map for every pool map. Each filter has one
//:            kernel for each map it reads.
//: read       02_conv_to_pool#conv-channels
void wrong_same_kernel_for_all_maps(double *dx, const double *dy, const double *w, int C, int H,
                                    int W, int OC, int KH, int KW, int S)
{
    walk(dx, dy, w, (struct sizes){C, H, W, OC, KH, KW, S}, FIRST_KERNEL);
}

//: wrong      plain_sum
//: says       You added up the gradients of the conv neurons that see the cell, and left the
//:            weights out. What comes back along a wire is multiplied by the weight on it.
//: read       02_conv_to_pool#conv-corner
void wrong_plain_sum(double *dx, const double *dy, const double *w, int C, int H, int W, int OC,
                     int KH, int KW, int S)
{
    walk(dx, dy, w, (struct sizes){C, H, W, OC, KH, KW, S}, NO_WEIGHT);
}

//: wrong      stride_forgotten
//: says       You let the kernel move by one cell at a time. Conv neuron (oh, ow) begins at row
//:            oh * S and column ow * S.
//: read       02_conv_to_pool#conv-stride
void wrong_stride_forgotten(double *dx, const double *dy, const double *w, int C, int H, int W,
                            int OC, int KH, int KW, int S)
{
    walk(dx, dy, w, (struct sizes){C, H, W, OC, KH, KW, S}, NO_STRIDE);
}

//: wrong      last_wire_only
//: says       Each conv neuron overwrote what another had sent to the same cell, so that only
//:            the last wire counts. Every wire adds its share: += instead of =.
//: read       02_conv_to_pool#conv-green
void wrong_last_wire_only(double *dx, const double *dy, const double *w, int C, int H, int W,
                          int OC, int KH, int KW, int S)
{
    walk(dx, dy, w, (struct sizes){C, H, W, OC, KH, KW, S}, LAST_WIRE);
}

//: wrong      first_filter_only
//: says       Only the first filter was asked. Every filter reads the pool maps, so every
//:            filter sends something home: add over oc.
//: read       02_conv_to_pool#conv-filters
void wrong_first_filter_only(double *dx, const double *dy, const double *w, int C, int H, int W,
                             int OC, int KH, int KW, int S)
{
    (void)OC;
    conv_input_gradient(dx, dy, w, C, H, W, 1, KH, KW, S);
}

//: wrong      first_map_only
//: says       Only the first pool map got its gradient. Every filter reads all C maps, each
//:            with a kernel of its own.
//: read       02_conv_to_pool#conv-channels
void wrong_first_map_only(double *dx, const double *dy, const double *w, int C, int H, int W,
                          int OC, int KH, int KW, int S)
{
    int OH = (H - KH) / S + 1, OW = (W - KW) / S + 1;
    for (int oc = 0; oc < OC; oc++)
        conv_input_gradient(dx, dy + oc * OH * OW, w + oc * C * KH * KW, 1, H, W, 1, KH, KW, S);
}

//: wrong      product
//: says       You multiplied what comes back along the wires of a cell. Multiply along a wire,
//:            add across wires.
//: read       02_conv_to_pool#conv-green
void wrong_product(double *dx, const double *dy, const double *w, int C, int H, int W, int OC,
                   int KH, int KW, int S)
{
    int OH = (H - KH) / S + 1, OW = (W - KW) / S + 1;
    for (int cell = 0; cell < C * H * W; cell++) {
        double product = 1;
        int c = cell / (H * W), wires = 0;
        for (int i = 0; i < OC * OH * OW; i++) {
            int oc = i / (OH * OW), kh = cell / W % H - i / OW % OH * S;
            int kw = cell % W - i % OW * S;
            if (kh < 0 || kh >= KH || kw < 0 || kw >= KW) continue;
            product *= dy[i] * w[((oc * C + c) * KH + kh) * KW + kw];
            wires++;
        }
        dx[cell] += wires ? product : 0;
    }
}

//: wrong      overwrites
//: says       You set dx to zero before you added: what was in dx already is lost. The pool
//:            neurons may have other users.
//: read       02_conv_to_pool#conv-code
void wrong_overwrites(double *dx, const double *dy, const double *w, int C, int H, int W,
                      int OC, int KH, int KW, int S)
{
    for (int i = 0; i < C * H * W; i++) dx[i] = 0;
    conv_input_gradient(dx, dy, w, C, H, W, OC, KH, KW, S);
}

//: wrong      first_conv_map_for_all
//: says       You took the gradients of the first conv map for every filter. Filter oc has made
//:            a conv map of its own, and its gradients are dy[oc].
//: read       02_conv_to_pool#conv-filters
void wrong_first_conv_map_for_all(double *dx, const double *dy, const double *w, int C, int H,
                                  int W, int OC, int KH, int KW, int S)
{
    for (int oc = 0; oc < OC; oc++)
        conv_input_gradient(dx, dy, w + oc * C * KH * KW, C, H, W, 1, KH, KW, S);
}
