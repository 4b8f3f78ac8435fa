/* expect: does not compile
 * The same from where the file lies. */
#include "../../code/exercises/fc_input_gradient.c"
