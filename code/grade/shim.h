/*
 * What the shim and the grader say to each other, and what the generated part of a shim gives.
 *
 * The shim is the program around the student's function. It runs in the sandbox, reads one
 * question after the other from a pipe, calls the function and writes the numbers back. It
 * judges nothing: what comes back is data to the grader, never believed further than that.
 *
 *     question: struct shim_question, then for each argument count[i] doubles
 *     answer:   struct shim_answer, then `n` doubles: all arrays that are written to, in order,
 *               and the returned number if there is one
 */
#ifndef GRADE_SHIM_H
#define GRADE_SHIM_H

#include "grade/exercise.h"

#include <stdint.h>

enum {
    SHIM_QUESTION = 0x51647247,
    SHIM_ANSWER = 0x41647247,
    SHIM_READ = 3, /* descriptors that the sandbox hands over */
    SHIM_WRITE = 4,
    SHIM_GUARD = 64, /* cells before and behind every array that must stay as they are */
    SHIM_CHANGED = 1 + MAX_ARGUMENTS
};

struct shim_question {
    uint32_t magic;
    uint32_t exact; /* no guard cells: the sanitizer watches the edges */
    uint64_t nonce;
    uint32_t count[MAX_ARGUMENTS];
};

struct shim_answer {
    uint32_t magic;
    /* 1 + the argument whose edges were written over, or SHIM_CHANGED + the input that was
     * changed; 0 if none */
    uint32_t damaged;
    uint64_t nonce;
    uint32_t n, unused;
};

/* Written by make_exercise for each exercise. */
extern const int shim_n, shim_returns;
extern const struct argument *const shim_arguments;
void shim_call(void *const *a, double *result);

#endif
