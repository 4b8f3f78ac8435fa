/*
 * One line on stderr that says how far a long run is, how fast, and how long it will still be.
 * On a terminal it is written over; in a log, a new line now and then.
 */
#ifndef TRAINING_PROGRESS_H
#define TRAINING_PROGRESS_H

struct progress {
    int epochs;         /* in the whole run */
    long total, before; /* images in the whole run, and those that an earlier run has done */
    double start, shown;
    int terminal;
};

void progress_start(struct progress *p, int epochs, long total, long before);
void progress_show(struct progress *p, int epoch, long done, double loss);
void progress_end(const struct progress *p);

#endif
