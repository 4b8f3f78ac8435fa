/*
 * Gradescope: results.json. Every group of cases is a test; hidden groups are shown to the
 * student when the grades are published, and so is the whole report. What a student reads at once
 * is what `grade check` says: who hands in again and again learns nothing of hidden cases.
 */
#include "grade/export.h"

#include "grade/judge.h"
#include "grade/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int has_mark(const json_t *record)
{
    return record && record_verdict(record) != VERDICT_GRADER_ERROR;
}

static void set(json_t *object, const char *key, const char *text)
{
    json_object_set_new(object, key, json_string(text));
}

static char *words_for(const json_t *record, const json_t *group)
{
    struct buffer b = {0};
    double right = number_field(group, "right"), cases = number_field(group, "cases");
    if (right >= cases)
        add(&b, "%.0f of %.0f cases right", right, cases);
    else if (number_field(group, "asked") < 1)
        add(&b, "not run: %s", field(record, "verdict"));
    else
        add(&b, "%.0f of %.0f cases right; see the report", right, cases);
    return b.text;
}

static int is_hidden(const json_t *group)
{
    return !strcmp(field(group, "visibility"), "hidden");
}

static json_t *one_test(const json_t *record, const json_t *group, const char *number)
{
    json_t *test = json_object();
    double points = number_field(group, "points"), most = number_field(group, "max_points");
    char *words = words_for(record, group);
    char *name = format_text("%s: %s", field(record, "exercise"), field(group, "name"));
    json_object_set_new(test, "score", json_real(points));
    json_object_set_new(test, "max_score", json_real(most));
    set(test, "status", points >= most ? "passed" : "failed");
    set(test, "name", name);
    set(test, "name_format", "text");
    set(test, "number", number);
    set(test, "output", words);
    set(test, "output_format", "text");
    set(test, "visibility", is_hidden(group) ? "after_published" : "visible");
    json_object_set_new(test, "tags", json_array());
    free(words), free(name);
    return test;
}

/* ---- what may be read at once ------------------------------------------------------------------- */

/* Takes the hidden groups out. 1 if a group that stays has failed. */
static int keep_public_groups(json_t *record)
{
    json_t *groups = json_object_get(record, "groups");
    double points = 0, most = 0;
    for (size_t i = json_array_size(groups); i-- > 0;)
        if (is_hidden(json_array_get(groups, i))) json_array_remove(groups, i);
    for (size_t i = 0; i < json_array_size(groups); i++) {
        points += number_field(json_array_get(groups, i), "points");
        most += number_field(json_array_get(groups, i), "max_points");
    }
    if (json_array_size(groups) == 0) return 1; /* it was not run at all */
    json_object_set_new(record, "points", json_real(points));
    json_object_set_new(record, "max_points", json_real(most));
    json_object_set_new(record, "hidden", json_false());
    return points < most;
}

static void drop_if_hidden(json_t *record, const char *key)
{
    if (json_is_true(json_object_get(json_object_get(record, key), "from_hidden_group")))
        json_object_del(record, key);
}

/* The record as the student's own check would have it: what fails in hidden cases alone passes. */
static json_t *public_part(const json_t *record)
{
    json_t *part = json_deep_copy(record);
    int failed = keep_public_groups(part);
    drop_if_hidden(part, "example");
    drop_if_hidden(part, "crash");
    if (failed || record_verdict(record) >= VERDICT_SUSPECT) return part;
    set(part, "verdict", verdict_word(VERDICT_PASSED));
    set(part, "reason", "");
    json_object_del(part, "misconception");
    return part;
}

/* ---- the tests ---------------------------------------------------------------------------------- */

/* Behind the words of the first hidden group stands the whole report. */
static void add_report(json_t *test, const json_t *record)
{
    struct buffer b = {0};
    add(&b, "%s\n\n", field(test, "output"));
    report_text(&b, record, 0);
    set(test, "output", b.text);
    free(b.text);
}

/* A submission that was not run at all still has one failed test, worth all its points. */
static void add_tests(json_t *tests, const json_t *record, int exercise)
{
    const json_t *groups = json_object_get(record, "groups");
    char number[32];
    int reported = 0;
    for (size_t i = 0; i < json_array_size(groups); i++) {
        const json_t *group = json_array_get(groups, i);
        snprintf(number, sizeof number, "%d.%zu", exercise, i + 1);
        json_t *test = one_test(record, group, number);
        if (is_hidden(group) && !reported++) add_report(test, record);
        json_array_append_new(tests, test);
    }
    if (json_array_size(groups) > 0) return;
    json_t *whole = json_pack("{s:s, s:f, s:f, s:f, s:f, s:f, s:s}", "name", "all cases",
                              "points", 0.0, "max_points", number_field(record, "max_points"),
                              "cases", 1.0, "right", 0.0, "asked", 0.0, "visibility", "public");
    snprintf(number, sizeof number, "%d.1", exercise);
    json_array_append_new(tests, one_test(record, whole, number));
    json_decref(whole);
}

json_t *gradescope_results(json_t *const *records, int n)
{
    json_t *results = json_object(), *tests = json_array(), *extra = json_object();
    struct buffer output = {0};
    double score = 0;
    add_text(&output, "");
    for (int c = 0; c < n; c++) {
        if (!records[c]) continue;
        score += has_mark(records[c]) ? number_field(records[c], "points") : 0;
        json_t *part = public_part(records[c]);
        report_text(&output, part, 0);
        json_decref(part);
        add_text(&output, "\n");
        if (has_mark(records[c])) add_tests(tests, records[c], c + 1);
        set(extra, field(records[c], "exercise"), field(records[c], "verdict"));
    }
    json_object_set_new(results, "score", json_real(score));
    set(results, "output", output.text);
    set(results, "output_format", "text");
    set(results, "test_output_format", "text");
    set(results, "test_name_format", "text");
    set(results, "visibility", "visible");
    set(results, "stdout_visibility", "hidden");
    json_object_set_new(results, "extra_data", extra);
    json_object_set_new(results, "tests", tests);
    free(output.text);
    return results;
}

static void add_json(struct buffer *b, json_t *object, size_t flags)
{
    char *text = json_dumps(object, flags | JSON_SORT_KEYS | JSON_REAL_PRECISION(15));
    if (text) add_text(b, text);
    free(text);
    json_decref(object);
}

void export_gradescope(struct buffer *b, const struct gradebook *g, const struct row *row)
{
    add_json(b, gradescope_results(row->record, g->n), JSON_INDENT(1));
    add_text(b, "\n");
}
