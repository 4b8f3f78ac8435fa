/*
 * Every obvious way to get a function wrong, one at a time.
 *
 * A mutant is the text of a file with one small change in one function: `+=` became `=`, a
 * sign turned round, an index off by one, a factor forgotten, a condition negated, rows mixed
 * up with columns. A test that stays green on it proves nothing about that place.
 */
#ifndef MUTANTS_BREAK_H
#define MUTANTS_BREAK_H

#include "tokens.h"

enum outcome { UNTRIED, KILLED, SURVIVED, KNOWN, NO_C };

struct mutant {
    char where[200];  /* path:line */
    char group[80];   /* the function, or the chapter */
    char what[400];   /* "before => after", or the name of a value */
    char killer[120]; /* the first test that went red */
    size_t file;      /* place in the list of files */
    char *text;       /* the whole changed file */
    enum outcome outcome;
};

struct mutants {
    struct mutant *all;
    size_t count, room;
};

/* Room for one more, all zero. */
struct mutant *mutants_add(struct mutants *list);

/* Adds all mutants of all functions of one file. */
void break_functions(struct mutants *list, const struct source *s, size_t file);

#endif
