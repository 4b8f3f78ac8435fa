#include "folder.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void folder_make(struct folder *f)
{
    const char *root = getenv("TMPDIR");
    snprintf(f->path, sizeof f->path, "%.150s/book-test-XXXXXX", root ? root : "/tmp");
    cr_assert(mkdtemp(f->path), "%s cannot be made", f->path);
}

void folder_remove(const struct folder *f)
{
    DIR *d = opendir(f->path);
    if (!d) return;
    for (struct dirent *e = readdir(d); e; e = readdir(d)) remove(in_folder(f, e->d_name));
    closedir(d);
    rmdir(f->path);
}

const char *in_folder(const struct folder *f, const char *name)
{
    static char path[8][500];
    static int next;
    next = (next + 1) % 8;
    snprintf(path[next], sizeof path[next], "%s/%s", f->path, name);
    return path[next];
}
