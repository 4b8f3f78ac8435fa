/* expect: does not compile
 * A source that somebody would have to type. */
#include "/dev/stdin"
