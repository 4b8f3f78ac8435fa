/*
 * The state of a training run between two epochs, in one file.
 *
 * A list of 64-bit words, lowest byte first, so that it reads the same on every machine:
 *
 *     mark and version | number of words behind this one, without the checksum
 *     the settings     | epochs done | numbers for each epoch | weights
 *     CRC-32 of all that
 *
 * It is written beside the old one and then takes its name (data/replace.h). A file that is cut
 * short, damaged, or not a checkpoint at all is refused whole.
 */
#ifndef DATA_CHECKPOINT_H
#define DATA_CHECKPOINT_H

#include <stddef.h>
#include <stdint.h>

/* What a run must have in common with the one that it goes on with. */
struct settings {
    uint64_t seed, batch, limit; /* limit: the number of training images */
    uint64_t data;               /* checksum of the training images */
    uint64_t tests;              /* the number of test images */
    double rate;
    char kernel[16];
};

struct checkpoint {
    struct settings settings;
    int epochs;      /* done */
    size_t history;  /* numbers kept of each epoch */
    size_t weights;  /* how many */
    double *numbers; /* (epochs, history), then (weights); checkpoint_free */
};

/* 0, or -1 with one line in error; whatever was there before is then still there. */
int checkpoint_write(const char *path, const struct checkpoint *c, char *error, size_t room);
/* 0, or -1 with one line in error, and *c is then empty. */
int checkpoint_read(struct checkpoint *c, const char *path, char *error, size_t room);
void checkpoint_free(struct checkpoint *c);

/* Whether a run with the settings `now` may go on from c: 0, or -1 with one line in error. */
int checkpoint_suits(const struct checkpoint *c, const char *path, const struct settings *now,
                     char *error, size_t room);

#endif
