#include "store/ledger/ledger.h"

#include <assert.h>
#include <time.h>
#include "base/clock.h"
#include "base/mem.h"
#include "store/ledger/db.h"
#include "store/ledger/register.h"
#include "store/ledger/sql_registry.h"

static const char *const network_words[] = { "unknown", "internet", "internal", "lgwan", "resident", "closed", "standalone" };
const struct enum_names ledger_network_names = ENUM_NAMES(network_words);
static const char *const reach_words[] = { "unknown", "no", "limited", "yes" };
const struct enum_names ledger_reach_names = ENUM_NAMES(reach_words);
static const char *const importance_words[] = { "unknown", "low", "middle", "high" };
const struct enum_names ledger_importance_names = ENUM_NAMES(importance_words);
static const char *const information_words[] = { "none", "personal", "my_number", "sensitive", "entrusted", "critical", "other" };
const struct enum_names ledger_information_names = ENUM_NAMES(information_words);
static const char *const change_words[] = { "installed", "removed", "upgraded" };
const struct enum_names ledger_change_names = ENUM_NAMES(change_words);
static const char *const verdict_words[] = { "not_affected", "undecided", "affected", "provider" };
const struct enum_names ledger_verdict_names = ENUM_NAMES(verdict_words);
static const char *const action_words[] = { "immediate", "out_of_cycle", "scheduled", "defer", "none" };
const struct enum_names ledger_action_names = ENUM_NAMES(action_words);
static const char *const remedy_words[] = { "none", "update", "version", "patch", "setting", "stop", "answer" };
const struct enum_names ledger_remedy_names = ENUM_NAMES(remedy_words);
static const char *const cause_words[] = {
	"first", "source_changed", "source_withdrew", "inventory_changed", "rule", "criteria", "human",
};
const struct enum_names ledger_cause_names = ENUM_NAMES(cause_words);
static const char *const view_words[] = { "software", "system", "service" };
const struct enum_names ledger_view_names = ENUM_NAMES(view_words);

/* ---------------------------------------------------------------------------------------- opening */

static int64_t
newest_version(void)
{
	return sql_migrations[sql_migrations_count - 1].version;
}

static struct err *
migrate(struct ledger *ledger, struct arena *arena)
{
	const struct engine *engine = ledger->db->engine;

	if (ledger->version > 0)
		TRY(engine->before_migration(ledger->db, ledger->version, arena));
	for (size_t i = 0; i < sql_migrations_count; i++) {
		if (sql_migrations[i].version <= ledger->version)
			continue;
		TRY(engine->migrate(ledger->db, &sql_migrations[i], arena));
		ledger->version = sql_migrations[i].version;
	}
	return NULL;
}

/* Brings the schema to today's where the flags allow it, and says in words where they do not. */
static struct err *
see_to_schema(struct ledger *ledger, unsigned flags, struct arena *arena)
{
	const struct engine *engine = ledger->db->engine;
	struct err *err;

	TRY(engine->schema_version(ledger->db, arena, &ledger->version));
	if (ledger->version == newest_version())
		return NULL;
	if (ledger->version > newest_version())
		return err_new(arena, ERR_UNSUPPORTED,
		    M("The ledger {where} was made by a newer version of this program: use that one."), ARG("where", ledger->db->where));
	if (ledger->version == 0 && (flags & LEDGER_MAKE) == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no ledger {where}: make one with `tsukuroi init`."),
		    ARG("where", ledger->db->where));
	if (ledger->version > 0 && (flags & LEDGER_MIGRATE) == 0)
		return err_new(arena, ERR_UNSUPPORTED,
		    M("The ledger {where} has an older form: `tsukuroi init` renews it and keeps what is in it."), ARG("where", ledger->db->where));
	TRY(engine->lock_schema(ledger->db, arena));
	err = migrate(ledger, arena);
	TRY(engine->unlock_schema(ledger->db, arena));
	return err;
}

static struct err *
make_default_org(struct ledger *ledger, void *context, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	int64_t there;

	(void)context;
	TRY(ledger_query(ledger, SQL_ORG_EXISTS, arena, &q));
	bind_int(&q, LEDGER_ORG);
	TRY(query_one(&q, arena, &there));
	if (there != 0)
		return NULL;
	TRY(ledger_org_make(ledger, STR("default"), arena, &there));
	assert(there == LEDGER_ORG);
	return NULL;
}

static struct err *
begin_to_speak(struct ledger *ledger, unsigned flags, struct arena *arena)
{
	TRY(see_to_schema(ledger, flags, arena));
	if ((flags & LEDGER_MAKE) != 0)
		TRY(ledger_write(ledger, make_default_org, NULL, arena));
	return ledger_org_use(ledger, LEDGER_ORG, arena);
}

struct err *
ledger_open(struct str where, unsigned flags, struct arena *arena, struct ledger **ret_ledger)
{
	bool postgres = str_starts(where, STR("postgresql://")) || str_starts(where, STR("postgres://"));
	struct ledger *ledger;
	struct db *db = NULL;
	struct err *err;

	if (postgres)
		TRY(db_open_postgres(where, arena, &db));
	else
		TRY(db_open_sqlite(where, (flags & LEDGER_MAKE) != 0, arena, &db));
	ledger = mem_alloc(sizeof(*ledger));
	ledger->db = db;
	err = begin_to_speak(ledger, flags, arena);
	if (err != NULL)
		ledger_close(ledger);
	else
		*ret_ledger = ledger;
	return err;
}

struct ledger *
ledger_share(struct ledger *ledger)
{
	ledger->shares++;
	return ledger;
}

void
ledger_close(struct ledger *ledger)
{
	if (ledger == NULL || ledger->shares-- > 0)
		return;
	db_close(ledger->db);
	mem_free(ledger->seen);
	mem_free(ledger);
}

int64_t
ledger_schema_version(const struct ledger *ledger)
{
	return ledger->version;
}

const char *
ledger_engine(const struct ledger *ledger)
{
	return ledger->db->engine->name;
}

/* ---------------------------------------------------------------------------------- organisations */

struct org_made { struct str name; int64_t id; };

static struct err *
org_make(struct ledger *ledger, void *context, struct arena *arena)
{
	struct org_made *made = context;
	struct query q QUERY_SCOPE, named QUERY_SCOPE;
	int64_t there;

	TRY(ledger_query(ledger, SQL_ORG_NAMED, arena, &named));
	bind_str(&named, made->name);
	TRY(query_one(&named, arena, &there));
	if (there != 0)
		return err_new(arena, ERR_CONFLICT, M("There is an organisation called {name} already."), ARG("name", made->name));
	TRY(ledger_allot(ledger, "org", 1, arena, &made->id));
	TRY(ledger_query(ledger, SQL_ORG_INSERT, arena, &q));
	bind_int(&q, made->id);
	bind_str(&q, made->name);
	bind_instant(&q, clock_now());
	return query_run(&q, arena);
}

struct err *
ledger_org_make(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_org)
{
	struct org_made made = { name, 0 };

	TRY(ledger_write(ledger, org_make, &made, arena));
	*ret_org = made.id;
	return NULL;
}

struct err *
ledger_org_use(struct ledger *ledger, int64_t org, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	int64_t there;

	TRY(ledger_query(ledger, SQL_ORG_EXISTS, arena, &q));
	bind_int(&q, org);
	TRY(query_one(&q, arena, &there));
	if (there == 0)
		return err_new(arena, ERR_NOT_FOUND, M("The ledger has no organisation {id}."), ARG_N("id", org));
	return ledger->db->engine->set_org(ledger->db, org, arena);
}

static const struct field org_fields[] = {
	COLUMN(struct ledger_org_row, id, FIELD_INT),
	COLUMN(struct ledger_org_row, name, FIELD_STR),
	COLUMN(struct ledger_org_row, made_at, FIELD_INSTANT),
};
static const struct schema org_schema = SCHEMA("org", struct ledger_org_row, org_fields);

struct err *
ledger_org_list(struct ledger *ledger, struct arena *arena, struct ledger_org_rows *ret_orgs)
{
	struct query q QUERY_SCOPE;

	*ret_orgs = (struct ledger_org_rows){ 0 };
	TRY(ledger_query(ledger, SQL_ORG_ALL, arena, &q));
	return query_all(&q, &org_schema, arena, ret_orgs);
}

static struct err *
org_rename(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct org_made *renamed = context;
	struct query q QUERY_SCOPE, named QUERY_SCOPE;
	int64_t there;

	TRY(ledger_query(ledger, SQL_ORG_NAMED, arena, &named));
	bind_str(&named, renamed->name);
	TRY(query_one(&named, arena, &there));
	if (there != 0 && there != renamed->id)
		return err_new(arena, ERR_CONFLICT, M("There is an organisation called {name} already."), ARG("name", renamed->name));
	TRY(ledger_query(ledger, SQL_ORG_RENAME, arena, &q));
	bind_int(&q, renamed->id);
	bind_str(&q, renamed->name);
	return query_run(&q, arena);
}

struct err *
ledger_org_rename(struct ledger *ledger, int64_t org, struct str name, struct arena *arena)
{
	return ledger_write(ledger, org_rename, &(struct org_made){ name, org }, arena);
}

int64_t
ledger_org(const struct ledger *ledger)
{
	return ledger->db->org;
}

struct err *
ledger_sees(struct ledger *ledger, const struct ledger_sight *sight, struct arena *arena)
{
	mem_free(ledger->seen);
	ledger->seen = NULL;
	ledger->seen_count = 0;
	ledger->narrow = sight != NULL;
	if (sight == NULL)
		return NULL;
	ledger->seen = mem_alloc(mem_times(sight->count, sizeof(*ledger->seen)));
	for (; ledger->seen_count < sight->count; ledger->seen_count++)
		ledger->seen[ledger->seen_count] = sight->units[ledger->seen_count];
	return ledger->db->engine->set_seen(ledger->db, sight->units, sight->count, arena);
}

bool
ledger_sees_all(const struct ledger *ledger)
{
	return !ledger->narrow;
}

struct err *
may_write_house(struct ledger *ledger, struct arena *arena)
{
	if (!ledger->narrow)
		return NULL;
	return err_new(arena, ERR_FORBIDDEN, M("This concerns the whole organisation: owner units keep the systems of their own."));
}

struct err *
may_write_system(struct ledger *ledger, int64_t system, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	int64_t there = 0;

	if (!ledger->narrow)
		return NULL;
	if (system == 0)
		return may_write_house(ledger, arena);
	TRY(ledger_query_seen(ledger, SQL_SYSTEM_IDS, arena, &q));
	bind_int(&q, system);
	TRY(query_one(&q, arena, &there));
	return there != 0 ? NULL : err_new(arena, ERR_NOT_FOUND, M("The ledger has no system {id}."), ARG_N("id", system));
}

struct err *
may_write_unit(struct ledger *ledger, int64_t *unit, struct str name, struct arena *arena)
{
	if (!ledger->narrow)
		return NULL;
	if (*unit == 0 && name.len == 0 && ledger->seen_count > 0)
		*unit = ledger->seen[0];
	for (size_t i = 0; i < ledger->seen_count; i++)
		if (ledger->seen[i] == *unit)
			return NULL;
	return err_new(arena, ERR_FORBIDDEN, M("Owner units keep the systems of their own, and \"{unit}\" is another unit."), ARG("unit", name));
}

/* ---------------------------------------------------------------------------------- unit of work */

/* Longer each time, and not for two writers alike: the clock's last digits tell them apart. */
static void
wait_a_little(int attempt)
{
	struct timespec pause = { 0, (2L + attempt * attempt) * 1000000L + (long)(clock_ticks() % 4096) * 1000L };

	(void)nanosleep(&pause, NULL);
}

static struct err *
try_once(struct ledger *ledger, ledger_work *work, void *context, struct arena *arena)
{
	const struct engine *engine = ledger->db->engine;
	bool takes = ledger->once != NULL && !ledger->once->taken, asks = ledger->guard != NULL && !ledger->guard->held;
	struct err *err = NULL;

	TRY(engine->begin(ledger->db, arena));
	ledger->depth++;
	if (takes)
		err = once_take(ledger, arena);
	if (err == NULL && asks)
		err = ledger->guard->holds(ledger->guard->context, ledger, arena);
	if (err == NULL)
		err = work(ledger, context, arena);
	ledger->depth--;
	if (err == NULL && !ledger->rehearses)
		err = engine->commit(ledger->db, arena);
	if (err != NULL || ledger->rehearses) {
		engine->rollback(ledger->db);
		return err;
	}
	if (takes)
		ledger->once->taken = true;
	if (asks)
		ledger->guard->held = true;
	return NULL;
}

void
ledger_rehearse(struct ledger *ledger, bool on)
{
	ledger->rehearses = on;
}

void
ledger_watch(struct ledger *ledger, const struct ledger_watch *watch)
{
	ledger->watch = watch;
}

bool
ledger_is_watched(const struct ledger *ledger)
{
	return ledger->watch != NULL;
}

struct err *
ledger_step(struct ledger *ledger, const struct ledger_step *step, struct arena *arena)
{
	return ledger->watch == NULL ? NULL : ledger->watch->step(ledger->watch->context, step, arena);
}

struct err *
ledger_write(struct ledger *ledger, ledger_work *work, void *context, struct arena *arena)
{
	struct err *err = NULL;

	if (ledger->depth > 0)
		return work(ledger, context, arena);
	for (int attempt = 0; attempt < LEDGER_RETRIES; attempt++) {
		err = try_once(ledger, work, context, arena);
		if (err == NULL || err->code != ERR_BUSY)
			return err;
		wait_a_little(attempt);
	}
	return err;
}

struct err *
ledger_note(struct ledger *ledger, ledger_work *work, void *context, struct arena *arena)
{
	struct err *err;

	if (ledger->depth > 0)
		return work(ledger, context, arena);
	ledger->db->engine->hurry(ledger->db, true);
	err = try_once(ledger, work, context, arena);
	ledger->db->engine->hurry(ledger->db, false);
	return err != NULL && err->code == ERR_BUSY ? NULL : err;
}

/* ---------------------------------------------------------------------------------- small records */

struct err *
ledger_kb_get(struct ledger *ledger, struct arena *arena, struct str *ret_generation)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_KB_GET, arena, &q));
	TRY(query_step(&q, arena, &row));
	*ret_generation = row ? column_str(&q, 0, arena) : STR("");
	return NULL;
}

struct kb { struct str generation; int64_t at; };

static struct err *
kb_set(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct kb *kb = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_KB_SET, arena, &q));
	bind_str(&q, kb->generation);
	bind_instant(&q, kb->at);
	return query_run(&q, arena);
}

struct err *
ledger_kb_set(struct ledger *ledger, struct str generation, int64_t at, struct arena *arena)
{
	struct kb kb = { generation, at };

	return ledger_write(ledger, kb_set, &kb, arena);
}
