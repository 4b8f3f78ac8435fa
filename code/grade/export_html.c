/* HTML: a page for each student, and a table of all of them for the instructor. No script. */
#include "grade/export.h"

#include "grade/escape.h"
#include "grade/judge.h"
#include "grade/report.h"

#include <stdlib.h>
#include <string.h>

static const char head[] =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "style-src 'unsafe-inline'\">\n"
    "<style>\n"
    ":root{color-scheme:light dark}\n"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\n"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.9rem;padding:1rem;"
    "border:1px solid #8886;border-radius:.4rem}\n"
    "table{border-collapse:collapse;display:block;overflow-x:auto}\n"
    "th,td{padding:.3rem .7rem;border-bottom:1px solid #8886;text-align:left}\n"
    ".n{text-align:right;font-variant-numeric:tabular-nums}\n"
    "</style>\n";

static void begin_page(struct buffer *b, const char *title)
{
    add_text(b, head);
    add_text(b, "<title>");
    add_xml(b, title);
    add_text(b, "</title>\n</head>\n<body>\n<h1>");
    add_xml(b, title);
    add_text(b, "</h1>\n");
}

void export_page(struct buffer *b, const struct gradebook *g, const struct row *row)
{
    begin_page(b, row->student);
    for (int c = 0; c < g->n; c++) {
        if (!row->record[c]) continue;
        struct buffer words = {0};
        report_text(&words, row->record[c], 0);
        add_text(b, "<h2>");
        add_xml(b, g->exercise[c]);
        add_text(b, "</h2>\n<pre>");
        add_xml(b, words.text);
        add_text(b, "</pre>\n");
        free(words.text);
    }
    add_text(b, "</body>\n</html>\n");
}

static void index_begin(struct buffer *b, const struct gradebook *g)
{
    begin_page(b, "Grades");
    add_text(b, "<table>\n<thead><tr><th>student</th>");
    for (int c = 0; c < g->n; c++) {
        add_text(b, "<th>");
        add_xml(b, g->exercise[c]);
        add_text(b, "</th>");
    }
    add_text(b, "<th>sum</th></tr></thead>\n<tbody>\n");
}

static void cell(struct buffer *b, const json_t *record)
{
    const char *m = field(json_object_get(record, "misconception"), "name");
    add_text(b, "<td>");
    if (has_mark(record)) add(b, "%.6g ", number_field(record, "points"));
    add_xml(b, has_mark(record) && *m ? m : field(record, "verdict"));
    add_text(b, "</td>");
}

/* A link to a safe file name; % in it stands for itself. */
static void link_to(struct buffer *b, const struct row *row)
{
    add_text(b, "<a href=\"");
    for (const char *p = row->file; *p; p++) {
        if (*p == '%')
            add_text(b, "%25");
        else
            add_bytes(b, p, 1);
    }
    add_text(b, ".html\">");
    add_xml(b, row->student);
    add_text(b, "</a>");
}

static void index_row(struct buffer *b, const struct gradebook *g, const struct row *row)
{
    double sum = 0;
    add_text(b, "<tr><td>");
    link_to(b, row);
    add_text(b, "</td>");
    for (int c = 0; c < g->n; c++) {
        if (has_mark(row->record[c])) sum += number_field(row->record[c], "points");
        cell(b, row->record[c]);
    }
    add(b, "<td class=\"n\">%.6g</td></tr>\n", sum);
}

static void index_end(struct buffer *b, const struct gradebook *g)
{
    (void)g;
    add_text(b, "</tbody>\n</table>\n</body>\n</html>\n");
}

const struct table_format export_index = {index_begin, index_row, index_end, NULL};
