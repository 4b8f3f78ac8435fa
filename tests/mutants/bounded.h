/*
 * A command with limits: a mutant may crash, run wild or never end.
 */
#ifndef MUTANTS_BOUNDED_H
#define MUTANTS_BOUNDED_H

enum {
    BOUNDED_TIMEOUT = -1, /* took too long and was ended, with all that it had started */
    BOUNDED_CRASH = -2,   /* ended by a signal */
    BOUNDED_FAILED = -3,  /* could not even be started */
};

/*
 * Runs argv (the last pointer is NULL), its output into the file `log`. Each process of it may
 * use cpu_seconds of processor time, the whole thing `seconds` by the clock. Returns the exit
 * status, or one of the above. Safe to call from several threads.
 */
int bounded_run(const char *const *argv, const char *log, int cpu_seconds, int seconds);

#endif
