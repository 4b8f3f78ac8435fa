#include "grade/compare.h"

#include <math.h>

static int within(double a, double b, double tolerance)
{
    if (isnan(a) || isnan(b)) return isnan(a) && isnan(b);
    if (isinf(a) || isinf(b)) return a == b;
    double scale = fmax(fabs(a), fabs(b));
    return fabs(a - b) <= tolerance * fmax(scale, 1e-3);
}

int same_number(double yours, double right)
{
    return within(yours, right, 1e-9);
}

int nearly_same_number(double yours, double right)
{
    return within(yours, right, 1e-3);
}

long first_difference(const struct outcome *yours, const struct outcome *right)
{
    for (long i = 0; i < right->n; i++)
        if (i >= yours->n || !same_number(yours->number[i], right->number[i])) return i;
    return -1;
}

int same_outcome(const struct outcome *a, const struct outcome *b)
{
    return a->n == b->n && first_difference(a, b) < 0;
}
