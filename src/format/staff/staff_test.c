#include "test.h"

#include "base/buf.h"
#include "base/vec.h"
#include "format/staff/staff.h"

struct listening { struct sink sink; struct arena *arena; LIST(struct staff_row) rows; };

static struct err *
take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct listening *listening = (struct listening *)(void *)sink;
	struct staff_row row = *(const struct staff_row *)value;

	(void)arena;
	assert_ptr_equal(schema, &staff_row_schema);
	row.name = arena_copy(listening->arena, row.name);
	row.login = arena_copy(listening->arena, row.login);
	row.mail = arena_copy(listening->arena, row.mail);
	row.unit = arena_copy(listening->arena, row.unit);
	row.office = arena_copy(listening->arena, row.office);
	list_push(listening->arena, &listening->rows, row);
	return NULL;
}

static struct err *
read_text(struct str text, struct arena *arena, struct listening *listening)
{
	struct input_bytes input;

	*listening = (struct listening){ .sink = { .record = take }, .arena = arena };
	return staff_read(input_of_bytes(&input, text, STR("people.csv")), &listening->sink, arena);
}

static void
headings_are_found_by_their_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct listening got;

	(void)state;
	assert_ok(read_text(STR("職員一覧,,,\n,,,\n所属,Ｅ－ｍａｉｌ,氏　名,ユーザーＩＤ,権限,備考\n市民課,ｔａｒｏ＠example.jp, 例田　太郎 ,ｔａｒｏ,閲覧、所管課,x\n,,,,,\n,,例野 花子,hanako,,\n"),
	    arena, &got));
	assert_int_equal(got.rows.count, 2);
	assert_str(got.rows.items[0].name, "例田　太郎");
	assert_str(got.rows.items[0].login, "taro");
	assert_str(got.rows.items[0].mail, "taro@example.jp");
	assert_str(got.rows.items[0].unit, "市民課");
	assert_str(got.rows.items[0].office, "閲覧、所管課");
	assert_int_equal(got.rows.items[0].row, 4);
	assert_str(got.rows.items[1].login, "hanako");
	assert_str(got.rows.items[1].mail, "");
	assert_int_equal(got.rows.items[1].row, 6);
	assert_ok(read_text(STR("行,name,login\n40,a,b\n"), arena, &got));
	assert_int_equal(got.rows.items[0].row, 40);
}

static void
shift_jis_is_read_too(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct listening got;

	(void)state;
	/* 氏名,ログイン名 / 例田,taro */
	assert_ok(read_text(STR("\x8e\x81\x96\xbc,\x83\x8d\x83\x4f\x83\x43\x83\x93\x96\xbc\r\n\x97\xe1\x93\x63,taro\r\n"), arena, &got));
	assert_int_equal(got.rows.count, 1);
	assert_str(got.rows.items[0].name, "例田");
}

static void
what_is_no_list_of_people_is_said_to_be_none(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf many BUF_SCOPE = { 0 };
	struct listening got;

	(void)state;
	assert_err(read_text(STR("システム名,バージョン\n住民情報,1.0\n"), arena, &got), ERR_FORMAT);
	assert_err(read_text(STR(""), arena, &got), ERR_FORMAT);
	buf_add(&many, STR("氏名,ログイン名\n"));
	for (int i = 0; i <= STAFF_ROWS_MOST; i++)
		buf_addf(&many, "a,b%d\n", i);
	assert_err(read_text(buf_str(&many), arena, &got), ERR_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_are_found_by_their_words),
		cmocka_unit_test(shift_jis_is_read_too),
		cmocka_unit_test(what_is_no_list_of_people_is_said_to_be_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
