/*
 * What judge.c and judge_explain.c share: one submission while it is judged.
 */
#ifndef GRADE_JUDGE_PARTS_H
#define GRADE_JUDGE_PARTS_H

#include "grade/deck.h"
#include "grade/judge.h"
#include "grade/session.h"

/* Everything about one submission while it is judged. */
struct trialled {
    const struct assignment *assignment;
    const struct exercise *exercise;
    struct deck deck;
    struct outcome *yours; /* one a card; n == 0: not answered */
    enum reply *reply;
    struct session session;
    enum verdict verdict;
    char reason[400];
    int worst; /* the card that gave the verdict; -1 */
    int stopped;
    json_t *record;
};

int card_is_right(const struct trialled *t, int i);

/* Puts misconception and example into the record. */
void explain_wrong(struct trialled *t, const char *program);
/* Compiles and runs once more with sanitizers; puts the crash into the record. */
void look_again(struct trialled *t, struct workspace *w, const struct submission *s);

/* A text of a record: cleaned, at most 6000 bytes. */
void set_text(json_t *object, const char *key, const char *text);

#endif
