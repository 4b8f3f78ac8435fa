#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/record.h"

#include "grade/clean.h"
#include "grade/text.h"
#include "grade/workspace.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

int make_folders(const char *path)
{
    char *copy = copy_text(path, strlen(path));
    struct stat st;
    for (char *p = copy + 1; *p; p++) {
        if (*p != '/') continue;
        *p = 0;
        mkdir(copy, 0700);
        *p = '/';
    }
    mkdir(copy, 0700);
    int good = stat(copy, &st) == 0 && S_ISDIR(st.st_mode);
    free(copy);
    return good;
}

char *record_path(const char *grades, const char *exercise, const char *student)
{
    char *name = safe_name(student);
    char *path = format_text("%s/records/%s/%s.json", grades, exercise, name);
    free(name);
    return path;
}

char *record_text(const json_t *record)
{
    char *json = json_dumps(record, JSON_INDENT(1) | JSON_SORT_KEYS | JSON_REAL_PRECISION(15));
    char *text = format_text("%s\n", json ? json : "{}");
    free(json);
    return text;
}

/* Written beside and renamed: a reader sees the old one or the new one, never half of one. */
static int write_atomically(const char *path, const char *text, unsigned mode)
{
    char *beside = format_text("%s.%ld.new", path, (long)getpid());
    int good = write_file(beside, text, strlen(text), mode) && rename(beside, path) == 0;
    if (!good) unlink(beside);
    free(beside);
    return good;
}

int record_write(const char *grades, const char *exercise, const char *student,
                 const json_t *record)
{
    char *path = record_path(grades, exercise, student), *text = record_text(record);
    char *folder = format_text("%s/records/%s", grades, exercise);
    int good = make_folders(folder) && write_atomically(path, text, 0600);
    free(path), free(text), free(folder);
    return good;
}

json_t *record_read(const char *grades, const char *exercise, const char *student)
{
    char *path = record_path(grades, exercise, student);
    json_t *record = json_load_file(path, 0, NULL);
    free(path);
    return record;
}

/* ---- all of them -------------------------------------------------------------------------- */

static int is_record(const struct dirent *d)
{
    size_t n = strlen(d->d_name);
    return n > 5 && !strcmp(d->d_name + n - 5, ".json");
}

static int is_folder(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static long visit_folder(const char *folder, const char *exercise, record_visitor *each,
                         void *context, int *stop)
{
    struct dirent **names;
    int n = scandir(folder, &names, is_record, by_bytes);
    long seen = 0;
    for (int i = 0; i < n; i++) {
        char *path = format_text("%s/%s", folder, names[i]->d_name);
        json_t *record = *stop ? NULL : json_load_file(path, 0, NULL);
        if (record) {
            *stop = !each(record, exercise, names[i]->d_name, context);
            seen++;
        } else if (!*stop) {
            fprintf(stderr, "grade: %s is no record\n", path);
        }
        json_decref(record);
        free(path), free(names[i]);
    }
    if (n >= 0) free(names);
    return seen;
}

long records_visit(const char *grades, record_visitor *each, void *context)
{
    char *root = format_text("%s/records", grades);
    struct dirent **names;
    int n = scandir(root, &names, is_folder, by_bytes), stop = 0;
    long seen = n < 0 ? -1 : 0;
    for (int i = 0; i < n; i++) {
        char *folder = format_text("%s/%s", root, names[i]->d_name);
        seen += visit_folder(folder, names[i]->d_name, each, context, &stop);
        free(folder), free(names[i]);
    }
    if (n >= 0) free(names);
    free(root);
    return seen;
}

/* ---- the secret ----------------------------------------------------------------------------- */

static char *new_secret(void)
{
    uint64_t r[2];
    if (getrandom(r, sizeof r, 0) != (ssize_t)sizeof r) return NULL;
    return format_text("%016" PRIx64 "%016" PRIx64, r[0], r[1]);
}

char *grades_secret(const char *grades, const char *given)
{
    char *path = format_text("%s/secret", grades), *there = read_text(path), *secret = NULL;
    if (there) trim_end(there);
    if (there && *there && given && strcmp(there, given))
        fprintf(stderr, "grade: %s holds another secret than --secret\n", path);
    else if (there && *there)
        secret = copy_text(there, strlen(there));
    else if ((secret = given ? copy_text(given, strlen(given)) : new_secret())) {
        char *line = format_text("%s\n", secret);
        if (!write_atomically(path, line, 0600)) {
            fprintf(stderr, "grade: %s cannot be written: %s\n", path, strerror(errno));
            free(secret);
            secret = NULL;
        }
        free(line);
    }
    free(path), free(there);
    return secret;
}
