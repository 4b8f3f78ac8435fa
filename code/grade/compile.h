/*
 * Compiling a submission, in the sandbox: a source can include devices, read files into its
 * object, or keep the compiler busy for ever.
 */
#ifndef GRADE_COMPILE_H
#define GRADE_COMPILE_H

#include "grade/workspace.h"

enum compile_end { COMPILED, NOT_COMPILED, COMPILER_BROKEN };

struct compilation {
    enum compile_end end;
    char *program;  /* path, where compiled */
    char *messages; /* the compiler's words, cleaned, file names short */
    char *reason;   /* one line, where not compiled */
};

/* `text` is what was handed in; it is compiled as NAME.c with the shim of the exercise. */
struct compilation compile(struct workspace *w, const struct exercise *e, const char *text,
                           size_t length, int sanitize);
void compilation_free(struct compilation *c);

/* The flags, for those who measure the compiler alone. */
const char *const *compile_flags(int sanitize);

/* What the warnings mean, in words for a beginner, one a line; "" if there is none. Free it. */
char *explain_messages(const char *messages);

#endif
