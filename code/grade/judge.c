#include "grade/judge.h"

#include "grade/judge_parts.h"

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

/* A student who checks alone is asked the public cases only. */
static double points_at_stake(const struct assignment *a)
{
    double points = 0;
    if (a->secret || is_paper(a->exercise)) return points_of(a->exercise);
    for (int g = 0; g < a->exercise->n_groups; g++)
        if (a->exercise->groups[g].visibility == PUBLIC)
            points += a->exercise->groups[g].points;
    return points;
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
    json_object_set_new(record, "max_points", json_real(points_at_stake(a)));
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

static void ask(struct trialled *t, int i)
{
    t->reply[i] = session_ask(&t->session, t->deck.cards[i].trial, &t->yours[i]);
    if (t->reply[i] == REPLY_DAMAGED) outcome_free(&t->yours[i]);
    if (t->reply[i] != REPLY_NUMBERS)
        blame(t, verdict_of(t->reply[i]), t->session.why, i);
    else if (!card_is_right(t, i))
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
        right += card_is_right(t, i);
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
}

/* ---- one C submission ----------------------------------------------------------------------- */

static void run_cases(struct trialled *t, struct workspace *w, const char *program,
                      const struct submission *s)
{
    t->session = session_make(t->exercise, program, 0);
    ask_all(t);
    if (t->verdict == VERDICT_WRONG && ask_smallest(t) == REPLY_SUSPECT)
        blame(t, VERDICT_SUSPECT, t->session.why, -1);
    if (session_leftover(&t->session)) blame(t, VERDICT_SUSPECT, t->session.why, -1);
    /* With hidden cases it is not kept: a program could print them for its author to learn. */
    if (t->session.printed.text && !t->assignment->secret) {
        char *printed = clean_text(t->session.printed.text, t->session.printed.length, 3000, 1);
        json_object_set_new(t->record, "printed", json_string(printed));
        free(printed);
    }
    session_end(&t->session);
    int careful = -1, failed = t->verdict == VERDICT_WRONG || t->verdict == VERDICT_CRASHED;
    if (failed) careful = explain_wrong(t, program);
    if (t->verdict == VERDICT_CRASHED) careful = t->worst;
    if (careful >= 0) look_again(t, w, s, careful);
    if (!failed && t->verdict < VERDICT_SUSPECT) show_case(t);
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
    trial_free(t->small);
    outcome_free(&t->small_yours);
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
