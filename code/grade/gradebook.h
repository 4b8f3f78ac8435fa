/*
 * All records of a folder of grades, student by student: a row has one record for each exercise
 * that the student has handed in. Only names are kept in memory; records are read row by row.
 */
#ifndef GRADE_GRADEBOOK_H
#define GRADE_GRADEBOOK_H

#include <jansson.h>
#include <time.h>

enum { MAX_COLUMNS = 64 };

/* What a table must say before its first row. */
struct totals {
    int tests, failures, errors;
};

struct gradebook {
    char *root;
    struct totals totals; /* of the rows that are wanted; the exporter counts them */
    int n;                /* exercises */
    char *exercise[MAX_COLUMNS];
    char **files[MAX_COLUMNS]; /* sorted names of records */
    int n_files[MAX_COLUMNS], next[MAX_COLUMNS];
};

struct row {
    char *file;                  /* a safe name for files of this student */
    const char *student;         /* as a text */
    json_t *record[MAX_COLUMNS]; /* NULL: nothing handed in */
    time_t written;              /* when the newest of them was */
};

/* 0 if there are no records. `only` names one exercise, or is NULL. */
int gradebook_open(struct gradebook *g, const char *grades, const char *only);
void gradebook_close(struct gradebook *g);

/* The next student; 0 behind the last one. Give every row back. */
int gradebook_row(struct gradebook *g, struct row *row);
void row_free(struct gradebook *g, struct row *row);

#endif
