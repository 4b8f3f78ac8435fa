/*
 * The files of a training run, for a run that is made up here, so that every number in them is
 * known.
 */
#include "folder.h"
#include "training/report.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct folder folder;
static struct dataset data;
static struct inspect inspect;
static struct training training;
static double history[2 * HISTORY];
static char text[1 << 20];

/* Losses 2.00, 1.99, ... in steps of 0.01 through both epochs; each epoch's mean is made up. */
static void make_up(void)
{
    for (int e = 0; e < 2; e++) {
        for (int p = 0; p < CURVE; p++) history[e * HISTORY + p] = 2 - 0.01 * (e * CURVE + p);
        history[e * HISTORY + HISTORY_LOSS] = 1.5 - e;
        history[e * HISTORY + HISTORY_ACCURACY] = 0.5 + 0.25 * e;
    }
    for (int k = 0; k < CLASSES; k++) data.class_name[k] = "name", training.confusion[k][k] = 4;
    training.confusion[7][7] = 9;                               /* got right most often */
    training.confusion[3][3] = 1;                               /* and least often */
    training.confusion[1][2] = 5, training.confusion[2][1] = 2; /* 1 is taken for 2 */
    double *w = (double *)&training.weights;
    for (int i = 0; i < LENET_WEIGHTS; i++) w[i] = i / 3.0;
    for (int i = 0; i < IMAGE_CELLS; i++) inspect.pixel[i] = i, inspect.dpixel[i] = -i;
    for (int i = 0; i < MAP1_CHANNELS * MAP1_CELLS; i++) inspect.dconv1[i] = i;
    inspect.channel = 3;
    inspect.one = (struct reached){6272 / 4.0, 3136 / 8.0};
    data.train.n = 60, data.test.n = 50;
    training.data = &data, training.epochs = 2, training.history = history;
}

static void make(void)
{
    char error[500] = "";
    folder_make(&folder);
    make_up();
    const struct report r = {&training, &inspect, 1};
    cr_assert_eq(report_write(&r, folder.path, error, sizeof error), 0, "%s", error);
}

static void drop(void)
{
    folder_remove(&folder);
}

TestSuite(training_report, .init = make, .fini = drop);

/* The file's text. */
static const char *contents(const char *name)
{
    char file[100];
    snprintf(file, sizeof file, "04_full_network%s.tsv", name);
    FILE *f = fopen(in_folder(&folder, file), "r");
    cr_assert(f, "%s is not there", file);
    size_t n = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    text[n] = 0;
    return text;
}

/* Line `number`, counted from 0, begins with these words. */
static void expect_line(const char *all, int number, const char *words)
{
    for (; number > 0; number--) {
        all = strchr(all, '\n');
        cr_assert(all, "there are too few lines");
        all++;
    }
    cr_expect_eq(strncmp(all, words, strlen(words)), 0, "found %.60s, not %s", all, words);
}

static void expect_value(const char *name, double v)
{
    char key[100];
    snprintf(key, sizeof key, "\n%s\t", name);
    const char *at = strstr(text, key);
    cr_assert(at, "no value \"%s\"", name);
    cr_expect_eq(strtod(at + strlen(key), NULL), v, "%s: %.20s, not %g", name, at + 1, v);
}

Test(training_report, losses_accuracies_and_what_is_confused_with_what)
{
    contents("");
    expect_value("loss.start", 2);
    expect_value("loss.1", 1.5);
    expect_value("loss.2", 1.5 - 1);
    expect_value("accuracy.1", 0.5);
    expect_value("accuracy.last", 0.75);
    expect_value("confusion.1.2", 5);
    expect_value("confusion.sum.1", 4 + 5);
    expect_value("confusion.sum.2", 4 + 2);
    expect_value("confused.true", 1);
    expect_value("confused.said", 2);
    expect_value("confused.count", 5);
    expect_value("confused.best", 7);
    expect_value("confused.worst", 3);
    expect_value("picture.reached.conv1.percent", 100 / 4.0);
    expect_value("picture.reached.conv2.percent", 100 / 8.0);
}

/* The losses stand in the middle of their twentieths: 0.5/20, 1.5/20, ... */
Test(training_report, the_curve)
{
    expect_line(contents("_curve"), 0, "0.0250\t2.000000\n0.0750\t1.990000\n");
    expect_line(text, 20, "1.0250\t1.800000\n");
    expect_line(text, 39, "1.9750\t1.610000\n");
    cr_expect_str_eq(contents("_accuracy"), "1\t0.500000\n2\t0.750000\n");
}

/* Filter 2 begins with weight 2*25 of i/3, behind two filters of five rows and two empty lines. */
Test(training_report, maps_one_behind_the_other)
{
    expect_line(contents("_filters"), 2 * (5 + 2), "16.666666666666668\t17\t");
    expect_line(contents("_gradient"), 0, "0\t1\t2\t");
    expect_line(text, 28 + 2, "0\t-1\t-2\t");
    expect_line(text, 2 * (28 + 2), "2352\t2353\t"); /* channel 3: 3 * 784 */
    expect_line(contents("_confusion"), 1, "0\t4\t5\t0\t");
    expect_line(contents("_classes"), 9, "9\tname\n");
}

/* As many digits as a float has. */
Test(training_report, all_weights)
{
    expect_line(contents("_weights"), 1, "0.333333333\n0.666666667\n1\n");
    expect_line(text, LENET_WEIGHTS - 1, "3757.66667\n");
    expect_line(text, LENET_WEIGHTS, "");
}
