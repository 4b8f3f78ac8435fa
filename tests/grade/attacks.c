/*
 * Everything that was thrown at the grader, with the verdict that it must get.
 *
 * Each file of tests/grade/attacks/ is a submission; its first line names the verdict (or
 * several, where the machine decides). It is compiled and run in the sandbox only, as every
 * submission is. An attack earns nothing unless it is also a right solution ("passed"), and
 * when it is over no process of it is left.
 *
 *     ATTACK=fork_bomb build/tests/grade_attacks     one of them
 */
#include "grade/jail.h"
#include "grade/judge.h"
#include "grade/report.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

static const char folder[] = "tests/grade/attacks";
enum { MAX_ATTACKS = 200 };

struct attack {
    char name[100];
};

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct attack *)a)->name, ((const struct attack *)b)->name);
}

ParameterizedTestParameters(attack, gets_its_verdict)
{
    static struct attack attacks[MAX_ATTACKS];
    size_t n = 0;
    const char *only = getenv("ATTACK");
    DIR *dir = opendir(folder);
    for (struct dirent *d; dir && n < MAX_ATTACKS && (d = readdir(dir));) {
        size_t length = strlen(d->d_name);
        if (length < 3 || strcmp(d->d_name + length - 2, ".c")) continue;
        snprintf(attacks[n].name, sizeof attacks[n].name, "%.*s", (int)length - 2, d->d_name);
        if (!only || !strcmp(only, attacks[n].name)) n++;
    }
    if (dir) closedir(dir);
    qsort(attacks, n, sizeof *attacks, compare);
    return cr_make_param_array(struct attack, attacks, n);
}

/* The words between "expect: " and the end of the first line, separated by " | ". */
static int is_expected(const char *text, const char *verdict)
{
    const char *p = strstr(text, "expect: ");
    size_t n = strlen(verdict);
    if (!p) return 0;
    for (p += 8; *p && *p != '\n'; p++)
        if (!strncmp(p, verdict, n) && p[-1] == ' ' && strchr("\r\n |", p[n])) return 1;
    return 0;
}

static int any_child_left(void)
{
    int status;
    return waitpid(-1, &status, WNOHANG) >= 0 || errno != ECHILD;
}

ParameterizedTest(struct attack *attack, attack, gets_its_verdict, .timeout = 90)
{
    struct workspace w;
    char path[300];
    snprintf(path, sizeof path, "%s/%s.c", folder, attack->name);
    struct submission s = submission_read(AT_FDCWD, path);
    struct assignment a = {find_exercise("fc_input_gradient"), "mallory", "a secret"};
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    cr_assert_null(workspace_open(&w));
    cr_assert_null(jail_refused(w.inner));

    double start = seconds_now();
    json_t *record = judge(&w, &a, &s);
    const char *verdict = field(record, "verdict");
    double points = number_field(record, "points");
    char line[600];
    snprintf(line, sizeof line, "%-26s %-18s %g points, %.1f s  %.200s\n", attack->name,
             verdict, points, seconds_now() - start, field(record, "reason"));
    fputs(line, stderr);

    cr_expect(is_expected(s.text, verdict), "%s: %s (%s)", attack->name, verdict,
              field(record, "reason"));
    cr_expect(points == 0 || is_expected(s.text, "passed"), "%s earned %g", attack->name,
              points);
    cr_expect_not(any_child_left(), "%s left a process behind", attack->name);
    json_decref(record);
    submission_free(&s);
    workspace_close(&w);
}
