/*
 * im2col: the patch that each output sees is written out as one column of a matrix, and then a
 * convolution is one product of matrices, for which there are libraries.
 *
 *     columns (C*K*K, OH*OW);   y = w * columns;   dw = dy * columns^T;   dx from w^T * dy
 *
 * Built if the library (OpenBLAS) is there; HAVE_BLAS is set by the Makefile.
 */
#include "fast/ways.h"

#ifdef HAVE_BLAS
#include <cblas.h>

/* The library would start threads of its own for each small product. */
static void one_thread(void)
{
#ifdef OPENBLAS_VERSION
    openblas_set_num_threads(1);
#endif
}

static size_t room(const struct block_shape *s)
{
    one_thread();
    return (size_t)(s->C * s->K * s->K) * (size_t)(conv_h(s) * conv_w(s));
}

/* The cell of the map in row k of the matrix and column (oh, ow); -1 in the rim. */
static int cell(int k, int oh, int ow, const struct block_shape *s)
{
    int KK = s->K * s->K, c = k / KK;
    int h = oh - s->P + k % KK / s->K, w = ow - s->P + k % s->K;
    if (h < 0 || h >= s->H || w < 0 || w >= s->W) return -1;
    return (c * s->H + h) * s->W + w;
}

// begin im2col
static void im2col(float *columns, const float *x, const struct block_shape *s)
{
    int OH = conv_h(s), OW = conv_w(s);
    for (int k = 0; k < s->C * s->K * s->K; k++)
        for (int oh = 0; oh < OH; oh++)
            for (int ow = 0; ow < OW; ow++) {
                int from = cell(k, oh, ow, s);
                columns[(k * OH + oh) * OW + ow] = from < 0 ? 0 : x[from];
            }
}

/* The way back: a cell of the map collects from every column that it was copied to. */
static void col2im(float *dx, const float *columns, const struct block_shape *s)
{
    int OH = conv_h(s), OW = conv_w(s);
    for (int k = 0; k < s->C * s->K * s->K; k++)
        for (int oh = 0; oh < OH; oh++)
            for (int ow = 0; ow < OW; ow++) {
                int to = cell(k, oh, ow, s);
                if (to >= 0) dx[to] += columns[(k * OH + oh) * OW + ow];
            }
}
// end im2col

static void forward(float *y, const float *x, const float *w, const float *b, float *columns,
                    const struct block_shape *s)
{
    int cells = conv_h(s) * conv_w(s), CKK = s->C * s->K * s->K;
    im2col(columns, x, s);
    for (int oc = 0; oc < s->OC; oc++)
        for (int i = 0; i < cells; i++) y[oc * cells + i] = b[oc];
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, s->OC, cells, CKK, 1, w, CKK,
                columns, cells, 1, y, cells);
}

static void backward(float *dx, float *dw, float *db, const float *dy, const float *x,
                     const float *w, float *columns, const struct block_shape *s)
{
    int cells = conv_h(s) * conv_w(s), CKK = s->C * s->K * s->K;
    for (int oc = 0; oc < s->OC; oc++)
        for (int i = 0; i < cells; i++) db[oc] += dy[oc * cells + i];
    im2col(columns, x, s);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, s->OC, CKK, cells, 1, dy, cells,
                columns, cells, 1, dw, CKK);
    if (!dx) return;
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, CKK, cells, s->OC, 1, w, CKK, dy,
                cells, 0, columns, cells);
    col2im(dx, columns, s);
}

static const struct conv_way way = {"blas", room, forward, backward};
const struct conv_way *const conv_blas = &way;
#else
const struct conv_way *const conv_blas = NULL;
#endif
