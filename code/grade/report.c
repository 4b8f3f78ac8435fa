#include "grade/report.h"

#include "grade/judge.h"
#include "program/values.h"

#include <stdlib.h>
#include <string.h>

enum ink { PLAIN, GOOD, BAD, STRONG, FAINT };

static const char *ink(enum ink i, int colour)
{
    static const char *const escapes[] = {"\033[0m", "\033[32m", "\033[31m", "\033[1m",
                                          "\033[2m"};
    return colour ? escapes[i] : "";
}

const char *field(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

double number_field(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

/* Text folded at 88 columns, every line behind `margin`. */
static void add_folded(struct buffer *b, const char *margin, const char *text)
{
    size_t column = 0, width = 88 - strlen(margin);
    while (*text) {
        size_t word = strcspn(text, " \n");
        if (column && column + 1 + word > width) column = 0, add_text(b, "\n");
        add(b, "%s%.*s", column ? " " : margin, (int)word, text);
        column += word + (column ? 1 : 0);
        text += word;
        if (*text == '\n') column = 0, add_text(b, "\n");
        text += *text != 0;
    }
    add_text(b, "\n");
}

/* A case, broken between its arguments only, so that a row of numbers stays in one line. */
static void add_case(struct buffer *b, const char *margin, const char *text)
{
    size_t column = 0, width = 88 - strlen(margin);
    while (*text) {
        const char *end = strstr(text, ", ");
        size_t n = end ? (size_t)(end - text) + 1 : strlen(text);
        if (column && column + 1 + n > width) column = 0, add_text(b, "\n");
        add(b, "%s%.*s", column ? " " : margin, (int)n, text);
        column += n + 1;
        text += n + (end != NULL);
    }
    add_text(b, "\n");
}

/* An answer sheet is not compiled. */
static const char *word_for(const json_t *record, enum verdict v)
{
    const struct exercise *e = find_exercise(field(record, "exercise"));
    int sheet = v == VERDICT_NOT_COMPILED && e && is_paper(e);
    return sheet ? "cannot be read" : field(record, "verdict");
}

static void add_head(struct buffer *b, const json_t *record, int colour)
{
    enum verdict v = record_verdict(record);
    add(b, "%s%s%s: %s%s%s", ink(STRONG, colour), field(record, "exercise"), ink(PLAIN, colour),
        ink(v == VERDICT_PASSED ? GOOD : BAD, colour), word_for(record, v), ink(PLAIN, colour));
    if (v != VERDICT_GRADER_ERROR)
        add(b, ", %s of %s points", number(number_field(record, "points")),
            number(number_field(record, "max_points")));
    if (json_is_false(json_object_get(record, "hidden"))) add_text(b, " (public cases)");
    add_text(b, "\n");
    int told = v != VERDICT_WRONG && v != VERDICT_PASSED;
    if (told || (*field(record, "reason") && !json_object_get(record, "misconception")))
        add_folded(b, "  ", field(record, "reason"));
}

static void add_group(struct buffer *b, const json_t *group, int colour)
{
    double points = number_field(group, "points"), most = number_field(group, "max_points");
    int good = points >= most;
    double right = number_field(group, "right"), cases = number_field(group, "cases");
    add(b, "  %s%s%s %s of %s  %s%s", ink(good ? GOOD : BAD, colour), good ? "ok  " : "miss",
        ink(PLAIN, colour), number(points), number(most), field(group, "name"),
        !strcmp(field(group, "visibility"), "hidden") ? " (hidden)" : "");
    if (right < cases && cases > 1)
        add(b, " %s- %s of %s cases right%s", ink(FAINT, colour), number(right), number(cases),
            ink(PLAIN, colour));
    add_text(b, "\n");
}

static void add_groups(struct buffer *b, const json_t *record, int colour)
{
    const json_t *groups = json_object_get(record, "groups");
    for (size_t i = 0; i < json_array_size(groups); i++)
        add_group(b, json_array_get(groups, i), colour);
}

static void add_example(struct buffer *b, const json_t *record, int colour)
{
    const json_t *example = json_object_get(record, "example");
    if (!example) return;
    if (json_is_true(json_object_get(example, "on_paper"))) {
        add(b, "\n    %s (%s): %s%s%s is not right\n", field(example, "output"),
            field(example, "input"), ink(BAD, colour), field(example, "yours"),
            ink(PLAIN, colour));
        return;
    }
    add(b, "\n  %sThe smallest case that shows it%s\n", ink(STRONG, colour),
        ink(PLAIN, colour));
    add_case(b, "    ", field(example, "input"));
    add(b, "    %s: yours %s%s%s, right %s%s%s\n", field(example, "output"), ink(BAD, colour),
        field(example, "yours"), ink(PLAIN, colour), ink(GOOD, colour), field(example, "right"),
        ink(PLAIN, colour));
    int unknown = !strcmp(field(json_object_get(record, "misconception"), "name"), "unknown");
    if (unknown && *field(example, "finite_difference"))
        add(b, "    measured, by moving the input a little: %s\n",
            field(example, "finite_difference"));
    if (json_is_false(json_object_get(example, "repeats")))
        add_folded(
            b, "    ",
            "Asked once more, alone, this case came out right. Does something stay from one "
            "call to the next (a static or global variable), or is a variable read before "
            "it has a value?");
}

static void add_misconception(struct buffer *b, const json_t *record, int colour)
{
    const json_t *m = json_object_get(record, "misconception");
    if (!m) return;
    add(b, "\n  %sWhat happened: %s%s\n", ink(STRONG, colour), field(m, "name"),
        ink(PLAIN, colour));
    add_folded(b, "    ", field(m, "says"));
    add_example(b, record, colour);
    const char *read = field(m, "read");
    size_t chapter = strcspn(read, "#");
    add(b, "\n  Read again: %.*s.html%s\n", (int)chapter, read, read + chapter);
}

static const char *where_words(const json_t *record)
{
    enum verdict v = record_verdict(record);
    return v == VERDICT_CRASHED ? "Where it crashed"
           : v == VERDICT_WRONG ? "What a check of its memory found"
                                : "In this case";
}

/* What the sanitizer's word means; "" if it says so itself. */
static const char *sanitizer_words(const json_t *crash)
{
    static const char *const words[][2] = {
        {"buffer-overflow", "    that is: an index lies outside of its array\n"},
        {"stack-overflow",
         "    that is: it calls itself without end, or has a huge local array\n"},
        {"use-after-free", "    that is: memory is used after it was given back\n"},
        {"double-free", "    that is: memory is given back that is not its own, or twice\n"},
        {"bad-free", "    that is: memory is given back that is not its own\n"},
        {"null pointer", "    that is: a pointer points nowhere\n"},
        {"SEGV", "    that is: a pointer, or an index, leads far outside of every array\n"},
    };
    const char *what = field(crash, "sanitizer");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(what, words[i][0])) return words[i][1];
    return "";
}

static void add_crash(struct buffer *b, const json_t *record, int colour)
{
    const json_t *crash = json_object_get(record, "crash");
    if (!crash) return;
    add(b, "\n  %s%s%s\n", ink(STRONG, colour), where_words(record), ink(PLAIN, colour));
    int has_line = *field(crash, "sanitizer") != 0;
    if (has_line) {
        add(b, "    %s", field(crash, "sanitizer"));
        if (json_object_get(crash, "line"))
            add(b, ", line %s of your file", number(number_field(crash, "line")));
        add_text(b, "\n");
    }
    add_text(b, sanitizer_words(crash));
    if (has_line) add_text(b, "    in this case:\n");
    add_case(b, "    ", field(crash, "input"));
}

static void add_compiler(struct buffer *b, const json_t *record, int colour)
{
    const char *messages = field(record, "compiler"),
               *words = field(record, "compiler_explained");
    if (!*messages) return;
    add(b, "\n  %sThe compiler says%s\n", ink(STRONG, colour), ink(PLAIN, colour));
    for (const char *p = messages; *p;) {
        size_t n = strcspn(p, "\n");
        add(b, "    %.*s\n", (int)n, p);
        p += n + (p[n] == '\n');
    }
    if (!*words) return;
    add(b, "  %sthat is%s\n", ink(STRONG, colour), ink(PLAIN, colour));
    for (const char *p = words; *p;) {
        size_t n = strcspn(p, "\n");
        char *line = copy_text(p, n);
        add_folded(b, "    ", line);
        free(line);
        p += n + (p[n] == '\n');
    }
}

void report_text(struct buffer *b, const json_t *record, int colour)
{
    add_head(b, record, colour);
    add_groups(b, record, colour);
    add_misconception(b, record, colour);
    add_crash(b, record, colour);
    add_compiler(b, record, colour);
    if (!*field(record, "printed")) return;
    add(b, "\n  %sYour program printed%s\n", ink(STRONG, colour), ink(PLAIN, colour));
    add_folded(b, "    ", field(record, "printed"));
}
