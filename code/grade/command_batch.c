/* grade batch: a folder or an archive of submissions graded. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/batch.h"
#include "grade/beside.h"
#include "grade/clean.h"
#include "grade/commands.h"
#include "grade/judge.h"
#include "grade/layout.h"
#include "grade/record.h"
#include "grade/text.h"

#include <errno.h>
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

/* For merge: this part of the whole is complete. */
static void note_shard(const struct wishes *w)
{
    char *path = format_text("%s/shards", w->grades);
    FILE *file = w->selection.shards > 1 ? fopen(path, "a") : NULL;
    if (file) fprintf(file, "%ld/%ld\n", w->selection.shard, w->selection.shards);
    if (file) fclose(file);
    free(path);
}

static int grade_folder(const struct wishes *w, const char *folder, const char *secret)
{
    struct batch b = {folder, w->grades, secret, w->again};
    struct tally t;
    sweep_beside(w->grades);
    if (!batch_run(&b, &w->selection, w->workers, w->quiet, &t)) {
        wrong_use("%s: %s", folder, strerror(errno));
        return 3;
    }
    print_tally(&t);
    if (t.jobs == 0 && w->selection.shards == 1)
        return wrong_use(
            "%s: no submission found; expected is STUDENT/EXERCISE.c, or, with one --exercise, "
            "STUDENT.c",
            w->submissions);
    long missing = t.jobs - t.done;
    if (!missing) note_shard(w);
    if (missing) fprintf(stderr, "grade: %ld submissions are left; run it again\n", missing);
    return missing || t.failed || t.verdicts[VERDICT_GRADER_ERROR] ? 3 : 0;
}

int command_batch(int argc, char **argv)
{
    struct wishes w;
    struct workspace space;
    if (!read_wishes(&w, argc, argv)) return 2;
    if (!ready_to_grade(&space)) return 3;
    int status = 2;
    char *folder = lay_out(&space, w.submissions), *secret = NULL;
    if (folder && !make_folders(w.grades))
        wrong_use("%s: %s", w.grades, strerror(errno));
    else if (folder && (secret = grades_secret(w.grades, w.secret)))
        status = grade_folder(&w, folder, secret);
    free(folder), free(secret);
    workspace_close(&space);
    return status;
}
