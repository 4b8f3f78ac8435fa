#include "program/options.h"

#include "program/values.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *program = "program";

/* A file's name may hold anything: what would begin a line or color a terminal becomes '?'. */
_Noreturn void refuse(const char *format, ...)
{
    char text[5000];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (char *c = text; *c; c++)
        if (iscntrl((unsigned char)*c)) *c = '?';
    fprintf(stderr, "%s: %s\n", program, text);
    exit(2);
}

int program_end(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
    fprintf(stderr, "%s: the output could not be written: %s\n", program, strerror(errno));
    return 1;
}

static int is_separator(char c)
{
    return c == ',' || c == ';' || isspace((unsigned char)c);
}

/* What the user typed, short enough for one line and safe for a terminal. */
static const char *shown(const char *text)
{
    static char copy[44];
    size_t n = 0;
    for (; n < 40 && text[n]; n++) copy[n] = isprint((unsigned char)text[n]) ? text[n] : '?';
    snprintf(copy + n, sizeof copy - n, "%s", text[n] ? "..." : "");
    return copy;
}

static int numbers_expected(const struct option *o, char *text, size_t size)
{
    if (o->given) return snprintf(text, size, "1 to %d numbers", o->count);
    return snprintf(text, size, o->count == 1 ? "%d number" : "%d numbers", o->count);
}

/* The text up to the next separator, shown. */
static const char *word_of(const char *text)
{
    char word[44];
    size_t n = 0;
    for (; text[n] && !is_separator(text[n]) && n < sizeof word - 1; n++) word[n] = text[n];
    word[n] = 0;
    return shown(word);
}

static const char *behind_spaces(const char *text)
{
    while (isspace((unsigned char)*text)) text++;
    return text;
}

/* Spaces with at most one comma or semicolon among them: a second one lacks its number. */
static const char *behind_separator(const char *text)
{
    text = behind_spaces(text);
    return is_separator(*text) ? behind_spaces(text + 1) : text;
}

/* One number at *text; moves *text behind it and its separator. */
static double next_number(const struct option *o, const char **text)
{
    char *end;
    const char *start = *text;
    if (is_separator(*start))
        refuse("%s: a number is missing before \"%s\"", o->name, shown(start));
    double v = strtod(start, &end);
    if (end == start || (*end && !is_separator(*end)))
        refuse("%s: \"%s\" is not a number", o->name, word_of(start));
    if (o->kind != OPTION_ANY && !isfinite(v))
        refuse("%s: \"%s\" is not a finite number", o->name, word_of(start));
    *text = behind_separator(end);
    return v;
}

static void store(const struct option *o, int i, double v)
{
    if (o->kind != OPTION_COUNTS) {
        ((double *)o->to)[i] = v;
        return;
    }
    if (v != floor(v) || v < (double)o->min || v > (double)o->max)
        refuse("%s: %g found, expected a whole number from %ld to %ld", o->name, v, o->min,
               o->max);
    ((int *)o->to)[i] = (int)v;
}

static void parse_numbers(const struct option *o, const char *text)
{
    char expected[40];
    int n = 0;
    const char *all = text;
    text = behind_spaces(text);
    numbers_expected(o, expected, sizeof expected);
    while (*text) {
        double v = next_number(o, &text);
        if (n == o->count)
            refuse("%s: \"%s\" has too many numbers, expected %s", o->name, shown(all),
                   expected);
        store(o, n++, v);
    }
    if (n == 0 || (!o->given && n < o->count))
        refuse("%s: %d found in \"%s\", expected %s", o->name, n, shown(all), expected);
    if (o->given) *o->given = n;
}

static void parse_choice(const struct option *o, const char *text)
{
    size_t length = strlen(text);
    int place = 0;
    for (const char *word = o->words; word; place++) {
        const char *bar = strchr(word, '|');
        size_t n = bar ? (size_t)(bar - word) : strlen(word);
        if (n == length && !strncmp(word, text, n)) {
            *(int *)o->to = place;
            return;
        }
        word = bar ? bar + 1 : NULL;
    }
    refuse("%s: \"%s\" found, expected one of %s", o->name, shown(text), o->words);
}

static void parse_value(const struct option *o, const char *text)
{
    switch (o->kind) {
    case OPTION_NUMBERS:
    case OPTION_ANY:
    case OPTION_COUNTS:
        parse_numbers(o, text);
        break;
    case OPTION_CHOICE:
        parse_choice(o, text);
        break;
    case OPTION_TEXT:
        if (!*text) refuse("%s: the value is empty", o->name);
        *(const char **)o->to = text;
        break;
    case OPTION_FLAG:
        break;
    }
}

static int takes_numbers(const struct option *o)
{
    return o->kind == OPTION_NUMBERS || o->kind == OPTION_ANY || o->kind == OPTION_COUNTS;
}

/* The numbers that the option's variable holds before anything is parsed. */
static void print_numbers(const struct option *o)
{
    int n = o->given ? *o->given : o->count;
    char text[32];
    for (int i = 0; i < n; i++) {
        double v = o->kind == OPTION_COUNTS ? ((int *)o->to)[i] : ((double *)o->to)[i];
        printf("%s%s", i ? "," : "", exact_number(text, sizeof text, v));
    }
}

enum { MOST_SHOWN = 64 }; /* numbers in --help, of one option */

static void print_default(const struct option *o)
{
    if (o->kind == OPTION_CHOICE) printf(": %s", o->words);
    if (!takes_numbers(o) || (o->given && *o->given == 0)) return;
    if (o->count > MOST_SHOWN) {
        printf(" (%d numbers)", o->count);
        return;
    }
    printf(" (now ");
    print_numbers(o);
    printf(")");
}

/* The same table for another program, the page that runs this one: one line an option. */
static _Noreturn void list(const struct option *options, size_t n)
{
    static const char *const kind[] = {"numbers", "any", "counts", "choice", "flag", "text"};
    for (size_t i = 0; i < n; i++) {
        const struct option *o = &options[i];
        printf("%s\t%s\t%d\t", o->name, kind[o->kind], o->count);
        if (takes_numbers(o)) print_numbers(o);
        if (o->kind == OPTION_CHOICE) printf("%d\t%s", *(int *)o->to, o->words);
        printf("%s\t%s\n", o->kind == OPTION_CHOICE ? "" : "\t", o->help);
    }
    exit(program_end());
}

static _Noreturn void help(const char *purpose, const struct option *options, size_t n)
{
    printf("%s: %s\n\nOptions:\n", program, purpose);
    for (size_t i = 0; i < n; i++) {
        printf("  %-20s %s", options[i].name, options[i].help);
        print_default(&options[i]);
        printf("\n");
    }
    printf("  %-20s %s\n", "--help", "this text");
    exit(program_end());
}

static const struct option *find(const char *name, size_t length, const struct option *options,
                                 size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strlen(options[i].name) == length && !strncmp(options[i].name, name, length))
            return &options[i];
    return NULL;
}

void options_parse(int argc, char **argv, const char *purpose, const struct option *options,
                   size_t n)
{
    if (argc > 0) {
        const char *slash = strrchr(argv[0], '/');
        program = slash ? slash + 1 : argv[0];
    }
    for (int i = 1; i < argc; i++)
        if (!strcmp(argv[i], "--help")) help(purpose, options, n);
    if (argc == 2 && !strcmp(argv[1], "--options")) list(options, n);
    for (int i = 1; i < argc; i++) {
        const char *equals = strchr(argv[i], '=');
        size_t length = equals ? (size_t)(equals - argv[i]) : strlen(argv[i]);
        const struct option *o = find(argv[i], length, options, n);
        if (!o) refuse("unknown option \"%s\"; --help lists the options", shown(argv[i]));
        if (o->kind == OPTION_FLAG) {
            if (equals) refuse("%s takes no value, \"%s\" found", o->name, shown(equals + 1));
            *(int *)o->to = 1;
        } else if (equals) {
            parse_value(o, equals + 1);
        } else if (i + 1 < argc) {
            parse_value(o, argv[++i]);
        } else {
            refuse("%s: its value is missing", o->name);
        }
    }
}
