/*
 * grade reveal EXERCISE: what each wrong model gives itself away by, for instructors. One line
 * of fields, with tabs between them, for each:
 *
 *     case    MODEL  the smallest case that shows it  the number  theirs  right
 *     answer  WORD   right                            an exercise on paper: the right answers,
 *     paper   MODEL  theirs, one field an answer      and those of its wrong models
 */
#include "grade/commands.h"

#include "grade/compare.h"
#include "grade/deck.h"
#include "grade/diagnose.h"
#include "grade/shrink.h"
#include "program/values.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_ANSWERS = 64 };

/* Ten digits are enough where two numbers differ in the first nine. */
static void print_number(double v)
{
    char text[40];
    if (!isfinite(v) || v == 0)
        printf("\t%s", exact_number(text, sizeof text, v));
    else
        printf("\t%.10g", v);
}

/* ---- on paper --------------------------------------------------------------------------------- */

static void work_out(any_function *f, double *answer)
{
    for (int i = 0; i < MAX_ANSWERS; i++) answer[i] = 0;
    ((void (*)(double *))f)(answer);
}

static void reveal_paper(const struct exercise *e)
{
    double answer[MAX_ANSWERS];
    work_out(e->answer_function, answer);
    for (int i = 0; i < e->n_answers; i++) {
        printf("answer\t%s", e->answers[i].name);
        print_number(answer[i]);
        putchar('\n');
    }
    for (int m = 0; m < e->n_models; m++) {
        printf("paper\t%s", e->models[m].name);
        work_out(e->models[m].function, answer);
        for (int i = 0; i < e->n_answers; i++) print_number(answer[i]);
        putchar('\n');
    }
}

/* ---- in C ------------------------------------------------------------------------------------- */

static int model_fails(const struct trial *t, void *model)
{
    struct outcome theirs = model_outcome(model, t), right = trial_expected(t);
    int fails = !same_outcome(&theirs, &right);
    outcome_free(&theirs), outcome_free(&right);
    return fails;
}

static void print_case(const struct model *m, const struct trial *t)
{
    struct outcome theirs = model_outcome(m, t), right = trial_expected(t);
    struct buffer shown = {0};
    char number[100];
    long k = first_difference(&theirs, &right);
    trial_print(&shown, t);
    trial_name(t, k, number, sizeof number);
    printf("case\t%s\t%s\t%s", m->name, shown.text, number);
    print_number(theirs.number[k]);
    print_number(right.number[k]);
    putchar('\n');
    free(shown.text);
    outcome_free(&theirs), outcome_free(&right);
}

static void reveal_model(const struct deck *d, const struct model *m)
{
    struct model copy = *m;
    for (int i = 0; i < d->n; i++) {
        if (!model_fails(d->cards[i].trial, &copy)) continue;
        struct trial *small = shrink(d->cards[i].trial, model_fails, &copy, 3000);
        print_case(m, small);
        trial_free(small);
        return;
    }
}

static int reveal_cases(const struct exercise *e)
{
    struct deck d;
    char why[300];
    if (!deck_deal(&d, e, PUBLIC_ONLY, "", "", why, sizeof why)) {
        fprintf(stderr, "grade reveal: %s: %s\n", e->name, why);
        return 3;
    }
    for (int m = 0; m < e->n_models; m++) reveal_model(&d, &e->models[m]);
    deck_free(&d);
    return 0;
}

int command_reveal(int argc, char **argv)
{
    if (argc != 1) return wrong_use("reveal needs the name of an exercise");
    const struct exercise *e = named_exercise(argv[0]);
    if (!e) return 2;
    if (!is_paper(e)) return reveal_cases(e);
    reveal_paper(e);
    return 0;
}
