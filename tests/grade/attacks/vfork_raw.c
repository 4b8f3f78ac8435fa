/* expect: integrity suspect
 * The same by the bare system call. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    for (;;) syscall(SYS_clone, 17, 0, 0, 0, 0);
}
