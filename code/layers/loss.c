#include "layers/loss.h"

#include <math.h>
#include <stddef.h>

// begin softmax_cross_entropy
double softmax_cross_entropy(double *dlogits, const double *logits, const int *label, int N,
                             int K)
{
    double loss = 0;
    for (int n = 0; n < N; n++) {
        const double *z = logits + (size_t)n * (size_t)K;
        double largest = z[0], sum = 0;
        for (int k = 1; k < K; k++)
            if (z[k] > largest) largest = z[k];
        for (int k = 0; k < K; k++) sum += exp(z[k] - largest);

        loss += log(sum) - (z[label[n]] - largest);
        for (int k = 0; dlogits && k < K; k++) {
            double p = exp(z[k] - largest) / sum;
            dlogits[(size_t)n * (size_t)K + (size_t)k] += (p - (k == label[n])) / N;
        }
    }
    return loss / N;
}
// end softmax_cross_entropy
