//: title      The first step back
//: chapter    04_full_network
//: kind       write
//: read       04_full_network#net-softmax
//: statement  N samples, K classes. z[n][k] are the logits, label[n] is the right class of
//:            sample n. Softmax makes probabilities of the logits of a sample: p[k] = exp(z[k])
//:            divided by the sum of all exp(z[j]). The loss is the mean over the samples of
//:            -log of the probability of the right class. Return the loss, and add to dz its
//:            gradient at the logits. Logits may be as large as 1000 or as small as -1000.
//: hint       One sample with the gradient that the chapter uses: probability, less 1 at the
//:            label. The softmax is already inside.
//: hint       The loss is a mean: one sample counts one part in N, and so does its gradient.
//: hint       exp(1000) is no number that a double can hold. Take the largest logit of the
//:            sample off all of them first; the probabilities stay the same.

#include <math.h>

double loss_gradient(double *dz,       /* (N, K) */
                     const double *z,  /* (N, K) */
                     const int *label, /* (N) */
                     int N, int K)
{
    //: solution
    double loss = 0;
    for (int n = 0; n < N; n++, z += K, dz += K) {
        double largest = z[0], sum = 0;
        for (int k = 1; k < K; k++)
            if (z[k] > largest) largest = z[k];
        for (int k = 0; k < K; k++) sum += exp(z[k] - largest); /* at least 1 */
        for (int k = 0; k < K; k++) dz[k] += (exp(z[k] - largest) / sum - (k == label[n])) / N;
        loss += (log(sum) + largest - z[label[n]]) / N;
    }
    return loss;
    //: starter
    //| return 0;
    //: end
}

//: also       pair_by_pair
double also_pair_by_pair(double *dz, const double *z, const int *label, int N, int K)
{
    double loss = 0;
    for (int i = N * K - 1; i >= 0; i--) {
        const double *sample = z + i / K * K;
        double ratio = 0; /* one over the probability of this class */
        for (int j = 0; j < K; j++) ratio += exp(fmin(sample[j] - z[i], 700));
        double right = label[i / K] == i % K;
        dz[i] += (1 / ratio - right) / N;
        if (right == 0) continue;
        double largest = z[i], rest = 0;
        for (int j = 0; j < K; j++) largest = fmax(largest, sample[j]);
        for (int j = 0; j < K; j++) rest += exp(sample[j] - largest);
        loss += (largest - z[i] + log(rest)) / N;
    }
    return loss;
}

/* The mistakes: what one sample gets when its probabilities are p. */
enum slip {
    SUMMED,
    NOT_DIVIDED,
    LABEL_LEFT,
    TURNED,
    LABEL_ONLY,
    TWICE,
    BY_CLASSES,
    LOSS_SUMMED
};

static double gradient(double p, int right, enum slip slip)
{
    if (slip == LABEL_LEFT) return p;
    if (slip == TURNED) return right - p;
    if (slip == LABEL_ONLY) return right ? p - 1 : 0;
    return p - right;
}

static double slope_twice(const double *p, int K, int k, int label)
{
    double mean = 0;
    for (int j = 0; j < K; j++) mean += p[j] * (p[j] - (j == label));
    return p[k] * (p[k] - (k == label) - mean);
}

static double one_sample(double *p, const double *z, int label, int K)
{
    double largest = z[0], sum = 0;
    for (int k = 1; k < K; k++) largest = fmax(largest, z[k]);
    for (int k = 0; k < K; k++) sum += exp(z[k] - largest);
    for (int k = 0; k < K; k++) p[k] = exp(z[k] - largest) / sum;
    return log(sum) + largest - z[label];
}

static double walk(double *dz, const double *z, const int *label, int N, int K, enum slip slip)
{
    double loss = 0, p[64];
    double part = slip == SUMMED || slip == NOT_DIVIDED ? 1 : slip == BY_CLASSES ? K : N;
    for (int n = 0; n < N; n++, z += K, dz += K) {
        loss += one_sample(p, z, label[n], K);
        for (int k = 0; k < K; k++)
            dz[k] += (slip == TWICE ? slope_twice(p, K, k, label[n])
                                    : gradient(p[k], k == label[n], slip)) /
                     part;
    }
    return slip == SUMMED || slip == LOSS_SUMMED ? loss : loss / N;
}

//: wrong      sum_not_mean
//: says       You took the sum over the samples where the loss is a mean: with N samples both,
//:            the loss and the gradient, are N times too large.
//: read       01_fc_to_pool#fc-batch
double wrong_sum_not_mean(double *dz, const double *z, const int *label, int N, int K)
{
    return walk(dz, z, label, N, K, SUMMED);
}

//: wrong      gradient_not_divided
//: says       The loss is right, a mean. But each sample's gradient is still that of its own
//:            loss: of the mean, one sample is only one part in N.
//: read       01_fc_to_pool#fc-batch
double wrong_gradient_not_divided(double *dz, const double *z, const int *label, int N, int K)
{
    return walk(dz, z, label, N, K, NOT_DIVIDED);
}

//: wrong      loss_not_divided
//: says       The gradient is right. The loss that you return is the sum over the samples; it
//:            is to be the mean.
double wrong_loss_not_divided(double *dz, const double *z, const int *label, int N, int K)
{
    return walk(dz, z, label, N, K, LOSS_SUMMED);
}

//: wrong      divided_by_classes
//: says       You divided by the number of classes. The mean is over the samples: divide by N.
double wrong_divided_by_classes(double *dz, const double *z, const int *label, int N, int K)
{
    return walk(dz, z, label, N, K, BY_CLASSES);
}

//: wrong      label_not_taken_off
//: says       You took the probability for the gradient, also at the label. There 1 is taken
//:            off: the right class is to go up.
//: read       04_full_network#net-backward
double wrong_label_not_taken_off(double *dz, const double *z, const int *label, int N, int K)
{
    return walk(dz, z, label, N, K, LABEL_LEFT);
}

//: wrong      sign_turned
//: says       You took label less probability. That is the way to go; the gradient says where
//:            the loss *grows*: probability less label.
//: read       04_full_network#net-backward
double wrong_sign_turned(double *dz, const double *z, const int *label, int N, int K)
{
    return walk(dz, z, label, N, K, TURNED);
}

//: wrong      label_only
//: says       Only the logit of the right class got a gradient. The others share the
//:            probability, too: when one of them grows, the right class has less.
double wrong_label_only(double *dz, const double *z, const int *label, int N, int K)
{
    return walk(dz, z, label, N, K, LABEL_ONLY);
}

//: wrong      softmax_twice
//: says       You went through softmax twice: probability less label is the gradient behind
//:            both, loss and softmax. The signs are right and the numbers too small.
double wrong_softmax_twice(double *dz, const double *z, const int *label, int N, int K)
{
    return walk(dz, z, label, N, K, TWICE);
}

//: wrong      overflow
//: says       exp of a large logit overflows: infinity over infinity is not a number. Take the
//:            largest logit of the sample off all of them first.
double wrong_overflow(double *dz, const double *z, const int *label, int N, int K)
{
    double loss = 0;
    for (int n = 0; n < N; n++) {
        double sum = 0;
        for (int k = 0; k < K; k++) sum += exp(z[n * K + k]);
        for (int k = 0; k < K; k++)
            dz[n * K + k] += (exp(z[n * K + k]) / sum - (k == label[n])) / N;
        loss -= log(exp(z[n * K + label[n]]) / sum) / N;
    }
    return loss;
}

//: wrong      label_not_divided
//: says       The loss is right. Each probability is divided by N, but the 1 at the label is
//:            taken off whole. It belongs to the same mean: 1 / N is taken off.
//: read       04_full_network#net-backward
double wrong_label_not_divided(double *dz, const double *z, const int *label, int N, int K)
{
    double loss = loss_gradient(dz, z, label, N, K);
    for (int n = 0; n < N; n++) dz[n * K + label[n]] -= 1 - 1.0 / N;
    return loss;
}

//: wrong      sign_of_the_loss
//: says       The gradient is right. You return the mean of log of the probability, which is
//:            never above 0. The loss is *minus* that: 0 if all is certain, else more.
double wrong_sign_of_the_loss(double *dz, const double *z, const int *label, int N, int K)
{
    return -loss_gradient(dz, z, label, N, K);
}

//: wrong      log_of_zero
//: says       The gradient is right. But you took the log of a probability, and where the logit
//:            lies far below the largest it is so small that it becomes 0. Take the log of the
//:            sum, and add how far the logit lies below the largest.
double wrong_log_of_zero(double *dz, const double *z, const int *label, int N, int K)
{
    double loss = 0, p[64];
    loss_gradient(dz, z, label, N, K);
    for (int n = 0; n < N; n++) {
        one_sample(p, z + n * K, label[n], K);
        loss -= log(p[label[n]]) / N;
    }
    return loss;
}
