/* expect: integrity suspect | crashed
 * Closes the pipe of the answers. */
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (int fd = 0; fd < 64; fd++) close(fd);
}
