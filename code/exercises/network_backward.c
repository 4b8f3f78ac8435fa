//: title      The whole way back
//: chapter    04_full_network
//: kind       beyond
//: read       04_full_network#net-code
//: statement  The small network of the chapter, in any size: an image of H by W goes through
//:            one kernel of KH by KW with a bias (stride 1, no padding), which gives a conv map
//:            of CH = H - KH + 1 rows and CW = W - KW + 1 columns; then ReLU; then a max-pool
//:            with windows of 2x2 side by side, PH = CH / 2 rows and PW = CW / 2 columns of
//:            them (a row or column left over is in no window); then K logits, wired to all PH
//:            * PW pool cells; then softmax and cross-entropy. The way forward has been done.
//:            You get what it left behind: conv (before the ReLU), winner (for each window the
//:            index of its winner in the conv map), pool, and p, the probabilities. Write the
//:            whole way back: add to dkernel, dkernel_bias, dw and db the gradients of what is
//:            learned, and to dimage that of the image.
//: hint       Five steps, each one fed by the one behind it: loss, FC, pool, ReLU, convolution.
//:            Every step is an exercise or a listing of an earlier chapter.
//: hint       The logits first: p[k], less 1 at the label. With it you have db, dw and, for
//:            each pool cell, a gradient.
//: hint       A pool cell hands its gradient to conv cell winner[o]; ReLU lets it pass if conv
//:            is positive there. In this network a conv cell wins one window at most.
//: hint       A conv cell (h, c) with a gradient lays it, times the image under it, onto the
//:            kernel, and, times the kernel, onto the image.

#include <stdlib.h>

void network_backward(double *dkernel,      /* (KH, KW) */
                      double *dkernel_bias, /* (1) */
                      double *dw,           /* (K, PH, PW) */
                      double *db,           /* (K) */
                      double *dimage,       /* (H, W) */
                      const double *image,  /* (H, W) */
                      const double *kernel, /* (KH, KW) */
                      const double *conv,   /* (CH, CW) */
                      const int *winner,    /* (PH, PW) */
                      const double *pool,   /* (PH, PW) */
                      const double *w,      /* (K, PH, PW) */
                      const double *p,      /* (K) */
                      int label, int H, int W, int KH, int KW, int K)
{
    //: where CH = out_size(H, KH, 1, 0)
    //: where CW = out_size(W, KW, 1, 0)
    //: where PH = CH / 2
    //: where PW = CW / 2
    //: require 0 <= label && label < K
    //: solution
    int CW = W - KW + 1, windows = (H - KH + 1) / 2 * (CW / 2);
    for (int o = 0; o < windows; o++) {
        double dpool = 0;
        for (int k = 0; k < K; k++) {
            double dlogit = p[k] - (k == label);
            dpool += dlogit * w[k * windows + o];
            dw[k * windows + o] += dlogit * pool[o];
        }
        if (!(conv[winner[o]] > 0)) continue;
        *dkernel_bias += dpool;
        for (int i = 0; i < KH * KW; i++) {
            int under = (winner[o] / CW + i / KW) * W + winner[o] % CW + i % KW;
            dkernel[i] += dpool * image[under];
            dimage[under] += dpool * kernel[i];
        }
    }
    for (int k = 0; k < K; k++) db[k] += p[k] - (k == label);
    //: end
}

//: also       step_by_step
/* The steps one by one, each with a map of its own. First all arguments, as they were given. */
struct net {
    double *dkernel, *dkernel_bias, *dw, *db, *dimage;
    const double *image, *kernel, *conv;
    const int *winner;
    const double *pool, *w, *p;
    int label, H, W, KH, KW, K, CH, CW, PH, PW;
};

/* What a mistake does differently, at one of the five steps. */
enum slip {
    NONE,
    LABEL_LEFT,
    TWICE,
    NO_WEIGHTS,
    NO_RELU,
    SPREAD,
    FIRST_WINDOW,
    LAST_PLACE,
    BIAS_MEAN,
    TURNED,
    WINDOW_FOR_WINNER,
    CONV_FOR_POOL,
    AT_ZERO,
};

static double *zeros(int n)
{
    double *a = calloc((size_t)n, sizeof *a);
    if (!a) abort();
    return a;
}

static void loss_back(double *dlogit, const struct net *n, enum slip slip)
{
    double mean = 0;
    for (int k = 0; k < n->K; k++) {
        dlogit[k] = n->p[k] - (slip == LABEL_LEFT ? 0 : k == n->label);
        mean += n->p[k] * dlogit[k];
    }
    for (int k = 0; k < n->K && slip == TWICE; k++) dlogit[k] = n->p[k] * (dlogit[k] - mean);
}

static void fc_back(double *dpool, const double *dlogit, const struct net *n, enum slip slip)
{
    int windows = n->PH * n->PW;
    for (int i = 0; i < n->K * windows; i++) {
        int o = i % windows, cell = o / n->PW * 2 * n->CW + o % n->PW * 2;
        double g = dlogit[i / windows];
        dpool[o] += g * (slip == NO_WEIGHTS ? 1 : n->w[i]);
        n->dw[i] += g * (slip == CONV_FOR_POOL ? n->conv[cell] : n->pool[o]);
    }
    for (int k = 0; k < n->K; k++) n->db[k] += dlogit[k];
}

static void pool_back(double *dconv, const double *dpool, const struct net *n, enum slip slip)
{
    int windows = slip == FIRST_WINDOW ? 1 : n->PH * n->PW;
    for (int o = 0; o < windows; o++) {
        int first = o / n->PW * 2 * n->CW + o % n->PW * 2;
        const int four[4] = {first, first + 1, first + n->CW, first + n->CW + 1};
        for (int i = 0; i < 4 && slip == SPREAD; i++) dconv[four[i]] += dpool[o] / 4;
        if (slip == SPREAD) continue;
        dconv[slip == WINDOW_FOR_WINNER ? first : n->winner[o]] += dpool[o];
    }
}

static void conv_back(const double *dconv, const struct net *n, enum slip slip)
{
    int cells = n->CH * n->CW, size = n->KH * n->KW;
    for (int c = 0; c < cells; c++) {
        *n->dkernel_bias += dconv[c] / (slip == BIAS_MEAN ? cells : 1);
        for (int i = 0; i < size && dconv[c] != 0; i++) {
            int under = (c / n->CW + i / n->KW) * n->W + c % n->CW + i % n->KW;
            double brings = dconv[c] * n->image[under];
            n->dkernel[i] = slip == LAST_PLACE ? brings : n->dkernel[i] + brings;
            n->dimage[under] += dconv[c] * n->kernel[slip == TURNED ? size - 1 - i : i];
        }
    }
}

static void back(struct net n, enum slip slip)
{
    n.CH = n.H - n.KH + 1, n.CW = n.W - n.KW + 1, n.PH = n.CH / 2, n.PW = n.CW / 2;
    double *dlogit = zeros(n.K), *dpool = zeros(n.PH * n.PW), *dconv = zeros(n.CH * n.CW);
    loss_back(dlogit, &n, slip);
    fc_back(dpool, dlogit, &n, slip);
    pool_back(dconv, dpool, &n, slip);
    for (int c = 0; c < n.CH * n.CW && slip != NO_RELU; c++)
        if (n.conv[c] < 0 || (n.conv[c] == 0 && slip != AT_ZERO)) dconv[c] = 0;
    conv_back(dconv, &n, slip);
    free(dlogit);
    free(dpool);
    free(dconv);
}

void also_step_by_step(double *dkernel, double *dkernel_bias, double *dw, double *db,
                       double *dimage, const double *image, const double *kernel,
                       const double *conv, const int *winner, const double *pool,
                       const double *w, const double *p, int label, int H, int W, int KH,
                       int KW, int K)
{
    back((struct net){dkernel, dkernel_bias, dw,   db, dimage, image, kernel,
                      conv,    winner,       pool, w,  p,      label, H,
                      W,       KH,           KW,   K,  0,      0,     0,
                      0},
         NONE);
}

//: wrong      label_not_taken_off
//: says       The first step is wrong, and with it all others: at the label, 1 is taken off the
//:            probability.
//: read       04_full_network#net-backward
void wrong_label_not_taken_off(double *dkernel, double *dkernel_bias, double *dw, double *db,
                               double *dimage, const double *image, const double *kernel,
                               const double *conv, const int *winner, const double *pool,
                               const double *w, const double *p, int label, int H, int W,
                               int KH, int KW, int K)
{
    back((struct net){dkernel, dkernel_bias, dw,   db, dimage, image, kernel,
                      conv,    winner,       pool, w,  p,      label, H,
                      W,       KH,           KW,   K,  0,      0,     0,
                      0},
         LABEL_LEFT);
}

//: wrong      softmax_twice
//: says       You went through softmax twice. Probability less label is the gradient behind
//:            both, loss and softmax.
//: read       04_full_network#net-softmax
void wrong_softmax_twice(double *dkernel, double *dkernel_bias, double *dw, double *db,
                         double *dimage, const double *image, const double *kernel,
                         const double *conv, const int *winner, const double *pool,
                         const double *w, const double *p, int label, int H, int W, int KH,
                         int KW, int K)
{
    back((struct net){dkernel, dkernel_bias, dw,   db, dimage, image, kernel,
                      conv,    winner,       pool, w,  p,      label, H,
                      W,       KH,           KW,   K,  0,      0,     0,
                      0},
         TWICE);
}

//: wrong      plain_sum
//: says       The FC layer learns as it should, but the pool cells got the plain sum of the
//:            logits' gradients. What comes back along a wire is multiplied by its weight.
//: read       01_fc_to_pool#fc-eleven
void wrong_plain_sum(double *dkernel, double *dkernel_bias, double *dw, double *db,
                     double *dimage, const double *image, const double *kernel,
                     const double *conv, const int *winner, const double *pool, const double *w,
                     const double *p, int label, int H, int W, int KH, int KW, int K)
{
    back((struct net){dkernel, dkernel_bias, dw,   db, dimage, image, kernel,
                      conv,    winner,       pool, w,  p,      label, H,
                      W,       KH,           KW,   K,  0,      0,     0,
                      0},
         NO_WEIGHTS);
}

//: wrong      relu_forgotten
//: says       The FC layer is right. A winner whose inside is not positive was cut off by ReLU
//:            on the way forward, so its gradient ends there.
//: read       03_pool_routing#routing-relu
void wrong_relu_forgotten(double *dkernel, double *dkernel_bias, double *dw, double *db,
                          double *dimage, const double *image, const double *kernel,
                          const double *conv, const int *winner, const double *pool,
                          const double *w, const double *p, int label, int H, int W, int KH,
                          int KW, int K)
{
    back((struct net){dkernel, dkernel_bias, dw,   db, dimage, image, kernel,
                      conv,    winner,       pool, w,  p,      label, H,
                      W,       KH,           KW,   K,  0,      0,     0,
                      0},
         NO_RELU);
}

//: wrong      spread
//: says       The FC layer is right. The pool gave each of the four cells of a window a
//:            quarter; it is a max-pool, and the winner gets all.
//: read       03_pool_routing#routing-average
void wrong_spread(double *dkernel, double *dkernel_bias, double *dw, double *db, double *dimage,
                  const double *image, const double *kernel, const double *conv,
                  const int *winner, const double *pool, const double *w, const double *p,
                  int label, int H, int W, int KH, int KW, int K)
{
    back((struct net){dkernel, dkernel_bias, dw,   db, dimage, image, kernel,
                      conv,    winner,       pool, w,  p,      label, H,
                      W,       KH,           KW,   K,  0,      0,     0,
                      0},
         SPREAD);
}

//: wrong      first_window_only
//: says       The FC layer is right. Your pool hands on the gradient of its first window and
//:            stops. The network would learn even so, which is why such a mistake can live
//:            long.
//: read       04_full_network#net-libraries
void wrong_first_window_only(double *dkernel, double *dkernel_bias, double *dw, double *db,
                             double *dimage, const double *image, const double *kernel,
                             const double *conv, const int *winner, const double *pool,
                             const double *w, const double *p, int label, int H, int W, int KH,
                             int KW, int K)
{
    back((struct net){dkernel, dkernel_bias, dw,   db, dimage, image, kernel,
                      conv,    winner,       pool, w,  p,      label, H,
                      W,       KH,           KW,   K,  0,      0,     0,
                      0},
         FIRST_WINDOW);
}

//: wrong      first_cell_of_window
//: says       The FC layer is right. Your pool pays the first cell of each window. winner[o]
//:            says who has won.
//: read       03_pool_routing#routing-switches
void wrong_first_cell_of_window(double *dkernel, double *dkernel_bias, double *dw, double *db,
                                double *dimage, const double *image, const double *kernel,
                                const double *conv, const int *winner, const double *pool,
                                const double *w, const double *p, int label, int H, int W,
                                int KH, int KW, int K)
{
    back((struct net){dkernel, dkernel_bias, dw,   db, dimage, image, kernel,
                      conv,    winner,       pool, w,  p,      label, H,
                      W,       KH,           KW,   K,  0,      0,     0,
                      0},
         WINDOW_FOR_WINNER);
}

//: wrong      last_place_only
//: says       All is right but the kernel: each place overwrote what the one before had
//:            brought. A weight is used at every place, and adds up.
//: read       02_conv_to_pool#conv-shared
void wrong_last_place_only(double *dkernel, double *dkernel_bias, double *dw, double *db,
                           double *dimage, const double *image, const double *kernel,
                           const double *conv, const int *winner, const double *pool,
                           const double *w, const double *p, int label, int H, int W, int KH,
                           int KW, int K)
{
    back((struct net){dkernel, dkernel_bias, dw,   db, dimage, image, kernel,
                      conv,    winner,       pool, w,  p,      label, H,
                      W,       KH,           KW,   K,  0,      0,     0,
                      0},
         LAST_PLACE);
}

//: wrong      bias_mean
//: says       All is right but the bias of the kernel: you took the mean over the conv cells.
//:            It is the sum.
//: read       02_conv_to_pool#conv-bias
void wrong_bias_mean(double *dkernel, double *dkernel_bias, double *dw, double *db,
                     double *dimage, const double *image, const double *kernel,
                     const double *conv, const int *winner, const double *pool, const double *w,
                     const double *p, int label, int H, int W, int KH, int KW, int K)
{
    back((struct net){dkernel, dkernel_bias, dw,   db, dimage, image, kernel,
                      conv,    winner,       pool, w,  p,      label, H,
                      W,       KH,           KW,   K,  0,      0,     0,
                      0},
         BIAS_MEAN);
}

//: wrong      kernel_turned
//: says       All is right but the image: you laid the kernel onto it the wrong way round. A
//:            gradient goes home along its own wire, with the weight that the wire had.
//: read       02_conv_to_pool#conv-flip
void wrong_kernel_turned(double *dkernel, double *dkernel_bias, double *dw, double *db,
                         double *dimage, const double *image, const double *kernel,
                         const double *conv, const int *winner, const double *pool,
                         const double *w, const double *p, int label, int H, int W, int KH,
                         int KW, int K)
{
    back((struct net){dkernel, dkernel_bias, dw,   db, dimage, image, kernel,
                      conv,    winner,       pool, w,  p,      label, H,
                      W,       KH,           KW,   K,  0,      0,     0,
                      0},
         TURNED);
}

//: wrong      conv_for_pool
//: says       All is right but the weights of the FC layer: what came in along their wires was
//:            the number of the pool cell, not a number of the conv map.
//: read       01_fc_to_pool#fc-weights
void wrong_conv_for_pool(double *dkernel, double *dkernel_bias, double *dw, double *db,
                         double *dimage, const double *image, const double *kernel,
                         const double *conv, const int *winner, const double *pool,
                         const double *w, const double *p, int label, int H, int W, int KH,
                         int KW, int K)
{
    back((struct net){dkernel, dkernel_bias, dw,   db, dimage, image, kernel,
                      conv,    winner,       pool, w,  p,      label, H,
                      W,       KH,           KW,   K,  0,      0,     0,
                      0},
         CONV_FOR_POOL);
}

//: wrong      slope_one_at_zero
//: says       All is right but where a conv cell is exactly 0: you let the gradient pass there.
//:            This book takes the slope 0 of ReLU at 0, so only what is above 0 passes.
//: read       04_full_network#net-code
void wrong_slope_one_at_zero(double *dkernel, double *dkernel_bias, double *dw, double *db,
                             double *dimage, const double *image, const double *kernel,
                             const double *conv, const int *winner, const double *pool,
                             const double *w, const double *p, int label, int H, int W, int KH,
                             int KW, int K)
{
    back((struct net){dkernel, dkernel_bias, dw,   db, dimage, image, kernel,
                      conv,    winner,       pool, w,  p,      label, H,
                      W,       KH,           KW,   K,  0,      0,     0,
                      0},
         AT_ZERO);
}
