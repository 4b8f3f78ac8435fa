/*
 * What a training run leaves behind: a table for people, values for prose, maps for figures.
 *
 *     DIR/04_full_network.tsv             name<TAB>value, like --values
 *     DIR/04_full_network_curve.tsv       epochs so far, loss
 *     DIR/04_full_network_accuracy.tsv    epoch, test accuracy
 *     DIR/04_full_network_confusion.tsv   10x10: a row for what it is, a column for what was said
 *     DIR/04_full_network_classes.tsv     number and name of each class
 *     DIR/04_full_network_filters.tsv     5x5, for each filter of the first convolution
 *     DIR/04_full_network_gradient.tsv    28x28 each: the image, its gradient, one conv map's
 *
 * In files of several maps, two empty lines stand between them (gnuplot: index). Nothing here
 * depends on the clock: the same run leaves the same files.
 */
#ifndef TRAINING_REPORT_H
#define TRAINING_REPORT_H

#include "training/inspect.h"
#include "training/training.h"

#include <stddef.h>

struct report {
    const struct training *training;
    const struct inspect *inspect;
    int drawn; /* 1: the images are those that the program draws */
};

void report_print(const struct report *r);
void report_values(const struct report *r);
/* 0, or -1 with one line in error. The folder is made if it is not there. */
int report_folder(const char *folder, char *error, size_t room);
int report_write(const struct report *r, const char *folder, char *error, size_t room);

#endif
