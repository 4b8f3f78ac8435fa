/*
 * An exercise as the grader knows it: a table that make_exercise writes from the master source
 * and the case file, and that is compiled into the grader.
 *
 * A case is one call of the student's function: a number for every scalar and an array for
 * every pointer. Inside the grader all of them are double; `call` hands a C function its
 * arguments in their own types.
 */
#ifndef GRADE_EXERCISE_H
#define GRADE_EXERCISE_H

#include <stddef.h>

enum { MAX_ARGUMENTS = 24, MAX_DIMENSIONS = 4, MAX_SPECS = 12 };

enum argument_type { TYPE_DOUBLE, TYPE_INT, TYPE_SIZE };

struct argument {
    const char *name;
    enum argument_type type;
    int is_array, is_out; /* out: a pointer that is not const */
    int rank;             /* arrays: number of dimensions */
};

/* ---- what a case file says ---- */
enum visibility { PUBLIC, HIDDEN };

struct group {
    const char *name;
    enum visibility visibility;
    double points;
    int draw; /* cases drawn from each line of `cases`; 0 is 1 */
    const char *cases[MAX_SPECS];
};

typedef void any_function(void);

struct model {
    const char *name, *says, *read;
    any_function *function;
    const char *source; /* a submission that makes this mistake */
};

struct answer {
    const char *name, *text;
    double points;
};

struct exercise {
    const char *name, *title, *chapter, *kind, *read, *statement;
    const char *const *hints;
    int n_hints;
    const char *starter, *reference; /* what the student gets, and what is right */

    /* exercises in C */
    const char *prototype; /* without the name: "void (double *dp, ...)" */
    const struct argument *arguments;
    int n_arguments;
    int returns; /* 0: void, else the result is one more output */
    const struct group *groups;
    int n_groups;
    /* Dimensions of every array from the scalars in v; 0 if no such case can be. */
    int (*shapes)(const double *const *v, long dimension[][MAX_DIMENSIONS]);
    /* a[i] points at the argument in its own type. */
    void (*call)(any_function *f, void *const *a, double *result);
    double (*call_objective)(any_function *f, void *const *a);
    any_function *expected;
    any_function *objective; /* NULL if there is none */
    any_function *prepare;   /* NULL: drawn inputs need no repair */
    const unsigned char *shim;
    size_t shim_size;

    /* exercises on paper */
    const struct answer *answers;
    int n_answers;
    any_function *answer_function;

    const struct model *models; /* wrong */
    int n_models;
    const struct model *also; /* right, written another way */
    int n_also;
    const char *digest; /* of master and case file: changes when the exercise does */
};

extern const struct exercise *const all_exercises[];
extern const int n_exercises;

const struct exercise *find_exercise(const char *name); /* NULL if there is none */
int is_paper(const struct exercise *e);
double points_of(const struct exercise *e);

#endif
