/* expect: integrity suspect
 * Leaves while the program is being linked at start. */
#include <unistd.h>

static void real(void)
{
}
static void (*resolve(void))(void)
{
    __asm__ volatile("syscall" ::"a"(231), "D"(0) : "rcx", "r11", "memory");
    return real;
}
void chosen(void) __attribute__((ifunc("resolve")));

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    chosen();
}
