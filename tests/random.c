#include "random.h"

#include "data/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct dice dice_for(const char *test)
{
    const char *given = getenv("SEED");
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)now.tv_nsec / 1000;
    fprintf(stderr, "%s: SEED=%llu in the environment repeats these numbers\n", test,
            (unsigned long long)seed);
    return (struct dice){.state = seed};
}

int dice_between(struct dice *d, int low, int high)
{
    return low + (int)(random_word(&d->state) % (uint64_t)(high - low + 1));
}

void dice_whole(struct dice *d, double *to, size_t n, int low, int high)
{
    for (size_t i = 0; i < n; i++) to[i] = dice_between(d, low, high);
}

void dice_spaced(struct dice *d, double *to, size_t n, double gap)
{
    for (size_t i = 0; i < n; i++) to[i] = gap * ((double)i - (double)(n / 2) + 0.5);
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)dice_between(d, 0, (int)i - 1);
        double kept = to[i - 1];
        to[i - 1] = to[j];
        to[j] = kept;
    }
}
