#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/beside.h"

#include "grade/text.h"
#include "grade/workspace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char ending[] = ".new";

/* ---- writing -------------------------------------------------------------------------------- */

/* Locked and empty; -1 if it cannot be had. A sweep that comes between the two steps takes the file
 * away: then it is made once more. Where the file system knows no locks, nobody can sweep either. */
static int open_beside(const char *path, unsigned mode)
{
    for (int attempt = 0; attempt < 20; attempt++) {
        struct stat st;
        int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, mode);
        if (fd < 0) return -1;
        flock(fd, LOCK_EX);
        if (fstat(fd, &st) == 0 && st.st_nlink > 0 && ftruncate(fd, 0) == 0) return fd;
        close(fd);
    }
    return -1;
}

/* link() does not take the place of a file that is there. */
static int put_in_place(const char *beside, const char *path, int replace)
{
    if (!replace) {
        int done = link(beside, path) == 0, taken = !done && errno == EEXIST;
        if (done || taken) return unlink(beside) == 0;
    }
    return rename(beside, path) == 0; /* also where there are no hard links */
}

static int write_beside(const char *path, const char *text, unsigned mode, int replace)
{
    char *beside = format_text("%s.%ld%s", path, (long)getpid(), ending);
    int fd = open_beside(beside, mode);
    int good =
        fd >= 0 && write_bytes(fd, text, strlen(text)) && put_in_place(beside, path, replace);
    if (!good) unlink(beside);
    if (fd >= 0) good &= close(fd) == 0;
    free(beside);
    return good;
}

int write_whole(const char *path, const char *text, unsigned mode)
{
    return write_beside(path, text, mode, 1);
}

int write_first(const char *path, const char *text, unsigned mode)
{
    return write_beside(path, text, mode, 0);
}

/* ---- sweeping ------------------------------------------------------------------------------- */

static int is_left_over(const char *name)
{
    size_t n = strlen(name), m = sizeof ending - 1;
    return n > m && !strcmp(name + n - m, ending);
}

static void sweep_file(int folder, const char *name)
{
    struct stat by_name, by_number;
    int fd = openat(folder, name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return;
    int ours = flock(fd, LOCK_EX | LOCK_NB) == 0 &&
               fstatat(folder, name, &by_name, AT_SYMLINK_NOFOLLOW) == 0 &&
               fstat(fd, &by_number) == 0 && by_name.st_ino == by_number.st_ino &&
               by_name.st_dev == by_number.st_dev;
    if (ours) unlinkat(folder, name, 0);
    close(fd);
}

/* The leftovers in a folder and, `depth` levels down, in the folders in it. */
static void sweep_folder(int parent, const char *name, int depth)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    for (struct dirent *d; dir && (d = readdir(dir));) {
        if (is_left_over(d->d_name))
            sweep_file(dirfd(dir), d->d_name);
        else if (depth > 0 && d->d_name[0] != '.')
            sweep_folder(dirfd(dir), d->d_name, depth - 1);
    }
    if (dir)
        closedir(dir);
    else if (fd >= 0)
        close(fd);
}

void sweep_beside(const char *grades)
{
    char *records = format_text("%s/records", grades);
    int fd = open(grades, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) sweep_folder(fd, ".", 0);
    sweep_folder(AT_FDCWD, records, 1);
    if (fd >= 0) close(fd);
    free(records);
}
