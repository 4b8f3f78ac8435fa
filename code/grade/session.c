#include "grade/session.h"

#include "grade/random.h"
#include "grade/shim.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { MEGA = 1 << 20, MAX_PRINTED = 4096 };

static struct jail_plan plan_for(const struct session *s)
{
    struct jail_plan plan = {
        .kind = s->sanitize ? FILTER_SANITIZER : FILTER_FUNCTION,
        .arguments = {"/program"},
        .binds = {{s->program, "/program", 0}},
        .with_system = s->sanitize,
        .with_proc = s->sanitize,
        .cpu_seconds = s->sanitize ? 4 : 1,
        .wall_seconds = s->sanitize ? 8 : 4,
        .address_bytes = s->sanitize ? 0 : (size_t)1024 * MEGA,
        .file_bytes = 1,
        .processes = s->sanitize ? 8 : 1,
        .stack_bytes = (size_t)8 * MEGA,
        .resident_bytes = (size_t)(s->sanitize ? 512 : 256) * MEGA,
        .output_bytes = 64 << 10,
        .without = s->without,
    };
    return plan;
}

struct session session_make(const struct exercise *e, const char *program, int sanitize)
{
    return (struct session){.exercise = e, .program = program, .sanitize = sanitize};
}

static void keep_printed(struct session *s)
{
    size_t room = MAX_PRINTED - s->printed.length, n = s->jail.printed.length;
    if (n) add_bytes(&s->printed, s->jail.printed.text, n < room ? n : room);
}

static void stop(struct session *s)
{
    if (!s->is_open) return;
    keep_printed(s);
    jail_stop(&s->jail);
    s->is_open = 0;
}

static int start(struct session *s)
{
    struct jail_plan plan = plan_for(s);
    if (s->is_open) return 1;
    s->starts++;
    s->is_open = jail_start(&s->jail, &plan);
    if (!s->is_open) snprintf(s->why, sizeof s->why, "%s", s->jail.reason);
    return s->is_open;
}

/* ---- how a program can end ------------------------------------------------------------------ */

static const char *signal_words(int number)
{
    switch (number) {
    case SIGSEGV:
        return "it used memory that is not its own (segmentation fault)";
    case SIGBUS:
        return "it used memory that is not there (bus error)";
    case SIGFPE:
        return "it divided a whole number by zero (SIGFPE)";
    case SIGABRT:
        return "it gave up by itself (abort)";
    case SIGILL:
    case SIGTRAP:
        return "it ran into an instruction that cannot be run";
    case SIGXFSZ:
        return "it tried to write a file";
    default:
        return "it was ended by a signal";
    }
}

static enum reply ended(struct session *s, int status)
{
    if (status == 0) {
        snprintf(s->why, sizeof s->why,
                 "the program ended itself in the middle of a case, with status 0 (by exit?)");
        return REPLY_SUSPECT;
    }
    if (status == 128 + SIGSYS) {
        snprintf(s->why, sizeof s->why,
                 "the program asked the system for something that no exercise needs (another "
                 "process or thread, the network, files, signals to others)");
        return REPLY_SUSPECT;
    }
    if (status > 128)
        snprintf(s->why, sizeof s->why, "%s", signal_words(status - 128));
    else
        snprintf(s->why, sizeof s->why, "the function ended the program with exit status %d",
                 status);
    return REPLY_CRASHED;
}

static enum reply name_end(struct session *s)
{
    const struct jail_plan *plan = &s->jail.plan;
    switch (s->jail.end) {
    case JAIL_TIME:
        snprintf(s->why, sizeof s->why,
                 "no answer within %ld s: is there a loop that never ends?", plan->cpu_seconds);
        return REPLY_TIME;
    case JAIL_MEMORY:
        snprintf(s->why, sizeof s->why, "more than %zu MiB of memory",
                 plan->resident_bytes / MEGA);
        return REPLY_MEMORY;
    case JAIL_OUTPUT:
        snprintf(s->why, sizeof s->why, "it printed more than %zu KiB",
                 plan->output_bytes >> 10);
        return REPLY_OUTPUT;
    case JAIL_CLOSED:
        snprintf(s->why, sizeof s->why, "the program closed the pipe of its answers");
        return REPLY_SUSPECT;
    case JAIL_BROKEN:
        snprintf(s->why, sizeof s->why, "%s", s->jail.reason);
        return REPLY_BROKEN;
    default:
        return ended(s, s->jail.exit_status);
    }
}

/* ---- question and answer --------------------------------------------------------------------- */

static struct buffer question(const struct session *s, const struct trial *t, uint64_t nonce)
{
    struct buffer b = {0};
    struct shim_question q = {
        .magic = SHIM_QUESTION, .exact = (uint32_t)s->sanitize, .nonce = nonce};
    for (int i = 0; i < t->exercise->n_arguments; i++) q.count[i] = (uint32_t)t->count[i];
    add_bytes(&b, &q, sizeof q);
    for (int i = 0; i < t->exercise->n_arguments; i++)
        add_bytes(&b, t->value[i], (size_t)t->count[i] * sizeof(double));
    return b;
}

/* Cannot be guessed, so that an answer cannot be sent before its question. */
static uint64_t fresh_nonce(void)
{
    uint64_t nonce = 0;
    if (getrandom(&nonce, sizeof nonce, 0) != (ssize_t)sizeof nonce) nonce = (uint64_t)rand();
    return nonce;
}

static enum reply judge_answer(struct session *s, const struct trial *t, uint64_t nonce,
                               const struct shim_answer *head)
{
    long n = trial_outputs(t);
    int changed = head->damaged >= SHIM_CHANGED;
    uint32_t argument = head->damaged - (changed ? SHIM_CHANGED : head->damaged > 0);
    int bad = head->magic != SHIM_ANSWER || head->nonce != nonce || head->n != (uint64_t)n ||
              argument >= (uint32_t)t->exercise->n_arguments;
    if (bad) {
        snprintf(s->why, sizeof s->why,
                 "what came back from the program is not an answer of the grader's own shim");
        return REPLY_SUSPECT;
    }
    if (!head->damaged) return REPLY_NUMBERS;
    const char *name = t->exercise->arguments[argument].name;
    if (changed)
        snprintf(s->why, sizeof s->why, "it changed the input %s: what is const stays as it is",
                 name);
    else
        snprintf(s->why, sizeof s->why, "it wrote outside the array %s", name);
    return REPLY_DAMAGED;
}

static enum reply exchange(struct session *s, const struct trial *t, struct outcome *o)
{
    uint64_t nonce = fresh_nonce();
    struct buffer q = question(s, t, nonce), a = {0};
    long n = trial_outputs(t);
    size_t want = sizeof(struct shim_answer) + (size_t)n * sizeof(double);
    a.text = need(want);
    enum reply reply;
    if (jail_exchange(&s->jail, q.text, q.length, a.text, want)) {
        struct shim_answer head;
        memcpy(&head, a.text, sizeof head);
        reply = judge_answer(s, t, nonce, &head);
        o->number = need((size_t)n * sizeof(double));
        o->n = n;
        memcpy(o->number, a.text + sizeof head, (size_t)n * sizeof(double));
    } else {
        reply = name_end(s);
    }
    free(q.text), free(a.text);
    return reply;
}

enum reply session_ask(struct session *s, const struct trial *t, struct outcome *o)
{
    *o = (struct outcome){0};
    if (!start(s)) return REPLY_BROKEN;
    enum reply reply = exchange(s, t, o);
    if (reply != REPLY_NUMBERS && reply != REPLY_DAMAGED) {
        outcome_free(o);
        stop(s);
    }
    return reply;
}

void session_end(struct session *s)
{
    stop(s);
    free(s->printed.text);
    s->printed = (struct buffer){0};
}

/* With no question left the shim returns from main, and its pipe must be empty. */
int session_leftover(struct session *s)
{
    char extra = 0;
    if (!s->is_open) return 0;
    jail_close_input(&s->jail);
    if (jail_exchange(&s->jail, NULL, 0, &extra, 1)) {
        snprintf(s->why, sizeof s->why, "the program wrote to the grader's pipe by itself");
        stop(s);
        return 1;
    }
    stop(s);
    return 0;
}
