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

int write_file(const char *path, const void *bytes, size_t n, unsigned mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd < 0) return 0;
    const char *p = bytes;
    while (n > 0) {
        ssize_t put = write(fd, p, n);
        if (put <= 0) break;
        p += put;
        n -= (size_t)put;
    }
    return (close(fd) == 0) & (n == 0);
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
        if (strcmp(d->d_name, ".") && strcmp(d->d_name, "..")) remove_at(dirfd(dir), d->d_name);
    closedir(dir);
    unlinkat(folder, name, AT_REMOVEDIR);
}

void remove_tree(const char *path)
{
    remove_at(AT_FDCWD, path);
}

static const char *base_folder(void)
{
    const char *base = getenv("TMPDIR");
    return base && *base == '/' ? base : "/tmp";
}

static char *private_folder(void)
{
    char *path = format_text("%s/grade-XXXXXX", base_folder());
    if (mkdtemp(path)) return path;
    free(path);
    return NULL;
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

/* A folder whose lock can be had belongs to nobody that lives. */
void workspace_sweep(void)
{
    DIR *dir = opendir(base_folder());
    for (struct dirent *d; dir && (d = readdir(dir));) {
        struct stat st;
        if (strncmp(d->d_name, "grade-", 6) || strlen(d->d_name) != 12) continue;
        char *path = format_text("%s/%s", base_folder(), d->d_name);
        int is_folder = lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
        int lock = is_folder ? lock_folder(path, 0) : -1;
        if (lock >= 0 && fstat(lock, &st) == 0 && st.st_uid == geteuid()) remove_tree(path);
        if (lock >= 0) close(lock);
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
    *w = (struct workspace){.root = private_folder()};
    if (!w->root) return "no private folder can be made in $TMPDIR or /tmp";
    w->lock = lock_folder(w->root, O_CREAT);
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
    if (w->root) remove_tree(w->root);
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
