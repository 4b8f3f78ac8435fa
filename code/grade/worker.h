/*
 * Workers: processes that take one job after the other from a queue, judge it and write its
 * record. They share nothing but the queue.
 */
#ifndef GRADE_WORKER_H
#define GRADE_WORKER_H

#include "grade/jobs.h"

enum { MAX_MESSAGE = 8192 };

struct batch {
    const char *submissions, *grades, *secret;
    int again; /* judge anew what has a record */
};

/* How a job ended, sent back to the parent as one message. */
enum job_end { JOB_GRADED, JOB_SKIPPED, JOB_FAILED };
struct job_news {
    int end, verdict;
};

/* A job as one message, and back. 0 if the names are too long. */
size_t job_pack(char *message, const struct job *job);
int job_unpack(struct job *job, const char *message, size_t n);

/* Takes messages from `queue` until it is closed; news goes to `back`. The exit status. */
int worker_run(const struct batch *b, int queue, int back);

#endif
