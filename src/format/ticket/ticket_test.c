#include "format/json/feed_test.h"

#include "format/ticket/ticket.h"

/* words: "NUMBER STATE closed|open AT" each, with "; " between; NULL: it is refused. */
static const struct { const char *text, *words; } cases[] = {
	{ "{\"payload\":{\"action\":\"updated\",\"issue\":{\"id\":191,\"subject\":\"x\",\"updated_on\":\"2026-11-20T01:00:00Z\",\"status\":{\"id\":5,\"name\":\"終了\"}}}}",
	  "191 終了 closed 2026-11-20T01:00:00Z" },
	{ "{\"payload\":{\"action\":\"opened\",\"issue\":{\"id\":1,\"status\":{\"name\":\"新規\"}}}}", "1 新規 open -" },
	{ "{\"type\":\"issue.updated\",\"timestamp\":\"2026-11-20T02:00:00Z\",\"data\":{\"issue\":{\"id\":7,\"status\":{\"name\":\"検収済\",\"is_closed\":true}}}}",
	  "7 検収済 closed 2026-11-20T02:00:00Z" },
	{ "{\"type\":\"wiki_page.updated\",\"data\":{\"wiki_page\":{}}}", "" },
	{ "{\"created\":\"2026-11-20T03:00:00.000Z\",\"project\":{\"projectKey\":\"SEC\"},\"type\":2,\"content\":{\"key_id\":7,\"status\":{\"id\":4,\"name\":\"完了\"}}}",
	  "SEC-7 完了 closed 2026-11-20T03:00:00Z" },
	{ "{\"project\":{\"projectKey\":\"SEC\"},\"type\":2,\"content\":{\"key_id\":8,\"changes\":[{\"field\":\"status\",\"new_value\":\"2\",\"old_value\":\"1\"}]}}",
	  "SEC-8 処理中 open -" },
	{ "{\"project\":{\"projectKey\":\"SEC\"},\"type\":3,\"content\":{\"key_id\":8,\"comment\":{\"content\":\"x\"}}}", "" },
	{ "{\"project\":{\"projectKey\":\"SEC\"},\"type\":14,\"content\":{\"changes\":[{\"field\":\"status\",\"new_value\":\"4\"}],\"link\":[{\"key_id\":1},{\"key_id\":2}]}}",
	  "SEC-1 完了 closed -; SEC-2 完了 closed -" },
	{ "{\"timestamp\":1795143600000,\"webhookEvent\":\"jira:issue_updated\",\"issue\":{\"key\":\"SEC-9\",\"fields\":{\"status\":{\"name\":\"Done\",\"statusCategory\":{\"key\":\"done\"}}}}}",
	  "SEC-9 Done closed 2026-11-20T03:00:00Z" },
	{ "{\"webhookEvent\":\"jira:issue_deleted\",\"issue\":{\"key\":\"SEC-9\"}}", "SEC-9  closed -" },
	{ "{\"webhookEvent\":\"comment_created\",\"issue\":{\"key\":\"SEC-9\"}}", "" },
	/* A number that is none is nothing that could be looked for. */
	{ "{\"webhookEvent\":\"jira:issue_updated\",\"issue\":{\"key\":\"../../etc-1\",\"fields\":{\"status\":{\"name\":\"x\"}}}}", "" },
	{ "{\"payload\":{\"action\":\"updated\",\"issue\":{\"id\":2,\"status\":{\"name\":\"<b>a\\nb\\u0007</b>\"}}}}", "2 <b>a b </b> open -" },
	{ "{\"hello\":1}", NULL },
	{ "[]", NULL },
	{ "not json", NULL },
	{ "", NULL },
};

static struct str
words_of(const struct gathered *g, struct arena *arena)
{
	struct str text = STR("");

	for (size_t i = 0; i < g->values.count; i++) {
		const struct ticket_word *word = g->values.items[i];
		struct str at = word->at == INSTANT_NONE ? STR("-") : instant_format(word->at, ZONE_UTC, arena);

		text = arena_printf(arena, "%.*s%s%.*s %.*s %s %.*s", STR_ARG(text), i == 0 ? "" : "; ", STR_ARG(word->number), STR_ARG(word->state),
		    word->closed ? "closed" : "open", STR_ARG(at));
	}
	return text;
}

static void
trackers_are_understood(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct gathered g = { .sink = { gather_record, gather_problem }, .arena = arena };
		struct input_bytes bytes;
		struct err *err = ticket_read(input_of_bytes(&bytes, str_of(cases[i].text), STR("hook")), &g.sink, arena);

		print_message("  %.60s\n", cases[i].text);
		if (cases[i].words == NULL) {
			assert_non_null(err);
			continue;
		}
		assert_ok(err);
		assert_str(words_of(&g, arena), cases[i].words);
	}
}

static void
many_at_once_are_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g = { .sink = { gather_record, gather_problem }, .arena = arena };
	struct buf text BUF_SCOPE = { 0 };
	struct input_bytes bytes;
	struct err *err;

	(void)state;
	buf_add(&text, STR("{\"project\":{\"projectKey\":\"SEC\"},\"type\":14,\"content\":{\"changes\":[{\"field\":\"status\",\"new_value\":\"4\"}],\"link\":["));
	for (int i = 1; i <= TICKET_WORDS_MOST + 1; i++)
		buf_addf(&text, "%s{\"key_id\":%d}", i == 1 ? "" : ",", i);
	buf_add(&text, STR("]}}"));
	err = ticket_read(input_of_bytes(&bytes, buf_str(&text), STR("hook")), &g.sink, arena);
	assert_non_null(err);
	assert_int_equal(err->code, ERR_LIMIT);
}

static void
numbers_are_kept_as_one(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str number;

	(void)state;
	assert_true(ticket_number_is(TICKET_REDMINE, STR(" #12 "), arena, &number));
	assert_str(number, "12");
	assert_false(ticket_number_is(TICKET_REDMINE, STR("12x"), arena, &number));
	assert_false(ticket_number_is(TICKET_REDMINE, STR("012"), arena, &number));
	assert_true(ticket_number_is(TICKET_JIRA, STR("sec-7"), arena, &number));
	assert_str(number, "SEC-7");
	assert_false(ticket_number_is(TICKET_BACKLOG, STR("SEC-7/x"), arena, &number));
	assert_false(ticket_number_is(TICKET_BACKLOG, STR("-7"), arena, &number));
	assert_false(ticket_number_is(TICKET_BACKLOG, STR("SEC-"), arena, &number));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(trackers_are_understood), cmocka_unit_test(many_at_once_are_refused),
		cmocka_unit_test(numbers_are_kept_as_one) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
