/*
 * page_criteria.c - the criteria in words; changed as dated editions, tried out before they are agreed to.
 */
#include "base/catalogue.h"
#include "face/web/criteria_page.h"
#include "face/web/pages.h"
#include "service/criteria/criteria.h"

enum { CONDITIONS_MOST = 64 };

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
	{ .name = "rules", .kind = WEB_TICK, .summary = M("Conditions were ticked") },
	{ .name = "rule", .kind = WEB_LIST, .most = CONDITIONS_MOST, .summary = M("Conditions that hold") },
	{ .name = "with", .kind = WEB_NUMBER, .summary = M("Compared with this edition") },
	{ .name = "reason", .kind = WEB_LONG_TEXT, .most = 2000, .summary = M("Reason") },
	{ .name = "try", .kind = WEB_TICK, .summary = M("Only try it out") },
	{ .name = "revision", .kind = WEB_TEXT, .most = 64, .summary = M("The state that was seen") },
	{ .name = "draft", .kind = WEB_TEXT, .most = 64, .summary = M("Draft") },
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number") },
	{ .name = "after", .kind = WEB_TEXT, .most = 100, .summary = M("Goes on behind") },
	{ .name = "format", .kind = WEB_CHOICE, .choices = &format_names, .summary = M("As a file") },
	{ .name = NULL },
};

struct preset_view { struct str name, title, for_whom; bool chosen; };
struct criteria_page {
	struct criteria_face    face;
	struct edition_list     editions;
	LIST(struct preset_view) presets;
	struct edition_view     edition;      /* in force; id 0: none was agreed to */
	bool                    may, agreed;
};
static const struct field preset_fields[] = {
	FIELD(struct preset_view, name, FIELD_STR),
	FIELD(struct preset_view, title, FIELD_STR),
	FIELD(struct preset_view, for_whom, FIELD_STR),
	FIELD(struct preset_view, chosen, FIELD_BOOL),
};
static const struct schema preset_schema = SCHEMA("preset", struct preset_view, preset_fields);
static const struct field page_fields[] = {
	FIELD_OF(struct criteria_page, face, FIELD_STRUCT, &criteria_face_schema),
	FIELD_OF(struct criteria_page, editions, FIELD_STRUCT, &edition_list_schema),
	FIELD_OF(struct criteria_page, presets, FIELD_LIST, &preset_schema),
	FIELD_OF(struct criteria_page, edition, FIELD_STRUCT, &edition_view_schema),
	FIELD(struct criteria_page, may, FIELD_BOOL),
	FIELD(struct criteria_page, agreed, FIELD_BOOL),
};
static const struct schema page_schema = SCHEMA("criteria_page", struct criteria_page, page_fields);

static struct err *
get_criteria(struct web *web, void *ret_view)
{
	struct criteria_page *view = ret_view;
	struct str text;

	TRY(criteria_text(web->home, web->ledger, STR(""), web->now, web->arena, &text));
	TRY(criteria_face(text, web->lang, web->arena, &view->face));
	TRY(edition_list(web->ledger, &web->actor, EDITION_CRITERIA, web->now, web->arena, &view->editions));
	view->may = (web->actor.offices & (OFFICE_SECURITY | OFFICE_ADMINISTRATOR)) != 0;
	for (size_t i = 0; i < view->editions.editions.count; i++)
		if (view->editions.editions.items[i].in_force)
			view->edition = view->editions.editions.items[i];
	view->agreed = view->edition.id != 0 && view->edition.agreed_name.len > 0;
	for (size_t i = 0; criteria_presets[i].name != NULL; i++)
		list_push(web->arena, &view->presets, ((struct preset_view){ str_of(criteria_presets[i].name), web_word(web, criteria_presets[i].title),
		    web_word(web, criteria_presets[i].for_whom), str_eq(str_of(criteria_presets[i].name), view->face.name) }));
	return NULL;
}

/* ------------------------------------------------------------------------------------------- another edition */

struct draft_cell { struct str label; LIST(struct web_choice_view) actions; };
struct draft_row { struct str damage; LIST(struct draft_cell) cells; };
struct draft_page {
	struct criteria_face    face;
	struct criteria_form    boxes;
	LIST(struct draft_row)  cells;
	struct str              since, wrong, reason;
	bool                    tried;
	struct edition_trial    trial;
	struct web_edit_view    edit;
};
static const struct field cell_fields[] = {
	FIELD(struct draft_cell, label, FIELD_STR),
	FIELD_OF(struct draft_cell, actions, FIELD_LIST, &web_choice_schema),
};
static const struct schema cell_schema = SCHEMA("draft_cell", struct draft_cell, cell_fields);
static const struct field row_fields[] = {
	FIELD_WORD(struct draft_row, damage, &report_damage_names),
	FIELD_OF(struct draft_row, cells, FIELD_LIST, &cell_schema),
};
static const struct schema row_schema = SCHEMA("draft_row", struct draft_row, row_fields);
static const struct field draft_fields[] = {
	FIELD_OF(struct draft_page, face, FIELD_STRUCT, &criteria_face_schema),
	FIELD_OF(struct draft_page, boxes, FIELD_STRUCT, &criteria_form_schema),
	FIELD_OF(struct draft_page, cells, FIELD_LIST, &row_schema),
	FIELD(struct draft_page, since, FIELD_STR),
	FIELD(struct draft_page, wrong, FIELD_STR),
	FIELD(struct draft_page, reason, FIELD_STR),
	FIELD(struct draft_page, tried, FIELD_BOOL),
	FIELD_OF(struct draft_page, trial, FIELD_STRUCT, &edition_trial_schema),
	FIELD_OF(struct draft_page, edit, FIELD_STRUCT, &web_edit_schema),
};
static const struct schema draft_schema = SCHEMA("criteria_draft", struct draft_page, draft_fields);

/* A cell of the matrix with what may stand in it; its label says which it is. */
static struct draft_cell
cell_of(struct web *web, const struct criteria_row_view *row, size_t column)
{
	static const enum level levels[] = { LEVEL_LOW, LEVEL_MIDDLE, LEVEL_HIGH };
	struct web_choices choices = { 0 };
	struct draft_cell cell = { 0 };
	int damage = LEVEL_LOW;

	(void)enum_find(&level_names, row->damage, &damage);
	cell.label = catalogue_say(web->arena, web->lang, M("Matrix: damage {damage}, likelihood {likelihood}"),
	    ARG("damage", web_word(web, damage_text((enum level)damage))), ARG("likelihood", web_word(web, likelihood_text(levels[column]))));
	for (size_t i = 0; i < report_action_names.count; i++)
		web_choice_add(web, &choices, str_of(report_action_names.names[i]), web_word(web, report_action_names.words[i]), row->cells.items[column].action);
	cell.actions.items = choices.items;
	cell.actions.count = choices.count;
	return cell;
}

static void
add_cells(struct web *web, struct draft_page *view)
{
	for (size_t i = 0; i < view->face.matrix.count; i++) {
		const struct criteria_row_view *from = &view->face.matrix.items[i];
		struct draft_row *row = list_add(web->arena, &view->cells);

		row->damage = from->damage;
		for (size_t column = 0; column < from->cells.count && column < LEVEL_COUNT; column++)
			list_push(web->arena, &row->cells, cell_of(web, from, column));
	}
}

/* What stands in the form: a preset, or the text as it was, with what the fields change. */
static struct err *
drafted(struct web *web, struct str *ret_text)
{
	struct criteria_change change = { .since = web_day(web, "since") == DAY_NONE ? STR("") : web_text(web, "since"),
		.personal_records = web_number(web, "personal_records", 0), .immediate_hours = web_number(web, "immediate_hours", 0),
		.out_of_cycle_days = web_number(web, "out_of_cycle_days", 0), .defer_days = web_number(web, "defer_days", 0),
		.closed_months = web_number(web, "closed_months", 0), .rules = web_tick(web, "rules"), .ticks = web_list(web, "rule") };
	struct str_list cells = web_list(web, "cell");
	struct str text = web_text(web, "text");

	for (size_t i = 0; i < cells.count && i < ARRAY_LEN(change.cells); i++)
		change.cells[i] = cells.items[i];
	if (text.len == 0)
		TRY(criteria_text(web->home, web->ledger, web_text(web, "preset"), web->now, web->arena, &text));
	*ret_text = criteria_edit(text, &change, web->arena);
	return NULL;
}

/* Against what is in force: what differs, and what these would make of all that is open. */
static struct err *
try_out(struct web *web, struct str text, struct str here, struct edition_trial *trial)
{
	struct ledger_criteria edition;
	struct criteria now, then;

	TRY(agreed_criteria(web->home, web->ledger, web->now, web->arena, &now, &edition));
	TRY(criteria_read(text, STR("criteria"), web->arena, &then));
	edition_compare(web, &edition, &now, &then, trial);
	return edition_replay(web, &(struct replay_rules){ .criteria = &then }, here, trial);
}

/* What stands in the form: the draft's text in words, or the words in force beside what is wrong with the new ones. */
static struct err *
put_face(struct web *web, struct str text, struct draft_page *view)
{
	struct err *err = criteria_face(text, web->lang, web->arena, &view->face);
	struct str current = text;

	if (err != NULL) {
		view->wrong = err_sentence(err, web->lang, web->arena);
		TRY(criteria_text(web->home, web->ledger, STR(""), web->now, web->arena, &current));
		TRY(criteria_face(current, web->lang, web->arena, &view->face));
		view->face.text = text;
	}
	TRY(criteria_form(current, web->lang, web->arena, &view->boxes));
	add_cells(web, view);
	return NULL;
}

static struct err *
draft_stands(struct web *web, struct stand *ret_stand)
{
	return criteria_stand(web->home, web->ledger, web->lang, web->now, web->arena, ret_stand);
}

static struct err *
get_draft(struct web *web, void *ret_view)
{
	struct ledger_draft draft = { .reason = web_text(web, "reason") };
	struct draft_page *view = ret_view;
	bool kept = web_given(web, "draft");
	struct stand stand = { 0 };

	TRY(draft_stands(web, &stand));
	view->edit = edition_edit(web, &stand);
	if (kept)
		TRY(edition_draft(web->ledger, &web->actor, EDITION_CRITERIA, web_text(web, "draft"), web->arena, &draft));
	else
		TRY(drafted(web, &draft.text));
	view->reason = draft.reason;
	TRY(put_face(web, draft.text, view));
	view->since = web_given(web, "since") ? web_text(web, "since") : day_format(instant_day(web->now, ZONE_JST), web->arena);
	if (!kept || view->wrong.len > 0)
		return NULL;
	view->since = day_format(view->face.since, web->arena);
	view->tried = true;
	return try_out(web, draft.text, arena_printf(web->arena, "/settings/criteria/new?draft=%.*s", STR_ARG(web_text(web, "draft"))), &view->trial);
}

static struct err *
post_draft(struct web *web)
{
	struct ledger_draft draft = { .reason = web_text(web, "reason"), .since = DAY_NONE };

	TRY(drafted(web, &draft.text));
	return edition_take(web, EDITION_CRITERIA, &draft);
}

/* ------------------------------------------------------------------------------------------------ an edition */

struct edition_page {
	struct criteria_face face;
	struct edition_view  edition;
	struct edition_trial trial;
	struct web_choices   others;
	bool                 waits, has_others;
};
static const struct field edition_page_fields[] = {
	FIELD_OF(struct edition_page, face, FIELD_STRUCT, &criteria_face_schema),
	FIELD_OF(struct edition_page, edition, FIELD_STRUCT, &edition_view_schema),
	FIELD_OF(struct edition_page, trial, FIELD_STRUCT, &edition_trial_schema),
	FIELD_OF(struct edition_page, others, FIELD_LIST, &web_choice_schema),
	FIELD(struct edition_page, waits, FIELD_BOOL),
	FIELD(struct edition_page, has_others, FIELD_BOOL),
};
static const struct schema edition_page_schema = SCHEMA("criteria_edition", struct edition_page, edition_page_fields);

static struct err *
send_moves(struct web *web, struct str text)
{
	struct criteria criteria;

	TRY(criteria_read(text, STR("criteria"), web->arena, &criteria));
	return edition_send_moves(web, &(struct replay_rules){ .criteria = &criteria }, web_choice(web, "format", 0) == 1);
}

/* What it is compared with: the edition that is asked for; else what is in force, or of what was in force itself what was before it. */
static struct err *
add_comparison(struct web *web, const struct ledger_criteria *stored, struct edition_page *view)
{
	struct ledger_criteria other = { 0 };
	struct edition_list list;
	struct criteria before, after;
	int64_t with = web_number(web, "with", 0);

	TRY(edition_list(web->ledger, &web->actor, EDITION_CRITERIA, web->now, web->arena, &list));
	for (size_t i = 0; i < list.editions.count; i++) {
		const struct edition_view *one = &list.editions.items[i];

		if (with == 0 && one->agreed_at != INSTANT_NONE && (view->waits ? one->in_force : one->id != stored->id && one->since <= stored->since && one->id < stored->id))
			with = one->id;
	}
	for (size_t i = 0; i < list.editions.count; i++)
		if (list.editions.items[i].id != stored->id)
			web_choice_add(web, &view->others, arena_printf(web->arena, "%lld", (long long)list.editions.items[i].id),
			    edition_title(web, list.editions.items[i].id, list.editions.items[i].since), arena_printf(web->arena, "%lld", (long long)with));
	view->has_others = view->others.count > 0;
	if (with != 0)
		TRY(ledger_criteria_get(web->ledger, EDITION_CRITERIA, with, web->arena, &other));
	TRY(with != 0 ? criteria_read(other.text, STR("criteria"), web->arena, &before) : home_criteria(web->home, web->arena, &before));
	TRY(criteria_read(stored->text, STR("criteria"), web->arena, &after));
	edition_compare(web, &other, &before, &after, &view->trial);
	return NULL;
}

/* What waits is tried on what is open today; what was agreed or taken back is only read. */
static struct err *
get_edition(struct web *web, void *ret_view)
{
	struct edition_page *view = ret_view;
	struct ledger_criteria stored;
	struct criteria criteria;

	TRY(edition_show(web->ledger, &web->actor, EDITION_CRITERIA, web_number(web, "id", 0), web->now, web->arena, &stored, &view->edition));
	if (web_given(web, "format"))
		return send_moves(web, stored.text);
	TRY(criteria_face(stored.text, web->lang, web->arena, &view->face));
	view->waits = str_eq(view->edition.state, STR("waiting"));
	TRY(add_comparison(web, &stored, view));
	if (!view->waits)
		return NULL;
	TRY(criteria_read(stored.text, STR("criteria"), web->arena, &criteria));
	view->trial.file_href = arena_printf(web->arena, "/settings/criteria/%lld?format=", (long long)stored.id);
	return edition_replay(web, &(struct replay_rules){ .criteria = &criteria }, arena_printf(web->arena, "/settings/criteria/%lld", (long long)stored.id),
	    &view->trial);
}

static struct err *
post_agree(struct web *web)
{
	return edition_settle(web, EDITION_CRITERIA, true);
}

static struct err *
post_withdraw(struct web *web)
{
	return edition_settle(web, EDITION_CRITERIA, false);
}

#define PROPOSERS (OFFICE_SECURITY | OFFICE_ADMINISTRATOR)
const struct web_route routes_criteria[] = {
	{ .method = HTTP_GET, .path = "/settings/criteria", .summary = M("Criteria"), .right = WEB_READER, .scope = SCOPE_READ, .view = &page_schema,
	    .page = "criteria", .section = "settings", .get = get_criteria },
	{ .method = HTTP_GET, .path = "/settings/criteria/new", .summary = M("Another edition of the criteria"), .right = WEB_OFFICE, .offices = PROPOSERS,
	    .scope = SCOPE_READ, .params = params, .view = &draft_schema, .page = "criteria-new", .section = "settings", .get = get_draft },
	{ .method = HTTP_POST, .path = "/settings/criteria/new", .summary = M("Propose criteria"), .right = WEB_OFFICE, .offices = PROPOSERS,
	    .scope = SCOPE_WRITE, .params = params, .post = post_draft, .stands = draft_stands },
	{ .method = HTTP_GET, .path = "/settings/criteria/{id}", .summary = M("An edition of the criteria"), .right = WEB_READER, .scope = SCOPE_READ,
	    .params = params, .view = &edition_page_schema, .page = "criteria-edition", .section = "settings", .get = get_edition },
	{ .method = HTTP_POST, .path = "/settings/criteria/{id}/agree", .summary = M("Agree to criteria"), .right = WEB_OFFICE, .offices = OFFICE_EXECUTIVE,
	    .scope = SCOPE_WRITE, .params = params, .post = post_agree, .back = "/settings/criteria/{id}" },
	{ .method = HTTP_POST, .path = "/settings/criteria/{id}/withdraw", .summary = M("Take criteria back"), .right = WEB_OFFICE,
	    .offices = PROPOSERS | OFFICE_EXECUTIVE, .scope = SCOPE_WRITE, .params = params, .post = post_withdraw, .back = "/settings/criteria/{id}" },
	{ .path = NULL },
};
