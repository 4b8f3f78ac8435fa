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
    const char *help;
} commands[] = {
    {"check", command_check,
     "check EXERCISE FILE [--json]    a student's own check: public cases"},
    {"list", command_list, "list                            the exercises"},
    {"page", command_page, "page CHAPTER [--instructor]      its exercises as Markdown"},
    {"readme", command_readme,
     "readme                          the README beside the starters"},
    {"batch", command_batch,
     "batch SUBMISSIONS --out GRADES    grade a folder or archive (--jobs, --shard k/n)"},
    {"merge", command_merge, "merge GRADES... --out ALL       join the records of shards"},
    {"replay", command_replay,
     "replay STUDENT EXERCISE [FILE] --grades GRADES   the same hidden cases"},
    {"export", command_export,
     "export GRADES --format FORMAT    for gradescope, classroom, junit, canvas, moodle, html, "
     "csv"},
    {"gradescope-zip", command_gradescope_zip,
     "gradescope-zip --exercise NAME --secret WORD --out FILE.zip"},
    {"autograder", command_autograder,
     "autograder FOLDER --results FILE ...   what runs on Gradescope"},
    {"similar", command_similar,
     "similar SUBMISSIONS --exercise NAME   pairs that are suspiciously alike"},
    {"bench", command_bench,
     "bench [SUBMISSIONS] [JOBS]      the cost of grading beside the compiler alone"},
    {"reveal", command_reveal,
     "reveal EXERCISE                 what each wrong model gives itself away by"},
    {"gate", command_gate,
     "gate [EXERCISE...]              every exercise tells right from wrong"},
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static void usage(FILE *to)
{
    fprintf(to, "grade: check and grade the exercises of the book\n\n");
    for (int i = 0; i < N_COMMANDS; i++) fprintf(to, "  grade %s\n", commands[i].help);
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    for (int i = 0; i < N_COMMANDS; i++)
        if (!strcmp(commands[i].name, name)) return commands[i].run(argc - 2, argv + 2);
    int asked = !strcmp(name, "--help") || !strcmp(name, "help");
    usage(asked ? stdout : stderr);
    return asked ? 0 : 2;
}
