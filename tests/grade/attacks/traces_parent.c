/* expect: integrity suspect
 * Attaches a debugger to the grader. */
#include <sys/ptrace.h>
#include <unistd.h>

extern long ptrace(enum __ptrace_request, ...);

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    ptrace(PTRACE_ATTACH, 1, 0, 0);
}
