/* The gate can shut: an exercise with every fault is found out, and a master with a slip is told. */
#include "shell.h"

TestSuite(gate, .init = open_folder, .fini = close_folder, .timeout = 60);

Test(gate, finds_every_fault)
{
    ENDS(1, "build/grader/broken_grade gate");
    SAYS("there is no chapter chapters/99_no_such_chapter.md");
    SAYS("has no paragraph #no-such-paragraph");
    SAYS("the reference gets 2 of 3 points");
    SAYS("other_way gets");
    SAYS("the starter gets 1 points");
    SAYS("public cases do not tell overwrites from overwrites_too");
    SAYS("overwrites_too is called \"overwrites\"");
    SAYS("public cases do not see only_huge");
    SAYS("do not see only_huge");
    SAYS("the gate is SHUT");
}

/* A copy of a good master, spoiled by sed. */
static void spoiled(const char *sed, const char *message)
{
    char command[500];
    snprintf(command, sizeof command,
             "sed '%s' code/exercises/fc_input_gradient.c > $D/fc_input_gradient.c && "
             "build/grader/make_exercise shim $D/fc_input_gradient.c",
             sed);
    ENDS(1, command);
    SAYS("fc_input_gradient.c:");
    SAYS(message);
}

Test(gate, a_slip_in_a_master_is_told_with_file_and_line)
{
    spoiled("s|//: title|//: titel|", "unknown entry \"//: titel\"");
    spoiled("/: title/d", "the entry \"//: title\" is missing");
    spoiled("s|/. (FC, POOL) ./||", "the shape of \"w\" is missing");
    spoiled("/: end/d", "the lines \"//: solution\" and \"//: end\" are missing");
    spoiled("s/^void wrong_product/void product/", "there is no function wrong_product");
    spoiled("s/^void fc_input_gradient/void fc_other/", "no function \"fc_input_gradient\"");
    spoiled("s/const double [*]z,/const float *z,/", "double, int, size_t or a pointer");
}

Test(gate, starters_hold_no_solution)
{
    RUNS("for e in build/exercises/*.c; do ! grep -n -e '//:' -e 'wrong_' -e 'also_' $e || "
         "exit 1; done");
    RUNS("! grep -q 'delta' build/exercises/fc_input_gradient.c");
}

Test(gate, every_exercise_has_a_starter_and_stands_in_the_students_list)
{
    RUNS("for m in $(grep -l '^//: title' code/exercises/*.c); do n=$(basename $m .c); "
         "test -s build/exercises/$n.c || test -s build/exercises/$n.txt || exit 1; "
         "grep -q \"^$n \" build/exercises/README.txt || exit 1; done");
}

Test(gate, every_chapter_has_four_kinds_of_exercise)
{
    RUNS("for c in 01 02 03 04 05; do for k in paper write bug beyond; do "
         "grep -l \"^//: kind *$k\" $(grep -l \"^//: chapter *${c}_\" code/exercises/*.c) || "
         "exit 1; done; done");
}
