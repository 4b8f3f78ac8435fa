/*
 * Chapter 4 with --train: data in, a trained LeNet-F and its report out.
 */
#ifndef TRAINING_FULL_SIZE_H
#define TRAINING_FULL_SIZE_H

/* What the command line chose. */
struct full_size {
    int resume, drawn, seed, epochs, batch, picture, check, kernel;
    int limit, tests; /* 0: all images */
    double lr;
    const char *data, *out, *checkpoint; /* NULL: not given */
};

/* "layers|...": the kernels there are, for the option's table. */
const char *full_size_kernels(void);

/* Trains and reports; with values, as name<TAB>value. What is wrong ends the program. */
void full_size_train(struct full_size *c, int values);

#endif
