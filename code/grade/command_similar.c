/*
 * grade similar: pairs of submissions that are suspiciously alike, for a person to look at. It
 * gives no verdict: short exercises have few right solutions. What the starter and the book's
 * own solutions hold is taken away first.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/clean.h"
#include "grade/commands.h"
#include "grade/jobs.h"
#include "grade/layout.h"
#include "grade/similar.h"
#include "grade/submission.h"
#include "grade/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct paper {
    char *student;
    struct fingerprint print;
};

struct pile {
    const char *submissions;
    const struct exercise *exercise;
    struct fingerprint common[2];
    struct paper *papers;
    long n;
};

static int add_paper(const struct job *job, void *context)
{
    struct pile *p = context;
    char *path = format_text("%s/%s%s%s", p->submissions, job->folder, *job->folder ? "/" : "",
                             job->file);
    struct submission s = submission_read(AT_FDCWD, path);
    free(path);
    if (s.fault == SUBMISSION_GOOD) {
        struct paper *papers = realloc(p->papers, (size_t)(p->n + 1) * sizeof *papers);
        if (!papers) abort();
        p->papers = papers;
        p->papers[p->n] = (struct paper){clean_line(job->student), fingerprint_of(s.text)};
        for (int i = 0; i < 2; i++) fingerprint_remove(&p->papers[p->n].print, &p->common[i]);
        p->n++;
    }
    submission_free(&s);
    return 1;
}

struct pair {
    double likeness;
    long a, b;
};

static int by_likeness(const void *x, const void *y)
{
    const struct pair *a = x, *b = y;
    if (a->likeness != b->likeness) return a->likeness < b->likeness ? 1 : -1;
    return a->a != b->a ? (a->a > b->a) - (a->a < b->a) : (a->b > b->b) - (a->b < b->b);
}

static int by_student(const void *x, const void *y)
{
    return strcmp(((const struct paper *)x)->student, ((const struct paper *)y)->student);
}

/* Too little of its own to compare: a file of a few tokens is like every other. */
enum { FEWEST = 3 };

static struct pair *find_pairs(const struct pile *p, double least, size_t *n)
{
    struct pair *pairs = NULL;
    *n = 0;
    for (long a = 0; a < p->n; a++)
        for (long b = a + 1; b < p->n; b++) {
            if (p->papers[a].print.n < FEWEST || p->papers[b].print.n < FEWEST) continue;
            double alike = likeness(&p->papers[a].print, &p->papers[b].print);
            if (alike < least) continue;
            pairs = realloc(pairs, (*n + 1) * sizeof *pairs);
            if (!pairs) abort();
            pairs[(*n)++] = (struct pair){alike, a, b};
        }
    if (*n) qsort(pairs, *n, sizeof *pairs, by_likeness);
    return pairs;
}

static void print_pairs(const struct pile *p, double least)
{
    size_t n;
    struct pair *pairs = find_pairs(p, least, &n);
    for (size_t i = 0; i < n; i++)
        printf("%3.0f %%  %s  %s\n", 100 * pairs[i].likeness, p->papers[pairs[i].a].student,
               p->papers[pairs[i].b].student);
    printf("%ld submissions, %zu pairs at %.0f %% or more: look at them, they prove nothing\n",
           p->n, n, 100 * least);
    free(pairs);
}

static int similar(struct pile *p, double least)
{
    struct selection s = {.wanted = {p->exercise}, .n = 1, .shard = 1, .shards = 1};
    p->common[0] = fingerprint_of(p->exercise->starter);
    p->common[1] = fingerprint_of(p->exercise->reference);
    long jobs = jobs_visit(p->submissions, &s, add_paper, p);
    if (jobs < 0) return wrong_use("%s: %s", p->submissions, strerror(errno));
    if (p->n) qsort(p->papers, (size_t)p->n, sizeof *p->papers, by_student);
    print_pairs(p, least);
    for (long i = 0; i < p->n; i++) {
        free(p->papers[i].student);
        fingerprint_free(&p->papers[i].print);
    }
    for (int i = 0; i < 2; i++) fingerprint_free(&p->common[i]);
    free(p->papers);
    return 0;
}

/* Nothing is run, so no sandbox is needed; an archive needs the private folder. */
static int similar_in(struct pile *p, const char *submissions, double least)
{
    struct workspace w;
    const char *reason = workspace_open(&w);
    char *folder = reason ? NULL : lay_out(&w, submissions);
    p->submissions = folder;
    if (reason) wrong_use("%s", reason);
    int status = folder ? similar(p, least) : 2;
    free(folder);
    workspace_close(&w);
    return status;
}

int command_similar(int argc, char **argv)
{
    struct pile p = {0};
    double least = 0.6;
    for (int i = 0; i < argc; i++) {
        if (!strcmp(argv[i], "--exercise") && i + 1 < argc) {
            if (!(p.exercise = named_exercise(argv[++i]))) return 2;
        } else if (!strcmp(argv[i], "--least") && i + 1 < argc) {
            least = strtod(argv[++i], NULL) / 100;
        } else if (!p.submissions && strncmp(argv[i], "--", 2) != 0) {
            p.submissions = argv[i];
        } else {
            return wrong_use("similar does not know \"%.60s\"", argv[i]);
        }
    }
    if (!p.submissions || !p.exercise || is_paper(p.exercise) || !(least > 0))
        return wrong_use(
            "similar wants SUBMISSIONS --exercise NAME [--least PERCENT]; no paper");
    return similar_in(&p, p.submissions, least);
}
