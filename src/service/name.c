#include "service/name.h"

#include <stdlib.h>
#include "base/limits.h"
#include "format/nameshare/nameshare.h"
#include "service/intake.h"
#include "service/lexicon.h"
#include "service/product.h"
#include "wire/worker/worker.h"

static const struct field choice_fields[] = {
	FIELD(struct name_choice, identity, FIELD_STR),
	FIELD(struct name_choice, vendor, FIELD_STR),
	FIELD(struct name_choice, product, FIELD_STR),
	FIELD(struct name_choice, ground, FIELD_STR),
	FIELD(struct name_choice, relation, FIELD_STR),
	FIELD(struct name_choice, alike, FIELD_INT),
	FIELD(struct name_choice, certain, FIELD_BOOL),
	FIELD(struct name_choice, told, FIELD_STR),
	FIELD(struct name_choice, day, FIELD_DAY),
	FIELD(struct name_choice, note, FIELD_STR),
	FIELD(struct name_choice, vulnerabilities, FIELD_INT),
};
static const struct schema choice_schema = SCHEMA("choice", struct name_choice, choice_fields);

static const struct field row_fields[] = {
	FIELD(struct name_row, vendor, FIELD_STR),
	FIELD(struct name_row, name, FIELD_STR),
	FIELD(struct name_row, product, FIELD_STR),
	FIELD(struct name_row, version, FIELD_STR),
	FIELD(struct name_row, architecture, FIELD_STR),
	FIELD(struct name_row, edition, FIELD_STR),
	FIELD(struct name_row, spellings, FIELD_INT),
	FIELD(struct name_row, systems, FIELD_INT),
	FIELD(struct name_row, hosts, FIELD_INT),
	FIELD_OF(struct name_row, choices, FIELD_LIST, &choice_schema),
};
const struct schema name_row_schema = SCHEMA("name", struct name_row, row_fields);

static const struct field tray_fields[] = {
	FIELD_OF(struct name_tray, rows, FIELD_LIST, &name_row_schema),
	FIELD(struct name_tray, certain, FIELD_INT),
	FIELD(struct name_tray, confirmed, FIELD_INT),
	FIELD(struct name_tray, products, FIELD_INT),
	FIELD(struct name_tray, vendors, FIELD_INT),
};
const struct schema name_tray_schema = SCHEMA("names", struct name_tray, tray_fields);

/* ------------------------------------------------------------------------------------------- choices */

static void
add_choice(struct name_row *row, const struct lexicon *lexicon, const struct name_candidate *candidate, struct arena *arena)
{
	list_push(arena, &row->choices, ((struct name_choice){
		.identity = arena_copy(arena, candidate->identity), .vendor = arena_copy(arena, candidate->vendor),
		.product = arena_copy(arena, candidate->product), .ground = str_of(enum_name(&name_ground_names, (int)candidate->ground)),
		.relation = str_of(enum_name(&name_vendor_names, (int)candidate->relation)), .alike = candidate->alike,
		.certain = candidate->certain, .told = arena_copy(arena, candidate->told), .day = candidate->day,
		.note = arena_copy(arena, candidate->note),
		.vulnerabilities = (int64_t)lexicon_records(lexicon, candidate->identity, arena),
	}));
}

static void
fill_row(struct name_row *row, const struct lexicon *lexicon, struct arena *arena)
{
	struct name_answer answer = name_resolve(lexicon->catalogue, row->vendor, row->name, arena);

	row->product = answer.written.product;
	row->version = answer.written.version;
	row->architecture = answer.written.architecture;
	row->edition = answer.written.edition;
	for (size_t i = 0; i < answer.count; i++)
		add_choice(row, lexicon, &answer.candidates[i], arena);
}

/* ---------------------------------------------------------------------------------------------- tray */

struct gathering {
	struct lexicon  *lexicon;
	struct name_tray tray;
	struct map       row_of_key;       /* name_written_key → row + 1                              */
	struct map       spelled;          /* vendor TAB name → 1                                     */
	LIST(uint32_t)   row_of_software;  /* by software id: row + 1, 0 for the others               */
	LIST(int64_t)    last_system;      /* by row: the system counted last                         */
	struct map       confirmed;
	struct arena    *arena;
};

/* Would the matcher ask what this is? */
static bool
is_name_only(const struct gathering *gathering, const struct component *component, struct arena *scratch)
{
	struct match_ask ask = { .index = gathering->lexicon->index };
	struct match_result result;

	if (component->cpe.len + component->purl.len + component->ecosystem.len + component->distribution.len > 0)
		return false;
	if (gathering->lexicon->index == NULL)
		return component->kind == COMPONENT_APPLICATION;
	if (match_component(&ask, component, NULL, NULL, scratch, &result) != NULL)
		return false;
	return !result.judged && !result.outside && result.missing == MISSING_IDENTITY;
}

static void
set_row(struct gathering *gathering, int64_t software, uint32_t row)
{
	while (gathering->row_of_software.count <= (size_t)software)
		list_push(gathering->arena, &gathering->row_of_software, 0);
	gathering->row_of_software.items[software] = row;
}

static struct err *
take_software(void *context, const struct ledger_software *software, struct arena *scratch)
{
	struct gathering *gathering = context;
	const struct component *component = &software->component;
	struct str key = name_written_key(component->vendor, component->name, scratch);
	struct str text = arena_join(scratch, (struct str[]){ component->vendor, component->name }, 2, STR("\t"));
	struct arena *arena = gathering->arena;
	uint64_t *slot, *spelled;

	if (software->confirmed.len > 0) {
		*map_put(arena, &gathering->confirmed, arena_copy(arena, key)) = 1;
		return NULL;
	}
	if (key.len <= 2 || !is_name_only(gathering, component, scratch))
		return NULL;
	slot = map_put(arena, &gathering->row_of_key, arena_copy(arena, key));
	if (*slot == 0) {
		list_push(arena, &gathering->tray.rows, ((struct name_row){
			.vendor = arena_copy(arena, component->vendor), .name = arena_copy(arena, component->name) }));
		list_push(arena, &gathering->last_system, 0);
		*slot = gathering->tray.rows.count;
	}
	spelled = map_put(arena, &gathering->spelled, arena_copy(arena, text));
	gathering->tray.rows.items[*slot - 1].spellings += *spelled == 0;
	*spelled = 1;
	set_row(gathering, software->id, (uint32_t)*slot);
	return NULL;
}

static struct err *
take_host(void *context, const struct ledger_host *host, struct arena *scratch)
{
	struct gathering *gathering = context;

	(void)scratch;
	for (size_t i = 0; i < host->software_count; i++) {
		size_t software = (size_t)host->software[i];
		uint32_t number = software < gathering->row_of_software.count ? gathering->row_of_software.items[software] : 0;
		struct name_row *row;

		if (number == 0)
			continue;
		row = &gathering->tray.rows.items[number - 1];
		row->hosts++;
		row->systems += gathering->last_system.items[number - 1] != host->system;
		gathering->last_system.items[number - 1] = host->system;
	}
	return NULL;
}

static int64_t
records_of(const struct name_row *row)
{
	return row->choices.count == 0 ? 0 : row->choices.items[0].vulnerabilities;
}

static int
compare_rows(const void *a_, const void *b_)
{
	const struct name_row *a = a_, *b = b_;
	int order;

	if (a->systems != b->systems)
		return a->systems > b->systems ? -1 : 1;
	if (records_of(a) != records_of(b))
		return records_of(a) > records_of(b) ? -1 : 1;
	order = str_cmp(a->vendor, b->vendor);
	return order != 0 ? order : str_cmp(a->name, b->name);
}

static struct err *
gather(struct ledger *ledger, struct lexicon *lexicon, struct arena *arena, struct name_tray *ret_tray)
{
	struct gathering gathering = { .lexicon = lexicon, .arena = arena };
	struct name_counts counts = name_catalogue_counts(lexicon->catalogue);
	struct name_tray *tray = &gathering.tray;

	TRY(ledger_software(ledger, take_software, &gathering, arena));
	TRY(ledger_hosts_brief(ledger, take_host, &gathering, arena));
	for (size_t i = 0; i < tray->rows.count; i++) {
		struct name_row *row = &tray->rows.items[i];

		fill_row(row, lexicon, arena);
		tray->certain += row->choices.count > 0 && row->choices.items[0].certain;
	}
	if (tray->rows.count > 0)
		qsort(tray->rows.items, tray->rows.count, sizeof(*tray->rows.items), compare_rows);
	tray->confirmed = (int64_t)gathering.confirmed.count;
	tray->products = (int64_t)counts.products;
	tray->vendors = (int64_t)counts.vendors;
	*ret_tray = *tray;
	return NULL;
}

struct err *
name_list(const struct home *home, struct arena *arena, struct name_tray *ret_tray)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct lexicon lexicon LEXICON_SCOPE = { 0 };

	TRY(home_ledger(home, arena, &ledger));
	TRY(lexicon_open(home, ledger, arena, &lexicon));
	return gather(ledger, &lexicon, arena, ret_tray);
}

struct err *
name_show(const struct home *home, struct str vendor, struct str name, struct arena *arena, struct name_row *ret_row)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct lexicon lexicon LEXICON_SCOPE = { 0 };
	struct name_row row = { .vendor = vendor, .name = name };

	TRY(home_ledger(home, arena, &ledger));
	TRY(lexicon_open(home, ledger, arena, &lexicon));
	fill_row(&row, &lexicon, arena);
	*ret_row = row;
	return NULL;
}

/* ------------------------------------------------------------------------------------------ deciding */

struct beside {
	struct str      name_key;     /* of the name alone                       */
	struct str_list keys, vendors;
	struct arena   *arena;
};

static struct err *
take_vendor(void *context, const struct ledger_software *software, struct arena *scratch)
{
	struct beside *beside = context;
	struct str key = name_vendor_key(software->component.vendor, scratch);

	if (!str_eq(name_written_key(STR(""), software->component.name, scratch), beside->name_key) ||
	    str_is_one_of(key, beside->keys.items, beside->keys.count))
		return NULL;
	list_push(beside->arena, &beside->keys, arena_copy(beside->arena, key));
	list_push(beside->arena, &beside->vendors, arena_copy(beside->arena, software->component.vendor));
	return NULL;
}

/* The vendor beside whom the ledger has the name; "" where it has none, or does not have the name. */
static struct err *
vendor_of(struct ledger *ledger, struct str name, struct arena *arena, struct str *ret_vendor)
{
	struct beside beside = { .name_key = name_written_key(STR(""), name, arena), .arena = arena };

	TRY(ledger_software(ledger, take_vendor, &beside, arena));
	if (beside.vendors.count > 1)
		return err_new(arena, ERR_USAGE,
		    M("\"{name}\" stands in the ledger beside several vendors ({vendors}): say with --vendor whose product it is."), ARG("name", name),
		    ARG("vendors", arena_join(arena, beside.vendors.items, beside.vendors.count, STR(", "))));
	*ret_vendor = beside.vendors.count == 1 ? beside.vendors.items[0] : STR("");
	return NULL;
}

/* "pid:1234", a number of MyJVN's list, is the CPE name it stands with there. */
static struct err *
identity_of(const struct home *home, struct ledger *ledger, struct str text, struct arena *arena, struct str *ret_identity)
{
	struct lexicon lexicon LEXICON_SCOPE = { 0 };
	struct name_answer answer;

	if (!str_starts(text, STR("pid:")) && !str_starts(text, STR("jvn/pid/")))
		return product_identity(text, arena, ret_identity);
	TRY(lexicon_open(home, ledger, arena, &lexicon));
	answer = name_resolve(lexicon.catalogue, STR(""), text, arena);
	if (answer.count == 0 || !str_starts(answer.candidates[0].identity, STR("cpe:")))
		return err_new(arena, ERR_NOT_FOUND,
		    M("The lists have no product {number} with a CPE name. Take MyJVN's product list in with \"tsukuroi feed import names\", or give the CPE name."),
		    ARG("number", text));
	return product_identity(arena_copy(arena, answer.candidates[0].identity), arena, ret_identity);
}

static struct err *
put_word(struct ledger *ledger, const struct name_word *word, struct str organisation, struct arena *arena)
{
	return ledger_alias_put(ledger, &(struct ledger_alias){
		.written = word->name, .identity = word->identity, .by = word->by, .at = word->at, .vendor = word->vendor,
		.organisation = organisation, .rejected = word->rejected,
	}, arena);
}

struct seeking { struct str key; bool found; };

static struct err *
seek_name(void *context, const struct ledger_software *software, struct arena *scratch)
{
	struct seeking *seeking = context;

	seeking->found = seeking->found || str_eq(name_key(software->component.name, scratch), seeking->key);
	return NULL;
}

/* What a name means holds for all who write it: owner units say so of names that their own systems have. */
static struct err *
stands_in_sight(struct ledger *ledger, struct str name, struct arena *arena)
{
	struct seeking seeking = { .key = name_key(name, arena) };

	TRY(ledger_software(ledger, seek_name, &seeking, arena));
	return seeking.found ? NULL : err_new(arena, ERR_NOT_FOUND, M("No system of your units has the name \"{name}\"."), ARG("name", name));
}

struct err *
name_decide(const struct home *home, const struct name_word *word, struct arena *arena, struct name_word *ret_word)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct name_word own = *word;

	if (name_key(word->name, arena).len == 0)
		return err_new(arena, ERR_USAGE, M("\"{name}\" is no name of a product."), ARG("name", word->name));
	TRY(home_ledger_for(home, HOME_REGISTER, arena, &ledger));
	if (!ledger_sees_all(ledger))
		TRY(stands_in_sight(ledger, word->name, arena));
	if (word->vendor.ptr == NULL)
		TRY(vendor_of(ledger, word->name, arena, &own.vendor));
	if (word->identity.len > 0)
		TRY(identity_of(home, ledger, word->identity, arena, &own.identity));
	TRY(put_word(ledger, &own, STR(""), arena));
	*ret_word = own;
	return NULL;
}

struct err *
name_confirm_certain(const struct home *home, struct str by, int64_t now, struct arena *arena, struct name_words *ret_words)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct lexicon lexicon LEXICON_SCOPE = { 0 };
	struct name_words words = { 0 };
	struct name_tray tray;

	TRY(home_ledger_for(home, HOME_REGISTER, arena, &ledger));
	TRY(lexicon_open(home, ledger, arena, &lexicon));
	TRY(gather(ledger, &lexicon, arena, &tray));
	for (size_t i = 0; i < tray.rows.count; i++) {
		const struct name_row *row = &tray.rows.items[i];
		struct name_word word = { .vendor = row->vendor, .name = row->name, .by = by, .at = now };

		if (row->choices.count == 0 || !row->choices.items[0].certain)
			continue;
		TRY(product_identity(row->choices.items[0].identity, arena, &word.identity));
		TRY(put_word(ledger, &word, STR(""), arena));
		list_push(arena, &words.list, word);
	}
	*ret_words = words;
	return NULL;
}

/* --------------------------------------------------------------------------------- beside questions */

enum { PROPOSED = 3 };

static bool
is_asked(const struct report *report)
{
	for (size_t i = 0; i < report->questions.count; i++)
		if (str_eq(report->questions.items[i].kind, STR("identity")))
			return true;
	return false;
}

struct err *
name_propose(const struct home *home, struct ledger *ledger, const struct str *vendors, struct report *report, struct arena *arena)
{
	struct lexicon lexicon LEXICON_SCOPE = { 0 };

	if (!is_asked(report))
		return NULL;
	TRY(lexicon_open(home, ledger, arena, &lexicon));
	for (size_t i = 0; i < report->questions.count; i++) {
		struct question_view *question = &report->questions.items[i];
		struct name_answer answer;

		if (!str_eq(question->kind, STR("identity")))
			continue;
		answer = name_resolve(lexicon.catalogue, vendors[i], question->product, arena);
		for (size_t k = 0; k < answer.count && k < PROPOSED; k++)
			list_push(arena, &question->candidates, arena_copy(arena, answer.candidates[k].identity));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------ sharing and taking */

struct exporting {
	struct buf  *out;
	struct str   organisation;
};

static struct err *
export_word(void *context, const struct ledger_alias *alias, struct arena *item)
{
	struct exporting *exporting = context;

	/* What others shared is theirs to hand on. */
	if (alias->organisation.len == 0)
		nameshare_write(exporting->out, &(struct shared_name){
			.vendor = alias->vendor, .name = alias->written, .identity = alias->identity, .rejected = alias->rejected,
			.by = alias->by, .day = instant_day(alias->at, ZONE_JST), .organisation = exporting->organisation,
		}, item);
	return NULL;
}

struct err *
name_export(const struct home *home, struct str organisation, struct arena *arena, struct str *ret_text)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct buf out BUF_SCOPE = { 0 };
	struct exporting exporting = { &out, organisation };

	if (str_trim_space(organisation).len == 0)
		return err_new(arena, ERR_USAGE, M("Say with --organisation whose decisions these are: others see it beside each name."));
	TRY(home_ledger(home, arena, &ledger));
	nameshare_begin(&out);
	TRY(ledger_aliases(ledger, export_word, &exporting, arena));
	*ret_text = arena_copy(arena, buf_str(&out));
	return NULL;
}

struct taking {
	struct sink               sink;
	LIST(struct shared_name)  names;
	LIST(struct name_word)    own;        /* what this organisation and others decided before */
	struct str_list           own_keys, own_organisations;
	struct name_import       *import;
	struct arena             *arena;
};

static struct err *
take_shared(struct sink *sink, const struct schema *schema, const void *value, struct arena *scratch)
{
	struct taking *taking = (struct taking *)sink;
	struct shared_name *name = list_add(taking->arena, &taking->names);

	(void)scratch;
	(void)schema;
	*name = *(const struct shared_name *)value;
	name->vendor = arena_copy(taking->arena, name->vendor);
	name->name = arena_copy(taking->arena, name->name);
	name->identity = arena_copy(taking->arena, name->identity);
	name->by = arena_copy(taking->arena, name->by);
	name->organisation = arena_copy(taking->arena, name->organisation);
	return NULL;
}

static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *scratch)
{
	struct taking *taking = (struct taking *)sink;

	(void)scratch;
	taking->import->refused++;
	if (taking->import->problems.count < LIMIT_PROBLEMS_KEPT)
		list_push(taking->arena, &taking->import->problems, ((struct problem){
			.id = arena_copy(taking->arena, problem->id), .line = problem->line,
			.sentence_en = arena_copy(taking->arena, problem->sentence_en), .sentence_ja = arena_copy(taking->arena, problem->sentence_ja) }));
	return NULL;
}

static struct err *
take_decided(void *context, const struct ledger_alias *alias, struct arena *item)
{
	struct taking *taking = context;
	struct arena *arena = taking->arena;

	list_push(arena, &taking->own, ((struct name_word){ .identity = arena_copy(arena, alias->identity), .rejected = alias->rejected }));
	list_push(arena, &taking->own_keys, arena_copy(arena, name_written_key(alias->vendor, alias->written, item)));
	list_push(arena, &taking->own_organisations, arena_copy(arena, alias->organisation));
	return NULL;
}

/* Is what stands another thing than what is shared: another product, or the opposite word on this one? */
static bool
contradicts(const struct name_word *own, const struct shared_name *name, bool product)
{
	return product ? own->rejected != name->rejected : !own->rejected && !name->rejected;
}

/* Does it say the same as what stands? What it contradicts is noted, once a name, what was confirmed before what was rejected. */
static bool
compare_shared(struct taking *taking, const struct shared_name *name, struct str identity)
{
	struct str key = name_written_key(name->vendor, name->name, taking->arena);
	const struct name_word *against = NULL;
	bool same = false;

	for (size_t i = 0; i < taking->own.count; i++) {
		const struct name_word *own = &taking->own.items[i];
		bool product = str_eq(own->identity, identity), theirs = str_eq(taking->own_organisations.items[i], name->organisation);

		if (!str_eq(taking->own_keys.items[i], key))
			continue;
		same = same || (theirs && product && own->rejected == name->rejected);
		if (!theirs && contradicts(own, name, product) && (against == NULL || against->rejected))
			against = own;
	}
	if (against != NULL)
		list_push(taking->arena, &taking->import->conflicts, ((struct name_conflict){ name->vendor, name->name, identity,
			name->organisation, against->rejected ? STR("") : against->identity }));
	return same;
}

/* The begin of a day, here. */
static int64_t
instant_of(int32_t day, struct arena *arena)
{
	int64_t instant = INSTANT_NONE;

	(void)instant_parse(arena_printf(arena, "%.*sT00:00:00+09:00", STR_ARG(day_format(day, arena))), ZONE_JST, &instant);
	return instant;
}

static struct err *
take_name(struct ledger *ledger, struct taking *taking, const struct shared_name *name, int64_t now)
{
	struct arena *arena = taking->arena;
	struct name_word word = { .vendor = name->vendor, .name = name->name, .rejected = name->rejected, .by = name->by };
	struct err *err = product_identity(name->identity, arena, &word.identity);

	if (err != NULL)
		return sink_refuse(&taking->sink, name->name, -1, name->line, err, arena);
	if (compare_shared(taking, name, word.identity)) {
		taking->import->same++;
		return NULL;
	}
	word.at = name->day == DAY_NONE ? now : instant_of(name->day, arena);
	taking->import->taken++;
	return put_word(ledger, &word, name->organisation, arena);
}

struct err *
name_import(const struct home *home, struct str path, int64_t now, struct arena *arena, struct name_import *ret_import)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct name_import import = { 0 };
	struct taking taking = { .sink = { take_shared, take_problem }, .import = &import, .arena = arena };
	struct worker_job job = { .kind = "nameshare" };

	TRY(home_ledger_for(home, HOME_HOUSE, arena, &ledger));
	TRY(intake_open(path, arena, &file));
	job.fd = file.fd;
	job.name = file.name;
	TRY(worker_run(&job, &taking.sink, arena));
	TRY(ledger_aliases(ledger, take_decided, &taking, arena));
	for (size_t i = 0; i < taking.names.count; i++)
		TRY(take_name(ledger, &taking, &taking.names.items[i], now));
	*ret_import = import;
	return NULL;
}
