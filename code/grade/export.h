/*
 * Records in the formats of others. The writers of one student's file take a row; the writers
 * of tables take the whole gradebook. All text is escaped for its format (escape.h).
 */
#ifndef GRADE_EXPORT_H
#define GRADE_EXPORT_H

#include "grade/gradebook.h"
#include "grade/text.h"

/* One file a student. */
void export_gradescope(struct buffer *b, const struct gradebook *g, const struct row *row);
void export_classroom(struct buffer *b, const struct gradebook *g, const struct row *row);
void export_page(struct buffer *b, const struct gradebook *g, const struct row *row);

/* One file for all: begin, a piece for each row, end. Where `count` is given, all rows are counted
 * first. */
struct table_format {
    void (*begin)(struct buffer *b, const struct gradebook *g);
    void (*row)(struct buffer *b, const struct gradebook *g, const struct row *row);
    void (*end)(struct buffer *b, const struct gradebook *g);
    void (*count)(struct totals *t, const struct gradebook *g, const struct row *row);
};
extern const struct table_format export_csv, export_canvas, export_moodle, export_junit,
    export_index;

/* No mark may come of a record like this. */
int has_mark(const json_t *record);

/* Gradescope's results for records that are in memory. */
json_t *gradescope_results(json_t *const *records, int n);

#endif
