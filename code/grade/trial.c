#include "grade/trial.h"

#include "grade/random.h"
#include "program/values.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- life ------------------------------------------------------------------------------- */

struct trial *trial_copy(const struct trial *t)
{
    struct trial *copy = need(sizeof *copy);
    *copy = *t;
    for (int i = 0; i < t->exercise->n_arguments; i++) {
        size_t bytes = (size_t)t->count[i] * sizeof(double);
        copy->value[i] = need(bytes);
        if (t->value[i]) memcpy(copy->value[i], t->value[i], bytes);
    }
    return copy;
}

void trial_free(struct trial *t)
{
    if (!t) return;
    for (int i = 0; i < t->exercise->n_arguments; i++) free(t->value[i]);
    free(t);
}

void outcome_free(struct outcome *o)
{
    free(o->number);
    *o = (struct outcome){0};
}

/* ---- shape ------------------------------------------------------------------------------ */

static long cells(const struct trial *t, int i)
{
    double product = 1;
    for (int k = 0; k < t->exercise->arguments[i].rank; k++)
        product *= (double)t->dimension[i][k];
    return product > MAX_CELLS ? 0 : (long)product;
}

int trial_measure(struct trial *t)
{
    const struct exercise *e = t->exercise;
    if (!e->shapes((const double *const *)t->value, t->dimension)) return 0;
    for (int i = 0; i < e->n_arguments; i++)
        if (cells(t, i) == 0) return 0;
    return 1;
}

/* Where cell number `flat` of an array of shape `to` lies in one of shape `from`; where one is
 * smaller, its first cells are kept, or its last ones. */
static long place(long flat, const long *to, const long *from, int rank, int keep_last)
{
    long where = 0, stride = 1;
    for (int k = rank - 1; k >= 0; k--) {
        long index = flat % to[k] + (keep_last && to[k] < from[k] ? from[k] - to[k] : 0);
        if (index >= from[k]) return -1;
        where += index * stride;
        stride *= from[k];
        flat /= to[k];
    }
    return where;
}

static void resize_array(struct trial *t, int i, const long *from, int keep_last)
{
    long n = cells(t, i);
    double *value = need((size_t)n * sizeof *value);
    for (long c = 0; c < n; c++) {
        long old = place(c, t->dimension[i], from, t->exercise->arguments[i].rank, keep_last);
        value[c] = old < 0 ? 0 : t->value[i][old];
    }
    free(t->value[i]);
    t->value[i] = value;
    t->count[i] = n;
}

int trial_resize(struct trial *t, int keep_last)
{
    long from[MAX_ARGUMENTS][MAX_DIMENSIONS];
    memcpy(from, t->dimension, sizeof from);
    if (!trial_measure(t)) return 0;
    for (int i = 0; i < t->exercise->n_arguments; i++)
        if (t->exercise->arguments[i].is_array) resize_array(t, i, from[i], keep_last);
    return 1;
}

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
    t->count[i] = cells(t, i);
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

static void **to_native(const struct trial *t);
static void from_native(struct trial *t, void **a);

/* Inputs that depend on others (an argmax, a z) are put right by the case file. */
int trial_repair(struct trial *t)
{
    if (!t->exercise->prepare) return 1;
    void **a = to_native(t);
    double unused;
    t->exercise->call(t->exercise->prepare, a, &unused);
    from_native(t, a);
    return 1;
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

/* ---- calling ---------------------------------------------------------------------------- */

static size_t width(enum argument_type type)
{
    return type == TYPE_INT ? sizeof(int) : type == TYPE_SIZE ? sizeof(size_t) : sizeof(double);
}

static void store(void *array, enum argument_type type, long i, double v)
{
    if (type == TYPE_INT)
        ((int *)array)[i] = (int)v;
    else if (type == TYPE_SIZE)
        ((size_t *)array)[i] = (size_t)v;
    else
        ((double *)array)[i] = v;
}

static double load(const void *array, enum argument_type type, long i)
{
    return type == TYPE_INT    ? ((const int *)array)[i]
           : type == TYPE_SIZE ? (double)((const size_t *)array)[i]
                               : ((const double *)array)[i];
}

static void **to_native(const struct trial *t)
{
    const struct exercise *e = t->exercise;
    void **a = need((size_t)e->n_arguments * sizeof *a + 1);
    for (int i = 0; i < e->n_arguments; i++) {
        enum argument_type type = e->arguments[i].type;
        a[i] = need((size_t)t->count[i] * width(type));
        for (long c = 0; c < t->count[i]; c++) store(a[i], type, c, t->value[i][c]);
    }
    return a;
}

static void from_native(struct trial *t, void **a)
{
    const struct exercise *e = t->exercise;
    for (int i = 0; i < e->n_arguments; i++) {
        for (long c = 0; c < t->count[i]; c++)
            t->value[i][c] = load(a[i], e->arguments[i].type, c);
        free(a[i]);
    }
    free(a);
}

long trial_outputs(const struct trial *t)
{
    long n = t->exercise->returns;
    for (int i = 0; i < t->exercise->n_arguments; i++)
        if (t->exercise->arguments[i].is_out) n += t->count[i];
    return n;
}

struct outcome trial_before(const struct trial *t)
{
    struct outcome o = {.n = trial_outputs(t)};
    o.number = need((size_t)o.n * sizeof *o.number);
    double *next = o.number;
    for (int i = 0; i < t->exercise->n_arguments; i++) {
        if (!t->exercise->arguments[i].is_out) continue;
        memcpy(next, t->value[i], (size_t)t->count[i] * sizeof *next);
        next += t->count[i];
    }
    return o;
}

struct outcome trial_run(const struct trial *t, any_function *f)
{
    struct trial *copy = trial_copy(t);
    void **a = to_native(t);
    double result = 0;
    t->exercise->call(f, a, &result);
    from_native(copy, a);
    struct outcome o = trial_before(copy);
    if (t->exercise->returns) o.number[o.n - 1] = result;
    trial_free(copy);
    return o;
}

struct outcome trial_expected(const struct trial *t)
{
    return trial_run(t, t->exercise->expected);
}

/* ---- finite differences ------------------------------------------------------------------- */

/* Output number k as argument and cell; 0 for the returned number. */
static int locate(const struct trial *t, long k, int *argument, long *cell)
{
    for (int i = 0; i < t->exercise->n_arguments; i++) {
        if (!t->exercise->arguments[i].is_out) continue;
        *argument = i;
        *cell = k;
        if (k < t->count[i]) return 1;
        k -= t->count[i];
    }
    return 0;
}

static double objective_at(const struct trial *t, int argument, long cell, double shift)
{
    struct trial *moved = trial_copy(t);
    for (int i = 0; i < t->exercise->n_arguments; i++)
        if (t->exercise->arguments[i].is_out)
            memset(moved->value[i], 0, (size_t)moved->count[i] * sizeof(double));
    moved->value[argument][cell] = shift;
    void **a = to_native(moved);
    double loss = t->exercise->call_objective(t->exercise->objective, a);
    from_native(moved, a);
    trial_free(moved);
    return loss;
}

double trial_finite_difference(const struct trial *t, long k)
{
    /* Case files hold numbers that are whole or multiples of a coarse step: 1e-4 is small. */
    const double h = 1e-4;
    int argument;
    long cell;
    if (!t->exercise->objective || !locate(t, k, &argument, &cell)) return NAN;
    double up = objective_at(t, argument, cell, h);
    double down = objective_at(t, argument, cell, -h);
    return (up - down) / (2 * h) + t->value[argument][cell];
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
    if (!locate(t, k, &i, &cell)) {
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
