/*
 * The sandbox: one program of a stranger, run so that it can harm and see nothing.
 *
 * Layers, each its own: name spaces of the kernel (bubblewrap: no network, no other processes,
 * no files but those named), a filter of system calls (filter.h), limits of the process
 * (inner.c), and from outside a clock, a cap on what it prints and an eye on its memory. At the
 * end the whole tree of processes is dead, whatever it tried.
 *
 * When the grader itself is killed, its end of the lifeline (a pipe) closes with it: the kernel
 * then kills what runs in the sandbox (inner.c), and bubblewrap has nothing left to wait for.
 *
 *     struct jail_plan plan = {.kind = FILTER_FUNCTION, .program = "/prog", ...};
 *     struct jail jail;
 *     if (!jail_start(&jail, &plan)) -> jail.reason says why
 *     jail_exchange(&jail, ...);      as often as you like
 *     jail_stop(&jail);
 */
#ifndef GRADE_JAIL_H
#define GRADE_JAIL_H

#include "grade/filter.h"
#include "grade/text.h"

#include <stddef.h>
#include <sys/types.h>

enum { MAX_BINDS = 4, MAX_PROGRAM_ARGUMENTS = 40 };

/* Layers that a test turns off to see what another one still holds. */
enum { WITHOUT_FILTER = 1, WITHOUT_LIMITS = 2, WITHOUT_CLOCK = 4, WITHOUT_SPACES = 8 };

struct bind {
    const char *from, *to;
    int writable;
};

struct jail_plan {
    enum filter_kind kind;
    const char *arguments[MAX_PROGRAM_ARGUMENTS]; /* [0] is the program, as seen inside */
    struct bind binds[MAX_BINDS];
    int with_system; /* /usr, read-only */
    int with_proc;
    size_t tmp_bytes; /* a private /tmp of this size; 0: none */
    long cpu_seconds;
    double wall_seconds;
    size_t address_bytes, file_bytes, stack_bytes, resident_bytes, output_bytes;
    int processes;
    int without; /* for tests */
};

enum jail_end {
    JAIL_RUNS,
    JAIL_ENDED, /* by itself; see exit_status */
    JAIL_TIME,  /* the clock, or the limit of CPU time */
    JAIL_MEMORY,
    JAIL_OUTPUT, /* printed too much */
    JAIL_CLOSED, /* closed its pipe and went on */
    JAIL_BROKEN, /* the sandbox could not be set up: see reason */
};

struct jail {
    struct jail_plan plan;
    pid_t pid, init; /* bubblewrap outside, process 1 inside */
    int to, from, output, status, info, alive, lifeline;
    double deadline, left; /* of this wait; wall seconds that remain for later ones */
    double looked;         /* when its memory was looked at last */
    struct buffer printed; /* what the program wrote to stdout and stderr */
    enum jail_end end;
    int exit_status; /* 128 + the signal where a signal ended it */
    size_t peak_bytes;
    double cpu_seconds; /* used by all of it */
    char reason[400];
};

/* 0 with jail->reason if the program cannot even be started. */
int jail_start(struct jail *j, const struct jail_plan *plan);

/* Sends a question and reads exactly `want` bytes; 0 if that was not to be: see jail->end. */
int jail_exchange(struct jail *j, const void *question, size_t n, void *answer, size_t want);

/* No more questions: the program reads the end of its input. */
void jail_close_input(struct jail *j);

/* Waits until the program has ended by itself or was ended. */
void jail_wait(struct jail *j);

/* Ends what still runs, and frees. `end` and `exit_status` can be read afterwards. */
void jail_stop(struct jail *j);

/* NULL if programs can be run in the sandbox here, else the reason. Tries it. */
const char *jail_refused(const char *inner);

/* Where the helper `inner` lies on this machine. */
void jail_set_inner(const char *path);

/* Run by root, sandboxes belong to a user of no rights (0: as we are): the kernel counts no
 * limit of processes for root. */
void jail_set_user(unsigned user);

double seconds_now(void);

#endif
