# One dependency graph for everything. `make help` lists the targets.
#
#   build/            programs, values, figures and pages of the default compiler
#   build/clang/      the same programs and tests, by clang
#   build/sanitize/   the same, under ASan and UBSan
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := book
B := build

CC        := gcc
CSTD      := -std=c11 -D_POSIX_C_SOURCE=200809L
WARNINGS  := -Wall -Wextra -Wpedantic -Wshadow -Wvla -Werror
CFLAGS    := -O2 -g
CPPFLAGS  := -Icode -Itests -MMD -MP
# -ffp-contract=off: the same sums on every compiler; a fused multiply-add rounds once less.
FLAGS      = $(CSTD) $(WARNINGS) $(CFLAGS) -ffp-contract=off $(CPPFLAGS)
LDLIBS    := -lz -lm -lpthread

# --- What there is -------------------------------------------------------------------------
CHAPTERS  := $(basename $(notdir $(wildcard chapters/[0-9]*.md)))
PROGRAMS  := $(basename $(notdir $(wildcard code/[0-9]*.c)))
LIBRARY   := $(wildcard code/layers/*.c code/program/*.c code/data/*.c)
TESTS     := $(basename $(notdir $(wildcard tests/[0-9]*.c tests/layers_*.c tests/program_*.c tests/data_*.c)))
FIGURES   := $(basename $(notdir $(wildcard figures/[0-9]*.gp)))
C_FILES    = $(wildcard code/*.c code/*/*.c tests/*.c tests/*/*.c)
H_FILES    = $(wildcard code/*/*.h tests/*.h tests/*/*.h)

.PHONY: all
all: programs tests book

# --- Programs and tests, once for each compiler -------------------------------------------
# $(call variant,FOLDER,COMPILER,FLAGS)
define variant
$(1)/obj/%.o: %.c
	@mkdir -p $$(@D)
	$(2) $$(FLAGS) $(3) -c $$< -o $$@
$(1)/libbook.a: $(LIBRARY:%.c=$(1)/obj/%.o)
	rm -f $$@ && ar rcs $$@ $$^
$(1)/bin/%: $(1)/obj/code/%.o $(1)/libbook.a
	@mkdir -p $$(@D)
	$(2) $(3) $$^ $$(LDLIBS) -o $$@
$(1)/tests/%: $(1)/obj/tests/%.o $(1)/obj/tests/hand.o $(1)/libbook.a
	@mkdir -p $$(@D)
	$(2) $(3) $$^ -lcriterion $$(LDLIBS) -o $$@
$(1)_PROGRAMS := $(PROGRAMS:%=$(1)/bin/%)
$(1)_TESTS    := $(TESTS:%=$(1)/tests/%)
-include $$(shell find $(1)/obj -name '*.d' 2>/dev/null)
endef
SANITIZE := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
$(eval $(call variant,$(B),$(CC),))
$(eval $(call variant,$(B)/clang,clang,))
$(eval $(call variant,$(B)/sanitize,$(CC),$(SANITIZE)))
.SECONDARY:

.PHONY: programs tests test
programs: $($(B)_PROGRAMS)
tests: $($(B)_TESTS)
VALUES := $(PROGRAMS:%=$(B)/values/%.tsv)

# --- Values: what the prose, the figures and the tests read --------------------------------
$(B)/values/%.tsv: $(B)/bin/%
	@mkdir -p $(@D)
	$< --values > $@
$(B)/values/%.gp: $(B)/values/%.tsv
	sed -e 's/inf$$/NaN/; s/nan$$/NaN/; s/\t\(-\{0,1\}[0-9]*\)$$/\t\1.0/' \
	    -e ':a; s/^\([^\t]*\)\./\1_/; ta; s/^/v_/; s/\t/ = /' $< > $@

test: tests $(VALUES)
	tests/run $($(B)_TESTS)

clean:
	rm -rf $(B)
