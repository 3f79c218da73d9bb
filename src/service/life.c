#include "service/life.h"

#include <stdlib.h>
#include "base/catalogue.h"
#include "model/record.h"
#include "service/book.h"
#include "service/product.h"
#include "service/situation.h"
#include "store/ledger/entry.h"
#include "store/ledger/report.h"

static const struct field life_fields[] = {
	FIELD(struct life_row, kind, FIELD_STR),
	FIELD(struct life_row, system, FIELD_STR),
	FIELD(struct life_row, product, FIELD_STR),
	FIELD(struct life_row, version, FIELD_STR),
	FIELD(struct life_row, hosts, FIELD_INT),
	FIELD(struct life_row, state, FIELD_STR),
	FIELD(struct life_row, end, FIELD_DAY),
	FIELD(struct life_row, published, FIELD_DAY),
	FIELD(struct life_row, extended, FIELD_DAY),
	FIELD(struct life_row, cycle, FIELD_STR),
	FIELD(struct life_row, source, FIELD_STR),
	FIELD(struct life_row, contract, FIELD_STR),
	FIELD(struct life_row, contract_until, FIELD_DAY),
	FIELD(struct life_row, replacement, FIELD_DAY),
	FIELD(struct life_row, url, FIELD_STR),
	FIELD(struct life_row, read_on, FIELD_DAY),
	FIELD(struct life_row, wording, FIELD_STR),
	FIELD(struct life_row, missing, FIELD_STR),
	FIELD(struct life_row, note, FIELD_STR),
	FIELD(struct life_row, open, FIELD_INT),
};
static const struct schema life_schema = SCHEMA("life", struct life_row, life_fields);
static const struct field lives_fields[] = {
	FIELD_OF(struct life_rows, rows, FIELD_LIST, &life_schema),
	FIELD(struct life_rows, cycles, FIELD_INT),
	FIELD(struct life_rows, not_listed, FIELD_INT),
	FIELD(struct life_rows, unnamed, FIELD_INT),
};
const struct schema life_rows_schema = SCHEMA("lives", struct life_rows, lives_fields);

/* ------------------------------------------------------------------------------------- what is known */

/* An entry of the record book, a contract or a replacement. */
struct plan { int64_t system; struct str product, number; int32_t day; };

struct item {
	int64_t              software;
	struct component     component;
	struct str_list      identities;    /* as written, as confirmed */
	struct life_standing standing;
};

struct lives {
	struct arena            *arena;
	int32_t                  today;
	int64_t                  only;          /* one system; 0: all           */
	struct life_book         book;
	LIST(struct item)        items;
	struct map               item_of;       /* software id → place + 1      */
	struct map               names;         /* system id → its name         */
	LIST(struct plan)        contracts, replacements;
	struct map               rows;          /* system, software → place + 1 */
	struct map               findings;      /* system, product → how many   */
	struct life_rows       *views;
};

static struct str
id_key(const int64_t *id, struct arena *arena)
{
	return arena_copy(arena, (struct str){ (const char *)id, sizeof(*id) });
}

static struct err *
take_cycle(void *data, struct str feed, const void *value, struct arena *arena)
{
	struct lives *lives = data;

	(void)feed, (void)arena;
	life_book_add(&lives->book, value, lives->arena);
	return NULL;
}

static struct err *
take_software(void *context, const struct ledger_software *software, struct arena *scratch)
{
	struct lives *lives = context;
	struct item *item = list_add(lives->arena, &lives->items);

	item->software = software->id;
	record_copy(&component_schema, &software->component, lives->arena, &item->component);
	list_push(lives->arena, &item->identities, arena_copy(lives->arena, software->identity));
	judge_apply_identity(&item->component, arena_copy(lives->arena, software->confirmed), lives->arena);
	list_push(lives->arena, &item->identities, ledger_product_identity(&item->component, lives->arena));
	item->standing = life_of_component(&lives->book, &item->component, scratch);
	*map_put(lives->arena, &lives->item_of, id_key(&software->id, lives->arena)) = lives->items.count;
	return NULL;
}

static struct err *
take_plan(struct lives *lives, const struct ledger_entry *entry, int32_t day, bool contract)
{
	struct plan plan = { entry->system, arena_copy(lives->arena, entry->product), arena_copy(lives->arena, entry->number), day };

	if (contract)
		list_push(lives->arena, &lives->contracts, plan);
	else
		list_push(lives->arena, &lives->replacements, plan);
	return NULL;
}

static struct err *
take_contract(void *context, const struct ledger_entry *entry, struct arena *scratch)
{
	(void)scratch;
	return take_plan(context, entry, entry->until, true);
}

static struct err *
take_replacement(void *context, const struct ledger_entry *entry, struct arena *scratch)
{
	(void)scratch;
	return take_plan(context, entry, entry->day, false);
}

/* What a sheet says of ends: as a contract without a number, and as a plan. */
static void
take_told(struct lives *lives, const struct ledger_system *system)
{
	for (size_t i = 0; i < system->facts.count; i++) {
		struct str name = system->facts.items[i].name;
		struct plan plan = { .system = system->id };

		if (system->facts.items[i].host != 0 || !day_parse(system->facts.items[i].value, &plan.day))
			continue;
		if (str_take(&name, STR(LIFE_SUPPORT_UNTIL))) {
			plan.product = arena_copy(lives->arena, name);
			list_push(lives->arena, &lives->contracts, plan);
		} else if (str_take(&name, STR(LIFE_REPLACE_ON))) {
			plan.product = arena_copy(lives->arena, name);
			list_push(lives->arena, &lives->replacements, plan);
		}
	}
}

static struct err *
take_told_only(void *context, const struct ledger_system *system, struct arena *scratch)
{
	(void)scratch;
	take_told(context, system);
	return NULL;
}

/* What is known of ends; the software they are held against comes after it. */
static struct err *
load_known(struct lives *lives, struct ledger *ledger, struct kb *kb, struct arena *scratch)
{
	TRY(kb_each_note(kb, &lifecycle_schema, STR(""), take_cycle, lives, scratch));
	TRY(ledger_entries(ledger, LEDGER_ENTRY_CONTRACT, 0, false, take_contract, lives, scratch));
	return ledger_entries(ledger, LEDGER_ENTRY_REPLACEMENT, 0, false, take_replacement, lives, scratch);
}

static bool
is_about(const struct plan *plan, int64_t system, const struct str_list *identities)
{
	if (plan->system != 0 && plan->system != system)
		return false;
	return plan->product.len == 0 || str_is_one_of(plan->product, identities->items, identities->count);
}

/* The contract that reaches farthest; the replacement that was written last. */
static void
add_plans(const struct lives *lives, int64_t system, const struct str_list *identities, struct life_row *view)
{
	view->contract_until = view->replacement = DAY_NONE;
	for (size_t i = 0; i < lives->contracts.count; i++) {
		const struct plan *plan = &lives->contracts.items[i];

		if (is_about(plan, system, identities) && (view->contract_until == DAY_NONE || plan->day > view->contract_until)) {
			view->contract_until = plan->day;
			view->contract = plan->number;
		}
	}
	for (size_t i = 0; i < lives->replacements.count; i++)
		if (is_about(&lives->replacements.items[i], system, identities))
			view->replacement = lives->replacements.items[i].day;
}

static void
judge(const struct lives *lives, const struct life_standing *standing, struct life_row *view)
{
	const struct lifecycle *cycle = standing->cycle;
	enum life_stage state = life_stage_of(standing, view->contract_until, lives->today, &view->end);

	view->state = str_of(enum_name(&life_stage_names, (int)state));
	view->missing = str_of(enum_name(&life_missing_names, (int)standing->missing));
	view->published = view->extended = view->read_on = DAY_NONE;
	if (cycle == NULL)
		return;
	view->cycle = cycle->label.len > 0 ? cycle->label : cycle->cycle;
	view->source = cycle->product;
	view->published = cycle->support_end;
	view->extended = cycle->extended_end;
	view->url = cycle->url;
	view->read_on = cycle->read_on;
	view->wording = cycle->wording;
}

/* -------------------------------------------------------------------------------------------- rows */

static struct str
row_key(int64_t system, int64_t software, struct str name, struct arena *arena)
{
	return arena_printf(arena, "%lld %lld %.*s", (long long)system, (long long)software, STR_ARG(name));
}

static struct str
name_of(const struct lives *lives, int64_t system)
{
	const uint64_t *name = map_find(&lives->names, (struct str){ (const char *)&system, sizeof(system) });

	return name == NULL ? STR("") : *(const struct str *)(uintptr_t)*name;
}

/* Counts one more host of a row that is there; NULL: it is not yet. */
static uint64_t *
count_host(struct lives *lives, struct str key)
{
	uint64_t *place = map_put(lives->arena, &lives->rows, arena_copy(lives->arena, key));

	if (*place == 0)
		return place;
	if (*place != UINT64_MAX)
		lives->views->rows.items[*place - 1].hosts++;
	return NULL;
}

static void
add_row(struct lives *lives, uint64_t *place, int64_t system, const struct life_standing *standing, const struct str_list *identities,
    struct str product, struct str version)
{
	struct life_row view = { .kind = STR("software"), .system = name_of(lives, system), .product = product, .version = version, .hosts = 1 };
	const uint64_t *open = identities->count == 0 ? NULL
	    : map_find(&lives->findings, row_key(system, 0, identities->items[0], lives->arena));

	add_plans(lives, system, identities, &view);
	if (!standing->listed && view.contract_until == DAY_NONE && view.replacement == DAY_NONE) {
		lives->views->not_listed++;
		lives->views->unnamed += standing->missing == LIFE_IDENTITY;
		*place = UINT64_MAX;
		return;
	}
	judge(lives, standing, &view);
	view.open = open == NULL ? 0 : (int64_t)*open;
	list_push(lives->arena, &lives->views->rows, view);
	*place = lives->views->rows.count;
}

static bool
has_life(const struct component *component)
{
	return component->kind != COMPONENT_OS_PACKAGE && component->kind != COMPONENT_UPDATE && component->kind != COMPONENT_OTHER;
}

static void
add_distribution(struct lives *lives, const struct ledger_host *host, struct arena *scratch)
{
	struct str name = arena_printf(lives->arena, "%.*s %.*s", STR_ARG(host->distribution), STR_ARG(host->release));
	struct life_standing standing = life_of_distribution(&lives->book, host->distribution, host->release, scratch);
	struct str_list none = { 0 };
	uint64_t *place = count_host(lives, row_key(host->system, 0, name, scratch));

	if (place != NULL)
		add_row(lives, place, host->system, &standing, &none, arena_copy(lives->arena, host->distribution),
		    arena_copy(lives->arena, host->release));
}

static struct err *
take_host(void *context, const struct ledger_host *host, struct arena *scratch)
{
	struct lives *lives = context;

	if (host->distribution.len > 0)
		add_distribution(lives, host, scratch);
	for (size_t i = 0; i < host->items.count; i++) {
		const uint64_t *at = map_find(&lives->item_of, (struct str){ (const char *)&host->items.items[i].software, sizeof(int64_t) });
		const struct item *item = at == NULL ? NULL : &lives->items.items[*at - 1];
		uint64_t *place;

		if (item == NULL || !has_life(&item->component))
			continue;
		place = count_host(lives, row_key(host->system, item->software, STR(""), scratch));
		if (place != NULL)
			add_row(lives, place, host->system, &item->standing, &item->identities, item->component.name, item->component.version);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------- sites */

static struct str
fact_of(const struct ledger_fact *facts, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (facts[i].host == 0 && str_eq(facts[i].name, name))
			return facts[i].value;
	return STR("");
}

bool
life_site_is_over(const struct ledger_fact *facts, size_t count, int32_t today)
{
	int32_t until;

	if (!day_parse(fact_of(facts, count, LIFE_SITE_UNTIL), &until) || until >= today)
		return false;
	return situation_answer(fact_of(facts, count, LIFE_SITE_DOWN)) != ANSWER_YES;
}

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *scratch)
{
	struct lives *lives = context;
	struct arena *arena = lives->arena;
	struct str *name = ARENA_NEW(arena, struct str);
	struct life_row view = { .kind = STR("site"), .published = DAY_NONE, .extended = DAY_NONE, .contract_until = DAY_NONE,
		.replacement = DAY_NONE, .read_on = DAY_NONE };

	(void)scratch;
	take_told(lives, system);
	*name = arena_copy(arena, system->name);
	*map_put(arena, &lives->names, id_key(&system->id, arena)) = (uint64_t)(uintptr_t)name;
	if (!day_parse(fact_of(system->facts.items, system->facts.count, LIFE_SITE_UNTIL), &view.end)
	    || situation_answer(fact_of(system->facts.items, system->facts.count, LIFE_SITE_DOWN)) == ANSWER_YES)
		return NULL;
	view.system = *name;
	view.hosts = system->hosts;
	view.note = arena_copy(arena, fact_of(system->facts.items, system->facts.count, LIFE_SITE_CLOSER));
	view.state = str_of(enum_name(&life_stage_names, (int)life_stage_of_day(view.end, lives->today)));
	list_push(arena, &lives->views->rows, view);
	return NULL;
}

/* -------------------------------------------------------------------------------------------- list */

static struct err *
take_open(void *context, int64_t system, struct str identity, int64_t open)
{
	struct lives *lives = context;

	*map_put(lives->arena, &lives->findings, row_key(system, 0, identity, lives->arena)) += (uint64_t)open;
	return NULL;
}

/* Worst first, then by day, then by name: what is known to end before what nobody can tell. */
static int
compare_rows(const void *a, const void *b)
{
	const struct life_row *left = a, *right = b;
	int states[2] = { LIFE_CANNOT_TELL, LIFE_CANNOT_TELL }, order;

	(void)enum_find(&life_stage_names, left->state, &states[0]);
	(void)enum_find(&life_stage_names, right->state, &states[1]);
	if (states[0] != states[1])
		return states[0] - states[1];
	if (left->end != right->end)
		return left->end < right->end ? -1 : 1;
	order = str_cmp(left->system, right->system);
	return order != 0 ? order : str_cmp(left->product, right->product);
}

static void
keep_within(struct life_rows *views, int months, int32_t today)
{
	size_t kept = 0;

	for (size_t i = 0; i < views->rows.count; i++) {
		const struct life_row *view = &views->rows.items[i];
		bool ended = str_eq(view->state, str_of(enum_name(&life_stage_names, LIFE_OVER)));

		if (ended || (view->end != DAY_NONE && view->end <= life_months_after(today, months)))
			views->rows.items[kept++] = *view;
	}
	views->rows.count = kept;
}

struct err *
life_list(const struct home *home, int within, struct str system, int64_t now, struct arena *arena, struct life_rows *ret_views)
{
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct kb *kb KB_SCOPE = NULL;
	struct life_rows views = { 0 };
	struct lives lives = { .arena = arena, .today = instant_day(now, ZONE_JST), .views = &views };

	TRY(home_ledger(home, arena, &ledger));
	TRY(home_kb(home->path, arena, &kb));
	TRY(book_system(ledger, system, arena, &lives.only));
	TRY(load_known(&lives, ledger, kb, scratch));
	TRY(ledger_software(ledger, take_software, &lives, scratch));
	TRY(ledger_open_by_product(ledger, lives.only, take_open, &lives, arena));
	TRY(ledger_systems(ledger, lives.only, take_system, &lives, scratch));
	TRY(ledger_hosts(ledger, lives.only, take_host, &lives, scratch));
	views.cycles = (int64_t)lives.book.cycles.count;
	if (within >= 0)
		keep_within(&views, within, lives.today);
	if (views.rows.count > 0)
		qsort(views.rows.items, views.rows.count, sizeof(*views.rows.items), compare_rows);
	*ret_views = views;
	return NULL;
}

/* ----------------------------------------------------------------------------------------- setting */

struct putting { const struct life_setting *setting; int64_t system; };

static struct err *
put_site(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct putting *putting = context;
	const struct life_setting *setting = putting->setting;
	struct ledger_fact facts[] = {
		{ .name = LIFE_SITE_UNTIL, .value = day_format(setting->site_until, arena) },
		{ .name = LIFE_SITE_CLOSER, .value = setting->site_closer },
		{ .name = LIFE_SITE_DOWN, .value = STR("no") },
	};

	for (size_t i = 0; i < ARRAY_LEN(facts); i++) {
		facts[i].system = putting->system;
		facts[i].answered_at = setting->now;
		facts[i].answered_by = setting->by;
		TRY(ledger_answer(ledger, &facts[i], arena));
	}
	return NULL;
}

static struct err *
set_site(const struct home *home, const struct life_setting *setting, struct arena *arena)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct putting putting = { setting, 0 };

	if (setting->system.len == 0 || setting->site_closer.len == 0)
		return err_new(arena, ERR_USAGE, M("A site that stands for a time needs its system and who takes it down."));
	TRY(home_ledger_for(home, HOME_REGISTER, arena, &ledger));
	TRY(book_system(ledger, setting->system, arena, &putting.system));
	return ledger_write(ledger, put_site, &putting, arena);
}

struct err *
life_set(const struct home *home, const struct life_setting *setting, struct arena *arena)
{
	struct ledger_entry entry = { .party = setting->party, .number = setting->contract, .ground = setting->ground, .day = DAY_NONE, .until = DAY_NONE };
	int set = (setting->contract_until != DAY_NONE) + (setting->replacement != DAY_NONE) + (setting->site_until != DAY_NONE);
	int64_t id;

	if (set != 1)
		return err_new(arena, ERR_USAGE, M("Say one of: until when a contract supports it, when it is to be replaced, or until when a site stands."));
	if (setting->site_until != DAY_NONE)
		return set_site(home, setting, arena);
	TRY(product_words_identity(setting->product, arena, &entry.product));
	entry.kind = setting->contract_until != DAY_NONE ? LEDGER_ENTRY_CONTRACT : LEDGER_ENTRY_REPLACEMENT;
	entry.until = setting->contract_until;
	entry.day = setting->replacement;
	return book_put(home, &entry, setting->system, setting->by, setting->now, arena, &id);
}

/* ----------------------------------------------------------------------------- beside one finding */

static struct str
sentence_of(const struct life_row *view, enum lang lang, struct arena *arena)
{
	int value = LIFE_CANNOT_TELL;
	struct str state;

	(void)enum_find(&life_stage_names, view->state, &value);
	state = str_of(catalogue_text(lang, life_stage_text((enum life_stage)value)));
	if (value == LIFE_LASTING || value == LIFE_OPEN)
		return STR("");
	if (value == LIFE_CANNOT_TELL) {
		(void)enum_find(&life_missing_names, view->missing, &value);
		return catalogue_say(arena, lang, M("until when it is supported cannot be told: its {missing} is not known"),
		    ARG("missing", str_of(catalogue_text(lang, life_missing_text((enum life_missing)value)))));
	}
	if (view->end == DAY_NONE)
		return catalogue_say(arena, lang, M("{state} ({source} {cycle})"), ARG("state", state), ARG("source", view->source), ARG("cycle", view->cycle));
	if (view->contract_until != DAY_NONE && view->contract_until == view->end)
		return catalogue_say(arena, lang, M("{state}: {day}, by contract {number}"), ARG("state", state), ARG("day", day_format(view->end, arena)),
		    ARG("number", view->contract.len > 0 ? view->contract : STR("-")));
	return catalogue_say(arena, lang, M("{state}: {day} ({source} {cycle})"), ARG("state", state), ARG("day", day_format(view->end, arena)),
	    ARG("source", view->source), ARG("cycle", view->cycle));
}

struct err *
life_sentence(struct ledger *ledger, struct kb *kb, int64_t software, int64_t system, int64_t now, enum lang lang, struct arena *arena,
    struct str *ret_sentence)
{
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct life_rows views = { 0 };
	struct lives lives = { .arena = scratch, .today = instant_day(now, ZONE_JST), .views = &views };
	struct life_row view = { 0 };
	const uint64_t *at;

	*ret_sentence = STR("");
	TRY(load_known(&lives, ledger, kb, arena));
	TRY(ledger_software_one(ledger, software, take_software, &lives, arena));
	TRY(ledger_systems(ledger, system, take_told_only, &lives, arena));
	at = map_find(&lives.item_of, (struct str){ (const char *)&software, sizeof(software) });
	if (at == NULL)
		return NULL;
	add_plans(&lives, system, &lives.items.items[*at - 1].identities, &view);
	if (!lives.items.items[*at - 1].standing.listed && view.contract_until == DAY_NONE)
		return NULL;
	judge(&lives, &lives.items.items[*at - 1].standing, &view);
	*ret_sentence = arena_copy(arena, sentence_of(&view, lang, scratch));
	return NULL;
}
