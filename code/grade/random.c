#include "grade/random.h"

#include <math.h>
#include <string.h>

/* The finisher of splitmix64: every bit of the input moves every bit of the output. */
static uint64_t stir(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

uint64_t next_random(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    return stir(*state);
}

uint64_t mix_bytes(uint64_t h, const void *bytes, unsigned long n)
{
    const unsigned char *b = bytes;
    for (unsigned long i = 0; i < n; i++) h = stir(h + b[i] + UINT64_C(0x9e3779b97f4a7c15));
    return stir(h ^ n);
}

uint64_t mix_text(uint64_t h, const char *text)
{
    return mix_bytes(h, text, strlen(text));
}

double draw_number(uint64_t *state, double low, double high, double step)
{
    double places = floor((high - low) / step + 1e-9) + 1;
    return low + step * (double)(next_random(state) % (uint64_t)places);
}
