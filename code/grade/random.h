/*
 * Numbers drawn from a seed that is a text: the same text, the same numbers, everywhere.
 */
#ifndef GRADE_RANDOM_H
#define GRADE_RANDOM_H

#include <stdint.h>

/* A 64-bit fingerprint, taken further by one text; where one ends and the next begins counts. */
uint64_t mix_text(uint64_t h, const char *text);
uint64_t mix_bytes(uint64_t h, const void *bytes, unsigned long n);

uint64_t next_random(uint64_t *state);
double draw_number(uint64_t *state, double low, double high, double step);

#endif
