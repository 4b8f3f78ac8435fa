/* grade batch, merge, replay: what an instructor types. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/batch.h"
#include "grade/clean.h"
#include "grade/commands.h"
#include "grade/deck.h"
#include "grade/judge.h"
#include "grade/record.h"
#include "grade/report.h"
#include "grade/unpack.h"
#include "program/values.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct wishes {
    const char *submissions, *grades, *secret;
    struct selection selection;
    int workers, quiet, again;
};

/* Somebody may have misspelt a name: passed over, but not silently. */
static void tell_ignored(const char *name, const char *why)
{
    char *clean = clean_line(name);
    fprintf(stderr, "grade: \"%s\" is passed over: %s\n", clean, why);
    free(clean);
}

/* ---- the command line --------------------------------------------------------------------------- */

static int read_shard(struct selection *s, const char *text)
{
    char *end;
    s->shard = strtol(text, &end, 10);
    s->shards = *end == '/' ? strtol(end + 1, &end, 10) : 0;
    return *end == 0 && s->shard >= 1 && s->shards >= s->shard;
}

static int want(struct selection *s, const char *name)
{
    const struct exercise *e = named_exercise(name);
    if (e && s->n < MAX_WANTED) s->wanted[s->n++] = e;
    return e != NULL;
}

static int read_option(struct wishes *w, const char *name, const char *text)
{
    if (!text) return !wrong_use("%s: its value is missing", name);
    if (!strcmp(name, "--out")) {
        w->grades = text;
    } else if (!strcmp(name, "--secret")) {
        w->secret = text;
    } else if (!strcmp(name, "--exercise")) {
        return want(&w->selection, text);
    } else if (!strcmp(name, "--jobs")) {
        w->workers = atoi(text);
        if (w->workers < 1 || w->workers > 512)
            return !wrong_use("--jobs: \"%.20s\" found, expected 1 to 512", text);
    } else if (!strcmp(name, "--shard")) {
        if (!read_shard(&w->selection, text))
            return !wrong_use("--shard: \"%.20s\" found, expected as 3/10", text);
    } else {
        return !wrong_use("unknown option \"%.40s\"", name);
    }
    return 1;
}

static int read_wishes(struct wishes *w, int argc, char **argv)
{
    *w = (struct wishes){.workers = (int)sysconf(_SC_NPROCESSORS_ONLN)};
    w->selection.shard = w->selection.shards = 1;
    w->selection.ignored = tell_ignored;
    for (int i = 0; i < argc; i++) {
        if (!strcmp(argv[i], "--quiet"))
            w->quiet = 1;
        else if (!strcmp(argv[i], "--again"))
            w->again = 1;
        else if (!strncmp(argv[i], "--", 2)) {
            if (!read_option(w, argv[i], i + 1 < argc ? argv[i + 1] : NULL)) return 0;
            i++;
        } else if (!w->submissions)
            w->submissions = argv[i];
        else
            return !wrong_use("one folder of submissions, not also \"%.60s\"", argv[i]);
    }
    if (!w->submissions || !w->grades)
        return !wrong_use("batch wants SUBMISSIONS --out GRADES");
    for (int i = 0; w->selection.n == 0 && i < n_exercises && i < MAX_WANTED; i++)
        w->selection.wanted[i] = all_exercises[i];
    if (w->selection.n == 0) w->selection.n = n_exercises;
    if (w->workers < 1) w->workers = 1;
    return 1;
}

/* ---- batch -------------------------------------------------------------------------------------- */

static int is_dot(const char *name)
{
    return !strcmp(name, ".") || !strcmp(name, "..");
}

/* The one thing in a folder; NULL if there are none or several. */
static char *only_entry(const char *path)
{
    DIR *dir = opendir(path);
    char *only = NULL;
    int n = 0;
    for (struct dirent *d; dir && (d = readdir(dir));) {
        if (is_dot(d->d_name)) continue;
        free(only);
        only = format_text("%s/%s", path, d->d_name);
        n++;
    }
    if (dir) closedir(dir);
    if (n == 1) return only;
    free(only);
    return NULL;
}

static int holds_folders(const char *path)
{
    DIR *dir = opendir(path);
    int folders = 0;
    for (struct dirent *d; dir && (d = readdir(dir));)
        folders += d->d_type == DT_DIR && !is_dot(d->d_name);
    if (dir) closedir(dir);
    return folders > 0;
}

/* An archive often has one folder around everything: then that one is meant. */
static char *inner_folder(const char *path)
{
    char *only = only_entry(path);
    if (only && holds_folders(only)) return only;
    free(only);
    return copy_text(path, strlen(path));
}

/* The folder to grade: the one given, or what an archive holds. NULL after a message. */
static char *lay_out(const struct workspace *w, const char *submissions)
{
    struct stat st;
    char why[300];
    long skipped = 0;
    // NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): read_wishes has seen to it
    if (stat(submissions, &st)) {
        wrong_use("%s: %s", submissions, strerror(errno));
        return NULL;
    }
    if (S_ISDIR(st.st_mode)) return copy_text(submissions, strlen(submissions));
    char *folder = format_text("%s/unpacked", w->root), *inner = NULL;
    mkdir(folder, 0700);
    if (unpack(submissions, folder, &skipped, why, sizeof why))
        inner = inner_folder(folder);
    else
        wrong_use("%s: %s", submissions, why);
    if (skipped)
        fprintf(stderr,
                "grade: %ld entries of the archive have names that lead "
                "elsewhere, or come twice: left out\n",
                skipped);
    free(folder);
    return inner;
}

static void print_tally(const struct tally *t)
{
    printf("%ld submissions: %ld graded, %ld had their record already", t->jobs, t->graded,
           t->skipped);
    if (t->failed) printf(", %ld records could not be written", t->failed);
    printf(" (%.1f s, %.1f/s)\n", t->seconds,
           t->seconds > 0 ? (double)t->graded / t->seconds : 0);
    for (int v = 0; v <= VERDICT_GRADER_ERROR; v++)
        if (t->verdicts[v])
            printf("  %6ld %s\n", t->verdicts[v], verdict_word((enum verdict)v));
}

static int grade_folder(const struct wishes *w, const char *folder, const char *secret)
{
    struct batch b = {folder, w->grades, secret, w->again};
    struct tally t;
    if (!batch_run(&b, &w->selection, w->workers, w->quiet, &t)) {
        wrong_use("%s: %s", folder, strerror(errno));
        return 3;
    }
    print_tally(&t);
    long missing = t.jobs - t.done;
    if (missing) fprintf(stderr, "grade: %ld submissions are left; run it again\n", missing);
    return missing || t.failed || t.verdicts[VERDICT_GRADER_ERROR] ? 3 : 0;
}

int command_batch(int argc, char **argv)
{
    struct wishes w;
    struct workspace space;
    if (!read_wishes(&w, argc, argv)) return 2;
    workspace_sweep();
    if (!ready_to_grade(&space)) return 3;
    int status = 2;
    if (!make_folders(w.grades)) {
        wrong_use("%s: %s", w.grades, strerror(errno));
    } else {
        char *secret = grades_secret(w.grades, w.secret);
        char *folder = secret ? lay_out(&space, w.submissions) : NULL;
        if (folder) status = grade_folder(&w, folder, secret);
        free(folder), free(secret);
    }
    workspace_close(&space);
    return status;
}

/* ---- merge -------------------------------------------------------------------------------------- */

struct merging {
    const char *grades;
    long copied, conflicts;
};

static int merge_record(const json_t *record, const char *exercise, const char *file,
                        void *context)
{
    struct merging *m = context;
    char *path = format_text("%s/records/%s/%s", m->grades, exercise, file);
    char *folder = format_text("%s/records/%s", m->grades, exercise);
    char *there = read_text(path), *text = record_text(record);
    char *beside = format_text("%s.new", path);
    make_folders(folder);
    if (there && strcmp(there, text)) {
        char *name = clean_line(file);
        fprintf(stderr, "grade: %s/%s differs from the record that is there\n", exercise, name);
        free(name);
        m->conflicts++;
    } else if (!there) {
        int good = write_file(beside, text, strlen(text), 0600) && rename(beside, path) == 0;
        m->copied += good;
        m->conflicts += !good;
    }
    free(path), free(folder), free(there), free(text), free(beside);
    return 1;
}

static int merge_secret(const char *from, const char *to)
{
    char *path = format_text("%s/secret", from), *text = read_text(path);
    if (text) trim_end(text);
    char *secret = text && *text ? grades_secret(to, text) : NULL;
    int good = secret != NULL;
    if (text && !*text) wrong_use("%s is empty", path);
    if (!text) wrong_use("%s: no secret, so no folder of grades", from);
    free(path), free(text), free(secret);
    return good;
}

int command_merge(int argc, char **argv)
{
    struct merging m = {0};
    const char *from[256];
    int n = 0;
    for (int i = 0; i < argc; i++) {
        if (!strcmp(argv[i], "--out") && i + 1 < argc)
            m.grades = argv[++i];
        else if (n < 256)
            from[n++] = argv[i];
    }
    if (!m.grades || n == 0) return wrong_use("merge wants GRADES... --out ALL_GRADES");
    if (!make_folders(m.grades)) return wrong_use("%s: %s", m.grades, strerror(errno));
    for (int i = 0; i < n; i++) {
        if (!merge_secret(from[i], m.grades)) return 2;
        if (records_visit(from[i], merge_record, &m) < 0)
            fprintf(stderr, "grade: %s has no records\n", from[i]);
    }
    printf("%ld records merged from %d folders, %ld conflicts\n", m.copied, n, m.conflicts);
    return m.conflicts ? 1 : 0;
}

/* ---- replay ------------------------------------------------------------------------------------- */

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
    char *seed = secret ? copy_text(secret, strlen(secret)) : grades_secret(grades, NULL);
    if (!seed) return 2;
    int status = print_hidden(e, seed, given[0]);
    if (status == 0 && given[2]) status = judge_again(e, seed, given[0], given[2]);
    free(seed);
    return status;
}
