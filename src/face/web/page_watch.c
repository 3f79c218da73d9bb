/*
 * page_watch.c - /watches: products and words that are watched, what is new of them, and whether something is to be done about it.
 */
#include "face/web/link.h"
#include "face/web/pages.h"
#include "service/people/account.h"
#include "service/search.h"
#include "service/watch/watch.h"

enum { HITS_A_PAGE = 30, LIST_FILE_MOST = 4 << 20 };

static struct watch_desk
desk_of(const struct web *web)
{
	return (struct watch_desk){ web->home, web->ledger };
}

/* -------------------------------------------------------------------------------------------------- the list */

struct watches_page { struct watch_list_view list; bool any, may; };
static const struct field watches_fields[] = {
	FIELD_OF(struct watches_page, list, FIELD_STRUCT, &watch_list_schema), FIELD(struct watches_page, any, FIELD_BOOL), FIELD(struct watches_page, may, FIELD_BOOL),
};
static const struct schema watches_schema = SCHEMA("watches_page", struct watches_page, watches_fields);

static struct err *
get_watches(struct web *web, void *ret_view)
{
	struct watches_page *page = ret_view;
	struct watch_desk desk = desk_of(web);

	TRY(watch_list(&desk, &web->actor, web->arena, &page->list));
	page->any = page->list.watches.count > 0;
	page->may = web->actor.offices != 0;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- the form */

struct watch_form_page {
	int64_t              id;
	struct str           heading, name, products, words, cwe, held_name;
	bool                 is_new, kev, ours, registered, mail, sees_house;
	struct web_choices   units, severities, sources;
	struct web_edit_view edit;
};
static const struct field form_fields[] = {
	FIELD(struct watch_form_page, id, FIELD_INT), FIELD(struct watch_form_page, heading, FIELD_STR),
	FIELD(struct watch_form_page, name, FIELD_STR), FIELD(struct watch_form_page, products, FIELD_STR), FIELD(struct watch_form_page, words, FIELD_STR),
	FIELD(struct watch_form_page, cwe, FIELD_STR), FIELD(struct watch_form_page, held_name, FIELD_STR), FIELD(struct watch_form_page, is_new, FIELD_BOOL),
	FIELD(struct watch_form_page, kev, FIELD_BOOL), FIELD(struct watch_form_page, ours, FIELD_BOOL), FIELD(struct watch_form_page, registered, FIELD_BOOL),
	FIELD(struct watch_form_page, mail, FIELD_BOOL), FIELD(struct watch_form_page, sees_house, FIELD_BOOL), FIELD_OF(struct watch_form_page, units, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct watch_form_page, severities, FIELD_LIST, &web_choice_schema), FIELD_OF(struct watch_form_page, sources, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct watch_form_page, edit, FIELD_STRUCT, &web_edit_schema),
};
static const struct schema form_schema = SCHEMA("watch_form", struct watch_form_page, form_fields);

static struct watch_order
order_typed(const struct web *web)
{
	return (struct watch_order){ .name = web_text(web, "name"), .unit = web_text(web, "unit"), .products = web_text(web, "products"), .words = web_text(web, "words"),
		.severity = web_text(web, "severity"), .source = web_text(web, "source"), .cwe = web_text(web, "cwe"), .kev = web_tick(web, "kev"),
		.ours = web_tick(web, "ours"), .registered = web_tick(web, "register"), .mail = web_tick(web, "mail") };
}

static struct watch_order
order_of(const struct watch_view *watch)
{
	return (struct watch_order){ .name = watch->name, .unit = watch->unit, .products = watch->products, .words = watch->words, .severity = watch->severity,
		.source = watch->source, .cwe = watch->cwe, .kev = watch->kev, .ours = watch->ours, .registered = watch->registered, .mail = watch->mail };
}

static struct err *
add_units(struct web *web, struct str chosen, struct web_choices *choices)
{
	struct account_view account;

	TRY(account_show(web->ledger, &web->actor, web->actor.login, web->now, web->arena, &account));
	web_choice_add(web, choices, STR(""), web_word(web, M("only me")), chosen);
	for (size_t i = 0; i < account.units.count; i++)
		web_choice_add(web, choices, account.units.items[i].name, account.units.items[i].name, chosen);
	return NULL;
}

static struct err *
fill_form(struct web *web, const struct watch_order *order, struct watch_form_page *page)
{
	page->name = order->name;
	page->products = order->products;
	page->words = order->words;
	page->cwe = order->cwe;
	page->kev = order->kev;
	page->ours = order->ours;
	page->registered = order->registered;
	page->mail = order->mail;
	page->sees_house = actor_sees_house(&web->actor);
	search_choices(web, order->severity, order->source, &page->severities, &page->sources);
	return add_units(web, order->unit, &page->units);
}

static struct err *
get_new(struct web *web, void *ret_view)
{
	struct watch_form_page *page = ret_view;
	struct watch_order order = order_typed(web);

	page->is_new = true;
	order.mail = order.mail || web->request->method != HTTP_POST;      /* ticked until somebody takes it off */
	page->heading = web_word(web, M("Begin a watch"));
	return fill_form(web, &order, page);
}

static struct err *
watch_stands(struct web *web, struct stand *ret_stand)
{
	struct watch_desk desk = desk_of(web);

	return watch_stand(&desk, &web->actor, web_number(web, "id", 0), web->arena, ret_stand);
}

static struct err *
get_edit(struct web *web, void *ret_view)
{
	struct watch_form_page *page = ret_view;
	struct watch_desk desk = desk_of(web);
	struct watch_order held, typed = order_typed(web);
	struct watch_view watch;
	struct stand stand;

	page->id = web_number(web, "id", 0);
	page->heading = web_word(web, M("Change a watch"));
	TRY(watch_get(&desk, &web->actor, page->id, web->arena, &watch));
	held = order_of(&watch);
	page->held_name = watch.name;
	TRY(watch_stands(web, &stand));
	page->edit = web_edit(web, &stand);
	return fill_form(web, web->request->method == HTTP_POST ? &typed : &held, page);
}

/* What was typed, and the products of a list that came with it. */
static struct err *
order_sent(struct web *web, struct watch_order *ret_order)
{
	const struct http_file *file = web_file(web, "file");
	struct str products, name;
	bool swid;

	*ret_order = order_typed(web);
	if (file == NULL)
		return NULL;
	name = file->name;
	swid = str_take_end(&name, STR(".swidtag")) || str_take_end(&name, STR(".xml"));
	TRY(watch_take(web_file_path(web, file), swid ? STR("swid") : STR("cpelist"), web->arena, &products));
	ret_order->products = arena_printf(web->arena, "%.*s\n%.*s", STR_ARG(ret_order->products), STR_ARG(products));
	return NULL;
}

static struct err *
post_new(struct web *web)
{
	struct watch_desk desk = desk_of(web);
	struct watch_order order;
	int64_t id;

	TRY(order_sent(web, &order));
	TRY(watch_add(&desk, &web->actor, &order, web->now, web->arena, &id));
	web_tell(web, M("The watch begins. What is known already stands below; what comes from now on is new."));
	web_go(web, "/watches/%lld", (long long)id);
	return NULL;
}

static struct err *
post_edit(struct web *web)
{
	struct watch_desk desk = desk_of(web);
	int64_t id = web_number(web, "id", 0);
	struct watch_order order;
	struct watch_view watch;

	TRY(order_sent(web, &order));
	TRY(watch_get(&desk, &web->actor, id, web->arena, &watch));
	TRY(watch_set(&desk, &web->actor, id, watch.revision, &order, web->now, web->arena));
	web_tell(web, M("Changed. It was looked at anew."));
	web_go(web, "/watches/%lld", (long long)id);
	return NULL;
}

static struct err *
post_end(struct web *web)
{
	struct watch_desk desk = desk_of(web);

	TRY(watch_end(&desk, &web->actor, web_number(web, "id", 0), web->now, web->arena));
	web_tell(web, M("The watch has ended."));
	web_go(web, "/watches");
	return NULL;
}

/* -------------------------------------------------------------------------------------------------- one watch */

struct watch_page {
	struct watch_hits_view found;
	LIST(struct facet)     facets;
	struct str             more_href;
	struct str_list        products, words;
	bool                   any, has_unread, may, narrowed;
};
static const struct field page_fields[] = {
	FIELD_OF(struct watch_page, found, FIELD_STRUCT, &watch_hits_schema), FIELD_OF(struct watch_page, facets, FIELD_LIST, &facet_schema),
	FIELD(struct watch_page, more_href, FIELD_STR), FIELD(struct watch_page, products, FIELD_STRS), FIELD(struct watch_page, words, FIELD_STRS),
	FIELD(struct watch_page, any, FIELD_BOOL), FIELD(struct watch_page, has_unread, FIELD_BOOL), FIELD(struct watch_page, may, FIELD_BOOL),
	FIELD(struct watch_page, narrowed, FIELD_BOOL),
};
static const struct schema page_schema = SCHEMA("watch_page", struct watch_page, page_fields);

static void
add_lines(struct web *web, struct str text, struct str_list *lines)
{
	struct str line;

	while (str_line(&text, &line))
		list_push(web->arena, lines, line);
}

static struct err *
get_watch(struct web *web, void *ret_view)
{
	struct watch_page *page = ret_view;
	struct watch_desk desk = desk_of(web);
	struct facets facets = { 0 };

	TRY(watch_hits(&desk, &web->actor, web_number(web, "id", 0), (enum watch_state)web_choice(web, "state", WATCH_ALL), web_text(web, "after"), HITS_A_PAGE,
	    web->lang, web->arena, &page->found));
	facet_begin(web, &facets, "state", M("Narrow down"));
	facet_add(web, &facets, STR("unread"), M("Unread"), page->found.watch.unread);
	facet_add(web, &facets, STR("unchecked"), M("Not checked"), page->found.watch.unchecked);
	facet_add(web, &facets, STR("needed"), M("To be dealt with"), page->found.watch.needed);
	page->facets.items = facets.list.items;
	page->facets.count = facets.list.count;
	page->more_href = link_next(web, page->found.next);
	add_lines(web, page->found.watch.products, &page->products);
	add_lines(web, page->found.watch.words, &page->words);
	page->any = page->found.hits.count > 0;
	page->has_unread = page->found.watch.unread > 0;
	page->narrowed = web_given(web, "state");
	page->may = web->actor.offices != 0;
	web_title(web, page->found.watch.name);
	return NULL;
}

static struct err *
post_read(struct web *web)
{
	struct watch_desk desk = desk_of(web);
	struct str vulnerability = web_text(web, "vulnerability");
	int64_t id = web_number(web, "id", 0);

	TRY(watch_read(&desk, &web->actor, id, vulnerability, !web_tick(web, "unread"), web->now, web->arena));
	if (vulnerability.len == 0)
		web_tell(web, M("All of it is read."));
	web_go(web, "/watches/%lld", (long long)id);
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- checking */

struct watch_check_page {
	struct watch_view     watch;
	struct watch_hit_view hit;
	struct web_choices    needs;
	struct str            note;
	struct web_edit_view  edit;
};
static const struct field check_fields[] = {
	FIELD_OF(struct watch_check_page, watch, FIELD_STRUCT, &watch_view_schema), FIELD_OF(struct watch_check_page, hit, FIELD_STRUCT, &watch_hit_schema),
	FIELD_OF(struct watch_check_page, needs, FIELD_LIST, &web_choice_schema), FIELD(struct watch_check_page, note, FIELD_STR),
	FIELD_OF(struct watch_check_page, edit, FIELD_STRUCT, &web_edit_schema),
};
static const struct schema check_schema = SCHEMA("watch_check", struct watch_check_page, check_fields);

static struct err *
check_stands(struct web *web, struct stand *ret_stand)
{
	struct watch_desk desk = desk_of(web);

	return watch_hit_stand(&desk, &web->actor, web_number(web, "id", 0), web_text(web, "vulnerability"), web->arena, ret_stand);
}

static struct err *
get_check(struct web *web, void *ret_view)
{
	struct watch_check_page *page = ret_view;
	struct watch_desk desk = desk_of(web);
	int64_t id = web_number(web, "id", 0);
	bool again = web->request->method == HTTP_POST;
	struct stand stand;

	TRY(watch_get(&desk, &web->actor, id, web->arena, &page->watch));
	TRY(watch_hit(&desk, &web->actor, id, web_text(web, "vulnerability"), web->lang, web->arena, &page->hit));
	TRY(check_stands(web, &stand));
	page->edit = web_edit(web, &stand);
	page->note = again ? web_text(web, "note") : page->hit.note;
	for (size_t i = 0; i < watch_need_names.count; i++)
		web_choice_add(web, &page->needs, str_of(watch_need_names.names[i]), web_word(web, watch_need_names.words[i]),
		    again ? str_of(enum_name(&watch_need_names, web_choice(web, "need", 0))) : page->hit.need);
	web_title(web, page->hit.id);
	return NULL;
}

static struct err *
post_check(struct web *web)
{
	struct watch_desk desk = desk_of(web);
	int64_t id = web_number(web, "id", 0);
	struct watch_hit_view hit;

	TRY(watch_hit(&desk, &web->actor, id, web_text(web, "vulnerability"), web->lang, web->arena, &hit));
	TRY(watch_check(&desk, &web->actor, id, hit.id, (enum watch_need)web_choice(web, "need", WATCH_UNCHECKED), web_text(web, "note"), hit.revision, web->now,
	    web->arena));
	web_tell(web, M("Noted on the check list: {id}."), ARG("id", web_text(web, "vulnerability")));
	web_go(web, "/watches/%lld", (long long)id);
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- taken along */

static const char *const format_words[] = { "xlsx", "csv", "cpe" };
static const struct enum_names formats = ENUM_NAMES(format_words);

static struct err *
get_file(struct web *web, void *ret_view)
{
	static const char *const types[] = { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv; charset=utf-8",
		"text/plain; charset=utf-8" };
	static const char *const ends[] = { "xlsx", "csv", "txt" };
	struct watch_desk desk = desk_of(web);
	int64_t id = web_number(web, "id", 0);
	int format = web_choice(web, "format", 0);
	struct str bytes;

	(void)ret_view;
	if (format == 2)
		TRY(watch_products(&desk, &web->actor, id, web->arena, &bytes));
	else
		TRY(watch_file(&desk, &web->actor, id, format == 0, web->lang, web->now, web->arena, &bytes));
	web_send(web, types[format], bytes, arena_printf(web->arena, "watch-%lld-%.*s.%s", (long long)id,
	    STR_ARG(day_format(instant_day(web->now, ZONE_JST), web->arena)), ends[format]));
	return NULL;
}

/* ---------------------------------------------------------------------------------------------------- routes */

#define FORM_PARAMS \
	{ .name = "name", .kind = WEB_TEXT, .most = WATCH_NAME_MOST, .summary = M("Name") }, \
	{ .name = "unit", .kind = WEB_TEXT, .most = 200, .summary = M("Unit") }, \
	{ .name = "products", .kind = WEB_LONG_TEXT, .most = WATCH_TEXT_MOST, .summary = M("Products to watch") }, \
	{ .name = "words", .kind = WEB_LONG_TEXT, .most = WATCH_TEXT_MOST, .summary = M("Words to watch") }, \
	{ .name = "severity", .kind = WEB_TEXT, .most = 10, .summary = M("Severity") }, \
	{ .name = "source", .kind = WEB_TEXT, .most = 20, .summary = M("Source") }, \
	{ .name = "cwe", .kind = WEB_TEXT, .most = 20, .summary = M("Kind of weakness (CWE)") }, \
	{ .name = "kev", .kind = WEB_TICK, .summary = M("Known to be exploited (KEV)") }, \
	{ .name = "ours", .kind = WEB_TICK, .summary = M("Only what touches what is registered here") }, \
	{ .name = "register", .kind = WEB_TICK, .summary = M("The products that are registered here") }
static const struct web_param new_params[] = { FORM_PARAMS, { .name = NULL } };
static const struct web_param add_params[] = { FORM_PARAMS, { .name = "file", .kind = WEB_FILE, .summary = M("List of products") }, { .name = NULL } };
static const struct web_param edit_params[] = {
	FORM_PARAMS, { .name = "file", .kind = WEB_FILE, .summary = M("List of products") },
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = NULL },
};
static const struct web_param watch_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "state", .kind = WEB_CHOICE, .choices = &watch_state_names, .summary = M("Unread, not checked, to be dealt with") },
	{ .name = "after", .kind = WEB_TEXT, .most = 100, .summary = M("Page that follows") },
	{ .name = NULL },
};
static const struct web_param read_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "vulnerability", .kind = WEB_TEXT, .most = 500, .summary = M("Vulnerability") },
	{ .name = "unread", .kind = WEB_TICK, .summary = M("Unread again") },
	{ .name = "state", .kind = WEB_CHOICE, .choices = &watch_state_names, .summary = M("Unread, not checked, to be dealt with") },
	{ .name = "after", .kind = WEB_TEXT, .most = 100, .summary = M("Page that follows") },
	{ .name = NULL },
};
static const struct web_param check_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "vulnerability", .kind = WEB_TEXT, .most = 500, .summary = M("Vulnerability"), .obligatory = true },
	{ .name = "need", .kind = WEB_CHOICE, .choices = &watch_need_names, .summary = M("Is something to be done?") },
	{ .name = "note", .kind = WEB_LONG_TEXT, .most = WATCH_NOTE_MOST, .summary = M("Note") },
	{ .name = NULL },
};
static const struct web_param file_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "format", .kind = WEB_CHOICE, .choices = &formats, .summary = M("As which kind of file") },
	{ .name = NULL },
};
static const struct web_param id_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = NULL },
};

#define READS .right = WEB_READER, .scope = SCOPE_READ, .section = "findings"
#define WRITES .right = WEB_READER, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES
const struct web_route routes_watch[] = {
	{ .method = HTTP_GET, .path = "/watches", .summary = M("Watches"), READS, .view = &watches_schema, .page = "watches", .get = get_watches },
	{ .method = HTTP_GET, .path = "/watches/new", .summary = M("Begin a watch"), READS, .params = new_params, .view = &form_schema, .page = "watch-edit",
	    .get = get_new },
	{ .method = HTTP_POST, .path = "/watches/new", .summary = M("Begin a watch"), WRITES, .params = add_params, .post = post_new, .body_most = LIST_FILE_MOST },
	{ .method = HTTP_GET, .path = "/watches/{id}", .summary = M("A watch"), READS, .params = watch_params, .view = &page_schema, .page = "watch",
	    .get = get_watch },
	{ .method = HTTP_GET, .path = "/watches/{id}/edit", .summary = M("Change a watch"), READS, .params = edit_params, .view = &form_schema, .page = "watch-edit",
	    .get = get_edit },
	{ .method = HTTP_POST, .path = "/watches/{id}/edit", .summary = M("Change a watch"), WRITES, .params = edit_params, .post = post_edit,
	    .body_most = LIST_FILE_MOST, .stands = watch_stands },
	{ .method = HTTP_POST, .path = "/watches/{id}/read", .summary = M("Mark as read"), WRITES, .params = read_params, .post = post_read, .back = "/watches/{id}" },
	{ .method = HTTP_GET, .path = "/watches/{id}/check", .summary = M("Is something to be done?"), READS, .params = check_params, .view = &check_schema,
	    .page = "watch-check", .get = get_check },
	{ .method = HTTP_POST, .path = "/watches/{id}/check", .summary = M("Say whether something is to be done"), WRITES, .params = check_params, .post = post_check,
	    .stands = check_stands },
	{ .method = HTTP_GET, .path = "/watches/{id}/file", .summary = M("The check list as a file"), .right = WEB_READER, .scope = SCOPE_READ,
	    .lane = HTTP_LANE_DOCUMENTS, .params = file_params, .get = get_file },
	{ .method = HTTP_POST, .path = "/watches/{id}/end", .summary = M("End a watch"), WRITES, .params = id_params, .post = post_end, .back = "/watches/{id}" },
	{ .path = NULL },
};
