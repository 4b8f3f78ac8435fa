#include "grade/jail_command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void say(struct words *w, const char *word)
{
    if (w->n + 1 < MAX_WORDS) w->word[w->n++] = copy_text(word, strlen(word));
}

static void say_all(struct words *w, const char *const *words)
{
    for (; *words; words++) say(w, *words);
}

static void say_bind(struct words *w, const char *how, const char *from, const char *to)
{
    say(w, how);
    say(w, from);
    say(w, to);
}

/* The grader holds the solutions, and somebody may have put it beside the compiler. */
static void hide_grader(struct words *w)
{
    char self[1000];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n <= 0) return;
    self[n] = 0;
    if (!strncmp(self, "/usr/bin/", 9) || !strncmp(self, "/usr/lib", 8))
        say_bind(w, "--ro-bind", "/dev/null", self);
}

/* What a compiler is made of, and no more: a course may keep its files under /usr too. /lib and
 * its like are links into /usr on a merged system, folders of their own elsewhere. */
static void say_system(struct words *w)
{
    static const char *const parts[] = {"/usr/bin",     "/usr/lib",     "/usr/lib64",
                                        "/usr/libexec", "/usr/include", NULL};
    static const char *const places[] = {"/lib", "/lib64", "/bin", NULL};
    for (const char *const *p = parts; *p; p++) say_bind(w, "--ro-bind-try", *p, *p);
    for (const char *const *p = places; *p; p++) {
        char link[64];
        ssize_t n = readlink(*p, link, sizeof link - 1);
        if (n > 0) {
            link[n] = 0;
            say_bind(w, "--symlink", link, *p);
        } else {
            say_bind(w, "--ro-bind-try", *p, *p);
        }
    }
    say_bind(w, "--dev-bind", "/dev/null", "/dev/null");
    hide_grader(w);
}

static void say_spaces(struct words *w, const struct jail_plan *plan, const char *inner)
{
    static const char *const spaces[] = {"bwrap",
                                         "--unshare-user",
                                         "--unshare-pid",
                                         "--unshare-net",
                                         "--unshare-ipc",
                                         "--unshare-uts",
                                         "--unshare-cgroup-try",
                                         "--uid",
                                         "65534",
                                         "--gid",
                                         "65534",
                                         "--hostname",
                                         "box",
                                         "--sync-fd",
                                         "8",
                                         "--cap-drop",
                                         "ALL",
                                         "--clearenv",
                                         "--info-fd",
                                         "7",
                                         NULL};
    char size[32];
    say_all(w, spaces);
    say_bind(w, "--ro-bind", inner, "/inner");
    if (plan->with_system) say_system(w);
    if (plan->with_proc) say(w, "--proc"), say(w, "/proc");
    if (plan->tmp_bytes) {
        snprintf(size, sizeof size, "%zu", plan->tmp_bytes);
        say(w, "--size"), say(w, size), say(w, "--tmpfs"), say(w, "/tmp");
    }
    for (const struct bind *b = plan->binds; b < plan->binds + MAX_BINDS && b->from; b++)
        say_bind(w, b->writable ? "--bind" : "--ro-bind", b->from, b->to);
    say(w, "--remount-ro"), say(w, "/"), say(w, "--chdir"), say(w, "/");
}

static void say_number(struct words *w, size_t n)
{
    char text[32];
    snprintf(text, sizeof text, "%zu", n);
    say(w, text);
}

static void say_inner(struct words *w, const struct jail_plan *plan, const char *inner)
{
    int no = plan->without & WITHOUT_LIMITS;
    say(w, plan->without & WITHOUT_SPACES ? inner : "/inner");
    say_number(w, no ? 0 : (size_t)plan->cpu_seconds);
    say_number(w, no ? 0 : plan->address_bytes);
    say_number(w, no ? 0 : plan->file_bytes);
    say_number(w, no ? 0 : (size_t)plan->processes);
    say_number(w, no ? 0 : plan->stack_bytes);
    say_all(w, plan->arguments);
}

/* Without name spaces (a test) the program is found where it lies outside. */
static void find_outside(struct words *w, const struct jail_plan *plan)
{
    for (const struct bind *b = plan->binds; b < plan->binds + MAX_BINDS && b->from; b++)
        for (int i = 0; i < w->n; i++)
            if (!strcmp(w->word[i], b->to)) {
                free(w->word[i]);
                w->word[i] = copy_text(b->from, strlen(b->from));
            }
}

struct words jail_command(const struct jail_plan *plan, const char *inner)
{
    struct words w = {.n = 0};
    if (!(plan->without & WITHOUT_SPACES)) say_spaces(&w, plan, inner);
    say_inner(&w, plan, inner);
    if (plan->without & WITHOUT_SPACES) find_outside(&w, plan);
    return w;
}

void words_free(struct words *w)
{
    for (int i = 0; i < w->n; i++) free(w->word[i]);
}
