/*
 * What the vector extension of gcc and clang has no word for, though x86 has an instruction:
 * each of these functions is one or two of them, and plain C elsewhere.
 */
#ifndef FAST_MORE_LANES_H
#define FAST_MORE_LANES_H

#include "fast/lanes.h"

#ifdef __SSE2__
#include <immintrin.h>
#endif

enum { CACHE_LINE = 64 };

#if LANES == 16 && defined __AVX512F__
/* Lane by lane: yes where a > b, no elsewhere. */
UNROLLED vec_int vec_if_greater(vec a, vec b, vec_int yes, vec_int no)
{
    __mmask16 greater = _mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_GT_OQ);
    return (vec_int)_mm512_mask_blend_epi32(greater, (__m512i)no, (__m512i)yes);
}

/* a > b ? a : b */
UNROLLED vec vec_max(vec a, vec b)
{
    return (vec)_mm512_max_ps((__m512)a, (__m512)b);
}

/* LANES numbers of 0 .. 255, as bytes. */
UNROLLED void store_bytes(uint8_t *p, vec_int v)
{
    _mm_storeu_si128((__m128i *)p, _mm512_cvtepi32_epi8((__m512i)v));
}

UNROLLED vec_int load_bytes(const uint8_t *p)
{
    return (vec_int)_mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)p));
}

/* To an aligned address, past the cache: what is there is not read first. */
UNROLLED void vec_stream(float *p, vec v)
{
    _mm512_stream_ps(p, (__m512)v);
}

#elif LANES == 8 && defined __AVX2__
UNROLLED vec_int vec_if_greater(vec a, vec b, vec_int yes, vec_int no)
{
    return (vec_int)_mm256_blendv_ps((__m256)no, (__m256)yes, (__m256)(a > b));
}

UNROLLED vec vec_max(vec a, vec b)
{
    return (vec)_mm256_max_ps((__m256)a, (__m256)b);
}

UNROLLED void store_bytes(uint8_t *p, vec_int v)
{
    __m256i at = (__m256i)v;
    __m128i twos = _mm_packs_epi32(_mm256_castsi256_si128(at), _mm256_extracti128_si256(at, 1));
    _mm_storel_epi64((__m128i *)p, _mm_packus_epi16(twos, twos));
}

UNROLLED vec_int load_bytes(const uint8_t *p)
{
    return (vec_int)_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)p));
}

UNROLLED void vec_stream(float *p, vec v)
{
    _mm256_stream_ps(p, (__m256)v);
}

#else
UNROLLED vec_int vec_if_greater(vec a, vec b, vec_int yes, vec_int no)
{
    return vec_choose_int(a > b, yes, no);
}

UNROLLED vec vec_max(vec a, vec b)
{
    return vec_choose(a > b, a, b);
}

UNROLLED void store_bytes(uint8_t *p, vec_int v)
{
    for (int i = 0; i < LANES; i++) p[i] = (uint8_t)v[i];
}

UNROLLED vec_int load_bytes(const uint8_t *p)
{
    vec_int v = {0};
    for (int i = 0; i < LANES; i++) v[i] = p[i];
    return v;
}

UNROLLED void vec_stream(float *p, vec v)
{
    vec_store(p, v);
}
#endif

/* Asks for n floats that are read soon, or would be if they were there. */
UNROLLED void fetch(const float *p, int n)
{
    for (int i = 0; i < n; i += CACHE_LINE / 4) __builtin_prefetch(p + i);
}

/* All that was streamed is there before anything that comes later. */
UNROLLED void streamed(void)
{
#ifdef __SSE2__
    _mm_sfence();
#endif
}

#endif
