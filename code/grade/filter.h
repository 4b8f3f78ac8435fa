/*
 * The filter of system calls (seccomp): what a process in the sandbox may ask of the kernel.
 */
#ifndef GRADE_FILTER_H
#define GRADE_FILTER_H

enum filter_kind {
    FILTER_COMPILER, /* the compiler: processes and files, no network, no tracing */
    FILTER_FUNCTION, /* the student's function: memory and its three pipes, nothing else */
    FILTER_SANITIZER, /* the same under AddressSanitizer, which reads /proc/self and has threads */
};

/* A descriptor of a file that holds the program for the kernel; -1 with errno on failure. */
int filter_open(enum filter_kind kind);

#endif
