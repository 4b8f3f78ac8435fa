/*
 * One submission judged: compile, run every case, marks, diagnosis, the smallest case that
 * shows the failure. The result is a record; it depends on nothing but the submission, the
 * exercise, and the student's seed: no time, no path, no machine is in it.
 */
#ifndef GRADE_JUDGE_H
#define GRADE_JUDGE_H

#include "grade/exercise.h"
#include "grade/submission.h"
#include "grade/workspace.h"

#include <jansson.h>

enum verdict {
    VERDICT_PASSED,
    VERDICT_WRONG,
    VERDICT_NOT_COMPILED,
    VERDICT_CRASHED,
    VERDICT_TIME,
    VERDICT_MEMORY,
    VERDICT_OUTPUT,
    VERDICT_SUSPECT,
    VERDICT_GRADER_ERROR,
};
const char *verdict_word(enum verdict v);
/* Of a record; VERDICT_GRADER_ERROR where it has none. */
enum verdict record_verdict(const json_t *record);

struct assignment {
    const struct exercise *exercise;
    const char *student; /* as it was written; "" for a student's own check */
    const char *secret;  /* seed of the hidden cases; NULL: public cases only */
};

/* Never NULL. The caller gives the record back with json_decref. */
json_t *judge(struct workspace *w, const struct assignment *a, const struct submission *s);

#endif
