/*
 * The smallest case that shows a failure: sizes go down first, then the numbers become small.
 */
#ifndef GRADE_SHRINK_H
#define GRADE_SHRINK_H

#include "grade/trial.h"

typedef int still_fails(const struct trial *t, void *context);

/* A new trial, at most as large as `t`, for which `fails` holds; at most `budget` questions. */
struct trial *shrink(const struct trial *t, still_fails *fails, void *context, int budget);

#endif
