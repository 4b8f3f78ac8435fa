# The grader and the exercises. Included by the Makefile.
#
#   build/grade            the grader (everything it needs is inside this one file)
#   build/exercises/       what students get
#   build/grader/          objects, and the tables made from code/exercises/
G         := $(B)/grader
EXERCISES := $(basename $(notdir $(filter-out %_cases.c,$(wildcard code/exercises/*.c))))
PAPERS    := $(foreach e,$(EXERCISES),$(if $(wildcard code/exercises/$(e)_cases.h),,$(e)))
MAKERS    := make_exercise master master_version text
INSIDE    := shim inner
GRADERS   := $(filter-out make_exercise master master_version $(INSIDE) main,$(basename $(notdir $(wildcard code/grade/*.c))))
GRADE_LIBS := -lseccomp -ljansson -larchive -lz -lm

$(G)/make_exercise: $(MAKERS:%=$(B)/obj/code/grade/%.o)
	@mkdir -p $(@D)
	$(CC) $^ -o $@

# The program around the student's function: all its names but main are hidden.
$(G)/%.shim.c: code/exercises/%.c $(G)/make_exercise
	@$(G)/make_exercise shim $< > $@
$(G)/%.shim.o: $(G)/%.shim.c $(B)/obj/code/grade/shim.o
	@$(CC) $(FLAGS) -MF $@.d -c $< -o $(@:.o=.part.o)
	@ld -r $(@:.o=.part.o) $(B)/obj/code/grade/shim.o -o $@
	@objcopy --keep-global-symbol=main --strip-debug $@
$(G)/%.shim.inc: $(G)/%.shim.o $(G)/make_exercise
	@$(G)/make_exercise bytes "" $< > $@

$(G)/%.table.c: code/exercises/%.c $(G)/make_exercise
	@$(G)/make_exercise table $< > $@
$(foreach e,$(filter-out $(PAPERS),$(EXERCISES)),$(eval $(G)/$(e).table.c: code/exercises/$(e)_cases.h))
$(foreach e,$(filter-out $(PAPERS),$(EXERCISES)),$(eval $(G)/$(e).table.o: $(G)/$(e).shim.inc))
# -Wno-overlength-strings: a table holds whole sources as text.
$(G)/%.table.o: $(G)/%.table.c
	@echo "exercise $*"
	@$(CC) $(FLAGS) -Wno-overlength-strings -I$(G) -c $< -o $@
$(G)/list.c: $(G)/make_exercise $(EXERCISES:%=code/exercises/%.c)
	@$(G)/make_exercise list $(EXERCISES) > $@

$(G)/inner: $(B)/obj/code/grade/inner.o
	@mkdir -p $(@D)
	$(CC) -static $^ -o $@
$(G)/inner_bytes.c: $(G)/inner $(G)/make_exercise
	@$(G)/make_exercise bytes inner_program $< > $@
$(G)/%.o: $(G)/%.c
	@$(CC) $(FLAGS) -c $< -o $@

GRADE_PARTS := $(GRADERS:%=$(B)/obj/code/grade/%.o) $(EXERCISES:%=$(G)/%.table.o) \
               $(G)/list.o $(G)/inner_bytes.o
$(G)/libgrade.a: $(GRADE_PARTS)
	@rm -f $@ && ar rcs $@ $^
$(B)/grade: $(B)/obj/code/grade/main.o $(G)/libgrade.a $(B)/libbook.a
	$(CC) $^ $(GRADE_LIBS) -o $@
-include $(wildcard $(G)/*.d)

STARTERS := $(foreach e,$(EXERCISES),$(B)/exercises/$(e).$(if $(filter $(e),$(PAPERS)),txt,c))
$(B)/exercises/%.c $(B)/exercises/%.txt: code/exercises/%.c $(G)/make_exercise
	@mkdir -p $(@D)
	@$(G)/make_exercise starter $< > $@

# What a student finds beside the starters.
$(B)/exercises/README.txt: $(B)/grade
	@mkdir -p $(@D)
	@$(B)/grade readme > $@

.PHONY: grade exercises gate
grade: $(B)/grade ## the grader, build/grade
exercises: $(STARTERS) $(B)/exercises/README.txt ## what students get, in build/exercises
gate: $(B)/grade ## every exercise told right from wrong, by name
	$(B)/grade gate

# --- Tests ---------------------------------------------------------------------------------
GRADE_TESTS := $(patsubst tests/grade/%.c,$(B)/tests/grade_%,$(wildcard tests/grade/*.c))
$(B)/tests/grade_%: $(B)/obj/tests/grade/%.o $(G)/libgrade.a $(B)/libbook.a
	@mkdir -p $(@D)
	$(CC) $^ -lcriterion $(GRADE_LIBS) -o $@
# The cluster mostly waits for its own machinery, so make -j2 runs it beside the others.
.PHONY: check-grade grade-cluster grade-others
check-grade: gate grade-cluster grade-others ## tests of the grader: attacks, records, exports
grade-cluster: $(B)/grade $(B)/tests/grade_cluster
	tests/run $(B)/tests/grade_cluster
grade-others: $(B)/grade $(G)/broken_grade exercises $(GRADE_TESTS)
	tests/run $(filter-out %_cluster,$(GRADE_TESTS))
.PHONY: bench-grade
bench-grade: $(B)/grade ## grading 500 submissions against compiling them alone
	$(B)/grade bench 500
# A grader with an exercise that has every fault: the gate must find them all.
$(G)/broken_sum.%.c: tests/grade/broken/broken_sum.c $(G)/make_exercise
	@mkdir -p $(G)
	@$(G)/make_exercise $* $< > $@
$(G)/broken_sum.table.c: tests/grade/broken/broken_sum_cases.h
$(G)/broken_sum.table.o: $(G)/broken_sum.shim.inc
$(G)/broken_list.c: $(G)/make_exercise
	@$(G)/make_exercise list broken_sum > $@
$(G)/broken_grade: $(B)/obj/code/grade/main.o $(G)/broken_list.o $(G)/broken_sum.table.o $(G)/libgrade.a $(B)/libbook.a
	$(CC) $^ $(GRADE_LIBS) -o $@
