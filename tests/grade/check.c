/* What a student sees. */
#include "shell.h"

TestSuite(check, .init = open_folder, .fini = close_folder, .timeout = 60);

#define HEAD                                                                                   \
    "echo 'void fc_input_gradient(double *dp, const double *dy, const double *z, const "       \
    "double "                                                                                  \
    "*w, int FC, int POOL) {"
#define TAIL " }' > $D/my.c; build/grade check fc_input_gradient $D/my.c"
#define EACH "for (int i = 0; i < FC; i++) for (int j = 0; j < POOL; j++) "

Test(check, right)
{
    RUNS(HEAD EACH "dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;" TAIL);
    SAYS("fc_input_gradient: passed, 6 of 6 points (public cases)");
    DOES_NOT_SAY("hidden");
    DOES_NOT_SAY("\033");
}

Test(check, everyone_gets_eleven)
{
    ENDS(1, HEAD EACH "dp[j] += z[i] > 0 ? dy[i] : 0;" TAIL);
    SAYS("What happened: plain_sum");
    SAYS("FC = 1, POOL = 1, dp before = [0], dy = [1], z = [1], w = [2]");
    SAYS("dp[0]: yours 1, right 2");
    SAYS("Read again: 01_fc_to_pool.html#fc-eleven");
}

Test(check, product_instead_of_sum)
{
    ENDS(1, HEAD "for (int j = 0; j < POOL; j++) { double p = 1; for (int i = 0; i < FC; i++) "
                 "p *= z[i] > 0 ? dy[i] * w[i * POOL + j] : 0; dp[j] += p; }" TAIL);
    SAYS("What happened: product");
    SAYS("FC = 2, POOL = 1");
}

Test(check, an_unknown_mistake_comes_with_a_measured_number)
{
    ENDS(1, HEAD EACH "dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] + 100 : 0;" TAIL);
    SAYS("What happened: unknown");
    SAYS("yours 101, right 1");
    SAYS("measured, by moving the input a little: 1\n");
}

Test(check, a_crash_names_the_line)
{
    ENDS(1, HEAD "\ndouble sum = 0;\nfor (int i = 0; i <= FC * 100000; i++)\nsum += "
                 "dy[i];\ndp[0] = sum;" TAIL);
    SAYS("fc_input_gradient: crashed");
    SAYS("heap-buffer-overflow, line 4 of your file");
}

Test(check, one_cell_too_far_names_the_line)
{
    ENDS(1, HEAD "\nfor (int j = 0; j <= POOL; j++)\ndp[j] = 1;" TAIL);
    SAYS("it wrote outside the array dp");
    SAYS("heap-buffer-overflow, line 3 of your file");
}

Test(check, a_number_divided_by_zero)
{
    ENDS(1, HEAD "\nvolatile int zero = FC - FC;\ndp[0] = FC / zero;" TAIL);
    SAYS("runtime error: division by zero, line 3 of your file");
}

Test(check, compiler_messages_are_explained)
{
    ENDS(1, HEAD "\nint unused;\ndp[0] = dy[0]" TAIL);
    SAYS("does not compile");
    SAYS("A semicolon is missing");
    DOES_NOT_SAY("/in/");
    ENDS(1, "echo 'int main(void) { return 0; }' > $D/my.c; build/grade check "
            "fc_input_gradient $D/my.c");
    SAYS("Your file has a main of its own");
    ENDS(1, "echo 'int x;' > $D/my.c; build/grade check fc_input_gradient $D/my.c");
    SAYS("keep its name as it was");
    DOES_NOT_SAY("shim");
    ENDS(1, ": > $D/my.c; build/grade check fc_input_gradient $D/my.c");
    SAYS("the file is empty");
    ENDS(1, "echo 'void fc_input_gradient(float *dp, int FC) { dp[0] = FC; }' > $D/my.c; "
            "build/grade check fc_input_gradient $D/my.c");
    SAYS("does not compile, 0 of 6 points (public cases)");
    SAYS("no longer has the parameters it had in the starter");
}

Test(check, a_message_ordered_in_the_file_is_not_explained)
{
    ENDS(1, HEAD "\n#warning undefined reference to `main\n#pragma message \"-Wdiv-by-zero\"\n"
                 "dp[0] += 100; // -Wempty-body" TAIL);
    SAYS("#warning undefined reference");
    DOES_NOT_SAY("  that is\n");
}

Test(check, what_stays_from_call_to_call_is_told)
{
    ENDS(1, HEAD "\nstatic double kept;\n" EACH
                 "dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;\ndp[0] += kept;\n"
                 "kept = dp[0];" TAIL);
    SAYS("Asked once more, alone, this case came out right");
    DOES_NOT_SAY("yours 0, right 0");
}

Test(check, evidence_is_not_taken_at_a_kink)
{
    ENDS(1, HEAD EACH
         "dp[j] += 3 * dy[i] + z[i] + (z[i] > 0 ? dy[i] * w[i * POOL + j] : 0);" TAIL);
    SAYS("What happened: unknown");
    DOES_NOT_SAY("measured, by moving the input a little: 0.5");
}

Test(check, an_index_too_far_is_found_where_it_only_reads)
{
    ENDS(1, HEAD "\nfor (int i = 0; i <= FC; i++)\nfor (int j = 0; j < POOL; j++)\n"
                 "dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;" TAIL);
    SAYS("What happened: foreign_memory");
    SAYS("Your function reads memory that is not its own");
    SAYS("heap-buffer-overflow, line 4 of your file");
    SAYS("an index lies outside of its array");
}

Test(check, a_loop_without_end_shows_its_case)
{
    ENDS(1, HEAD "while (POOL > 1) FC++; dp[0] = FC;" TAIL);
    SAYS("time, ");
    SAYS("is there a loop that never ends?");
    SAYS("FC = 3, POOL = 3");
}

Test(check, json_for_tools_and_the_same_verdict)
{
    ENDS(1, HEAD EACH "dp[j] += z[i] > 0 ? dy[i] : 0;" TAIL " --json");
    SAYS("\"verdict\": \"wrong\"");
    SAYS("\"name\": \"plain_sum\"");
}

Test(check, what_the_program_prints_is_shown_harmless)
{
    ENDS(1, HEAD "\nextern int puts(const char *);\nputs(\"\\033[31mhello \\xff ]]>\"); " TAIL);
    SAYS("Your program printed");
    SAYS("\\x1B[31mhello \\xFF ]]>");
    DOES_NOT_SAY("\033");
}

Test(check, an_output_that_was_left_out)
{
    ENDS(1, "sed 's,/\\* your code here \\*/,for (int i = 0; i < FC; i++) for (int j = 0; j < "
            "POOL; j++) "
            "dw[which[i * POOL + j]] += dy[i] * p[j];,' build/exercises/fc_tied_weights.c > "
            "$D/my.c; "
            "build/grade check fc_tied_weights $D/my.c");
    SAYS("What happened: outputs_left_out");
    SAYS("dp[0]: yours 0, right 1");
    ENDS(1, "sed 's,return 0;,double s = 0\\; for (int k = 0\\; k < K\\; k++) s += "
            "exp(z[k])\\; dz[0] += s\\; "
            "return 0\\;,' build/exercises/loss_gradient.c > $D/my.c; build/grade check "
            "loss_gradient $D/my.c");
    DOES_NOT_SAY("outputs_left_out"); /* what is there is wrong too */
}

/* y of a sigmoid lies between 0 and 1: no smaller case is made of a 2. */
Test(check, the_smallest_case_is_one_that_can_be)
{
    ENDS(
        1,
        "sed 's,double s = .*,double s = y[i];,; s,delta = dy.i. \\* s,delta = s,' "
        "build/exercises/fc_sigmoid_bug.c > $D/my.c; build/grade check fc_sigmoid_bug $D/my.c");
    SAYS("What happened: unknown");
    SAYS("dy = [2], y = [0.5], w = [1]");
    SAYS("dp[0]: yours 0.25, right 0.5");
    DOES_NOT_SAY("nan");
}

Test(check, paper_does_not_tell_the_answer)
{
    ENDS(1, "echo 'blue = 10' > $D/a.txt; build/grade check fc_by_hand $D/a.txt");
    SAYS("plain_sum");
    SAYS("10 is not right");
    DOES_NOT_SAY("right 4");
    ENDS(1, "build/grade check fc_by_hand $D/a.txt --json");
    DOES_NOT_SAY("\"right\": \"4\"");
}

Test(check, wrong_use_is_told)
{
    ENDS(2, "build/grade check no_such_exercise $D/my.c");
    SAYS("there is no exercise");
    ENDS(2, "build/grade check fc_input_gradient $D/none.c");
    SAYS("cannot be read");
    ENDS(2, "build/grade check");
    ENDS(2, "build/grade fly");
    RUNS("for c in check batch merge replay export similar gradescope-zip autograder; do "
         "build/grade $c --help || exit 1; done");
    SAYS("--shard K/N");
}
