/* expect: does not compile
 * A file of the machine, in the hope of an error message that shows it. */
#include "/etc/passwd"
