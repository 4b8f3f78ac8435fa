/*
 * The grader as its users see it: build/grade run by a shell, in a folder of the test's own.
 */
#ifndef TESTS_GRADE_SHELL_H
#define TESTS_GRADE_SHELL_H

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* $D in a command. The grader's own private folders go to $D/tmp, where they can be counted. */
static char here[200];

static inline void open_folder(void)
{
    snprintf(here, sizeof here, "/tmp/grade-test-XXXXXX");
    cr_assert_not_null(mkdtemp(here));
    chmod(here, 0755);
    setenv("D", here, 1);
    char tmp[300];
    snprintf(tmp, sizeof tmp, "%s/tmp", here);
    mkdir(tmp, 0777);
    chmod(tmp, 01777);
    setenv("TMPDIR", tmp, 1);
}

/* Runs the command, both streams into $D/said; returns its exit status. */
static inline int run(const char *command)
{
    char line[4000];
    snprintf(line, sizeof line, "{ %s\n} > %s/said 2>&1 < /dev/null", command, here);
    int status = system(line);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static inline const char *said(void)
{
    static char text[20000];
    char path[300];
    snprintf(path, sizeof path, "%s/said", here);
    FILE *file = fopen(path, "r");
    size_t n = file ? fread(text, 1, sizeof text - 1, file) : 0;
    text[n] = 0;
    if (file) fclose(file);
    return text;
}

static inline void close_folder(void)
{
    run("cd / && rm -rf \"$D\"/*");
    char line[300];
    snprintf(line, sizeof line, "rm -rf %s", here);
    if (system(line)) cr_log_warn("%s stays", here);
}

#define RUNS(command) cr_assert_eq(run(command), 0, "%s\n%s", command, said())
#define ENDS(status, command)                                                                  \
    cr_assert_eq(run(command), status, "%s ended otherwise than with %d\n%s", command, status, \
                 said())
#define SAYS(text) cr_expect(strstr(said(), text), "\"%s\" is missing in\n%s", text, said())
#define DOES_NOT_SAY(text) cr_expect_not(strstr(said(), text), "\"%s\" is in\n%s", text, said())

#endif
