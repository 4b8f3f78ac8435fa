/* expect: integrity suspect | wrong | crashed | time
 * Its own read and write, used by the shim: it can only spoil its answers. */
long write(int fd, const void *p, unsigned long n)
{
    return (long)n;
}

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
