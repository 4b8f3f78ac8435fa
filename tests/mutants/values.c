#include "values.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double perturbed(const char *text)
{
    double v = strtod(text, NULL);
    return fabs(v) < 1e-15 || !isfinite(v) ? 0.001 : v * 1.001;
}

/* The text with another value in the line (name<TAB>value) that starts at `line`. */
static char *changed(const char *text, const char *line)
{
    const char *value = line + strcspn(line, "\t\n"), *end = line + strcspn(line, "\n");
    size_t size = strlen(text) + 40;
    char *result = malloc(size);
    if (result)
        snprintf(result, size, "%.*s\t%.17g%s", (int)(value - text), text, perturbed(value),
                 end);
    return result;
}

int perturb_values(struct mutants *list, const char *path, const char *group)
{
    char *text = read_text(path);
    if (!text) return -1;
    size_t line = 0;
    for (const char *t = text; *t; line++) {
        struct mutant *m = mutants_add(list);
        snprintf(m->where, sizeof m->where, "%.180s:%zu", path, line + 1);
        snprintf(m->group, sizeof m->group, "%s", group);
        snprintf(m->what, sizeof m->what, "%.*s", (int)strcspn(t, "\t\n"), t);
        m->text = changed(text, t);
        t += strcspn(t, "\n");
        t += *t == '\n';
    }
    free(text);
    return 0;
}
