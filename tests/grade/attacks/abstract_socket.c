/* expect: integrity suspect
 * A door to other submissions. */
#include <sys/socket.h>
#include <sys/un.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    struct sockaddr_un name = {AF_UNIX, "\0grader"};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    dp[0] = bind(fd, (struct sockaddr *)&name, sizeof name);
}
