#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/batch.h"

#include "grade/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct run {
    const struct batch *batch;
    struct tally *tally;
    int queue, back; /* our ends */
    int workers_left, quiet, is_terminal;
    double start, last_shown;
};

static volatile sig_atomic_t asked_to_stop;

static void stop_asked(int number)
{
    (void)number;
    asked_to_stop = 1;
}

/* ---- progress ------------------------------------------------------------------------------ */

static void show_progress(struct run *r, int now)
{
    double t = seconds_now(), spent = t - r->start;
    if (r->quiet || !r->is_terminal || (!now && t - r->last_shown < 0.2)) return;
    r->last_shown = t;
    long fresh = r->tally->graded + r->tally->failed;
    double rate = spent > 0 ? (double)fresh / spent : 0;
    long left = r->tally->jobs - r->tally->done;
    long eta = rate > 0 ? (long)((double)left / rate + 0.5) : 0;
    fprintf(stderr, "\r%ld of %ld  %.1f/s  ETA %ld:%02ld   ", r->tally->done, r->tally->jobs,
            rate, eta / 60, eta % 60);
}

/* ---- workers ------------------------------------------------------------------------------- */

static int start_worker(struct run *r, const int queue[2], const int back[2])
{
    pid_t parent = getpid(), pid = fork();
    if (pid < 0) return 0;
    if (pid > 0) return 1;
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* kill -9 of the batch takes the workers along */
    if (getppid() != parent) _exit(3);
    signal(SIGINT, SIG_IGN);
    close(queue[0]), close(back[0]);
    _exit(worker_run(r->batch, queue[1], back[1]));
}

/* Messages keep their borders, and each is taken by one worker. */
static int start_workers(struct run *r, int n)
{
    int queue[2], back[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, queue)) return 0;
    if (pipe2(back, O_CLOEXEC)) return 0;
    fflush(NULL);
    for (int i = 0; i < n; i++) r->workers_left += start_worker(r, queue, back);
    close(queue[1]), close(back[1]);
    r->queue = queue[0], r->back = back[0];
    return r->workers_left > 0;
}

static int take_news(struct run *r)
{
    struct job_news news;
    ssize_t n = read(r->back, &news, sizeof news);
    if (n < 0 && errno == EINTR) return 1;
    if (n != (ssize_t)sizeof news) return 0;
    r->tally->done++;
    r->tally->graded += news.end == JOB_GRADED;
    r->tally->skipped += news.end == JOB_SKIPPED;
    r->tally->failed += news.end == JOB_FAILED;
    if (news.end == JOB_GRADED) r->tally->verdicts[news.verdict & 15]++;
    show_progress(r, 0);
    return 1;
}

/* Waits until a worker takes the job; in the meantime news is heard. */
static int hand_out(const struct job *job, void *context)
{
    struct run *r = context;
    char message[MAX_MESSAGE];
    size_t n = job_pack(message, job);
    while (!asked_to_stop) {
        struct pollfd p[] = {{.fd = r->queue, .events = POLLOUT},
                             {.fd = r->back, .events = POLLIN}};
        if (n == 0 || poll(p, 2, 500) < 0) break;
        if (p[1].revents & POLLIN && !take_news(r)) return 0;
        if (p[0].revents & (POLLERR | POLLHUP) || p[1].revents == POLLHUP) return 0;
        if (!(p[0].revents & POLLOUT)) continue;
        if (send(r->queue, message, n, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)n) return 1;
        if (errno != EAGAIN) return 0;
    }
    if (n == 0) r->tally->failed++, r->tally->done++;
    return !asked_to_stop;
}

static int count_job(const struct job *job, void *context)
{
    (void)job, (void)context;
    return 1;
}

static void listen_for_signals(void)
{
    struct sigaction stop = {.sa_handler = stop_asked};
    asked_to_stop = 0;
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
}

static void finish(struct run *r)
{
    shutdown(r->queue, SHUT_WR);
    while (take_news(r)) continue;
    close(r->queue), close(r->back);
    while (r->workers_left > 0 && wait(NULL) > 0) r->workers_left--;
    show_progress(r, 1);
    if (!r->quiet && r->is_terminal) fputc('\n', stderr);
    r->tally->seconds = seconds_now() - r->start;
}

int batch_run(const struct batch *b, const struct selection *s, int workers, int quiet,
              struct tally *t)
{
    struct run r = {.batch = b, .tally = t, .quiet = quiet, .start = seconds_now()};
    struct selection silent = *s; /* what is passed over is told once, while counting */
    silent.ignored = NULL;
    r.is_terminal = isatty(2);
    *t = (struct tally){.jobs = jobs_visit(b->submissions, s, count_job, NULL)};
    if (t->jobs < 0 || !start_workers(&r, workers)) return 0;
    listen_for_signals();
    jobs_visit(b->submissions, &silent, hand_out, &r);
    finish(&r);
    return 1;
}
