#include "format/debsec/debsec.h"

#include <stdlib.h>
#include "base/limits.h"
#include "base/map.h"
#include "format/json/json_shape.h"

static const struct { struct str name; const char *ecosystem; } releases[] = {
	{ STR_INIT("jessie"), "Debian:8" }, { STR_INIT("stretch"), "Debian:9" }, { STR_INIT("buster"), "Debian:10" }, { STR_INIT("bullseye"), "Debian:11" },
	{ STR_INIT("bookworm"), "Debian:12" }, { STR_INIT("trixie"), "Debian:13" }, { STR_INIT("forky"), "Debian:14" }, { STR_INIT("duke"), "Debian:15" },
	{ STR_INIT("sid"), NULL }, { STR_INIT("experimental"), NULL },
};

enum state { STATE_RESOLVED, STATE_OPEN, STATE_UNDETERMINED };

/* One package in one release, as small as it can be: there are hundreds of thousands. */
struct standing {
	struct str package, fixed, urgency;
	uint8_t    release;
	uint8_t    state;
};
struct weakness {
	struct str            id, description;
	LIST(struct standing) standings;
};
struct tracker {
	struct sink          *sink;
	struct arena         *arena;
	LIST(struct weakness) weaknesses;
	struct map            places;       /* id: 1 + its place         */
	struct map            unknown;      /* releases that were met    */
	int64_t               taken, refused;
	struct err           *first;
};

static struct err *
refuse(struct tracker *tracker, struct str id, struct err *err)
{
	if (tracker->refused++ == 0)
		tracker->first = err;
	return sink_refuse(tracker->sink, id, -1, -1, err, tracker->arena);
}

/* ----------------------------------------------------------------------------------------------------- reading */

static struct err *
warn_release(struct tracker *tracker, struct str name)
{
	if ((*map_put(tracker->arena, &tracker->unknown, name))++ > 0)
		return NULL;
	return sink_warn(tracker->sink, name, -1, -1, err_new(tracker->arena, ERR_UNSUPPORTED, M("Debian's release \"{name}\" is not known to this program: what is said of it is left out."),
	    ARG("name", str_sub(name, 0, 100))), tracker->arena);
}

static struct err *
read_standing(struct tracker *tracker, struct json json, struct standing *standing)
{
	static const struct str states[] = { STR_INIT("resolved"), STR_INIT("open"), STR_INIT("undetermined") };
	struct str word;

	TRY(json_need_text(json, "status", tracker->arena, &word));
	TRY(json_want_text(json, "fixed_version", tracker->arena, &standing->fixed));
	TRY(json_want_text(json, "urgency", tracker->arena, &standing->urgency));
	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (str_eq(word, states[i])) {
			standing->state = (uint8_t)i;
			return i == STATE_RESOLVED && standing->fixed.len == 0 ? err_new(tracker->arena, ERR_FORMAT, M("\"{key}\" is missing."),
			    ARG("key", STR("fixed_version"))) : NULL;
		}
	return err_new(tracker->arena, ERR_FORMAT, M("\"{word}\" is no state of Debian's tracker: resolved, open or undetermined."), ARG("word", str_sub(word, 0, 100)));
}

static struct weakness *
weakness_of(struct tracker *tracker, struct str id)
{
	uint64_t *place = map_put(tracker->arena, &tracker->places, id);

	if (*place == 0) {
		*list_add(tracker->arena, &tracker->weaknesses) = (struct weakness){ .id = id };
		*place = tracker->weaknesses.count;
	}
	return &tracker->weaknesses.items[*place - 1];
}

static struct err *
read_issue(struct tracker *tracker, struct str package, struct str id, struct json json)
{
	struct weakness *weakness = weakness_of(tracker, id);
	struct json list;

	TRY(json_need_object(json, "releases", tracker->arena, &list));
	TRY(json_want_text(json, "description", tracker->arena, &weakness->description));
	for (struct json_iter i = json_each(list); json_next(&i);) {
		struct standing standing = { .package = package };
		size_t release = 0;

		while (release < ARRAY_LEN(releases) && !str_eq(i.key, releases[release].name))
			release++;
		TRY(read_standing(tracker, i.value, &standing));
		if (release == ARRAY_LEN(releases))
			TRY(warn_release(tracker, i.key));
		if (release == ARRAY_LEN(releases) || releases[release].ecosystem == NULL)
			continue;
		standing.release = (uint8_t)release;
		list_push(tracker->arena, &weakness->standings, standing);
	}
	tracker->taken++;
	return NULL;
}

static struct err *
read_package(struct tracker *tracker, struct str package, struct json json)
{
	if (json_kind(json) != JSON_OBJECT)
		return refuse(tracker, package, err_new(tracker->arena, ERR_FORMAT, M("This record is not an object.")));
	for (struct json_iter i = json_each(json); json_next(&i);) {
		struct err *err = read_issue(tracker, package, i.key, i.value);

		if (err != NULL)
			TRY(refuse(tracker, arena_printf(tracker->arena, "%.*s %.*s", STR_ARG(i.key), STR_ARG(package)), err));
	}
	return NULL;
}

/* ----------------------------------------------------------------------------------------------------- sending */

static int
by_id(const void *left, const void *right)
{
	return str_cmp(((const struct weakness *)left)->id, ((const struct weakness *)right)->id);
}

static void
put_standing(struct advisory *advisory, const struct standing *standing, struct arena *arena)
{
	struct affected *affected = list_add(arena, &advisory->affected);
	struct osv_range *range;

	*affected = (struct affected){ .ecosystem = str_of(releases[standing->release].ecosystem), .package = standing->package, .urgency = standing->urgency,
		.status = standing->state == STATE_UNDETERMINED ? AFFECTED_UNKNOWN : AFFECTED_NO };
	/* Without a range the question stays open. */
	if (standing->state == STATE_UNDETERMINED)
		return;
	range = list_add(arena, &affected->ranges);
	range->kind = OSV_ECOSYSTEM;
	list_push(arena, &range->events, ((struct osv_event){ OSV_INTRODUCED, STR("0") }));
	if (standing->state == STATE_RESOLVED)
		list_push(arena, &range->events, ((struct osv_event){ OSV_FIXED, standing->fixed }));
}

static struct err *
send_all(struct tracker *tracker)
{
	struct arena *item ARENA_SCOPE = arena_new();

	if (tracker->weaknesses.count > 0)
		qsort(tracker->weaknesses.items, tracker->weaknesses.count, sizeof(*tracker->weaknesses.items), by_id);
	for (size_t i = 0; i < tracker->weaknesses.count; i++) {
		const struct weakness *weakness = &tracker->weaknesses.items[i];
		struct advisory advisory = { .source = SOURCE_OSV, .published = INSTANT_NONE, .modified = INSTANT_NONE, .withdrawn = INSTANT_NONE };

		arena_reset(item);
		advisory.id = arena_printf(item, "DEBSEC-%.*s", STR_ARG(weakness->id));
		advisory.text_en = weakness->description;
		list_push(item, &advisory.covers, weakness->id);
		for (size_t s = 0; s < weakness->standings.count; s++)
			put_standing(&advisory, &weakness->standings.items[s], item);
		TRY(sink_record(tracker->sink, &advisory_schema, &advisory, item));
	}
	return NULL;
}

static void
reader_cleanup(struct json_reader **reader)
{
	json_reader_free(*reader);
}

struct err *
debsec_read(struct input *input, struct sink *sink, struct arena *arena)
{
	__attribute__((cleanup(reader_cleanup))) struct json_reader *reader = json_reader_new();
	struct tracker tracker = { .sink = sink, .arena = arena };
	struct feed_head head = { .source = SOURCE_OSV, .name = STR("osv:Debian:tracker"), .built = INSTANT_NONE, .declared = -1 };
	struct json root;
	struct str text;

	TRY(input_all(input, LIMIT_DOCUMENT_BYTES, arena, &text));
	TRY(json_parse_padded(reader, text, arena, &root));
	if (json_kind(root) != JSON_OBJECT)
		return err_new(arena, ERR_FORMAT, M("This is not the file of Debian's security tracker: packages, with their weaknesses by number."));
	for (struct json_iter i = json_each(root); json_next(&i);)
		TRY(read_package(&tracker, i.key, i.value));
	if (tracker.taken == 0)
		return tracker.first != NULL ? err_wrap(arena, tracker.first, M("None of the {count} records could be read as {format}; the first"),
		    ARG_N("count", tracker.refused), ARG("format", STR("Debian"))) :
		    err_new(arena, ERR_FORMAT, M("This is not the file of Debian's security tracker: packages, with their weaknesses by number."));
	TRY(send_all(&tracker));
	return sink_record(sink, &feed_head_schema, &head, arena);
}
