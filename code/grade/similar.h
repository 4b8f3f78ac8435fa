/*
 * How alike two C files are when names, numbers, comments and layout are taken away.
 *
 * Winnowing: S. Schleimer, D. Wilkerson, A. Aiken, "Winnowing: Local Algorithms for Document
 * Fingerprinting", SIGMOD 2003. Every run of K tokens has a hash; of every W hashes in a row
 * the smallest is kept (the rightmost of equal ones). Two files that share K + W - 1 tokens in a
 * row share a fingerprint for certain.
 */
#ifndef GRADE_SIMILAR_H
#define GRADE_SIMILAR_H

#include <stddef.h>
#include <stdint.h>

enum { K_TOKENS = 9, WINDOW = 5 };

struct fingerprint {
    uint64_t *hash; /* sorted, each once */
    size_t n;
};

struct fingerprint fingerprint_of(const char *text);
void fingerprint_free(struct fingerprint *f);
void fingerprint_remove(struct fingerprint *f, const struct fingerprint *common);

/* Shared fingerprints over all of both: 0 to 1. */
double likeness(const struct fingerprint *a, const struct fingerprint *b);

#endif
