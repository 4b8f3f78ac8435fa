/*
 * Lanes: several floats that one instruction works on at once.
 *
 *     vec a, b, c;   c = a * b + c;     LANES products and LANES sums, in one instruction
 *
 * The vector extension of gcc and clang, so the same source becomes AVX-512 (16 lanes), AVX2
 * (8 lanes), SSE or NEON (4 lanes) or plain C (1 lane). A file that includes this one has
 * LANES defined; see lanes16.c.
 *
 * Most of the fast code puts another *image* into each lane: the array of shape (C, H, W) of
 * one image becomes (C, H, W, LANES), and the loops stay those of one image, with `float`
 * replaced by `vec`.
 */
#ifndef FAST_LANES_H
#define FAST_LANES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef float vec __attribute__((vector_size(4 * LANES), may_alias));
typedef int32_t vec_int __attribute__((vector_size(4 * LANES), may_alias));
typedef uint8_t vec_byte __attribute__((vector_size(LANES), may_alias));
/* The same from an address that is not a multiple of the size. */
typedef float vec_anywhere __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

/* Half as many; one lane has no half, so it stays one. */
enum { HALF = LANES > 1 ? LANES / 2 : 1 };
typedef float vec_half __attribute__((vector_size(4 * HALF), aligned(4), may_alias));

/* For functions whose arguments are constants at the call: the compiler unrolls the loops. */
#define UNROLLED static inline __attribute__((always_inline))

UNROLLED vec vec_all(float v)
{
    return v - (vec){0}; /* v - 0 is v, even for -0: no instruction is left of it */
}

UNROLLED vec vec_load(const float *p)
{
    return *(const vec *)p;
}

UNROLLED void vec_store(float *p, vec v)
{
    *(vec *)p = v;
}

UNROLLED vec_int vec_load_int(const int32_t *p)
{
    return *(const vec_int *)p;
}

UNROLLED vec vec_load_anywhere(const float *p)
{
    return *(const vec_anywhere *)p;
}

UNROLLED void vec_store_anywhere(float *p, vec v)
{
    *(vec_anywhere *)p = v;
}

/* Lane by lane: yes where the mask is -1 (true), no where it is 0 (false). */
UNROLLED vec vec_choose(vec_int mask, vec yes, vec no)
{
    return (vec)((mask & (vec_int)yes) | (~mask & (vec_int)no));
}

UNROLLED vec_int vec_choose_int(vec_int mask, vec_int yes, vec_int no)
{
    return (mask & yes) | (~mask & no);
}

/* ReLU; a NaN stays. */
UNROLLED vec vec_relu(vec v)
{
    return (vec)((vec_int)v & ~(v <= 0));
}

UNROLLED float vec_sum(vec v)
{
    float sum = 0;
    for (int i = 0; i < LANES; i++) sum += v[i];
    return sum;
}

/*
 * Zip two vectors: a0 b0 a1 b1 ..., and of that the lower or the upper half. Doing it log2
 * (LANES) times to a square of LANES vectors turns rows into columns.
 */
#if LANES == 1
UNROLLED vec zip_low(vec a, vec b)
{
    (void)b;
    return a;
}
UNROLLED vec zip_high(vec a, vec b)
{
    (void)a;
    return b;
}
#else
#if LANES == 4
#define ZIP_LOW 0, 4, 1, 5
#define ZIP_HIGH 2, 6, 3, 7
#elif LANES == 8
#define ZIP_LOW 0, 8, 1, 9, 2, 10, 3, 11
#define ZIP_HIGH 4, 12, 5, 13, 6, 14, 7, 15
#elif LANES == 16
#define ZIP_LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define ZIP_HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#endif
UNROLLED vec zip_low(vec a, vec b)
{
    return __builtin_shufflevector(a, b, ZIP_LOW);
}
UNROLLED vec zip_high(vec a, vec b)
{
    return __builtin_shufflevector(a, b, ZIP_HIGH);
}
#endif

/* behind: the last of a, then all of b but its last.
   next: all of a but its first, then the first of b. */
#if LANES == 1
UNROLLED vec vec_behind(vec a, vec b)
{
    (void)b;
    return a;
}
UNROLLED vec vec_next(vec a, vec b)
{
    (void)a;
    return b;
}
#else
#if LANES == 4
#define BEHIND 3, 4, 5, 6
#define NEXT 1, 2, 3, 4
#elif LANES == 8
#define BEHIND 7, 8, 9, 10, 11, 12, 13, 14
#define NEXT 1, 2, 3, 4, 5, 6, 7, 8
#elif LANES == 16
#define BEHIND 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
#define NEXT 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
#endif
UNROLLED vec vec_behind(vec a, vec b)
{
    return __builtin_shufflevector(a, b, BEHIND);
}
UNROLLED vec vec_next(vec a, vec b)
{
    return __builtin_shufflevector(a, b, NEXT);
}
#endif

UNROLLED void zip_all(vec *to, const vec *from)
{
    for (int i = 0; i < LANES / 2; i++) {
        to[2 * i] = zip_low(from[i], from[i + LANES / 2]);
        to[2 * i + 1] = zip_high(from[i], from[i + LANES / 2]);
    }
}

/* rows[i][j] and rows[j][i] change places. */
UNROLLED void transpose(vec rows[LANES])
{
    vec other[LANES];
    for (int n = LANES; n > 1; n /= 4) {
        zip_all(other, rows);
        if (n > 2) {
            zip_all(rows, other);
        } else {
            for (int i = 0; i < LANES; i++) rows[i] = other[i];
        }
    }
}

#endif
