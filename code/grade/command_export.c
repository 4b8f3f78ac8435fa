/* grade export: records in the formats of others. */
#include "grade/commands.h"
#include "grade/export.h"
#include "grade/record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void write_row(struct buffer *b, const struct gradebook *g, const struct row *row);

static const struct {
    const char *name, *ending;
    write_row *one;                   /* a file for each student, or ... */
    const struct table_format *table; /* ... one for all, or both (html) */
} formats[] = {
    {"gradescope", "json", export_gradescope, NULL},
    {"classroom", "txt", export_classroom, NULL},
    {"junit", "xml", NULL, &export_junit},
    {"canvas", "csv", NULL, &export_canvas},
    {"moodle", "csv", NULL, &export_moodle},
    {"html", "html", export_page, &export_index},
    {"csv", "csv", NULL, &export_csv},
};
enum { N_FORMATS = sizeof formats / sizeof *formats };

struct wishes {
    const char *grades, *to, *exercise, *student;
    int format;
};

static int find_format(const char *name)
{
    for (int f = 0; name && f < N_FORMATS; f++)
        if (!strcmp(formats[f].name, name)) return f;
    return -1;
}

static int read_wishes(struct wishes *w, int argc, char **argv)
{
    *w = (struct wishes){.format = -1};
    for (int i = 0; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        int is_option = !strncmp(argv[i], "--", 2);
        if (is_option && value == NULL) return !wrong_use("%s: its value is missing", argv[i]);
        if (!strcmp(argv[i], "--to"))
            w->to = value;
        else if (!strcmp(argv[i], "--exercise"))
            w->exercise = value;
        else if (!strcmp(argv[i], "--student"))
            w->student = value;
        else if (!strcmp(argv[i], "--format"))
            w->format = find_format(value);
        else if (is_option || w->grades)
            return !wrong_use("export does not know \"%.60s\"", argv[i]);
        else
            w->grades = argv[i];
        i += is_option;
    }
    if (w->grades && w->format >= 0) return 1;
    return !wrong_use(
        "export wants GRADES --format gradescope|classroom|junit|canvas|moodle|html|csv "
        "[--to PLACE] [--exercise NAME] [--student NAME]");
}

static int flush(struct buffer *b, FILE *file)
{
    int good = fwrite(b->text ? b->text : "", 1, b->length, file) == b->length;
    b->length = 0;
    return good;
}

static int is_wanted(const struct wishes *w, const struct row *row)
{
    return !w->student || !strcmp(w->student, row->student) || !strcmp(w->student, row->file);
}

/* Sums that stand at the top of a table. */
static struct totals count_rows(const struct wishes *w, const struct table_format *t)
{
    struct totals sum = {0};
    struct gradebook g;
    struct row row;
    if (!t->count || !gradebook_open(&g, w->grades, w->exercise)) return sum;
    for (; gradebook_row(&g, &row); row_free(&g, &row))
        if (is_wanted(w, &row)) t->count(&sum, &g, &row);
    gradebook_close(&g);
    return sum;
}

/* Row by row, so that a large course needs no more memory than a small one. */
static int write_table(const struct wishes *w, const struct table_format *t, FILE *file)
{
    struct gradebook g;
    struct row row;
    struct buffer b = {0};
    int good = gradebook_open(&g, w->grades, w->exercise);
    if (!good) return 0;
    g.totals = count_rows(w, t);
    t->begin(&b, &g);
    for (; gradebook_row(&g, &row); row_free(&g, &row)) {
        if (is_wanted(w, &row)) t->row(&b, &g, &row);
        good &= flush(&b, file);
    }
    t->end(&b, &g);
    good &= flush(&b, file);
    free(b.text);
    gradebook_close(&g);
    return good;
}

static int write_file_of(const char *folder, const struct row *row, const char *ending,
                         const struct buffer *b)
{
    char *path = format_text("%s/%s.%s", folder, row->file, ending);
    int good = write_file(path, b->text, b->length, 0644);
    if (!good) wrong_use("%s: %s", path, strerror(errno));
    free(path);
    return good;
}

static int write_each(const struct wishes *w, write_row *one, const char *ending)
{
    struct gradebook g;
    struct row row;
    int good = gradebook_open(&g, w->grades, w->exercise);
    if (!good) return 0;
    if (w->to) make_folders(w->to);
    for (; gradebook_row(&g, &row); row_free(&g, &row)) {
        struct buffer b = {0};
        if (!is_wanted(w, &row)) continue;
        one(&b, &g, &row);
        good &= w->to ? write_file_of(w->to, &row, ending, &b) : flush(&b, stdout);
        free(b.text);
    }
    gradebook_close(&g);
    return good;
}

static int export_to(const struct wishes *w)
{
    const struct table_format *table = formats[w->format].table;
    write_row *one = formats[w->format].one;
    if (one && !w->to && !w->student)
        return wrong_use("%s writes a file for each student: --to FOLDER, or --student NAME",
                         formats[w->format].name);
    int good = one ? write_each(w, one, formats[w->format].ending) : 1;
    if (good && table && !(one && !w->to)) {
        char *path = one ? format_text("%s/index.html", w->to) : NULL;
        const char *where = path ? path : w->to;
        FILE *file = where ? fopen(where, "wb") : stdout;
        if (!file) return wrong_use("%s: %s", where, strerror(errno));
        good = write_table(w, table, file);
        good &= (file == stdout ? fflush(file) : fclose(file)) == 0;
        free(path);
    }
    return good ? 0 : 3;
}

int command_export(int argc, char **argv)
{
    struct wishes w;
    return read_wishes(&w, argc, argv) ? export_to(&w) : 2;
}
