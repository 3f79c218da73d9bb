#include "service/feed.h"

#include "base/map.h"
#include "format/csaf/csaf.h"
#include "service/intake.h"
#include "wire/worker/worker.h"

static const struct str kinds[] = {
	STR_INIT("nvd"), STR_INIT("cve5"), STR_INIT("osv"), STR_INIT("kev"), STR_INIT("epss"), STR_INIT("jvn"), STR_INIT("msrc"),
	STR_INIT("builds"), STR_INIT("eol"), STR_INIT("names"), STR_INIT("csaf"), STR_INIT("alerts"), STR_INIT("debsec"), STR_INIT("secdb"),
};

bool
feed_kind_is_known(struct str kind)
{
	return str_is_one_of(kind, kinds, ARRAY_LEN(kinds));
}

struct str
feed_kinds(struct arena *arena)
{
	return arena_join(arena, kinds, ARRAY_LEN(kinds), STR(", "));
}

/* What distributors say of their packages is one source, in whichever form. */
static enum source
source_of(struct str kind)
{
	int source = SOURCE_OWN;

	if (str_eq(kind, STR("debsec")) || str_eq(kind, STR("secdb")))
		return SOURCE_OSV;
	(void)enum_find(&source_names, kind, &source);
	return (enum source)source;
}

struct taking_back { const struct feed_piece *piece; struct map places; };

/* A document is known by its number, taken back by the name of its file. */
static int64_t
taken_back(void *data, struct str id, struct arena *arena)
{
	const struct taking_back *back = data;
	const uint64_t *place = map_find(&back->places, csaf_file_name(id, arena));

	return place == NULL ? INSTANT_NONE : back->piece->withdrawn[*place - 1].at;
}

static struct err *
take_back(struct kb_import *import, const struct feed_piece *piece, struct arena *arena, struct feed_file *ret_file)
{
	const struct kb_feed feed = { .source = source_of(piece->kind), .name = piece->name, .contract = piece->contract, .age_limit = piece->age_limit };
	struct taking_back back = { .piece = piece };
	struct err *err;

	for (size_t i = 0; i < piece->withdrawn_count; i++)
		*map_put(arena, &back.places, piece->withdrawn[i].file) = i + 1;
	TRY(kb_import_feed(import, &feed, arena));
	err = kb_import_withdraw(import, taken_back, &back, arena);
	ret_file->failed = kb_import_feed_end(import, err, arena, &ret_file->outcome);
	return NULL;
}

static struct err *
take_piece(struct kb_import *import, const struct feed_piece *piece, struct arena *arena, struct feed_file *ret_file)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct kb_feed feed = {
		.source = source_of(piece->kind), .name = piece->name, .contract = piece->contract, .age_limit = piece->age_limit,
		.accept = piece->accept, .delta = piece->delta,
	};
	struct worker_job job = { .kind = piece->reader != NULL ? piece->reader : arena_cstr(arena, piece->kind) };
	struct err *failed;

	*ret_file = (struct feed_file){ .path = piece->path };
	if (piece->withdrawn_count > 0)
		return take_back(import, piece, arena, ret_file);
	failed = intake_open(piece->path, arena, &file);
	feed.digest = file.digest;
	job.fd = file.fd;
	job.name = file.name;
	TRY(kb_import_feed(import, &feed, arena));
	if (failed == NULL)
		failed = worker_run(&job, kb_import_sink(import), arena);
	ret_file->failed = kb_import_feed_end(import, failed, arena, &ret_file->outcome);
	return NULL;
}

struct err *
feed_import(struct str kb_path, const struct feed_options *options, const struct str *paths, size_t count,
    struct arena *arena, struct feed_import_result *ret_result)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct feed_import_result result = { 0 };
	struct feed_piece piece = { .kind = options->kind, .name = options->name, .contract = options->contract, .age_limit = options->age_limit,
		.accept = options->accept };

	TRY(kb_import_begin(kb_path, options->now, arena, &import));
	/* Debian's tracker is one file, and all of it. */
	if (piece.contract == KB_BY_TABLE && str_eq(piece.kind, STR("debsec")))
		piece.contract = KB_COMPLETE;
	for (size_t i = 0; i < count; i++) {
		piece.path = paths[i];
		TRY(take_piece(import, &piece, arena, list_add(arena, &result.files)));
	}
	/* Also when all failed: that each was offered, and why it was refused, is kept beside its source. */
	TRY(kb_import_finish(import, arena, &result.kb));
	*ret_result = result;
	return NULL;
}

struct err *
feed_take(struct str kb_path, const struct feed_piece *pieces, size_t count, const struct str_list *same, int64_t now, struct arena *arena,
    struct feed_import_result *ret_result)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct feed_import_result result = { 0 };
	bool failed = false;

	TRY(kb_import_begin(kb_path, now, arena, &import));
	for (size_t i = 0; i < count && !failed; i++) {
		TRY(take_piece(import, &pieces[i], arena, list_add(arena, &result.files)));
		failed = result.files.items[i].failed != NULL;
	}
	for (size_t i = 0; i < same->count && !failed; i++)
		kb_import_same(import, same->items[i]);
	TRY(kb_import_finish(import, arena, &result.kb));
	*ret_result = result;
	return NULL;
}

struct err *
feed_refuse(struct str kb_path, struct str kind, struct str name, const struct err *why, int64_t now, struct arena *arena)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct kb_feed feed = { .source = source_of(kind), .name = name };
	struct kb_feed_outcome outcome;
	struct kb_result result;

	TRY(kb_import_begin(kb_path, now, arena, &import));
	TRY(kb_import_feed(import, &feed, arena));
	/* It gives `why` back. */
	(void)!kb_import_feed_end(import, why, arena, &outcome);
	return kb_import_finish(import, arena, &result);
}
