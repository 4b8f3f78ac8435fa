/*
 * Writes everything that is made from one master source:
 *
 *     make_exercise table code/exercises/NAME.c    the table that the grader is linked with
 *     make_exercise shim code/exercises/NAME.c     how the shim calls the student's function
 *     make_exercise starter code/exercises/NAME.c  what the student gets
 *     make_exercise list NAME...                   the list of all exercises
 *     make_exercise bytes SYMBOL FILE              a file as a C array
 *
 * to standard output.
 */
#include "grade/master.h"
#include "grade/master_version.h"
#include "grade/text.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct buffer out;

/* ---- pieces of C ------------------------------------------------------------------------ */

static void add_string(const char *text)
{
    add_text(&out, "\"");
    for (; text && *text; text++) {
        if (*text == '\n')
            add_text(&out, text[1] ? "\\n\"\n    \"" : "\\n");
        else if (*text == '"' || *text == '\\')
            add(&out, "\\%c", *text);
        else if (*text == '?')
            add_text(&out, "\\?"); /* no trigraphs */
        else
            add_bytes(&out, text, 1);
    }
    add_text(&out, "\"");
}

static const char *number_type(const struct parameter *p)
{
    return !strcmp(p->base, "double") ? "TYPE_DOUBLE"
           : !strcmp(p->base, "int")  ? "TYPE_INT"
                                      : "TYPE_SIZE";
}

static void add_parameters(const struct master *m, const char *out_type)
{
    for (int i = 0; i < m->n_parameters; i++) {
        const struct parameter *p = &m->parameters[i];
        int changed = out_type && p->is_array && !p->is_const;
        add(&out, "%s%s%s", i ? ", " : "", changed ? out_type : "", p->type);
    }
    if (m->n_parameters == 0) add_text(&out, "void");
}

/* ---- the table ---------------------------------------------------------------------------- */

static void add_call(const struct master *m, const char *name, const char *result,
                     const char *out_type)
{
    add(&out, "static %s %s(any_function *f, void *const *a%s)\n{\n",
        out_type ? "double" : "void", name, out_type ? "" : ", double *result");
    add(&out, "    typedef %s function(", out_type ? "double" : result);
    add_parameters(m, out_type);
    add_text(&out, ");\n    ");
    if (!out_type && !strcmp(result, "void")) add_text(&out, "(void)result, ");
    if (!out_type && strcmp(result, "void")) add_text(&out, "*result = ");
    if (out_type) add_text(&out, "return ");
    add_text(&out, "((function *)f)(");
    for (int i = 0; i < m->n_parameters; i++) {
        const struct parameter *p = &m->parameters[i];
        if (p->is_array)
            add(&out, "%sa[%d]", i ? ", " : "", i);
        else
            add(&out, "%s*(%s *)a[%d]", i ? ", " : "", p->base, i);
    }
    add_text(&out, ");\n}\n\n");
}

static void add_scalars(const struct master *m)
{
    for (int i = 0; i < m->n_parameters; i++) {
        const struct parameter *p = &m->parameters[i];
        if (p->is_array || strcmp(p->base, "int")) continue;
        add(&out, "    const int %s = (int)*v[%d];\n    (void)%s;\n", p->name, i, p->name);
    }
    for (int i = 0; i < m->n_notes; i++) {
        const char *text = m->notes[i].text;
        if (strcmp(m->notes[i].key, "where")) continue;
        int name = (int)strcspn(text, " =");
        add(&out, "    const int %s;\n    if (%.*s < 1) return 0;\n", text, name, text);
    }
}

static void add_shapes(const struct master *m)
{
    add_text(&out, "static int shapes(const double *const *v, long d[][MAX_DIMENSIONS])\n{\n"
                   "    (void)v, (void)d;\n");
    add_scalars(m);
    for (int i = 0; i < m->n_notes; i++)
        if (!strcmp(m->notes[i].key, "require"))
            add(&out, "    if (!(%s)) return 0;\n", m->notes[i].text);
    for (int i = 0; i < m->n_parameters; i++) {
        const struct parameter *p = &m->parameters[i];
        for (int k = 0; k < p->rank; k++)
            add(&out, "    if ((d[%d][%d] = %s) < 1) return 0;\n", i, k, p->shape[k]);
    }
    add_text(&out, "    return 1;\n}\n\n");
}

static void add_arguments(const struct master *m)
{
    add_text(&out, "static const struct argument arguments[] = {\n");
    for (int i = 0; i < m->n_parameters; i++) {
        const struct parameter *p = &m->parameters[i];
        add(&out, "    {\"%s\", %s, %d, %d, %d},\n", p->name, number_type(p), p->is_array,
            p->is_array && !p->is_const, p->rank);
    }
    add_text(&out, "};\n\n");
}

static void add_model(const struct master *m, const struct note *note, int paper)
{
    const char *function = format_text("%s_%s", note->key, note->text);
    add(&out, "    {\"%s\", ", note->text);
    add_string(note->says ? note->says : "");
    add_text(&out, ", ");
    add_string(note->read ? note->read : master_note(m, "read"));
    add(&out, ", (any_function *)%s,\n    ", function);
    add_string(paper ? "" : master_submission(m, function));
    add_text(&out, "},\n");
}

static int add_models(const struct master *m, const char *key, const char *symbol)
{
    int n = 0;
    add(&out, "static const struct model %s[] = {\n", symbol);
    for (int i = 0; i < m->n_notes; i++)
        if (!strcmp(m->notes[i].key, key)) {
            add_model(m, &m->notes[i], master_is_paper(m));
            n++;
        }
    if (n == 0) add_text(&out, "    {0},\n");
    add_text(&out, "};\n\n");
    return n;
}

static int add_strings(const struct master *m, const char *key, const char *symbol)
{
    int n = 0;
    add(&out, "static const char *const %s[] = {\n", symbol);
    for (int i = 0; i < m->n_notes; i++) {
        if (strcmp(m->notes[i].key, key)) continue;
        add_text(&out, "    ");
        add_string(m->notes[i].text);
        add_text(&out, ",\n");
        n++;
    }
    add_text(&out, "    NULL};\n\n");
    return n;
}

static int add_answers(const struct master *m)
{
    int n = 0;
    add_text(&out, "static const struct answer answers[] = {\n");
    for (int i = 0; i < m->n_notes; i++) {
        const char *text = m->notes[i].text;
        if (strcmp(m->notes[i].key, "answer")) continue;
        size_t name = strcspn(text, " ");
        char *rest;
        double points = strtod(text + name, &rest);
        add(&out, "    {\"%.*s\", ", (int)name, text);
        add_string(rest + strspn(rest, " "));
        add(&out, ", %g},\n", points);
        n++;
    }
    add_text(&out, "};\n\n");
    return n;
}

/* Functions of the master get names of their own, so that all masters fit in one program. */
static void add_renames(const struct master *m)
{
    add(&out, "#define %s exercise_%s\n", m->name, m->name);
    for (int i = 0; i < m->n_notes; i++) {
        const struct note *n = &m->notes[i];
        if (strcmp(n->key, "wrong") && strcmp(n->key, "also")) continue;
        add(&out, "#define %s_%s %s_%s_%s\n", n->key, n->text, m->name, n->key, n->text);
    }
}

static uint64_t digest(uint64_t h, const char *text)
{
    for (; text && *text; text++) h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return h;
}

static char *cases_path(const struct master *m)
{
    return format_text("%.*s_cases.h", (int)(strlen(m->path) - 2), m->path);
}

static void add_field(const char *field, const char *text)
{
    add(&out, "    .%s = ", field);
    add_string(text);
    add_text(&out, ",\n");
}

static void add_c_fields(const struct master *m, const char *cases)
{
    add(&out, "    .prototype = \"%s (", m->result);
    add_parameters(m, NULL);
    add_text(&out, ")\",\n    .arguments = arguments,\n");
    add(&out, "    .n_arguments = %d,\n    .returns = %d,\n", m->n_parameters,
        strcmp(m->result, "void") != 0);
    add_text(&out, "    .groups = groups,\n"
                   "    .n_groups = (int)(sizeof groups / sizeof *groups),\n"
                   "    .shapes = shapes,\n    .call = call,\n"
                   "    .call_objective = call_objective,\n"
                   "    .expected = (any_function *)expected,\n");
    if (strstr(cases, "double objective("))
        add_text(&out, "    .objective = (any_function *)objective,\n");
    if (strstr(cases, " prepare(")) add_text(&out, "    .prepare = (any_function *)prepare,\n");
    add(&out, "    .shim = shim_%s,\n    .shim_size = sizeof shim_%s,\n", m->name, m->name);
}

static void table(const struct master *m)
{
    int paper = master_is_paper(m);
    char *cases = paper ? NULL : read_text(cases_path(m));
    if (!paper && !cases) {
        fprintf(stderr, "%s: the case file is missing\n", cases_path(m));
        exit(1);
    }
    add_text(&out, "#include \"grade/exercise.h\"\n");
    add_renames(m);
    const char *path = strchr(m->path, '/'); /* as seen from code/ or tests/ */
    add(&out, "#include \"%s\"\n", path ? path + 1 : m->path);
    if (!paper) add(&out, "#include \"%s\"\n", strchr(cases_path(m), '/') + 1);
    add_text(&out, "\n");
    if (!paper) {
        add_arguments(m);
        add_shapes(m);
        add_call(m, "call", m->result, NULL);
        add_call(m, "call_objective", m->result, "const ");
        add(&out, "static const unsigned char shim_%s[] = {\n#include \"%s.shim.inc\"\n};\n\n",
            m->name, m->name);
    }
    int n_answers = paper ? add_answers(m) : 0;
    int n_models = add_models(m, "wrong", "models"), n_also = add_models(m, "also", "also");
    int n_hints = add_strings(m, "hint", "hints");
    add(&out, "const struct exercise table_%s = {\n    .name = \"%s\",\n", m->name, m->name);
    add_field("title", master_note(m, "title"));
    add_field("chapter", master_note(m, "chapter"));
    add_field("kind", master_note(m, "kind"));
    add_field("read", master_note(m, "read"));
    add_field("statement", master_note(m, "statement"));
    add_field("starter", master_starter(m));
    add_field("reference", paper ? "" : master_version(m, SOLUTION));
    add(&out, "    .hints = hints,\n    .n_hints = %d,\n", n_hints);
    if (paper)
        add(&out,
            "    .answers = answers,\n    .n_answers = %d,\n"
            "    .answer_function = (any_function *)%s,\n",
            n_answers, m->name);
    else
        add_c_fields(m, cases);
    add(&out,
        "    .models = models,\n    .n_models = %d,\n    .also = also,\n    .n_also = %d,\n",
        n_models, n_also);
    add(&out, "    .digest = \"%016" PRIx64 "\",\n};\n",
        digest(digest(UINT64_C(14695981039346656037), m->text), cases));
}

/* ---- the other outputs ---------------------------------------------------------------------- */

static void shim(const struct master *m)
{
    add(&out, "#include \"grade/shim.h\"\n\n%s %s(", m->result, m->name);
    add_parameters(m, NULL);
    add_text(&out, ");\n\n");
    add_arguments(m);
    add(&out,
        "const int shim_n = %d, shim_returns = %d;\n"
        "const struct argument *const shim_arguments = arguments;\n\n",
        m->n_parameters, strcmp(m->result, "void") != 0);
    add_call(m, "call", m->result, NULL);
    add(&out,
        "void shim_call(void *const *a, double *result)\n{\n"
        "    call((any_function *)%s, a, result);\n}\n",
        m->name);
}

static void list(int n, char **names)
{
    add_text(&out, "#include \"grade/exercise.h\"\n\n");
    for (int i = 0; i < n; i++) add(&out, "extern const struct exercise table_%s;\n", names[i]);
    add_text(&out, "\nconst struct exercise *const all_exercises[] = {\n");
    for (int i = 0; i < n; i++) add(&out, "    &table_%s,\n", names[i]);
    add(&out, "};\nconst int n_exercises = %d;\n", n);
}

static void bytes(const char *symbol, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(1);
    }
    if (*symbol)
        add(&out,
            "extern const unsigned char %s[];\nextern const unsigned long %s_size;\n"
            "const unsigned char %s[] = {\n",
            symbol, symbol, symbol);
    unsigned long n = 0;
    for (int c; (c = getc(file)) != EOF; n++) add(&out, "%d,%s", c, n % 24 == 23 ? "\n" : "");
    if (*symbol) add(&out, "};\nconst unsigned long %s_size = %lu;\n", symbol, n);
    fclose(file);
}

static int usage(void)
{
    fprintf(stderr,
            "make_exercise table|shim|starter MASTER.c, list NAME..., bytes SYMBOL FILE\n");
    return 2;
}

int main(int argc, char **argv)
{
    if (argc < 2) return usage();
    if (!strcmp(argv[1], "list")) {
        list(argc - 2, argv + 2);
    } else if (!strcmp(argv[1], "bytes") && argc == 4) {
        bytes(argv[2], argv[3]);
    } else if (argc == 3) {
        struct master m = master_read(argv[2]);
        if (!strcmp(argv[1], "table"))
            table(&m);
        else if (!strcmp(argv[1], "shim"))
            shim(&m);
        else if (!strcmp(argv[1], "starter"))
            add_text(&out, master_starter(&m));
        else
            return usage();
    } else {
        return usage();
    }
    return fwrite(out.text, 1, out.length, stdout) == out.length && fflush(stdout) == 0 ? 0 : 1;
}
