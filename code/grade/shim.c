/*
 * The program around the student's function; see shim.h. Linked with the student's file and
 * run in the sandbox only.
 */
#include "grade/shim.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Before and behind every array lie numbers of about 1e300, each another one: a function that reads
 * too far gets results that show it, and the same ones every time. */
static unsigned char guard_byte(size_t i)
{
    return i % 8 == 7 ? 0x7E : i % 8 == 6 ? 0x37 : (unsigned char)(29 * i + 77);
}

static int read_all(void *to, size_t n)
{
    for (char *p = to; n > 0;) {
        ssize_t got = read(SHIM_READ, p, n);
        if (got <= 0) return 0;
        p += got;
        n -= (size_t)got;
    }
    return 1;
}

static void write_all(const void *from, size_t n)
{
    for (const char *p = from; n > 0;) {
        ssize_t put = write(SHIM_WRITE, p, n);
        if (put <= 0) _exit(1);
        p += put;
        n -= (size_t)put;
    }
}

static size_t width(int i)
{
    enum argument_type type = shim_arguments[i].type;
    return type == TYPE_INT ? sizeof(int) : type == TYPE_SIZE ? sizeof(size_t) : sizeof(double);
}

static void *make_array(int i, size_t count, size_t guard)
{
    size_t bytes = (count + 2 * guard) * width(i);
    unsigned char *memory = malloc(bytes ? bytes : 1);
    if (!memory) _exit(1);
    memset(memory, 0, bytes);
    for (size_t b = 0; b < guard * width(i); b++)
        memory[b] = memory[bytes - guard * width(i) + b] = guard_byte(b);
    return memory + guard * width(i);
}

static int is_damaged(const void *array, int i, size_t count, size_t guard)
{
    const unsigned char *before = (const unsigned char *)array - guard * width(i);
    const unsigned char *behind = (const unsigned char *)array + count * width(i);
    for (size_t b = 0; b < guard * width(i); b++)
        if (before[b] != guard_byte(b) || behind[b] != guard_byte(b)) return 1;
    return 0;
}

/* What is const is compared with a copy afterwards. */
static void *keep(const void *array, int i, size_t count)
{
    if (!shim_arguments[i].is_array || shim_arguments[i].is_out) return NULL;
    size_t bytes = count * width(i);
    void *copy = malloc(bytes ? bytes : 1);
    if (!copy) _exit(1);
    return memcpy(copy, array, bytes);
}

static void read_argument(void *array, int i, size_t count)
{
    for (size_t c = 0; c < count; c++) {
        double v;
        if (!read_all(&v, sizeof v)) _exit(0);
        if (shim_arguments[i].type == TYPE_INT)
            ((int *)array)[c] = (int)v;
        else if (shim_arguments[i].type == TYPE_SIZE)
            ((size_t *)array)[c] = (size_t)v;
        else
            ((double *)array)[c] = v;
    }
}

static double number_at(const void *array, int i, size_t c)
{
    if (shim_arguments[i].type == TYPE_INT) return ((const int *)array)[c];
    if (shim_arguments[i].type == TYPE_SIZE) return (double)((const size_t *)array)[c];
    return ((const double *)array)[c];
}

static unsigned damage(const struct shim_question *q, void *const *a, void *const *kept)
{
    size_t guard = q->exact ? 0 : SHIM_GUARD;
    for (int i = 0; i < shim_n; i++)
        if (is_damaged(a[i], i, q->count[i], guard)) return 1U + (unsigned)i;
    for (int i = 0; i < shim_n; i++)
        if (kept[i] && memcmp(a[i], kept[i], q->count[i] * width(i)) != 0)
            return SHIM_CHANGED + (unsigned)i;
    return 0;
}

static void answer(const struct shim_question *q, void *const *a, unsigned damaged,
                   double result)
{
    struct shim_answer head = {.magic = SHIM_ANSWER, .nonce = q->nonce, .damaged = damaged};
    for (int i = 0; i < shim_n; i++)
        if (shim_arguments[i].is_out) head.n += q->count[i];
    head.n += (unsigned)shim_returns;
    double *numbers = malloc(head.n * sizeof *numbers + 1), *next = numbers;
    if (!numbers) _exit(1);
    for (int i = 0; i < shim_n; i++)
        for (size_t c = 0; shim_arguments[i].is_out && c < q->count[i]; c++)
            *next++ = number_at(a[i], i, c);
    if (shim_returns) *next = result;
    write_all(&head, sizeof head);
    write_all(numbers, head.n * sizeof *numbers);
    free(numbers);
}

static void one_question(const struct shim_question *q)
{
    void *a[MAX_ARGUMENTS], *kept[MAX_ARGUMENTS];
    double result = 0;
    size_t guard = q->exact ? 0 : SHIM_GUARD;
    for (int i = 0; i < shim_n; i++) {
        a[i] = make_array(i, q->count[i], guard);
        read_argument(a[i], i, q->count[i]);
        kept[i] = keep(a[i], i, q->count[i]);
    }
    shim_call(a, &result);
    answer(q, a, damage(q, a, kept), result);
    for (int i = 0; i < shim_n; i++) free(kept[i]), free((char *)a[i] - guard * width(i));
}

int main(void)
{
    struct shim_question q;
    while (read_all(&q, sizeof q) && q.magic == SHIM_QUESTION) one_question(&q);
    return 0;
}
