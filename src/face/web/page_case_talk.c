/*
 * page_case_talk.c - what is written to each other in a case: threads, and the messages of one. Opening a thread reads it.
 */
#include "face/web/case_page.h"
#include "face/web/pages.h"

struct said_view { struct case_message_view message; bool ours, corrects; };
struct thread_row_view { struct case_thread_view thread; bool current, unread; };
struct talk_page {
	struct case_head_view head;
	LIST(struct thread_row_view) threads;
	struct case_thread_view thread;      /* opened; id 0: none */
	bool chosen;
	LIST(struct said_view) said;
};

static const struct field said_fields[] = {
	FIELD_OF(struct said_view, message, FIELD_STRUCT, &case_message_view_schema), FIELD(struct said_view, ours, FIELD_BOOL),
	FIELD(struct said_view, corrects, FIELD_BOOL),
};
static const struct schema said_schema = SCHEMA("said", struct said_view, said_fields);
static const struct field row_fields[] = {
	FIELD_OF(struct thread_row_view, thread, FIELD_STRUCT, &case_thread_view_schema), FIELD(struct thread_row_view, current, FIELD_BOOL),
	FIELD(struct thread_row_view, unread, FIELD_BOOL),
};
static const struct schema row_schema = SCHEMA("thread_row", struct thread_row_view, row_fields);
static const struct field talk_fields[] = {
	FIELD_OF(struct talk_page, head, FIELD_STRUCT, &case_head_schema), FIELD_OF(struct talk_page, threads, FIELD_LIST, &row_schema),
	FIELD_OF(struct talk_page, thread, FIELD_STRUCT, &case_thread_view_schema), FIELD(struct talk_page, chosen, FIELD_BOOL),
	FIELD_OF(struct talk_page, said, FIELD_LIST, &said_schema),
};
static const struct schema talk_schema = SCHEMA("case_talk", struct talk_page, talk_fields);

static struct err *
open_talk(struct web *web, int64_t thread, struct talk_page *page)
{
	struct case_view casefile;

	TRY(case_page_open(web, CASE_TAB_TALK, &casefile, &page->head));
	for (size_t i = 0; i < casefile.threads.count; i++)
		list_push(web->arena, &page->threads, ((struct thread_row_view){ casefile.threads.items[i], casefile.threads.items[i].id == thread,
		    casefile.threads.items[i].unread > 0 }));
	return NULL;
}

static struct err *
get_talk(struct web *web, void *ret_view)
{
	return open_talk(web, 0, ret_view);
}

static struct err *
get_thread(struct web *web, void *ret_view)
{
	struct talk_page *page = ret_view;
	const struct case_desk *desk;
	int64_t thread = web_number(web, "thread", 0);

	TRY(web_case_desk(web, &desk));
	TRY(case_thread(desk, &web->actor, web_text(web, "number"), thread, web->now, web->arena, &page->thread));
	TRY(open_talk(web, thread, page));
	page->chosen = true;
	for (size_t i = 0; i < page->thread.texts.count; i++) {
		const struct case_message_view *message = &page->thread.texts.items[i];

		list_push(web->arena, &page->said, ((struct said_view){ *message, str_eq(message->by, web->actor.name), message->corrects != 0 }));
	}
	return NULL;
}

static struct err *
write_message(struct web *web, const struct case_message *message)
{
	const struct case_desk *desk;
	int64_t thread;

	TRY(web_case_desk(web, &desk));
	TRY(case_write(desk, &web->actor, web_text(web, "number"), message, web->now, web->arena, &thread));
	web_tell(web, M("Written."));
	web_go(web, "/cases/%.*s/threads/%lld", STR_ARG(web_text(web, "number")), (long long)thread);
	return NULL;
}

static struct err *
post_talk(struct web *web)
{
	return write_message(web, &(struct case_message){ .title = web_text(web, "title"), .text = web_text(web, "text") });
}

static struct err *
post_thread(struct web *web)
{
	return write_message(web, &(struct case_message){ .thread = web_number(web, "thread", 0), .text = web_text(web, "text"),
	    .corrects = web_number(web, "corrects", 0) });
}

static const struct web_param talk_params[] = {
	{ .name = "title", .kind = WEB_TEXT, .summary = M("Subject") },
	{ .name = "text", .kind = WEB_LONG_TEXT, .most = 100000, .summary = M("Message"), .obligatory = true },
	{ .name = NULL },
};
static const struct web_param thread_params[] = {
	{ .name = "thread", .kind = WEB_NUMBER, .summary = M("Thread") },
	{ .name = "text", .kind = WEB_LONG_TEXT, .most = 100000, .summary = M("Message") },
	{ .name = "corrects", .kind = WEB_NUMBER, .summary = M("Message of one's own that it corrects") },
	{ .name = NULL },
};

const struct web_route routes_case_talk[] = {
	{ .method = HTTP_GET, .path = "/cases/{number}/threads", .summary = M("Messages of a case"), .right = WEB_PERSON, .scope = SCOPE_READ,
	    .view = &talk_schema, .page = "case-talk", .section = "cases", .get = get_talk },
	{ .method = HTTP_POST, .path = "/cases/{number}/threads", .summary = M("Begin a thread"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = talk_params, .post = post_talk },
	{ .method = HTTP_GET, .path = "/cases/{number}/threads/{thread}", .summary = M("A thread of a case"), .right = WEB_PERSON, .scope = SCOPE_READ,
	    .params = thread_params, .view = &talk_schema, .page = "case-talk", .section = "cases", .get = get_thread },
	{ .method = HTTP_POST, .path = "/cases/{number}/threads/{thread}", .summary = M("Write in a thread"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = thread_params, .post = post_thread },
	{ .path = NULL },
};
