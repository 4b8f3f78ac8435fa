/* expect: wrong
 * Paints over the terminal of the person who reads. */
#include <stdio.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    puts("\033[2J\033[1;1H\033]0;passed\007\033[32mfc_input_gradient: passed\033[0m");
    puts("\xff\xfe\xe2\x80\xae]]> =HYPERLINK(\"http://x\") <script>alert(1)</script>");
    dp[0] = 1e6;
}
