#include "format/secdb/secdb.h"

#include <stdlib.h>
#include "base/map.h"
#include "format/json/json_shape.h"
#include "format/vulnid/vulnid.h"

enum { SECDB_BYTES = 64 << 20 };

struct mended { struct str package, version; };
struct weakness {
	struct str          id;
	LIST(struct mended) mended;
};
struct secdb {
	struct sink          *sink;
	struct arena         *arena;
	struct str            release, repository;
	LIST(struct weakness) weaknesses;
	struct map            places;       /* id: 1 + its place */
	int64_t               packages;
};

/* ----------------------------------------------------------------------------------------------------- reading */

static void
note(struct secdb *secdb, struct str id, struct mended mended)
{
	uint64_t *place = map_put(secdb->arena, &secdb->places, id);

	if (*place == 0) {
		*list_add(secdb->arena, &secdb->weaknesses) = (struct weakness){ .id = id };
		*place = secdb->weaknesses.count;
	}
	list_push(secdb->arena, &secdb->weaknesses.items[*place - 1].mended, mended);
}

/* "CVE-2017-2616 (+ regression fix)", "CVE-2018-1 GHSA-…": the numbers among the words. */
static void
note_names(struct secdb *secdb, struct str text, struct mended mended)
{
	struct str word;

	while (str_split(&text, ' ', &word)) {
		struct vulnid id = vulnid_parse(word, secdb->arena);

		if (id.kind != VULNID_NONE && !vulnid_is_private(id.kind))
			note(secdb, id.text, mended);
	}
}

static struct err *
read_fixes(struct secdb *secdb, struct str package, struct json fixes)
{
	for (struct json_iter i = json_each(fixes); json_next(&i);) {
		if (json_kind(i.value) != JSON_ARRAY && json_kind(i.value) != JSON_NULL)
			return err_new(secdb->arena, ERR_FORMAT, M("\"{key}\" should be a list."), ARG("key", str_sub(i.key, 0, 100)));
		for (struct json_iter n = json_each(i.value); json_next(&n);)
			note_names(secdb, json_str(n.value), (struct mended){ package, i.key });
	}
	return NULL;
}

static struct err *
read_package(struct secdb *secdb, struct json item)
{
	struct json package, fixes;
	struct str name;
	struct err *err;

	TRY(json_need_object(item, "pkg", secdb->arena, &package));
	TRY(json_need_text(package, "name", secdb->arena, &name));
	err = json_want_object(package, "secfixes", secdb->arena, &fixes);
	if (err == NULL)
		err = read_fixes(secdb, name, fixes);
	secdb->packages++;
	return err == NULL ? NULL : sink_refuse(secdb->sink, name, -1, -1, err, secdb->arena);
}

/* "v3.20" and "edge"; "main" and "community": they become part of names, between hyphens. */
static bool
is_word(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_alnum(text.ptr[i]) && text.ptr[i] != '.')
			return false;
	return text.len > 0 && text.len <= 40;
}

static struct err *
read_root(struct secdb *secdb, struct json root)
{
	struct json packages;

	TRY(json_want_text(root, "distroversion", secdb->arena, &secdb->release));
	TRY(json_want_text(root, "reponame", secdb->arena, &secdb->repository));
	TRY(json_want_list(root, "packages", secdb->arena, &packages));
	if (!is_word(secdb->release) || !is_word(secdb->repository) || json_kind(packages) != JSON_ARRAY)
		return err_new(secdb->arena, ERR_FORMAT, M("This is no file of Alpine's secdb: distroversion, reponame or packages is missing."));
	for (struct json_iter i = json_each(packages); json_next(&i);)
		TRY(read_package(secdb, i.value));
	return NULL;
}

/* ----------------------------------------------------------------------------------------------------- sending */

static int
by_id(const void *left, const void *right)
{
	return str_cmp(((const struct weakness *)left)->id, ((const struct weakness *)right)->id);
}

static struct err *
send_one(const struct secdb *secdb, const struct weakness *weakness, struct arena *arena)
{
	struct advisory advisory = { .source = SOURCE_OSV, .published = INSTANT_NONE, .modified = INSTANT_NONE, .withdrawn = INSTANT_NONE };

	advisory.id = arena_printf(arena, "SECDB-%.*s-%.*s-%.*s", STR_ARG(secdb->release), STR_ARG(secdb->repository), STR_ARG(weakness->id));
	list_push(arena, &advisory.covers, weakness->id);
	for (size_t i = 0; i < weakness->mended.count; i++) {
		struct affected *affected = list_add(arena, &advisory.affected);
		struct osv_range *range = list_add(arena, &affected->ranges);

		affected->ecosystem = arena_printf(arena, "Alpine:%.*s", STR_ARG(secdb->release));
		affected->package = weakness->mended.items[i].package;
		affected->status = AFFECTED_NO;
		range->kind = OSV_ECOSYSTEM;
		list_push(arena, &range->events, ((struct osv_event){ OSV_INTRODUCED, STR("0") }));
		list_push(arena, &range->events, ((struct osv_event){ OSV_FIXED, weakness->mended.items[i].version }));
	}
	return sink_record(secdb->sink, &advisory_schema, &advisory, arena);
}

static void
reader_cleanup(struct json_reader **reader)
{
	json_reader_free(*reader);
}

struct err *
secdb_read(struct input *input, struct sink *sink, struct arena *arena)
{
	__attribute__((cleanup(reader_cleanup))) struct json_reader *reader = json_reader_new();
	struct arena *item ARENA_SCOPE = arena_new();
	struct secdb secdb = { .sink = sink, .arena = arena };
	struct feed_head head = { .source = SOURCE_OSV, .built = INSTANT_NONE, .declared = -1 };
	struct json root;
	struct str text;

	TRY(input_all(input, SECDB_BYTES, arena, &text));
	TRY(json_parse_padded(reader, text, arena, &root));
	TRY(read_root(&secdb, root));
	if (secdb.weaknesses.count > 0)
		qsort(secdb.weaknesses.items, secdb.weaknesses.count, sizeof(*secdb.weaknesses.items), by_id);
	for (size_t i = 0; i < secdb.weaknesses.count; i++) {
		arena_reset(item);
		TRY(send_one(&secdb, &secdb.weaknesses.items[i], item));
	}
	head.name = arena_printf(arena, "osv:Alpine:secdb:%.*s:%.*s", STR_ARG(secdb.release), STR_ARG(secdb.repository));
	return sink_record(sink, &feed_head_schema, &head, arena);
}
