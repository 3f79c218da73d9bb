/*
 * around.c - what is around a system: the network segments that reach its own and that it reaches, and the files and agents that told of it.
 */
#include "base/catalogue.h"
#include "service/lint.h"
#include "service/system/parts.h"

enum { SOURCES_MOST = 20 };

static const char *const exposure_word_names[] = { "unknown", "closed", "internal", "internet" };
static const char *const exposure_texts[] = { M("Not known (counted as the internet)"), M("Closed network"), M("Internal network"), M("The internet") };
const struct enum_names system_exposure_words = ENUM_WORDS(exposure_word_names, exposure_texts);

static const struct field way_fields[] = {
	FIELD(struct system_way_view, segment, FIELD_STR),
	FIELD(struct system_way_view, by, FIELD_STR),
	FIELD(struct system_way_view, source, FIELD_STR),
	FIELD_WORD(struct system_way_view, reach, &system_exposure_words),
	FIELD(struct system_way_view, out, FIELD_BOOL),
};
const struct schema system_way_schema = SCHEMA("system_way", struct system_way_view, way_fields);
static const struct field source_fields[] = {
	FIELD(struct system_source_view, host, FIELD_STR),
	FIELD(struct system_source_view, file, FIELD_STR),
	FIELD(struct system_source_view, format, FIELD_STR),
	FIELD(struct system_source_view, tool, FIELD_STR),
	FIELD(struct system_source_view, made_at, FIELD_INSTANT),
	FIELD(struct system_source_view, seen_at, FIELD_INSTANT),
	FIELD(struct system_source_view, items, FIELD_INT),
	FIELD(struct system_source_view, notes, FIELD_STRS),
	FIELD(struct system_source_view, whole, FIELD_BOOL),
};
const struct schema system_source_schema = SCHEMA("system_source", struct system_source_view, source_fields);

void
system_put_ways(const struct segments *segments, const struct segment_class *class, enum lang lang, struct arena *arena, struct system_view *view)
{
	size_t here = (size_t)(class - segments->classes.items);

	for (size_t i = 0; i < segments->paths.count; i++) {
		const struct segment_path *path = &segments->paths.items[i];
		const struct segment_class *other = &segments->classes.items[path->to == here ? path->from : path->to];

		if (path->to == here || path->from == here)
			list_push(arena, &view->ways, ((struct system_way_view){ .segment = segment_title(other, lang),
			    .by = str_of(catalogue_text(lang, segment_by_text(path->by))), .source = path->source,
			    .reach = str_of(enum_name(&exposure_names, (int)other->reach)), .out = path->to != here }));
	}
}

/* What it lacks, each with how many; the words are those of "lint". */
static void
put_notes(const struct ledger_source_of_system *source, enum lang lang, struct arena *arena, struct system_source_view *view)
{
	const struct { enum lint_kind kind; int64_t count; } lacks[] = {
		{ LINT_NO_VERSION, source->versionless }, { LINT_NO_IDENTITY, source->nameless }, { LINT_NO_RELEASE, source->releaseless },
		{ LINT_NO_SUPPLIER, source->supplierless },
	};

	view->whole = source->versionless + source->nameless + source->releaseless == 0;
	for (size_t i = 0; i < ARRAY_LEN(lacks); i++)
		if (lacks[i].count > 0)
			list_push(arena, &view->notes, catalogue_say(arena, lang, M("{count} of {all}: {what}"), ARG_N("count", lacks[i].count),
			    ARG_N("all", source->items), ARG("what", str_of(catalogue_text(lang, lint_text(lacks[i].kind))))));
	if (source->tool.len == 0)
		list_push(arena, &view->notes, str_of(catalogue_text(lang, lint_text(LINT_NO_TOOL))));
	if (source->made_at == INSTANT_NONE)
		list_push(arena, &view->notes, str_of(catalogue_text(lang, lint_text(LINT_NO_TIME))));
}

struct err *
system_put_sources(struct ledger *ledger, enum lang lang, struct arena *arena, struct system_view *view)
{
	struct ledger_sources_of_system list;

	TRY(ledger_system_sources(ledger, view->id, SOURCES_MOST, arena, &list));
	for (size_t i = 0; i < list.count; i++) {
		const struct ledger_source_of_system *source = &list.items[i];
		struct system_source_view one = { .host = source->host, .file = source->stream, .format = source->format, .tool = source->tool,
			.made_at = source->made_at, .seen_at = source->seen_at, .items = source->items };

		put_notes(source, lang, arena, &one);
		list_push(arena, &view->sources, one);
	}
	return NULL;
}
