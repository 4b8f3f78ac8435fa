/* expect: does not compile
 * A number of 2^32 digits is folded by the compiler: an array of that size. */
char a[1UL << 60];
char b[sizeof a * 16];
#define X10(x) x x x x x x x x x x
#define X1E4(x) X10(X10(X10(X10(x))))
#define X1E8(x) X1E4(X1E4(x))
const char *s = X1E8("aaaaaaaaaaaaaaaaaaaa");
