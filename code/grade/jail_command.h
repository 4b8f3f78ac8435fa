/*
 * The command line of bubblewrap for a plan: which name spaces, which files, and behind them
 * the helper `inner` with its limits and the program.
 */
#ifndef GRADE_JAIL_COMMAND_H
#define GRADE_JAIL_COMMAND_H

#include "grade/jail.h"

enum { MAX_WORDS = 160 };

struct words {
    char *word[MAX_WORDS]; /* as for execv: the last one is NULL */
    int n;
};

struct words jail_command(const struct jail_plan *plan, const char *inner);
void words_free(struct words *w);

#endif
