/*
 * Records on disk: GRADES/records/EXERCISE/STUDENT.json, one a submission. A record is written
 * whole or not at all, in one canonical way: the same submission gives the same bytes.
 */
#ifndef GRADE_RECORD_H
#define GRADE_RECORD_H

#include "grade/exercise.h"

#include <jansson.h>

char *record_path(const char *grades, const char *exercise, const char *student);
char *record_text(const json_t *record); /* the canonical bytes; free it */
int record_write(const char *grades, const char *exercise, const char *student,
                 const json_t *record);
/* NULL if there is none, or none that can be read. */
json_t *record_read(const char *grades, const char *exercise, const char *student);

/* Calls `each` for every record, in order of exercise and then of file name; stops where it
 * returns 0. The number of records seen; -1 if GRADES cannot be read. */
typedef int record_visitor(const json_t *record, const char *exercise, const char *file,
                           void *context);
long records_visit(const char *grades, record_visitor *each, void *context);

/* The seed of all hidden cases, kept in GRADES/secret. `given` may be NULL: then the one that is
 * there, or a new one. NULL and a message if it cannot be had, or is another than the one there. */
char *grades_secret(const char *grades, const char *given);

/* As mkdir -p, for the owner alone: grades are nobody else's business. 1 if it is there then. */
int make_folders(const char *path);

#endif
