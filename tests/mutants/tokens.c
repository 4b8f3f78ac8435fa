#include "tokens.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *read_text(const char *path)
{
    FILE *f = fopen(path, "r");
    if (!f) return NULL;
    size_t size = 0, room = 1 << 16;
    char *text = malloc(room);
    while (text && (size += fread(text + size, 1, room - size - 1, f)) == room - 1) {
        char *more = realloc(text, room *= 2);
        if (!more) free(text);
        text = more;
    }
    fclose(f);
    if (text) text[size] = 0;
    return text;
}

static size_t skip_line(const char *t, size_t at)
{
    while (t[at] && t[at] != '\n') at++;
    return at;
}

/* Behind spaces, comments and preprocessor lines. */
static size_t skip_blank(const char *t, size_t at)
{
    for (;;) {
        if (isspace((unsigned char)t[at])) {
            at++;
        } else if (!strncmp(t + at, "//", 2) || t[at] == '#') {
            at = skip_line(t, at);
        } else if (!strncmp(t + at, "/*", 2)) {
            const char *end = strstr(t + at, "*/");
            at = end ? (size_t)(end - t) + 2 : strlen(t);
        } else {
            return at;
        }
    }
}

static size_t quoted_length(const char *t)
{
    size_t n = 1;
    while (t[n] && t[n] != t[0]) n += t[n] == '\\' && t[n + 1] ? 2 : 1;
    return t[n] ? n + 1 : n;
}

static size_t sign_length(const char *t)
{
    static const char *const two[] = {
        "+=", "-=", "*=", "/=", "<=", ">=", "==", "!=", "&&", "||", "++", "--", "->"};
    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
        if (!strncmp(t, two[i], 2)) return 2;
    return 1;
}

static struct token token_at(const char *t, size_t at)
{
    struct token k = {.kind = TOKEN_SIGN, .at = at, .length = 0};
    if (isalpha((unsigned char)t[at]) || t[at] == '_') {
        k.kind = TOKEN_NAME;
        while (isalnum((unsigned char)t[at + k.length]) || t[at + k.length] == '_') k.length++;
    } else if (isdigit((unsigned char)t[at])) {
        k.kind = TOKEN_NUMBER;
        while (isalnum((unsigned char)t[at + k.length]) || t[at + k.length] == '.') k.length++;
    } else if (t[at] == '"' || t[at] == '\'') {
        k.kind = TOKEN_TEXT;
        k.length = quoted_length(t + at);
    } else {
        k.length = sign_length(t + at);
    }
    return k;
}

int source_read(struct source *s, const char *path)
{
    *s = (struct source){.text = read_text(path)};
    snprintf(s->path, sizeof s->path, "%s", path);
    if (!s->text) return -1;
    s->token = malloc((strlen(s->text) + 1) * sizeof *s->token); /* no token is empty */
    if (!s->token) return -1;
    for (size_t at = skip_blank(s->text, 0); s->text[at]; at = skip_blank(s->text, at)) {
        struct token k = token_at(s->text, at);
        s->token[s->count++] = k;
        at += k.length;
    }
    return 0;
}

void source_free(struct source *s)
{
    free(s->text);
    free(s->token);
}

int token_is(const struct source *s, size_t i, const char *text)
{
    return i < s->count && s->token[i].length == strlen(text) &&
           !strncmp(s->text + s->token[i].at, text, s->token[i].length);
}

static int token_among(const struct source *s, size_t i, const char *const *words, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (token_is(s, i, words[k])) return 1;
    return 0;
}

static int opens(const struct source *s, size_t i)
{
    return token_among(s, i, (const char *const[]){"(", "[", "{"}, 3);
}

static int closes(const struct source *s, size_t i)
{
    return token_among(s, i, (const char *const[]){")", "]", "}"}, 3);
}

size_t closing(const struct source *s, size_t i)
{
    for (size_t depth = 0; i < s->count; i++) {
        depth += (size_t)opens(s, i);
        if (closes(s, i) && --depth == 0) return i;
    }
    return s->count;
}

size_t opening(const struct source *s, size_t i)
{
    for (size_t depth = 0; i < s->count; i--) {
        depth += (size_t)closes(s, i);
        if (opens(s, i) && --depth == 0) return i;
    }
    return s->count;
}

static int is_type(const struct source *s, size_t i)
{
    static const char *const types[] = {"int", "double", "size_t", "long", "char", "const"};
    return token_among(s, i, types, sizeof types / sizeof *types) ||
           (i > 0 && token_is(s, i - 1, "struct"));
}

static int is_keyword(const struct source *s, size_t i)
{
    static const char *const words[] = {"if",     "for",  "while", "return",
                                        "sizeof", "else", "do",    "switch"};
    return token_among(s, i, words, sizeof words / sizeof *words);
}

size_t operand_last(const struct source *s, size_t i)
{
    while (token_is(s, i, "-") || token_is(s, i, "!") || token_is(s, i, "*")) i++;
    while (token_is(s, i, "(") && is_type(s, i + 1)) i = closing(s, i) + 1;
    if (opens(s, i)) i = closing(s, i);
    for (;;) {
        if (token_is(s, i + 1, "[") || token_is(s, i + 1, "("))
            i = closing(s, i + 1);
        else if (token_is(s, i + 1, ".") || token_is(s, i + 1, "->"))
            i += 2;
        else
            return i;
    }
}

/* 1 if token i can be the end of something that an index or an argument list follows. */
static int ends_operand(const struct source *s, size_t i)
{
    return (s->token[i].kind == TOKEN_NAME && !is_keyword(s, i) && !is_type(s, i)) ||
           token_is(s, i, "]");
}

size_t operand_first(const struct source *s, size_t i)
{
    while (i > 0) {
        if (closes(s, i)) {
            i = opening(s, i);
            if (i == 0 || !ends_operand(s, i - 1)) break;
            i--;
        } else if (token_is(s, i - 1, ".") || token_is(s, i - 1, "->")) {
            i -= 2;
        } else {
            break;
        }
    }
    while (i > 0 && token_is(s, i - 1, ")") && is_type(s, i - 2)) i = opening(s, i - 1);
    return i;
}

int is_binary(const struct source *s, size_t i)
{
    if (i == 0 || i + 1 >= s->count) return 0;
    const struct token *before = &s->token[i - 1];
    if (before->kind == TOKEN_NUMBER || token_is(s, i - 1, "]")) return 1;
    if (token_is(s, i - 1, ")")) return !is_type(s, i - 2);
    return before->kind == TOKEN_NAME && !is_type(s, i - 1) && !is_keyword(s, i - 1);
}

int next_function(const struct source *s, size_t i, struct function *f)
{
    while (i + 1 < s->count) {
        if (opens(s, i) && !token_is(s, i, "(")) {
            i = closing(s, i) + 1; /* the body of a struct, an enum, an initialiser */
            continue;
        }
        if (s->token[i].kind == TOKEN_NAME && token_is(s, i + 1, "(")) {
            size_t end = closing(s, i + 1);
            if (token_is(s, end + 1, "{")) {
                *f = (struct function){i, end + 2, closing(s, end + 1)};
                return 1;
            }
            i = end;
        }
        i++;
    }
    return 0;
}

int line_of(const struct source *s, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at; i++) line += s->text[i] == '\n';
    return line;
}
