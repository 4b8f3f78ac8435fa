/*
 * Chapter 4 with --train, as a user meets it: what it refuses, what it leaves behind, and that
 * the same command leaves the same bytes.
 */
#include "folder.h"
#include "program.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct folder folder;
static char out_folder[220];

static void make(void)
{
    folder_make(&folder);
    snprintf(out_folder, sizeof out_folder, "%s/out", folder.path);
}

static void drop(void)
{
    struct folder out;
    snprintf(out.path, sizeof out.path, "%.190s", out_folder);
    folder_remove(&out);
    folder_remove(&folder);
}

TestSuite(program_train, .init = make, .fini = drop);

enum { MOST = 24 };

/* A short run on drawn images by the layers, and up to three more words. */
static struct outcome short_run(const char *a, const char *b, const char *c)
{
    return run_program((const char *[MOST]){
        "04_full_network", "--train", "--drawn", "--limit", "40", "--tests", "20", "--epochs",
        "1", "--batch", "10", "--check", "5", "--kernel", "layers", a, b, c, NULL});
}

static void refused(const char *a, const char *b, const char *c, const char *says)
{
    struct outcome r = run_program((const char *[MOST]){"04_full_network", a, b, c, NULL});
    expect_refusal(a, &r, says);
}

static size_t contents(const char *name, char *text, size_t room)
{
    char path[500];
    snprintf(path, sizeof path, "%s/04_full_network%s", out_folder, name);
    FILE *f = fopen(path, "rb");
    cr_assert(f, "%s is not there", path);
    size_t n = fread(text, 1, room - 1, f);
    fclose(f);
    text[n] = 0;
    return n;
}

static double value_in(const char *text, const char *name)
{
    char line[100];
    snprintf(line, sizeof line, "\n%s\t", name);
    const char *at = strstr(text, line);
    cr_assert(at, "no value \"%s\"", name);
    return strtod(at + strlen(line), NULL);
}

Test(program_train, refuses_in_one_line)
{
    refused("--train", "--data", "/no/such/folder", "/no/such/folder: No such file");
    refused("--train", "--data", "/dev/null", "/dev/null: not a folder");
    refused("--train", "--data", "two\nlines\033[31m", "two?lines?[31m: No such file");
    refused("--train", "--resume", NULL, "--resume: needs --checkpoint FILE or --out DIR");
    refused("--data", "somewhere", NULL, "need --train");
    refused("--train", "--kernel", "quick", "\"quick\" found, expected one of");
    refused("--train", "--epochs", "0", "0 found, expected a whole number from 1");
    refused("--train", "--batch", "many", "not a number");
    refused("--train", "--drawn", "--picture=1000", "1000 found, there are 1000 test images");
    refused("--train", "--drawn", "--data=x", "only one of them");
}

Test(program_train, a_refused_run_leaves_nothing)
{
    struct outcome r = run_program((const char *[MOST]){
        "04_full_network", "--train", "--data", folder.path, "--out", out_folder, NULL});
    expect_refusal("--data", &r, "no train-images-idx3-ubyte here");
    cr_expect_neq(access(out_folder, F_OK), 0, "%s was made", out_folder);
}

Test(program_train, a_file_in_place_of_the_folder_is_refused)
{
    FILE *f = fopen(in_folder(&folder, "file"), "w");
    cr_assert(f && fclose(f) == 0);
    struct outcome r = short_run("--out", in_folder(&folder, "file"), "--checkpoint=/dev/null");
    expect_refusal("--out", &r, "file: the folder cannot be made: File exists");
}

Test(program_train, says_what_it_trained_on)
{
    struct outcome r = short_run(NULL, NULL, NULL);
    cr_expect_eq(r.status, 0, "%s", r.err);
    cr_expect(strstr(r.out, "shapes that the program draws itself"), "%s", r.out);
    cr_expect(strstr(r.out, "dataset-fashion-mnist"), "%s", r.out);
    cr_expect(strstr(r.out, "40 of 4000 training images, 20 of 1000 test images"), "%s", r.out);
}

Test(program_train, none_or_more_images_than_there_are_is_all_of_them)
{
    struct outcome r = run_program((const char *[MOST]){"04_full_network", "--train", "--drawn",
                                                        "--limit", "0", "--tests", "1001",
                                                        "--epochs", "1", "--check", "1", NULL});
    cr_expect_eq(r.status, 0, "%s", r.err);
    cr_expect(strstr(r.out, "4000 of 4000 training images, 1000 of 1000 test images"), "%s",
              r.out);
}

Test(program_train, does_what_the_options_say)
{
    struct outcome r = short_run("--seed=7", "--lr=0.125", "--epochs=2");
    cr_expect(strstr(r.out, "kernel layers"), "%s", r.out);
    cr_expect(strstr(r.out, "batch 10, rate 0.125, seed 7\n"), "%s", r.out);
    cr_expect(strstr(r.out, "\n      2 "), "no second epoch: %s", r.out);
}

Test(program_train, the_checkpoint_is_where_it_is_asked_for)
{
    char option[300];
    snprintf(option, sizeof option, "--checkpoint=%s", in_folder(&folder, "elsewhere"));
    struct outcome r = short_run("--out", out_folder, option);
    cr_expect_eq(r.status, 0, "%s", r.err);
    cr_expect_eq(access(in_folder(&folder, "elsewhere"), F_OK), 0);
    cr_expect_neq(access(in_folder(&folder, "out/04_full_network.checkpoint"), F_OK), 0);
}

Test(program_train, leaves_files_that_fit_together)
{
    static char values[60000], map[60000];
    struct outcome r = short_run("--out", out_folder, "--values");
    cr_assert_eq(r.status, 0, "%s", r.err);
    contents(".tsv", values, sizeof values);
    cr_expect_str_eq(values, r.out, "--values and the file differ");
    cr_expect_eq(value_in(values, "tests"), 20);

    contents("_confusion.tsv", map, sizeof map);
    long sum = 0;
    for (char *at = map, *end;; at = end) {
        long n = strtol(at, &end, 10);
        if (end == at) break;
        sum += n;
    }
    cr_expect_eq(sum, 20, "the confusion matrix tells of %ld images", sum);

    contents("_filters.tsv", map, sizeof map);
    int lines = 0;
    for (const char *at = strchr(map, '\n'); at; at = strchr(at + 1, '\n')) lines++;
    cr_expect_eq(lines, 8 * 5 + 7 * 2, "eight maps of five rows, two empty lines between");
}

/* At most one cell of each window of four can be reached. */
Test(program_train, a_quarter_of_the_cells_is_the_most_that_is_reached)
{
    struct outcome r = short_run("--values", NULL, NULL);
    cr_assert_eq(r.status, 0, "%s", r.err);
    double first = value_in(r.out, "picture.reached.conv1");
    double second = value_in(r.out, "mean.reached.conv2");
    cr_expect(first > 0 && first <= 8 * 28 * 28 / 4, "%g", first);
    cr_expect(second > 0 && second <= 16 * 14 * 14 / 4, "%g", second);
}

Test(program_train, goes_on_from_its_checkpoint_and_refuses_a_foreign_one)
{
    static char whole[60000], resumed[60000];
    struct outcome r = short_run("--out", out_folder, "--epochs=2");
    cr_assert_eq(r.status, 0, "%s", r.err);
    contents(".tsv", whole, sizeof whole);
    r = short_run("--out", out_folder, NULL);
    cr_assert_eq(r.status, 0, "%s", r.err);
    r = run_program((const char *[MOST]){"04_full_network", "--train", "--drawn", "--limit",
                                         "40", "--tests", "20", "--epochs", "2", "--batch",
                                         "10", "--check", "5", "--kernel", "layers", "--out",
                                         out_folder, "--resume", NULL});
    cr_assert_eq(r.status, 0, "%s", r.err);
    contents(".tsv", resumed, sizeof resumed);
    cr_expect_str_eq(resumed, whole);

    char path[300];
    snprintf(path, sizeof path, "%s/04_full_network.checkpoint", out_folder);
    FILE *f = fopen(path, "w");
    cr_assert(f);
    fputs("something else\n", f);
    fclose(f);
    r = short_run("--out", out_folder, "--resume");
    expect_refusal("--resume", &r, "not a checkpoint of this program");
}
