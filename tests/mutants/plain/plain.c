/* Runs the registered tests; see criterion/criterion.h here. Status 0: all green, 1: one red. */
#include "criterion/criterion.h"

enum { MOST = 1000 };
static struct {
    const char *name;
    void (*run)(void);
} test[MOST];
static int tests, running;

void plain_register(const char *name, void (*run)(void))
{
    if (tests == MOST) abort();
    test[tests].name = name;
    test[tests++].run = run;
}

void plain_red(const char *file, int line)
{
    printf("[FAIL] %s %s:%d\n", test[running].name, file, line);
    fflush(stdout);
    _Exit(1);
}

int main(void)
{
    for (running = 0; running < tests; running++) test[running].run();
    printf("%d tests are green\n", tests);
    return tests == 0;
}
