/*
 * page_criteria.c - the criteria in words; changed as dated editions, tried out before they are agreed to.
 */
#include "face/web/pages.h"
#include "service/criteria/differences.h"
#include "service/criteria/replay.h"
#include "service/criteria/ssvc.h"
#include "service/found/criteria.h"

enum { MOVES = 50 };

static const char *const format_words[] = { "csv", "xlsx" };
static const struct enum_names format_names = ENUM_NAMES(format_words);
static const struct web_param params[] = {
	{ .name = "preset", .kind = WEB_TEXT, .most = 40, .summary = M("Begin with") },
	{ .name = "text", .kind = WEB_LONG_TEXT, .most = 60000, .summary = M("Criteria as YAML") },
	{ .name = "since", .kind = WEB_DAY, .summary = M("In force from") },
	{ .name = "personal_records", .kind = WEB_NUMBER, .summary = M("Persons from whom on a leak is large") },
	{ .name = "immediate_hours", .kind = WEB_NUMBER, .summary = M("Hours for Immediate") },
	{ .name = "out_of_cycle_days", .kind = WEB_NUMBER, .summary = M("Business days for Out of cycle") },
	{ .name = "defer_days", .kind = WEB_NUMBER, .summary = M("Days until what is deferred is looked at again") },
	{ .name = "closed_months", .kind = WEB_NUMBER, .summary = M("Months that answers on a closed network hold") },
	{ .name = "cell", .kind = WEB_LIST, .most = 9, .summary = M("Cells of the matrix") },
	{ .name = "reason", .kind = WEB_LONG_TEXT, .most = 2000, .summary = M("Reason") },
	{ .name = "try", .kind = WEB_TICK, .summary = M("Only try it out") },
	{ .name = "draft", .kind = WEB_TEXT, .most = 64, .summary = M("Draft") },
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "after", .kind = WEB_TEXT, .most = 100, .summary = M("Goes on behind") },
	{ .name = "format", .kind = WEB_CHOICE, .choices = &format_names, .summary = M("As a file") },
	{ .name = NULL },
};

struct criteria_page {
	struct criteria_face face;
	struct edition_list  editions;
	struct web_choices   presets;
	bool                 may;
};
static const struct field page_fields[] = {
	FIELD_OF(struct criteria_page, face, FIELD_STRUCT, &criteria_face_schema),
	FIELD_OF(struct criteria_page, editions, FIELD_STRUCT, &edition_list_schema),
	FIELD_OF(struct criteria_page, presets, FIELD_LIST, &web_choice_schema),
	FIELD(struct criteria_page, may, FIELD_BOOL),
};
static const struct schema page_schema = SCHEMA("criteria_page", struct criteria_page, page_fields);

static const char *const preset_titles[] = { M("standard"), M("local government"), M("small web site"), M("enterprise"), M("maker of products") };

static struct err *
get_criteria(struct web *web, void *ret_view)
{
	struct criteria_page *view = ret_view;
	struct str text;

	TRY(criteria_text(web->home, STR(""), web->arena, &text));
	TRY(criteria_face(text, web->lang, web->arena, &view->face));
	TRY(criteria_editions(web->ledger, &web->actor, web->arena, &view->editions));
	view->may = (web->actor.offices & (OFFICE_SECURITY | OFFICE_ADMINISTRATOR)) != 0;
	for (size_t i = 0; criteria_presets[i] != NULL; i++)
		web_choice_add(web, &view->presets, str_of(criteria_presets[i]), web_word(web, preset_titles[i]), view->face.name);
	return NULL;
}

/* ------------------------------------------------------------------------------------------- another edition */

struct draft_cell { int64_t row; LIST(struct web_choice_view) actions; };
struct draft_page {
	struct criteria_face    face;
	LIST(struct draft_cell) cells;
	struct str              since, wrong, reason;
	bool                    tried, has_changes;
	struct replay_view      replay;
	LIST(struct criteria_difference) changes;      /* against what is in force */
	struct str              next_href, file_href;  /* file_href: an edition's only */
};
static const struct field cell_fields[] = {
	FIELD(struct draft_cell, row, FIELD_INT),
	FIELD_OF(struct draft_cell, actions, FIELD_LIST, &web_choice_schema),
};
static const struct schema cell_schema = SCHEMA("draft_cell", struct draft_cell, cell_fields);
static const struct field draft_fields[] = {
	FIELD_OF(struct draft_page, face, FIELD_STRUCT, &criteria_face_schema),
	FIELD_OF(struct draft_page, cells, FIELD_LIST, &cell_schema),
	FIELD(struct draft_page, since, FIELD_STR),
	FIELD(struct draft_page, wrong, FIELD_STR),
	FIELD(struct draft_page, reason, FIELD_STR),
	FIELD(struct draft_page, tried, FIELD_BOOL),
	FIELD_OF(struct draft_page, replay, FIELD_STRUCT, &replay_view_schema),
	FIELD(struct draft_page, has_changes, FIELD_BOOL),
	FIELD_OF(struct draft_page, changes, FIELD_LIST, &criteria_difference_schema),
	FIELD(struct draft_page, next_href, FIELD_STR),
	FIELD(struct draft_page, file_href, FIELD_STR),
};
static const struct schema draft_schema = SCHEMA("criteria_draft", struct draft_page, draft_fields);

static void
add_cells(struct web *web, struct draft_page *view)
{
	for (size_t row = 0; row < view->face.matrix.count; row++)
		for (size_t column = 0; column < view->face.matrix.items[row].cells.count; column++) {
			struct draft_cell *cell = list_add(web->arena, &view->cells);
			struct web_choices choices = { 0 };

			cell->row = (int64_t)row;
			for (size_t i = 0; i < report_action_names.count; i++)
				web_choice_add(web, &choices, str_of(report_action_names.names[i]), web_word(web, report_action_names.words[i]),
				    view->face.matrix.items[row].cells.items[column].action);
			cell->actions.items = choices.items;
			cell->actions.count = choices.count;
		}
}

/* What stands in the form: a preset, or the text as it was, with what the fields change. */
static struct err *
drafted(struct web *web, struct str *ret_text)
{
	struct criteria_change change = { .since = web_day(web, "since") == DAY_NONE ? STR("") : web_text(web, "since"),
		.personal_records = web_number(web, "personal_records", 0), .immediate_hours = web_number(web, "immediate_hours", 0),
		.out_of_cycle_days = web_number(web, "out_of_cycle_days", 0), .defer_days = web_number(web, "defer_days", 0),
		.closed_months = web_number(web, "closed_months", 0) };
	struct str_list cells = web_list(web, "cell");
	struct str text = web_text(web, "text");

	for (size_t i = 0; i < cells.count && i < ARRAY_LEN(change.cells); i++)
		change.cells[i] = cells.items[i];
	if (text.len == 0)
		TRY(criteria_text(web->home, web_text(web, "preset"), web->arena, &text));
	*ret_text = criteria_edit(text, &change, web->arena);
	return NULL;
}

/* What differs from the criteria in force, and what these would make of all that is open. */
static struct err *
try_out(struct web *web, struct str text, struct criteria_difference_list *ret_changes, struct replay_view *ret_replay)
{
	struct replay_asked asked = { .most = MOVES, .now = web->now, .after = web_text(web, "after"), .lang = web->lang };
	struct criteria now, then;

	TRY(home_criteria(web->home, web->arena, &now));
	TRY(criteria_read(text, STR("criteria"), web->arena, &then));
	*ret_changes = criteria_differences(&now, &then, web->lang, web->arena);
	return criteria_replay(web->home, web->ledger, &web->actor, &then, &asked, web->arena, ret_replay);
}

static struct err *
get_draft(struct web *web, void *ret_view)
{
	struct draft_page *view = ret_view;
	struct criteria_difference_list changes;
	struct str text, current;
	struct err *err;

	view->reason = web_text(web, "reason");
	if (web_given(web, "draft"))
		TRY(criteria_draft(web->home, &web->actor, web_text(web, "draft"), web->arena, &text, &view->reason));
	else
		TRY(drafted(web, &text));
	err = criteria_face(text, web->lang, web->arena, &view->face);
	if (err != NULL) {      /* the words in force stay beside what is wrong with the new ones */
		view->wrong = err_sentence(err, web->lang, web->arena);
		TRY(criteria_text(web->home, STR(""), web->arena, &current));
		TRY(criteria_face(current, web->lang, web->arena, &view->face));
		view->face.text = text;
	}
	view->since = web_given(web, "since") ? web_text(web, "since") : day_format(instant_day(web->now, ZONE_JST), web->arena);
	if (err == NULL && web_given(web, "draft"))
		view->since = day_format(view->face.since, web->arena);
	add_cells(web, view);
	if (err != NULL || !web_given(web, "draft"))
		return NULL;
	view->tried = true;
	TRY(try_out(web, text, &changes, &view->replay));
	view->changes.items = changes.items;
	view->changes.count = changes.count;
	view->has_changes = changes.count > 0;
	if (view->replay.next.len > 0)
		view->next_href = arena_printf(web->arena, "/settings/criteria/new?draft=%.*s&after=%.*s", STR_ARG(web_text(web, "draft")),
		    STR_ARG(view->replay.next));
	return NULL;
}

static struct err *
post_draft(struct web *web)
{
	struct str text, digest;
	int64_t id;

	TRY(drafted(web, &text));
	if (web_tick(web, "try")) {
		TRY(criteria_draft_keep(web->home, &web->actor, text, web_text(web, "reason"), web->arena, &digest));
		web_go(web, "/settings/criteria/new?draft=%.*s", STR_ARG(digest));
		return NULL;
	}
	TRY(criteria_propose(web->ledger, &web->actor, text, web_text(web, "reason"), web->now, web->arena, &id));
	web_go(web, "/settings/criteria/%lld", (long long)id);
	web_tell(web, M("Edition {id} is proposed: it holds once an executive has agreed."), ARG_N("id", id));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ an edition */

struct edition_page {
	struct criteria_face face;
	struct edition_view  edition;
	struct replay_view   replay;
	bool                 waits, has_changes;
	LIST(struct criteria_difference) changes;
	struct str           next_href, file_href;
};
static const struct field edition_page_fields[] = {
	FIELD_OF(struct edition_page, face, FIELD_STRUCT, &criteria_face_schema),
	FIELD_OF(struct edition_page, edition, FIELD_STRUCT, &edition_view_schema),
	FIELD_OF(struct edition_page, replay, FIELD_STRUCT, &replay_view_schema),
	FIELD(struct edition_page, waits, FIELD_BOOL),
	FIELD(struct edition_page, has_changes, FIELD_BOOL),
	FIELD_OF(struct edition_page, changes, FIELD_LIST, &criteria_difference_schema),
	FIELD(struct edition_page, next_href, FIELD_STR),
	FIELD(struct edition_page, file_href, FIELD_STR),
};
static const struct schema edition_page_schema = SCHEMA("criteria_edition", struct edition_page, edition_page_fields);

static struct err *
send_moves(struct web *web, struct str text)
{
	struct replay_asked asked = { .now = web->now, .lang = web->lang };
	bool workbook = web_choice(web, "format", 0) == 1;
	struct criteria criteria;
	struct str bytes;

	TRY(criteria_read(text, STR("criteria"), web->arena, &criteria));
	TRY(criteria_replay_file(web->home, web->ledger, &web->actor, &criteria, &asked, workbook, web->arena, &bytes));
	web_send(web, workbook ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8", bytes,
	    arena_printf(web->arena, "%.*s.%s", STR_ARG(web_word(web, M("What would move"))), workbook ? "xlsx" : "csv"));
	return NULL;
}

/* What waits is tried on what is open today; what was agreed or taken back is only read. */
static struct err *
add_trial(struct web *web, const struct ledger_criteria *stored, struct edition_page *view)
{
	struct criteria_difference_list changes;

	TRY(try_out(web, stored->text, &changes, &view->replay));
	view->changes.items = changes.items;
	view->changes.count = changes.count;
	view->has_changes = changes.count > 0;
	view->file_href = arena_printf(web->arena, "/settings/criteria/%lld?format=", (long long)stored->id);
	if (view->replay.next.len > 0)
		view->next_href = arena_printf(web->arena, "/settings/criteria/%lld?after=%.*s", (long long)stored->id, STR_ARG(view->replay.next));
	return NULL;
}

static struct err *
get_edition(struct web *web, void *ret_view)
{
	struct edition_page *view = ret_view;
	struct ledger_criteria stored;
	struct edition_list list;

	TRY(criteria_edition(web->ledger, web_number(web, "id", 0), web->arena, &stored));
	TRY(criteria_face(stored.text, web->lang, web->arena, &view->face));
	TRY(criteria_editions(web->ledger, &web->actor, web->arena, &list));
	for (size_t i = 0; i < list.editions.count; i++)
		if (list.editions.items[i].id == stored.id)
			view->edition = list.editions.items[i];
	view->waits = str_eq(view->edition.state, STR("waiting"));
	if (web_given(web, "format"))
		return send_moves(web, stored.text);
	return view->waits ? add_trial(web, &stored, view) : NULL;
}

static struct err *
post_agree(struct web *web)
{
	TRY(criteria_agree(web->home, web->ledger, &web->actor, web_number(web, "id", 0), web->now, web->arena));
	web_go(web, "/settings/criteria");
	web_tell(web, M("Your agreement is recorded: the criteria hold from their day. Judge everything anew then."));
	return NULL;
}

static struct err *
post_withdraw(struct web *web)
{
	TRY(criteria_withdraw(web->ledger, &web->actor, web_number(web, "id", 0), web->now, web->arena));
	web_go(web, "/settings/criteria");
	web_tell(web, M("The edition is taken back; it stays to be read."));
	return NULL;
}

/* ------------------------------------------------------------------------------------------- tables of SSVC */

struct ssvc_page { struct ssvc_face table; LIST(struct ssvc_named_view) tables; bool is_deployer, has_breaks; };
static const struct field ssvc_page_fields[] = {
	FIELD_OF(struct ssvc_page, table, FIELD_STRUCT, &ssvc_face_schema),
	FIELD_OF(struct ssvc_page, tables, FIELD_LIST, &ssvc_named_schema),
	FIELD(struct ssvc_page, is_deployer, FIELD_BOOL),
	FIELD(struct ssvc_page, has_breaks, FIELD_BOOL),
};
static const struct schema ssvc_page_schema = SCHEMA("ssvc_page", struct ssvc_page, ssvc_page_fields);
static const struct web_param ssvc_params[] = {
	{ .name = "table", .kind = WEB_TEXT, .most = 60, .summary = M("Table") },
	{ .name = NULL },
};

static struct err *
get_ssvc(struct web *web, void *ret_view)
{
	struct str name = web_text(web, "table").len > 0 ? web_text(web, "table") : STR("deployer");
	struct ssvc_page *view = ret_view;
	struct ssvc_named_list tables;
	struct ssvc_table table;

	TRY(ssvc_table_builtin(name, web->arena, &table));
	TRY(ssvc_named(name, web->lang, web->arena, &tables));
	view->table = ssvc_face_of(&table, web->lang, web->arena);
	view->tables.items = tables.items;
	view->tables.count = tables.count;
	view->is_deployer = str_eq(name, STR("deployer"));
	view->has_breaks = view->table.breaks.count > 0;
	web_title(web, view->table.title);
	return NULL;
}

#define PROPOSERS (OFFICE_SECURITY | OFFICE_ADMINISTRATOR)
const struct web_route routes_criteria[] = {
	{ .method = HTTP_GET, .path = "/settings/criteria", .summary = M("Criteria"), .right = WEB_READER, .scope = SCOPE_READ, .view = &page_schema,
	    .page = "criteria", .section = "settings", .get = get_criteria },
	{ .method = HTTP_GET, .path = "/settings/criteria/new", .summary = M("Another edition of the criteria"), .right = WEB_OFFICE, .offices = PROPOSERS,
	    .scope = SCOPE_READ, .params = params, .view = &draft_schema, .page = "criteria-new", .section = "settings", .get = get_draft },
	{ .method = HTTP_POST, .path = "/settings/criteria/new", .summary = M("Propose criteria"), .right = WEB_OFFICE, .offices = PROPOSERS,
	    .scope = SCOPE_WRITE, .params = params, .post = post_draft },
	{ .method = HTTP_GET, .path = "/settings/criteria/{id}", .summary = M("An edition of the criteria"), .right = WEB_READER, .scope = SCOPE_READ,
	    .params = params, .view = &edition_page_schema, .page = "criteria-edition", .section = "settings", .get = get_edition },
	{ .method = HTTP_POST, .path = "/settings/criteria/{id}/agree", .summary = M("Agree to criteria"), .right = WEB_OFFICE, .offices = OFFICE_EXECUTIVE,
	    .scope = SCOPE_WRITE, .params = params, .post = post_agree, .back = "/settings/criteria/{id}" },
	{ .method = HTTP_POST, .path = "/settings/criteria/{id}/withdraw", .summary = M("Take criteria back"), .right = WEB_OFFICE,
	    .offices = PROPOSERS | OFFICE_EXECUTIVE, .scope = SCOPE_WRITE, .params = params, .post = post_withdraw, .back = "/settings/criteria/{id}" },
	{ .method = HTTP_GET, .path = "/settings/ssvc", .summary = M("SSVC tables"), .right = WEB_READER, .scope = SCOPE_READ, .params = ssvc_params,
	    .view = &ssvc_page_schema, .page = "ssvc", .section = "settings", .get = get_ssvc },
	{ .path = NULL },
};
