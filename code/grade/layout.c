#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/layout.h"

#include "grade/commands.h"
#include "grade/jobs.h"
#include "grade/text.h"
#include "grade/unpack.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int is_dot(const char *name)
{
    return !strcmp(name, ".") || !strcmp(name, "..");
}

/* The one thing in a folder; NULL if there are none or several. */
static char *only_entry(const char *path)
{
    DIR *dir = opendir(path);
    char *only = NULL;
    int n = 0;
    for (struct dirent *d; dir && (d = readdir(dir));) {
        if (is_dot(d->d_name) || is_litter(d->d_name)) continue;
        free(only);
        only = format_text("%s/%s", path, d->d_name);
        n++;
    }
    if (dir) closedir(dir);
    if (n == 1) return only;
    free(only);
    return NULL;
}

static int holds_folders(const char *path)
{
    DIR *dir = opendir(path);
    int folders = 0;
    for (struct dirent *d; dir && (d = readdir(dir));)
        folders += d->d_type == DT_DIR && !is_dot(d->d_name) && !is_litter(d->d_name);
    if (dir) closedir(dir);
    return folders > 0;
}

/* An archive often has one folder around everything: then that one is meant. */
static char *inner_folder(const char *path)
{
    char *only = only_entry(path);
    if (only && holds_folders(only)) return only;
    free(only);
    return copy_text(path, strlen(path));
}

char *lay_out(const struct workspace *w, const char *submissions)
{
    struct stat st;
    char why[300];
    long skipped = 0;
    if (stat(submissions, &st)) {
        wrong_use("%s: %s", submissions, strerror(errno));
        return NULL;
    }
    if (S_ISDIR(st.st_mode)) return copy_text(submissions, strlen(submissions));
    char *folder = format_text("%s/unpacked", w->root), *inner = NULL;
    mkdir(folder, 0700);
    if (unpack(submissions, folder, &skipped, why, sizeof why))
        inner = inner_folder(folder);
    else
        wrong_use("%s: %s", submissions, why);
    if (skipped)
        fprintf(stderr,
                "grade: %ld entries of the archive have names that lead "
                "elsewhere, or come twice: left out\n",
                skipped);
    free(folder);
    return inner;
}
