/*
 * grade gate: proves that every exercise tells right from wrong.
 *
 *     the reference gets full marks, for several students
 *     so does every right solution that is written in another way
 *     the starter compiles and gets nothing
 *     every wrong model gets its own name from public cases alone, and loses hidden points
 *     no two wrong models give the same numbers in all public cases
 *     where outputs are added to, a public case sees who sets them
 *     every paragraph to read again is in the book
 *
 * Each version is compiled and run in the sandbox, as if a student had handed it in.
 */
#include "grade/commands.h"

#include "grade/compare.h"
#include "grade/deck.h"
#include "grade/diagnose.h"
#include "grade/judge.h"
#include "grade/paper.h"
#include "grade/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct gate {
    const struct exercise *exercise;
    struct workspace *workspace;
    int faults, wrong_named, pairs;
};

static void fault(struct gate *g, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void fault(struct gate *g, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    printf("  FAULT %s: ", g->exercise->name);
    vprintf(format, arguments);
    putchar('\n');
    va_end(arguments);
    g->faults++;
}

static json_t *hand_in(struct gate *g, const char *text, const char *student)
{
    struct submission s = {.fault = SUBMISSION_GOOD, .length = strlen(text), .digest = "gate"};
    struct assignment a = {g->exercise, student, "the gate's secret"};
    s.text = copy_text(text, s.length);
    json_t *record = judge(g->workspace, &a, &s);
    submission_free(&s);
    return record;
}

static void expect_full(struct gate *g, const char *what, const char *text, const char *student)
{
    json_t *record = hand_in(g, text, student);
    if (record_verdict(record) != VERDICT_PASSED ||
        number_field(record, "points") < points_of(g->exercise))
        fault(g, "%s gets %g of %g points: %s %s %s", what, number_field(record, "points"),
              points_of(g->exercise), field(record, "verdict"), field(record, "reason"),
              field(record, "compiler"));
    if (*field(record, "compiler")) fault(g, "%s: %s", what, field(record, "compiler"));
    json_decref(record);
}

static void expect_nothing(struct gate *g, const char *text)
{
    json_t *record = hand_in(g, text, "ada");
    enum verdict v = record_verdict(record);
    if (v != VERDICT_WRONG && v != VERDICT_CRASHED && v != VERDICT_TIME)
        fault(g, "the starter: %s %s", field(record, "verdict"), field(record, "reason"));
    if (number_field(record, "points") > 0)
        fault(g, "the starter gets %g points", number_field(record, "points"));
    json_decref(record);
}

static void expect_name(struct gate *g, const struct model *m, const char *text)
{
    json_t *record = hand_in(g, text, "ada");
    const char *name = field(json_object_get(record, "misconception"), "name");
    if (record_verdict(record) != VERDICT_WRONG || strcmp(name, m->name))
        fault(g, "%s is called \"%s\" (%s %s)", m->name, name, field(record, "verdict"),
              field(record, "reason"));
    else
        g->wrong_named++;
    json_decref(record);
}

/* ---- without the sandbox: what the cases can tell apart -------------------------------------- */

static int loses_points(const struct deck *d, const struct model *m, enum visibility where)
{
    int loses = 0;
    for (int i = 0; i < d->n && !loses; i++) {
        if (d->exercise->groups[d->cards[i].group].visibility != where) continue;
        struct outcome theirs = model_outcome(m, d->cards[i].trial);
        loses = !same_outcome(&theirs, &d->cards[i].right);
        outcome_free(&theirs);
    }
    return loses;
}

static struct outcome *all_outcomes(const struct deck *d, const struct model *m)
{
    struct outcome *o = need((size_t)d->n * sizeof *o);
    for (int i = 0; i < d->n; i++) o[i] = model_outcome(m, d->cards[i].trial);
    return o;
}

static void free_outcomes(const struct deck *d, struct outcome *o)
{
    for (int i = 0; i < d->n; i++) outcome_free(&o[i]);
    free(o);
}

static int told_apart(const struct deck *d, const struct model *a, const struct model *b)
{
    struct outcome *x = all_outcomes(d, a), *y = all_outcomes(d, b);
    int differ = 0;
    for (int i = 0; i < d->n; i++) differ |= !same_outcome(&x[i], &y[i]);
    free_outcomes(d, x), free_outcomes(d, y);
    return differ;
}

static void check_pairs(struct gate *g, const struct deck *d)
{
    const struct exercise *e = g->exercise;
    for (int a = 0; a < e->n_models; a++) {
        if (!loses_points(d, &e->models[a], PUBLIC))
            fault(g,
                  "public cases do not see %s: in all of them it gives the right numbers; add "
                  "one in which it does not",
                  e->models[a].name);
        for (int b = a + 1; b < e->n_models; b++, g->pairs++)
            if (!told_apart(d, &e->models[a], &e->models[b]))
                fault(g,
                      "public cases do not tell %s from %s: add one in which their numbers "
                      "differ, "
                      "or make one mistake of the two",
                      e->models[a].name, e->models[b].name);
    }
}

/* 1 if what is drawn into the outputs before the call is added to. */
static int adds_to_outputs(const struct trial *t)
{
    struct trial *more = trial_copy(t);
    struct outcome right = trial_expected(t);
    for (int i = 0; i < t->exercise->n_arguments; i++)
        for (long c = 0; t->exercise->arguments[i].is_out && c < t->count[i]; c++)
            more->value[i][c] += 1;
    struct outcome moved = trial_expected(more);
    int adds = !t->exercise->returns;
    for (long k = 0; k < right.n; k++)
        adds &= same_number(moved.number[k], right.number[k] + 1);
    outcome_free(&right), outcome_free(&moved);
    trial_free(more);
    return adds;
}

/* Whoever sets instead of adding is found only where something stands there before. */
static void check_adding(struct gate *g, const struct deck *d)
{
    int adds = d->n > 0 && adds_to_outputs(d->cards[0].trial), seen = 0;
    for (int i = 0; i < d->n && adds; i++) {
        struct outcome before = trial_before(d->cards[i].trial);
        for (long k = 0; k < before.n; k++) seen |= before.number[k] != 0;
        outcome_free(&before);
    }
    if (adds && !seen)
        fault(g,
              "it adds to its outputs, and public cases do not see who sets them: add one with "
              "something there before, as dx=10");
}

static void check_public(struct gate *g)
{
    struct deck d;
    char why[300];
    if (!deck_deal(&d, g->exercise, PUBLIC_ONLY, "", "", why, sizeof why)) {
        fault(g, "%s", why);
        return;
    }
    check_pairs(g, &d);
    check_adding(g, &d);
    deck_free(&d);
}

static void check_hidden(struct gate *g)
{
    const struct exercise *e = g->exercise;
    char why[300], student[16];
    for (int s = 0; s < 20; s++) {
        struct deck d;
        snprintf(student, sizeof student, "student%d", s);
        if (!deck_deal(&d, e, PUBLIC_AND_HIDDEN, "gate", student, why, sizeof why)) {
            fault(g, "%s", why);
            return;
        }
        for (int m = 0; m < e->n_models; m++)
            if (!loses_points(&d, &e->models[m], HIDDEN))
                fault(g,
                      "the hidden cases of %s do not see %s: draw more of them, or narrow the "
                      "ranges to where the mistake shows",
                      student, e->models[m].name);
        deck_free(&d);
    }
}

static void check_paper_pairs(struct gate *g)
{
    const struct exercise *e = g->exercise;
    char *right = paper_text(e, NULL);
    for (int a = 0; a < e->n_models; a++) {
        char *x = paper_text(e, &e->models[a]);
        if (!strcmp(x, right)) fault(g, "%s gives the right numbers", e->models[a].name);
        for (int b = a + 1; b < e->n_models; b++, g->pairs++) {
            char *y = paper_text(e, &e->models[b]);
            if (!strcmp(x, y))
                fault(g, "%s and %s give the same numbers", e->models[a].name,
                      e->models[b].name);
            free(y);
        }
        free(x);
    }
    free(right);
}

/* ---- paragraphs ------------------------------------------------------------------------------- */

static void check_paragraph(struct gate *g, const char *read)
{
    size_t chapter = strcspn(read, "#");
    char *path = format_text("chapters/%.*s.md", (int)chapter, read);
    char *text = read_text(path), *id = format_text("{%s", read + chapter);
    if (access("chapters", R_OK) == 0 && !text) fault(g, "there is no chapter %s", path);
    if (text && read[chapter] && !strstr(text, id))
        fault(g, "%s has no paragraph %s", path, read + chapter);
    free(path), free(text), free(id);
}

static void check_reading(struct gate *g)
{
    const struct exercise *e = g->exercise;
    check_paragraph(g, e->chapter);
    check_paragraph(g, e->read);
    for (int i = 0; i < e->n_models; i++) check_paragraph(g, e->models[i].read);
}

/* ---- all of it ---------------------------------------------------------------------------------- */

static void gate_versions(struct gate *g)
{
    const struct exercise *e = g->exercise;
    int paper = is_paper(e);
    char *reference =
        paper ? paper_text(e, NULL) : copy_text(e->reference, strlen(e->reference));
    expect_full(g, "the reference", reference, "ada");
    if (!paper) expect_full(g, "the reference", reference, "grace");
    expect_nothing(g, e->starter);
    for (int i = 0; i < e->n_also && !paper; i++)
        expect_full(g, e->also[i].name, e->also[i].source, "ada");
    for (int i = 0; i < e->n_models; i++) {
        char *text = paper ? paper_text(e, &e->models[i])
                           : copy_text(e->models[i].source, strlen(e->models[i].source));
        expect_name(g, &e->models[i], text);
        free(text);
    }
    free(reference);
}

static int gate_exercise(struct workspace *w, const struct exercise *e)
{
    struct gate g = {.exercise = e, .workspace = w};
    check_reading(&g);
    if (is_paper(e)) {
        check_paper_pairs(&g);
    } else {
        check_public(&g);
        check_hidden(&g);
        if (e->n_also == 0) fault(&g, "no right solution written in another way");
    }
    if (e->n_models < 2) fault(&g, "fewer than two wrong models");
    gate_versions(&g);
    printf("%-28s %-7s %2g points, %d of %d wrong models named, %d pairs told apart%s\n",
           e->name, e->kind, points_of(e), g.wrong_named, e->n_models, g.pairs,
           g.faults ? "  FAULTY" : "");
    return g.faults;
}

static int wanted(const struct exercise *e, int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        if (!strcmp(e->name, argv[i])) return 1;
    return argc == 0;
}

/* One process an exercise in turn to `lanes` processes: lane k takes every k-th. */
static int gate_lane(int lane, int lanes, int argc, char **argv)
{
    struct workspace w;
    int faults = 0, n = 0;
    if (!ready_to_grade(&w)) return 3;
    for (int i = 0; i < n_exercises; i++)
        if (wanted(all_exercises[i], argc, argv) && n++ % lanes == lane)
            faults += gate_exercise(&w, all_exercises[i]);
    workspace_close(&w);
    return faults ? 1 : 0;
}

static int count_wanted(int argc, char **argv)
{
    int n = 0;
    for (int i = 0; i < n_exercises; i++) n += wanted(all_exercises[i], argc, argv);
    return n;
}

int command_gate(int argc, char **argv)
{
    int worst = 0, lanes = 2;
    for (int i = 0; i < argc; i++)
        if (!named_exercise(argv[i])) return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int lane = 0; lane < lanes; lane++) {
        fflush(stdout);
        pid_t pid = fork();
        if (pid < 0) return 3;
        if (pid == 0) _exit(gate_lane(lane, lanes, argc, argv));
    }
    for (int status; wait(&status) > 0;) {
        int code = WIFEXITED(status) ? WEXITSTATUS(status) : 3;
        worst = code > worst ? code : worst;
    }
    printf("%d exercises: %s\n", count_wanted(argc, argv),
           worst ? "the gate is SHUT" : "the gate is open");
    return worst;
}
