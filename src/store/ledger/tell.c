/*
 * tell.c - versions that somebody tells, held against whose word stands; and the differences that are left to a person.
 */
#include "store/ledger/content.h"
#include "store/ledger/sql_registry.h"
#include "store/ledger/word.h"

static const struct field standing_fields[] = {
	COLUMN(struct standing, host, FIELD_INT),
	COLUMN(struct standing, inventory, FIELD_INT),
	COLUMN(struct standing, software, FIELD_INT),
	COLUMN(struct standing, product, FIELD_INT),
	COLUMN(struct standing, version, FIELD_STR),
	{ "provenance", FIELD_ENUM, offsetof(struct standing, word.provenance), NULL, NULL },
	{ "told_by", FIELD_STR, offsetof(struct standing, word.told_by), NULL, NULL },
	{ "told_on", FIELD_DAY, offsetof(struct standing, word.told_on), NULL, NULL },
	COLUMN(struct standing, place, FIELD_STR),
	COLUMN(struct standing, places, FIELD_INT),
	COLUMN(struct standing, first_seen, FIELD_INSTANT),
	COLUMN(struct standing, import, FIELD_INT),
};
static const struct schema standing_schema = SCHEMA("standing", struct standing, standing_fields);

static const struct field difference_fields[] = {
	COLUMN(struct ledger_difference, id, FIELD_INT),
	COLUMN(struct ledger_difference, at, FIELD_INSTANT),
	COLUMN(struct ledger_difference, system, FIELD_INT),
	COLUMN(struct ledger_difference, host, FIELD_INT),
	COLUMN(struct ledger_difference, product, FIELD_INT),
	COLUMN(struct ledger_difference, system_name, FIELD_STR),
	COLUMN(struct ledger_difference, host_name, FIELD_STR),
	COLUMN(struct ledger_difference, product_name, FIELD_STR),
	COLUMN(struct ledger_difference, identity, FIELD_STR),
	COLUMN(struct ledger_difference, held, FIELD_STR),
	COLUMN(struct ledger_difference, held_provenance, FIELD_ENUM),
	COLUMN(struct ledger_difference, held_by, FIELD_STR),
	COLUMN(struct ledger_difference, held_on, FIELD_DAY),
	COLUMN(struct ledger_difference, told, FIELD_STR),
	COLUMN(struct ledger_difference, told_provenance, FIELD_ENUM),
	COLUMN(struct ledger_difference, told_by, FIELD_STR),
	COLUMN(struct ledger_difference, told_on, FIELD_DAY),
	COLUMN(struct ledger_difference, file, FIELD_STR),
};
static const struct schema difference_schema = SCHEMA("difference", struct ledger_difference, difference_fields);

struct err *
ledger_import_note(struct ledger *ledger, const struct ledger_import_head *head, struct arena *arena, int64_t *ret_id)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "import", 1, arena, ret_id));
	TRY(ledger_query(ledger, SQL_IMPORT_INSERT, arena, &q));
	bind_int(&q, *ret_id);
	bind_str(&q, head->file);
	bind_str(&q, head->digest);
	bind_str(&q, head->format);
	bind_str(&q, head->by);
	bind_instant(&q, head->at);
	return query_run(&q, arena);
}

static struct err *
read_standing(struct ledger *ledger, int64_t system, int64_t host, struct str identity, struct arena *arena,
    struct standing_list *ret_list)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_INSTALLATION_OF_PRODUCT, arena, &q));
	bind_int(&q, system);
	bind_int(&q, host);
	bind_str(&q, identity);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		column_fields(&q, 0, &standing_schema, list_add(arena, ret_list), arena);
	}
}

static struct err *
take_place(struct ledger *ledger, const struct standing *stands, int64_t software, const struct word *word, struct arena *arena)
{
	struct query gone QUERY_SCOPE, q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_INSTALLATION_DELETE, arena, &gone));
	bind_int(&gone, stands->host);
	bind_int(&gone, stands->inventory);
	bind_int(&gone, stands->software);
	TRY(query_add(&gone, arena));
	TRY(query_flush(&gone, arena));
	TRY(inventory_forget(ledger, stands->inventory, arena));
	TRY(ledger_query(ledger, SQL_INSTALLATION_INSERT, arena, &q));
	bind_int(&q, stands->host);
	bind_int(&q, stands->inventory);
	bind_int(&q, software);
	bind_str(&q, stands->place);
	bind_int(&q, stands->places);
	bind_instant(&q, stands->first_seen);
	bind_int(&q, stands->import);
	bind_word(&q, word);
	TRY(query_add(&q, arena));
	TRY(query_flush(&q, arena));
	return content_gather(ledger, &stands->host, 1, arena);
}

static struct err *
record_upgrade(struct ledger *ledger, int64_t system, const struct standing *stands, struct str to, int64_t import, int64_t at,
    struct arena *arena)
{
	struct query q QUERY_SCOPE;
	int64_t id;

	TRY(ledger_allot(ledger, "change", 1, arena, &id));
	TRY(ledger_query(ledger, SQL_CHANGE_INSERT, arena, &q));
	bind_int(&q, id);
	bind_int(&q, system);
	bind_int(&q, stands->host);
	bind_int(&q, stands->product);
	bind_instant(&q, at);
	bind_int(&q, LEDGER_UPGRADED);
	bind_str(&q, stands->version);
	bind_str(&q, to);
	bind_int(&q, import);
	TRY(query_add(&q, arena));
	return query_flush(&q, arena);
}

static struct err *
change_version(struct ledger *ledger, int64_t system, const struct standing *stands, struct str version, const struct word *word,
    int64_t import, int64_t at, struct arena *arena)
{
	int64_t software;

	TRY(software_with_version(ledger, stands->software, version, arena, &software));
	TRY(take_place(ledger, stands, software, word, arena));
	return record_upgrade(ledger, system, stands, version, import, at, arena);
}

static struct err *
prove(struct ledger *ledger, const struct standing *stands, const struct word *word, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_INSTALLATION_PROVE, arena, &q));
	bind_int(&q, stands->host);
	bind_int(&q, stands->inventory);
	bind_int(&q, stands->software);
	bind_word(&q, word);
	TRY(query_add(&q, arena));
	return query_flush(&q, arena);
}

/* What stands with a version of unknown origin was read by some tool: it is not changed by hearsay either. */
static struct err *
tell_one(struct ledger *ledger, const struct ledger_told *told, const struct standing *stands, struct arena *arena,
    struct ledger_told_result *result)
{
	struct word word = { told->provenance, told->by, told->on };
	bool holds = stands->version.len > 0
	    && (stands->word.provenance == PROVENANCE_UNKNOWN || word_is_stronger(&stands->word, &word));
	struct word_difference difference = { .host = stands->host, .product = stands->product, .import = told->import, .at = told->at,
		.held = stands->version, .held_word = stands->word, .told = told->version, .told_word = word };

	if (str_eq(stands->version, told->version)) {
		result->confirmed++;
		return word_is_stronger(&stands->word, &word) ? NULL : prove(ledger, stands, &word, arena);
	}
	if (holds) {
		result->differences++;
		return word_differs(ledger, &difference, arena);
	}
	result->changed++;
	return change_version(ledger, told->system, stands, told->version, &word, told->import, told->at, arena);
}

struct telling { const struct ledger_told *told; struct ledger_told_result result; };

static struct err *
tell(struct ledger *ledger, void *context, struct arena *arena)
{
	struct telling *telling = context;
	const struct ledger_told *told = telling->told;
	struct ledger_fact fact = { told->system, told->host, arena_printf(arena, "version:%.*s", STR_ARG(told->identity)),
		told->version, told->at, told->by, told->provenance };
	struct standing_list list = { 0 };

	telling->result = (struct ledger_told_result){ 0 };
	TRY(read_standing(ledger, told->system, told->host, told->identity, arena, &list));
	for (size_t i = 0; i < list.count; i++) {
		const struct standing *stands = &list.items[i];

		if (told->host != 0 || stands->version.len == 0 || str_eq(stands->version, told->was) || str_eq(stands->version, told->version))
			TRY(tell_one(ledger, told, stands, arena, &telling->result));
	}
	return ledger_answer(ledger, &fact, arena);
}

struct err *
ledger_tell(struct ledger *ledger, const struct ledger_told *told, struct arena *arena, struct ledger_told_result *ret_result)
{
	struct telling telling = { .told = told };

	TRY(ledger_write(ledger, tell, &telling, arena));
	*ret_result = telling.result;
	return NULL;
}

/* ------------------------------------------------------------------------------------ differences */

struct err *
ledger_differences(struct ledger *ledger, int64_t system, ledger_each_difference *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_DIFFERENCE_LIST, arena, &q));
	bind_int(&q, system);
	for (;;) {
		struct ledger_difference difference = { 0 };
		struct err *err;

		TRY(query_next(&q, &difference_schema, &difference, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &difference, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct settling {
	int64_t                  id, at;
	bool                     take_told;
	struct str               by;
	struct ledger_difference difference;
	struct arena            *arena;
};

static struct err *
find_difference(void *context, const struct ledger_difference *difference, struct arena *scratch)
{
	struct settling *settling = context;

	(void)scratch;
	if (difference->id != settling->id)
		return NULL;
	settling->difference = *difference;
	settling->difference.identity = arena_copy(settling->arena, difference->identity);
	settling->difference.held = arena_copy(settling->arena, difference->held);
	settling->difference.told = arena_copy(settling->arena, difference->told);
	settling->difference.file = arena_copy(settling->arena, difference->file);
	return NULL;
}

/* A person who settles it has asked somebody: the version is theirs from now on, until an agent says otherwise. */
static struct err *
take_told(struct ledger *ledger, const struct settling *settling, struct arena *arena)
{
	const struct ledger_difference *difference = &settling->difference;
	struct ledger_import_head head = { difference->file, STR(""), STR("difference"), settling->by, settling->at };
	struct word word = { PROVENANCE_HEARING, settling->by, instant_day(settling->at, ZONE_JST) };
	struct standing_list list = { 0 };
	int64_t import;

	TRY(ledger_import_note(ledger, &head, arena, &import));
	TRY(read_standing(ledger, difference->system, difference->host, difference->identity, arena, &list));
	for (size_t i = 0; i < list.count; i++)
		if (str_eq(list.items[i].version, difference->held))
			TRY(change_version(ledger, difference->system, &list.items[i], difference->told, &word, import, settling->at, arena));
	return NULL;
}

static struct err *
settle(struct ledger *ledger, void *context, struct arena *arena)
{
	struct settling *settling = context;
	struct query q QUERY_SCOPE;

	settling->arena = arena;
	settling->difference = (struct ledger_difference){ 0 };
	TRY(ledger_differences(ledger, 0, find_difference, settling, arena));
	if (settling->difference.id == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no open difference {number}: see \"ledger differences\"."), ARG_N("number", settling->id));
	TRY(may_write_system(ledger, settling->difference.system, arena));
	if (settling->take_told)
		TRY(take_told(ledger, settling, arena));
	TRY(ledger_query(ledger, SQL_DIFFERENCE_SETTLE, arena, &q));
	bind_int(&q, settling->id);
	bind_str(&q, settling->take_told ? STR("told") : STR("held"));
	bind_str(&q, settling->by);
	bind_instant(&q, settling->at);
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, settling->by, settling->at, STR("settle"),
	    arena_printf(arena, "difference/%lld", (long long)settling->id), STR(""), arena);
}

struct err *
ledger_difference_settle(struct ledger *ledger, int64_t id, bool take_told_too, struct str by, int64_t at, struct arena *arena)
{
	struct settling settling = { .id = id, .at = at, .take_told = take_told_too, .by = by };

	return ledger_write(ledger, settle, &settling, arena);
}
