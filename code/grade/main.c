/*
 * build/grade: exercises checked and graded.
 *
 * The student's function runs in a sandbox (jail.h) and never in the process that judges it;
 * the right numbers come from code/layers, here outside.
 */
#include "grade/commands.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help, *details;
} commands[] = {
    {"check", command_check,
     "check EXERCISE FILE [--json]    a student's own check: public cases",
     "    Compiles FILE (or reads an answer sheet) and runs the public cases. --json: the "
     "record.\n"
     "    Exit status: 0 all right, 1 not all is right, 2 wrong use, 3 the grader could not "
     "work.\n"},
    {"list", command_list, "list                            the exercises",
     "    Name, kind, points and title of each.\n"},
    {"page", command_page, "page CHAPTER [--instructor]      its exercises as Markdown",
     "    What stands at the end of a chapter, as page 01_fc_to_pool. --instructor: with "
     "solutions.\n"},
    {"readme", command_readme, "readme                          the README beside the starters",
     ""},
    {"batch", command_batch,
     "batch SUBMISSIONS --out GRADES    grade a folder or archive (--jobs, --shard k/n)",
     "    SUBMISSIONS: a folder, zip or tar with a folder for each student (file NAME.c or "
     "NAME.txt),\n"
     "    or, with one --exercise, a file for each student.\n"
     "    --exercise NAME    only this one; may come several times\n"
     "    --jobs N           workers; as many as there are processors where not given\n"
     "    --shard K/N        the K-th of N parts, for several machines; see merge\n"
     "    --secret WORD      what hidden cases are drawn from; else made once, in "
     "GRADES/secret\n"
     "    --again            judge anew what has a record\n"
     "    --quiet            no line of progress\n"
     "    Run it again after anything that stopped it: what has a record stays.\n"},
    {"merge", command_merge, "merge GRADES... --out ALL       join the records of shards",
     "    Says which shards are missing, and which records differ.\n"},
    {"replay", command_replay,
     "replay STUDENT EXERCISE [FILE] --grades GRADES   the same hidden cases",
     "    With FILE: judged once more by these cases; --json: its record, as the batch writes "
     "it.\n"
     "    --secret WORD in place of --grades GRADES.\n"},
    {"export", command_export,
     "export GRADES --format FORMAT    for gradescope, classroom, junit, canvas, moodle, html, "
     "csv",
     "    --to PLACE         a file, or a folder where the format has a file for each student\n"
     "    --exercise NAME    only this one\n"
     "    --student NAME     only this one\n"},
    {"gradescope-zip", command_gradescope_zip,
     "gradescope-zip --exercise NAME --secret WORD --out FILE.zip",
     "    --exercise may come several times. WORD: letters, digits and _; keep it to "
     "yourself.\n"},
    {"autograder", command_autograder,
     "autograder FOLDER --results FILE ...   what runs on Gradescope",
     "    --results FILE, --metadata FILE, --secret WORD, --exercise NAME (several times)\n"},
    {"similar", command_similar,
     "similar SUBMISSIONS --exercise NAME   pairs that are suspiciously alike",
     "    SUBMISSIONS: as for batch.\n"
     "    --least PERCENT    pairs at this or more (60 where not given). A reason to look, no "
     "proof.\n"},
    {"bench", command_bench,
     "bench [SUBMISSIONS] [JOBS]      the cost of grading beside the compiler alone", ""},
    {"reveal", command_reveal,
     "reveal EXERCISE                 what each wrong model gives itself away by", ""},
    {"gate", command_gate,
     "gate [EXERCISE...]              every exercise tells right from wrong", ""},
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static void usage(FILE *to)
{
    fprintf(to, "grade: check and grade the exercises of the book\n\n");
    for (int i = 0; i < N_COMMANDS; i++) fprintf(to, "  grade %s\n", commands[i].help);
}

static int asks_for_help(int argc, char **argv)
{
    for (int i = 2; i < argc; i++)
        if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) return 1;
    return 0;
}

static int run(int c, int argc, char **argv)
{
    if (!asks_for_help(argc, argv)) return commands[c].run(argc - 2, argv + 2);
    printf("grade %s\n%s", commands[c].help, commands[c].details);
    return 0;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    for (int i = 0; i < N_COMMANDS; i++)
        if (!strcmp(commands[i].name, name)) return run(i, argc, argv);
    int asked = !strcmp(name, "--help") || !strcmp(name, "-h") || !strcmp(name, "help");
    usage(asked ? stdout : stderr);
    return asked ? 0 : 2;
}
