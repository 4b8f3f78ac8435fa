/*
 * Small pieces of text, each in memory of its own. A failed allocation ends the program.
 */
#ifndef GRADE_TEXT_H
#define GRADE_TEXT_H

#include <stddef.h>

void *need(size_t bytes); /* zeroed; ends the program if there is none */
char *copy_text(const char *text, size_t length);
char *format_text(const char *format, ...) __attribute__((format(printf, 1, 2)));
void trim_end(char *text); /* blanks and newlines at the end go */

/* The whole file with a 0 behind it; NULL if it cannot be read. Free it. */
char *read_text(const char *path);

/* A buffer that grows. Begin with {0}; free .text. */
struct buffer {
    char *text; /* always ends in 0 once anything was added */
    size_t length, room;
};
void add_bytes(struct buffer *b, const void *bytes, size_t n);
void add_text(struct buffer *b, const char *text);
void add(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
