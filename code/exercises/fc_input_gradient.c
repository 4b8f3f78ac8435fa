//: title      The gradient of every pool neuron
//: chapter    01_fc_to_pool
//: kind       write
//: read       01_fc_to_pool#fc-rule
//: statement  FC neuron i computes z[i], the sum over j of w[i][j] * p[j]. Its output y[i] is
//:            z[i] where that is positive, and 0 elsewhere (ReLU). You get dy, the gradients at
//:            the outputs of the FC neurons, the numbers z inside them, and the weights. Add to
//:            dp[j] the gradient of pool neuron j. The pool neurons may have other users, which
//:            have left their share in dp already: add to it.
//: hint       First go from the output of each FC neuron to its inside. For ReLU the slope is 1
//:            where z is positive and 0 elsewhere.
//: hint       One wire runs from pool neuron j to FC neuron i. What comes back along it is the
//:            gradient inside i times the weight w[i][j], which lies at w[i * POOL + j].
//: hint       Pool neuron j has FC wires. Add what comes back along them.

void fc_input_gradient(double *dp,       /* (POOL) */
                       const double *dy, /* (FC) */
                       const double *z,  /* (FC) */
                       const double *w,  /* (FC, POOL) */
                       int FC, int POOL)
{
    //: solution
    for (int i = 0; i < FC; i++) {
        double delta = z[i] > 0 ? dy[i] : 0;
        for (int j = 0; j < POOL; j++) dp[j] += delta * w[i * POOL + j];
    }
    //: end
}

//: also       neuron_by_neuron
void also_neuron_by_neuron(double *dp, const double *dy, const double *z, const double *w,
                           int FC, int POOL)
{
    const double *column = w + POOL;
    while (column-- > w) {
        double sum = 0;
        for (int i = FC - 1; i >= 0; i--)
            if (!(z[i] <= 0)) sum = sum + column[i * POOL] * dy[i];
        dp[column - w] += sum;
    }
}

//: wrong      plain_sum
//: says       You added up the gradients of the FC neurons and left the weights out, so that
//:            every pool neuron gets the same. What comes back along a wire is multiplied by
//:            the weight on that wire.
//: read       01_fc_to_pool#fc-eleven
void wrong_plain_sum(double *dp, const double *dy, const double *z, const double *w, int FC,
                     int POOL)
{
    (void)w;
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] : 0;
}

//: wrong      plain_sum_no_slope
//: says       You added up dy as it came: no weights and no slope of the activation. Each dy
//:            first goes inside its neuron (times f'), then along the wire (times the weight).
//: read       01_fc_to_pool#fc-inside
void wrong_plain_sum_no_slope(double *dp, const double *dy, const double *z, const double *w,
                              int FC, int POOL)
{
    (void)z, (void)w;
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += dy[i];
}

//: wrong      weights_only
//: says       You added up the weights and left out what comes back along them. A wire carries the
//:            gradient of its FC neuron, times the weight.
void wrong_weights_only(double *dp, const double *dy, const double *z, const double *w, int FC,
                        int POOL)
{
    (void)dy;
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? w[i * POOL + j] : 0;
}

//: wrong      product
//: says       You multiplied the contributions of the FC neurons with each other. Multiply
//:            along a path (gradient times weight), add across paths.
void wrong_product(double *dp, const double *dy, const double *z, const double *w, int FC,
                   int POOL)
{
    for (int j = 0; j < POOL; j++) {
        double product = 1;
        for (int i = 0; i < FC; i++) product *= z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
        dp[j] += product;
    }
}

//: wrong      slope_forgotten
//: says       You forgot the slope of the activation. dy is the gradient at the output of the
//:            FC neuron; a neuron whose z is not positive passes nothing on.
//: read       01_fc_to_pool#fc-inside
void wrong_slope_forgotten(double *dp, const double *dy, const double *z, const double *w,
                           int FC, int POOL)
{
    (void)z;
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += dy[i] * w[i * POOL + j];
}

//: wrong      slope_from_gradient
//: says       You took the slope of ReLU from the sign of dy. The slope belongs to the place
//:            where the neuron stood in the forward pass: ask z, not the gradient.
//: read       01_fc_to_pool#fc-inside
void wrong_slope_from_gradient(double *dp, const double *dy, const double *z, const double *w,
                               int FC, int POOL)
{
    (void)z;
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += dy[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}

//: wrong      value_for_slope
//: says       You multiplied by the output of the neuron, max(z, 0), where its slope belongs.
//:            The slope of ReLU is 1 or 0, whatever the size of z.
//: read       01_fc_to_pool#fc-inside
void wrong_value_for_slope(double *dp, const double *dy, const double *z, const double *w,
                           int FC, int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * z[i] * w[i * POOL + j] : 0;
}

//: wrong      slope_one_at_zero
//: says       You let the gradient pass where z is exactly 0. This book takes the slope 0
//:            there.
void wrong_slope_one_at_zero(double *dp, const double *dy, const double *z, const double *w,
                             int FC, int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] >= 0 ? dy[i] * w[i * POOL + j] : 0;
}

//: wrong      transposed
//: says       You read the weights with row and column swapped: w[i][j], from pool neuron j
//:            into FC neuron i, lies at w[i * POOL + j].
void wrong_transposed(double *dp, const double *dy, const double *z, const double *w, int FC,
                      int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[j * FC + i] : 0;
}

//: wrong      overwrites
//: says       You set dp instead of adding to it: what was in dp before is lost.
void wrong_overwrites(double *dp, const double *dy, const double *z, const double *w, int FC,
                      int POOL)
{
    for (int j = 0; j < POOL; j++) {
        dp[j] = 0;
        for (int i = 0; i < FC; i++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
    }
}

//: wrong      last_wire_only
//: says       Each FC neuron overwrote what the one before it had sent, so that only the last
//:            one counts. Every wire adds its share: += instead of =.
void wrong_last_wire_only(double *dp, const double *dy, const double *z, const double *w,
                          int FC, int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] = z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}

//: wrong      mean
//: says       You took the mean over the FC neurons. The gradient is the sum: a pool neuron
//:            that moves by a little moves all of them, and all these effects add up.
void wrong_mean(double *dp, const double *dy, const double *z, const double *w, int FC,
                int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] / FC : 0;
}
