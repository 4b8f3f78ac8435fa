/*
 * A trial: one call of the student's function, every argument given.
 *
 * It is written as a line of text, in the case files and in what a student is shown:
 *
 *     FC=3 POOL=3 dy=2,3,6 w=1,2,-1, 0,1,2, 2,-1,-1      given numbers
 *     FC=1..4 w=-5..5 z=-1..1:0.25                       drawn: low..high, in steps of 1 or :step
 *
 * One number given for an array fills it. Arrays that are not named are drawn from -9..9 when
 * the function only reads them, and hold zeros when it writes to them.
 */
#ifndef GRADE_TRIAL_H
#define GRADE_TRIAL_H

#include "grade/exercise.h"
#include "grade/text.h"

#include <stdint.h>

enum { MAX_CELLS = 1 << 14 };

struct trial {
    const struct exercise *exercise;
    double *value[MAX_ARGUMENTS]; /* count[i] numbers each; a scalar is one number */
    long count[MAX_ARGUMENTS];
    long dimension[MAX_ARGUMENTS][MAX_DIMENSIONS];
};

/* What a function made of a trial: all arrays that it writes to, one after the other, and the
 * number that it returned. */
struct outcome {
    double *number;
    long n;
};

/* NULL and a reason in `why` where the text is not a trial of this exercise. */
struct trial *trial_parse(const struct exercise *e, const char *text, uint64_t *random,
                          char *why, size_t why_size);
struct trial *trial_copy(const struct trial *t);
void trial_free(struct trial *t);
long trial_outputs(const struct trial *t); /* how many numbers its outcome has */

/* How many numbers array i has by its dimensions; 0 if too many. */
long trial_cells(const struct trial *t, int i);
/* Sets the dimensions from the scalars; 0 if there is no such case. */
int trial_measure(struct trial *t);
/* Gives every array the size of the dimensions; of one that shrinks the first cells stay, or the
 * last ones. */
int trial_resize(struct trial *t, int keep_last);
/* Makes inputs that depend on others consistent again; 0 if that cannot be. */
int trial_repair(struct trial *t);

/* Output number k as argument and cell; 0 for the returned number. */
int trial_locate(const struct trial *t, long k, int *argument, long *cell);

/* Calls f, a function of the exercise, in this process: never a student's. */
struct outcome trial_run(const struct trial *t, any_function *f);
struct outcome trial_expected(const struct trial *t);
struct outcome trial_before(const struct trial *t); /* what the outputs held before the call */
void outcome_free(struct outcome *o);

/* The slope of the exercise's objective at output number k; NaN if it has no objective. */
double trial_finite_difference(const struct trial *t, long k);

/* "FC = 3, dy = [2 3 6], w = [1 2 | 3 4]" */
void trial_print(struct buffer *b, const struct trial *t);
/* Output number k in the words of the prototype: "dp[2]", "dw[0][1]", "the result". */
void trial_name(const struct trial *t, long k, char *name, size_t size);

#endif
