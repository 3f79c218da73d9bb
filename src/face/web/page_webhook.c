/*
 * page_webhook.c - where other programs are told what is new, what may be asked, and what became of the last posts.
 */
#include "face/web/frame.h"
#include "face/web/pages.h"
#include "service/notify/notify.h"

struct webhooks_page {
	struct webhook_list_view list;
	struct web_choices shapes, events, units, langs;
	bool any_host, may_allow;
};
static const struct field page_fields[] = {
	FIELD_OF(struct webhooks_page, list, FIELD_STRUCT, &webhook_list_schema), FIELD_OF(struct webhooks_page, shapes, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct webhooks_page, events, FIELD_LIST, &web_choice_schema), FIELD_OF(struct webhooks_page, units, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct webhooks_page, langs, FIELD_LIST, &web_choice_schema), FIELD(struct webhooks_page, any_host, FIELD_BOOL),
	FIELD(struct webhooks_page, may_allow, FIELD_BOOL),
};
static const struct schema page_schema = SCHEMA("webhooks_page", struct webhooks_page, page_fields);

/* A vault of the request, and what webhooks are done with. */
struct room { struct people_vault secrets; struct notify_desk desk; };

static struct err *
room_of(struct web *web, struct room *room)
{
	const struct case_desk *cases;

	TRY(web_case_desk(web, &cases));
	room->secrets = vault_people(cases->vault);
	room->desk = (struct notify_desk){ web->ledger, web->home, &room->secrets, cases };
	return NULL;
}

static struct err *
add_choices(struct web *web, struct webhooks_page *page)
{
	static const char *const shapes[] = { M("JSON, signed"), M("Slack"), M("Teams") };
	struct unit_views units;

	for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
		web_choice_add(web, &page->shapes, str_of(webhook_shape_names.names[i]), web_word(web, shapes[i]), web_text(web, "shape"));
	for (size_t i = 0; i < notify_event_names.count; i++)
		web_choice_add(web, &page->events, str_of(notify_event_names.names[i]), web_word(web, notify_event_names.words[i]), STR(""));
	web_choice_add(web, &page->units, STR(""), web_word(web, M("all units")), web_text(web, "unit"));
	TRY(unit_list(web->ledger, &web->actor, web->arena, &units));
	for (size_t i = 0; i < units.units.count; i++)
		web_choice_add(web, &page->units, units.units.items[i].name, units.units.items[i].name, web_text(web, "unit"));
	web_choice_add(web, &page->langs, STR("ja"), STR("日本語"), web->lang == LANG_JA ? STR("ja") : STR("en"));
	web_choice_add(web, &page->langs, STR("en"), STR("English"), web->lang == LANG_JA ? STR("ja") : STR("en"));
	return NULL;
}

static struct err *
get_webhooks(struct web *web, void *ret_view)
{
	struct webhooks_page *page = ret_view;
	struct room room;

	TRY(room_of(web, &room));
	TRY(webhook_list(&room.desk, &web->actor, web->arena, &page->list));
	page->any_host = page->list.hosts.count > 0;
	page->may_allow = ledger_org(web->ledger) == LEDGER_ORG;
	return add_choices(web, page);
}

/* What is shown once. */
struct key_page { struct str name, key; };
static const struct field key_fields[] = { FIELD(struct key_page, name, FIELD_STR), FIELD(struct key_page, key, FIELD_STR) };
static const struct schema key_schema = SCHEMA("webhook_key", struct key_page, key_fields);

static struct err *
post_webhook(struct web *web)
{
	struct webhook_order order = { .shape = (enum webhook_shape)web_choice(web, "shape", WEBHOOK_JSON), .name = web_text(web, "name"),
		.url = web_text(web, "url"), .unit = web_text(web, "unit"), .lang = str_eq(web_text(web, "in"), STR("en")) ? LANG_EN : LANG_JA };
	struct str_list events = web_list(web, "events");
	struct key_page page = { .name = order.name };
	struct room room;
	int64_t id;
	int event;

	for (size_t i = 0; i < events.count; i++) {
		if (!enum_find(&webhook_event_names, events.items[i], &event))
			return err_new(web->arena, ERR_USAGE, M("Say what the webhook is to be told of."));
		order.events |= (int64_t)1 << event;
	}
	TRY(room_of(web, &room));
	TRY(webhook_add(&room.desk, &web->actor, &order, web->now, web->arena, &id, &page.key));
	web_answer(web, &page);
	web_go(web, "/settings/webhooks");
	return NULL;
}

static struct err *
post_test(struct web *web)
{
	struct room room;

	TRY(room_of(web, &room));
	TRY(webhook_test(&room.desk, &web->actor, web_number(web, "id", 0), web->now, web->arena));
	web_tell(web, M("A test is on its way: what becomes of it stands below in a moment."));
	web_go(web, "/settings/webhooks");
	return NULL;
}

static struct err *
post_end(struct web *web)
{
	struct room room;

	TRY(room_of(web, &room));
	TRY(webhook_remove(&room.desk, &web->actor, web_number(web, "id", 0), web->now, web->arena));
	web_tell(web, M("It is told no more. Its address and key were forgotten."));
	web_go(web, "/settings/webhooks");
	return NULL;
}

static struct err *
post_allow(struct web *web)
{
	struct room room;

	TRY(room_of(web, &room));
	TRY(webhook_allow(&room.desk, &web->actor, web_text(web, "host"), web->now, web->arena));
	web_tell(web, M("This server may be asked now."));
	web_go(web, "/settings/webhooks");
	return NULL;
}

static const struct web_param add_params[] = {
	{ .name = "shape", .kind = WEB_CHOICE, .choices = &webhook_shape_names, .summary = M("Shape of what is sent") },
	{ .name = "name", .kind = WEB_TEXT, .most = 100, .summary = M("Name of the webhook"), .obligatory = true },
	{ .name = "url", .kind = WEB_SECRET, .most = 2000, .summary = M("Address of the webhook"), .obligatory = true },
	{ .name = "events", .kind = WEB_LIST, .most = 10, .each = 20, .summary = M("What it is told of") },
	{ .name = "unit", .kind = WEB_TEXT, .most = 200, .summary = M("Unit") },
	{ .name = "in", .kind = WEB_TEXT, .most = 2, .summary = M("Language") },
	{ .name = NULL },
};
static const struct web_param id_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = NULL },
};
static const struct web_param allow_params[] = {
	{ .name = "host", .kind = WEB_TEXT, .most = 100, .summary = M("Server"), .obligatory = true },
	{ .name = NULL },
};

#define KEEPERS .right = WEB_OFFICE, .offices = OFFICE_ADMINISTRATOR
const struct web_route routes_webhook[] = {
	{ .method = HTTP_GET, .path = "/settings/webhooks", .summary = M("Other programs that are told"), KEEPERS, .scope = SCOPE_READ, .view = &page_schema,
	    .page = "settings-webhooks", .section = "settings", .get = get_webhooks },
	{ .method = HTTP_POST, .path = "/settings/webhooks", .summary = M("Have another program told"), KEEPERS, .scope = SCOPE_ADMIN, .lane = HTTP_LANE_WRITES,
	    .params = add_params, .view = &key_schema, .page = "settings-webhook-key", .section = "settings", .post = post_webhook, .back = "/settings/webhooks" },
	{ .method = HTTP_POST, .path = "/settings/webhooks/hosts", .summary = M("Let a server be asked"), KEEPERS, .scope = SCOPE_ADMIN,
	    .lane = HTTP_LANE_WRITES, .params = allow_params, .post = post_allow, .back = "/settings/webhooks" },
	{ .method = HTTP_POST, .path = "/settings/webhooks/{id}/test", .summary = M("Send a test to a webhook"), KEEPERS, .scope = SCOPE_ADMIN,
	    .lane = HTTP_LANE_WRITES, .params = id_params, .post = post_test, .back = "/settings/webhooks" },
	{ .method = HTTP_POST, .path = "/settings/webhooks/{id}/end", .summary = M("Tell a webhook no more"), KEEPERS, .scope = SCOPE_ADMIN,
	    .lane = HTTP_LANE_WRITES, .params = id_params, .post = post_end, .back = "/settings/webhooks" },
	{ .path = NULL },
};
