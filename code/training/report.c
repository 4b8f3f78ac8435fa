#include "training/report.h"

#include "data/replace.h"
#include "program/values.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static double history(const struct training *t, int epoch, int what)
{
    return t->history[(size_t)epoch * HISTORY + (size_t)what];
}

/* --- For people --------------------------------------------------------------------------- */

static void print_confusion(const struct training *t)
{
    printf("Confusion matrix: a row for what it is, a column for what the network says\n");
    printf("  %-10s", "");
    for (int k = 0; k < CLASSES; k++) printf(" %5.5s", t->data->class_name[k]);
    printf("\n");
    for (int i = 0; i < CLASSES; i++) {
        printf("  %-10s", t->data->class_name[i]);
        for (int k = 0; k < CLASSES; k++) printf(" %5d", t->confusion[i][k]);
        printf("\n");
    }
}

void report_print(const struct report *r)
{
    const struct training *t = r->training;
    const struct inspect *s = r->inspect;
    printf("Epoch, mean training loss, test accuracy\n");
    for (int e = 0; e < t->epochs; e++)
        printf("  %5d %8.4f %8.4f\n", e + 1, history(t, e, HISTORY_LOSS),
               history(t, e, HISTORY_ACCURACY));
    printf("\n");
    print_confusion(t);
    printf("\nCells of the conv maps that one test image's gradient reaches (%s, loss %s)\n",
           t->data->class_name[s->label], number(s->loss));
    printf("  first conv %g of %d, second conv %g of %d\n", s->one.conv1,
           MAP1_CHANNELS * MAP1_CELLS, s->one.conv2, MAP2_CHANNELS * MAP2_CELLS);
    printf("  mean of %d images: %s and %s\n", s->images, number(s->mean.conv1),
           number(s->mean.conv2));
}

/* --- Values -------------------------------------------------------------------------------- */

static void put(FILE *f, double v, const char *name_format, ...)
{
    char text[40];
    va_list arguments;
    va_start(arguments, name_format);
    vfprintf(f, name_format, arguments);
    va_end(arguments);
    fprintf(f, "\t%s\n", exact_number(text, sizeof text, v));
}

static void put_run(FILE *f, const struct training *t)
{
    put(f, (double)t->settings.limit, "images");
    put(f, (double)t->settings.tests, "tests");
    put(f, t->data->train.n, "images.all");
    put(f, t->data->test.n, "tests.all");
    put(f, t->epochs, "epochs");
    put(f, (double)t->settings.batch, "batch");
    put(f, t->settings.rate, "lr");
    put(f, (double)t->settings.seed, "seed");
    put(f, LENET_WEIGHTS, "weights");
    for (int e = 0; e < t->epochs; e++) {
        put(f, history(t, e, HISTORY_LOSS), "loss.%d", e + 1);
        put(f, history(t, e, HISTORY_ACCURACY), "accuracy.%d", e + 1);
    }
    put(f, history(t, 0, 0), "loss.start");
    put(f, history(t, t->epochs - 1, HISTORY_ACCURACY), "accuracy.last");
}

/* The class that is got right least often, and what it is taken for most often instead. */
static void put_confusion(FILE *f, const struct training *t)
{
    int row = 0, column = 1, worst = 0, best = 0;
    for (int i = 0; i < CLASSES; i++)
        for (int k = 0; k < CLASSES; k++) {
            put(f, t->confusion[i][k], "confusion.%d.%d", i, k);
            if (i != k && t->confusion[i][k] > t->confusion[row][column]) row = i, column = k;
        }
    for (int i = 0; i < CLASSES; i++) {
        int sum = 0;
        for (int k = 0; k < CLASSES; k++) sum += t->confusion[i][k];
        put(f, sum, "confusion.sum.%d", i);
        if (t->confusion[i][i] < t->confusion[worst][worst]) worst = i;
        if (t->confusion[i][i] > t->confusion[best][best]) best = i;
    }
    put(f, row, "confused.true");
    put(f, column, "confused.said");
    put(f, t->confusion[row][column], "confused.count");
    put(f, worst, "confused.worst");
    put(f, best, "confused.best");
}

static void put_agreement(FILE *f, const char *step, const struct agreement *a)
{
    static const char *const layer[LAYERS] = {"conv1", "conv2", "fc"};
    for (int i = 0; i < LAYERS; i++) {
        put(f, a[i].median, "agree.%s.%s.median", step, layer[i]);
        put(f, a[i].worst, "agree.%s.%s.worst", step, layer[i]);
        put(f, a[i].poor, "agree.%s.%s.poor", step, layer[i]);
    }
}

static void put_reached(FILE *f, const char *name, const struct reached *r)
{
    put(f, r->conv1, "%s.conv1", name);
    put(f, r->conv2, "%s.conv2", name);
    put(f, 100 * r->conv1 / (MAP1_CHANNELS * MAP1_CELLS), "%s.conv1.percent", name);
    put(f, 100 * r->conv2 / (MAP2_CHANNELS * MAP2_CELLS), "%s.conv2.percent", name);
}

static void put_inspect(FILE *f, const struct inspect *s)
{
    put(f, s->label, "picture.label");
    put(f, s->said, "picture.said");
    put(f, s->loss, "picture.loss");
    put(f, s->channel, "picture.channel");
    put(f, MAP1_CHANNELS * MAP1_CELLS, "cells.conv1");
    put(f, MAP2_CHANNELS * MAP2_CELLS, "cells.conv2");
    put_reached(f, "picture.reached", &s->one);
    put(f, s->images, "mean.images");
    put_reached(f, "mean.reached", &s->mean);
    put(f, s->checked, "agree.weights");
    put_agreement(f, "coarse", s->coarse);
    put_agreement(f, "fine", s->fine);
}

static void put_values(FILE *f, const struct report *r)
{
    put(f, r->drawn, "drawn");
    put_run(f, r->training);
    put_confusion(f, r->training);
    put_inspect(f, r->inspect);
}

void report_values(const struct report *r)
{
    put_values(stdout, r);
}

/* --- Files --------------------------------------------------------------------------------- */

static void put_map(FILE *f, const double *v, int rows, int columns)
{
    char text[40];
    for (int i = 0; i < rows * columns; i++)
        fprintf(f, "%s%c", exact_number(text, sizeof text, v[i]),
                i % columns == columns - 1 ? '\n' : '\t');
}

static void put_curve(FILE *f, const struct report *r)
{
    const struct training *t = r->training;
    for (int e = 0; e < t->epochs; e++)
        for (int p = 0; p < CURVE; p++)
            fprintf(f, "%.4f\t%.6f\n", e + (p + 0.5) / CURVE, history(t, e, p));
}

static void put_accuracy(FILE *f, const struct report *r)
{
    for (int e = 0; e < r->training->epochs; e++)
        fprintf(f, "%d\t%.6f\n", e + 1, history(r->training, e, HISTORY_ACCURACY));
}

static void put_matrix(FILE *f, const struct report *r)
{
    for (int i = 0; i < CLASSES; i++)
        for (int k = 0; k < CLASSES; k++)
            fprintf(f, "%d%c", r->training->confusion[i][k], k == CLASSES - 1 ? '\n' : '\t');
}

static void put_classes(FILE *f, const struct report *r)
{
    for (int k = 0; k < CLASSES; k++)
        fprintf(f, "%d\t%s\n", k, r->training->data->class_name[k]);
}

static void put_filters(FILE *f, const struct report *r)
{
    for (int c = 0; c < MAP1_CHANNELS; c++) {
        if (c) fprintf(f, "\n\n");
        put_map(f, r->training->weights.kernel1 + (ptrdiff_t)c * 25, 5, 5);
    }
}

static void put_gradient(FILE *f, const struct report *r)
{
    const struct inspect *s = r->inspect;
    put_map(f, s->pixel, IMAGE_SIDE, IMAGE_SIDE);
    fprintf(f, "\n\n");
    put_map(f, s->dpixel, IMAGE_SIDE, IMAGE_SIDE);
    fprintf(f, "\n\n");
    put_map(f, s->dconv1 + (ptrdiff_t)s->channel * MAP1_CELLS, IMAGE_SIDE, IMAGE_SIDE);
}

int report_folder(const char *folder, char *error, size_t room)
{
    struct stat there;
    if (mkdir(folder, 0777) == 0) return 0;
    if (errno == EEXIST && stat(folder, &there) == 0 && S_ISDIR(there.st_mode)) return 0;
    snprintf(error, room, "%s: the folder cannot be made: %s", folder, strerror(errno));
    return -1;
}

/* For --look: every learned number, one a line; nine digits are all that a float has. */
static void put_weights(FILE *f, const struct report *r)
{
    const double *w = (const double *)&r->training->weights;
    for (int i = 0; i < LENET_WEIGHTS; i++) fprintf(f, "%.9g\n", w[i]);
}

int report_write(const struct report *r, const char *folder, char *error, size_t room)
{
    static const struct {
        const char *name;
        void (*put)(FILE *f, const struct report *r);
    } files[] = {
        {"_curve", put_curve},      {"_accuracy", put_accuracy},
        {"_confusion", put_matrix}, {"_classes", put_classes},
        {"_filters", put_filters},  {"_gradient", put_gradient},
        {"_weights", put_weights},  {"", put_values}, /* last: where it is, all are */
    };
    if (report_folder(folder, error, room) != 0) return -1;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct replace out = {0};
        char path[4096];
        snprintf(path, sizeof path, "%s/04_full_network%s.tsv", folder, files[i].name);
        if (replace_open(&out, path, error, room) != 0) return -1;
        files[i].put(out.file, r);
        if (replace_close(&out, error, room) != 0) return -1;
    }
    return 0;
}
