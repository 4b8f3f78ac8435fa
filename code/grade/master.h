/*
 * A master source (code/exercises/NAME.c) taken apart: what make_exercise writes files from.
 *
 * The master is one C file that compiles as it stands. Lines that begin with `//:` say what
 * is what; code/exercises/README.md lists them. The function of the exercise bears the name
 * of the file. Its prototype, with the shape of every array in the comment beside it, is all
 * that the grader needs to know how to call it.
 */
#ifndef GRADE_MASTER_H
#define GRADE_MASTER_H

#include <stddef.h>

enum { MAX_PARAMETERS = 24, MAX_RANK = 4, MAX_NOTES = 64, MAX_SHAPES = 256 };

/* One `//:` entry: `//: key name-or-text`. Wrong models carry says and read behind them. */
struct note {
    const char *key;         /* "title", "hint", "wrong", "also", "answer", "where", ... */
    const char *text;        /* the rest, continuation lines joined by a blank */
    const char *says, *read; /* wrong models only */
    int line;
};

struct parameter {
    const char *name;
    const char *type; /* as C: "const double *", "int", ... */
    int is_array, is_const;
    const char *base; /* "double", "int" or "size_t" */
    const char *shape[MAX_RANK];
    int rank;
};

struct master {
    const char *path, *name, *text;
    struct note notes[MAX_NOTES];
    int n_notes;
    const char *result; /* what the function returns: void, double or int */
    struct parameter parameters[MAX_PARAMETERS];
    int n_parameters;
};

/* Any error in the master ends the program with file, line and cure. */
struct master master_read(const char *path);
const char *master_note(const struct master *m, const char *key); /* NULL if there is none */
int master_is_paper(const struct master *m);

#endif
