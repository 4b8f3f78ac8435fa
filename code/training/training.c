#include "training/training.h"

#include "data/random.h"
#include "data/replace.h"
#include "training/progress.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the loop needs besides the training itself. */
struct loop {
    struct training *t;
    void *network;
    int *order;            /* (images) */
    const uint8_t **image; /* (batch) */
    int *label;            /* (batch) */
    double *logits;        /* (batch, 10) */
    struct progress progress;
};

static int largest(const double *v, int n)
{
    int best = 0;
    for (int k = 1; k < n; k++)
        if (v[k] > v[best]) best = k;
    return best;
}

/* Points image and label at the images order[first], order[first + 1], ...; how many. */
static int gather(struct loop *l, const struct images *from, const int *order, int first, int n)
{
    int N = 0, batch = (int)l->t->settings.batch;
    for (; N < batch && first + N < n; N++) {
        int i = order ? order[first + N] : first + N;
        l->image[N] = from->pixels + (size_t)i * IMAGE_CELLS;
        l->label[N] = from->labels[i];
    }
    return N;
}

/* Fills the confusion matrix; the share of test images that the network gets right. */
static double test(struct loop *l)
{
    struct training *t = l->t;
    int n = (int)t->settings.tests, right = 0;
    memset(t->confusion, 0, sizeof t->confusion);
    for (int first = 0; first < n; first += (int)t->settings.batch) {
        int N = gather(l, &t->data->test, NULL, first, n);
        t->kernel->classify(l->network, l->image, N, l->logits);
        for (int i = 0; i < N; i++) {
            int said = largest(l->logits + i * CLASSES, CLASSES);
            t->confusion[l->label[i]][said]++;
            right += said == l->label[i];
        }
    }
    return (double)right / n;
}

// begin epoch
/* One pass over the training images. 0, or -1 if the loss is no longer a number. */
static int run_epoch(struct loop *l, int epoch, double *history)
{
    const struct training *t = l->t;
    int n = (int)t->settings.limit, seen[CURVE] = {0};
    uint64_t state = random_start(t->settings.seed, (uint64_t)epoch + 1);
    random_order(l->order, n, &state);
    for (int first = 0; first < n; first += (int)t->settings.batch) {
        int N = gather(l, &t->data->train, l->order, first, n);
        double loss = t->kernel->train(l->network, l->image, l->label, N, t->settings.rate);
        if (!isfinite(loss)) return -1;
        int point = (int)((long)first * CURVE / n);
        history[point] += N * loss;
        history[HISTORY_LOSS] += N * loss;
        seen[point] += N;
        progress_show(&l->progress, epoch + 1, (long)epoch * n + first + N, loss);
    }
    /* A set with fewer batches than points repeats the point before. */
    for (int p = 0; p < CURVE; p++)
        history[p] = seen[p] ? history[p] / seen[p] : history[p ? p - 1 : 0];
    history[HISTORY_LOSS] /= n;
    return 0;
}
// end epoch

static int write_checkpoint(const struct training *t, int epochs, char *error, size_t room)
{
    struct checkpoint c = {.settings = t->settings,
                           .epochs = epochs,
                           .history = HISTORY,
                           .weights = LENET_WEIGHTS};
    size_t kept = (size_t)epochs * HISTORY;
    c.numbers = malloc((kept + LENET_WEIGHTS) * sizeof *c.numbers);
    if (!c.numbers) {
        snprintf(error, room, "%s: no memory to write it", t->checkpoint);
        return -1;
    }
    memcpy(c.numbers, t->history, kept * sizeof *c.numbers);
    memcpy(c.numbers + kept, &t->weights, sizeof t->weights);
    int status = checkpoint_write(t->checkpoint, &c, error, room);
    checkpoint_free(&c);
    return status;
}

/* Weights and history out of a checkpoint that was read. The number of epochs done, or -1. */
static int take_over(struct training *t, const struct checkpoint *c, char *error, size_t room)
{
    if (checkpoint_suits(c, t->checkpoint, &t->settings, error, room) != 0) return -1;
    if (c->history != HISTORY || c->weights != LENET_WEIGHTS) {
        snprintf(error, room, "%s: %zu weights found, expected %d", t->checkpoint, c->weights,
                 LENET_WEIGHTS);
        return -1;
    }
    if (c->epochs > t->epochs) {
        snprintf(error, room, "%s: %d epochs are done already, --epochs %d asked for",
                 t->checkpoint, c->epochs, t->epochs);
        return -1;
    }
    size_t kept = (size_t)c->epochs * HISTORY;
    memcpy(t->history, c->numbers, kept * sizeof *t->history);
    memcpy(&t->weights, c->numbers + kept, sizeof t->weights);
    return c->epochs;
}

static int resume(struct training *t, char *error, size_t room)
{
    struct checkpoint c;
    if (checkpoint_read(&c, t->checkpoint, error, room) != 0) return -1;
    int epochs = take_over(t, &c, error, room);
    checkpoint_free(&c);
    return epochs;
}

/* The weights out of the network. 0, or -1 if one of them is no longer a number. */
static int take_weights(struct loop *l)
{
    double *w = (double *)&l->t->weights;
    l->t->kernel->get_weights(l->network, w);
    for (int i = 0; i < LENET_WEIGHTS; i++)
        if (!isfinite(w[i])) return -1;
    return 0;
}

/* A loss is that before the step, so of the last step only the weights can tell. */
static int run_epochs(struct loop *l, int done, char *error, size_t room)
{
    struct training *t = l->t;
    for (int epoch = done; epoch < t->epochs; epoch++) {
        double *history = t->history + (size_t)epoch * HISTORY;
        const char *lost = run_epoch(l, epoch, history) != 0 ? "the loss"
                           : take_weights(l) != 0            ? "a weight"
                                                             : NULL;
        if (lost) {
            snprintf(error, room, "epoch %d: %s is no longer a number; a smaller --lr may help",
                     epoch + 1, lost);
            return -1;
        }
        history[HISTORY_ACCURACY] = test(l);
        if (t->checkpoint && write_checkpoint(t, epoch + 1, error, room) != 0) return -1;
    }
    if (done == t->epochs) test(l); /* nothing left to do but the confusion matrix */
    return 0;
}

static int prepare(struct loop *l)
{
    struct training *t = l->t;
    size_t batch = t->settings.batch;
    t->history = calloc((size_t)t->epochs * HISTORY, sizeof *t->history);
    l->network = t->kernel->create((int)batch);
    l->order = calloc(t->settings.limit, sizeof *l->order);
    l->image = calloc(batch, sizeof *l->image);
    l->label = calloc(batch, sizeof *l->label);
    l->logits = calloc(batch * CLASSES, sizeof *l->logits);
    return t->history && l->network && l->order && l->image && l->label && l->logits ? 0 : -1;
}

static void finish(struct loop *l)
{
    if (l->network) l->t->kernel->destroy(l->network);
    free(l->order);
    free(l->image);
    free(l->label);
    free(l->logits);
}

static int start_and_run(struct loop *l, char *error, size_t room)
{
    struct training *t = l->t;
    int done = 0;
    lenet_start(&t->weights, t->settings.seed);
    if (t->resume) done = resume(t, error, room);
    if (done < 0) return -1;
    if (t->checkpoint && replace_possible(t->checkpoint, error, room) != 0) return -1;
    long n = (long)t->settings.limit;
    t->kernel->set_weights(l->network, (const double *)&t->weights);
    progress_start(&l->progress, t->epochs, n * t->epochs, n * done);
    int status = run_epochs(l, done, error, room);
    progress_end(&l->progress);
    return status;
}

int training_run(struct training *t, char *error, size_t room)
{
    struct loop l = {.t = t};
    int status = -1;
    t->settings.data = dataset_checksum(t->data, (int)t->settings.limit);
    snprintf(t->settings.kernel, sizeof t->settings.kernel, "%s", t->kernel->name);
    if (prepare(&l) == 0)
        status = start_and_run(&l, error, room);
    else
        snprintf(error, room, "no memory for batches of %d images", (int)t->settings.batch);
    finish(&l);
    return status;
}

void training_free(struct training *t)
{
    free(t->history);
    t->history = NULL;
}
