#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/workspace.h"

#include "grade/jail.h"
#include "grade/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

extern const unsigned char inner_program[];
extern const unsigned long inner_program_size;

int write_bytes(int fd, const void *bytes, size_t n)
{
    const char *p = bytes;
    while (n > 0) {
        ssize_t put = write(fd, p, n);
        if (put <= 0) break;
        p += put;
        n -= (size_t)put;
    }
    return n == 0;
}

int write_file(const char *path, const void *bytes, size_t n, unsigned mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd < 0) return 0;
    int good = write_bytes(fd, bytes, n);
    return (close(fd) == 0) & good;
}

static int is_dot(const char *name)
{
    return !strcmp(name, ".") || !strcmp(name, "..");
}

static void remove_at(int folder, const char *name)
{
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        if (fd >= 0) close(fd);
        unlinkat(folder, name, 0);
        return;
    }
    for (struct dirent *d; (d = readdir(dir));)
        if (!is_dot(d->d_name)) remove_at(dirfd(dir), d->d_name);
    closedir(dir);
    unlinkat(folder, name, AT_REMOVEDIR);
}

void remove_tree(const char *path)
{
    remove_at(AT_FDCWD, path);
}

/* The lock goes last: what is left of it when we are killed here can still be swept. */
static void remove_workspace(const char *root)
{
    DIR *dir = opendir(root);
    for (struct dirent *d; dir && (d = readdir(dir));)
        if (!is_dot(d->d_name) && strcmp(d->d_name, "lock")) remove_at(dirfd(dir), d->d_name);
    if (dir) unlinkat(dirfd(dir), "lock", 0);
    if (dir) closedir(dir);
    rmdir(root);
}

static const char *base_folder(void)
{
    const char *base = getenv("TMPDIR");
    return base && *base == '/' ? base : "/tmp";
}

static int lock_folder(const char *root, int flags)
{
    char *path = format_text("%s/lock", root);
    int fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC | flags, 0600);
    free(path);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
    if (fd >= 0) close(fd);
    return -1;
}

/* The lock is that of the folder at `root`, and not of one that was swept away meanwhile. */
static int is_lock_of(const char *root, int lock)
{
    struct stat by_name, by_number;
    char *path = format_text("%s/lock", root);
    int same = lstat(path, &by_name) == 0 && fstat(lock, &by_number) == 0 &&
               by_name.st_ino == by_number.st_ino && by_name.st_dev == by_number.st_dev;
    free(path);
    return same;
}

/* A new folder with its lock held. A sweep of another grader may come between the two steps. */
static char *private_folder(int *lock)
{
    for (int attempt = 0; attempt < 20; attempt++) {
        char *path = format_text("%s/grade-XXXXXX", base_folder());
        *lock = mkdtemp(path) ? lock_folder(path, O_CREAT) : -1;
        if (*lock >= 0 && is_lock_of(path, *lock)) return path;
        if (*lock >= 0) close(*lock);
        free(path);
    }
    return NULL;
}

/* A folder whose lock can be had belongs to nobody that lives. One without a lock is empty: a
 * grader has died, or is about to lock it and will take another. */
static void sweep_one(const char *path)
{
    struct stat st;
    if (lstat(path, &st) || !S_ISDIR(st.st_mode) || (st.st_uid != geteuid() && geteuid() != 0))
        return;
    int lock = lock_folder(path, 0);
    if (lock >= 0 && fstat(lock, &st) == 0 && st.st_uid == geteuid()) remove_workspace(path);
    if (lock < 0) rmdir(path); /* fails where something is in it */
    if (lock >= 0) close(lock);
}

void workspace_sweep(void)
{
    DIR *dir = opendir(base_folder());
    for (struct dirent *d; dir && (d = readdir(dir));) {
        if (strncmp(d->d_name, "grade-", 6) || strlen(d->d_name) != 12) continue;
        char *path = format_text("%s/%s", base_folder(), d->d_name);
        sweep_one(path);
        free(path);
    }
    if (dir) closedir(dir);
}

/* The sandbox's user must reach the folder, and write into out/. */
static int give_away(const struct workspace *w)
{
    return !w->user ||
           (chown(w->root, w->user, w->user) == 0 && chown(w->out, w->user, w->user) == 0);
}

const char *workspace_open(struct workspace *w)
{
    umask(022); /* the sandbox's user must read what is put there for it */
    *w = (struct workspace){.lock = -1};
    w->root = private_folder(&w->lock);
    if (!w->root) return "no private folder can be made in $TMPDIR or /tmp";
    w->user = geteuid() == 0 ? 40000 + (unsigned)getpid() % 20000 : 0;
    jail_set_user(w->user);
    w->in = format_text("%s/in", w->root);
    w->out = format_text("%s/out", w->root);
    w->inner = format_text("%s/inner", w->root);
    if (mkdir(w->in, 0755) || mkdir(w->out, 0755) || !give_away(w) ||
        !write_file(w->inner, inner_program, inner_program_size, 0755))
        return "the private folder cannot be written";
    return NULL;
}

void workspace_clear(struct workspace *w)
{
    remove_tree(w->in);
    remove_tree(w->out);
    mkdir(w->in, 0755);
    mkdir(w->out, 0755);
    give_away(w);
}

void workspace_close(struct workspace *w)
{
    if (w->root) remove_workspace(w->root);
    if (w->root && w->lock >= 0) close(w->lock);
    free(w->root), free(w->in), free(w->out), free(w->inner);
    *w = (struct workspace){0};
}

char *workspace_shim(struct workspace *w, const struct exercise *e)
{
    char *path = format_text("%s/%s.o", w->root, e->name);
    if (access(path, R_OK) == 0 || write_file(path, e->shim, e->shim_size, 0644)) return path;
    free(path);
    return NULL;
}
