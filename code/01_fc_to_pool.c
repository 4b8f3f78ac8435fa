/*
 * Chapter 1: from three FC neurons back to three pool neurons.
 *
 *     blue, violet, cyan  --(3x3 weights)-->  FC1, FC2, FC3  --> ... --> loss
 *
 * The FC neurons get the gradients 2, 3 and 6 from behind. What does each pool neuron get?
 * Rule: for every wire that leaves it, the gradient at the far end, taken inside that neuron,
 * times the weight on the wire; then add.
 *
 *     build/bin/01_fc_to_pool                       the worked example
 *     build/bin/01_fc_to_pool --upstream 1,1,1      the same with your numbers (--help)
 */
#include "layers/fc.h"
#include "program/options.h"
#include "program/values.h"

#include <math.h>
#include <stdio.h>

enum { POOL = 3, FC = 3 };
static const char *const pool_name[POOL] = {"blue", "violet", "cyan"};

// begin example
/* The example. The question gave only the upstream gradients; the rest is our choice. */
static double upstream[FC] = {2, 3, 6}; /* gradient at the output of FC1, FC2, FC3 */
static double pool[POOL] = {3, 1, 2};   /* what blue, violet and cyan sent forward */
static double weights[FC * POOL] = {
    1, 2,  -1, /* into FC1, from blue, violet, cyan */
    0, 1,  2,  /* into FC2 */
    2, -1, -1, /* into FC3 */
};
static double bias[FC] = {1, -2, -4};
// end example

/* A second sample, for the batch of two. */
static double upstream2[FC] = {1, -1, 2};
static double pool2[POOL] = {0, 2, 1};

enum activation { IDENTITY, RELU, SIGMOID, ACTIVATIONS };
static const char *const activation_name[ACTIVATIONS] = {"identity", "relu", "sigmoid"};

static double activate(enum activation f, double z)
{
    switch (f) {
    case RELU:
        return z > 0 ? z : 0;
    case SIGMOID:
        return 1 / (1 + exp(-z));
    default:
        return z;
    }
}

// begin slope
/* f'(z): how much the output of the neuron moves when its inside moves by a little. */
static double slope(enum activation f, double z)
{
    switch (f) {
    case RELU:
        return z > 0 ? 1 : 0;
    case SIGMOID:
        return activate(f, z) * (1 - activate(f, z));
    default:
        return 1;
    }
}
// end slope

/* Everything that one sample has, forward and backward. */
struct sample {
    double z[FC], y[FC];    /* inside and output of the FC neurons */
    double slope[FC];       /* f'(z) */
    double delta[FC];       /* gradient inside: upstream times slope */
    double wire[FC * POOL]; /* what comes back along each wire: delta times weight */
    double dp[POOL];        /* gradient of the pool neurons */
    double dw[FC * POOL], db[FC];
};

// begin work_out
static struct sample work_out(const double *p, const double *g, const double *w,
                              enum activation f)
{
    struct sample s = {0};
    fc_forward(s.z, p, w, bias, 1, POOL, FC);
    for (int i = 0; i < FC; i++) {
        s.y[i] = activate(f, s.z[i]);
        s.slope[i] = slope(f, s.z[i]);
        s.delta[i] = g[i] * s.slope[i]; /* from the output of the neuron to its inside */
        for (int j = 0; j < POOL; j++) s.wire[i * POOL + j] = s.delta[i] * w[i * POOL + j];
    }
    fc_backward(s.dp, s.dw, s.db, s.delta, p, w, 1, POOL, FC);
    return s;
}
// end work_out

/* The loss that has exactly the upstream gradients: each output times its gradient, added. */
static double loss(const double *p, enum activation f)
{
    double z[FC], sum = 0;
    fc_forward(z, p, weights, bias, 1, POOL, FC);
    for (int i = 0; i < FC; i++) sum += upstream[i] * activate(f, z[i]);
    return sum;
}

/* How far the loss moves for each unit that pool neuron j moves, measured, not derived. */
static double nudge(int j, enum activation f)
{
    double h = f == SIGMOID ? 1e-6 : 0.125;
    double up[POOL], down[POOL];
    for (int k = 0; k < POOL; k++) {
        up[k] = pool[k] + (k == j ? h : 0);
        down[k] = pool[k] - (k == j ? h : 0);
    }
    return (loss(up, f) - loss(down, f)) / (2 * h);
}

/* What five mistakes give for pool neuron j; the text shows them beside the right number. */
static double mistake_mixed(const struct sample *s, const struct sample *second, int j)
{
    return s->dp[j] + second->dp[j]; /* samples do not mix */
}

static double mistake_swapped(const struct sample *s, int j)
{
    double sum = 0;
    for (int i = 0; i < FC; i++)
        sum += s->delta[i] * weights[j * POOL + i]; /* row for column */
    return sum;
}

static double mistake_weights_only(int j)
{
    double sum = 0;
    for (int i = 0; i < FC; i++) sum += weights[i * POOL + j]; /* the gradients are forgotten */
    return sum;
}

static double mistake_unsigned(const struct sample *s, int j)
{
    double sum = 0;
    for (int i = 0; i < FC; i++)
        sum += s->delta[i] * fabs(weights[i * POOL + j]); /* a weight's sign is lost */
    return sum;
}

static double mistake_product(const struct sample *s)
{
    double product = 1;
    for (int i = 0; i < FC; i++) product *= s->delta[i]; /* paths are added, not multiplied */
    return product;
}

static void print_wires(const struct sample *s, int j)
{
    printf("  %-6s =", pool_name[j]);
    for (int i = 0; i < FC; i++)
        printf("%s%s*%s", i ? " + " : " ", factor(s->delta[i]), factor(weights[i * POOL + j]));
    printf("\n         =");
    for (int i = 0; i < FC; i++) printf("%s%s", i ? " + " : " ", factor(s->wire[i * POOL + j]));
    printf(" = %s\n", number(s->dp[j]));
}

static void print_forward(const struct sample *s, int i)
{
    printf("  FC%d: ", i + 1);
    for (int j = 0; j < POOL; j++)
        printf("%s*%s + ", factor(pool[j]), factor(weights[i * POOL + j]));
    printf("%s\n       = %s inside, %s at the output\n", factor(bias[i]), number(s->z[i]),
           number(s->y[i]));
}

static void print_table(const char *title, const double *m)
{
    printf("%s\n        %8s %8s %8s\n", title, pool_name[0], pool_name[1], pool_name[2]);
    for (int i = 0; i < FC; i++)
        printf("  FC%d   %8s %8s %8s\n", i + 1, number(m[i * POOL]), number(m[i * POOL + 1]),
               number(m[i * POOL + 2]));
}

static void print_pool(const char *name, const double *dp)
{
    printf("  %-9s %8s %8s %8s\n", name, number(dp[0]), number(dp[1]), number(dp[2]));
}

static void print_example(enum activation f, const struct sample *s, const double *ones_dp,
                          const struct sample *by, const struct sample *second,
                          const double *dw, const double *db)
{
    printf("Forward: weights, bias, activation %s\n", activation_name[f]);
    for (int i = 0; i < FC; i++) print_forward(s, i);

    printf("\nInto the FC neurons: gradient times slope\n");
    for (int i = 0; i < FC; i++)
        printf("  FC%d: %s at the output, times %s = %s inside\n", i + 1, number(upstream[i]),
               number(s->slope[i]), number(s->delta[i]));

    printf("\nBack to the pool: gradient times weight, added\n");
    for (int j = 0; j < POOL; j++) print_wires(s, j);

    printf("\nMeasured: move one pool neuron, watch the loss\n");
    for (int j = 0; j < POOL; j++) printf("  %-6s %s\n", pool_name[j], number(nudge(j, f)));

    printf("\nIf every weight were 1: the plain sum\n");
    for (int j = 0; j < POOL; j++) printf("  %-6s %s\n", pool_name[j], number(ones_dp[j]));

    printf("\nThe same upstream through three activations\n");
    printf("  %-9s %8s %8s %8s\n", "", pool_name[0], pool_name[1], pool_name[2]);
    for (int a = 0; a < ACTIVATIONS; a++) print_pool(activation_name[a], by[a].dp);

    printf("\n");
    print_table("Weight gradients: gradient times what came in", s->dw);
    printf("\nBias gradients\n  FC1 %s, FC2 %s, FC3 %s\n", number(s->db[0]), number(s->db[1]),
           number(s->db[2]));

    printf("\nBatch of two: each has its own pool gradients\n");
    print_pool("sample 1", s->dp);
    print_pool("sample 2", second->dp);
    printf("\n");
    print_table("Batch of two: the weights collect from both", dw);
    printf("\nBatch of two: bias gradients add up too\n  FC1 %s, FC2 %s, FC3 %s\n",
           number(db[0]), number(db[1]), number(db[2]));
}

static void print_fc(const char *name, const double *v)
{
    for (int i = 0; i < FC; i++) value(v[i], "%s.fc%d", name, i + 1);
}

static void print_by_pool(const char *name, const double *v)
{
    for (int j = 0; j < POOL; j++) value(v[j], "%s.%s", name, pool_name[j]);
}

static void print_by_wire(const char *name, const double *v)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++)
            value(v[i * POOL + j], "%s.fc%d.%s", name, i + 1, pool_name[j]);
}

static void print_values(enum activation f, const struct sample *s, const double *ones_dp,
                         const struct sample *by, const struct sample *second, const double *dw,
                         const double *db)
{
    print_fc("upstream", upstream);
    print_by_pool("pool", pool);
    print_by_wire("w", weights);
    print_fc("b", bias);
    print_fc("z", s->z);
    print_fc("y", s->y);
    print_fc("delta", s->delta);
    print_by_wire("wire", s->wire);
    print_by_pool("dp", s->dp);
    for (int j = 0; j < POOL; j++) value(nudge(j, f), "nudge.%s", pool_name[j]);
    print_by_pool("ones.dp", ones_dp);
    for (int a = RELU; a < ACTIVATIONS; a++) {
        char name[40];
        snprintf(name, sizeof name, "%s.y", activation_name[a]);
        print_fc(name, by[a].y);
        snprintf(name, sizeof name, "%s.slope", activation_name[a]);
        print_fc(name, by[a].slope);
        snprintf(name, sizeof name, "%s.delta", activation_name[a]);
        print_fc(name, by[a].delta);
        snprintf(name, sizeof name, "%s.dp", activation_name[a]);
        print_by_pool(name, by[a].dp);
    }
    print_by_wire("dw", s->dw);
    print_fc("db", s->db);
    print_fc("upstream2", upstream2);
    print_by_pool("pool2", pool2);
    print_by_pool("two.dp2", second->dp);
    print_by_wire("two.dw2", second->dw);
    print_by_wire("two.dw", dw);
    print_fc("two.db", db);
    for (int j = 0; j < POOL; j++) {
        value(mistake_mixed(s, second, j), "mistake.mixed.%s", pool_name[j]);
        value(mistake_swapped(s, j), "mistake.swapped.%s", pool_name[j]);
        value(mistake_product(s), "mistake.product.%s", pool_name[j]);
        value(mistake_weights_only(j), "mistake.weights_only.%s", pool_name[j]);
        value(mistake_unsigned(s, j), "mistake.unsigned.%s", pool_name[j]);
    }
}

int main(int argc, char **argv)
{
    int f = IDENTITY, values = 0;
    const struct option options[] = {
        {"--upstream", OPTION_NUMBERS, upstream, FC,
         .help = "gradients at the outputs of FC1, FC2, FC3"},
        {"--pool", OPTION_NUMBERS, pool, POOL, .help = "forward values of blue, violet, cyan"},
        {"--weights", OPTION_NUMBERS, weights, FC * POOL,
         .help = "into FC1, then FC2, then FC3"},
        {"--bias", OPTION_NUMBERS, bias, FC, .help = "of FC1, FC2, FC3"},
        {"--activation", OPTION_CHOICE, &f, .words = "identity|relu|sigmoid",
         .help = "of the FC neurons"},
        {"--upstream2", OPTION_NUMBERS, upstream2, FC,
         .help = "gradients for the second sample of the batch"},
        {"--pool2", OPTION_NUMBERS, pool2, POOL, .help = "pool values of the second sample"},
        {"--values", OPTION_FLAG, &values, .help = "print every value as name<TAB>number"},
    };
    options_parse(argc, argv, "gradients from an FC layer back to a pooling layer", options,
                  sizeof options / sizeof *options);

    struct sample s = work_out(pool, upstream, weights, f);
    struct sample second = work_out(pool2, upstream2, weights, f);
    struct sample by[ACTIVATIONS];
    for (int a = 0; a < ACTIVATIONS; a++) by[a] = work_out(pool, upstream, weights, a);

    static const double ones[FC * POOL] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    struct sample with_ones = work_out(pool, upstream, ones, IDENTITY);

    /* The batch: dw and db of both samples land in the same place, one after the other. */
    double dw[FC * POOL] = {0}, db[FC] = {0};
    // begin batch
    fc_backward(NULL, dw, db, s.delta, pool, weights, 1, POOL, FC);
    fc_backward(NULL, dw, db, second.delta, pool2, weights, 1, POOL, FC);
    // end batch

    (values ? print_values : print_example)(f, &s, with_ones.dp, by, &second, dw, db);
    return program_end();
}
