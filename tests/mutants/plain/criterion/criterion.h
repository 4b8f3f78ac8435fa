/*
 * Criterion's names, for the kill table alone: the tests of a program run one after the other
 * in one process, and the first that fails ends it.
 *
 * Criterion starts a process for each test. That is right for a test run, and far too slow for
 * a hundred thousand of them. The test sources are the same, compiled with this header in
 * front of Criterion's; only what they use of it is here.
 */
#ifndef PLAIN_CRITERION_H
#define PLAIN_CRITERION_H

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* plain.c */
void plain_register(const char *name, void (*run)(void));
_Noreturn void plain_red(const char *file, int line);

/* Registered before main begins. What may stand behind the name (.timeout = ...) is dropped. */
#define Test(suite, name, ...)                                                                 \
    static void suite##_##name(void);                                                          \
    __attribute__((constructor)) static void register_##suite##_##name(void)                   \
    {                                                                                          \
        plain_register(#suite "::" #name, suite##_##name);                                     \
    }                                                                                          \
    static void suite##_##name(void)

#define cr_expect(condition, ...) ((condition) ? (void)0 : plain_red(__FILE__, __LINE__))
#define cr_expect_not(condition, ...) cr_expect(!(condition))
#define cr_expect_eq(a, b, ...) cr_expect((a) == (b))
#define cr_expect_neq(a, b, ...) cr_expect((a) != (b))
#define cr_expect_lt(a, b, ...) cr_expect((a) < (b))
#define cr_expect_leq(a, b, ...) cr_expect((a) <= (b))
#define cr_expect_gt(a, b, ...) cr_expect((a) > (b))
#define cr_expect_geq(a, b, ...) cr_expect((a) >= (b))
#define cr_expect_null(p, ...) cr_expect(!(p))
#define cr_expect_not_null(p, ...) cr_expect(p)
#define cr_expect_str_eq(a, b, ...) cr_expect(!strcmp(a, b))
#define cr_expect_float_eq(a, b, e, ...) cr_expect(fabs((a) - (b)) <= (e))
#define cr_expect_fail(...) plain_red(__FILE__, __LINE__)
#define cr_assert cr_expect
#define cr_assert_not cr_expect_not
#define cr_assert_eq cr_expect_eq
#define cr_assert_neq cr_expect_neq
#define cr_assert_lt cr_expect_lt
#define cr_assert_leq cr_expect_leq
#define cr_assert_gt cr_expect_gt
#define cr_assert_geq cr_expect_geq
#define cr_assert_null cr_expect_null
#define cr_assert_not_null cr_expect_not_null
#define cr_assert_str_eq cr_expect_str_eq
#define cr_assert_float_eq cr_expect_float_eq
#define cr_assert_fail cr_expect_fail
#define cr_skip_test(...) return

#endif
