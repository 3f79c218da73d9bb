#include "test.h"

#include <stdlib.h>
#include "base/asset.h"
#include "base/file.h"
#include "base/limits.h"
#include "domain/playbook/playbook.h"
#include "service/playcheck/playcheck.h"

/* Playbooks proved with an organisation's own templates and routes. */

static bool
renders(const struct home *home, const struct playbook *book, size_t document, enum lang lang, struct arena *arena, struct play_refusals *why)
{
	(void)home, (void)book, (void)document, (void)lang, (void)arena, (void)why;
	return true;
}

/* The first document has no English template. */
static bool
not_in_english(const struct home *home, const struct playbook *book, size_t document, enum lang lang, struct arena *arena, struct play_refusals *why)
{
	(void)home, (void)book, (void)arena, (void)why;
	return document > 0 || lang == LANG_JA;
}

static struct playbook *
shipped(const char *name, struct arena *arena)
{
	struct str path = arena_printf(arena, "playbooks/%s.yaml", name);
	struct playbook *book = NULL;

	assert_ok(playbook_read(asset_find(path), path, arena, &book));
	return book;
}

static void
one_that_holds_says_how_much_was_explored(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct proof_view proof;

	(void)state;
	assert_ok(playbook_prove(NULL, renders, shipped("posture", arena), LANG_JA, arena, &proof));
	assert_true(proof.holds);
	assert_str(proof.id, "posture");
	assert_int_equal(proof.faults.count, 0);
	assert_true(proof.situations > 1 && proof.acts > proof.situations);
	assert_int_equal(proof.bound, LIMIT_PLAYCHECK_STATES);
}

static void
a_template_that_is_missing_is_a_fault_in_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct proof_view proof;

	(void)state;
	assert_ok(playbook_prove(NULL, not_in_english, shipped("posture", arena), LANG_EN, arena, &proof));
	assert_false(proof.holds);
	assert_int_equal(proof.faults.count, 1);
	assert_str(proof.faults.items[0].kind, "template");
	assert_true(proof.faults.items[0].line > 1);
	assert_true(str_find(proof.faults.items[0].text, STR("English")) != SIZE_MAX);
}

/* The home's own route is the one that counts; one that cannot be read stops the proof with its own reason. */
static void
a_route_of_the_home_is_the_one_that_counts(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-playcheck-XXXXXX";
	struct home home = { 0 };
	struct proof_view proof;

	(void)state;
	assert_non_null(mkdtemp(dir));
	home.path = str_of(dir);
	assert_ok(dir_make(path_join(arena, home.path, STR("routes")), arena));
	assert_ok(playbook_prove(&home, renders, shipped("posture", arena), LANG_EN, arena, &proof));
	assert_true(proof.holds);
	assert_ok(file_write(path_join(arena, home.path, STR("routes/posture-agreement.yaml")),
	    STR("route: posture-agreement\nsince: 2026-04-01\ntitle: {ja: 合意, en: Agreement}\nsteps:\n"
	        "  - {id: draft, kind: draft, by: security, ja: 起案, en: Draft}\n"), arena));
	assert_ok(playbook_prove(&home, renders, shipped("posture", arena), LANG_EN, arena, &proof));
	assert_false(proof.holds);
	assert_str(proof.faults.items[0].kind, "route");
	assert_int_equal(proof.faults.items[0].because.count, 1);
	assert_ok(dir_remove(home.path, arena));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_that_holds_says_how_much_was_explored),
		cmocka_unit_test(a_template_that_is_missing_is_a_fault_in_words),
		cmocka_unit_test(a_route_of_the_home_is_the_one_that_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
