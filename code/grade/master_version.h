/*
 * The versions of a master: what the student gets, the reference, and every model as if it had
 * been handed in.
 */
#ifndef GRADE_MASTER_VERSION_H
#define GRADE_MASTER_VERSION_H

#include "grade/master.h"

enum part { STARTER, SOLUTION, EVERYTHING };

/* The C text, with solution or starter lines, up to the first model or with all of them. */
char *master_version(const struct master *m, enum part part);
/* The starter with its head of statement and command; for paper, the sheet. */
char *master_starter(const struct master *m);
/* Everything, with `function` under the name of the exercise. */
char *master_submission(const struct master *m, const char *function);

#endif
