/*
 * withdraw.c - what is out taken back: by an edition that says so, or, where it should never have been given out, laid aside.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "format/csaf/csaf.h"
#include "service/advisories/parts.h"
#include "service/casefile/casefile.h"

static const struct field erased_fields[] = {
	FIELD_OF(struct own_erased, advisory, FIELD_STRUCT, &own_advisory_schema), FIELD(struct own_erased, reason, FIELD_STR), FIELD(struct own_erased, at, FIELD_INSTANT),
};
const struct schema own_erased_schema = SCHEMA("own_erased", struct own_erased, erased_fields);
static const struct field erasures_fields[] = { FIELD_OF(struct own_erasures, list, FIELD_LIST, &own_erased_schema) };
const struct schema own_erasures_schema = SCHEMA("own_erasures", struct own_erasures, erasures_fields);

struct str
own_erased_folder(const struct home *home, struct arena *arena)
{
	return path_join(arena, own_folder(home, arena), STR("erased"));
}

/* The one of that number, whose reason can be written down. */
static struct err *
find(const struct key_desk *desk, struct str id, struct str reason, struct arena *arena, struct own_advisory *ret_advisory)
{
	struct own_advisories all;
	size_t found = 0;

	TRY(own_desk_check(desk, arena));
	if (str_trim_space(reason).len == 0)
		return err_new(arena, ERR_USAGE, M("Say why it is taken back: --reason TEXT."));
	TRY(case_text(reason, LIMIT_CASE_TITLE, arena));
	TRY(own_advisories(desk->home, arena, &all));
	for (size_t i = 0; i < all.list.count; i++)
		if (str_eq(all.list.items[i].id, id) && found++ == 0)
			*ret_advisory = all.list.items[i];
	if (found == 0)
		return err_new(arena, ERR_NOT_FOUND, M("Nothing is out under the number {id}: \"tsukuroi csaf list\" says what is."), ARG("id", id));
	return found == 1 ? NULL : err_new(arena, ERR_CONFLICT, M("{count} files under {folder} bear the number {id}: take away those that are not it."), ARG_N("count", found),
	    ARG("folder", own_folder(desk->home, arena)), ARG("id", id));
}

/* ----------------------------------------------------------------------------------------- by another edition */

static struct err *
next_edition(const struct home *home, struct str path, const struct csaf_withdrawal *how, struct arena *arena, struct str *ret_bytes)
{
	struct json_reader *reader;
	struct json root;
	struct str bytes;
	struct err *err;

	TRY(file_read(path_join(arena, own_folder(home, arena), path), OWN_ADVISORY_BYTES, arena, &bytes));
	reader = json_reader_new();
	err = json_parse(reader, bytes, arena, &root);
	if (err == NULL)
		err = csaf_withdraw(root, how, arena, ret_bytes);
	json_reader_free(reader);
	return err;
}

struct err *
own_advisory_withdraw(const struct key_desk *desk, struct str id, struct str reason, struct arena *arena, struct own_advisory *ret_advisory)
{
	struct csaf_withdrawal how = { str_trim_space(reason), desk->now };
	struct own_advisory before, advisory;
	struct str bytes;

	TRY(find(desk, id, reason, arena, &before));
	TRY(next_edition(desk->home, before.path, &how, arena, &bytes));
	TRY(own_document_read(bytes, arena, &advisory));
	/* Laid in by hand it may bear a name that its number does not make: who collected it looks there again. */
	advisory.path = before.path;
	TRY(own_advisory_note(desk, &advisory, STR("csaf.withdraw"), arena));
	TRY(own_advisory_put(desk, bytes, arena, &advisory));
	*ret_advisory = advisory;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ laid aside */

/* The document goes first: without it neither hash nor signature is given out. */
static struct err *
lay_aside(const struct home *home, const struct own_advisory *advisory, struct str kept, struct arena *arena)
{
	static const char *const ends[] = { "", ".asc" };
	struct str from = path_join(arena, own_folder(home, arena), advisory->path);

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		struct str old = arena_printf(arena, "%.*s%s", STR_ARG(from), ends[i]);

		if (!file_exists(old, arena))
			continue;
		if (rename(arena_cstr(arena, old), arena_cstr(arena, arena_printf(arena, "%.*s%s", STR_ARG(kept), ends[i]))) != 0)
			return err_system(arena, M("The file {file} could not be laid aside: it may still be given out."), ARG("file", old));
	}
	TRY(dir_sync(path_join(arena, own_folder(home, arena), str_sub(advisory->path, 0, 4)), arena));
	return dir_sync(own_erased_folder(home, arena), arena);
}

struct err *
own_advisory_erase(const struct key_desk *desk, struct str id, struct str reason, struct arena *arena, struct own_advisory *ret_advisory, struct str *ret_kept)
{
	struct str folder = own_erased_folder(desk->home, arena), name;
	struct own_advisory advisory;

	TRY(find(desk, id, reason, arena, &advisory));
	TRY(own_advisory_note(desk, &advisory, STR("csaf.erase"), arena));
	TRY(dir_make(folder, arena));
	name = path_base(advisory.path);
	(void)str_take_end(&name, STR(".json"));
	*ret_kept = path_join(arena, folder, arena_printf(arena, "%.*s.%lld.json", STR_ARG(name), (long long)(desk->now / INSTANT_SECOND)));
	TRY(lay_aside(desk->home, &advisory, *ret_kept, arena));
	*ret_advisory = advisory;
	return file_write(arena_printf(arena, "%.*s.reason", STR_ARG(*ret_kept)), str_trim_space(reason), arena);
}

static int
last_first(const void *a_, const void *b_)
{
	const struct own_erased *a = a_, *b = b_;

	return a->at != b->at ? (a->at < b->at ? 1 : -1) : str_cmp(a->advisory.path, b->advisory.path);
}

/* False: none that was laid aside here. */
static bool
look_at(struct str folder, struct str file, struct json_reader *reader, struct arena *arena, struct own_erased *erased)
{
	struct str name = file, stem, seconds, path = path_join(arena, folder, file), bytes;
	struct json root;
	uint64_t at;

	if (!str_take_end(&name, STR(".json")) || !str_cut_last(name, '.', &stem, &seconds) || !str_to_u64(seconds, &at) || at > UINT32_MAX)
		return false;
	*erased = (struct own_erased){ .advisory.path = path_join(arena, STR("erased"), file), .at = (int64_t)at * INSTANT_SECOND };
	if (file_read(path, OWN_ADVISORY_BYTES, arena, &bytes) != NULL || json_parse(reader, bytes, arena, &root) != NULL ||
	    !own_advisory_take(root, arena, &erased->advisory))
		return false;
	if (file_read(arena_printf(arena, "%.*s.reason", STR_ARG(path)), LIMIT_CASE_TITLE, arena, &erased->reason) != NULL)
		erased->reason = STR("");
	return true;
}

struct err *
own_erasures(const struct home *home, struct arena *arena, struct own_erasures *ret_all)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct str folder = own_erased_folder(home, arena), *names;
	struct json_reader *reader;
	struct own_erased erased;
	size_t count;

	*ret_all = (struct own_erasures){ 0 };
	if (!dir_exists(folder, arena))
		return NULL;
	TRY(dir_list(folder, arena, &names, &count));
	reader = json_reader_new();
	for (size_t i = 0; i < count && ret_all->list.count < OWN_ADVISORIES; i++) {
		arena_reset(item);
		if (look_at(folder, names[i], reader, item, &erased))
			list_push(arena, &ret_all->list, ((struct own_erased){ own_advisory_copy(&erased.advisory, arena), arena_copy(arena, erased.reason), erased.at }));
	}
	json_reader_free(reader);
	if (ret_all->list.count > 0)
		qsort(ret_all->list.items, ret_all->list.count, sizeof(*ret_all->list.items), last_first);
	return NULL;
}
