#include "grade/master.h"

#include "grade/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void stop(const struct master *m, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s:%d: ", m->path, line);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

static int line_of(const struct master *m, const char *place)
{
    int line = 1;
    for (const char *p = m->text; p < place; p++) line += *p == '\n';
    return line;
}

static const char *stem_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    return copy_text(base, dot ? (size_t)(dot - base) : strlen(base));
}

/* ---- notes ------------------------------------------------------------------------------ */

static const char *const known[] = {"title", "chapter", "kind",     "read",    "statement",
                                    "hint",  "where",   "require",  "also",    "wrong",
                                    "says",  "answer",  "solution", "starter", "end"};

static int is_known(const char *key)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(key, known[i])) return 1;
    return 0;
}

static const char *join(const char *a, const char *b)
{
    if (!*a) return b;
    return format_text("%s%s%s", a, *b ? " " : "\n\n", b);
}

/* The entry that a continuation line belongs to: the last one, or the says/read of it. */
static const char **open_text;

static void add_note(struct master *m, const char *key, const char *text, int line)
{
    struct note *last = m->n_notes ? &m->notes[m->n_notes - 1] : NULL;
    int of_wrong = last && !strcmp(last->key, "wrong");
    if (!is_known(key)) stop(m, line, "unknown entry \"//: %s\"", key);
    if (!strcmp(key, "says") || (!strcmp(key, "read") && of_wrong)) {
        if (!of_wrong) stop(m, line, "\"//: says\" stands behind no \"//: wrong\"");
        open_text = !strcmp(key, "says") ? &last->says : &last->read;
        *open_text = text;
        return;
    }
    if (!strcmp(key, "solution") || !strcmp(key, "starter") || !strcmp(key, "end")) return;
    if (m->n_notes == MAX_NOTES) stop(m, line, "more than %d entries", MAX_NOTES);
    m->notes[m->n_notes] = (struct note){.key = key, .text = text, .line = line};
    open_text = &m->notes[m->n_notes++].text;
}

static void read_note(struct master *m, const char *line_text, size_t length, int line)
{
    char *text = copy_text(line_text + 3, length - 3);
    trim_end(text);
    size_t indent = strspn(text, " "), key = strcspn(text + indent, " ");
    if (indent > 1 || !*text) {
        if (!open_text) stop(m, line, "this line continues no entry");
        *open_text = join(*open_text, text + indent);
        return;
    }
    char *rest = text + indent + key;
    add_note(m, copy_text(text + indent, key), rest + strspn(rest, " "), line);
}

static void read_notes(struct master *m)
{
    int line = 0;
    open_text = NULL;
    for (const char *p = m->text; *p;) {
        const char *end = strchr(p, '\n');
        size_t length = end ? (size_t)(end - p) : strlen(p);
        const char *start = p + strspn(p, " ");
        line++;
        if (!strncmp(start, "//:", 3)) read_note(m, start, length - (size_t)(start - p), line);
        p = end ? end + 1 : p + length;
    }
}

const char *master_note(const struct master *m, const char *key)
{
    for (int i = 0; i < m->n_notes; i++)
        if (!strcmp(m->notes[i].key, key)) return m->notes[i].text;
    return NULL;
}

int master_is_paper(const struct master *m)
{
    const char *kind = master_note(m, "kind");
    return kind && !strcmp(kind, "paper");
}

/* ---- the prototype ---------------------------------------------------------------------- */

/* Where the function of the exercise is defined: its name at the head of a line's text. */
static const char *find_function(const struct master *m)
{
    size_t length = strlen(m->name);
    for (const char *p = m->text; (p = strstr(p, m->name)); p += length) {
        const char *start = p;
        while (start > m->text && start[-1] != '\n') start--;
        if (p[length] == '(' && p[-1] == ' ' && isalpha((unsigned char)*start)) return p;
    }
    stop(m, 1, "no function \"%s\": it bears the name of the file", m->name);
}

static void read_shape(const struct master *m, struct parameter *p, const char *text, int line)
{
    const char *open = strchr(text, '('), *close = strrchr(text, ')');
    if (!open || !close) stop(m, line, "the shape of \"%s\" is missing: /* (N, C) */", p->name);
    int depth = 0;
    const char *start = open + 1;
    for (const char *c = start; c <= close; c++) {
        if ((*c == ',' || c == close) && depth == 0) {
            if (p->rank == MAX_RANK) stop(m, line, "\"%s\" has too many dimensions", p->name);
            start += strspn(start, " \n");
            p->shape[p->rank++] = copy_text(start, (size_t)(c - start));
            start = c + 1;
        }
        depth += (*c == '(') - (*c == ')');
    }
}

static void read_parameter(struct master *m, char *declaration, int line)
{
    struct parameter *p = &m->parameters[m->n_parameters];
    trim_end(declaration);
    size_t end = strlen(declaration), start = end;
    while (start &&
           (isalnum((unsigned char)declaration[start - 1]) || declaration[start - 1] == '_'))
        start--;
    if (m->n_parameters == MAX_PARAMETERS) stop(m, line, "too many parameters");
    p->name = copy_text(declaration + start, end - start);
    p->is_array = strchr(declaration, '*') != NULL;
    p->is_const = strstr(declaration, "const ") != NULL;
    p->base = strstr(declaration, "double")   ? "double"
              : strstr(declaration, "size_t") ? "size_t"
              : strstr(declaration, "int")    ? "int"
                                              : NULL;
    if (!p->base || start == end)
        stop(m, line, "parameter \"%s\": double, int, size_t or a pointer to one of them",
             declaration);
    p->type =
        format_text("%s%s%s", p->is_const ? "const " : "", p->base, p->is_array ? " *" : "");
    m->n_parameters++;
}

/* A comment describes the parameter that was finished last, or the one it stands in. */
static const char *skip_comment(struct master *m, const char *p, char *declaration)
{
    const char *end = strstr(p, "*/");
    int line = line_of(m, p), pending = declaration[strspn(declaration, " \n")] != 0;
    if (!end) stop(m, line, "a comment is not closed");
    if (pending) {
        read_parameter(m, declaration, line);
        declaration[0] = 0;
    }
    struct parameter *last = &m->parameters[m->n_parameters ? m->n_parameters - 1 : 0];
    if (m->n_parameters && last->is_array)
        read_shape(m, last, copy_text(p, (size_t)(end - p)), line);
    return end + 2;
}

static void read_prototype(struct master *m)
{
    const char *name = find_function(m), *start = name;
    char declaration[400] = "";
    size_t n = 0;
    while (start > m->text && start[-1] != '\n') start--;
    m->result = copy_text(start, (size_t)(name - 1 - start));
    for (const char *p = name + strlen(m->name) + 1; *p;) {
        if (!strncmp(p, "/*", 2)) {
            p = skip_comment(m, p, declaration);
            n = strlen(declaration);
            continue;
        }
        int ends = *p == ',' || *p == ')';
        if (ends && declaration[strspn(declaration, " \n")])
            read_parameter(m, declaration, line_of(m, p));
        if (*p == ')') break;
        if (n + 2 > sizeof declaration) stop(m, line_of(m, p), "the prototype is too long");
        if (!ends) declaration[n++] = *p;
        if (ends) n = 0;
        declaration[n] = 0;
        p++;
    }
}

static void check(const struct master *m)
{
    static const char *const needed[] = {"title", "chapter", "kind", "statement", "read"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!master_note(m, needed[i]))
            stop(m, 1, "the entry \"//: %s\" is missing", needed[i]);
    if (strcmp(m->result, "void") && strcmp(m->result, "double") && strcmp(m->result, "int"))
        stop(m, 1, "%s returns \"%s\": void, double or int", m->name, m->result);
    for (int i = 0; i < m->n_parameters; i++)
        if (m->parameters[i].is_array && m->parameters[i].rank == 0)
            stop(m, 1, "%s: the shape of \"%s\" is missing: /* (N, C) */", m->name,
                 m->parameters[i].name);
    for (int i = 0; i < m->n_notes; i++)
        if (!strcmp(m->notes[i].key, "wrong") && !m->notes[i].says)
            stop(m, m->notes[i].line, "\"//: says\" is missing behind this wrong model");
    if (master_is_paper(m) && !master_note(m, "answer"))
        stop(m, 1, "a paper exercise needs \"//: answer NAME POINTS what it is\"");
    if (!master_is_paper(m) &&
        (!strstr(m->text, "//: solution") || !strstr(m->text, "//: end")))
        stop(m, 1, "the lines \"//: solution\" and \"//: end\" are missing");
}

/* `//: wrong WORD` and the function wrong_WORD belong together. */
static void check_functions(const struct master *m)
{
    for (int i = 0; i < m->n_notes; i++) {
        const struct note *note = &m->notes[i];
        if (strcmp(note->key, "wrong") && strcmp(note->key, "also")) continue;
        char *function = format_text("%s_%s(", note->key, note->text);
        if (!strstr(m->text, function))
            stop(m, note->line, "there is no function %s_%s", note->key, note->text);
        free(function);
    }
}

struct master master_read(const char *path)
{
    struct master m = {.path = path, .name = stem_of(path), .text = read_text(path)};
    if (!m.text) stop(&m, 1, "the file cannot be read");
    read_notes(&m);
    read_prototype(&m);
    check(&m);
    check_functions(&m);
    return m;
}
