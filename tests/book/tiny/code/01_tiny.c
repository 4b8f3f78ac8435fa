/* The smallest chapter program: 2 and 3 make 5. */
#include "program/options.h"
#include "program/values.h"

#include <stdio.h>

// begin sum
static double sum(double a, double b)
{
    return a + b;
}
// end sum

int main(int argc, char **argv)
{
    int values = 0;
    const struct option options[] = {
        {"--values", OPTION_FLAG, &values, .help = "print every value as name<TAB>number"},
    };
    options_parse(argc, argv, "adds two numbers", options, 1);
    if (values) {
        value(2, "two.wires");
        value(sum(2, 3), "sum");
    } else {
        printf("2 + 3 = %s\n", number(sum(2, 3)));
    }
    return program_end();
}
