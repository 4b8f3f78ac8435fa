#include "finite_difference.h"

#include <criterion/criterion.h>
#include <math.h>

static double slope_at(loss_function *loss, const void *fixed, double *x, double h)
{
    double kept = *x;
    *x = kept + h;
    double up = loss(fixed);
    *x = kept - h;
    double down = loss(fixed);
    *x = kept;
    return (up - down) / (2 * h);
}

void check_gradient(const char *what, loss_function *loss, const void *fixed, double *x,
                    const double *gradient, size_t n, double h, double tolerance)
{
    size_t not_zero = 0;
    for (size_t i = 0; i < n; i++) {
        double slope = slope_at(loss, fixed, &x[i], h);
        cr_expect(fabs(slope - gradient[i]) <= tolerance,
                  "%s: cell %zu: gradient %.17g, but the loss moves %.17g times as far", what,
                  i, gradient[i], slope);
        not_zero += fabs(slope) > 10 * tolerance;
    }
    cr_expect(not_zero > 0, "%s: all %zu slopes are zero, so nothing was compared", what, n);
}

double weighted_sum(const double *y, const double *dy, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += y[i] * dy[i];
    return sum;
}
