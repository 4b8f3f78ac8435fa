/*
 * grade page CHAPTER [--instructor]: the exercises of a chapter as Markdown (commonmark), for
 * the end of its page. The instructor's edition has the solution, and of every wrong model the
 * smallest case that gives it away, with both numbers.
 */
#include "grade/commands.h"
#include "grade/compare.h"
#include "grade/deck.h"
#include "grade/diagnose.h"
#include "grade/paper.h"
#include "grade/shrink.h"
#include "program/values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *kind_words(const struct exercise *e)
{
    return !strcmp(e->kind, "paper")    ? "on paper"
           : !strcmp(e->kind, "bug")    ? "find the bug"
           : !strcmp(e->kind, "beyond") ? "past the text"
                                        : "write the function";
}

/* Text of an exercise is plain: what Markdown would take for its own is escaped. */
static void print_plain(const char *text)
{
    for (; *text; text++) {
        if (strchr("\\`*_{}[]<>#+-!|~^$&@'\"", *text)) putchar('\\');
        putchar(*text);
    }
}

static void print_fence(const char *language, const char *text)
{
    printf("```%s\n%s%s```\n\n", language, text,
           *text && text[strlen(text) - 1] == '\n' ? "" : "\n");
}

static void print_hints(const struct exercise *e)
{
    for (int i = 0; i < e->n_hints; i++) {
        printf("<details><summary>Hint %d of %d</summary>\n\n", i + 1, e->n_hints);
        print_plain(e->hints[i]);
        printf("\n\n</details>\n\n");
    }
}

/* The starter without its head, which repeats the statement. */
static const char *starter_code(const struct exercise *e)
{
    const char *end = strstr(e->starter, "*/\n");
    return !is_paper(e) && end ? end + 3 : e->starter;
}

static void print_answers(const struct exercise *e)
{
    for (int i = 0; i < e->n_answers; i++) {
        printf("- `%s` (%g): ", e->answers[i].name, e->answers[i].points);
        print_plain(e->answers[i].text);
        printf("\n");
    }
    printf("\n");
}

static void print_exercise(const struct exercise *e)
{
    printf("### ");
    print_plain(e->title);
    printf(" {#exercise-%s}\n\n*%s, %g points.* ", e->name, kind_words(e), points_of(e));
    print_plain(e->statement);
    printf("\n\n");
    if (is_paper(e))
        print_answers(e);
    else
        print_fence("c", starter_code(e));
    print_hints(e);
    printf("`build/grade check %s build/exercises/%s.%s`\n\n", e->name, e->name,
           is_paper(e) ? "txt" : "c");
}

/* ---- the instructor's edition ------------------------------------------------------------------ */

static int differs(const struct trial *t, void *context)
{
    struct outcome right = trial_expected(t), theirs = model_outcome(context, t);
    int result = !same_outcome(&right, &theirs);
    outcome_free(&right), outcome_free(&theirs);
    return result;
}

static void print_difference(const struct trial *t, const struct model *m)
{
    struct outcome right = trial_expected(t), theirs = model_outcome(m, t);
    struct buffer input = {0};
    long k = first_difference(&theirs, &right);
    char name[80], a[40], b[40];
    trial_print(&input, t);
    trial_name(t, k < 0 ? 0 : k, name, sizeof name);
    printf(" `%s`: `%s` is %s, right is %s.", input.text, name,
           exact_number(a, sizeof a, theirs.number[k < 0 ? 0 : k]),
           exact_number(b, sizeof b, right.number[k < 0 ? 0 : k]));
    free(input.text);
    outcome_free(&right), outcome_free(&theirs);
}

static void print_smallest(const struct exercise *e, struct model m)
{
    struct deck d;
    char why[300];
    int shown = 0;
    if (!deck_deal(&d, e, PUBLIC_ONLY, "", "", why, sizeof why)) return;
    for (int i = 0; i < d.n && !shown; i++) {
        if (!differs(d.cards[i].trial, &m)) continue;
        struct trial *small = shrink(d.cards[i].trial, differs, &m, 3000);
        print_difference(small, &m);
        trial_free(small);
        shown = 1;
    }
    deck_free(&d);
}

static void print_numbers(const char *what, char *text)
{
    for (char *p = text; *p; p++)
        if (*p == '\n') *p = p[1] ? ';' : 0;
    printf("%s`%s`", what, text);
    free(text);
}

static void print_secrets(const struct exercise *e)
{
    printf("**Solution.**\n\n");
    if (is_paper(e))
        print_numbers("", paper_text(e, NULL)), printf("\n\n");
    else
        print_fence("c", e->reference);
    printf("**Wrong models.**\n\n");
    for (int i = 0; i < e->n_models; i++) {
        printf("- `%s`: ", e->models[i].name);
        print_plain(e->models[i].says);
        if (is_paper(e))
            print_numbers(" ", paper_text(e, &e->models[i]));
        else
            print_smallest(e, e->models[i]);
        printf("\n");
    }
    printf("\n");
}

int command_page(int argc, char **argv)
{
    int instructor = argc == 2 && !strcmp(argv[1], "--instructor"), n = 0;
    if (argc < 1 || argc > 2 || (argc == 2 && !instructor))
        return wrong_use("page wants CHAPTER [--instructor], as page 01_fc_to_pool");
    for (int i = 0; i < n_exercises; i++) {
        if (strcmp(all_exercises[i]->chapter, argv[0])) continue;
        print_exercise(all_exercises[i]);
        if (instructor) print_secrets(all_exercises[i]);
        n++;
    }
    return n ? 0 : wrong_use("no exercise stands in chapter \"%.60s\"", argv[0]);
}
