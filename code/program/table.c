#include "program/table.h"

#include "program/values.h"

#include <stdio.h>
#include <string.h>

/* A line that a phone shows whole, in characters; blanks between two maps, less one. */
enum { LINE = 46, GAP = 2 };

static int values_only;

void show_values_only(int yes)
{
    values_only = yes;
}

void heading(const char *text)
{
    static int later;
    if (values_only) return;
    printf("%s%s\n", later ? "\n" : "", text);
    later = 1;
}

static int at_least(int a, int b)
{
    return a > b ? a : b;
}

static int cell_width(const struct shown *t)
{
    int width = 1;
    for (int i = 0; i < at_least(t->rows, 1) * at_least(t->columns, 1); i++)
        width = at_least(width, (int)strlen(number(t->v[i])));
    return width;
}

static int table_width(const struct shown *t)
{
    int cells = at_least(t->columns, 1) * (cell_width(t) + 1);
    return at_least((int)strlen(t->title) + 1, cells);
}

/* One line of one map, or its title for row -1; returns the width. */
static int print_row(const struct shown *t, int row)
{
    int printed = 0, width = cell_width(t);
    if (row < 0) return printf(" %s", t->title);
    for (int c = 0; c < at_least(t->columns, 1); c++)
        printed += printf(" %*s", width, number(t->v[row * t->columns + c]));
    return printed;
}

/* One line across n maps. Blanks are printed only in front of something. */
static void print_line(const struct shown *t, int n, int row)
{
    int column = 1, printed = 0;
    for (int i = 0; i < n; column += table_width(&t[i]) + GAP, i++) {
        if (row >= at_least(t[i].rows, 1)) continue;
        printed += printf("%*s", column - printed, "");
        printed += print_row(&t[i], row);
    }
    printf("\n");
}

/* How many maps stand side by side: as many as a line holds, but one at least. */
static int that_fit(const struct shown *t)
{
    int n = 0, width = 1;
    do {
        width += table_width(&t[n++]) + GAP;
    } while (t[n].name && width + table_width(&t[n]) <= LINE);
    return n;
}

static void print_beside(const struct shown *t)
{
    for (int n; t->name; t += n) {
        int rows = 1;
        n = that_fit(t);
        for (int i = 0; i < n; i++) rows = at_least(rows, t[i].rows);
        for (int row = -1; row < rows; row++) print_line(t, n, row);
    }
}

static void print_values(const struct shown *t)
{
    for (; t->name; t++)
        if (t->columns == 0)
            value(t->v[0], "%s", t->name);
        else if (t->rows == 0)
            value_list(t->name, t->v, t->columns);
        else
            value_map(t->name, t->v, t->rows, t->columns);
}

void show(const struct shown *t)
{
    (values_only ? print_values : print_beside)(t);
}
