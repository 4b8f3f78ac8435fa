/* expect: does not compile
 * Twenty thousand warnings. */
#define W(x)                                                                                   \
    _Pragma("GCC warning "                                                                     \
            "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
            "aaaaa\"")
#define A W(1) W(1) W(1) W(1) W(1) W(1) W(1) W(1) W(1) W(1)
#define B A A A A A A A A A A
#define C B B B B B B B B B B
C C C C C C C C C C C C C C C C C C C C void fc_input_gradient(double *dp, const double *dy,
                                                               const double *z, const double *w,
                                                               int FC, int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
