#include "store/kb/build.h"

#include <fcntl.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "domain/match/match.h"
#include "model/record.h"
#include "store/kb/identity.h"

/* ----------------------------------------------------------------- identity */

/* The content's digest does not depend on the order in which records came: it is made of the sum over them. */
struct content {
	uint64_t   count, sum, other_sum;
	struct buf text;                 /* of one row */
};

/* As SQLite writes it, which takes five times as long: there are four in each of all records. */
static void
add_whole(struct buf *text, int64_t number)
{
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + rest % 10);
	while ((rest /= 10) != 0);
	if (number < 0)
		buf_add_char(text, '-');
	buf_add(text, (struct str){ digits + at, sizeof(digits) - at });
}

static void
content_add(struct content *content, sqlite3_stmt *row, int first, int last)
{
	struct buf *text = &content->text;

	buf_clear(text);
	for (int column = first; column <= last; column++) {
		if (sqlite3_column_type(row, column) == SQLITE_INTEGER)
			add_whole(text, sqlite3_column_int64(row, column));
		else
			buf_add(text, kbdb_str(row, column));
		buf_add_char(text, '\0');
	}
	content->sum += hash64(buf_str(text), 1);
	content->other_sum += hash64(buf_str(text), 2);
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

/* What the generation before knew. */
static void
remember(struct identity *identity, const struct settled *before)
{
	for (size_t i = 0; i < before->vulnerabilities.count; i++)
		identity_had_vulnerability(identity, before->vulnerabilities.items[i].number, before->vulnerabilities.items[i].id);
	for (size_t i = 0; i < before->ids.count; i++)
		if (!before->ids.items[i].covers)
			identity_had_id(identity, before->ids.items[i].id, before->ids.items[i].number);
}

static struct err *
load_identity(struct kb_build *build, struct identity *identity, struct content *content, struct arena *arena)
{
	sqlite3_stmt *rows;
	bool row;

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
store_events(struct kb_build *build, const struct identity_result *result, struct arena *arena)
{
	sqlite3_stmt *add;

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
	struct number_list touched;
	struct content content = { 0 };
	struct settled before;
	struct err *err;

	TRY(settled_load(build->db, work, &before));
	remember(identity, &before);
	err = load_identity(build, identity, &content, arena);
	buf_done(&content.text);
	if (err != NULL)
		return err;
	identity_solve(identity, build->before.next_number == 0 ? 1 : build->before.next_number, &result);
	TRY(settle(build->db, &before, &result, work, &touched));
	TRY(store_events(build, &result, arena));
	for (size_t i = 0; i < touched.list.count; i++)
		list_push(arena, &build->touched.list, touched.list.items[i]);
	build->seal = (struct kb_seal){
		.generation = build->generation, .made = build->made, .records = (int64_t)content.count,
		.vulnerabilities = (int64_t)result.vulnerabilities.count, .next_number = result.next_number,
		.record_version = RECORD_VERSION, .encoder = MATCH_ENCODER, .content = content_digest(&content, arena),
	};
	return NULL;
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
