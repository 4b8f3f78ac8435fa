#include "network/gradcheck.h"

#include "layers/relu.h"
#include "program/values.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

// begin gradcheck_central
static double error_in_double(double x, double h)
{
    double slope = (exp(x + h) - exp(x - h)) / (2 * h);
    return fabs(slope - exp(x)) / exp(x);
}

static double error_in_float(float x, float h)
{
    float slope = (expf(x + h) - expf(x - h)) / (2 * h);
    return fabs((double)slope - exp((double)x)) / exp((double)x);
}
// end gradcheck_central

/* 10 to the power -k, the double that a reader types. */
static double step(int k)
{
    static const double steps[] = {1,    1e-1, 1e-2, 1e-3, 1e-4, 1e-5,
                                   1e-6, 1e-7, 1e-8, 1e-9, 1e-10};
    return steps[k];
}

/* A loss as float32 adds it up: the mean of six cells, and what the other cells gave. */
static float loss_in_float(const double *cells, double rest, int moved, double h)
{
    float sum = 0;
    for (int i = 0; i < GRADCHECK_CELLS; i++)
        sum += (float)cells[i] + (i == moved ? (float)h : 0);
    return (float)rest + sum / GRADCHECK_CELLS;
}

static double loss_in_double(const double *cells, double rest, int moved, double h)
{
    double sum = 0;
    for (int i = 0; i < GRADCHECK_CELLS; i++) sum += cells[i] + (i == moved ? h : 0);
    return rest + sum / GRADCHECK_CELLS;
}

static double slope_in_float(const struct gradcheck *g, int i, double h)
{
    double up = loss_in_float(g->cells, g->rest, i, h);
    double down = loss_in_float(g->cells, g->rest, i, -h);
    return (up - down) / (2 * h);
}

static double slope_in_double(const struct gradcheck *g, int i, double h)
{
    double up = loss_in_double(g->cells, g->rest, i, h);
    double down = loss_in_double(g->cells, g->rest, i, -h);
    return (up - down) / (2 * h);
}

static double relu(double x)
{
    double y;
    relu_forward(&y, &x, 1);
    return y;
}

static double relu_slope(double x, double h)
{
    return (relu(x + h) - relu(x - h)) / (2 * h);
}

// begin gradcheck_shared
/* One weight used at 24x24 places: 575 are far from the kink of ReLU, one is just below it. */
enum { PLACES = 24 * 24 };

static double shared_sum(double w)
{
    double sum = relu(-1e-6 + w);
    for (int i = 1; i < PLACES; i++) sum += relu(1 + w);
    return sum;
}
// end gradcheck_shared

static double shared_slope(double h)
{
    return (shared_sum(h) - shared_sum(-h)) / (2 * h);
}

void gradcheck_work_out(struct gradcheck *g)
{
    for (int k = 0; k < GRADCHECK_STEPS; k++) {
        g->in_float[k] = error_in_float((float)g->point, (float)step(k + 1));
        g->in_double[k] = error_in_double(g->point, step(k + 1));
    }
    for (int i = 0; i < GRADCHECK_CELLS; i++) {
        g->slope[i] = slope_in_float(g, i, 1e-6);
        g->slope_wide[i] = slope_in_float(g, i, 5e-3);
        g->slope_one[i] = slope_in_float(g, i, 1);
        g->slope_double[i] = slope_in_double(g, i, 1e-6);
    }
    float loss = loss_in_float(g->cells, g->rest, 0, 0);
    g->grain = (double)(nextafterf(loss, FLT_MAX) - loss);

    g->relu_near = relu_slope(-1e-6, 1e-5);
    g->relu_far = relu_slope(-1e6, 1e-5);
    g->relu_finer = relu_slope(-1e-6, 1e-6);
    g->shared = shared_slope(1e-5);
    g->shared_finer = shared_slope(1e-6);
    g->shared_error = fabs(g->shared - (PLACES - 1)) / (PLACES - 1);
    g->shared_error_finer = fabs(g->shared_finer - (PLACES - 1)) / (PLACES - 1);
}

/* A row for each of the six cells: what it holds, and its slope measured in four ways. */
static void print_slopes(const struct gradcheck *g)
{
    printf("  %-8s %8s %8s %8s %8s\n", "", "float", "float", "float", "double");
    printf("  %-8s %8s %8s %8s %8s\n", "cell, h", "1e-6", "5e-3", "1", "1e-6");
    for (int i = 0; i < GRADCHECK_CELLS; i++)
        printf("  %-8s %8s %8s %8s %8s\n", number(g->cells[i]), number(g->slope[i]),
               number(g->slope_wide[i]), number(g->slope_one[i]), number(g->slope_double[i]));
}

void gradcheck_print(const struct gradcheck *g)
{
    printf("Relative error, measured slope of exp at %s\n", number(g->point));
    printf("  %-8s %10s %10s\n", "h", "float", "double");
    for (int k = 0; k < GRADCHECK_STEPS; k++)
        printf("  1e-%02d    %10.1e %10.1e\n", k + 1, g->in_float[k], g->in_double[k]);

    printf("\nSlope of %s + mean of six cells, measured\n", number(g->rest));
    print_slopes(g);
    printf("  float step over 2h: %.4g/2e-6 = %s\n", g->grain, number(g->grain / 2e-6));

    printf("\nA kink: slope of ReLU measured with h = 1e-5\n");
    printf("  at -1e-6: %s\n  at -1e6: %s\n", number(g->relu_near), number(g->relu_far));
    printf("  at -1e-6 with h = 1e-6: %s\n", number(g->relu_finer));
    printf("\n%d places, one of them at -1e-6: slope %d\n", PLACES, PLACES - 1);
    printf("  h = 1e-5: %s, relative error %.1e\n", number(g->shared), g->shared_error);
    printf("  h = 1e-6: %s, relative error %.1e\n", number(g->shared_finer),
           g->shared_error_finer);
}

/* Which step has the smallest error, as the k of 10^-k. */
static int best_step(const double *error)
{
    int best = 0;
    for (int k = 1; k < GRADCHECK_STEPS; k++)
        if (error[k] < error[best]) best = k;
    return best + 1;
}

void gradcheck_values(const struct gradcheck *g)
{
    value(g->point, "check.point");
    value(1, "check.largest");
    value(GRADCHECK_STEPS, "check.smallest");
    value(best_step(g->in_float), "check.best.float");
    value(best_step(g->in_double), "check.best.double");
    for (int k = 0; k < GRADCHECK_STEPS; k++) {
        value(g->in_float[k], "check.float.%d", k + 1);
        value(g->in_double[k], "check.double.%d", k + 1);
    }
    value(g->rest, "mean.rest");
    value_list("mean.cell", g->cells, GRADCHECK_CELLS);
    value_list("mean.float", g->slope, GRADCHECK_CELLS);
    value_list("mean.wide", g->slope_wide, GRADCHECK_CELLS);
    value_list("mean.one", g->slope_one, GRADCHECK_CELLS);
    value_list("mean.double", g->slope_double, GRADCHECK_CELLS);
    value(g->grain, "mean.grain");
    value(g->grain / 2e-6, "mean.quotient");
    value(g->relu_near, "kink.near");
    value(g->relu_far, "kink.far");
    value(g->relu_finer, "kink.finer");
    value(PLACES, "shared.places");
    value(PLACES - 1, "shared.right");
    value(g->shared, "shared.coarse");
    value(g->shared_finer, "shared.finer");
    value(g->shared_error, "shared.error");
}
