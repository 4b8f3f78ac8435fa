/* expect: does not compile
 * Nothing at all. */

