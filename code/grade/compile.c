#include "grade/compile.h"

#include "grade/clean.h"
#include "grade/jail.h"
#include "grade/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const plain_flags[] = {"-std=c11",
                                          "-O1",
                                          "-Wall",
                                          "-Wextra",
                                          "-Wno-unused-parameter",
                                          "-ffp-contract=off",
                                          "-fdiagnostics-color=never",
                                          "-fmax-errors=5",
                                          "-pipe",
                                          "-static",
                                          NULL};

static const char *const sanitize_flags[] = {"-std=c11",
                                             "-O1",
                                             "-g",
                                             "-w",
                                             "-ffp-contract=off",
                                             "-fdiagnostics-color=never",
                                             "-fmax-errors=5",
                                             "-pipe",
                                             "-fsanitize=address,undefined",
                                             "-fno-sanitize-recover=all",
                                             "-fno-omit-frame-pointer",
                                             NULL};

const char *const *compile_flags(int sanitize)
{
    return sanitize ? sanitize_flags : plain_flags;
}

static struct jail_plan plan_for(const struct workspace *w, const char *shim)
{
    return (struct jail_plan){
        .kind = FILTER_COMPILER,
        .binds = {{w->in, "/in", 0}, {w->out, "/out", 1}, {shim, "/shim.o", 0}},
        .with_system = 1,
        .tmp_bytes = 64 << 20,
        .cpu_seconds = 10,
        .wall_seconds = 60,
        .address_bytes = (size_t)512 << 20,
        .file_bytes = 32 << 20,
        .processes = 64,
        .output_bytes = 256 << 10,
    };
}

/* No word that is another one next time, and "/in/NAME.c" is where the file lies in the sandbox; the student knows it as "NAME.c". */
static char *shorten(const char *text, size_t length)
{
    struct buffer b = {0};
    char *clean = clean_text(text, length, 300000, 1);
    add_text(&b, "");
    for (const char *p = clean; *p; p++) {
        if (!strncmp(p, "/in/", 4))
            p += 3;
        else if (!strncmp(p, "/tmp/cc", 7) && strlen(p) > 14 && p[13] == '.')
            p += 14; /* the name of a passing object, another one every time */
        else
            add_bytes(&b, p, 1);
    }
    free(clean);
    return b.text;
}

static char *first_error(const char *messages)
{
    static const char *const signs[] = {"multiple definition", "undefined reference",
                                        " error: ", "Error: ", "error: "};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof signs / sizeof *signs && !found; i++)
        found = strstr(messages, signs[i]);
    if (!found) return format_text("the compiler gave up without a message");
    const char *start = found, *end = strchr(found, '\n');
    while (start > messages && start[-1] != '\n') start--;
    return copy_text(start, end ? (size_t)(end - start) : strlen(start));
}

static char *why_not(const struct jail *j, const char *messages)
{
    switch (j->end) {
    case JAIL_TIME:
        return format_text("the compiler did not come to an end in %ld s", j->plan.cpu_seconds);
    case JAIL_OUTPUT:
        return format_text("the compiler printed more than %zu KiB of messages",
                           j->plan.output_bytes >> 10);
    case JAIL_MEMORY:
        return format_text("the compiler ran out of memory");
    default:
        break;
    }
    if (strstr(messages, "memory exhausted") || strstr(messages, "out of memory") ||
        strstr(messages, "annot allocate memory"))
        return format_text("the compiler ran out of memory");
    if (strstr(messages, "File size limit"))
        return format_text("the program would be too large");
    return first_error(messages);
}

static void run_compiler(struct compilation *c, struct workspace *w, const struct exercise *e,
                         const char *shim, const char *source, int sanitize)
{
    struct jail_plan plan = plan_for(w, shim);
    int n = 0;
    (void)e;
    plan.arguments[n++] = "/usr/bin/gcc";
    for (const char *const *f = compile_flags(sanitize); *f; f++) plan.arguments[n++] = *f;
    const char *const rest[] = {"-include", "/in/starter.h", source, "/shim.o",
                                "-o",       "/out/program",  "-lm"};
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) plan.arguments[n++] = rest[i];
    if (sanitize) plan.address_bytes = (size_t)1 << 30;

    struct jail j;
    if (jail_start(&j, &plan)) jail_wait(&j);
    char *all = shorten(j.printed.text ? j.printed.text : "", j.printed.length);
    int good = j.end == JAIL_ENDED && j.exit_status == 0;
    int starved = j.end == JAIL_TIME && j.cpu_seconds < 0.5 * (double)plan.cpu_seconds;
    if (starved) snprintf(j.reason, sizeof j.reason, "the machine is too busy to compile");
    c->end = j.end == JAIL_BROKEN || starved ? COMPILER_BROKEN : good ? COMPILED : NOT_COMPILED;
    if (c->end == COMPILER_BROKEN) c->reason = format_text("%s", j.reason);
    if (c->end == NOT_COMPILED) c->reason = why_not(&j, all);
    c->messages = copy_text(all, strlen(all) < 4000 ? strlen(all) : 4000);
    free(all);
    jail_stop(&j);
}

/* The compiler's folder could be written by what broke out of the compiler: no link is followed. */
static int is_plain_file(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* The prototype of the starter goes before the file: other parameters are an error of the compiler,
 * and not numbers out of nowhere. */
static int write_prototype(const struct workspace *w, const struct exercise *e)
{
    struct buffer b = {0};
    char *path = format_text("%s/starter.h", w->in);
    size_t result = strcspn(e->prototype, "(");
    add(&b, "%.*s%s", (int)result, e->prototype, e->name);
    for (const char *p = e->prototype + result; *p; p++) {
        int is_size = !strncmp(p, "size_t", 6); /* known without any #include */
        add_text(&b, is_size ? "__SIZE_TYPE__" : "");
        add_bytes(&b, is_size ? "" : p, !is_size);
        p += is_size ? 5 : 0;
    }
    add_text(&b, ";\n");
    int good = write_file(path, b.text, b.length, 0644);
    free(path), free(b.text);
    return good;
}

static struct compilation compile_text(struct workspace *w, const struct exercise *e,
                                       const char *text, size_t length, int sanitize)
{
    struct compilation c = {.end = COMPILER_BROKEN};
    char *shim = workspace_shim(w, e), *file = format_text("%s/%s.c", w->in, e->name);
    char *inside = format_text("/in/%s.c", e->name);
    if (shim && write_prototype(w, e) && write_file(file, text, length, 0644))
        run_compiler(&c, w, e, shim, inside, sanitize);
    else
        c.reason = format_text("the private folder cannot be written");
    if (c.end == COMPILED) c.program = format_text("%s/program", w->out);
    if (c.end == COMPILED && !is_plain_file(c.program)) {
        c.end = NOT_COMPILED;
        c.reason = format_text("the compiler left no program");
    }
    free(shim), free(file), free(inside);
    return c;
}

static int is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == 0;
}

/* The linker speaks of sections and of programs that the student has never seen: two of its messages
 * are put into words instead. */
static void translate_linker(const struct exercise *e, const char *text, struct compilation *c)
{
    char *missing = format_text("undefined reference to `%s'", e->name), *reason = NULL;
    const char *first = strstr(c->messages, "undefined reference");
    int only = first && !strstr(first + 1, "undefined reference");
    if (is_blank(text))
        reason = format_text("the file is empty");
    else if (strstr(c->messages, "multiple definition of `main'"))
        reason =
            format_text("Your file has a main of its own. The grader brings one: hand in the "
                        "function alone.");
    else if (only && strstr(c->messages, missing))
        reason = format_text("there is no function %s in the file: keep its name as it was",
                             e->name);
    free(missing);
    if (!reason) return;
    free(c->reason);
    c->reason = reason;
    *c->messages = 0;
}

/* A compiler that fails without a word about the file may lack a part, or room on the disk. */
static int blames_the_file(const struct exercise *e, const char *messages)
{
    char *file = format_text("%s.c:", e->name);
    int found = strstr(messages, file) != NULL;
    free(file);
    return found;
}

/* Nobody loses marks to the tool: where the reference does not compile either, it is broken. */
static void check_compiler(struct workspace *w, const struct exercise *e, struct compilation *c)
{
    struct compilation reference;
    if (w->compiler_works && blames_the_file(e, c->messages)) return;
    reference = compile_text(w, e, e->reference, strlen(e->reference), 0);
    w->compiler_works = reference.end == COMPILED;
    if (!w->compiler_works) {
        char *reason = format_text("the compiler does not work here: %s", reference.reason);
        free(c->reason);
        c->reason = reason;
        c->end = COMPILER_BROKEN;
    }
    compilation_free(&reference);
}

struct compilation compile(struct workspace *w, const struct exercise *e, const char *text,
                           size_t length, int sanitize)
{
    struct compilation c = compile_text(w, e, text, length, sanitize);
    if (c.end == NOT_COMPILED && !sanitize) {
        check_compiler(w, e, &c);
        if (c.end == NOT_COMPILED) translate_linker(e, text, &c);
    }
    return c;
}

void compilation_free(struct compilation *c)
{
    free(c->program), free(c->messages), free(c->reason);
    *c = (struct compilation){0};
}

/* ---- messages explained ------------------------------------------------------------------- */

static const struct {
    const char *part, *words;
} meanings[] = {
    {"multiple definition of `main'",
     "Your file has a main of its own. The grader brings one: hand in the function alone."},
    {"undefined reference to `main'", "The program could not be put together."},
    {"undefined reference to `", "Your file calls a function that it does not define, or lacks "
                                 "the function of the exercise: keep its name as it was."},
    {"conflicting types for",
     "The function no longer has the parameters it had in the starter."},
    {"static declaration of",
     "The grader must be able to call your function: take the word static away."},
    {"implicit declaration of function", "A function is used that the file does not know: an "
                                         "#include is missing, or the name is misspelt."},
    {"-Wunused-variable", "A variable is set up and never used: was it meant to be?"},
    {"-Wunused-but-set-variable", "A variable gets a value that nothing reads."},
    {"-Wmaybe-uninitialized",
     "A variable may be read before it has a value: it holds garbage."},
    {"-Wuninitialized", "A variable is read before it has a value: it holds garbage."},
    {"-Wsign-compare", "A signed and an unsigned number are compared: a negative one counts as "
                       "huge."},
    {"-Wparentheses", "= stands where == may be meant, or parentheses are missing."},
    {"-Wmisleading-indentation", "The indentation shows another block than the braces do."},
    {"-Wdiscarded-qualifiers", "The function writes through a pointer to const: inputs stay as "
                               "they are."},
    {"-Wdiv-by-zero", "The program divides by zero."},
    {"-Warray-bounds", "An index lies outside its array."},
    {"-Wempty-body", "A ; right behind if or for makes an empty body."},
    {"expected ')'", "A closing parenthesis is missing."},
    {"subscripted value is neither array",
     "Every array here has one index: cell (i, j) of an array "
     "of shape (I, J) lies at [i * J + j]."},
    {"No such file or directory",
     "A file is included that is not there: what is handed in stands "
     "alone, with the headers of C only."},
    {"expected ';'", "A semicolon is missing, often at the end of the line before."},
    {"undeclared (first use", "A name is used that was never declared: a misspelling, or a "
                              "variable of another block."},
    {"assignment of read-only location", "An input is const: only the outputs can be written."},
};

/* What the compiler says in its own words: no line of the student's file, and no message that was
 * ordered there. */
static char *own_words(const char *messages)
{
    static const char *const ordered[] = {"#warning", "#error", "#pragma message", " | "};
    struct buffer b = {0};
    add_text(&b, "");
    for (const char *p = messages; *p;) {
        size_t n = strcspn(p, "\n"), k = 0;
        char *line = copy_text(p, n);
        while (k < sizeof ordered / sizeof *ordered && !strstr(line, ordered[k])) k++;
        if (k == sizeof ordered / sizeof *ordered) add(&b, "%s\n", line);
        free(line);
        p += n + (p[n] != 0);
    }
    return b.text;
}

char *explain_messages(const char *messages)
{
    struct buffer b = {0};
    char *words = own_words(messages);
    int main_named = strstr(words, "`main'") != NULL;
    add_text(&b, "");
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        if (!strstr(words, meanings[i].part)) continue;
        if (i == 2 && main_named) continue;
        add(&b, "%s\n", meanings[i].words);
    }
    free(words);
    return b.text;
}
