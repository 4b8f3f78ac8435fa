/*
 * Softmax and cross-entropy in one step.
 *
 *     p[n][k] = exp(logits[n][k]) / sum over j of exp(logits[n][j])
 *     loss    = mean over n of  -log p[n][label[n]]
 *
 * Rule for the way back: the gradient at a logit is p, less 1 at the label, divided by N
 * because the loss is a mean. The derivative of softmax is already inside: do not apply it
 * again. The largest logit is subtracted first, so that exp never overflows.
 */
#ifndef LAYERS_LOSS_H
#define LAYERS_LOSS_H

/*
 * Returns the mean loss. Adds the gradient to dlogits (the caller zeroes it); NULL is skipped.
 * Each label is in 0 .. K-1.
 */
double softmax_cross_entropy(double *dlogits,      /* (N, K) or NULL */
                             const double *logits, /* (N, K) */
                             const int *label,     /* (N) */
                             int N, int K);

#endif
