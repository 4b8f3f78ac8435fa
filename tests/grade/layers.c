/*
 * The layers of the sandbox do not lean on each other: one is turned off, and the attack that
 * it is for is stopped by the next one; or it is shown that it rests on that one alone.
 *
 * Nothing here is dangerous when it gets through: each program tries once, and says so.
 */
#include "grade/compile.h"
#include "grade/jail.h"
#include "grade/session.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FUNCTION                                                                               \
    "void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, "  \
    "int FC, int POOL)\n"

static struct workspace space;
static struct compilation built;

static void open_space(void)
{
    cr_assert_null(workspace_open(&space));
    cr_assert_null(jail_refused(space.inner));
}

static void close_space(void)
{
    compilation_free(&built);
    workspace_close(&space);
}

TestSuite(layers, .init = open_space, .fini = close_space, .timeout = 60);

/* One case with one output, dp[0], asked with some layers turned off. */
static enum reply ask(const char *source, int without, double *answer, char *why, size_t size)
{
    const struct exercise *e = find_exercise("fc_input_gradient");
    uint64_t seed = 1;
    struct outcome o;
    built = compile(&space, e, source, strlen(source), 0);
    cr_assert_eq(built.end, COMPILED, "%s", built.messages);
    struct session s = session_make(e, built.program, 0);
    s.without = without;
    struct trial *t = trial_parse(e, "FC=1 POOL=1 dy=1 z=1 w=1", &seed, why, size);
    enum reply reply = session_ask(&s, t, &o);
    *answer = o.n ? o.number[0] : 0;
    snprintf(why, size, "%s", s.why);
    outcome_free(&o);
    trial_free(t);
    session_end(&s);
    return reply;
}

static const char forks[] =
    "#include <unistd.h>\n" FUNCTION "{ int p = fork(); if (p == 0) _exit(0); "
    "dp[0] = p > 0 ? 100 : 1; }\n";

Test(layers, a_fork_meets_the_filter_and_without_it_the_limit_of_processes)
{
    double answer;
    char why[400];
    cr_expect_eq(ask(forks, 0, &answer, why, sizeof why), REPLY_SUSPECT, "%s", why);
    compilation_free(&built);
    cr_expect_eq(ask(forks, WITHOUT_FILTER, &answer, why, sizeof why), REPLY_NUMBERS, "%s",
                 why);
    cr_expect_eq(answer, 1, "the limit of processes refused it");
    compilation_free(&built);
    cr_expect_eq(ask(forks, WITHOUT_FILTER | WITHOUT_LIMITS, &answer, why, sizeof why),
                 REPLY_NUMBERS, "%s", why);
    cr_expect_eq(answer, 100, "with both layers off a fork succeeds: the test is a real one");
}

static const char reads[] =
    "#include <stdio.h>\n" FUNCTION "{ dp[0] = fopen(\"/etc/passwd\", \"r\") ? 100 : 1; }\n";

Test(layers, a_file_is_hidden_by_the_filter_and_by_the_name_space)
{
    double answer;
    char why[400];
    ask(reads, 0, &answer, why, sizeof why);
    cr_expect_eq(answer, 1);
    compilation_free(&built);
    ask(reads, WITHOUT_FILTER, &answer, why, sizeof why);
    cr_expect_eq(answer, 1, "not in the sandbox's files");
    compilation_free(&built);
    ask(reads, WITHOUT_SPACES, &answer, why, sizeof why);
    cr_expect_eq(answer, 1, "refused by the filter");
    compilation_free(&built);
    ask(reads, WITHOUT_FILTER | WITHOUT_SPACES, &answer, why, sizeof why);
    cr_expect_eq(answer, 100, "with both layers off it can be read: the test is a real one");
}

static const char writes[] =
    "#include <fcntl.h>\n" FUNCTION
    "{ dp[0] = open(\"/written\", O_CREAT | O_WRONLY, 0600) >= 0 ? 100 : 1; }\n";

Test(layers, no_file_is_made_even_without_the_filter)
{
    double answer;
    char why[400];
    ask(writes, WITHOUT_FILTER | WITHOUT_LIMITS, &answer, why, sizeof why);
    cr_expect_eq(answer, 1, "the root of the sandbox is read-only");
}

static const char talks[] =
    "#include <sys/socket.h>\n#include <netinet/in.h>\n" FUNCTION
    "{ struct sockaddr_in a = {AF_INET, 0x0900, {0x0100007f}, {0}};\n"
    "int s = socket(AF_INET, SOCK_DGRAM, 0);\n"
    "a.sin_addr.s_addr = 0x08080808;\n"
    "dp[0] = s >= 0 && connect(s, (struct sockaddr *)&a, sizeof a) == 0 ? 100 : 1; }\n";

Test(layers, the_network_is_empty_without_the_filter)
{
    double answer;
    char why[400];
    cr_expect_eq(ask(talks, 0, &answer, why, sizeof why), REPLY_SUSPECT);
    compilation_free(&built);
    cr_expect_eq(ask(talks, WITHOUT_FILTER, &answer, why, sizeof why), REPLY_NUMBERS, "%s",
                 why);
    cr_expect_eq(answer, 1, "no way leads out of the sandbox's network");
}

static const char loops[] = FUNCTION "{ for (volatile int i = 0;; i++) continue; }\n";

Test(layers, a_loop_meets_the_limit_of_cpu_time_and_without_it_the_clock)
{
    double answer;
    char why[400];
    cr_expect_eq(ask(loops, WITHOUT_CLOCK, &answer, why, sizeof why), REPLY_TIME, "%s", why);
    compilation_free(&built);
    cr_expect_eq(ask(loops, WITHOUT_LIMITS, &answer, why, sizeof why), REPLY_TIME, "%s", why);
}

static const char eats[] =
    "#include <stdlib.h>\n#include <string.h>\n" FUNCTION
    "{ for (int i = 0; i < 40; i++) { char *p = malloc(1 << 24);\n"
    "if (p) memset(p, 1, 1 << 24); }\n"
    "for (volatile long i = 0; i < 300000000; i++) continue; dp[0] = 1; }\n";

Test(layers, memory_is_watched_from_outside_without_the_limit)
{
    double answer;
    char why[400];
    cr_expect_eq(ask(eats, WITHOUT_LIMITS, &answer, why, sizeof why), REPLY_MEMORY, "%s", why);
}

static const char kills[] =
    "#include <signal.h>\n#include <unistd.h>\n" FUNCTION
    "{ int n = 0; for (int p = 3; p < 60000; p++) n += kill(p, 0) == 0; "
    "dp[0] = n ? 100 : 1; }\n";

Test(layers, no_other_process_is_there_without_the_filter)
{
    double answer;
    char why[400];
    cr_expect_eq(ask(kills, WITHOUT_FILTER, &answer, why, sizeof why), REPLY_NUMBERS, "%s",
                 why);
    cr_expect_eq(answer, 1, "the sandbox has its own processes and sees no others");
}

/* ---- what the compiler may not do --------------------------------------------------------------- */

static const char new_space[] =
    "#define _GNU_SOURCE\n#include <sched.h>\n#include <signal.h>\n#include <sys/syscall.h>\n"
    "#include <unistd.h>\n"
    "__attribute__((constructor)) static void try(void)\n"
    "{ long p = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);\n"
    "_exit(p > 0 ? 100 : p == 0 ? 0 : 1); }\n" FUNCTION "{ dp[0] = 1; }\n";

/* The program in a compiler's sandbox, where processes are allowed. */
static int ends_like_a_compiler(int without)
{
    struct jail_plan plan = {.kind = FILTER_COMPILER,
                             .arguments = {"/program"},
                             .binds = {{built.program, "/program", 0}},
                             .cpu_seconds = 2,
                             .wall_seconds = 10,
                             .output_bytes = 4096,
                             .without = without};
    struct jail j;
    cr_assert(jail_start(&j, &plan), "%s", j.reason);
    jail_wait(&j);
    int status = j.exit_status;
    jail_stop(&j);
    return status;
}

Test(layers, what_breaks_out_of_the_compiler_makes_no_name_space)
{
    built =
        compile(&space, find_exercise("fc_input_gradient"), new_space, strlen(new_space), 0);
    cr_assert_eq(built.end, COMPILED, "%s", built.messages);
    cr_expect_eq(ends_like_a_compiler(0), 128 + SIGSYS);
    cr_expect_eq(ends_like_a_compiler(WITHOUT_FILTER), 100, "without the filter it succeeds");
}
