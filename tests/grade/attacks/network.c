/* expect: integrity suspect
 * A call home. */
#include <sys/socket.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    dp[0] = socket(AF_INET, SOCK_STREAM, 0);
}
