/*
 * ask_make.c - what a sheet asks: the findings of a contractor's systems, or what a system is made of.
 */
#include "base/catalogue.h"
#include "base/hash.h"
#include "base/map.h"
#include "domain/cvss/cvss.h"
#include "domain/responsibility/responsibility.h"
#include "model/record.h"
#include "service/ask_parts.h"
#include "service/finding.h"

enum { EMPTY_LINES = 12 };      /* of a composition, for what we do not know of */

char
ask_kind_letter(enum ledger_ask_kind kind)
{
	return kind == LEDGER_ASK_APPLICABILITY ? 'K' : 'S';
}

struct str
ask_mark(int64_t ask, const struct ledger_ask_row *row, struct arena *arena)
{
	struct str text = arena_printf(arena, "%lld/%lld/%lld/%lld/%.*s/%.*s/%.*s", (long long)ask, (long long)row->number,
	    (long long)row->system, (long long)row->host, STR_ARG(row->identity), STR_ARG(row->vulnerability), STR_ARG(row->version));

	return str_sub(arena_printf(arena, "%016llx", (unsigned long long)hash64(text, 0)), 0, 8);
}

struct finding_contractor { struct str name; struct ledger_contractor found; struct arena *arena; };

static struct err *
match_contractor(void *context, const struct ledger_contractor *contractor, struct arena *scratch)
{
	struct finding_contractor *finding = context;
	struct str *texts[] = { &finding->found.name, &finding->found.person, &finding->found.mail, &finding->found.contract,
		&finding->found.clause, &finding->found.overseer, &finding->found.overseer_mail };

	if (!party_is(contractor->name, finding->name, scratch))
		return NULL;
	finding->found = *contractor;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		*texts[i] = arena_copy(finding->arena, *texts[i]);
	return NULL;
}

struct err *
ask_contractor_find(struct ledger *ledger, struct str name, struct arena *arena, struct ledger_contractor *ret_contractor)
{
	struct finding_contractor finding = { .name = name, .found = { .name = name, .ends = DAY_NONE }, .arena = arena };

	TRY(ledger_contractors(ledger, match_contractor, &finding, arena));
	*ret_contractor = finding.found;
	return NULL;
}

/* ----------------------------------------------------------------------------------------- drafts */

struct making {
	struct ledger                *ledger;
	const struct ask_options     *options;
	struct arena                 *arena;
	LIST(struct ask_draft)        drafts;
	struct ask_sheets             sheets;
	/* of one system of a composition */
	struct ledger_system          system;
	bool                          found;
	struct ask_draft             *draft;
	const struct ledger_software *software;
	size_t                        software_count;
};

/* Contractors are the same but for legal form and width; the first way of writing stays. */
static struct err *
draft_for(struct making *making, enum ledger_ask_kind kind, struct str contractor, struct ask_draft **ret_draft)
{
	struct ask_draft *draft;

	for (size_t i = 0; i < making->drafts.count; i++)
		if (str_eq(making->drafts.items[i].to.name, contractor) || party_is(making->drafts.items[i].to.name, contractor, making->arena)) {
			*ret_draft = &making->drafts.items[i];
			return NULL;
		}
	draft = list_add(making->arena, &making->drafts);
	draft->kind = kind;
	TRY(ask_contractor_find(making->ledger, contractor, making->arena, &draft->to));
	*ret_draft = draft;
	return NULL;
}

static void
note_system(struct ask_draft *draft, struct str name, struct arena *arena)
{
	for (size_t i = 0; i < draft->systems.count; i++)
		if (str_eq(draft->systems.items[i], name))
			return;
	list_push(arena, &draft->systems, name);
}

static struct str
word(const struct making *making, const char *message)
{
	return str_of(catalogue_text(making->options->lang, message));
}

/* ---------------------------------------------------------------------------------- applicability */

/* What can happen, without a word of the trade: the title, then how it is reached, what is lost, and whether it is done already. */
static struct str
plain_words(const struct making *making, const struct ledger_vulnerability *about, struct str product)
{
	struct arena *arena = making->arena;
	enum lang lang = making->options->lang;
	struct str title = lang == LANG_JA && about->title_ja.len > 0 ? about->title_ja : about->title_en.len > 0 ? about->title_en : about->title_ja;
	struct str_list parts = { 0 };
	struct cvss cvss;
	struct err *err = about->severity.len == 0 ? NULL : cvss_parse(about->severity, arena, &cvss);

	if (lang == LANG_JA && about->title_ja.len == 0)
		list_push(arena, &parts, catalogue_say(arena, lang, M("A vulnerability was found in {product}."), ARG("product", product)));
	else if (title.len > 0)
		list_push(arena, &parts, title);
	if (about->severity.len > 0 && err == NULL) {
		struct cvss_impacts impacts = cvss_impacts(&cvss);

		if (cvss_is_remote_unaided(&cvss))
			list_push(arena, &parts, word(making, M("Anybody who reaches it over the network can attack it.")));
		if (impacts.confidentiality >= DEGREE_SOME)
			list_push(arena, &parts, word(making, M("Information may be stolen.")));
		if (impacts.integrity >= DEGREE_SOME)
			list_push(arena, &parts, word(making, M("Data or pages may be altered.")));
		if (impacts.availability >= DEGREE_SOME)
			list_push(arena, &parts, word(making, M("The service may be stopped.")));
	}
	if (about->kev_added != DAY_NONE || about->exploitation == EXPLOITATION_ACTIVE)
		list_push(arena, &parts, word(making, M("Attacks that use it have been seen already.")));
	else if (about->exploitation == EXPLOITATION_POC)
		list_push(arena, &parts, word(making, M("How to attack it is public.")));
	if (lang == LANG_JA && about->title_ja.len == 0 && title.len > 0)
		list_push(arena, &parts, catalogue_say(arena, lang, M("(In the source's words: {title})"), ARG("title", title)));
	return arena_join(arena, parts.items, parts.count, STR("\n"));
}

/* Was this asked before, and is the answer still to come, or was it 該当? */
struct asked_before { bool standing; };

static struct err *
look_at_row(void *context, const struct ledger_ask_row *row, struct arena *scratch)
{
	struct asked_before *before = context;

	(void)scratch;
	before->standing = row->state == LEDGER_ASK_OPEN || row->state == LEDGER_ASK_AFFECTED || row->state == LEDGER_ASK_INVESTIGATING;
	return NULL;
}

static bool
is_wanted(const struct ask_options *options, const struct ledger_finding_row *row, struct arena *scratch)
{
	bool wanted = options->vulnerabilities_count == 0;

	for (size_t i = 0; i < options->vulnerabilities_count; i++)
		wanted = wanted || str_eq_nocase(options->vulnerabilities[i], row->about.name);
	if (options->systems_count > 0 && !str_is_one_of(row->system_name, options->systems, options->systems_count))
		return false;
	return wanted && row->finding.verdict != LEDGER_PROVIDER
	    && (options->contractor.len == 0 || party_is(options->contractor, row->contractor, scratch));
}

static struct err *
versions_of(struct making *making, int64_t finding, struct str *ret_versions)
{
	struct ledger_finding_detail detail;
	struct str_list versions = { 0 };

	TRY(ledger_finding_get(making->ledger, finding, making->options->now, making->arena, &detail));
	for (size_t i = 0; i < detail.places.count; i++) {
		bool seen = detail.places.items[i].version.len == 0;

		for (size_t k = 0; k < versions.count; k++)
			seen = seen || str_eq(versions.items[k], detail.places.items[i].version);
		if (!seen)
			list_push(making->arena, &versions, detail.places.items[i].version);
	}
	*ret_versions = arena_join(making->arena, versions.items, versions.count, STR(" / "));
	return NULL;
}

static struct err *
add_finding(struct making *making, struct ask_draft *draft, const struct ledger_finding_row *row)
{
	struct ask_line line = { .row = { .system = row->finding.system, .system_name = row->system_name, .product = row->finding.product,
		.product_name = row->product_name, .identity = row->product_identity, .vulnerability = row->about.name } };
	enum lang lang = making->options->lang;
	bool affected = row->finding.verdict == LEDGER_AFFECTED;

	TRY(versions_of(making, row->id, &line.row.version));
	line.cells[ANSWER_SYSTEM] = row->system_name;
	line.cells[ANSWER_PRODUCT] = row->product_name;
	line.cells[ANSWER_VERSION] = line.row.version.len > 0 ? line.row.version : word(making, M("not known"));
	line.cells[ANSWER_VULNERABILITY] = row->about.name;
	line.cells[ANSWER_TITLE] = plain_words(making, &row->about, row->product_name);
	line.cells[ANSWER_URGENCY] = word(making, finding_action_text(finding_action_name(row->finding.action)));
	line.cells[ANSWER_JUDGED] = verdict_words(affected ? VERDICT_AFFECTED : VERDICT_UNKNOWN, lang);
	line.cells[ANSWER_HOW] = ask_how(row->product_name, row->product_identity, lang);
	list_push(making->arena, &draft->lines, line);
	draft->asking++;
	note_system(draft, row->system_name, making->arena);
	return NULL;
}

static struct err *
take_finding(struct making *making, const struct ledger_finding_row *row)
{
	struct asked_before before = { 0 };
	struct ask_draft *draft;

	if (!is_wanted(making->options, row, making->arena))
		return NULL;
	if (row->contractor.len == 0) {
		making->sheets.without_contractor++;
		return NULL;
	}
	TRY(draft_for(making, LEDGER_ASK_APPLICABILITY, row->contractor, &draft));
	if (!making->options->again)
		TRY(ledger_ask_rows_about(making->ledger, row->finding.system, row->finding.product, row->about.name, look_at_row, &before,
		    making->arena));
	if (before.standing)
		draft->already++;
	else if (draft->asking >= making->options->most)
		draft->beyond++;
	else
		return add_finding(making, draft, row);
	return NULL;
}

static struct err *
take_findings(struct making *making)
{
	struct ledger_filter filter = LEDGER_FILTER_ALL;

	filter.now = making->options->now;
	filter.hide_decided = true;
	filter.most = 1000;
	do {
		struct ledger_finding_list list;

		TRY(ledger_findings(making->ledger, &filter, making->arena, &list));
		for (size_t i = 0; i < list.rows.count; i++)
			TRY(take_finding(making, &list.rows.items[i]));
		filter.after = list.next;
	} while (filter.after.len > 0);
	return NULL;
}

static struct err *
publish(struct making *making, struct ask_sheets *ret_sheets)
{
	for (size_t i = 0; i < making->drafts.count; i++) {
		struct ask_draft *draft = &making->drafts.items[i];
		struct ask_sheet_view view = { .kind = str_of(enum_name(&ledger_ask_kind_names, (int)draft->kind)), .contractor = draft->to.name,
			.due = making->options->due, .lines = draft->asking, .already = draft->already, .beyond = draft->beyond, .known = draft->known };

		if (draft->lines.count > 0)
			TRY(ask_publish(making->ledger, draft, making->options, making->arena, &view));
		list_push(making->arena, &making->sheets.sheets, view);
	}
	*ret_sheets = making->sheets;
	return NULL;
}

/* The options with what was not said filled in. */
static struct ask_options
settled(const struct ask_options *told)
{
	static const struct calendar office = { 0 };
	struct ask_options options = *told;

	if (options.due == DAY_NONE)
		options.due = calendar_add_business_days(&office, instant_day(options.now, ZONE_JST), 10);
	if (options.most < 1)
		options.most = 200;
	return options;
}

struct err *
ask_applicability(const struct home *home, const struct ask_options *told, struct arena *arena, struct ask_sheets *ret_sheets)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct ask_options options = settled(told);
	struct making making = { .options = &options, .arena = arena };

	TRY(home_ledger(home, arena, &ledger));
	making.ledger = ledger;
	TRY(take_findings(&making));
	return publish(&making, ret_sheets);
}

/* ------------------------------------------------------------------------------------ composition */

static const struct ledger_software *
software_of(const struct making *making, int64_t id)
{
	size_t low = 0, high = making->software_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (making->software[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < making->software_count && making->software[low].id == id ? &making->software[low] : NULL;
}

struct keeping { LIST(struct ledger_software) list; struct arena *arena; };

static struct err *
keep_software(void *context, const struct ledger_software *software, struct arena *scratch)
{
	struct keeping *keeping = context;
	struct ledger_software *own = list_add(keeping->arena, &keeping->list);

	(void)scratch;
	*own = (struct ledger_software){ .id = software->id, .product = software->product,
		.identity = arena_copy(keeping->arena, software->identity) };
	record_copy(&component_schema, &software->component, keeping->arena, &own->component);
	return NULL;
}

static struct str
layer_word(const struct making *making, const struct component *component)
{
	static const enum duty_layer order[] = { DUTY_APPLICATION, DUTY_MIDDLEWARE, DUTY_OS, DUTY_HARDWARE, DUTY_NETWORK };
	enum duty_layer layer = duty_layer_of(component);
	size_t count;
	const char *const *words = answer_choices(ANSWER_LAYER, &count);

	for (size_t i = 0; i < ARRAY_LEN(order) && i < count; i++)
		if (order[i] == layer)
			return word(making, words[i]);
	return STR("");
}

static void
add_held(struct making *making, const struct ledger_host *host, const struct ledger_software *software)
{
	const struct component *component = &software->component;
	struct ask_line line = { .row = { .system = host->system, .system_name = making->system.name, .host = host->id,
		.host_name = arena_copy(making->arena, host->name), .product = software->product, .product_name = component->name,
		.identity = software->identity, .version = component->version } };

	line.cells[ANSWER_SYSTEM] = making->system.name;
	line.cells[ANSWER_HOST] = line.row.host_name;
	line.cells[ANSWER_LAYER] = layer_word(making, component);
	line.cells[ANSWER_PRODUCT] = component->name;
	line.cells[ANSWER_VERSION] = component->version.len > 0 ? component->version : word(making, M("not known"));
	line.cells[ANSWER_HOW] = ask_how(component->name, software->identity, making->options->lang);
	list_push(making->arena, &making->draft->lines, line);
	making->draft->asking++;
}

static struct err *
take_host(void *context, const struct ledger_host *host, struct arena *scratch)
{
	struct making *making = context;

	(void)scratch;
	for (size_t i = 0; i < host->items.count; i++) {
		const struct ledger_item *item = &host->items.items[i];
		const struct ledger_software *software = software_of(making, item->software);

		if (software == NULL || software->component.kind == COMPONENT_UPDATE)
			continue;
		if (item->provenance == PROVENANCE_AGENT && software->component.version.len > 0)
			making->draft->known++;
		else if (making->draft->asking >= making->options->most)
			making->draft->beyond++;
		else
			add_held(making, host, software);
	}
	return NULL;
}

static void
add_empty(struct making *making, int64_t system)
{
	for (int i = 0; i < EMPTY_LINES; i++) {
		struct ask_line line = { .row = { .system = system, .system_name = making->system.name } };

		line.cells[ANSWER_SYSTEM] = making->system.name;
		if (i == 0)
			line.cells[ANSWER_NOTE] = word(making, M("Please add here what is missing above: one product a line."));
		list_push(making->arena, &making->draft->lines, line);
	}
}

static struct err *
keep_system(void *context, const struct ledger_system *system, struct arena *scratch)
{
	struct making *making = context;

	(void)scratch;
	making->system = (struct ledger_system){ .id = system->id, .name = arena_copy(making->arena, system->name),
		.contractor = arena_copy(making->arena, system->contractor), .unit = arena_copy(making->arena, system->unit),
		.owner = arena_copy(making->arena, system->owner) };
	making->found = true;
	return NULL;
}

/* Who is asked: the contractor; where there is none the unit (原課), then the owner. */
static struct err *
take_system(struct making *making, struct str name)
{
	struct str answerer;
	int64_t id;

	TRY(ledger_system_find(making->ledger, name, making->arena, &id));
	if (id == 0)
		return err_new(making->arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", name));
	TRY(ledger_systems(making->ledger, id, keep_system, making, making->arena));
	answerer = making->system.contractor.len > 0 ? making->system.contractor
	    : making->system.unit.len > 0 ? making->system.unit : making->system.owner;
	TRY(draft_for(making, LEDGER_ASK_COMPOSITION, answerer, &making->draft));
	note_system(making->draft, making->system.name, making->arena);
	TRY(ledger_hosts(making->ledger, id, take_host, making, making->arena));
	add_empty(making, id);
	return NULL;
}

struct err *
ask_composition(const struct home *home, const struct ask_options *told, struct arena *arena, struct ask_sheets *ret_sheets)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct ask_options options = settled(told);
	struct making making = { .options = &options, .arena = arena };
	struct keeping keeping = { .arena = arena };

	TRY(home_ledger(home, arena, &ledger));
	making.ledger = ledger;
	TRY(ledger_software(ledger, keep_software, &keeping, arena));
	making.software = keeping.list.items;
	making.software_count = keeping.list.count;
	for (size_t i = 0; i < options.systems_count; i++)
		TRY(take_system(&making, options.systems[i]));
	return publish(&making, ret_sheets);
}
