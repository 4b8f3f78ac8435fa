/* expect: does not compile
 * A file that includes itself. */
#include __FILE__
