/*
 * The mutants that no test can kill, because they compute the same: each with its reason.
 *
 *     # a comment
 *     pool.c: beats: return a > b; => return a >= b;
 *         why it makes no difference
 *
 * An entry that fits no survivor is an error: either a test kills it now, or the code changed.
 */
#ifndef MUTANTS_KNOWN_H
#define MUTANTS_KNOWN_H

#include "break.h"

struct known {
    char mutant[600];
    int line, used;
};

struct known_list {
    struct known *all;
    size_t count;
};

/* -1 and a message if the file cannot be read or an entry has no reason. */
int known_read(struct known_list *k, const char *path);

/* Turns SURVIVED into KNOWN where an entry says so. */
void known_apply(struct known_list *k, struct mutants *list);

/* Prints the entries that fit no survivor; returns how many. */
int known_stale(const struct known_list *k, const char *path);

#endif
