#include "program/values.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *exact_number(char *text, size_t size, double v)
{
    if (isnan(v))
        snprintf(text, size, "nan"); /* never "-nan" */
    else if (v == 0)
        snprintf(text, size, "0");
    else if (v == floor(v) && fabs(v) < 1e15)
        snprintf(text, size, "%.0f", v);
    else
        for (int digits = 1; digits <= 17; digits++) {
            snprintf(text, size, "%.*g", digits, v);
            if (strtod(text, NULL) == v) break;
        }
    return text;
}

const char *short_number(char *text, size_t size, double v)
{
    if (!isfinite(v) || fabs(v) >= 1e15) return exact_number(text, size, v);
    snprintf(text, size, "%.4f", v);
    char *end = text + strlen(text);
    if (memchr(text, '.', (size_t)(end - text)))
        while (end[-1] == '0') *--end = 0;
    if (end[-1] == '.') *--end = 0;
    if (!strcmp(text, "-0")) snprintf(text, size, "0");
    return text;
}

enum { TEXTS = 32, TEXT = 40 };

/* One of the buffers, in turn. */
static char *next_text(void)
{
    static char all[TEXTS * TEXT];
    static size_t next;
    next = (next + TEXT) % sizeof all;
    return all + next;
}

const char *number(double v)
{
    return short_number(next_text(), TEXT, v);
}

const char *factor(double v)
{
    char *text = next_text(), plain[TEXT - 2];
    short_number(plain, sizeof plain, v);
    snprintf(text, TEXT, *plain == '-' ? "(%s)" : "%s", plain);
    return text;
}

void value(double v, const char *name_format, ...)
{
    char number[40];
    va_list arguments;
    va_start(arguments, name_format);
    vprintf(name_format, arguments);
    va_end(arguments);
    printf("\t%s\n", exact_number(number, sizeof number, v));
}

void value_list(const char *name, const double *v, int n)
{
    for (int i = 0; i < n; i++) value(v[i], "%s.%d", name, i);
}

void value_map(const char *name, const double *v, int rows, int columns)
{
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++) value(v[r * columns + c], "%s.%d.%d", name, r, c);
}

void print_list(const double *v, int n)
{
    print_map(v, 1, n);
}

void print_map(const double *v, int rows, int columns)
{
    char number[TEXT];
    int width = 0;
    for (int i = 0; i < rows * columns; i++) {
        int n = (int)strlen(short_number(number, sizeof number, v[i]));
        if (n > width) width = n;
    }
    for (int r = 0; r < rows; r++) {
        printf(" ");
        for (int c = 0; c < columns; c++)
            printf(" %*s", width, short_number(number, sizeof number, v[r * columns + c]));
        printf("\n");
    }
}
