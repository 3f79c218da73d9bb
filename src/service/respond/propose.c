#include "service/respond/propose.h"

#include <stdlib.h>

#include "base/catalogue.h"
#include "base/hash.h"
#include "base/map.h"
#include "model/report.h"
#include "service/respond/patching.h"
#include "store/ledger/people.h"
#include "store/ledger/weakness.h"

static const struct field proposal_fields[] = {
	FIELD(struct case_proposal, mark, FIELD_STR),
	FIELD(struct case_proposal, title, FIELD_STR),
	FIELD(struct case_proposal, unit, FIELD_STR),
	FIELD(struct case_proposal, remedy, FIELD_STR),
	FIELD(struct case_proposal, product, FIELD_STR),
	FIELD_WORD(struct case_proposal, action, &report_action_names),
	FIELD(struct case_proposal, due, FIELD_INSTANT),
	FIELD(struct case_proposal, kev, FIELD_INT),
	FIELD(struct case_proposal, systems, FIELD_STRS),
	FIELD(struct case_proposal, findings, FIELD_INT),
};
static const struct schema proposal_schema = SCHEMA("case_proposal", struct case_proposal, proposal_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct case_proposal_list, proposals, FIELD_LIST, &proposal_schema),
	FIELD(struct case_proposal_list, cut, FIELD_BOOL),
	FIELD(struct case_proposal_list, looked_at, FIELD_INT),
};
const struct schema case_proposal_list_schema = SCHEMA("case_proposals", struct case_proposal_list, list_fields);

#define PLAYBOOK STR("finding-response")
enum { ROWS_AT_ONCE = 1000 };

struct grouping {
	const struct actor        *actor;
	struct str                 only;         /* mark of the one that is wanted; "": all     */
	struct map                 covered;      /* finding → some open case is about it        */
	struct map                 places;       /* remedy, product and unit → place + 1        */
	struct case_proposal_list *list;
	struct arena              *arena;
};

/* ------------------------------------------------------------------------------------------------ grouping */

static struct str
number_key(int64_t number, struct arena *arena)
{
	return arena_printf(arena, "%lld", (long long)number);
}

/* A KB mends several products at one stroke; every other remedy is of its product. */
static struct str
key_of(enum ledger_remedy_kind remedy, struct str target, struct str product_identity, struct str unit, struct arena *arena)
{
	return arena_printf(arena, "%d\n%.*s\n%.*s\n%.*s", (int)remedy, STR_ARG(target),
	    STR_ARG(remedy == LEDGER_REMEDY_UPDATE ? STR("") : product_identity), STR_ARG(unit));
}

static struct str
key_of_row(const struct ledger_finding_row *row, struct arena *arena)
{
	return key_of(row->finding.remedy, row->finding.remedy_target, row->product_identity, row->unit, arena);
}

static struct str
mark_of(struct str key, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, key.ptr, key.len);
	return str_sub(sha256_hex(&sum, arena), 0, 8);
}

static struct str
title_of(const struct ledger_finding_row *row, enum lang lang, struct arena *arena)
{
	struct str target = row->finding.remedy_target, product = row->product_name;

	if (row->finding.remedy == LEDGER_REMEDY_UPDATE)
		return catalogue_say(arena, lang, M("Apply {update}"), ARG("update", target));
	if (target.len > 0)
		return catalogue_say(arena, lang, M("{product}: go to {version}"), ARG("product", product), ARG("version", target));
	return catalogue_say(arena, lang, M("{product}: weaknesses without a known remedy"), ARG("product", product));
}

static struct case_proposal *
group_of(struct grouping *g, const struct ledger_finding_row *row)
{
	struct str key = key_of_row(row, g->arena);
	uint64_t *place = map_put(g->arena, &g->places, key);

	if (*place == 0) {
		list_push(g->arena, &g->list->proposals, ((struct case_proposal){ .mark = mark_of(key, g->arena), .due = INSTANT_NONE,
		    .title = title_of(row, g->actor->lang, g->arena), .unit = row->unit, .remedy = row->finding.remedy_target,
		    .product = row->finding.remedy == LEDGER_REMEDY_UPDATE ? STR("") : row->product_name,
		    .action = str_of(enum_name(&ledger_action_names, (int)row->finding.action)) }));
		*place = g->list->proposals.count;
	}
	return &g->list->proposals.items[*place - 1];
}

static bool
is_to_propose(const struct grouping *g, const struct ledger_finding_row *row)
{
	if (row->finding.verdict == LEDGER_PROVIDER || map_find(&g->covered, number_key(row->id, g->arena)) != NULL)
		return false;
	return g->only.len == 0 || str_eq(mark_of(key_of_row(row, g->arena), g->arena), g->only);
}

/* Rows come by action and due day: the first of a group is its most urgent. */
static void
add_row(struct grouping *g, const struct ledger_finding_row *row)
{
	struct case_proposal *group = group_of(g, row);

	g->list->looked_at++;
	if (group->due == INSTANT_NONE || (row->finding.due != INSTANT_NONE && row->finding.due < group->due))
		group->due = row->finding.due;
	group->kev += row->about.kev_added != DAY_NONE;
	group->findings++;
	list_push(g->arena, &group->ids, row->id);
	if (!str_is_one_of(row->system_name, group->systems.items, group->systems.count))
		list_push(g->arena, &group->systems, row->system_name);
}

/* What is looked at: of which findings, at most how many (0: all), which proposal (""; all). */
struct gathering { struct ledger_filter filter; int64_t most; struct str only; };
#define GATHER_ALL { .filter = LEDGER_FILTER_ALL }

static struct err *
gather(const struct respond_desk *desk, const struct actor *actor, const struct gathering *gathering, int64_t now, struct arena *arena,
    struct case_proposal_list *ret_list)
{
	struct grouping g = { .actor = actor, .only = gathering->only, .list = ret_list, .arena = arena };
	struct ledger_filter filter = gathering->filter;
	int64_t most = gathering->most;
	struct ledger_case_covers covers;
	struct ledger_finding_list page;

	*ret_list = (struct case_proposal_list){ 0 };
	TRY(ledger_case_covered(desk->cases->ledger, 0, arena, &covers));
	for (size_t i = 0; i < covers.count; i++)
		*map_put(arena, &g.covered, number_key(covers.items[i].finding, arena)) = 1;
	filter.action_least = LEDGER_SCHEDULED;
	filter.hide_decided = true;
	filter.now = now;
	filter.most = most > 0 ? most : ROWS_AT_ONCE;
	do {
		TRY(ledger_findings(desk->cases->ledger, &filter, arena, &page));
		for (size_t i = 0; i < page.rows.count; i++) {
			if (!is_to_propose(&g, &page.rows.items[i]))
				continue;
			if (most > 0 && ret_list->looked_at == most) {
				ret_list->cut = true;
				return NULL;
			}
			add_row(&g, &page.rows.items[i]);
		}
		filter.after = page.next;
	} while (page.next.len > 0);
	return NULL;
}

struct err *
respond_proposals(const struct respond_desk *desk, const struct actor *actor, int64_t now, struct arena *arena, struct case_proposal_list *ret_list)
{
	return respond_proposals_first(desk, actor, 0, now, arena, ret_list);
}

struct err *
respond_proposals_first(const struct respond_desk *desk, const struct actor *actor, int64_t most, int64_t now, struct arena *arena,
    struct case_proposal_list *ret_list)
{
	struct gathering gathering = GATHER_ALL;

	gathering.most = most;
	TRY(actor_need(actor, OFFICE_SECURITY, SCOPE_READ, arena));
	return gather(desk, actor, &gathering, now, arena, ret_list);
}

/* ------------------------------------------------------------------------------------------------- opening */

static struct err *
open_one(const struct respond_desk *desk, const struct actor *actor, const struct case_proposal *proposal, int64_t now, struct arena *arena,
    struct str_list *numbers)
{
	struct case_opening opening = { .playbook = PLAYBOOK, .title = proposal->title, .tlp = TLP_AMBER };
	struct str number;
	int64_t unit = 0;

	if (proposal->unit.len > 0)
		TRY(ledger_unit_find(desk->cases->ledger, proposal->unit, arena, &unit));
	if (unit != 0)
		opening.unit = proposal->unit;
	for (size_t i = 0; i < proposal->ids.count; i++)
		list_push(arena, &opening.about, ((struct case_target){ LINK_FINDING, number_key(proposal->ids.items[i], arena), STR("") }));
	TRY(case_open(desk->cases, actor, &opening, now, arena, &number));
	list_push(arena, numbers, number);
	return NULL;
}

/* Which remedy, and with it which findings, a mark is about: it is that of a remedy and some unit. */
struct marked { struct str mark; struct ledger_named_ids units; struct gathering *gathering; bool found; struct arena *arena; };

static bool
is_marked(const struct marked *marked, const struct ledger_remedy *remedy, struct str unit, struct arena *scratch)
{
	return str_eq(mark_of(key_of(remedy->kind, remedy->target, remedy->product_identity, unit, scratch), scratch), marked->mark);
}

static struct err *
take_remedy(void *context, const struct ledger_remedy *remedy, struct arena *scratch)
{
	struct marked *marked = context;
	bool is = is_marked(marked, remedy, STR(""), scratch);

	for (size_t i = 0; i < marked->units.count && !is && !marked->found; i++)
		is = is_marked(marked, remedy, marked->units.items[i].name, scratch);
	if (!is || marked->found)
		return NULL;
	marked->found = true;
	marked->gathering->only = marked->mark;
	marked->gathering->filter.update = remedy->kind == LEDGER_REMEDY_UPDATE;
	marked->gathering->filter.product = remedy->product;
	marked->gathering->filter.remedy_target = arena_copy(marked->arena, remedy->target);
	return NULL;
}

/* Only the findings of the remedy that is marked; no mark: all. ERR_NOT_FOUND. */
static struct err *
gather_marked(const struct respond_desk *desk, const struct actor *actor, struct str mark, int64_t now, struct arena *arena,
    struct case_proposal_list *ret_list)
{
	struct gathering gathering = GATHER_ALL;
	struct marked marked = { .mark = mark, .gathering = &gathering, .arena = arena };

	if (mark.len > 0) {
		TRY(ledger_weakness_units(desk->cases->ledger, arena, &marked.units));
		TRY(ledger_remedies(desk->cases->ledger, now, INT64_MAX, take_remedy, &marked, arena));
	}
	if (mark.len == 0 || marked.found)
		TRY(gather(desk, actor, &gathering, now, arena, ret_list));
	if (mark.len > 0 && ret_list->proposals.count == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no proposal {mark} (any more): tsukuroi case proposals lists them."), ARG("mark", mark));
	return NULL;
}

struct err *
respond_open(const struct respond_desk *desk, const struct actor *actor, struct str mark, int64_t now, struct arena *arena, struct str_list *numbers)
{
	struct case_proposal_list list = { 0 };

	TRY(actor_need(actor, OFFICE_SECURITY, SCOPE_WRITE, arena));
	TRY(gather_marked(desk, actor, mark, now, arena, &list));
	for (size_t i = 0; i < list.proposals.count; i++)
		TRY(open_one(desk, actor, &list.proposals.items[i], now, arena, numbers));
	return NULL;
}

/* --------------------------------------------------------------------------------------- after an assessment */

/* Every open case of which a finding changed at or after that instant, once. */
static struct err *
settle(const struct respond_desk *desk, int64_t now, struct arena *arena, int64_t *ret_settled)
{
	struct ledger_case_covers covers;
	bool changed;

	*ret_settled = 0;
	TRY(ledger_case_covered(desk->cases->ledger, now, arena, &covers));
	for (size_t i = 0; i < covers.count; i++) {
		if (i > 0 && covers.items[i].casefile == covers.items[i - 1].casefile)
			continue;
		TRY(case_settle_id(desk->cases, covers.items[i].casefile, now, arena, &changed));
		*ret_settled += changed;
	}
	return NULL;
}

struct err *
respond_after_assess(const struct respond_desk *desk, enum lang lang, int64_t now, struct arena *arena, struct respond_after *ret_after)
{
	struct actor program = actor_program();

	program.lang = lang;
	*ret_after = (struct respond_after){ 0 };
	TRY(settle(desk, now, arena, &ret_after->settled));
	TRY(patching_recount(desk, lang, now, arena, &ret_after->counted));
	if (str_eq(desk->home->open_cases, STR("open")))
		return respond_open(desk, &program, STR(""), now, arena, &ret_after->opened);
	if (str_eq(desk->home->open_cases, STR("off")))
		return NULL;
	return ledger_proposal_count(desk->cases->ledger, now, arena, &ret_after->proposed);
}
