/*
 * grade gradescope-zip writes the archive that Gradescope runs; grade autograder is what runs
 * there. The archive's root holds setup.sh, run_autograder and this very program.
 *
 * Where the sandbox cannot start, no results are written: Gradescope then tells the instructor
 * that the autograder failed, and nobody gets a mark.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/commands.h"
#include "grade/export.h"
#include "grade/judge.h"
#include "grade/record.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char setup_script[] =
    "#!/bin/sh\n"
    "# Runs once, when Gradescope builds the image.\n"
    "set -e\n"
    "export DEBIAN_FRONTEND=noninteractive\n"
    "apt-get update\n"
    "apt-get install -y --no-install-recommends gcc libc6-dev bubblewrap libjansson4 "
    "libseccomp2 libarchive13 zlib1g\n"
    "chmod 755 \"${AUTOGRADER_ROOT:-/autograder}/source/grade\"\n";

/* ---- the archive ---------------------------------------------------------------------------- */

static int put(struct archive *a, const char *name, const void *bytes, size_t n, unsigned mode)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_size(entry, (la_int64_t)n);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, (mode_t)mode);
    archive_entry_set_mtime(entry, 315619200, 0); /* 1980: the same archive every time */
    int good = archive_write_header(a, entry) == ARCHIVE_OK &&
               archive_write_data(a, bytes, n) == (la_ssize_t)n;
    archive_entry_free(entry);
    return good;
}

static char *run_script(const char *secret, int n, const char *const *exercises)
{
    struct buffer b = {0};
    add_text(&b, "#!/bin/sh\n"
                 "# Runs for every submission.\n"
                 "root=${AUTOGRADER_ROOT:-/autograder}\n"
                 "mkdir -p \"$root/results\"\n"
                 "exec \"$root/source/grade\" autograder \"$root/submission\" \\\n"
                 "    --results \"$root/results/results.json\" \\\n"
                 "    --metadata \"$root/submission_metadata.json\"");
    add(&b, " --secret %s", secret);
    for (int i = 0; i < n; i++) add(&b, " \\\n    --exercise %s", exercises[i]);
    add_text(&b, "\n");
    return b.text;
}

static int put_program(struct archive *a)
{
    struct buffer b = {0};
    char piece[65536];
    int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    for (ssize_t n; fd >= 0 && (n = read(fd, piece, sizeof piece)) > 0;)
        add_bytes(&b, piece, (size_t)n);
    if (fd >= 0) close(fd);
    int good = b.length > 0 && put(a, "grade", b.text, b.length, 0755);
    free(b.text);
    return good;
}

static int write_zip(const char *path, const char *script)
{
    struct archive *a = archive_write_new();
    archive_write_set_format_zip(a);
    int good = archive_write_open_filename(a, path) == ARCHIVE_OK &&
               put(a, "setup.sh", setup_script, strlen(setup_script), 0755) &&
               put(a, "run_autograder", script, strlen(script), 0755) && put_program(a);
    if (!good) wrong_use("%s: %s", path, archive_error_string(a));
    good &= archive_write_close(a) == ARCHIVE_OK;
    archive_write_free(a);
    return good;
}

/* What stands in a shell script unquoted must need no quotes. */
static int is_plain(const char *text)
{
    return *text && strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789_") == strlen(text);
}

int command_gradescope_zip(int argc, char **argv)
{
    const char *out = NULL, *secret = NULL, *exercises[64];
    int n = 0;
    for (int i = 0; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--out"))
            out = argv[i + 1];
        else if (!strcmp(argv[i], "--secret"))
            secret = argv[i + 1];
        else if (!strcmp(argv[i], "--exercise") && n < 64 && named_exercise(argv[i + 1]))
            exercises[n++] = argv[i + 1];
        else
            return 2;
    }
    if (!out || !secret || n == 0 || argc % 2)
        return wrong_use("gradescope-zip wants --exercise NAME --secret WORD --out FILE.zip");
    if (!is_plain(secret)) return wrong_use("--secret: letters, digits and _ only");
    char *script = run_script(secret, n, exercises);
    int good = write_zip(out, script);
    free(script);
    return good ? 0 : 3;
}

/* ---- what runs there -------------------------------------------------------------------------- */

/* The first owner of the submission: the seed of the hidden cases. */
static char *owner(const char *metadata)
{
    json_t *m = metadata ? json_load_file(metadata, 0, NULL) : NULL;
    const json_t *user = json_array_get(json_object_get(m, "users"), 0);
    const char *mail = json_string_value(json_object_get(user, "email"));
    char *name = copy_text(mail ? mail : "student", strlen(mail ? mail : "student"));
    json_decref(m);
    return name;
}

static json_t *judge_one(struct workspace *w, int folder, const struct assignment *a)
{
    char *file = format_text("%s.%s", a->exercise->name, is_paper(a->exercise) ? "txt" : "c");
    struct submission s = submission_read(folder, file);
    if (s.fault == SUBMISSION_LOST) { /* not handed in: no mark, and no fault of the grader */
        s.fault = SUBMISSION_UNUSABLE;
        snprintf(s.why, sizeof s.why, "there is no file %s", file);
    }
    json_t *record = judge(w, a, &s);
    submission_free(&s);
    free(file);
    return record;
}

static int write_results(const char *path, json_t *const *records, int n)
{
    for (int i = 0; i < n; i++)
        if (!has_mark(records[i])) {
            fprintf(stderr, "grade: no results: %s\n",
                    json_string_value(json_object_get(records[i], "reason")));
            return 0;
        }
    json_t *results = gradescope_results(records, n);
    char *text = record_text(results);
    int good = write_file(path, text, strlen(text), 0644);
    if (!good) wrong_use("%s: %s", path, strerror(errno));
    free(text);
    json_decref(results);
    return good;
}

struct errand {
    const char *submission, *results, *metadata, *secret;
    const struct exercise *exercises[64];
    int n;
};

static int read_errand(struct errand *e, int argc, char **argv)
{
    *e = (struct errand){.submission = argc ? argv[0] : NULL};
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--results"))
            e->results = argv[i + 1];
        else if (!strcmp(argv[i], "--metadata"))
            e->metadata = argv[i + 1];
        else if (!strcmp(argv[i], "--secret"))
            e->secret = argv[i + 1];
        else if (!strcmp(argv[i], "--exercise") && e->n < 64)
            e->n += (e->exercises[e->n] = named_exercise(argv[i + 1])) != NULL;
    }
    return e->submission && e->results && e->secret && e->n;
}

int command_autograder(int argc, char **argv)
{
    struct errand e;
    struct workspace w;
    json_t *records[64];
    if (!read_errand(&e, argc, argv))
        return wrong_use(
            "autograder wants FOLDER --results FILE --secret WORD --exercise NAME");
    int folder = open(e.submission, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return wrong_use("%s: %s", e.submission, strerror(errno));
    if (!ready_to_grade(&w)) return 3;
    char *student = owner(e.metadata);
    for (int i = 0; i < e.n; i++) {
        struct assignment a = {e.exercises[i], student, e.secret};
        records[i] = judge_one(&w, folder, &a);
    }
    int good = write_results(e.results, records, e.n);
    for (int i = 0; i < e.n; i++) json_decref(records[i]);
    free(student);
    close(folder);
    workspace_close(&w);
    return good ? 0 : 3;
}
