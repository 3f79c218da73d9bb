/*
 * register.c - pages of the ledger's lists, and a system that is no longer used.
 */
#include "store/ledger/register.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"
#include "store/ledger/standing.h"

static const struct field brief_fields[] = {
	COLUMN(struct ledger_brief, id, FIELD_INT),
	COLUMN(struct ledger_brief, name, FIELD_STR),
	COLUMN(struct ledger_brief, key, FIELD_STR),
	COLUMN(struct ledger_brief, service, FIELD_STR),
	COLUMN(struct ledger_brief, unit, FIELD_STR),
	COLUMN(struct ledger_brief, owner, FIELD_STR),
	COLUMN(struct ledger_brief, contractor, FIELD_STR),
	COLUMN(struct ledger_brief, function, FIELD_STR),
	COLUMN(struct ledger_brief, place, FIELD_STR),
	COLUMN(struct ledger_brief, network, FIELD_ENUM),
	COLUMN(struct ledger_brief, network_text, FIELD_STR),
	COLUMN(struct ledger_brief, reach, FIELD_ENUM),
	COLUMN(struct ledger_brief, importance, FIELD_ENUM),
};
static const struct schema brief_schema = SCHEMA("brief", struct ledger_brief, brief_fields);

static const struct field count_fields[] = {
	COLUMN(struct ledger_brief_count, unit, FIELD_STR),
	COLUMN(struct ledger_brief_count, network, FIELD_ENUM),
	COLUMN(struct ledger_brief_count, reach, FIELD_ENUM),
	COLUMN(struct ledger_brief_count, importance, FIELD_ENUM),
	COLUMN(struct ledger_brief_count, place, FIELD_STR),
	COLUMN(struct ledger_brief_count, systems, FIELD_INT),
};
static const struct schema count_schema = SCHEMA("brief_count", struct ledger_brief_count, count_fields);

static const struct field host_fields[] = {
	COLUMN(struct ledger_host_row, id, FIELD_INT),
	COLUMN(struct ledger_host_row, system, FIELD_INT),
	COLUMN(struct ledger_host_row, name, FIELD_STR),
	COLUMN(struct ledger_host_row, system_name, FIELD_STR),
	COLUMN(struct ledger_host_row, unit, FIELD_STR),
	COLUMN(struct ledger_host_row, distribution, FIELD_STR),
	COLUMN(struct ledger_host_row, release, FIELD_STR),
	COLUMN(struct ledger_host_row, address, FIELD_STR),
	COLUMN(struct ledger_host_row, products, FIELD_INT),
	COLUMN(struct ledger_host_row, seen_at, FIELD_INSTANT),
};
static const struct schema host_schema = SCHEMA("host", struct ledger_host_row, host_fields);

static const struct field product_fields[] = {
	COLUMN(struct ledger_product_row, id, FIELD_INT),
	COLUMN(struct ledger_product_row, name, FIELD_STR),
	COLUMN(struct ledger_product_row, vendor, FIELD_STR),
	COLUMN(struct ledger_product_row, identity, FIELD_STR),
	COLUMN(struct ledger_product_row, versions, FIELD_INT),
	COLUMN(struct ledger_product_row, systems, FIELD_INT),
	COLUMN(struct ledger_product_row, hosts, FIELD_INT),
};
static const struct schema product_schema = SCHEMA("product", struct ledger_product_row, product_fields);

static const struct field install_fields[] = {
	COLUMN(struct ledger_install, host, FIELD_INT),
	COLUMN(struct ledger_install, product, FIELD_INT),
	COLUMN(struct ledger_install, system, FIELD_INT),
	COLUMN(struct ledger_install, host_name, FIELD_STR),
	COLUMN(struct ledger_install, system_name, FIELD_STR),
	COLUMN(struct ledger_install, vendor, FIELD_STR),
	COLUMN(struct ledger_install, name, FIELD_STR),
	COLUMN(struct ledger_install, version, FIELD_STR),
	COLUMN(struct ledger_install, identity, FIELD_STR),
	COLUMN(struct ledger_install, channel, FIELD_STR),
	COLUMN(struct ledger_install, kind, FIELD_ENUM),
	COLUMN(struct ledger_install, provenance, FIELD_ENUM),
	COLUMN(struct ledger_install, told_by, FIELD_STR),
	COLUMN(struct ledger_install, told_on, FIELD_DAY),
	COLUMN(struct ledger_install, first_seen, FIELD_INSTANT),
};
static const struct schema install_schema = SCHEMA("install", struct ledger_install, install_fields);

static const struct field question_fields[] = {
	COLUMN(struct ledger_system_question, id, FIELD_INT),
	COLUMN(struct ledger_system_question, kind, FIELD_STR),
	COLUMN(struct ledger_system_question, fact, FIELD_STR),
	COLUMN(struct ledger_system_question, product, FIELD_STR),
	COLUMN(struct ledger_system_question, worst, FIELD_ENUM),
};
static const struct schema question_schema = SCHEMA("question", struct ledger_system_question, question_fields);

static const struct field import_fields[] = {
	COLUMN(struct ledger_import_row, id, FIELD_INT),
	COLUMN(struct ledger_import_row, at, FIELD_INSTANT),
	COLUMN(struct ledger_import_row, file, FIELD_STR),
	COLUMN(struct ledger_import_row, format, FIELD_STR),
	COLUMN(struct ledger_import_row, by, FIELD_STR),
	COLUMN(struct ledger_import_row, systems, FIELD_INT),
	COLUMN(struct ledger_import_row, hosts, FIELD_INT),
	COLUMN(struct ledger_import_row, components, FIELD_INT),
	COLUMN(struct ledger_import_row, installed, FIELD_INT),
	COLUMN(struct ledger_import_row, removed, FIELD_INT),
	COLUMN(struct ledger_import_row, upgraded, FIELD_INT),
	COLUMN(struct ledger_import_row, versionless, FIELD_INT),
	COLUMN(struct ledger_import_row, nameless, FIELD_INT),
};
static const struct schema import_schema = SCHEMA("import", struct ledger_import_row, import_fields);

/* ------------------------------------------------------------------------------------------ lists */

union any_row {
	struct ledger_brief           brief;
	struct ledger_host_row        host;
	struct ledger_product_row     product;
	struct ledger_install         install;
	struct ledger_system_question question;
	struct ledger_import_row      import;
};

/* What a list is told by: its callback, called with its own kind of row. */
struct teller {
	struct err *(*tell)(const struct teller *teller, const union any_row *row, struct arena *item);
	void       *context;
	union {
		ledger_each_brief           *brief;
		ledger_each_host_row        *host;
		ledger_each_product_row     *product;
		ledger_each_install         *install;
		ledger_each_system_question *question;
		ledger_each_import_row      *import;
	} each;
};

static struct err *
tell_brief(const struct teller *teller, const union any_row *row, struct arena *item)
{
	return teller->each.brief(teller->context, &row->brief, item);
}

static struct err *
tell_host(const struct teller *teller, const union any_row *row, struct arena *item)
{
	return teller->each.host(teller->context, &row->host, item);
}

static struct err *
tell_product(const struct teller *teller, const union any_row *row, struct arena *item)
{
	return teller->each.product(teller->context, &row->product, item);
}

static struct err *
tell_install(const struct teller *teller, const union any_row *row, struct arena *item)
{
	return teller->each.install(teller->context, &row->install, item);
}

static struct err *
tell_question(const struct teller *teller, const union any_row *row, struct arena *item)
{
	return teller->each.question(teller->context, &row->question, item);
}

static struct err *
tell_import(const struct teller *teller, const union any_row *row, struct arena *item)
{
	return teller->each.import(teller->context, &row->import, item);
}

static struct err *
tell_rows(struct query *q, const struct schema *schema, const struct teller *teller, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();

	for (;;) {
		union any_row row = { 0 };
		struct err *err;
		bool more;

		TRY(query_next(q, schema, &row, item, arena, &more));
		if (!more)
			return NULL;
		err = teller->tell(teller, &row, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
ledger_briefs(struct ledger *ledger, ledger_each_brief *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_BRIEF_LIST, arena, &q));
	return tell_rows(&q, &brief_schema, &(struct teller){ tell_brief, context, { .brief = each } }, arena);
}

struct err *
ledger_brief_page(struct ledger *ledger, const struct ledger_brief_filter *filter, ledger_each_brief *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_BRIEF_PAGE, arena, &q));
	bind_str(&q, filter->unit);
	bind_int(&q, filter->network);
	bind_int(&q, filter->reach);
	bind_int(&q, filter->importance);
	bind_str(&q, filter->place);
	bind_str(&q, filter->after);
	bind_int(&q, filter->most);
	return tell_rows(&q, &brief_schema, &(struct teller){ tell_brief, context, { .brief = each } }, arena);
}

struct err *
ledger_brief_counts(struct ledger *ledger, struct arena *arena, struct ledger_brief_counts *ret_counts)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_counts = (struct ledger_brief_counts){ 0 };
	TRY(ledger_query(ledger, SQL_BRIEF_COUNT, arena, &q));
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		column_fields(&q, 0, &count_schema, list_add(arena, ret_counts), arena);
	}
}

struct err *
ledger_host_rows(struct ledger *ledger, int64_t system, struct str after, int64_t after_id, int64_t most, ledger_each_host_row *each,
    void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, system == 0 ? SQL_HOST_ROWS : SQL_HOST_ROWS_SYSTEM, arena, &q));
	bind_int(&q, system);
	bind_str(&q, after);
	bind_int(&q, after_id);
	bind_int(&q, most);
	return tell_rows(&q, &host_schema, &(struct teller){ tell_host, context, { .host = each } }, arena);
}

struct err *
ledger_product_rows(struct ledger *ledger, int64_t id, struct str after, int64_t after_id, int64_t most, ledger_each_product_row *each,
    void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_PRODUCT_ROWS, arena, &q));
	bind_int(&q, id);
	bind_str(&q, after);
	bind_int(&q, after_id);
	bind_int(&q, most);
	return tell_rows(&q, &product_schema, &(struct teller){ tell_product, context, { .product = each } }, arena);
}

struct err *
ledger_installs(struct ledger *ledger, int64_t system, int64_t host, int64_t most, ledger_each_install *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_INSTALL_OF_SYSTEM, arena, &q));
	bind_int(&q, system);
	bind_int(&q, host);
	bind_int(&q, most);
	return tell_rows(&q, &install_schema, &(struct teller){ tell_install, context, { .install = each } }, arena);
}

struct err *
ledger_installs_of_product(struct ledger *ledger, int64_t product, int64_t most, ledger_each_install *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_INSTALL_OF_PRODUCT, arena, &q));
	bind_int(&q, product);
	bind_int(&q, most);
	return tell_rows(&q, &install_schema, &(struct teller){ tell_install, context, { .install = each } }, arena);
}

struct err *
ledger_system_questions(struct ledger *ledger, int64_t system, int64_t most, ledger_each_system_question *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_QUESTION_OF_SYSTEM, arena, &q));
	bind_int(&q, system);
	bind_int(&q, most);
	return tell_rows(&q, &question_schema, &(struct teller){ tell_question, context, { .question = each } }, arena);
}

struct err *
ledger_import_rows(struct ledger *ledger, int64_t before, int64_t most, ledger_each_import_row *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_IMPORT_LIST, arena, &q));
	bind_int(&q, before);
	bind_int(&q, most);
	return tell_rows(&q, &import_schema, &(struct teller){ tell_import, context, { .import = each } }, arena);
}

struct err *
ledger_words(struct ledger *ledger, ledger_each_word *each, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_WORD_LIST, arena, &q));
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		TRY(each(context, column_str(&q, 0, arena), column_str(&q, 1, arena)));
	}
}

/* ------------------------------------------------------------------------------------------- sums */

static struct str
numbers_of(const struct ledger_system_sums *sums, size_t count, struct arena *arena)
{
	struct sql_list list SQL_LIST_SCOPE;

	for (size_t i = 0; i < count; i++)
		sql_list_number(&list, sums[i].system);
	return arena_copy(arena, sql_list_text(&list));
}

static struct ledger_system_sums *
sums_of(struct ledger_system_sums *sums, size_t count, int64_t system)
{
	for (size_t i = 0; i < count; i++)
		if (sums[i].system == system)
			return &sums[i];
	return NULL;
}

static struct err *
add_open(struct ledger *ledger, struct str systems, struct ledger_system_sums *sums, size_t count, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(standing_ready(ledger, arena));
	TRY(ledger_query(ledger, SQL_SYSTEM_OPEN, arena, &q));
	bind_str(&q, systems);
	for (;;) {
		struct ledger_system_sums *one;
		size_t action;
		bool row;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		one = sums_of(sums, count, column_int(&q, 0));
		action = (size_t)column_int(&q, 1);
		if (one == NULL)
			continue;
		if (action < ARRAY_LEN(one->open))
			one->open[action] = column_int(&q, 2);
		one->undecided += column_int(&q, 3);
	}
}

static const struct field sums_fields[] = {
	COLUMN(struct ledger_system_sums, system, FIELD_INT),
	COLUMN(struct ledger_system_sums, hosts, FIELD_INT),
	COLUMN(struct ledger_system_sums, installations, FIELD_INT),
	COLUMN(struct ledger_system_sums, questions, FIELD_INT),
	COLUMN(struct ledger_system_sums, seen_at, FIELD_INSTANT),
	COLUMN(struct ledger_system_sums, items, FIELD_INT),
	COLUMN(struct ledger_system_sums, judged, FIELD_INT),
};
static const struct schema sums_schema = SCHEMA("system_sums", struct ledger_system_sums, sums_fields);

struct err *
ledger_system_sums(struct ledger *ledger, struct ledger_system_sums *sums, size_t count, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	struct str systems;

	if (count == 0)
		return NULL;
	systems = numbers_of(sums, count, arena);
	for (size_t i = 0; i < count; i++)
		sums[i] = (struct ledger_system_sums){ .system = sums[i].system, .seen_at = INSTANT_NONE };
	TRY(ledger_query(ledger, SQL_SYSTEM_SUMS, arena, &q));
	bind_str(&q, systems);
	for (;;) {
		struct ledger_system_sums *one;
		bool row;

		TRY(query_step(&q, arena, &row));
		if (!row)
			break;
		one = sums_of(sums, count, column_int(&q, 0));
		if (one != NULL)
			column_fields(&q, 0, &sums_schema, one, arena);
	}
	return add_open(ledger, systems, sums, count, arena);
}

static const struct field source_fields[] = {
	COLUMN(struct ledger_source_of_system, host, FIELD_STR),
	COLUMN(struct ledger_source_of_system, stream, FIELD_STR),
	COLUMN(struct ledger_source_of_system, format, FIELD_STR),
	COLUMN(struct ledger_source_of_system, tool, FIELD_STR),
	COLUMN(struct ledger_source_of_system, made_at, FIELD_INSTANT),
	COLUMN(struct ledger_source_of_system, seen_at, FIELD_INSTANT),
	COLUMN(struct ledger_source_of_system, items, FIELD_INT),
	COLUMN(struct ledger_source_of_system, versionless, FIELD_INT),
	COLUMN(struct ledger_source_of_system, nameless, FIELD_INT),
	COLUMN(struct ledger_source_of_system, releaseless, FIELD_INT),
	COLUMN(struct ledger_source_of_system, supplierless, FIELD_INT),
};
static const struct schema source_schema = SCHEMA("source_of_system", struct ledger_source_of_system, source_fields);

struct err *
ledger_system_sources(struct ledger *ledger, int64_t system, int64_t most, struct arena *arena, struct ledger_sources_of_system *ret_list)
{
	struct query q QUERY_SCOPE;

	*ret_list = (struct ledger_sources_of_system){ 0 };
	TRY(ledger_query(ledger, SQL_SYSTEM_SOURCES, arena, &q));
	bind_int(&q, system);
	bind_int(&q, most);
	return query_all(&q, &source_schema, arena, ret_list);
}

/* ------------------------------------------------------------------------------------- out of use */

struct retiring { int64_t system; struct str by; int64_t at; };
struct naming { struct str name; struct arena *arena; };

static struct err *
take_name(void *context, const struct ledger_system *system, struct arena *scratch)
{
	struct naming *naming = context;

	(void)scratch;
	naming->name = arena_copy(naming->arena, system->name);
	return NULL;
}

/* Every stream of every host says nothing any more: an import of its own, so that the history says when and by whom. */
static struct err *
empty_streams(struct ledger *ledger, struct ledger_import *import, int64_t system, struct str name, struct arena *arena, bool *ret_any)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_any = false;
	TRY(ledger_query(ledger, SQL_STREAM_OF_SYSTEM, arena, &q));
	bind_int(&q, system);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		ledger_import_host(import, name, column_str(&q, 0, arena), column_str(&q, 1, arena));
		*ret_any = true;
	}
}

static struct err *
empty_system(struct ledger *ledger, const struct retiring *retiring, struct str name, struct arena *arena)
{
	struct str words[] = { name, arena_printf(arena, "%lld at %lld", (long long)retiring->system, (long long)retiring->at) };
	struct ledger_import *import = ledger_import_begin(ledger, &(struct ledger_import_head){ .file = STR("-"), .format = STR("retirement"),
	    .digest = ledger_digest(words, ARRAY_LEN(words), arena), .by = retiring->by, .at = retiring->at });
	struct ledger_import_result result;
	bool any;
	struct err *err = empty_streams(ledger, import, retiring->system, name, arena, &any);

	if (err == NULL && any)
		err = ledger_import_finish(import, arena, &result);
	ledger_import_free(import);
	return err;
}

static struct err *
retire(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct retiring *retiring = context;
	struct ledger_fact fact = { .system = retiring->system, .name = STR(LEDGER_RETIRED), .value = STR("yes"), .answered_at = retiring->at,
		.answered_by = retiring->by, .provenance = PROVENANCE_HEARING };
	struct naming naming = { .arena = arena };

	TRY(ledger_answer(ledger, &fact, arena));
	TRY(ledger_systems(ledger, retiring->system, take_name, &naming, arena));
	TRY(empty_system(ledger, retiring, naming.name, arena));
	return ledger_audit(ledger, retiring->by, retiring->at, STR("system.retire"), arena_printf(arena, "system/%lld", (long long)retiring->system),
	    STR(""), arena);
}

struct err *
ledger_system_retire(struct ledger *ledger, int64_t system, struct str by, int64_t at, struct arena *arena)
{
	struct retiring retiring = { system, by, at };

	return ledger_write(ledger, retire, &retiring, arena);
}
