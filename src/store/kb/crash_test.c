/*
 * What is left when a builder dies, a disk is full, a file is damaged: always a whole state, and words.
 */
#include "store/kb/world_test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "domain/match/match.h"

static void
build_again_and_again(struct place *place)
{
	for (int64_t turn = 2;; turn++) {
		struct kb_feed_outcome outcome;
		struct kb_result result;
		const char *lines[201];

		for (size_t i = 0; i < 200; i++)
			lines[i] = arena_cstr(place->arena, arena_printf(place->arena, "CVE-2026-%04zu %lld published turn-%lld", i + 1,
			    (long long)turn, (long long)turn));
		lines[200] = NULL;
		if (import_feed(place, &nvd, INSTANT_NONE, lines, &outcome, &result) != NULL)
			_exit(1);
	}
}

/* A state is whole when all its records are of one turn. */
static void
assert_whole(struct place *place)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct kb *kb KB_SCOPE = NULL;
	struct advisory first, other;

	assert_ok(kb_open(place->path, arena, &kb));
	assert_ok(kb_verify(kb, arena));
	assert_ok(kb_record(kb, STR("nvd"), STR("CVE-2026-0001"), arena, &first));
	if (kb_head(kb)->generation == 1) {
		assert_str(first.title_en, "old");
		return;
	}
	assert_int_equal(kb_head(kb)->records, 200);
	for (int i = 2; i <= 200; i++) {
		assert_ok(kb_record(kb, STR("nvd"), arena_printf(arena, "CVE-2026-%04d", i), arena, &other));
		assert_true(str_eq(first.title_en, other.title_en));
	}
}

static void
a_builder_killed_at_any_moment_leaves_a_whole_state(void **state)
{
	struct place *place = *state;
	size_t count;
	struct str *names;

	take(place, &nvd, before_lines);
	for (unsigned turn = 0; turn < 40; turn++) {
		struct timespec pause = { 0, (long)((turn * 7919u) % 120) * 1000000 };
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0)
			build_again_and_again(place);
		(void)nanosleep(&pause, NULL);
		assert_int_equal(kill(child, SIGKILL), 0);
		assert_int_equal(waitpid(child, NULL, 0), child);
		assert_whole(place);
	}
	/* And what the dead left is gone: lock, current, problems, two generations. */
	assert_ok(dir_list(place->path, place->arena, &names, &count));
	assert_true(count <= 5);
}

static void
a_reader_keeps_its_generation_while_newer_ones_come(void **state)
{
	struct place *place = *state;
	struct kb *kb KB_SCOPE = NULL;
	pid_t child;

	take(place, &nvd, before_lines);
	kb = opened(place);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		build_again_and_again(place);
	for (int i = 0; i < 200; i++) {
		struct advisory advisory;

		assert_ok(kb_record(kb, STR("nvd"), STR("CVE-2026-0001"), place->arena, &advisory));
		assert_str(advisory.title_en, "old");
		assert_int_equal(match_index_vulnerabilities(kb_index(kb)), 1);
		assert_whole(place);
	}
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static void
two_builders_do_not_meet(void **state)
{
	struct place *place = *state;
	struct kb_import *import KB_IMPORT_SCOPE = NULL, *other = NULL;

	assert_ok(kb_import_begin(place->path, DAY(1), place->arena, &import));
	assert_err(kb_import_begin(place->path, DAY(1), place->arena, &other), ERR_BUSY);
	kb_import_close(import);
	import = NULL;
	assert_ok(kb_import_begin(place->path, DAY(1), place->arena, &import));
}

static void
flip_byte(struct place *place, const char *file, off_t at)
{
	struct str path = path_join(place->arena, place_generation(place->path, 2, place->arena), str_of(file));
	int fd FD_SCOPE = open(arena_cstr(place->arena, path), O_RDWR | O_CLOEXEC);
	char byte;

	assert_true(fd >= 0);
	assert_int_equal(pread(fd, &byte, 1, at), 1);
	byte = (char)(byte ^ 0x55);
	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
}

static void
cut_file(struct place *place, const char *file)
{
	struct str path = path_join(place->arena, place_generation(place->path, 2, place->arena), str_of(file));

	assert_int_equal(truncate(arena_cstr(place->arena, path), 1000), 0);
}

static void
two_generations(struct place *place)
{
	take(place, &nvd, LINES("CVE-2026-0001 1 published old"));
	take(place, &nvd, LINES("CVE-2026-0001 2 published new"));
}

static void
a_cut_generation_is_said_so_and_the_previous_one_takes_its_place(void **state)
{
	static const char *const files[] = { "kb.db", "digest", NULL };

	(void)state;
	for (size_t i = 0; files[i] != NULL; i++) {
		void *inner = NULL;
		struct place *place;
		struct kb *kb = NULL;
		struct advisory advisory;
		struct kb_result result;
		struct kb_feed_outcome outcome;
		int64_t generation;
		struct err *err;

		assert_int_equal(make_place(&inner), 0);
		place = inner;
		two_generations(place);
		if (strcmp(files[i], "digest") == 0)
			flip_byte(place, files[i], 30);
		else
			cut_file(place, files[i]);
		err = kb_open(place->path, place->arena, &kb);
		assert_err(err, ERR_STORE);
		print_message("  %.*s\n", STR_ARG(err_sentence(err, LANG_JA, place->arena)));
		assert_true(str_find(err_sentence(err, LANG_EN, place->arena), STR("generation 1, can take its place")) != SIZE_MAX);
		assert_ok(kb_fall_back(place->path, place->arena, &generation));
		assert_int_equal(generation, 1);
		kb = opened(place);
		assert_ok(kb_record(kb, STR("nvd"), STR("CVE-2026-0001"), place->arena, &advisory));
		assert_str(advisory.title_en, "old");
		kb_close(kb);
		assert_err(kb_fall_back(place->path, place->arena, &generation), ERR_NOT_FOUND);
		/* And on it goes, under a number never used. */
		assert_ok(import_feed(place, &nvd, INSTANT_NONE, LINES("CVE-2026-0001 3 published newest"), &outcome, &result));
		assert_int_equal(result.generation, 3);
		assert_int_equal(remove_place(&inner), 0);
	}
}

static void
a_broken_overlay_does_not_cost_the_generation(void **state)
{
	struct place *place = *state;
	struct kb_result result;
	struct kb *kb KB_SCOPE = NULL;
	struct match_threat threat;
	int64_t generation;

	take(place, &nvd, LINES("CVE-2026-0001 1 published old"));
	assert_ok(import_epss(place, 100, LINES("CVE-2026-0001"), (int32_t[]){ 500 }, &result));
	assert_ok(import_epss(place, 101, LINES("CVE-2026-0001"), (int32_t[]){ 900 }, &result));
	assert_ok(dir_remove(place_overlay(place->path, 2, place->arena), place->arena));
	assert_err(kb_open(place->path, place->arena, &kb), ERR_STORE);
	assert_ok(kb_fall_back(place->path, place->arena, &generation));
	assert_int_equal(generation, 1);
	kb = opened(place);
	assert_int_equal(kb_head(kb)->generation, 1);
	assert_true(match_overlay_find(kb_overlay(kb), STR("CVE-2026-0001"), place->arena, &threat));
	assert_int_equal(threat.epss, 500);
}

static void
going_back_also_goes_back_to_how_the_feeds_stood(void **state)
{
	struct place *place = *state;
	struct kb_feed_outcome outcome;
	struct kb_result result;
	struct kb_source *sources;
	struct kb *kb KB_SCOPE = NULL;
	int64_t generation;
	size_t count;

	assert_ok(import_feed(place, &nvd, DAY(900), LINES("CVE-2026-0001 1 published"), &outcome, &result));
	assert_ok(import_feed(place, &nvd, DAY(990), LINES("CVE-2026-0002 1 published"), &outcome, &result));
	assert_ok(kb_fall_back(place->path, place->arena, &generation));
	assert_int_equal(generation, 1);
	kb = opened(place);
	assert_ok(kb_sources(kb, DAY(990), place->arena, &sources, &count));
	assert_int_equal(count, 1);
	assert_int_equal(sources[0].built, DAY(900));
	assert_int_equal(sources[0].records, 1);
	assert_int_equal(sources[0].freshness, KB_STALE);
}

static void
one_changed_byte_is_found_by_verifying(void **state)
{
	struct place *place = *state;
	struct kb *kb KB_SCOPE = NULL;

	two_generations(place);
	flip_byte(place, "kb.db", 20000);
	kb = opened(place);
	assert_err(kb_verify(kb, place->arena), ERR_STORE);
}

static void
a_full_disk_leaves_the_old_state(void **state)
{
	struct place *place = *state;
	pid_t child;
	int status;

	take(place, &nvd, before_lines);
	/* Every size at which something may fail to fit: database, staging, index, digest, manifest. */
	for (rlim_t most = 200; most < 400000; most = most * 3 / 2) {
		child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			struct rlimit limit = { most, most };
			struct kb_feed_outcome outcome;
			struct kb_result result;
			struct err *err;

			(void)signal(SIGXFSZ, SIG_IGN);
			(void)setrlimit(RLIMIT_FSIZE, &limit);
			err = import_feed(place, &nvd, INSTANT_NONE, LINES("CVE-2026-0001 2 published new", "CVE-2026-0002 2 published new"),
			    &outcome, &result);
			_exit(err == NULL ? 0 : err->code == ERR_SYSTEM ? 1 : 2);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status));
		if (WEXITSTATUS(status) == 0)
			break;
		assert_int_equal(WEXITSTATUS(status), 1);
		assert_whole(place);
	}
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* One that an older program built, as its seal says: nothing is broken, and the sentence says what to do. */
static void
a_knowledge_base_of_another_version_says_so(void **state)
{
	struct place *place = *state;
	struct str seal_file = path_join(place->arena, place_generation(place->path, 1, place->arena), STR("digest"));
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct advisory advisory = record_of(place->arena, SOURCE_NVD, "CVE-2026-0002 2 published");
	struct kb_seal seal;
	struct err *err;
	struct kb *kb;

	take(place, &nvd, LINES("CVE-2026-0001 1 published old"));
	assert_ok(sealed_read(seal_file, &kb_seal_schema, place->arena, &seal));
	seal.record_version--;
	assert_ok(sealed_write(seal_file, &kb_seal_schema, &seal, place->arena));
	err = kb_open(place->path, place->arena, &kb);
	assert_non_null(err);
	assert_int_equal(err->code, ERR_STORE);
	assert_true(str_find(err_sentence(err, LANG_EN, place->arena), STR("by another version of this program: move that directory away")) != SIZE_MAX);
	assert_true(str_find(err_sentence(err, LANG_EN, place->arena), STR("is broken")) == SIZE_MAX);
	assert_ok(kb_import_begin(place->path, DAY(2000), place->arena, &import));
	assert_ok(kb_import_feed(import, &nvd, place->arena));
	assert_err(kb_import_record(import, &advisory_schema, &advisory, STR(""), place->arena), ERR_STORE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_builder_killed_at_any_moment_leaves_a_whole_state),
		TEST(a_reader_keeps_its_generation_while_newer_ones_come),
		TEST(two_builders_do_not_meet),
		TEST(a_cut_generation_is_said_so_and_the_previous_one_takes_its_place),
		TEST(a_broken_overlay_does_not_cost_the_generation),
		TEST(going_back_also_goes_back_to_how_the_feeds_stood),
		TEST(one_changed_byte_is_found_by_verifying),
		TEST(a_full_disk_leaves_the_old_state),
		TEST(a_knowledge_base_of_another_version_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
