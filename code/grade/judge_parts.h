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
    struct trial *small; /* see ask_smallest; NULL */
    struct outcome small_yours;
    int worst; /* the card that gave the verdict; -1 */
    int stopped;
    json_t *record;
};

int card_is_right(const struct trialled *t, int i);

/* After the last card: if a known mistake explains the numbers, asks the same program for the
 * smallest case that shows it, which saves starting it once more. */
enum reply ask_smallest(struct trialled *t);
/* Puts misconception and example into the record. A card that should be run under sanitizers, because
 * the numbers smell of memory that is not the function's own; else -1. */
int explain_wrong(struct trialled *t, const char *program);
/* Compiles and runs a card once more with sanitizers; puts what they find into the record. */
void look_again(struct trialled *t, struct workspace *w, const struct submission *s, int card);
/* Puts the case that gave the verdict into the record. */
void show_case(struct trialled *t);

/* A text of a record: cleaned, at most 6000 bytes. */
void set_text(json_t *object, const char *key, const char *text);

#endif
