//: title      Find the bug: the pool neuron asks its neighbors
//: chapter    02_conv_to_pool
//: kind       bug
//: read       02_conv_to_pool#conv-flip
//: statement  One pool map of H by W, one filter with a kernel of KH by KW, stride 1, no
//:            padding. The function below gathers: it takes each pool neuron in turn, asks all
//:            conv neurons that see it, and adds gradient times weight. It was tested with the
//:            kernel 1 2 1 | 2 4 2 | 1 2 1 and found right. With other kernels it is wrong.
//:            Mend it.
//: hint       What is special about the kernel of the test? Try 1 2 | 3 4 on a map of 3x3.
//: hint       Take the pool neuron in the corner, h = 0 and column 0. Only conv neuron (0, 0)
//:            sees it, in the last round of the loops over kh and kw. Which weight lies between
//:            them?
//: hint       In the round (kh, kw) the conv neuron stands KH - 1 - kh rows above the pool
//:            neuron. So the pool neuron lies in row KH - 1 - kh of the kernel.

void conv_gather_bug(double *dx,       /* (H, W) */
                     const double *dy, /* (OH, OW) */
                     const double *w,  /* (KH, KW) */
                     int H, int W, int KH, int KW)
{
    //: where OH = out_size(H, KH, 1, 0)
    //: where OW = out_size(W, KW, 1, 0)
    int OH = H - KH + 1, OW = W - KW + 1;
    for (int h = 0; h < H; h++)
        for (int column = 0; column < W; column++)
            for (int kh = 0; kh < KH; kh++)
                for (int kw = 0; kw < KW; kw++) {
                    int oh = h - (KH - 1) + kh, ow = column - (KW - 1) + kw;
                    if (oh < 0 || oh >= OH || ow < 0 || ow >= OW) continue;
                    //: solution
                    double weight = w[(KH - 1 - kh) * KW + KW - 1 - kw];
                    //: starter
                    //| double weight = w[kh * KW + kw];
                    //: end
                    dx[h * W + column] += dy[oh * OW + ow] * weight;
                }
}

//: also       scatter
void also_scatter(double *dx, const double *dy, const double *w, int H, int W, int KH, int KW)
{
    int OH = H - KH + 1, OW = W - KW + 1;
    for (int oh = 0; oh < OH; oh++)
        for (int ow = 0; ow < OW; ow++)
            for (int k = 0; k < KH * KW; k++)
                dx[(oh + k / KW) * W + ow + k % KW] += w[k] * dy[oh * OW + ow];
}

/* The mistakes gather too, with the weight that `pick` finds for the round (kh, kw). */
typedef double pick(const double *w, int kh, int kw, int KH, int KW);

static void gather(double *dx, const double *dy, const double *w, int H, int W, int KH, int KW,
                   pick *weight)
{
    for (int h = 0; h < H; h++)
        for (int column = 0; column < W; column++)
            for (int k = 0; k < KH * KW; k++) {
                int oh = h - (KH - 1) + k / KW, ow = column - (KW - 1) + k % KW;
                if (oh < 0 || oh > H - KH || ow < 0 || ow > W - KW) continue;
                double g = dy[oh * (W - KW + 1) + ow];
                dx[h * W + column] += g * weight(w, k / KW, k % KW, KH, KW);
            }
}

static double as_it_lies(const double *w, int kh, int kw, int KH, int KW)
{
    (void)KH;
    return w[kh * KW + kw];
}

static double rows_turned(const double *w, int kh, int kw, int KH, int KW)
{
    return w[(KH - 1 - kh) * KW + kw];
}

static double columns_turned(const double *w, int kh, int kw, int KH, int KW)
{
    (void)KH;
    return w[kh * KW + KW - 1 - kw];
}

static double swapped(const double *w, int kh, int kw, int KH, int KW)
{
    (void)KW;
    return w[kw * KH + kh];
}

static double none(const double *w, int kh, int kw, int KH, int KW)
{
    (void)w, (void)kh, (void)kw, (void)KH, (void)KW;
    return 1;
}

//: wrong      kernel_not_turned
//: says       The kernel lies the wrong way round. From the pool neuron's side everything is
//:            mirrored: the conv neuron above to the left sees it with the weight below to the
//:            right. Rows and columns both have to be counted from the end.
void wrong_kernel_not_turned(double *dx, const double *dy, const double *w, int H, int W,
                             int KH, int KW)
{
    gather(dx, dy, w, H, W, KH, KW, as_it_lies);
}

//: wrong      only_rows_turned
//: says       You turned the rows of the kernel and left the columns as they were. The kernel
//:            is turned by half a turn: both are counted from the end.
void wrong_only_rows_turned(double *dx, const double *dy, const double *w, int H, int W, int KH,
                            int KW)
{
    gather(dx, dy, w, H, W, KH, KW, rows_turned);
}

//: wrong      only_columns_turned
//: says       You turned the columns of the kernel and left the rows as they were. The kernel
//:            is turned by half a turn: both are counted from the end.
void wrong_only_columns_turned(double *dx, const double *dy, const double *w, int H, int W,
                               int KH, int KW)
{
    gather(dx, dy, w, H, W, KH, KW, columns_turned);
}

//: wrong      row_column_swapped
//: says       You swapped rows and columns of the kernel. That mirrors it at its diagonal; what
//:            is needed is half a turn, both counted from the end.
void wrong_row_column_swapped(double *dx, const double *dy, const double *w, int H, int W,
                              int KH, int KW)
{
    gather(dx, dy, w, H, W, KH, KW, swapped);
}

//: wrong      plain_sum
//: says       The weights are gone: you added up the bare gradients of the conv neurons.
//: read       02_conv_to_pool#conv-corner
void wrong_plain_sum(double *dx, const double *dy, const double *w, int H, int W, int KH,
                     int KW)
{
    gather(dx, dy, w, H, W, KH, KW, none);
}

//: wrong      gradients_turned
//: says       The kernel is right, but you turned the map of gradients around as well. Each
//:            conv neuron stays where it is; only the weights are seen from the other side.
void wrong_gradients_turned(double *dx, const double *dy, const double *w, int H, int W, int KH,
                            int KW)
{
    int OH = H - KH + 1, OW = W - KW + 1, last = OH * OW - 1;
    for (int i = 0; i <= last; i++)
        for (int k = 0; k < KH * KW; k++)
            dx[(i / OW + k / KW) * W + i % OW + k % KW] += w[k] * dy[last - i];
}
