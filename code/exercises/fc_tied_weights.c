//: title      One weight on many wires
//: chapter    01_fc_to_pool
//: kind       beyond
//: read       01_fc_to_pool#fc-weights
//: statement  Between POOL pool neurons and FC neurons run FC * POOL wires, but there are only
//:            K weights. The wire from pool neuron j to FC neuron i carries the weight number
//:            which[i][j], so FC neuron i computes y[i], the sum over j of w[which[i][j]] * p[j].
//:            A weight may sit on many wires, on one, or on none. You get dy, the gradients at
//:            y. Add to dw[k] the gradient of weight number k, and to dp[j] that of pool neuron
//:            j. (The next chapter is about a layer of this kind.)
//: hint       Go along all wires, one after the other. Each wire brings home something for its
//:            pool neuron and something for its weight.
//: hint       What the wire brings for its weight is dy[i] * p[j]. The weight's number is
//:            which[i * POOL + j].
//: hint       When a shared weight grows by one, all its wires grow by one at once, and all the
//:            effects on the loss add up.

void fc_tied_weights(double *dw,       /* (K) */
                     double *dp,       /* (POOL) */
                     const double *dy, /* (FC) */
                     const double *p,  /* (POOL) */
                     const double *w,  /* (K) */
                     const int *which, /* (FC, POOL) */
                     int FC, int POOL, int K)
{
    //: solution
    (void)K;
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) {
            int k = which[i * POOL + j];
            dw[k] += dy[i] * p[j];
            dp[j] += dy[i] * w[k];
        }
    //: end
}

//: also       weight_by_weight
void also_weight_by_weight(double *dw, double *dp, const double *dy, const double *p,
                           const double *w, const int *which, int FC, int POOL, int K)
{
    for (int k = 0; k < K; k++) {
        double collected = 0;
        for (int wire = FC * POOL - 1; wire >= 0; wire--) {
            if (which[wire] != k) continue;
            collected += p[wire % POOL] * dy[wire / POOL];
            dp[wire % POOL] += w[k] * dy[wire / POOL];
        }
        dw[k] += collected;
    }
}

/* Every mistake below gets one of the two right, mostly the pool neurons. */
static void pool_right(double *dp, const double *dy, const double *w, const int *which, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += dy[i] * w[which[i * POOL + j]];
}

//: wrong      last_wire_only
//: says       Each wire overwrote what the one before it had brought for the same weight. A
//:            weight that sits on many wires collects from all of them: += instead of =.
void wrong_last_wire_only(double *dw, double *dp, const double *dy, const double *p,
                          const double *w, const int *which, int FC, int POOL, int K)
{
    (void)K;
    pool_right(dp, dy, w, which, FC, POOL);
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dw[which[i * POOL + j]] = dy[i] * p[j];
}

//: wrong      first_wire_only
//: says       Each weight got only what its first wire brought. All its wires move together
//:            when it moves, so all of them count.
void wrong_first_wire_only(double *dw, double *dp, const double *dy, const double *p,
                           const double *w, const int *which, int FC, int POOL, int K)
{
    pool_right(dp, dy, w, which, FC, POOL);
    for (int k = 0; k < K; k++)
        for (int wire = 0; wire < FC * POOL; wire++)
            if (which[wire] == k) {
                dw[k] += dy[wire / POOL] * p[wire % POOL];
                break;
            }
}

//: wrong      mean_over_wires
//: says       You took the mean over the wires of a weight. The gradient is the sum: a weight
//:            on three wires has three times the say.
void wrong_mean_over_wires(double *dw, double *dp, const double *dy, const double *p,
                           const double *w, const int *which, int FC, int POOL, int K)
{
    pool_right(dp, dy, w, which, FC, POOL);
    for (int k = 0; k < K; k++) {
        double sum = 0;
        int wires = 0;
        for (int wire = 0; wire < FC * POOL; wire++)
            if (which[wire] == k) sum += dy[wire / POOL] * p[wire % POOL], wires++;
        dw[k] += wires ? sum / wires : 0;
    }
}

//: wrong      product_over_wires
//: says       You multiplied what the wires of a weight brought home. Multiply along a wire,
//:            add across wires, also when one weight sits on all of them.
//: read       01_fc_to_pool#fc-rule
void wrong_product_over_wires(double *dw, double *dp, const double *dy, const double *p,
                              const double *w, const int *which, int FC, int POOL, int K)
{
    pool_right(dp, dy, w, which, FC, POOL);
    for (int k = 0; k < K; k++) {
        double product = 1;
        int wires = 0;
        for (int wire = 0; wire < FC * POOL; wire++)
            if (which[wire] == k) product *= dy[wire / POOL] * p[wire % POOL], wires++;
        dw[k] += wires ? product : 0;
    }
}

//: wrong      input_forgotten
//: says       You gave the weights the gradients of their FC neurons alone. What came in along
//:            the wire belongs to it: dy[i] * p[j].
void wrong_input_forgotten(double *dw, double *dp, const double *dy, const double *p,
                           const double *w, const int *which, int FC, int POOL, int K)
{
    (void)p, (void)K;
    pool_right(dp, dy, w, which, FC, POOL);
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dw[which[i * POOL + j]] += dy[i];
}

//: wrong      wire_number_taken
//: says       The pool neurons went wrong: you took the weights in the order of the wires and
//:            did not look up which weight the wire carries.
//: read       01_fc_to_pool#fc-rule
void wrong_wire_number_taken(double *dw, double *dp, const double *dy, const double *p,
                             const double *w, const int *which, int FC, int POOL, int K)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) {
            dw[which[i * POOL + j]] += dy[i] * p[j];
            dp[j] += dy[i] * w[(i * POOL + j) % K];
        }
}

//: wrong      pool_told_once
//: says       The weights are right. But a pool neuron got the share of each *weight* once,
//:            where it should get one from each *wire*: two wires with the same weight are two
//:            paths.
//: read       01_fc_to_pool#fc-rule
void wrong_pool_told_once(double *dw, double *dp, const double *dy, const double *p,
                          const double *w, const int *which, int FC, int POOL, int K)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dw[which[i * POOL + j]] += dy[i] * p[j];
    for (int j = 0; j < POOL; j++)
        for (int k = 0; k < K; k++)
            for (int i = 0; i < FC; i++)
                if (which[i * POOL + j] == k) {
                    dp[j] += dy[i] * w[k];
                    break;
                }
}

//: wrong      transposed
//: says       You looked the weights up with row and column swapped: the wire from pool neuron
//:            j to FC neuron i is number i * POOL + j.
//: read       01_fc_to_pool#fc-mistakes
void wrong_transposed(double *dw, double *dp, const double *dy, const double *p,
                      const double *w, const int *which, int FC, int POOL, int K)
{
    (void)K;
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) {
            int k = which[j * FC + i];
            dw[k] += dy[i] * p[j];
            dp[j] += dy[i] * w[k];
        }
}
