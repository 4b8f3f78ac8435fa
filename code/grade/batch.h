/*
 * A batch: every submission of a folder judged by several workers, with a line of progress.
 */
#ifndef GRADE_BATCH_H
#define GRADE_BATCH_H

#include "grade/worker.h"

struct tally {
    long jobs, done, graded, skipped, failed;
    long verdicts[16];
    double seconds;
};

/* 0 if workers could not be had. Ends early when a signal asks for it. */
int batch_run(const struct batch *b, const struct selection *s, int workers, int quiet,
              struct tally *t);

#endif
