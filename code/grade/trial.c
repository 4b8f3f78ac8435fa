#include "grade/trial.h"

#include <math.h>
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

long trial_cells(const struct trial *t, int i)
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
        if (trial_cells(t, i) == 0) return 0;
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
    long n = trial_cells(t, i);
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
int trial_locate(const struct trial *t, long k, int *argument, long *cell)
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
    if (!t->exercise->objective || !trial_locate(t, k, &argument, &cell)) return NAN;
    double up = objective_at(t, argument, cell, h);
    double down = objective_at(t, argument, cell, -h);
    return (up - down) / (2 * h) + t->value[argument][cell];
}
