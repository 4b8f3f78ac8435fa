/*
 * One table for both outputs of a chapter program: what people read and what --values prints.
 *
 *     heading("Back: each window's gradient goes to its winner");
 *     show((const struct shown[]){{"dx", "gradient", dx, 4, 4}, {"sum.dx", "arrived", &sum}, {0}});
 *
 * prints the maps side by side under their titles, as many as a line holds; after show_values_only(1), the same numbers
 * as name<TAB>value and no heading. So no number is shown that --values does not have.
 */
#ifndef PROGRAM_TABLE_H
#define PROGRAM_TABLE_H

struct shown {
    const char *name, *title;
    const double *v;
    int rows, columns; /* rows 0: a list; columns 0 too: one number */
};

void show_values_only(int yes);

/* A line of its own, with a blank line before all but the first. */
void heading(const char *text);

/* At most eight; the list ends with a name that is NULL. */
void show(const struct shown *t);

#endif
