#include "training/full_size.h"

#include "data/dataset.h"
#include "data/drawn.h"
#include "program/options.h"
#include "program/values.h"
#include "training/report.h"
#include "training/training.h"

#include <stdio.h>
#include <string.h>

enum { LOOK_AT = 100 }; /* test images to count the gradient over */

/* The images asked for; without that the package's, and without the package, drawn ones. */
static void get_data(struct dataset *d, struct full_size *c)
{
    if (c->data && c->drawn) refuse("--data and --drawn: only one of them can be");
    if (!c->drawn) c->data = dataset_folder(c->data);
    if (c->data) {
        char error[5000];
        if (dataset_load(d, c->data, error, sizeof error) != 0) refuse("%s", error);
        return;
    }
    c->drawn = 1;
    if (drawn_set(d, 4000, 1000) != 0) refuse("no memory for the images");
}

static int at_most(int wanted, int there)
{
    return wanted == 0 || wanted > there ? there : wanted;
}

static void print_run(const struct training *t, const struct full_size *c)
{
    printf("LeNet-F, %d weights, kernel %s, on %s\n", LENET_WEIGHTS, t->kernel->name,
           c->drawn ? "shapes that the program draws itself" : c->data);
    if (c->drawn)
        printf("  for photographs of clothes: package dataset-fashion-mnist, or --data DIR\n");
    printf("  %d of %d training images, %d of %d test images, batch %d, rate %s, seed %d\n\n",
           (int)t->settings.limit, t->data->train.n, (int)t->settings.tests, t->data->test.n,
           (int)t->settings.batch, number(t->settings.rate), (int)t->settings.seed);
}

static void report(const struct training *t, const struct full_size *c, int values)
{
    static struct inspect inspect;
    char error[5000];
    struct report r = {t, &inspect, c->drawn};
    const struct inspect_choice choice = {c->picture, at_most(LOOK_AT, (int)t->settings.tests),
                                          c->check};
    if (inspect_network(&inspect, &t->weights, &t->data->test, &choice) != 0)
        refuse("no memory to look at the network");
    if (c->out && report_write(&r, c->out, error, sizeof error) != 0) refuse("%s", error);
    if (!values) print_run(t, c);
    (values ? report_values : report_print)(&r);
}

/* --out DIR has the checkpoint too, unless --checkpoint names another file. */
static const char *checkpoint_path(const struct full_size *c)
{
    static char path[4200];
    if (c->checkpoint || !c->out) return c->checkpoint;
    snprintf(path, sizeof path, "%s/04_full_network.checkpoint", c->out);
    return path;
}

const char *full_size_kernels(void)
{
    static char words[200];
    *words = 0;
    for (int k = 0; kernels[k]; k++) {
        size_t used = strlen(words);
        snprintf(words + used, sizeof words - used, "%s%s", k ? "|" : "", kernels[k]->name);
    }
    return words;
}

void full_size_train(struct full_size *c, int values)
{
    char error[5000];
    struct dataset data;
    get_data(&data, c);
    if (c->picture >= data.test.n)
        refuse("--picture: %d found, there are %d test images", c->picture, data.test.n);
    struct training t = {.kernel = kernels[c->kernel],
                         .data = &data,
                         .epochs = c->epochs,
                         .checkpoint = checkpoint_path(c),
                         .resume = c->resume};
    t.settings.seed = (uint64_t)c->seed;
    t.settings.batch = (uint64_t)c->batch;
    t.settings.limit = (uint64_t)at_most(c->limit, data.train.n);
    t.settings.tests = (uint64_t)at_most(c->tests, data.test.n);
    t.settings.rate = c->lr;
    if (c->resume && !t.checkpoint) refuse("--resume: needs --checkpoint FILE or --out DIR");
    if (c->out && report_folder(c->out, error, sizeof error) != 0) refuse("%s", error);
    if (training_run(&t, error, sizeof error) != 0) refuse("%s", error);
    report(&t, c, values);
    training_free(&t);
    dataset_free(&data);
}
