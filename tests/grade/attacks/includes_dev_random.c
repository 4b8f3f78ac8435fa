/* expect: does not compile
 * Noise without end. */
#include "/dev/urandom"
