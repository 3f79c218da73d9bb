/*
 * import.c - records in: an import is begun, feeds are opened, records are staged.
 */
#include "store/kb/import.h"

#include <fcntl.h>
#include <unistd.h>
#include "base/limits.h"
#include "base/mem.h"
#include "format/bundle/bundle.h"
#include "model/record.h"
#include "store/kb/copy.h"
#include "store/kb/identity.h"
#include "store/kb/notes.h"
#include "store/kb/stated_build.h"

static struct err *
sink_take(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	return kb_import_record((struct kb_import *)sink, schema, value, STR(""), arena);
}

static struct err *
sink_note(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	return kb_import_problem((struct kb_import *)sink, problem, arena);
}

struct sink *
kb_import_sink(struct kb_import *import)
{
	return &import->sink;
}

static struct err *
make_place(struct str path, struct arena *arena)
{
	struct str parent, base;

	/* The home may be new as well. */
	if (str_cut_last(path, '/', &parent, &base) && parent.len > 0 && !dir_exists(parent, arena))
		TRY(dir_make(parent, arena));
	return dir_make(path, arena);
}

static struct err *
open_import(struct kb_import *import, struct arena *arena)
{
	TRY(make_place(import->path, arena));
	TRY(place_lock(import->path, LOCK_PATIENCE_MS, arena, &import->lock));
	TRY(place_manifest(import->path, import->arena, &import->manifest));
	if (import->manifest.generation != 0)
		TRY(place_check(import->path, import->manifest.generation, false, import->arena, &import->before));
	import->generation = import->manifest.last_generation + 1;
	return place_sweep(import->path, &import->manifest, arena);
}

struct err *
kb_import_begin(struct str path, int64_t now, struct arena *arena, struct kb_import **ret_import)
{
	struct kb_import *import = mem_alloc(sizeof(*import));
	struct err *err;

	import->sink = (struct sink){ sink_take, sink_note };
	import->arena = arena_new();
	import->item = arena_new();
	import->in.arena = arena_new();
	import->packer = packer_new();
	import->path = arena_copy(import->arena, path);
	import->dir = path_join(import->arena, path, STR("build"));
	import->now = now;
	import->lock = -1;
	err = open_import(import, arena);
	if (err != NULL) {
		err = err_copy(err, arena);
		kb_import_close(import);
		return err;
	}
	*ret_import = import;
	return NULL;
}

void
kb_import_rebuild(struct kb_import *import)
{
	import->rebuild = true;
}

void
kb_import_close(struct kb_import *import)
{
	if (import == NULL)
		return;
	kbdb_close(&import->db);
	if (import->threat_open)
		threat_close(&import->threat);
	/* What was built and not published is swept by the next import as well, should this not succeed. */
	if (import->lock >= 0 && dir_exists(import->dir, import->item))
		(void)(dir_remove(import->dir, import->item) == NULL);
	fd_cleanup(&import->lock);
	buf_done(&import->encoded);
	buf_done(&import->epss);
	packer_free(import->packer);
	arena_free(import->in.arena);
	arena_free(import->item);
	arena_free(import->arena);
	mem_free(import);
}

/* --------------------------------------------------------------------- copy */

/* A generation of before there was searching, or of before texts were read for exploitation, is built anew, whatever comes. */
static struct err *
rebuild_for_new_parts(struct kb_import *import, struct arena *arena)
{
	sqlite3_stmt *exists;
	bool there, missing;

	TRY(kbdb_stmt(&import->db, KBSQL_SEARCH_EXISTS, arena, &exists));
	TRY(kbdb_step(&import->db, exists, arena, &there));
	(void)sqlite3_reset(exists);
	TRY(stated_is_missing(&import->db, arena, &missing));
	import->rebuild |= (!there || missing) && import->manifest.generation != 0;
	return NULL;
}

struct err *
import_open_db(struct kb_import *import, struct arena *arena)
{
	struct str file = path_join(import->arena, import->dir, STR("kb.db"));

	if (import->db_open)
		return NULL;
	TRY(place_check_version(import->path, &import->before, arena));
	if (dir_exists(import->dir, arena))
		TRY(dir_remove(import->dir, arena));
	TRY(dir_make(import->dir, arena));
	if (import->manifest.generation != 0)
		TRY(copy_file(path_join(arena, place_generation(import->path, import->manifest.generation, arena), STR("kb.db")),
		    file, arena));
	import->db_open = true;
	TRY(kbdb_open_build(&import->db, file, import->arena));
	TRY(rebuild_for_new_parts(import, arena));
	TRY(kbdb_attach_staging(&import->db, path_join(arena, import->dir, STR("staging.db")), arena));
	return kbdb_exec(&import->db, KBSQL_BEGIN, arena);
}

struct err *
import_open_threat(struct kb_import *import, struct arena *arena)
{
	if (import->threat_open)
		return NULL;
	TRY(threat_open(import->path, import->manifest.overlay, import->arena, &import->threat));
	import->threat_open = true;
	(void)arena;
	return NULL;
}

/* --------------------------------------------------------------------- feed */

/* What a file's head would say of itself. */
static void
take_as(struct incoming *in, const struct kb_source *as)
{
	in->feed.name = arena_copy(in->arena, as->name);
	in->feed.source = as->source;
	in->feed.contract = as->contract;
	in->feed.digest = arena_copy(in->arena, as->digest);
	in->head = (struct feed_head){
		.source = as->source, .name = in->feed.name, .built = as->built, .version = arena_copy(in->arena, as->version), .declared = -1,
	};
	in->has_head = true;
}

struct err *
kb_import_feed(struct kb_import *import, const struct kb_feed *feed, struct arena *arena)
{
	struct arena *kept = import->in.arena;

	(void)arena;
	arena_reset(kept);
	import->in = (struct incoming){
		.open = true, .feed = *feed, .arena = kept,
		.head = { .source = feed->source, .built = INSTANT_NONE, .declared = -1 },
	};
	import->in.feed.name = arena_copy(kept, feed->name);
	import->in.feed.digest = arena_copy(kept, feed->digest);
	if (feed->as != NULL)
		take_as(&import->in, feed->as);
	return NULL;
}

static void
take_head(struct incoming *in, const struct feed_head *head)
{
	int64_t built = in->head.built;

	/* Several files as one feed: the newest counts. */
	in->head = *head;
	if (in->has_head && built > in->head.built)
		in->head.built = built;
	in->head.name = arena_copy(in->arena, head->name);
	in->head.version = arena_copy(in->arena, head->version);
	in->has_head = true;
}

static struct err *
stage(struct kb_import *import, const struct advisory *advisory, struct str raw, struct arena *arena)
{
	sqlite3_stmt *add;

	TRY(import_open_db(import, arena));
	TRY(kbdb_stmt(&import->db, KBSQL_INCOMING_ADD, arena, &add));
	arena_reset(import->item);
	buf_clear(&import->encoded);
	record_encode(&advisory_schema, advisory, &import->encoded);
	kbdb_bind_str(add, 1, advisory->id);
	kbdb_bind_int(add, 2, advisory->modified);
	kbdb_bind_int(add, 3, advisory->state);
	kbdb_bind_int(add, 4, pack_digest(buf_str(&import->encoded)));
	kbdb_bind_str(add, 5, names_of(advisory, import->item));
	kbdb_bind_blob(add, 6, pack(import->packer, buf_str(&import->encoded), import->item));
	kbdb_bind_blob(add, 7, pack(import->packer, raw, import->item));
	import->in.records++;
	import->in.withdrawn += advisory->state == ADVISORY_WITHDRAWN;
	return kbdb_run(&import->db, add, arena);
}

static struct err *
stage_gone(struct kb_import *import, const struct bundle_gone *gone, struct arena *arena)
{
	sqlite3_stmt *add;

	TRY(import_open_db(import, arena));
	TRY(kbdb_stmt(&import->db, KBSQL_LEAVING_ADD, arena, &add));
	kbdb_bind_str(add, 1, gone->kind);
	kbdb_bind_str(add, 2, gone->id);
	import->in.leaving++;
	return kbdb_run(&import->db, add, arena);
}

/* A copy that lives with the feed. */
static struct err *
keep(struct incoming *in, const struct schema *schema, const void *value, struct buf *encoded, void *ret_copy)
{
	buf_clear(encoded);
	record_encode(schema, value, encoded);
	return record_decode(schema, arena_copy(in->arena, buf_str(encoded)), in->arena, ret_copy);
}

static bool
fits(enum source source, const struct schema *schema, const void *value)
{
	if (source == SOURCE_KEV)
		return schema == &kev_entry_schema;
	if (source == SOURCE_EPSS)
		return schema == &epss_entry_schema;
	if (schema == &advisory_schema)
		return ((const struct advisory *)value)->source == source;
	return notes_fit(source, schema);
}

struct err *
kb_import_record(struct kb_import *import, const struct schema *schema, const void *value, struct str raw,
    struct arena *arena)
{
	struct incoming *in = &import->in;

	if (schema == &feed_head_schema) {
		take_head(in, value);
		return NULL;
	}
	if (schema == &bundle_gone_schema && in->feed.as != NULL && in->feed.source == SOURCE_EPSS) {
		list_push(in->arena, &in->epss.list, ((struct epss_entry){ arena_copy(in->arena, ((const struct bundle_gone *)value)->id), -1, -1 }));
		return NULL;
	}
	if (schema == &bundle_gone_schema && in->feed.as != NULL)
		return stage_gone(import, value, arena);
	if (!fits(in->feed.source, schema, value))
		return err_new(arena, ERR_FORMAT, M("Records of kind {kind} do not belong into a feed of {source}."),
		    ARG("kind", str_of(schema->name)), ARG("source", str_of(enum_name(&source_names, (int)in->feed.source))));
	if (schema == &advisory_schema)
		return stage(import, value, raw, arena);
	if (notes_fit(in->feed.source, schema))
		return notes_stage(import, schema, value, arena);
	if (schema == &epss_entry_schema) {
		struct epss_entry entry = *(const struct epss_entry *)value;

		entry.cve = arena_copy(in->arena, entry.cve);
		list_push(in->arena, &in->epss.list, entry);
		in->records++;
		return NULL;
	}
	struct kev_entry kev;

	TRY(keep(in, schema, value, &import->encoded, &kev));
	list_push(in->arena, &in->kev.list, kev);
	in->records++;
	return NULL;
}

struct err *
kb_import_problem(struct kb_import *import, const struct problem *problem, struct arena *arena)
{
	struct incoming *in = &import->in;
	struct problem copy;

	(void)arena;
	if (problem->warning)
		in->warnings++;
	else
		in->problems++;
	if (in->kept.count >= LIMIT_PROBLEMS_KEPT)
		return NULL;
	TRY(keep(in, &problem_schema, problem, &import->encoded, &copy));
	list_push(in->arena, &in->kept, copy);
	return NULL;
}
