#include "service/why.h"

#include "model/record.h"
#include "service/judge.h"
#include "service/layer.h"

struct why_item {
	int64_t             software;
	struct component    component;
	struct match_result result;
	bool                named;
	const struct name_rule *rule;      /* that was applied to its CPE name, or NULL */
};

struct why {
	struct arena           *arena;
	struct judge            judge;
	enum lang               lang;
	uint32_t                vulnerability;
	struct why_result      *result;
	LIST(struct why_item)   items;
	LIST(struct ledger_system) systems;      /* id and name only */
	LIST(struct duties)     duties;          /* of each of them: who patches which layer */
	struct statements       statements;
	const struct duties    *own;             /* of the system being looked at */
	int64_t                 own_id;
	struct str              system, host;    /* being looked at  */
	const struct component *component;
	const struct name_rule *rule;
	struct name_rules       rules;
	int64_t                 now;
	bool                    named;
};

static const struct field why_system_fields[] = {
	FIELD(struct why_system, name, FIELD_STR),
	FIELD(struct why_system, items, FIELD_INT),
	FIELD(struct why_system, judged, FIELD_INT),
	FIELD(struct why_system, named, FIELD_INT),
};
static const struct schema why_system_schema = SCHEMA("why_system", struct why_system, why_system_fields);

static const struct field why_fields[] = {
	FIELD(struct why_result, vulnerability, FIELD_STR),
	FIELD_OF(struct why_result, report, FIELD_STRUCT, &report_schema),
	FIELD_OF(struct why_result, systems, FIELD_LIST, &why_system_schema),
};
const struct schema why_schema = SCHEMA("why", struct why_result, why_fields);

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct why *why = context;

	(void)arena;
	list_push(why->arena, &why->duties, layer_duties(system, why->arena));
	list_push(why->arena, &why->systems,
	    ((struct ledger_system){ .id = system->id, .name = arena_copy(why->arena, system->name) }));
	return NULL;
}

/* Does any record on the vulnerability name this item at all? Only then is it asked on its hosts. */
static struct err *
notice_row(void *context, const struct match_row *row)
{
	struct why *why = context;

	why->named = why->named || row->vulnerability == why->vulnerability;
	return NULL;
}

static struct err *
take_software(void *context, const struct ledger_software *software, struct arena *scratch)
{
	struct why *why = context;
	struct match_ask ask = { .index = why->judge.index, .sources = &why->judge.sources };
	struct why_item *item = list_add(why->arena, &why->items);
	const struct name_rule *over;

	item->software = software->id;
	record_copy(&component_schema, &software->component, why->arena, &item->component);
	if (software->confirmed.len == 0)
		item->rule = judge_apply_rule(&why->rules, &item->component, why->now, why->arena, &over);
	judge_apply_identity(&item->component, arena_copy(why->arena, software->confirmed), why->arena);
	why->named = false;
	TRY(match_component(&ask, &item->component, notice_row, why, scratch, &item->result));
	item->named = why->named;
	return NULL;
}

static const struct why_item *
item_of(const struct why *why, int64_t software)
{
	size_t low = 0, high = why->items.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (why->items.items[middle].software < software)
			low = middle + 1;
		else
			high = middle;
	}
	return low < why->items.count && why->items.items[low].software == software ? &why->items.items[low] : NULL;
}

/* On a layer of others their word stands where ours would, as in an assessment. */
static void
apply_duty(const struct why *why, struct finding_view *view)
{
	static const enum verdict verdicts[] = {
		[DUTY_HANDLED] = VERDICT_PROVIDER, [DUTY_AFFECTED] = VERDICT_AFFECTED, [DUTY_OPEN] = VERDICT_UNKNOWN,
	};
	const struct statement *statement;
	struct str_list identities = { 0 };
	enum duty_answer answer;

	if (view->verdict == VERDICT_NOT_AFFECTED || why->own == NULL)
		return;
	list_push(why->arena, &identities, ledger_product_identity(why->component, why->arena));
	list_push(why->arena, &identities, ledger_product_identity(&(struct component){ .kind = COMPONENT_APPLICATION,
		.name = why->component->name, .vendor = why->component->vendor }, why->arena));
	answer = duty_judge(&why->own->of[duty_layer_of(why->component)], &why->statements, why->own_id, why->result->vulnerability,
	    &identities, instant_day(why->now, ZONE_JST), &statement);
	if (answer != DUTY_OURS)
		view->verdict = verdicts[answer];
}

static struct err *
take_row(void *context, const struct match_row *row)
{
	struct why *why = context;
	struct finding_view *view;
	struct match_row held;

	if (row->vulnerability != why->vulnerability)
		return NULL;
	held = judge_after_review(&why->judge, why->component, row, why->arena);
	view = list_add(why->arena, &why->result->report.findings);
	TRY(judge_finding(&why->judge, why->component, &held, why->lang, why->arena, view));
	apply_duty(why, view);
	view->system = why->system;
	list_push(why->arena, &view->hosts, why->host);
	if (why->rule != NULL)
		list_add(why->arena, &view->grounds)->reason = judge_rule_words(why->rule, why->lang, why->arena);
	return NULL;
}

static struct why_system *
system_row(struct why *why, int64_t id)
{
	struct why_result *result = why->result;

	why->system = STR("");
	for (size_t i = 0; i < why->systems.count; i++)
		if (why->systems.items[i].id == id) {
			why->system = why->systems.items[i].name;
			why->own = &why->duties.items[i];
			why->own_id = id;
		}
	if (result->systems.count == 0 || !str_eq(result->systems.items[result->systems.count - 1].name, why->system))
		list_push(why->arena, &result->systems, ((struct why_system){ .name = why->system }));
	return &result->systems.items[result->systems.count - 1];
}

static struct err *
take_host(void *context, const struct ledger_host *host, struct arena *scratch)
{
	struct why *why = context;
	struct why_system *row = system_row(why, host->system);
	struct component *components = ARENA_ARRAY(scratch, struct component, host->items.count);
	struct match_host_facts facts = {
		.components = components, .distribution = host->distribution, .release = host->release, .kernel = host->kernel,
		.collected = host->collected, .restart_pending = host->restart_pending,
	};
	struct match_ask ask = { .index = why->judge.index, .sources = &why->judge.sources };

	memcpy(facts.coverage, host->coverage, sizeof(facts.coverage));
	why->host = arena_copy(why->arena, host->name);
	for (size_t i = 0; i < host->items.count; i++)
		components[facts.count++] = item_of(why, host->items.items[i].software)->component;
	ask.host = match_host_new(&facts, scratch);
	for (size_t i = 0; i < host->items.count; i++) {
		const struct why_item *item = item_of(why, host->items.items[i].software);
		struct match_result result;

		row->items++;
		row->judged += item->result.judged;
		row->named += item->named;
		why->component = &item->component;
		why->rule = item->rule;
		if (item->named)
			TRY(match_component(&ask, &item->component, take_row, why, scratch, &result));
	}
	return NULL;
}

struct err *
why_run(const struct home *home, struct str vulnerability, struct str system, int64_t now, enum lang lang,
    struct arena *arena, struct why_result *ret_result)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct kb *kb KB_SCOPE = NULL;
	struct why_result result = { 0 };
	struct why why = { .arena = arena, .lang = lang, .result = &result, .now = now };
	int64_t only = 0;

	TRY(home_ledger(home, arena, &ledger));
	TRY(home_name_rules(home, arena, &why.rules));
	TRY(home_kb(home->path, arena, &kb));
	TRY(judge_open(kb, now, arena, &why.judge));
	TRY(judge_hear(&why.judge, ledger, arena));
	if (why.judge.index == NULL || !match_find(why.judge.index, vulnerability, &why.vulnerability))
		return err_new(arena, ERR_NOT_FOUND, M("The knowledge base holds nothing on {id}."), ARG("id", vulnerability));
	if (system.len > 0) {
		TRY(ledger_system_find(ledger, system, arena, &only));
		if (only == 0)
			return err_new(arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", system));
	}
	result.vulnerability = match_vulnerability_id(why.judge.index, why.vulnerability);
	result.report.at = now;
	result.report.generation = why.judge.generation;
	judge_sources(&why.judge, arena, &result.report);
	TRY(layer_statements(ledger, arena, &why.statements));
	TRY(ledger_systems(ledger, 0, take_system, &why, arena));
	TRY(ledger_software(ledger, take_software, &why, arena));
	TRY(ledger_hosts(ledger, only, take_host, &why, arena));
	/* What the answers say points into the knowledge base, which is closed here. */
	record_copy(&why_schema, &result, arena, ret_result);
	return NULL;
}
