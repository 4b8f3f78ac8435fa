/*
 * IDX files: the format of MNIST and its relatives, plain or gzipped.
 *
 *     bytes 0-1   0 0
 *     byte  2     8: each cell is one unsigned byte (the only type read here)
 *     byte  3     number of dimensions: 3 for images, 1 for labels
 *     then        each dimension as four bytes, the highest first
 *     then        the cells, row-major; and nothing behind them
 *
 * A file that is cut short, damaged, too long or of another kind is refused whole: one line
 * says which file, what was found and what was expected.
 */
#ifndef DATA_IDX_H
#define DATA_IDX_H

#include <stddef.h>

enum { IDX_DIMENSIONS = 3 };

struct idx {
    int dimensions;
    int size[IDX_DIMENSIONS]; /* images: how many, rows, columns; labels: how many */
    unsigned char *cells;     /* idx_free */
};

/* 0, or -1 with one line in error; *out is then empty. */
int idx_read(struct idx *out, const char *path, int dimensions, char *error, size_t room);
void idx_free(struct idx *x);

#endif
