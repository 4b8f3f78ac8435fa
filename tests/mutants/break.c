#include "break.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where we are: one function of one file. */
struct place {
    struct mutants *list;
    const struct source *s;
    struct function f;
    size_t file, first_of_file; /* mutants from here on are of the same file */
};

/* Text put in at `at` instead of `length` characters. */
struct edit {
    size_t at, length;
    const char *text;
};

struct mutant *mutants_add(struct mutants *list)
{
    if (list->count == list->room) {
        list->room = list->room ? 2 * list->room : 256;
        list->all = realloc(list->all, list->room * sizeof *list->all);
        if (!list->all) {
            fprintf(stderr, "mutants: out of memory\n");
            exit(1);
        }
    }
    struct mutant *m = &list->all[list->count++];
    *m = (struct mutant){.outcome = UNTRIED};
    return m;
}

static char *edited(const char *text, const struct edit *e, size_t n)
{
    size_t size = strlen(text) + 1;
    for (size_t i = 0; i < n; i++) size += strlen(e[i].text);
    char *result = malloc(size), *to = result;
    if (!result) return NULL;
    size_t from = 0;
    for (size_t i = 0; i < n; i++) {
        to += sprintf(to, "%.*s%s", (int)(e[i].at - from), text + from, e[i].text);
        from = e[i].at + e[i].length;
    }
    memcpy(to, text + from, strlen(text + from) + 1);
    return result;
}

/* The characters from first to end on one line, each run of blanks as one space. */
static size_t one_line(char *to, size_t room, const char *text, size_t first, size_t end)
{
    size_t n = 0;
    while (first < end && isspace((unsigned char)text[first])) first++;
    for (size_t i = first; i < end && n + 1 < room; i++) {
        int blank = isspace((unsigned char)text[i]);
        if (!blank || (i + 1 < end && !isspace((unsigned char)text[i + 1])))
            to[n++] = blank ? ' ' : text[i];
    }
    to[n] = 0;
    return n;
}

static void describe(struct mutant *m, const char *text, const struct edit *e, size_t n)
{
    size_t first = e[0].at, end = e[n - 1].at + e[n - 1].length;
    size_t behind = strlen(text) - end; /* the same in both texts */
    while (first > 0 && text[first - 1] != '\n') first--;
    while (text[end] && text[end] != '\n') end++, behind--;
    size_t used = one_line(m->what, sizeof m->what / 2, text, first, end);
    used += (size_t)snprintf(m->what + used, sizeof m->what - used, " => ");
    one_line(m->what + used, sizeof m->what - used, m->text, first, strlen(m->text) - behind);
}

static int seen(const struct place *p, const char *text)
{
    if (!strcmp(text, p->s->text)) return 1;
    for (size_t i = p->first_of_file; i < p->list->count; i++)
        if (!strcmp(p->list->all[i].text, text)) return 1;
    return 0;
}

static void add(const struct place *p, const struct edit *e, size_t n)
{
    char *text = edited(p->s->text, e, n);
    if (!text || seen(p, text)) {
        free(text);
        return;
    }
    const struct token *name = &p->s->token[p->f.name];
    struct mutant *m = mutants_add(p->list);
    m->text = text;
    m->file = p->file;
    snprintf(m->where, sizeof m->where, "%.180s:%d", p->s->path, line_of(p->s, e[0].at));
    snprintf(m->group, sizeof m->group, "%.*s", (int)name->length, p->s->text + name->at);
    describe(m, p->s->text, e, n);
}

static size_t start(const struct place *p, size_t i)
{
    return p->s->token[i].at;
}

static size_t stop(const struct place *p, size_t i)
{
    return p->s->token[i].at + p->s->token[i].length;
}

/* Tokens first .. last become text. */
static void replace(const struct place *p, size_t first, size_t last, const char *text)
{
    add(p, &(struct edit){start(p, first), stop(p, last) - start(p, first), text}, 1);
}

/* Text in front of token first and behind token last. */
static void wrap(const struct place *p, size_t first, size_t last, const char *before,
                 const char *after)
{
    const struct edit e[] = {{start(p, first), 0, before}, {stop(p, last), 0, after}};
    add(p, e, 2);
}

static void off_by_one(const struct place *p, size_t first, size_t last)
{
    if (first > last) return; /* [] of a declaration */
    wrap(p, first, last, "(", ") + 1");
    wrap(p, first, last, "(", ") - 1");
}

/* A sign for another: what is added is stored or taken away, a limit is one off or turned. */
static void other_sign(const struct place *p, size_t i)
{
    static const struct {
        const char *from, *to;
    } swaps[] = {{"+=", "="},  {"+=", "-="}, {"/=", "="},  {"/=", "*="},
                 {"<", "<="},  {"<", ">"},   {"<=", "<"},  {"<=", ">"},
                 {">", ">="},  {">", "<"},   {">=", ">"},  {">=", "<"},
                 {"==", "!="}, {"&&", "||"}, {"||", "&&"}, {"!", ""}};
    static const struct {
        const char *from, *to;
    } binary[] = {{"+", "-"}, {"-", "+"}, {"*", "+"}, {"*", "/"}, {"/", "*"}};
    for (size_t k = 0; k < sizeof swaps / sizeof *swaps; k++)
        if (token_is(p->s, i, swaps[k].from)) replace(p, i, i, swaps[k].to);
    for (size_t k = 0; k < sizeof binary / sizeof *binary; k++)
        if (token_is(p->s, i, binary[k].from) && is_binary(p->s, i))
            replace(p, i, i, binary[k].to);
}

static int binds(const struct source *s, size_t i)
{
    return token_is(s, i, "*") || token_is(s, i, "/");
}

/* A factor or a term forgotten, on either side. */
static void operand_dropped(const struct place *p, size_t i)
{
    int sum = token_is(p->s, i, "+") || token_is(p->s, i, "-");
    if ((!sum && !binds(p->s, i)) || !is_binary(p->s, i)) return;
    size_t first = operand_first(p->s, i - 1), last = operand_last(p->s, i + 1);
    if (!sum || !binds(p->s, last + 1)) replace(p, i, last, "");
    if (token_is(p->s, i, "/")) return;
    if (!binds(p->s, first - 1) || !is_binary(p->s, first - 1)) replace(p, first, i, "");
}

/* What is added, forgotten: "+= e;" becomes "+= 0 * (e);". */
static void nothing_added(const struct place *p, size_t i)
{
    if (!token_is(p->s, i, "+=")) return;
    size_t last = i;
    while (last + 1 < p->f.end && !token_is(p->s, last + 1, ";")) last++;
    wrap(p, i + 1, last, "0 * (", ")");
}

static void condition_negated(const struct place *p, size_t i)
{
    if (token_is(p->s, i, "if")) wrap(p, i + 1, closing(p->s, i + 1), "(!", ")");
    if (token_is(p->s, i, "continue")) replace(p, i, i, "");
    if (!token_is(p->s, i, "?")) return;
    size_t first = i;
    while (first > p->f.first) {
        size_t before = first - 1;
        if (token_is(p->s, before, "=") || token_is(p->s, before, "+=") ||
            token_is(p->s, before, "return") || token_is(p->s, before, ",") ||
            token_is(p->s, before, "(") || token_is(p->s, before, ";"))
            break;
        first = operand_first(p->s, before);
    }
    wrap(p, first, i - 1, "!(", ")");
}

/* [i] off by one; each argument of at() off by one or swapped with the next. */
static void index_off(const struct place *p, size_t i)
{
    if (token_is(p->s, i, "[")) off_by_one(p, i + 1, closing(p->s, i) - 1);
    int call = token_is(p->s, i, "at") || token_is(p->s, i, "window_at") ||
               token_is(p->s, i, "out_size") || token_is(p->s, i, "inside");
    if (!call || !token_is(p->s, i + 1, "(")) return;
    size_t end = closing(p->s, i + 1);
    for (size_t first = i + 2; first < end;) {
        size_t last = first;
        while (last + 1 < end && !token_is(p->s, last + 1, ","))
            last = operand_last(p->s, last + 1);
        if (!token_is(p->s, first, "s") || last > first) off_by_one(p, first, last);
        first = last + 2;
    }
}

/* The last place, or the first, left out of a loop. */
static void loop_cut_short(const struct place *p, size_t i)
{
    if (!token_is(p->s, i, "for") || !token_is(p->s, i + 1, "(")) return;
    size_t end = closing(p->s, i + 1);
    for (size_t k = i + 2; k < end; k++) {
        size_t last = operand_last(p->s, k + 1);
        if (token_is(p->s, k, "<")) wrap(p, k + 1, last, "", " - 1");
    }
}

static void number_off(const struct place *p, size_t i)
{
    if (token_is(p->s, i, "0")) replace(p, i, i, "1");
    if (token_is(p->s, i, "1")) replace(p, i, i, "0");
    if (token_is(p->s, i, "1")) replace(p, i, i, "2");
    if (token_is(p->s, i, "2")) replace(p, i, i, "1");
    if (token_is(p->s, i, "4")) replace(p, i, i, "3");
}

/* Rows for columns, inputs for outputs: a name for its twin, where it is used. */
static void twin_used(const struct place *p, size_t i)
{
    static const char *const twins[][2] = {
        {"KH", "KW"}, {"SH", "SW"},        {"PH", "PW"},       {"OH", "OW"}, {"H", "W"},
        {"oh", "ow"}, {"ih", "iw"},        {"kh", "kw"},       {"h0", "w0"}, {"h1", "w1"},
        {"h", "w"},   {"C", "OC"},         {"c", "oc"},        {"I", "O"},   {"i", "o"},
        {"n", "k"},   {"input", "weight"}, {"input", "wire"},  {"dx", "dw"}, {"x", "w"},
        {"x", "dy"},  {"out", "winner"},   {"cell", "winner"}, {"a", "d"}};
    if (i > 0 && (token_is(p->s, i - 1, "int") || token_is(p->s, i - 1, "size_t"))) return;
    for (size_t k = 0; k < sizeof twins / sizeof *twins; k++) {
        if (token_is(p->s, i, twins[k][0])) replace(p, i, i, twins[k][1]);
        if (token_is(p->s, i, twins[k][1])) replace(p, i, i, twins[k][0]);
    }
}

void break_functions(struct mutants *list, const struct source *s, size_t file)
{
    static void (*const ways[])(const struct place *, size_t) = {
        other_sign, operand_dropped, nothing_added, condition_negated,
        index_off,  loop_cut_short,  number_off,    twin_used};
    struct place p = {.list = list, .s = s, .file = file, .first_of_file = list->count};
    for (size_t i = 0; next_function(s, i, &p.f); i = p.f.end)
        for (size_t k = p.f.first; k < p.f.end; k++)
            for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) ways[w](&p, k);
}
