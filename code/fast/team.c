#include "fast/team.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { LOOKS = 100000 }; /* before a waiting thread sleeps: about 0.1 ms, less than a batch */

struct team {
    int members;
    atomic_int round;   /* counts the jobs; a member waits for it to change */
    atomic_int at_work; /* members, other than the caller, that are not done yet */
    atomic_int stop;
    void (*work)(void *, int);
    void *argument;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct member {
        struct team *team;
        int number;
        pthread_t thread;
    } member[];
};

/* Waits while *v is `old`. Every change of *v is followed by wake(). */
static void wait_while(struct team *t, atomic_int *v, int old)
{
    for (int i = 0; i < LOOKS; i++)
        if (atomic_load(v) != old) return;
    pthread_mutex_lock(&t->mutex);
    while (atomic_load(v) == old) pthread_cond_wait(&t->changed, &t->mutex);
    pthread_mutex_unlock(&t->mutex);
}

static void wake(struct team *t)
{
    pthread_mutex_lock(&t->mutex);
    pthread_cond_broadcast(&t->changed);
    pthread_mutex_unlock(&t->mutex);
}

static void *member_main(void *argument)
{
    struct member *m = argument;
    struct team *t = m->team;
    for (int round = 0;; round++) {
        wait_while(t, &t->round, round);
        if (atomic_load(&t->stop)) return NULL;
        t->work(t->argument, m->number);
        atomic_fetch_sub(&t->at_work, 1);
        wake(t);
    }
}

struct team *team_new(int members)
{
    struct team *t = calloc(1, sizeof *t + (size_t)members * sizeof t->member[0]);
    if (!t) return NULL;
    pthread_mutex_init(&t->mutex, NULL);
    pthread_cond_init(&t->changed, NULL);
    for (t->members = 1; t->members < members; t->members++) {
        struct member *m = &t->member[t->members];
        *m = (struct member){.team = t, .number = t->members};
        if (pthread_create(&m->thread, NULL, member_main, m)) {
            team_free(t);
            return NULL;
        }
    }
    return t;
}

void team_free(struct team *t)
{
    if (!t) return;
    atomic_store(&t->stop, 1);
    atomic_fetch_add(&t->round, 1);
    wake(t);
    for (int i = 1; i < t->members; i++) pthread_join(t->member[i].thread, NULL);
    pthread_mutex_destroy(&t->mutex);
    pthread_cond_destroy(&t->changed);
    free(t);
}

int team_members(const struct team *t)
{
    return t->members;
}

void team_run(struct team *t, void (*work)(void *, int), void *argument)
{
    t->work = work;
    t->argument = argument;
    if (t->members > 1) {
        atomic_store(&t->at_work, t->members - 1);
        atomic_fetch_add(&t->round, 1);
        wake(t);
    }
    work(argument, 0);
    for (int left; (left = atomic_load(&t->at_work)) > 0;) wait_while(t, &t->at_work, left);
}
