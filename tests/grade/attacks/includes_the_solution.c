/* expect: does not compile
 * The reference by its path: it is not in the sandbox. */
#include "/proc/self/cwd/code/exercises/fc_input_gradient.c"
