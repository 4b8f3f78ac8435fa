/*
 * The fast code on another processor: NEON, by the same source. `make check-neon` compiles the
 * fast code for AArch64 and runs it in an emulator; no Criterion there, so this is a program.
 *
 * One batch by every way and every set of kernels; the gradients must be those of the plain
 * loops, but for the rounding of sums of at most 64 * 784 products in another order.
 */
#include "fast/cpu.h"
#include "fast/train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { BATCH = 64, CELLS = 784, MOST_WEIGHTS = 20000 };

static float images[BATCH * CELLS];
static uint8_t labels[BATCH];

static size_t gradient_of(float *gradient, enum way way, const struct lane_kernels *kernels)
{
    const char *why = "";
    struct trainer_options o = {net_lenet_f(), way, kernels, 2, BATCH};
    struct trainer *t = trainer_new(&o, &why);
    if (!t) {
        fprintf(stderr, "neon: %s\n", why);
        exit(1);
    }
    size_t n = parameter_count(&o.net);
    parameters_start(trainer_parameters(t), &o.net, 1);
    trainer_step(t, images, labels, BATCH, 0.05F);
    for (size_t i = 0; i < n; i++) gradient[i] = trainer_gradient(t)[i];
    trainer_free(t);
    return n;
}

/* 1 if the way's gradient is that of the plain loops. */
static int agrees(const float *right, enum way way, const struct lane_kernels *kernels)
{
    static float found[MOST_WEIGHTS];
    float most = 0, largest = 0;
    size_t n = gradient_of(found, way, kernels);
    for (size_t i = 0; i < n; i++) {
        most = fmaxf(most, fabsf(found[i] - right[i]));
        largest = fmaxf(largest, fabsf(right[i]));
    }
    int passed = most <= 1e-5F * largest;
    printf("%-10s %-10s differs by at most %.1e of %.1e: %s\n", way_names[way], kernels->name,
           (double)most, (double)largest, passed ? "passed" : "FAILED");
    return passed;
}

int main(void)
{
    static float right[MOST_WEIGHTS];
    const struct lane_kernels *list[MOST_KERNELS];
    int sets = kernels_here(list), passed = 0, all = 0;
    uint32_t state = 1;
    for (int i = 0; i < BATCH * CELLS; i++) {
        state = state * 1664525U + 1013904223U;
        images[i] = (float)(state >> 24) / 255;
    }
    for (int i = 0; i < BATCH; i++) labels[i] = (uint8_t)(i % 10);
    gradient_of(right, WAY_PLAIN, list[0]);
    for (int set = 0; set < sets; set++)
        for (int way = WAY_LANES; way < WAYS; way++, all++)
            passed += agrees(right, (enum way)way, list[set]);
    printf("%d passed, %d failed\n", passed, all - passed);
    return passed != all;
}
