/* Numbers as the programs print them: exact for other programs, short for people. */
#include "program.h"
#include "program/values.h"
#include "random.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void exactly(double v, const char *expected)
{
    char text[40];
    exact_number(text, sizeof text, v);
    cr_expect(!strcmp(text, expected), "%.17g: \"%s\", expected \"%s\"", v, text, expected);
}

static void shortly(double v, const char *expected)
{
    char text[40];
    short_number(text, sizeof text, v);
    cr_expect(!strcmp(text, expected), "%.17g: \"%s\", expected \"%s\"", v, text, expected);
}

Test(program_values, an_exact_number_has_as_many_digits_as_it_needs)
{
    exactly(14, "14");
    exactly(-3, "-3");
    exactly(0.1, "0.1");
    exactly(0.1 + 0.2, "0.30000000000000004");
    exactly(1.0 / 3, "0.3333333333333333");
    exactly(1e-7, "1e-07");
    exactly(999999999999999, "999999999999999");
    exactly(1e15, "1e+15");
    exactly(1e300, "1e+300");
}

Test(program_values, zero_has_no_sign_and_nan_neither)
{
    exactly(0, "0");
    exactly(-0.0, "0");
    exactly(NAN, "nan");
    exactly(-NAN, "nan");
    exactly(INFINITY, "inf");
    exactly(-INFINITY, "-inf");
    shortly(-0.0, "0");
    shortly(NAN, "nan");
    shortly(-INFINITY, "-inf");
}

Test(program_values, an_exact_number_reads_back_as_the_same_double)
{
    struct dice d = dice_for("exact number");
    for (int i = 0; i < 2000; i++) {
        double v = ldexp((double)dice_between(&d, -99999999, 99999999) / 7,
                         dice_between(&d, -200, 200));
        char text[40];
        cr_expect(strtod(exact_number(text, sizeof text, v), NULL) == v, "%.17g: %s", v, text);
    }
    char text[40];
    cr_expect(strtod(exact_number(text, sizeof text, DBL_MAX), NULL) == DBL_MAX);
    cr_expect(strtod(exact_number(text, sizeof text, DBL_TRUE_MIN), NULL) == DBL_TRUE_MIN);
}

Test(program_values, a_short_number_has_four_decimals_and_no_trailing_zeros)
{
    shortly(14, "14");
    shortly(100, "100");
    shortly(2.5, "2.5");
    shortly(1.0 / 3, "0.3333");
    shortly(-2.0 / 3, "-0.6667");
    shortly(0.00001, "0");
    shortly(-0.00001, "0");
    shortly(123456789012.5, "123456789012.5");
    shortly(-1e20, "-1e+20");
    shortly(DBL_MAX, "1.7976931348623157e+308");
}

Test(program_values, only_a_negative_factor_stands_in_brackets)
{
    cr_expect_str_eq(factor(2), "2");
    cr_expect_str_eq(factor(-2), "(-2)");
    cr_expect_str_eq(factor(-1.0 / 3), "(-0.3333)");
    cr_expect_str_eq(factor(0), "0");
    cr_expect_str_eq(factor(-0.00001), "0");
    cr_expect_str_eq(factor(-DBL_MAX), "(-1.7976931348623157e+308)");
    cr_expect_str_eq(factor(-INFINITY), "(-inf)");
}

Test(program_values, thirty_two_numbers_fit_into_one_printf)
{
    const char *first = number(1);
    for (int i = 2; i <= 32; i++) number(i);
    cr_expect(!strcmp(first, "1"), "%s", first);
}

static void print_everything(const void *argument)
{
    (void)argument;
    const double v[6] = {1, -2.5, 3, 0, 50, 6};
    value(0.1, "half.%d.%s", 7, "x");
    value_list("list", v, 2);
    value_map("map", v, 2, 3);
    print_list(v, 3);
    print_map(v, 2, 3);
}

Test(program_values, lists_and_maps_are_named_by_row_and_column_and_printed_in_columns)
{
    struct outcome r = run_function(print_everything, NULL);
    cr_expect(!strcmp(r.out, "half.7.x\t0.1\n"
                             "list.0\t1\nlist.1\t-2.5\n"
                             "map.0.0\t1\nmap.0.1\t-2.5\nmap.0.2\t3\n"
                             "map.1.0\t0\nmap.1.1\t50\nmap.1.2\t6\n"
                             "     1 -2.5    3\n"
                             "     1 -2.5    3\n"
                             "     0   50    6\n"),
              "%s", r.out);
}

Test(program_values, every_value_of_a_program_has_a_name_and_reads_back)
{
    struct outcome r = run_program((const char *[]){"01_fc_to_pool", "--values", NULL});
    int lines = 0;
    for (char *line = strtok(r.out, "\n"); line; line = strtok(NULL, "\n"), lines++) {
        char *tab = strchr(line, '\t'), *end = NULL;
        cr_assert(tab, "no tab: %s", line);
        strtod(tab + 1, &end);
        cr_expect(end > tab + 1 && !*end, "not a number: %s", line);
        cr_expect(strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
                               ".") == (size_t)(tab - line),
                  "not a name: %s", line);
    }
    cr_expect(r.status == 0 && lines > 100, "%d values", lines);
}
