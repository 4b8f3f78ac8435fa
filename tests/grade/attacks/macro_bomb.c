/* expect: does not compile
 * Two to the fortieth tokens. */
#define A(x) x x x x x x x x x x x x x x x x
#define B(x) A(A(A(A(x))))
#define C(x) B(B(B(x)))
int a = C(1 +) 1;
