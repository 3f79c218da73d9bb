#include "service/casefile/drill_test.h"

#include <sys/mman.h>
#include <unistd.h>
#include "base/crypt.h"
#include "service/ticket/ticket.h"
#include "wire/worker/worker.h"

/* A case beside trackers of tickets: on both engines. The reader of what they tell is this program again, as worker. */

static int
memory_of(struct str text)
{
	int fd = memfd_create("hook", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text.ptr, text.len), (ssize_t)text.len);
	return fd;
}

static struct err *
tell(struct drill *d, struct str token, const char *text, struct str signature, int64_t *ret_changed)
{
	struct ticket_message message = { .token = token, .size = (int64_t)strlen(text), .signature = signature };
	struct err *err;

	message.fd = memory_of(str_of(text));
	err = ticket_take(d->ledger, &message, d->now, d->arena, ret_changed);
	(void)close(message.fd);
	return err;
}

static int64_t
add_tracker(struct drill *d, enum tracker_kind kind, const char *base, const char *project, const char *type)
{
	struct tracker_order order = { kind, STR(""), str_of(base), str_of(project), str_of(type) };
	int64_t id;

	assert_ok(tracker_add(d->ledger, &d->sato, &order, d->now, d->arena, &id));
	return id;
}

static void
refuses(struct drill *d, enum tracker_kind kind, const char *base, const char *project, const char *type)
{
	struct tracker_order order = { kind, STR(""), str_of(base), str_of(project), str_of(type) };
	int64_t id;

	assert_err(tracker_add(d->ledger, &d->sato, &order, d->now, d->arena, &id), ERR_USAGE);
}

static void
addresses_are_checked(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct tracker_order order = { TRACKER_REDMINE, STR(""), STR("https://r.example.jp"), STR("sec"), STR("") };
	struct drill drill, *d = &drill;
	int64_t id;

	(void)context;
	drill_begin(d, ledger, where, arena);
	refuses(d, TRACKER_REDMINE, "javascript:alert(1)", "sec", "");
	refuses(d, TRACKER_REDMINE, "https://user:word@r.example.jp", "sec", "");
	refuses(d, TRACKER_REDMINE, "https://r.example.jp/?x=1", "sec", "");
	refuses(d, TRACKER_REDMINE, "https://r.example.jp", "../admin", "");
	refuses(d, TRACKER_JIRA, "https://j.example.jp", "SEC", "3");
	refuses(d, TRACKER_JIRA, "https://j.example.jp", "10000", "");
	assert_err(tracker_add(d->ledger, &d->kato, &order, d->now, d->arena, &id), ERR_FORBIDDEN);
	drill_end(d);
}

static const struct ticket_draft_view *
draft_of(const struct ticket_page_view *page, int64_t tracker)
{
	for (size_t i = 0; i < page->drafts.count; i++)
		if (page->drafts.items[i].tracker == tracker)
			return &page->drafts.items[i];
	return NULL;
}

static void
new_tickets_are_filled_in(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct drill drill, *d = &drill;
	int64_t redmine, jira, backlog;
	struct ticket_page_view page;
	struct str number;

	(void)context;
	drill_begin(d, ledger, where, arena);
	redmine = add_tracker(d, TRACKER_REDMINE, "https://r.example.jp/redmine/", "sec", "");
	jira = add_tracker(d, TRACKER_JIRA, "https://j.example.jp", "10000", "3");
	backlog = add_tracker(d, TRACKER_BACKLOG, "https://example.backlog.com", "SEC", "");
	number = drill_open(d, &d->sato, "Old web server & co");
	assert_ok(ticket_show(&d->desk, &d->sato, number, 0, STR("https://t.example.jp"), d->now, arena, &page));
	assert_int_equal(page.drafts.count, 3);
	assert_true(page.may);
	assert_str(page.title, "[D-2026-0001] Old web server & co");
	assert_true(str_starts(draft_of(&page, redmine)->href, STR("https://r.example.jp/redmine/projects/sec/issues/new?issue%5Bsubject%5D=%5BD-2026-0001%5D%20Old%20web%20server%20%26%20co&")));
	assert_true(str_find(draft_of(&page, redmine)->href, STR("issue%5Bdue_date%5D=2026-11-24")) != SIZE_MAX);
	assert_true(str_starts(draft_of(&page, jira)->href, STR("https://j.example.jp/secure/CreateIssueDetails!init.jspa?pid=10000&issuetype=3&summary=")));
	assert_str(draft_of(&page, backlog)->href, "https://example.backlog.com/add/SEC");
	assert_false(draft_of(&page, backlog)->filled);
	assert_true(str_find(page.description, STR("https://t.example.jp/cases/D-2026-0001")) != SIZE_MAX);
	assert_err(ticket_show(&d->desk, &d->sato, number, 999, STR(""), d->now, arena, &page), ERR_NOT_FOUND);
	assert_ok(ticket_show(&d->desk, &d->abe, number, 0, STR(""), d->now, arena, &page));
	assert_false(page.may);
	drill_end(d);
}

static struct str
token_of(struct str path)
{
	assert_true(str_take(&path, STR("/hooks/tickets/")));
	return path;
}

#define DONE "{\"payload\":{\"action\":\"updated\",\"issue\":{\"id\":12,\"updated_on\":\"2026-11-21T02:00:00Z\",\"status\":{\"name\":\"終了\"}}}}"
#define LATE "{\"payload\":{\"action\":\"updated\",\"issue\":{\"id\":12,\"updated_on\":\"2026-11-21T01:00:00Z\",\"status\":{\"name\":\"新規\"}}}}"
#define AGAIN "{\"payload\":{\"action\":\"updated\",\"issue\":{\"id\":12,\"updated_on\":\"2026-11-21T02:30:00Z\",\"status\":{\"name\":\"進行中\"}}}}"

static void
a_tracker_tells(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct ticket_order order = { .number = STR("#12") };
	struct case_query query = CASE_QUERY_OPEN;
	struct str number, path, token, head, secret;
	struct drill drill, *d = &drill;
	struct ticket_page_view page;
	struct case_list_view found;
	struct case_view view;
	int64_t changed;

	(void)context;
	drill_begin(d, ledger, where, arena);
	order.tracker = add_tracker(d, TRACKER_REDMINE, "https://r.example.jp", "sec", "");
	number = drill_open(d, &d->sato, "Old web server");
	assert_err(ticket_put(&d->desk, &d->abe, number, &order, d->now, arena), ERR_FORBIDDEN);
	assert_ok(ticket_put(&d->desk, &d->sato, number, &order, d->now, arena));
	assert_err(ticket_put(&d->desk, &d->sato, number, &order, d->now, arena), ERR_CONFLICT);
	query.text = STR("#12");
	assert_ok(case_list(&d->desk, &d->sato, &query, d->now, arena, &found));
	assert_int_equal(found.cases.count, 1);
	query.text = STR("13");
	assert_ok(case_list(&d->desk, &d->sato, &query, d->now, arena, &found));
	assert_int_equal(found.cases.count, 0);

	assert_ok(tracker_hook(ledger, &d->sato, order.tracker, false, d->now, arena, &path));
	token = token_of(path);
	assert_true(str_cut(token, '.', &head, &secret));
	assert_ok(tell(d, token, DONE, STR(""), &changed));
	assert_int_equal(changed, 1);
	assert_ok(tell(d, token, DONE, STR(""), &changed));       /* said again */
	assert_int_equal(changed, 0);
	assert_ok(tell(d, token, LATE, STR(""), &changed));       /* overtaken on its way */
	assert_int_equal(changed, 0);
	assert_ok(ticket_show(&d->desk, &d->sato, number, 0, STR(""), d->now, arena, &page));
	assert_int_equal(page.tickets.count, 1);
	assert_str(page.tickets.items[0].state, "終了");
	assert_true(page.tickets.items[0].closed);
	assert_str(page.tickets.items[0].href, "https://r.example.jp/issues/12");
	assert_ok(case_show(&d->desk, &d->sato, number, d->now, arena, &view));
	assert_true(view.open);                                    /* the case is not closed by it */
	assert_str(view.timeline.items[view.timeline.count - 1].words, "The tracker tells how the ticket 12 stands: (not said) → 終了");

	assert_err(tell(d, token, AGAIN, STR("sha256=00"), &changed), ERR_FORBIDDEN);
	assert_ok(tell(d, token, AGAIN, arena_printf(arena, "sha256=%.*s", STR_ARG(crypt_hmac_sha256(secret, STR(AGAIN), arena))), &changed));
	assert_int_equal(changed, 1);
	assert_err(tell(d, token, "{\"webhookEvent\":\"jira:issue_deleted\",\"issue\":{\"key\":\"A-1\"}}", STR(""), &changed), ERR_FORMAT);
	assert_err(tell(d, token, "no json", STR(""), &changed), ERR_FORMAT);
	assert_err(tell(d, STR("1.tsk_x"), DONE, STR(""), &changed), ERR_NOT_FOUND);
	assert_err(tell(d, STR("99.x"), DONE, STR(""), &changed), ERR_NOT_FOUND);
	assert_ok(tracker_hook(ledger, &d->sato, order.tracker, true, d->now, arena, &path));
	assert_err(tell(d, token, DONE, STR(""), &changed), ERR_NOT_FOUND);
	assert_ok(case_unlink(&d->desk, &d->sato, number, page.tickets.items[0].link, d->now, arena));
	assert_ok(ticket_show(&d->desk, &d->sato, number, 0, STR(""), d->now, arena, &page));
	assert_int_equal(page.tickets.count, 0);
	assert_ok(ticket_put(&d->desk, &d->sato, number, &order, d->now, arena));
	drill_end(d);
}

static void
test_addresses_are_checked(void **state)
{
	(void)state;
	on_each_engine(addresses_are_checked, NULL);
}

static void
test_new_tickets_are_filled_in(void **state)
{
	(void)state;
	on_each_engine(new_tickets_are_filled_in, NULL);
}

static void
test_a_tracker_tells(void **state)
{
	(void)state;
	on_each_engine(a_tracker_tells, NULL);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_addresses_are_checked), cmocka_unit_test(test_new_tickets_are_filled_in),
		cmocka_unit_test(test_a_tracker_tells) };

	if (argc > 1 && strcmp(argv[1], "worker") == 0)
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
