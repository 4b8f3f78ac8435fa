//: title      Find the bug: one step of learning
//: chapter    04_full_network
//: kind       bug
//: read       04_full_network#net-step
//: statement  The function below does the way back of one FC layer and a step of learning in
//:            one go: it adds to dp the gradients of the pool neurons, and moves the weights
//:            and the biases against their gradients, rate times. dy are the gradients at the
//:            FC neurons (no activation), p is what the pool neurons had sent forward. The
//:            network learns, but a gradient check says that the layers in front get a wrong
//:            gradient. Mend it.
//: hint       Which weights did the wire have when the pool neuron sent its number forward?
//: hint       Follow w[i * POOL + j] through the loop by hand, with rate = 1. What is it worth
//:            when dp[j] is computed?

void network_step_bug(double *w,        /* (FC, POOL) */
                      double *b,        /* (FC) */
                      double *dp,       /* (POOL) */
                      const double *dy, /* (FC) */
                      const double *p,  /* (POOL) */
                      double rate, int FC, int POOL)
{
    for (int i = 0; i < FC; i++) {
        for (int j = 0; j < POOL; j++) {
            //: solution
            dp[j] += dy[i] * w[i * POOL + j];
            w[i * POOL + j] -= rate * dy[i] * p[j];
            //: starter
            //| w[i * POOL + j] -= rate * dy[i] * p[j];
            //| dp[j] += dy[i] * w[i * POOL + j];
            //: end
        }
        b[i] -= rate * dy[i];
    }
}

//: also       two_rounds
void also_two_rounds(double *w, double *b, double *dp, const double *dy, const double *p,
                     double rate, int FC, int POOL)
{
    for (int k = FC * POOL - 1; k >= 0; k--) dp[k % POOL] += w[k] * dy[k / POOL];
    for (int k = FC * POOL - 1; k >= 0; k--) w[k] -= dy[k / POOL] * rate * p[k % POOL];
    for (int i = FC - 1; i >= 0; i--) b[i] = b[i] - dy[i] * rate;
}

/* The mistakes change one of the three lines. */
static void pool_back(double *dp, const double *dy, const double *w, int FC, int POOL)
{
    for (int k = 0; k < FC * POOL; k++) dp[k % POOL] += dy[k / POOL] * w[k];
}

static void step(double *w, double *b, const double *dy, const double *p, double rate, int FC,
                 int POOL)
{
    for (int k = 0; k < FC * POOL; k++) w[k] -= rate * dy[k / POOL] * p[k % POOL];
    for (int i = 0; i < FC; i++) b[i] -= rate * dy[i];
}

//: wrong      weight_moved_first
//: says       The weight has moved before the gradient runs back along its wire. What the wire
//:            brings home belongs to the weight that it had on the way forward: dp first, then
//:            w.
void wrong_weight_moved_first(double *w, double *b, double *dp, const double *dy,
                              const double *p, double rate, int FC, int POOL)
{
    step(w, b, dy, p, rate, FC, POOL);
    pool_back(dp, dy, w, FC, POOL);
}

//: wrong      uphill
//: says       Your weights move along the gradient, uphill. It says where the loss grows; a
//:            step of learning goes against it: -= and not +=.
void wrong_uphill(double *w, double *b, double *dp, const double *dy, const double *p,
                  double rate, int FC, int POOL)
{
    pool_back(dp, dy, w, FC, POOL);
    step(w, b, dy, p, -rate, FC, POOL);
}

//: wrong      rate_forgotten
//: says       Your step is not multiplied by the rate.
void wrong_rate_forgotten(double *w, double *b, double *dp, const double *dy, const double *p,
                          double rate, int FC, int POOL)
{
    (void)rate;
    pool_back(dp, dy, w, FC, POOL);
    step(w, b, dy, p, 1, FC, POOL);
}

//: wrong      rate_on_gradient
//: says       The step is right, but what you hand on to the pool is multiplied by the rate,
//:            too. The rate belongs to the step; the gradient goes on whole.
void wrong_rate_on_gradient(double *w, double *b, double *dp, const double *dy, const double *p,
                            double rate, int FC, int POOL)
{
    for (int k = 0; k < FC * POOL; k++) dp[k % POOL] += rate * dy[k / POOL] * w[k];
    step(w, b, dy, p, rate, FC, POOL);
}

//: wrong      step_handed_on
//: says       You hand on how far the weights have moved. The pool gets gradient times weight.
//: read       01_fc_to_pool#fc-weights
void wrong_step_handed_on(double *w, double *b, double *dp, const double *dy, const double *p,
                          double rate, int FC, int POOL)
{
    for (int k = 0; k < FC * POOL; k++) dp[k % POOL] += rate * dy[k / POOL] * p[k % POOL];
    step(w, b, dy, p, rate, FC, POOL);
}

//: wrong      bias_stays
//: says       The biases do not move. They learn like the weights, from wires on which a 1
//:            comes in.
//: read       01_fc_to_pool#fc-weights
void wrong_bias_stays(double *w, double *b, double *dp, const double *dy, const double *p,
                      double rate, int FC, int POOL)
{
    (void)b;
    pool_back(dp, dy, w, FC, POOL);
    for (int k = 0; k < FC * POOL; k++) w[k] -= rate * dy[k / POOL] * p[k % POOL];
}

//: wrong      weights_stay
//: says       The gradient for the pool is right now, but the weights do not learn any more.
void wrong_weights_stay(double *w, double *b, double *dp, const double *dy, const double *p,
                        double rate, int FC, int POOL)
{
    (void)p;
    pool_back(dp, dy, w, FC, POOL);
    for (int i = 0; i < FC; i++) b[i] -= rate * dy[i];
}

//: wrong      last_wire_only
//: says       Each FC neuron overwrites what the one before it has sent to the pool: dp[j] is a
//:            sum, += and not =.
//: read       01_fc_to_pool#fc-rule
void wrong_last_wire_only(double *w, double *b, double *dp, const double *dy, const double *p,
                          double rate, int FC, int POOL)
{
    for (int k = 0; k < FC * POOL; k++) dp[k % POOL] = dy[k / POOL] * w[k];
    step(w, b, dy, p, rate, FC, POOL);
}
