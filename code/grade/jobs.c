#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/jobs.h"

#include "grade/random.h"
#include "grade/text.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct walk {
    const struct selection *selection;
    job_visitor *each;
    void *context;
    long n;
    int stop;
};

static int in_shard(const struct selection *s, const struct job *job)
{
    uint64_t h = mix_text(mix_text(0, job->student), job->exercise->name);
    return h % (uint64_t)s->shards == (uint64_t)(s->shard - 1);
}

static void ignore(const struct walk *w, const char *name, const char *why)
{
    if (w->selection->ignored) w->selection->ignored(name, why);
}

static void offer(struct walk *w, const struct job *job)
{
    if (w->stop || !in_shard(w->selection, job)) return;
    w->n++;
    w->stop = !w->each(job, w->context);
}

int is_litter(const char *name)
{
    return !strcmp(name, "__MACOSX") || !strncmp(name, "._", 2) || !strcmp(name, ".DS_Store") ||
           !strcmp(name, "Thumbs.db") || !strcmp(name, "desktop.ini");
}

static const char *ending(const struct exercise *e)
{
    return is_paper(e) ? ".txt" : ".c";
}

/* The only file with the right ending in a student's folder; NULL if there are none or several. */
static char *only_file(int folder, const char *end)
{
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), several = 0;
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    char *found = NULL;
    for (struct dirent *d; dir && (d = readdir(dir));) {
        size_t n = strlen(d->d_name), m = strlen(end);
        if (n <= m || strcmp(d->d_name + n - m, end) || is_litter(d->d_name)) continue;
        several |= found != NULL;
        free(found);
        found = copy_text(d->d_name, n);
    }
    if (dir) closedir(dir);
    if (!several) return found;
    free(found);
    return NULL;
}

static void offer_folder(struct walk *w, int root, const char *student)
{
    int folder = openat(root, student, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC),
        found = 0;
    if (folder < 0) {
        ignore(w, student, "the folder cannot be opened");
        return;
    }
    for (int i = 0; i < w->selection->n; i++) {
        const struct exercise *e = w->selection->wanted[i];
        struct stat st;
        char *file = format_text("%s%s", e->name, ending(e));
        if (fstatat(folder, file, &st, AT_SYMLINK_NOFOLLOW)) {
            free(file);
            file = w->selection->n == 1 ? only_file(folder, ending(e)) : NULL;
        }
        struct job job = {e, student, student, file};
        if (file) offer(w, &job);
        found += file != NULL;
        free(file);
    }
    if (!found) ignore(w, student, "it holds no file of the name that is asked for");
    close(folder);
}

static int is_folder(int root, const char *name)
{
    struct stat st;
    return fstatat(root, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

/* A file for each student: its name without the ending is the student. */
static void offer_file(struct walk *w, int root, const char *name)
{
    const struct exercise *e = w->selection->wanted[0];
    if (w->selection->n != 1) {
        ignore(w, name, "it is no folder (a file for each student needs --exercise)");
        return;
    }
    size_t n = strlen(name), m = strlen(ending(e));
    int has_ending = n > m && !strcmp(name + n - m, ending(e));
    char *student = copy_text(name, has_ending ? n - m : n);
    struct job job = {e, student, "", name};
    if (has_ending && is_folder(root, student))
        ignore(w, name, "there is a folder of that name, which counts");
    else if (has_ending)
        offer(w, &job);
    else
        ignore(w, name, "it is neither a folder nor a file with the right ending");
    free(student);
}

static void offer_entry(struct walk *w, int root, const char *name)
{
    struct stat st;
    if (!strcmp(name, ".") || !strcmp(name, "..") || is_litter(name)) return;
    if (fstatat(root, name, &st, AT_SYMLINK_NOFOLLOW)) return;
    if (S_ISDIR(st.st_mode))
        offer_folder(w, root, name);
    else
        offer_file(w, root, name);
}

long jobs_visit(const char *submissions, const struct selection *s, job_visitor *each,
                void *context)
{
    struct walk w = {.selection = s, .each = each, .context = context};
    DIR *dir = opendir(submissions);
    if (!dir) return -1;
    for (struct dirent *d; !w.stop && (d = readdir(dir));)
        offer_entry(&w, dirfd(dir), d->d_name);
    closedir(dir);
    return w.n;
}
