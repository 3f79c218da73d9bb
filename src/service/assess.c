#include "service/assess.h"

#include "model/record.h"
#include "service/agreed.h"
#include "service/assess_findings.h"

/* ---------------------------------------------------------------------- items */


static void
count_rule(struct assess *assess, const struct name_rule *rule, bool over)
{
	for (size_t i = 0; i < assess->result->rules.count; i++)
		if (assess->result->rules.items[i].rule == rule) {
			assess->result->rules.items[i].items++;
			return;
		}
	list_push(assess->arena, &assess->result->rules, ((struct assess_rule){ rule, over, 1 }));
}

static void
apply_rule(struct assess *assess, struct component *component)
{
	const struct name_rule *over, *rule = judge_apply_rule(&assess->rules, component, assess->now, assess->arena, &over);

	if (rule != NULL || over != NULL)
		count_rule(assess, rule != NULL ? rule : over, rule == NULL);
}

static struct err *
take_software(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct assess *assess = context;
	struct assess_item *item = list_add(assess->arena, &assess->items);

	(void)arena;
	item->software = software->id;
	item->product = software->product;
	record_copy(&component_schema, &software->component, assess->arena, &item->component);
	if (software->confirmed.len == 0)
		apply_rule(assess, &item->component);
	judge_apply_identity(&item->component, arena_copy(assess->arena, software->confirmed), assess->arena);
	item->layer = duty_layer_of(&item->component);
	list_push(assess->arena, &item->identities, arena_copy(assess->arena, software->identity));
	list_push(assess->arena, &item->identities, ledger_product_identity(&item->component, assess->arena));
	return NULL;
}

/* Keeps what holds wherever the item is installed. */
static struct err *
keep_row(void *context, const struct match_row *row)
{
	struct assess_keeping *keeping = context;
	struct match_row held = judge_after_review(&keeping->assess->judge, &keeping->item->component, row, keeping->arena);

	if (held.verdict == VERDICT_NOT_AFFECTED || held.candidate || held.conditional)
		return NULL;
	keeping->opened += held.verdict != row->verdict;
	list_push(keeping->arena, &keeping->item->rows, assess_row_of(keeping->assess, keeping->item, &held, keeping->arena));
	keeping->item->rows.items[keeping->item->rows.count - 1].kept = true;
	return NULL;
}

static struct err *
judge_items(struct assess *assess)
{
	struct match_ask ask = { .index = assess->judge.index, .sources = &assess->judge.sources };
	struct arena *scratch ARENA_SCOPE = arena_new();

	for (size_t i = 0; i < assess->items.count; i++) {
		struct assess_item *item = &assess->items.items[i];
		struct assess_keeping keeping = { assess, item, assess->arena, 0 };

		if (assess->judge.index == NULL)
			continue;
		TRY(match_component(&ask, &item->component, keep_row, &keeping, scratch, &item->result));
		item->result.needs = arena_copy(assess->arena, item->result.needs);
		item->result.counts[VERDICT_NOT_AFFECTED] -= keeping.opened;
		item->result.counts[VERDICT_UNKNOWN] += keeping.opened;
		assess->result->rows += (int64_t)item->rows.count;
		arena_reset(scratch);
	}
	return NULL;
}

/* ---------------------------------------------------------------------- hosts */

/* Software ids are given one after another, so a table by id has few holes. */
static void
number_items(struct assess *assess)
{
	struct assess_item *items = assess->items.items;
	size_t count = assess->items.count;

	assess->stands_count = count == 0 ? 0 : (size_t)items[count - 1].software + 1;
	assess->stands = ARENA_ARRAY(assess->arena, struct assess_stand, assess->stands_count);
	for (size_t i = 0; i < count; i++)
		assess->stands[items[i].software] = (struct assess_stand){ .number = (uint32_t)i + 1, .quiet = assess_is_quiet(assess, &items[i]) };
}

static struct assess_item *
item_of(struct assess *assess, int64_t software)
{
	uint32_t number = (size_t)software < assess->stands_count ? assess->stands[software].number : 0;

	return number == 0 ? NULL : &assess->items.items[number - 1];
}

struct conditional {
	struct assess      *assess;
	struct assess_item *item;
	struct arena       *scratch;
};

static struct err *
take_conditional(void *context, const struct match_row *row)
{
	struct conditional *conditional = context;
	struct match_row held = judge_after_review(&conditional->assess->judge, &conditional->item->component, row, conditional->assess->system_arena);

	if (held.verdict == VERDICT_NOT_AFFECTED || held.candidate)
		return NULL;
	assess_add(conditional->assess, conditional->item,
	    assess_row_of(conditional->assess, conditional->item, &held, conditional->assess->system_arena));
	return NULL;
}

/* The inventory says it was taken before the very build in it came out: a clock is wrong, and all rows are asked anew. */
static bool
is_doubted(const struct assess_item *item, const struct ledger_host *host)
{
	return host->collected != INSTANT_NONE && item->result.since != DAY_NONE &&
	    instant_day(host->collected, ZONE_UTC) + 1 < item->result.since;
}

/* Rows that depend on what else is on this host. */
static struct err *
judge_conditions(struct assess *assess, const struct ledger_host *host, struct arena *scratch)
{
	struct component *components = ARENA_ARRAY(scratch, struct component, host->software_count);
	struct match_host_facts facts = {
		.components = components, .distribution = host->distribution, .release = host->release, .kernel = host->kernel,
		.collected = host->collected, .restart_pending = host->restart_pending,
	};
	struct match_ask ask = {
		.index = assess->judge.index, .sources = &assess->judge.sources,
	};

	for (size_t i = 0; i < host->software_count; i++) {
		const struct assess_item *item = item_of(assess, host->software[i]);

		if (item != NULL)
			components[facts.count++] = item->component;
	}
	memcpy(facts.coverage, host->coverage, sizeof(facts.coverage));
	ask.host = match_host_new(&facts, scratch);
	for (size_t i = 0; i < host->software_count; i++) {
		struct assess_item *item = item_of(assess, host->software[i]);
		struct conditional conditional = { assess, item, scratch };
		struct match_result result;

		if (item == NULL || (item->result.conditional == 0 && !is_doubted(item, host)))
			continue;
		ask.conditional_only = !is_doubted(item, host);
		ask.only = ask.conditional_only ? item->open.items : NULL;
		ask.only_count = ask.only == NULL ? 0 : item->open.count;
		TRY(match_component(&ask, &item->component, take_conditional, &conditional, scratch, &result));
	}
	return NULL;
}

/* A system that is out of use keeps its hosts, and nothing is judged there: its findings end. */
static bool
is_in_use(const struct assess *assess, int64_t system)
{
	return map_find(&assess->system_of, (struct str){ (const char *)&system, sizeof(system) }) != NULL;
}

/* Nearly all that stands on a host is counted and nothing else; the rest is put aside. */
static void
look_over(struct assess *assess, const struct ledger_host *host)
{
	int64_t quiet = 0;

	assess->loud.count = 0;
	for (size_t i = 0; i < host->software_count; i++) {
		size_t software = (size_t)host->software[i];
		struct assess_stand *stand = software < assess->stands_count ? &assess->stands[software] : NULL;
		bool first;

		if (stand == NULL || stand->number == 0)
			continue;
		first = stand->seen_in != host->system;
		stand->seen_in = host->system;
		if (stand->quiet)
			quiet += first;
		else
			list_push(assess->arena, &assess->loud, ((struct assess_loud){ &assess->items.items[stand->number - 1], first }));
	}
	assess_count_quiet(assess, quiet);
}

static struct err *
take_host(void *context, const struct ledger_host *host, struct arena *arena)
{
	struct assess *assess = context;
	bool conditional = false;

	(void)arena;
	if (!is_in_use(assess, host->system))
		return NULL;
	TRY(assess_enter_system(assess, host->system));
	assess->result->hosts++;
	look_over(assess, host);
	for (size_t i = 0; i < assess->loud.count; i++) {
		struct assess_item *item = assess->loud.items[i].item;

		conditional = conditional || item->result.conditional > 0 || is_doubted(item, host);
		if (!assess->loud.items[i].first)   /* a sister host had it: the same rows hold */
			continue;
		assess_count(assess, item);
		for (size_t r = 0; r < item->rows.count; r++)
			assess_add(assess, item, item->rows.items[r]);
	}
	if (conditional) {
		struct arena *scratch ARENA_SCOPE = arena_new();

		TRY(judge_conditions(assess, host, scratch));
	}
	return NULL;
}

/* ------------------------------------------------------------------- the whole */

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct assess *assess = context;
	struct assess_system *own = list_add(assess->arena, &assess->systems);

	(void)arena;
	own->id = system->id;
	*map_put(assess->arena, &assess->system_of,
	    arena_copy(assess->arena, (struct str){ (const char *)&own->id, sizeof(own->id) })) = assess->systems.count;
	own->installations = system->installations;
	own->facts = situation_of(system, &assess->segments, assess->now);
	own->duties = layer_duties(system, assess->arena);
	own->site_over = life_site_is_over(system->facts.items, system->facts.count, instant_day(assess->now, ZONE_JST));
	for (size_t i = 0; i < system->facts.count; i++) {
		const struct ledger_fact *fact = &system->facts.items[i];

		if (str_starts(fact->name, SITUATION_CONDITIONS))
			list_push(assess->arena, &own->conditions, ((struct ledger_fact){ .name = arena_copy(assess->arena, fact->name),
				.value = arena_copy(assess->arena, fact->value) }));
	}
	return NULL;
}

static struct err *
evaluate(struct assess *assess, struct ledger *ledger)
{
	struct arena *scratch ARENA_SCOPE = arena_new();

	TRY(ledger_hosts_ready(ledger, scratch));
	TRY(assess_before_load(&assess->before, ledger, assess->arena));
	TRY(layer_statements(ledger, assess->arena, &assess->statements));
	TRY(ledger_systems(ledger, 0, take_system, assess, scratch));
	TRY(ledger_software(ledger, take_software, assess, scratch));
	assess->result->systems = (int64_t)assess->systems.count;
	assess->result->items = (int64_t)assess->items.count;
	number_items(assess);
	TRY(judge_items(assess));
	TRY(ledger_hosts_brief(ledger, take_host, assess, scratch));
	TRY(assess_leave_system(assess));
	assess_ask_of_systems(assess);
	return NULL;
}

struct err *
assess_run(const struct home *home, const struct assess_options *options, struct arena *arena,
    struct assess_result *ret_result)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct kb *kb KB_SCOPE = NULL;
	struct assess_result result = { 0 };
	struct assess assess = { .arena = arena, .now = options->now, .result = &result };
	int64_t began = clock_ticks();
	struct err *err;

	TRY(home_ledger_whole(home, arena, &ledger));
	TRY(agreed_criteria(home, ledger, options->now, arena, &assess.criteria, &assess.edition));
	TRY(home_segments(home, arena, &assess.segments));
	TRY(home_name_rules(home, arena, &assess.rules));
	TRY(home_kb(home->path, arena, &kb));
	TRY(judge_open(kb, options->now, arena, &assess.judge));
	TRY(judge_hear(&assess.judge, ledger, arena));
	result.generation = assess.judge.generation;
	result.kev_known = assess.judge.kev_known;
	assess.system_arena = arena_new();
	err = evaluate(&assess, ledger);
	arena_free(assess.system_arena);
	TRY(err);
	result.evaluate_us = clock_ticks() - began;
	began = clock_ticks();
	assess.head = (struct ledger_assessment_head){
		.at = options->now, .by = options->by, .generation = result.generation,
		.criteria = agreed_mark(&assess.criteria, &assess.edition, arena), .rules = arena_printf(arena, "match %d", MATCH_ENCODER),
	};
	TRY(ledger_write(ledger, assess_persist, &assess, arena));
	result.persist_us = clock_ticks() - began;
	result.cannot_tell = result.needed.count > 0 || assess.judge.index == NULL || result.items == 0;
	*ret_result = result;
	return NULL;
}
