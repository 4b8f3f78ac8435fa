/*
 * The grader's private folder: the helper `inner`, the shims, and room for one submission.
 *
 *     ROOT/inner    ROOT/NAME.o        made once
 *     ROOT/in/      ROOT/out/          one submission at a time
 */
#ifndef GRADE_WORKSPACE_H
#define GRADE_WORKSPACE_H

#include "grade/exercise.h"

struct workspace {
    char *root, *in, *out;
    char *inner;
    unsigned user;      /* of the sandboxes, where root grades; else 0 */
    int lock;           /* held while the folder is in use */
    int compiler_works; /* it has been seen to */
};

/* NULL if all is well, else the reason. */
const char *workspace_open(struct workspace *w);
/* Removes folders that a grader which was killed has left behind. */
void workspace_sweep(void);
void workspace_close(struct workspace *w); /* removes the folder and what is in it */
void workspace_clear(struct workspace *w); /* empties in/ and out/ */

/* Where the shim of the exercise lies; NULL if it cannot be written. Free it. */
char *workspace_shim(struct workspace *w, const struct exercise *e);

/* 1 if all was written. */
int write_bytes(int fd, const void *bytes, size_t n);
int write_file(const char *path, const void *bytes, size_t n, unsigned mode);
void remove_tree(const char *path);

#endif
