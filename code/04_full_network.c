/*
 * Chapter 4: a full network, first by hand, then at full size.
 *
 *     image -> conv -> ReLU -> max-pool -> FC -> softmax cross-entropy
 *
 * Rule: run the layers forward, keep what they saw, run their backward functions in the
 * opposite order; then move each weight a little against its gradient.
 *
 *     build/bin/04_full_network                  every number of a 6x6 image's way and back
 *     build/bin/04_full_network --rate 0.25      the same with another step (--help)
 *     build/bin/04_full_network --train          Fashion-MNIST, three epochs
 */
#include "layers/shape.h"
#include "network/gradcheck.h"
#include "network/starts.h"
#include "network/tiny_mistakes.h"
#include "network/tiny_page.h"
#include "program/options.h"
#include "program/values.h"
#include "training/full_size.h"
#include "training/inspect.h"
#include "training/look.h"

#include <limits.h>
#include <stdio.h>

// begin tiny_example
/* The example: whole numbers all the way to the logits, and two logits that come out equal. */
static struct tiny_page page = {
    .image =
        {
            0, 0, 0, 0, 2, 2, /* row 0 */
            1, 0, 0, 0, 0, 0, /* row 1 */
            0, 1, 1, 0, 0, 1, /* row 2 */
            2, 2, 2, 2, 1, 0, /* row 3 */
            0, 2, 0, 2, 0, 2, /* row 4 */
            1, 1, 0, 1, 0, 1, /* row 5 */
        },
    .label = 0,
    .rate = 0.01,
    .before =
        {
            .kernel = {-1, 0, 1, 0, -1, -1, 1, 1, 0},
            .kernel_bias = -1,
            .w = {0, 2, 0, -1, 2, 0, 2, 1},
            .b = {0, 0},
        },
};
// end tiny_example

static struct gradcheck check = {
    .point = 0.7,
    .cells = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6},
    .rest = 9,
};
static struct softmax_ways ways = {.z = {1, 2, 3}, .label = 1};
static struct starts starts = {.x = {1, 2}};
static struct tiny_mistakes mistakes;

/* The sizes in a network of three 5x5 kernels on a 28x28 image, pooled, then FC. */
static void shape_values(void)
{
    int conv = out_size(28, 5, 1, 0), pool = out_size(conv, 2, 2, 0);
    value(conv, "shape.conv");
    value(conv * conv, "shape.cells");
    value(pool, "shape.pool");
    value(3 * pool * pool, "shape.fc");
    value(out_size(28, conv, 1, 0), "shape.kernel");
}

/* The worked example, and the examples that stand beside it. */
static void work_out(void)
{
    tiny_page_work_out(&page);
    tiny_mistakes_work_out(&mistakes, &page);
    softmax_ways_work_out(&ways);
    gradcheck_work_out(&check);
    starts_work_out(&starts);
}

static void print_text(void)
{
    tiny_page_print(&page);
    tiny_mistakes_print(&mistakes, &page);
    printf("\n");
    softmax_ways_print(&ways);
    printf("\n");
    gradcheck_print(&check);
    printf("\n");
    starts_print(&starts);
}

static void print_values(void)
{
    tiny_page_values(&page);
    tiny_mistakes_values(&mistakes);
    shape_values();
    softmax_ways_values(&ways);
    gradcheck_values(&check);
    starts_values(&starts);
}

int main(int argc, char **argv)
{
    int values = 0, training = 0;
    struct tiny_weights *w = &page.before;
    struct full_size full = {
        .seed = 1, .epochs = 3, .batch = 32, .lr = 0.05, .check = CHECKED_MOST};
    static struct look look = {.right = LOOK_SAID};
    const struct option options[] = {
        {"--image", OPTION_NUMBERS, page.image, TINY_IMAGE_CELLS,
         .help = "the 6x6 image, row by row"},
        {"--filter", OPTION_NUMBERS, w->kernel, TINY_KERNEL_CELLS,
         .help = "the 3x3 kernel, row by row"},
        {"--filter-bias", OPTION_NUMBERS, &w->kernel_bias, 1, .help = "bias of the kernel"},
        {"--weights", OPTION_NUMBERS, w->w, TINY_WIRES,
         .help = "FC weights: four into class 0, four into class 1"},
        {"--bias", OPTION_NUMBERS, w->b, TINY_CLASSES, .help = "FC biases"},
        {"--label", OPTION_COUNTS, &page.label, 1, .help = "the right class",
         .max = TINY_CLASSES - 1},
        {"--rate", OPTION_NUMBERS, &page.rate, 1, .help = "how far the one step goes"},
        {"--values", OPTION_FLAG, &values, .help = "print every value as name<TAB>number"},
        {"--train", OPTION_FLAG, &training,
         .help = "train LeNet-F instead; what follows is for it"},
        {"--data", OPTION_TEXT, &full.data, .help = "folder of four IDX files, .gz or not"},
        {"--drawn", OPTION_FLAG, &full.drawn, .help = "use images that the program draws"},
        {"--limit", OPTION_COUNTS, &full.limit, 1, .max = INT_MAX,
         .help = "training images, 0 for all"},
        {"--tests", OPTION_COUNTS, &full.tests, 1, .max = INT_MAX,
         .help = "test images, 0 for all"},
        {"--epochs", OPTION_COUNTS, &full.epochs, 1, .min = 1, .max = 1000,
         .help = "passes over the training images"},
        {"--batch", OPTION_COUNTS, &full.batch, 1, .min = 1, .max = 1024,
         .help = "images for each step"},
        {"--lr", OPTION_NUMBERS, &full.lr, 1, .help = "learning rate"},
        {"--seed", OPTION_COUNTS, &full.seed, 1, .max = INT_MAX,
         .help = "another seed, another run"},
        {"--kernel", OPTION_CHOICE, &full.kernel, .words = full_size_kernels(),
         .help = "who computes"},
        {"--out", OPTION_TEXT, &full.out, .help = "folder for results and the checkpoint"},
        {"--checkpoint", OPTION_TEXT, &full.checkpoint,
         .help = "file to write after each epoch"},
        {"--resume", OPTION_FLAG, &full.resume, .help = "go on from the checkpoint"},
        {"--picture", OPTION_COUNTS, &full.picture, 1, .max = INT_MAX,
         .help = "number of the test image to look into"},
        {"--check", OPTION_COUNTS, &full.check, 1, .min = 1, .max = CHECKED_MOST,
         .help = "weights of each layer whose gradient is measured"},
        {"--look", OPTION_TEXT, &look.weights,
         .help = "send one image through the weights in this file instead"},
        {"--pixels", OPTION_NUMBERS, look.pixel, LOOK_PIXELS,
         .help = "the image for --look, 28x28 numbers from 0 to 255"},
        {"--right", OPTION_COUNTS, &look.right, 1, .min = LOOK_SAID, .max = LOOK_CLASSES - 1,
         .help = "its class; -1: the one that the network says"},
    };
    options_parse(argc, argv, "a full network, first by hand, then at full size", options,
                  sizeof options / sizeof *options);
    if (!training && (full.data || full.out || full.checkpoint || full.resume || full.drawn))
        refuse("--data, --drawn, --out, --checkpoint and --resume need --train");
    if (training && look.weights) refuse("--train and --look: only one of them can be");
    if (look.weights) {
        look_print(&look, values);
    } else if (training) {
        full_size_train(&full, values);
    } else {
        work_out();
        (values ? print_values : print_text)();
    }
    return program_end();
}
