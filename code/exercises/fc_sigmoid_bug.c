//: title      Find the bug: the slope of a sigmoid
//: chapter    01_fc_to_pool
//: kind       bug
//: read       01_fc_to_pool#fc-inside
//: statement  FC neuron i computes z[i] from the pool neurons and sends y[i] = 1 / (1 +
//:            exp(-z[i])). The function below gets dy, the gradients at the outputs, and y, the
//:            outputs themselves. It is to add to dp[j] the gradient of pool neuron j. It
//:            compiles, and the numbers look reasonable: every sign is right. They are wrong.
//:            Mend it.
//: hint       Take one neuron with y = 0.5, which is the middle of the curve. How steep is a
//:            sigmoid there? What does the function say?
//: hint       The slope at the inside z can be had from the output: s * (1 - s), where s is the
//:            sigmoid *of z*. What is the sigmoid of z called here?

#include <math.h>

void fc_sigmoid_bug(double *dp,       /* (POOL) */
                    const double *dy, /* (FC) */
                    const double *y,  /* (FC) */
                    const double *w,  /* (FC, POOL) */
                    int FC, int POOL)
{
    for (int i = 0; i < FC; i++) {
        //: solution
        double s = y[i];
        //: starter
        //| double s = 1 / (1 + exp(-y[i]));
        //: end
        double delta = dy[i] * s * (1 - s);
        for (int j = 0; j < POOL; j++) dp[j] += delta * w[i * POOL + j];
    }
}

//: also       through_the_inside
static double sigmoid(double z)
{
    return 1 / (1 + exp(-z));
}

void also_through_the_inside(double *dp, const double *dy, const double *y, const double *w,
                             int FC, int POOL)
{
    for (int i = 0; i < FC; i++) {
        double z = log(y[i] / (1 - y[i])), s = sigmoid(z);
        for (int j = 0; j < POOL; j++) dp[j] += w[i * POOL + j] * (s - s * s) * dy[i];
    }
}

/* What one neuron sends home along its wires. */
static void send(double *dp, double delta, const double *row, int POOL)
{
    for (int j = 0; j < POOL; j++) dp[j] += delta * row[j];
}

//: wrong      slope_at_output
//: says       The sigmoid is applied a second time: y is the sigmoid of z already. The slope
//:            belongs to the inside z, where the neuron stood, and is y * (1 - y).
void wrong_slope_at_output(double *dp, const double *dy, const double *y, const double *w,
                           int FC, int POOL)
{
    for (int i = 0; i < FC; i++) {
        double s = sigmoid(y[i]);
        send(dp, dy[i] * s * (1 - s), w + i * POOL, POOL);
    }
}

//: wrong      slope_forgotten
//: says       The slope is gone. dy is the gradient at the output; the wires end at the inside,
//:            and between the two stands the sigmoid, whose slope is y * (1 - y).
void wrong_slope_forgotten(double *dp, const double *dy, const double *y, const double *w,
                           int FC, int POOL)
{
    (void)y;
    for (int i = 0; i < FC; i++) send(dp, dy[i], w + i * POOL, POOL);
}

//: wrong      value_for_slope
//: says       You multiplied by the output y where the slope belongs. A sigmoid close to 1 is
//:            flat: its value is large and its slope small.
void wrong_value_for_slope(double *dp, const double *dy, const double *y, const double *w,
                           int FC, int POOL)
{
    for (int i = 0; i < FC; i++) send(dp, dy[i] * y[i], w + i * POOL, POOL);
}

//: wrong      slope_of_gradient
//: says       You took the slope at dy. The slope belongs to the place where the neuron stood
//:            in the forward pass, and dy says nothing about that.
void wrong_slope_of_gradient(double *dp, const double *dy, const double *y, const double *w,
                             int FC, int POOL)
{
    (void)y;
    for (int i = 0; i < FC; i++) {
        double s = sigmoid(dy[i]);
        send(dp, dy[i] * s * (1 - s), w + i * POOL, POOL);
    }
}

//: wrong      slope_of_tanh
//: says       1 - y * y is the slope of tanh. For the sigmoid it is y * (1 - y), never more
//:            than a quarter.
void wrong_slope_of_tanh(double *dp, const double *dy, const double *y, const double *w, int FC,
                         int POOL)
{
    for (int i = 0; i < FC; i++) send(dp, dy[i] * (1 - y[i] * y[i]), w + i * POOL, POOL);
}

//: wrong      divided_by_slope
//: says       You divided by the slope. A flat neuron passes little back, so going back
//:            multiplies by the slope, as every step does.
void wrong_divided_by_slope(double *dp, const double *dy, const double *y, const double *w,
                            int FC, int POOL)
{
    for (int i = 0; i < FC; i++) send(dp, dy[i] / (y[i] * (1 - y[i])), w + i * POOL, POOL);
}

//: wrong      half_of_the_slope
//: says       You multiplied by 1 - y alone. The slope of a sigmoid is both together, y times
//:            1 - y: it is flat at either end of its curve.
void wrong_half_of_the_slope(double *dp, const double *dy, const double *y, const double *w,
                             int FC, int POOL)
{
    for (int i = 0; i < FC; i++) send(dp, dy[i] * (1 - y[i]), w + i * POOL, POOL);
}
