/*
 * Answers worked out on paper: a text file of lines `name = number`. Nothing is compiled or run.
 */
#ifndef GRADE_PAPER_H
#define GRADE_PAPER_H

#include "grade/exercise.h"

#include <jansson.h>

/* Fills verdict, reason, groups (one an answer), points and misconception into the record. */
void judge_paper(json_t *record, const struct exercise *e, const char *text);

/* The right answers, or those of a wrong model, as such a file. Free it. */
char *paper_text(const struct exercise *e, const struct model *m);

#endif
