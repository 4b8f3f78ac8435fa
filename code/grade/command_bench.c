/*
 * grade bench: how much grading costs beyond the compiler, which is the floor.
 *
 * Writes N mixed submissions of every exercise in turn (right ones, wrong models, and of each
 * 100: two that do not compile, one that crashes; one of all loops for ever), grades them as a
 * batch, and compiles the same files with the same flags and the same number of jobs, outside
 * the sandbox and without running anything. Prints both, and the ratio.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/batch.h"
#include "grade/commands.h"
#include "grade/compile.h"
#include "grade/jail.h"
#include "grade/record.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct bench {
    struct workspace workspace;
    char *submissions, *grades, *objects;
    long n;
    int workers;
};

/* ---- the submissions ------------------------------------------------------------------------ */

static const struct exercise *nth_c_exercise(long i)
{
    const struct exercise *c[64];
    int n = 0;
    for (int k = 0; k < n_exercises && n < 64; k++)
        if (!is_paper(all_exercises[k])) c[n++] = all_exercises[k];
    return n ? c[i % n] : NULL;
}

/* The starter with `line` in the place of the solution. */
static char *with_line(const struct exercise *e, const char *line)
{
    const char *brace = strrchr(e->starter, '}');
    size_t n = brace ? (size_t)(brace - e->starter) : strlen(e->starter);
    return format_text("%.*s%s\n}\n", (int)n, e->starter, line);
}

static char *submission_text(const struct exercise *e, long i)
{
    if (i == 50) return with_line(e, "    for (volatile int i = 0;; i++) continue;");
    if (i % 100 == 20) return with_line(e, "    *(volatile double *)0 = 1;");
    if (i % 100 == 40 || i % 100 == 80) return with_line(e, "    this is not C;");
    if (i % 2 && e->n_models) {
        const char *source = e->models[i / 2 % e->n_models].source;
        return copy_text(source, strlen(source));
    }
    if (i % 4 == 0 && e->n_also) return copy_text(e->also[0].source, strlen(e->also[0].source));
    return copy_text(e->reference, strlen(e->reference));
}

static int write_submissions(const struct bench *b)
{
    for (long i = 0; i < b->n; i++) {
        const struct exercise *e = nth_c_exercise(i);
        if (!e) return 0;
        char *folder = format_text("%s/student%06ld", b->submissions, i);
        char *path = format_text("%s/%s.c", folder, e->name), *text = submission_text(e, i);
        int good = make_folders(folder) && write_file(path, text, strlen(text), 0644);
        free(folder), free(path), free(text);
        if (!good) return 0;
    }
    return 1;
}

/* ---- the compiler alone ------------------------------------------------------------------------ */

struct alone {
    struct bench *bench;
    int running;
};

static _Noreturn void become_compiler(const struct bench *b, const struct job *job,
                                      const char *shim)
{
    const char *arguments[40] = {"/usr/bin/gcc"};
    int n = 1;
    for (const char *const *f = compile_flags(0); *f; f++) arguments[n++] = *f;
    char *source = format_text("%s/%s/%s", b->submissions, job->folder, job->file);
    char *program = format_text("%s/%s", b->objects, job->student);
    const char *const rest[] = {source, shim, "-o", program, "-lm"};
    for (int i = 0; i < 5; i++) arguments[n++] = rest[i];
    int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, 1), dup2(nothing, 2);
    execv(arguments[0], (char *const *)arguments);
    _exit(127);
}

static int compile_alone(const struct job *job, void *context)
{
    struct alone *a = context;
    char *shim = workspace_shim(&a->bench->workspace, job->exercise);
    if (a->running == a->bench->workers && wait(NULL) > 0) a->running--;
    pid_t pid = fork();
    if (pid == 0) become_compiler(a->bench, job, shim);
    a->running += pid > 0;
    free(shim);
    return pid > 0;
}

struct cost {
    double wall, cpu; /* seconds */
};

static double cpu_of_children(void)
{
    struct rusage u;
    getrusage(RUSAGE_CHILDREN, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static struct cost compiler_cost(struct bench *b, const struct selection *s)
{
    struct alone a = {.bench = b};
    double start = seconds_now(), cpu = cpu_of_children();
    jobs_visit(b->submissions, s, compile_alone, &a);
    while (wait(NULL) > 0) continue;
    return (struct cost){seconds_now() - start, cpu_of_children() - cpu};
}

/* ---- both ---------------------------------------------------------------------------------------- */

static long peak_of_self(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss / 1024;
}

static void print_cost(const char *what, struct cost c, long n)
{
    printf("  %-14s  %6.1f s  %6.1f submissions/s  %6.1f s of CPU\n", what, c.wall,
           (double)n / c.wall, c.cpu);
}

static int measure(struct bench *b)
{
    struct selection s = {.n = n_exercises, .shard = 1, .shards = 1};
    struct batch batch = {b->submissions, b->grades, "bench", 0};
    struct tally t;
    for (int i = 0; i < n_exercises; i++) s.wanted[i] = all_exercises[i];
    struct cost before = compiler_cost(b, &s), whole = {.cpu = cpu_of_children()};
    if (!batch_run(&batch, &s, b->workers, 0, &t) || t.done != b->n) return 3;
    whole = (struct cost){t.seconds, cpu_of_children() - whole.cpu};
    struct cost after = compiler_cost(b, &s);
    struct cost alone = {(before.wall + after.wall) / 2, (before.cpu + after.cpu) / 2};
    printf("%ld submissions, %d jobs\n", b->n, b->workers);
    print_cost("graded", whole, b->n);
    print_cost("compiled alone", alone, b->n);
    printf("  ratio           %6.2f by the clock, %.2f by CPU time\n", whole.wall / alone.wall,
           whole.cpu / alone.cpu);
    printf("  compiled alone before %.1f s, after %.1f s: as far as these differ, the machine "
           "was busy\n",
           before.wall, after.wall);
    printf("  memory of the grader's parent %ld MiB\n", peak_of_self());
    return 0;
}

int command_bench(int argc, char **argv)
{
    struct bench b = {.n = argc > 0 ? atol(argv[0]) : 500,
                      .workers = argc > 1 ? atoi(argv[1]) : (int)sysconf(_SC_NPROCESSORS_ONLN)};
    if (b.n < 1 || b.workers < 1) return wrong_use("bench [SUBMISSIONS] [JOBS]");
    if (!ready_to_grade(&b.workspace)) return 3;
    b.submissions = format_text("%s/submissions", b.workspace.root);
    b.grades = format_text("%s/grades", b.workspace.root);
    b.objects = format_text("%s/objects", b.workspace.root);
    make_folders(b.submissions);
    make_folders(b.grades);
    make_folders(b.objects);
    int status = write_submissions(&b) ? measure(&b) : 3;
    free(b.submissions), free(b.grades), free(b.objects);
    workspace_close(&b.workspace);
    return status;
}
