#include "fast/pool_alone.h"

#include "fast/cpu.h"
#include "program/values.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_ROUNDS = 101 };

struct maps {
    float *x, *y, *dy, *dx;
    uint8_t *place;
    size_t in, out; /* cells */
};

static int maps_new(struct maps *m, const struct window_shape *s)
{
    *m = (struct maps){.in = (size_t)s->planes * (size_t)s->H * (size_t)s->W,
                       .out = (size_t)s->planes * (size_t)windows_h(s) * (size_t)windows_w(s)};
    m->x = malloc(m->in * sizeof(float)), m->dx = malloc(m->in * sizeof(float));
    m->y = malloc(m->out * sizeof(float)), m->dy = malloc(m->out * sizeof(float));
    m->place = malloc(m->out);
    if (!m->x || !m->y || !m->dy || !m->dx || !m->place) return -1;
    uint32_t state = 1;
    for (size_t i = 0; i < m->in; i++) {
        state = state * 1664525U + 1013904223U;
        m->x[i] = m->dx[i] = (float)(state >> 8);
    }
    for (size_t i = 0; i < m->out; i++) m->dy[i] = m->y[i] = 1;
    return 0;
}

static void maps_free(const struct maps *m)
{
    free(m->x), free(m->y), free(m->dy), free(m->dx), free(m->place);
}

/* Images of 28x28 leave rows of 14 windows: the widest registers that a row fills. */
static const struct lane_kernels *fitting(const struct window_shape *s)
{
    const struct lane_kernels *list[MOST_KERNELS];
    int n = kernels_here(list), i = 0;
    while (i < n - 1 && list[i]->lanes > windows_w(s)) i++;
    return list[i];
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Nanoseconds for each pooled cell. */
static double pool_once(const struct maps *m, const struct window_shape *s, int times)
{
    const struct lane_kernels *k = fitting(s);
    double start = now();
    for (int i = 0; i < times; i++) {
        k->max_pool(m->y, m->place, m->x, s);
        k->max_pool_backward(m->dx, m->dy, m->place, s);
    }
    return (now() - start) * 1e9 / times / (double)m->out;
}

/* The same for a copy of x, scaled to the bytes that pooling has to move. */
static double copy_once(const struct maps *m, int times)
{
    double copied = 2.0 * 4.0 * (double)m->in, moved = copied + (4 + 1) * 2.0 * (double)m->out;
    double start = now();
    for (int i = 0; i < times; i++) {
        memcpy(m->dx, m->x, m->in * sizeof *m->x);
        __asm__ volatile("" : : "r"(m->dx) : "memory"); /* each copy counts */
    }
    return (now() - start) * 1e9 / times / (double)m->out * moved / copied;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, int n)
{
    qsort(v, (size_t)n, sizeof *v, by_size);
    return v[n / 2];
}

static void put(FILE *values, const char *name, const char *what, double v)
{
    char text[40];
    if (values)
        fprintf(values, "pool.%s.%s\t%s\n", name, what, exact_number(text, sizeof text, v));
}

static void measure(const char *name, const struct window_shape *s, int rounds, FILE *values)
{
    struct maps m;
    double pool[MOST_ROUNDS] = {0}, copy[MOST_ROUNDS] = {0};
    if (maps_new(&m, s) == 0) {
        int times = m.in > 1u << 24 ? 1 : 100;
        pool_once(&m, s, times); /* warms up */
        for (int r = 0; r < rounds; r++) {
            pool[r] = pool_once(&m, s, times);
            copy[r] = copy_once(&m, times);
        }
        double ours = median(pool, rounds), least = median(copy, rounds);
        printf("%-28s %8.2f ns a pooled cell, %6.2f the copy: %5.2f times as long\n", name,
               ours, least, ours / least);
        put(values, name, "ns", ours);
        put(values, name, "copy", least);
    } else {
        printf("%-28s not enough memory\n", name);
    }
    maps_free(&m);
}

void pool_alone(int rounds, FILE *values)
{
    if (rounds > MOST_ROUNDS) rounds = MOST_ROUNDS;
    printf("Max-pooling alone, forward and backward, one thread\n");
    measure("32x8x28x28.k2", &(struct window_shape){32 * 8, 28, 28, 2, 2, 0}, rounds, values);
    measure("128x64x112x112.k3", &(struct window_shape){128 * 64, 112, 112, 3, 2, 0}, rounds,
            values);
    printf("\n");
    fflush(stdout);
}
