/*
 * Chapter 4 with --look: one image through given weights and back. The real program is run; the
 * weights are files that the tests write.
 */
#include "program.h"
#include "random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WEIGHTS = 11274, PIXELS = 784 };

/* A file of n numbers; the same name for the same process. */
static const char *weights_file(const double *w, int n)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/look-weights-%ld", (long)getpid());
    FILE *f = fopen(path, "w");
    cr_assert(f, "%s cannot be written", path);
    for (int i = 0; i < n; i++) fprintf(f, "%.17g\n", w ? w[i] : 0.0);
    fclose(f);
    return path;
}

static struct outcome look(const char *file, const double *pixel, const char *right)
{
    static char list[PIXELS * 16];
    int used = 0;
    for (int i = 0; i < PIXELS; i++)
        used += snprintf(list + used, sizeof list - (size_t)used, "%s%.9g", i ? "," : "",
                         pixel ? pixel[i] : 0);
    return run_program((const char *[]){"04_full_network", "--look", file, "--pixels", list,
                                        "--right", right, "--values", NULL});
}

static double value_of(const struct outcome *r, const char *name)
{
    char key[64];
    snprintf(key, sizeof key, "%s\t", name);
    const char *at = strstr(r->out, key);
    cr_assert(at && (at == r->out || at[-1] == '\n'), "no value %s: %s", name, r->err);
    return strtod(at + strlen(key), NULL);
}

/* All weights 0: ten equal logits, so each class has one in ten, and nothing goes back. */
Test(look, an_empty_network_has_no_opinion)
{
    const char *file = weights_file(NULL, WEIGHTS);
    struct outcome r = look(file, NULL, "3");
    unlink(file);
    cr_assert(r.status == 0, "%s", r.err);
    cr_expect(fabs(value_of(&r, "look.p.0") - 0.1) < 1e-15);
    cr_expect(fabs(value_of(&r, "look.p.9") - 0.1) < 1e-15);
    cr_expect(fabs(value_of(&r, "look.loss") - log(10)) < 1e-14);
    cr_expect(value_of(&r, "look.right") == 3 && value_of(&r, "look.said") == 0);
    cr_expect(value_of(&r, "look.reached.conv1") == 0 && value_of(&r, "look.dpixel.5.5") == 0);
}

/* Where the arrays begin: biases of conv2, weights and biases of FC. */
enum { BIAS2 = 3408, FC = 3424, FC_BIAS = 11264 };

/* All weights 0, but class 7 has a bias of log 3: of the ten, 3 in 3 + 9 * 1 are for it. */
Test(look, the_class_with_the_largest_logit_is_said_and_taken_for_right)
{
    static double w[WEIGHTS];
    w[FC_BIAS + 7] = log(3);
    const char *file = weights_file(w, WEIGHTS);
    struct outcome r = look(file, NULL, "-1");
    unlink(file);
    cr_assert(r.status == 0, "%s", r.err);
    cr_expect(value_of(&r, "look.said") == 7 && value_of(&r, "look.right") == 7);
    cr_expect(fabs(value_of(&r, "look.p.7") - 3 / (3 + 9 * 1.0)) < 1e-15);
    cr_expect(fabs(value_of(&r, "look.p.0") - 1 / (3 + 9 * 1.0)) < 1e-15);
    cr_expect(fabs(value_of(&r, "look.loss") - log((3 + 9 * 1.0) / 3)) < 1e-14);
}

/* All cells of the second map are 1, so the first of each window wins: 16*7*7 of them. No wire
   goes on from there to the first map. */
Test(look, the_gradient_ends_where_the_kernel_is_zero)
{
    static double w[WEIGHTS];
    for (int i = 0; i < 16; i++) w[BIAS2 + i] = 1;
    for (int i = 0; i < 784; i++) w[FC + i] = 0.001; /* class 0's */
    const char *file = weights_file(w, WEIGHTS);
    struct outcome r = look(file, NULL, "0");
    unlink(file);
    cr_assert(r.status == 0, "%s", r.err);
    cr_expect_eq(value_of(&r, "look.reached.conv2"), 16 * 7 * 7);
    cr_expect_eq(value_of(&r, "look.reached.conv1"), 0);
}

/* The gradient of a pixel, against moving that pixel: random weights, a spaced-out image. */
Test(look, a_pixel_moves_the_loss_by_its_gradient)
{
    struct dice d = dice_for("a pixel moves the loss by its gradient");
    static double w[WEIGHTS], pixel[PIXELS];
    for (int i = 0; i < WEIGHTS; i++) w[i] = dice_between(&d, -1000, 1000) * 1e-4;
    for (int i = 0; i < PIXELS; i++) pixel[i] = dice_between(&d, 1, 254);
    const char *file = weights_file(w, WEIGHTS);
    struct outcome here = look(file, pixel, "7");
    cr_assert(here.status == 0, "%s", here.err);
    const double h = 1e-3; /* of 255: small enough that hardly a winner changes */
    double sum = 0;
    for (int k = 0; k < 5; k++) {
        int i = dice_between(&d, 0, PIXELS - 1);
        char name[40];
        snprintf(name, sizeof name, "look.dpixel.%d.%d", i / 28, i % 28);
        double was = pixel[i];
        pixel[i] = was + h;
        struct outcome up = look(file, pixel, "7");
        pixel[i] = was - h;
        struct outcome down = look(file, pixel, "7");
        pixel[i] = was;
        double measured =
            (value_of(&up, "look.loss") - value_of(&down, "look.loss")) / (2 * h / 255);
        double gradient = value_of(&here, name);
        sum += fabs(gradient);
        cr_expect(fabs(measured - gradient) <= 1e-4 * fmax(1e-2, fabs(gradient)),
                  "%s is %g, measured %g", name, gradient, measured);
    }
    unlink(file);
    cr_expect(sum > 0, "all gradients are 0: nothing was compared");
}

Test(look, bad_weights_and_pixels_are_refused)
{
    struct outcome r = look("/nowhere/weights", NULL, "-1");
    expect_refusal("no file", &r, "--look: /nowhere/weights: No such file");
    const char *file = weights_file(NULL, WEIGHTS - 1);
    r = look(file, NULL, "-1");
    expect_refusal("one too few", &r, "number 11274 cannot be read, expected 11274 numbers");
    file = weights_file(NULL, WEIGHTS + 1);
    r = look(file, NULL, "-1");
    expect_refusal("one too many", &r, "has more than the 11274 numbers");
    file = weights_file(NULL, WEIGHTS);
    double pixel[PIXELS] = {256};
    r = look(file, pixel, "-1");
    expect_refusal("a pixel too bright", &r,
                   "--pixels: 256 found, expected numbers from 0 to 255");
    pixel[0] = -1;
    r = look(file, pixel, "-1");
    expect_refusal("a pixel darker than black", &r, "--pixels: -1 found");
    r = look(file, NULL, "10");
    expect_refusal("an eleventh class", &r, "--right: 10 found");
    const double infinite[WEIGHTS] = {0, INFINITY};
    file = weights_file(infinite, WEIGHTS);
    r = look(file, NULL, "-1");
    expect_refusal("a weight that is no number", &r, "number 2 cannot be read");
    unlink(file);
}
