/* expect: does not compile
 * Another function than the one asked for. */
void something_else(void)
{
}
