#include "grade/deck.h"

#include "grade/random.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t seed_of(const struct exercise *e, int group, const char *secret,
                        const char *student)
{
    char number[16];
    snprintf(number, sizeof number, "%d", group);
    uint64_t h = mix_text(mix_text(0, e->name), number);
    if (e->groups[group].visibility == PUBLIC) return h;
    return mix_text(mix_text(h, secret), student);
}

static int add_card(struct deck *d, int group, const char *spec, uint64_t *seed, char *why,
                    size_t size)
{
    struct trial *t = trial_parse(d->exercise, spec, seed, why, size);
    if (!t) return 0;
    struct card *cards = realloc(d->cards, (size_t)(d->n + 1) * sizeof *cards);
    if (!cards) abort();
    d->cards = cards;
    d->cards[d->n++] = (struct card){t, trial_expected(t), group};
    return 1;
}

static int deal_group(struct deck *d, int group, uint64_t seed, char *why, size_t size)
{
    const struct group *g = &d->exercise->groups[group];
    int times = g->draw ? g->draw : 1;
    for (int i = 0; i < MAX_SPECS && g->cases[i]; i++)
        for (int k = 0; k < times; k++)
            if (!add_card(d, group, g->cases[i], &seed, why, size)) return 0;
    return 1;
}

int deck_deal(struct deck *d, const struct exercise *e, int which, const char *secret,
              const char *student, char *why, size_t why_size)
{
    *d = (struct deck){.exercise = e};
    for (int g = 0; g < e->n_groups; g++) {
        if (which == PUBLIC_ONLY && e->groups[g].visibility == HIDDEN) continue;
        if (deal_group(d, g, seed_of(e, g, secret, student), why, why_size)) continue;
        deck_free(d);
        return 0;
    }
    return 1;
}

void deck_free(struct deck *d)
{
    for (int i = 0; i < d->n; i++) {
        trial_free(d->cards[i].trial);
        outcome_free(&d->cards[i].right);
    }
    free(d->cards);
    *d = (struct deck){0};
}
