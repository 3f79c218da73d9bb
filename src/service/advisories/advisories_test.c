/*
 * advisories_test.c - what stands in a home's folder of advisories is given out or passed over; publishing itself is tests/scenario/served-apis.sh's.
 */
#include <stdlib.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "service/advisories/advisories.h"
#include "test.h"

static struct home
home_in(char *dir, struct arena *arena)
{
	static const char *const folders[] = { "csaf", "csaf/2026", "csaf/2025", "csaf/openpgp", "csaf/drafts" };
	struct home home = { .path = str_of(dir) };

	assert_non_null(mkdtemp(dir));
	for (size_t i = 0; i < ARRAY_LEN(folders); i++)
		assert_ok(dir_make(path_join(arena, home.path, str_of(folders[i])), arena));
	return home;
}

static void
put(const struct home *home, const char *path, struct str bytes, struct arena *arena)
{
	assert_ok(file_write(path_join(arena, path_join(arena, home->path, STR("csaf")), str_of(path)), bytes, arena));
}

/* A document of that number; what is NULL is left out. */
static struct str
document(const char *id, const char *tlp, const char *status, const char *released, struct arena *arena)
{
	return arena_printf(arena, "{\"document\": {\"category\": \"csaf_security_advisory\", \"title\": \"例\", \"distribution\": {%s%s%s},"
	    "\"publisher\": {\"category\": \"vendor\", \"name\": \"例市\", \"namespace\": \"https://city.example.jp\"},"
	    "\"tracking\": {\"id\": \"%s\", \"status\": \"%s\", \"initial_release_date\": \"2026-01-01T00:00:00Z\", \"current_release_date\": \"%s\"}}}",
	    tlp == NULL ? "" : "\"tlp\": {\"label\": \"", tlp == NULL ? "" : tlp, tlp == NULL ? "" : "\"}", id, status, released);
}

static void
what_is_whole_is_listed_the_newest_first(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-advisories-XXXXXX";
	struct home home = home_in(dir, arena);
	struct own_advisories all;

	(void)state;
	put(&home, "2026/ex-1.json", document("EX-1", "WHITE", "final", "2026-02-01T00:00:00Z", arena), arena);
	put(&home, "2025/ex-2.json", document("EX-2", "CLEAR", "interim", "2026-03-01T00:00:00Z", arena), arena);
	put(&home, "2026/ex-3.json", document("EX-3", "AMBER", "final", "2026-01-01T00:00:00Z", arena), arena);
	/* Passed over: a draft, one for nobody knows whom, of no such TLP, without a date, no JSON, and names that CSAF has not. */
	put(&home, "2026/draft.json", document("D", "WHITE", "draft", "2026-02-01T00:00:00Z", arena), arena);
	put(&home, "2026/nobody.json", document("N", NULL, "final", "2026-02-01T00:00:00Z", arena), arena);
	put(&home, "2026/purple.json", document("P", "PURPLE", "final", "2026-02-01T00:00:00Z", arena), arena);
	put(&home, "2026/undated.json", document("U", "WHITE", "final", "soon", arena), arena);
	put(&home, "2026/broken.json", STR("{"), arena);
	put(&home, "2026/Ex-1.json", document("EX-1", "WHITE", "final", "2026-02-01T00:00:00Z", arena), arena);
	put(&home, "2026/ex-1.txt", document("EX-1", "WHITE", "final", "2026-02-01T00:00:00Z", arena), arena);
	put(&home, "drafts/ex-9.json", document("EX-9", "WHITE", "final", "2026-02-01T00:00:00Z", arena), arena);
	assert_ok(own_advisories(&home, arena, &all));
	assert_int_equal(all.list.count, 3);
	assert_str(all.list.items[0].path, "2025/ex-2.json");
	assert_str(all.list.items[0].tlp, "WHITE");
	assert_str(all.list.items[1].id, "EX-1");
	assert_str(all.list.items[2].publisher, "例市");
	assert_true(own_advisory_is_free(&all.list.items[0]));
	assert_false(own_advisory_is_free(&all.list.items[2]));
	assert_ok(dir_remove(home.path, arena));
	assert_ok(own_advisories(&home, arena, &all));
	assert_int_equal(all.list.count, 0);
}

static void
a_path_leads_nowhere_else(void **state)
{
	static const char *const elsewhere[] = { "", "ex-1.json", "2026/", "2026/../2026/ex-1.json", "../csaf/2026/ex-1.json", "2026/ex-2.json", "drafts/ex-1.json",
		"2026/ex-1.json.asc", "02026/ex-1.json", "/2026/ex-1.json", "2026//ex-1.json" };
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-advisories-XXXXXX";
	struct home home = home_in(dir, arena);
	struct own_advisory advisory;
	struct str bytes;
	bool found;

	(void)state;
	put(&home, "2026/ex-1.json", document("EX-1", "WHITE", "final", "2026-02-01T00:00:00Z", arena), arena);
	put(&home, "drafts/ex-1.json", document("EX-1", "WHITE", "final", "2026-02-01T00:00:00Z", arena), arena);
	assert_ok(own_advisory_read(&home, STR("2026/ex-1.json"), arena, &advisory, &bytes, &found));
	assert_true(found && str_starts(bytes, STR("{\"document\"")));
	for (size_t i = 0; i < ARRAY_LEN(elsewhere); i++) {
		assert_ok(own_advisory_read(&home, str_of(elsewhere[i]), arena, &advisory, &bytes, &found));
		if (found)
			fail_msg("given out: %s", elsewhere[i]);
	}
	assert_ok(dir_remove(home.path, arena));
}

static void
a_signature_is_of_this_edition(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-advisories-XXXXXX";
	struct home home = home_in(dir, arena);
	const struct str one = document("EX-1", "WHITE", "final", "2026-02-01T00:00:00Z", arena);
	struct own_advisory advisory;
	struct str bytes;
	bool found;

	(void)state;
	put(&home, "2026/ex-1.json", one, arena);
	put(&home, "2026/ex-1.json.asc", STR("signed"), arena);
	assert_ok(own_advisory_read(&home, STR("2026/ex-1.json"), arena, &advisory, &bytes, &found));
	assert_true(advisory.is_signed);
	assert_ok(own_advisory_signature(&home, &advisory, arena, &bytes, &found));
	assert_true(found);
	assert_str(bytes, "signed");
	/* A moment later somebody lays another edition over it by hand. */
	(void)usleep(20000);
	put(&home, "2026/ex-1.json", one, arena);
	assert_ok(own_advisory_read(&home, STR("2026/ex-1.json"), arena, &advisory, &bytes, &found));
	assert_true(found);
	assert_false(advisory.is_signed);
	assert_ok(own_advisory_signature(&home, &advisory, arena, &bytes, &found));
	assert_false(found);
	assert_ok(dir_remove(home.path, arena));
}

static void
keys_are_found_by_their_fingerprint(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-advisories-XXXXXX";
	struct home home = home_in(dir, arena);
	const struct str fingerprint = STR("0C1C866065AB15DD873A5AFDC2D8252ACAB212CE");
	struct own_public_keys keys;
	struct str bytes;
	bool found;

	(void)state;
	put(&home, "openpgp/0C1C866065AB15DD873A5AFDC2D8252ACAB212CE.asc", STR("key"), arena);
	put(&home, "openpgp/secret.asc", STR("not this"), arena);
	assert_ok(own_public_keys(&home, arena, &keys));
	assert_int_equal(keys.list.count, 1);
	assert_true(str_eq(keys.list.items[0].fingerprint, fingerprint));
	assert_ok(own_public_key(&home, fingerprint, arena, &bytes, &found));
	assert_true(found);
	assert_ok(own_public_key(&home, STR("secret"), arena, &bytes, &found));
	assert_false(found);
	assert_ok(own_public_key(&home, STR("../2026/ex-1.json"), arena, &bytes, &found));
	assert_false(found);
	assert_ok(dir_remove(home.path, arena));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_whole_is_listed_the_newest_first),
		cmocka_unit_test(a_path_leads_nowhere_else),
		cmocka_unit_test(a_signature_is_of_this_edition),
		cmocka_unit_test(keys_are_found_by_their_fingerprint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
