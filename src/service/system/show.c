/*
 * show.c - one system whole: what it is by whose word, what stands in it, what is open, and what was done. And one product, wherever it stands.
 */
#include "service/system/parts.h"

#include "base/clock.h"
#include "service/book.h"
#include "service/finding.h"
#include "service/layer.h"
#include "service/life.h"
#include "service/provenance.h"
#include "service/situation.h"
#include "store/ledger/entry.h"

enum { HOSTS_MOST = 30, SOFTWARE_MOST = 200, QUESTIONS_MOST = 30, CHANGES_MOST = 50, MENDED_MOST = 30, PLACES_MOST = 500 };

static const struct field install_fields[] = {
	FIELD(struct install_view, host_id, FIELD_INT),
	FIELD(struct install_view, product_id, FIELD_INT),
	FIELD(struct install_view, system_id, FIELD_INT),
	FIELD(struct install_view, host, FIELD_STR),
	FIELD(struct install_view, system, FIELD_STR),
	FIELD(struct install_view, name, FIELD_STR),
	FIELD(struct install_view, version, FIELD_STR),
	FIELD(struct install_view, source, FIELD_STR),
	FIELD(struct install_view, named, FIELD_BOOL),
};
static const struct schema install_schema = SCHEMA("install", struct install_view, install_fields);
static const struct field fact_fields[] = {
	FIELD(struct system_fact_view, label, FIELD_STR),
	FIELD(struct system_fact_view, value, FIELD_STR),
	FIELD(struct system_fact_view, by, FIELD_STR),
	FIELD(struct system_fact_view, source, FIELD_STR),
	FIELD(struct system_fact_view, at, FIELD_INSTANT),
};
static const struct schema fact_schema = SCHEMA("system_fact", struct system_fact_view, fact_fields);
static const struct field duty_fields[] = {
	FIELD(struct system_duty_view, layer, FIELD_STR),
	FIELD(struct system_duty_view, party, FIELD_STR),
};
static const struct schema duty_schema = SCHEMA("system_duty", struct system_duty_view, duty_fields);
static const struct field question_fields[] = {
	FIELD(struct system_question_view, id, FIELD_INT),
	FIELD(struct system_question_view, question, FIELD_STR),
	FIELD_WORD(struct system_question_view, worst, &system_action_words),
};
static const struct schema question_schema = SCHEMA("system_question", struct system_question_view, question_fields);
static const char *const record_names[] = { "statement", "contract", "replacement", "inspection", "medium", "departure", "maintained" };
static const char *const record_texts[] = { M("Statement of a provider"), M("Support contract"), M("Planned replacement"), M("Inspection"),
	M("Medium carried in or out"), M("Departure"), M("Maintained product") };
static const struct enum_names record_words = ENUM_WORDS(record_names, record_texts);
static const char *const state_names[] = { "in_force", "due", "overdue", "withdrawn" };
static const char *const state_texts[] = { M("in force"), M("within 30 days"), M("past its day"), M("withdrawn") };
static const struct enum_names state_words = ENUM_WORDS(state_names, state_texts);
static const struct field record_fields[] = {
	FIELD(struct system_record_view, id, FIELD_INT),
	FIELD_WORD(struct system_record_view, kind, &record_words),
	FIELD(struct system_record_view, about, FIELD_STR),
	FIELD(struct system_record_view, word, FIELD_STR),
	FIELD(struct system_record_view, party, FIELD_STR),
	FIELD(struct system_record_view, day, FIELD_DAY),
	FIELD(struct system_record_view, until, FIELD_DAY),
	FIELD_WORD(struct system_record_view, state, &state_words),
};
static const struct schema record_schema = SCHEMA("system_record", struct system_record_view, record_fields);
static const struct field change_fields[] = {
	FIELD(struct system_change_view, at, FIELD_INSTANT),
	FIELD(struct system_change_view, host, FIELD_STR),
	FIELD(struct system_change_view, what, FIELD_STR),
	FIELD(struct system_change_view, by, FIELD_STR),
	FIELD(struct system_change_view, file, FIELD_STR),
};
static const struct schema change_schema = SCHEMA("system_change", struct system_change_view, change_fields);
static const struct field mended_fields[] = {
	FIELD(struct system_mended_view, at, FIELD_INSTANT),
	FIELD(struct system_mended_view, product, FIELD_STR),
	FIELD(struct system_mended_view, vulnerability, FIELD_STR),
	FIELD(struct system_mended_view, change, FIELD_STR),
};
static const struct schema mended_schema = SCHEMA("system_mended", struct system_mended_view, mended_fields);

static const struct field view_fields[] = {
	FIELD(struct system_view, id, FIELD_INT),
	FIELD(struct system_view, name, FIELD_STR),
	FIELD(struct system_view, number, FIELD_STR),
	FIELD(struct system_view, service, FIELD_STR),
	FIELD(struct system_view, unit, FIELD_STR),
	FIELD(struct system_view, owner, FIELD_STR),
	FIELD(struct system_view, contractor, FIELD_STR),
	FIELD(struct system_view, function, FIELD_STR),
	FIELD(struct system_view, place, FIELD_STR),
	FIELD(struct system_view, maintenance, FIELD_STR),
	FIELD(struct system_view, note, FIELD_STR),
	FIELD_WORD(struct system_view, network, &system_network_words),
	FIELD(struct system_view, network_text, FIELD_STR),
	FIELD(struct system_view, segment, FIELD_STR),
	FIELD_WORD(struct system_view, exposure, &system_exposure_words),
	FIELD_WORD(struct system_view, reach, &system_reach_words),
	FIELD(struct system_view, ports, FIELD_STR),
	FIELD_WORD(struct system_view, importance, &system_importance_words),
	FIELD(struct system_view, information, FIELD_STR),
	FIELD_WORD(struct system_view, hosting, &system_hosting_words),
	FIELD(struct system_view, provider, FIELD_STR),
	FIELD(struct system_view, services, FIELD_STRS),
	FIELD(struct system_view, retired, FIELD_BOOL),
	FIELD(struct system_view, site, FIELD_BOOL),
	FIELD(struct system_view, site_until, FIELD_STR),
	FIELD(struct system_view, site_closer, FIELD_STR),
	FIELD(struct system_view, replace_on, FIELD_STR),
	FIELD(struct system_view, site_over, FIELD_BOOL),
	FIELD(struct system_view, hosts_count, FIELD_INT),
	FIELD(struct system_view, installations, FIELD_INT),
	FIELD(struct system_view, immediate, FIELD_INT),
	FIELD(struct system_view, out_of_cycle, FIELD_INT),
	FIELD(struct system_view, scheduled, FIELD_INT),
	FIELD(struct system_view, defer, FIELD_INT),
	FIELD(struct system_view, open, FIELD_INT),
	FIELD(struct system_view, undecided, FIELD_INT),
	FIELD(struct system_view, questions_count, FIELD_INT),
	FIELD(struct system_view, seen_at, FIELD_INSTANT),
	FIELD(struct system_view, unregistered, FIELD_BOOL),
	FIELD_OF(struct system_view, duties, FIELD_LIST, &duty_schema),
	FIELD_OF(struct system_view, facts, FIELD_LIST, &fact_schema),
	FIELD_OF(struct system_view, hosts, FIELD_LIST, &host_row_schema),
	FIELD_OF(struct system_view, software, FIELD_LIST, &install_schema),
	FIELD_OF(struct system_view, questions, FIELD_LIST, &question_schema),
	FIELD_OF(struct system_view, records, FIELD_LIST, &record_schema),
	FIELD_OF(struct system_view, changes, FIELD_LIST, &change_schema),
	FIELD_OF(struct system_view, mended, FIELD_LIST, &mended_schema),
	FIELD_OF(struct system_view, ways, FIELD_LIST, &system_way_schema),
	FIELD_OF(struct system_view, sources, FIELD_LIST, &system_source_schema),
	FIELD(struct system_view, missing, FIELD_STRS),
	FIELD(struct system_view, more_hosts, FIELD_BOOL),
	FIELD(struct system_view, more_software, FIELD_BOOL),
	FIELD(struct system_view, more_changes, FIELD_BOOL),
	FIELD(struct system_view, query, FIELD_STR),
	FIELD(struct system_view, items, FIELD_INT),
	FIELD(struct system_view, judged, FIELD_INT),
	FIELD(struct system_view, waiting, FIELD_BOOL),
};
const struct schema system_view_schema = SCHEMA("system_view", struct system_view, view_fields);

static const struct field product_fields[] = {
	FIELD_OF(struct product_view, product, FIELD_STRUCT, &product_row_schema),
	FIELD_OF(struct product_view, places, FIELD_LIST, &install_schema),
	FIELD(struct product_view, more, FIELD_BOOL),
};
const struct schema product_view_schema = SCHEMA("product_view", struct product_view, product_fields);

struct showing {
	const struct home  *home;
	struct ledger      *ledger;
	struct system_view *view;
	struct ledger_system system;
	int64_t             now;
	enum lang           lang;
	struct arena       *arena;
};

/* ------------------------------------------------------------------------------------------ what it is */

static void
fill_form(struct showing *showing, struct system_form *form)
{
	struct system_view *view = showing->view;
	struct arena *arena = showing->arena;

	view->number = form->number;
	view->service = form->services;
	view->unit = form->unit;
	view->owner = form->owner;
	view->contractor = form->contractor;
	view->function = form->function;
	view->place = form->place;
	view->maintenance = form->maintenance;
	view->note = form->note;
	view->network = form->network;
	view->network_text = showing->system.network_text;
	view->reach = form->reach;
	view->importance = form->importance;
	view->ports = form->ports;
	view->information = form->information;
	view->hosting = form->hosting.len > 0 ? form->hosting : STR("unknown");
	view->provider = form->provider;
	view->site_until = form->site_until;
	view->site_closer = form->site_closer;
	view->replace_on = form->replace_on;
	view->site = form->site_until.len > 0;
	for (size_t i = 0; i < system_fields_count; i++)
		if (system_fields[i].asked && (system_field_of(form, &system_fields[i])->len == 0 || str_eq(*system_field_of(form, &system_fields[i]), STR("unknown"))))
			list_push(arena, &view->missing, str_of(catalogue_text(showing->lang, system_fields[i].label)));
}

/* A fact by the form's label and words, where the form has it. */
static void
add_fact(struct showing *showing, const struct ledger_fact *fact)
{
	struct arena *arena = showing->arena;
	struct system_fact_view view = { .value = fact->value, .by = fact->answered_by, .at = fact->answered_at,
		.source = str_of(catalogue_text(showing->lang, provenance_text(fact->provenance))) };

	for (size_t i = 0; i < system_fields_count; i++) {
		const struct system_field *field = &system_fields[i];
		struct str head, tail, word;

		if (field->fact == NULL || !str_eq(fact->name, str_of(field->fact)))
			continue;
		(void)str_cut(fact->value, ':', &head, &tail);
		word = field->words == NULL ? STR("") : system_word(field->words, field->words == &system_answer_words
		    ? situation_answer(fact->value) == ANSWER_YES ? STR("yes") : situation_answer(fact->value) == ANSWER_NO ? STR("no") : STR("") : head,
		    showing->lang);
		view.label = str_of(catalogue_text(showing->lang, field->label));
		if (word.len > 0)
			view.value = tail.len > 0 ? arena_printf(arena, "%.*s (%.*s)", STR_ARG(word), STR_ARG(tail)) : word;
		list_push(arena, &showing->view->facts, view);
		return;
	}
}

static struct err *
fill_place(struct showing *showing)
{
	struct duties duties = layer_duties(&showing->system, showing->arena);
	const struct segment_class *class;
	struct risk_facts facts;
	struct segments segments;

	TRY(home_segments(showing->home, showing->arena, &segments));
	class = situation_segment(&showing->system, &segments);
	showing->view->segment = class == NULL ? STR("") : segment_title(class, showing->lang);
	if (class != NULL)
		system_put_ways(&segments, class, showing->lang, showing->arena, showing->view);
	facts = situation_of(&showing->system, &segments, showing->now);
	showing->view->exposure = str_of(enum_name(&exposure_names, (int)facts.exposure));
	for (size_t i = 0; i < DUTY_COUNT; i++)
		list_push(showing->arena, &showing->view->duties, ((struct system_duty_view){
		    str_of(catalogue_text(showing->lang, duty_layer_text((enum duty_layer)i))), duty_words(&duties.of[i], showing->lang, showing->arena) }));
	return NULL;
}

/* ------------------------------------------------------------------------------------- what stands in it */

static struct err *
take_host(void *context, const struct ledger_host_row *row, struct arena *scratch)
{
	struct showing *showing = context;

	(void)scratch;
	if (showing->view->hosts.count == HOSTS_MOST)
		showing->view->more_hosts = true;
	else
		list_push(showing->arena, &showing->view->hosts, host_row_of(row, showing->arena));
	return NULL;
}

static struct install_view
install_of(const struct ledger_install *install, enum lang lang, struct arena *arena)
{
	bool has = install->vendor.len > 0 && str_find(install->name, install->vendor) == SIZE_MAX;

	return (struct install_view){ .host_id = install->host, .product_id = install->product, .system_id = install->system,
		.host = arena_copy(arena, install->host_name), .system = arena_copy(arena, install->system_name),
		.name = arena_printf(arena, "%.*s%s%.*s", STR_ARG(has ? install->vendor : STR("")), has ? " " : "", STR_ARG(install->name)),
		.version = arena_copy(arena, install->version), .named = !str_starts(install->identity, STR("name:")),
		.source = provenance_words(install->provenance, install->told_by, install->told_by.len == 0 ? DAY_NONE : install->told_on, lang, arena) };
}

static struct err *
take_install(void *context, const struct ledger_install *install, struct arena *scratch)
{
	struct showing *showing = context;

	(void)scratch;
	if (install->kind == COMPONENT_UPDATE)
		return NULL;
	if (showing->view->software.count == SOFTWARE_MOST)
		showing->view->more_software = true;
	else
		list_push(showing->arena, &showing->view->software, install_of(install, showing->lang, showing->arena));
	return NULL;
}

static void
fill_sums(struct system_view *view, const struct ledger_system_sums *sums)
{
	view->hosts_count = sums->hosts;
	view->installations = sums->installations;
	view->immediate = sums->open[LEDGER_IMMEDIATE];
	view->out_of_cycle = sums->open[LEDGER_OUT_OF_CYCLE];
	view->scheduled = sums->open[LEDGER_SCHEDULED];
	view->defer = sums->open[LEDGER_DEFER];
	for (size_t i = 0; i < ARRAY_LEN(sums->open); i++)
		view->open += sums->open[i];
	view->undecided = sums->undecided;
	view->questions_count = sums->questions;
	view->seen_at = sums->seen_at;
	view->unregistered = sums->installations == 0;
	view->items = sums->items;
	view->judged = sums->judged;
}

/* ---------------------------------------------------------------------------------------- what is open */

/* Their sentences are those of the list of questions. */
static struct err *
take_question(void *context, const struct ledger_system_question *question, struct arena *scratch)
{
	const struct ledger_question asked = { .kind = question->kind, .fact = question->fact, .product_name = question->product };
	struct showing *showing = context;
	struct arena *arena = showing->arena;

	(void)scratch;
	list_push(arena, &showing->view->questions, ((struct system_question_view){ .id = question->id, .worst = finding_action_name(question->worst),
	    .question = arena_copy(arena, finding_question_words(&asked, showing->lang, arena)) }));
	return NULL;
}

static struct err *
fill_records(struct showing *showing)
{
	static const enum ledger_entry_kind kinds[] = { LEDGER_ENTRY_STATEMENT, LEDGER_ENTRY_CONTRACT, LEDGER_ENTRY_REPLACEMENT,
		LEDGER_ENTRY_INSPECTION };

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		struct book_views views;

		TRY(book_list(showing->home, kinds[i], showing->view->name, false, showing->now, showing->arena, &views));
		for (size_t k = 0; k < views.entries.count; k++) {
			const struct book_view *one = &views.entries.items[k];

			list_push(showing->arena, &showing->view->records, ((struct system_record_view){ .id = one->id, .kind = one->kind,
			    .about = one->vulnerability.len > 0 ? one->vulnerability : one->product, .word = one->ground, .party = one->party,
			    .day = one->day, .until = one->until, .state = one->state }));
		}
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------------- what was done */

static struct str
change_words(const struct ledger_change *change, enum lang lang, struct arena *arena)
{
	struct str product = change->product;

	switch (change->kind) {
	case LEDGER_INSTALLED:
		return catalogue_say(arena, lang, M("{product} {version} came in"), ARG("product", product), ARG("version", change->to));
	case LEDGER_REMOVED:
		return catalogue_say(arena, lang, M("{product} {version} went away"), ARG("product", product), ARG("version", change->from));
	case LEDGER_UPGRADED:
		return catalogue_say(arena, lang, M("{product}: {from} became {to}"), ARG("product", product),
		    ARG("from", change->from.len > 0 ? change->from : STR("?")), ARG("to", change->to));
	}
	return STR("");
}

static struct err *
take_change(void *context, const struct ledger_change *change, struct arena *scratch)
{
	struct showing *showing = context;
	struct arena *arena = showing->arena;

	(void)scratch;
	if (showing->view->changes.count == CHANGES_MOST)
		showing->view->more_changes = true;
	else
		list_push(arena, &showing->view->changes, ((struct system_change_view){ .at = change->at, .host = arena_copy(arena, change->host),
		    .what = change_words(change, showing->lang, arena), .by = arena_copy(arena, change->by), .file = arena_copy(arena, change->file) }));
	return NULL;
}

static struct err *
take_mended(void *context, const struct ledger_mended *mended, struct arena *scratch)
{
	struct showing *showing = context;
	struct arena *arena = showing->arena;

	(void)scratch;
	list_push(arena, &showing->view->mended, ((struct system_mended_view){ .at = mended->at, .product = arena_copy(arena, mended->product),
	    .vulnerability = arena_copy(arena, mended->vulnerability),
	    .change = mended->from.len == 0 && mended->to.len == 0 ? STR("") : arena_printf(arena, "%.*s → %.*s", STR_ARG(mended->from), STR_ARG(mended->to)) }));
	return NULL;
}

static struct err *
fill_lists(struct showing *showing)
{
	struct ledger *ledger = showing->ledger;
	struct arena *arena = showing->arena;
	int64_t id = showing->view->id;
	struct ledger_system_sums sums = { .system = id };
	struct ledger_assessment_head last;

	TRY(ledger_system_sums(ledger, &sums, 1, arena));
	TRY(ledger_assessed_last(ledger, arena, &last));
	fill_sums(showing->view, &sums);
	showing->view->waiting = system_waits(&sums, last.at);
	TRY(ledger_host_rows(ledger, id, STR(""), 0, HOSTS_MOST + 1, take_host, showing, arena));
	TRY(ledger_installs(ledger, id, 0, 2 * SOFTWARE_MOST, take_install, showing, arena));
	TRY(system_put_sources(ledger, showing->lang, arena, showing->view));
	TRY(ledger_system_questions(ledger, id, QUESTIONS_MOST, take_question, showing, arena));
	TRY(fill_records(showing));
	TRY(ledger_changes(ledger, id, 0, CHANGES_MOST + 1, take_change, showing, arena));
	return ledger_mended(ledger, id, MENDED_MOST, take_mended, showing, arena);
}

struct err *
system_show(const struct home *home, struct ledger *ledger, int64_t id, int64_t now, enum lang lang, struct arena *arena,
    struct system_view *ret_view)
{
	struct system_view view = { .id = id };
	struct showing showing = { .home = home, .ledger = ledger, .view = &view, .now = now, .lang = lang, .arena = arena };
	struct system_form form;

	TRY(system_load(ledger, id, arena, &showing.system, &view.services));
	TRY(system_form_get(ledger, id, arena, &form));
	view.name = showing.system.name;
	view.retired = str_eq(system_fact(&showing.system, LEDGER_RETIRED), STR("yes"));
	view.site_over = life_site_is_over(showing.system.facts.items, showing.system.facts.count, instant_day(now, ZONE_JST));
	fill_form(&showing, &form);
	for (size_t i = 0; i < showing.system.facts.count; i++)
		if (showing.system.facts.items[i].host == 0)
			add_fact(&showing, &showing.system.facts.items[i]);
	TRY(fill_place(&showing));
	TRY(fill_lists(&showing));
	*ret_view = view;
	return NULL;
}

/* ------------------------------------------------------------------------------------------ a product */

struct placing { struct product_view *view; enum lang lang; struct arena *arena; };

static struct err *
take_product(void *context, const struct ledger_product_row *row, struct arena *scratch)
{
	struct placing *placing = context;

	(void)scratch;
	placing->view->product = product_row_of(row, placing->arena);
	return NULL;
}

static struct err *
take_place(void *context, const struct ledger_install *install, struct arena *scratch)
{
	struct placing *placing = context;

	(void)scratch;
	if (placing->view->places.count == PLACES_MOST)
		placing->view->more = true;
	else
		list_push(placing->arena, &placing->view->places, install_of(install, placing->lang, placing->arena));
	return NULL;
}

struct err *
system_product(struct ledger *ledger, int64_t id, enum lang lang, struct arena *arena, struct product_view *ret_view)
{
	struct product_view view = { 0 };
	struct placing placing = { &view, lang, arena };

	if (id > 0)
		TRY(ledger_product_rows(ledger, id, STR(""), 0, 1, take_product, &placing, arena));
	if (view.product.id == 0)
		return err_new(arena, ERR_NOT_FOUND, M("The ledger has no product {id}."), ARG_N("id", id));
	TRY(ledger_installs_of_product(ledger, id, PLACES_MOST + 1, take_place, &placing, arena));
	*ret_view = view;
	return NULL;
}
