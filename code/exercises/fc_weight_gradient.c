//: title      What a batch teaches the weights
//: chapter    01_fc_to_pool
//: kind       write
//: read       01_fc_to_pool#fc-weights
//: statement  N samples went through one layer of FC neurons without an activation. In sample
//:            n, FC neuron i computed y[n][i]: its bias b[i], plus the sum over j of
//:            w[i][j] * p[n][j]. You get dy, the gradients at y, and p, what the pool neurons
//:            sent. Add to dw[i][j] the gradient of the weight from pool neuron j into FC neuron
//:            i, and to db[i] the gradient of the bias. The loss is a mean over the batch, and
//:            whoever sent dy has divided by N already.
//: hint       One sample first. A weight sits on one wire: what came in along the wire, times
//:            the gradient at its other end.
//: hint       A bias is a wire on which a 1 comes in.
//: hint       All samples used the same weights. Who is used N times collects N times: add.

void fc_weight_gradient(double *dw,       /* (FC, POOL) */
                        double *db,       /* (FC) */
                        const double *dy, /* (N, FC) */
                        const double *p,  /* (N, POOL) */
                        int N, int FC, int POOL)
{
    //: solution
    for (int n = 0; n < N; n++)
        for (int i = 0; i < FC; i++) {
            double delta = dy[n * FC + i];
            for (int j = 0; j < POOL; j++) dw[i * POOL + j] += delta * p[n * POOL + j];
            db[i] += delta;
        }
    //: end
}

//: also       weight_by_weight
static double column_product(const double *a, int a_step, const double *b, int b_step, int n)
{
    return n == 0 ? 0 : *a * *b + column_product(a + a_step, a_step, b + b_step, b_step, n - 1);
}

void also_weight_by_weight(double *dw, double *db, const double *dy, const double *p, int N,
                           int FC, int POOL)
{
    const double one = 1;
    for (int k = FC * POOL - 1; k >= 0; k--)
        dw[k] += column_product(dy + k / POOL, FC, p + k % POOL, POOL, N);
    for (int i = FC - 1; i >= 0; i--) db[i] = db[i] + column_product(dy + i, FC, &one, 0, N);
}

//: wrong      mean_over_batch
//: says       You divided by the number of samples. The mean has been taken already, where dy
//:            was made; the layer only adds. Who divides again divides twice.
//: read       01_fc_to_pool#fc-batch
void wrong_mean_over_batch(double *dw, double *db, const double *dy, const double *p, int N,
                           int FC, int POOL)
{
    for (int n = 0; n < N; n++)
        for (int i = 0; i < FC; i++) {
            double delta = dy[n * FC + i] / N;
            for (int j = 0; j < POOL; j++) dw[i * POOL + j] += delta * p[n * POOL + j];
            db[i] += delta;
        }
}

//: wrong      last_sample_only
//: says       Each sample overwrote what the one before it had left, so that only the last
//:            sample counts. Every sample adds its share: += instead of =.
//: read       01_fc_to_pool#fc-batch
void wrong_last_sample_only(double *dw, double *db, const double *dy, const double *p, int N,
                            int FC, int POOL)
{
    for (int n = 0; n < N; n++)
        for (int i = 0; i < FC; i++) {
            double delta = dy[n * FC + i];
            for (int j = 0; j < POOL; j++) dw[i * POOL + j] = delta * p[n * POOL + j];
            db[i] = delta;
        }
}

//: wrong      first_sample_only
//: says       Only the first sample of the batch was looked at. All N samples used these
//:            weights, and each of them has something to say.
//: read       01_fc_to_pool#fc-batch
void wrong_first_sample_only(double *dw, double *db, const double *dy, const double *p, int N,
                             int FC, int POOL)
{
    (void)N;
    for (int i = 0; i < FC; i++) {
        for (int j = 0; j < POOL; j++) dw[i * POOL + j] += dy[i] * p[j];
        db[i] += dy[i];
    }
}

//: wrong      samples_mixed
//: says       You added up the samples first and multiplied afterwards, so that the gradient of
//:            one sample met the pool neurons of another. Multiply within a sample, add across
//:            samples.
//: read       01_fc_to_pool#fc-batch
void wrong_samples_mixed(double *dw, double *db, const double *dy, const double *p, int N,
                         int FC, int POOL)
{
    for (int n = 0; n < N; n++)
        for (int i = 0; i < FC; i++) {
            for (int j = 0; j < POOL; j++)
                for (int m = 0; m < N; m++)
                    dw[i * POOL + j] += dy[n * FC + i] * p[m * POOL + j];
            db[i] += dy[n * FC + i];
        }
}

//: wrong      bias_forgotten
//: says       The weights are right; the biases got nothing. A bias is a wire on which a 1
//:            comes in: its gradient is the gradient of its neuron, added up over the samples.
void wrong_bias_forgotten(double *dw, double *db, const double *dy, const double *p, int N,
                          int FC, int POOL)
{
    (void)db;
    for (int n = 0; n < N; n++)
        for (int i = 0; i < FC; i++)
            for (int j = 0; j < POOL; j++) dw[i * POOL + j] += dy[n * FC + i] * p[n * POOL + j];
}

//: wrong      bias_not_summed
//: says       The weights are right; the bias has the gradient of the last sample alone. It
//:            served every sample, so it collects from every sample, as the weights do.
//: read       01_fc_to_pool#fc-batch
void wrong_bias_not_summed(double *dw, double *db, const double *dy, const double *p, int N,
                           int FC, int POOL)
{
    for (int n = 0; n < N; n++)
        for (int i = 0; i < FC; i++) {
            for (int j = 0; j < POOL; j++) dw[i * POOL + j] += dy[n * FC + i] * p[n * POOL + j];
            db[i] = dy[n * FC + i];
        }
}

//: wrong      bias_with_every_weight
//: says       The weights are right; the bias got its gradient once for every pool neuron. A
//:            neuron has one bias: it collects once from every sample.
//: read       01_fc_to_pool#fc-batch
void wrong_bias_with_every_weight(double *dw, double *db, const double *dy, const double *p,
                                  int N, int FC, int POOL)
{
    for (int n = 0; n < N; n++)
        for (int i = 0; i < FC; i++)
            for (int j = 0; j < POOL; j++) {
                dw[i * POOL + j] += dy[n * FC + i] * p[n * POOL + j];
                db[i] += dy[n * FC + i];
            }
}

//: wrong      input_forgotten
//: says       You gave every weight the gradient of its FC neuron and left out what came in
//:            along the wire. A weight on a wire that carried 0 changed nothing, and gets 0.
void wrong_input_forgotten(double *dw, double *db, const double *dy, const double *p, int N,
                           int FC, int POOL)
{
    (void)p;
    for (int n = 0; n < N; n++)
        for (int i = 0; i < FC; i++) {
            for (int j = 0; j < POOL; j++) dw[i * POOL + j] += dy[n * FC + i];
            db[i] += dy[n * FC + i];
        }
}

//: wrong      transposed
//: says       You put the gradients down with row and column swapped: dw[i][j] belongs to the
//:            weight from pool neuron j into FC neuron i, and lies at dw[i * POOL + j].
//: read       01_fc_to_pool#fc-mistakes
void wrong_transposed(double *dw, double *db, const double *dy, const double *p, int N, int FC,
                      int POOL)
{
    for (int n = 0; n < N; n++)
        for (int i = 0; i < FC; i++) {
            for (int j = 0; j < POOL; j++) dw[j * FC + i] += dy[n * FC + i] * p[n * POOL + j];
            db[i] += dy[n * FC + i];
        }
}

//: wrong      overwrites
//: says       You set dw and db to zero before you added: what was there already is lost. The
//:            caller decides when to begin at zero.
//: read       01_fc_to_pool#fc-code
void wrong_overwrites(double *dw, double *db, const double *dy, const double *p, int N, int FC,
                      int POOL)
{
    for (int k = 0; k < FC * POOL; k++) dw[k] = 0;
    for (int i = 0; i < FC; i++) db[i] = 0;
    fc_weight_gradient(dw, db, dy, p, N, FC, POOL);
}

//: wrong      dy_transposed
//: says       You read dy with sample and neuron swapped. It holds sample after sample, each
//:            with FC numbers: dy[n][i] stands at n * FC + i.
//: read       01_fc_to_pool#fc-batch
void wrong_dy_transposed(double *dw, double *db, const double *dy, const double *p, int N,
                         int FC, int POOL)
{
    for (int n = 0; n < N; n++)
        for (int i = 0; i < FC; i++) {
            for (int j = 0; j < POOL; j++) dw[i * POOL + j] += dy[i * N + n] * p[n * POOL + j];
            db[i] += dy[i * N + n];
        }
}
