/*
 * The tiny network worked through: forward, backward, one step, forward again, and each
 * gradient of the kernel measured as well. As a page for a reader with a pencil, and as values.
 */
#ifndef NETWORK_TINY_PAGE_H
#define NETWORK_TINY_PAGE_H

#include "network/tiny.h"

struct tiny_page {
    double image[TINY_IMAGE_CELLS];
    int label;
    double rate;
    struct tiny_weights before, after;
    struct tiny_forward first, second; /* with the weights before and after the step */
    struct tiny_backward gradient;
    double measured[TINY_KERNEL_CELLS]; /* by moving each kernel weight a little */
    double squares;                     /* sum of the squares of all 20 gradients */
    int zeros;                          /* cells of the conv map that got no gradient */
};

/* image, label, rate and before are given; the rest is filled in. */
void tiny_page_work_out(struct tiny_page *t);
void tiny_page_print(const struct tiny_page *t);
void tiny_page_values(const struct tiny_page *t);

#endif
