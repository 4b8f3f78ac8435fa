#include "fast/bench.h"

#include "data/dataset.h"
#include "data/drawn.h"
#include "fast/cpu.h"
#include "fast/layer_times.h"
#include "fast/pool_alone.h"
#include "fast/team.h"
#include "fast/train.h"
#include "program/options.h"
#include "program/values.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum {
    BATCH = 32,
    LARGEST_BATCH = 1024,
    ROUNDS_AT_MOST = 101,
    MOST_TRIALS = 64,
    MOST_THREADS = 2
};

/* Multiplications and additions of one image of LeNet-F if none is left out; see chapter 5. */
static const double TRAIN_MFLOP = 4.43744, INFER_MFLOP = 1.58368;

/* With one thread, the time that the processor gave to it: others may be at work on it too. */
static double seconds(int threads)
{
    struct timespec t;
    clock_gettime(threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* --- What takes turns ---------------------------------------------------------------------- */

enum task { TASK_PEAK, TASK_COPY, TASK_TRAIN, TASK_INFER };

struct trial {
    char name[48];
    enum task task;
    int threads, batch;
    double work; /* MFLOP of one image */
    struct trainer *trainer;
    struct team *team; /* TASK_PEAK */
    const struct lane_kernels *kernels;
    char *from, *to;             /* TASK_COPY: `batch` bytes */
    double seconds;              /* that one go takes, about */
    long steps;                  /* in one go */
    double rate[ROUNDS_AT_MOST]; /* images a second (peak: MFLOP, copy: bytes in and out) */
};

struct bench_data {
    const uint8_t *pixels, *labels; /* (n, 28, 28), (n) */
    int n;
};

struct bench {
    struct trial trial[MOST_TRIALS];
    int trials, rounds;
    float *images, *logits;
    const uint8_t *labels;
    int n, next;
    FILE *values;
};

static struct trial *add(struct bench *b, enum task task, const struct trainer_options *o,
                         const char *format, ...)
{
    struct trial *t = &b->trial[b->trials];
    const char *why;
    va_list arguments;
    *t = (struct trial){.task = task, .threads = o->threads, .kernels = o->kernels};
    va_start(arguments, format);
    vsnprintf(t->name, sizeof t->name, format, arguments);
    va_end(arguments);
    t->batch = o->batch;
    t->seconds = 0.03;
    t->work = task == TASK_TRAIN ? TRAIN_MFLOP : INFER_MFLOP;
    if (task == TASK_PEAK) {
        t->team = team_new(o->threads);
    } else if (task == TASK_COPY) {
        t->from = calloc((size_t)t->batch, 1), t->to = malloc((size_t)t->batch);
        if (!t->from || !t->to) return NULL; /* left out */
    } else {
        t->trainer = trainer_new(o, &why);
        if (!t->trainer) return NULL; /* this build lacks the way: it is left out */
        parameters_start(trainer_parameters(t->trainer), &o->net, 1);
    }
    b->trials++;
    return t;
}

static void multiply(void *argument, int member)
{
    const struct trial *t = argument;
    float sum = (float)member * 1e-3F;
    volatile float keep;
    t->kernels->multiply(t->steps, &sum);
    keep = sum;
    (void)keep;
}

/* One go of the trial: `steps` batches. Returns images, or MFLOP, a second. */
static double go(struct bench *b, struct trial *t)
{
    double start = seconds(t->threads);
    if (t->task == TASK_PEAK) {
        float none = 0;
        team_run(t->team, multiply, t);
        return t->threads * 1e-6 * t->kernels->multiply(1, &none) * (double)t->steps /
               (seconds(t->threads) - start);
    }
    for (long i = 0; t->task == TASK_COPY && i < t->steps; i++) {
        memcpy(t->to, t->from, (size_t)t->batch);
        __asm__ volatile("" : : "r"(t->to) : "memory"); /* each copy counts */
    }
    if (t->task == TASK_COPY)
        return 2.0 * (double)t->steps * t->batch / (seconds(t->threads) - start);
    for (long i = 0; i < t->steps; i++) {
        if (b->next + t->batch > b->n) b->next = 0;
        const float *images = b->images + (size_t)b->next * 784;
        if (t->task == TASK_TRAIN)
            trainer_step(t->trainer, images, b->labels + b->next, t->batch, 0.05F);
        else
            trainer_logits(t->trainer, b->logits, images, t->batch);
        b->next += t->batch;
    }
    return (double)t->steps * t->batch / (seconds(t->threads) - start);
}

/* As many steps as fill the time of a go; this also warms up. */
static void set_steps(struct bench *b, struct trial *t)
{
    for (t->steps = 1; t->steps < 1L << 30; t->steps *= 2) {
        double start = seconds(t->threads);
        go(b, t);
        if (seconds(t->threads) - start > t->seconds) break;
    }
}

static void run_all(struct bench *b)
{
    for (int i = 0; i < b->trials; i++) set_steps(b, &b->trial[i]);
    for (int r = 0; r < b->rounds; r++)
        for (int i = 0; i < b->trials; i++) b->trial[i].rate[r] = go(b, &b->trial[i]);
}

/* --- What comes out ------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct spread {
    double low, median, high; /* quartiles */
    double best;
};

static struct spread spread_of(const double *v, int n)
{
    double sorted[ROUNDS_AT_MOST];
    memcpy(sorted, v, (size_t)n * sizeof *v);
    qsort(sorted, (size_t)n, sizeof *sorted, by_size);
    return (struct spread){sorted[n / 4], sorted[n / 2], sorted[n * 3 / 4], sorted[n - 1]};
}

/*
 * What counts of the rounds: the median; with more than one thread the best, because the
 * others at work on this machine seldom leave two cores alone at once.
 */
static double result(const struct bench *b, const struct trial *t)
{
    struct spread s = spread_of(t->rate, b->rounds);
    return t->threads == 1 ? s.median : s.best;
}

/* Round by round, how much of the peak of as many threads the trial's full work would be. */
static struct spread of_peak(const struct bench *b, const struct trial *t)
{
    double ratio[ROUNDS_AT_MOST] = {0};
    const struct trial *peak = &b->trial[t->threads - 1];
    for (int r = 0; r < b->rounds; r++) ratio[r] = t->rate[r] * t->work / peak->rate[r];
    struct spread s = spread_of(ratio, b->rounds);
    if (t->threads > 1) s.median = result(b, t) * t->work / result(b, peak);
    return s;
}

static void put(const struct bench *b, double v, const char *format, ...)
{
    char text[40];
    va_list arguments;
    if (!b->values) return;
    va_start(arguments, format);
    vfprintf(b->values, format, arguments);
    va_end(arguments);
    fprintf(b->values, "\t%s\n", exact_number(text, sizeof text, v));
}

static void report(const struct bench *b, const struct trial *t)
{
    struct spread rate = spread_of(t->rate, b->rounds);
    put(b, result(b, t), "%s", t->name);
    if (t->task == TASK_PEAK) {
        printf("%-28s %10.1f GFLOP/s (%.1f to %.1f)\n", t->name, result(b, t) / 1e3,
               rate.low / 1e3, rate.high / 1e3);
        return;
    }
    if (t->task == TASK_COPY) {
        printf("%-28s %10.1f GB/s, read and written (%.1f to %.1f)\n", t->name,
               result(b, t) / 1e9, rate.low / 1e9, rate.high / 1e9);
        return;
    }
    struct spread peak = of_peak(b, t);
    put(b, peak.median, "%s.of_peak", t->name);
    printf("%-28s %10.0f images/s, %6.3f of the peak (%.3f to %.3f)\n", t->name, result(b, t),
           peak.median, peak.low, peak.high);
}

static void finish(struct bench *b)
{
    run_all(b);
    for (int i = 0; i < b->trials; i++) {
        report(b, &b->trial[i]);
        trainer_free(b->trial[i].trainer);
        team_free(b->trial[i].team);
        free(b->trial[i].from);
        free(b->trial[i].to);
    }
    b->trials = 0;
    printf("\n");
    fflush(stdout);
}

/* --- The tables ----------------------------------------------------------------------------- */

static void add_peaks(struct bench *b, const struct trainer_options *o)
{
    for (int threads = 1; threads <= MOST_THREADS; threads++) {
        struct trainer_options with = *o;
        with.threads = threads;
        add(b, TASK_PEAK, &with, "peak.%d", threads);
    }
}

/* The slopes of a roofline: a copy that stays in the cache of a core, and one that does not. */
static void add_copies(struct bench *b, const struct trainer_options *o)
{
    struct trainer_options with = *o;
    with.batch = 128 << 10;
    add(b, TASK_COPY, &with, "copy.cache");
    with.batch = 128 << 20;
    add(b, TASK_COPY, &with, "copy.memory");
}

static void bench_ways(struct bench *b, const struct trainer_options *o)
{
    printf("LeNet-F, batches of %d, %s; \"of the peak\" counts %.2f MFLOP an image in training "
           "and %.2f in inference\n",
           BATCH, o->kernels->name, TRAIN_MFLOP, INFER_MFLOP);
    add_peaks(b, o);
    add_copies(b, o);
    for (int way = 0; way < WAYS; way++)
        for (int threads = 1; threads <= (way == WAY_SPARSE ? MOST_THREADS : 1); threads++) {
            struct trainer_options with = *o;
            with.way = (enum way)way;
            with.threads = threads;
            add(b, TASK_TRAIN, &with, "train.%s.%d", way_names[way], threads);
            add(b, TASK_INFER, &with, "infer.%s.%d", way_names[way], threads);
        }
    finish(b);
}

static void bench_instruction_sets(struct bench *b, const struct trainer_options *o)
{
    const struct lane_kernels *list[MOST_KERNELS];
    int n = kernels_here(list);
    printf("The same source for each instruction set, one thread\n");
    add_peaks(b, o);
    for (int k = 0; k < n; k++) {
        struct trainer_options with = *o;
        with.kernels = list[k];
        add(b, TASK_TRAIN, &with, "set.%s", list[k]->name);
    }
    finish(b);
}

static void bench_batches(struct bench *b, const struct trainer_options *o)
{
    printf("How it grows with the batch\n");
    add_peaks(b, o);
    for (int threads = 1; threads <= MOST_THREADS; threads++)
        for (int batch = 1; batch <= LARGEST_BATCH; batch *= 4) {
            struct trainer_options with = *o;
            with.batch = batch;
            with.threads = threads;
            add(b, TASK_TRAIN, &with, "batch.%d.%d", batch, threads);
        }
    finish(b);
}

/* The work of other shapes: 2 for each weight at each place, and as often again for dx and dw. */
static double mflop(const struct net *net)
{
    double work = 6.0 * (double)features(net) * net->classes;
    for (int i = 0; i < 2; i++)
        work += (i ? 6.0 : 4.0) * (double)weight_count(&net->block[i]) *
                (double)(conv_h(&net->block[i]) * conv_w(&net->block[i]));
    return work * 1e-6;
}

static void add_shape(struct bench *b, const struct trainer_options *o, int size, int filters,
                      const char *name, int number)
{
    struct trainer_options with = *o;
    with.net = net_like(size, filters);
    struct trial *t = add(b, TASK_TRAIN, &with, "%s.%d", name, number);
    if (t) t->work = mflop(&with.net);
}

static void bench_shapes(struct bench *b, const struct trainer_options *o)
{
    printf("How it grows with the side of the image and with the filters of the first block\n");
    add_peaks(b, o);
    for (int size = 28; size <= 224; size *= 2) add_shape(b, o, size, 8, "side", size);
    for (int filters = 8; filters <= 256; filters *= 2)
        add_shape(b, o, 28, filters, "filters", filters);
    finish(b);
}

/* Images for shapes larger than 28x28 are read on beyond the 784 floats of one: it is the time
   that counts, not what is in the picture. */
static int prepare(struct bench *b, const struct bench_data *data)
{
    b->n = data->n;
    b->labels = data->labels;
    b->images = malloc(((size_t)data->n * 784 + (size_t)BATCH * 224 * 224) * sizeof(float));
    b->logits = malloc((size_t)data->n * 10 * sizeof(float));
    if (!b->images || !b->logits) return -1;
    size_t cells = (size_t)data->n * 784, all = cells + (size_t)BATCH * 224 * 224;
    for (size_t i = 0; i < all; i++) b->images[i] = (float)data->pixels[i % cells] / 255;
    return 0;
}

static void bench_growth(struct bench *b, const struct trainer_options *o)
{
    bench_instruction_sets(b, o);
    bench_batches(b, o);
    if (b->rounds > 5) b->rounds = 5; /* large shapes take long */
    bench_shapes(b, o);
}

static void bench_run(const struct bench_data *data, int rounds, int short_run, FILE *values)
{
    struct bench *b = calloc(1, sizeof *b);
    if (b) *b = (struct bench){.rounds = rounds, .values = values};
    if (!b || prepare(b, data) != 0) {
        fprintf(stderr, "bench: there is not enough memory\n");
        exit(1);
    }
    struct trainer_options o = {net_lenet_f(), WAY_SPARSE, kernels_best(), 1, BATCH};
    bench_ways(b, &o);
    layer_times(b->images, b->labels, b->n, rounds, values);
    if (!short_run) bench_growth(b, &o);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("Peak memory of all that, with %d images as float: %ld MiB\n", b->n,
           used.ru_maxrss / 1024);
    printf("\n");
    free(b->images);
    free(b->logits);
    free(b);
}

/* The images in `folder`, in that of Debian's package, or drawn; returns where they are from. */
static const char *load(struct dataset *data, const char *folder)
{
    char error[5000];
    folder = dataset_folder(folder);
    if (folder && dataset_load(data, folder, error, sizeof error) != 0) refuse("%s", error);
    if (!folder && drawn_set(data, 8192, 10) != 0) refuse("no memory for the images");
    if (data->train.n < LARGEST_BATCH)
        refuse("%s: %d training images found, a measurement needs %d", folder, data->train.n,
               LARGEST_BATCH);
    return folder ? folder : "drawn by the program";
}

void bench_steps(const char *folder, int steps)
{
    struct dataset data = {0};
    struct trainer_options o = {net_lenet_f(), WAY_SPARSE, NULL, 1, BATCH};
    const char *why;
    struct trainer *t = trainer_new(&o, &why);
    float *images = malloc(BATCH * 784 * sizeof *images);
    load(&data, folder);
    if (!t || !images) refuse("there is not enough memory");
    parameters_start(trainer_parameters(t), &o.net, 1);
    for (int i = 0; i < steps; i++) {
        size_t at = (size_t)(i % (data.train.n / BATCH)) * BATCH;
        for (size_t p = 0; p < BATCH * 784; p++)
            images[p] = (float)data.train.pixels[at * 784 + p] / 255;
        trainer_step(t, images, data.train.labels + at, BATCH, 0.05F);
    }
    printf("%d images, %s\n", steps * BATCH, kernels_best()->name);
    free(images);
    trainer_free(t);
    dataset_free(&data);
}

void bench(const char *folder, int rounds, int short_run, const char *out)
{
    struct dataset data = {0};
    FILE *values = NULL;
    const char *from = load(&data, folder);
    if (out && !(values = fopen(out, "w"))) refuse("--out: %s cannot be written", out);
    printf("Images: %s\n\n", from);
    struct bench_data images = {data.train.pixels, data.train.labels,
                                data.train.n < 8192 ? data.train.n : 8192};
    bench_run(&images, rounds, short_run, values);
    for (int threads = 1; !short_run && threads <= MOST_THREADS; threads++)
        pool_alone(rounds < 11 ? rounds : 11, threads, NULL, values);
    if (values && fclose(values) != 0) refuse("--out: %s cannot be written", out);
    dataset_free(&data);
}
