/*
 * Numbers that leave a program: exact for other programs, short for people.
 *
 * With --values a chapter program prints one line a value, `name<TAB>value`. These lines feed
 * the prose, the figures and the tests, so a value is printed with as many digits as it needs
 * to be read back as the same double. A name is made of letters, digits, _ and dots; the cells
 * of a map are name.row.column, counted from 0 as in C.
 */
#ifndef PROGRAM_VALUES_H
#define PROGRAM_VALUES_H

#include <stddef.h>

/* The shortest decimal that reads back as v; "nan", "inf" and "-inf"; minus zero is "0". */
const char *exact_number(char *text, size_t size, double v);

/* At most four decimals, no trailing zeros, exact from 1e15 on: for tables that people read. */
const char *short_number(char *text, size_t size, double v);

/* short_number in a buffer of its own, good for the next 31 calls: for printf arguments. */
const char *number(double v);

/* The same for a factor or a term of a sum, as on paper: in brackets if it is negative. */
const char *factor(double v);

/* name<TAB>value, the name by a printf format. */
void value(double v, const char *name_format, ...);

/* value() of every cell: name.0, name.1, ... and name.row.column. */
void value_list(const char *name, const double *v, int n);
void value_map(const char *name, const double *v, int rows, int columns);

/* A list on one line and a map as a table, columns aligned, each line indented by two spaces. */
void print_list(const double *v, int n);
void print_map(const double *v, int rows, int columns);

#endif
