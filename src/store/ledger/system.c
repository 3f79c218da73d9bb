/*
 * system.c - systems, what they hold and how they are attached, and what people answered about them.
 */
#include "base/map.h"
#include "store/ledger/content.h"
#include "store/ledger/db.h"
#include "store/ledger/import.h"
#include "store/ledger/register.h"
#include "store/ledger/sql_registry.h"
#include "store/ledger/word.h"

static const struct field system_fields[] = {
	COLUMN(struct ledger_system, id, FIELD_INT),
	COLUMN(struct ledger_system, name, FIELD_STR),
	COLUMN(struct ledger_system, key, FIELD_STR),
	COLUMN(struct ledger_system, service, FIELD_STR),
	COLUMN(struct ledger_system, unit, FIELD_STR),
	COLUMN(struct ledger_system, owner, FIELD_STR),
	COLUMN(struct ledger_system, contractor, FIELD_STR),
	COLUMN(struct ledger_system, function, FIELD_STR),
	COLUMN(struct ledger_system, place, FIELD_STR),
	COLUMN(struct ledger_system, maintenance, FIELD_STR),
	COLUMN(struct ledger_system, note, FIELD_STR),
	COLUMN(struct ledger_system, network, FIELD_ENUM),
	COLUMN(struct ledger_system, network_text, FIELD_STR),
	COLUMN(struct ledger_system, reach, FIELD_ENUM),
	COLUMN(struct ledger_system, reach_text, FIELD_STR),
	COLUMN(struct ledger_system, ports, FIELD_STR),
	COLUMN(struct ledger_system, importance, FIELD_ENUM),
	COLUMN(struct ledger_system, importance_text, FIELD_STR),
	COLUMN(struct ledger_system, hosts, FIELD_INT),
	COLUMN(struct ledger_system, installations, FIELD_INT),
};
static const struct schema system_schema = SCHEMA("system", struct ledger_system, system_fields);

static const struct field information_fields[] = {
	COLUMN(struct ledger_information, class, FIELD_ENUM),
	COLUMN(struct ledger_information, count, FIELD_INT),
	COLUMN(struct ledger_information, text, FIELD_STR),
};
static const struct schema information_schema = SCHEMA("information", struct ledger_information, information_fields);

static const struct field fact_fields[] = {
	COLUMN(struct ledger_fact, system, FIELD_INT),
	COLUMN(struct ledger_fact, host, FIELD_INT),
	COLUMN(struct ledger_fact, name, FIELD_STR),
	COLUMN(struct ledger_fact, value, FIELD_STR),
	COLUMN(struct ledger_fact, answered_at, FIELD_INSTANT),
	COLUMN(struct ledger_fact, answered_by, FIELD_STR),
	COLUMN(struct ledger_fact, provenance, FIELD_ENUM),
};
static const struct schema fact_schema = SCHEMA("fact", struct ledger_fact, fact_fields);

/* What stands of a system beside its row. */
struct told_of_system {
	LIST(struct ledger_information) information;
	LIST(struct ledger_fact)        facts;
};

/* Of all of them, read in two questions; of one it is asked by itself. */
struct told_of_systems {
	struct map                   places;     /* system id → place, from 1 */
	LIST(struct told_of_system)  list;
	struct arena                *arena;
};

static struct str
key_of(const int64_t *id)
{
	return (struct str){ (const char *)id, sizeof(*id) };
}

static struct told_of_system *
told_of(struct told_of_systems *told, int64_t id)
{
	uint64_t *place = map_find(&told->places, key_of(&id));

	if (place == NULL) {
		place = map_put(told->arena, &told->places, arena_copy(told->arena, key_of(&id)));
		(void)list_add(told->arena, &told->list);
		*place = told->list.count;
	}
	return &told->list.items[*place - 1];
}

static struct err *
read_information(struct ledger *ledger, struct told_of_systems *told, int64_t id, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, id == 0 ? SQL_INFORMATION_ALL : SQL_INFORMATION_OF, arena, &q));
	if (id != 0)
		bind_int(&q, id);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		column_fields(&q, id == 0 ? 1 : 0, &information_schema,
		    list_add(told->arena, &told_of(told, id == 0 ? column_int(&q, 0) : id)->information), told->arena);
	}
}

static struct err *
read_facts(struct ledger *ledger, struct told_of_systems *told, int64_t id, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, id == 0 ? SQL_FACT_ALL : SQL_FACT_OF_SYSTEM, arena, &q));
	if (id != 0)
		bind_int(&q, id);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		column_fields(&q, 0, &fact_schema, list_add(told->arena, &told_of(told, column_int(&q, 0))->facts), told->arena);
	}
}

static void
add_told(struct told_of_systems *told, struct ledger_system *system)
{
	const struct told_of_system *own = told_of(told, system->id);

	system->information.items = own->information.items;
	system->information.count = system->information.room = own->information.count;
	system->facts.items = own->facts.items;
	system->facts.count = system->facts.room = own->facts.count;
}

struct err *
ledger_systems(struct ledger *ledger, int64_t id, ledger_each_system *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new(), *own ARENA_SCOPE = arena_new();
	struct told_of_systems told = { .arena = own };
	struct query q QUERY_SCOPE;
	bool row;

	TRY(read_information(ledger, &told, id, arena));
	TRY(read_facts(ledger, &told, id, arena));
	TRY(ledger_query(ledger, id == 0 ? SQL_SYSTEM_LIST : SQL_SYSTEM_GET, arena, &q));
	bind_int(&q, id);
	for (;;) {
		struct ledger_system system = { 0 };
		struct err *err;

		TRY(query_next(&q, &system_schema, &system, item, arena, &row));
		if (!row)
			return NULL;
		add_told(&told, &system);
		err = each(context, &system, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
ledger_system_services(struct ledger *ledger, int64_t id, struct arena *arena, struct str_list *ret_names)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_names = (struct str_list){ 0 };
	TRY(ledger_query(ledger, SQL_SERVICE_OF_SYSTEM, arena, &q));
	bind_int(&q, id);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_names, column_str(&q, 0, arena));
	}
}

struct err *
ledger_system_find(struct ledger *ledger, struct str name, struct arena *arena, int64_t *ret_id)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_SYSTEM_FIND, arena, &q));
	bind_str(&q, name);
	return query_one(&q, arena, ret_id);
}

/* ------------------------------------------------------------------------------------------ whole */

/* Of a class that is named twice the later counts. */
static bool
information_is_last(const struct ledger_system *system, size_t nth)
{
	for (size_t i = nth + 1; i < system->information.count; i++)
		if (system->information.items[i].class == system->information.items[nth].class)
			return false;
	return true;
}

struct err *
information_add(struct query *q, int64_t system, const struct ledger_information *information, struct arena *arena)
{
	bind_int(q, system);
	bind_fields(q, &information_schema, information);
	return query_add(q, arena);
}

struct err *
fact_add(struct query *q, int64_t id, const struct ledger_fact *fact, struct arena *arena)
{
	bind_int(q, id);
	bind_fields(q, &fact_schema, fact);
	return query_add(q, arena);
}

static struct err *
put_service(struct ledger *ledger, int64_t system, struct str name, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	int64_t service;

	TRY(ledger_named(ledger, SQL_SERVICE_FIND, SQL_SERVICE_INSERT, "service", name, arena, &service));
	TRY(ledger_query(ledger, SQL_SERVICE_JOIN, arena, &q));
	bind_int(&q, service);
	bind_int(&q, system);
	TRY(query_add(&q, arena));
	return query_flush(&q, arena);
}

static struct err *
unit_of(struct ledger *ledger, const struct ledger_system *system, struct arena *arena, int64_t *ret_unit)
{
	*ret_unit = 0;
	if (system->unit.len > 0)
		TRY(ledger_named(ledger, SQL_UNIT_FIND, SQL_UNIT_INSERT, "unit", system->unit, arena, ret_unit));
	return may_write_unit(ledger, ret_unit, system->unit, arena);
}

static struct err *
check_system(struct ledger *ledger, int64_t id, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	int64_t there = 0;

	TRY(ledger_query_seen(ledger, SQL_SYSTEM_IDS, arena, &q));
	bind_int(&q, id);
	if (id != 0)
		TRY(query_one(&q, arena, &there));
	if (there == 0)
		return err_new(arena, ERR_NOT_FOUND, M("The ledger has no system {id}."), ARG_N("id", id));
	return NULL;
}

struct whole { const struct ledger_system *system; const struct str_list *services; struct str by; int64_t at, id; };

static struct err *
set_row(struct ledger *ledger, const struct whole *whole, int64_t unit, int64_t owner, struct arena *arena)
{
	const struct ledger_system *system = whole->system;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_SYSTEM_SET, arena, &q));
	bind_int(&q, whole->id);
	bind_str(&q, system->name);
	bind_str(&q, system->key);
	bind_int(&q, unit);
	bind_int(&q, owner);
	bind_str(&q, system->contractor);
	bind_str(&q, system->function);
	bind_str(&q, system->place);
	bind_str(&q, system->maintenance);
	bind_str(&q, system->note);
	bind_int(&q, system->network);
	bind_str(&q, system->network_text);
	bind_int(&q, system->reach);
	bind_str(&q, system->reach_text);
	bind_str(&q, system->ports);
	bind_int(&q, system->importance);
	bind_str(&q, system->importance_text);
	return query_run(&q, arena);
}

static struct err *
set_parts(struct ledger *ledger, const struct whole *whole, struct arena *arena)
{
	struct query services QUERY_SCOPE, information QUERY_SCOPE, q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_SERVICE_LEAVE, arena, &services));
	bind_int(&services, whole->id);
	TRY(query_run(&services, arena));
	for (size_t i = 0; i < whole->services->count; i++)
		TRY(put_service(ledger, whole->id, whole->services->items[i], arena));
	TRY(ledger_query(ledger, SQL_INFORMATION_CLEAR, arena, &information));
	bind_int(&information, whole->id);
	TRY(query_run(&information, arena));
	TRY(ledger_query(ledger, SQL_INFORMATION_INSERT, arena, &q));
	for (size_t i = 0; i < whole->system->information.count; i++) {
		if (information_is_last(whole->system, i))
			TRY(information_add(&q, whole->id, &whole->system->information.items[i], arena));
	}
	return query_flush(&q, arena);
}

/* Its name belongs to no other. */
static struct err *
claim_name(struct ledger *ledger, struct whole *whole, struct arena *arena)
{
	int64_t there;

	if (whole->system->id != 0)
		TRY(check_system(ledger, whole->system->id, arena));
	TRY(ledger_system_find(ledger, whole->system->name, arena, &there));
	if (there != 0 && there != whole->system->id)
		return err_new(arena, ERR_CONFLICT, M("There is a system \"{name}\" already: choose another name, or open that one."),
		    ARG("name", whole->system->name));
	whole->id = whole->system->id;
	return whole->id != 0 ? NULL
	    : ledger_named(ledger, SQL_SYSTEM_FIND, SQL_SYSTEM_INSERT, "system", whole->system->name, arena, &whole->id);
}

static struct err *
set_whole(struct ledger *ledger, void *context, struct arena *arena)
{
	struct whole *whole = context;
	const struct ledger_system *system = whole->system;
	int64_t unit = 0, owner = 0;

	TRY(claim_name(ledger, whole, arena));
	TRY(unit_of(ledger, system, arena, &unit));
	if (system->owner.len > 0)
		TRY(ledger_named(ledger, SQL_PERSON_FIND, SQL_PERSON_INSERT, "person", system->owner, arena, &owner));
	TRY(set_row(ledger, whole, unit, owner, arena));
	TRY(set_parts(ledger, whole, arena));
	return ledger_audit(ledger, whole->by, whole->at, system->id == 0 ? STR("system.new") : STR("system.set"),
	    arena_printf(arena, "system/%lld", (long long)whole->id), STR(""), arena);
}

struct err *
ledger_system_set(struct ledger *ledger, const struct ledger_system *system, const struct str_list *services, struct str by, int64_t at,
    struct arena *arena, int64_t *ret_id)
{
	struct whole whole = { system, services, by, at, 0 };

	TRY(ledger_write(ledger, set_whole, &whole, arena));
	*ret_id = whole.id;
	return NULL;
}

/* ---------------------------------------------------------------------------------------- answers */

struct moved { int64_t host, inventory, software, places, first_seen, import; struct str place; struct word word; bool has_version; };
static const struct field moved_fields[] = {
	{ "host_id", FIELD_INT, offsetof(struct moved, host), NULL, NULL },
	{ "inventory_id", FIELD_INT, offsetof(struct moved, inventory), NULL, NULL },
	{ "software_id", FIELD_INT, offsetof(struct moved, software), NULL, NULL },
	{ "place", FIELD_STR, offsetof(struct moved, place), NULL, NULL },
	{ "places", FIELD_INT, offsetof(struct moved, places), NULL, NULL },
	{ "first_seen", FIELD_INSTANT, offsetof(struct moved, first_seen), NULL, NULL },
	{ "import_id", FIELD_INT, offsetof(struct moved, import), NULL, NULL },
	{ "provenance", FIELD_ENUM, offsetof(struct moved, word.provenance), NULL, NULL },
	{ "told_by", FIELD_STR, offsetof(struct moved, word.told_by), NULL, NULL },
	{ "told_on", FIELD_DAY, offsetof(struct moved, word.told_on), NULL, NULL },
};
static const struct schema moved_schema = SCHEMA("installation", struct moved, moved_fields);
struct moved_list { struct moved *items; size_t count, room; };

static struct err *
without_version(struct ledger *ledger, const struct ledger_fact *fact, struct str identity, struct str earlier,
    struct arena *arena, struct moved_list *ret_list)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_INSTALLATION_WITHOUT_VERSION, arena, &q));
	bind_int(&q, fact->system);
	bind_int(&q, fact->host);
	bind_str(&q, identity);
	bind_str(&q, earlier);
	for (;;) {
		struct moved *moved;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		moved = list_add(arena, ret_list);
		column_fields(&q, 0, &moved_schema, moved, arena);
		moved->has_version = column_str(&q, (int)moved_schema.count, arena).len > 0;
	}
}

/* The software item that differs from this one only in its version. */
struct err *
software_with_version(struct ledger *ledger, int64_t software, struct str version, struct arena *arena, int64_t *ret_software)
{
	struct component component = { 0 };
	struct query q QUERY_SCOPE;
	int64_t product;
	bool row;

	TRY(ledger_query(ledger, SQL_SOFTWARE_COMPONENT, arena, &q));
	bind_int(&q, software);
	TRY(query_step(&q, arena, &row));
	if (!row)
		return err_new(arena, ERR_STORE, M("The ledger has no software item {id}."), ARG_N("id", software));
	column_fields(&q, 0, &software_component_schema, &component, arena);
	component.version = version;
	return software_intern(ledger, &component, arena, ret_software, &product);
}

static struct err *
move(struct ledger *ledger, struct moved *moved, struct str version, struct arena *arena)
{
	struct query gone QUERY_SCOPE, q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_INSTALLATION_DELETE, arena, &gone));
	bind_int(&gone, moved->host);
	bind_int(&gone, moved->inventory);
	bind_int(&gone, moved->software);
	TRY(query_add(&gone, arena));
	TRY(query_flush(&gone, arena));
	TRY(inventory_forget(ledger, moved->inventory, arena));
	TRY(software_with_version(ledger, moved->software, version, arena, &moved->software));
	TRY(ledger_query(ledger, SQL_INSTALLATION_INSERT, arena, &q));
	bind_fields(&q, &moved_schema, moved);
	TRY(query_add(&q, arena));
	TRY(query_flush(&q, arena));
	return content_gather(ledger, &moved->host, 1, arena);
}

/* Puts an answered version on what stands without one, or with the one answered before. */
static struct err *
put_version(struct ledger *ledger, const struct ledger_fact *fact, struct str identity, struct str earlier, struct arena *arena)
{
	struct word word = { fact->provenance, fact->answered_by, instant_day(fact->answered_at, ZONE_JST) };
	struct moved_list list = { 0 };

	TRY(without_version(ledger, fact, identity, earlier, arena, &list));
	for (size_t i = 0; i < list.count; i++) {
		if (list.items[i].has_version && word_is_stronger(&list.items[i].word, &word))
			continue;
		list.items[i].word = word;
		TRY(move(ledger, &list.items[i], fact->value, arena));
	}
	return NULL;
}

/*
 * An answered build refines what says the same build without its revision ("10.0.26100"), also where a machine itself said
 * that: it does not contradict it. On another build it is not put.
 */
static struct err *
put_build(struct ledger *ledger, const struct ledger_fact *fact, struct str identity, struct arena *arena)
{
	struct moved_list list = { 0 };
	struct str build;

	str_cut_last(fact->value, '.', &build, &(struct str){ 0 });
	TRY(without_version(ledger, fact, identity, build, arena, &list));
	for (size_t i = 0; i < list.count; i++)
		TRY(move(ledger, &list.items[i], fact->value, arena));
	return NULL;
}

static struct err *
earlier_answer(struct ledger *ledger, const struct ledger_fact *fact, struct arena *arena, struct str *ret_value)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_FACT_GET, arena, &q));
	bind_int(&q, fact->system);
	bind_int(&q, fact->host);
	bind_str(&q, fact->name);
	TRY(query_step(&q, arena, &row));
	*ret_value = row ? column_str(&q, 0, arena) : STR("");
	return NULL;
}

static struct err *
answer(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_fact *fact = context;
	struct query gone QUERY_SCOPE, q QUERY_SCOPE;
	struct str earlier, identity = fact->name;
	int64_t id;

	TRY(check_system(ledger, fact->system, arena));
	TRY(earlier_answer(ledger, fact, arena, &earlier));
	TRY(ledger_query(ledger, SQL_FACT_SUPERSEDE, arena, &gone));
	bind_int(&gone, fact->system);
	bind_int(&gone, fact->host);
	bind_str(&gone, fact->name);
	bind_instant(&gone, fact->answered_at);
	TRY(query_run(&gone, arena));
	TRY(ledger_allot(ledger, "fact", 1, arena, &id));
	TRY(ledger_query(ledger, SQL_FACT_INSERT, arena, &q));
	TRY(fact_add(&q, id, fact, arena));
	TRY(query_flush(&q, arena));
	if (str_take(&identity, STR("version:")))
		return put_version(ledger, fact, identity, earlier, arena);
	if (str_take(&identity, STR("build:")))
		return put_build(ledger, fact, identity, arena);
	return NULL;
}

struct err *
ledger_answer(struct ledger *ledger, const struct ledger_fact *fact, struct arena *arena)
{
	return ledger_write(ledger, answer, (void *)(uintptr_t)fact, arena);
}

struct withdrawing { int64_t system, host; struct str name, by; int64_t at; };

static struct err *
withdraw(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct withdrawing *withdrawing = context;
	struct query q QUERY_SCOPE;

	TRY(check_system(ledger, withdrawing->system, arena));
	TRY(ledger_query(ledger, SQL_FACT_SUPERSEDE, arena, &q));
	bind_int(&q, withdrawing->system);
	bind_int(&q, withdrawing->host);
	bind_str(&q, withdrawing->name);
	bind_instant(&q, withdrawing->at);
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, withdrawing->by, withdrawing->at, STR("fact.withdraw"),
	    arena_printf(arena, "system/%lld", (long long)withdrawing->system), ledger_digest(&withdrawing->name, 1, arena), arena);
}

struct err *
ledger_fact_withdraw(struct ledger *ledger, int64_t system, int64_t host, struct str name, struct str by, int64_t at, struct arena *arena)
{
	struct withdrawing withdrawing = { system, host, name, by, at };

	return ledger_write(ledger, withdraw, &withdrawing, arena);
}

struct question_answer {
	int64_t    question;
	struct str value, by;
	int64_t    at, systems;
	const struct asked_systems *of;     /* that it is given for; NULL: all it was asked of */
};
struct asked_systems { int64_t *items; size_t count, room; };

/* "version" and "build" questions are answered for their product; all others by their fact's name. */
static struct err *
question_fact(struct ledger *ledger, int64_t question, struct arena *arena, struct str *ret_name)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_QUESTION_GET, arena, &q));
	bind_int(&q, question);
	TRY(query_step(&q, arena, &row));
	if (!row)
		*ret_name = STR("");
	else if (str_eq(column_str(&q, 0, arena), STR("version")) || str_eq(column_str(&q, 0, arena), STR("build")))
		*ret_name = arena_printf(arena, "%.*s:%.*s", STR_ARG(column_str(&q, 0, arena)), STR_ARG(column_str(&q, 3, arena)));
	else
		*ret_name = column_str(&q, 2, arena);
	return NULL;
}

static bool
is_given_for(const struct question_answer *given, int64_t system)
{
	for (size_t i = 0; given->of != NULL && i < given->of->count; i++)
		if (given->of->items[i] == system)
			return true;
	return given->of == NULL;
}

static struct err *
answer_question(struct ledger *ledger, void *context, struct arena *arena)
{
	struct question_answer *given = context;
	struct query q QUERY_SCOPE, closed QUERY_SCOPE;
	bool row, whole = true;
	struct str name;

	given->systems = 0;
	TRY(question_fact(ledger, given->question, arena, &name));
	if (name.len == 0)
		return NULL;
	TRY(ledger_query(ledger, SQL_QUESTION_SYSTEMS, arena, &q));
	bind_int(&q, given->question);
	for (;;) {
		struct ledger_fact fact = { 0, 0, name, given->value, given->at, given->by, PROVENANCE_HEARING };

		TRY(query_step(&q, arena, &row));
		if (!row)
			break;
		fact.system = column_int(&q, 0);
		if (!is_given_for(given, fact.system)) {
			whole = false;
			continue;
		}
		TRY(ledger_answer(ledger, &fact, arena));
		given->systems++;
	}
	if (!whole)
		return NULL;
	TRY(ledger_query(ledger, SQL_QUESTION_CLOSE, arena, &closed));
	bind_int(&closed, given->question);
	bind_instant(&closed, given->at);
	return query_run(&closed, arena);
}

/* Who reads of some systems answers for them; the others are asked on. */
static struct err *
seen_of_question(struct ledger *ledger, int64_t question, struct arena *arena, struct asked_systems *ret_systems)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_systems = (struct asked_systems){ 0 };
	TRY(ledger_query(ledger, SQL_QUESTION_SYSTEMS, arena, &q));
	bind_int(&q, question);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_systems, column_int(&q, 0));
	}
}

struct err *
ledger_answer_question(struct ledger *ledger, int64_t question, struct str value, struct str by, int64_t at,
    struct arena *arena, int64_t *ret_systems)
{
	struct question_answer given = { question, value, by, at, 0, NULL };
	struct asked_systems seen;

	if (!ledger_sees_all(ledger)) {
		TRY(seen_of_question(ledger, question, arena, &seen));
		given.of = &seen;
	}
	TRY(ledger_write(ledger, answer_question, &given, arena));
	*ret_systems = given.systems;
	return NULL;
}
