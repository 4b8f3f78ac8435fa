/*
 * A team of threads that wait for work: `team_run` lets every member call work(argument, member)
 * once and returns when all are done. The caller is member 0.
 *
 * A batch is done in a fraction of a millisecond, so a waiting thread first looks again and
 * again for a while, and only then goes to sleep.
 */
#ifndef FAST_TEAM_H
#define FAST_TEAM_H

struct team;

/* NULL if a thread could not be started. */
struct team *team_new(int members);
void team_free(struct team *team);
int team_members(const struct team *team);
void team_run(struct team *team, void (*work)(void *argument, int member), void *argument);

#endif
