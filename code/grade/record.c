#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/record.h"

#include "grade/beside.h"
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

int record_write(const char *grades, const char *exercise, const char *student,
                 const json_t *record)
{
    char *path = record_path(grades, exercise, student), *text = record_text(record);
    char *folder = format_text("%s/records/%s", grades, exercise);
    int good = make_folders(folder) && write_whole(path, text, 0600);
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

/* NULL if there is none. */
static char *read_secret(const char *path)
{
    char *secret = read_text(path);
    if (secret) trim_end(secret);
    if (secret && *secret) return secret;
    free(secret);
    return NULL;
}

/* Two batches that begin together in one folder must not draw from two secrets: the first one that
 * is written stands. */
static void make_secret(const char *path, const char *given)
{
    char *word = given ? copy_text(given, strlen(given)) : new_secret();
    char *line = word ? format_text("%s\n", word) : NULL;
    char *there = read_text(path); /* blank, where there is one at all */
    if (there) trim_end(there);
    if (line && !(there && !*there ? write_whole : write_first)(path, line, 0600))
        fprintf(stderr, "grade: %s cannot be written: %s\n", path, strerror(errno));
    free(word), free(line), free(there);
}

char *grades_secret(const char *grades, const char *given)
{
    char *path = format_text("%s/secret", grades), *secret = read_secret(path);
    if (!secret) {
        make_secret(path, given);
        secret = read_secret(path);
    }
    if (secret && given && strcmp(secret, given)) {
        fprintf(stderr, "grade: %s holds another secret than --secret\n", path);
        free(secret);
        secret = NULL;
    }
    free(path);
    return secret;
}
