/* Records in the formats of others: complete, valid, and with nothing in them that acts. */
#include "shell.h"

#include <jansson.h>

TestSuite(exports, .init = open_folder, .fini = close_folder, .timeout = 120);

/* A student with a name that bites and a program that prints what hurts each format. */
static void make_grades(void)
{
    RUNS("mkdir -p $D/S && cd $D/S && mkdir -- '=HYPERLINK(\"x\")' ada@uni.edu \"$(printf "
         "'n\\nl]]><&')\" late\n"
         "for s in *; do [ \"$s\" = late ] || printf 'blue = 10\\n' > \"$s/fc_by_hand.txt\"; "
         "done\n"
         "printf 'blue = 4\\nviolet = -1\\ncyan = 14\\n' > ada@uni.edu/fc_by_hand.txt\n"
         "cat > ada@uni.edu/fc_input_gradient.c <<'X'\n"
         "#include <stdio.h>\n"
         "void fc_input_gradient(double *dp, const double *dy, const double *z, const double "
         "*w, int FC, "
         "int POOL)\n"
         "{\n"
         "    puts(\"]]> <script>alert(1)</script> \\033[31m \\xff =1+1 \\\"quoted\\\"\");\n"
         "    for (int i = 0; i < FC; i++) for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? "
         "dy[i] : 0;\n"
         "}\n"
         "X\n"
         "printf 'blue = 1\\n' > late/fc_by_hand.txt");
    RUNS("build/grade batch $D/S --out $D/G --secret s --jobs 2");
    SAYS("5 submissions: 5 graded");
    /* The grader failed on this one: no mark may come of it anywhere. */
    RUNS("sed -i 's/\"verdict\": \"[a-z ]*\"/\"verdict\": \"grader error\"/' "
         "$D/G/records/fc_by_hand/late.json");
}

static json_t *load(const char *path)
{
    char whole[400];
    json_error_t error;
    snprintf(whole, sizeof whole, "%s/%s", here, path);
    json_t *j = json_load_file(whole, JSON_REJECT_DUPLICATES, &error);
    cr_assert_not_null(j, "%s: %s", path, error.text);
    return j;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    cr_assert_not_null(text, "%s is missing", key);
    return text;
}

static double number_of(const json_t *object, const char *key)
{
    const json_t *n = json_object_get(object, key);
    cr_assert(json_is_number(n), "%s is missing", key);
    return json_number_value(n);
}

static int is_one_of(const char *word, const char *list)
{
    const char *p = strstr(list, word);
    return p != NULL && *word;
}

/* The fields that Gradescope's documentation of results.json names, and their words. */
static void check_gradescope(const json_t *r)
{
    size_t i;
    json_t *test;
    double sum = 0;
    cr_expect(
        is_one_of(text_of(r, "visibility"), "hidden after_due_date after_published visible"));
    cr_expect(is_one_of(text_of(r, "stdout_visibility"),
                        "hidden after_due_date after_published visible"));
    cr_expect(is_one_of(text_of(r, "output_format"), "text html simple_format md ansi"));
    cr_assert_gt(json_array_size(json_object_get(r, "tests")), 0);
    json_array_foreach(json_object_get(r, "tests"), i, test)
    {
        cr_expect(is_one_of(text_of(test, "status"), "passed failed"));
        cr_expect(is_one_of(text_of(test, "visibility"),
                            "hidden after_due_date after_published visible"));
        cr_expect_leq(number_of(test, "score"), number_of(test, "max_score"));
        cr_expect_gt(strlen(text_of(test, "name")), 0);
        cr_expect_gt(strlen(text_of(test, "number")), 0);
        text_of(test, "output");
        sum += number_of(test, "score");
    }
    cr_expect_eq(number_of(r, "score"), sum);
}

Test(exports, gradescope)
{
    make_grades();
    RUNS("build/grade export $D/G --format gradescope --to $D/out && test $(ls $D/out | wc -l) "
         "-eq 4");
    json_t *r = load("out/ada@uni.edu.json");
    check_gradescope(r);
    cr_expect_eq(number_of(r, "score"), 3);
    cr_expect(strstr(text_of(r, "output"), "plain_sum"));
    cr_expect_not(strchr(text_of(r, "output"), '\033'));
    json_decref(r);
    r = load("out/late.json"); /* a grader error is no test that failed */
    cr_expect_eq(json_array_size(json_object_get(r, "tests")), 0);
    json_decref(r);
}

/* Hidden cases are of no use to who hands in again and again: what is shown at once is the student's
 * own check, and the rest stands in a test that is shown when the grades are published. */
Test(exports, gradescope_keeps_hidden_cases_to_itself)
{
    RUNS("mkdir -p $D/S/ada && echo 'void fc_input_gradient(double *dp, const double *dy, "
         "const double "
         "*z, const double *w, int FC, int POOL) { for (int i = 0; i < FC; i++) for (int j = "
         "0; j < "
         "POOL; j++) dp[j] += (z[i] > 0 ? dy[i] * w[i * POOL + j] : 0) + (FC * POOL > 9); }' > "
         "$D/S/ada/fc_input_gradient.c; build/grade batch $D/S --out $D/G --secret s && "
         "build/grade "
         "export $D/G --format gradescope --to $D/out");
    json_t *r = load("out/ada.json"), *test;
    size_t i;
    check_gradescope(r);
    cr_expect_lt(number_of(r, "score"), 10);
    cr_expect(strstr(text_of(r, "output"),
                     "fc_input_gradient: passed, 6 of 6 points (public cases)"));
    cr_expect_not(strstr(text_of(r, "output"), "hidden"));
    cr_expect_not(strstr(text_of(r, "output"), "yours"));
    int told = 0;
    json_array_foreach(json_object_get(r, "tests"), i, test)
    {
        int report = strstr(text_of(test, "output"), "The smallest case that shows it") != NULL;
        cr_expect(!report || !strcmp(text_of(test, "visibility"), "after_published"));
        told += report;
    }
    cr_expect_eq(told, 1);
    json_decref(r);
}

Test(exports, github_classroom)
{
    make_grades();
    RUNS("build/grade export $D/G --format classroom --student ada@uni.edu > $D/line");
    RUNS("test $(wc -l < $D/line) -eq 1 && sed 's/^result=//' $D/line | base64 -d > "
         "$D/result.json");
    json_t *r = load("result.json"), *test;
    size_t i;
    cr_expect_eq(number_of(r, "version"), 1);
    cr_expect_str_eq(text_of(r, "status"), "fail");
    cr_expect_eq(number_of(r, "max_score"), 13);
    json_array_foreach(json_object_get(r, "tests"), i, test)
    {
        cr_expect(is_one_of(text_of(test, "status"), "pass fail error"));
        number_of(test, "score");
        text_of(test, "message");
        text_of(test, "filename");
    }
    cr_expect_eq(i, 2);
    json_decref(r);
}

Test(exports, junit)
{
    make_grades();
    RUNS("build/grade export $D/G --format junit --to $D/j.xml && xmllint --noout $D/j.xml");
    RUNS(
        "grep -c '<testcase' $D/j.xml; grep -c '<failure' $D/j.xml; grep -c '<error' $D/j.xml");
    SAYS("5\n3\n1\n");
    RUNS("for x in 'count(//testcase)=//testsuites/@tests' "
         "'count(//failure)=//testsuites/@failures' 'count(//error)=//testsuites/@errors' "
         "'sum(//testsuite/@tests)=//testsuites/@tests' 'count(//testsuite[@skipped=0][@time=0]"
         "[string-length(@timestamp)=19][@hostname])=4'; do xmllint --xpath \"$x\" $D/j.xml; "
         "done");
    DOES_NOT_SAY("false");
    RUNS("build/grade export $D/G --format junit --student late");
    SAYS("<testsuites name=\"grade\" tests=\"1\" failures=\"0\" errors=\"1\"");
    RUNS("cat $D/j.xml");
    DOES_NOT_SAY("<script");
    DOES_NOT_SAY("]]>");
    DOES_NOT_SAY("\033");
}

/* ---- CSV --------------------------------------------------------------------------------------- */

/* The cells of the next line; quoted cells lose their quotes. Returns what is behind the line. */
static const char *read_line(const char *p, char cells[][400], int *n)
{
    *n = 0;
    for (;; p++) {
        int quoted = *p == '"', k = 0;
        char *cell = cells[(*n)++];
        p += quoted;
        for (; *p && (quoted || !strchr(",\r\n", *p)) && k < 399; p++) {
            if (quoted && *p == '"' && *++p != '"') break;
            cell[k++] = *p;
        }
        cell[k] = 0;
        cr_assert(*p == 0 || strchr(",\r\n", *p), "a cell ends in the middle: %s", cell);
        if (*p != ',') break;
    }
    return p + strspn(p, "\r\n");
}

static void check_csv(const char *path, int columns, int lines)
{
    char command[300], cells[40][400];
    int n, seen = 0;
    snprintf(command, sizeof command, "cat $D/%s", path);
    RUNS(command);
    for (const char *p = said(); *p; seen++) {
        p = read_line(p, cells, &n);
        cr_expect_eq(n, columns, "line %d of %s has %d cells", seen, path, n);
        for (int i = 0; i < n; i++)
            cr_expect_not(*cells[i] && strchr("=+@", *cells[i]), "%s", cells[i]);
    }
    cr_expect_eq(seen, lines, "%s has %d lines", path, seen);
}

Test(exports, csv_and_canvas)
{
    make_grades();
    RUNS("build/grade export $D/G --format csv --to $D/t.csv");
    check_csv("t.csv", 7, 1 + 5);
    SAYS("\"late\",\"fc_by_hand\",,3,\"grader error\"");
    RUNS("build/grade export $D/G --format canvas --to $D/c.csv");
    check_csv("c.csv", 7, 2 + 4);
    SAYS("Student,ID,SIS User ID,SIS Login ID,Section,");
    SAYS("\"late\",,,\"late\",,,\r\n");
    SAYS("\"ada@uni.edu\",,,\"ada@uni.edu\",,3,0");
}

Test(exports, moodle_never_gets_feedback_without_a_grade)
{
    make_grades();
    RUNS("build/grade export $D/G --format moodle --to $D/m.csv");
    check_csv("m.csv", 6, 1 + 3);
    DOES_NOT_SAY("late");
    SAYS("\"ada@uni.edu\",\"\",3,\"passed\",0,\"wrong: You added up");
    SAYS("\"\",\"'=HYPERLINK(\"\"x\"\")\",0,\"wrong: You added 1, 4 and 5");
    SAYS("that wire.\",,\r\n"); /* nothing handed in: neither grade nor feedback */
}

Test(exports, pages)
{
    make_grades();
    RUNS("build/grade export $D/G --format html --to $D/h && test $(ls $D/h | wc -l) -eq 5");
    RUNS("cat $D/h/*.html");
    DOES_NOT_SAY("<script");
    DOES_NOT_SAY("\033");
    RUNS("for f in $D/h/*.html; do sed '1d' \"$f\" | sed 's/<meta[^>]*>//' | xmllint --noout - "
         "|| exit 1; done");
    RUNS("cat $D/h/index.html");
    SAYS("href=\"%253DHYPERLINK%2528%2522x%2522%2529.html\">=HYPERLINK(&quot;x&quot;)</a>");
    SAYS("grader error");
}

Test(exports, wrong_use_is_told)
{
    ENDS(2, "build/grade export $D/G --format excel");
    ENDS(2, "build/grade export $D/G");
    ENDS(3, "build/grade export $D/G --format csv");
    SAYS("holds no records");
}

/* ---- Gradescope's autograder -------------------------------------------------------------------- */

Test(exports, the_archive_runs_as_gradescope_runs_it)
{
    make_grades();
    RUNS("build/grade gradescope-zip --exercise fc_input_gradient --exercise fc_by_hand "
         "--secret s "
         "--out $D/a.zip");
    RUNS("mkdir -p $D/autograder/source $D/autograder/submission && cd $D/autograder && "
         "unzip -q $D/a.zip -d source && test -x source/setup.sh && test -x "
         "source/run_autograder && "
         "sh -n source/setup.sh && cp source/run_autograder . && "
         "cp $D/S/ada@uni.edu/* submission/ && "
         "echo '{\"id\": 1, \"users\": [{\"email\": \"ada@uni.edu\", \"name\": \"Ada\"}]}' > "
         "submission_metadata.json");
    RUNS("cd / && AUTOGRADER_ROOT=$D/autograder $D/autograder/run_autograder");
    json_t *here_and_there = load("autograder/results/results.json");
    check_gradescope(here_and_there);
    cr_expect_eq(number_of(here_and_there, "score"), 3);
    cr_expect(strstr(text_of(here_and_there, "output"), "plain_sum"));
    json_decref(here_and_there);
    RUNS("rm $D/autograder/submission/* $D/autograder/results/* && cd / && "
         "AUTOGRADER_ROOT=$D/autograder $D/autograder/run_autograder");
    here_and_there = load("autograder/results/results.json");
    check_gradescope(here_and_there);
    cr_expect_eq(number_of(here_and_there, "score"), 0);
    json_decref(here_and_there);
}

Test(exports, without_a_sandbox_gradescope_gets_no_results)
{
    RUNS("mkdir $D/s");
    ENDS(3, "G=$PWD/build/grade; PATH=/nowhere $G autograder $D/s --results $D/r.json --secret "
            "s --exercise "
            "fc_by_hand");
    RUNS("test ! -e $D/r.json");
}
