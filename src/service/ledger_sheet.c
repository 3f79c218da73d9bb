/*
 * ledger_sheet.c - rows of sheets on their way into the ledger: systems, hosts and products.
 */
#include "base/buf.h"
#include "base/fold.h"
#include "format/cpe/cpe.h"
#include "format/purl/purl.h"
#include "service/layer.h"
#include "service/ledger_parts.h"
#include "service/life.h"

/* Cells that say nobody knows. */
static const struct str unknown_words[] = {
	STR_INIT("-"), STR_INIT("－"), STR_INIT("ー"), STR_INIT("―"), STR_INIT("?"), STR_INIT("？"), STR_INIT("不明"), STR_INIT("未確認"),
	STR_INIT("確認中"), STR_INIT("調査中"), STR_INIT("未定"), STR_INIT("N/A"), STR_INIT("n/a"), STR_INIT("unknown"),
};

static const struct str unknown_origins[] = { STR_INIT("不明"), STR_INIT("unknown") };

static struct str
known(struct str cell)
{
	struct str text = str_trim_space(cell);

	return str_is_one_of(text, unknown_words, ARRAY_LEN(unknown_words)) ? STR("") : text;
}

/* A word that no table knows is kept as written and counts as unknown; each is said once. */
static struct err *
warn_unread(struct ledger_intake *intake, const struct ledger_row *row, struct str column, struct str word, struct arena *arena)
{
	struct str key = arena_printf(intake->arena, "%.*s\x1f%.*s", STR_ARG(column), STR_ARG(word));
	uint64_t *seen = map_put(intake->arena, &intake->unread, key);

	if ((*seen)++ > 0)
		return NULL;
	return sink_warn(&intake->sink, row->sheet, -1, row->line,
	    err_new(arena, ERR_FORMAT, M("\"{word}\" in the column {column} is not understood: it counts as unknown."), ARG("word", word),
	        ARG("column", column)), arena);
}

static struct ledger_system *
system_of(struct ledger_intake *intake, struct str name)
{
	uint64_t *at = map_find(&intake->systems, name);

	if (at == NULL) {
		struct ledger_system *system = list_add(intake->arena, &intake->list);

		system->name = arena_copy(intake->arena, name);
		*map_put(intake->arena, &intake->systems, system->name) = intake->list.count;
		return system;
	}
	return &intake->list.items[*at - 1];
}

static void
fill(struct ledger_intake *intake, struct str *text, struct str cell)
{
	struct str told = known(cell);

	if (text->len == 0 && told.len > 0)
		*text = arena_copy(intake->arena, told);
}

/* A system may stand in many rows, and serve another service in each. */
static void
fill_service(struct ledger_intake *intake, struct ledger_system *system, struct str cell)
{
	struct str service = known(cell), key;

	if (service.len == 0)
		return;
	fill(intake, &system->service, service);
	if (str_eq(system->service, service))
		return;
	key = arena_printf(intake->arena, "%.*s\x1f%.*s", STR_ARG(system->name), STR_ARG(service));
	if ((*map_put(intake->arena, &intake->services, key))++ == 0)
		ledger_import_system(intake->import, &(struct ledger_system){ .name = system->name, .service = service });
}

static struct err *
fill_words(struct ledger_intake *intake, struct ledger_system *system, const struct ledger_row *row, struct arena *arena)
{
	struct str network = known(row->network), reach = known(row->exposure), importance = known(row->importance);

	if (system->network_text.len == 0 && network.len > 0) {
		fill(intake, &system->network_text, network);
		if (!ledger_network_of(network, &system->network))
			TRY(warn_unread(intake, row, STR("システム区分"), network, arena));
	}
	if (system->reach_text.len == 0 && reach.len > 0) {
		fill(intake, &system->reach_text, reach);
		if (!ledger_reach_of(reach, &system->reach))
			TRY(warn_unread(intake, row, STR("外部アクセス可否"), reach, arena));
	}
	if (system->importance_text.len == 0 && importance.len > 0) {
		fill(intake, &system->importance_text, importance);
		if (!ledger_importance_of(importance, &system->importance))
			TRY(warn_unread(intake, row, STR("重要度"), importance, arena));
	}
	if (known(row->information).len > 0)
		ledger_information_of(row->information, intake->arena, system);
	return NULL;
}

static bool
has_fact(const struct ledger_system *system, struct str name)
{
	for (size_t i = 0; i < system->facts.count; i++)
		if (str_eq(system->facts.items[i].name, name))
			return true;
	return false;
}

/* The first row that says it counts, as for all of a system's columns. */
static void
tell(struct ledger_intake *intake, struct ledger_system *system, struct str name, struct str value)
{
	if (!has_fact(system, name))
		list_push(intake->arena, &system->facts, ((struct ledger_fact){ .name = arena_copy(intake->arena, name),
			.value = arena_copy(intake->arena, value), .answered_at = intake->options.at, .answered_by = intake->options.by,
			.provenance = PROVENANCE_SHEET }));
}

/* 提供形態 and 責任範囲: whose layer is it. */
static struct err *
fill_layers(struct ledger_intake *intake, struct ledger_system *system, const struct ledger_row *row, struct arena *arena)
{
	struct ledger_system told = { 0 };
	struct str word;

	if (!layer_facts_of_words(known(row->hosting), known(row->responsibility), arena, &told, &word))
		TRY(warn_unread(intake, row, STR("提供形態・責任範囲"), word, arena));
	for (size_t i = 0; i < told.facts.count; i++)
		tell(intake, system, told.facts.items[i].name, told.facts.items[i].value);
	return NULL;
}

/* A day in a column, as the fact of that name. */
static struct err *
fill_day(struct ledger_intake *intake, struct ledger_system *system, const struct ledger_row *row, struct str column, struct str cell,
    struct str name, struct arena *arena)
{
	int32_t day;

	if (known(cell).len == 0)
		return NULL;
	if (!ledger_day_of(known(cell), arena, &day))
		return warn_unread(intake, row, column, known(cell), arena);
	tell(intake, system, name, day_format(day, arena));
	return NULL;
}

/* サポート期限 and 更改予定日 are of the row's product; without a product, and 公開終了日 always, of the system. */
static struct err *
fill_days(struct ledger_intake *intake, struct ledger_system *system, const struct ledger_row *row, struct str identity, struct arena *arena)
{
	if (identity.len > 0)
		TRY(fill_day(intake, system, row, STR("サポート期限"), row->support_end,
		    arena_printf(arena, LIFE_SUPPORT_UNTIL "%.*s", STR_ARG(identity)), arena));
	TRY(fill_day(intake, system, row, STR("更改予定日"), row->planned_end, arena_printf(arena, LIFE_REPLACE_ON "%.*s", STR_ARG(identity)), arena));
	return fill_day(intake, system, row, STR("公開終了日"), row->expires, LIFE_SITE_UNTIL, arena);
}

static struct err *
fill_system(struct ledger_intake *intake, struct ledger_system *system, const struct ledger_row *row, struct arena *arena)
{
	/* A row with a product describes the product: its number and note are not the system's. */
	if (row->product.len == 0) {
		fill(intake, &system->key, row->key);
		fill(intake, &system->note, row->note);
	}
	fill(intake, &system->unit, row->unit);
	fill(intake, &system->owner, row->owner);
	fill(intake, &system->contractor, row->contractor);
	fill(intake, &system->function, row->function);
	fill(intake, &system->place, row->place);
	fill(intake, &system->ports, row->ports);
	fill_service(intake, system, row->service);
	TRY(fill_layers(intake, system, row, arena));
	if (row->product.len == 0)
		TRY(fill_days(intake, system, row, STR(""), arena));
	return fill_words(intake, system, row, arena);
}

/* ------------------------------------------------------------------------------------ of the host itself */

static void
tell_of_host(struct ledger_intake *intake, struct str host, struct str name, struct str value)
{
	struct str key = arena_printf(intake->arena, "%.*s\x1f%.*s", STR_ARG(host), STR_ARG(name));

	/* The first row that says it counts here too. */
	if (value.len == 0 || (*map_put(intake->arena, &intake->host_facts, key))++ > 0)
		return;
	ledger_import_fact(intake->import, &(struct ledger_fact){ .name = name, .value = value, .answered_at = intake->options.at,
	    .answered_by = intake->options.by, .provenance = PROVENANCE_SHEET });
}

/* "192.0.2.10、192.0.2.11": several have spaces between. */
static struct str
addresses_of(struct str cell, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str rest = fold_narrow(known(cell), arena);

	while (rest.len > 0) {
		bool between = str_take(&rest, STR("、")) || str_take(&rest, STR(",")) || str_take(&rest, STR(";")) || str_take(&rest, STR("\n"));

		buf_add_char(&out, between ? ' ' : rest.ptr[0]);
		rest = between ? rest : str_from(rest, 1);
	}
	return str_trim_space(arena_copy(arena, buf_str(&out)));
}

static void
fill_host(struct ledger_intake *intake, const struct ledger_row *row, struct str system, struct str host, struct arena *arena)
{
	struct str whose = arena_join(arena, (struct str[]){ system, host }, 2, STR("\x1f"));

	tell_of_host(intake, whose, STR(LEDGER_HOST_ADDRESS), addresses_of(row->address, arena));
	tell_of_host(intake, whose, STR(LEDGER_HOST_SERIAL), known(row->serial));
	tell_of_host(intake, whose, STR(LEDGER_HOST_USER), known(row->user));
}

/* ----------------------------------------------------------------------------------------- products */

static struct err *
name_by_cpe(struct ledger_intake *intake, const struct ledger_row *row, struct component *component, struct arena *arena)
{
	struct cpe cpe;
	struct err *err = cpe_parse(row->cpe, arena, &cpe);
	struct str part;

	if (err != NULL)
		return sink_warn(&intake->sink, row->sheet, -1, row->line, err, arena);
	component->cpe = cpe_format(&cpe, arena);
	part = cpe.attributes[CPE_PART].text;
	if (str_eq(part, STR("o")))
		component->kind = COMPONENT_OS;
	else if (str_eq(part, STR("h")))
		component->kind = COMPONENT_HARDWARE;
	if (str_trim_space(row->version).len == 0 && cpe.attributes[CPE_VERSION].kind == CPE_VALUE)
		component->version = cpe_value_plain(&cpe.attributes[CPE_VERSION], arena);
	return NULL;
}

static struct err *
name_by_purl(struct ledger_intake *intake, const struct ledger_row *row, struct component *component, struct arena *arena)
{
	struct purl purl;
	struct err *err = purl_parse(row->purl, arena, &purl);

	if (err != NULL)
		return sink_warn(&intake->sink, row->sheet, -1, row->line, err, arena);
	component->kind = COMPONENT_LIBRARY;
	component->purl = purl_format(&purl, arena);
	(void)purl_ecosystem(&purl, arena, &component->ecosystem, &component->package);
	if (str_trim_space(row->version).len == 0)      /* 不明 is an answer: the version is not known */
		component->version = purl.version;
	return NULL;
}

/* What the row says of how its facts came to be known goes with every component of it. */
static struct err *
fill_provenance(struct ledger_intake *intake, const struct ledger_row *row, struct component *component, struct arena *arena)
{
	struct str words = known(row->provenance), day = known(row->told_on);

	component->told_by = known(row->told_by);
	component->told_on = DAY_NONE;
	/* 情報源 that says 不明 is the word of somebody who keeps a register of origins: a list written from the ledger is read back as it was. */
	component->provenance = str_is_one_of(str_trim_space(row->provenance), unknown_origins, ARRAY_LEN(unknown_origins))
	    ? PROVENANCE_UNKNOWN : PROVENANCE_SHEET;
	if (words.len > 0 && !ledger_provenance_of(words, &component->provenance))
		TRY(warn_unread(intake, row, STR("情報源"), words, arena));
	if (day.len > 0 && !ledger_day_of(day, arena, &component->told_on))
		TRY(warn_unread(intake, row, STR("確認日"), day, arena));
	return NULL;
}

static struct err *
take_product(struct ledger_intake *intake, const struct ledger_row *row, struct str system, struct str host, struct arena *arena)
{
	struct component component = { .kind = COMPONENT_APPLICATION, .name = str_trim_space(row->product),
		.version = fold_narrow(known(row->version), arena), .vendor = known(row->vendor),
		.place = arena_printf(arena, "%lld", (long long)row->line) };

	if (known(row->cpe).len > 0)
		TRY(name_by_cpe(intake, row, &component, arena));
	if (known(row->purl).len > 0)
		TRY(name_by_purl(intake, row, &component, arena));
	TRY(fill_provenance(intake, row, &component, arena));
	TRY(fill_days(intake, system_of(intake, system), row, ledger_product_identity(&component, arena), arena));
	intake_count_component(intake, &component);
	rows_add(intake, row, system, host, &component);
	ledger_import_component(intake->import, &component);
	return NULL;
}

/* "10.0 (26100)", as directories write it, is the build 10.0.26100. */
static struct str
os_version(struct str version, struct arena *arena)
{
	struct str head, build;

	if (!str_cut(version, '(', &head, &build) || !str_take_end(&build, STR(")")) || build.len == 0)
		return version;
	for (size_t i = 0; i < build.len; i++)
		if (!char_is_digit(build.ptr[i]))
			return version;
	return arena_join(arena, (struct str[]){ str_trim_space(head), build }, 2, STR("."));
}

/* The operating system is a product of its own: in a row without another, version is its own. */
static struct err *
take_os(struct ledger_intake *intake, const struct ledger_row *row, struct str system, struct str host, struct arena *arena)
{
	struct component component = { .kind = COMPONENT_OS, .name = known(row->os),
		.version = known(row->product).len > 0 ? STR("") : os_version(fold_narrow(known(row->version), arena), arena),
		.place = arena_printf(arena, "%lld", (long long)row->line) };

	TRY(fill_provenance(intake, row, &component, arena));
	intake_count_component(intake, &component);
	rows_add(intake, row, system, host, &component);
	ledger_import_component(intake->import, &component);
	return NULL;
}

static bool
is_that_device(struct str product, struct str model, struct arena *arena)
{
	return str_find(fold_text(product, arena), fold_text(model, arena)) != SIZE_MAX;
}

/* 型番 is hardware of the host, unless the row's product is that device. メーカー is the product's. */
static struct err *
take_model(struct ledger_intake *intake, const struct ledger_row *row, struct str system, struct str host, struct arena *arena)
{
	struct str model = known(row->model), product = known(row->product);
	struct component component = { .kind = COMPONENT_HARDWARE, .name = model,
		.place = arena_printf(arena, "%lld", (long long)row->line) };

	if (product.len > 0 && is_that_device(product, model, arena))
		return NULL;
	TRY(fill_provenance(intake, row, &component, arena));
	rows_add(intake, row, system, host, &component);
	ledger_import_component(intake->import, &component);
	return NULL;
}

/* A sheet lists what somebody thought of: its products are some of the applications, never all. */
static void
begin_host(struct ledger_intake *intake, struct str system, struct str host, bool product, struct arena *arena)
{
	struct inventory_head head = { .format = STR("sheet"), .made = INSTANT_NONE };

	ledger_import_host(intake->import, system, host, product ? head.format : STR(""));
	list_push(arena, &head.coverage, ((struct coverage_row){ LAYER_APPLICATIONS, COVERAGE_PARTIAL }));
	if (!product)
		return;
	ledger_import_inventory(intake->import, &head);
	ledger_import_keep(intake->import);
}

struct err *
sheet_take_row(struct ledger_intake *intake, const struct ledger_row *row, struct arena *arena)
{
	struct str file = intake_stem(intake->options.file);
	struct str system = intake_first_of(known(row->system), known(row->service), intake_first_of(intake->options.system, known(row->host), file));
	struct str host = intake_first_of(known(row->host), intake->options.host, system);
	bool product = known(row->product).len > 0, os = known(row->os).len > 0, model = known(row->model).len > 0;

	intake->report.rows++;
	TRY(fill_system(intake, system_of(intake, system), row, arena));
	if (!product && !os && !model)
		rows_add(intake, row, system, known(row->host).len > 0 ? host : STR(""), NULL);
	if (!product && !os && !model && known(row->host).len == 0)
		return NULL;
	begin_host(intake, system, host, product || os || model, arena);
	fill_host(intake, row, system, host, arena);
	if (model)
		TRY(take_model(intake, row, system, host, arena));
	if (os)
		TRY(take_os(intake, row, system, host, arena));
	return product ? take_product(intake, row, system, host, arena) : NULL;
}
