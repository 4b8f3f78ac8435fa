#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/gradebook.h"

#include "grade/report.h"
#include "grade/text.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int is_visible(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

static int is_record(const struct dirent *d)
{
    size_t n = strlen(d->d_name);
    return n > 5 && !strcmp(d->d_name + n - 5, ".json");
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int list(const char *folder, int (*wanted)(const struct dirent *), char ***names)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, wanted, by_bytes);
    if (n < 0) return 0;
    *names = need((size_t)n * sizeof **names);
    for (int i = 0; i < n; i++) {
        (*names)[i] = copy_text(entries[i]->d_name, strlen(entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
    return n;
}

static void add_column(struct gradebook *g, char *exercise)
{
    char *folder = format_text("%s/%s", g->root, exercise);
    g->exercise[g->n] = exercise;
    g->n_files[g->n] = list(folder, is_record, &g->files[g->n]);
    g->n++;
    free(folder);
}

int gradebook_open(struct gradebook *g, const char *grades, const char *only)
{
    char **names = NULL;
    *g = (struct gradebook){.root = format_text("%s/records", grades)};
    int n = list(g->root, is_visible, &names);
    for (int i = 0; i < n; i++) {
        int wanted = g->n < MAX_COLUMNS && (!only || !strcmp(only, names[i]));
        if (wanted)
            add_column(g, names[i]);
        else
            free(names[i]);
    }
    free(names);
    if (g->n == 0)
        fprintf(stderr, "grade: %s holds no records%s%s\n", grades, only ? " of " : "",
                only ? only : "");
    return g->n > 0;
}

void gradebook_close(struct gradebook *g)
{
    for (int c = 0; c < g->n; c++) {
        for (int i = 0; i < g->n_files[c]; i++) free(g->files[c][i]);
        free(g->files[c]), free(g->exercise[c]);
    }
    free(g->root);
    *g = (struct gradebook){0};
}

static const char *first_name(const struct gradebook *g)
{
    const char *first = NULL;
    for (int c = 0; c < g->n; c++) {
        const char *name = g->next[c] < g->n_files[c] ? g->files[c][g->next[c]] : NULL;
        if (name && (!first || strcmp(name, first) < 0)) first = name;
    }
    return first;
}

static json_t *read_cell(const struct gradebook *g, int c, const char *file, time_t *written)
{
    struct stat st;
    char *path = format_text("%s/%s/%s", g->root, g->exercise[c], file);
    json_error_t error;
    json_t *record = json_load_file(path, 0, &error);
    if (!record) fprintf(stderr, "grade: %s is no record: %s\n", path, error.text);
    if (stat(path, &st) == 0 && st.st_mtime > *written) *written = st.st_mtime;
    free(path);
    return record;
}

int gradebook_row(struct gradebook *g, struct row *row)
{
    const char *first = first_name(g);
    *row = (struct row){0};
    if (!first) return 0;
    row->file = copy_text(first, strlen(first) - 5);
    row->student = row->file;
    for (int c = 0; c < g->n; c++) {
        int has = g->next[c] < g->n_files[c] && !strcmp(g->files[c][g->next[c]], first);
        if (!has) continue;
        row->record[c] = read_cell(g, c, first, &row->written);
        if (row->record[c]) row->student = field(row->record[c], "student");
    }
    for (int c = 0; c < g->n; c++) /* last: `first` is one of these names */
        g->next[c] += g->next[c] < g->n_files[c] && !strcmp(g->files[c][g->next[c]], first);
    return 1;
}

void row_free(struct gradebook *g, struct row *row)
{
    for (int c = 0; c < g->n; c++) json_decref(row->record[c]);
    free(row->file);
}
