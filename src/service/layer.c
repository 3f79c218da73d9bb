#include "service/layer.h"

#include "base/fold.h"
#include "format/vulnid/vulnid.h"
#include "service/product.h"
#include "service/situation.h"
#include "store/ledger/entry.h"

static const struct field duty_fields[] = {
	FIELD(struct layer_duty_view, layer, FIELD_STR),
	FIELD(struct layer_duty_view, party, FIELD_STR),
	FIELD(struct layer_duty_view, name, FIELD_STR),
	FIELD(struct layer_duty_view, told, FIELD_BOOL),
};
static const struct schema duty_schema = SCHEMA("duty", struct layer_duty_view, duty_fields);
static const struct field layer_fields[] = {
	FIELD(struct layer_view, system, FIELD_STR),
	FIELD(struct layer_view, hosting, FIELD_STR),
	FIELD(struct layer_view, segment, FIELD_STR),
	FIELD(struct layer_view, exposure, FIELD_STR),
	FIELD(struct layer_view, network, FIELD_STR),
	FIELD_OF(struct layer_view, duties, FIELD_LIST, &duty_schema),
};
static const struct schema layer_schema = SCHEMA("layer", struct layer_view, layer_fields);
static const struct field layers_fields[] = { FIELD_OF(struct layer_views, layers, FIELD_LIST, &layer_schema) };
const struct schema layer_views_schema = SCHEMA("layers", struct layer_views, layers_fields);

/* ---------------------------------------------------------------------------------- what is stored */

static void
read_hosting(struct str value, struct duties *ret_duties)
{
	struct str word, name;
	int hosting;

	(void)str_cut(value, ':', &word, &name);
	if (!enum_find(&hosting_names, word, &hosting))
		return;
	*ret_duties = duties_of_hosting((enum hosting)hosting);
	for (size_t i = 0; i < DUTY_COUNT; i++)
		if (ret_duties->of[i].party == PARTY_PROVIDER)
			ret_duties->of[i].name = name;
}

static void
read_layer(const struct ledger_fact *fact, struct duties *duties)
{
	struct str name = fact->name, provider = STR("");
	struct duty duty;
	int layer;

	if (!str_take(&name, LAYER_PREFIX) || !enum_find(&duty_layer_names, name, &layer) || !duty_parse(fact->value, &duty))
		return;
	for (size_t i = 0; i < DUTY_COUNT; i++)
		if (duties->of[i].party == PARTY_PROVIDER && !duties->of[i].told)
			provider = duties->of[i].name;
	if (duty.party == PARTY_PROVIDER && duty.name.len == 0)
		duty.name = provider;
	duties->of[layer] = duty;
}

struct duties
layer_duties(const struct ledger_system *system, struct arena *arena)
{
	struct duties duties = duties_of_hosting(HOSTING_UNKNOWN);

	for (size_t i = 0; i < system->facts.count; i++)
		if (system->facts.items[i].host == 0 && str_eq(system->facts.items[i].name, LAYER_HOSTING))
			read_hosting(system->facts.items[i].value, &duties);
	for (size_t i = 0; i < system->facts.count; i++)
		if (system->facts.items[i].host == 0)
			read_layer(&system->facts.items[i], &duties);
	for (size_t i = 0; i < DUTY_COUNT; i++) {
		struct duty *duty = &duties.of[i];

		if (duty->party == PARTY_CONTRACTOR && duty->name.len == 0)
			duty->name = system->contractor;
		duty->name = arena_copy(arena, duty->name);
	}
	return duties;
}

/* ------------------------------------------------------------------------------------------ setting */

static void
add_fact(struct ledger_system *system, struct str name, struct str value, struct arena *arena)
{
	list_push(arena, &system->facts, ((struct ledger_fact){ .name = name, .value = value }));
}

static void
add_hosting(struct ledger_system *system, enum hosting hosting, struct str name, struct arena *arena)
{
	add_fact(system, LAYER_HOSTING, arena_printf(arena, "%s%s%.*s", enum_name(&hosting_names, (int)hosting), name.len > 0 ? ":" : "",
	    STR_ARG(name)), arena);
}

static void
add_duties(struct ledger_system *system, const struct duties *duties, struct arena *arena)
{
	for (size_t i = 0; i < DUTY_COUNT; i++)
		if (duties->of[i].told)
			add_fact(system, arena_printf(arena, "layer:%s", enum_name(&duty_layer_names, (int)i)), duty_format(&duties->of[i], arena),
			    arena);
}

bool
layer_facts_of_words(struct str hosting, struct str responsibility, struct arena *arena, struct ledger_system *system,
    struct str *ret_word)
{
	struct duties duties = duties_of_hosting(HOSTING_UNKNOWN);
	enum hosting form = HOSTING_UNKNOWN;
	struct str name = STR("");

	*ret_word = hosting;
	if (hosting.len > 0 && !hosting_of_words(hosting, arena, &form, &name))
		return false;
	if (!duties_add_words(responsibility, arena, &duties, ret_word))
		return false;
	if (form != HOSTING_UNKNOWN)
		add_hosting(system, form, name, arena);
	add_duties(system, &duties, arena);
	return true;
}

/* "os=default": the layer goes back to what the form says. */
static bool
take_default(struct str part, struct ledger_system *system, struct arena *arena)
{
	struct str layer, word;
	int value;

	if (!str_cut(part, '=', &layer, &word) || !str_eq(word, STR("default")) || !enum_find(&duty_layer_names, layer, &value))
		return false;
	add_fact(system, arena_printf(arena, "layer:%.*s", STR_ARG(layer)), word, arena);
	return true;
}

static struct err *
facts_of(const struct layer_setting *setting, const struct segments *segments, struct arena *arena, struct ledger_system *ret_system)
{
	const struct segment_class *class;
	enum hosting hosting;
	struct str name;

	if (setting->hosting.len > 0) {
		if (!hosting_of_words(setting->hosting, arena, &hosting, &name))
			return err_new(arena, ERR_USAGE, M("\"{text}\" is no form of hosting: take on_premises, housing, iaas, paas, saas or government_cloud, with the provider in parentheses."),
			    ARG("text", setting->hosting));
		add_hosting(ret_system, hosting, name, arena);
	}
	for (size_t i = 0; i < setting->parts_count; i++) {
		struct duties duties = duties_of_hosting(HOSTING_UNKNOWN);

		if (take_default(setting->parts[i], ret_system, arena))
			continue;
		if (!duties_add_part(setting->parts[i], arena, &duties))
			return err_new(arena, ERR_USAGE, M("\"{text}\" says no layer and party: write e.g. os=contractor:NAME, application=provider or hardware=own."),
			    ARG("text", setting->parts[i]));
		add_duties(ret_system, &duties, arena);
	}
	if (setting->segment.len == 0)
		return NULL;
	class = segment_of_words(segments, setting->segment, arena);
	if (class == NULL)
		return err_new(arena, ERR_USAGE, M("\"{text}\" is no class of network segment: see \"segment list\"."), ARG("text", setting->segment));
	add_fact(ret_system, SITUATION_SEGMENT, class->name, arena);
	return NULL;
}

struct putting { const struct layer_setting *setting; const struct ledger_system *facts; int64_t system; };

static struct err *
put_facts(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct putting *putting = context;

	for (size_t i = 0; i < putting->facts->facts.count; i++) {
		struct ledger_fact fact = putting->facts->facts.items[i];

		fact.system = putting->system;
		fact.answered_at = putting->setting->now;
		fact.answered_by = putting->setting->by;
		TRY(ledger_answer(ledger, &fact, arena));
	}
	return NULL;
}

static struct err *
system_get(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_id)
{
	TRY(ledger_system_find(ledger, name, arena, ret_id));
	if (*ret_id == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", name));
	return NULL;
}

struct err *
layer_set(const struct home *home, const struct layer_setting *setting, struct arena *arena)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct ledger_system facts = { 0 };
	struct putting putting = { setting, &facts, 0 };
	struct segments segments;

	TRY(home_segments(home, arena, &segments));
	TRY(facts_of(setting, &segments, arena, &facts));
	TRY(home_ledger_for(home, HOME_REGISTER, arena, &ledger));
	TRY(system_get(ledger, setting->system, arena, &putting.system));
	return ledger_write(ledger, put_facts, &putting, arena);
}

/* --------------------------------------------------------------------------------------------- list */

struct listing {
	struct arena          *arena;
	const struct segments *segments;
	int64_t                now;
	struct layer_views    *views;
};

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *scratch)
{
	struct listing *listing = context;
	struct arena *arena = listing->arena;
	struct duties duties = layer_duties(system, arena);
	const struct segment_class *class = situation_segment(system, listing->segments);
	struct risk_facts facts = situation_of(system, listing->segments, listing->now);
	struct layer_view *view = list_add(arena, &listing->views->layers);

	(void)scratch;
	view->system = arena_copy(arena, system->name);
	view->hosting = str_of(enum_name(&hosting_names, (int)duties.hosting));
	view->segment = class == NULL ? STR("") : class->name;
	view->exposure = str_of(enum_name(&exposure_names, (int)facts.exposure));
	view->network = arena_copy(arena, system->network_text);
	for (size_t i = 0; i < DUTY_COUNT; i++)
		list_push(arena, &view->duties, ((struct layer_duty_view){ str_of(enum_name(&duty_layer_names, (int)i)),
			str_of(enum_name(&party_names, (int)duties.of[i].party)), duties.of[i].name, duties.of[i].told }));
	return NULL;
}

struct err *
layer_list(const struct home *home, struct str system, int64_t now, struct arena *arena, struct layer_views *ret_views)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct layer_views views = { 0 };
	struct segments segments;
	struct listing listing = { arena, &segments, now, &views };
	int64_t id = 0;

	TRY(home_segments(home, arena, &segments));
	TRY(home_ledger(home, arena, &ledger));
	if (system.len > 0)
		TRY(system_get(ledger, system, arena, &id));
	TRY(ledger_systems(ledger, id, take_system, &listing, arena));
	*ret_views = views;
	return NULL;
}

/* --------------------------------------------------------------------------------------- statements */

enum { STATEMENT_DAYS = 365 };   /* a word without an end of its own is asked for again after a year, as the answers of a closed network */

static struct err *
check(const struct layer_statement *told, struct arena *arena)
{
	int word;

	if (!enum_find(&statement_word_names, told->word, &word))
		return err_new(arena, ERR_USAGE, M("A statement says mended, not_affected, affected or investigating, not \"{value}\"."), ARG("value", told->word));
	if (str_trim_space(told->party).len == 0 || told->day == DAY_NONE || (told->ground.len == 0 && told->url.len == 0))
		return err_new(arena, ERR_USAGE, M("A statement needs who said it, on which day, and its ground or page."));
	if (told->day > instant_day(told->now, ZONE_JST))
		return err_new(arena, ERR_USAGE, M("A statement of {day} has not been made yet."), ARG("day", day_format(told->day, arena)));
	if (told->until != DAY_NONE && told->until < told->day)
		return err_new(arena, ERR_USAGE, M("A statement cannot end before the day on which it was made."));
	return NULL;
}

struct err *
layer_statement_put(const struct home *home, const struct layer_statement *told, struct arena *arena, int64_t *ret_id)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct ledger_entry entry = {
		.kind = LEDGER_ENTRY_STATEMENT, .party = str_trim_space(told->party), .word = told->word, .day = told->day,
		.until = told->until == DAY_NONE ? told->day + STATEMENT_DAYS : told->until, .ground = told->ground, .url = told->url,
		.by = told->by, .at = told->now, .withdrawn_at = INSTANT_NONE,
	};

	TRY(check(told, arena));
	entry.vulnerability = vulnid_parse(told->vulnerability, arena).text;
	if (entry.vulnerability.len == 0)
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is no number of a vulnerability, such as CVE-2026-1234."),
		    ARG("text", told->vulnerability));
	TRY(product_words_identity(told->product, arena, &entry.product));
	TRY(home_ledger_for(home, told->system.len > 0 ? HOME_REGISTER : HOME_HOUSE, arena, &ledger));
	if (told->system.len > 0)
		TRY(system_get(ledger, told->system, arena, &entry.system));
	return ledger_entry_put(ledger, &entry, arena, ret_id);
}

struct loading { struct arena *arena; struct statements *statements; };

static struct err *
take_entry(void *context, const struct ledger_entry *entry, struct arena *scratch)
{
	struct loading *loading = context;
	struct arena *arena = loading->arena;
	int word;

	(void)scratch;
	if (!enum_find(&statement_word_names, entry->word, &word))   /* a newer program's word: nothing rests on it */
		return NULL;
	list_push(arena, &loading->statements->list, ((struct statement){
		.id = entry->id, .party = arena_copy(arena, entry->party), .system = entry->system,
		.vulnerability = arena_copy(arena, entry->vulnerability), .product = arena_copy(arena, entry->product),
		.word = (enum statement_word)word, .day = entry->day, .until = entry->until, .ground = arena_copy(arena, entry->ground),
		.url = arena_copy(arena, entry->url),
	}));
	return NULL;
}

struct err *
layer_statements(struct ledger *ledger, struct arena *arena, struct statements *ret_statements)
{
	struct statements statements = { 0 };
	struct loading loading = { arena, &statements };

	TRY(ledger_entries(ledger, LEDGER_ENTRY_STATEMENT, 0, false, take_entry, &loading, arena));
	*ret_statements = statements;
	return NULL;
}
