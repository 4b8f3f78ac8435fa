#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/worker.h"

#include "grade/clean.h"
#include "grade/commands.h"
#include "grade/jail.h"
#include "grade/judge.h"
#include "grade/record.h"
#include "grade/report.h"
#include "grade/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

size_t job_pack(char *message, const struct job *job)
{
    const char *const parts[] = {job->exercise->name, job->student, job->folder, job->file};
    size_t n = 0;
    for (int i = 0; i < 4; i++) {
        size_t length = strlen(parts[i]) + 1;
        if (n + length > MAX_MESSAGE) return 0;
        memcpy(message + n, parts[i], length);
        n += length;
    }
    return n;
}

int job_unpack(struct job *job, const char *message, size_t n)
{
    const char *parts[4], *p = message, *end = message + n;
    for (int i = 0; i < 4; i++) {
        const char *zero = memchr(p, 0, (size_t)(end - p));
        if (!zero) return 0;
        parts[i] = p;
        p = zero + 1;
    }
    *job = (struct job){find_exercise(parts[0]), parts[1], parts[2], parts[3]};
    return job->exercise != NULL;
}

static struct submission read_job(const struct batch *b, const struct job *job)
{
    int root = open(b->submissions, O_RDONLY | O_DIRECTORY | O_CLOEXEC), folder = root;
    if (root >= 0 && *job->folder)
        folder = openat(root, job->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct submission s = submission_read(folder, job->file);
    if (folder >= 0 && folder != root) close(folder);
    if (root >= 0) close(root);
    return s;
}

/* The record is of this very submission and exercise, and the grader was well. */
static int is_done(const struct batch *b, const struct job *job, const struct submission *s)
{
    json_t *record =
        b->again ? NULL : record_read(b->grades, job->exercise->name, job->student);
    char *student = safe_name(job->student);
    int done = record && !strcmp(field(record, "submission_digest"), s->digest) &&
               !strcmp(field(record, "exercise_digest"), job->exercise->digest) &&
               !strcmp(field(record, "student_file"), student) &&
               record_verdict(record) != VERDICT_GRADER_ERROR;
    json_decref(record);
    free(student);
    return done;
}

static struct job_news do_job(struct workspace *w, const struct batch *b, const struct job *job)
{
    struct submission s = read_job(b, job);
    struct job_news news = {.end = JOB_SKIPPED};
    if (!is_done(b, job, &s)) {
        struct assignment a = {job->exercise, job->student, b->secret};
        json_t *record = judge(w, &a, &s);
        news.verdict = (int)record_verdict(record);
        news.end = record_write(b->grades, job->exercise->name, job->student, record)
                       ? JOB_GRADED
                       : JOB_FAILED;
        json_decref(record);
    }
    submission_free(&s);
    return news;
}

int worker_run(const struct batch *b, int queue, int back)
{
    struct workspace w;
    char message[MAX_MESSAGE];
    const char *reason = workspace_open(&w);
    if (reason) return 3;
    jail_set_inner(w.inner);
    for (ssize_t n; (n = recv(queue, message, sizeof message, 0)) > 0;) {
        struct job job;
        struct job_news news = {.end = JOB_FAILED};
        if (job_unpack(&job, message, (size_t)n)) news = do_job(&w, b, &job);
        if (write(back, &news, sizeof news) != (ssize_t)sizeof news) break;
    }
    workspace_close(&w);
    return 0;
}
