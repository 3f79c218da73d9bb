#include "service/found/weakness.h"

#include <assert.h>
#include "base/catalogue.h"
#include "base/clock.h"
#include "service/finding.h"
#include "service/judge.h"
#include "service/listing.h"

enum { SOON_DAYS = 3, FILE_PAGE = 5000 };

static const struct field fields[] = {
	FIELD(struct weakness_view, vulnerability, FIELD_STR),
	FIELD(struct weakness_view, title, FIELD_STR),
	FIELD_WORD(struct weakness_view, action, &report_action_names),
	FIELD(struct weakness_view, due, FIELD_INSTANT),
	FIELD(struct weakness_view, due_words, FIELD_STR),
	FIELD(struct weakness_view, due_state, FIELD_STR),
	FIELD_WORD(struct weakness_view, severity, &report_severity_names),
	FIELD(struct weakness_view, base, FIELD_TENTHS),
	FIELD(struct weakness_view, kev, FIELD_BOOL),
	FIELD_WORD(struct weakness_view, exploitation, &report_exploitation_names),
	FIELD(struct weakness_view, epss, FIELD_MILLIONTHS),
	FIELD(struct weakness_view, systems, FIELD_INT),
	FIELD(struct weakness_view, findings, FIELD_INT),
	FIELD(struct weakness_view, products, FIELD_INT),
	FIELD(struct weakness_view, product, FIELD_STR),
	FIELD(struct weakness_view, others, FIELD_INT),
	FIELD(struct weakness_view, affected, FIELD_INT),
	FIELD(struct weakness_view, undecided, FIELD_INT),
	FIELD(struct weakness_view, provided, FIELD_INT),
	FIELD(struct weakness_view, decided, FIELD_INT),
	FIELD(struct weakness_view, oldest, FIELD_INSTANT),
	FIELD(struct weakness_view, is_many, FIELD_BOOL),
	FIELD(struct weakness_view, has_affected, FIELD_BOOL),
	FIELD(struct weakness_view, has_undecided, FIELD_BOOL),
	FIELD(struct weakness_view, has_provided, FIELD_BOOL),
	FIELD(struct weakness_view, has_decided, FIELD_BOOL),
};
const struct schema weakness_view_schema = SCHEMA("weakness", struct weakness_view, fields);
static const struct field list_fields[] = {
	FIELD(struct weakness_list_view, at, FIELD_INSTANT),
	FIELD(struct weakness_list_view, generation, FIELD_STR),
	FIELD_OF(struct weakness_list_view, checked, FIELD_STRUCT, &checked_view_schema),
	FIELD(struct weakness_list_view, total, FIELD_INT),
	FIELD_OF(struct weakness_list_view, weaknesses, FIELD_LIST, &weakness_view_schema),
	FIELD(struct weakness_list_view, next, FIELD_STR),
};
const struct schema weakness_list_schema = SCHEMA("weaknesses", struct weakness_list_view, list_fields);

/* ------------------------------------------------------------------------------------------- dates */

struct str
due_in_words(int64_t due, int64_t now, enum lang lang, struct arena *arena)
{
	int64_t days;

	if (due == INSTANT_NONE)
		return STR("");
	days = (int64_t)instant_day(due, ZONE_JST) - instant_day(now, ZONE_JST);
	if (due < now)
		return days == 0 ? catalogue_say(arena, lang, M("past since today")) : catalogue_say(arena, lang, M("{days} days past"), ARG_N("days", -days));
	if (days == 0)
		return catalogue_say(arena, lang, M("today"));
	return days == 1 ? catalogue_say(arena, lang, M("tomorrow")) : catalogue_say(arena, lang, M("in {days} days"), ARG_N("days", days));
}

struct str
due_state(int64_t due, int64_t now)
{
	if (due == INSTANT_NONE)
		return STR("");
	if (due < now)
		return STR("overdue");
	return due < now + SOON_DAYS * INSTANT_DAY ? STR("soon") : STR("");
}

/* -------------------------------------------------------------------------------------------- list */

static enum cvss_version
version_of(struct str vector)
{
	if (str_starts(vector, STR("CVSS:4.0")))
		return CVSS_V4;
	return str_starts(vector, STR("CVSS:3")) ? CVSS_V3_1 : CVSS_V2;
}

static struct str
title_of(const struct ledger_vulnerability *about, enum lang lang)
{
	struct str first = lang == LANG_JA ? about->title_ja : about->title_en;

	return first.len > 0 ? first : lang == LANG_JA ? about->title_en : about->title_ja;
}

static struct weakness_view
view_of_row(const struct ledger_weakness *row, int64_t now, enum lang lang, struct arena *arena)
{
	const struct ledger_vulnerability *about = &row->about;

	return (struct weakness_view){
		.vulnerability = about->name, .title = title_of(about, lang), .action = finding_action_name(row->worst), .due = row->due,
		.due_words = due_in_words(row->due, now, lang, arena), .due_state = due_state(row->due, now),
		.severity = about->score < 0 ? STR("") : str_of(judge_severity(version_of(about->severity), about->score)), .base = about->score,
		.kev = about->kev_added != DAY_NONE,
		.exploitation = about->exploitation == EXPLOITATION_UNKNOWN ? STR("") : str_of(enum_name(&exploitation_names, (int)about->exploitation)),
		.epss = about->epss, .systems = row->systems, .findings = row->findings, .products = row->products, .product = row->product_name,
		.others = row->products - 1, .affected = row->affected, .undecided = row->undecided, .provided = row->provided, .decided = row->decided,
		.oldest = row->oldest, .is_many = row->products > 1, .has_affected = row->affected > 0, .has_undecided = row->undecided > 0,
		.has_provided = row->provided > 0, .has_decided = row->decided > 0,
	};
}

static struct err *
head_of(struct ledger *ledger, struct arena *arena, struct weakness_list_view *list)
{
	struct ledger_totals totals;

	TRY(ledger_totals_last(ledger, arena, &totals));
	list->at = totals.last.at;
	list->generation = totals.last.generation;
	list->checked = (struct checked_view){ .components = totals.tally.items, .affected = totals.tally.affected,
		.not_affected = totals.tally.not_affected, .unknown = totals.tally.undecided, .not_judged = totals.tally.items - totals.tally.judged };
	return NULL;
}

struct err *
weakness_list(struct ledger *ledger, const struct ledger_weakness_filter *filter, enum lang lang, struct arena *arena,
    struct weakness_list_view *ret_list)
{
	struct weakness_list_view list = { 0 };
	struct ledger_weaknesses rows;

	TRY(head_of(ledger, arena, &list));
	TRY(ledger_weaknesses(ledger, filter, arena, &rows));
	for (size_t i = 0; i < rows.count; i++)
		list_push(arena, &list.weaknesses, view_of_row(&rows.items[i], filter->now, lang, arena));
	list.next = rows.next;
	*ret_list = list;
	return NULL;
}

/* ------------------------------------------------------------------------------------------ as a file */

static const struct listing_column columns[] = {
	{ M("Vulnerability"), WORKBOOK_TEXT, 10 }, { M("Title"), WORKBOOK_TEXT, 30 }, { M("Action"), WORKBOOK_TEXT, 16 }, { M("Due"), WORKBOOK_TEXT, 12 },
	{ M("Severity"), WORKBOOK_TEXT, 5 }, { M("Score"), WORKBOOK_NUMBER, 4 }, { M("KEV"), WORKBOOK_TEXT, 4 }, { M("EPSS"), WORKBOOK_TEXT, 5 },
	{ M("Product"), WORKBOOK_TEXT, 14 }, { M("Systems"), WORKBOOK_NUMBER, 5 }, { M("Affected"), WORKBOOK_NUMBER, 5 },
	{ M("Undecided"), WORKBOOK_NUMBER, 5 }, { M("Covered by decisions"), WORKBOOK_NUMBER, 7 }, { M("First seen"), WORKBOOK_TEXT, 12 },
};

static struct str
number(struct arena *arena, int64_t value)
{
	return arena_printf(arena, "%lld", (long long)value);
}

static struct str
word(const struct enum_names *names, struct str name, enum lang lang)
{
	int value;

	return enum_find(names, name, &value) ? str_of(catalogue_text(lang, names->words[value])) : name;
}

static void
add_row(struct listing *listing, const struct weakness_view *view, enum lang lang, struct arena *arena)
{
	struct str cells[] = {
		view->vulnerability, view->title, word(&report_action_names, view->action, lang),
		view->due == INSTANT_NONE ? STR("") : instant_words(view->due, arena), word(&report_severity_names, view->severity, lang),
		view->base < 0 ? STR("") : arena_printf(arena, "%d.%d", view->base / 10, view->base % 10), view->kev ? STR("KEV") : STR(""),
		view->epss < 0 ? STR("") : arena_printf(arena, "%d.%02d%%", view->epss / 10000, view->epss % 10000 / 100),
		view->others > 0 ? catalogue_say(arena, lang, M("{product} and {others} more"), ARG("product", view->product), ARG_N("others", view->others)) : view->product,
		number(arena, view->systems), number(arena, view->affected), number(arena, view->undecided), number(arena, view->decided),
		instant_words(view->oldest, arena),
	};

	static_assert(ARRAY_LEN(cells) == ARRAY_LEN(columns), "a cell a column");
	for (size_t i = 0; i < ARRAY_LEN(cells); i++)
		list_push(arena, &listing->cells, cells[i]);
}

struct err *
weakness_file(struct ledger *ledger, const struct ledger_weakness_filter *filter, bool workbook, enum lang lang, struct arena *arena,
    struct str *ret_bytes)
{
	struct listing listing = { .title = M("Vulnerabilities"), .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct ledger_weakness_filter page = *filter;
	size_t rows = 0;

	page.most = FILE_PAGE;
	page.after = STR("");
	do {
		struct ledger_weaknesses list;

		TRY(ledger_weaknesses(ledger, &page, arena, &list));
		for (size_t i = 0; i < list.count; i++, rows++) {
			struct weakness_view view = view_of_row(&list.items[i], filter->now, lang, arena);

			add_row(&listing, &view, lang, arena);
		}
		page.after = list.next;
	} while (page.after.len > 0 && rows < WEAKNESS_ROWS_MOST);
	return listing_file(&listing, workbook, lang, filter->now, arena, ret_bytes);
}

/* ------------------------------------------------------------------------------------- views that are kept */

enum { SHARING = OFFICE_SECURITY | OFFICE_ADMINISTRATOR };

struct err *
weakness_view_save(struct ledger *ledger, const struct actor *actor, struct str name, struct str query, bool shared, int64_t now, struct arena *arena)
{
	struct ledger_saved_view view = { .account = shared ? 0 : actor->account, .page = STR("findings"), .name = name, .query = query,
		.by = actor->account, .at = now };
	int64_t id;

	TRY(actor_need(actor, shared ? (unsigned)SHARING : 0, SCOPE_WRITE, arena));
	return ledger_saved_view_put(ledger, &view, actor->login, arena, &id);
}

struct err *
weakness_view_stand(struct ledger *ledger, const struct actor *actor, struct str name, bool shared, struct arena *arena, struct stand *ret_stand)
{
	struct ledger_saved_views views;

	TRY(ledger_saved_views(ledger, STR("findings"), actor->account, arena, &views));
	for (size_t i = 0; i < views.count; i++)
		if (str_eq(views.items[i].name, name) && (views.items[i].account == 0) == shared)
			stand_put(ret_stand, "query", M("Conditions"), views.items[i].query, arena);
	return NULL;
}

struct err *
weakness_view_drop(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct ledger_saved_view view;

	TRY(ledger_saved_view_get(ledger, id, arena, &view));
	if (view.account != 0 && view.account != actor->account)
		return err_new(arena, ERR_NOT_FOUND, M("There is no view {id}."), ARG_N("id", id));
	TRY(actor_need(actor, view.account == 0 && view.by != actor->account ? (unsigned)SHARING : 0, SCOPE_WRITE, arena));
	return ledger_saved_view_delete(ledger, id, actor->login, now, arena);
}
