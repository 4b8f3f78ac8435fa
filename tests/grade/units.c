/* The parts of the grader that need no sandbox, as claims. */
#include "grade/clean.h"
#include "grade/compare.h"
#include "grade/deck.h"
#include "grade/diagnose.h"
#include "grade/escape.h"
#include "grade/paper.h"
#include "grade/shrink.h"
#include "grade/similar.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct exercise *exercise(void)
{
    return find_exercise("fc_input_gradient");
}

static struct trial *trial(const char *text)
{
    char why[300];
    uint64_t seed = 1;
    struct trial *t = trial_parse(exercise(), text, &seed, why, sizeof why);
    if (!t) cr_log_info("%s", why);
    return t;
}

static const struct model *model(const char *name)
{
    for (int i = 0; i < exercise()->n_models; i++)
        if (!strcmp(exercise()->models[i].name, name)) return &exercise()->models[i];
    return NULL;
}

/* ---- cases ------------------------------------------------------------------------------------ */

Test(trial, the_readers_numbers_give_14_1_and_minus_2)
{
    struct trial *t = trial("FC=3 POOL=3 dy=2,3,6 z=4,3,1 w=1,2,-1, 0,1,2, 2,-1,-1");
    struct outcome o = trial_expected(t);
    cr_assert_eq(o.n, 3);
    cr_expect_eq(o.number[0], 2 * 1 + 3 * 0 + 6 * 2);
    cr_expect_eq(o.number[1], 2 * 2 + 3 * 1 + 6 * -1);
    cr_expect_eq(o.number[2], 2 * -1 + 3 * 2 + 6 * -1);
    cr_expect_float_eq(trial_finite_difference(t, 0), 14, 1e-6);
    outcome_free(&o);
    trial_free(t);
}

Test(trial, a_slip_in_a_case_is_refused)
{
    cr_expect_null(trial("FC=3 POOL=3 dy=2,3"));
    cr_expect_null(trial("FC=3 POOL=3 dz=1"));
    cr_expect_null(trial("FC=3"));
    cr_expect_null(trial("FC=0 POOL=1"));
    cr_expect_null(trial("FC=1 POOL=1 dy=x"));
}

Test(trial, ranges_are_kept_and_seeds_repeat)
{
    struct trial *a = trial("FC=1..5 POOL=2..3 dy=-1..1:0.5"),
                 *b = trial("FC=1..5 POOL=2..3 dy=-1..1:0.5");
    cr_assert_eq(a->count[1], b->count[1]);
    for (long i = 0; i < a->count[1]; i++) {
        cr_expect_eq(a->value[1][i], b->value[1][i]);
        cr_expect(fabs(a->value[1][i]) <= 1 && fmod(a->value[1][i] * 2, 1) == 0);
    }
    trial_free(a), trial_free(b);
}

Test(deck, every_student_has_other_hidden_cases_and_the_same_public_ones)
{
    struct deck a, b;
    char why[300];
    cr_assert(deck_deal(&a, exercise(), PUBLIC_AND_HIDDEN, "s", "ada", why, sizeof why));
    cr_assert(deck_deal(&b, exercise(), PUBLIC_AND_HIDDEN, "s", "bob", why, sizeof why));
    int public_differs = 0, hidden_differs = 0;
    for (int i = 0; i < a.n; i++) {
        int differs = a.cards[i].right.n != b.cards[i].right.n ||
                      memcmp(a.cards[i].right.number, b.cards[i].right.number,
                             (size_t)a.cards[i].right.n * sizeof(double)) != 0;
        if (exercise()->groups[a.cards[i].group].visibility == PUBLIC)
            public_differs += differs;
        else
            hidden_differs += differs;
    }
    cr_expect_eq(public_differs, 0);
    cr_expect_gt(hidden_differs, 5);
    deck_free(&a), deck_free(&b);
}

/* ---- numbers ------------------------------------------------------------------------------------ */

Test(compare, nine_digits_and_no_tricks_with_nan)
{
    cr_expect(same_number(1e9, 1e9 + 0.5));
    cr_expect_not(same_number(1, 1 + 1e-7));
    cr_expect_not(same_number(NAN, 1));
    cr_expect(same_number(NAN, NAN));
    cr_expect_not(same_number(INFINITY, 1));
    cr_expect_not(same_number(INFINITY, -INFINITY));
    cr_expect_not(same_number(0, 1e-6));
}

static int sum_differs(const struct trial *t, void *context)
{
    struct outcome right = trial_expected(t), theirs = model_outcome(context, t);
    int differs = !same_outcome(&right, &theirs);
    outcome_free(&right), outcome_free(&theirs);
    return differs;
}

Test(shrink, plain_sum_needs_one_wire_with_a_weight_of_two)
{
    struct trial *t = trial("FC=3 POOL=3 dy=2,3,6 z=4,3,1 w=1,2,-1, 0,1,2, 2,-1,-1");
    struct model *m = (struct model *)(size_t)model("plain_sum");
    struct trial *small = shrink(t, sum_differs, m, 2000);
    struct buffer b = {0};
    trial_print(&b, small);
    cr_expect_str_eq(b.text, "FC = 1, POOL = 1, dp before = [0], dy = [1], z = [1], w = [2]");
    free(b.text);
    trial_free(t), trial_free(small);
}

Test(shrink, a_product_needs_two_wires)
{
    struct trial *t = trial("FC=3 POOL=3 dy=2,3,6 z=4,3,1 w=1,2,-1, 0,1,2, 2,-1,-1");
    struct trial *small =
        shrink(t, sum_differs, (struct model *)(size_t)model("product"), 2000);
    cr_expect_eq(small->value[4][0], 2);
    cr_expect_eq(small->value[5][0], 1);
    trial_free(t), trial_free(small);
}

Test(diagnose, right_numbers_have_no_misconception)
{
    struct deck d;
    char why[300];
    cr_assert(deck_deal(&d, exercise(), PUBLIC_ONLY, "", "", why, sizeof why));
    cr_assert_gt(d.n, 0);
    struct outcome *yours = calloc((size_t)d.n, sizeof *yours);
    for (int i = 0; i < d.n; i++) yours[i] = model_outcome(model("product"), d.cards[i].trial);
    cr_expect_eq(diagnose(&d, yours), model("product"));
    yours[0].number[0] += 1;
    cr_expect_null(diagnose(&d, yours), "one number off: unknown");
    for (int i = 0; i < d.n; i++) outcome_free(&yours[i]);
    free(yours);
    deck_free(&d);
}

/* ---- text ------------------------------------------------------------------------------------------ */

static void cleaned(const char *text, const char *expected)
{
    char *clean = clean_line(text);
    cr_expect_str_eq(clean, expected);
    free(clean);
}

Test(clean, escapes_controls_and_bad_utf8)
{
    cleaned("caf\xc3\xa9", "caf\xc3\xa9");
    cleaned("\033[31mred", "\\x1B[31mred");
    cleaned("\xff\xfe", "\\xFF\\xFE");
    cleaned("a\xe2\x80\xae"
            "b",
            "a\\u{202E}b");                     /* right-to-left override */
    cleaned("\xc0\xaf", "\\xC0\\xAF");          /* overlong */
    cleaned("\xed\xa0\x80", "\\xED\\xA0\\x80"); /* a surrogate */
    cleaned("line\nline", "line line");
    cleaned("\xc2\x9b"
            "31m",
            "\\u{9B}31m"); /* the other way to begin an escape */
}

static void named(const char *name, const char *expected)
{
    char *safe = safe_name(name);
    cr_expect_str_eq(safe, expected);
    free(safe);
}

Test(clean, names_of_files)
{
    named("ada@uni.edu", "ada@uni.edu");
    named("-rf", "%2Drf");
    named("..", "%2E.");
    named("../../etc", "%2E.%2F..%2Fetc");
    named("", "%00");
    named("a\nb", "a%0Ab");
    named("a%0Ab", "a%250Ab"); /* no two names share a file */
}

static void escaped(void (*f)(struct buffer *, const char *), const char *text,
                    const char *expected)
{
    struct buffer b = {0};
    f(&b, text);
    cr_expect_str_eq(b.text, expected);
    free(b.text);
}

Test(escape, every_format)
{
    escaped(add_csv, "=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"");
    escaped(add_csv, " +1", "\"' +1\"");
    escaped(add_csv, "@x", "\"'@x\"");
    escaped(add_csv, "\xef\xbc\x9dx", "\"'\xef\xbc\x9dx\"");
    escaped(add_csv, "a\"b", "\"a\"\"b\"");
    escaped(add_xml, "]]><b a='1'>&", "]]&gt;&lt;b a=&#39;1&#39;&gt;&amp;");
    struct buffer b = {0};
    add_base64(&b, "any carnal pleas", 16);
    cr_expect_str_eq(b.text, "YW55IGNhcm5hbCBwbGVhcw==");
    free(b.text);
}

/* ---- paper ------------------------------------------------------------------------------------------ */

static json_t *on_paper(const char *text)
{
    json_t *record = json_object();
    judge_paper(record, find_exercise("fc_by_hand"), text);
    return record;
}

static const char *get(const json_t *record, const char *key)
{
    const char *text = json_string_value(json_object_get(record, key));
    return text ? text : "";
}

static void sheet(const char *text, const char *verdict, double points, const char *mistake)
{
    json_t *record = on_paper(text);
    cr_expect_str_eq(get(record, "verdict"), verdict, "%s: %s", text, get(record, "verdict"));
    cr_expect_eq(json_number_value(json_object_get(record, "points")), points, "%s", text);
    cr_expect_str_eq(get(json_object_get(record, "misconception"), "name"), mistake);
    json_decref(record);
}

/* blue: 1*3 + 4*-1 + 5*1 = 4, violet: 1*1 + 4*2 + 5*-2 = -1, cyan: 1*0 + 4*1 + 5*2 = 14 */
Test(paper, answers_and_their_misconceptions)
{
    sheet("blue = 4\nviolet = -1\ncyan=14\n", "passed", 3, "");
    sheet("\xef\xbb\xbf"
          "blue = 4\r\nviolet = \xe2\x88\x92"
          "1\r\ncyan = 14\r\n",
          "passed", 3, "");
    sheet("blue = 8/2\nviolet = -1,0 # a comma\n cyan = 1.4e1", "passed", 3, "");
    sheet("blue = 4\nviolet = -1\ncyan =\n", "wrong", 2, "");
    sheet("blue = 10\nviolet = 10\ncyan = 10\n", "wrong", 0, "plain_sum");
    sheet("blue = 4\nviolet = 10\n", "wrong", 1, "plain_sum");
    sheet("blue = 12345\n", "wrong", 0, "unknown");
    sheet("Blue = 10\n", "wrong", 0, "plain_sum");
}

/* violet = 1 is what the weights alone add up to; but blue is right, and violet but for its sign. */
Test(paper, a_slip_of_the_sign_is_no_misconception)
{
    sheet("blue = 3\nviolet = 1\n", "wrong", 0, "weights_only");
    sheet("blue = 4\nviolet = 1\n", "wrong", 1, "unknown");
}

Test(paper, what_is_no_answer_sheet_is_refused)
{
    sheet("blue = nan\n", "does not compile", 0, "");
    sheet("blue = inf\n", "does not compile", 0, "");
    sheet("blue = 1e999\n", "does not compile", 0, "");
    sheet("blue = 0x4\n", "does not compile", 0, "");
    sheet("blue = 1,152\n", "does not compile", 0, "");
    sheet("blue = four\n", "does not compile", 0, "");
    sheet("blue 4\n", "does not compile", 0, "");
    sheet("green = 4\n", "does not compile", 0, "");
    sheet("blue = 4\nblue = 5\n", "does not compile", 0, "");
    sheet("blue = 4 4\n", "does not compile", 0, "");
    sheet("blue = 1/0\n", "does not compile", 0, "");
}

/* ---- likeness ----------------------------------------------------------------------------------------- */

static double alike(const char *a, const char *b)
{
    struct fingerprint x = fingerprint_of(a), y = fingerprint_of(b);
    double l = likeness(&x, &y);
    fingerprint_free(&x), fingerprint_free(&y);
    return l;
}

static const char one[] =
    "void f(double *dp, int n)\n{\n    for (int i = 0; i < n; i++)\n"
    "        dp[i] += 2 * dp[i + 1] - dp[i];\n    if (n > 3) dp[0] = 1;\n}\n";
static const char renamed[] = "/* mine */ void g ( double *out,int count ) { // really\n"
                              "for(int k=0;k<count;k++) out[k]+=7*out[k+1]-out[k];"
                              "if(count>4)out[0]=9;}";
static const char other[] =
    "void f(double *dp, int n)\n{\n    while (n-- > 0) {\n        double s = dp[n];\n"
    "        do s /= 2; while (s > 1);\n        dp[n] = s;\n    }\n}\n";

Test(similar, names_numbers_comments_and_layout_do_not_count)
{
    cr_expect_eq(alike(one, renamed), 1);
    cr_expect_lt(alike(one, other), 0.3);
    cr_expect_eq(alike("", one), 0);
}
