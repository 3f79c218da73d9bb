#include "store/kb/build.h"

#include <fcntl.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "domain/match/match.h"
#include "model/record.h"
#include "model/release.h"
#include "store/kb/face.h"
#include "store/kb/identity.h"
#include "store/kb/list_build.h"
#include "store/kb/search.h"
#include "store/kb/stated_build.h"

/* ----------------------------------------------------------------- identity */

/* The content's digest does not depend on the order in which records came: it is made of the sum over them. */
struct content {
	uint64_t count, sum, other_sum;
};

static void
content_add(struct content *content, sqlite3_stmt *row, int first, int last)
{
	struct buf text BUF_SCOPE = { 0 };

	for (int column = first; column <= last; column++) {
		buf_add(&text, (struct str){ (const char *)sqlite3_column_text(row, column),
		    (size_t)sqlite3_column_bytes(row, column) });
		buf_add_char(&text, '\0');
	}
	content->sum += hash64(buf_str(&text), 1);
	content->other_sum += hash64(buf_str(&text), 2);
}

static struct str
content_digest(const struct content *content, struct arena *arena)
{
	struct sha256 sum;
	struct str text = arena_printf(arena, "%d %d %llu %016llx %016llx", RECORD_VERSION, MATCH_ENCODER,
	    (unsigned long long)content->count, (unsigned long long)content->sum, (unsigned long long)content->other_sum);

	sha256_init(&sum);
	sha256_add(&sum, text.ptr, text.len);
	return sha256_hex(&sum, arena);
}

static struct err *
load_identity(struct kb_build *build, struct identity *identity, struct content *content, struct arena *arena)
{
	sqlite3_stmt *rows;
	bool row;

	TRY(kbdb_stmt(build->db, KBSQL_VULNERABILITIES_SCAN, arena, &rows));
	for (;;) {
		TRY(kbdb_step(build->db, rows, arena, &row));
		if (!row)
			break;
		identity_had_vulnerability(identity, sqlite3_column_int64(rows, 0), kbdb_str(rows, 1));
	}
	TRY(kbdb_stmt(build->db, KBSQL_IDS_SCAN, arena, &rows));
	for (;;) {
		TRY(kbdb_step(build->db, rows, arena, &row));
		if (!row)
			break;
		identity_had_id(identity, kbdb_str(rows, 0), sqlite3_column_int64(rows, 1));
	}
	TRY(kbdb_stmt(build->db, KBSQL_RECORDS_SCAN, arena, &rows));
	for (;;) {
		TRY(kbdb_step(build->db, rows, arena, &row));
		if (!row)
			break;
		identity_record(identity, sqlite3_column_int64(rows, 0), kbdb_str(rows, 1), kbdb_str(rows, 2));
		content_add(content, rows, 1, 7);
		content->count++;
	}
	TRY(kbdb_stmt(build->db, KBSQL_NOTES_SCAN, arena, &rows));
	for (;;) {
		TRY(kbdb_step(build->db, rows, arena, &row));
		if (!row)
			return NULL;
		content_add(content, rows, 0, 4);
	}
}

static struct err *
store_ids(struct kb_build *build, const struct identity_result *result, struct arena *arena)
{
	sqlite3_stmt *add;

	TRY(kbdb_stmt(build->db, KBSQL_VULNERABILITY_ADD, arena, &add));
	for (size_t i = 0; i < result->vulnerabilities.count; i++) {
		kbdb_bind_int(add, 1, result->vulnerabilities.items[i].number);
		kbdb_bind_str(add, 2, result->vulnerabilities.items[i].id);
		TRY(kbdb_run(build->db, add, arena));
	}
	TRY(kbdb_stmt(build->db, KBSQL_ID_ADD, arena, &add));
	for (size_t i = 0; i < result->ids.count; i++) {
		kbdb_bind_str(add, 1, result->ids.items[i].id);
		kbdb_bind_int(add, 2, result->ids.items[i].number);
		kbdb_bind_int(add, 3, result->ids.items[i].covers);
		TRY(kbdb_run(build->db, add, arena));
	}
	return NULL;
}

static struct err *
store_treats(struct kb_build *build, const struct identity_result *result, struct arena *arena)
{
	sqlite3_stmt *add;

	TRY(kbdb_stmt(build->db, KBSQL_TREATS_ADD, arena, &add));
	for (size_t i = 0; i < result->treats.count; i++) {
		kbdb_bind_int(add, 1, result->treats.items[i].number);
		kbdb_bind_int(add, 2, result->treats.items[i].record);
		kbdb_bind_int(add, 3, result->treats.items[i].covers);
		TRY(kbdb_run(build->db, add, arena));
	}
	TRY(kbdb_stmt(build->db, KBSQL_EVENT_ADD, arena, &add));
	for (size_t i = 0; i < result->events.count; i++) {
		const struct identity_event *event = &result->events.items[i];

		kbdb_bind_int(add, 1, event->kind);
		kbdb_bind_int(add, 2, build->generation);
		kbdb_bind_int(add, 3, event->from);
		kbdb_bind_int(add, 4, event->to);
		kbdb_bind_str(add, 5, event->id);
		TRY(kbdb_run(build->db, add, arena));
	}
	return NULL;
}

struct err *
build_identity(struct kb_build *build, struct arena *arena)
{
	struct arena *work ARENA_SCOPE = arena_new();
	struct identity *identity = identity_new(work);
	struct identity_result result;
	struct content content = { 0 };

	TRY(load_identity(build, identity, &content, arena));
	identity_solve(identity, build->before.next_number == 0 ? 1 : build->before.next_number, &result);
	TRY(kbdb_exec(build->db, KBSQL_IDENTITY_CLEAR, arena));
	TRY(store_ids(build, &result, arena));
	TRY(store_treats(build, &result, arena));
	build->seal = (struct kb_seal){
		.generation = build->generation, .made = build->made, .records = (int64_t)content.count,
		.vulnerabilities = (int64_t)result.vulnerabilities.count, .next_number = result.next_number,
		.record_version = RECORD_VERSION, .encoder = MATCH_ENCODER, .content = content_digest(&content, arena),
	};
	return NULL;
}

/* -------------------------------------------------------------------- index */

/* What is said of one vulnerability, gathered from consecutive rows. */
struct gathering {
	struct kb_build      *build;
	struct match_builder *builder;
	struct arena         *item;
	int64_t               number;   /* 0: none yet */
	struct str            id;
	struct face_records   records;
	struct search_build  *search;
	struct stated_build  *stated;
};

static bool
has_statements(const struct advisory *advisory)
{
	return advisory->affected.count > 0 || advisory->configs.count > 0;
}

/* How much a record says of what mends: of MSRC's forms CVRF also has restarts and what is replaced. */
static size_t
weight_of_fixes(const struct advisory *advisory)
{
	size_t weight = 0;

	for (size_t i = 0; i < advisory->affected.count; i++)
		for (size_t f = 0; f < advisory->affected.items[i].fixes.count; f++) {
			const struct fix *fix = &advisory->affected.items[i].fixes.items[f];

			weight += 1 + fix->supersedes.count + (fix->restart != ANSWER_UNKNOWN);
		}
	return weight;
}

/* Of two forms of one record the newer; of the same day the one that says more; else the first. */
static bool
goes_before(const struct face_records *records, size_t first, size_t second)
{
	const struct advisory *one = &records->list.items[first].advisory, *other = &records->list.items[second].advisory;
	size_t weight = weight_of_fixes(one), other_weight = weight_of_fixes(other);

	if (one->modified != other->modified)
		return one->modified > other->modified;
	if (!has_statements(other))
		return false;
	return weight != other_weight ? weight > other_weight : first < second;
}

/*
 * The same record through another feed, newer and with statements: then this one's are yesterday's. So are rows of one product
 * (MSRC's Security Update Guide) where there is a document of the whole.
 */
static bool
is_superseded(const struct face_records *records, size_t at)
{
	const struct face_record *this = &records->list.items[at];

	for (size_t i = 0; i < records->list.count; i++) {
		const struct face_record *other = &records->list.items[i];

		if (i == at || other->advisory.source != this->advisory.source || !has_statements(&other->advisory))
			continue;
		if (str_eq(other->advisory.id, this->advisory.id) && goes_before(records, i, at))
			return true;
		if (this->advisory.source == SOURCE_MSRC && this->covers && !other->covers)
			return true;
	}
	return false;
}

static struct err *
names_of_number(struct kb_build *build, int64_t number, struct str canonical, struct arena *arena, struct str_list *names)
{
	sqlite3_stmt *rows;
	bool row;

	TRY(kbdb_stmt(build->db, KBSQL_NAMES_OF, arena, &rows));
	kbdb_bind_int(rows, 1, number);
	for (;;) {
		TRY(kbdb_step(build->db, rows, arena, &row));
		if (!row)
			break;
		if (!str_eq(kbdb_str(rows, 0), canonical))
			list_push(arena, names, arena_copy(arena, kbdb_str(rows, 0)));
	}
	return NULL;
}

/* Which of a record's statements are meant, when it covers several. */
static struct str
scope_of(const struct face_record *record, struct str id)
{
	return record->covers && (record->advisory.covers.count > 1 || record->advisory.aliases.count > 1) ? id : STR("");
}

static struct err *
hand_over(struct gathering *gathering)
{
	struct vulnerability face;
	struct str_list names = { 0 };
	uint32_t number;

	if (gathering->number == 0)
		return NULL;
	TRY(names_of_number(gathering->build, gathering->number, gathering->id, gathering->item, &names));
	face_of(gathering->id, &names, &gathering->records, gathering->item, &face);
	TRY(match_builder_vulnerability(gathering->builder, &face, gathering->item, &number));
	if (search_build_is_stale(gathering->search, gathering->number)) {
		TRY(search_build_put(gathering->search, gathering->number, &face, &gathering->records, gathering->item));
		TRY(list_build_put(gathering->build->db, &face, &gathering->records, gathering->item));
	}
	if (gathering->stated->whole || search_build_is_stale(gathering->search, gathering->number))
		TRY(stated_build_put(gathering->stated, gathering->number, gathering->id, &gathering->records, gathering->item));
	for (size_t i = 0; i < gathering->records.list.count; i++) {
		const struct face_record *record = &gathering->records.list.items[i];

		if (!is_superseded(&gathering->records, i))
			TRY(match_builder_advisory(gathering->builder, number, &record->advisory,
			    scope_of(record, gathering->id), gathering->item));
	}
	gathering->records = (struct face_records){ 0 };
	arena_reset(gathering->item);
	return NULL;
}

static struct err *
gather_row(struct gathering *gathering, sqlite3_stmt *row)
{
	struct face_record *record;

	if (sqlite3_column_int64(row, 0) != gathering->number) {
		TRY(hand_over(gathering));
		gathering->number = sqlite3_column_int64(row, 0);
		gathering->id = arena_copy(gathering->item, kbdb_str(row, 1));
	}
	record = list_add(gathering->item, &gathering->records.list);
	record->covers = sqlite3_column_int(row, 2) != 0;
	record->gone = sqlite3_column_int(row, 3) != 0;
	record->number = sqlite3_column_int64(row, 6);
	record->feed = arena_copy(gathering->item, kbdb_str(row, 7));
	return unpack_advisory(gathering->build->packer, kbdb_str(row, 5), sqlite3_column_int64(row, 4),
	    sqlite3_column_int(row, 3) != 0, gathering->item, &record->advisory);
}

static struct err *
gather_all(struct gathering *gathering, struct arena *arena)
{
	sqlite3_stmt *rows;
	bool row;

	TRY(kbdb_stmt(gathering->build->db, KBSQL_INDEX_SCAN, arena, &rows));
	for (;;) {
		TRY(kbdb_step(gathering->build->db, rows, arena, &row));
		if (!row)
			break;
		struct err *err = gather_row(gathering, rows);

		if (err != NULL)
			return err_copy(err, arena);
	}
	return err_copy(hand_over(gathering), arena);
}

/* Builds and what replaces what, whoever told it. */
static struct err *
hand_over_releases(struct gathering *gathering, struct arena *arena)
{
	struct kb_build *build = gathering->build;
	sqlite3_stmt *rows;
	bool row;

	TRY(kbdb_stmt(build->db, KBSQL_NOTES_OF, arena, &rows));
	kbdb_bind_str(rows, 1, str_of(release_schema.name));
	kbdb_bind_str(rows, 2, STR(""));
	for (;;) {
		struct release release;

		arena_reset(gathering->item);
		TRY(kbdb_step(build->db, rows, arena, &row));
		if (!row)
			return NULL;
		TRY(unpack_value(build->packer, kbdb_str(rows, 2), sqlite3_column_int64(rows, 1), &release_schema, gathering->item,
		    &release));
		TRY(match_builder_release(gathering->builder, &release, gathering->item));
	}
}

struct err *
build_index(struct kb_build *build, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct search_build search = { .db = build->db, .generation = build->generation };
	struct stated_build stated = { .db = build->db, .packer = build->packer };
	struct gathering gathering = { .build = build, .builder = match_builder_new(), .item = item, .search = &search, .stated = &stated };
	struct buf image BUF_SCOPE = { 0 };
	struct err *err = search_build_begin(&search, arena);

	if (err == NULL)
		err = stated_build_begin(&stated, arena);
	if (err == NULL)
		err = gather_all(&gathering, arena);
	if (err == NULL)
		err = search_build_end(&search, arena);
	if (err == NULL)
		err = stated_build_end(&stated, arena);
	if (err == NULL)
		err = err_copy(hand_over_releases(&gathering, arena), arena);
	if (err == NULL)
		err = match_builder_finish(gathering.builder, arena, &image);
	match_builder_free(gathering.builder);
	if (err != NULL)
		return err;
	build->seal.index_size = (int64_t)image.len;
	build->seal.index_hash = pack_digest(buf_str(&image));
	return file_write(path_join(arena, build->dir, STR("kb.idx")), buf_str(&image), arena);
}

/* --------------------------------------------------------------------- seal */

static struct err *
sync_file(struct str path, struct arena *arena)
{
	int fd FD_SCOPE = open(arena_cstr(arena, path), O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) != 0)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", path));
	return NULL;
}

struct err *
build_seal(struct kb_build *build, struct arena *arena)
{
	struct str path = path_join(arena, build->dir, STR("kb.db"));
	struct file_map map;

	kbdb_close(build->db);
	TRY(sync_file(path, arena));
	TRY(file_map_open(path, arena, &map));
	build->seal.db_size = (int64_t)map.len;
	build->seal.db_hash = pack_digest((struct str){ (const char *)map.bytes, map.len });
	file_map_close(&map);
	TRY(sealed_write(path_join(arena, build->dir, STR("digest")), &kb_seal_schema, &build->seal, arena));
	return dir_sync(build->dir, arena);
}
