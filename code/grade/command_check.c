/* grade check, grade list: what a student types. */
#include "grade/commands.h"

#include "grade/jail.h"
#include "grade/judge.h"
#include "grade/report.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int wrong_use(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "grade: ");
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return 2;
}

int ready_to_grade(struct workspace *w)
{
    workspace_sweep();
    const char *reason = workspace_open(w);
    if (!reason) reason = jail_refused(w->inner);
    if (!reason) return 1;
    fprintf(stderr,
            "grade: nothing was graded, because the sandbox cannot start: %s\n"
            "grade: it needs bubblewrap (bwrap) and user name spaces of the kernel\n",
            reason);
    workspace_close(w);
    return 0;
}

const struct exercise *named_exercise(const char *name)
{
    const struct exercise *e = find_exercise(name);
    if (!e) wrong_use("there is no exercise \"%.60s\"; grade list names them", name);
    return e;
}

static int wants_colour(void)
{
    const char *term = getenv("TERM");
    return isatty(1) && !getenv("NO_COLOR") && term && strcmp(term, "dumb");
}

static void print_record(const json_t *record, int as_json)
{
    if (as_json) {
        json_dumpf(record, stdout, JSON_INDENT(1) | JSON_SORT_KEYS);
        putchar('\n');
        return;
    }
    struct buffer b = {0};
    report_text(&b, record, wants_colour());
    fputs(b.text, stdout);
    free(b.text);
}

/* On paper the right number is all there is to find: a student's own check withholds it. */
static void withhold(json_t *record)
{
    json_t *example = json_object_get(record, "example");
    if (json_is_true(json_object_get(example, "on_paper"))) json_object_del(example, "right");
}

static int check(const struct exercise *e, const char *path, int as_json)
{
    struct workspace w;
    struct assignment a = {.exercise = e, .student = ""};
    struct submission s = submission_read(AT_FDCWD, path);
    if (s.fault == SUBMISSION_LOST) return wrong_use("%s: %s", path, s.why);
    if (!ready_to_grade(&w)) return 3;
    json_t *record = judge(&w, &a, &s);
    enum verdict v = record_verdict(record);
    withhold(record);
    print_record(record, as_json);
    json_decref(record);
    submission_free(&s);
    workspace_close(&w);
    return v == VERDICT_PASSED ? 0 : v == VERDICT_GRADER_ERROR ? 3 : 1;
}

int command_check(int argc, char **argv)
{
    const char *given[2] = {NULL, NULL};
    int n = 0, as_json = 0;
    for (int i = 0; i < argc; i++) {
        if (!strcmp(argv[i], "--json"))
            as_json = 1;
        else if (n < 2)
            given[n++] = argv[i];
        else
            n = 3;
    }
    if (n != 2) return wrong_use("check wants EXERCISE FILE, and --json where a tool reads it");
    const struct exercise *e = named_exercise(given[0]);
    return e ? check(e, given[1], as_json) : 2;
}

/* The README beside the starters. */
int command_readme(int argc, char **argv)
{
    (void)argc, (void)argv;
    puts(
        "Exercises of the book. Each file says what is asked. Change one function (or fill in "
        "the\n"
        "numbers of a .txt), then:\n\n"
        "    build/grade check fc_input_gradient build/exercises/fc_input_gradient.c\n\n"
        "It compiles the file, runs the public cases, and says for a mistake: the smallest "
        "case\n"
        "that shows it, your number and the right one, what happened, and what to read again.\n"
        "For marks, hidden cases come on top. Copy a file elsewhere before you change it: "
        "make\n"
        "writes these anew when the book changes.\n");
    return command_list(0, NULL);
}

int command_list(int argc, char **argv)
{
    (void)argc, (void)argv;
    for (int i = 0; i < n_exercises; i++) {
        const struct exercise *e = all_exercises[i];
        printf("%-28s %-8s %4g points  %s\n", e->name, e->kind, points_of(e), e->title);
    }
    return 0;
}
