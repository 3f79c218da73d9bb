#include "test.h"

#include "store/ledger/engines_test.h"
#include "store/ledger/ticket.h"
#include "store/ledger/webhook.h"

/* Trackers and tickets; webhooks and posts: on both engines. */
static const int64_t noon = 1795230000 * INSTANT_SECOND;      /* 2026-11-21T11:40:00+09:00 */

struct story { struct ledger_tracker tracker; int64_t id; bool told; };

static struct err *
tell_tickets(struct ledger *ledger, void *context, struct arena *arena)
{
	struct story *story = context;

	TRY(ledger_tracker_put(ledger, &story->tracker, arena, &story->id));
	TRY(ledger_ticket_told(ledger, story->id, STR("aa"), noon, noon - INSTANT_DAY, arena, &story->told));
	assert_true(story->told);
	TRY(ledger_ticket_told(ledger, story->id, STR("aa"), noon + 1, noon - INSTANT_DAY, arena, &story->told));
	assert_false(story->told);
	/* Forgotten after its time. */
	return ledger_ticket_told(ledger, story->id, STR("aa"), noon + 2, noon + 1, arena, &story->told);
}

static void
a_tracker_says_a_thing_once(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct story story = { .tracker = { .kind = TRACKER_JIRA, .name = STR("Jira"), .base = STR("https://jira.example.jp"), .project = STR("10000"),
		.issue_type = STR("3"), .hook = STR("d1"), .made_at = noon } };
	struct ledger_trackers all;
	struct ledger_tickets tickets;

	(void)where;
	(void)context;
	assert_ok(ledger_write(ledger, tell_tickets, &story, arena));
	assert_true(story.told);
	assert_ok(ledger_trackers(ledger, arena, &all));
	assert_int_equal(all.count, 1);
	assert_int_equal(all.items[0].kind, TRACKER_JIRA);
	assert_str(all.items[0].issue_type, "3");
	assert_int_equal(all.items[0].ended_at, INSTANT_NONE);
	assert_ok(ledger_tracker_end(ledger, story.id, noon, arena));
	assert_ok(ledger_trackers(ledger, arena, &all));
	assert_str(all.items[0].hook, "");
	assert_int_equal(all.items[0].ended_at, noon);
	assert_ok(ledger_tickets_named(ledger, story.id, STR("A-1"), arena, &tickets));
	assert_int_equal(tickets.count, 0);
}

static struct err *
tell_webhook(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_webhook webhook = { .shape = WEBHOOK_SLACK, .name = STR("chat"), .host = STR("hooks.example.jp"), .secret = STR("p\0x"), .events = 5,
		.unit = STR(""), .lang = STR("ja"), .made_at = noon, .made_by = STR("kanri"), .told_at = noon };
	struct ledger_post post = { .message = STR("m1"), .events = 1, .body = STR("{}"), .made_at = noon };
	int64_t *id = context;
	bool told;

	TRY(ledger_webhook_put(ledger, &webhook, arena, id));
	TRY(ledger_webhook_tell(ledger, *id, STR("source/NVD"), STR("stale"), noon, arena, &told));
	assert_true(told);
	TRY(ledger_webhook_tell(ledger, *id, STR("source/NVD"), STR("stale"), noon, arena, &told));
	assert_false(told);
	TRY(ledger_webhook_tell(ledger, *id, STR("source/NVD"), STR("fresh"), noon, arena, &told));
	assert_true(told);
	post.webhook = *id;
	TRY(ledger_post_put(ledger, &post, arena));
	return ledger_post_put(ledger, &post, arena);
}

static void
a_post_is_claimed_by_one(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ledger_webhooks webhooks;
	struct ledger_posts posts, others;
	int64_t id, event;

	(void)where;
	(void)context;
	assert_ok(ledger_write(ledger, tell_webhook, &id, arena));
	assert_ok(ledger_webhooks(ledger, arena, &webhooks));
	assert_int_equal(webhooks.count, 1);
	assert_int_equal(webhooks.items[0].secret.len, 3);
	assert_ok(ledger_posts_claim(ledger, STR("one"), noon, noon + 60, 10, arena, &posts));
	assert_int_equal(posts.count, 1);
	assert_int_equal(posts.items[0].attempt, 1);
	assert_ok(ledger_posts_claim(ledger, STR("two"), noon, noon + 60, 10, arena, &others));
	assert_int_equal(others.count, 0);
	assert_ok(ledger_post_back(ledger, posts.items[0].id, STR("one"), noon + 5, arena));
	assert_ok(ledger_posts_claim(ledger, STR("two"), noon + 5, noon + 60, 10, arena, &posts));
	assert_int_equal(posts.count, 1);
	assert_int_equal(posts.items[0].attempt, 1);
	posts.items[0].state = JOB_DONE;
	posts.items[0].status = 200;
	posts.items[0].sent_at = noon + 6;
	assert_ok(ledger_post_end(ledger, &posts.items[0], STR("two"), arena));
	assert_ok(ledger_posts(ledger, id, 10, arena, &posts));
	assert_int_equal(posts.count, 1);
	assert_int_equal(posts.items[0].status, 200);
	assert_int_equal(posts.items[0].state, JOB_DONE);
	assert_ok(ledger_posts_sweep(ledger, noon + 1, arena));
	assert_ok(ledger_posts(ledger, 0, 10, arena, &posts));
	assert_int_equal(posts.count, 0);
	assert_ok(ledger_last_event(ledger, arena, &event));
	assert_int_equal(event, 0);
	assert_ok(ledger_webhook_end(ledger, id, noon, STR("p"), arena));
	assert_ok(ledger_webhooks(ledger, arena, &webhooks));
	assert_int_equal(webhooks.count, 0);
}

static void
test_a_tracker_says_a_thing_once(void **state)
{
	(void)state;
	on_each_engine(a_tracker_says_a_thing_once, NULL);
}

static void
test_a_post_is_claimed_by_one(void **state)
{
	(void)state;
	on_each_engine(a_post_is_claimed_by_one, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_tracker_says_a_thing_once), cmocka_unit_test(test_a_post_is_claimed_by_one) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
