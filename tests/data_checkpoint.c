/*
 * Checkpoints: written whole, read whole or refused; and a run that goes on from one does what
 * the uninterrupted run does, to the last bit, even after kill -9.
 */
#include "data/checkpoint.h"
#include "data/drawn.h"
#include "folder.h"
#include "training/training.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct folder folder;

static void make(void)
{
    folder_make(&folder);
}

static void drop(void)
{
    folder_remove(&folder);
}

TestSuite(checkpoint, .init = make, .fini = drop);
TestSuite(training, .init = make, .fini = drop);

/* Two epochs of three numbers each, and four weights. */
static double numbers[10] = {0.1, 0.2, 0.3, 1e300, -0.0, 5e-324, 1, 2, 3, 4};

static struct checkpoint example(void)
{
    return (struct checkpoint){
        .settings = {7, 32, 60000, 0xdeadbeef, 10000, 0.05, "layers"},
        .epochs = 2,
        .history = 3,
        .weights = 4,
        .numbers = numbers,
    };
}

static const char *write_example(void)
{
    char error[500] = "";
    struct checkpoint c = example();
    const char *path = in_folder(&folder, "checkpoint");
    cr_assert_eq(checkpoint_write(path, &c, error, sizeof error), 0, "%s", error);
    return path;
}

static size_t read_bytes(const char *path, unsigned char *bytes, size_t room)
{
    FILE *f = fopen(path, "rb");
    cr_assert(f, "%s is not there", path);
    size_t n = fread(bytes, 1, room, f);
    fclose(f);
    return n;
}

static void write_bytes(const char *path, const unsigned char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    cr_assert(f && fwrite(bytes, 1, n, f) == n);
    fclose(f);
}

static void expect_refused(const char *path, const char *because)
{
    struct checkpoint c;
    char error[500] = "";
    cr_expect_eq(checkpoint_read(&c, path, error, sizeof error), -1);
    cr_expect_null(c.numbers);
    cr_expect(strstr(error, path) == error && strstr(error, because), "found: %s", error);
}

Test(checkpoint, comes_back_bit_for_bit)
{
    struct checkpoint c;
    char error[500] = "";
    cr_assert_eq(checkpoint_read(&c, write_example(), error, sizeof error), 0, "%s", error);
    cr_expect(c.epochs == 2 && c.history == 3 && c.weights == 4);
    cr_expect(c.settings.seed == 7 && c.settings.batch == 32 && c.settings.limit == 60000);
    cr_expect(c.settings.data == 0xdeadbeef && c.settings.tests == 10000);
    cr_expect(c.settings.rate == 0.05 && !strcmp(c.settings.kernel, "layers"));
    cr_expect_eq(memcmp(c.numbers, numbers, sizeof numbers), 0);
    checkpoint_free(&c);
}

/* 13 words of head, 10 numbers, a checksum: 24 words of 8 bytes. */
Test(checkpoint, cut_short_at_every_byte_is_refused)
{
    unsigned char bytes[400];
    size_t n = read_bytes(write_example(), bytes, sizeof bytes);
    cr_assert_eq(n, 8 * (13 + 10 + 1));
    for (size_t cut = 0; cut < n; cut++) {
        struct checkpoint c;
        char error[500];
        const char *path = in_folder(&folder, "cut");
        write_bytes(path, bytes, cut);
        cr_expect_eq(checkpoint_read(&c, path, error, sizeof error), -1, "%zu bytes", cut);
    }
    write_bytes(in_folder(&folder, "cut"), bytes, n - 8);
    expect_refused(in_folder(&folder, "cut"), "cut short");
}

Test(checkpoint, any_flipped_bit_is_seen)
{
    unsigned char bytes[400];
    size_t n = read_bytes(write_example(), bytes, sizeof bytes);
    for (size_t bit = 0; bit < 8 * n; bit++) {
        struct checkpoint c;
        char error[500];
        const char *path = in_folder(&folder, "flipped");
        bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
        write_bytes(path, bytes, n);
        cr_expect_eq(checkpoint_read(&c, path, error, sizeof error), -1, "bit %zu", bit);
        bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
    }
}

Test(checkpoint, says_what_is_wrong)
{
    unsigned char bytes[400] = "a text file that has nothing to do with it";
    const char *path = in_folder(&folder, "foreign");
    write_bytes(path, bytes, 43);
    expect_refused(path, "not a checkpoint of this program");
    expect_refused(in_folder(&folder, "none"), "No such file");

    size_t n = read_bytes(write_example(), bytes, sizeof bytes);
    bytes[120] ^= 1;
    write_bytes(path, bytes, n);
    expect_refused(path, "damaged: its checksum does not fit");
    bytes[120] ^= 1;
    write_bytes(path, bytes, n + 1);
    expect_refused(path, "more behind the checkpoint");
    bytes[8] = 2;
    write_bytes(path, bytes, n);
    expect_refused(path, "another version");
}

Test(checkpoint, failed_write_leaves_the_old_one)
{
    char error[500] = "";
    struct checkpoint c = example(), old;
    const char *path = write_example();
    char blocked[600];
    snprintf(blocked, sizeof blocked, "%s/no-such-folder/checkpoint", folder.path);
    cr_expect_eq(checkpoint_write(blocked, &c, error, sizeof error), -1);
    cr_expect(strstr(error, "no-such-folder/checkpoint: cannot be written"), "%s", error);
    cr_expect_eq(checkpoint_read(&old, path, error, sizeof error), 0);
    checkpoint_free(&old);
}

/* Renaming a file over a device would take the device away from the whole machine. */
Test(checkpoint, takes_the_name_of_nothing_but_a_plain_file)
{
    char error[500] = "";
    struct checkpoint c = example();
    struct stat there;
    const char *pipe = in_folder(&folder, "pipe");
    cr_assert_eq(mkfifo(pipe, 0600), 0);
    cr_expect_eq(checkpoint_write(pipe, &c, error, sizeof error), -1);
    cr_expect(strstr(error, "pipe: cannot be written: it is there, and no plain file"), "%s",
              error);
    cr_expect(stat(pipe, &there) == 0 && S_ISFIFO(there.st_mode), "the pipe is gone");
    cr_expect_eq(checkpoint_write(folder.path, &c, error, sizeof error), -1);
}

Test(checkpoint, another_run_may_not_go_on_from_it)
{
    char error[500] = "";
    const struct checkpoint c = example();
    struct settings now = c.settings;
    cr_expect_eq(checkpoint_suits(&c, "FILE", &now, error, sizeof error), 0);
    now.rate = 0.1;
    cr_expect_eq(checkpoint_suits(&c, "FILE", &now, error, sizeof error), -1);
    cr_expect_str_eq(error, "FILE: the run had --lr 0.05, this one has 0.1");
    now = c.settings;
    now.data++;
    cr_expect_eq(checkpoint_suits(&c, "FILE", &now, error, sizeof error), -1);
    cr_expect(strstr(error, "checksum of the training images"));
    now = c.settings;
    strcpy(now.kernel, "other");
    cr_expect_eq(checkpoint_suits(&c, "FILE", &now, error, sizeof error), -1);
    cr_expect_str_eq(error, "FILE: the run had --kernel layers, this one has other");
}

/* --- Runs on a few drawn images ------------------------------------------------------------ */

enum { IMAGES = 48, TESTS = 16 };

static struct training few_images(const struct dataset *data, int epochs,
                                  const char *checkpoint)
{
    return (struct training){
        .kernel = &lenet_kernel,
        .data = data,
        .settings = {.seed = 3, .batch = 16, .limit = IMAGES, .tests = TESTS, .rate = 0.05},
        .epochs = epochs,
        .checkpoint = checkpoint,
    };
}

static struct training run(const struct dataset *data, int epochs, const char *checkpoint,
                           int resume)
{
    char error[500] = "";
    struct training t = few_images(data, epochs, checkpoint);
    t.resume = resume;
    cr_assert_eq(training_run(&t, error, sizeof error), 0, "%s", error);
    return t;
}

static void expect_same(const struct training *a, const struct training *b)
{
    size_t kept = (size_t)a->epochs * HISTORY * sizeof(double);
    cr_assert_eq(a->epochs, b->epochs);
    cr_expect_eq(memcmp(&a->weights, &b->weights, sizeof a->weights), 0, "weights differ");
    cr_expect_eq(memcmp(a->history, b->history, kept), 0, "losses or accuracies differ");
    cr_expect_eq(memcmp(a->confusion, b->confusion, sizeof a->confusion), 0);
}

Test(training, same_seed_same_bits_other_seed_other_bits)
{
    struct dataset data;
    char error[500];
    cr_assert_eq(drawn_set(&data, IMAGES, TESTS), 0);
    struct training a = run(&data, 1, NULL, 0), b = run(&data, 1, NULL, 0);
    struct training c = few_images(&data, 1, NULL);
    c.settings.seed = 4;
    cr_assert_eq(training_run(&c, error, sizeof error), 0);
    expect_same(&a, &b);
    cr_expect_neq(memcmp(&a.weights, &c.weights, sizeof a.weights), 0);
    training_free(&a);
    training_free(&b);
    training_free(&c);
    dataset_free(&data);
}

Test(training, resumed_run_is_the_uninterrupted_run_bit_for_bit)
{
    struct dataset data;
    const char *path = in_folder(&folder, "checkpoint");
    cr_assert_eq(drawn_set(&data, IMAGES, TESTS), 0);
    struct training whole = run(&data, 3, NULL, 0);
    struct training first = run(&data, 1, path, 0);
    struct training rest = run(&data, 3, path, 1);
    expect_same(&whole, &rest);
    cr_expect_neq(memcmp(&first.weights, &rest.weights, sizeof rest.weights), 0);
    struct training again = run(&data, 3, path, 1); /* nothing left to train */
    expect_same(&whole, &again);
    training_free(&whole);
    training_free(&first);
    training_free(&rest);
    training_free(&again);
    dataset_free(&data);
}

/* Kills the process as soon as a checkpoint stands there, in the middle of a later epoch. */
static void kill_after_first_epoch(const struct dataset *data, const char *path)
{
    pid_t child = fork();
    cr_assert_neq(child, -1);
    if (child == 0) {
        char error[500];
        struct training t = few_images(data, 1000, path);
        _exit(training_run(&t, error, sizeof error) == 0 ? 0 : 1);
    }
    const struct timespec tick = {0, 2000000};
    for (int i = 0; i < 30000 && access(path, F_OK) != 0; i++) nanosleep(&tick, NULL);
    int status = 0;
    kill(child, SIGKILL);
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

Test(training, kill_minus_nine_loses_at_most_one_epoch)
{
    struct dataset data;
    struct checkpoint c;
    char error[500] = "";
    const char *path = in_folder(&folder, "killed");
    cr_assert_eq(drawn_set(&data, IMAGES, TESTS), 0);
    kill_after_first_epoch(&data, path);
    cr_assert_eq(checkpoint_read(&c, path, error, sizeof error), 0, "%s", error);
    cr_assert(c.epochs >= 1 && c.epochs < 1000);
    struct training whole = run(&data, c.epochs + 1, NULL, 0);
    struct training rest = run(&data, c.epochs + 1, path, 1);
    expect_same(&whole, &rest);
    checkpoint_free(&c);
    training_free(&whole);
    training_free(&rest);
    dataset_free(&data);
}

static void expect_run_refused(struct training *t, const char *because)
{
    char error[500] = "";
    cr_expect_eq(training_run(t, error, sizeof error), -1);
    cr_expect(strstr(error, because), "found: %s", error);
    training_free(t);
}

Test(training, refuses_to_go_on_where_it_cannot)
{
    struct dataset data;
    const char *path = in_folder(&folder, "checkpoint");
    cr_assert_eq(drawn_set(&data, IMAGES, TESTS), 0);
    struct training two = run(&data, 2, path, 0);
    training_free(&two);
    struct training t = few_images(&data, 1, path);
    t.resume = 1;
    expect_run_refused(&t, "2 epochs are done already, --epochs 1 asked for");
    t = few_images(&data, 3, path);
    t.resume = 1, t.settings.batch = 8;
    expect_run_refused(&t, "the run had --batch 16, this one has 8");
    t = few_images(&data, 3, in_folder(&folder, "none"));
    t.resume = 1;
    expect_run_refused(&t, "none: No such file");
    t = few_images(&data, 1, NULL);
    t.settings.rate = 1e300;
    expect_run_refused(&t, "a smaller --lr may help");
    dataset_free(&data);
}

Test(training, learns_the_drawn_shapes)
{
    struct dataset data;
    cr_assert_eq(drawn_set(&data, 240, 100), 0);
    struct training t = few_images(&data, 3, NULL);
    char error[500];
    t.settings.limit = 240, t.settings.tests = 100;
    t.settings.batch = 8, t.settings.rate = 0.1;
    cr_assert_eq(training_run(&t, error, sizeof error), 0);
    cr_expect_lt(t.history[2 * HISTORY + HISTORY_LOSS], t.history[HISTORY_LOSS]);
    int sum = 0, right = 0;
    for (int i = 0; i < CLASSES; i++)
        for (int k = 0; k < CLASSES; k++) sum += t.confusion[i][k];
    for (int i = 0; i < CLASSES; i++) right += t.confusion[i][i];
    cr_expect_eq(sum, 100);
    cr_expect_float_eq(right / 100.0, t.history[2 * HISTORY + HISTORY_ACCURACY], 1e-12);
    cr_expect_gt(right, 20, "no better than guessing: %d of 100", right);
    training_free(&t);
    dataset_free(&data);
}
