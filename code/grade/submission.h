/*
 * What was handed in, read once and safely: a plain file, no link, not too large, text.
 */
#ifndef GRADE_SUBMISSION_H
#define GRADE_SUBMISSION_H

#include <stddef.h>

enum { MAX_SUBMISSION = 256 << 10 };

enum submission_fault {
    SUBMISSION_GOOD,
    SUBMISSION_UNUSABLE,
    SUBMISSION_SUSPECT,
    SUBMISSION_LOST
};

struct submission {
    enum submission_fault fault;
    char *text; /* with a 0 behind it */
    size_t length;
    char why[200];
    char digest[20]; /* of the bytes; of the fault where there are none */
};

struct submission submission_read(int folder, const char *name); /* folder: AT_FDCWD or open */
void submission_free(struct submission *s);

#endif
