/*
 * How fast: every way of the fast code against the others and against the peak of this machine,
 * in one run. The ways take turns in short trials, so that what else the machine does hits all
 * of them; of the trials of each the median counts, and the quartiles say how sure it is.
 */
#ifndef FAST_BENCH_H
#define FAST_BENCH_H

/*
 * Prints the tables, in a short run only those of the ways. `folder` holds the images, NULL for
 * the package's or else drawn ones. Every number goes to the file `out` too, as
 * name<TAB>number, if it is not NULL.
 */
void bench(const char *folder, int rounds, int short_run, const char *out);

/* Trains so many batches by the winners alone, on one thread, for a profiler to count. */
void bench_steps(const char *folder, int steps);

#endif
