/*
 * A set of labelled images to train on and one to test on.
 *
 * From a folder of four IDX files (train and t10k, images and labels, plain or .gz), or drawn
 * by the program itself (data/drawn.h).
 */
#ifndef DATA_DATASET_H
#define DATA_DATASET_H

#include <stddef.h>
#include <stdint.h>

enum { IMAGE_SIDE = 28, IMAGE_CELLS = IMAGE_SIDE * IMAGE_SIDE, CLASSES = 10 };

struct images {
    int n;
    unsigned char *pixels; /* (n, 28, 28) */
    unsigned char *labels; /* (n), each 0 .. 9 */
};

struct dataset {
    struct images train, test;
    const char *class_name[CLASSES];
};

/* 0, or -1 with one line in error, and *out is then empty. */
int dataset_load(struct dataset *out, const char *folder, char *error, size_t room);
void dataset_free(struct dataset *d);

/* The folder asked for, or else that of Debian's package if it is installed, or else NULL. */
const char *dataset_folder(const char *asked);

/* A number that changes when a pixel or a label of the first n training images changes. */
uint32_t dataset_checksum(const struct dataset *d, int n);

#endif
