#include "service/casefile/drill_test.h"

#include "format/json/json.h"
#include "service/notify/parts.h"
#include "service/people/password.h"

/* What other programs are told, and when: on both engines. Sending is tests/scenario/web-notify.sh's. */

static struct err *
seal_plainly(void *context, struct str about, struct str plain, struct arena *arena, struct str *ret_blob)
{
	(void)context, (void)about;
	*ret_blob = arena_printf(arena, "p%.*s", STR_ARG(plain));
	return NULL;
}

static struct err *
read_plainly(void *context, struct str about, struct str blob, struct arena *arena, struct str *ret_plain)
{
	(void)context, (void)about;
	*ret_plain = arena_copy(arena, str_from(blob, 1));
	return NULL;
}

static const struct people_vault plainly = { NULL, seal_plainly, read_plainly };

static int64_t
add(const struct notify_desk *desk, const struct actor *actor, int64_t events, const char *unit, int64_t now, struct arena *arena)
{
	struct webhook_order order = { WEBHOOK_JSON, STR("chat"), STR("https://hooks.example.jp/T0/secret"), events, str_of(unit), LANG_EN };
	struct str key;
	int64_t id;

	assert_ok(webhook_add(desk, actor, &order, now, arena, &id, &key));
	return id;
}

static size_t
posts_of(const struct drill *d, int64_t webhook, struct arena *arena, struct str *ret_last)
{
	struct ledger_posts posts;

	assert_ok(ledger_posts(d->ledger, webhook, 10, arena, &posts));
	*ret_last = posts.count == 0 ? STR("") : posts.items[0].body;
	return posts.count;
}

static void
what_is_new_is_told_once(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct home home = { .path = STR("/nonexistent"), .kb_path = STR("/nonexistent/kb"), .fetch_hosts = STR("hooks.example.jp") };
	struct webhook_order order = { WEBHOOK_JSON, STR("chat"), STR("https://other.example.jp/x"), 1, STR(""), LANG_EN };
	struct case_moved moved;
	struct drill drill, *d = &drill;
	struct notify_desk desk;
	int64_t id, far;
	struct str number, body, key;
	bool due;

	(void)context;
	drill_begin(d, ledger, where, arena);
	d->ito.offices |= OFFICE_ADMINISTRATOR;
	desk = (struct notify_desk){ ledger, &home, &plainly, &d->desk };
	assert_err(webhook_add(&desk, &d->ito, &order, d->now, arena, &id, &key), ERR_FORBIDDEN);
	order.url = STR("http://hooks.example.jp/x");
	assert_err(webhook_add(&desk, &d->ito, &order, d->now, arena, &id, &key), ERR_FORBIDDEN);
	order.url = STR("https://hooks.example.jp/x");
	assert_err(webhook_add(&desk, &d->sato, &order, d->now, arena, &id, &key), ERR_FORBIDDEN);
	order.events = 0;
	assert_err(webhook_add(&desk, &d->ito, &order, d->now, arena, &id, &key), ERR_USAGE);

	id = add(&desk, &d->ito, 1 << WEBHOOK_TASK | 1 << WEBHOOK_OVERDUE | 1 << WEBHOOK_POSTURE, "", d->now, arena);
	assert_ok(notify_is_due(ledger, d->now, arena, &due));
	assert_false(due);
	d->now += NOTIFY_EVERY_S * INSTANT_SECOND;
	assert_ok(notify_is_due(ledger, d->now, arena, &due));
	assert_true(due);
	assert_ok(notify_gather(&desk, d->now, arena));
	assert_int_equal(posts_of(d, id, arena, &body), 0);           /* nothing is new: nothing is told */

	number = drill_open(d, &d->sato, "Old web server");
	assert_ok(case_set(&d->desk, &d->sato, number, STR("applies"), STR("affected"), -1, d->now, arena));
	assert_ok(case_move(&d->desk, &d->sato, number, STR("plan"), STR(""), d->now, arena, &moved));
	d->now += 60 * INSTANT_SECOND;
	assert_ok(notify_gather(&desk, d->now, arena));
	assert_int_equal(posts_of(d, id, arena, &body), 1);
	assert_true(str_find(body, STR("D-2026-0001 Mend: 予約システム")) != SIZE_MAX);
	assert_true(str_find(body, STR("Tasks of open cases that began.")) != SIZE_MAX);
	d->now += 60 * INSTANT_SECOND;
	assert_ok(notify_gather(&desk, d->now, arena));
	assert_int_equal(posts_of(d, id, arena, &body), 1);

	far = add(&desk, &d->ito, 1 << WEBHOOK_TASK, "", d->now, arena);
	d->now += 60 * INSTANT_SECOND;
	assert_ok(notify_gather(&desk, d->now, arena));
	assert_int_equal(posts_of(d, far, arena, &body), 0);          /* it began before this one was there */
	assert_ok(webhook_remove(&desk, &d->ito, id, d->now, arena));
	assert_err(webhook_test(&desk, &d->ito, id, d->now, arena), ERR_NOT_FOUND);
	assert_ok(webhook_test(&desk, &d->ito, far, d->now, arena));
	assert_int_equal(posts_of(d, far, arena, &body), 1);
	drill_end(d);
}

static void
test_what_is_new_is_told_once(void **state)
{
	(void)state;
	on_each_engine(what_is_new_is_told_once, NULL);
}

static void
shapes_hold_strange_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct notices notices = { 0 };
	struct notice notice = { .event = WEBHOOK_FINDING, .title = STR("<!channel> & \"x\" [a](http://b)"), .why = STR("because"), .count = 12 };
	const struct telling telling = { .organisation = STR("例市"), .address = STR("https://t.example.jp"), .webhook = STR("chat"), .message = STR("m"),
		.lang = LANG_EN, .at = drill_noon };

	(void)state;
	list_push(arena, &notice.items, ((struct notice_item){ STR("one"), STR("<b>"), STR("/findings/1") }));
	list_push(arena, &notices, notice);
	for (int shape = WEBHOOK_JSON; shape <= WEBHOOK_TEAMS; shape++) {
		struct str body = webhook_body((enum webhook_shape)shape, &telling, &notices, arena);
		struct json_reader *reader = json_reader_new();
		struct json root;

		assert_ok(json_parse(reader, body, arena, &root));
		json_reader_free(reader);
		assert_true(str_find(body, STR("https://t.example.jp/findings/1")) != SIZE_MAX);
	}
	assert_true(str_find(webhook_body(WEBHOOK_SLACK, &telling, &notices, arena), STR("<!channel>")) == SIZE_MAX);
	assert_true(str_find(webhook_body(WEBHOOK_SLACK, &telling, &notices, arena), STR("and 11 more")) != SIZE_MAX);
	assert_true(str_find(webhook_body(WEBHOOK_TEAMS, &telling, &notices, arena), STR("[a](http")) == SIZE_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_what_is_new_is_told_once), cmocka_unit_test(shapes_hold_strange_words) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
