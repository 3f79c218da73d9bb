/*
 * page_system_add.c - /systems/{id}/add: one host and one product of a system, as a person tells them. The same as a sheet of that one row.
 */
#include "base/catalogue.h"
#include "face/web/page_ledger.h"
#include "service/register.h"
#include "service/system/system.h"

enum { LINE_MOST = 300 };

/* What is asked, by the field of a sheet that it is (format/sheet). */
static const struct { const char *name, *label, *hint; bool host; } asked[] = {
	{ "host", M("Host name"), M("As it stands on the machine or on its label. Left empty: the system itself."), true },
	{ "os", M("OS"), NULL, true },
	{ "model", M("Model"), M("Of the machine or device, such as FortiGate-60F."), true },
	{ "address", M("IP address"), NULL, true },
	{ "serial", M("Serial number"), NULL, true },
	{ "vendor", M("Manufacturer"), NULL, false },
	{ "product", M("Software name"), M("As its own window or its manual calls it."), false },
	{ "version", M("Version"), M("Left open it becomes a question: without a version nothing can be judged."), false },
	{ "provenance", M("Information source"), M("How it is known: 設計書, ヒアリング, 委託先回答 or 実機."), false },
	{ "told_by", M("Confirmed by"), NULL, false },
};

struct add_field { struct str name, label, hint, value; };
struct add_view { int64_t id; struct str name; LIST(struct add_field) host, product; struct str_list hosts; };
static const struct field add_field_fields[] = {
	FIELD(struct add_field, name, FIELD_STR),
	FIELD(struct add_field, label, FIELD_STR),
	FIELD(struct add_field, hint, FIELD_STR),
	FIELD(struct add_field, value, FIELD_STR),
};
static const struct schema add_field_schema = SCHEMA("add_field", struct add_field, add_field_fields);
static const struct field add_fields[] = {
	FIELD(struct add_view, id, FIELD_INT),
	FIELD(struct add_view, name, FIELD_STR),
	FIELD_OF(struct add_view, host, FIELD_LIST, &add_field_schema),
	FIELD_OF(struct add_view, product, FIELD_LIST, &add_field_schema),
	FIELD(struct add_view, hosts, FIELD_STRS),
};
static const struct schema add_schema = SCHEMA("system_add", struct add_view, add_fields);

static struct err *
get_add(struct web *web, void *ret_view)
{
	struct add_view *view = ret_view;
	struct system_page_of page = { .most = 100, .system = web_number(web, "id", 0) };
	struct system_form form;
	struct host_list hosts;

	view->id = page.system;
	TRY(system_form_get(web->ledger, view->id, web->arena, &form));
	view->name = form.name;
	TRY(system_hosts(web->ledger, &page, web->arena, &hosts));
	for (size_t i = 0; i < hosts.rows.count; i++)
		list_push(web->arena, &view->hosts, hosts.rows.items[i].name);
	for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
		struct add_field one = { str_of(asked[i].name), web_word(web, asked[i].label), asked[i].hint == NULL ? STR("") : web_word(web, asked[i].hint),
			web_text(web, asked[i].name) };

		if (asked[i].host)
			list_push(web->arena, &view->host, one);
		else
			list_push(web->arena, &view->product, one);
	}
	return NULL;
}

static struct err *
post_add(struct web *web)
{
	int64_t id = web_number(web, "id", 0);
	struct ledger_intake_report report;
	struct str_list words = { 0 };
	struct system_form form;

	TRY(system_form_get(web->ledger, id, web->arena, &form));
	for (size_t i = 0; i < ARRAY_LEN(asked); i++)
		if (web_text(web, asked[i].name).len > 0)
			list_push(web->arena, &words, arena_printf(web->arena, "%s=%.*s", asked[i].name, STR_ARG(web_text(web, asked[i].name))));
	if (web_text(web, "host").len == 0 && web_text(web, "product").len == 0)
		return err_new(web->arena, ERR_USAGE, M("Name a host or a software at least."));
	TRY(register_add(web->home, form.name, words.items, words.count, web->actor.login, web->now, web->arena, &report));
	web_go(web, "/systems/%lld", (long long)id);
	if (report.without_version > 0)
		web_tell(web, M("Kept. Its version is not known yet: that becomes a question with the next comparison."));
	else
		web_tell(web, M("Kept. The next comparison takes it into account."));
	return NULL;
}

static const struct web_param id_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number of the system") },
	{ .name = NULL },
};
static const struct web_param add_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number of the system") },
	{ .name = "host", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Host name") },
	{ .name = "os", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("OS") },
	{ .name = "model", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Model") },
	{ .name = "address", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("IP address") },
	{ .name = "serial", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Serial number") },
	{ .name = "vendor", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Manufacturer") },
	{ .name = "product", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Software name") },
	{ .name = "version", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Version") },
	{ .name = "provenance", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Information source") },
	{ .name = "told_by", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Confirmed by") },
	{ .name = NULL },
};

const struct web_route routes_system_add[] = {
	{ .method = HTTP_GET, .path = "/systems/{id}/add", .summary = M("Enter host and software"), .right = WEB_OFFICE, .offices = SYSTEM_KEEPERS,
	    .scope = SCOPE_READ, .params = id_params, .view = &add_schema, .page = "system-add", .section = "systems", .get = get_add },
	{ .method = HTTP_POST, .path = "/systems/{id}/add", .summary = M("Enter host and software"), .right = WEB_OFFICE, .offices = SYSTEM_KEEPERS,
	    .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = add_params, .post = post_add },
	{ .path = NULL },
};
