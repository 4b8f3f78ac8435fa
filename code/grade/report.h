/*
 * A record in words, for the person who handed it in: what is right, what is not, the smallest
 * case that shows it, the mistake by its name, and what to read again.
 */
#ifndef GRADE_REPORT_H
#define GRADE_REPORT_H

#include "grade/text.h"

#include <jansson.h>

/* `colour`: with escapes for a terminal. */
void report_text(struct buffer *b, const json_t *record, int colour);

/* Text field of a record; "" if there is none. */
const char *field(const json_t *object, const char *key);
double number_field(const json_t *object, const char *key);

#endif
