#include "grade/master_version.h"

#include "grade/text.h"

#include <ctype.h>
#include <string.h>

static int is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* The text with the identifier `from` called `to`. */
static char *rename_word(const char *text, const char *from, const char *to)
{
    struct buffer b = {0};
    size_t n = strlen(from);
    add_text(&b, "");
    for (const char *p = text; *p;) {
        int starts = (p == text || !is_word(p[-1])) && !strncmp(p, from, n) && !is_word(p[n]);
        add_bytes(&b, starts ? to : p, starts ? strlen(to) : 1);
        p += starts ? n : 1;
    }
    return b.text;
}

/* One line of the master: does it belong to this version of the function? */
static int keeps(enum part part, const char *line, int in_solution)
{
    if (!strncmp(line, "//:", 3)) return 0;
    if (!strncmp(line, "//|", 3)) return part == STARTER;
    return !(part == STARTER && in_solution);
}

static int has_starter_lines(const char *p)
{
    const char *starter = strstr(p, "//: starter"), *end = strstr(p, "//: end");
    return starter && starter < end;
}

static const char *line_end(const char *p)
{
    const char *end = strchr(p, '\n');
    return end ? end + 1 : p + strlen(p);
}

static void add_kept(struct buffer *b, const char *p, const char *start, const char *end)
{
    if (strncmp(start, "//|", 3)) {
        add_bytes(b, p, (size_t)(end - p));
        return;
    }
    add_bytes(b, p, (size_t)(start - p));
    start += start[3] == ' ' ? 4 : 3;
    add_bytes(b, start, (size_t)(end - start));
}

char *master_version(const struct master *m, enum part part)
{
    struct buffer b = {0};
    int in_solution = 0;
    add_text(&b, "");
    for (const char *p = m->text, *end; *p; p = end) {
        const char *start = p + strspn(p, " ");
        end = line_end(p);
        int model = !strncmp(start, "//: wrong", 9) || !strncmp(start, "//: also", 8);
        if (model && part != EVERYTHING) break;
        if (!strncmp(start, "//: end", 7)) in_solution = 0;
        if (keeps(part, start, in_solution)) add_kept(&b, p, start, end);
        if (strncmp(start, "//: solution", 12)) continue;
        in_solution = 1;
        if (part == STARTER && !has_starter_lines(p))
            add(&b, "%.*s/* your code here */\n", (int)(start - p), p);
    }
    trim_end(b.text);
    return format_text("%s\n", b.text + strspn(b.text, "\n"));
}

static void add_wrapped(struct buffer *b, const char *prefix, const char *text)
{
    size_t width = 0;
    while (*text) {
        size_t word = strcspn(text, " \n");
        if (width && width + word > 84) width = 0, add_text(b, "\n");
        if (width == 0) add_text(b, prefix);
        add(b, "%s%.*s", width ? " " : "", (int)word, text);
        width += word + 1;
        text += word;
        if (!strncmp(text, "\n\n", 2))
            add(b, "\n%.*s", (int)strcspn(prefix, " "), prefix), width = 0;
        text += strspn(text, " \n");
    }
    add_text(b, "\n");
}

static char *c_starter(const struct master *m)
{
    struct buffer b = {0};
    add(&b, "/*\n * %s\n *\n", master_note(m, "title"));
    add_wrapped(&b, " * ", master_note(m, "statement"));
    add(&b, " *\n *     grade check %s %s.c\n */\n", m->name, m->name);
    add_text(&b, master_version(m, STARTER));
    return b.text;
}

static char *paper_starter(const struct master *m)
{
    struct buffer b = {0};
    add(&b, "# %s\n#\n", master_note(m, "title"));
    add_wrapped(&b, "# ", master_note(m, "statement"));
    add(&b, "#\n# Write a number behind each =, also 1/3 or 0.25.  grade check %s %s.txt\n\n",
        m->name, m->name);
    for (int i = 0; i < m->n_notes; i++) {
        const char *text = m->notes[i].text;
        if (strcmp(m->notes[i].key, "answer")) continue;
        size_t name = strcspn(text, " "), points = strcspn(text + name + 1, " ");
        add_wrapped(&b, "# ", text + name + 1 + points + strspn(text + name + 1 + points, " "));
        add(&b, "%.*s =\n", (int)name, text);
    }
    return b.text;
}

/* The whole master with `function` under the name of the exercise: a submission. */
char *master_submission(const struct master *m, const char *function)
{
    char *text = master_version(m, EVERYTHING);
    char *aside = rename_word(text, m->name, format_text("%s_reference", m->name));
    return rename_word(aside, function, m->name);
}

char *master_starter(const struct master *m)
{
    return master_is_paper(m) ? paper_starter(m) : c_starter(m);
}
