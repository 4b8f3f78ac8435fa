#include "grade/diagnose.h"

#include "grade/compare.h"

#include <stdlib.h>
#include <string.h>

static const struct model general[] = {
    {.name = "nothing_written",
     .says = "Your function changed nothing: the outputs are what they were before the call."},
    {.name = "overwrites",
     .says = "You set the outputs instead of adding to them: what stood there before is lost."},
    {.name = "sign_flipped",
     .says = "Every number has the right size and the wrong sign. The gradient says where the "
             "loss goes up; the minus belongs to the step of learning, not here."},
    {.name = "few_digits",
     .says = "Your numbers are right to a few digits only. Compute in double from beginning to "
             "end (float keeps 7 digits), and with no step size where a formula will do."},
    {.name = "outputs_left_out",
     .says =
         "All that your function wrote is right. But one of its outputs, or more, is as it was "
         "before the call (or what it returns is still 0)."},
};
enum { NOTHING_WRITTEN, OVERWRITES, SIGN_FLIPPED, FEW_DIGITS, OUTPUTS_LEFT_OUT, GENERAL };

int needs_the_program(const struct model *m)
{
    return m == &general[FEW_DIGITS] || m == &general[OUTPUTS_LEFT_OUT];
}

int is_general(const struct model *m)
{
    return m >= general && m < general + GENERAL;
}

struct outcome model_outcome(const struct model *m, const struct trial *t)
{
    if (!is_general(m)) return trial_run(t, m->function);
    struct outcome before = trial_before(t);
    if (m == &general[NOTHING_WRITTEN]) return before;
    struct outcome right = trial_expected(t);
    for (long i = 0; i < right.n && m == &general[OVERWRITES]; i++)
        right.number[i] -= before.number[i];
    for (long i = 0; i < right.n && m == &general[SIGN_FLIPPED]; i++)
        right.number[i] = before.number[i] - (right.number[i] - before.number[i]);
    outcome_free(&before);
    return right;
}

static int explains(const struct model *m, const struct card *card, const struct outcome *yours)
{
    if (m == &general[FEW_DIGITS]) {
        for (long i = 0; i < yours->n; i++)
            if (!nearly_same_number(yours->number[i], card->right.number[i])) return 0;
        return 1;
    }
    struct outcome theirs = model_outcome(m, card->trial);
    int same = same_outcome(yours, &theirs);
    outcome_free(&theirs);
    return same;
}

/* Slot of output number k: its argument, or one of its own for the returned number. */
static int slot_of(const struct trial *t, long k)
{
    int argument;
    long cell;
    return trial_locate(t, k, &argument, &cell) ? argument : MAX_ARGUMENTS;
}

/* Each output is right in every case, or in every case as it was: some are this, some that. */
static int some_left_out(const struct deck *d, const struct outcome *yours)
{
    int wrong[MAX_ARGUMENTS + 1] = {0}, changed[MAX_ARGUMENTS + 1] = {0}, left_out = 0;
    for (int i = 0; i < d->n; i++) {
        struct outcome before = trial_before(d->cards[i].trial);
        for (long k = 0; k < yours[i].n; k++) {
            int slot = slot_of(d->cards[i].trial, k);
            wrong[slot] |= !same_number(yours[i].number[k], d->cards[i].right.number[k]);
            changed[slot] |= !same_number(yours[i].number[k], before.number[k]);
        }
        outcome_free(&before);
    }
    for (int slot = 0; slot <= MAX_ARGUMENTS; slot++) {
        if (wrong[slot] && changed[slot]) return 0;
        left_out |= wrong[slot];
    }
    return left_out;
}

/* 1 if the model gives the student's numbers wherever there are any, and there is one. */
static int fits(const struct model *m, const struct deck *d, const struct outcome *yours)
{
    int answered = 0;
    if (m == &general[OUTPUTS_LEFT_OUT]) return some_left_out(d, yours);
    for (int i = 0; i < d->n; i++) {
        if (yours[i].n == 0) continue;
        answered = 1;
        if (!explains(m, &d->cards[i], &yours[i])) return 0;
    }
    return answered;
}

const struct model *diagnose(const struct deck *d, const struct outcome *yours)
{
    const struct exercise *e = d->exercise;
    for (int i = 0; i < e->n_models; i++)
        if (fits(&e->models[i], d, yours)) return &e->models[i];
    for (int i = 0; i < GENERAL; i++)
        if (fits(&general[i], d, yours)) return &general[i];
    return NULL;
}
