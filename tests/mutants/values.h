/*
 * A chapter's values, wrong one at a time: does the hand calculation notice?
 */
#ifndef MUTANTS_VALUES_H
#define MUTANTS_VALUES_H

#include "break.h"

/*
 * Adds a mutant for each line of a values file: the value a thousandth larger; what is zero but for rounding, a NaN
 * or an infinity becomes 0.001. `group` is the chapter. -1 if the file cannot be read.
 */
int perturb_values(struct mutants *list, const char *path, const char *group);

#endif
