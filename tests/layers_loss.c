/*
 * Softmax and cross-entropy.
 *
 * exp and log are inexact in the last digit or two; near 1 that is 2e-16 each, and no sum here
 * has more than ten terms: 1e-14 leaves room and still shows any wrong formula.
 */
#include "cells.h"
#include "finite_difference.h"
#include "layers/loss.h"
#include "random.h"

#include <math.h>

static const double TINY = 1e-14;

Test(layers_loss, equal_logits_share_the_probability)
{
    const double logits[4] = {5, 5, 5, 5};
    const int label[1] = {2};
    double dlogits[4] = {0};
    double loss = softmax_cross_entropy(dlogits, logits, label, 1, 4);
    CELLS_NEAR(TINY, &loss, -log(1.0 / 4));
    CELLS_NEAR(TINY, dlogits, 0.25, 0.25, 0.25 - 1, 0.25);
}

Test(layers_loss, the_gradient_is_the_probability_less_1_at_the_label)
{
    /* exp gives 1, 3 and 4, that is 8 together: p is 1/8, 3/8 and 4/8 */
    const double logits[3] = {0, log(3), log(4)};
    const int label[1] = {1};
    double dlogits[3] = {0};
    double loss = softmax_cross_entropy(dlogits, logits, label, 1, 3);
    CELLS_NEAR(TINY, &loss, -log(3.0 / 8));
    CELLS_NEAR(TINY, dlogits, 1.0 / 8, 3.0 / 8 - 1, 4.0 / 8);
}

Test(layers_loss, the_largest_logit_may_stand_anywhere)
{
    const double first[3] = {log(4), 0, log(3)}, last[3] = {log(3), 0, log(4)};
    const int label[1] = {0};
    double dlogits[3] = {0};
    double loss = softmax_cross_entropy(dlogits, first, label, 1, 3);
    CELLS_NEAR(TINY, &loss, -log(4.0 / 8));
    CELLS_NEAR(TINY, dlogits, 4.0 / 8 - 1, 1.0 / 8, 3.0 / 8);
    loss = softmax_cross_entropy(NULL, last, label, 1, 3);
    CELLS_NEAR(TINY, &loss, -log(3.0 / 8));
}

Test(layers_loss, a_batch_takes_the_mean_so_each_gradient_is_divided_by_N)
{
    /* p of sample 0 is 1/4 and 3/4, p of sample 1 is 1/2 and 1/2 */
    const double logits[4] = {0, log(3), 7, 7};
    const int label[2] = {0, 1};
    double dlogits[4] = {0};
    double loss = softmax_cross_entropy(dlogits, logits, label, 2, 2);
    CELLS_NEAR(TINY, &loss, (log(4) + log(2)) / 2);
    CELLS_NEAR(TINY, dlogits, (0.25 - 1) / 2, 0.75 / 2, 0.5 / 2, (0.5 - 1) / 2);
}

Test(layers_loss, huge_logits_do_not_overflow)
{
    const double up[2] = {1000, 0}, down[2] = {-1000, 0};
    const int label[1] = {1}, other[1] = {0};
    double dlogits[2] = {0};
    double loss = softmax_cross_entropy(dlogits, up, label, 1, 2);
    CELLS(&loss, 1000); /* log(1 + exp(-1000)) is 0 in double */
    CELLS(dlogits, 1, 0 - 1);
    loss = softmax_cross_entropy(NULL, down, other, 1, 2);
    CELLS(&loss, 1000);
}

Test(layers_loss, one_class_is_certain)
{
    const double logits[1] = {3};
    const int label[1] = {0};
    double dlogits[1] = {0};
    double loss = softmax_cross_entropy(dlogits, logits, label, 1, 1);
    CELLS(&loss, 0);
    CELLS(dlogits, 1 - 1);
}

Test(layers_loss, backward_adds_to_what_is_there)
{
    const double logits[2] = {0, log(3)};
    const int label[1] = {0};
    double dlogits[2] = {10, 20};
    softmax_cross_entropy(dlogits, logits, label, 1, 2);
    CELLS_NEAR(TINY, dlogits, 10 + 0.25 - 1, 20 + 0.75);
}

Test(layers_loss, the_gradients_of_a_sample_add_up_to_zero)
{
    struct dice d = dice_for("loss sum");
    enum { K = 10 };
    double logits[K], dlogits[K] = {0};
    int label[1] = {dice_between(&d, 0, K - 1)};
    dice_spaced(&d, logits, K, 0.5);
    softmax_cross_entropy(dlogits, logits, label, 1, K);
    double sum = sum_of(dlogits, K);
    CELLS_NEAR(TINY, &sum, 0);
}

enum { N = 3, K = 4 };
struct layer {
    double logits[N * K];
    int label[N];
};

static double loss_of(const void *fixed)
{
    const struct layer *l = fixed;
    return softmax_cross_entropy(NULL, l->logits, l->label, N, K);
}

Test(layers_loss, the_gradient_is_the_measured_slope)
{
    struct dice d = dice_for("loss slope");
    struct layer l;
    double dlogits[N * K] = {0};
    dice_spaced(&d, l.logits, N * K, 0.25);
    for (int n = 0; n < N; n++) l.label[n] = dice_between(&d, 0, K - 1);
    softmax_cross_entropy(dlogits, l.logits, l.label, N, K);
    /* h = 1e-4: the curve costs h * h / 6, rounding 1e-16 / h; both are far below 1e-8. */
    check_gradient("dlogits", loss_of, &l, l.logits, dlogits, N * K, 1e-4, 1e-8);
}

Test(layers_loss, only_the_logits_of_its_own_sample_count)
{
    /* What stands behind a sample is far larger, then far smaller: it must not be looked at. */
    const double small[4] = {0, log(3), 1000, 0}, large[3] = {0, 1000, -5};
    const int label[1] = {1};
    double loss = softmax_cross_entropy(NULL, small, label, 1, 2);
    CELLS_NEAR(TINY, &loss, -log(3.0 / 4));
    loss = softmax_cross_entropy(NULL, large, label, 1, 2);
    CELLS(&loss, 0);
}
