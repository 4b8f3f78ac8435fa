/*
 * What the tiny network's gradient becomes when a known mistake is made, so that a reader who
 * finds one of these numbers knows which mistake it was.
 */
#ifndef NETWORK_TINY_MISTAKES_H
#define NETWORK_TINY_MISTAKES_H

#include "network/tiny_page.h"

struct tiny_mistakes {
    double sum_pool, sum_relu; /* the right sums of the gradients before and behind the pool */
    /* The pool's backward function returns after its first window. */
    double first_sum;
    double first_kernel[TINY_KERNEL_CELLS];
    double first_loss;  /* after one step with it: the loss falls all the same */
    double unstopped;   /* gradient of the kernel's bias if ReLU is forgotten */
    double plain;       /* what every pool cell gets if the FC weights are forgotten */
    double last_place;  /* last weight of the kernel, if a later place overwrites */
    double not_cleared; /* the same, if the gradient of the step before is still there */
};

void tiny_mistakes_work_out(struct tiny_mistakes *m, const struct tiny_page *t);
void tiny_mistakes_print(const struct tiny_mistakes *m, const struct tiny_page *t);
void tiny_mistakes_values(const struct tiny_mistakes *m);

#endif
