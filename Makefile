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

# --- What must be installed (code/book/deps.sh knows the packages) -------------------------
# `make deps book` installs before anything else is looked at, so that all below finds it.
GOALS := $(filter-out deps,$(or $(MAKECMDGOALS),$(.DEFAULT_GOAL)))
ifeq ($(MAKELEVEL)$(filter clean help,$(GOALS))$(findstring n,$(filter-out --%,$(firstword -$(MAKEFLAGS)))),0)
ifneq ($(filter deps,$(MAKECMDGOALS)),)
$(if $(shell code/book/deps.sh install $(GOALS) >&2 || echo no),$(error not everything is installed, see above))
else
MISSING := $(shell code/book/deps.sh missing $(GOALS))
$(if $(MISSING),$(error $(MISSING)))
endif
endif
.PHONY: deps help
deps: ## installs what the other targets of the command need: make deps book
	@:
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(filter %Makefile %.mk,$(MAKEFILE_LIST))

CC        := gcc
CSTD      := -std=c11 -D_POSIX_C_SOURCE=200809L
WARNINGS  := -Wall -Wextra -Wpedantic -Wshadow -Wvla -Werror
# -ffp-contract=off: the same sums on every compiler; a fused multiply-add rounds once less.
CFLAGS    := -O2 -g -ffp-contract=off
CPPFLAGS  := -Icode -Itests -MMD -MP
FLAGS      = $(CSTD) $(WARNINGS) $(CFLAGS) $(CPPFLAGS)
LDLIBS    := -lz -lm -lpthread

# --- What there is -------------------------------------------------------------------------
CHAPTERS  := $(basename $(notdir $(wildcard chapters/[0-9]*.md)))
PROGRAMS  := $(basename $(notdir $(wildcard code/[0-9]*.c)))
# Programs of their own, for libraries that may not be there.
PEERS     := $(wildcard code/fast/peer_*.c)
LIBRARY   := $(filter-out $(PEERS),$(wildcard code/layers/*.c code/program/*.c code/data/*.c code/network/*.c code/training/*.c code/fast/*.c))
TESTS     := $(basename $(notdir $(wildcard tests/[0-9]*.c tests/layers_*.c tests/program_*.c tests/data_*.c tests/training_*.c tests/fast_*.c)))
# The rest of tests/*.c is what the tests share; each of them is linked with all of it.
HELPERS   := $(filter-out $(TESTS:%=tests/%.c),$(wildcard tests/*.c))
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
$(1)/tests/%: $(1)/obj/tests/%.o $(HELPERS:%.c=$(1)/obj/%.o) $(1)/libbook.a
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

# The fast code: full optimization, fused multiply-add, one file for each instruction set. It
# uses OpenBLAS for one of its ways, if that is installed.
HASH := \#
has_header = $(shell echo '$(HASH)include <$(1)>' | $(CC) -E -x c - >/dev/null 2>&1 && echo 1)
HAVE_BLAS := $(call has_header,cblas.h)
$(B)/obj/code/fast/%.o $(B)/clang/obj/code/fast/%.o $(B)/sanitize/obj/code/fast/%.o $(B)/coverage/obj/code/fast/%.o: \
    CFLAGS = -O3 -g1 -ffp-contract=fast $(HAVE_BLAS:1=-DHAVE_BLAS) $(ISA_$(basename $(@F)))
ifeq ($(shell uname -m),x86_64)
ISA_lanes16 := -mavx512f -mavx512bw -mavx512vl -mavx512dq -mfma
ISA_lanes8  := -mavx2 -mfma
endif
LDLIBS += $(HAVE_BLAS:1=-Wl,--as-needed -lopenblas)
HAVE_DNNL := $(call has_header,dnnl.h)

.PHONY: programs tests test
programs: $($(B)_PROGRAMS) ## the chapter programs, in build/bin
tests: $($(B)_TESTS)
VALUES := $(PROGRAMS:%=$(B)/values/%.tsv)

# --- Values: what the prose, the figures and the tests read --------------------------------
$(B)/values/%.tsv: $(B)/bin/%
	@mkdir -p $(@D)
	$< --values > $@
$(B)/values/%.gp: $(B)/values/%.tsv
	sed -e 's/inf$$/NaN/; s/nan$$/NaN/; s/\t\(-\{0,1\}[0-9]*\)$$/\t\1.0/' \
	    -e ':a; s/^\([^\t]*\)\./\1_/; ta; s/^/v_/; s/\t/ = /' $< > $@

# --- The book's own run: chapter 4 trains on real images, for {.m} values and figures --------
# Three epochs on all there is, by the fast code of chapter 5.
# Then the pool that forgets its windows, and for comparison one that does not, for a short time.
SHORT := --limit 4000 --tests 2000 --epochs 1 --check 1
RUN_VALUES  := $(patsubst %,$(B)/run/%.tsv,$(filter 04_full_network,$(PROGRAMS)))
RUN_FIGURES := $(filter 04_full_network_curve 04_full_network_confusion 04_full_network_filters 04_full_network_gradient,$(FIGURES))
$(RUN_VALUES): $(B)/bin/04_full_network
	@mkdir -p $(@D)
	$< --train --epochs 3 --out $(@D) > $(@D)/04_full_network.txt
	$< --train --kernel first-window $(SHORT) --values > $(@D)/first.txt && sed "s/^/first./" $(@D)/first.txt >> $@
	$< --train $(SHORT) --values > $(@D)/fair.txt && sed "s/^/fair./" $(@D)/fair.txt >> $@
$(foreach f,$(RUN_FIGURES),$(B)/figures/$(f).svg $(B)/figures/$(f).pdf): $(RUN_VALUES)

# Chapter 5 shows what one machine measured: figures/05_making_it_fast.results.tsv, which says
# what machine and when. `make bench` measures this one and draws the same figures from that.
BENCH_FIGURES := $(filter 05_making_it_fast_steps 05_making_it_fast_limit 05_making_it_fast_roof 05_making_it_fast_layers 05_making_it_fast_growth,$(FIGURES))
BENCH_VALUES := $(patsubst %,$(B)/run/%.tsv,$(filter 05_making_it_fast,$(PROGRAMS)))
$(BENCH_VALUES): figures/05_making_it_fast.results.tsv
	@mkdir -p $(@D)
	grep -v '^#' $< > $@
$(B)/run/%.gp: $(B)/run/%.tsv
	@awk -F'\t' -f figures/measured.awk $< > $@
$(B)/bench/%.gp: $(B)/bench/%.tsv
	@awk -F'\t' -f figures/measured.awk $< > $@
$(foreach f,$(filter 05_making_it_fast_sparse 05_making_it_fast_roof,$(FIGURES)),$(B)/figures/$(f).svg $(B)/figures/$(f).pdf): $(B)/run/04_full_network.gp
$(foreach f,$(BENCH_FIGURES),$(B)/figures/$(f).svg $(B)/figures/$(f).pdf): $(B)/run/05_making_it_fast.gp
.PHONY: bench bench-count bench-peers bench-seeds bench-accept
$(B)/bin/peer_onednn: $(PEERS:%.c=$(B)/obj/%.o) $(B)/libbook.a
	@mkdir -p $(@D)
	$(CC) $^ -ldnnl $(LDLIBS) -o $@
bench-peers: $(B)/bin/05_making_it_fast $(HAVE_DNNL:1=$(B)/bin/peer_onednn) ## the fast code beside oneDNN and PyTorch, if they are installed
	@mkdir -p $(B)/bench
	code/fast/peers.sh $(B)/bench/peers.tsv $^
bench-count: $(B)/bin/05_making_it_fast ## instructions of one image, counted by valgrind: what limits the fast code
	@mkdir -p $(B)/bench
	code/fast/count.sh $(B)/bench/count.tsv $<
bench-seeds: $(B)/bin/04_full_network ## test accuracy over five seeds, beside PyTorch's if it is installed
	@mkdir -p $(B)/bench
	code/fast/seeds.sh $(B)/bench/seeds.tsv $<
# What this machine measured becomes the figures of the book: run on a machine that is left alone.
MEASURED := $(B)/bench/05_making_it_fast.tsv $(B)/bench/peers.tsv $(B)/bench/count.tsv $(B)/bench/seeds.tsv
bench-accept: ## takes what bench, bench-peers, bench-count and bench-seeds measured as what chapter 5 says
	@for f in $(MEASURED); do test -f $$f || { echo "$$f is missing: make bench bench-peers bench-count bench-seeds"; exit 2; }; done
	@{ echo "# What make bench, bench-peers, bench-count and bench-seeds measured, for the figures and the text of"; \
	   echo "# chapter 5: images a second (peak: MFLOP a second; copy: bytes; layer: microseconds an image)."; \
	   echo "# Machine: $$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $$(nproc) processors, $$(uname -m), Linux $$(uname -r | cut -d- -f1); $$(date -u +%F)"; \
	   echo "# Compiler: $$($(CC) --version | head -1); -O3 -ffp-contract=fast, each file for its instruction set"; \
	   echo "# One thread: processor time, medians; two: the clock, the best of the rounds. Batches of 32 where nothing else is said"; \
	   cat $(MEASURED); } > figures/05_making_it_fast.results.tsv
bench: $(B)/bin/05_making_it_fast $(B)/values/05_making_it_fast.gp $(B)/run/04_full_network.gp ## how fast the ways of chapter 5 are here
	@mkdir -p $(B)/bench
	$< --bench --out $(B)/bench/05_making_it_fast.tsv
	@$(MAKE) -s $(B)/bench/05_making_it_fast.gp
	@for f in $(BENCH_FIGURES); do gnuplot -e "format='svg'; narrow=0; values='$(B)/values/05_making_it_fast.gp'; measured='$(B)/bench/05_making_it_fast.gp'; output_file='$(B)/bench/$$f.svg'" figures/$$f.gp || exit 1; echo "$(B)/bench/$$f.svg"; done

# --- Figures: gnuplot, from the values -----------------------------------------------------
# The first two digits of a figure's name say whose values it draws.
stem_of = $(filter $(firstword $(subst _, ,$(1)))_%,$(PROGRAMS))
# A script that speaks of `narrow` draws a second picture, for a phone.
NARROW := $(basename $(notdir $(shell grep -lw narrow $(FIGURES:%=figures/%.gp) 2>/dev/null)))
define figure
$(B)/figures/$(1).svg $(B)/figures/$(1).pdf $(patsubst %,$(B)/figures/%.narrow.svg,$(filter $(1),$(NARROW))) &: figures/$(1).gp figures/style.gp $(B)/values/$(call stem_of,$(1)).gp
	@mkdir -p $(B)/figures
	@rm -f $(B)/figures/$(1).narrow.svg
	@echo "figure $(1)"
	@for kind in svg pdf $(if $(filter $(1),$(NARROW)),narrow.svg); do \
	    SOURCE_DATE_EPOCH=0 gnuplot -e "kind='$$$$kind'; narrow=kind eq 'narrow.svg'; format=narrow ? 'svg' : kind; values='$(B)/values/$(call stem_of,$(1)).gp'; output_file='$(B)/figures/$(1).'.kind" $$< || exit 1; \
	done
endef
$(foreach f,$(FIGURES),$(eval $(call figure,$(f))))
.PHONY: figures
figures: $(FIGURES:%=$(B)/figures/%.svg) ## the pictures

# --- Pages: pandoc, twice ------------------------------------------------------------------
# First what every source can be referred to by (build/refs/), then the pages. A page depends on
# what its filter read (build/refs/STEM.d), so a change rebuilds only the pages that show it.
READER  := commonmark_x+sourcepos-gfm_auto_identifiers-implicit_header_references-emoji
FILTERS := $(wildcard code/book/*.lua) code/book/template.html code/book/html.sed
# EDITION=instructor: with solutions and wrong models, in a folder of its own.
EDITION := students
$(if $(filter students instructor,$(EDITION)),,$(error EDITION is "$(EDITION)", expected students or instructor))
BOOK    := $(B)/$(if $(filter instructor,$(EDITION)),instructor,book)
SEARCH  := $(B)/search$(if $(filter instructor,$(EDITION)),-instructor)
PAGES   := $(BOOK)/index.html $(CHAPTERS:%=$(BOOK)/%.html)
# Not the exercises: their masters hold the solutions.
SOURCES := $(sort $(filter-out code/exercises/%,$(wildcard code/*.[ch] code/*/*.[ch])))
ASSETS  := $(BOOK)/book.css $(BOOK)/book.js $(SOURCES:%=$(BOOK)/source/%.txt)

$(B)/refs/book.tsv: book.md
$(CHAPTERS:%=$(B)/refs/%.tsv): $(B)/refs/%.tsv: chapters/%.md
$(B)/refs/book.tsv $(CHAPTERS:%=$(B)/refs/%.tsv): code/book/refs.lua code/book/book.lua code/book/glossary.lua code/book/terms.lua code/book/exercises.lua
	@mkdir -p $(@D)
	@STEM=$(basename $(@F)) B=$(B) EXERCISES="$(call exercises_of,$(basename $(@F)))" pandoc -f $(READER) -L code/book/refs.lua -t plain $(filter %.md,$^) -o $(B)/refs/$(basename $(@F)).txt
# Touched only when something in it changed, or every page would be made again.
$(B)/refs.tsv: $(B)/refs/book.tsv $(CHAPTERS:%=$(B)/refs/%.tsv)
	@cat $^ > $@.new; cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# A page shows the exercises of its chapter; their masters say which that is.
EXERCISE_CHAPTERS := $(shell grep -Ho '^//: chapter  *[^ ]*' code/exercises/*.c 2>/dev/null | sed 's/:.* /=/')
exercises_of = $(patsubst %=$(1),%,$(filter %=$(1),$(EXERCISE_CHAPTERS)))
ifeq ($(EDITION),instructor)
$(PAGES): | $(B)/grade
endif
$(foreach c,$(CHAPTERS),$(eval $(B)/refs/$(c).tsv: $(call exercises_of,$(c))))

$(BOOK)/index.html: book.md $(SOURCES) $(FIGURES:%=figures/%.gp)
$(CHAPTERS:%=$(BOOK)/%.html): $(BOOK)/%.html: chapters/%.md
$(PAGES): $(FILTERS) $(B)/refs.tsv | $(VALUES) $(FIGURES:%=$(B)/figures/%.svg) $($(B)_PROGRAMS) $(RUN_VALUES) $(BENCH_VALUES)
	@mkdir -p $(@D) $(SEARCH)
	@echo "page $@"
	@KIND=$(if $(filter instructor,$(EDITION)),instructor,html) EXERCISES="$(call exercises_of,$(basename $(@F)))" STEM=$(basename $(notdir $(filter %.md,$^))) B=$(B) PAGE=$@ PAGE_NAME=$(@F) SOURCES="$(SOURCES)" FIGURES="$(FIGURES)" \
	    pandoc -f $(READER) $(if $(LIVE),-M live=yes) -L code/book/page.lua -t html5 --mathml --template code/book/template.html $(filter %.md,$^) -o $@
	@sed -i -f code/book/html.sed $@
-include $(wildcard $(B)/refs/*.d)

$(BOOK)/%.css: code/book/%.css
	@mkdir -p $(@D) && cp $< $@
$(BOOK)/%.js: code/book/%.js
	@mkdir -p $(@D) && cp $< $@
$(BOOK)/source/%.txt: %
	@mkdir -p $(@D) && cp $< $@

# --- The living page: each program as WebAssembly, and the shim that runs it ----------------
# Built where its tools are (make deps installs them); without them the pages are whole, but still.
WASI_CC := $(if $(wildcard /usr/include/wasm32-wasi /usr/lib/wasm32-wasi),$(shell command -v clang))
LIVE    := $(if $(and $(WASI_CC),$(shell command -v npm)),yes)
# The programs whose pages let the reader change something.
LIVE_PROGRAMS := $(filter $(basename $(notdir $(shell grep -lE '^:+ *[{][.](try|board|draw)' chapters/*.md))),$(PROGRAMS))
LIVE_ASSETS := $(if $(LIVE),$(BOOK)/live.js $(addprefix $(BOOK)/,widgets.js guess.js draw.js search.js minisearch.js search-data.js wasi.js) $(LIVE_PROGRAMS:%=$(BOOK)/%.program.js) $(RUN_VALUES:$(B)/run/%.tsv=$(BOOK)/%.weights.js))
WASM_SOURCES = $(filter-out code/data/% code/training/% code/fast/%,$(LIBRARY)) $(wildcard code/data/random.c code/training/lenet.c code/training/look.c) \
    $(if $(wildcard code/training),code/book/no_training.c)
$(B)/wasm/%.wasm: code/%.c $(LIBRARY) $(H_FILES)
	@mkdir -p $(@D)
	clang --target=wasm32-wasi $(CSTD) $(WARNINGS) -Os -flto -ffp-contract=off -Icode $< $(WASM_SOURCES) -Wl,--strip-all -lm -o $@
$(BOOK)/%.program.js: $(B)/wasm/%.wasm
	@mkdir -p $(@D)
	@{ printf '(window.bookPrograms ??= {})["%s"] = "' $*; base64 -w0 $<; printf '";\n'; } > $@
# The trained weights, for the image that a reader draws on the page of chapter 4.
$(BOOK)/04_full_network.weights.js: $(B)/run/04_full_network.tsv
	@mkdir -p $(@D)
	@{ printf 'window.bookWeights = `'; cat $(B)/run/04_full_network_weights.tsv; printf '`;\n'; \
	   printf 'window.bookClasses = `'; cat $(B)/run/04_full_network_classes.tsv; printf '`;\n'; } > $@
$(B)/npm/installed: code/book/package.json code/book/package-lock.json
	@mkdir -p $(@D) && cp $^ $(@D)
	cd $(@D) && npm ci --no-audit --no-fund --loglevel=error && touch installed || \
	    { echo "npm did not get what the living pages are made of. Pages without it: make book LIVE="; exit 1; }
$(BOOK)/minisearch.js: $(B)/npm/installed
	@mkdir -p $(@D)
	$(B)/npm/node_modules/.bin/esbuild $(B)/npm/node_modules/minisearch/dist/umd/index.js --minify --log-level=warning --outfile=$@
	@cp $(B)/npm/node_modules/minisearch/LICENSE.txt $(@D)/minisearch.LICENSE.txt
$(BOOK)/search-data.js: $(PAGES)
	@{ printf 'window.bookSections = ['; cat $(SEARCH)/book.json $(CHAPTERS:%=$(SEARCH)/%.json) | sed '$$!s/$$/,/'; printf '];\n'; } > $@
$(BOOK)/wasi.js: code/book/wasi.js $(B)/npm/installed
	@mkdir -p $(@D)
	NODE_PATH=$(B)/npm/node_modules $(B)/npm/node_modules/.bin/esbuild $< --bundle --minify --format=iife --log-level=warning --outfile=$@
	@cp $(B)/npm/node_modules/@bjorn3/browser_wasi_shim/LICENSE-MIT $(@D)/wasi.LICENSE.txt

# --- Print and EPUB: each chapter as pandoc's JSON, checked like a page; then one book of all --
TITLE        := where-does-the-gradient-go
# The date of this edition, in both and in their archives: the same sources give the same files.
EDITION      := $(shell date -u -d 2026-11-23 +%s)
# The index of the pages has no place in print, which makes its own, with page numbers.
PAPER_CHAPTERS := $(filter-out %_index,$(CHAPTERS))
# $(call kind,KIND): build/KIND/STEM.json
define kind
$(B)/$(1)/book.json: book.md $(SOURCES) $(FIGURES:%=figures/%.gp)
$(PAPER_CHAPTERS:%=$(B)/$(1)/%.json): $(B)/$(1)/%.json: chapters/%.md
$(B)/$(1)/book.json $(PAPER_CHAPTERS:%=$(B)/$(1)/%.json): $(FILTERS) $(B)/refs.tsv | $(VALUES) $(FIGURES:%=$(B)/figures/%.svg) $($(B)_PROGRAMS) $(RUN_VALUES) $(BENCH_VALUES)
	@mkdir -p $$(@D)
	@echo "$(1) $$(basename $$(@F))"
	@KIND=$(1) EXERCISES="$$(call exercises_of,$$(basename $$(@F)))" STEM=$$(basename $$(@F)) B=$(B) PAGE=$$@ PAGE_NAME=$$(patsubst book.html,index.html,$$(@F:.json=.html)) \
	    SOURCES="$(SOURCES)" FIGURES="$(FIGURES)" pandoc -f $(READER) -L code/book/page.lua -t json $$(filter %.md,$$^) -o $$@
endef
$(eval $(call kind,latex))
$(eval $(call kind,epub))

$(B)/latex/book.tex: $(B)/latex/book.json $(PAPER_CHAPTERS:%=$(B)/latex/%.json) code/book/book.tex
	@STEM=book B=$(B) pandoc -f json -L code/book/whole.lua -t latex --top-level-division=chapter --template code/book/book.tex $(filter %.json,$^) -o $@
# Again until no page number moves; the log is kept.
$(B)/$(TITLE).pdf: $(B)/latex/book.tex $(FIGURES:%=$(B)/figures/%.svg)
	@was=; for round in 1 2 3 4 5 6; do \
	    echo "print, round $$round"; \
	    SOURCE_DATE_EPOCH=$(EDITION) FORCE_SOURCE_DATE=1 TZ=UTC lualatex -interaction=nonstopmode -halt-on-error \
	        -output-directory=$(<D) $< >/dev/null || { grep -A5 '^!' $(<D)/book.log; exit 1; }; \
	    (cd $(<D) && makeindex -q book.idx) || exit 1; \
	    now=$$(cat $(<D)/book.aux $(<D)/book.toc $(<D)/book.ind | cksum); \
	    [ "$$now" != "$$was" ] || break; was=$$now; \
	done
	@cp $(<D)/book.pdf $@
# pandoc knows no accessibility metadata yet; all times in the archive are the same.
$(B)/$(TITLE).epub: $(B)/epub/book.json $(PAPER_CHAPTERS:%=$(B)/epub/%.json) code/book/epub.css $(wildcard code/book/epub.*)
	@rm -rf $@ $(B)/epub/whole
	@STEM=book B=$(B) SOURCE_DATE_EPOCH=$(EDITION) pandoc -f json -L code/book/whole.lua -t epub3 --mathml --toc-depth=2 --template code/book/epub.xhtml \
	    --metadata-file=code/book/epub.yaml --css code/book/epub.css $(filter %.json,$^) -o $(B)/epub/pandoc.epub
	@unzip -q $(B)/epub/pandoc.epub -d $(B)/epub/whole
	@sed -i -e 's/<package /&xml:lang="en" /' -e '/<\/metadata>/{' -e 'r code/book/epub.opf' -e 'N' -e '}' $(B)/epub/whole/EPUB/content.opf
	@sed -i -z -f code/book/epub.sed $(B)/epub/whole/EPUB/nav.xhtml $(B)/epub/whole/EPUB/text/*.xhtml
	@cd $(B)/epub/whole && find . -exec touch -d @$(EDITION) {} + && TZ=UTC zip -qX0 ../../$(@F) mimetype && \
	    find META-INF EPUB -type f | LC_ALL=C sort | TZ=UTC zip -qX9@ ../../$(@F)
.PHONY: epub
epub: $(B)/$(TITLE).epub ## the EPUB
	@echo "The EPUB is $<"
.PHONY: pdf
pdf: $(B)/$(TITLE).pdf ## the printed book
	@echo "The printed book is $<"

.PHONY: book accept
book: $(PAGES) $(ASSETS) $(LIVE_ASSETS) ## the book, build/book/index.html (the default)
	@echo "The book is in $(BOOK)/index.html"

accept: export ACCEPT := 1
accept: ## takes what the programs print now as the expected output
	@rm -f $(PAGES)
	@$(MAKE) --no-print-directory book
	@test ! -f $(B)/figures/01_fc_to_pool_wires.svg || \
	 sed -e 's/⟦[a-z]*¦[^¦]*¦\([^⟧]*\)⟧/\1/g' -e '0,/<desc>/s//<rect width="100%" height="100%" fill="white"\/>&/' \
	    $(B)/figures/01_fc_to_pool_wires.svg > figures/readme.svg

# --- Coverage: every line and branch of the layers -----------------------------------------
$(eval $(call variant,$(B)/coverage,gcc,-O0 --coverage))
COVERED := $(filter layers_%,$(TESTS))
GCOVR   := gcovr --root . --filter code/layers/ --object-directory $(B)/coverage $(B)/coverage
.PHONY: coverage
coverage: $(COVERED:%=$(B)/coverage/tests/%) ## line and branch coverage of code/layers; below 100 % fails
	@find $(B)/coverage -name '*.gcda' -delete
	@SEED=1 tests/run $^
	@$(GCOVR)
	@$(GCOVR) --branches --print-summary --fail-under-line 100 --fail-under-branch 100

# --- The kill table: every value and every formula broken, one at a time --------------------
# The same tests, with a header in front of Criterion's that runs them in one process each.
PLAIN := $(patsubst %.c,$(B)/mutants/obj/%.o,$(HELPERS) tests/mutants/plain/plain.c)
$(B)/mutants/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) -Itests/mutants/plain $(FLAGS) -Wno-error -w -c $< -o $@
-include $(shell find $(B)/mutants/obj -name '*.d' 2>/dev/null)
$(B)/mutants/mutants: $(patsubst %.c,$(B)/obj/%.o,$(wildcard tests/mutants/*.c))
	@mkdir -p $(@D)
	$(CC) $^ $(LDLIBS) -o $@
# The layers as a library that is looked for at the start, so that a mutant can stand in.
$(B)/mutants/layer_tests: $(COVERED:%=$(B)/mutants/obj/tests/%.o) $(PLAIN) $(B)/libbook.a
	@mkdir -p $(@D)/whole
	$(CC) -shared -fPIC $(FLAGS) -MF $(B)/mutants/whole/layers.d $(wildcard code/layers/*.c) -lm -o $(B)/mutants/whole/liblayers.so
	$(CC) $(filter %.o,$^) -L$(B)/mutants/whole -llayers $(B)/libbook.a $(LDLIBS) -o $@
MUTATED := $(filter $(PROGRAMS),$(TESTS))
$(MUTATED:%=$(B)/mutants/%): $(B)/mutants/%: $(B)/mutants/obj/tests/%.o $(PLAIN) $(B)/libbook.a
	$(CC) $^ $(LDLIBS) -o $@
.PHONY: mutants
mutants: $(B)/mutants/mutants $(B)/mutants/layer_tests $(MUTATED:%=$(B)/mutants/%) $(VALUES) ## the kill table: which mistakes would the tests let through?
	$(B)/mutants/mutants $(MUTANT_OPTIONS) $(MUTATED) $(sort $(wildcard code/layers/*.c))

.PHONY: clean
test: tests $(VALUES) ## all tests once, by gcc
	tests/run $($(B)_TESTS)

# --- Tests of the book itself: each breaks a copy of a tiny book and reads the message ------
$(B)/tests/book_%: $(B)/obj/tests/book/%.o
	@mkdir -p $(@D)
	$(CC) $^ -lcriterion -o $@
$(B)/tiny/base/ready: Makefile $(FILTERS) $(wildcard code/program/* code/book/* tests/book/tiny/* tests/book/tiny/*/* tests/book/tiny/*/*/* tests/hand.* tests/run figures/style.gp)
	rm -rf $(B)/tiny && mkdir -p $(@D)/code $(@D)/figures $(@D)/tests
	cp -r tests/book/tiny/* $(@D)
	cp Makefile $(@D) && cp -r code/program code/book $(@D)/code
	cp figures/style.gp $(@D)/figures && cp tests/run tests/hand.* $(@D)/tests
	MAKEFLAGS= TEST_TOTALS= $(MAKE) -C $(@D) book test
	touch $@
.PHONY: check-book
check-book: $(B)/tests/book_binding $(B)/tiny/base/ready ## each way to break the binding of text to programs is noticed
	tests/run $(B)/tests/book_binding

# --- Checks of the printed book and the EPUB: about two minutes ---------------------------------
$(B)/npm-ace/installed: tests/book/ace/package.json tests/book/ace/package-lock.json
	@mkdir -p $(@D) && cp $^ $(@D)
	cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --silent && touch installed
.PHONY: check-print
check-print: pdf epub $(B)/tests/book_print $(B)/npm-ace/installed ## check the PDF and the EPUB: fonts, contents, references, margins, epubcheck, Ace
	TEST_TIMEOUT=600 tests/run $(B)/tests/book_print

# --- Checks of the built pages, in a real browser (tests/book/browser) ------------------------
# make check-pages SUITES="axe numbers" runs some of them; each says how long it took.
$(B)/npm-test/installed: tests/book/browser/package.json tests/book/browser/package-lock.json
	@mkdir -p $(@D) && cp $^ $(@D)
	cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --silent && touch installed
.PHONY: check-pages
check-pages: book $(B)/npm-test/installed ## check the pages in a browser: axe, Lighthouse, markup, spelling, numbers, keys
	@BUILD=$(B) node tests/book/browser/run.mjs $(SUITES)

# --- The fast code on another processor, in an emulator -----------------------------------------
# Debian: gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static
NEON_CC := aarch64-linux-gnu-gcc
NEON_SOURCES := tests/neon/neon.c code/data/random.c $(addprefix code/fast/,blas.c cpu.c image_group.c lane_group.c lanes1.c lanes4.c net.c order.c plain.c team.c train.c)
.PHONY: check-neon
check-neon: ## the fast code compiled for NEON, against plain loops, in an emulator
	@command -v $(NEON_CC) qemu-aarch64-static >/dev/null || { echo "check-neon wants gcc-aarch64-linux-gnu, libc6-dev-arm64-cross and qemu-user-static"; exit 2; }
	@mkdir -p $(B)/neon
	$(NEON_CC) $(CSTD) $(WARNINGS) -O3 -ffp-contract=fast -static -Icode $(NEON_SOURCES) -lm -lpthread -o $(B)/neon/neon
	@aarch64-linux-gnu-objdump -d $(B)/neon/neon | awk '/fmla.*\.4s/ { n++ } END { print n + 0 " multiplications of four numbers at once in the code"; exit n < 100 }'
	qemu-aarch64-static $(B)/neon/neon

# --- The grader and the exercises -----------------------------------------------------------
include $(wildcard code/grade/grade.mk)

# --- Everything that must hold (each of CHECKS is a target of its own) ----------------------
CHECKS := check-tests format-check lint coverage book check-book check-grade
VARIANTS := $(B) $(B)/clang $(B)/sanitize
.PHONY: check check-tests format-check lint run
check: ## every test and check; the last line is "N passed, N failed"
	@B=$(B) MAKE="$(MAKE)" tests/check $(CHECKS)
check-tests: $(VARIANTS:%=%/tested) ## all tests, by gcc, by clang, and under ASan + UBSan
# Two variants side by side: a long test leaves a processor to the others.
define tested
.PHONY: $(1)/tested
$(1)/tested: $($(1)_TESTS) $($(1)_PROGRAMS) $(VALUES)
	tests/run $($(1)_TESTS)
endef
$(foreach v,$(VARIANTS),$(eval $(call tested,$(v))))
format-check: ## clang-format has nothing to change
	@clang-format --dry-run -Werror $(C_FILES) $(H_FILES)
# Not the exercises' masters: their wrong models are wrong on purpose.
LINTED := $(filter-out code/exercises/% $(if $(HAVE_DNNL),,$(PEERS)),$(C_FILES))
lint: $(LINTED:%.c=$(B)/lint/%.tidy) ## cppcheck and clang-tidy have nothing to say (.cppcheck, .clang-tidy)
	@mkdir -p $(B)/lint/cppcheck
	@cppcheck -q -j2 --std=c11 --enable=warning,style,performance,portability --inline-suppr \
	    --suppressions-list=.cppcheck --cppcheck-build-dir=$(B)/lint/cppcheck --error-exitcode=1 -Icode -Itests \
	    -D'Test(s,n,...)=void s##_##n(void)' -D'TestSuite(...)=' -D'ParameterizedTest(p,s,n,...)=void s##_##n(p)' \
	    -D'ParameterizedTestParameters(s,n)=struct criterion_test_params s##n(void)' -D'json_array_foreach(a,i,v)=while ((i = json_array_size(a), v = json_array_get(a, i)))' $(LINTED)
# Again when the file or a header of it changes, which is when its object does.
$(B)/lint/%.tidy: %.c $(B)/obj/%.o .clang-tidy tests/.clang-tidy
	@mkdir -p $(@D)
	@clang-tidy --quiet $< -- $(CSTD) -Icode -Itests 2>/dev/null && touch $@

CHAPTER_PROGRAM = $(filter $(CHAPTER)_% 0$(CHAPTER)_%,$(PROGRAMS))
run: $(if $(filter run,$(MAKECMDGOALS)),$(CHAPTER_PROGRAM:%=$(B)/bin/%)) ## a chapter's program: make run CHAPTER=1 ARGS="--upstream 1,2,3"
	@test -n "$(CHAPTER_PROGRAM)" || { echo 'make run CHAPTER=N: no chapter "$(CHAPTER)"; there are $(PROGRAMS)'; exit 2; }
	@$(CHAPTER_PROGRAM:%=$(B)/bin/%) $(ARGS)

clean: ## removes build/, which is everything that was made
	rm -rf $(B)
