/* grade replay: the hidden cases of one student once more, and a file judged by them. */
#include "grade/commands.h"
#include "grade/deck.h"
#include "grade/judge.h"
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

/* The same submission judged once more, with the same cases: every number in full. */
static int judge_again(const struct exercise *e, const char *secret, const char *student,
                       const char *path)
{
    struct workspace w;
    struct assignment a = {e, student, secret};
    struct submission s = submission_read(AT_FDCWD, path);
    struct buffer b = {0};
    if (s.fault == SUBMISSION_LOST) return wrong_use("%s: %s", path, s.why);
    if (!ready_to_grade(&w)) return 3;
    json_t *record = judge(&w, &a, &s);
    report_text(&b, record, isatty(1));
    fputs(b.text, stdout);
    json_decref(record);
    free(b.text);
    submission_free(&s);
    workspace_close(&w);
    return 0;
}

int command_replay(int argc, char **argv)
{
    const char *given[3] = {NULL, NULL, NULL}, *grades = NULL, *secret = NULL;
    int n = 0;
    for (int i = 0; i < argc; i++) {
        if (!strcmp(argv[i], "--grades") && i + 1 < argc)
            grades = argv[++i];
        else if (!strcmp(argv[i], "--secret") && i + 1 < argc)
            secret = argv[++i];
        else if (n < 3)
            given[n++] = argv[i];
    }
    if (n < 2 || (!grades && !secret))
        return wrong_use("replay wants STUDENT EXERCISE [FILE] --grades GRADES (or --secret)");
    const struct exercise *e = named_exercise(given[1]);
    if (!e || is_paper(e)) return e ? wrong_use("%s has no hidden cases", given[1]) : 2;
    char *path = format_text("%s/secret", grades ? grades : "");
    char *seed = secret ? copy_text(secret, strlen(secret)) : read_text(path);
    if (!seed) wrong_use("%s: there is no secret, so %s is no folder of grades", path, grades);
    free(path);
    if (!seed) return 2;
    trim_end(seed);
    int status = print_hidden(e, seed, given[0]);
    if (status == 0 && given[2]) status = judge_again(e, seed, given[0], given[2]);
    free(seed);
    return status;
}
