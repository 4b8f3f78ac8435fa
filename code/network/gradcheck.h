/*
 * How far can a measured gradient be trusted? Four small experiments.
 *
 *     slope of f at x, measured = (f(x + h) - f(x - h)) / (2 * h)
 *
 * Too large an h bends (the curve is not a line); too small an h drowns in rounding; and where
 * the function has a kink, a ReLU or a change of winner, the two sides have different slopes.
 */
#ifndef NETWORK_GRADCHECK_H
#define NETWORK_GRADCHECK_H

enum { GRADCHECK_STEPS = 10, GRADCHECK_CELLS = 6 };

struct gradcheck {
    double point; /* the table is for exp at this point */
    /* Relative error of the measured slope with h = 0.1, 0.01, ...; by float and by double. */
    double in_float[GRADCHECK_STEPS], in_double[GRADCHECK_STEPS];

    /* A mean of six cells, added to the rest of the loss, all in float32, with h = 1e-6. */
    double cells[GRADCHECK_CELLS], rest;
    double slope[GRADCHECK_CELLS], slope_wide[GRADCHECK_CELLS], slope_double[GRADCHECK_CELLS];
    double slope_one[GRADCHECK_CELLS]; /* float, h = 1: a mean is a straight line */
    double grain;                      /* from the loss to the next larger float32 */

    double relu_near, relu_far, relu_finer; /* measured at -1e-6, at -1e6, and with finer h */
    double shared, shared_finer;            /* 576 places share a weight; one is at a kink */
    double shared_error, shared_error_finer;
};

/* point, cells and rest are given; the rest is filled in. */
void gradcheck_work_out(struct gradcheck *g);
void gradcheck_print(const struct gradcheck *g);
void gradcheck_values(const struct gradcheck *g);

#endif
