/* expect: does not compile
 * A main of its own. */
#include <stdio.h>

int main(void)
{
    puts("passed, 10 of 10 points");
    return 0;
}
