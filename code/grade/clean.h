/*
 * Text of strangers made harmless: valid UTF-8, no control characters (so no terminal escapes),
 * no marks that turn the direction of writing.
 */
#ifndef GRADE_CLEAN_H
#define GRADE_CLEAN_H

#include <stddef.h>

/* A copy of at most `most` bytes; newlines and tabs stay where `lines` is set, else become
 * blanks. What is not shown becomes \xNN or \u{NNNN}. */
char *clean_text(const char *text, size_t length, size_t most, int lines);
char *clean_line(const char *text);

/* A file name for any name: bytes other than letters, digits, . _ - @ + become %NN, and so do
 * a - or . at the beginning; very long names end in a fingerprint. Never empty, . or .. */
char *safe_name(const char *name);

#endif
