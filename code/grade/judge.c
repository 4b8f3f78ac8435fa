#include "grade/judge.h"

#include "grade/clean.h"
#include "grade/compare.h"
#include "grade/compile.h"
#include "grade/deck.h"
#include "grade/diagnose.h"
#include "grade/paper.h"
#include "grade/session.h"
#include "grade/shrink.h"
#include "program/values.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const words[] = {
    "passed", "wrong",  "does not compile",  "crashed",      "time",
    "memory", "output", "integrity suspect", "grader error",
};

const char *verdict_word(enum verdict v)
{
    return words[v];
}

enum verdict record_verdict(const json_t *record)
{
    const char *word = json_string_value(json_object_get(record, "verdict"));
    for (int v = 0; word && v <= VERDICT_GRADER_ERROR; v++)
        if (!strcmp(word, words[v])) return (enum verdict)v;
    return VERDICT_GRADER_ERROR;
}

/* Everything about one submission while it is judged. */
struct trialled {
    const struct assignment *assignment;
    const struct exercise *exercise;
    struct deck deck;
    struct outcome *yours; /* one a card; n == 0: not answered */
    enum reply *reply;
    struct session session;
    enum verdict verdict;
    char reason[400];
    int worst; /* the card that gave the verdict; -1 */
    int stopped;
    json_t *record;
};

static void set_text(json_t *object, const char *key, const char *text)
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

static json_t *new_record(const struct assignment *a, const struct submission *s)
{
    json_t *record = json_object();
    json_object_set_new(record, "format", json_integer(1));
    set_text(record, "exercise", a->exercise->name);
    set_text(record, "exercise_digest", a->exercise->digest);
    set_text(record, "submission_digest", s->digest);
    char *student = clean_line(a->student), *file = safe_name(a->student);
    json_object_set_new(record, "student", json_string(student));
    json_object_set_new(record, "student_file", json_string(*a->student ? file : ""));
    free(student), free(file);
    json_object_set_new(record, "hidden", json_boolean(a->secret || is_paper(a->exercise)));
    json_object_set_new(record, "points", json_real(0));
    json_object_set_new(record, "max_points", json_real(points_of(a->exercise)));
    json_object_set_new(record, "groups", json_array());
    return record;
}

static void conclude(json_t *record, enum verdict v, const char *reason)
{
    set_text(record, "verdict", verdict_word(v));
    set_text(record, "reason", reason);
}

/* ---- running the cases ---------------------------------------------------------------------- */

static enum verdict verdict_of(enum reply reply)
{
    switch (reply) {
    case REPLY_NUMBERS:
        return VERDICT_WRONG;
    case REPLY_DAMAGED:
    case REPLY_CRASHED:
        return VERDICT_CRASHED;
    case REPLY_TIME:
        return VERDICT_TIME;
    case REPLY_MEMORY:
        return VERDICT_MEMORY;
    case REPLY_OUTPUT:
        return VERDICT_OUTPUT;
    case REPLY_SUSPECT:
        return VERDICT_SUSPECT;
    case REPLY_BROKEN:
        break;
    }
    return VERDICT_GRADER_ERROR;
}

static void blame(struct trialled *t, enum verdict v, const char *reason, int card)
{
    if (v <= t->verdict) return;
    t->verdict = v;
    t->worst = card;
    snprintf(t->reason, sizeof t->reason, "%s", reason);
}

static int is_right(const struct trialled *t, int i)
{
    return t->reply[i] == REPLY_NUMBERS && t->yours[i].n &&
           same_outcome(&t->yours[i], &t->deck.cards[i].right);
}

static void ask(struct trialled *t, int i)
{
    t->reply[i] = session_ask(&t->session, t->deck.cards[i].trial, &t->yours[i]);
    if (t->reply[i] == REPLY_DAMAGED) outcome_free(&t->yours[i]);
    if (t->reply[i] != REPLY_NUMBERS)
        blame(t, verdict_of(t->reply[i]), t->session.why, i);
    else if (!is_right(t, i))
        blame(t, VERDICT_WRONG, "", i);
}

/* After a crash the next group gets a new start; what hangs or cheats gets none. */
static void ask_all(struct trialled *t)
{
    int given_up = -1;
    for (int i = 0; i < t->deck.n; i++) {
        int group = t->deck.cards[i].group;
        t->reply[i] = REPLY_BROKEN;
        if (t->stopped || group == given_up) continue;
        ask(t, i);
        if (t->reply[i] == REPLY_CRASHED) given_up = group;
        t->stopped = t->reply[i] >= REPLY_TIME;
    }
}

/* ---- marks ------------------------------------------------------------------------------------ */

static json_t *group_record(const struct trialled *t, int g, double *points)
{
    const struct group *group = &t->exercise->groups[g];
    int cases = 0, right = 0, asked = 0;
    for (int i = 0; i < t->deck.n; i++) {
        if (t->deck.cards[i].group != g) continue;
        cases++;
        right += is_right(t, i);
        asked += t->reply[i] != REPLY_BROKEN;
    }
    int whole = cases > 0 && right == cases && t->verdict < VERDICT_SUSPECT;
    json_t *record = json_object();
    set_text(record, "name", group->name);
    set_text(record, "visibility", group->visibility == PUBLIC ? "public" : "hidden");
    json_object_set_new(record, "cases", json_integer(cases));
    json_object_set_new(record, "right", json_integer(right));
    json_object_set_new(record, "asked", json_integer(asked));
    json_object_set_new(record, "points", json_real(whole ? group->points : 0));
    json_object_set_new(record, "max_points", json_real(group->points));
    *points += whole ? group->points : 0;
    return record;
}

static void give_marks(struct trialled *t)
{
    json_t *groups = json_array();
    double points = 0;
    for (int g = 0; g < t->exercise->n_groups; g++) {
        int dealt = t->assignment->secret || t->exercise->groups[g].visibility == PUBLIC;
        if (dealt) json_array_append_new(groups, group_record(t, g, &points));
    }
    json_object_set_new(t->record, "groups", groups);
    json_object_set_new(t->record, "points", json_real(points));
    if (!t->assignment->secret) {
        double most = 0;
        for (int g = 0; g < t->exercise->n_groups; g++)
            if (t->exercise->groups[g].visibility == PUBLIC)
                most += t->exercise->groups[g].points;
        json_object_set_new(t->record, "max_points", json_real(most));
    }
}

/* ---- the smallest case --------------------------------------------------------------------- */

/* The wrong card with the fewest numbers, a public one where there is any. */
static int smallest_wrong(const struct trialled *t)
{
    int best = -1;
    long size = 0;
    for (int i = 0; i < t->deck.n; i++) {
        const struct card *card = &t->deck.cards[i];
        if (t->reply[i] != REPLY_NUMBERS || is_right(t, i)) continue;
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

static void explain_wrong(struct trialled *t)
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

static void look_again(struct trialled *t, struct workspace *w, const struct submission *s)
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

/* ---- one C submission ----------------------------------------------------------------------- */

static void run_cases(struct trialled *t, struct workspace *w, const char *program,
                      const struct submission *s)
{
    t->session = session_make(t->exercise, program, 0);
    ask_all(t);
    if (t->verdict == VERDICT_WRONG || t->verdict == VERDICT_CRASHED) explain_wrong(t);
    if (session_leftover(&t->session)) blame(t, VERDICT_SUSPECT, t->session.why, -1);
    /* With hidden cases it is not kept: a program could print them for its author to learn. */
    if (t->session.printed.text && !t->assignment->secret) {
        char *printed = clean_text(t->session.printed.text, t->session.printed.length, 3000, 1);
        json_object_set_new(t->record, "printed", json_string(printed));
        free(printed);
    }
    session_end(&t->session);
    if (t->verdict == VERDICT_CRASHED && t->worst >= 0) look_again(t, w, s);
}

static void judge_program(struct trialled *t, struct workspace *w, const char *program,
                          const struct submission *s)
{
    const struct assignment *a = t->assignment;
    char why[300];
    if (!deck_deal(&t->deck, t->exercise, a->secret ? PUBLIC_AND_HIDDEN : PUBLIC_ONLY,
                   a->secret, a->student, why, sizeof why)) {
        conclude(t->record, VERDICT_GRADER_ERROR, why);
        return;
    }
    t->yours = need((size_t)t->deck.n * sizeof *t->yours);
    t->reply = need((size_t)t->deck.n * sizeof *t->reply);
    run_cases(t, w, program, s);
    give_marks(t);
    conclude(t->record, t->verdict, t->reason);
    for (int i = 0; i < t->deck.n; i++) outcome_free(&t->yours[i]);
    free(t->yours), free(t->reply);
    deck_free(&t->deck);
}

static void set_messages(json_t *record, const struct compilation *c)
{
    char *explained = explain_messages(c->messages);
    if (*c->messages) set_text(record, "compiler", c->messages);
    if (*explained) set_text(record, "compiler_explained", explained);
    free(explained);
}

static void judge_c(struct trialled *t, struct workspace *w, const struct submission *s)
{
    struct compilation c = compile(w, t->exercise, s->text, s->length, 0);
    if (c.end != COMPILER_BROKEN) set_messages(t->record, &c);
    if (c.end == COMPILED)
        judge_program(t, w, c.program, s);
    else
        conclude(t->record, c.end == NOT_COMPILED ? VERDICT_NOT_COMPILED : VERDICT_GRADER_ERROR,
                 c.reason);
    compilation_free(&c);
}

static enum verdict fault_verdict(enum submission_fault fault)
{
    return fault == SUBMISSION_UNUSABLE  ? VERDICT_NOT_COMPILED
           : fault == SUBMISSION_SUSPECT ? VERDICT_SUSPECT
                                         : VERDICT_GRADER_ERROR;
}

json_t *judge(struct workspace *w, const struct assignment *a, const struct submission *s)
{
    json_t *record = new_record(a, s);
    struct trialled t = {
        .assignment = a, .exercise = a->exercise, .worst = -1, .record = record};
    if (s->fault != SUBMISSION_GOOD)
        conclude(record, fault_verdict(s->fault), s->why);
    else if (is_paper(a->exercise))
        judge_paper(record, a->exercise, s->text);
    else
        judge_c(&t, w, s);
    workspace_clear(w);
    return record;
}
