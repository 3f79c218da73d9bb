/*
 * computers_ledger.c - which computer of the ledger a file is of, and whether it is taken.
 */
#include "service/computers_parts.h"

#include "base/fold.h"
#include "base/limits.h"
#include "model/record.h"
#include "model/release.h"

enum { PART_COMPUTERS = 100 };

#define STREAM STR("windows")

/* A clock may be a little ahead; more than this and it tells nothing. */
#define CLOCK_AHEAD INSTANT_DAY

static struct str
name_key(struct computers *computers, struct str name)
{
	return fold_text(name, computers->arena);
}

static struct known_computer *
find(struct computers *computers, const struct map *map, struct str key)
{
	const uint64_t *at = key.len == 0 ? NULL : map_find(map, key);

	return at == NULL || *at == 0 ? NULL : &computers->known.items[*at - 1];
}

/* Makes it known by its number and name; of several hosts of one name the one with a stream of its own, else the first, is meant. */
static void
index_known(struct computers *computers, size_t at)
{
	const struct known_computer *known = &computers->known.items[at];
	uint64_t *named = map_put(computers->arena, &computers->by_name, name_key(computers, known->name));

	if (*named == 0 || (known->has_stream && !computers->known.items[*named - 1].has_stream))
		*named = at + 1;
	if (known->machine.len > 0)
		*map_put(computers->arena, &computers->by_machine, known->machine) = at + 1;
}

static struct err *
take_machine(void *context, const struct ledger_machine *machine, struct arena *arena)
{
	struct computers *computers = context;
	struct known_computer *known = list_add(computers->arena, &computers->known);

	(void)arena;
	*known = (struct known_computer){ .id = machine->id, .system = arena_copy(computers->arena, machine->system),
		.name = arena_copy(computers->arena, machine->name), .machine = arena_copy(computers->arena, machine->machine),
		.made = machine->made, .has_stream = machine->seen != INSTANT_NONE,
		.restart_pending = machine->restart_pending, .items = machine->items };
	if (machine->digest.len > 0)
		*map_put(computers->arena, &computers->by_digest, arena_copy(computers->arena, machine->digest)) = computers->known.count;
	index_known(computers, computers->known.count - 1);
	return NULL;
}

struct err *
computers_load(struct computers *computers, struct arena *arena)
{
	computers->known.count = 0;
	computers->by_machine = computers->by_name = computers->by_digest = (struct map){ 0 };
	return ledger_machines(computers->ledger, STREAM, take_machine, computers, arena);
}

/* ------------------------------------------------------------------------------- files that are known */

void
computers_digest_begin(struct sha256 *sum)
{
	const struct str reader = STR("windows " TSUKUROI_VERSION "\n");

	sha256_init(sum);
	sha256_add(sum, reader.ptr, reader.len);
}

bool
computers_know(struct computers *computers, struct str digest)
{
	struct known_computer *known = find(computers, &computers->by_digest, digest);
	struct computers_report *report = computers->report;

	/* What a person says of the time holds for files that are read. */
	if (known == NULL || known->taken || computers->options->collected != INSTANT_NONE)
		return false;
	if (known->again) {      /* a copy of it */
		report->older++;
		return true;
	}
	known->again = true;
	list_push(computers->arena, &computers->told_again, known->id);
	report->computers++;
	report->unchanged++;
	report->components += known->items;
	report->waiting += known->restart_pending == ANSWER_YES;
	return true;
}

/* A newer file of the same computer comes after the one that was passed as known. */
static void
outdate(struct computers *computers, struct known_computer *known)
{
	struct computers_report *report = computers->report;

	known->taken = true;
	if (!known->again)
		return;
	known->again = false;
	report->older++;
	report->computers--;
	report->unchanged--;
	report->components -= known->items;
	report->waiting -= known->restart_pending == ANSWER_YES;
}

/* ----------------------------------------------------------------------------------------- problems */

void
computers_problem(struct computers *computers, const struct problem *problem)
{
	struct computers_report *report = computers->report;

	*(problem->warning ? &report->warnings : &report->refused) += 1;
	if (report->problems.count < LIMIT_PROBLEMS_KEPT)
		record_copy(&problem_schema, problem, computers->arena, list_add(computers->arena, &report->problems));
}

void
computers_note(struct computers *computers, struct str file, bool warning, const struct err *err)
{
	struct arena *scratch ARENA_SCOPE = arena_new();

	computers_problem(computers, &(struct problem){ .id = file, .offset = -1, .line = -1, .warning = warning,
		.sentence_en = err_sentence(err, LANG_EN, scratch), .sentence_ja = err_sentence(err, LANG_JA, scratch) });
}

/* --------------------------------------------------------------------------------------- which one */

static struct known_computer *
add_known(struct computers *computers, const struct computer *computer, struct str system, struct str name)
{
	*list_add(computers->arena, &computers->known) = (struct known_computer){ .system = system, .name = arena_copy(computers->arena, name),
		.machine = arena_copy(computers->arena, computer->head.machine), .made = INSTANT_NONE };
	index_known(computers, computers->known.count - 1);
	return &computers->known.items[computers->known.count - 1];
}

static struct str
system_of(const struct computers *computers, const struct computer *computer)
{
	if (computers->options->system.len > 0)
		return computers->options->system;
	for (size_t i = 0; i < computer->components.count; i++)
		if (str_starts(computer->components.items[i].installation, STR("Server")))
			return STR("Windows Server");
	return STR("クライアントPC");
}

/* A second machine of one name: both stay, told apart by the serial number. */
static struct known_computer *
second_of_name(struct computers *computers, const struct computer *computer, struct arena *arena)
{
	struct str name = arena_printf(arena, "%.*s (%.*s)", STR_ARG(computer->head.subject), STR_ARG(computer->head.machine));

	computers->report->doubles++;
	computers_note(computers, computer->head.file, true, err_new(arena, ERR_CONFLICT,
	    M("Two machines are called {name}: the one with the serial number {serial} is kept as \"{kept}\". If the old one is gone, take it out of the register."),
	    ARG("name", computer->head.subject), ARG("serial", computer->head.machine), ARG("kept", name)));
	return add_known(computers, computer, system_of(computers, computer), name);
}

/* The same machine under another name. */
static struct known_computer *
renamed(struct computers *computers, struct known_computer *known, const struct computer *computer, struct arena *arena)
{
	struct str name = computer->head.subject;

	if (find(computers, &computers->by_name, name_key(computers, name)) != NULL)
		return known;      /* that name is another's: this one keeps the name it is held by */
	computers->report->renamed++;
	computers_note(computers, computer->head.file, true, err_new(arena, ERR_CONFLICT,
	    M("The computer {before} is called {name} now (the same serial number): it was renamed in the ledger."),
	    ARG("before", known->name), ARG("name", name)));
	known->name = arena_copy(computers->arena, name);
	known->renamed = known->id;
	index_known(computers, (size_t)(known - computers->known.items));
	return known;
}

/* Read within this of each other under two names, it is not one machine that was renamed. */
#define SAME_MOMENT INSTANT_HOUR

/* Virtual machines of one image may share their number: both are looked at, and known by their names only. */
static bool
shares_number(const struct computer *computer, const struct known_computer *same)
{
	int64_t between = computer->head.made - same->made;

	return computer->head.made != INSTANT_NONE && same->made != INSTANT_NONE && between != 0 && between < SAME_MOMENT
	    && between > -SAME_MOMENT;
}

static struct known_computer *
by_name_only(struct computers *computers, const struct computer *computer, const struct known_computer *same,
    struct known_computer *named, struct arena *arena)
{
	struct computer nameless = *computer;

	computers->report->doubles++;
	computers_note(computers, computer->head.file, true, err_new(arena, ERR_CONFLICT,
	    M("{name} and {other} have the same serial number {serial} and were read at the same time: both are kept. Virtual machines of one image need numbers of their own."),
	    ARG("name", computer->head.subject), ARG("other", same->name), ARG("serial", same->machine)));
	if (named != NULL)
		return named;
	nameless.head.machine = STR("");
	return add_known(computers, &nameless, system_of(computers, computer), computer->head.subject);
}

/* Is what the file says of its time older than what is held of that computer? Unknown beside known counts as older. */
static bool
is_older(const struct computer *computer, const struct known_computer *known)
{
	if (known->made == INSTANT_NONE)
		return false;
	return computer->head.made == INSTANT_NONE || computer->head.made < known->made;
}

/* Two files of one computer without a time, in one import: nobody can tell which is newer. */
static bool
is_undecided(const struct computer *computer, const struct known_computer *known)
{
	return known->waiting != NULL && known->made == INSTANT_NONE && computer->head.made == INSTANT_NONE;
}

static struct err *
why_not_taken(const struct computer *computer, const struct known_computer *known, struct arena *arena)
{
	if (is_undecided(computer, known))
		return err_new(arena, ERR_CONFLICT,
		    M("The computer {name} is told of twice, and neither file says when it was made: the first was taken. Give the newer one alone."),
		    ARG("name", computer->head.subject));
	if (computer->head.made == INSTANT_NONE)
		return err_new(arena, ERR_CONFLICT,
		    M("The file does not say when it was made, and of {name} there is one of {held}: it was not taken. Say it with --collected if it is newer."),
		    ARG("name", known->name), ARG("held", instant_words(known->made, arena)));
	return err_new(arena, ERR_CONFLICT,
	    M("{before} is an earlier name of {name} (the same serial number), of which there is a newer file: it was not taken."),
	    ARG("before", computer->head.subject), ARG("name", known->name));
}

/* By its own name, or by the one that a second machine of a name is given. */
static bool
goes_by(struct computers *computers, const struct known_computer *known, const struct computer *computer, struct arena *arena)
{
	struct str name = computer->head.subject;

	return str_eq(name_key(computers, known->name), name_key(computers, name)) || str_eq(known->name,
	    arena_printf(arena, "%.*s (%.*s)", STR_ARG(name), STR_ARG(computer->head.machine)));
}

/* The known computer it is of; *ret_known is NULL when the file is not taken. */
static struct err *
choose(struct computers *computers, const struct computer *computer, struct arena *arena, struct known_computer **ret_known)
{
	struct known_computer *same = find(computers, &computers->by_machine, computer->head.machine);
	struct known_computer *named = find(computers, &computers->by_name, name_key(computers, computer->head.subject));
	struct known_computer *known = same != NULL ? same : named;

	*ret_known = NULL;
	if (same != NULL && goes_by(computers, same, computer, arena))
		named = same;
	if (known == named && known != NULL && known->machine.len > 0 && computer->head.machine.len > 0
	    && !str_eq(known->machine, computer->head.machine)) {
		*ret_known = second_of_name(computers, computer, arena);
		return NULL;
	}
	if (same != NULL && named != same && shares_number(computer, same)) {
		*ret_known = by_name_only(computers, computer, same, named, arena);
		return NULL;
	}
	if (known == NULL) {
		*ret_known = add_known(computers, computer, system_of(computers, computer), computer->head.subject);
		return NULL;
	}
	if (is_older(computer, known) || is_undecided(computer, known)) {
		computers->report->older++;
		/* Files of other months beside the newest are usual, and nothing to be said of. */
		if (computer->head.made == INSTANT_NONE || known != named)
			computers_note(computers, computer->head.file, true, why_not_taken(computer, known, arena));
		return NULL;
	}
	if (known == same && named != same) {
		if (known->id == 0 && known->waiting == NULL) {      /* written earlier in this import: its id is not known here yet */
			TRY(computers_flush(computers, arena));
			TRY(computers_load(computers, arena));
		}
		known = find(computers, &computers->by_machine, computer->head.machine);
		*ret_known = known == NULL ? NULL : renamed(computers, known, computer, arena);
		return NULL;
	}
	*ret_known = known;
	return NULL;
}

/* ------------------------------------------------------------------------------------------- taking */

static struct err *
take_release(void *context, struct str feed, const void *value, struct arena *arena)
{
	struct computers *computers = context;
	const struct release *release = value;
	uint64_t *known;

	(void)feed, (void)arena;
	if (release->day == DAY_NONE || !str_starts(release->product, STR("Windows")))
		return NULL;
	known = map_put(computers->arena, &computers->released, arena_copy(computers->arena, release->version));
	if (*known == 0 || (int64_t)*known - RELEASED_BIAS > release->day)
		*known = (uint64_t)((int64_t)release->day + RELEASED_BIAS);
	return NULL;
}

struct err *
computers_load_releases(struct computers *computers, struct arena *arena)
{
	struct kb *kb = computers->options->kb;

	if (kb == NULL || kb_head(kb)->state != KB_READY)
		return NULL;
	return kb_each_note(kb, &release_schema, STR(""), take_release, computers, arena);
}

/* The first moment at which that computer can have been as it is: its build had come out. */
static int64_t
earliest(const struct computers *computers, const struct computer *computer)
{
	int64_t least = day_instant(day_of_civil((struct civil){ 2001, 1, 1 }), ZONE_UTC);

	for (size_t i = 0; i < computer->components.count; i++) {
		const struct component *component = &computer->components.items[i];
		const uint64_t *day = component->kind == COMPONENT_OS ? map_find(&computers->released, component->version) : NULL;

		/* A day before, because the day is one of America's west. */
		if (day != NULL)
			least = day_instant((int32_t)((int64_t)*day - RELEASED_BIAS) - 1, ZONE_UTC);
	}
	return least;
}

/* A clock that is ahead of ours says nothing about when; neither does one from before what it runs. */
static void
check_clock(struct computers *computers, struct computer *computer, struct arena *arena)
{
	int64_t least = earliest(computers, computer);
	struct inventory_head *head = &computer->head;

	if (head->made == INSTANT_NONE)
		head->made = computers->options->collected;
	if (head->made == INSTANT_NONE || (head->made <= computers->options->now + CLOCK_AHEAD && head->made >= least))
		return;
	computers_note(computers, head->file, true, err_new(arena, ERR_FORMAT,
	    M("{name}: the clock said {made}, which cannot be: when it was collected counts as unknown. Set the clock right and collect again."),
	    ARG("name", head->subject), ARG("made", instant_words(head->made, arena))));
	head->made = INSTANT_NONE;
}

/* Does it say its build to the last number, and its updates? */
static void
look_for_both(const struct computer *computer, bool *ret_build, bool *ret_updates)
{
	*ret_build = *ret_updates = false;

	for (size_t i = 0; i < computer->components.count; i++) {
		const struct component *component = &computer->components.items[i];
		size_t dots = 0;

		for (size_t k = 0; k < component->version.len; k++)
			dots += component->version.ptr[k] == '.';
		*ret_build |= component->kind == COMPONENT_OS && dots == 3;
		*ret_updates |= component->kind == COMPONENT_UPDATE;
	}
}

static void
count(struct computers *computers, const struct computer *computer)
{
	struct computers_report *report = computers->report;
	bool build, updates;

	look_for_both(computer, &build, &updates);
	report->without_build += !build;
	report->without_updates += !updates;
	report->without_time += computer->head.made == INSTANT_NONE;
	report->waiting += computer->head.restart_pending == ANSWER_YES;
}

static struct computer *
copy_computer(const struct computer *computer, struct arena *arena)
{
	struct computer *copy = ARENA_NEW(arena, struct computer);

	record_copy(&inventory_head_schema, &computer->head, arena, &copy->head);
	for (size_t i = 0; i < computer->components.count; i++)
		record_copy(&component_schema, &computer->components.items[i], arena, list_add(arena, &copy->components));
	copy->digest = arena_copy(arena, computer->digest);
	return copy;
}

/* Of what is warned of or lacks something people are told every time: its file is read again. */
static bool
is_plain(const struct computer *computer)
{
	bool build, updates;

	look_for_both(computer, &build, &updates);
	return build && updates && !computer->warned && computer->head.made != INSTANT_NONE;
}

struct err *
computers_take(struct computers *computers, const struct computer *told, struct arena *arena)
{
	struct computer computer = *told;
	struct known_computer *known;
	int64_t warnings = computers->report->warnings;

	check_clock(computers, &computer, arena);
	TRY(choose(computers, &computer, arena, &known));
	if (known == NULL)
		return NULL;
	if (computers->options->system.len > 0 && known->id == 0)
		known->system = computers->options->system;
	computer.warned |= computers->report->warnings > warnings || computers->options->collected != INSTANT_NONE;
	if (!is_plain(&computer))
		computer.digest = STR("");
	outdate(computers, known);
	if (known->waiting == NULL)
		list_push(computers->arena, &computers->pending, (size_t)(known - computers->known.items));
	else
		computers->report->older++;      /* the one that waited gives way to the newer one */
	known->made = computer.head.made;
	if (computer.head.machine.len > 0 && known->machine.len == 0) {
		known->machine = arena_copy(computers->arena, computer.head.machine);
		*map_put(computers->arena, &computers->by_machine, known->machine) = (uint64_t)(known - computers->known.items) + 1;
	}
	known->waiting = copy_computer(&computer, computers->part);
	return computers->pending.count < PART_COMPUTERS ? NULL : computers_flush(computers, arena);
}

/* ------------------------------------------------------------------------------------------ writing */

static void
put(struct computers *computers, struct ledger_import *import, const struct known_computer *known)
{
	const struct computer *computer = known->waiting;

	count(computers, computer);
	ledger_import_host(import, known->system, known->name, STREAM);
	if (known->renamed != 0)
		ledger_import_renamed(import, known->renamed);
	ledger_import_inventory(import, &computer->head);
	ledger_import_digest(import, computer->digest);
	for (size_t i = 0; i < computer->components.count; i++)
		ledger_import_component(import, &computer->components.items[i]);
}

static void
add_result(struct computers *computers, const struct ledger_import_result *result)
{
	struct computers_report *report = computers->report;
	int64_t count = (int64_t)computers->pending.count;

	report->computers += count;
	report->added += result->streams_new;
	report->changed += result->streams_changed;
	report->unchanged += count - result->streams_new - result->streams_changed;
	report->components += result->components;
	report->installed += result->installed;
	report->upgraded += result->upgraded;
	report->removed += result->removed;
}

/* All of this part or nothing of it. */
static struct err *
write_part(struct computers *computers, struct arena *arena)
{
	struct ledger_import_head head = { computers->source, computers->digest, STR("Windows"), computers->options->by,
		computers->options->now };
	struct ledger_import *import = ledger_import_begin(computers->ledger, &head);
	struct ledger_import_result result;
	struct err *err;

	for (size_t i = 0; i < computers->pending.count; i++)
		put(computers, import, &computers->known.items[computers->pending.items[i]]);
	err = ledger_import_finish(import, arena, &result);
	ledger_import_free(import);
	if (err == NULL)
		add_result(computers, &result);
	return err;
}

/* Nothing but that they were seen again. */
static struct err *
write_told_again(struct computers *computers, struct arena *arena)
{
	struct ledger_told_again again = { STREAM, computers->told_again.items, computers->told_again.count, computers->options->now };

	computers->told_again.count = 0;
	return ledger_machines_told_again(computers->ledger, &again, arena);
}

struct err *
computers_flush(struct computers *computers, struct arena *arena)
{
	TRY(write_told_again(computers, arena));
	if (computers->pending.count == 0)
		return NULL;
	TRY(write_part(computers, arena));
	for (size_t i = 0; i < computers->pending.count; i++) {
		struct known_computer *known = &computers->known.items[computers->pending.items[i]];

		known->waiting = NULL;
		known->renamed = 0;
		known->has_stream = true;
	}
	computers->pending.count = 0;
	arena_reset(computers->part);
	return NULL;
}
