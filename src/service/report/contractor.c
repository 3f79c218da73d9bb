/*
 * contractor.c - 委託業者への依頼書: which weaknesses may be in what they run for us, by which clause they answer, and columns to answer in.
 *
 * Guide 002 (課題: 委託業者に依存してしまう) and guide 003, 4.3.3(2): those concerned are asked with a date. The paper goes with the 該非照会票 of service/ask,
 * which is what comes back; its number stands on it. It is handled as TLP:AMBER: for them and whoever they need to answer.
 */
#include "base/catalogue.h"
#include "service/items.h"
#include "service/judge.h"
#include "service/report/parts.h"

enum { CONTRACTOR_ROWS = 60, CONTRACTOR_DAYS = 10 };

/* ------------------------------------------------------------------------------------------------- the parties */

struct finding_contractor { struct report_making *making; struct report_contractor *view; };

static struct err *
take_contractor(void *context, const struct ledger_contractor *contractor, struct arena *arena)
{
	struct finding_contractor *f = context;

	(void)arena;
	if (!str_eq(contractor->name, f->making->order->contractor))
		return NULL;
	f->view->person = arena_copy(f->making->arena, contractor->person);
	f->view->contract = arena_copy(f->making->arena, contractor->contract);
	f->view->clause = arena_copy(f->making->arena, contractor->clause);
	return NULL;
}

/* The latest sheet that was sent to them. */
static struct err *
take_ask(void *context, const struct ledger_ask *ask, struct arena *arena)
{
	struct finding_contractor *f = context;

	(void)arena;
	if (ask->kind != LEDGER_ASK_APPLICABILITY || !str_eq(ask->contractor, f->making->order->contractor))
		return NULL;
	f->view->number = arena_printf(f->making->arena, "K%lld", (long long)ask->id);
	f->view->due = ask->due;
	return NULL;
}

static struct err *
fill_parties(struct report_making *making, struct report_contractor *view)
{
	struct finding_contractor f = { making, view };
	struct str nothing = report_word(making, M("not registered"));

	view->contractor = making->order->contractor;
	view->due = DAY_NONE;
	TRY(ledger_contractors(making->ledger, take_contractor, &f, making->arena));
	TRY(ledger_asks(making->ledger, take_ask, &f, making->arena));
	if (view->contract.len == 0)
		view->contract = nothing;
	if (view->clause.len == 0)
		view->clause = nothing;
	if (view->number.len == 0)
		view->number = report_word(making, M("no sheet has been sent yet (\"ask applicability\" makes one)"));
	if (view->due == DAY_NONE)
		view->due = calendar_add_business_days(&making->calendar, making->today, CONTRACTOR_DAYS);
	view->tlp = STR("TLP:AMBER");
	view->tlp_words = report_word(making, M("Only for your organisation and whoever is needed to answer. Do not publish it."));
	return NULL;
}

/* ----------------------------------------------------------------------------------------- what knowledge says */

/* Its other numbers, those of JVN that contractors look up. */
static struct err *
add_numbers(const struct report_making *making, struct kb *kb, struct report_weakness_row *row)
{
	struct kb_vulnerabilities found;
	struct advisory advisory;
	struct str_list numbers = { 0 };

	TRY(kb_find(kb, row->vulnerability, making->arena, &found));
	for (size_t i = 0; i < found.list.count; i++)
		for (size_t j = 0; j < found.list.items[i].records.count; j++) {
			const struct kb_record_ref *ref = &found.list.items[i].records.items[j];

			if (!str_starts(ref->feed, STR("jvn")))
				continue;
			TRY(kb_record(kb, ref->feed, ref->id, making->arena, &advisory));
			list_push(making->arena, &numbers, ref->id);
			for (size_t a = 0; a < advisory.aliases.count; a++)
				if (str_starts(advisory.aliases.items[a], STR("JVN")) && !str_eq(advisory.aliases.items[a], ref->id))
					list_push(making->arena, &numbers, advisory.aliases.items[a]);
		}
	row->aliases = report_join(making, &numbers);
	return NULL;
}

/* The seven items of guide 004, by whoever states them, who is named; our own conclusion where it is nearer to the system. */
static struct err *
add_items(const struct report_making *making, struct kb *kb, const struct ledger_finding_row *finding, struct report_weakness_row *row)
{
	struct report_items_row known;

	TRY(report_items_here(making, kb, finding, ITEM_WHOLE, &known));
	row->items = known.items;
	if (row->items.condition.stated)
		row->conditions = known.condition;
	if (row->items.impact.stated)
		row->impact = known.impact;
	row->affected = known.versions;
	row->mitigation = known.mitigation;
	return NULL;
}

/* What they run, each once. */
static void
add_part(struct report_making *making, struct report_contractor *view, const struct report_weakness_row *row)
{
	for (size_t i = 0; i < view->parts.count; i++) {
		const struct report_part_row *part = &view->parts.items[i];

		if (str_eq(part->system, row->system) && str_eq(part->host, row->host) && str_eq(part->product, row->product) && str_eq(part->version, row->version))
			return;
	}
	list_push(making->arena, &view->parts, ((struct report_part_row){ row->system, row->host, row->product, row->version }));
}

static struct err *
add_weakness(struct report_making *making, struct report_contractor *view, struct kb *kb, const struct ledger_finding_row *finding)
{
	struct report_weakness_row row = { .number = arena_printf(making->arena, "%zu", view->weaknesses.count + 1), .system = finding->system_name,
		.product = finding->product_name, .vulnerability = finding->about.name, .title = report_title(making, &finding->about),
		.conditions = report_conditions(making, finding), .impact = report_harm_words(making, report_harms(finding, making->arena)),
		.remedy = report_remedy(making, &finding->finding), .judged = report_verdict(making, finding->finding.verdict),
		.version = report_word(making, M("not known")) };
	struct ledger_finding_detail detail;
	struct str_list hosts = { 0 };

	TRY(ledger_finding_get(making->ledger, finding->id, making->now, making->arena, &detail));
	for (size_t i = 0; i < detail.places.count; i++) {
		if (hosts.count == 0 || !str_eq(hosts.items[hosts.count - 1], detail.places.items[i].host))
			list_push(making->arena, &hosts, detail.places.items[i].host);
		if (detail.places.items[i].version.len > 0)
			row.version = detail.places.items[i].version;
	}
	row.host = report_names(making, &hosts);
	TRY(add_numbers(making, kb, &row));
	TRY(add_items(making, kb, &detail.row, &row));
	list_push(making->arena, &view->weaknesses, row);
	add_part(making, view, &row);
	return NULL;
}

struct err *
report_fill_contractor(struct report_making *making, void *value)
{
	struct report_contractor *view = value;
	struct kb *kb KB_SCOPE = NULL;
	int64_t all = 0;

	TRY(fill_parties(making, view));
	TRY(home_kb(making->desk->home->path, making->arena, &kb));
	for (size_t i = 0; i < making->standings.count; i++) {
		struct ledger_finding_list list;

		TRY(report_findings(making, making->standings.items[i].system, LEDGER_DEFER, REPORT_ROWS, &list));
		for (size_t j = 0; j < list.rows.count; j++)
			if (++all <= CONTRACTOR_ROWS)
				TRY(add_weakness(making, view, kb, &list.rows.items[j]));
	}
	if (all > CONTRACTOR_ROWS)
		view->weaknesses_more = report_say(making, M("The worst {shown} of {count} stand here; the sheet has all."), ARG_N("shown", CONTRACTOR_ROWS), ARG_N("count", all));
	return NULL;
}
