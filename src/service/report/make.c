/*
 * make.c - which reports there are, one made, one kept.
 */
#include "base/catalogue.h"
#include "base/hash.h"
#include "service/report/parts.h"

/* --------------------------------------------------------------------------------------------------- sheets */

#define SHEET(list_, title_, columns_) { (list_), (title_), (columns_), ARRAY_LEN(columns_) }

static const struct report_column immediate_columns[] = {
	{ "service", M("Work it serves"), 12 }, { "system", M("System"), 14 }, { "unit", M("Unit"), 10 }, { "harm", M("Possible damage"), 16 },
	{ "information", M("Information held"), 18 }, { "due", M("Due"), 12 }, { "findings", M("Findings"), 5 }, { "note", M("Note"), 14 },
};
static const struct report_column cell_columns[] = {
	{ "damage", M("Damage"), 6 }, { "likelihood", M("Likelihood"), 6 }, { "action", M("Action"), 10 }, { "findings", M("Findings"), 6 }, { "before", M("Last time"), 6 },
};
static const struct report_column decision_columns[] = {
	{ "kind", M("Kind"), 10 }, { "number", M("Case"), 8 }, { "what", M("Subject"), 24 }, { "by", M("To be decided by"), 12 }, { "cost", M("Cost"), 8 },
	{ "otherwise", M("If it is not done"), 28 },
};
static const struct report_column unit_columns[] = {
	{ "unit", M("Unit"), 12 }, { "overdue", M("Past their day"), 8 }, { "systems", M("Systems"), 6 }, { "worst", M("Worst"), 20 }, { "due", M("Was due"), 12 },
};
static const struct report_sheet executive_sheets[] = {
	SHEET("immediate", M("Systems that need an immediate response"), immediate_columns), SHEET("cells", M("Matrix"), cell_columns),
	SHEET("decisions", M("For your decision"), decision_columns), SHEET("overdue", M("Units past their days"), unit_columns),
};

static const struct report_column owned_columns[] = {
	{ "system", M("System"), 14 }, { "service", M("Work it serves"), 12 }, { "unit", M("Unit"), 10 }, { "owner", M("In charge"), 8 }, { "information", M("Information held"), 18 },
	{ "action", M("Action"), 18 }, { "findings", M("Findings"), 5 }, { "undecided", M("Undecided"), 5 }, { "due", M("Due"), 12 },
};
static const struct report_column finding_columns[] = {
	{ "system", M("System"), 14 }, { "product", M("Software"), 14 }, { "vulnerability", M("Vulnerability"), 10 }, { "title", M("Title"), 26 },
	{ "verdict", M("Applies"), 6 }, { "action", M("Action"), 18 }, { "due", M("Due"), 12 }, { "remedy", M("Remedy"), 20 }, { "why", M("Why"), 40 },
};
static const struct report_column option_columns[] = {
	{ "casefile", M("Case"), 8 }, { "name", M("Plan"), 5 }, { "content", M("What is done"), 20 }, { "effect", M("Effect"), 10 }, { "side_effects", M("Effect on the work"), 16 },
	{ "possible_on", M("Possible on"), 10 }, { "cost", M("Cost"), 8 }, { "before", M("Now"), 20 }, { "after", M("After it"), 20 },
};
static const struct report_column stop_columns[] = {
	{ "casefile", M("Case"), 8 }, { "label", M("Subject"), 20 }, { "from", M("Stops at"), 12 }, { "until", M("Restarts at"), 12 }, { "substitute", M("Substitute"), 16 },
	{ "interim", M("Interim measure"), 12 }, { "interim_until", M("Ends"), 8 }, { "consent", M("Consent"), 8 },
};
static const struct report_sheet owner_sheets[] = {
	SHEET("findings", M("Findings"), finding_columns), SHEET("systems", M("Systems"), owned_columns), SHEET("options", M("Plans"), option_columns),
	SHEET("stops", M("Stops and interim measures"), stop_columns),
};

static const struct report_column remedy_columns[] = {
	{ "action", M("Action"), 20 }, { "due", M("Due"), 12 }, { "product", M("Software"), 16 }, { "remedy", M("Remedy"), 24 }, { "systems", M("Systems"), 5 },
	{ "findings", M("Findings"), 5 }, { "kev", M("KEV"), 4 },
};
static const struct report_column crossing_columns[] = {
	{ "at", M("At"), 11 }, { "system", M("System"), 14 }, { "unit", M("Unit"), 10 }, { "product", M("Software"), 14 }, { "vulnerability", M("Vulnerability"), 10 },
	{ "title", M("Title"), 26 }, { "what", M("What"), 24 }, { "cause", M("Why"), 14 },
};
static const struct report_column question_columns[] = {
	{ "id", M("Number"), 5 }, { "question", M("Question"), 40 }, { "systems", M("Systems"), 24 }, { "worst", M("At worst"), 18 },
};
static const struct report_column asked_columns[] = {
	{ "number", M("Number"), 5 }, { "contractor", M("Contractor"), 14 }, { "due", M("Due"), 8 }, { "open", M("Unanswered"), 6 }, { "overdue", M("Business days late"), 6 },
	{ "worst", M("At worst"), 18 }, { "next", M("Next"), 12 },
};
static const struct report_column interim_columns[] = {
	{ "casefile", M("Case"), 8 }, { "label", M("Subject"), 24 }, { "interim", M("Interim measure"), 14 }, { "until", M("Ends"), 8 }, { "state", M("State"), 10 },
};
static const struct report_column life_columns[] = {
	{ "system", M("System"), 14 }, { "product", M("Software"), 14 }, { "version", M("Version"), 8 }, { "state", M("Support"), 12 }, { "end", M("Ends"), 8 }, { "note", M("Note"), 20 },
};
static const struct report_column turn_columns[] = {
	{ "day", M("Day"), 8 }, { "source", M("Source"), 16 }, { "person", M("Whose turn"), 8 }, { "state", M("Result"), 14 }, { "last", M("Last title seen"), 24 }, { "taken_up", M("Taken up as"), 10 },
};
static const struct report_column watch_columns[] = {
	{ "at", M("At"), 11 }, { "watch", M("Watch"), 14 }, { "vulnerability", M("Vulnerability"), 10 }, { "title", M("Title"), 26 }, { "why", M("Why it is here"), 12 },
	{ "term", M("Found by"), 14 }, { "standing", M("Does it apply here?"), 8 }, { "need", M("Is something to be done?"), 10 },
};
static const struct report_sheet weekly_sheets[] = {
	SHEET("remedies", M("Remedies"), remedy_columns), SHEET("opened", M("New"), crossing_columns), SHEET("closed", M("Cleared"), crossing_columns),
	SHEET("changed", M("Judged anew"), crossing_columns), SHEET("questions", M("Questions"), question_columns), SHEET("asked", M("Asked and not answered"), asked_columns),
	SHEET("interims", M("Interim measures"), interim_columns), SHEET("life", M("Support that ends"), life_columns), SHEET("turns", M("Checks of sources"), turn_columns),
	SHEET("watched", M("New on watches"), watch_columns),
};

static const struct report_column weakness_columns[] = {
	{ "number", M("Number"), 5 }, { "system", M("System"), 12 }, { "host", M("Host"), 8 }, { "product", M("Software"), 14 }, { "version", M("Version"), 8 },
	{ "vulnerability", M("Vulnerability"), 10 }, { "aliases", M("Other numbers"), 12 }, { "title", M("Title"), 26 }, { "affected", M("Which versions are affected"), 16 },
	{ "conditions", M("Conditions of the weakness"), 16 }, { "impact", M("Impact"), 12 }, { "remedy", M("Remedy"), 16 }, { "judged", M("As we judge"), 8 },
};
static const struct report_sheet contractor_sheets[] = { SHEET("weaknesses", M("Weaknesses"), weakness_columns) };

static const struct report_column risk_columns[] = {
	{ "system", M("System concerned"), 14 }, { "harm", M("Possible damage"), 14 }, { "service", M("Function, service"), 12 }, { "information", M("Information held"), 16 },
	{ "product", M("Software"), 12 }, { "vulnerability", M("Vulnerability"), 10 }, { "damage", M("Damage"), 5 }, { "likelihood", M("Likelihood"), 5 }, { "action", M("Action"), 18 },
	{ "due", M("Due"), 12 }, { "why", M("Why"), 40 }, { "known.name", M("CVE and name of the vulnerability"), 26 }, { "known.product", M("Software and products"), 16 },
	{ "known.versions", M("Affected versions"), 16 }, { "known.condition", M("Condition under which it shows"), 26 }, { "known.impact", M("Impact"), 26 },
	{ "known.fix", M("Measure and how to carry it out"), 26 }, { "known.mitigation", M("Until then: mitigation, workaround"), 26 },
};
static const struct report_sheet risk_sheets[] = { SHEET("risks", M("Risks"), risk_columns) };

static const struct report_column change_columns[] = {
	{ "system", M("System"), 14 }, { "vulnerability", M("Vulnerability"), 10 }, { "plan", M("Plan"), 8 }, { "before", M("Now"), 26 }, { "after", M("After it"), 26 },
};
static const struct report_sheet plan_sheets[] = { SHEET("options", M("Plans"), option_columns), SHEET("changes", M("Cells before and after"), change_columns) };

static const struct report_column correction_columns[] = {
	{ "casefile", M("Case"), 8 }, { "what", M("What is done"), 26 }, { "unit", M("Unit"), 10 }, { "systems", M("Systems"), 20 }, { "action", M("Action"), 18 },
	{ "due", M("Due"), 12 }, { "plan", M("Plan"), 16 }, { "planned", M("Planned on"), 8 }, { "who", M("Who"), 10 }, { "state", M("State"), 10 }, { "cost", M("Cost"), 8 }, { "delay", M("Note"), 16 },
};
static const struct report_sheet correction_sheets[] = { SHEET("rows", M("Corrections"), correction_columns) };

static const struct report_column accepted_columns[] = {
	{ "id", M("Number"), 5 }, { "kind", M("Decision"), 8 }, { "vulnerability", M("Vulnerability"), 10 }, { "product", M("Software"), 14 }, { "system", M("System"), 14 },
	{ "owner", M("Who answers for the risk"), 8 }, { "reason", M("Reason"), 24 }, { "effect", M("Effect on users"), 20 }, { "until", M("Until"), 8 }, { "state", M("State"), 12 }, { "casefile", M("Case"), 8 },
};
static const struct report_sheet accepted_sheets[] = { SHEET("rows", M("Accepted risks"), accepted_columns) };

static const struct report_column balance_columns[] = {
	{ "system", M("System"), 14 }, { "service", M("Work it serves"), 12 }, { "harm", M("Possible damage"), 14 }, { "information", M("Information held"), 16 }, { "damage", M("Damage"), 5 },
	{ "action", M("Action"), 18 }, { "due", M("Due"), 12 }, { "casefile", M("Case"), 8 }, { "plan", M("Plan"), 16 }, { "cost", M("Cost"), 8 }, { "after", M("After it"), 20 },
};
static const struct report_sheet balance_sheets[] = { SHEET("rows", M("Damage and cost"), balance_columns) };

/* ---------------------------------------------------------------------------------------------------- kinds */

#define SHEETS(sheets_) (sheets_), ARRAY_LEN(sheets_)
enum { OF_SYSTEMS = REPORT_OF_UNIT | REPORT_OF_SYSTEM };
const struct report_kind report_kinds[] = {
	{ "executive", M("Report to executives"), M("executives"), M("one page: how bad, by when, what it costs, what is to be decided"), 0, 0, true,
	  &report_executive_schema, SHEETS(executive_sheets), report_fill_executive, report_executive_shorten },
	{ "owner", M("Report to the owner unit"), M("owner units (原課)"), M("what may happen, which plans there are, what stops, what they are asked for"), OF_SYSTEMS, OF_SYSTEMS, true,
	  &report_owner_schema, SHEETS(owner_sheets), report_fill_owner },
	{ "weekly", M("Weekly report of the desk"), M("IT and security staff"), M("what is new and cleared and why, what nobody has answered, what ends soon"), 0, 0, false,
	  &report_weekly_schema, SHEETS(weekly_sheets), report_fill_weekly },
	{ "contractor", M("Request to the contractor"), M("contractors"), M("which weaknesses may apply to what they run, and columns to answer in"), REPORT_OF_CONTRACTOR, REPORT_OF_CONTRACTOR, true,
	  &report_contractor_schema, SHEETS(contractor_sheets), report_fill_contractor },
	{ "risk-sheet", M("Risk evaluation sheet"), M("IT and security staff, executives"), M("a system's weaknesses by damage and likelihood, with the criteria they were judged by"), OF_SYSTEMS, 0, true,
	  &report_risk_sheet_schema, SHEETS(risk_sheets), report_fill_risk_sheet },
	{ "action-plan", M("Plan of response"), M("owner units, operators"), M("the plans of a case with effect, side effects and days, and the cell before and after each"), REPORT_OF_CASE, REPORT_OF_CASE, true,
	  &report_action_plan_schema, SHEETS(plan_sheets), report_fill_action_plan },
	{ "correction", M("Plan of corrections"), M("IT and security staff, executives, auditors"), M("everything that is to be mended: who, until when, at what cost"), OF_SYSTEMS, 0, false,
	  &report_correction_schema, SHEETS(correction_sheets), report_fill_correction },
	{ "accepted", M("Register of accepted risks"), M("executives, auditors"), M("what was accepted, deferred or called not affected: by whom, why, until when"), 0, 0, true,
	  &report_accepted_schema, SHEETS(accepted_sheets), report_fill_accepted },
	{ "damage-cost", M("Damage against cost"), M("executives, owner units"), M("what may happen beside what its response costs"), OF_SYSTEMS, 0, true,
	  &report_damage_cost_schema, SHEETS(balance_sheets), report_fill_damage_cost },
};
const size_t report_kinds_count = ARRAY_LEN(report_kinds);

struct err *
report_kind_of(struct str name, struct arena *arena, const struct report_kind **ret_kind)
{
	struct str_list names = { 0 };

	for (size_t i = 0; i < report_kinds_count; i++) {
		if (str_eq(str_of(report_kinds[i].name), name)) {
			*ret_kind = &report_kinds[i];
			return NULL;
		}
		list_push(arena, &names, str_of(report_kinds[i].name));
	}
	return err_new(arena, ERR_NOT_FOUND, M("There is no report \"{name}\"; there are: {names}."), ARG("name", name),
	    ARG("names", arena_join(arena, names.items, names.count, STR(", "))));
}

/* --------------------------------------------------------------------------------------------------- making */

static const struct { unsigned bit; const char *option; } abouts[] = {
	{ REPORT_OF_UNIT, "unit" }, { REPORT_OF_SYSTEM, "system" }, { REPORT_OF_CASE, "case" }, { REPORT_OF_CONTRACTOR, "contractor" },
};

static struct err *
check_order(const struct report_kind *kind, const struct report_order *order, struct arena *arena)
{
	unsigned given = (order->unit.len > 0 ? REPORT_OF_UNIT : 0U) | (order->system.len > 0 ? REPORT_OF_SYSTEM : 0U)
	    | (order->casefile.len > 0 ? REPORT_OF_CASE : 0U) | (order->contractor.len > 0 ? REPORT_OF_CONTRACTOR : 0U);
	struct str_list needs = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(abouts); i++) {
		if ((given & abouts[i].bit & ~kind->takes) != 0)
			return err_new(arena, ERR_USAGE, M("The report \"{name}\" is not about one {about}."), ARG("name", str_of(kind->name)), ARG("about", str_of(abouts[i].option)));
		if ((kind->needs & abouts[i].bit) != 0)
			list_push(arena, &needs, str_of(abouts[i].option));
	}
	if (kind->needs != 0 && (given & kind->needs) == 0)
		return err_new(arena, ERR_USAGE, M("The report \"{name}\" needs to know about what it is: {about}."), ARG("name", str_of(kind->name)),
		    ARG("about", arena_join(arena, needs.items, needs.count, STR(", "))));
	if (order->unit.len > 0 && order->system.len > 0)
		return err_new(arena, ERR_USAGE, M("A report is about a unit or about a system, not both."));
	return NULL;
}

struct err *
report_begin(const struct report_desk *desk, const struct actor *actor, const struct report_order *order, int64_t now, struct arena *arena,
    struct report_making *making)
{
	struct actor *reader = ARENA_NEW(arena, struct actor);

	*making = (struct report_making){ .desk = desk, .actor = reader, .order = order, .now = now, .today = instant_day(now, ZONE_JST), .lang = order->lang,
		.arena = arena, .ledger = desk->cases->ledger };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(report_kind_of(order->name, arena, &making->kind));
	TRY(check_order(making->kind, order, arena));
	*reader = *actor;
	reader->lang = order->lang;
	making->head = arena_alloc(arena, making->kind->schema->size);
	return report_gather(making);
}

struct err *
report_make(const struct report_desk *desk, const struct actor *actor, const struct report_order *order, int64_t now, struct arena *arena,
    struct report_made *ret_made)
{
	struct report_making making;
	void *view;

	TRY(report_begin(desk, actor, order, now, arena, &making));
	view = making.head;
	TRY(making.kind->fill(&making, view));
	*ret_made = (struct report_made){ .kind = making.kind, .view = view, .scope = making.scope, .marks = marks_format(making.marks, arena), .at = now, .lang = order->lang };
	return NULL;
}

/* --------------------------------------------------------------------------------------------------- keeping */

struct err *
report_keep(const struct report_desk *desk, const struct actor *actor, const struct report_made *made, struct arena *arena, int64_t *ret_id)
{
	struct ledger_report row = { .name = str_of(made->kind->name), .scope = made->scope, .at = made->at, .by = actor->login, .marks = made->marks };
	struct str title, json;
	struct sha256 sum;

	TRY(actor_need(actor, OFFICE_SECURITY | OFFICE_ADMINISTRATOR | OFFICE_EXECUTIVE, SCOPE_WRITE, arena));
	TRY(report_render(desk, made, REPORT_JSON, arena, &title, &json));
	sha256_init(&sum);
	sha256_add(&sum, json.ptr, json.len);
	row.digest = sha256_hex(&sum, arena);
	return ledger_report_put(desk->cases->ledger, &row, json, arena, ret_id);
}

static const struct field kind_fields[] = {
	FIELD(struct report_kind_view, name, FIELD_STR),
	FIELD(struct report_kind_view, title, FIELD_STR),
	FIELD(struct report_kind_view, readers, FIELD_STR),
	FIELD(struct report_kind_view, purpose, FIELD_STR),
	FIELD(struct report_kind_view, takes, FIELD_STRS),
	FIELD(struct report_kind_view, needs, FIELD_STRS),
	FIELD(struct report_kind_view, last_at, FIELD_INSTANT),
	FIELD(struct report_kind_view, last_by, FIELD_STR),
};
static const struct schema kind_schema = SCHEMA("report_kind", struct report_kind_view, kind_fields);
static const struct field kept_fields[] = {
	FIELD(struct report_kept_view, id, FIELD_INT),
	FIELD(struct report_kept_view, name, FIELD_STR),
	FIELD(struct report_kept_view, title, FIELD_STR),
	FIELD(struct report_kept_view, scope, FIELD_STR),
	FIELD(struct report_kept_view, at, FIELD_INSTANT),
	FIELD(struct report_kept_view, by, FIELD_STR),
	FIELD(struct report_kept_view, digest, FIELD_STR),
};
static const struct schema kept_schema = SCHEMA("report_kept", struct report_kept_view, kept_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct report_list_view, kinds, FIELD_LIST, &kind_schema),
	FIELD_OF(struct report_list_view, kept, FIELD_LIST, &kept_schema),
	FIELD(struct report_list_view, any, FIELD_BOOL),
};
const struct schema report_list_view_schema = SCHEMA("report_list", struct report_list_view, list_fields);

static void
add_kind(struct report_list_view *list, const struct report_kind *kind, const struct ledger_reports *kept, enum lang lang, struct arena *arena)
{
	struct report_kind_view view = { .name = str_of(kind->name), .title = str_of(catalogue_text(lang, kind->title)),
		.readers = str_of(catalogue_text(lang, kind->readers)), .purpose = str_of(catalogue_text(lang, kind->purpose)), .last_at = INSTANT_NONE };

	for (size_t i = 0; i < ARRAY_LEN(abouts); i++) {
		if ((kind->takes & abouts[i].bit) != 0)
			list_push(arena, &view.takes, str_of(abouts[i].option));
		if ((kind->needs & abouts[i].bit) != 0)
			list_push(arena, &view.needs, str_of(abouts[i].option));
	}
	/* The latest comes first. */
	for (size_t i = 0; i < kept->count && view.last_at == INSTANT_NONE; i++)
		if (str_eq(kept->items[i].name, view.name)) {
			view.last_at = kept->items[i].at;
			view.last_by = kept->items[i].by;
		}
	list_push(arena, &list->kinds, view);
}

struct err *
report_list(const struct report_desk *desk, const struct actor *actor, int64_t now, struct arena *arena, struct report_list_view *ret_list)
{
	struct report_list_view list = { 0 };
	struct ledger_reports kept;

	(void)now;
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_reports(desk->cases->ledger, REPORT_ROWS, arena, &kept));
	for (size_t i = 0; i < report_kinds_count; i++)
		add_kind(&list, &report_kinds[i], &kept, actor->lang, arena);
	for (size_t i = 0; i < kept.count; i++) {
		const struct ledger_report *row = &kept.items[i];
		struct str title = row->name;

		for (size_t k = 0; k < report_kinds_count; k++)
			if (str_eq(row->name, str_of(report_kinds[k].name)))
				title = str_of(catalogue_text(actor->lang, report_kinds[k].title));
		list_push(arena, &list.kept, ((struct report_kept_view){ row->id, row->name, title, row->scope, row->at, row->by, row->digest }));
	}
	list.any = list.kept.count > 0;
	*ret_list = list;
	return NULL;
}

struct err *
report_kept(const struct report_desk *desk, const struct actor *actor, int64_t id, struct arena *arena, struct str *ret_json)
{
	/* It shows what its maker could see. */
	TRY(actor_need(actor, OFFICE_SECURITY | OFFICE_ADMINISTRATOR | OFFICE_EXECUTIVE | OFFICE_AUDITOR, SCOPE_READ, arena));
	return ledger_report_view(desk->cases->ledger, id, arena, ret_json);
}
