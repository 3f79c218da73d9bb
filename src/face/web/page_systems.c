/*
 * page_systems.c - /systems: the register from its ends (ソフトウェアを起点, システム・サーバを起点, サービス・機能を起点), narrowed down, and taken along
 * as a table.
 */
#include "base/fold.h"
#include "face/web/page_ledger.h"
#include "service/export.h"
#include "service/system/system.h"

enum { ROWS_MOST = 50, TEXT_MOST = 200 };

static const char *const kept[] = { "view", "q", "unit", "network", "reach", "importance", "place", "contractor", "system", NULL };

static const char *const view_names[] = { "system", "service", "host", "product" };
static const char *const view_texts[] = { M("By system"), M("By business"), M("By host"), M("By software") };
static const struct enum_names view_words = ENUM_WORDS(view_names, view_texts);
enum register_view { VIEW_SYSTEMS, VIEW_SERVICES, VIEW_HOSTS, VIEW_PRODUCTS };

struct service_row { struct str service, system, unit, owner, network; int64_t hosts, open; struct str worst; bool first; };
struct group_view { struct str title; LIST(struct link_view) links; };
struct systems_view {
	struct str                view;
	bool                      by_system, by_service, by_host, by_product, narrowed, keeper;
	LIST(struct link_view)    tabs;
	LIST(struct group_view)   groups, more;
	bool                      has_more;
	struct system_list        systems;
	LIST(struct service_row)  services;
	struct host_list          hosts;
	struct product_list       products;
	struct str                next, xlsx, csv, cp932, system_name;
	bool                      empty, nothing;
};
static const struct field service_fields[] = {
	FIELD(struct service_row, service, FIELD_STR),
	FIELD(struct service_row, system, FIELD_STR),
	FIELD(struct service_row, unit, FIELD_STR),
	FIELD(struct service_row, owner, FIELD_STR),
	FIELD_WORD(struct service_row, network, &system_network_words),
	FIELD(struct service_row, hosts, FIELD_INT),
	FIELD(struct service_row, open, FIELD_INT),
	FIELD_WORD(struct service_row, worst, &system_action_words),
	FIELD(struct service_row, first, FIELD_BOOL),
};
static const struct schema service_schema = SCHEMA("service_row", struct service_row, service_fields);
static const struct field group_fields[] = {
	FIELD(struct group_view, title, FIELD_STR),
	FIELD_OF(struct group_view, links, FIELD_LIST, &link_schema),
};
static const struct schema group_schema = SCHEMA("facet_group", struct group_view, group_fields);
static const struct field systems_fields[] = {
	FIELD_WORD(struct systems_view, view, &view_words),
	FIELD(struct systems_view, by_system, FIELD_BOOL),
	FIELD(struct systems_view, by_service, FIELD_BOOL),
	FIELD(struct systems_view, by_host, FIELD_BOOL),
	FIELD(struct systems_view, by_product, FIELD_BOOL),
	FIELD(struct systems_view, narrowed, FIELD_BOOL),
	FIELD(struct systems_view, keeper, FIELD_BOOL),
	FIELD_OF(struct systems_view, tabs, FIELD_LIST, &link_schema),
	FIELD_OF(struct systems_view, groups, FIELD_LIST, &group_schema),
	FIELD_OF(struct systems_view, more, FIELD_LIST, &group_schema),
	FIELD(struct systems_view, has_more, FIELD_BOOL),
	FIELD_OF(struct systems_view, systems, FIELD_STRUCT, &system_list_schema),
	FIELD_OF(struct systems_view, services, FIELD_LIST, &service_schema),
	FIELD_OF(struct systems_view, hosts, FIELD_STRUCT, &host_list_schema),
	FIELD_OF(struct systems_view, products, FIELD_STRUCT, &product_list_schema),
	FIELD(struct systems_view, next, FIELD_STR),
	FIELD(struct systems_view, xlsx, FIELD_STR),
	FIELD(struct systems_view, csv, FIELD_STR),
	FIELD(struct systems_view, cp932, FIELD_STR),
	FIELD(struct systems_view, system_name, FIELD_STR),
	FIELD(struct systems_view, empty, FIELD_BOOL),
	FIELD(struct systems_view, nothing, FIELD_BOOL),
};
static const struct schema systems_schema = SCHEMA("systems_page", struct systems_view, systems_fields);

/* ------------------------------------------------------------------------------------------ narrowing */

static void
add_group(struct web *web, struct systems_view *view, const char *title, const char *name, const struct system_facet *facets, size_t count)
{
	struct group_view *group;

	if (count == 0 || (count == 1 && !facets[0].chosen))
		return;
	/* What is used most stands open, and what was chosen; the rest folds away. */
	if (str_eq(str_of(name), STR("network")) || web_text(web, name).len > 0)
		group = list_add(web->arena, &view->groups);
	else
		group = list_add(web->arena, &view->more);
	group->title = web_word(web, title);
	for (size_t i = 0; i < count; i++)
		list_push(web->arena, &group->links, ((struct link_view){ facets[i].title,
		    ledger_link(web, "/systems", kept, name, facets[i].chosen ? STR("") : facets[i].value), facets[i].count, facets[i].chosen }));
}

static void
add_groups(struct web *web, struct systems_view *view)
{
	const struct system_facets *facets = &view->systems.facets;

	add_group(web, view, M("Network zone"), "network", facets->networks.items, facets->networks.count);
	add_group(web, view, M("External access"), "reach", facets->reaches.items, facets->reaches.count);
	add_group(web, view, M("Importance"), "importance", facets->importances.items, facets->importances.count);
	add_group(web, view, M("Department"), "unit", facets->units.items, facets->units.count);
	add_group(web, view, M("Location"), "place", facets->places.items, facets->places.count);
	view->has_more = view->more.count > 0;
}

static bool
is_narrowed(const struct web *web)
{
	for (size_t i = 1; kept[i] != NULL; i++)
		if (web_text(web, kept[i]).len > 0)
			return true;
	return false;
}

/* --------------------------------------------------------------------------------------------- ends */

static struct err *
fill_systems(struct web *web, struct systems_view *view)
{
	struct system_filter filter = { .text = web_text(web, "q"), .unit = web_text(web, "unit"), .network = web_text(web, "network"),
		.reach = web_text(web, "reach"), .importance = web_text(web, "importance"), .place = web_text(web, "place"),
		.contractor = web_text(web, "contractor"), .after = web_text(web, "after"), .most = ROWS_MOST, .sums = true };

	TRY(system_list(web->ledger, &filter, web->lang, web->arena, &view->systems));
	for (size_t i = 0; i < view->systems.rows.count; i++)
		view->systems.rows.items[i].query = web_encoded(web, view->systems.rows.items[i].name);
	add_groups(web, view);
	view->empty = view->systems.rows.count == 0;
	view->nothing = view->systems.all == 0;
	if (view->systems.next.len > 0)
		view->next = ledger_link(web, "/systems", kept, "after", view->systems.next);
	return NULL;
}

struct servicing { struct web *web; struct systems_view *view; struct str text, last, after; bool full; };

static struct str
service_cursor(const struct ledger_view_row *row, struct arena *arena)
{
	return arena_printf(arena, "%.*s|%.*s", STR_ARG(row->service), STR_ARG(row->system));
}

static struct err *
take_service(void *context, const struct ledger_view_row *row, struct arena *scratch)
{
	struct servicing *servicing = context;
	struct systems_view *view = servicing->view;
	struct arena *arena = servicing->web->arena;
	struct str names = arena_join(scratch, (struct str[]){ row->service, row->system, row->unit, row->owner }, 4, STR("\n"));

	if (str_find(fold_text(names, scratch), servicing->text) == SIZE_MAX && servicing->text.len > 0)
		return NULL;
	if (servicing->full || (servicing->after.len > 0 && str_cmp(service_cursor(row, scratch), servicing->after) <= 0))
		return NULL;
	if (view->services.count == ROWS_MOST) {
		servicing->full = true;
		return NULL;
	}
	list_push(arena, &view->services, ((struct service_row){ arena_copy(arena, row->service), arena_copy(arena, row->system),
	    arena_copy(arena, row->unit), arena_copy(arena, row->owner), str_of(enum_name(&system_network_words, (int)row->network)), row->hosts, row->open,
	    row->open == 0 ? STR("") : str_of(enum_name(&system_action_words, (int)row->worst)),
	    view->services.count == 0 || !str_eq(view->services.items[view->services.count - 1].service, row->service) }));
	servicing->last = service_cursor(row, arena);
	return NULL;
}

static struct err *
fill_services(struct web *web, struct systems_view *view)
{
	struct servicing servicing = { .web = web, .view = view, .text = fold_text(web_text(web, "q"), web->arena), .after = web_text(web, "after") };

	TRY(ledger_view(web->ledger, LEDGER_VIEW_SERVICE, STR(""), take_service, &servicing, web->arena));
	view->empty = view->services.count == 0;
	if (servicing.full)
		view->next = ledger_link(web, "/systems", kept, "after", servicing.last);
	return NULL;
}

static struct str
next_page(const struct web *web, struct str next, int64_t id)
{
	struct str link = ledger_link(web, "/systems", kept, "after", next);

	return next.len == 0 ? STR("") : arena_printf(web->arena, "%.*s&after_id=%lld", STR_ARG(link), (long long)id);
}

static struct err *
fill_hosts(struct web *web, struct systems_view *view)
{
	struct system_page_of page = { .text = web_text(web, "q"), .after = web_text(web, "after"), .after_id = web_number(web, "after_id", 0),
		.most = ROWS_MOST, .system = web_number(web, "system", 0) };

	TRY(system_hosts(web->ledger, &page, web->arena, &view->hosts));
	view->empty = view->hosts.rows.count == 0;
	view->next = next_page(web, view->hosts.next, view->hosts.next_id);
	if (page.system != 0 && !view->empty)
		view->system_name = view->hosts.rows.items[0].system_name;
	return NULL;
}

static struct err *
fill_products(struct web *web, struct systems_view *view)
{
	struct system_page_of page = { .text = web_text(web, "q"), .after = web_text(web, "after"), .after_id = web_number(web, "after_id", 0),
		.most = ROWS_MOST };

	TRY(system_products(web->ledger, &page, web->arena, &view->products));
	view->empty = view->products.rows.count == 0;
	view->next = next_page(web, view->products.next, view->products.next_id);
	return NULL;
}

static const struct { struct err *(*fill)(struct web *web, struct systems_view *view); const char *reg; } ends[] = {
	[VIEW_SYSTEMS]  = { fill_systems, "systems" },
	[VIEW_SERVICES] = { fill_services, "systems" },
	[VIEW_HOSTS]    = { fill_hosts, "hosts" },
	[VIEW_PRODUCTS] = { fill_products, "software" },
};

static void
add_tabs(struct web *web, struct systems_view *view, int chosen)
{
	static const char *const none[] = { "q", NULL };

	for (size_t i = 0; i < view_words.count; i++)
		list_push(web->arena, &view->tabs, ((struct link_view){ .title = web_word(web, view_texts[i]),
		    .href = ledger_link(web, "/systems", none, "view", i == 0 ? STR("") : str_of(view_names[i])), .chosen = (int)i == chosen }));
	view->xlsx = arena_printf(web->arena, "/systems/export?register=%s&format=xlsx", ends[chosen].reg);
	view->csv = arena_printf(web->arena, "/systems/export?register=%s&format=csv", ends[chosen].reg);
	view->cp932 = arena_printf(web->arena, "/systems/export?register=%s&format=cp932", ends[chosen].reg);
}

static struct err *
get_systems(struct web *web, void *ret_view)
{
	struct systems_view *view = ret_view;
	int chosen = web_choice(web, "view", VIEW_SYSTEMS);

	view->view = str_of(view_names[chosen]);
	view->by_system = chosen == VIEW_SYSTEMS;
	view->by_service = chosen == VIEW_SERVICES;
	view->by_host = chosen == VIEW_HOSTS;
	view->by_product = chosen == VIEW_PRODUCTS;
	view->narrowed = is_narrowed(web);
	view->keeper = (web->actor.offices & SYSTEM_KEEPERS) != 0;
	add_tabs(web, view, chosen);
	return ends[chosen].fill(web, view);
}

/* ------------------------------------------------------------------------------------------ a product */

static struct err *
get_product(struct web *web, void *ret_view)
{
	struct product_view *view = ret_view;

	TRY(system_product(web->ledger, web_number(web, "id", 0), web->lang, web->arena, view));
	web_title(web, view->product.name);
	return NULL;
}

/* -------------------------------------------------------------------------------------- taken along */

static const char *const format_names[] = { "xlsx", "csv", "cp932" };
static const struct enum_names formats = ENUM_NAMES(format_names);

static struct err *
get_export(struct web *web, void *ret_view)
{
	const struct export_register *reg = export_register_find(web_text(web, "register"));
	int format = web_choice(web, "format", 0);
	struct export_rows rows;
	struct str bytes, day = day_format(instant_day(web->now, ZONE_JST), web->arena);
	size_t lost;

	(void)ret_view;
	if (reg == NULL)
		return err_new(web->arena, ERR_NOT_FOUND, M("There is no register \"{name}\"."), ARG("name", web_text(web, "register")));
	TRY(export_rows(web->ledger, reg, web_number(web, "system", 0), web->arena, &rows));
	if (format == 0)
		TRY(export_workbook(reg, &rows, web->lang, web->now, web->arena, &bytes));
	else
		TRY(export_csv(reg, &rows, web->lang, format == 2, web->arena, &bytes, &lost));
	web_send(web, format == 0 ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	    : format == 2 ? "text/csv; charset=Shift_JIS" : "text/csv; charset=utf-8", bytes,
	    arena_printf(web->arena, "%.*s-%.*s.%s", STR_ARG(web_word(web, reg->title)), STR_ARG(day), format == 0 ? "xlsx" : "csv"));
	return NULL;
}

static const struct web_param systems_params[] = {
	{ .name = "view", .kind = WEB_CHOICE, .choices = &view_words, .summary = M("From which end: system, service, host, product") },
	{ .name = "q", .kind = WEB_TEXT, .most = TEXT_MOST, .summary = M("Part of a name") },
	{ .name = "unit", .kind = WEB_TEXT, .most = TEXT_MOST, .summary = M("Department") },
	{ .name = "network", .kind = WEB_CHOICE, .choices = &system_network_words, .summary = M("Network zone") },
	{ .name = "reach", .kind = WEB_CHOICE, .choices = &system_reach_words, .summary = M("External access") },
	{ .name = "importance", .kind = WEB_CHOICE, .choices = &system_importance_words, .summary = M("Importance") },
	{ .name = "place", .kind = WEB_TEXT, .most = TEXT_MOST, .summary = M("Location") },
	{ .name = "contractor", .kind = WEB_TEXT, .most = TEXT_MOST, .summary = M("Contractor") },
	{ .name = "system", .kind = WEB_NUMBER, .summary = M("Only the hosts of this system") },
	{ .name = "after", .kind = WEB_TEXT, .summary = M("Where the page before ended") },
	{ .name = "after_id", .kind = WEB_NUMBER, .summary = M("Where the page before ended") },
	{ .name = NULL },
};
static const struct web_param product_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number of the product") },
	{ .name = NULL },
};
static const struct web_param export_params[] = {
	{ .name = "register", .kind = WEB_TEXT, .most = 20, .summary = M("Which register: software, systems, hosts"), .obligatory = true },
	{ .name = "format", .kind = WEB_CHOICE, .choices = &formats, .summary = M("As which kind of file") },
	{ .name = "system", .kind = WEB_NUMBER, .summary = M("Only this system") },
	{ .name = NULL },
};

const struct web_route routes_systems[] = {
	{ .method = HTTP_GET, .path = "/systems", .summary = M("Register of systems"), .right = WEB_READER, .scope = SCOPE_READ, .params = systems_params,
	    .view = &systems_schema, .page = "systems", .section = "systems", .get = get_systems },
	{ .method = HTTP_GET, .path = "/systems/export", .summary = M("A register as a table"), .right = WEB_READER, .scope = SCOPE_READ,
	    .lane = HTTP_LANE_DOCUMENTS, .params = export_params, .get = get_export },
	{ .method = HTTP_GET, .path = "/products/{id}", .summary = M("Software in use"), .right = WEB_READER, .scope = SCOPE_READ, .params = product_params,
	    .view = &product_view_schema, .page = "product", .section = "systems", .get = get_product },
	{ .path = NULL },
};
