/*
 * The build stops when the text, a program, a test or a picture no longer fit together.
 *
 * tests/book/tiny is a book of one chapter. `make` builds it once in build/tiny/base, with the
 * machinery of the real book (build/tiny/base is a project of its own, with this project's
 * Makefile, filters and helpers). Each test copies it, breaks one thing, says `make book`, and
 * looks for what a reader of the message needs: the file and the line, what is wrong, the cure.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { PATH_SIZE = 256, TEXT_SIZE = 65536 };

struct project {
    char folder[PATH_SIZE];
    char said[TEXT_SIZE]; /* what the last build printed */
};

static void run(struct project *p, const char *format, const char *a, const char *b,
                int *status)
{
    char command[3 * PATH_SIZE];
    snprintf(command, sizeof command, format, a, b);
    FILE *pipe = popen(command, "r");
    cr_assert(pipe, "%s cannot be started", command);
    size_t n = fread(p->said, 1, sizeof p->said - 1, pipe);
    p->said[n] = 0;
    *status = WEXITSTATUS(pclose(pipe));
}

/* A fresh copy of the tiny book; file times are kept, so only what a test breaks is rebuilt. */
static struct project *project(const char *name)
{
    static struct project p;
    int status;
    snprintf(p.folder, sizeof p.folder, "build/tiny/%s", name);
    run(&p, "rm -rf %s && cp -a build/tiny/base %s 2>&1", p.folder, p.folder, &status);
    cr_assert(status == 0, "no copy of the tiny book: %s", p.said);
    return &p;
}

static char *read_file(const struct project *p, const char *file, char *path)
{
    static char text[TEXT_SIZE];
    snprintf(path, PATH_SIZE, "%.120s/%.120s", p->folder, file);
    FILE *f = fopen(path, "r");
    cr_assert(f, "%s cannot be read", path);
    size_t n = fread(text, 1, sizeof text - 1, f);
    text[n] = 0;
    fclose(f);
    return text;
}

/* Replaces the first `from` in a file of the project by `to`. */
static void edit(const struct project *p, const char *file, const char *from, const char *to)
{
    char path[PATH_SIZE];
    char *text = read_file(p, file, path);
    char *place = strstr(text, from);
    cr_assert(place, "%s has no \"%s\"", path, from);
    FILE *f = fopen(path, "w");
    cr_assert(f, "%s cannot be written", path);
    fprintf(f, "%.*s%s%s", (int)(place - text), text, to, place + strlen(from));
    fclose(f);
}

static int make(struct project *p, const char *target)
{
    int status;
    run(p, "env -u BXFI_MAP timeout 100 make -k --no-print-directory -C %s %s 2>&1", p->folder,
        target, &status);
    return status;
}

/* The build must stop and say `where`, `what` and `cure`; the broken page must not be there. */
static void must_stop(struct project *p, const char *where, const char *what, const char *cure)
{
    cr_assert(make(p, "book") != 0, "the build did not stop:\n%s", p->said);
    cr_expect(strstr(p->said, where), "no \"%s\" in:\n%s", where, p->said);
    cr_expect(strstr(p->said, what), "no \"%s\" in:\n%s", what, p->said);
    cr_expect(strstr(p->said, "cure: "), "no cure in:\n%s", p->said);
    cr_expect(strstr(p->said, cure), "no \"%s\" in:\n%s", cure, p->said);
}

#define BREAK(name, file, from, to, where, what, cure)                                         \
    Test(binding, name, .timeout = 120)                                                        \
    {                                                                                          \
        struct project *p = project(#name);                                                    \
        edit(p, file, from, to);                                                               \
        must_stop(p, where, what, cure);                                                       \
    }

static const char chapter[] = "chapters/01_tiny.md";
static const char code[] = "code/01_tiny.c";

Test(binding, whole_book_is_built, .timeout = 120)
{
    struct project *p = project("whole");
    char path[PATH_SIZE];
    cr_assert(make(p, "book") == 0, "%s", p->said);
    const char *page = read_file(p, "build/book/01_tiny.html", path);
    cr_expect(strstr(page, ">5</data>"), "the value is not in the page");
    cr_expect(
        strstr(page, "2 + 3 by hand in tests/01_tiny.c, Test(tiny, two_and_three_make_five)"),
        "the note does not tell the hand calculation and its test");
    cr_expect(strstr(page, "computed by code/01_tiny.c"), "the note does not tell the program");
    cr_expect(strstr(page, ">2 + 3 = 5<"), "the output is not in the page");
    cr_expect(strstr(page, "Figure 1.1"), "the figure has no number");
}

Test(binding, a_second_build_does_nothing, .timeout = 120)
{
    struct project *p = project("second");
    cr_assert(make(p, "book") == 0 && make(p, "book") == 0, "%s", p->said);
    cr_expect(!strstr(p->said, "page ") && !strstr(p->said, "figure ") &&
                  !strstr(p->said, "gcc"),
              "the second build did something:\n%s", p->said);
}

Test(binding, touching_a_chapter_rebuilds_that_chapter_alone, .timeout = 120)
{
    struct project *p = project("touch");
    edit(p, chapter, "Two wires", "Two thin wires");
    cr_assert(make(p, "book") == 0, "%s", p->said);
    cr_expect(strstr(p->said, "page build/book/01_tiny.html"), "%s", p->said);
    cr_expect(!strstr(p->said, "index.html\n") ||
                  strstr(p->said, "index.html\n") > strstr(p->said, "is in"),
              "the front page was built too:\n%s", p->said);
}

/* --- Tags --- */
BREAK(tag_missing, chapter, "tag=sum", "tag=add",
      "chapters/01_tiny.md:18: ", "the tag \"add\" is missing in code/01_tiny.c",
      "// begin add")
BREAK(tag_doubled, code, "int main", "// begin sum\nint x;\n// end sum\nint main",
      "code/01_tiny.c:14: ", "the tag \"sum\" is doubled", "a name of its own")
BREAK(tag_empty, code, "int main", "// begin more\n// end more\nint main",
      "code/01_tiny.c:15: ", "the tag \"more\" is empty", "put code between")
BREAK(tag_unclosed, code, "// end sum", "",
      "code/01_tiny.c:7: ", "the tag \"sum\" is never closed", "add `// end sum`")
BREAK(tag_without_begin, code, "int main", "// end more\nint main",
      "code/01_tiny.c:14: ", "`// end more` has no begin", "add `// begin more`")
BREAK(tag_used_nowhere, code, "int main", "// begin more\nint x;\n// end more\nint main",
      "code/01_tiny.c:14: ", "the tag \"more\" is used nowhere", "show it in a chapter")
BREAK(source_missing, chapter, "from=code/01_tiny.c", "from=code/01_huge.c",
      "chapters/01_tiny.md:18: ", "\"code/01_huge.c\" cannot be read", "name a file")
BREAK(pasted_code, chapter, "{.c from=code/01_tiny.c tag=sum}\n", "{.c}\nint x;\n",
      "chapters/01_tiny.md:18: ", "C code pasted into the text", "transclude it by tag")

/* --- Numbers --- */
BREAK(unknown_value, chapter, "[sum]{.v}", "[summ]{.v}",
      "chapters/01_tiny.md:3: ", "unknown value \"summ\" of 01_tiny",
      "see the names in build/values/01_tiny.tsv")
BREAK(unknown_value_in_a_formula, chapter, "\\val{sum}", "\\val{summ}",
      "chapters/01_tiny.md:4: ", "unknown value \"summ\"", "build/values/01_tiny.tsv")
BREAK(bare_number, chapter, "Two wires", "Here 17 wires",
      "chapters/01_tiny.md:3: ", "bare number \"17\"", "[17]{.g}")
BREAK(bare_number_in_a_formula, chapter, "\\g{2} + ", "2 + ",
      "chapters/01_tiny.md:4: ", "bare number \"2", "bind it")
BREAK(bare_number_in_a_caption, chapter, "A dot with", "A dot of 3 points with",
      "chapters/01_tiny.md:7: ", "bare number \"3\"", "mark it")
BREAK(bare_number_in_a_heading, chapter, "# Tiny", "# Tiny 1",
      "chapters/01_tiny.md:1: ", "bare number \"1\"", "mark it")
BREAK(value_that_no_test_asserts, "tests/01_tiny.c", "HAND(\"sum\", 2 + 3, 5);", "",
      "chapters/01_tiny.md:3: ", "no test asserts the value \"sum\"", "add HAND(\"sum\"")
BREAK(long_value_without_rounding, code, "value(sum(2, 3), \"sum\")", "value(5.0 / 3, \"sum\")",
      "chapters/01_tiny.md:3: ", "too long to print", "fmt=")

/* --- Guesses --- */
#define GUESS(attributes, belief)                                                              \
    "::: {.predict " attributes "}\nHow many?\n\n" belief "\n:::\n\n## Exercises"
BREAK(guess_of_no_value, chapter, "## Exercises", GUESS("answer=summ", ""),
      "chapters/01_tiny.md:24: ", "unknown value \"summ\"", "see the names")
BREAK(belief_of_no_value, chapter, "## Exercises",
      GUESS("answer=sum", "- [product]{.belief} No."),
      "chapters/01_tiny.md:24: ", "unknown value \"product\"", "see the names")
BREAK(wires_that_do_not_add_up, chapter, "## Exercises",
      GUESS("answer=sum wires=\"one: two.wires + two: two.wires\"", ""),
      "chapters/01_tiny.md:24: ", "the wires add up to 4, and sum is 5", "name the factors")
BREAK(wire_of_nobody, chapter, "## Exercises", GUESS("answer=sum wires=\"two.wires*sum\"", ""),
      "chapters/01_tiny.md:24: ", "a wire that does not say whose it is", "wires=\"FC1: ")
BREAK(two_answers_and_one_field, chapter, "## Exercises",
      GUESS("answer=\"sum two.wires\" asks=\"sum\"", ""),
      "chapters/01_tiny.md:24: ", "asks=: 1 for 2 answers", "one for each value of answer=")
BREAK(belief_about_one_of_two, chapter, "## Exercises",
      GUESS("answer=\"sum two.wires\" asks=\"sum | wires\"", "- [sum]{.belief} No."),
      "chapters/01_tiny.md:24: ", "the belief [sum]: 1 for 2 answers", "one for each value")

/* --- Output, figures, references --- */
BREAK(stale_output, code, "2 + 3 = %s", "2 plus 3 = %s", "chapters/01_tiny.md:21: ",
      "stale expected output tests/expected/01_tiny.default.txt: line 1 was accepted as \"2 + "
      "3 = 5\" "
      "and is now \"2 plus 3 = 5\"",
      "make accept")
BREAK(no_such_paragraph, chapter, "cmd=\"01_tiny\"", "cmd=\"01_tiny\" part=\"Other\"",
      "chapters/01_tiny.md:21: ", "no paragraph of the output begins with \"Other\"",
      "see what")
BREAK(figure_missing, chapter, "src=01_tiny_dot", "src=01_tiny_line",
      "chapters/01_tiny.md:6: ", "the figure \"01_tiny_line\" is missing",
      "write figures/01_tiny_line.gp")
BREAK(figure_without_words, chapter, "::: alt\nOne dot; in it stands [sum]{.v}.\n:::\n", "",
      "chapters/01_tiny.md:6: ", "has no text alternative", "add a ::: alt box")
BREAK(step_of_no_value, chapter, "[two.wires > sum]{.on}", "[two.wires > product]{.on}",
      "chapters/01_tiny.md:14: ", "no value of 01_tiny begins with \"product\"",
      "name values that the figure shows")
BREAK(step_of_nothing, chapter, "[two.wires > sum]{.on} Two", "Two",
      "chapters/01_tiny.md:14: ", "a step that does not say what it shows", "begin it with")
BREAK(steps_without_list, chapter, "- [two.wires > sum]", "[two.wires > sum]",
      "chapters/01_tiny.md:13: ", "a box of steps without a list", "write a list")
BREAK(figure_without_id, chapter, " #tiny-dot", "",
      "chapters/01_tiny.md:6: ", "a figure without an id", "#some-id")
BREAK(broken_reference, "book.md", "(#tiny)", "(#teeny)",
      "book.md:3: ", "broken cross reference \"#teeny\"", "give the target {#teeny}")
BREAK(doubled_id, "book.md", "{#preface}", "{#tiny}",
      "chapters/01_tiny.md:1: ", "the id \"tiny\" stands twice", "its own {#id}")

/* --- Questions --- */
BREAK(answer_to_no_question, chapter, "answers=\"q01\"", "answers=\"q01 q99\"",
      "chapters/01_tiny.md:1: ", "no question \"q99\" is asked in chapters/91_questions.md",
      "### ... {#q99}")
BREAK(answer_to_no_question_on_a_figure, chapter, "#tiny-dot", "#tiny-dot answers=\"tiny\"",
      "chapters/01_tiny.md:6: ", "no question \"tiny\" is asked", "mend answers=")
BREAK(answered_without_a_question, "chapters/91_questions.md", "q=q02", "q=q03",
      "chapters/91_questions.md:14: ", "names no question, q=\"q03\"", "q=q01")

Test(binding, questions_link_to_their_answers, .timeout = 120)
{
    struct project *p = project("questions");
    char path[PATH_SIZE];
    cr_assert(make(p, "book") == 0, "%s", p->said);
    const char *page = read_file(p, "build/book/91_questions.html", path);
    const char *link = "Answered in: <a href=\"01_tiny.html#tiny\">Chapter 1, Tiny</a>";
    cr_expect(strstr(page, link), "no link to the answer of q01");
    const char *open = strstr(page, "Still open in this book.");
    cr_assert(open, "q02 is not called open");
    cr_expect(!strstr(open + 1, "Still open in this book."), "q01 is called open");
    cr_expect(strstr(page, "<li><a href=\"#q02\">Why?</a></li>"), "q02 is not listed as open");
    cr_expect(!strstr(page, "<a href=\"#q01\">Do I add?</a>"), "q01 is listed as open");
}

/* --- Exercises --- */
static const char master[] = "code/exercises/tiny_sum.c";

Test(binding, an_exercise_is_shown_without_its_solution, .timeout = 120)
{
    struct project *p = project("exercise");
    char path[PATH_SIZE];
    cr_assert(make(p, "book") == 0, "%s", p->said);
    const char *page = read_file(p, "build/book/01_tiny.html", path);
    cr_expect(strstr(page, "Exercise 1.1. Add by"), "no title");
    cr_expect(strstr(page, "Write a function, 5 points"), "no points");
    cr_expect(strstr(page, "Put <code>a[i] + b[i]</code> into <code>sum[i]</code>"),
              "no statement, or what is code in it is not");
    cr_expect(strstr(page, "the <em>size</em> of"), "no emphasis");
    cr_expect(strstr(page, "<summary>Hint 1 of 1</summary>"), "no hint");
    cr_expect(strstr(page, "build/grade check tiny_sum my.c"), "no command");
    cr_expect(!strstr(page, "twice") && !strstr(page, "code/exercises"),
              "the solution is shown");
}

Test(binding, the_edition_for_instructors_shows_solutions, .timeout = 120)
{
    struct project *p = project("instructor");
    char path[PATH_SIZE];
    int status;
    run(p,
        "printf '#!/bin/sh\necho \"case\ttwice\tN = 1\tsum[0]\t2\t3\"\n' > %s/build/grade; "
        "chmod +x %s/build/grade",
        p->folder, p->folder, &status);
    cr_assert(make(p, "book EDITION=instructor") == 0, "%s", p->said);
    const char *page = read_file(p, "build/instructor/01_tiny.html", path);
    cr_expect(strstr(page, "You added a twice."), "no wrong model");
    cr_expect(strstr(page, "<code>sum[0]</code> is 2,"), "not what it reveals");
    cr_expect(strstr(page, "code/exercises/tiny_sum.c"), "no solution");
    cr_assert(make(p, "book") == 0, "%s", p->said);
    page = read_file(p, "build/book/01_tiny.html", path);
    cr_expect(!strstr(page, "code/exercises"), "the solution is in the students' book");
    run(p, "! grep -rl 'added a twice' %s/build/book%s", p->folder, "", &status);
    cr_expect(status == 0, "the students' book gives it away: %s", p->said);
}

Test(binding, a_changed_exercise_changes_its_chapter, .timeout = 120)
{
    struct project *p = project("changed_exercise");
    edit(p, master, "Begin with", "Start with");
    cr_assert(make(p, "book") == 0, "%s", p->said);
    cr_expect(strstr(p->said, "page build/book/01_tiny.html"), "%s", p->said);
    cr_expect(!strstr(p->said, "page build/book/91"), "other chapters, too: %s", p->said);
}

BREAK(exercises_shown_nowhere, chapter, "::: exercises\n:::\n", "",
      "chapters/01_tiny.md:1: ", "the exercises of this chapter are shown nowhere",
      "add `::: exercises`")
BREAK(chapter_without_exercises, master, "chapter    01_tiny", "chapter    02_huge",
      "chapters/01_tiny.md:26: ", "this chapter has no exercises", "to code/exercises")

Test(binding, expected_output_missing, .timeout = 120)
{
    struct project *p = project("expected");
    edit(p, chapter, "id=default", "id=other");
    must_stop(p,
              "chapters/01_tiny.md:21: ", "no expected output tests/expected/01_tiny.other.txt",
              "make accept");
    cr_expect(make(p, "accept") == 0, "make accept did not cure it:\n%s", p->said);
}

Test(binding, unused_figure, .timeout = 120)
{
    struct project *p = project("unused_figure");
    int status;
    run(p, "cp %s/figures/01_tiny_dot.gp %s/figures/01_tiny_more.gp", p->folder, p->folder,
        &status);
    must_stop(p, "figures/01_tiny_more.gp:1: ", "the figure is used nowhere",
              "show it in a chapter");
}

/* A changed program changes the page, or, as here, its test goes red: nothing stays stale. */
Test(binding, wrong_program_turns_its_test_red, .timeout = 120)
{
    struct project *p = project("wrong");
    edit(p, code, "a + b", "a - b");
    cr_expect(make(p, "test") != 0, "the test stayed green:\n%s", p->said);
    cr_expect(strstr(p->said, "sum is -1 by the program, 2 + 3 = 5 by hand"), "%s", p->said);
}

Test(binding, two_folders_give_the_same_pages, .timeout = 120)
{
    struct project *p = project("folder_one");
    int status;
    cr_assert(make(p, "clean book") == 0, "%s", p->said);
    p = project("another_folder_with_a_longer_name");
    cr_assert(make(p, "clean book") == 0, "%s", p->said);
    run(p, "diff -r build/tiny/folder_one/build/book %s/build/book%s 2>&1", p->folder, "",
        &status);
    cr_expect(status == 0, "the pages differ:\n%.2000s", p->said);
}

/* A newcomer's first command, outside of any other make. */
static int first_make(struct project *p, const char *words)
{
    int status;
    run(p, "cd %s && env -u BXFI_MAP -u MAKEFLAGS -u MAKELEVEL timeout 100 make %s 2>&1",
        p->folder, words, &status);
    return status;
}

Test(deps, what_is_missing_is_named_and_installed, .timeout = 120)
{
    struct project *p = project("deps");
    edit(p, "code/book/deps.sh", "\nbook  pandoc ", "\nbook  no-such-command ");
    cr_expect(first_make(p, "book") != 0 && strstr(p->said, "missing: pandoc"), "%s", p->said);
    cr_expect(first_make(p, "-j2 -k book") != 0 && strstr(p->said, "missing: pandoc"), "%s",
              p->said);
    cr_expect(first_make(p, "-n book") == 0 && !strstr(p->said, "missing"), "%s", p->said);
    edit(p, "code/book/deps.sh", "\nnames=$(absent 3 extra",
         "\necho would install; exit 1; names=$(absent");
    cr_expect(first_make(p, "deps book") != 0 && strstr(p->said, "would install"), "%s",
              p->said);
}

Test(deps, a_header_is_found_only_where_it_is, .timeout = 120)
{
    struct project *p = project("headers");
    edit(
        p, "Makefile", "\nHAVE_BLAS",
        "\n$(info has [$(call has_header,stdio.h)] [$(call has_header,no_such.h)])\nHAVE_BLAS");
    cr_expect(first_make(p, "-n book") == 0 && strstr(p->said, "has [1] []"), "%s", p->said);
}
