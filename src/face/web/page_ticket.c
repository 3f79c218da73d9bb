/*
 * page_ticket.c - tickets of a case in trackers elsewhere; the trackers; and the address at which they tell.
 */
#include "face/web/case_page.h"
#include "face/web/pages.h"
#include "format/ticket/ticket.h"
#include "service/ticket/ticket.h"

/* -------------------------------------------------------------------------------------------- of a case */

struct tickets_page { struct case_head_view head; struct ticket_page_view page; bool any_tracker, may_set; };
static const struct field tickets_fields[] = {
	FIELD_OF(struct tickets_page, head, FIELD_STRUCT, &case_head_schema), FIELD_OF(struct tickets_page, page, FIELD_STRUCT, &ticket_page_schema),
	FIELD(struct tickets_page, any_tracker, FIELD_BOOL), FIELD(struct tickets_page, may_set, FIELD_BOOL),
};
static const struct schema tickets_schema = SCHEMA("case_tickets", struct tickets_page, tickets_fields);

static struct err *
get_tickets(struct web *web, void *ret_view)
{
	struct tickets_page *page = ret_view;
	const struct case_desk *desk;
	struct case_view casefile;

	TRY(case_page_open(web, CASE_TAB_MORE, &casefile, &page->head));
	TRY(web_case_desk(web, &desk));
	TRY(ticket_show(desk, &web->actor, casefile.number, web_number(web, "task", 0), address_of(web, "", STR("")), web->now, web->arena, &page->page));
	page->any_tracker = page->page.drafts.count > 0;
	page->may_set = (web->actor.offices & (OFFICE_ADMINISTRATOR | OFFICE_SECURITY)) != 0;
	return NULL;
}

static void
back_to_tickets(struct web *web)
{
	web_go(web, "/cases/%.*s/tickets", STR_ARG(web_text(web, "number")));
}

static struct err *
post_ticket(struct web *web)
{
	struct ticket_order order = { web_number(web, "tracker", 0), web_number(web, "task", 0), web_text(web, "ticket") };
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	TRY(ticket_put(desk, &web->actor, web_text(web, "number"), &order, web->now, web->arena));
	web_tell(web, M("The ticket stands with the case now."));
	back_to_tickets(web);
	return NULL;
}

static struct err *
post_ticket_end(struct web *web)
{
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	TRY(case_unlink(desk, &web->actor, web_text(web, "number"), web_number(web, "id", 0), web->now, web->arena));
	web_tell(web, M("The ticket does not stand with the case any more; in the tracker nothing was changed."));
	back_to_tickets(web);
	return NULL;
}

/* --------------------------------------------------------------------------------------------- trackers */

struct trackers_page { struct tracker_list_view list; struct web_choices kinds; struct str address; };
static const struct field trackers_fields[] = {
	FIELD_OF(struct trackers_page, list, FIELD_STRUCT, &tracker_list_schema), FIELD_OF(struct trackers_page, kinds, FIELD_LIST, &web_choice_schema),
	FIELD(struct trackers_page, address, FIELD_STR),
};
static const struct schema trackers_schema = SCHEMA("trackers_page", struct trackers_page, trackers_fields);

static struct err *
get_trackers(struct web *web, void *ret_view)
{
	static const char *const titles[] = { "Redmine", "Backlog", "Jira" };
	struct trackers_page *page = ret_view;

	for (size_t i = 0; i < ARRAY_LEN(titles); i++)
		web_choice_add(web, &page->kinds, str_of(tracker_kind_names.names[i]), str_of(titles[i]), web_text(web, "kind"));
	return tracker_list(web->ledger, &web->actor, web->arena, &page->list);
}

static struct err *
post_tracker(struct web *web)
{
	struct tracker_order order = { .kind = (enum tracker_kind)web_choice(web, "kind", TRACKER_REDMINE), .name = web_text(web, "name"),
		.base = web_text(web, "base"), .project = web_text(web, "project"), .issue_type = web_text(web, "issue_type") };
	int64_t id;

	TRY(tracker_add(web->ledger, &web->actor, &order, web->now, web->arena, &id));
	web_tell(web, M("Saved."));
	web_go(web, "/settings/tickets");
	return NULL;
}

static struct err *
post_tracker_end(struct web *web)
{
	TRY(tracker_remove(web->ledger, &web->actor, web_number(web, "id", 0), web->now, web->arena));
	web_tell(web, M("The tracker was removed. Numbers of tickets stay with their cases."));
	web_go(web, "/settings/tickets");
	return NULL;
}

/* What is shown once: where the tracker tells. */
struct hook_page { struct str address, secret; };
static const struct field hook_fields[] = { FIELD(struct hook_page, address, FIELD_STR), FIELD(struct hook_page, secret, FIELD_STR) };
static const struct schema hook_schema = SCHEMA("ticket_hook", struct hook_page, hook_fields);

static struct err *
post_tracker_hook(struct web *web)
{
	struct hook_page page = { 0 };
	bool stop = web_tick(web, "stop");
	struct str path, head;

	TRY(tracker_hook(web->ledger, &web->actor, web_number(web, "id", 0), stop, web->now, web->arena, &path));
	web_go(web, "/settings/tickets");
	if (stop) {
		web_tell(web, M("The tracker cannot tell any more: its address is none now."));
		return NULL;
	}
	(void)str_cut_last(path, '.', &head, &page.secret);
	page.address = address_of(web, "", path);
	web_answer(web, &page);
	return NULL;
}

/* --------------------------------------------------------------------------------------- what they tell */

/* As each signs: Jira, Redmine, and what stands between them and here. */
static const char *const signatures[] = { "X-Hub-Signature-256", "X-Hub-Signature", "X-Redmine-Signature-256" };

static struct err *
post_hook(struct web *web)
{
	const struct http_files *files = &web->request->files;
	struct ticket_message message = { .token = web_text(web, "token") };
	int64_t changed;

	web->json = true;
	if (files->count != 1 || files->items[0].name.len > 0)
		return err_new(web->arena, ERR_USAGE, M("A tracker sends JSON as the body of its request."));
	for (size_t i = 0; i < ARRAY_LEN(signatures) && message.signature.len == 0; i++)
		message.signature = http_find(&web->request->headers, signatures[i]);
	message.fd = files->items[0].fd;
	message.size = files->items[0].size;
	TRY(ticket_take(web->ledger, &message, web->now, web->arena, &changed));
	web_send(web, "application/json", arena_printf(web->arena, "{\"changed\":%lld}\n", (long long)changed), STR(""));
	return NULL;
}

static const struct web_param case_params[] = {
	{ .name = "task", .kind = WEB_NUMBER, .summary = M("Task that the ticket is about") },
	{ .name = NULL },
};
static const struct web_param ticket_params[] = {
	{ .name = "tracker", .kind = WEB_NUMBER, .summary = M("Tracker"), .obligatory = true },
	{ .name = "ticket", .kind = WEB_TEXT, .most = 100, .summary = M("Number of the ticket"), .obligatory = true },
	{ .name = "task", .kind = WEB_NUMBER, .summary = M("Task that the ticket is about") },
	{ .name = NULL },
};
static const struct web_param id_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = NULL },
};
static const struct web_param tracker_params[] = {
	{ .name = "kind", .kind = WEB_CHOICE, .choices = &tracker_kind_names, .summary = M("Kind of tracker"), .obligatory = true },
	{ .name = "name", .kind = WEB_TEXT, .most = 100, .summary = M("Name of the tracker") },
	{ .name = "base", .kind = WEB_TEXT, .most = 300, .summary = M("Address of the tracker"), .obligatory = true },
	{ .name = "project", .kind = WEB_TEXT, .most = 100, .summary = M("Project"), .obligatory = true },
	{ .name = "issue_type", .kind = WEB_TEXT, .most = 20, .summary = M("Number of the kind of ticket") },
	{ .name = NULL },
};
static const struct web_param hook_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "stop", .kind = WEB_TICK, .summary = M("It tells no more") },
	{ .name = NULL },
};
static const struct web_param told_params[] = {
	{ .name = "token", .kind = WEB_SECRET, .most = 200, .summary = M("Token of the tracker") },
	{ .name = NULL },
};

#define KEEPERS .right = WEB_OFFICE, .offices = OFFICE_ADMINISTRATOR | OFFICE_SECURITY
const struct web_route routes_ticket[] = {
	{ .method = HTTP_GET, .path = "/cases/{number}/tickets", .summary = M("Tickets of a case"), .right = WEB_PERSON, .scope = SCOPE_READ,
	    .params = case_params, .view = &tickets_schema, .page = "case-tickets", .section = "cases", .get = get_tickets },
	{ .method = HTTP_POST, .path = "/cases/{number}/tickets", .summary = M("Put a ticket's number to a case"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = ticket_params, .post = post_ticket, .back = "/cases/{number}/tickets" },
	{ .method = HTTP_POST, .path = "/cases/{number}/tickets/{id}/end", .summary = M("Take a ticket off a case"), .right = WEB_PERSON,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = id_params, .post = post_ticket_end, .back = "/cases/{number}/tickets" },
	{ .method = HTTP_GET, .path = "/settings/tickets", .summary = M("Trackers of tickets"), KEEPERS, .scope = SCOPE_READ, .view = &trackers_schema,
	    .page = "settings-tickets", .section = "settings", .get = get_trackers },
	{ .method = HTTP_POST, .path = "/settings/tickets", .summary = M("Add a tracker"), KEEPERS, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES,
	    .params = tracker_params, .post = post_tracker, .back = "/settings/tickets" },
	{ .method = HTTP_POST, .path = "/settings/tickets/{id}/end", .summary = M("Remove a tracker"), KEEPERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = id_params, .post = post_tracker_end, .back = "/settings/tickets" },
	{ .method = HTTP_POST, .path = "/settings/tickets/{id}/hook", .summary = M("Where a tracker tells"), KEEPERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = hook_params, .view = &hook_schema, .page = "settings-ticket-hook", .section = "settings",
	    .post = post_tracker_hook, .back = "/settings/tickets" },
	{ .method = HTTP_POST, .path = "/hooks/tickets/{token}", .summary = M("A tracker tells how tickets stand"), .right = WEB_PUBLIC,
	    .lane = HTTP_LANE_UPLOADS, .params = told_params, .post = post_hook, .body_most = TICKET_BYTES_MOST, .body_whole = true },
	{ .path = NULL },
};
