/* expect: wrong
 * Asks the preprocessor which files there are: no file of the grader or of others. */
#if __has_include("/etc/passwd") || __has_include("/proc/self/maps") ||                            \
    __has_include("/root/.profile") || __has_include("/work") || __has_include("/in/other.c") ||   \
    __has_include("/in/../home")
enum { FOUND = 1 };
#else
enum { FOUND = 0 };
#endif

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    if (!FOUND) {
        dp[0] = 1e6;
        return;
    }
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
