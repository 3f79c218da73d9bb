/*
 * gather.c - what stands on every report: of which day, how old the knowledge is, how much is known of our own systems.
 */
#include "base/catalogue.h"
#include "service/agreed.h"
#include "service/due/due.h"
#include "service/judge.h"
#include "service/report/parts.h"

/* ------------------------------------------------------------------------------------------------- sources */

static const struct { struct str state; const char *text; } states[] = {
	{ STR_INIT("fresh"),   M("up to date") },
	{ STR_INIT("stale"),   M("older than its age limit") },
	{ STR_INIT("held"),    M("the last file was held: look at it and import it with --accept") },
	{ STR_INIT("failed"),  M("the last file could not be read") },
	{ STR_INIT("never"),   M("no file could be read so far") },
	{ STR_INIT("missing"), M("needed, and not loaded") },
};

static void
add_source(struct report_making *making, const struct source_view *source)
{
	struct report_source_view view = { .name = source->name, .fetched = source->fetched, .built = source->built, .state = source->state, .words = source->state };

	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (str_eq(source->state, states[i].state))
			view.words = report_word(making, states[i].text);
	if (!str_eq(source->state, STR("fresh")))
		making->head->sources_old++;
	list_push(making->arena, &making->head->sources, view);
}

/* The one that was taken in longest ago; NULL without any. */
static const struct report_source_view *
oldest(const struct report_head *head)
{
	const struct report_source_view *found = NULL;

	for (size_t i = 0; i < head->sources.count; i++)
		if (head->sources.items[i].fetched != INSTANT_NONE && (found == NULL || head->sources.items[i].fetched < found->fetched))
			found = &head->sources.items[i];
	return found;
}

static struct err *
gather_sources(struct report_making *making)
{
	struct report_head *head = making->head;
	const struct report_source_view *first;
	struct kb *kb KB_SCOPE = NULL;
	struct report report = { 0 };
	struct judge judge;

	TRY(home_kb(making->desk->home->path, making->arena, &kb));
	TRY(judge_open(kb, making->now, making->arena, &judge));
	judge_sources(&judge, making->arena, &report);
	for (size_t i = 0; i < report.sources.count; i++)
		add_source(making, &report.sources.items[i]);
	first = oldest(head);
	if (first == NULL)
		head->freshness = report_word(making, M("No public knowledge has been taken in yet: nothing can be concluded."));
	else if (head->sources_old == 0)
		head->freshness = report_say(making, M("All {count} sources of vulnerability information are up to date (the oldest was taken in on {day})."),
		    ARG_N("count", head->sources.count), ARG("day", report_day(instant_day(first->fetched, ZONE_JST), making->lang, making->arena)));
	else
		head->freshness = report_say(making, M("{old} of {count} sources of vulnerability information are old or missing: what appeared since is not in this report."),
		    ARG_N("old", head->sources_old), ARG_N("count", head->sources.count));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ coverage */

static struct str
coverage_words(struct report_making *making)
{
	const struct report_head *head = making->head;

	if (head->systems == 0)
		return report_word(making, M("No system is in the ledger yet."));
	if (head->coverage_percent < 0)
		return report_say(making, M("None of the {systems} systems has software registered: nothing can be concluded about them."), ARG_N("systems", head->systems));
	if (head->systems_unregistered > 0)
		return report_say(making, M("{percent} % of the software was judged ({judged} of {items}). Of {systems} systems, {without} have nothing registered: {names}."),
		    ARG_N("percent", head->coverage_percent), ARG_N("judged", head->judged), ARG_N("items", head->items), ARG_N("systems", head->systems),
		    ARG_N("without", head->systems_unregistered), ARG("names", report_names(making, &head->unregistered)));
	return report_say(making, M("{percent} % of the software was judged ({judged} of {items}, in {systems} systems)."),
	    ARG_N("percent", head->coverage_percent), ARG_N("judged", head->judged), ARG_N("items", head->items), ARG_N("systems", head->systems));
}

/* Of the systems in scope. */
static void
gather_coverage(struct report_making *making)
{
	struct report_head *head = making->head;

	for (size_t i = 0; i < making->standings.count; i++) {
		const struct ledger_standing *standing = &making->standings.items[i];

		head->systems++;
		head->items += standing->items;
		head->judged += standing->judged;
		head->undecided += standing->undecided;
		if (standing->items > 0)
			continue;
		head->systems_unregistered++;
		list_push(making->arena, &head->unregistered, standing->name);
	}
	head->coverage_percent = head->items > 0 ? head->judged * 100 / head->items : -1;
	head->coverage = coverage_words(making);
	head->undecided_words = head->undecided == 0 ? report_word(making, M("Nothing that was judged is left undecided."))
	    : report_say(making, M("{count} findings cannot be decided (判定不能): a fact is missing. They count as if they applied."), ARG_N("count", head->undecided));
}

/* ------------------------------------------------------------------------------------------------- scope */

static bool
in_scope(const struct report_making *making, const struct ledger_standing *standing)
{
	const struct report_order *order = making->order;

	if (making->system != 0)
		return standing->system == making->system;
	if (order->unit.len > 0)
		return str_eq(standing->unit, order->unit);
	return order->contractor.len == 0 || str_eq(standing->contractor, order->contractor);
}

static struct err *
gather_scope(struct report_making *making)
{
	const struct report_order *order = making->order;

	TRY(ledger_standings(making->ledger, making->now, making->arena, &making->all));
	if (order->system.len > 0) {
		TRY(ledger_system_find(making->ledger, order->system, making->arena, &making->system));
		if (making->system == 0)
			return err_new(making->arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", order->system));
	}
	if (making->system == 0 && order->unit.len == 0 && order->contractor.len == 0) {
		making->standings = making->all;
		return NULL;
	}
	for (size_t i = 0; i < making->all.count; i++)
		if (in_scope(making, &making->all.items[i]))
			list_push(making->arena, &making->standings, making->all.items[i]);
	if (making->standings.count == 0 && order->unit.len > 0)
		return err_new(making->arena, ERR_NOT_FOUND, M("No system in the ledger belongs to the unit \"{name}\"."), ARG("name", order->unit));
	if (making->standings.count == 0 && order->contractor.len > 0)
		return err_new(making->arena, ERR_NOT_FOUND, M("No system in the ledger is run by the contractor \"{name}\"."), ARG("name", order->contractor));
	return NULL;
}

static struct str
scope_of(const struct report_order *order, struct arena *arena)
{
	if (order->system.len > 0)
		return arena_printf(arena, "system:%.*s", STR_ARG(order->system));
	if (order->unit.len > 0)
		return arena_printf(arena, "unit:%.*s", STR_ARG(order->unit));
	if (order->casefile.len > 0)
		return arena_printf(arena, "case:%.*s", STR_ARG(order->casefile));
	return order->contractor.len > 0 ? arena_printf(arena, "contractor:%.*s", STR_ARG(order->contractor)) : STR("");
}

/* ------------------------------------------------------------------------------------------------- the head */

static struct err *
gather_before(struct report_making *making)
{
	struct report_head *head = making->head;
	struct ledger_report before;

	making->marks = marks_new(making->arena);
	TRY(ledger_report_before(making->ledger, str_of(making->kind->name), making->scope, making->now, making->arena, &before));
	making->before = marks_parse(before.marks, making->arena);
	head->before = before.id == 0 ? INSTANT_NONE : before.at;
	if (before.id == 0)
		head->compared = report_word(making, M("There is no earlier report to compare with."));
	else
		head->compared = report_say(making, M("Compared with the report of {day}."),
		    ARG("day", report_day(instant_day(before.at, ZONE_JST), making->lang, making->arena)));
	return NULL;
}

/* Whose agreement they rest on: of an edition that was agreed to in this program (service/agreed.h). */
static struct err *
gather_criteria(struct report_making *making)
{
	struct ledger_criteria edition;
	struct criteria criteria;

	TRY(agreed_criteria(making->desk->home, making->ledger, making->now, making->arena, &criteria, &edition));
	making->head->criteria = report_say(making, M("{title} ({name}, since {day})"), ARG("name", criteria.name),
	    ARG("title", making->lang == LANG_JA ? criteria.title_ja : criteria.title_en), ARG("day", report_day(criteria.since, making->lang, making->arena)));
	if (edition.id != 0 && edition.agreed_by != 0)
		making->head->criteria = report_say(making, M("{criteria}; agreed to by {who}, {day}"), ARG("criteria", making->head->criteria),
		    ARG("who", edition.agreed_name), ARG("day", report_day(instant_day(edition.agreed_at, ZONE_JST), making->lang, making->arena)));
	return NULL;
}

struct err *
report_gather(struct report_making *making)
{
	const struct report_order *order = making->order;
	struct report_head *head = making->head;
	struct ledger_assessment_head last;

	making->scope = scope_of(order, making->arena);
	*head = (struct report_head){ .name = str_of(making->kind->name), .title = report_word(making, making->kind->title), .at = making->now, .day = making->today,
		.organisation = making->desk->home->organisation, .maker = making->actor->name,
		.scope = order->system.len > 0 ? order->system : order->unit.len > 0 ? order->unit : order->casefile.len > 0 ? order->casefile : order->contractor };
	TRY(due_calendar(making->ledger, making->arena, &making->calendar));
	TRY(ledger_assessed_last(making->ledger, making->arena, &last));
	head->assessed_at = last.at;
	TRY(gather_scope(making));
	gather_coverage(making);
	TRY(gather_sources(making));
	TRY(gather_criteria(making));
	TRY(ledger_questions_open(making->ledger, making->arena, &head->questions));
	return gather_before(making);
}

/* ------------------------------------------------------------------------------------------ what is described */

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct report_making *making = context;
	struct ledger_system copy = *system;

	(void)arena;
	if (report_standing(making, system->id) == NULL)
		return NULL;
	copy.name = arena_copy(making->arena, system->name);
	copy.service = arena_copy(making->arena, system->service);
	copy.unit = arena_copy(making->arena, system->unit);
	copy.owner = arena_copy(making->arena, system->owner);
	copy.contractor = arena_copy(making->arena, system->contractor);
	copy.network_text = arena_copy(making->arena, system->network_text);
	copy.information.items = NULL;
	copy.information.count = copy.information.room = 0;
	copy.facts.items = NULL;
	copy.facts.count = copy.facts.room = 0;
	for (size_t i = 0; i < system->information.count; i++) {
		struct ledger_information one = system->information.items[i];

		one.text = arena_copy(making->arena, one.text);
		list_push(making->arena, &copy.information, one);
	}
	list_push(making->arena, &making->systems, copy);
	return NULL;
}

struct err *
report_load_systems(struct report_making *making)
{
	if (making->systems.count > 0)
		return NULL;
	return ledger_systems(making->ledger, making->system, take_system, making, making->arena);
}

struct err *
report_load_system(struct report_making *making, int64_t id)
{
	if (report_system(making, id) != NULL)
		return NULL;
	return ledger_systems(making->ledger, id, take_system, making, making->arena);
}

const struct ledger_system *
report_system(const struct report_making *making, int64_t id)
{
	for (size_t i = 0; i < making->systems.count; i++)
		if (making->systems.items[i].id == id)
			return &making->systems.items[i];
	return NULL;
}

const struct ledger_standing *
report_standing(const struct report_making *making, int64_t id)
{
	for (size_t i = 0; i < making->standings.count; i++)
		if (making->standings.items[i].system == id)
			return &making->standings.items[i];
	return NULL;
}

struct err *
report_findings(const struct report_making *making, int64_t system, enum ledger_action least, int64_t most, struct ledger_finding_list *ret_list)
{
	struct ledger_filter filter = LEDGER_FILTER_ALL;

	filter.system = system;
	filter.action_least = (int)least;
	filter.hide_decided = true;
	filter.now = making->now;
	filter.most = most;
	return ledger_findings(making->ledger, &filter, making->arena, ret_list);
}
