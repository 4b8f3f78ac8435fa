#include "hand.h"

Test(tiny, two_and_three_make_five)
{
    HAND("two.wires", 1 + 1, 2);
    HAND("sum", 2 + 3, 5);
}
