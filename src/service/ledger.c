/*
 * ledger.c - files on their way into the ledger. Inventories become one stream of one host; sheets become systems,
 * hosts and products, their words given meaning by ledger_words.c.
 */
#include "service/ledger.h"

#include <assert.h>
#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/mem.h"
#include "format/cpe/cpe.h"
#include "format/purl/purl.h"

struct ledger_intake {
	struct sink                  sink;      /* first: the sink is the intake */
	struct arena                *arena;
	struct ledger_intake_options options;
	struct ledger_import        *import;
	struct ledger_intake_report  report;
	struct map                   systems;   /* name → index + 1          */
	LIST(struct ledger_system)   list;
	struct map                   services;  /* system and service: seen  */
	struct map                   unread;    /* words warned of           */
	bool                         on_host;   /* an inventory's components have begun */
};

/* Cells that say nobody knows. */
static const struct str unknown_words[] = {
	STR_INIT("-"), STR_INIT("－"), STR_INIT("ー"), STR_INIT("―"), STR_INIT("?"), STR_INIT("？"), STR_INIT("不明"), STR_INIT("未確認"),
	STR_INIT("確認中"), STR_INIT("調査中"), STR_INIT("未定"), STR_INIT("N/A"), STR_INIT("n/a"), STR_INIT("unknown"),
};

static struct str
known(struct str cell)
{
	struct str text = str_trim_space(cell);

	return str_is_one_of(text, unknown_words, ARRAY_LEN(unknown_words)) ? STR("") : text;
}

/* "web1.2026-11.dpkg" is named "web1.2026-11": without its last ending. */
static struct str
stem(struct str file)
{
	struct str base = path_base(file), head, ending;

	return str_cut_last(base, '.', &head, &ending) && head.len > 0 ? head : base;
}

static struct str
first_of(struct str a, struct str b, struct str c)
{
	return a.len > 0 ? a : b.len > 0 ? b : c;
}

/* ------------------------------------------------------------------------------------- inventories */

static void
count_component(struct ledger_intake *intake, const struct component *component)
{
	bool package = component->kind == COMPONENT_OS_PACKAGE;

	if (component->kind == COMPONENT_UPDATE)      /* it is no product, and has a number for a name */
		return;
	intake->report.without_version += component->version.len == 0;
	intake->report.without_distribution += package && component->distribution.len == 0;
	intake->report.without_identity += !package && component->cpe.len == 0 && component->purl.len == 0
	    && component->ecosystem.len == 0;
}

static struct err *
take_component(struct ledger_intake *intake, const struct component *told)
{
	struct component component = *told;

	intake->report.components++;
	if (component.excluded || component.kind == COMPONENT_OTHER) {
		intake->report.skipped++;
		return NULL;
	}
	if (component.kind == COMPONENT_OS_PACKAGE && component.distribution.len == 0) {
		component.distribution = intake->options.distribution;
		component.release = intake->options.release;
	}
	count_component(intake, &component);
	if (!intake->on_host)      /* the file tells its names last: ledger_import_rename */
		ledger_import_host(intake->import, STR("-"), STR("-"), STR("-"));
	intake->on_host = true;
	ledger_import_component(intake->import, &component);
	return NULL;
}

/* "CycloneDX 1.5 JSON" of "shop" → "cyclonedx/shop": a newer form of the file goes on with the same stream. */
static struct str
stream_of(const struct inventory_head *head, struct arena *arena)
{
	struct str word, rest, stream;

	(void)str_cut(head->format, ' ', &word, &rest);
	stream = arena_printf(arena, "%.*s%s%.*s", STR_ARG(word.len == 0 ? STR("inventory") : word), head->subject.len == 0 ? "" : "/",
	    STR_ARG(head->subject));
	for (size_t i = 0; i < word.len; i++)
		((char *)stream.ptr)[i] = char_lower(stream.ptr[i]);
	return stream;
}

static struct err *
take_head(struct ledger_intake *intake, const struct inventory_head *told)
{
	const struct ledger_intake_options *options = &intake->options;
	struct inventory_head head = *told;
	struct str system = first_of(options->system, head.subject, stem(options->file));
	struct str host = first_of(options->host, head.subject, stem(options->file));

	if (!intake->on_host)
		ledger_import_host(intake->import, STR("-"), STR("-"), STR("-"));
	intake->on_host = false;
	intake->report.format = arena_copy(intake->arena, head.format);
	if (head.distribution.len == 0) {
		head.distribution = options->distribution;
		head.release = options->release;
	}
	ledger_import_rename(intake->import, system, host, stream_of(&head, intake->arena));
	ledger_import_inventory(intake->import, &head);
	return NULL;
}

/* ------------------------------------------------------------------------------------------ sheets */

/* A word that no table knows is kept as written and counts as unknown; each is said once. */
static struct err *
warn_unread(struct ledger_intake *intake, const struct ledger_row *row, struct str column, struct str word, struct arena *arena)
{
	struct str key = arena_printf(intake->arena, "%.*s\x1f%.*s", STR_ARG(column), STR_ARG(word));
	uint64_t *seen = map_put(intake->arena, &intake->unread, key);

	if ((*seen)++ > 0)
		return NULL;
	return sink_warn(&intake->sink, row->system, -1, row->line,
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
	return fill_words(intake, system, row, arena);
}

static struct err *
name_by_cpe(struct ledger_intake *intake, const struct ledger_row *row, struct component *component, struct arena *arena)
{
	struct cpe cpe;
	struct err *err = cpe_parse(row->cpe, arena, &cpe);
	struct str part;

	if (err != NULL)
		return sink_warn(&intake->sink, row->cpe, -1, row->line, err, arena);
	component->cpe = cpe_format(&cpe, arena);
	part = cpe.attributes[CPE_PART].text;
	if (str_eq(part, STR("o")))
		component->kind = COMPONENT_OS;
	else if (str_eq(part, STR("h")))
		component->kind = COMPONENT_HARDWARE;
	if (component->version.len == 0 && cpe.attributes[CPE_VERSION].kind == CPE_VALUE)
		component->version = cpe_value_plain(&cpe.attributes[CPE_VERSION], arena);
	return NULL;
}

static struct err *
name_by_purl(struct ledger_intake *intake, const struct ledger_row *row, struct component *component, struct arena *arena)
{
	struct purl purl;
	struct err *err = purl_parse(row->purl, arena, &purl);

	if (err != NULL)
		return sink_warn(&intake->sink, row->purl, -1, row->line, err, arena);
	component->kind = COMPONENT_LIBRARY;
	component->purl = purl_format(&purl, arena);
	(void)purl_ecosystem(&purl, arena, &component->ecosystem, &component->package);
	if (component->version.len == 0)
		component->version = purl.version;
	return NULL;
}

/* 「９．０．７１」 is the version 9.0.71: what a Japanese keyboard writes wide is the same sign, and is ordered as that. */
static struct str
narrow(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	uint32_t point;
	size_t len;

	for (; text.len > 0; text = str_from(text, len)) {
		len = str_point(text, 0, &point);
		if (len == 0)
			len = 1;
		if (len > 1 && point >= 0xff01 && point <= 0xff5e)
			buf_add_char(&out, (char)(point - 0xff01 + '!'));
		else
			buf_add(&out, str_sub(text, 0, len));
	}
	return arena_copy(arena, buf_str(&out));
}

static struct err *
take_product(struct ledger_intake *intake, const struct ledger_row *row, struct arena *arena)
{
	struct component component = { .kind = COMPONENT_APPLICATION, .name = str_trim_space(row->product),
		.version = narrow(known(row->version), arena), .vendor = known(row->vendor),
		.place = arena_printf(arena, "%lld", (long long)row->line) };

	if (known(row->cpe).len > 0)
		TRY(name_by_cpe(intake, row, &component, arena));
	if (known(row->purl).len > 0)
		TRY(name_by_purl(intake, row, &component, arena));
	count_component(intake, &component);
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
	if (product)
		ledger_import_inventory(intake->import, &head);
}

static struct err *
take_row(struct ledger_intake *intake, const struct ledger_row *row, struct arena *arena)
{
	struct str file = stem(intake->options.file);
	struct str system = first_of(known(row->system), known(row->service), first_of(intake->options.system, known(row->host), file));
	struct str host = first_of(known(row->host), intake->options.host, system);
	bool product = known(row->product).len > 0;

	intake->report.rows++;
	TRY(fill_system(intake, system_of(intake, system), row, arena));
	if (!product && known(row->host).len == 0)
		return NULL;
	begin_host(intake, system, host, product, arena);
	return product ? take_product(intake, row, arena) : NULL;
}

/* ------------------------------------------------------------------------------------------ intake */

static struct err *
on_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct ledger_intake *intake = (struct ledger_intake *)sink;

	if (schema == &component_schema)
		return take_component(intake, value);
	if (schema == &inventory_head_schema)
		return take_head(intake, value);
	if (schema == &ledger_row_schema)
		return take_row(intake, value, arena);
	return NULL;      /* what a reader says of itself (which columns it took) is for the face */
}

static struct err *
on_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct ledger_intake *intake = (struct ledger_intake *)sink;
	struct ledger_intake_report *report = &intake->report;

	(void)arena;
	*(problem->warning ? &report->warnings : &report->refused) += 1;
	if (report->problems.count < LIMIT_PROBLEMS_KEPT) {
		struct problem *kept = list_add(intake->arena, &report->problems);

		*kept = *problem;
		kept->id = arena_copy(intake->arena, problem->id);
		kept->sentence_en = arena_copy(intake->arena, problem->sentence_en);
		kept->sentence_ja = arena_copy(intake->arena, problem->sentence_ja);
	}
	return NULL;
}

struct ledger_intake *
ledger_intake_new(struct ledger *ledger, const struct ledger_intake_options *options)
{
	struct ledger_import_head head = { path_base(options->file), options->digest, STR(""), options->by, options->at };
	struct ledger_intake *intake = mem_alloc(sizeof(*intake));

	*intake = (struct ledger_intake){ .sink = { on_record, on_problem }, .arena = arena_new(), .options = *options };
	intake->import = ledger_import_begin(ledger, &head);
	return intake;
}

struct sink *
ledger_intake_sink(struct ledger_intake *intake)
{
	return &intake->sink;
}

struct err *
ledger_intake_finish(struct ledger_intake *intake, struct arena *arena, struct ledger_intake_report *ret_report)
{
	if (intake->on_host)
		return err_new(arena, ERR_FORMAT, M("{file} ended before it said what it is about: nothing of it was taken in."),
		    ARG("file", intake->options.file));
	for (size_t i = 0; i < intake->list.count; i++)
		ledger_import_system(intake->import, &intake->list.items[i]);
	TRY(ledger_import_finish(intake->import, arena, &intake->report.result));
	*ret_report = intake->report;
	return NULL;
}

void
ledger_intake_free(struct ledger_intake *intake)
{
	if (intake == NULL)
		return;
	ledger_import_free(intake->import);
	arena_free(intake->arena);
	mem_free(intake);
}
