#include "cells.h"

#include <math.h>

static int agree(double a, double b, double tolerance)
{
    if (isnan(a) || isnan(b)) return isnan(a) && isnan(b);
    return a == b || fabs(a - b) <= tolerance;
}

void expect_cells(const char *file, int line, const char *what, const double *found,
                  const double *expected, size_t n, double tolerance)
{
    for (size_t i = 0; i < n; i++)
        cr_expect(agree(found[i], expected[i], tolerance),
                  "%s:%d: cell %zu of %s is %.17g, not %.17g", file, line, i, what, found[i],
                  expected[i]);
}

void fill(double *to, size_t n, double v)
{
    for (size_t i = 0; i < n; i++) to[i] = v;
}

double sum_of(const double *v, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += v[i];
    return sum;
}
