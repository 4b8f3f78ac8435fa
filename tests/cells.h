/*
 * Compares an array with the numbers that a hand calculation gives, cell by cell, and names
 * the cell that differs.
 *
 *     CELLS(dx, 4 + 5, 0, 6);      exact: for whole-number arithmetic
 *     CELLS_NEAR(1e-12, y, ...);   say at the call why, and why the tolerance is this large
 */
#ifndef TESTS_CELLS_H
#define TESTS_CELLS_H

#include <criterion/criterion.h>
#include <stddef.h>

#define CELLS(found, ...) CELLS_NEAR(0, found, __VA_ARGS__)
#define CELLS_NEAR(tolerance, found, ...)                                                      \
    expect_cells(__FILE__, __LINE__, #found, found, (const double[]){__VA_ARGS__},             \
                 sizeof((const double[]){__VA_ARGS__}) / sizeof(double), tolerance)

/* NaN agrees with NaN, and an infinity with itself. */
void expect_cells(const char *file, int line, const char *what, const double *found,
                  const double *expected, size_t n, double tolerance);

/* n cells that all hold v: for an output that must be overwritten, or must be left alone. */
void fill(double *to, size_t n, double v);

double sum_of(const double *v, size_t n);

#endif
