/*
 * Tables for gradebooks: plain CSV, Canvas, Moodle; and JUnit XML.
 *
 * Canvas and Moodle match a student by what the folder of the submission was called: an e-mail
 * address, or the login (Canvas) or ID number (Moodle). A cell without a mark stays empty, and
 * so does its feedback: Moodle would erase a grade for feedback that comes alone.
 */
#include "grade/export.h"

#include "grade/escape.h"
#include "grade/judge.h"
#include "grade/report.h"

#include <stdlib.h>
#include <string.h>

static void add_points(struct buffer *b, double points)
{
    add(b, "%.6g", points);
}

static const char *mistake(const json_t *record)
{
    return field(json_object_get(record, "misconception"), "name");
}

static double most_points(const struct gradebook *g, int c)
{
    const struct exercise *e = find_exercise(g->exercise[c]);
    return e ? points_of(e) : 0;
}

/* ---- CSV -------------------------------------------------------------------------------------- */

static void csv_begin(struct buffer *b, const struct gradebook *g)
{
    (void)g;
    add_text(b, "student,exercise,points,max_points,verdict,misconception,reason\r\n");
}

static void csv_row(struct buffer *b, const struct gradebook *g, const struct row *row)
{
    for (int c = 0; c < g->n; c++) {
        const json_t *r = row->record[c];
        if (!r) continue;
        add_csv(b, row->student), add_text(b, ",");
        add_csv(b, g->exercise[c]), add_text(b, ",");
        if (has_mark(r)) add_points(b, number_field(r, "points"));
        add_text(b, ","), add_points(b, number_field(r, "max_points")), add_text(b, ",");
        add_csv(b, field(r, "verdict")), add_text(b, ",");
        add_csv(b, mistake(r)), add_text(b, ",");
        add_csv(b, field(r, "reason")), add_text(b, "\r\n");
    }
}

static void no_end(struct buffer *b, const struct gradebook *g)
{
    (void)b, (void)g;
}

const struct table_format export_csv = {csv_begin, csv_row, no_end, NULL};

/* ---- Canvas ------------------------------------------------------------------------------------- */

static void canvas_begin(struct buffer *b, const struct gradebook *g)
{
    add_text(b, "Student,ID,SIS User ID,SIS Login ID,Section");
    for (int c = 0; c < g->n; c++) add_text(b, ","), add_csv(b, g->exercise[c]);
    add_text(b, "\r\n    Points Possible,,,,");
    for (int c = 0; c < g->n; c++) add_text(b, ","), add_points(b, most_points(g, c));
    add_text(b, "\r\n");
}

static void canvas_row(struct buffer *b, const struct gradebook *g, const struct row *row)
{
    add_csv(b, row->student), add_text(b, ",,,");
    add_csv(b, row->student), add_text(b, ",");
    for (int c = 0; c < g->n; c++) {
        add_text(b, ",");
        if (has_mark(row->record[c])) add_points(b, number_field(row->record[c], "points"));
    }
    add_text(b, "\r\n");
}

const struct table_format export_canvas = {canvas_begin, canvas_row, no_end, NULL};

/* ---- Moodle ------------------------------------------------------------------------------------- */

static void moodle_begin(struct buffer *b, const struct gradebook *g)
{
    add_text(b, "Email address,ID number");
    for (int c = 0; c < g->n; c++) {
        char *feedback = format_text("%s feedback", g->exercise[c]);
        add_text(b, ","), add_csv(b, g->exercise[c]);
        add_text(b, ","), add_csv(b, feedback);
        free(feedback);
    }
    add_text(b, "\r\n");
}

static void moodle_cell(struct buffer *b, const json_t *record)
{
    add_text(b, ",");
    if (!has_mark(record)) {
        add_text(b, ",");
        return;
    }
    char *feedback =
        format_text("%s%s%s", field(record, "verdict"), *mistake(record) ? ": " : "",
                    field(json_object_get(record, "misconception"), "says"));
    add_points(b, number_field(record, "points"));
    add_text(b, ",");
    add_csv(b, feedback);
    free(feedback);
}

static void moodle_row(struct buffer *b, const struct gradebook *g, const struct row *row)
{
    int marks = 0, is_mail = strchr(row->student, '@') != NULL;
    for (int c = 0; c < g->n; c++) marks += has_mark(row->record[c]);
    if (marks == 0) return;
    add_csv(b, is_mail ? row->student : ""), add_text(b, ",");
    add_csv(b, is_mail ? "" : row->student);
    for (int c = 0; c < g->n; c++) moodle_cell(b, row->record[c]);
    add_text(b, "\r\n");
}

const struct table_format export_moodle = {moodle_begin, moodle_row, no_end, NULL};

/* ---- JUnit ---------------------------------------------------------------------------------------- */

static void attribute(struct buffer *b, const char *name, const char *text)
{
    add(b, " %s=\"", name);
    add_xml(b, text);
    add_text(b, "\"");
}

static void junit_count(struct totals *t, const struct gradebook *g, const struct row *row)
{
    for (int c = 0; c < g->n; c++) {
        if (!row->record[c]) continue;
        enum verdict v = record_verdict(row->record[c]);
        t->tests++;
        t->errors += v == VERDICT_GRADER_ERROR;
        t->failures += v != VERDICT_GRADER_ERROR && v != VERDICT_PASSED;
    }
}

static void add_totals(struct buffer *b, const struct totals *t)
{
    add(b, " tests=\"%d\" failures=\"%d\" errors=\"%d\" time=\"0\"", t->tests, t->failures,
        t->errors);
}

static void junit_begin(struct buffer *b, const struct gradebook *g)
{
    add_text(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"grade\"");
    add_totals(b, &g->totals);
    add_text(b, ">\n");
}

static void junit_case(struct buffer *b, const struct row *row, const json_t *record)
{
    enum verdict v = record_verdict(record);
    struct buffer words = {0};
    add_text(b, "    <testcase");
    attribute(b, "name", field(record, "exercise"));
    attribute(b, "classname", row->student);
    add_text(b, " time=\"0\"");
    if (v == VERDICT_PASSED) {
        add_text(b, "/>\n");
        return;
    }
    report_text(&words, record, 0);
    const char *element = v == VERDICT_GRADER_ERROR ? "error" : "failure";
    add(b, ">\n      <%s", element);
    attribute(b, "type", field(record, "verdict"));
    attribute(b, "message", *mistake(record) ? mistake(record) : field(record, "reason"));
    add_text(b, ">");
    add_xml(b, words.text);
    add(b, "</%s>\n    </testcase>\n", element);
    free(words.text);
}

/* A suite for each student, so that the file can be written row by row. Records hold no time and no
 * machine: the time is that of the newest file, and the format has "localhost" for the rest. */
static void junit_row(struct buffer *b, const struct gradebook *g, const struct row *row)
{
    struct totals t = {0};
    char when[40] = "1970-01-01T00:00:00";
    struct tm utc;
    if (gmtime_r(&row->written, &utc)) strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &utc);
    junit_count(&t, g, row);
    add_text(b, "  <testsuite");
    attribute(b, "name", row->student);
    add_totals(b, &t);
    add_text(b, " skipped=\"0\"");
    attribute(b, "timestamp", when);
    attribute(b, "hostname", "localhost");
    add_text(b, ">\n");
    for (int c = 0; c < g->n; c++)
        if (row->record[c]) junit_case(b, row, row->record[c]);
    add_text(b, "  </testsuite>\n");
}

static void junit_end(struct buffer *b, const struct gradebook *g)
{
    (void)g;
    add_text(b, "</testsuites>\n");
}

const struct table_format export_junit = {junit_begin, junit_row, junit_end, junit_count};
