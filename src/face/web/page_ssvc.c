/*
 * page_ssvc.c - SSVC tables: those that come along, and the own one that findings are decided by, as dated editions.
 */
#include "base/catalogue.h"
#include "face/web/criteria_page.h"
#include "face/web/pages.h"
#include "service/criteria/ssvc.h"

enum { CELLS_MOST = 512 };

/* --------------------------------------------------------------------------------------------------- one table */

struct ssvc_page {
	struct ssvc_face table;
	LIST(struct ssvc_named_view) tables;
	struct edition_list editions;
	struct edition_view edition;      /* the own one in force; id 0: CERT/CC's */
	bool                is_deployer, is_own, may;
};
static const struct field ssvc_page_fields[] = {
	FIELD_OF(struct ssvc_page, table, FIELD_STRUCT, &ssvc_face_schema),
	FIELD_OF(struct ssvc_page, tables, FIELD_LIST, &ssvc_named_schema),
	FIELD_OF(struct ssvc_page, editions, FIELD_STRUCT, &edition_list_schema),
	FIELD_OF(struct ssvc_page, edition, FIELD_STRUCT, &edition_view_schema),
	FIELD(struct ssvc_page, is_deployer, FIELD_BOOL),
	FIELD(struct ssvc_page, is_own, FIELD_BOOL),
	FIELD(struct ssvc_page, may, FIELD_BOOL),
};
static const struct schema ssvc_page_schema = SCHEMA("ssvc_page", struct ssvc_page, ssvc_page_fields);
static const struct web_param ssvc_params[] = {
	{ .name = "table", .kind = WEB_TEXT, .most = 60, .summary = M("Table") },
	{ .name = NULL },
};

static struct err *
get_ssvc(struct web *web, void *ret_view)
{
	struct str name = web_text(web, "table");
	struct ssvc_page *view = ret_view;
	struct ledger_criteria edition;
	struct ssvc_named_list tables;
	struct ssvc_table table;

	TRY(edition_list(web->ledger, &web->actor, EDITION_SSVC, web->now, web->arena, &view->editions));
	for (size_t i = 0; i < view->editions.editions.count; i++)
		if (view->editions.editions.items[i].in_force)
			view->edition = view->editions.editions.items[i];
	view->is_own = name.len == 0 && view->edition.id != 0;
	if (name.len == 0 && !view->is_own)
		name = STR("deployer");
	TRY(view->is_own ? agreed_deployer(web->ledger, web->now, web->arena, &table, &edition) : ssvc_table_builtin(name, web->arena, &table));
	TRY(ssvc_named(name, web->lang, web->arena, &tables));
	view->table = ssvc_face_of(&table, web->lang, web->arena);
	view->tables.items = tables.items;
	view->tables.count = tables.count;
	view->is_deployer = str_eq(name, STR("deployer"));
	view->may = (web->actor.offices & (OFFICE_SECURITY | OFFICE_ADMINISTRATOR)) != 0;
	web_title(web, view->table.title);
	return NULL;
}

/* --------------------------------------------------------------------------------------------- another edition */

static const char *const format_words[] = { "csv", "xlsx" };
static const struct enum_names format_names = ENUM_NAMES(format_words);
static const struct web_param edition_params[] = {
	{ .name = "text", .kind = WEB_LONG_TEXT, .most = 60000, .summary = M("Table as YAML") },
	{ .name = "title_ja", .kind = WEB_TEXT, .most = 200, .summary = M("Title (Japanese)") },
	{ .name = "since", .kind = WEB_DAY, .summary = M("In force from") },
	{ .name = "cell", .kind = WEB_LIST, .most = CELLS_MOST, .each = 10, .summary = M("Decisions, row by row") },
	{ .name = "reason", .kind = WEB_LONG_TEXT, .most = 2000, .summary = M("Reason") },
	{ .name = "try", .kind = WEB_TICK, .summary = M("Only try it out") },
	{ .name = "revision", .kind = WEB_TEXT, .most = 64, .summary = M("The state that was seen") },
	{ .name = "draft", .kind = WEB_TEXT, .most = 64, .summary = M("Draft") },
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "after", .kind = WEB_TEXT, .most = 100, .summary = M("Goes on behind") },
	{ .name = "format", .kind = WEB_CHOICE, .choices = &format_names, .summary = M("As a file") },
	{ .name = NULL },
};

struct cell_row { struct str_list values; struct str label; LIST(struct web_choice_view) outcomes; };
struct ssvc_draft_page {
	struct ssvc_face      table;
	LIST(struct cell_row) cells;
	struct str            text, title_ja, since, wrong, reason;
	bool                  tried;
	struct edition_trial  trial;
	struct web_edit_view  edit;
};
static const struct field cell_row_fields[] = {
	FIELD(struct cell_row, values, FIELD_STRS),
	FIELD(struct cell_row, label, FIELD_STR),
	FIELD_OF(struct cell_row, outcomes, FIELD_LIST, &web_choice_schema),
};
static const struct schema cell_row_schema = SCHEMA("ssvc_cell", struct cell_row, cell_row_fields);
static const struct field draft_fields[] = {
	FIELD_OF(struct ssvc_draft_page, table, FIELD_STRUCT, &ssvc_face_schema),
	FIELD_OF(struct ssvc_draft_page, cells, FIELD_LIST, &cell_row_schema),
	FIELD(struct ssvc_draft_page, text, FIELD_STR),
	FIELD(struct ssvc_draft_page, title_ja, FIELD_STR),
	FIELD(struct ssvc_draft_page, since, FIELD_STR),
	FIELD(struct ssvc_draft_page, wrong, FIELD_STR),
	FIELD(struct ssvc_draft_page, reason, FIELD_STR),
	FIELD(struct ssvc_draft_page, tried, FIELD_BOOL),
	FIELD_OF(struct ssvc_draft_page, trial, FIELD_STRUCT, &edition_trial_schema),
	FIELD_OF(struct ssvc_draft_page, edit, FIELD_STRUCT, &web_edit_schema),
};
static const struct schema draft_schema = SCHEMA("ssvc_draft", struct ssvc_draft_page, draft_fields);

/* A row a combination: its values in words, and a choice of decisions. */
static void
add_cells(struct web *web, const struct ssvc_table *table, struct ssvc_draft_page *view)
{
	for (size_t i = 0; i < view->table.rows.count; i++) {
		const struct ssvc_point *outcome = &table->outcome;
		struct cell_row *row = list_add(web->arena, &view->cells);
		struct web_choices choices = { 0 };

		row->values = view->table.rows.items[i].values;
		row->label = arena_join(web->arena, row->values.items, row->values.count, web_word(web, M(", ")));
		for (size_t k = 0; k < outcome->count; k++)
			web_choice_add(web, &choices, outcome->values[k].key, ssvc_value_name(&outcome->values[k], web->lang), outcome->values[table->cells[i]].key);
		row->outcomes.items = choices.items;
		row->outcomes.count = choices.count;
	}
}

/* The decisions of the form, in the order of the rows. */
static struct err *
put_cells(struct web *web, const struct str_list *cells, struct ssvc_table *table)
{
	if (cells->count != table->cells_count)
		return err_new(web->arena, ERR_USAGE, M("The form gives {count} decisions where the table has {expected} rows: open the page again."),
		    ARG_N("count", cells->count), ARG_N("expected", table->cells_count));
	for (size_t i = 0; i < cells->count; i++)
		TRY(ssvc_value_find(&table->outcome, cells->items[i], web->arena, &table->cells[i]));
	return NULL;
}

/* An own table begins as the one in force; from then on it says that it is the organisation's. */
static void
become_own(struct web *web, struct ssvc_table *table)
{
	if (!str_starts(table->id, STR("ssvc:")))
		return;
	table->name = STR("own");
	table->id = STR("x_own:DT:1.0.0");
	table->source = catalogue_say(web->arena, web->lang, M("{source}, changed here"), ARG("source", table->source));
	table->title_ja = str_of(catalogue_text(LANG_JA, M("Own table of who applies patches")));
	table->title_en = STR("Own table of who applies patches");
}

/* What is in force, as the form has it: row by row, and as text. */
static struct err *
draft_stands(struct web *web, struct stand *ret_stand)
{
	struct enum_names *outcomes = ARENA_NEW(web->arena, struct enum_names);
	LIST(const char *) keys = { 0 }, words = { 0 };
	struct ssvc_table table;
	struct ssvc_face face;

	TRY(agreed_deployer(web->ledger, web->now, web->arena, &table, NULL));
	become_own(web, &table);
	face = ssvc_face_of(&table, web->lang, web->arena);
	for (size_t i = 0; i < table.outcome.count; i++) {
		list_push(web->arena, &keys, arena_cstr(web->arena, table.outcome.values[i].key));
		list_push(web->arena, &words, arena_cstr(web->arena, ssvc_value_name(&table.outcome.values[i], web->lang)));
	}
	*outcomes = (struct enum_names){ keys.items, keys.count, words.items };
	stand_put(ret_stand, "title_ja", M("Title (Japanese)"), table.title_ja, web->arena);
	for (size_t i = 0; i < face.rows.count; i++)
		stand_put_at(ret_stand, "cell", i + 1, arena_cstr(web->arena, arena_join(web->arena, face.rows.items[i].values.items,
		    face.rows.items[i].values.count, web_word(web, M(", ")))), outcomes, table.outcome.values[table.cells[i]].key, web->arena);
	stand_put(ret_stand, "text", M("Table as YAML"), ssvc_table_format(&table, web->arena), web->arena);
	return NULL;
}

/* The text that the form stands for: YAML as it was typed, with decisions where the form gives them. */
static struct err *
drafted(struct web *web, struct str *ret_text)
{
	struct str_list cells = web_list(web, "cell");
	struct ssvc_table table;

	*ret_text = web_text(web, "text");
	if (ret_text->len > 0 && cells.count == 0)
		return NULL;
	if (ret_text->len > 0)
		TRY(ssvc_table_parse(*ret_text, STR("ssvc"), web->arena, &table));
	else
		TRY(agreed_deployer(web->ledger, web->now, web->arena, &table, NULL));
	become_own(web, &table);
	if (web_text(web, "title_ja").len > 0)
		table.title_ja = web_text(web, "title_ja");
	if (cells.count > 0)
		TRY(put_cells(web, &cells, &table));
	*ret_text = ssvc_table_format(&table, web->arena);
	return NULL;
}

/* The decision of every combination that has another; tables with other points are only read. */
static void
compare_tables(struct web *web, const struct ledger_criteria *base, const struct ssvc_table *before, const struct ssvc_table *after, struct edition_trial *trial)
{
	struct criteria_difference_list changes = ssvc_differences(before, after, web->lang, web->arena);

	trial->base = base->id == 0 ? (web->lang == LANG_JA ? before->title_ja : before->title_en) : edition_title(web, base->id, base->since);
	trial->changes.items = changes.items;
	trial->changes.count = changes.count;
	trial->has_changes = changes.count > 0;
}

static struct err *
try_out(struct web *web, const struct ssvc_table *table, struct str here, struct edition_trial *trial)
{
	struct ledger_criteria edition;
	struct ssvc_table now;

	TRY(agreed_deployer(web->ledger, web->now, web->arena, &now, &edition));
	compare_tables(web, &edition, &now, table, trial);
	return edition_replay(web, &(struct replay_rules){ .table = table }, here, trial);
}

static struct err *
get_draft(struct web *web, void *ret_view)
{
	struct ledger_draft draft = { .reason = web_text(web, "reason"), .since = web_day(web, "since") };
	struct ssvc_draft_page *view = ret_view;
	bool kept = web_given(web, "draft");
	struct ssvc_table table;
	struct err *err = NULL;
	struct stand stand = { 0 };
	int32_t none;

	TRY(draft_stands(web, &stand));
	view->edit = edition_edit(web, &stand);
	if (kept)
		TRY(edition_draft(web->ledger, &web->actor, EDITION_SSVC, web_text(web, "draft"), web->arena, &draft));
	else
		err = drafted(web, &draft.text);
	if (err == NULL)
		err = edition_check(EDITION_SSVC, draft.text, web->arena, &none);
	if (err != NULL)
		view->wrong = err_sentence(err, web->lang, web->arena);
	/* What cannot be read cannot be shown row by row: what is in force is, beside what is wrong. */
	if (ssvc_table_parse(draft.text, STR("ssvc"), web->arena, &table) != NULL)
		TRY(agreed_deployer(web->ledger, web->now, web->arena, &table, NULL));
	view->table = ssvc_face_of(&table, web->lang, web->arena);
	view->text = draft.text;
	view->title_ja = table.title_ja;
	view->reason = draft.reason;
	view->since = day_format(draft.since != DAY_NONE ? draft.since : instant_day(web->now, ZONE_JST), web->arena);
	add_cells(web, &table, view);
	if (!kept || err != NULL)
		return NULL;
	view->tried = true;
	return try_out(web, &table, arena_printf(web->arena, "/settings/ssvc/new?draft=%.*s", STR_ARG(web_text(web, "draft"))), &view->trial);
}

static struct err *
post_draft(struct web *web)
{
	struct ledger_draft draft = { .reason = web_text(web, "reason"), .since = web_day(web, "since") };

	TRY(drafted(web, &draft.text));
	return edition_take(web, EDITION_SSVC, &draft);
}

/* -------------------------------------------------------------------------------------------------- an edition */

struct ssvc_edition_page { struct ssvc_face table; struct edition_view edition; struct str text; bool waits; struct edition_trial trial; };
static const struct field edition_fields[] = {
	FIELD_OF(struct ssvc_edition_page, table, FIELD_STRUCT, &ssvc_face_schema),
	FIELD_OF(struct ssvc_edition_page, edition, FIELD_STRUCT, &edition_view_schema),
	FIELD(struct ssvc_edition_page, text, FIELD_STR),
	FIELD(struct ssvc_edition_page, waits, FIELD_BOOL),
	FIELD_OF(struct ssvc_edition_page, trial, FIELD_STRUCT, &edition_trial_schema),
};
static const struct schema edition_schema = SCHEMA("ssvc_edition", struct ssvc_edition_page, edition_fields);

static struct err *
get_edition(struct web *web, void *ret_view)
{
	struct ssvc_edition_page *view = ret_view;
	struct ledger_criteria stored;
	struct ssvc_table table;

	TRY(edition_show(web->ledger, &web->actor, EDITION_SSVC, web_number(web, "id", 0), web->now, web->arena, &stored, &view->edition));
	TRY(ssvc_table_read(stored.text, STR("ssvc"), web->arena, &table));
	if (web_given(web, "format"))
		return edition_send_moves(web, &(struct replay_rules){ .table = &table }, web_choice(web, "format", 0) == 1);
	view->table = ssvc_face_of(&table, web->lang, web->arena);
	view->text = stored.text;
	view->waits = str_eq(view->edition.state, STR("waiting"));
	if (!view->waits)
		return NULL;
	view->trial.file_href = arena_printf(web->arena, "/settings/ssvc/%lld?format=", (long long)stored.id);
	return try_out(web, &table, arena_printf(web->arena, "/settings/ssvc/%lld", (long long)stored.id), &view->trial);
}

static struct err *
post_agree(struct web *web)
{
	return edition_settle(web, EDITION_SSVC, true);
}

static struct err *
post_withdraw(struct web *web)
{
	return edition_settle(web, EDITION_SSVC, false);
}

#define PROPOSERS (OFFICE_SECURITY | OFFICE_ADMINISTRATOR)
const struct web_route routes_ssvc[] = {
	{ .method = HTTP_GET, .path = "/settings/ssvc", .summary = M("SSVC tables"), .right = WEB_READER, .scope = SCOPE_READ, .params = ssvc_params,
	    .view = &ssvc_page_schema, .page = "ssvc", .section = "settings", .get = get_ssvc },
	{ .method = HTTP_GET, .path = "/settings/ssvc/new", .summary = M("An own SSVC table"), .right = WEB_OFFICE, .offices = PROPOSERS,
	    .scope = SCOPE_READ, .params = edition_params, .view = &draft_schema, .page = "ssvc-new", .section = "settings", .get = get_draft },
	{ .method = HTTP_POST, .path = "/settings/ssvc/new", .summary = M("Propose an own SSVC table"), .right = WEB_OFFICE, .offices = PROPOSERS,
	    .scope = SCOPE_WRITE, .params = edition_params, .post = post_draft, .stands = draft_stands },
	{ .method = HTTP_GET, .path = "/settings/ssvc/{id}", .summary = M("An edition of the own SSVC table"), .right = WEB_READER, .scope = SCOPE_READ,
	    .params = edition_params, .view = &edition_schema, .page = "ssvc-edition", .section = "settings", .get = get_edition },
	{ .method = HTTP_POST, .path = "/settings/ssvc/{id}/agree", .summary = M("Agree to an SSVC table"), .right = WEB_OFFICE, .offices = OFFICE_EXECUTIVE,
	    .scope = SCOPE_WRITE, .params = edition_params, .post = post_agree, .back = "/settings/ssvc/{id}" },
	{ .method = HTTP_POST, .path = "/settings/ssvc/{id}/withdraw", .summary = M("Take an SSVC table back"), .right = WEB_OFFICE,
	    .offices = PROPOSERS | OFFICE_EXECUTIVE, .scope = SCOPE_WRITE, .params = edition_params, .post = post_withdraw, .back = "/settings/ssvc/{id}" },
	{ .path = NULL },
};
