/* expect: does not compile
 * A source without end. */
#include "/dev/zero"
