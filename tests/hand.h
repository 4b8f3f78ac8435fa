/*
 * Hand calculations against a chapter program.
 *
 *     HAND("dp.blue", 2 * 1 + 3 * 0 + 6 * 2, 14);
 *
 * says: by hand, blue gets 2*1 + 3*0 + 6*2, that is 14, and the program says 14 too. The
 * derivation is C, so it is checked against the literal as well; write it out as on paper.
 * The build finds these lines (one HAND a line, the name a plain string) and shows them as the
 * note on the number in the text, so a derivation is written for a reader.
 *
 * The program's values are read from build/values/STEM.tsv, STEM being the name of the test
 * file (tests/01_fc_to_pool.c: 01_fc_to_pool): the very file that the text and the figures
 * are made from. VALUES_DIR in the environment names another folder.
 */
#ifndef TESTS_HAND_H
#define TESTS_HAND_H

#include <criterion/criterion.h>

/* Whole-number arithmetic: exact on both sides. */
#define HAND(name, derivation, literal)                                                        \
    hand_check(__FILE__, __LINE__, name, #derivation, (double)(derivation), literal, 0)

/* Where the arithmetic is inexact; say at the call why, and why the tolerance is this large. */
#define HAND_NEAR(name, derivation, literal, tolerance)                                        \
    hand_check(__FILE__, __LINE__, name, #derivation, (double)(derivation), literal, tolerance)

/* Every cell of a list (name.i) or a map (name.row.column), row by row. */
#define HAND_LIST(name, n, ...) HAND_MAP_NEAR(name, 0, n, 0, __VA_ARGS__)
#define HAND_MAP(name, rows, columns, ...) HAND_MAP_NEAR(name, rows, columns, 0, __VA_ARGS__)
#define HAND_MAP_NEAR(name, rows, columns, tolerance, ...)                                     \
    hand_check_map(__FILE__, __LINE__, name, rows, columns, tolerance,                         \
                   (const double[]){__VA_ARGS__},                                              \
                   sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

void hand_check(const char *file, int line, const char *name, const char *derivation,
                double derived, double literal, double tolerance);
/* rows 0: a list of `columns` numbers. */
void hand_check_map(const char *file, int line, const char *name, int rows, int columns,
                    double tolerance, const double *literal, size_t n);

/* The program's value; the test fails if there is none of that name. */
double program_value(const char *test_file, const char *name);

#endif
