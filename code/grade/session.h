/*
 * A session: the student's program, running in the sandbox, asked one trial after the other.
 * When a trial kills it, the next one starts it anew.
 */
#ifndef GRADE_SESSION_H
#define GRADE_SESSION_H

#include "grade/jail.h"
#include "grade/trial.h"
#include "grade/workspace.h"

enum reply {
    REPLY_NUMBERS, /* outcome holds them */
    REPLY_DAMAGED, /* numbers, but cells beside an array, or an input, were written over */
    REPLY_CRASHED, /* the program ended in the middle of the trial */
    REPLY_TIME,
    REPLY_MEMORY,
    REPLY_OUTPUT,  /* printed too much */
    REPLY_SUSPECT, /* what came back was no answer, or forbidden things were tried */
    REPLY_BROKEN,  /* the sandbox: never the student's fault */
};

struct session {
    const struct exercise *exercise;
    const char *program;
    int sanitize, is_open, without;
    struct jail jail;
    int starts;            /* how often it was started */
    char why[400];         /* one line, where the reply is not numbers */
    struct buffer printed; /* what the program wrote, all starts, at most 4 KiB */
};

struct session session_make(const struct exercise *e, const char *program, int sanitize);
enum reply session_ask(struct session *s, const struct trial *t, struct outcome *o);
/* Ends the program as it should end. 1 if it had written more than its answers: see why. */
int session_leftover(struct session *s);
void session_end(struct session *s);

#endif
