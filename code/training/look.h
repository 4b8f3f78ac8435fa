/*
 * One image through a trained LeNet-F, and its gradient back to the pixels.
 *
 *     build/bin/04_full_network --look build/run/04_full_network_weights.tsv --pixels 0,0,255,...
 *
 * The weights are what --train --out DIR wrote: a text file of LENET_WEIGHTS numbers. The page
 * of chapter 4 runs this for an image that the reader draws.
 */
#ifndef TRAINING_LOOK_H
#define TRAINING_LOOK_H

enum { LOOK_PIXELS = 28 * 28, LOOK_CLASSES = 10, LOOK_SAID = -1 };

struct look {
    const char *weights;       /* file */
    double pixel[LOOK_PIXELS]; /* 0 .. 255, row by row */
    int right;                 /* the class that is taken for right; LOOK_SAID: the one said */
};

/* Prints probabilities and gradient, as text or as name<TAB>value; a bad file ends the program. */
void look_print(const struct look *l, int values);

#endif
