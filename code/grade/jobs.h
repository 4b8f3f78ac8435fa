/*
 * A folder of submissions as a stream of jobs: one student, one exercise, one file. Nothing is
 * kept, so ten students and ten million take the same memory.
 *
 *     SUBMISSIONS/STUDENT/EXERCISE.c     (or .txt for an exercise on paper)
 *     SUBMISSIONS/STUDENT.c              where one exercise alone is graded
 */
#ifndef GRADE_JOBS_H
#define GRADE_JOBS_H

#include "grade/exercise.h"

enum { MAX_WANTED = 64 };

/* What the desktops of Apple and Microsoft put beside files: passed over without a word. */
int is_litter(const char *name);

/* An entry that is passed over, and why. */
typedef void job_ignored(const char *name, const char *why);

struct selection {
    const struct exercise *wanted[MAX_WANTED];
    int n;
    long shard, shards;   /* 1 of 1: everything */
    job_ignored *ignored; /* called for what is no submission at all; or NULL */
};

struct job {
    const struct exercise *exercise;
    const char *student; /* as the folder or file is called */
    const char *folder;  /* inside SUBMISSIONS; "" where the file lies there itself */
    const char *file;
};

/* 0 stops. */
typedef int job_visitor(const struct job *job, void *context);

/* The number of jobs; -1 with errno if the folder cannot be read. */
long jobs_visit(const char *submissions, const struct selection *s, job_visitor *each,
                void *context);

#endif
