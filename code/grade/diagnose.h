/*
 * From wrong numbers to the belief behind them: the one wrong model that gives exactly the
 * student's numbers in every case that was answered.
 */
#ifndef GRADE_DIAGNOSE_H
#define GRADE_DIAGNOSE_H

#include "grade/deck.h"

/* yours[i] answers deck->cards[i]; n == 0: it was not answered. NULL: no model fits. */
const struct model *diagnose(const struct deck *d, const struct outcome *yours);

/* What the model gives in this trial; also for the models that fit every exercise. */
struct outcome model_outcome(const struct model *m, const struct trial *t);

/* The models that fit every exercise: nothing_written, overwrites, sign_flipped, few_digits,
 * outputs_left_out. */
int is_general(const struct model *m);
/* 1 if it only says what a student's numbers are like, and gives none of its own. */
int needs_the_program(const struct model *m);

#endif
