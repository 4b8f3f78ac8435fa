/*
 * The kill table: which mistakes would the tests let through?
 *
 * For each chapter, every value of build/values/STEM.tsv is made wrong, one at a time, and the
 * chapter's test must go red. For each layer, every function is broken in each of its obvious
 * ways, one at a time (break.h), and a layer test must go red; a crash and a run without end
 * count as red. Nothing in the source tree is written: the changed files live in
 * build/mutants/.
 *
 *     build/mutants/mutants [--jobs N] [--list] STEM... FILE.c...
 *
 * Run by `make mutants`. STEM names a chapter, FILE.c a layer; --list prints every mutant with
 * the test that killed it. A mutant that computes the same as the original cannot be killed:
 * tests/mutants/known.txt names those, each with its reason. Exit status 1 if any other
 * survives, or if an entry of that file is stale.
 */
#include "bounded.h"
#include "break.h"
#include "known.h"
#include "values.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "build/mutants"
#define KNOWN_FILE "tests/mutants/known.txt"
enum { PATH = 400, CPU_SECONDS = 2, SECONDS = 60, MOST_JOBS = 64, MOST_FILES = 64 };

struct work {
    const char *name[MOST_FILES]; /* the stems and files of the command line */
    size_t names;
    struct mutants list;
    size_t next;
    pthread_mutex_t lock;
};

static _Noreturn void stop(const char *what, const char *which)
{
    fprintf(stderr, "mutants: %s: %s\n", which, what);
    exit(1);
}

static void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    if (!f || fputs(text, f) < 0 || fclose(f)) stop("cannot be written", path);
}

static int is_layer(const char *name)
{
    return strlen(name) > 2 && !strcmp(name + strlen(name) - 2, ".c");
}

/* code/layers/pool.c: pool */
static void stem_of(const char *path, char *stem, size_t size)
{
    const char *slash = strrchr(path, '/');
    snprintf(stem, size, "%s", slash ? slash + 1 : path);
    char *dot = strrchr(stem, '.');
    if (dot) *dot = 0;
}

/* The suite::test of the first test that went red, from the log of a run. */
static void read_killer(const char *log_path, char *killer, size_t size)
{
    char *log = read_text(log_path);
    const char *at = log ? strstr(log, "[FAIL] ") : NULL;
    if (at) snprintf(killer, size, "%.*s", (int)strcspn(at + 7, " \n"), at + 7);
    free(log);
}

/* One test program, with the variable that says where the mutant is; 1 if it stays green. */
static int green(const char *variable, const char *test, const char *log)
{
    const char *argv[] = {"env", "SEED=1", variable, test, NULL};
    return bounded_run(argv, log, CPU_SECONDS, SECONDS) == 0;
}

static int values_stay_green(const struct mutant *m, const char *slot, const char *log)
{
    char path[PATH], variable[PATH], test[PATH];
    snprintf(path, sizeof path, "%s/%s.tsv", slot, m->group);
    snprintf(variable, sizeof variable, "VALUES_DIR=%s", slot);
    snprintf(test, sizeof test, FOLDER "/%s", m->group);
    write_text(path, m->text);
    return green(variable, test, log);
}

static int compile(const char *c, const char *o, const char *log)
{
    const char *argv[] = {"gcc",    "-std=c11", "-D_POSIX_C_SOURCE=200809L",
                          "-w",     "-fPIC",    "-ffp-contract=off",
                          "-Icode", "-c",       c,
                          "-o",     o,          NULL};
    return bounded_run(argv, log, 30, SECONDS);
}

/* The layers as a shared library, with the object of one file in place of the original. */
static int link_layers(const struct work *w, size_t changed, const char *slot, const char *log)
{
    const char *argv[MOST_FILES + 8] = {"gcc", "-shared", "-o"};
    static const size_t fixed = 3;
    char so[PATH], object[MOST_FILES][PATH], stem[100];
    snprintf(so, sizeof so, "%s/liblayers.so", slot);
    argv[fixed] = so;
    size_t n = fixed + 1;
    for (size_t i = 0; i < w->names; i++) {
        if (!is_layer(w->name[i])) continue;
        stem_of(w->name[i], stem, sizeof stem);
        snprintf(object[i], PATH, "%s/%s.o", i == changed ? slot : FOLDER "/whole", stem);
        argv[n++] = object[i];
    }
    argv[n++] = "-lm";
    return bounded_run(argv, log, 30, SECONDS);
}

static int layers_stay_green(const struct work *w, struct mutant *m, const char *slot,
                             const char *log)
{
    char stem[100], c[PATH], o[PATH], variable[PATH];
    stem_of(w->name[m->file], stem, sizeof stem);
    snprintf(c, sizeof c, "%s/%s.c", slot, stem);
    snprintf(o, sizeof o, "%s/%s.o", slot, stem);
    snprintf(variable, sizeof variable, "LD_LIBRARY_PATH=%s", slot);
    write_text(c, m->text);
    if (compile(c, o, log)) {
        m->outcome = NO_C;
        return 0;
    }
    if (link_layers(w, m->file, slot, log)) stop("cannot be linked", m->where);
    return green(variable, FOLDER "/layer_tests", log);
}

static void try(const struct work *w, struct mutant *m, const char *slot)
{
    char log[PATH];
    snprintf(log, sizeof log, "%s/log", slot);
    int alive = is_layer(w->name[m->file]) ? layers_stay_green(w, m, slot, log)
                                           : values_stay_green(m, slot, log);
    if (m->outcome == NO_C) return;
    m->outcome = alive ? SURVIVED : KILLED;
    if (!alive) read_killer(log, m->killer, sizeof m->killer);
}

struct worker {
    struct work *work;
    char slot[PATH]; /* its own folder */
    pthread_t thread;
};

static struct mutant *take(struct work *w)
{
    pthread_mutex_lock(&w->lock);
    struct mutant *m = w->next < w->list.count ? &w->list.all[w->next++] : NULL;
    if (isatty(2)) fprintf(stderr, "\r%zu/%zu%s", w->next, w->list.count, m ? "" : "\n");
    pthread_mutex_unlock(&w->lock);
    return m;
}

static void *work_through(void *argument)
{
    struct worker *me = argument;
    for (struct mutant *m; (m = take(me->work));) try(me->work, m, me->slot);
    return NULL;
}

static void run_all(struct work *w, int jobs)
{
    struct worker worker[MOST_JOBS];
    for (int i = 0; i < jobs; i++) {
        worker[i].work = w;
        snprintf(worker[i].slot, PATH, FOLDER "/%d", i);
        mkdir(worker[i].slot, 0777);
        if (pthread_create(&worker[i].thread, NULL, work_through, &worker[i]))
            stop("no thread can be started", worker[i].slot);
    }
    for (int i = 0; i < jobs; i++) pthread_join(worker[i].thread, NULL);
}

/* The unchanged layers must be green, or every mutant would look dead. */
static void prepare_layers(const struct work *w)
{
    char stem[100], o[PATH];
    size_t layers = 0;
    mkdir(FOLDER "/whole", 0777);
    for (size_t i = 0; i < w->names; i++) {
        if (!is_layer(w->name[i])) continue;
        layers++;
        stem_of(w->name[i], stem, sizeof stem);
        snprintf(o, sizeof o, FOLDER "/whole/%s.o", stem);
        if (compile(w->name[i], o, FOLDER "/whole/log")) stop("does not compile", w->name[i]);
    }
    if (!layers) return;
    if (link_layers(w, MOST_FILES, FOLDER "/whole", FOLDER "/whole/log"))
        stop("cannot be linked", FOLDER "/whole/liblayers.so");
    if (!green("LD_LIBRARY_PATH=" FOLDER "/whole", FOLDER "/layer_tests", FOLDER "/whole/log"))
        stop("red without any mutant; see " FOLDER "/whole/log", "the layer tests");
}

static void prepare_layer(struct work *w, size_t i)
{
    struct source s;
    if (source_read(&s, w->name[i])) stop("cannot be read", w->name[i]);
    break_functions(&w->list, &s, i);
    source_free(&s);
}

static void prepare_chapter(struct work *w, size_t i)
{
    char path[PATH], test[PATH];
    size_t first = w->list.count;
    snprintf(path, sizeof path, "build/values/%s.tsv", w->name[i]);
    snprintf(test, sizeof test, FOLDER "/%s", w->name[i]);
    if (!green("VALUES_DIR=build/values", test, FOLDER "/whole/log"))
        stop("red without any mutant; see " FOLDER "/whole/log", test);
    if (perturb_values(&w->list, path, w->name[i])) stop("cannot be read", path);
    for (size_t k = first; k < w->list.count; k++) w->list.all[k].file = i;
}

static size_t count(const struct mutants *list, size_t first, size_t end, enum outcome what)
{
    size_t n = 0;
    for (size_t i = first; i < end; i++) n += list->all[i].outcome == what;
    return n;
}

static void print_row(const char *name, const struct mutants *list, size_t first, size_t end)
{
    size_t not_c = count(list, first, end, NO_C);
    printf("  %-28s %8zu %8zu %8zu %8zu\n", name, end - first - not_c,
           count(list, first, end, KILLED), count(list, first, end, KNOWN),
           count(list, first, end, SURVIVED));
}

/* Mutants of one chapter or one function stand next to each other. */
static void print_table(const struct work *w)
{
    const struct mutants *list = &w->list;
    printf("  %-28s %8s %8s %8s %8s\n", "", "mutants", "killed", "the same", "survived");
    size_t file = MOST_FILES;
    for (size_t first = 0, end; first < list->count; first = end) {
        const struct mutant *m = &list->all[first];
        for (end = first; end < list->count && list->all[end].file == m->file &&
                          !strcmp(list->all[end].group, m->group);)
            end++;
        if (m->file != file && is_layer(w->name[m->file])) printf("%s\n", w->name[m->file]);
        file = m->file;
        print_row(m->group, list, first, end);
    }
    print_row("all", list, 0, list->count);
    printf("\"the same\": computes what the original computes, with its reason in " KNOWN_FILE
           "\nNot counted: %zu changes that are no C\n",
           count(list, 0, list->count, NO_C));
}

static void print_list(const struct mutants *list)
{
    static const char *const name[] = {"untried", "killed", "SURVIVED", "the same", "no C"};
    for (size_t i = 0; i < list->count; i++) {
        const struct mutant *m = &list->all[i];
        printf("%s: %s: %s: %s%s%s\n", m->where, name[m->outcome], m->group, m->what,
               *m->killer ? " | by " : "", m->killer);
    }
}

static void print_survivors(const struct mutants *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->all[i].outcome == SURVIVED)
            printf("%s: survived: %s: %s\n", list->all[i].where, list->all[i].group,
                   list->all[i].what);
}

static int parse(struct work *w, int argc, char **argv, int *jobs)
{
    int listed = 0;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--list"))
            listed = 1;
        else if (!strcmp(argv[i], "--jobs") && i + 1 < argc)
            *jobs = (int)strtol(argv[++i], NULL, 10);
        else if (w->names < MOST_FILES)
            w->name[w->names++] = argv[i];
    }
    if (*jobs < 1 || *jobs > MOST_JOBS) stop("expected a number from 1 to 64", "--jobs");
    if (!w->names) stop("name chapters or layer files; `make mutants` does", "nothing to do");
    return listed;
}

int main(int argc, char **argv)
{
    static struct work w = {.lock = PTHREAD_MUTEX_INITIALIZER};
    struct known_list known = {0};
    int jobs = 2, listed = parse(&w, argc, argv, &jobs);
    if (known_read(&known, KNOWN_FILE)) return 1;
    mkdir(FOLDER, 0777);
    prepare_layers(&w);
    for (size_t i = 0; i < w.names; i++)
        (is_layer(w.name[i]) ? prepare_layer : prepare_chapter)(&w, i);
    run_all(&w, jobs);
    known_apply(&known, &w.list);
    if (listed) print_list(&w.list);
    print_table(&w);
    print_survivors(&w.list);
    int stale = known_stale(&known, KNOWN_FILE);
    size_t survived = count(&w.list, 0, w.list.count, SURVIVED);
    printf("%zu mutants killed, %zu survived, %d stale entries\n",
           count(&w.list, 0, w.list.count, KILLED), survived, stale);
    return survived || stale || !count(&w.list, 0, w.list.count, KILLED);
}
