/*
 * publish.c - what was merged becomes a generation and an overlay, whole or not at all.
 *
 * The order is what makes a crash harmless: files are written and synced in a directory that nobody names, the directory is
 * renamed to its number, the parent is synced, and only then `current` is replaced, which is what readers look at.
 */
#include "store/kb/import.h"

#include <stdio.h>
#include <unistd.h>

static struct err *
move_into_place(struct kb_import *import, struct str from, struct str to, struct arena *arena)
{
	if (rename(arena_cstr(arena, from), arena_cstr(arena, to)) != 0)
		return err_system(arena, M("The directory {dir} could not be written."), ARG("dir", to));
	return dir_sync(import->path, arena);
}

static struct err *
close_staging(struct kb_import *import, struct arena *arena)
{
	struct str file = path_join(arena, import->dir, STR("staging.db"));

	TRY(kbdb_exec(&import->db, KBSQL_COMMIT, arena));
	for (size_t i = 0; i < KBSQL_COUNT; i++) {
		(void)sqlite3_finalize(import->db.statements[i]);
		import->db.statements[i] = NULL;
	}
	TRY(kbdb_exec(&import->db, KBSQL_STAGING_DETACH, arena));
	if (unlink(arena_cstr(arena, file)) != 0)
		return err_system(arena, M("The file {file} could not be removed."), ARG("file", file));
	return kbdb_exec(&import->db, KBSQL_BEGIN, arena);
}

/* Leaves *ret_published false when the content came out as it was. */
static struct err *
build_generation(struct kb_import *import, struct arena *arena, bool *ret_published)
{
	struct kb_build build = {
		.db = &import->db, .packer = import->packer, .dir = import->dir, .generation = import->generation,
		.made = import->now, .before = import->before, .anew = import->rebuild,
		.dir_before = place_generation(import->path, import->before.generation, arena),
	};

	TRY(close_staging(import, arena));
	TRY(build_identity(&build, arena));
	if (!import->rebuild && str_eq(build.seal.content, import->before.content))
		return NULL;
	TRY(build_index(&build, arena));
	TRY(kbdb_exec(&import->db, KBSQL_COMMIT, arena));
	TRY(place_keep_sources(import->dir, &import->manifest, arena));
	TRY(build_seal(&build, arena));
	TRY(move_into_place(import, import->dir, place_generation(import->path, build.generation, arena), arena));
	import->manifest.generation = build.generation;
	import->manifest.last_generation = build.generation;
	import->before = build.seal;
	import->before.content = arena_copy(import->arena, build.seal.content);
	*ret_published = true;
	return NULL;
}

static bool
same_kev_lists(const struct kev_list *a, const struct kev_list *b, struct arena *arena)
{
	struct kev_list merged, copy = *a;
	struct threat_change change;

	threat_merge_kev(b, &copy, true, arena, &merged, &change);
	return change.added + change.changed + change.gone == 0;
}

static struct err *
build_overlay(struct kb_import *import, struct arena *arena, bool *ret_published)
{
	const struct kev_list *kev = import->has_kev ? &import->kev : &import->threat.kev;
	struct str epss = import->has_epss ? buf_str(&import->epss) : import->threat.epss;
	struct str dir = path_join(arena, import->path, STR("build-overlay"));
	int64_t number = import->manifest.last_overlay + 1;

	if (import->manifest.overlay != 0 && str_eq(epss, import->threat.epss) &&
	    same_kev_lists(kev, &import->threat.kev, arena))
		return NULL;
	TRY(dir_make(dir, arena));
	TRY(threat_write(dir, kev, epss, arena));
	TRY(move_into_place(import, dir, place_overlay(import->path, number, arena), arena));
	import->manifest.overlay = number;
	import->manifest.last_overlay = number;
	*ret_published = true;
	return NULL;
}

struct err *
kb_import_finish(struct kb_import *import, struct arena *arena, struct kb_result *ret_result)
{
	struct kb_result result = { 0 };

	if (import->rebuild && import->before.generation != 0)
		TRY(import_open_db(import, arena));
	if (import->db_open && (import->changes > 0 || import->rebuild))
		TRY(build_generation(import, arena, &result.published));
	if (import->has_kev || import->has_epss)
		TRY(build_overlay(import, arena, &result.overlay_published));
	TRY(place_publish(import->path, &import->manifest, arena));
	kbdb_close(&import->db);
	TRY(place_sweep(import->path, &import->manifest, arena));
	result.generation = import->manifest.generation;
	result.overlay = import->manifest.overlay;
	result.records = import->before.records;
	result.vulnerabilities = import->before.vulnerabilities;
	*ret_result = result;
	return NULL;
}
