/*
 * GitHub Classroom: the step output `result`, one line of base64; the JSON in it has version,
 * status, max_score and tests, every test with its score.
 */
#include "grade/export.h"

#include "grade/escape.h"
#include "grade/judge.h"
#include "grade/report.h"

#include <stdlib.h>
#include <string.h>

static json_t *one_test(const json_t *record)
{
    json_t *test = json_object();
    struct buffer words = {0};
    enum verdict v = record_verdict(record);
    report_text(&words, record, 0);
    json_object_set_new(test, "name", json_string(field(record, "exercise")));
    json_object_set_new(test, "status",
                        json_string(v == VERDICT_PASSED         ? "pass"
                                    : v == VERDICT_GRADER_ERROR ? "error"
                                                                : "fail"));
    json_object_set_new(test, "score", json_real(number_field(record, "points")));
    json_object_set_new(test, "message", json_string(words.text));
    char *code = format_text("grade check %s", field(record, "exercise"));
    json_object_set_new(test, "test_code", json_string(code));
    const struct exercise *e = find_exercise(field(record, "exercise"));
    char *file =
        format_text("%s.%s", field(record, "exercise"), e && is_paper(e) ? "txt" : "c");
    json_object_set_new(test, "filename", json_string(file));
    json_t *line = json_object_get(json_object_get(record, "crash"), "line");
    json_object_set_new(test, "line_no", json_integer(json_integer_value(line)));
    json_object_set_new(test, "duration", json_integer(0));
    free(words.text), free(code), free(file);
    return test;
}

static const char *worse(const char *status, const json_t *record)
{
    enum verdict v = record_verdict(record);
    if (v == VERDICT_GRADER_ERROR || *status == 'e') return "error";
    return v == VERDICT_PASSED ? status : "fail";
}

void export_classroom(struct buffer *b, const struct gradebook *g, const struct row *row)
{
    json_t *result = json_object(), *tests = json_array();
    double most = 0;
    const char *status = "pass";
    for (int c = 0; c < g->n; c++) {
        if (!row->record[c]) continue;
        json_array_append_new(tests, one_test(row->record[c]));
        most += number_field(row->record[c], "max_points");
        status = worse(status, row->record[c]);
    }
    json_object_set_new(result, "version", json_integer(1));
    json_object_set_new(result, "status", json_string(status));
    json_object_set_new(result, "max_score", json_real(most));
    json_object_set_new(result, "tests", tests);
    char *text = json_dumps(result, JSON_SORT_KEYS | JSON_REAL_PRECISION(15));
    add_text(b, "result=");
    if (text) add_base64(b, text, strlen(text));
    add_text(b, "\n");
    free(text);
    json_decref(result);
}
