/* grade replay: the hidden cases of one student once more, and a file judged by them. */
#include "grade/commands.h"
#include "grade/deck.h"
#include "grade/judge.h"
#include "grade/record.h"
#include "grade/report.h"
#include "program/values.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void print_card(const struct exercise *e, const struct card *card)
{
    struct buffer b = {0};
    char number[40];
    trial_print(&b, card->trial);
    add_text(&b, "\n    right:");
    for (long i = 0; i < card->right.n; i++) {
        char name[80];
        trial_name(card->trial, i, name, sizeof name);
        add(&b, " %s=%s", name, exact_number(number, sizeof number, card->right.number[i]));
    }
    printf("  [%s] %s\n", e->groups[card->group].name, b.text);
    free(b.text);
}

struct wishes {
    const char *student, *exercise, *file, *grades, *secret;
    int as_json;
};

static int print_hidden(const struct exercise *e, const char *secret, const char *student)
{
    struct deck d;
    char why[300];
    if (!deck_deal(&d, e, PUBLIC_AND_HIDDEN, secret, student, why, sizeof why)) {
        wrong_use("%s", why);
        return 3;
    }
    for (int i = 0; i < d.n; i++)
        if (e->groups[d.cards[i].group].visibility == HIDDEN) print_card(e, &d.cards[i]);
    deck_free(&d);
    return 0;
}

static void print_result(const json_t *record, int as_json)
{
    struct buffer b = {0};
    char *text = as_json ? record_text(record) : NULL;
    if (!as_json) report_text(&b, record, isatty(1));
    fputs(as_json ? text : b.text, stdout);
    free(text), free(b.text);
}

/* The same submission judged once more, with the same cases: with --json the very bytes of the
 * record that a batch writes. */
static int judge_again(const struct exercise *e, const char *secret, const struct wishes *want)
{
    struct workspace w;
    struct assignment a = {e, want->student, secret};
    struct submission s = submission_read(AT_FDCWD, want->file);
    if (s.fault == SUBMISSION_LOST) return wrong_use("%s: %s", want->file, s.why);
    if (!ready_to_grade(&w)) return 3;
    json_t *record = judge(&w, &a, &s);
    enum verdict v = record_verdict(record);
    print_result(record, want->as_json);
    json_decref(record);
    submission_free(&s);
    workspace_close(&w);
    return v == VERDICT_GRADER_ERROR ? 3 : 0;
}

static int read_wishes(struct wishes *w, int argc, char **argv)
{
    const char **given[] = {&w->student, &w->exercise, &w->file};
    int n = 0;
    *w = (struct wishes){0};
    for (int i = 0; i < argc; i++) {
        int last = i + 1 == argc;
        if (!strcmp(argv[i], "--json"))
            w->as_json = 1;
        else if (!strcmp(argv[i], "--grades") && !last)
            w->grades = argv[++i];
        else if (!strcmp(argv[i], "--secret") && !last)
            w->secret = argv[++i];
        else if (n < 3 && strncmp(argv[i], "--", 2) != 0)
            *given[n++] = argv[i];
        else
            return !wrong_use("replay does not know \"%.60s\"", argv[i]);
    }
    if (n >= 2 && !w->grades != !w->secret && (n == 3 || !w->as_json)) return 1;
    return !wrong_use("replay wants STUDENT EXERCISE [FILE [--json]] --grades GRADES (or "
                      "--secret WORD)");
}

/* The cases depend on every letter of the name: a slip in it would show those of nobody. */
static void warn_of_strangers(const struct wishes *w, const struct exercise *e)
{
    json_t *record = w->grades ? record_read(w->grades, e->name, w->student) : NULL;
    if (w->grades && !record)
        fprintf(stderr,
                "grade: %s has no record of this student and exercise (the name is that of the "
                "folder, letter for letter)\n",
                w->grades);
    json_decref(record);
}

static char *secret_of(const struct wishes *w)
{
    char *path = format_text("%s/secret", w->grades ? w->grades : "");
    char *secret = w->secret ? copy_text(w->secret, strlen(w->secret)) : read_text(path);
    if (!secret)
        wrong_use("%s: there is no secret, so %s is no folder of grades", path, w->grades);
    if (secret) trim_end(secret);
    free(path);
    return secret;
}

int command_replay(int argc, char **argv)
{
    struct wishes w;
    if (!read_wishes(&w, argc, argv)) return 2;
    const struct exercise *e = named_exercise(w.exercise);
    if (!e) return 2;
    if (is_paper(e)) return wrong_use("%s has no hidden cases", w.exercise);
    char *secret = secret_of(&w);
    if (!secret) return 2;
    warn_of_strangers(&w, e);
    int status = w.as_json ? 0 : print_hidden(e, secret, w.student);
    if (status == 0 && w.file) status = judge_again(e, secret, &w);
    free(secret);
    return status;
}
