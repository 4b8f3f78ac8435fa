/* expect: time | integrity suspect
 * The shim inside of the shim. */
extern int main(void);
void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    static int n;
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
    if (n++ == 1) main();
}
