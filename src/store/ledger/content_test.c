#include "store/ledger/content.h"

#include "store/ledger/content_test.h"
#include "store/ledger/story_test.h"

static void
packs_to(const int64_t *ids, size_t count, struct str expected)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct software_ids list = { (int64_t *)(uintptr_t)ids, count, count }, back = { 0 };
	struct buf out BUF_SCOPE = { 0 };

	content_pack(&list, &out);
	assert_true(str_eq(buf_str(&out), expected));
	assert_true(content_unpack(expected, &back, arena));
	assert_int_equal(back.count, count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(back.items[i], ids[i]);
}

static void
ids_are_packed_and_come_back(void **state)
{
	(void)state;
	packs_to(NULL, 0, (struct str){ "\0", 1 });
	packs_to((int64_t[]){ 1, 2, 130 }, 3, (struct str){ "\3\1\1\x80\1", 5 });
	packs_to((int64_t[]){ INT64_MAX }, 1, (struct str){ "\1\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10 });
}

static void
what_is_not_packed_so_is_refused(void **state)
{
	static const struct str broken[] = {
		STR_INIT(""), { "\1", 1 }, { "\1\0", 2 }, { "\2\1", 2 }, { "\1\1\1", 3 }, { "\x7f\1", 2 }, { "\1\x80", 2 },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\1", 11 }, { "\2\xff\xff\xff\xff\xff\xff\xff\xff\x7f\1", 11 },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct software_ids ids = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(broken); i++)
		assert_false(content_unpack(broken[i], &ids, arena));
}

static void
ids_are_put_in_order(void **state)
{
	int64_t many[] = { 5, 9, 2, 5, 7, 2 }, ordered[] = { 1, 2, 3 };
	struct software_ids list = { many, ARRAY_LEN(many), ARRAY_LEN(many) }, fine = { ordered, ARRAY_LEN(ordered), ARRAY_LEN(ordered) };

	(void)state;
	content_order(&list);
	content_order(&fine);
	assert_int_equal(list.count, 4);
	assert_memory_equal(many, ((int64_t[]){ 2, 5, 7, 9 }), 4 * sizeof(many[0]));
	assert_int_equal(fine.count, 3);
}

static struct err *
add_installations(void *context, const struct ledger_system *system, struct arena *arena)
{
	(void)arena;
	*(int64_t *)context += system->installations;
	return NULL;
}

static int64_t
installations(struct scene *s)
{
	int64_t sum = 0;

	assert_ok(ledger_systems(s->ledger, 0, add_installations, &sum, s->arena));
	return sum;
}

/* Imports, upgrades, removals, an answered version, a system of several hosts, one without any software. */
STORY(what_is_gathered_follows_what_is_installed)
{
	struct component two[] = { package("curl", "7.88"), package("zlib1g", "1.2") }, update = { .kind = COMPONENT_UPDATE, .name = STR("KB1"), .version = STR("1") };
	struct component more[] = { package("curl", "8.0"), update };
	struct ledger_fact fact = { .name = STR("version:name:apache/tomcat"), .value = STR("9.0.1"), .answered_at = noon, .answered_by = STR("x"),
		.provenance = PROVENANCE_HEARING };

	put_sheet(s);
	assert_all_gathered(s->ledger, s->arena);
	(void)import_with(s, "a", "S", "h1", two, 2);
	(void)import_with(s, "b", "S", "h2", two, 1);
	assert_all_gathered(s->ledger, s->arena);
	assert_int_equal(installations(s), 6);
	(void)import_with(s, "c", "S", "h1", more, 2);
	assert_all_gathered(s->ledger, s->arena);
	assert_int_equal(installations(s), 5);       /* an update is no software */
	assert_ok(ledger_system_find(s->ledger, STR("住民情報"), s->arena, &fact.system));
	assert_ok(ledger_answer(s->ledger, &fact, s->arena));
	assert_all_gathered(s->ledger, s->arena);
	(void)import_with(s, "d", "S", "h2", two, 0);
	assert_all_gathered(s->ledger, s->arena);
	assert_int_equal(installations(s), 4);
}

/* A ledger of an older release has nothing of it: the same is read, and gathered once. */
STORY(what_an_older_release_wrote_is_read_and_gathered)
{
	struct component one = package("curl", "7.88");
	int64_t before;

	put_sheet(s);
	(void)import_with(s, "a", "S", "h1", &one, 1);
	before = installations(s);
	assert_ok(s->ledger->db->engine->exec(s->ledger->db, "DELETE FROM host_content", s->arena));
	assert_contents(s->ledger, s->arena);
	assert_int_equal(installations(s), before);
	assert_ok(ledger_hosts_ready(s->ledger, s->arena));
	assert_all_gathered(s->ledger, s->arena);
	assert_int_equal(installations(s), before);
	assert_ok(s->ledger->db->engine->exec(s->ledger->db, "UPDATE host_content SET software = substr(software, 1, 0)", s->arena));
	assert_all_gathered(s->ledger, s->arena);        /* broken rows are passed over */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_are_packed_and_come_back),
		cmocka_unit_test(what_is_not_packed_so_is_refused),
		cmocka_unit_test(ids_are_put_in_order),
		cmocka_unit_test(what_is_gathered_follows_what_is_installed),
		cmocka_unit_test(what_an_older_release_wrote_is_read_and_gathered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
