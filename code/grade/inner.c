/*
 * The last program of the grader's own before a stranger's: runs inside the sandbox, puts the
 * limits of the process on, then the filter of system calls, and becomes the given program.
 *
 *     inner CPU_SECONDS ADDRESS_BYTES FILE_BYTES PROCESSES STACK_BYTES PROGRAM ARGUMENT...
 *
 * Descriptor 5 takes one byte 'k' when all that has worked, or a line that says what did not;
 * descriptor 6 holds the filter; 9 is the lifeline (a pipe whose other end the grader holds).
 * Linked statically: there may be no library in the sandbox.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { STATUS = 5, FILTER = 6, LIFELINE = 9, MAX_FILTER = 4096 };

static _Noreturn void fail(const char *what)
{
    char line[200];
    int n = snprintf(line, sizeof line, "%s: %s\n", what, strerror(errno));
    if (write(STATUS, line, (size_t)n) < 0) _exit(126);
    _exit(126);
}

static void limit(__rlimit_resource_t which, const char *text, const char *what)
{
    rlim_t n = strtoull(text, NULL, 10);
    struct rlimit r = {n, n};
    if (which == RLIMIT_CPU) r.rlim_max = n + 1; /* SIGXCPU first, then SIGKILL */
    if (n && setrlimit(which, &r)) fail(what);
}

static void put_limits(char **argv)
{
    struct rlimit none = {0, 0};
    limit(RLIMIT_CPU, argv[1], "the limit of CPU time");
    limit(RLIMIT_AS, argv[2], "the limit of memory");
    limit(RLIMIT_FSIZE, argv[3], "the limit of file size");
    limit(RLIMIT_NPROC, argv[4], "the limit of processes");
    limit(RLIMIT_STACK, argv[5], "the limit of the stack");
    limit(RLIMIT_NOFILE, "64", "the limit of open files");
    if (setrlimit(RLIMIT_CORE, &none)) fail("the limit of core files");
}

/* When the grader dies, however it dies, the kernel closes its end, and kills this group of
 * processes. Bubblewrap holds the pipe open, where the program cannot reach it. Bubblewrap's own
 * --die-with-parent is not used: killed between two of its steps it leaves a half-made sandbox
 * that waits for ever. */
static void hold_the_lifeline(void)
{
    struct pollfd p = {.fd = LIFELINE};
    setpgid(0, 0);
    if (fcntl(LIFELINE, F_SETOWN, -getpid()) || fcntl(LIFELINE, F_SETSIG, SIGKILL) ||
        fcntl(LIFELINE, F_SETFL, O_ASYNC))
        fail("the lifeline");
    if (poll(&p, 1, 0) != 0) _exit(126); /* cut already */
    close(LIFELINE);
}

static void put_filter(void)
{
    static struct sock_filter code[MAX_FILTER];
    ssize_t n = pread(FILTER, code, sizeof code, 0);
    if (n < 0) fail("the filter of system calls");
    struct sock_fprog program = {(unsigned short)((size_t)n / sizeof *code), code};
    close(FILTER);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) fail("no new privileges");
    if (n == 0) return; /* turned off, for a test of the other layers */
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program)) fail("seccomp");
}

int main(int argc, char **argv)
{
    char *environment[] = {"PATH=/usr/bin",
                           "LC_ALL=C",
                           "TMPDIR=/tmp",
                           "ASAN_OPTIONS=detect_leaks=0:color=never:quarantine_size_mb=8",
                           "UBSAN_OPTIONS=print_stacktrace=0:color=never",
                           NULL};
    if (argc < 7) fail("inner: too few arguments");
    personality(ADDR_NO_RANDOMIZE); /* the same addresses, the same record */
    put_limits(argv);
    hold_the_lifeline();
    if (write(STATUS, "k", 1) != 1) _exit(126);
    close(STATUS);
    put_filter();
    execve(argv[6], argv + 6, environment);
    _exit(127);
}
