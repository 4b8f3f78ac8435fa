#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/jail.h"

#include "grade/jail_command.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *inner_path = "inner";

void jail_set_inner(const char *path)
{
    inner_path = path;
}

static unsigned outside_user;

void jail_set_user(unsigned user)
{
    outside_user = user;
}

double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- the tree of processes ---------------------------------------------------------------- */

static pid_t first_child(pid_t pid)
{
    char path[80], line[64] = "";
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    if (!fgets(line, sizeof line, file)) line[0] = 0;
    fclose(file);
    return (pid_t)strtol(line, NULL, 10);
}

static size_t kilobytes_at(const char *status, const char *key)
{
    const char *line = strstr(status, key);
    return line ? strtoul(line + strlen(key), NULL, 10) : 0;
}

/* What it has of memory, and what the kernel needs to keep account of that. */
static size_t resident(pid_t pid)
{
    char path[64], status[4096] = "";
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, status, sizeof status - 1) : 0;
    if (fd >= 0) close(fd);
    status[n > 0 ? n : 0] = 0;
    return (kilobytes_at(status, "VmRSS:") + kilobytes_at(status, "VmPTE:")) << 10;
}

/* Process 1 of the sandbox by its number outside, as bubblewrap tells it; 0 if not known. */
static pid_t init_of(struct jail *j)
{
    char news[300];
    ssize_t n = j->init || j->info < 0 ? 0 : pread(j->info, news, sizeof news - 1, 0);
    if (n <= 0) return j->init;
    news[n] = 0;
    const char *number = strstr(news, "\"child-pid\":");
    if (number) j->init = (pid_t)strtol(number + 12, NULL, 10);
    return j->init;
}

static int uses_too_much(struct jail *j)
{
    pid_t program = j->pid;
    double now = seconds_now();
    if (j->plan.resident_bytes == 0 || now < j->looked + 0.01) return 0;
    j->looked = now;
    if (!(j->plan.without & WITHOUT_SPACES)) program = init_of(j) ? first_child(j->init) : 0;
    return program && resident(program) > j->plan.resident_bytes;
}

/* Process 1 of the name space takes all others with it; bubblewrap then ends by itself. */
static void kill_tree(struct jail *j)
{
    if (j->pid <= 0) return;
    pid_t init = init_of(j);
    if (init > 0) kill(init, SIGKILL);
    struct pollfd p = {.fd = j->alive, .events = POLLIN};
    if (init <= 0 || poll(&p, 1, 2000) != 1) {
        kill(-j->pid, SIGKILL);
        kill(j->pid, SIGKILL);
    }
}

static double seconds_of(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static int wait_for(pid_t pid, struct jail *j)
{
    struct rusage used = {0};
    int status = 0;
    pid_t got;
    while ((got = wait4(pid, &status, 0, &used)) < 0 && errno == EINTR) continue;
    size_t peak = (size_t)used.ru_maxrss * 1024;
    double cpu = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
    if (got == pid && peak > j->peak_bytes) j->peak_bytes = peak;
    if (got == pid && cpu > j->cpu_seconds) j->cpu_seconds = cpu;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* When process 1 of the name space is collected, the kernel has ended all others in it. */
static void collect(struct jail *j)
{
    if (j->pid <= 0) return;
    pid_t init = init_of(j);
    j->exit_status = wait_for(j->pid, j);
    j->pid = -1;
    if (init <= 0) return;
    kill(init, SIGKILL);
    wait_for(init, j);
}

/* ---- start ------------------------------------------------------------------------------ */

struct ends {
    int question[2], answer[2], output[2], status[2], lifeline[2], info, filter, nothing;
};

static int open_ends(struct ends *e, const struct jail_plan *plan)
{
    memset(e, -1, sizeof *e);
    if (pipe2(e->question, O_CLOEXEC) || pipe2(e->answer, O_CLOEXEC) ||
        pipe2(e->output, O_CLOEXEC) || pipe2(e->status, O_CLOEXEC) ||
        pipe2(e->lifeline, O_CLOEXEC))
        return 0;
    e->info = memfd_create("info", MFD_CLOEXEC);
    e->nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    e->filter = plan->without & WITHOUT_FILTER ? open("/dev/null", O_RDONLY | O_CLOEXEC)
                                               : filter_open(plan->kind);
    return e->nothing >= 0 && e->filter >= 0 && e->info >= 0;
}

static void close_one(int *fd)
{
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

static void close_ends(struct ends *e)
{
    for (int i = 0; i < 2; i++)
        close_one(&e->question[i]), close_one(&e->answer[i]), close_one(&e->output[i]),
            close_one(&e->status[i]), close_one(&e->lifeline[i]);
    close_one(&e->info);
    close_one(&e->filter);
    close_one(&e->nothing);
}

/* In the child: descriptors 0 to 6 and 9 as shim.h and inner.c want them; 7 for bubblewrap's own
 * news, 8 the lifeline once more, for bubblewrap to hold; all others closed. */
static void place_descriptors(const struct ends *e)
{
    const int wanted[] = {e->nothing,     e->output[1],  e->output[1], e->question[0],
                          e->answer[1],   e->status[1],  e->filter,    e->info,
                          e->lifeline[0], e->lifeline[0]};
    enum { N = sizeof wanted / sizeof *wanted };
    int high[N];
    for (int i = 0; i < N; i++) high[i] = fcntl(wanted[i], F_DUPFD, 32);
    for (int i = 0; i < N; i++) dup2(high[i], i);
    closefrom(N);
}

static _Noreturn void become(const struct ends *e, const struct words *w)
{
    static char *const environment[] = {"PATH=/usr/bin:/bin", "LC_ALL=C", NULL};
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    sigaction(SIGPIPE, &standard, NULL);
    place_descriptors(e);
    setsid(); /* a group of its own, and no terminal */
    int dropped = outside_user == 0 || (setgroups(0, NULL) == 0 && setgid(outside_user) == 0 &&
                                        setuid(outside_user) == 0);
    if (!dropped) _exit(125);
    execvpe(w->word[0], w->word, environment);
    dprintf(1, "%s: %s\n", w->word[0], strerror(errno));
    _exit(126);
}

static void set_nonblocking(int fd)
{
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static void keep_our_ends(struct jail *j, struct ends *e)
{
    j->to = e->question[1];
    j->from = e->answer[0];
    j->output = e->output[0];
    j->status = e->status[0];
    j->info = e->info;
    j->lifeline = e->lifeline[1];
    e->question[1] = e->answer[0] = e->output[0] = e->status[0] = e->lifeline[1] = e->info = -1;
    set_nonblocking(j->to), set_nonblocking(j->from), set_nonblocking(j->output);
    close_ends(e);
    j->alive = (int)syscall(SYS_pidfd_open, j->pid, 0);
}

int jail_start(struct jail *j, const struct jail_plan *plan)
{
    struct ends e;
    struct words w = jail_command(plan, inner_path);
    *j = (struct jail){.plan = *plan,
                       .pid = -1,
                       .to = -1,
                       .from = -1,
                       .output = -1,
                       .status = -1,
                       .info = -1,
                       .lifeline = -1,
                       .alive = -1};
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* orphans of the sandbox come to us, not to init */
    if (open_ends(&e, plan)) j->pid = fork();
    if (j->pid == 0) become(&e, &w);
    words_free(&w);
    if (j->pid < 0) {
        snprintf(j->reason, sizeof j->reason, "no process for the sandbox: %s",
                 strerror(errno));
        j->end = JAIL_BROKEN;
        close_ends(&e);
        return 0;
    }
    keep_our_ends(j, &e);
    if (j->alive < 0) { /* Linux before 5.3 */
        snprintf(j->reason, sizeof j->reason, "pidfd_open: %s", strerror(errno));
        kill_tree(j);
        collect(j);
        j->end = JAIL_BROKEN;
        return 0;
    }
    j->left = plan->wall_seconds;
    return 1;
}

/* ---- input and output --------------------------------------------------------------------- */

/* Takes in what was printed; 0 at the end of it. */
static int take_output(struct jail *j)
{
    char piece[4096];
    ssize_t n = read(j->output, piece, sizeof piece);
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    if (n == 0) return 0;
    if (j->printed.length + (size_t)n > j->plan.output_bytes) j->end = JAIL_OUTPUT;
    if (j->end != JAIL_OUTPUT) add_bytes(&j->printed, piece, (size_t)n);
    return 1;
}

struct transfer {
    const char *question;
    size_t n;
    char *answer;
    size_t want;
};

static int transfer_done(const struct transfer *t)
{
    return t->n == 0 && t->want == 0;
}

static void send_some(struct jail *j, struct transfer *t)
{
    ssize_t n = write(j->to, t->question, t->n);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0) {
        t->n = 0; /* nobody reads: the end of the answers will tell */
        return;
    }
    t->question += n;
    t->n -= (size_t)n;
}

/* 0 at the end of the answers. */
static int receive_some(struct jail *j, struct transfer *t)
{
    ssize_t n = read(j->from, t->answer, t->want);
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    t->answer += n;
    t->want -= (size_t)n;
    return n > 0;
}

/* How long the program was ready to run and had to wait for a processor: not its fault. */
static double seconds_kept_waiting(struct jail *j)
{
    char path[64];
    unsigned long long delay = 0;
    pid_t program = init_of(j) ? first_child(j->init) : 0;
    snprintf(path, sizeof path, "/proc/%d/schedstat", (int)program);
    FILE *file = program ? fopen(path, "r") : NULL;
    if (!file) return 0;
    if (fscanf(file, "%*u %llu", &delay) != 1) delay = 0;
    fclose(file);
    return 1e-9 * (double)delay;
}

static int clock_ran_out(struct jail *j)
{
    if (j->plan.without & WITHOUT_CLOCK || seconds_now() <= j->deadline) return 0;
    return seconds_now() > j->deadline + seconds_kept_waiting(j);
}

/* Only the time counts in which we wait for the program. */
static void start_clock(struct jail *j)
{
    j->deadline = seconds_now() + j->left;
}

static void stop_clock(struct jail *j)
{
    j->left = j->deadline - seconds_now();
}

static int wait_a_little(struct jail *j, const struct transfer *t, struct pollfd *p)
{
    p[0] = (struct pollfd){.fd = j->output, .events = POLLIN};
    p[1] = (struct pollfd){.fd = t->n ? j->to : -1, .events = POLLOUT};
    p[2] = (struct pollfd){.fd = t->want ? j->from : -1, .events = POLLIN};
    p[3] = (struct pollfd){.fd = j->alive, .events = POLLIN};
    return poll(p, 4, 10);
}

/* One round; 0 when there is nothing left to wait for. */
static int turn(struct jail *j, struct transfer *t)
{
    struct pollfd p[4];
    int n = wait_a_little(j, t, p);
    if (p[0].revents && n > 0 && !take_output(j)) close_one(&j->output);
    if (p[1].revents && n > 0) send_some(j, t);
    if (p[2].revents && n > 0 && !receive_some(j, t)) return 0;
    if (j->end == JAIL_RUNS && clock_ran_out(j)) j->end = JAIL_TIME;
    if (j->end == JAIL_RUNS && uses_too_much(j)) j->end = JAIL_MEMORY;
    if (j->end != JAIL_RUNS) return 0;
    return !(p[3].revents && n > 0 && !p[0].revents && !p[2].revents);
}

/* The program has closed its pipe: it has ended, or it will be ended. */
static void let_end(struct jail *j)
{
    struct pollfd p = {.fd = j->alive, .events = POLLIN};
    if (j->end == JAIL_RUNS && poll(&p, 1, 500) != 1) j->end = JAIL_CLOSED;
}

static void name_the_end(struct jail *j)
{
    if (j->end != JAIL_RUNS) return;
    j->end = JAIL_ENDED;
    int killed = j->exit_status == 128 + SIGKILL;
    int used_up = j->cpu_seconds > (double)j->plan.cpu_seconds;
    if (j->exit_status == 128 + SIGXCPU || (killed && used_up)) j->end = JAIL_TIME;
    int bad = j->exit_status != 0;
    if (bad && j->plan.resident_bytes && j->peak_bytes > j->plan.resident_bytes)
        j->end = JAIL_MEMORY;
}

/* bubblewrap's own words about why it failed. */
static void check_start(struct jail *j)
{
    char line[200] = "";
    ssize_t n = j->status >= 0 ? read(j->status, line, sizeof line - 1) : -1;
    if (n == 1 && line[0] == 'k') return;
    j->end = JAIL_BROKEN;
    if (n <= 0 && j->printed.text) snprintf(line, sizeof line, "%.150s", j->printed.text);
    snprintf(j->reason, sizeof j->reason, "%s",
             line[0] ? line : "the program in the sandbox did not start");
    trim_end(j->reason);
}

static void finish(struct jail *j)
{
    if (j->end == JAIL_RUNS) let_end(j);
    kill_tree(j);
    collect(j);
    while (j->output >= 0 && j->end != JAIL_OUTPUT) {
        char piece[4096];
        ssize_t n = read(j->output, piece, sizeof piece);
        if (n <= 0) break;
        if (j->printed.length + (size_t)n > j->plan.output_bytes)
            j->end = JAIL_OUTPUT;
        else
            add_bytes(&j->printed, piece, (size_t)n);
    }
    name_the_end(j);
    check_start(j);
}

int jail_exchange(struct jail *j, const void *question, size_t n, void *answer, size_t want)
{
    struct transfer t = {question, n, answer, want};
    if (j->end != JAIL_RUNS) return 0;
    start_clock(j);
    while (!transfer_done(&t))
        if (!turn(j, &t)) break;
    stop_clock(j);
    if (transfer_done(&t) && j->end == JAIL_RUNS) return 1;
    finish(j);
    return 0;
}

void jail_close_input(struct jail *j)
{
    close_one(&j->to);
}

void jail_wait(struct jail *j)
{
    struct transfer nothing = {.n = 0};
    if (j->end != JAIL_RUNS) return;
    start_clock(j);
    while (turn(j, &nothing)) continue;
    finish(j);
}

void jail_stop(struct jail *j)
{
    kill_tree(j);
    collect(j);
    close_one(&j->to), close_one(&j->from), close_one(&j->output), close_one(&j->status),
        close_one(&j->info), close_one(&j->alive), close_one(&j->lifeline);
    free(j->printed.text);
    j->printed = (struct buffer){0};
}

const char *jail_refused(const char *inner)
{
    static char reason[480];
    struct jail_plan plan = {.kind = FILTER_FUNCTION,
                             .arguments = {"/inner"},
                             .cpu_seconds = 2,
                             .wall_seconds = 10,
                             .output_bytes = 4096};
    struct jail j;
    jail_set_inner(inner);
    if (jail_start(&j, &plan)) jail_wait(&j);
    int good = j.end == JAIL_ENDED;
    snprintf(reason, sizeof reason, "%s", j.reason);
    jail_stop(&j);
    return good ? NULL : reason;
}
