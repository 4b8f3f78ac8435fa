/*
 * The deck: every case that one student gets for one exercise, in order of the groups. Public
 * cases are the same for all; hidden ones are drawn from a seed for the student.
 */
#ifndef GRADE_DECK_H
#define GRADE_DECK_H

#include "grade/trial.h"

struct card {
    struct trial *trial;
    struct outcome right; /* what must come out */
    int group;
};

struct deck {
    const struct exercise *exercise;
    struct card *cards;
    int n;
};

enum { PUBLIC_ONLY, PUBLIC_AND_HIDDEN };

/* `secret` and `student` make the seed. 0 and the reason in `why` if a case cannot be read. */
int deck_deal(struct deck *d, const struct exercise *e, int which, const char *secret,
              const char *student, char *why, size_t why_size);
void deck_free(struct deck *d);

#endif
