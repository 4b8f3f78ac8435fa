#include "data/random.h"

uint64_t random_word(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

uint64_t random_start(uint64_t seed, uint64_t stream)
{
    uint64_t state = seed;
    state = random_word(&state) + stream;
    return random_word(&state);
}

double random_unit(uint64_t *state)
{
    return (double)(random_word(state) >> 11) * 0x1p-53;
}

void random_order(int *order, int n, uint64_t *state)
{
    for (int i = 0; i < n; i++) order[i] = i;
    for (int i = n - 1; i > 0; i--) {
        int j = (int)(random_unit(state) * (i + 1));
        int swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
    }
}
