#include "program.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct command {
    const char *path;
    const char *const *argv;
};

static void become(const void *argument)
{
    const struct command *c = argument;
    execv(c->path, (char *const *)c->argv);
    fprintf(stderr, "%s cannot be run; `make programs` builds it\n", c->path);
    _exit(127);
}

static void read_back(FILE *f, char *to, size_t size)
{
    rewind(f);
    size_t n = fread(to, 1, size - 1, f);
    to[n] = 0;
    fclose(f);
}

static int in_copy; /* this process is a forked copy of a test */

/* The leak checker asks this. It cannot see into a forked copy of a process with threads. */
int __lsan_is_turned_off(
    void); // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)
int __lsan_is_turned_off(
    void) // NOLINT(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp)
{
    return in_copy;
}

struct outcome run_function(void (*f)(const void *), const void *argument)
{
    struct outcome r = {.status = -1};
    FILE *out = tmpfile(), *err = tmpfile();
    cr_assert(out && err, "no temporary file can be made");
    fflush(NULL); /* or the child would print it once more */
    pid_t child = fork();
    cr_assert(child >= 0, "no process can be started");
    if (child == 0) {
        dup2(fileno(out), 1);
        dup2(fileno(err), 2);
        in_copy = 1;
        alarm(120); /* a program that hangs is a failed test, not a hanging one */
        f(argument);
        exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    if (WIFEXITED(status)) r.status = WEXITSTATUS(status);
    read_back(out, r.out, sizeof r.out);
    read_back(err, r.err, sizeof r.err);
    return r;
}

struct outcome run_program(const char *const *argv)
{
    char path[500];
    const char *folder = getenv("PROGRAM_DIR");
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "build/bin", argv[0]);
    return run_function(become, &(struct command){.path = path, .argv = argv});
}

void expect_refusal(const char *what, const struct outcome *r, const char *says)
{
    const char *end = strchr(r->err, '\n');
    cr_expect(r->status == 2, "%s: status %d, not 2", what, r->status);
    cr_expect(!*r->out, "%s: printed before it was refused: %s", what, r->out);
    cr_expect(end && !end[1], "%s: not one line on stderr: \"%s\"", what, r->err);
    cr_expect(strstr(r->err, says), "%s: \"%s\" does not say \"%s\"", what, r->err, says);
}
