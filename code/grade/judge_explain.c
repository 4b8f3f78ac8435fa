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

/* Ten digits are enough where two numbers differ in the first nine. */
static const char *ten_digits(char *text, size_t size, double v)
{
    if (!isfinite(v) || v == 0) return exact_number(text, size, v);
    snprintf(text, size, "%.10g", v);
    return text;
}

static void set_numbers(json_t *record, double yours, double right)
{
    char a[40], b[40];
    ten_digits(a, sizeof a, yours), ten_digits(b, sizeof b, right);
    if (!strcmp(a, b)) exact_number(a, sizeof a, yours), exact_number(b, sizeof b, right);
    set_text(record, "yours", a);
    set_text(record, "right", b);
}

int card_is_right(const struct trialled *t, int i)
{
    return t->reply[i] == REPLY_NUMBERS && t->yours[i].n &&
           same_outcome(&t->yours[i], &t->deck.cards[i].right);
}

/* ---- the smallest case --------------------------------------------------------------------- */

/* Where the loss has a kink (a z of 0, a tie) the measured slope lies between two right answers:
 * such a case is poor evidence. */
static int is_at_kink(const struct trial *t, const struct outcome *yours,
                      const struct outcome *right)
{
    long k = first_difference(yours, right);
    double slope = trial_finite_difference(t, k < 0 ? 0 : k), is = right->number[k < 0 ? 0 : k];
    return isfinite(slope) && fabs(slope - is) > 1e-3 * fmax(1, fabs(is));
}

/* The wrong card with the fewest numbers, a public one where there is any. */
static int smallest_wrong(const struct trialled *t)
{
    int best = -1;
    long size = 0;
    for (int i = 0; i < t->deck.n; i++) {
        const struct card *card = &t->deck.cards[i];
        if (t->reply[i] != REPLY_NUMBERS || card_is_right(t, i)) continue;
        long n = t->exercise->groups[card->group].visibility == HIDDEN ? 1L << 20 : 0;
        if (is_at_kink(card->trial, &t->yours[i], &card->right)) n += 1L << 19;
        for (int a = 0; a < t->exercise->n_arguments; a++) n += card->trial->count[a];
        if (best >= 0 && n >= size) continue;
        best = i;
        size = n;
    }
    return best;
}

/* The search for a smaller case asks the program many questions. One that hangs, cheats or
 * crashes over and over is asked no more. */
struct search {
    struct trialled *t;
    const struct model *model;
    struct session session;
    double end;
    int tired, broken;
    char why[400]; /* it broke */
};

static enum reply ask_more(struct search *s, const struct trial *trial, struct outcome *yours)
{
    enum { MOST_STARTS = 20 };
    *yours = (struct outcome){0};
    if (s->tired) return REPLY_BROKEN;
    enum reply reply = session_ask(&s->session, trial, yours);
    if (reply == REPLY_BROKEN)
        s->broken = 1, snprintf(s->why, sizeof s->why, "%s", s->session.why);
    s->tired = reply >= REPLY_TIME || s->session.starts > MOST_STARTS || seconds_now() > s->end;
    return reply;
}

static int model_fails(const struct trial *trial, void *context)
{
    const struct search *s = context;
    struct outcome right = trial_expected(trial), theirs = model_outcome(s->model, trial);
    int fails = !same_outcome(&right, &theirs);
    outcome_free(&right), outcome_free(&theirs);
    return fails;
}

static int program_fails(const struct trial *trial, void *context)
{
    struct outcome right = trial_expected(trial), yours;
    enum reply reply = ask_more(context, trial, &yours);
    int fails = reply == REPLY_NUMBERS && !same_outcome(&right, &yours);
    outcome_free(&right), outcome_free(&yours);
    return fails;
}

static int program_fails_off_kinks(const struct trial *trial, void *context)
{
    struct outcome right = trial_expected(trial), yours;
    enum reply reply = ask_more(context, trial, &yours);
    int fails = reply == REPLY_NUMBERS && !same_outcome(&right, &yours) &&
                !is_at_kink(trial, &yours, &right);
    outcome_free(&right), outcome_free(&yours);
    return fails;
}

static int wants_the_program(const struct model *model)
{
    return !model || needs_the_program(model);
}

/* With a known model the search needs no program; the program confirms what was found. */
static struct trial *smallest(struct search *s, const struct trial *from)
{
    if (!s->model) return shrink(from, program_fails_off_kinks, s, 300);
    if (wants_the_program(s->model)) return shrink(from, program_fails, s, 300);
    struct trial *small = shrink(from, model_fails, s, 3000);
    if (program_fails(small, s)) return small;
    trial_free(small);
    return trial_copy(from);
}

enum reply ask_smallest(struct trialled *t)
{
    int i = smallest_wrong(t);
    struct search s = {.t = t, .model = diagnose(&t->deck, t->yours)};
    if (i < 0 || wants_the_program(s.model) || !t->session.is_open) return REPLY_NUMBERS;
    t->small = shrink(t->deck.cards[i].trial, model_fails, &s, 3000);
    enum reply reply = session_ask(&t->session, t->small, &t->small_yours);
    if (reply != REPLY_NUMBERS) outcome_free(&t->small_yours);
    return reply;
}

static void set_slope(json_t *record, const struct trial *trial, const struct outcome *yours,
                      const struct outcome *right, long k)
{
    double slope = trial_finite_difference(trial, k);
    char number[40];
    if (!isfinite(slope) || is_at_kink(trial, yours, right)) return;
    snprintf(number, sizeof number, "%.6g", slope);
    set_text(record, "finite_difference", number);
}

static json_t *example_record(const struct trial *trial, const struct outcome *yours,
                              int repeats)
{
    struct outcome right = trial_expected(trial);
    struct buffer input = {0};
    char name[80];
    long k = first_difference(yours, &right);
    json_t *record = json_object();
    trial_print(&input, trial);
    trial_name(trial, k, name, sizeof name);
    set_text(record, "input", input.text);
    set_text(record, "output", name);
    set_numbers(record, yours->number[k], right.number[k]);
    set_slope(record, trial, yours, &right, k);
    json_object_set_new(record, "repeats", json_boolean(repeats));
    free(input.text);
    outcome_free(&right);
    return record;
}

/* The small case with its numbers; where it comes out otherwise when it is asked again, alone and
 * in a fresh program, the case as it was first asked, and a word about that. */
static json_t *find_example(struct search *s, int card)
{
    const struct card *first = &s->t->deck.cards[card];
    int fails = program_fails(first->trial, s), tired = s->tired;
    struct trial *small = fails ? smallest(s, first->trial) : trial_copy(first->trial);
    struct outcome right = trial_expected(small), yours = {0};
    int numbers = fails && ask_more(s, small, &yours) == REPLY_NUMBERS;
    int again = numbers && !same_outcome(&right, &yours);
    json_t *example = again ? example_record(small, &yours, 1)
                            : example_record(first->trial, &s->t->yours[card], fails || tired);
    outcome_free(&right), outcome_free(&yours);
    trial_free(small);
    return example;
}

static void mark_hidden(const struct trialled *t, int card, json_t *shown)
{
    int hidden = t->exercise->groups[t->deck.cards[card].group].visibility == HIDDEN;
    json_object_set_new(shown, "from_hidden_group", json_boolean(hidden));
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

/* Numbers beyond all measure (shim.c), or others when asked again: memory may have been read that is
 * not the function's own. */
static int smells_of_memory(const struct trialled *t, int card, const json_t *example)
{
    const struct outcome *yours = &t->yours[card], *right = &t->deck.cards[card].right;
    if (json_is_false(json_object_get(example, "repeats"))) return 1;
    for (long i = 0; i < yours->n; i++)
        if (!(fabs(yours->number[i]) < 1e100) && fabs(right->number[i]) < 1e100) return 1;
    return 0;
}

/* A record that the machine has spoiled must not stay: the next run tries again. */
static void blame_sandbox(struct trialled *t, const char *why)
{
    t->verdict = VERDICT_GRADER_ERROR;
    snprintf(t->reason, sizeof t->reason, "%s", why);
}

/* As ask_smallest found it, if the program was wrong there; else from a program started anew. */
static json_t *known_or_new_example(struct search *s, int card, const char *program)
{
    struct trialled *t = s->t;
    struct outcome right = {0};
    if (t->small_yours.n) right = trial_expected(t->small);
    int known = right.n && !same_outcome(&right, &t->small_yours);
    outcome_free(&right);
    if (!known) s->session = session_make(t->exercise, program, 0);
    json_t *example =
        known ? example_record(t->small, &t->small_yours, 1) : find_example(s, card);
    if (!known) session_end(&s->session);
    return example;
}

int explain_wrong(struct trialled *t, const char *program)
{
    int i = smallest_wrong(t);
    if (i < 0) return -1;
    const struct model *model = diagnose(&t->deck, t->yours);
    struct search s = {.t = t, .model = model, .end = seconds_now() + 30};
    json_object_set_new(t->record, "misconception", misconception_record(t->exercise, model));
    json_t *example = known_or_new_example(&s, i, program);
    mark_hidden(t, i, example);
    json_object_set_new(t->record, "example", example);
    if (s.broken) blame_sandbox(t, s.why);
    if (t->verdict == VERDICT_WRONG)
        snprintf(t->reason, sizeof t->reason, "%s", model ? model->name : "unknown");
    return !model && smells_of_memory(t, i, example) ? i : -1;
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
        if (!tail) tail = strstr(text, " on 0x");
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

static json_t *case_record(const struct trialled *t, int card)
{
    json_t *record = json_object();
    struct buffer input = {0};
    trial_print(&input, t->deck.cards[card].trial);
    set_text(record, "input", input.text);
    set_text(record, "what", t->reason);
    mark_hidden(t, card, record);
    free(input.text);
    return record;
}

void show_case(struct trialled *t)
{
    if (t->worst >= 0) json_object_set_new(t->record, "crash", case_record(t, t->worst));
}

static void name_memory(struct trialled *t)
{
    json_t *m = json_object_get(t->record, "misconception");
    set_text(m, "name", "foreign_memory");
    set_text(m, "says",
             "Your function reads memory that is not its own: such numbers mean nothing.");
    snprintf(t->reason, sizeof t->reason, "foreign_memory");
}

void look_again(struct trialled *t, struct workspace *w, const struct submission *s, int card)
{
    const struct trial *trial = t->deck.cards[card].trial;
    struct compilation c = compile(w, t->exercise, s->text, s->length, 1);
    json_t *crash = case_record(t, card);
    if (c.end == COMPILED) {
        struct session careful = session_make(t->exercise, c.program, 1);
        struct outcome o;
        if (session_ask(&careful, trial, &o) == REPLY_BROKEN) blame_sandbox(t, careful.why);
        session_leftover(&careful); /* what is given back twice shows at the end */
        if (careful.printed.text)
            sanitizer_lines(t, careful.printed.text, careful.printed.length, crash);
        outcome_free(&o);
        session_end(&careful);
    }
    if (t->verdict == VERDICT_CRASHED || json_object_get(crash, "sanitizer"))
        json_object_set(t->record, "crash", crash);
    if (t->verdict == VERDICT_WRONG && json_object_get(crash, "sanitizer")) name_memory(t);
    json_decref(crash);
    compilation_free(&c);
}
