/*
 * Text put safely into the formats of others. What comes in is a record's text: valid UTF-8
 * without controls but newline and tab (clean.h).
 */
#ifndef GRADE_ESCAPE_H
#define GRADE_ESCAPE_H

#include "grade/text.h"

void add_xml(struct buffer *b, const char *text); /* also HTML; fit for attributes */
/* One cell, always quoted; what a spreadsheet would take for a formula gets a ' in front. */
void add_csv(struct buffer *b, const char *text);
void add_base64(struct buffer *b, const void *bytes, size_t n);

#endif
