#include "service/sighting.h"

#include <arpa/inet.h>
#include "base/map.h"
#include "model/record.h"
#include "service/intake.h"
#include "wire/worker/worker.h"

static const struct field view_fields[] = {
	FIELD_NAMED(struct unmanaged_view, source, &sighting_source_names),
	FIELD(struct unmanaged_view, name, FIELD_STR),
	FIELD(struct unmanaged_view, address, FIELD_STR),
	FIELD(struct unmanaged_view, mac, FIELD_STR),
	FIELD(struct unmanaged_view, what, FIELD_STR),
	FIELD(struct unmanaged_view, told_by, FIELD_STR),
	FIELD(struct unmanaged_view, first_seen, FIELD_INSTANT),
	FIELD(struct unmanaged_view, seen_at, FIELD_INSTANT),
};
static const struct schema view_schema = SCHEMA("machine", struct unmanaged_view, view_fields);

static const struct field unmanaged_fields[] = {
	FIELD_OF(struct unmanaged, machines, FIELD_LIST, &view_schema),
	FIELD(struct unmanaged, seen, FIELD_INT),
};
const struct schema unmanaged_schema = SCHEMA("unmanaged", struct unmanaged, unmanaged_fields);

static const struct field report_fields[] = {
	FIELD(struct scan_report, hosts, FIELD_INT),
	FIELD(struct scan_report, services, FIELD_INT),
	FIELD(struct scan_report, unmanaged, FIELD_INT),
	FIELD_OF(struct scan_report, problems, FIELD_LIST, &problem_schema),
};
const struct schema scan_report_schema = SCHEMA("scan", struct scan_report, report_fields);

/* ----------------------------------------------------------------------------------- who is managed */

struct known {
	struct arena *arena;
	struct map    names;       /* whole, lower case                               */
	struct map    shorts;      /* first parts of names without a domain           */
	struct map    firsts;      /* first parts of names with one                   */
	struct map    addresses;
};

static struct str
lower(struct str text, struct arena *arena)
{
	char *copy = arena_cstr(arena, str_trim_space(text));

	for (char *c = copy; *c != '\0'; c++)
		*c = char_lower(*c);
	return str_of(copy);
}

/* The part before the first '.'; "" when that is a number, as an address' is. */
static struct str
first_part(struct str name, bool *ret_domain)
{
	struct str first, domain;
	bool letter = false;

	*ret_domain = str_cut(name, '.', &first, &domain);
	for (size_t i = 0; i < first.len; i++)
		letter = letter || !char_is_digit(first.ptr[i]);
	return letter ? first : STR("");
}

static struct err *
learn(void *context, const struct ledger_host_name *host, struct arena *scratch)
{
	struct known *known = context;
	struct str name = lower(host->name, known->arena), rest = lower(host->address, known->arena), first, word;
	bool domain;

	(void)scratch;
	if (name.len > 0)
		*map_put(known->arena, &known->names, name) = 1;
	first = first_part(name, &domain);
	if (first.len > 0)
		*map_put(known->arena, domain ? &known->firsts : &known->shorts, first) = 1;
	/* Addresses as people write several: "192.0.2.5, 192.0.2.6", "192.0.2.5 / 2001:db8::5", with a mask behind. */
	for (size_t i = 0; i < rest.len; i++)
		if (str_find_char(STR(",;/\n\t"), rest.ptr[i]) != SIZE_MAX)
			((char *)(uintptr_t)rest.ptr)[i] = ' ';
	while (str_split(&rest, ' ', &word))
		if (word.len > 0)
			*map_put(known->arena, &known->addresses, word) = 1;
	return NULL;
}

static struct err *
learn_all(struct ledger *ledger, struct arena *arena, struct known *known)
{
	*known = (struct known){ .arena = arena };
	return ledger_host_names(ledger, learn, known, arena);
}

static bool
has(const struct map *map, struct str key)
{
	return key.len > 0 && map_find(map, key) != NULL;
}

static bool
is_managed(const struct known *known, const struct sighting *sighting)
{
	struct str name = lower(sighting->name, known->arena), address = lower(sighting->address, known->arena), first;
	bool domain;

	if (has(&known->addresses, address) || has(&known->names, address) || has(&known->names, name))
		return true;
	first = first_part(name, &domain);
	return has(&known->shorts, first) || (!domain && has(&known->firsts, first));
}

struct listing {
	struct known  known;
	struct arena *arena;
	struct map    by_address;                    /* index + 1                              */
	struct map    managed;                       /* indexes, as text, of managed machines  */
	LIST(struct unmanaged_view) machines;
};

static void
fill(struct str *field, struct str value)
{
	if (field->len == 0)
		*field = value;
}

/* The same address is the same machine: what another saw of it fills what the newest did not tell. */
static struct unmanaged_view *
machine_of(struct listing *listing, const struct unmanaged_view *view)
{
	struct unmanaged_view copy, *machine;
	uint64_t *at = NULL;

	record_copy(&view_schema, view, listing->arena, &copy);
	if (copy.address.len > 0)
		at = map_put(listing->arena, &listing->by_address, lower(copy.address, listing->arena));
	if (at == NULL || *at == 0) {
		list_push(listing->arena, &listing->machines, copy);
		if (at != NULL)
			*at = listing->machines.count;
		return &listing->machines.items[listing->machines.count - 1];
	}
	machine = &listing->machines.items[*at - 1];
	fill(&machine->name, copy.name);
	fill(&machine->mac, copy.mac);
	fill(&machine->what, copy.what);
	if (copy.first_seen < machine->first_seen)
		machine->first_seen = copy.first_seen;
	return machine;
}

static struct str
index_text(size_t index, struct arena *arena)
{
	return arena_printf(arena, "%zu", index);
}

static struct err *
gather(void *context, const struct ledger_sighted *sighted, struct arena *scratch)
{
	struct listing *listing = context;
	const struct sighting *sighting = &sighted->sighting;
	struct unmanaged_view view = { sighting->source, sighting->name, sighting->address, sighting->mac, sighting->what, sighting->told_by,
		sighted->first_seen, sighting->at };
	struct unmanaged_view *machine = machine_of(listing, &view);

	(void)scratch;
	if (is_managed(&listing->known, sighting))
		*map_put(listing->arena, &listing->managed, index_text((size_t)(machine - listing->machines.items), listing->arena)) = 1;
	return NULL;
}

struct err *
sighting_unmanaged(struct ledger *ledger, struct arena *arena, struct unmanaged *ret_unmanaged)
{
	struct listing listing = { .arena = arena };

	*ret_unmanaged = (struct unmanaged){ 0 };
	TRY(learn_all(ledger, arena, &listing.known));
	TRY(ledger_sightings(ledger, gather, &listing, arena));
	ret_unmanaged->seen = (int64_t)listing.machines.count;
	for (size_t i = 0; i < listing.machines.count; i++)
		if (map_find(&listing.managed, index_text(i, arena)) == NULL)
			list_push(arena, &ret_unmanaged->machines, listing.machines.items[i]);
	return NULL;
}

/* ---------------------------------------------------------------------------------------- addresses */

struct looking { struct str name; int64_t host, system; size_t found; };

static struct err *
look(void *context, const struct ledger_host *host, struct arena *scratch)
{
	struct looking *looking = context;

	(void)scratch;
	if (!str_eq_nocase(host->name, looking->name))
		return NULL;
	looking->host = host->id;
	looking->system = host->system;
	looking->found++;
	return NULL;
}

static struct err *
check_addresses(struct str addresses, struct arena *arena)
{
	unsigned char room[sizeof(struct in6_addr)];
	struct str word;

	while (str_split(&addresses, ' ', &word)) {
		const char *text = arena_cstr(arena, word);

		if (word.len > 0 && inet_pton(AF_INET, text, room) != 1 && inet_pton(AF_INET6, text, room) != 1)
			return err_new(arena, ERR_USAGE, M("\"{word}\" is no IP address: write 192.0.2.10 or 2001:db8::10."), ARG("word", word));
	}
	return NULL;
}

struct err *
sighting_address(struct ledger *ledger, struct str system, struct str host, struct str addresses, struct str by, int64_t now,
    struct arena *arena)
{
	struct ledger_fact fact = { .name = STR(LEDGER_HOST_ADDRESS), .value = addresses, .answered_at = now, .answered_by = by,
		.provenance = PROVENANCE_HEARING };
	struct looking looking = { .name = host };
	int64_t id = 0;

	TRY(check_addresses(addresses, arena));
	if (system.len > 0) {
		TRY(ledger_system_find(ledger, system, arena, &id));
		if (id == 0)
			return err_new(arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", system));
	}
	TRY(ledger_hosts(ledger, id, look, &looking, arena));
	if (looking.found == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no host \"{name}\" in the ledger."), ARG("name", host));
	if (looking.found > 1)
		return err_new(arena, ERR_CONFLICT, M("{count} systems have a host \"{name}\": say which with --system."), ARG_N("count", looking.found),
		    ARG("name", host));
	fact.system = looking.system;
	fact.host = looking.host;
	return ledger_answer(ledger, &fact, arena);
}

/* -------------------------------------------------------------------------------------------- scans */

struct taking {
	struct sink           sink;      /* first */
	struct arena         *arena;
	struct ledger_intake *intake;    /* NULL: a hint only */
	struct scan_report   *report;
	struct str            file;
	int64_t               now;
	LIST(struct sighting) seen;
};

/*
 * A banner's version is a hint: it goes to the place the component was seen at, and the version itself stays unknown, so that a
 * question is asked and nothing is concluded from it.
 */
static struct err *
take_service(struct taking *taking, const struct component *told, struct arena *arena)
{
	struct component component = *told;

	taking->report->services++;
	if (taking->intake == NULL)
		return NULL;
	component.place = arena_printf(arena, "%.*s: %.*s %.*s", STR_ARG(told->place), STR_ARG(told->name), STR_ARG(told->version));
	component.version = STR("");
	return ledger_intake_sink(taking->intake)->record(ledger_intake_sink(taking->intake), &component_schema, &component, arena);
}

static struct err *
on_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;
	struct sighting *seen;

	if (schema == &component_schema)
		return take_service(taking, value, arena);
	if (schema == &inventory_head_schema && taking->intake != NULL)
		return ledger_intake_sink(taking->intake)->record(ledger_intake_sink(taking->intake), schema, value, arena);
	if (schema != &sighting_schema)
		return NULL;
	seen = list_add(taking->arena, &taking->seen);
	record_copy(schema, value, taking->arena, seen);
	seen->told_by = taking->file;
	if (seen->at == INSTANT_NONE || seen->at > taking->now)    /* a clock that is ahead */
		seen->at = taking->now;
	taking->report->hosts++;
	return NULL;
}

static struct err *
on_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;

	(void)arena;
	record_copy(&problem_schema, problem, taking->arena, list_add(taking->arena, &taking->report->problems));
	return NULL;
}

static struct err *
keep(struct ledger *ledger, struct taking *taking, struct arena *arena)
{
	struct ledger_intake_report taken;
	struct known known;

	if (taking->intake != NULL) {
		TRY(ledger_intake_finish(taking->intake, arena, &taken));
		taking->report->taken = taken.result;
	}
	TRY(ledger_sightings_put(ledger, taking->seen.items, taking->seen.count, arena));
	TRY(learn_all(ledger, arena, &known));
	for (size_t i = 0; i < taking->seen.count; i++)
		taking->report->unmanaged += !is_managed(&known, &taking->seen.items[i]);
	return NULL;
}

struct err *
scan_take(struct ledger *ledger, const struct scan_options *options, struct str path, struct arena *arena,
    struct scan_report *ret_report)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct taking taking = { .sink = { on_record, on_problem }, .arena = arena, .report = ret_report, .now = options->now };
	struct ledger_intake_options intake = { .system = options->system, .by = options->by, .at = options->now };
	struct err *err;

	*ret_report = (struct scan_report){ 0 };
	TRY(intake_open(path, arena, &file));
	taking.file = intake.file = file.name;
	intake.digest = file.digest;
	if (options->system.len > 0)
		taking.intake = ledger_intake_new(ledger, &intake);
	err = worker_run(&(struct worker_job){ .kind = "nmap", .fd = file.fd, .name = file.name }, &taking.sink, arena);
	if (err == NULL)
		err = keep(ledger, &taking, arena);
	ledger_intake_free(taking.intake);
	return err;
}
