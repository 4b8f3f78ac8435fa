/*
 * The command line of a chapter program: a table of options in, variables filled out.
 *
 *     static double upstream[3] = {2, 3, 6};
 *     static const struct option options[] = {
 *         {"--upstream", OPTION_NUMBERS, upstream, 3, "gradients that arrive from behind"},
 *     };
 *     options_parse(argc, argv, "what the program does", options, 1);
 *
 * The defaults are what the variables hold before. `--name value` and `--name=value` both work;
 * lists are separated by commas (spaces and semicolons are fine too). `--help` prints the table
 * with the defaults and exits 0; `--options` alone prints it for another program, one line an
 * option: name, kind, count, default, words, help, between tabs. Anything wrong prints one line to stderr, which names the
 * option, what was found and what was expected, and exits with status 2; nothing has been
 * printed to stdout by then.
 */
#ifndef PROGRAM_OPTIONS_H
#define PROGRAM_OPTIONS_H

#include <stddef.h>

enum option_kind {
    OPTION_NUMBERS, /* to: double[count]; finite numbers */
    OPTION_ANY,     /* to: double[count]; nan, inf and -inf are accepted too */
    OPTION_COUNTS,  /* to: int[count]; whole numbers in min .. max */
    OPTION_CHOICE, /* to: int; its value is the place of the word in `words` ("relu|identity") */
    OPTION_FLAG,   /* to: int; set to 1, takes no value */
    OPTION_TEXT,   /* to: const char *; any text that is not empty */
};

struct option {
    const char *name;
    enum option_kind kind;
    void *to;
    int count;         /* how many numbers; where `given` is set, the most that fit */
    const char *help;  /* one line */
    const char *words; /* OPTION_CHOICE: the words, separated by | */
    long min, max;     /* OPTION_COUNTS */
    int *given; /* where not NULL: 1 to count numbers may come; how many did is put here */
};

void options_parse(int argc, char **argv, const char *purpose, const struct option *options,
                   size_t n);

/* One line to stderr, "PROGRAM: message", and exit with status 2. For input that is wrong. */
_Noreturn void refuse(const char *format, ...);

/*
 * The last line of every main: `return program_end();`. Status 0, or 1 with a message if what
 * was printed could not be written (a full disk, a closed pipe).
 */
int program_end(void);

#endif
