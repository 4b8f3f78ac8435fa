#include "grade/shrink.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct search {
    struct trial *best;
    still_fails *fails;
    void *context;
    int budget, improved;
    int finite; /* the right numbers of the first case */
};

static int is_finite(const struct trial *t)
{
    struct outcome right = trial_expected(t);
    int finite = 1;
    for (long i = 0; i < right.n; i++) finite &= isfinite(right.number[i]) != 0;
    outcome_free(&right);
    return finite;
}

/* What trial_repair has put back to where it was. */
static int is_the_same(const struct trial *a, const struct trial *b)
{
    for (int i = 0; i < a->exercise->n_arguments; i++)
        if (a->count[i] != b->count[i] ||
            memcmp(a->value[i], b->value[i], (size_t)a->count[i] * sizeof(double)) != 0)
            return 0;
    return 1;
}

/* Takes over `candidate`: it becomes the best so far, or is freed. A case whose right answer is no
 * number lies outside of what the function is for, unless the first one was so too. */
static int offer(struct search *s, struct trial *candidate)
{
    int better = s->budget > 0 && !is_the_same(candidate, s->best) &&
                 (!s->finite || is_finite(candidate));
    better = better && s->budget-- > 0 && s->fails(candidate, s->context);
    trial_free(better ? s->best : candidate);
    if (!better) return 0;
    s->best = candidate;
    s->improved = 1;
    return 1;
}

static int try_end(struct search *s, int i, double size, int keep_last)
{
    struct trial *t = trial_copy(s->best);
    t->value[i][0] = size;
    if (trial_resize(t, keep_last) && trial_repair(t)) return offer(s, t);
    trial_free(t);
    return 0;
}

static int try_size(struct search *s, int i, double size)
{
    if (size >= s->best->value[i][0] || size < 0) return 0;
    return try_end(s, i, size, 0) || try_end(s, i, size, 1);
}

static void shrink_sizes(struct search *s)
{
    const struct exercise *e = s->best->exercise;
    for (int i = 0; i < e->n_arguments; i++) {
        if (e->arguments[i].is_array || e->arguments[i].type != TYPE_INT) continue;
        while (s->budget > 0) {
            double now = s->best->value[i][0];
            if (try_size(s, i, 0) || try_size(s, i, 1) || try_size(s, i, floor(now / 2)) ||
                try_size(s, i, now - 1))
                continue;
            break;
        }
    }
}

static int simpler(double candidate, double now)
{
    return fabs(candidate) < fabs(now) || (candidate > 0 && now < 0 && candidate <= 1 - now) ||
           isnan(now) || (now != floor(now) && fabs(candidate) <= fabs(now) + 1);
}

static void shrink_number(struct search *s, int i, long c)
{
    static const double plain[] = {1, 2, 3, -1, -2};
    int is_out = s->best->exercise->arguments[i].is_out;
    for (int k = is_out ? -1 : 0; k < 5 && s->budget > 0; k++) {
        double candidate = k < 0 ? 0 : plain[k], now = s->best->value[i][c];
        if (now == candidate) return;
        if (!simpler(candidate, now)) continue;
        struct trial *t = trial_copy(s->best);
        t->value[i][c] = candidate;
        if (!trial_repair(t))
            trial_free(t);
        else if (offer(s, t))
            return;
    }
}

static void shrink_numbers(struct search *s)
{
    const struct exercise *e = s->best->exercise;
    for (int i = 0; i < e->n_arguments; i++)
        for (long c = 0; e->arguments[i].is_array && c < s->best->count[i]; c++)
            if (e->arguments[i].type == TYPE_DOUBLE) shrink_number(s, i, c);
}

struct trial *shrink(const struct trial *t, still_fails *fails, void *context, int budget)
{
    struct search s = {.best = trial_copy(t),
                       .fails = fails,
                       .context = context,
                       .budget = budget,
                       .finite = is_finite(t)};
    do {
        s.improved = 0;
        shrink_sizes(&s);
        shrink_numbers(&s);
    } while (s.improved && s.budget > 0);
    return s.best;
}
