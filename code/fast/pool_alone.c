#include "fast/pool_alone.h"

#include "fast/cpu.h"
#include "fast/team.h"
#include "program/values.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_ROUNDS = 101, CONTESTANTS = 3 };

static size_t cells_in(const struct window_shape *s)
{
    return (size_t)s->planes * (size_t)s->H * (size_t)s->W;
}

static size_t cells_out(const struct window_shape *s)
{
    return (size_t)s->planes * (size_t)windows_h(s) * (size_t)windows_w(s);
}

static int maps_new(struct pool_maps *m, const struct window_shape *s, int images)
{
    size_t in = cells_in(s), out = cells_out(s);
    *m = (struct pool_maps){.shape = *s, .images = images};
    m->x = malloc(in * sizeof(float)), m->dx = malloc(in * sizeof(float));
    m->y = malloc(out * sizeof(float)), m->dy = malloc(out * sizeof(float));
    m->place = malloc(out);
    if (!m->x || !m->y || !m->dy || !m->dx || !m->place) return -1;
    uint32_t state = 1;
    for (size_t i = 0; i < in; i++) {
        state = state * 1664525U + 1013904223U;
        m->x[i] = m->dx[i] = (float)(state >> 8);
    }
    for (size_t i = 0; i < out; i++) m->dy[i] = (float)(i % 5), m->y[i] = 1, m->place[i] = 0;
    return 0;
}

static void maps_free(const struct pool_maps *m)
{
    free(m->x), free(m->y), free(m->dy), free(m->dx), free(m->place);
}

/* --- Who takes part: ours, the copy, and perhaps a peer --------------------------------------- */

struct contest {
    struct pool_maps maps;
    const struct lane_kernels *kernels;
    struct team *team;
    const struct pool_peer *peer;
};

/* The planes that one member of the team works on. */
static struct pool_maps share(const struct contest *c, int member)
{
    struct pool_maps m = c->maps;
    int n = team_members(c->team), planes = m.shape.planes;
    int first = planes * member / n, last = planes * (member + 1) / n;
    m.shape.planes = first;
    size_t in = cells_in(&m.shape), out = cells_out(&m.shape);
    m.shape.planes = last - first;
    m.x += in, m.dx += in, m.y += out, m.dy += out, m.place += out;
    return m;
}

static void pool_share(void *argument, int member)
{
    const struct contest *c = argument;
    struct pool_maps m = share(c, member);
    c->kernels->max_pool(m.y, m.place, m.x, &m.shape);
    c->kernels->max_pool_backward(m.dx, m.dy, m.place, &m.shape);
}

static void copy_share(void *argument, int member)
{
    struct pool_maps m = share(argument, member);
    memcpy(m.dx, m.x, cells_in(&m.shape) * sizeof *m.x);
    __asm__ volatile("" : : "r"(m.dx) : "memory"); /* each copy counts */
}

static void ours(struct contest *c)
{
    team_run(c->team, pool_share, c);
}

static void copy(struct contest *c)
{
    team_run(c->team, copy_share, c);
}

static void theirs(struct contest *c)
{
    c->peer->run();
}

static void (*const contestant[CONTESTANTS])(struct contest *) = {ours, copy, theirs};

/* --- The same numbers? ------------------------------------------------------------------------ */

static double sum(const float *v, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += v[i] * (double)(i % 7 + 1);
    return sum;
}

struct sums {
    double y, dx;
};

/* Sums with other weights for neighbors; the numbers are whole, so they are exact. */
static struct sums sums_after(struct contest *c, void (*run)(struct contest *))
{
    size_t in = cells_in(&c->maps.shape), out = cells_out(&c->maps.shape);
    memset(c->maps.y, 0, out * sizeof(float));
    memset(c->maps.dx, 0, in * sizeof(float));
    run(c);
    return (struct sums){sum(c->maps.y, out), sum(c->maps.dx, in)};
}

static int same_numbers(struct contest *c)
{
    if (!c->peer) return 1;
    struct sums a = sums_after(c, ours), b = sums_after(c, theirs);
    return a.y == b.y && a.dx == b.dx && a.dx > 0;
}

/* --- Time ------------------------------------------------------------------------------------- */

/* As in bench.c. */
static double seconds(int threads)
{
    struct timespec t;
    clock_gettime(threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Threads that wait for work look for it for a while: not while another is measured. */
static void until_all_sleep(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 30000000}, NULL);
}

/* Nanoseconds for each pooled cell. */
static double once(struct contest *c, void (*run)(struct contest *))
{
    int threads = team_members(c->team), times = cells_in(&c->maps.shape) > 1U << 24 ? 1 : 100;
    until_all_sleep();
    double start = seconds(threads);
    for (int i = 0; i < times; i++) run(c);
    return (seconds(threads) - start) * 1e9 / times / (double)cells_out(&c->maps.shape);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void take_turns(struct contest *c, int rounds, double result[CONTESTANTS])
{
    double ns[CONTESTANTS][MOST_ROUNDS] = {{0}};
    int n = c->peer ? CONTESTANTS : CONTESTANTS - 1;
    for (int i = 0; i < n; i++) contestant[i](c); /* warms up */
    for (int r = 0; r < rounds; r++)
        for (int i = 0; i < n; i++) ns[i][r] = once(c, contestant[i]);
    for (int i = 0; i < n; i++) {
        qsort(ns[i], (size_t)rounds, sizeof ns[i][0], by_size);
        result[i] = ns[i][team_members(c->team) == 1 ? rounds / 2 : 0];
    }
}

/* What the copy took, for as many bytes as pooling has to move. */
static double floor_of(const struct window_shape *s, double copied)
{
    double in = 4.0 * 2.0 * (double)cells_in(s), out = (4 + 1) * 2.0 * (double)cells_out(s);
    return copied * (in + out) / in;
}

static void put(FILE *values, const char *shape, const char *what, int threads, double v)
{
    char text[40];
    if (!values) return;
    fprintf(values, "pool.%s.%s.%d\t%s\n", shape, what, threads,
            exact_number(text, sizeof text, v));
}

static int report(struct contest *c, const char *name, int rounds, FILE *values)
{
    double ns[CONTESTANTS] = {0};
    int threads = team_members(c->team);
    if (!same_numbers(c)) {
        printf("%s: %s gives other numbers than ours\n", name, c->peer->name);
        return -1;
    }
    take_turns(c, rounds, ns);
    double least = floor_of(&c->maps.shape, ns[1]);
    printf("%-20s %7.2f ns a pooled cell, the copy %5.2f: %5.2f times as long", name, ns[0],
           least, ns[0] / least);
    if (c->peer) printf("; %s %.2f: %.2f times ours", c->peer->name, ns[2], ns[2] / ns[0]);
    printf("\n");
    put(values, name, "ns", threads, ns[0]);
    put(values, name, "copy", threads, least);
    return 0;
}

static int measure(const char *name, const struct window_shape *s, int images, int rounds,
                   struct team *team, const struct pool_peer *peer, FILE *values)
{
    struct contest c = {.kernels = kernels_best(), .team = team, .peer = peer};
    int status = maps_new(&c.maps, s, images);
    if (status == 0) {
        if (peer) peer->start(&c.maps);
        status = report(&c, name, rounds, values);
    } else {
        printf("%-20s not enough memory\n", name);
    }
    maps_free(&c.maps);
    return status;
}

int pool_alone(int rounds, int threads, const struct pool_peer *peer, FILE *values)
{
    static const struct window_shape small = {32 * 8, 28, 28, 2, 2, 0},
                                     large = {128 * 64, 112, 112, 3, 2, 0};
    struct team *team = team_new(threads);
    if (!team) return -1;
    if (rounds > MOST_ROUNDS) rounds = MOST_ROUNDS;
    printf("Max-pooling alone, forward and backward, threads: %d\n", threads);
    int status = measure("32x8x28x28.k2", &small, 32, rounds, team, peer, values);
    if (measure("128x64x112x112.k3", &large, 128, rounds, team, peer, values) != 0) status = -1;
    team_free(team);
    printf("\n");
    fflush(stdout);
    return status;
}
