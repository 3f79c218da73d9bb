#include "store/kb/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "model/record.h"

static const char *const contract_words[] = { "", "complete", "partial" };
const struct enum_names kb_contract_names = ENUM_NAMES(contract_words);
static const char *const freshness_words[] = { "fresh", "stale", "held", "failed", "never" };
const struct enum_names kb_freshness_names = ENUM_NAMES(freshness_words);

static const struct field source_fields[] = {
	FIELD(struct kb_source, name, FIELD_STR),
	FIELD_NAMED(struct kb_source, source, &source_names),
	FIELD_NAMED(struct kb_source, contract, &kb_contract_names),
	FIELD(struct kb_source, built, FIELD_INSTANT),
	FIELD(struct kb_source, fetched, FIELD_INSTANT),
	FIELD(struct kb_source, tried, FIELD_INSTANT),
	FIELD(struct kb_source, records, FIELD_INT),
	FIELD(struct kb_source, tombstones, FIELD_INT),
	FIELD(struct kb_source, problems, FIELD_INT),
	FIELD(struct kb_source, digest, FIELD_STR),
	FIELD(struct kb_source, version, FIELD_STR),
	FIELD(struct kb_source, age_limit, FIELD_INT),
	FIELD(struct kb_source, held, FIELD_BOOL),
	FIELD(struct kb_source, error_en, FIELD_STR),
	FIELD(struct kb_source, error_ja, FIELD_STR),
	FIELD(struct kb_source, age, FIELD_INT),
	FIELD_NAMED(struct kb_source, freshness, &kb_freshness_names),
};
const struct schema kb_source_schema = SCHEMA("source", struct kb_source, source_fields);

static const struct field outcome_fields[] = {
	FIELD(struct kb_feed_outcome, name, FIELD_STR),
	FIELD(struct kb_feed_outcome, read, FIELD_INT),
	FIELD(struct kb_feed_outcome, added, FIELD_INT),
	FIELD(struct kb_feed_outcome, changed, FIELD_INT),
	FIELD(struct kb_feed_outcome, withdrawn, FIELD_INT),
	FIELD(struct kb_feed_outcome, unchanged, FIELD_INT),
	FIELD(struct kb_feed_outcome, gone, FIELD_INT),
	FIELD(struct kb_feed_outcome, problems, FIELD_INT),
	FIELD(struct kb_feed_outcome, warnings, FIELD_INT),
};
const struct schema kb_feed_outcome_schema = SCHEMA("feed_outcome", struct kb_feed_outcome, outcome_fields);

static const struct field manifest_fields[] = {
	FIELD(struct kb_manifest, generation, FIELD_INT),
	FIELD(struct kb_manifest, overlay, FIELD_INT),
	FIELD(struct kb_manifest, last_generation, FIELD_INT),
	FIELD(struct kb_manifest, last_overlay, FIELD_INT),
	FIELD_OF(struct kb_manifest, sources, FIELD_LIST, &kb_source_schema),
};
static const struct schema manifest_schema = SCHEMA("manifest", struct kb_manifest, manifest_fields);

static const struct field seal_fields[] = {
	FIELD(struct kb_seal, generation, FIELD_INT),
	FIELD(struct kb_seal, made, FIELD_INSTANT),
	FIELD(struct kb_seal, records, FIELD_INT),
	FIELD(struct kb_seal, vulnerabilities, FIELD_INT),
	FIELD(struct kb_seal, next_number, FIELD_INT),
	FIELD(struct kb_seal, record_version, FIELD_INT),
	FIELD(struct kb_seal, encoder, FIELD_INT),
	FIELD(struct kb_seal, content, FIELD_STR),
	FIELD(struct kb_seal, db_size, FIELD_INT),
	FIELD(struct kb_seal, db_hash, FIELD_INT),
	FIELD(struct kb_seal, index_size, FIELD_INT),
	FIELD(struct kb_seal, index_hash, FIELD_INT),
};
const struct schema kb_seal_schema = SCHEMA("seal", struct kb_seal, seal_fields);

static const struct field index_seal_fields[] = {
	FIELD(struct kb_index_seal, by, FIELD_STR),
	FIELD(struct kb_index_seal, size, FIELD_INT),
	FIELD(struct kb_index_seal, hash, FIELD_INT),
	FIELD(struct kb_index_seal, amended_size, FIELD_INT),
	FIELD(struct kb_index_seal, amended_hash, FIELD_INT),
};
static const struct schema kb_index_seal_schema = SCHEMA("index", struct kb_index_seal, index_seal_fields);

/* ------------------------------------------------------------ sealed files */

#define SEALED_BYTES ((size_t)256 << 20)

/* Of these files' own values. It is not RECORD_VERSION: a kb of an older program must still be able to say that it is one. */
enum { SEALED_VERSION = 1 };

/* "tsukuroi manifest 1 0123456789abcdef\n", then the record. */
static struct str
sealed_head(const struct schema *schema, struct str record, struct arena *arena)
{
	return arena_printf(arena, "tsukuroi %s %d %016llx\n", schema->name, SEALED_VERSION,
	    (unsigned long long)hash64(record, 0));
}

struct err *
sealed_write(struct str path, const struct schema *schema, const void *value, struct arena *arena)
{
	struct buf record BUF_SCOPE = { 0 }, file BUF_SCOPE = { 0 };

	record_encode(schema, value, &record);
	buf_add(&file, sealed_head(schema, buf_str(&record), arena));
	buf_add(&file, buf_str(&record));
	return file_write(path, buf_str(&file), arena);
}

struct err *
sealed_read(struct str path, const struct schema *schema, struct arena *arena, void *ret_value)
{
	struct str bytes, record;
	size_t line;

	TRY(file_read(path, SEALED_BYTES, arena, &bytes));
	line = str_find_char(bytes, '\n');
	record = line == SIZE_MAX ? STR("") : str_from(bytes, line + 1);
	if (!str_eq(str_sub(bytes, 0, bytes.len - record.len), sealed_head(schema, record, arena)) ||
	    record_decode(schema, record, arena, ret_value) != NULL)
		return err_new(arena, ERR_STORE, M("The file {file} is damaged, or was written by another version of this program."),
		    ARG("file", path));
	return NULL;
}

/* ------------------------------------------------------------------- names */

struct str
place_generation(struct str kb, int64_t number, struct arena *arena)
{
	return path_join(arena, kb, arena_printf(arena, "gen-%06lld", (long long)number));
}

struct str
place_overlay(struct str kb, int64_t number, struct arena *arena)
{
	return path_join(arena, kb, arena_printf(arena, "overlay-%06lld", (long long)number));
}

/* A feed's name may hold anything an ecosystem's does; its hash does for a file. */
struct str
place_problems(struct str kb, struct str feed, struct arena *arena)
{
	return path_join(arena, kb, arena_printf(arena, "problems-%016llx", (unsigned long long)hash64(feed, 0)));
}

static bool
number_of(struct str name, struct str prefix, int64_t *ret_number)
{
	return str_take(&name, prefix) && str_to_i64(name, ret_number);
}

/* ---------------------------------------------------------------- manifest */

enum { LOCK_STEP_MS = 20 };

struct err *
place_manifest(struct str kb, struct arena *arena, struct kb_manifest *ret_manifest)
{
	struct str path = path_join(arena, kb, STR("current"));

	*ret_manifest = (struct kb_manifest){ 0 };
	if (!file_exists(path, arena))
		return NULL;
	return sealed_read(path, &manifest_schema, arena, ret_manifest);
}

struct err *
place_publish(struct str kb, const struct kb_manifest *manifest, struct arena *arena)
{
	return sealed_write(path_join(arena, kb, STR("current")), &manifest_schema, manifest, arena);
}

struct kb_source *
place_source(struct kb_manifest *manifest, struct str name)
{
	for (size_t i = 0; i < manifest->sources.count; i++)
		if (str_eq(manifest->sources.items[i].name, name))
			return &manifest->sources.items[i];
	return NULL;
}

struct err *
place_lock(struct str kb, int wait_ms, struct arena *arena, int *ret_fd)
{
	struct str path = path_join(arena, kb, STR("lock"));
	int fd = open(arena_cstr(arena, path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_system(arena, M("The file {file} could not be opened."), ARG("file", path));
	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (wait_ms > 0) {
			wait_ms -= LOCK_STEP_MS;
			(void)usleep(LOCK_STEP_MS * 1000);
			continue;
		}
		(void)close(fd);
		return err_new(arena, ERR_BUSY,
		    M("Another process is building the knowledge base {dir}: wait until it is done and try again."), ARG("dir", kb));
	}
	*ret_fd = fd;
	return NULL;
}

/* ---------------------------------------------------------------- sweeping */

/* How many entries of a kind are newer than this one, up to the one in force. */
static size_t
newer_than(const struct str *names, size_t count, struct str prefix, int64_t number, int64_t in_force)
{
	size_t newer = 0;
	int64_t other;

	for (size_t i = 0; i < count; i++)
		if (number_of(names[i], prefix, &other) && other > number && other <= in_force)
			newer++;
	return newer;
}

static bool
is_leftover(const struct str *names, size_t count, struct str name, const struct kb_manifest *manifest)
{
	int64_t number;

	if (str_starts(name, STR("build")) || str_ends(name, STR(".new")))
		return true;
	if (number_of(name, STR("gen-"), &number))
		return number > manifest->generation ||
		    newer_than(names, count, STR("gen-"), number, manifest->generation) >= KB_GENERATIONS_KEPT;
	if (number_of(name, STR("overlay-"), &number))
		return number > manifest->overlay ||
		    newer_than(names, count, STR("overlay-"), number, manifest->overlay) >= KB_GENERATIONS_KEPT;
	return false;
}

struct err *
place_has_leftovers(struct str kb, struct arena *arena, bool *ret_leftovers)
{
	struct kb_manifest manifest;
	struct str *names;
	size_t count;

	TRY(place_manifest(kb, arena, &manifest));
	TRY(dir_list(kb, arena, &names, &count));
	*ret_leftovers = false;
	for (size_t i = 0; i < count; i++)
		*ret_leftovers |= is_leftover(names, count, names[i], &manifest);
	return NULL;
}

struct err *
place_sweep(struct str kb, const struct kb_manifest *manifest, struct arena *arena)
{
	struct str *names;
	size_t count;

	TRY(dir_list(kb, arena, &names, &count));
	for (size_t i = 0; i < count; i++) {
		struct str path = path_join(arena, kb, names[i]);

		if (!is_leftover(names, count, names[i], manifest))
			continue;
		if (dir_exists(path, arena))
			TRY(dir_remove(path, arena));
		else if (unlink(arena_cstr(arena, path)) != 0 && errno != ENOENT)
			return err_system(arena, M("The file {file} could not be removed."), ARG("file", path));
	}
	return NULL;
}

/* ---------------------------------------------------------------- checking */

static int
newest_first(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x > y ? -1 : x < y;
}

struct err *
place_numbers(struct str kb, struct str prefix, struct arena *arena, int64_t **ret_numbers, size_t *ret_count)
{
	LIST(int64_t) numbers = { 0 };
	struct str *names;
	size_t count;
	int64_t number;

	TRY(dir_list(kb, arena, &names, &count));
	for (size_t i = 0; i < count; i++)
		if (number_of(names[i], prefix, &number))
			list_push(arena, &numbers, number);
	if (numbers.count > 0)
		qsort(numbers.items, numbers.count, sizeof(*numbers.items), newest_first);
	*ret_numbers = numbers.items;
	*ret_count = numbers.count;
	return NULL;
}

struct err *
place_whole_generation(struct str kb, int64_t most, struct arena *arena, int64_t *ret_generation)
{
	struct kb_seal seal;
	int64_t *numbers;
	size_t count;

	*ret_generation = 0;
	TRY(place_numbers(kb, STR("gen-"), arena, &numbers, &count));
	for (size_t i = 0; i < count && *ret_generation == 0; i++)
		if (numbers[i] <= most && place_check(kb, numbers[i], true, arena, &seal) == NULL)
			*ret_generation = numbers[i];
	return NULL;
}

struct err *
place_keep_sources(struct str dir, const struct kb_manifest *manifest, struct arena *arena)
{
	return sealed_write(path_join(arena, dir, STR("sources")), &manifest_schema, manifest, arena);
}

struct err *
place_kept_sources(struct str kb, int64_t generation, struct arena *arena, struct kb_manifest *ret_manifest)
{
	return sealed_read(path_join(arena, place_generation(kb, generation, arena), STR("sources")), &manifest_schema, arena,
	    ret_manifest);
}

static struct err *
check_file(struct str path, int64_t size, int64_t hash, bool thorough, struct arena *arena)
{
	struct stat info;
	struct file_map map;
	bool whole;

	if (stat(arena_cstr(arena, path), &info) != 0)
		return err_system(arena, M("The file {file} could not be opened."), ARG("file", path));
	whole = info.st_size == size;
	if (whole && thorough) {
		TRY(file_map_open(path, arena, &map));
		whole = (int64_t)hash64((struct str){ (const char *)map.bytes, map.len }, 0) == hash;
		file_map_close(&map);
	}
	if (!whole)
		return err_new(arena, ERR_STORE, M("The file {file} is not the one that was built: it was changed or cut short."),
		    ARG("file", path));
	return NULL;
}

static int64_t
hash_of_both(const struct kb_index_seal *index)
{
	const int64_t hashes[] = { index->hash, index->amended_hash };

	return index->amended_size == 0 ? index->hash : (int64_t)hash64((struct str){ (const char *)hashes, sizeof(hashes) }, 0);
}

struct err *
place_index_seal(struct str dir, const struct kb_seal *seal, struct arena *arena, struct kb_index_seal *ret_index)
{
	struct str path = path_join(arena, dir, STR("index"));

	/* Of an older program. Was there an amendment, kb.idx alone is not of the length that the seal says. */
	*ret_index = (struct kb_index_seal){ .size = seal->index_size, .hash = seal->index_hash };
	if (!file_exists(path, arena))
		return NULL;
	TRY(sealed_read(path, &kb_index_seal_schema, arena, ret_index));
	if (ret_index->size + ret_index->amended_size != seal->index_size || hash_of_both(ret_index) != seal->index_hash)
		return err_new(arena, ERR_STORE, M("The file {file} is not the one that was built: it was changed or cut short."), ARG("file", path));
	return NULL;
}

struct err *
place_seal_index(struct str dir, const struct kb_index_seal *index, struct arena *arena, struct kb_seal *seal)
{
	seal->index_size = index->size + index->amended_size;
	seal->index_hash = hash_of_both(index);
	return sealed_write(path_join(arena, dir, STR("index")), &kb_index_seal_schema, index, arena);
}

struct err *
place_check(struct str kb, int64_t generation, bool thorough, struct arena *arena, struct kb_seal *ret_seal)
{
	struct str dir = place_generation(kb, generation, arena);
	struct kb_index_seal index;

	TRY(sealed_read(path_join(arena, dir, STR("digest")), &kb_seal_schema, arena, ret_seal));
	TRY(check_file(path_join(arena, dir, STR("kb.db")), ret_seal->db_size, ret_seal->db_hash, thorough, arena));
	TRY(place_index_seal(dir, ret_seal, arena, &index));
	TRY(check_file(path_join(arena, dir, STR("kb.idx")), index.size, index.hash, thorough, arena));
	if (index.amended_size == 0)
		return NULL;
	return check_file(path_join(arena, dir, STR("kb.amend")), index.amended_size, index.amended_hash, thorough, arena);
}

struct err *
place_check_version(struct str kb, const struct kb_seal *seal, struct arena *arena)
{
	if (seal->generation == 0 || seal->record_version == RECORD_VERSION)
		return NULL;
	return err_new(arena, ERR_STORE,
	    M("The knowledge base {dir} was built by another version of this program: move that directory away and import the feeds again."),
	    ARG("dir", kb));
}
