#include "format/bundle/bundle.h"

#include "format/bundle/frames.h"
#include "model/alert.h"
#include "model/document.h"
#include "model/name.h"
#include "model/release.h"
#include "model/statistic.h"

static const struct field feed_fields[] = {
	FIELD(struct bundle_feed, name, FIELD_STR),
	FIELD_NAMED(struct bundle_feed, source, &source_names),
	FIELD(struct bundle_feed, complete, FIELD_BOOL),
	FIELD(struct bundle_feed, whole, FIELD_BOOL),
	FIELD(struct bundle_feed, built, FIELD_INSTANT),
	FIELD(struct bundle_feed, fetched, FIELD_INSTANT),
	FIELD(struct bundle_feed, tried, FIELD_INSTANT),
	FIELD(struct bundle_feed, age_limit, FIELD_INT),
	FIELD(struct bundle_feed, held, FIELD_BOOL),
	FIELD(struct bundle_feed, digest, FIELD_STR),
	FIELD(struct bundle_feed, version, FIELD_STR),
	FIELD(struct bundle_feed, error_en, FIELD_STR),
	FIELD(struct bundle_feed, error_ja, FIELD_STR),
};
static const struct schema feed_schema = SCHEMA("bundle_feed", struct bundle_feed, feed_fields);

static const struct field head_fields[] = {
	FIELD(struct bundle_head, id, FIELD_STR),
	FIELD(struct bundle_head, base, FIELD_STR),
	FIELD(struct bundle_head, made, FIELD_INSTANT),
	FIELD(struct bundle_head, organisation, FIELD_STR),
	FIELD(struct bundle_head, segment, FIELD_STR),
	FIELD(struct bundle_head, program, FIELD_STR),
	FIELD(struct bundle_head, record_version, FIELD_INT),
	FIELD_OF(struct bundle_head, feeds, FIELD_LIST, &feed_schema),
};
const struct schema bundle_head_schema = SCHEMA("bundle_head", struct bundle_head, head_fields);

static const struct field turn_fields[] = { FIELD(struct bundle_turn, feed, FIELD_INT) };
const struct schema bundle_turn_schema = SCHEMA("bundle_turn", struct bundle_turn, turn_fields);
static const struct field gone_fields[] = { FIELD(struct bundle_gone, kind, FIELD_STR), FIELD(struct bundle_gone, id, FIELD_STR) };
const struct schema bundle_gone_schema = SCHEMA("bundle_gone", struct bundle_gone, gone_fields);
static const struct field end_fields[] = { FIELD(struct bundle_end, frames, FIELD_INT) };
const struct schema bundle_end_schema = SCHEMA("bundle_end", struct bundle_end, end_fields);

/* By the number a frame begins with; new ones go to the end. */
static const struct schema *const kinds[] = {
	NULL, &bundle_head_schema, &bundle_turn_schema, &bundle_gone_schema, &bundle_end_schema, &advisory_schema, &kev_entry_schema,
	&epss_entry_schema, &release_schema, &lifecycle_schema, &product_name_schema, &document_schema, &alert_schema,
	&year_count_schema,
};

const struct schema *
frames_schema(unsigned kind)
{
	return kind < ARRAY_LEN(kinds) ? kinds[kind] : NULL;
}

unsigned
frames_kind(const struct schema *schema)
{
	for (unsigned kind = 1; kind < ARRAY_LEN(kinds); kind++)
		if (kinds[kind] == schema)
			return kind;
	return 0;
}

/* -------------------------------------------------------------------------------------------------- id */

struct str
bundle_id_write(const struct bundle_id *id, struct arena *arena)
{
	return arena_printf(arena, "%.*s-%lld.%lld", STR_ARG(id->lineage), (long long)id->generation, (long long)id->overlay);
}

static bool
is_lineage(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_hex(text.ptr[i]))
			return false;
	return text.len == 16;
}

struct err *
bundle_id_read(struct str text, struct arena *arena, struct bundle_id *ret_id)
{
	struct str numbers, generation, overlay;

	if (!str_cut(text, '-', &ret_id->lineage, &numbers) || !is_lineage(ret_id->lineage) || !str_cut(numbers, '.', &generation, &overlay) ||
	    !str_to_i64(generation, &ret_id->generation) || !str_to_i64(overlay, &ret_id->overlay) || ret_id->generation < 0 || ret_id->overlay < 0)
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is no number of a bundle, such as 3f9a1c2077aa01bd-12.31."), ARG("text", text));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ cover */

#define MAGIC STR("tsukuroi bundle 1\n")
enum { SIGNATURE_LINES = 4 };

struct str
bundle_cover_write(const struct minisign_signature *signature, struct arena *arena)
{
	const struct str parts[] = { MAGIC, minisign_signature_write(signature, arena) };

	return arena_join(arena, parts, ARRAY_LEN(parts), STR(""));
}

struct err *
bundle_cover_read(struct str head, struct arena *arena, struct minisign_signature *ret_signature, size_t *ret_len)
{
	struct str rest = str_sub(head, 0, BUNDLE_COVER_MOST), lines;
	size_t len = 0;

	if (!str_take(&rest, MAGIC))
		return err_new(arena, ERR_FORMAT, M("This is no bundle: it does not begin with \"tsukuroi bundle 1\"."));
	lines = rest;
	for (int line = 0; line < SIGNATURE_LINES; line++) {
		size_t end = str_find_char(str_from(lines, len), '\n');

		if (end == SIZE_MAX)
			return err_new(arena, ERR_FORMAT, M("The bundle ends within its signature: it was cut short."));
		len += end + 1;
	}
	TRY(minisign_signature_read(str_sub(lines, 0, len), arena, ret_signature));
	*ret_len = MAGIC.len + len;
	return NULL;
}
