#include "known.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int add(struct known_list *k, const char *text, size_t length, int line)
{
    struct known *more = realloc(k->all, (k->count + 1) * sizeof *more);
    if (!more) return -1;
    k->all = more;
    k->all[k->count] = (struct known){.line = line};
    snprintf(k->all[k->count++].mutant, sizeof more->mutant, "%.*s", (int)length, text);
    return 0;
}

int known_read(struct known_list *k, const char *path)
{
    char *text = read_text(path);
    int line = 1, reasoned = 1;
    if (!text) {
        fprintf(stderr, "%s cannot be read\n", path);
        return -1;
    }
    for (const char *t = text; *t; line++) {
        size_t length = strcspn(t, "\n");
        int entry = length && *t != '#' && !isspace((unsigned char)*t);
        if (entry && !reasoned) break;
        if (entry && add(k, t, length, line)) break;
        if (entry) reasoned = 0;
        if (length && isspace((unsigned char)*t)) reasoned = 1;
        t += length + (t[length] == '\n');
    }
    free(text);
    if (reasoned) return 0;
    fprintf(stderr, "%s:%d: the mutant above has no reason\n", path, line);
    return -1;
}

static void identify(const struct mutant *m, char *text, size_t size)
{
    const char *slash = strrchr(m->where, '/');
    const char *file = slash ? slash + 1 : m->where;
    snprintf(text, size, "%.*s: %s: %s", (int)strcspn(file, ":"), file, m->group, m->what);
}

void known_apply(struct known_list *k, struct mutants *list)
{
    char text[600];
    for (size_t i = 0; i < list->count; i++) {
        if (list->all[i].outcome != SURVIVED) continue;
        identify(&list->all[i], text, sizeof text);
        for (size_t j = 0; j < k->count; j++)
            if (!strcmp(text, k->all[j].mutant)) {
                list->all[i].outcome = KNOWN;
                k->all[j].used = 1;
            }
    }
}

int known_stale(const struct known_list *k, const char *path)
{
    int stale = 0;
    for (size_t j = 0; j < k->count; j++)
        if (!k->all[j].used) {
            printf("%s:%d: no survivor fits this entry; remove it: %s\n", path, k->all[j].line,
                   k->all[j].mutant);
            stale++;
        }
    return stale;
}
