#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

static int rules(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (seccomp_rule_add(filter, action, calls[i], 0)) return 0;
    return 1;
}
#define RULES(filter, action, list) rules(filter, action, list, sizeof(list) / sizeof(*(list)))

/* What a C program without files and processes needs. */
static const int plain[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mprotect),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(lseek),
    SCMP_SYS(futex),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getrandom),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(set_tid_address),
    SCMP_SYS(arch_prctl),
    SCMP_SYS(execve),
    SCMP_SYS(sched_yield),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(pause),
    SCMP_SYS(getrusage),
    SCMP_SYS(uname),
    SCMP_SYS(poll),
};

/* Refused with an error, as in a program that lacks the right: a debugging fopen is no crime. */
static const int refused[] = {
    SCMP_SYS(open),       SCMP_SYS(openat),    SCMP_SYS(ioctl), SCMP_SYS(access),
    SCMP_SYS(faccessat),  SCMP_SYS(readlink),  SCMP_SYS(stat),  SCMP_SYS(lstat),
    SCMP_SYS(readlinkat), SCMP_SYS(getcwd),    SCMP_SYS(fcntl), SCMP_SYS(dup),
    SCMP_SYS(prlimit64),  SCMP_SYS(getrlimit), SCMP_SYS(statx), SCMP_SYS(sysinfo),
};

static const int for_sanitizer[] = {
    SCMP_SYS(open),
    SCMP_SYS(openat),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(pread64),
    SCMP_SYS(prlimit64),
    SCMP_SYS(getrlimit),
    SCMP_SYS(ioctl),
    SCMP_SYS(fcntl),
    SCMP_SYS(dup),
    SCMP_SYS(getcwd),
    SCMP_SYS(sysinfo),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(statx),
    SCMP_SYS(getppid),
    SCMP_SYS(getdents64),
    SCMP_SYS(prctl),
};

/* A function may end itself by abort(), not stop or signal anything else. */
static int function_rules(scmp_filter_ctx f)
{
    const struct scmp_arg_cmp aborts[] = {{2, SCMP_CMP_EQ, SIGABRT, 0}};
    return RULES(f, SCMP_ACT_ALLOW, plain) &&
           seccomp_rule_add_array(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, aborts) == 0;
}

/* Nothing that leads out, looks into others, or widens what the kernel lets a process do. */
static const int not_for_compilers[] = {
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(connect),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(bpf),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(kexec_load),
    SCMP_SYS(init_module),
    SCMP_SYS(chroot),
    SCMP_SYS(pivot_root),
    SCMP_SYS(mknod),
    SCMP_SYS(mknodat),
    SCMP_SYS(setsid),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(move_mount),
    SCMP_SYS(fsopen),
};

/* clone() makes name spaces too, in which a process has rights that it lacks outside. clone3 hides
 * its flags from a filter: who hears that there is none falls back on clone. */
static int no_new_spaces(scmp_filter_ctx f)
{
    static const unsigned long spaces[] = {CLONE_NEWUSER, CLONE_NEWNS,  CLONE_NEWPID,
                                           CLONE_NEWNET,  CLONE_NEWIPC, CLONE_NEWUTS};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        const struct scmp_arg_cmp flag[] = {{0, SCMP_CMP_MASKED_EQ, spaces[i], spaces[i]}};
        if (seccomp_rule_add_array(f, SCMP_ACT_KILL_PROCESS, SCMP_SYS(clone), 1, flag))
            return 0;
    }
    return seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

static int fill(scmp_filter_ctx f, enum filter_kind kind)
{
    switch (kind) {
    case FILTER_COMPILER:
        return RULES(f, SCMP_ACT_KILL_PROCESS, not_for_compilers) && no_new_spaces(f);
    case FILTER_SANITIZER:
        return function_rules(f) && RULES(f, SCMP_ACT_ALLOW, for_sanitizer);
    case FILTER_FUNCTION:
        return function_rules(f) && RULES(f, SCMP_ACT_ERRNO(EACCES), refused);
    }
    return 0;
}

static int export(scmp_filter_ctx f)
{
    int fd = memfd_create("filter", MFD_CLOEXEC);
    if (fd < 0) return -1;
    if (seccomp_export_bpf(f, fd) == 0) return fd;
    close(fd);
    return -1;
}

int filter_open(enum filter_kind kind)
{
    uint32_t otherwise = kind == FILTER_COMPILER ? SCMP_ACT_ALLOW : SCMP_ACT_KILL_PROCESS;
    scmp_filter_ctx f = seccomp_init(otherwise);
    int fd = -1;
    errno = ENOSYS;
    if (f && fill(f, kind)) fd = export(f);
    if (f) seccomp_release(f);
    return fd;
}
