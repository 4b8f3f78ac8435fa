/*
 * What is behind a wrong number or a crash: the misconception, the smallest case that shows it,
 * and for a crash the line, from a second run under sanitizers.
 */
#include "grade/judge_parts.h"

#include "grade/clean.h"
#include "grade/compare.h"
#include "grade/compile.h"
#include "grade/diagnose.h"
#include "grade/shrink.h"
#include "program/values.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void set_text(json_t *object, const char *key, const char *text)
{
    char *clean = clean_text(text, strlen(text), 6000, 1);
    json_object_set_new(object, key, json_string(clean));
    free(clean);
}

static void set_number_text(json_t *object, const char *key, double v)
{
    char number[40];
    json_object_set_new(object, key, json_string(exact_number(number, sizeof number, v)));
}

int card_is_right(const struct trialled *t, int i)
{
    return t->reply[i] == REPLY_NUMBERS && t->yours[i].n &&
           same_outcome(&t->yours[i], &t->deck.cards[i].right);
}

/* ---- the smallest case --------------------------------------------------------------------- */

/* The wrong card with the fewest numbers, a public one where there is any. */
static int smallest_wrong(const struct trialled *t)
{
    int best = -1;
    long size = 0;
    for (int i = 0; i < t->deck.n; i++) {
        const struct card *card = &t->deck.cards[i];
        if (t->reply[i] != REPLY_NUMBERS || card_is_right(t, i)) continue;
        long n = t->exercise->groups[card->group].visibility == HIDDEN ? 1L << 20 : 0;
        for (int a = 0; a < t->exercise->n_arguments; a++) n += card->trial->count[a];
        if (best >= 0 && n >= size) continue;
        best = i;
        size = n;
    }
    return best;
}

struct shrink_context {
    struct trialled *t;
    const struct model *model;
};

static int model_fails(const struct trial *trial, void *context)
{
    const struct shrink_context *c = context;
    struct outcome right = trial_expected(trial), theirs = model_outcome(c->model, trial);
    int fails = !same_outcome(&right, &theirs);
    outcome_free(&right), outcome_free(&theirs);
    return fails;
}

static int program_fails(const struct trial *trial, void *context)
{
    const struct shrink_context *c = context;
    struct outcome right = trial_expected(trial), yours;
    enum reply reply = session_ask(&c->t->session, trial, &yours);
    int fails = reply == REPLY_NUMBERS && !same_outcome(&right, &yours);
    outcome_free(&right), outcome_free(&yours);
    return fails;
}

static int wants_the_program(const struct model *model)
{
    return !model || !strcmp(model->name, "few_digits");
}

/* With a known model the search needs no program; the program confirms what was found. */
static struct trial *smallest(struct trialled *t, const struct trial *from,
                              const struct model *model)
{
    struct shrink_context c = {t, model};
    if (wants_the_program(model)) return shrink(from, program_fails, &c, 300);
    struct trial *small = shrink(from, model_fails, &c, 3000);
    if (program_fails(small, &c)) return small;
    trial_free(small);
    return trial_copy(from);
}

static json_t *example_record(struct trialled *t, const struct trial *small)
{
    struct outcome right = trial_expected(small), yours;
    struct buffer input = {0};
    char name[80];
    json_t *record = json_object();
    trial_print(&input, small);
    set_text(record, "input", input.text);
    if (session_ask(&t->session, small, &yours) == REPLY_NUMBERS) {
        long k = first_difference(&yours, &right);
        trial_name(small, k < 0 ? 0 : k, name, sizeof name);
        set_text(record, "output", name);
        set_number_text(record, "yours", yours.number[k < 0 ? 0 : k]);
        set_number_text(record, "right", right.number[k < 0 ? 0 : k]);
        double slope = trial_finite_difference(small, k < 0 ? 0 : k);
        if (isfinite(slope)) {
            char number[40];
            snprintf(number, sizeof number, "%.6g", slope);
            set_text(record, "finite_difference", number);
        }
    }
    free(input.text);
    outcome_free(&right), outcome_free(&yours);
    return record;
}

static json_t *misconception_record(const struct exercise *e, const struct model *m)
{
    json_t *record = json_object();
    set_text(record, "name", m ? m->name : "unknown");
    set_text(record, "says",
             m ? m->says
               : "No known mistake gives these numbers. The case below is the evidence.");
    set_text(record, "read", m && m->read ? m->read : e->read);
    return record;
}

void explain_wrong(struct trialled *t)
{
    int i = smallest_wrong(t);
    if (i < 0) return;
    const struct model *model = diagnose(&t->deck, t->yours);
    struct trial *small = smallest(t, t->deck.cards[i].trial, model);
    json_object_set_new(t->record, "misconception", misconception_record(t->exercise, model));
    json_t *example = example_record(t, small);
    int hidden = t->exercise->groups[t->deck.cards[i].group].visibility == HIDDEN;
    json_object_set_new(example, "from_hidden_group", json_boolean(hidden));
    json_object_set_new(t->record, "example", example);
    if (t->verdict == VERDICT_WRONG)
        snprintf(t->reason, sizeof t->reason, "%s", model ? model->name : "unknown");
    trial_free(small);
}

/* ---- crashes: once more, with sanitizers ------------------------------------------------------ */

/* The line of the report that names the fault, and the line of the student's file. */
static void sanitizer_lines(struct trialled *t, const char *report, size_t length,
                            json_t *crash)
{
    char *clean = clean_text(report, length, 8000, 1);
    char *what = strstr(clean, "runtime error: ");
    if (!what) what = strstr(clean, "ERROR: AddressSanitizer: ");
    if (what) {
        char *text = copy_text(what, strcspn(what, "\n"));
        char *tail = strstr(text, " on address");
        if (!tail) tail = strstr(text, " on unknown address");
        if (tail) *tail = 0;
        char *start = strstr(text, "Sanitizer: ");
        set_text(crash, "sanitizer", start ? start + 11 : text);
        free(text);
    }
    char *file = format_text("%s.c:", t->exercise->name);
    const char *line = strstr(clean, file);
    if (line) json_object_set_new(crash, "line", json_integer(atoi(line + strlen(file))));
    free(file), free(clean);
}

void look_again(struct trialled *t, struct workspace *w, const struct submission *s)
{
    const struct trial *trial = t->deck.cards[t->worst].trial;
    struct compilation c = compile(w, t->exercise, s->text, s->length, 1);
    json_t *crash = json_object();
    struct buffer input = {0};
    trial_print(&input, trial);
    set_text(crash, "input", input.text);
    set_text(crash, "what", t->reason);
    if (c.end == COMPILED) {
        struct session careful = session_make(t->exercise, c.program, 1);
        struct outcome o;
        session_ask(&careful, trial, &o);
        if (careful.printed.text)
            sanitizer_lines(t, careful.printed.text, careful.printed.length, crash);
        outcome_free(&o);
        session_end(&careful);
    }
    json_object_set_new(t->record, "crash", crash);
    free(input.text);
    compilation_free(&c);
}
