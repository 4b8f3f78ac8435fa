/*
 * C text as tokens: just enough to break a formula in the middle of it.
 *
 * Comments and preprocessor lines are left out. A token remembers where it stands in the text,
 * so that an edit changes the text there and nothing else.
 */
#ifndef MUTANTS_TOKENS_H
#define MUTANTS_TOKENS_H

#include <stddef.h>

enum token_kind { TOKEN_NAME, TOKEN_NUMBER, TOKEN_TEXT, TOKEN_SIGN };

struct token {
    enum token_kind kind;
    size_t at, length; /* in the text */
};

struct source {
    char path[200];
    char *text;
    struct token *token;
    size_t count;
};

/* The whole of a file, or NULL. The caller frees it. */
char *read_text(const char *path);

/* 0, or -1 if the file cannot be read. source_free gives everything back. */
int source_read(struct source *s, const char *path);
void source_free(struct source *s);

/* 1 if token i exists and reads `text`. */
int token_is(const struct source *s, size_t i, const char *text);

/* The bracket that closes the one at i, or opens the one that closes at i; count if none. */
size_t closing(const struct source *s, size_t i);
size_t opening(const struct source *s, size_t i);

/* The operand that begins or ends at i: casts, a name or number or brackets, [..] (..) . -> */
size_t operand_last(const struct source *s, size_t i);
size_t operand_first(const struct source *s, size_t i);

/* 1 if the sign at i stands between two operands ("a * b", not "double *b" or "-b"). */
int is_binary(const struct source *s, size_t i);

/*
 * The next function at or behind token i: its name, and the tokens of its body without the
 * braces, first .. end - 1. 0 if there is none.
 */
struct function {
    size_t name, first, end;
};
int next_function(const struct source *s, size_t i, struct function *f);

/* The line that `at` stands in, counted from 1. */
int line_of(const struct source *s, size_t at);

#endif
