/*
 * The command line of the chapter programs. First the real program, as a user would run it;
 * then each kind of option by itself, in a process of its own because a refusal exits.
 */
#include "program.h"
#include "program/options.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 6 };
static struct outcome run(const char *a, const char *b, const char *c, const char *d)
{
    return run_program((const char *[MOST]){"01_fc_to_pool", a, b, c, d, NULL});
}

/* One option with one value, and what the one line on stderr must say. */
static void refused(const char *option, const char *value, const char *says)
{
    struct outcome r = run(option, value, NULL, NULL);
    expect_refusal(option, &r, says);
    cr_expect(strstr(r.err, "01_fc_to_pool: ") == r.err, "\"%s\" does not name the program",
              r.err);
    if (value) cr_expect(strstr(r.err, option), "\"%s\" does not name %s", r.err, option);
}

Test(program_options, the_worked_example_needs_no_option)
{
    struct outcome r = run(NULL, NULL, NULL, NULL);
    cr_expect(r.status == 0 && !*r.err && strstr(r.out, "blue"), "%d: %s%s", r.status, r.out,
              r.err);
}

Test(program_options, help_lists_every_option_with_its_default)
{
    struct outcome r = run("--help", NULL, NULL, NULL);
    cr_expect(r.status == 0 && !*r.err);
    cr_expect(strstr(r.out, "--upstream ") && strstr(r.out, "(now 2,3,6)"), "%s", r.out);
    cr_expect(strstr(r.out, "--activation ") && strstr(r.out, "identity|relu|sigmoid"), "%s",
              r.out);
    cr_expect(strstr(r.out, "--help "), "%s", r.out);
}

Test(program_options, options_prints_the_table_for_a_program)
{
    struct outcome r = run("--options", NULL, NULL, NULL);
    cr_expect(r.status == 0 && !*r.err);
    cr_expect(strstr(r.out, "--upstream\tnumbers\t3\t2,3,6\t\tgradients"), "%s", r.out);
    cr_expect(strstr(r.out, "--activation\tchoice\t0\t0\tidentity|relu|sigmoid\tof the"), "%s",
              r.out);
    cr_expect(strstr(r.out, "--values\tflag\t0\t\t\tprint"), "%s", r.out);
}

Test(program_options, help_wins_over_everything_else)
{
    struct outcome r = run("--upstream", "nonsense", "--help", NULL);
    cr_expect(r.status == 0 && !*r.err && strstr(r.out, "Options:"), "%s%s", r.out, r.err);
}

Test(program_options, a_value_may_stand_apart_or_behind_an_equals_sign)
{
    struct outcome apart = run("--upstream", "1,-1,2", "--values", NULL);
    struct outcome behind = run("--upstream=1,-1,2", "--values", NULL, NULL);
    cr_expect(apart.status == 0 && strstr(apart.out, "upstream.fc2\t-1\n"), "%s", apart.out);
    cr_expect(!strcmp(apart.out, behind.out));
}

Test(program_options, numbers_may_be_separated_by_commas_semicolons_or_spaces)
{
    struct outcome comma = run("--upstream", "1,2.5,3", "--values", NULL);
    struct outcome other = run("--upstream", " 1 ; 2.5\t3 ", "--values", NULL);
    cr_expect(comma.status == 0 && strstr(comma.out, "upstream.fc2\t2.5\n"), "%s", comma.out);
    cr_expect(!strcmp(comma.out, other.out));
}

Test(program_options, the_last_of_two_equal_options_counts)
{
    struct outcome r = run("--upstream=1,1,1", "--upstream=4,5,6", "--values", NULL);
    cr_expect(r.status == 0 && strstr(r.out, "upstream.fc1\t4\n"), "%s", r.out);
}

Test(program_options, too_few_or_too_many_numbers_are_refused)
{
    refused("--upstream", "2,3", "2 found in \"2,3\", expected 3 numbers");
    refused("--upstream", "2,3,6,1", "too many numbers, expected 3 numbers");
    refused("--upstream", "", "0 found");
    refused("--upstream", "  ", "0 found");
}

Test(program_options, a_number_left_out_between_commas_is_refused)
{
    refused("--upstream", "2,,3,6", "a number is missing before \",3,6\"");
    refused("--upstream", "2, ;3", "a number is missing before \";3\"");
    refused("--upstream", ",2,3,6", "a number is missing before \",2,3,6\"");
}

Test(program_options, what_is_not_a_finite_number_is_refused)
{
    refused("--upstream", "2,three,6", "\"three\" is not a number");
    refused("--upstream", "2,3x,6", "\"3x\" is not a number");
    refused("--upstream", "2,inf,6", "not a finite number");
    refused("--upstream", "2,-inf,6", "not a finite number");
    refused("--upstream", "2,nan,6", "not a finite number");
    refused("--upstream", "2,1e999,6", "not a finite number");
}

Test(program_options, an_unknown_option_or_word_is_refused)
{
    refused("--upstreem", NULL, "unknown option \"--upstreem\"");
    refused("--up", NULL, "unknown option \"--up\"");
    refused("upstream", NULL, "unknown option \"upstream\"");
    refused("", NULL, "unknown option \"\"");
    refused("--activation", "tanh", "\"tanh\" found, expected one of identity|relu|sigmoid");
    refused("--activation", "rel", "\"rel\" found");
    refused("--activation", "relu|sigmoid", "found, expected one of");
    refused("--activation", "", "\"\" found");
}

Test(program_options, a_missing_or_unwanted_value_is_refused)
{
    refused("--upstream", NULL, "--upstream: its value is missing");
    refused("--values=1", NULL, "--values takes no value, \"1\" found");
}

Test(program_options, odd_bytes_and_long_words_stay_one_short_line)
{
    char word[5001] = {0};
    memset(word, 'x', sizeof word - 1);
    refused("--upstream", word, "xxx...\" is not a number");
    refused("--upstream",
            "a\x01"
            "b\x1b[31m",
            "\"a?b?[31m\" is not a number");
}

Test(program_options, an_error_behind_good_options_still_prints_nothing)
{
    struct outcome r = run("--values", "--upstream=1,2,3", "--bias", "1,2");
    expect_refusal("--bias 1,2", &r, "--bias: 2 found");
}

/* Calls f with the name of every chapter program; returns how many there are. */
static int each_program(void (*f)(const char *name))
{
    const char *folder = getenv("PROGRAM_DIR");
    DIR *programs = opendir(folder ? folder : "build/bin");
    cr_assert(programs, "%s: no such folder", folder ? folder : "build/bin");
    int n = 0;
    for (struct dirent *e; (e = readdir(programs));)
        if (isdigit((unsigned char)e->d_name[0])) f(e->d_name), n++;
    closedir(programs);
    return n;
}

static void refuses_what_it_does_not_know(const char *name)
{
    struct outcome r = run_program((const char *[]){name, "--no-such-option", NULL});
    expect_refusal(name, &r, "unknown option \"--no-such-option\"");
    cr_expect(strstr(r.err, name) == r.err, "%s: %s", name, r.err);
}

static void has_help(const char *name)
{
    struct outcome r = run_program((const char *[]){name, "--help", NULL});
    cr_expect(r.status == 0 && !*r.err && strstr(r.out, "--values"), "%s: %s", name, r.out);
}

Test(program_options, every_program_of_the_book_has_help_and_refuses_an_unknown_option)
{
    cr_expect(each_program(has_help) > 0);
    cr_expect(each_program(refuses_what_it_does_not_know) > 0);
}

/* The kinds of options that the first chapter does not use. */
struct parsed {
    double any[2], list[4];
    int counts[2], choice, flag, given;
    const char *text;
};

static void parse_and_print(const void *argument)
{
    struct parsed p = {.given = 3};
    const struct option options[] = {
        {"--any", OPTION_ANY, p.any, 2, .help = "two of any kind"},
        {"--list", OPTION_NUMBERS, p.list, 4, .help = "one to four", .given = &p.given},
        {"--counts", OPTION_COUNTS, p.counts, 2, .help = "two", .min = 1, .max = 9},
        {"--choice", OPTION_CHOICE, &p.choice, .help = "one of", .words = "a|bc|d"},
        {"--flag", OPTION_FLAG, &p.flag, .help = "or not"},
        {"--text", OPTION_TEXT, &p.text, .help = "any text"},
    };
    const char *const *words = argument;
    int n = 0;
    while (words[n]) n++;
    options_parse(n, (char **)words, "a test", options, sizeof options / sizeof *options);
    printf("any %g %g, list %d: %g %g, counts %d %d, choice %d, flag %d, text %s\n", p.any[0],
           p.any[1], p.given, p.list[0], p.list[3], p.counts[0], p.counts[1], p.choice, p.flag,
           p.text ? p.text : "none");
}

static struct outcome parse(const char *a, const char *b)
{
    return run_function(parse_and_print, (const char *[]){"folder/test", a, b, NULL});
}

static void prints(const char *a, const char *b, const char *expected)
{
    struct outcome r = parse(a, b);
    cr_expect(r.status == 0 && !*r.err && strstr(r.out, expected),
              "%s %s: \"%s\" expected, status %d: %s%s", a, b, expected, r.status, r.out,
              r.err);
}

static void is_refused(const char *a, const char *b, const char *says)
{
    struct outcome r = parse(a, b);
    expect_refusal(a, &r, says);
}

Test(program_options, nan_and_infinities_pass_only_where_they_are_wanted)
{
    prints("--any", "nan,-inf", "any nan -inf,");
    is_refused("--list", "nan", "not a finite number");
}

Test(program_options, a_list_of_free_length_says_how_many_came)
{
    prints("--list", "7", "list 1: 7 0,");
    prints("--list", "1,2,3,4", "list 4: 1 4,");
    is_refused("--list", "1,2,3,4,5", "too many numbers, expected 1 to 4 numbers");
    is_refused("--list", "", "0 found in \"\", expected 1 to 4 numbers");
}

Test(program_options, a_count_is_a_whole_number_between_its_limits)
{
    prints("--counts", "1,9", "counts 1 9,");
    is_refused("--counts", "0,1", "0 found, expected a whole number from 1 to 9");
    is_refused("--counts", "1,10", "10 found, expected a whole number from 1 to 9");
    is_refused("--counts", "1,1.5", "1.5 found, expected a whole number from 1 to 9");
    is_refused("--counts", "1,1e30", "expected a whole number");
    is_refused("--counts", "1,nan", "not a finite number");
}

Test(program_options, a_word_is_its_place_in_the_list)
{
    prints("--choice", "a", "choice 0,");
    prints("--choice", "bc", "choice 1,");
    prints("--choice=d", NULL, "choice 2,");
    is_refused("--choice", "b", "\"b\" found, expected one of a|bc|d");
    is_refused("--choice", "bcd", "\"bcd\" found");
}

Test(program_options, a_flag_is_set_and_a_text_is_kept_but_not_empty)
{
    prints("--flag", NULL, "flag 1, text none");
    prints("--text", "some where", "flag 0, text some where");
    prints("--text=a=b", NULL, "text a=b");
    is_refused("--text", "", "--text: the value is empty");
}

Test(program_options, help_shows_the_defaults_of_every_kind_and_the_program_without_its_folder)
{
    struct outcome r = parse("--help", NULL);
    cr_expect(r.status == 0);
    cr_expect(strstr(r.out, "test: a test\n") == r.out, "%s", r.out);
    cr_expect(strstr(r.out, "two of any kind (now 0,0)\n"), "%s", r.out);
    cr_expect(strstr(r.out, "one to four (now 0,0,0)\n"), "%s", r.out);
    cr_expect(strstr(r.out, "two (now 0,0)\n"), "%s", r.out);
    cr_expect(strstr(r.out, "one of: a|bc|d\n"), "%s", r.out);
    cr_expect(strstr(r.out, "or not\n") && strstr(r.out, "any text\n"), "%s", r.out);
}

static void print_into_a_full_disk(const void *argument)
{
    (void)argument;
    if (!freopen("/dev/full", "w", stdout)) return;
    printf("lost\n");
    _Exit(program_end());
}

Test(program_options, output_that_could_not_be_written_is_status_1_and_a_message)
{
    struct outcome r = run_function(print_into_a_full_disk, NULL);
    cr_expect(r.status == 1 && strstr(r.err, "the output could not be written"), "%d: %s",
              r.status, r.err);
}
