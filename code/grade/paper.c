#include "grade/paper.h"

#include "grade/clean.h"
#include "grade/compare.h"
#include "grade/judge.h"
#include "grade/text.h"
#include "program/values.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_ANSWERS = 64 };

struct sheet {
    double given[MAX_ANSWERS];
    int is_given[MAX_ANSWERS];
    char error[200];
};

static const char *skip(const char *p)
{
    while (*p == ' ' || *p == '\t' || *p == '\r') p++;
    return p;
}

static int find_answer(const struct exercise *e, const char *name, size_t n)
{
    for (int i = 0; i < e->n_answers; i++)
        if (strlen(e->answers[i].name) == n && !strncasecmp(e->answers[i].name, name, n))
            return i;
    return -1;
}

/* As word processors write it: a decimal comma, and the long minus (U+2212). */
static void plain_number(char *text, const char *p, size_t n)
{
    while (n > 0) {
        int long_minus = n >= 3 && !strncmp(p, "\xe2\x88\x92", 3);
        *text++ = long_minus ? '-' : *p == ',' ? '.' : *p;
        p += long_minus ? 3 : 1;
        n -= long_minus ? 3 : 1;
    }
    *text = 0;
}

/* "1,152": a thousand, or one and a bit? Nobody can tell. */
static int is_ambiguous(const char *p)
{
    p += strspn(p, "+-");
    size_t n = strspn(p, "0123456789");
    int groups = 0;
    if (n < 1 || n > 3 || *p == '0') return 0;
    for (p += n; *p == ',' && strspn(p + 1, "0123456789") == 3; p += 4) groups++;
    return groups > 0;
}

/* "14", "-0.5", "1/3"; NULL if there is no number or more than one. */
static const char *read_number(const char *p, double *v)
{
    char text[64];
    size_t n = strcspn(p, "\n#");
    if (n >= sizeof text) return NULL;
    plain_number(text, p, n);
    if (text[strspn(text, "0123456789+-.eE/ \t\r")]) return NULL; /* 0x4, inf, nan */
    char *end;
    *v = strtod(text, &end);
    if (end == text) return NULL;
    const char *rest = skip(end);
    if (*rest == '/') {
        const char *start = rest + 1;
        double divisor = strtod(start, &end);
        if (end == start || divisor == 0) return NULL;
        *v /= divisor;
        rest = skip(end);
    }
    return *rest || !isfinite(*v) ? NULL : p + n;
}

static void note_error(struct sheet *s, int line, const char *what, const char *text)
{
    if (*s->error) return;
    char *piece = clean_text(text, strcspn(text, "\n"), 60, 0);
    snprintf(s->error, sizeof s->error, "line %d: %s: \"%s\"", line, what, piece);
    free(piece);
}

static void read_line(struct sheet *s, const struct exercise *e, const char *p, int line)
{
    const char *start = skip(p);
    size_t n = 0;
    if (*start == 0 || *start == '\n' || *start == '#') return;
    while (isalnum((unsigned char)start[n]) || start[n] == '_' || start[n] == '.') n++;
    int i = find_answer(e, start, n);
    const char *equals = skip(start + n), *value = skip(equals + (*equals == '='));
    if (*equals != '=')
        note_error(s, line, "expected name = number", start);
    else if (i < 0)
        note_error(s, line, "this name is not asked for", start);
    else if (*value == 0 || *value == '\n' || *value == '#')
        return;
    else if (is_ambiguous(value))
        note_error(s, line, "write 1152 or 1.152, because 1,152 can mean both", start);
    else if (s->is_given[i] || !read_number(value, &s->given[i]))
        note_error(s, line, s->is_given[i] ? "answered twice" : "not a number", start);
    else
        s->is_given[i] = 1;
}

static struct sheet read_sheet(const struct exercise *e, const char *text)
{
    struct sheet s = {.error = ""};
    int line = 1;
    for (const char *p = text; *p; line++) {
        const char *end = strchr(p, '\n');
        read_line(&s, e, p, line);
        p = end ? end + 1 : p + strlen(p);
    }
    return s;
}

static void answers_of(any_function *f, double *answer)
{
    for (int i = 0; i < MAX_ANSWERS; i++) answer[i] = 0;
    ((void (*)(double *))f)(answer);
}

/* People round: what was given with 4 digits or more may be off in the last. */
static int agrees(double given, double right)
{
    return fabs(given - right) <= fmax(1e-9, 5e-4 * fabs(right)) &&
           (right != floor(right) || given == right);
}

/* How well a wrong model explains what was given. One that gives every number of the sheet comes
 * before all others. Else some other mistake is in it too: then a number that is right but for
 * its sign is rather a slip than this belief. */
static int score_of(const struct model *m, const struct exercise *e, const struct sheet *s,
                    const double *right)
{
    double theirs[MAX_ANSWERS];
    int explained = 0, slips = 0, contradicted = 0;
    answers_of(m->function, theirs);
    for (int i = 0; i < e->n_answers; i++) {
        if (!s->is_given[i]) continue;
        int wrong = !agrees(s->given[i], right[i]), same = agrees(s->given[i], theirs[i]);
        explained += wrong && same;
        slips += wrong && same && agrees(-s->given[i], right[i]);
        contradicted += !same;
    }
    if (explained == 0) return 0;
    return contradicted == 0 ? 1000 + explained : explained - slips;
}

/* NULL where no model explains anything, or two explain the same in part. */
static const struct model *find_model(const struct exercise *e, const struct sheet *s,
                                      const double *right)
{
    const struct model *best = NULL;
    int most = 0, several = 0;
    for (int m = 0; m < e->n_models; m++) {
        int score = score_of(&e->models[m], e, s, right);
        several = score == most ? 1 : score > most ? 0 : several;
        if (score > most) most = score, best = &e->models[m];
    }
    return most < 1000 && several ? NULL : best;
}

static void set_string(json_t *object, const char *key, const char *text)
{
    char *clean = clean_line(text);
    json_object_set_new(object, key, json_string(clean));
    free(clean);
}

static json_t *answer_record(const struct answer *a, const struct sheet *s, int i, double right,
                             double *points)
{
    int good = s->is_given[i] && agrees(s->given[i], right);
    char number[40];
    json_t *record = json_object();
    set_string(record, "name", a->name);
    set_string(record, "visibility", "public");
    json_object_set_new(record, "cases", json_integer(1));
    json_object_set_new(record, "right", json_integer(good));
    json_object_set_new(record, "asked", json_integer(s->is_given[i]));
    json_object_set_new(record, "points", json_real(good ? a->points : 0));
    json_object_set_new(record, "max_points", json_real(a->points));
    if (s->is_given[i])
        set_string(record, "yours", exact_number(number, sizeof number, s->given[i]));
    *points += good ? a->points : 0;
    return record;
}

static void explain(json_t *record, const struct exercise *e, const struct sheet *s,
                    const double *right)
{
    const struct model *m = find_model(e, s, right);
    json_t *object = json_object();
    set_string(object, "name", m ? m->name : "unknown");
    set_string(object, "says", m ? m->says : "No known mistake gives these numbers.");
    set_string(object, "read", m ? m->read : e->read);
    json_object_set_new(record, "misconception", object);
    set_string(record, "reason", m ? m->name : "unknown");
}

/* The first wrong answer as the example. The student is not shown the right number: it would
 * be all there is to do. */
static void show(json_t *record, const struct exercise *e, const struct sheet *s,
                 const double *right)
{
    char number[40];
    for (int i = 0; i < e->n_answers; i++) {
        if (!s->is_given[i] || agrees(s->given[i], right[i])) continue;
        json_t *object = json_object();
        set_string(object, "input", e->answers[i].text);
        set_string(object, "output", e->answers[i].name);
        set_string(object, "yours", exact_number(number, sizeof number, s->given[i]));
        set_string(object, "right", exact_number(number, sizeof number, right[i]));
        json_object_set_new(object, "on_paper", json_true());
        json_object_set_new(object, "from_hidden_group", json_false());
        json_object_set_new(record, "example", object);
        return;
    }
}

static void judge_sheet(json_t *record, const struct exercise *e, const struct sheet *s)
{
    double right[MAX_ANSWERS], points = 0;
    int n_right = 0, n_given = 0;
    answers_of(e->answer_function, right);
    json_t *groups = json_array();
    for (int i = 0; i < e->n_answers; i++) {
        json_array_append_new(groups, answer_record(&e->answers[i], s, i, right[i], &points));
        n_right += s->is_given[i] && agrees(s->given[i], right[i]);
        n_given += s->is_given[i];
    }
    json_object_set_new(record, "groups", groups);
    json_object_set_new(record, "points", json_real(points));
    set_string(record, "verdict",
               verdict_word(n_right == e->n_answers ? VERDICT_PASSED : VERDICT_WRONG));
    set_string(record, "reason",
               n_given < e->n_answers && n_right == n_given ? "not every number is answered"
                                                            : "");
    if (n_right == n_given) return;
    explain(record, e, s, right);
    show(record, e, s, right);
}

void judge_paper(json_t *record, const struct exercise *e, const char *text)
{
    if (!strncmp(text, "\xef\xbb\xbf", 3)) text += 3; /* a byte order mark */
    struct sheet s = read_sheet(e, text);
    if (!*s.error) {
        judge_sheet(record, e, &s);
        return;
    }
    set_string(record, "verdict", verdict_word(VERDICT_NOT_COMPILED));
    set_string(record, "reason", s.error);
}

char *paper_text(const struct exercise *e, const struct model *m)
{
    struct buffer b = {0};
    double answer[MAX_ANSWERS];
    answers_of(m ? m->function : e->answer_function, answer);
    add_text(&b, "");
    for (int i = 0; i < e->n_answers; i++)
        add(&b, "%s = %.12g\n", e->answers[i].name, answer[i]);
    return b.text;
}
