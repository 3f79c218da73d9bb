# A thin door to meson and ninja. `make` builds, `make demo` shows, `make check` tests; `make help` lists the rest.
BUILD   = build
ASAN    = build-asan
CLANG   = build-clang
COVER   = build-coverage
FUZZ    = build-fuzz
JOBS   ?= $(shell nproc)
# What tools/embed compiles in: a new file there is a new source.
ASSETS  = criteria/* demo/* duties/* mappings/* names/* playbooks/* postures/* routes/* segments/* ssvc/* templates/* web/*
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib

all: $(BUILD)/tsukuroi

help:
	@sed -n 's/^## //p' Makefile

# Sources are found by convention (tools/sources); a changed list makes meson look again.
define configure
	@tools/sources lib > .sources.new 2>/dev/null; tools/sources test >> .sources.new; tools/sources fuzz >> .sources.new; \
	tools/sources library >> .sources.new; tools/sources library-test >> .sources.new; \
	ls po/ja/*.po $(ASSETS) >> .sources.new; \
	if [ ! -f $(1)/build.ninja ]; then meson setup $(1) $(2) >/dev/null || { meson setup $(1) $(2); exit 1; }; mv .sources.new $(1)/sources.list; \
	elif cmp -s .sources.new $(1)/sources.list; then rm -f .sources.new; \
	else meson setup --reconfigure $(1) >/dev/null && mv .sources.new $(1)/sources.list; fi
endef

## make              builds build/tsukuroi (installs missing Debian packages first)
$(BUILD)/tsukuroi: always
	@tools/install-deps build
	$(call configure,$(BUILD),-Dbuildtype=release -Db_lto=false)
	@ninja -C $(BUILD) -j$(JOBS) --quiet tsukuroi library

## make demo         builds, then shows the main job on a small knowledge base and ledger
demo: $(BUILD)/tsukuroi
	@tools/demo $(BUILD)/tsukuroi

## make check        builds with sanitizers and runs all tests, on SQLite and on a PostgreSQL of its own
check: always
	@tools/install-deps build check
	$(call configure,$(ASAN),-Db_sanitize=address$(comma)undefined -Db_lundef=false -Dwords=strict --werror)
	@ninja -C $(ASAN) -j$(JOBS) --quiet
	@tools/check $(ASAN)

## make web-check    every page in Debian's Chromium: axe, 320 px, keyboard, without script, the first hour (WHAT="pages jobs hour")
web-check: $(BUILD)/tsukuroi
	@tools/install-deps web
	@command -v npm >/dev/null || tools/install-deps web-npm
	@tests/web/run $(BUILD)/tsukuroi $(or $(WHAT),pages jobs hour)

## make tour         makes the pictures of doc/tour anew
tour: $(BUILD)/tsukuroi
	@tools/install-deps web
	@command -v npm >/dev/null || tools/install-deps web-npm
	@tests/web/run $(BUILD)/tsukuroi tour

## make check-clang  builds with clang -Werror
check-clang: always
	@tools/install-deps build check ci
	$(call configure,$(CLANG),--native-file tools/clang.ini --werror)
	@ninja -C $(CLANG) -j$(JOBS) --quiet

## make analyse      includes, cppcheck, shellcheck, man pages, hardening; clang-tidy on changed files (BASE=all: on all)
analyse: check-clang $(BUILD)/tsukuroi
	@tools/analyse $(CLANG) $(BUILD)/tsukuroi $(BASE)

## make fuzz         replays the corpora, then SECONDS (5) of fuzzing per target
fuzz: always
	@tools/install-deps build ci
	$(call configure,$(FUZZ),--native-file tools/clang.ini -Dfuzz=true -Db_sanitize=address$(comma)undefined -Db_lundef=false)
	@ninja -C $(FUZZ) -j$(JOBS) --quiet
	@JOBS=$(JOBS) tools/fuzz $(FUZZ) $(or $(SECONDS),5)

## make coverage     lines and branches the unit tests of the pure rooms take, and every branch never taken (ROOMS=domain/version)
coverage: always
	@tools/install-deps build check
	$(call configure,$(COVER),-Dbuildtype=debug -Db_coverage=true -Dwords=lenient)
	@tools/coverage $(COVER) $(ROOMS)

## make differential asks the programs that own an order about a million pairs each (PAIRS), and gets them first (tools/peers)
differential: always
	@tools/install-deps build check
	$(call configure,$(BUILD),-Dbuildtype=release -Db_lto=false)
	@ninja -C $(BUILD) -j$(JOBS) --quiet tsukuroi $(patsubst %_test.c,%-test,$(subst /,-,$(wildcard tests/differential/*_test.c)))
	@tools/peers || true
	@TSUKUROI_PAIRS=$(or $(PAIRS),1000000) tools/differential $(BUILD)

## make bench        prints speed and memory beside the machine's own limits; never passes or fails
bench: $(BUILD)/tsukuroi
	@ninja -C $(BUILD) -j$(JOBS) --quiet bench-parse bench-engines bench-names bench-playbooks bench-cases bench-audit bench-search
	@bench/run $(BUILD)

## make bench-engines the same for orderings, scores, names and prose, beside programs of others (WHAT="compare cvss" for some)
bench-engines: $(BUILD)/tsukuroi
	@ninja -C $(BUILD) -j$(JOBS) --quiet bench-engines
	@tools/peers || true
	@bench/engines $(BUILD) $(WHAT)

## make nightly      valgrind, long fuzzing, million-pair runs; keeps its result in tests/nightly.txt
nightly: always
	@tools/install-deps build check ci nightly
	@tools/nightly

## make install      installs program, libtsukuroi and man pages below DESTDIR and PREFIX (/usr/local), the library in LIBDIR (PREFIX/lib)
install: $(BUILD)/tsukuroi
	install -D -m 755 $(BUILD)/tsukuroi $(DESTDIR)$(PREFIX)/bin/tsukuroi
	@packaging/install-library "$(BUILD)" "$(DESTDIR)" "$(PREFIX)" "$(LIBDIR)"
	for page in man/*.[1-9]; do \
		install -D -m 644 $$page $(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/}; done
	for page in man/ja/*.[1-9]; do \
		packaging/man-ja $$page > $(BUILD)/man-ja.page && \
		install -D -m 644 $(BUILD)/man-ja.page $(DESTDIR)$(PREFIX)/share/man/ja/man$${page##*.}/$${page##*/} || exit 1; done
	for script in collect/*; do \
		install -D -m 644 $$script $(DESTDIR)$(PREFIX)/share/tsukuroi/$$script; done

## make deb          builds Debian packages of the program, the library and what programs are compiled with
deb: $(BUILD)/tsukuroi
	@tools/install-deps build deb
	@packaging/deb $(BUILD)

clean:
	rm -rf $(BUILD) $(ASAN) $(CLANG) $(FUZZ) $(COVER) build-plain .sources.new

comma := ,
always:
.PHONY: all always help demo check web-check tour check-clang analyse fuzz coverage differential bench bench-engines nightly install deb clean
