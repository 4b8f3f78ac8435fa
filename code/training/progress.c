#include "training/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void progress_start(struct progress *p, int epochs, long total, long before)
{
    double now = seconds();
    *p = (struct progress){epochs, total, before, now, now, isatty(STDERR_FILENO)};
}

void progress_show(struct progress *p, int epoch, long done, double loss)
{
    double now = seconds();
    if (now - p->shown < (p->terminal ? 0.2 : 5)) return;
    p->shown = now;
    double speed = (double)(done - p->before) / (now - p->start);
    long left = speed > 0 ? (long)((double)(p->total - done) / speed) : 0;
    fprintf(stderr,
            "%sepoch %d of %d, %ld of %ld images, loss %.3f, %.0f images/s, ETA %ld:%02ld%s",
            p->terminal ? "\r" : "", epoch, p->epochs, done, p->total, loss, speed, left / 60,
            left % 60, p->terminal ? "  " : "\n");
}

void progress_end(const struct progress *p)
{
    if (p->terminal) fprintf(stderr, "\r%79s\r", "");
}
