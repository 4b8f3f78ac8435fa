/*
 * The loop of training, around a kernel that computes nothing: it writes down which images came,
 * in which batches, and gives losses and answers that the test has chosen. So what the loop makes
 * of them can be worked out by hand.
 */
#include "data/checkpoint.h"
#include "folder.h"
#include "training/training.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

enum { IMAGES = 42, TESTS = 7, MOST_BATCHES = 100, EPOCHS = 2 };

/* What the kernel was told. */
static struct {
    int room;                     /* images in a batch, at most */
    int batches, n[MOST_BATCHES]; /* trained; images in each */
    int image[EPOCHS * IMAGES], images;
    double rate, weights[LENET_WEIGHTS];
} noted;

/* What it answers: the loss of each batch, and what it has for a last weight after the run. */
static double loss_of_batch[MOST_BATCHES], last_weight;

static struct folder folder;
static unsigned char pixels[IMAGES][IMAGE_CELLS], labels[IMAGES];
static unsigned char test_pixels[TESTS][IMAGE_CELLS];
/* The first pixel of a test image is what the kernel says of it; 255: all classes alike. */
enum { ALIKE = 255 };
static unsigned char said[TESTS] = {0, 1, 9, 2, ALIKE, 9, 9};
static unsigned char test_labels[TESTS] = {0, 1, 2, 2, 5, 9, 9};
static struct dataset data = {.train = {IMAGES, pixels[0], labels},
                              .test = {TESTS, test_pixels[0], test_labels}};

static void *create(int batch)
{
    noted.room = batch;
    return &noted;
}

static void destroy(void *network)
{
    (void)network;
}

static void set_weights(void *network, const double *weights)
{
    (void)network;
    memcpy(noted.weights, weights, sizeof noted.weights);
}

static void get_weights(const void *network, double *weights)
{
    (void)network;
    memcpy(weights, noted.weights, sizeof noted.weights);
    weights[LENET_WEIGHTS - 1] = last_weight;
}

static double train(void *network, const uint8_t *const *image, const int *label, int N,
                    double rate)
{
    (void)network;
    cr_assert(N >= 1 && N <= noted.room);
    for (int n = 0; n < N; n++) {
        int i = image[n][0];
        cr_assert_eq(label[n], i % CLASSES, "image %d came with label %d", i, label[n]);
        noted.image[noted.images++] = i;
    }
    noted.rate = rate;
    noted.n[noted.batches] = N;
    return loss_of_batch[noted.batches++];
}

static void classify(void *network, const uint8_t *const *image, int N, double *logits)
{
    (void)network;
    memset(logits, 0, (size_t)N * CLASSES * sizeof *logits);
    for (int n = 0; n < N; n++)
        if (image[n][0] != ALIKE) logits[n * CLASSES + image[n][0]] = 1;
}

static const struct kernel notes = {"notes",     create, destroy, set_weights,
                                    get_weights, train,  classify};

static void make(void)
{
    folder_make(&folder);
    memset(&noted, 0, sizeof noted);
    last_weight = 0.5;
    for (int b = 0; b < MOST_BATCHES; b++) loss_of_batch[b] = b + 1;
    for (int i = 0; i < IMAGES; i++) pixels[i][0] = (unsigned char)i;
    for (int i = 0; i < IMAGES; i++) labels[i] = (unsigned char)(i % CLASSES);
    for (int i = 0; i < TESTS; i++) test_pixels[i][0] = said[i];
}

static void drop(void)
{
    folder_remove(&folder);
}

TestSuite(training_loop, .init = make, .fini = drop);

static struct training run_of(int epochs, int batch, uint64_t seed)
{
    return (struct training){
        .kernel = &notes,
        .data = &data,
        .settings = {.seed = seed,
                     .batch = (uint64_t)batch,
                     .limit = IMAGES,
                     .tests = TESTS,
                     .rate = 0.25},
        .epochs = epochs,
    };
}

static struct training run(int epochs, int batch, uint64_t seed)
{
    char error[500] = "";
    struct training t = run_of(epochs, batch, seed);
    cr_assert_eq(training_run(&t, error, sizeof error), 0, "%s", error);
    return t;
}

static double history(const struct training *t, int epoch, int what)
{
    return t->history[epoch * HISTORY + what];
}

/* Each number once. */
static void expect_all_images(const int *image)
{
    int times[IMAGES] = {0};
    for (int i = 0; i < IMAGES; i++) times[image[i]]++;
    for (int i = 0; i < IMAGES; i++)
        cr_expect_eq(times[i], 1, "image %d: %d times", i, times[i]);
}

Test(training_loop, every_image_once_in_an_epoch_and_each_epoch_in_another_order)
{
    struct training t = run(2, 10, 3);
    cr_expect_eq(noted.room, 10);
    cr_expect_eq(noted.rate, 0.25);
    cr_assert_eq(noted.images, 2 * IMAGES);
    expect_all_images(noted.image);
    expect_all_images(noted.image + IMAGES);
    cr_expect_neq(memcmp(noted.image, noted.image + IMAGES, IMAGES * sizeof(int)), 0);
    training_free(&t);
}

Test(training_loop, the_seed_chooses_the_order_and_the_weights_at_the_start)
{
    struct training t = run(1, 10, 3);
    int order[IMAGES];
    struct lenet_weights w;
    memcpy(order, noted.image, sizeof order);
    lenet_start(&w, 3);
    cr_expect_eq(memcmp(noted.weights, &w, sizeof w), 0);
    training_free(&t);

    noted.images = noted.batches = 0;
    t = run(1, 10, 4);
    lenet_start(&w, 4);
    cr_expect_eq(memcmp(noted.weights, &w, sizeof w), 0);
    cr_expect_neq(memcmp(order, noted.image, sizeof order), 0);
    training_free(&t);
}

/*
 * 42 images in batches of 10: the last has 2. They begin at the images 0, 10, 20, 30 and 40, that
 * is in the twentieths 0*20/42 = 0, 10*20/42 = 4, 9, 14 and 19.
 */
Test(training_loop, losses_are_means_over_images_and_gaps_repeat_the_point_before)
{
    struct training t = run(2, 10, 3);
    const int begins[5] = {0, 4, 9, 14, 19};
    cr_expect(noted.batches == 10 && noted.n[3] == 10 && noted.n[4] == 2 && noted.n[9] == 2);
    for (int point = 0, b = 0; point < CURVE; point++) {
        if (b < 4 && point == begins[b + 1]) b++;
        cr_expect_eq(history(&t, 0, point), b + 1, "point %d", point);
        cr_expect_eq(history(&t, 1, point), b + 6, "point %d of the second epoch", point);
    }
    cr_expect_eq(history(&t, 0, HISTORY_LOSS), (10 * (1 + 2 + 3 + 4) + 2 * 5) / 42.0);
    cr_expect_eq(history(&t, 1, HISTORY_LOSS), (10 * (6 + 7 + 8 + 9) + 2 * 10) / 42.0);
    training_free(&t);
}

/* 42 images in batches of 2: those at 0 and at 2 are both in the first twentieth, 2*20/42 = 0. */
Test(training_loop, batches_of_one_point_are_averaged)
{
    struct training t = run(1, 2, 3);
    cr_expect_eq(noted.batches, 21);
    cr_expect_eq(history(&t, 0, 0), (2 * 1 + 2 * 2) / 4.0);
    cr_expect_eq(history(&t, 0, 1), 3);
    cr_expect_eq(history(&t, 0, CURVE - 1), 21);
    training_free(&t);
}

/*
 *     it is    0  1  2  2  5      9  9
 *     said     0  1  9  2  alike  9  9      right: 5 of 7; the first of equals is class 0
 */
Test(training_loop, the_confusion_matrix_has_rows_for_what_it_is)
{
    struct training t = run(2, 3, 3);
    const int expected[CLASSES][CLASSES] = {
        [0][0] = 1, [1][1] = 1, [2][9] = 1, [2][2] = 1, [5][0] = 1, [9][9] = 2};
    cr_expect_eq(memcmp(t.confusion, expected, sizeof expected), 0);
    cr_expect_eq(history(&t, 0, HISTORY_ACCURACY), 5 / 7.0);
    cr_expect_eq(history(&t, 1, HISTORY_ACCURACY), 5 / 7.0);
    training_free(&t);
}

Test(training_loop, the_checkpoint_says_whose_it_is)
{
    char error[500] = "";
    struct checkpoint c;
    const char *path = in_folder(&folder, "checkpoint");
    struct training t = run_of(2, 10, 3);
    t.checkpoint = path;
    cr_assert_eq(training_run(&t, error, sizeof error), 0, "%s", error);
    cr_assert_eq(checkpoint_read(&c, path, error, sizeof error), 0, "%s", error);
    cr_expect_eq(c.epochs, 2);
    cr_expect_str_eq(c.settings.kernel, "notes");
    cr_expect_eq(c.settings.data, dataset_checksum(&data, IMAGES));
    cr_expect_neq(c.settings.data, dataset_checksum(&data, IMAGES - 1));
    cr_expect_eq(c.numbers[2 * HISTORY + LENET_WEIGHTS - 1], 0.5);
    checkpoint_free(&c);
    training_free(&t);
}

/* Stops at the first loss or weight that is no number; the checkpoint is that of the epoch before. */
static void expect_stop(int good_epochs, const char *because)
{
    char error[500] = "";
    struct checkpoint c;
    const char *path = in_folder(&folder, "checkpoint");
    struct training t = run_of(2, 10, 3);
    t.checkpoint = path;
    cr_expect_eq(training_run(&t, error, sizeof error), -1);
    cr_expect(strstr(error, because), "found: %s", error);
    training_free(&t);
    if (good_epochs == 0) {
        cr_expect_neq(access(path, F_OK), 0, "a checkpoint without numbers was written");
        return;
    }
    cr_assert_eq(checkpoint_read(&c, path, error, sizeof error), 0, "%s", error);
    cr_expect_eq(c.epochs, good_epochs);
    checkpoint_free(&c);
}

Test(training_loop, a_loss_that_is_no_number_stops_it)
{
    loss_of_batch[7] = NAN;
    expect_stop(1, "epoch 2: the loss is no longer a number");
    cr_expect_eq(noted.batches, 8);
}

/* The loss is that before the step, so the last step can go wrong unseen by it. */
Test(training_loop, a_weight_that_is_no_number_stops_it)
{
    last_weight = INFINITY;
    expect_stop(0, "epoch 1: a weight is no longer a number");
}

/* Before the first batch, not after the first epoch. */
Test(training_loop, a_checkpoint_that_cannot_be_written_stops_it_at_once)
{
    char error[500] = "";
    struct training t = run_of(1, 10, 3);
    t.checkpoint = "/no/such/folder/checkpoint";
    cr_expect_eq(training_run(&t, error, sizeof error), -1);
    cr_expect(strstr(error, "/no/such/folder/checkpoint: cannot be written"), "%s", error);
    cr_expect_eq(noted.batches, 0);
    training_free(&t);
}
