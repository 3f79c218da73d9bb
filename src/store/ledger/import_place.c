/*
 * import_place.c - where an import's items stand: its systems, hosts and streams. Row by row every one of them would be several questions to
 * a server; here thousands are one question, and written in bulk. What is told twice in one import is written in the order it was told.
 */
#include "store/ledger/import.h"

#include "store/ledger/register.h"
#include "store/ledger/sql_registry.h"

/* ---------------------------------------------------------------------------------------- gathering */

static size_t
system_at(struct placing *p, struct str name)
{
	uint64_t *at = map_put(p->arena, &p->systems_by_name, name);

	if (*at == 0) {
		list_push(p->arena, &p->systems, ((struct placed_system){ .name = name }));
		*at = p->systems.count;
	}
	return (size_t)*at - 1;
}

static size_t
host_at(struct placing *p, size_t system, struct str name)
{
	uint64_t *at = map_put(p->arena, &p->hosts_by_name, arena_printf(p->arena, "%zu/%.*s", system, STR_ARG(name)));

	if (*at == 0) {
		list_push(p->arena, &p->hosts, ((struct placed_host){ .system = system, .name = name }));
		*at = p->hosts.count;
	}
	return (size_t)*at - 1;
}

static void
gather(struct placing *p)
{
	for (size_t i = 0; i < p->import->systems.count; i++)
		(void)system_at(p, p->import->systems.items[i].name);
	for (size_t i = 0; i < p->import->hosts.count; i++) {
		struct gathered_host *host = &p->import->hosts.items[i];

		host->place = host_at(p, system_at(p, host->system), host->name);
		host->system_id = host->host_id = host->inventory = host->stands_on = 0;
		host->fresh = host->first = host->again = false;
	}
}

/* ------------------------------------------------------------------------------------------ finding */

static struct err *
find_systems(struct placing *p)
{
	struct sql_list names SQL_LIST_SCOPE;
	struct query q QUERY_SCOPE;
	bool row;

	for (size_t i = 0; i < p->systems.count; i++)
		sql_list_row(&names, 0, p->systems.items[i].name, STR(""));
	TRY(ledger_query(p->ledger, SQL_SYSTEM_NAMED, p->arena, &q));
	bind_str(&q, sql_list_text(&names));
	for (;;) {
		TRY(query_step(&q, p->arena, &row));
		if (!row)
			return NULL;
		p->systems.items[column_int(&q, 0)].id = column_int(&q, 1);
	}
}

static struct err *
find_hosts(struct placing *p)
{
	struct sql_list hosts SQL_LIST_SCOPE;
	struct query q QUERY_SCOPE;
	bool row;

	for (size_t i = 0; i < p->hosts.count; i++)
		sql_list_row(&hosts, p->systems.items[p->hosts.items[i].system].id, p->hosts.items[i].name, STR(""));
	TRY(ledger_query(p->ledger, SQL_HOST_NAMED, p->arena, &q));
	bind_str(&q, sql_list_text(&hosts));
	for (;;) {
		TRY(query_step(&q, p->arena, &row));
		if (!row)
			return NULL;
		p->hosts.items[column_int(&q, 0)].id = column_int(&q, 1);
	}
}

/* A host that got another name, unless another host has taken that in the meantime. */
static void
find_renamed(struct placing *p)
{
	for (size_t i = 0; i < p->import->hosts.count; i++) {
		const struct gathered_host *host = &p->import->hosts.items[i];
		struct placed_host *placed = &p->hosts.items[host->place];

		if (placed->id == 0 && host->renamed != 0) {
			placed->id = host->renamed;
			placed->renamed = true;
		}
	}
}

static struct err *
find_streams(struct placing *p)
{
	struct sql_list streams SQL_LIST_SCOPE;
	struct query q QUERY_SCOPE;
	bool row;

	for (size_t i = 0; i < p->import->hosts.count; i++)
		sql_list_row(&streams, p->hosts.items[p->import->hosts.items[i].place].id, p->import->hosts.items[i].stream, STR(""));
	TRY(ledger_query(p->ledger, SQL_INVENTORY_NAMED, p->arena, &q));
	bind_str(&q, sql_list_text(&streams));
	for (;;) {
		struct gathered_host *host;

		TRY(query_step(&q, p->arena, &row));
		if (!row)
			return NULL;
		host = &p->import->hosts.items[column_int(&q, 0)];
		host->inventory = column_int(&q, 1);
		host->stands_on = column_int(&q, 2);
	}
}

struct err *
import_find(struct placing *p)
{
	gather(p);
	TRY(find_systems(p));
	TRY(find_hosts(p));
	find_renamed(p);
	return find_streams(p);
}

/* ------------------------------------------------------------------------------------------ systems */

/* Units, persons or services that systems name: found, or made in the order they are named. */
struct names {
	int         find, insert;
	const char *kind;
	size_t      offset;      /* of the name in struct ledger_system */
	struct map  at;          /* index + 1 */
	struct { struct named { struct str name; int64_t id; } *items; size_t count, room; } list;
};

static struct str
name_in(const struct names *names, const struct ledger_system *system)
{
	return *(const struct str *)(const void *)((const char *)system + names->offset);
}

static struct err *
names_find(struct placing *p, struct names *names)
{
	struct sql_list wanted SQL_LIST_SCOPE;
	struct query q QUERY_SCOPE;
	bool row;

	for (size_t i = 0; i < names->list.count; i++)
		sql_list_row(&wanted, 0, names->list.items[i].name, STR(""));
	TRY(ledger_query(p->ledger, names->find, p->arena, &q));
	bind_str(&q, sql_list_text(&wanted));
	for (;;) {
		TRY(query_step(&q, p->arena, &row));
		if (!row)
			return NULL;
		names->list.items[column_int(&q, 0)].id = column_int(&q, 1);
	}
}

static struct err *
names_make(struct placing *p, struct names *names)
{
	struct ids ids = { .kind = names->kind };
	struct query q QUERY_SCOPE;

	TRY(ledger_query(p->ledger, names->insert, p->arena, &q));
	for (size_t i = 0; i < names->list.count; i++) {
		struct named *named = &names->list.items[i];

		if (named->id != 0)
			continue;
		TRY(ids_take(p->ledger, &ids, p->arena, &named->id));
		bind_int(&q, named->id);
		bind_str(&q, named->name);
		TRY(query_add(&q, p->arena));
	}
	TRY(query_flush(&q, p->arena));
	return ids_done(p->ledger, &ids, p->arena);
}

static struct err *
names_settle(struct placing *p, struct names *names)
{
	for (size_t i = 0; i < p->import->systems.count; i++) {
		struct str name = name_in(names, &p->import->systems.items[i]);
		uint64_t *at;

		if (name.len == 0)
			continue;
		at = map_put(p->arena, &names->at, name);
		if (*at == 0) {
			list_push(p->arena, &names->list, ((struct named){ name, 0 }));
			*at = names->list.count;
		}
	}
	if (names->list.count == 0)
		return NULL;
	TRY(names_find(p, names));
	return names_make(p, names);
}

static int64_t
named_id(const struct names *names, const struct ledger_system *system)
{
	const uint64_t *at = map_find(&names->at, name_in(names, system));

	return at == NULL ? 0 : names->list.items[*at - 1].id;
}

struct telling {
	struct placing *place;
	struct names    units, persons, services;
	struct query    tell, join, gone, information;
	struct ids      ids;
};

/* A file of an owner unit tells of its own systems: of the others not even a cell. */
static struct err *
may_tell_of(struct placing *p, const struct placed_system *placed)
{
	struct err *err = may_write_system(p->ledger, placed->id, p->arena);

	if (err == NULL || err->code != ERR_NOT_FOUND)
		return err;
	return err_new(p->arena, ERR_FORBIDDEN, M("The system \"{name}\" belongs to another unit: its people, operators or security staff take this in."),
	    ARG("name", placed->name));
}

static struct err *
tell_row(struct telling *t, const struct ledger_system *system, int64_t id, int64_t unit)
{
	struct query *q = &t->tell;

	bind_int(q, id);
	bind_str(q, system->name);
	bind_str(q, system->key);
	bind_int(q, unit);
	bind_int(q, named_id(&t->persons, system));
	bind_str(q, system->contractor);
	bind_str(q, system->function);
	bind_str(q, system->place);
	bind_str(q, system->maintenance);
	bind_str(q, system->note);
	bind_int(q, system->network);
	bind_str(q, system->network_text);
	bind_int(q, system->reach);
	bind_str(q, system->reach_text);
	bind_str(q, system->ports);
	bind_int(q, system->importance);
	bind_str(q, system->importance_text);
	return query_add(q, t->place->arena);
}

/* Its service, and what it holds: a class named anew replaces what was said of it; classes not named stay. */
static struct err *
tell_parts(struct telling *t, const struct ledger_system *system, int64_t id)
{
	struct arena *arena = t->place->arena;

	if (system->service.len > 0) {
		bind_int(&t->join, named_id(&t->services, system));
		bind_int(&t->join, id);
		TRY(query_add(&t->join, arena));
	}
	for (size_t i = 0; i < system->information.count; i++) {
		bind_int(&t->gone, id);
		bind_int(&t->gone, system->information.items[i].class);
		TRY(query_add(&t->gone, arena));
	}
	return NULL;
}

static struct err *
tell_flush(struct telling *t)
{
	TRY(query_flush(&t->tell, t->place->arena));
	TRY(query_flush(&t->join, t->place->arena));
	return query_flush(&t->gone, t->place->arena);
}

static struct err *
tell_system(struct telling *t, const struct ledger_system *system, bool says_more)
{
	struct placing *p = t->place;
	struct placed_system *placed = &p->systems.items[system_at(p, system->name)];
	int64_t unit = named_id(&t->units, system);
	bool is_new = placed->id == 0;

	if (is_new)
		TRY(ids_take(p->ledger, &t->ids, p->arena, &placed->id));
	else if (!placed->told)
		TRY(may_tell_of(p, placed));
	if (system->unit.len > 0 || is_new)
		TRY(may_write_unit(p->ledger, &unit, system->unit, p->arena));
	if (placed->told)
		TRY(tell_flush(t));
	p->result->systems += !placed->told;
	p->result->systems_new += is_new;
	placed->told = true;
	if (!is_new && !says_more)
		return NULL;
	TRY(tell_row(t, system, placed->id, unit));
	return tell_parts(t, system, placed->id);
}

/* After all that was said of the same classes is gone. Of what is said twice the last counts. */
static struct err *
tell_information(struct telling *t)
{
	struct placing *p = t->place;
	struct map said = { 0 };

	for (size_t i = p->import->systems.count; i-- > 0;) {
		const struct ledger_system *system = &p->import->systems.items[i];
		size_t at = system_at(p, system->name);

		for (size_t k = system->information.count; k-- > 0;) {
			const struct ledger_information *information = &system->information.items[k];

			if ((*map_put(p->arena, &said, arena_printf(p->arena, "%zu/%d", at, (int)information->class)))++ == 0)
				TRY(information_add(&t->information, p->systems.items[at].id, information, p->arena));
		}
	}
	return query_flush(&t->information, p->arena);
}

static struct err *
tell_systems(struct telling *t)
{
	struct placing *p = t->place;

	TRY(ledger_query(p->ledger, SQL_SYSTEM_TELL, p->arena, &t->tell));
	TRY(ledger_query(p->ledger, SQL_SERVICE_JOIN, p->arena, &t->join));
	TRY(ledger_query(p->ledger, SQL_INFORMATION_DELETE, p->arena, &t->gone));
	TRY(ledger_query(p->ledger, SQL_INFORMATION_INSERT, p->arena, &t->information));
	for (size_t i = 0; i < p->import->systems.count; i++)
		TRY(tell_system(t, &p->import->systems.items[i], true));
	for (size_t i = 0; i < p->import->hosts.count; i++) {
		struct gathered_host *host = &p->import->hosts.items[i];
		size_t at = p->hosts.items[host->place].system;

		if (!p->systems.items[at].told)
			TRY(tell_system(t, &(struct ledger_system){ .name = host->system }, false));
		host->system_id = p->systems.items[at].id;
	}
	TRY(tell_flush(t));
	TRY(tell_information(t));
	return ids_done(p->ledger, &t->ids, p->arena);
}

struct err *
import_put_systems(struct placing *p)
{
	struct telling t = { .place = p, .ids = { .kind = "system" },
		.units = { SQL_UNIT_NAMED, SQL_UNIT_INSERT, "unit", offsetof(struct ledger_system, unit), { 0 }, { 0 } },
		.persons = { SQL_PERSON_NAMED, SQL_PERSON_INSERT, "person", offsetof(struct ledger_system, owner), { 0 }, { 0 } },
		.services = { SQL_SERVICE_NAMED, SQL_SERVICE_INSERT, "service", offsetof(struct ledger_system, service), { 0 }, { 0 } } };
	struct err *err = names_settle(p, &t.units);

	if (err == NULL)
		err = names_settle(p, &t.persons);
	if (err == NULL)
		err = names_settle(p, &t.services);
	if (err == NULL)
		err = tell_systems(&t);
	query_done(&t.tell);
	query_done(&t.join);
	query_done(&t.gone);
	query_done(&t.information);
	return err;
}

/* -------------------------------------------------------------------------------------------- hosts */

static struct err *
rename_host(struct placing *p, struct placed_host *placed)
{
	struct query q QUERY_SCOPE;

	placed->renamed = false;
	TRY(ledger_query(p->ledger, SQL_HOST_RENAME, p->arena, &q));
	bind_int(&q, placed->id);
	bind_str(&q, placed->name);
	return query_run(&q, p->arena);
}

static struct err *
put_host(struct placing *p, struct gathered_host *host, struct query *q, struct ids *ids)
{
	struct placed_host *placed = &p->hosts.items[host->place];

	if (placed->renamed)
		TRY(rename_host(p, placed));
	host->fresh = placed->id == 0;
	if (host->fresh)
		TRY(ids_take(p->ledger, ids, p->arena, &placed->id));
	if (placed->told)
		TRY(query_flush(q, p->arena));
	placed->told = true;
	host->host_id = placed->id;
	p->result->hosts++;
	p->result->hosts_new += host->fresh;
	bind_int(q, host->host_id);
	bind_int(q, host->system_id);
	bind_str(q, host->name);
	bind_str(q, host->distribution);
	bind_str(q, host->release);
	bind_str(q, host->kernel);
	return query_add(q, p->arena);
}

/* Every host is gone through twice: itself, then what stands on it. */
struct err *
import_step(struct placing *p, size_t done)
{
	return ledger_step(p->ledger, &(struct ledger_step){ LEDGER_WRITES, (int64_t)done, 2 * (int64_t)p->import->hosts.count, 0 }, p->arena);
}

struct err *
import_put_hosts(struct placing *p)
{
	struct ids ids = { .kind = "host" };
	struct query q QUERY_SCOPE;

	TRY(ledger_query(p->ledger, SQL_HOST_TELL, p->arena, &q));
	for (size_t i = 0; i < p->import->hosts.count; i++) {
		TRY(import_step(p, i));
		TRY(put_host(p, &p->import->hosts.items[i], &q, &ids));
	}
	TRY(query_flush(&q, p->arena));
	return ids_done(p->ledger, &ids, p->arena);
}

/* -------------------------------------------------------------------------------------------- facts */

struct standing_fact { struct str value; enum provenance provenance; };
struct facts {
	struct placing *place;
	LIST(struct ledger_fact) told;           /* in order */
	struct map      at;                      /* system, host and name → index + 1 of what stands */
	LIST(struct standing_fact) stands;
	struct query    insert;
	struct ids      ids;
};

static void
tell_facts(struct facts *f, int64_t system, int64_t host, const struct ledger_fact *facts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct ledger_fact fact = facts[i];

		fact.system = system;
		fact.host = host;
		list_push(f->place->arena, &f->told, fact);
	}
}

static void
gather_facts(struct facts *f)
{
	struct placing *p = f->place;

	for (size_t i = 0; i < p->import->systems.count; i++) {
		const struct ledger_system *system = &p->import->systems.items[i];

		tell_facts(f, p->systems.items[system_at(p, system->name)].id, 0, system->facts.items, system->facts.count);
	}
	for (size_t i = 0; i < p->import->hosts.count; i++) {
		const struct gathered_host *host = &p->import->hosts.items[i];

		tell_facts(f, host->system_id, host->host_id, host->facts.items, host->facts.count);
	}
}

static uint64_t *
fact_slot(struct facts *f, const struct ledger_fact *fact)
{
	struct arena *arena = f->place->arena;

	return map_put(arena, &f->at, arena_printf(arena, "%lld/%lld/%.*s", (long long)fact->system, (long long)fact->host, STR_ARG(fact->name)));
}

static void
fact_stands(struct facts *f, uint64_t *slot, struct str value, enum provenance provenance)
{
	list_push(f->place->arena, &f->stands, ((struct standing_fact){ value, provenance }));
	*slot = f->stands.count;
}

static struct err *
read_facts(struct facts *f)
{
	struct sql_list facts SQL_LIST_SCOPE;
	struct arena *arena = f->place->arena;
	struct query q QUERY_SCOPE;
	bool row;

	for (size_t i = 0; i < f->told.count; i++) {
		const struct ledger_fact *fact = &f->told.items[i];

		sql_list_row(&facts, fact->system, fact->name, arena_printf(arena, "%lld", (long long)fact->host));
	}
	TRY(ledger_query(f->place->ledger, SQL_FACT_STANDING, arena, &q));
	bind_str(&q, sql_list_text(&facts));
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		fact_stands(f, fact_slot(f, &f->told.items[column_int(&q, 0)]), column_str(&q, 1, arena), (enum provenance)column_int(&q, 2));
	}
}

/* What is answered for the first time and moves nothing is written with the others; the rest as a person's answer is. */
static struct err *
put_fact(struct facts *f, const struct ledger_fact *fact)
{
	struct placing *p = f->place;
	uint64_t *slot = fact_slot(f, fact);
	const struct standing_fact *stands = *slot == 0 ? NULL : &f->stands.items[*slot - 1];
	bool moves = str_starts(fact->name, STR("version:")) || str_starts(fact->name, STR("build:"));
	int64_t id;

	if (stands != NULL && (str_eq(stands->value, fact->value) || stands->provenance > fact->provenance))
		return NULL;
	fact_stands(f, slot, fact->value, fact->provenance);
	if (stands == NULL && !moves) {
		TRY(ids_take(p->ledger, &f->ids, p->arena, &id));
		return fact_add(&f->insert, id, fact, p->arena);
	}
	TRY(query_flush(&f->insert, p->arena));
	TRY(ids_done(p->ledger, &f->ids, p->arena));
	return ledger_answer(p->ledger, fact, p->arena);
}

static struct err *
put_facts(struct facts *f)
{
	struct placing *p = f->place;

	TRY(ledger_query(p->ledger, SQL_FACT_INSERT, p->arena, &f->insert));
	for (size_t i = 0; i < f->told.count; i++)
		TRY(put_fact(f, &f->told.items[i]));
	TRY(query_flush(&f->insert, p->arena));
	return ids_done(p->ledger, &f->ids, p->arena);
}

struct err *
import_put_facts(struct placing *p)
{
	struct facts f = { .place = p, .ids = { .kind = "fact" } };
	struct err *err;

	gather_facts(&f);
	if (f.told.count == 0)
		return NULL;
	TRY(read_facts(&f));
	err = put_facts(&f);
	query_done(&f.insert);
	return err;
}

/* ------------------------------------------------------------------------------------------ streams */

struct streams {
	struct placing *place;
	struct map      told;                  /* host and stream → inventory */
	struct query    tell, gone, coverage;
	struct ids      ids;
};

static struct err *
put_coverage(struct streams *s, const struct gathered_host *host)
{
	for (int layer = 0; layer < LAYER_COUNT; layer++) {
		if (host->coverage[layer] == COVERAGE_NONE)
			continue;
		bind_int(&s->coverage, host->inventory);
		bind_int(&s->coverage, layer);
		bind_int(&s->coverage, host->coverage[layer]);
		TRY(query_add(&s->coverage, s->place->arena));
	}
	return NULL;
}

/* What was covered before is gone first; of a stream that is told twice the last counts. */
static struct err *
put_coverages(struct streams *s)
{
	struct placing *p = s->place;
	struct map said = { 0 };

	for (size_t i = 0; i < p->import->hosts.count; i++) {
		const struct gathered_host *host = &p->import->hosts.items[i];

		if (host->inventory == 0 || host->first)
			continue;
		bind_int(&s->gone, host->inventory);
		TRY(query_add(&s->gone, p->arena));
	}
	TRY(query_flush(&s->gone, p->arena));
	for (size_t i = p->import->hosts.count; i-- > 0;) {
		const struct gathered_host *host = &p->import->hosts.items[i];

		if (host->inventory != 0 && (*map_put(p->arena, &said, arena_printf(p->arena, "%lld", (long long)host->inventory)))++ == 0)
			TRY(put_coverage(s, host));
	}
	return query_flush(&s->coverage, p->arena);
}

static struct err *
settle_stream(struct streams *s, struct gathered_host *host)
{
	struct arena *arena = s->place->arena;
	uint64_t *told = map_put(arena, &s->told, arena_printf(arena, "%zu/%.*s", host->place, STR_ARG(host->stream)));

	host->again = *told != 0;
	if (host->again) {
		host->inventory = (int64_t)*told;
		TRY(query_flush(&s->tell, arena));
	}
	host->first = host->inventory == 0;
	if (host->first)
		TRY(ids_take(s->place->ledger, &s->ids, arena, &host->inventory));
	*told = (uint64_t)host->inventory;
	return NULL;
}

static struct err *
put_stream(struct streams *s, struct gathered_host *host)
{
	const struct ledger_import_head *head = &s->place->import->head;
	struct query *q = &s->tell;

	TRY(settle_stream(s, host));
	bind_int(q, host->inventory);
	bind_int(q, host->host_id);
	bind_str(q, host->stream);
	bind_int(q, s->place->result->id);
	bind_str(q, host->format);
	bind_str(q, host->tool);
	bind_instant(q, host->made);
	bind_str(q, host->machine);
	bind_int(q, host->restart_pending);
	bind_instant(q, head->at);
	bind_str(q, host->digest);
	bind_int(q, host->told);
	return query_add(q, s->place->arena);
}

static struct err *
put_streams(struct streams *s, const bool *has_any)
{
	struct placing *p = s->place;

	TRY(ledger_query(p->ledger, SQL_INVENTORY_TELL, p->arena, &s->tell));
	TRY(ledger_query(p->ledger, SQL_COVERAGE_DELETE, p->arena, &s->gone));
	TRY(ledger_query(p->ledger, SQL_COVERAGE_INSERT, p->arena, &s->coverage));
	for (size_t i = 0; i < p->import->hosts.count; i++) {
		if (has_any[i])
			TRY(put_stream(s, &p->import->hosts.items[i]));
		else
			p->import->hosts.items[i].inventory = 0;
	}
	TRY(query_flush(&s->tell, p->arena));
	TRY(put_coverages(s));
	return ids_done(p->ledger, &s->ids, p->arena);
}

struct err *
import_put_inventories(struct placing *p, const bool *has_any)
{
	struct streams s = { .place = p, .ids = { .kind = "inventory" } };
	struct err *err = put_streams(&s, has_any);

	query_done(&s.tell);
	query_done(&s.gone);
	query_done(&s.coverage);
	return err;
}
