/* expect: does not compile
 * Errors that seem to lie in files of the machine, and show a line of them. */
#line 1 "/etc/passwd"
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
    oops;
}
# 1 "/in/../inner" 2
int y = oops2;
