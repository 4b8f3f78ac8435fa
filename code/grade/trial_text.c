/* Trials as lines of text, there and back; see trial.h. */
#include "grade/random.h"
#include "grade/trial.h"
#include "program/values.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- from text -------------------------------------------------------------------------- */

struct range {
    double low, high, step;
};

static const char *skip_blank(const char *p)
{
    while (isspace((unsigned char)*p) || *p == ',') p++;
    return p;
}

/* One number or low..high:step; NULL if there is neither. */
static const char *read_range(const char *p, struct range *r)
{
    char *end;
    r->low = r->high = strtod(p, &end);
    r->step = 1;
    if (end == p) return NULL;
    if (end > p && end[-1] == '.' && end[0] == '.') end--; /* strtod takes "1." of "1..4" */
    if (strncmp(end, "..", 2)) return end;
    p = end + 2;
    r->high = strtod(p, &end);
    if (end == p || r->high < r->low) return NULL;
    if (*end != ':') return end;
    p = end + 1;
    r->step = strtod(p, &end);
    return end == p || !(r->step > 0) ? NULL : end;
}

/* The text behind "name=" in a spec; NULL if the name is not there. */
static const char *find_value(const char *spec, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = spec; (p = strstr(p, name)); p += n)
        if (p[n] == '=' && (p == spec || isspace((unsigned char)p[-1]))) return p + n + 1;
    return NULL;
}

static int set_scalar(struct trial *t, int i, const char *spec, uint64_t *random)
{
    struct range r;
    const char *text = find_value(spec, t->exercise->arguments[i].name);
    if (!text || !read_range(text, &r)) return 0;
    if (!t->value[i]) t->value[i] = need(sizeof(double));
    t->count[i] = 1;
    t->value[i][0] = draw_number(random, r.low, r.high, r.step);
    return 1;
}

static void fill(struct trial *t, int i, struct range r, uint64_t *random)
{
    for (long c = 0; c < t->count[i]; c++)
        t->value[i][c] = r.low < r.high ? draw_number(random, r.low, r.high, r.step) : r.low;
}

static int set_list(struct trial *t, int i, const char *text)
{
    struct range r;
    long n = 0;
    for (const char *p = text, *end; (end = read_range(p, &r)); p = skip_blank(end)) {
        if (n == t->count[i] || r.low < r.high) return 0;
        t->value[i][n++] = r.low;
    }
    return n == t->count[i];
}

static int set_array(struct trial *t, int i, const char *spec, uint64_t *random)
{
    const struct argument *a = &t->exercise->arguments[i];
    const char *text = find_value(spec, a->name), *end;
    struct range r = {-9, 9, 1}, next;
    free(t->value[i]);
    t->count[i] = trial_cells(t, i);
    t->value[i] = need((size_t)t->count[i] * sizeof(double));
    if (!text && a->is_out) return 1;
    if (text && !(end = read_range(text, &r))) return 0;
    if (text && read_range(skip_blank(end), &next)) return set_list(t, i, text);
    fill(t, i, r, random);
    return 1;
}

/* Every name=... of the text is an argument: a slip of the pen must not draw silently. */
static int names_known(const struct exercise *e, const char *spec, char *why, size_t size)
{
    for (const char *p = spec; (p = strchr(p, '=')); p++) {
        const char *start = p;
        int known = 0;
        while (start > spec && !isspace((unsigned char)start[-1])) start--;
        for (int i = 0; i < e->n_arguments; i++)
            known |= strlen(e->arguments[i].name) == (size_t)(p - start) &&
                     !strncmp(e->arguments[i].name, start, (size_t)(p - start));
        if (known) continue;
        snprintf(why, size, "\"%.*s\" is no parameter of %s", (int)(p - start), start, e->name);
        return 0;
    }
    return 1;
}

static int draw_scalars(struct trial *t, const char *spec, uint64_t *random, char *why,
                        size_t size)
{
    const struct exercise *e = t->exercise;
    for (int attempt = 0; attempt < 2000; attempt++) {
        for (int i = 0; i < e->n_arguments; i++) {
            if (e->arguments[i].is_array || set_scalar(t, i, spec, random)) continue;
            snprintf(why, size, "%s is missing in \"%s\"", e->arguments[i].name, spec);
            return 0;
        }
        if (trial_measure(t)) return 1;
    }
    snprintf(why, size, "no possible shape in \"%s\"", spec);
    return 0;
}

static struct trial *parse(struct trial *t, const char *text, uint64_t *random, char *why,
                           size_t size)
{
    const struct exercise *e = t->exercise;
    if (!names_known(e, text, why, size) || !draw_scalars(t, text, random, why, size))
        return NULL;
    for (int i = 0; i < e->n_arguments; i++) {
        if (!e->arguments[i].is_array || set_array(t, i, text, random)) continue;
        snprintf(why, size, "%s: %ld numbers (or one, or low..high) expected in \"%s\"",
                 e->arguments[i].name, t->count[i], text);
        return NULL;
    }
    return trial_repair(t) ? t : NULL;
}

struct trial *trial_parse(const struct exercise *e, const char *text, uint64_t *random,
                          char *why, size_t why_size)
{
    struct trial *t = need(sizeof *t);
    t->exercise = e;
    if (parse(t, text, random, why, why_size)) return t;
    trial_free(t);
    return NULL;
}

/* ---- to text ------------------------------------------------------------------------------ */

static void print_array(struct buffer *b, const struct trial *t, int i)
{
    int rank = t->exercise->arguments[i].rank;
    long row = rank > 1 ? t->dimension[i][rank - 1] : t->count[i];
    long map = rank > 2 ? row * t->dimension[i][rank - 2] : t->count[i];
    char number[40];
    add_text(b, "[");
    for (long c = 0; c < t->count[i]; c++) {
        const char *gap = c == 0 ? "" : c % map == 0 ? " || " : c % row == 0 ? " | " : " ";
        add(b, "%s%s", gap, exact_number(number, sizeof number, t->value[i][c]));
    }
    add_text(b, "]");
}

void trial_print(struct buffer *b, const struct trial *t)
{
    const struct exercise *e = t->exercise;
    const char *gap = "";
    char number[40];
    for (int i = 0; i < e->n_arguments; i++) {
        if (e->arguments[i].is_array) continue;
        add(b, "%s%s = %s", gap, e->arguments[i].name,
            exact_number(number, sizeof number, t->value[i][0]));
        gap = ", ";
    }
    for (int i = 0; i < e->n_arguments; i++) {
        if (!e->arguments[i].is_array) continue;
        add(b, "%s%s%s = ", gap, e->arguments[i].name, e->arguments[i].is_out ? " before" : "");
        print_array(b, t, i);
        gap = ", ";
    }
}

void trial_name(const struct trial *t, long k, char *name, size_t size)
{
    int i;
    long cell;
    if (!trial_locate(t, k, &i, &cell)) {
        snprintf(name, size, "the result");
        return;
    }
    long stride = t->count[i];
    int used = snprintf(name, size, "%s", t->exercise->arguments[i].name);
    for (int d = 0; d < t->exercise->arguments[i].rank && used > 0 && (size_t)used < size;
         d++) {
        stride /= t->dimension[i][d];
        used += snprintf(name + used, size - (size_t)used, "[%ld]", cell / stride);
        cell %= stride;
    }
}
