/*
 * When two numbers count as the same. Cases are made of whole numbers, so sums are exact in
 * any order; where exp or a division comes in, 9 digits must agree. float has 7.
 */
#ifndef GRADE_COMPARE_H
#define GRADE_COMPARE_H

#include "grade/trial.h"

int same_number(double yours, double right);
int nearly_same_number(double yours, double right); /* 3 digits */
int same_outcome(const struct outcome *a, const struct outcome *b);
/* The first number of `yours` that is not right; -1 if all are. */
long first_difference(const struct outcome *yours, const struct outcome *right);

#endif
