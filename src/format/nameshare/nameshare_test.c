#include "format/nameshare/nameshare.h"
#include "base/clock.h"
#include "test.h"

struct taking { struct sink sink; struct buf again; struct arena *arena; size_t refused; int64_t lines[8]; };

static struct err *
take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;

	assert_ptr_equal(schema, &shared_name_schema);
	nameshare_write(&taking->again, value, arena);
	return NULL;
}

static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;

	(void)arena;
	taking->lines[taking->refused++] = problem->line;
	return NULL;
}

static struct err *
read_text(struct str text, struct taking *taking)
{
	struct input_bytes bytes;

	return nameshare_read(input_of_bytes(&bytes, text, STR("names.tsv")), &taking->sink, taking->arena);
}

static void
what_is_written_is_read_again(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct taking taking = { .sink = { take, take_problem }, .arena = arena };
	struct buf out BUF_SCOPE = { 0 };

	(void)state;
	nameshare_begin(&out);
	nameshare_write(&out, &(struct shared_name){ STR("㈱例"), STR("帳票\tくん\n"), STR("cpe:2.3:a:rei:one"), false, STR("係"), 20000, STR("例市"), 0 }, arena);
	nameshare_write(&out, &(struct shared_name){ STR(""), STR("別"), STR("pkg:npm/x"), true, STR(""), DAY_NONE, STR("例市"), 0 }, arena);
	nameshare_begin(&taking.again);
	assert_ok(read_text(buf_str(&out), &taking));
	assert_int_equal(taking.refused, 0);
	assert_str(buf_str(&taking.again), "# vendor\tname\tidentity\tconfirmed|rejected\tby\tday\torganisation\n"
	    "㈱例\t帳票 くん\tcpe:2.3:a:rei:one\tconfirmed\t係\t2024-10-04\t例市\n\t別\tpkg:npm/x\trejected\t\t\t例市\n");
	buf_done(&taking.again);
}

static void
rows_that_are_none_are_named(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct taking taking = { .sink = { take, take_problem }, .arena = arena };

	(void)state;
	assert_ok(read_text(STR("\xef\xbb\xbf# x\n\nonly one\na\tb\tc\tmaybe\tx\t\to\na\tb\tc\tconfirmed\tx\t令和8年\to\na\tb\tc\tconfirmed\tx\t\t\n"), &taking));
	assert_int_equal(taking.refused, 4);
	assert_int_equal(taking.lines[0], 3);
	assert_int_equal(taking.lines[3], 6);
	assert_err(read_text(STR("\x83\x56\x83\x58"), &taking), ERR_FORMAT);
	buf_done(&taking.again);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(rows_that_are_none_are_named),
	};

	return cmocka_run_group_tests_name("shared names", tests, NULL, NULL);
}
