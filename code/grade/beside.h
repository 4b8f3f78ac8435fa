/*
 * Files that are there whole or not at all: written under another name beside their place, then
 * renamed. A reader sees the old file or the new one, never half of one.
 *
 * A writer that is killed leaves NAME.PID.new behind. It held a lock on that file, which the kernel
 * has taken back: so what can be locked belongs to nobody, and is swept away by the next batch,
 * while others may be writing into the same folder.
 */
#ifndef GRADE_BESIDE_H
#define GRADE_BESIDE_H

/* 1 if `path` now holds the text. */
int write_whole(const char *path, const char *text, unsigned mode);
/* As write_whole, but a file that is there stays: of two writers the first one wins. */
int write_first(const char *path, const char *text, unsigned mode);

/* Removes what killed writers have left in a folder of grades. */
void sweep_beside(const char *grades);

#endif
