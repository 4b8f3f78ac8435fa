/* expect: does not compile
 * The cases. */
#include "exercises/fc_input_gradient_cases.h"
