/*
 * The commands of build/grade. Each takes what stands behind its name and returns the exit
 * status: 0 done (check: all right), 1 done but not all is right, 2 wrong use, 3 the grader
 * itself could not work.
 */
#ifndef GRADE_COMMANDS_H
#define GRADE_COMMANDS_H

#include "grade/workspace.h"

int command_check(int argc, char **argv);
int command_gate(int argc, char **argv);
int command_list(int argc, char **argv);
int command_readme(int argc, char **argv);
int command_page(int argc, char **argv);
int command_batch(int argc, char **argv);
int command_merge(int argc, char **argv);
int command_replay(int argc, char **argv);
int command_export(int argc, char **argv);
int command_bench(int argc, char **argv);
int command_gradescope_zip(int argc, char **argv);
int command_autograder(int argc, char **argv);
int command_similar(int argc, char **argv);
int command_reveal(int argc, char **argv);

/* Opens the workspace and tries the sandbox; 0 after a message if grading cannot be done. */
int ready_to_grade(struct workspace *w);
int wrong_use(const char *format, ...) __attribute__((format(printf, 1, 2)));
const struct exercise *named_exercise(const char *name); /* NULL after a message */

#endif
