#include "hand.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* build/values/STEM.tsv for tests/STEM.c */
static void values_path(char *path, size_t size, const char *test_file)
{
    const char *folder = getenv("VALUES_DIR");
    const char *slash = strrchr(test_file, '/');
    const char *name = slash ? slash + 1 : test_file;
    const char *dot = strrchr(name, '.');
    int length = dot ? (int)(dot - name) : (int)strlen(name);
    snprintf(path, size, "%s/%.*s.tsv", folder ? folder : "build/values", length, name);
}

double program_value(const char *test_file, const char *name)
{
    char path[512], line[512];
    size_t length = strlen(name);
    values_path(path, sizeof path, test_file);
    FILE *f = fopen(path, "r");
    cr_assert(f, "%s cannot be read; `make` builds it from the program", path);
    while (fgets(line, sizeof line, f))
        if (!strncmp(line, name, length) && line[length] == '\t') {
            fclose(f);
            return strtod(line + length + 1, NULL);
        }
    fclose(f);
    cr_assert_fail("%s has no value named \"%s\"", path, name);
    return NAN;
}

static int agree(double a, double b, double tolerance)
{
    if (isnan(a) || isnan(b)) return isnan(a) && isnan(b);
    return a == b || fabs(a - b) <= tolerance;
}

void hand_check(const char *file, int line, const char *name, const char *derivation,
                double derived, double literal, double tolerance)
{
    double found = program_value(file, name);
    cr_expect(agree(derived, literal, tolerance),
              "%s:%d: the hand calculation %s is %.17g, not %.17g", file, line, derivation,
              derived, literal);
    cr_expect(agree(found, literal, tolerance),
              "%s:%d: %s is %.17g by the program, %s = %.17g by hand", file, line, name, found,
              derivation, literal);
}

void hand_check_map(const char *file, int line, const char *name, int rows, int columns,
                    double tolerance, const double *literal, size_t n)
{
    char cell[200];
    size_t expected = (size_t)(rows ? rows : 1) * (size_t)columns;
    cr_assert(n == expected, "%s:%d: %zu numbers for the %zu cells of %s", file, line, n,
              expected, name);
    for (size_t i = 0; i < n; i++) {
        if (rows)
            snprintf(cell, sizeof cell, "%s.%zu.%zu", name, i / (size_t)columns,
                     i % (size_t)columns);
        else
            snprintf(cell, sizeof cell, "%s.%zu", name, i);
        double found = program_value(file, cell);
        cr_expect(agree(found, literal[i], tolerance),
                  "%s:%d: %s is %.17g by the program, %.17g by hand", file, line, cell, found,
                  literal[i]);
    }
}
