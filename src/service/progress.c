#include "service/progress.h"

#include <stdlib.h>
#include "base/map.h"
#include "domain/windows/windows.h"
#include "store/kb/kb.h"
#include "store/ledger/ledger.h"

static const struct field row_fields[] = {
	FIELD(struct progress_row, system, FIELD_STR),
	FIELD(struct progress_row, unit, FIELD_STR),
	FIELD(struct progress_row, computers, FIELD_INT),
	FIELD(struct progress_row, done, FIELD_INT),
	FIELD(struct progress_row, waiting, FIELD_INT),
	FIELD(struct progress_row, missing, FIELD_INT),
	FIELD(struct progress_row, unknown, FIELD_INT),
	FIELD(struct progress_row, silent, FIELD_INT),
};
static const struct schema row_schema = SCHEMA("progress_row", struct progress_row, row_fields);

static const struct field target_fields[] = {
	FIELD(struct progress_target, line, FIELD_STR),
	FIELD(struct progress_target, version, FIELD_STR),
	FIELD(struct progress_target, kb, FIELD_STR),
	FIELD(struct progress_target, day, FIELD_DAY),
};
static const struct schema target_schema = SCHEMA("progress_target", struct progress_target, target_fields);

static const struct field progress_fields[] = {
	FIELD_OF(struct progress, rows, FIELD_LIST, &row_schema),
	FIELD_OF(struct progress, total, FIELD_STRUCT, &row_schema),
	FIELD_OF(struct progress, targets, FIELD_LIST, &target_schema),
	FIELD(struct progress, others, FIELD_INT),
	FIELD(struct progress, known, FIELD_BOOL),
	FIELD(struct progress, newest, FIELD_DAY),
};
const struct schema progress_schema = SCHEMA("progress", struct progress, progress_fields);

/* A release of one line, and what is asked of that line. */
struct line_release { struct windows_release release; bool monthly; };
struct line {
	struct str             name;
	LIST(struct line_release) releases;
	struct windows_version version;     /* asked for; count 0: not of this line */
	uint32_t               kb;
	int32_t                day;
	bool                   used;
};

/* What is known of one computer. */
struct machine {
	int64_t     id, system;         /* system: index of the row */
	int64_t     made, seen;
	enum answer restart;
	size_t      line;               /* index + 1; 0: of none  */
	struct windows_version version;
	bool        is_windows, has, pending;
};

struct reading {
	struct arena                  *arena;
	const struct progress_options *options;
	struct progress               *progress;
	uint32_t                       kb;          /* asked for; 0: none   */
	struct windows_version         build;       /* asked for; count 0: none */
	LIST(struct line)              lines;
	struct map                     line_at, row_at;
	LIST(struct machine)           machines;    /* by host id */
	size_t                         at;          /* of the machine whose items come */
};

/* --------------------------------------------------------------------------------------- releases */

static struct line *
line_of(struct reading *reading, struct str name)
{
	uint64_t *at = map_put(reading->arena, &reading->line_at, arena_copy(reading->arena, name));

	if (*at == 0) {
		struct line *line = list_add(reading->arena, &reading->lines);

		line->name = arena_copy(reading->arena, name);
		line->day = DAY_NONE;
		*at = reading->lines.count;
	}
	return &reading->lines.items[*at - 1];
}

static struct err *
take_release(void *context, struct str feed, const void *value, struct arena *arena)
{
	struct reading *reading = context;
	const struct release *release = value;
	struct str key = windows_release_key(release, arena);
	struct windows_release row = windows_release_of(release);

	(void)feed;
	if ((!str_starts(key, STR("client ")) && !str_starts(key, STR("server "))) || row.version.count != 4)
		return NULL;
	if (row.day > reading->progress->newest)
		reading->progress->newest = row.day;
	list_push(reading->arena, &line_of(reading, key)->releases,
	    ((struct line_release){ row, str_eq_nocase(release->kind, STR("Standard")) }));
	return NULL;
}

/* Is that release what is asked of its line, rather than the one found so far? */
static bool
is_asked(const struct reading *reading, const struct line *line, const struct line_release *own, int32_t today)
{
	if (reading->kb != 0)
		return own->release.kb == reading->kb
		    && (line->version.count == 0 || windows_version_compare(&own->release.version, &line->version) < 0);
	if (reading->build.count != 0)
		return windows_version_compare(&own->release.version, &reading->build) == 0;
	return own->monthly && own->release.day != DAY_NONE && own->release.day <= today && own->release.day > line->day;
}

static void
choose_targets(struct reading *reading)
{
	int32_t today = instant_day(reading->options->now, ZONE_JST);

	for (size_t i = 0; i < reading->lines.count; i++) {
		struct line *line = &reading->lines.items[i];

		for (size_t k = 0; k < line->releases.count; k++) {
			const struct line_release *own = &line->releases.items[k];

			if (!is_asked(reading, line, own, today))
				continue;
			line->version = own->release.version;
			line->kb = own->release.kb;
			line->day = own->release.day;
			reading->progress->known = true;
		}
	}
}

/* A build that no release names is asked of all computers of that number. */
static void
ask_build(struct reading *reading)
{
	static const char *const kinds[] = { "client", "server" };

	for (size_t i = 0; i < ARRAY_LEN(kinds) && reading->build.count == 4 && !reading->progress->known; i++) {
		struct line *line = line_of(reading, arena_printf(reading->arena, "%s %u", kinds[i], reading->build.part[2]));

		line->version = reading->build;
	}
	reading->progress->known = reading->progress->known || reading->build.count == 4;
}

static struct err *
read_target(struct reading *reading)
{
	struct str target = reading->options->target;

	if (target.len == 0)
		return NULL;
	if (windows_read_build(target, &reading->build) && reading->build.count == 4)
		return NULL;
	reading->build.count = 0;
	reading->kb = windows_read_kb(target);
	return reading->kb != 0 ? NULL : err_new(reading->arena, ERR_USAGE,
	    M("\"{target}\" is neither an update such as KB5121003 nor a build such as 26100.9168."), ARG("target", target));
}

/* -------------------------------------------------------------------------------------- computers */

static struct err *
take_machine(void *context, const struct ledger_machine *told, struct arena *arena)
{
	struct reading *reading = context;
	struct str key = arena_printf(arena, "%.*s\x1f%.*s", STR_ARG(told->system), STR_ARG(told->unit));
	uint64_t *row = map_put(reading->arena, &reading->row_at, arena_copy(reading->arena, key));

	if (*row == 0) {
		list_push(reading->arena, &reading->progress->rows, ((struct progress_row){
			.system = arena_copy(reading->arena, told->system), .unit = arena_copy(reading->arena, told->unit) }));
		*row = reading->progress->rows.count;
	}
	list_push(reading->arena, &reading->machines, ((struct machine){ .id = told->id, .system = (int64_t)*row - 1, .made = told->made,
		.seen = told->seen, .restart = told->restart_pending }));
	return NULL;
}

static void
take_system(struct reading *reading, struct machine *machine, const struct component *component, struct arena *arena)
{
	struct windows_subject subject;

	if (!windows_recognise(component, arena, &subject) || (subject.rule != WINDOWS_BUILD && subject.rule != WINDOWS_TRACKS))
		return;
	machine->is_windows = true;
	machine->version = subject.version;
	if (subject.stream.len > 0)
		machine->line = (size_t)(line_of(reading, subject.stream) - reading->lines.items) + 1;
}

static struct err *
take_item(void *context, int64_t host, const struct component *component, struct arena *arena)
{
	struct reading *reading = context;
	struct machine *machine;

	while (reading->at < reading->machines.count && reading->machines.items[reading->at].id < host)
		reading->at++;
	if (reading->at == reading->machines.count || reading->machines.items[reading->at].id != host)
		return NULL;
	machine = &reading->machines.items[reading->at];
	if (component->kind == COMPONENT_OS)
		take_system(reading, machine, component, arena);
	else if (component->kind == COMPONENT_UPDATE) {
		/* Systems come before updates, so the line is known. */
		uint32_t asked = reading->kb != 0 ? reading->kb : machine->line == 0 ? 0 : reading->lines.items[machine->line - 1].kb;

		if (asked != 0 && windows_read_kb(component->name) == asked)
			*(component->channel.len > 0 ? &machine->pending : &machine->has) = true;
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------------- judging */

enum state { STATE_DONE, STATE_WAITING, STATE_MISSING, STATE_UNKNOWN };

/* A hotpatched computer has a lower number of its own. */
static bool
is_hotpatched(const struct line *line, const struct windows_version *version)
{
	for (size_t i = 0; i < line->releases.count; i++) {
		const struct windows_release *release = &line->releases.items[i].release;

		if (release->kind == WINDOWS_FIX_HOTPATCH && release->day >= line->day && line->day != DAY_NONE
		    && windows_version_compare(&release->version, version) == 0)
			return true;
	}
	return false;
}

/* Updates and builds are of one line of Windows each: others are not asked. */
static bool
is_other(const struct reading *reading, const struct machine *machine)
{
	return reading->progress->known && reading->options->target.len > 0 && machine->line != 0 && !machine->has && !machine->pending
	    && reading->lines.items[machine->line - 1].version.count == 0;
}

static enum state
state_of(const struct reading *reading, const struct machine *machine)
{
	struct line *line = machine->line == 0 ? NULL : &reading->lines.items[machine->line - 1];
	bool asked = reading->kb != 0 || (line != NULL && line->version.count == 4);

	if (!asked)
		return STATE_UNKNOWN;
	if (line != NULL && line->version.count == 4)
		line->used = true;
	if (line != NULL && line->version.count == 4 && machine->version.count == 4) {
		if (windows_version_compare(&machine->version, &line->version) >= 0 || is_hotpatched(line, &machine->version))
			return STATE_DONE;
		return machine->has || machine->pending || machine->restart == ANSWER_YES ? STATE_WAITING : STATE_MISSING;
	}
	if (machine->pending || (machine->has && machine->restart == ANSWER_YES))
		return STATE_WAITING;
	if (machine->has)
		return machine->restart == ANSWER_NO ? STATE_DONE : STATE_UNKNOWN;
	return STATE_UNKNOWN;      /* updates are cumulative: a later one may stand in its place */
}

static void
count(struct progress_row *row, enum state state, bool silent)
{
	int64_t *const counts[] = { &row->done, &row->waiting, &row->missing, &row->unknown };

	row->computers++;
	(*counts[state])++;
	row->silent += silent;
}

static void
judge_machines(struct reading *reading)
{
	int64_t heard_since = reading->options->now - reading->options->silent_days * INSTANT_DAY;

	for (size_t i = 0; i < reading->machines.count; i++) {
		const struct machine *machine = &reading->machines.items[i];
		int64_t heard = machine->made != INSTANT_NONE ? machine->made : machine->seen;
		enum state state;

		if (!machine->is_windows)
			continue;
		if (is_other(reading, machine)) {
			reading->progress->others++;
			continue;
		}
		state = state_of(reading, machine);
		count(&reading->progress->rows.items[machine->system], state, heard == INSTANT_NONE || heard < heard_since);
		count(&reading->progress->total, state, heard == INSTANT_NONE || heard < heard_since);
	}
}

static int
by_system(const void *a, const void *b)
{
	const struct progress_row *left = a, *right = b;
	int order = str_cmp(left->system, right->system);

	return order != 0 ? order : str_cmp(left->unit, right->unit);
}

static int
by_line(const void *a, const void *b)
{
	return str_cmp(((const struct progress_target *)a)->line, ((const struct progress_target *)b)->line);
}

/* Systems without a Windows computer are left out; lines that no computer is of, too. */
static void
tidy(struct reading *reading)
{
	struct progress *progress = reading->progress;
	size_t kept = 0;

	for (size_t i = 0; i < progress->rows.count; i++)
		if (progress->rows.items[i].computers > 0)
			progress->rows.items[kept++] = progress->rows.items[i];
	progress->rows.count = kept;
	if (kept > 0)
		qsort(progress->rows.items, kept, sizeof(progress->rows.items[0]), by_system);
	for (size_t i = 0; i < reading->lines.count; i++) {
		const struct line *line = &reading->lines.items[i];

		if (line->used)
			list_push(reading->arena, &progress->targets, ((struct progress_target){ line->name,
				windows_version_format(&line->version, reading->arena),
				line->kb == 0 ? STR("") : arena_printf(reading->arena, "KB%u", line->kb), line->day }));
	}
	if (progress->targets.count > 0)
		qsort(progress->targets.items, progress->targets.count, sizeof(progress->targets.items[0]), by_line);
}

static struct err *
read_releases(const struct home *home, struct reading *reading)
{
	struct kb *kb KB_SCOPE = NULL;

	TRY(home_kb(home->path, reading->arena, &kb));
	if (kb_head(kb)->state == KB_READY)
		TRY(kb_each_note(kb, &release_schema, STR(""), take_release, reading, reading->arena));
	choose_targets(reading);
	ask_build(reading);
	return NULL;
}

struct err *
progress_of(const struct home *home, const struct progress_options *options, struct arena *arena, struct progress *ret_progress)
{
	struct progress progress = { .newest = DAY_NONE };
	struct reading reading = { .arena = arena, .options = options, .progress = &progress };
	struct ledger *ledger LEDGER_SCOPE = NULL;

	TRY(read_target(&reading));
	TRY(home_ledger(home, arena, &ledger));
	TRY(read_releases(home, &reading));
	TRY(ledger_machines(ledger, STR("windows"), take_machine, &reading, arena));
	TRY(ledger_system_items(ledger, take_item, &reading, arena));
	judge_machines(&reading);
	tidy(&reading);
	*ret_progress = progress;
	return NULL;
}
