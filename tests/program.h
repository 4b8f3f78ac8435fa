/*
 * Runs a program of the book as a user would, and keeps what it said.
 *
 *     struct outcome r = run_program((const char *[]){"01_fc_to_pool", "--help", NULL});
 *
 * The programs are those in build/bin; PROGRAM_DIR in the environment names another folder
 * (the Makefile sets it, so that a sanitized test runs the sanitized program).
 */
#ifndef TESTS_PROGRAM_H
#define TESTS_PROGRAM_H

struct outcome {
    int status; /* exit status, or -1 if it did not exit by itself */
    char out[100000], err[4000];
};

/* argv[0] is the name of the program; the last pointer is NULL. */
struct outcome run_program(const char *const *argv);

/* The same for a function that is run in a process of its own and may exit. */
struct outcome run_function(void (*f)(const void *), const void *argument);

/* Status 2, nothing on stdout, and on stderr exactly one line, which contains `says`. */
void expect_refusal(const char *what, const struct outcome *r, const char *says);

#endif
