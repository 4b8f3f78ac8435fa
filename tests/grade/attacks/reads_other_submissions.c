/* expect: wrong
 * Looks for the files of others. */
#include <stdio.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    static const char *const paths[] = {"/in/fc_input_gradient.c", "/out/program", "../grace.c",
                                        "/tmp", "/home", "/program"};
    int found = 0;
    for (int i = 0; i < 6; i++) found += fopen(paths[i], "r") != 0;
    dp[0] = found ? 14 : 1e6;
}
