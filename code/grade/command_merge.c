/* grade merge: the records of shards joined. A record that is there already must be the same. */
#include "grade/beside.h"
#include "grade/clean.h"
#include "grade/commands.h"
#include "grade/judge.h"
#include "grade/record.h"
#include "grade/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_SHARDS = 10000 };

struct merging {
    const char *grades;
    const char *from; /* the folder that is read now */
    long copied, conflicts, shards;
    char is_there[MAX_SHARDS + 1];
};

/* Its place is given to any other record: the shard has been graded again. */
static int is_of_failed_grader(const char *text)
{
    json_t *record = json_loads(text, 0, NULL);
    int failed = record_verdict(record) == VERDICT_GRADER_ERROR;
    json_decref(record);
    return failed;
}

static void tell_conflict(struct merging *m, const char *exercise, const char *file)
{
    char *name = clean_line(file);
    fprintf(stderr, "grade: %s: %s/%s differs from the record that is there, which stays\n",
            m->from, exercise, name);
    free(name);
    m->conflicts++;
}

static int merge_record(const json_t *record, const char *exercise, const char *file,
                        void *context)
{
    struct merging *m = context;
    char *path = format_text("%s/records/%s/%s", m->grades, exercise, file);
    char *folder = format_text("%s/records/%s", m->grades, exercise);
    char *there = read_text(path), *text = record_text(record);
    make_folders(folder);
    int differs = there && strcmp(there, text) != 0;
    int put = !there || (differs && is_of_failed_grader(there));
    if (put) {
        int good = write_whole(path, text, 0600);
        m->copied += good;
        m->conflicts += !good;
        if (!good) wrong_use("%s: %s", path, strerror(errno));
    } else if (differs && record_verdict(record) != VERDICT_GRADER_ERROR) {
        tell_conflict(m, exercise, file);
    }
    free(path), free(folder), free(there), free(text);
    return 1;
}

static int merge_secret(const char *from, const char *to)
{
    char *path = format_text("%s/secret", from), *text = read_text(path);
    if (text) trim_end(text);
    char *secret = text && *text ? grades_secret(to, text) : NULL;
    int good = secret != NULL;
    if (text && !*text) wrong_use("%s is empty", path);
    if (!text) wrong_use("%s: no secret, so no folder of grades", from);
    free(path), free(text), free(secret);
    return good;
}

/* The parts that a folder holds whole, as the batches noted them. */
static void read_shards(struct merging *m, const char *from)
{
    char *path = format_text("%s/shards", from);
    FILE *file = fopen(path, "r");
    long k, n;
    while (file && fscanf(file, "%ld/%ld", &k, &n) == 2) {
        if (k < 1 || k > n || n > MAX_SHARDS) continue;
        if (m->shards && m->shards != n)
            fprintf(stderr, "grade: %s is cut into %ld shards, another one into %ld\n", from, n,
                    m->shards);
        m->shards = n;
        m->is_there[k] = 1;
    }
    if (file) fclose(file);
    free(path);
}

static long missing_shards(const struct merging *m)
{
    long missing = 0;
    for (long k = 1; k <= m->shards; k++) {
        if (m->is_there[k]) continue;
        fprintf(stderr, "grade: shard %ld/%ld is missing, or was not finished\n", k, m->shards);
        missing++;
    }
    return missing;
}

int command_merge(int argc, char **argv)
{
    static struct merging m;
    static const char *from[MAX_SHARDS];
    int n = 0;
    for (int i = 0; i < argc; i++) {
        if (!strcmp(argv[i], "--out") && i + 1 < argc)
            m.grades = argv[++i];
        else if (n < MAX_SHARDS && strncmp(argv[i], "--", 2) != 0)
            from[n++] = argv[i];
        else
            return wrong_use("merge does not know \"%.60s\"", argv[i]);
    }
    if (!m.grades || n == 0) return wrong_use("merge wants GRADES... --out ALL_GRADES");
    if (!make_folders(m.grades)) return wrong_use("%s: %s", m.grades, strerror(errno));
    for (int i = 0; i < n; i++) {
        if (!merge_secret(from[i], m.grades)) return 2;
        m.from = from[i];
        read_shards(&m, from[i]);
        if (records_visit(from[i], merge_record, &m) < 0)
            fprintf(stderr, "grade: %s has no records\n", from[i]);
    }
    if (m.conflicts)
        fprintf(stderr, "grade: to have what the shards hold now, merge into a new folder\n");
    printf("%ld records merged from %d folders, %ld conflicts\n", m.copied, n, m.conflicts);
    return missing_shards(&m) + m.conflicts > 0;
}
