/*
 * An archive of submissions (zip, tar, and what else libarchive reads) laid out in a private
 * folder. Nothing leaves that folder, no link in it leads anywhere, and an archive that swells
 * is refused before it fills anything.
 */
#ifndef GRADE_UNPACK_H
#define GRADE_UNPACK_H

#include <stddef.h>

/* 1, and in `skipped` how many entries were left out for their names; 0 with the reason. */
int unpack(const char *archive, const char *folder, long *skipped, char *why, size_t why_size);

#endif
