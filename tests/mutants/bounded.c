#include "bounded.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Between fork and exec of a program with threads: only plain system calls. */
static void become(const char *const *argv, const char *log, int cpu_seconds)
{
    const struct rlimit cpu = {(rlim_t)cpu_seconds, (rlim_t)cpu_seconds + 1}, none = {0, 0};
    int nothing = open("/dev/null", O_RDONLY);
    int out = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (out < 0 || nothing < 0) _exit(127);
    dup2(nothing, 0);
    dup2(out, 1);
    dup2(out, 2);
    setpgid(0, 0);
    setrlimit(RLIMIT_CPU, &cpu);
    setrlimit(RLIMIT_CORE, &none);
    execvp(argv[0], (char *const *)argv);
    _exit(127);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int wait_for(pid_t child, double deadline)
{
    const struct timespec pause = {0, 2000000};
    int status;
    while (waitpid(child, &status, WNOHANG) == 0) {
        if (now() > deadline) {
            kill(-child, SIGKILL);
            waitpid(child, &status, 0);
            return BOUNDED_TIMEOUT;
        }
        nanosleep(&pause, NULL);
    }
    kill(-child, SIGKILL); /* what it may have left behind */
    return WIFEXITED(status) ? WEXITSTATUS(status) : BOUNDED_CRASH;
}

int bounded_run(const char *const *argv, const char *log, int cpu_seconds, int seconds)
{
    pid_t child = fork();
    if (child < 0) return BOUNDED_FAILED;
    if (child == 0) become(argv, log, cpu_seconds);
    setpgid(child, child); /* whoever of the two comes first */
    return wait_for(child, now() + seconds);
}
