#include "grade/similar.h"

#include "grade/random.h"
#include "grade/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- tokens: what is left of a file ------------------------------------------------------------ */

struct tokens {
    uint64_t *hash;
    size_t n, room;
};

static void add_token(struct tokens *t, const char *text, size_t n)
{
    if (t->n == t->room) {
        t->room = t->room ? t->room * 2 : 256;
        t->hash = realloc(t->hash, t->room * sizeof *t->hash);
        if (!t->hash) abort();
    }
    t->hash[t->n++] = mix_bytes(1, text, n);
}

static int is_keyword(const char *p, size_t n)
{
    static const char *const words[] = {"for",    "while",  "do",    "if",
                                        "else",   "return", "break", "continue",
                                        "switch", "case",   "goto",  "sizeof"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && !strncmp(words[i], p, n)) return 1;
    return 0;
}

static const char *skip_comment(const char *p)
{
    const char *end = p[1] == '/' ? strchr(p, '\n') : strstr(p + 2, "*/");
    if (!end) return p + strlen(p);
    return p[1] == '/' ? end : end + 2;
}

static const char *skip_quoted(const char *p)
{
    char quote = *p++;
    while (*p && *p != quote) p += *p == '\\' && p[1] ? 2 : 1;
    return *p ? p + 1 : p;
}

static int is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* One token, or nothing, at p; returns what is behind it. */
static const char *next_token(struct tokens *t, const char *p)
{
    size_t n = 0;
    if (isspace((unsigned char)*p)) return p + 1;
    if (*p == '/' && (p[1] == '/' || p[1] == '*')) return skip_comment(p);
    if (*p == '#') return p + strcspn(p, "\n");
    if (*p == '"' || *p == '\'') {
        add_token(t, "S", 1);
        return skip_quoted(p);
    }
    while (is_word(p[n]) || (n && isdigit((unsigned char)*p) && p[n] == '.')) n++;
    if (n == 0) {
        add_token(t, p, 1);
        return p + 1;
    }
    if (is_keyword(p, n))
        add_token(t, p, n);
    else
        add_token(t, isdigit((unsigned char)*p) ? "1" : "v", 1);
    return p + n;
}

/* ---- winnowing ------------------------------------------------------------------------------------ */

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void sort_unique(struct fingerprint *f)
{
    size_t n = 0;
    if (f->n) qsort(f->hash, f->n, sizeof *f->hash, by_value);
    for (size_t i = 0; i < f->n; i++)
        if (n == 0 || f->hash[n - 1] != f->hash[i]) f->hash[n++] = f->hash[i];
    f->n = n;
}

static uint64_t smallest(const uint64_t *hash, size_t n)
{
    uint64_t least = hash[0];
    for (size_t i = 1; i < n; i++)
        if (hash[i] < least) least = hash[i];
    return least;
}

static struct fingerprint winnow(const struct tokens *t)
{
    size_t grams = t->n >= K_TOKENS ? t->n - K_TOKENS + 1 : 0;
    struct fingerprint f = {.hash = need((grams + 1) * sizeof *f.hash)};
    uint64_t *gram = need((grams + 1) * sizeof *gram);
    for (size_t i = 0; i < grams; i++)
        gram[i] = mix_bytes(2, t->hash + i, K_TOKENS * sizeof *t->hash);
    size_t windows = grams > WINDOW ? grams - WINDOW + 1 : grams > 0;
    for (size_t i = 0; i < windows; i++)
        f.hash[f.n++] = smallest(gram + i, grams < WINDOW ? grams : WINDOW);
    free(gram);
    sort_unique(&f);
    return f;
}

struct fingerprint fingerprint_of(const char *text)
{
    struct tokens t = {0};
    for (const char *p = text; *p;) p = next_token(&t, p);
    struct fingerprint f = winnow(&t);
    free(t.hash);
    return f;
}

void fingerprint_free(struct fingerprint *f)
{
    free(f->hash);
    *f = (struct fingerprint){0};
}

static int has(const struct fingerprint *f, uint64_t hash)
{
    return f->n && bsearch(&hash, f->hash, f->n, sizeof hash, by_value) != NULL;
}

void fingerprint_remove(struct fingerprint *f, const struct fingerprint *common)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        if (!has(common, f->hash[i])) f->hash[n++] = f->hash[i];
    f->n = n;
}

double likeness(const struct fingerprint *a, const struct fingerprint *b)
{
    size_t shared = 0;
    for (size_t i = 0; i < a->n; i++) shared += (size_t)has(b, a->hash[i]);
    size_t all = a->n + b->n - shared;
    return all ? (double)shared / (double)all : 0;
}
