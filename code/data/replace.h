/*
 * Files that are either the old one or the new one, never half of one.
 *
 * What is written goes to a file beside it, to the disk, and only then takes the name. A
 * program that is killed in between leaves the old file as it was.
 */
#ifndef DATA_REPLACE_H
#define DATA_REPLACE_H

#include <stdio.h>

struct replace {
    FILE *file; /* write here */
    char path[4096], temporary[4096 + 32];
};

/* 0, or -1 with one line in error that names the file. */
int replace_open(struct replace *r, const char *path, char *error, size_t room);
/* Gives the file its name. 0, or -1 with one line in error; the old file is then still there. */
int replace_close(struct replace *r, char *error, size_t room);
/* Whether `path` can be written, asked before the work: 0, or -1 with one line in error. */
int replace_possible(const char *path, char *error, size_t room);

#endif
