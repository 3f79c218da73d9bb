/*
 * kb.c - the reading side.
 */
#include "store/kb/kb.h"

#include <errno.h>
#include <unistd.h>
#include "base/mem.h"
#include "domain/match/match.h"
#include "store/kb/import.h"
#include "store/kb/reader.h"

enum { OPEN_TRIES = 5 };   /* a builder may publish and sweep between our two looks */

/* --------------------------------------------------------------------- open */

static struct str
view_of(const struct file_map *map)
{
	return (struct str){ (const char *)map->bytes, map->len };
}

static struct err *
open_index(struct kb *kb, struct str dir, struct arena *arena)
{
	struct kb_index_seal seal;

	TRY(place_index_seal(dir, &kb->seal, arena, &seal));
	TRY(file_map_open(path_join(arena, dir, STR("kb.idx")), arena, &kb->index_map));
	if (seal.amended_size == 0)
		return match_index_open(view_of(&kb->index_map), kb->arena, &kb->index);
	TRY(file_map_open(path_join(arena, dir, STR("kb.amend")), arena, &kb->amendment_map));
	return match_index_open_amended(view_of(&kb->index_map), view_of(&kb->amendment_map), kb->arena, &kb->index);
}

static struct err *
open_generation(struct kb *kb, struct arena *arena)
{
	struct str dir = place_generation(kb->path, kb->manifest.generation, arena);

	TRY(place_check(kb->path, kb->manifest.generation, false, kb->arena, &kb->seal));
	TRY(place_check_version(kb->path, &kb->seal, arena));
	TRY(kbdb_open_immutable(&kb->db, path_join(arena, dir, STR("kb.db")), kb->arena));
	TRY(search_open(kb, arena));
	return open_index(kb, dir, arena);
}

static struct err *
open_overlay(struct kb *kb, struct arena *arena)
{
	struct str dir = place_overlay(kb->path, kb->manifest.overlay, arena);

	TRY(file_map_open(path_join(arena, dir, STR("overlay")), arena, &kb->overlay_map));
	return match_overlay_open(view_of(&kb->overlay_map), kb->arena, &kb->overlay);
}

static void
close_parts(struct kb *kb)
{
	kbdb_close(&kb->db);
	file_map_close(&kb->index_map);
	file_map_close(&kb->amendment_map);
	file_map_close(&kb->overlay_map);
	kb->index = NULL;
	kb->overlay = NULL;
}

/* Is one of the files in force not there? Not to be allowed to look is another matter. */
static bool
lacks_files(struct kb *kb, struct arena *arena)
{
	struct str generation = place_generation(kb->path, kb->manifest.generation, arena);
	struct str overlay = place_overlay(kb->path, kb->manifest.overlay, arena);
	const struct str files[] = {
		path_join(arena, generation, STR("digest")), path_join(arena, generation, STR("kb.db")),
		path_join(arena, generation, STR("kb.idx")), path_join(arena, generation, STR("kb.amend")), path_join(arena, overlay, STR("overlay")),
	};
	struct kb_index_seal index = { 0 };
	bool amended = place_index_seal(generation, &kb->seal, arena, &index) == NULL && index.amended_size > 0;
	size_t first = kb->manifest.generation == 0 ? 4 : 0, end = kb->manifest.overlay == 0 ? 4 : 5;

	for (size_t i = first; i < end; i++)
		if ((i != 3 || amended) && access(arena_cstr(arena, files[i]), F_OK) != 0 && errno == ENOENT)
			return true;
	return false;
}

/* The newest of both that is whole; when `current` itself cannot be read, any will do. */
static struct err *
find_whole(struct str path, const struct kb_manifest *manifest, struct arena *arena, int64_t *ret_generation,
    int64_t *ret_overlay)
{
	bool unknown = manifest->generation == 0 && manifest->overlay == 0;

	TRY(place_whole_generation(path, unknown ? INT64_MAX : manifest->generation, arena, ret_generation));
	return threat_whole_overlay(path, unknown ? INT64_MAX : manifest->overlay, arena, ret_overlay);
}

/* What is wrong, and what can be done: the sentence a person gets. */
static struct err *
broken(struct kb *kb, const struct err *cause, struct arena *arena)
{
	int64_t generation, overlay;
	struct err *err;

	if (cause->code == ERR_SYSTEM && !lacks_files(kb, arena))
		return err_copy(cause, arena);
	/* Nothing is broken, and going back would help nobody. */
	TRY(place_check_version(kb->path, &kb->seal, arena));
	TRY(find_whole(kb->path, &kb->manifest, arena, &generation, &overlay));
	if (generation != 0)
		err = err_wrap(arena, cause,
		    M("The knowledge base {dir} is broken. Its last whole state, generation {number}, can take its place."),
		    ARG("dir", kb->path), ARG_N("number", generation));
	else
		err = err_wrap(arena, cause, M("The knowledge base {dir} is broken and has no previous state: import the feeds anew."),
		    ARG("dir", kb->path));
	err->code = ERR_STORE;
	return err_copy(err, arena);
}

static struct err *
open_parts(struct kb *kb, struct arena *arena)
{
	TRY(place_manifest(kb->path, kb->arena, &kb->manifest));
	if (kb->manifest.generation != 0)
		TRY(open_generation(kb, arena));
	return kb->manifest.overlay == 0 ? NULL : open_overlay(kb, arena);
}

/* The newest state, tried again when a builder took away under our hands what we were about to open. */
static struct err *
open_current(struct kb *kb, struct arena *arena)
{
	struct err *err = NULL;

	for (int i = 0; i < OPEN_TRIES; i++) {
		struct kb_manifest again;
		int64_t generation, overlay;

		err = open_parts(kb, arena);
		if (err == NULL)
			return NULL;
		close_parts(kb);
		generation = kb->manifest.generation;
		overlay = kb->manifest.overlay;
		if (place_manifest(kb->path, arena, &again) != NULL || (again.generation == generation && again.overlay == overlay))
			break;
	}
	return broken(kb, err, arena);
}

static void
fill_head(struct kb *kb)
{
	bool any = kb->manifest.generation != 0 || kb->manifest.overlay != 0;

	kb->head = (struct kb_head){
		.state = any ? KB_READY : dir_exists(kb->path, kb->arena) ? KB_EMPTY : KB_MISSING,
		.generation = kb->manifest.generation, .digest = kb->seal.content,
		.made = kb->manifest.generation == 0 ? INSTANT_NONE : kb->seal.made, .records = kb->seal.records,
		.vulnerabilities = kb->seal.vulnerabilities, .overlay = kb->manifest.overlay,
	};
}

/* When nobody builds, what a crashed builder left is taken away; who may not write leaves it. */
static void
sweep_if_alone(struct kb *kb, struct arena *arena)
{
	int lock FD_SCOPE = -1;
	struct kb_manifest manifest;
	bool leftovers = false;

	if (dir_exists(kb->path, arena) && place_has_leftovers(kb->path, arena, &leftovers) == NULL && leftovers &&
	    place_lock(kb->path, 0, arena, &lock) == NULL && place_manifest(kb->path, arena, &manifest) == NULL)
		(void)(place_sweep(kb->path, &manifest, arena) == NULL);
}

struct err *
kb_open(struct str path, struct arena *arena, struct kb **ret_kb)
{
	struct kb *kb = mem_alloc(sizeof(*kb));
	struct err *err;

	kb->arena = arena_new();
	kb->item = arena_new();
	kb->path = arena_copy(kb->arena, path);
	kb->packer = packer_new();
	sweep_if_alone(kb, arena);
	err = open_current(kb, arena);
	if (err != NULL) {
		kb_close(kb);
		return err;
	}
	fill_head(kb);
	*ret_kb = kb;
	return NULL;
}

void
kb_close(struct kb *kb)
{
	if (kb == NULL)
		return;
	close_parts(kb);
	packer_free(kb->packer);
	arena_free(kb->item);
	arena_free(kb->arena);
	mem_free(kb);
}

const struct kb_head *
kb_head(const struct kb *kb)
{
	return &kb->head;
}

const struct match_index *
kb_index(const struct kb *kb)
{
	return kb->index;
}

const struct match_overlay *
kb_overlay(const struct kb *kb)
{
	return kb->overlay;
}

/* ----------------------------------------------------------- whole or broken */

struct err *
kb_verify(struct kb *kb, struct arena *arena)
{
	sqlite3_stmt *check;
	struct kb_seal seal;
	bool row;

	if (kb->manifest.generation == 0)
		return NULL;
	TRY(place_check(kb->path, kb->manifest.generation, true, arena, &seal));
	TRY(match_index_verify(view_of(&kb->index_map), arena));
	if (kb->amendment_map.len > 0)
		TRY(match_amendment_verify(view_of(&kb->amendment_map), arena));
	TRY(kbdb_stmt(&kb->db, KBSQL_INTEGRITY, arena, &check));
	TRY(kbdb_step(&kb->db, check, arena, &row));
	if (!row || !str_eq(kbdb_str(check, 0), STR("ok")))
		return err_new(arena, ERR_STORE, M("The file {file} is not the one that was built: it was changed or cut short."),
		    ARG("file", kb->db.file));
	return kbdb_run(&kb->db, check, arena);
}

/* Feeds as they stood with that generation; EPSS and KEV, which stand beside it, as they are. */
static struct err *
restore_sources(struct str path, struct kb_manifest *manifest, struct arena *arena)
{
	struct kb_manifest kept, now = *manifest;

	TRY(place_kept_sources(path, manifest->generation, arena, &kept));
	manifest->sources.count = manifest->sources.room = 0;
	for (size_t i = 0; i < kept.sources.count; i++) {
		struct kb_source *other = place_source(&now, kept.sources.items[i].name);
		enum source source = kept.sources.items[i].source;
		bool beside = other != NULL && (source == SOURCE_KEV || source == SOURCE_EPSS);

		list_push(arena, &manifest->sources, beside ? *other : kept.sources.items[i]);
	}
	return NULL;
}

struct err *
kb_fall_back(struct str path, struct arena *arena, int64_t *ret_generation)
{
	int lock FD_SCOPE = -1;
	struct kb_manifest manifest = { 0 };
	int64_t generation, overlay;

	TRY(place_lock(path, LOCK_PATIENCE_MS, arena, &lock));
	/* One that cannot be read is replaced like the rest. */
	if (place_manifest(path, arena, &manifest) != NULL)
		manifest = (struct kb_manifest){ 0 };
	TRY(find_whole(path, &manifest, arena, &generation, &overlay));
	/* All is whole: then a person wants the one before. */
	if (generation != 0 && generation == manifest.generation && overlay == manifest.overlay)
		TRY(place_whole_generation(path, generation - 1, arena, &generation));
	if (generation == 0)
		return err_new(arena, ERR_NOT_FOUND, M("The knowledge base {dir} has no previous state that is whole."), ARG("dir", path));
	manifest.generation = generation;
	manifest.overlay = overlay;
	if (manifest.last_generation < generation)
		manifest.last_generation = generation;
	if (manifest.last_overlay < overlay)
		manifest.last_overlay = overlay;
	TRY(restore_sources(path, &manifest, arena));
	*ret_generation = generation;
	return place_publish(path, &manifest, arena);
}

/* ------------------------------------------------------------------ sources */

static enum kb_freshness
freshness_of(const struct kb_source *source)
{
	if (source->fetched == INSTANT_NONE)
		return KB_NEVER;
	if (source->age > source->age_limit)
		return KB_STALE;
	return source->held ? KB_HELD : source->error_en.len > 0 ? KB_FAILED : KB_FRESH;
}

struct err *
kb_sources(struct kb *kb, int64_t now, struct arena *arena, struct kb_source **ret_sources, size_t *ret_count)
{
	size_t count = kb->manifest.sources.count;
	struct kb_source *sources = ARENA_ARRAY(arena, struct kb_source, count);

	for (size_t i = 0; i < count; i++) {
		int64_t since = kb->manifest.sources.items[i].built;

		sources[i] = kb->manifest.sources.items[i];
		if (since == INSTANT_NONE)
			since = sources[i].fetched;
		sources[i].age = since == INSTANT_NONE ? -1 : now - since;
		sources[i].freshness = freshness_of(&sources[i]);
	}
	*ret_sources = sources;
	*ret_count = count;
	return NULL;
}

struct err *
kb_problems(struct kb *kb, struct str feed, struct arena *arena, struct problem **ret_problems, size_t *ret_count)
{
	struct str path = place_problems(kb->path, feed, arena);
	struct problem_list problems = { 0 };

	if (file_exists(path, arena))
		TRY(sealed_read(path, &problem_list_schema, arena, &problems));
	*ret_problems = problems.list.items;
	*ret_count = problems.list.count;
	return NULL;
}

struct err *
kb_epss_history(const struct kb *kb, struct str cve, struct arena *arena, struct kb_epss_point **ret_points,
    size_t *ret_count)
{
	struct threat threat;

	TRY(threat_open(kb->path, kb->manifest.overlay, arena, &threat));
	*ret_count = threat_epss_points(threat_epss_line(threat.epss, cve), arena, ret_points);
	threat_close(&threat);
	return NULL;
}
