/*
 * index_build.c - the match index of a generation: what changed told beside the one there is, or all of it anew; and on the way, of what changed, words,
 * lists and sentences.
 */
#include "store/kb/build.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/program.h"
#include "domain/match/match.h"
#include "model/release.h"
#include "store/kb/copy.h"
#include "store/kb/face.h"
#include "store/kb/list_build.h"
#include "store/kb/search.h"
#include "store/kb/stated_build.h"

enum {
	AMENDED_SHARE = 8, AMENDED_FEW = 256,                    /* of the vulnerabilities that may have changed: an eighth, or some        */
	AMENDMENT_PART = 4, AMENDMENT_FEW_BYTES = 1 << 20,       /* how long an amendment may become: a quarter of the index, or a megabyte */
};

/* ---------------------------------------------------------------- gathering */

/* What is said of one vulnerability, gathered from consecutive rows. */
struct gathering {
	struct kbdb          *db;        /* of this generation, or of the one before */
	struct packer        *packer;
	struct match_builder *builder;
	struct arena         *item;
	int64_t               number;    /* 0: none yet */
	struct str            id;
	struct face_records   records;
	struct search_build  *search;    /* NULL, as the next: only for the index */
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
names_of_number(struct kbdb *db, int64_t number, struct str canonical, struct arena *arena, struct str_list *names)
{
	sqlite3_stmt *rows;
	bool row;

	TRY(kbdb_stmt(db, KBSQL_NAMES_OF, arena, &rows));
	kbdb_bind_int(rows, 1, number);
	for (;;) {
		TRY(kbdb_step(db, rows, arena, &row));
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

/* What else is kept of it beside the index: words, lists, sentences. */
static struct err *
write_parts(struct gathering *gathering, const struct vulnerability *face)
{
	bool stale = search_build_is_stale(gathering->search, gathering->number);

	if (stale) {
		TRY(search_build_put(gathering->search, gathering->number, face, &gathering->records, gathering->item));
		TRY(list_build_put(gathering->db, face, &gathering->records, gathering->item));
	}
	if (gathering->stated->whole || stale)
		TRY(stated_build_put(gathering->stated, gathering->number, gathering->id, &gathering->records, gathering->item));
	return NULL;
}

static struct err *
hand_over(struct gathering *gathering)
{
	struct vulnerability face;
	struct str_list names = { 0 };
	uint32_t number;

	if (gathering->number == 0)
		return NULL;
	TRY(names_of_number(gathering->db, gathering->number, gathering->id, gathering->item, &names));
	face_of(gathering->id, &names, &gathering->records, gathering->item, &face);
	TRY(match_builder_vulnerability(gathering->builder, &face, gathering->item, &number));
	if (gathering->search != NULL)
		TRY(write_parts(gathering, &face));
	for (size_t i = 0; i < gathering->records.list.count; i++) {
		const struct face_record *record = &gathering->records.list.items[i];

		if (!is_superseded(&gathering->records, i))
			TRY(match_builder_advisory(gathering->builder, number, &record->advisory,
			    scope_of(record, gathering->id), gathering->item));
	}
	gathering->records = (struct face_records){ 0 };
	gathering->number = 0;
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
	return unpack_advisory(gathering->packer, kbdb_str(row, 5), sqlite3_column_int64(row, 4),
	    sqlite3_column_int(row, 3) != 0, gathering->item, &record->advisory);
}

/* Every row of a scan. */
static struct err *
gather_rows(struct gathering *gathering, sqlite3_stmt *rows, struct arena *arena)
{
	for (;;) {
		struct err *err;
		bool row;

		TRY(kbdb_step(gathering->db, rows, arena, &row));
		if (!row)
			return err_copy(hand_over(gathering), arena);
		err = gather_row(gathering, rows);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

static struct err *
gather_all(struct gathering *gathering, struct arena *arena)
{
	sqlite3_stmt *rows;

	TRY(kbdb_stmt(gathering->db, KBSQL_INDEX_SCAN, arena, &rows));
	return gather_rows(gathering, rows, arena);
}

static struct err *
gather_some(struct gathering *gathering, const int64_t *numbers, size_t count, struct arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		sqlite3_stmt *rows;

		TRY(kbdb_stmt(gathering->db, KBSQL_INDEX_SCAN_OF, arena, &rows));
		kbdb_bind_int(rows, 1, numbers[i]);
		TRY(gather_rows(gathering, rows, arena));
	}
	return NULL;
}

/* Builds and what replaces what, whoever told it. */
static struct err *
hand_over_releases(struct gathering *gathering, struct arena *arena)
{
	sqlite3_stmt *rows;
	bool row;

	TRY(kbdb_stmt(gathering->db, KBSQL_NOTES_OF, arena, &rows));
	kbdb_bind_str(rows, 1, str_of(release_schema.name));
	kbdb_bind_str(rows, 2, STR(""));
	for (;;) {
		struct release release;

		arena_reset(gathering->item);
		TRY(kbdb_step(gathering->db, rows, arena, &row));
		if (!row)
			return NULL;
		TRY(unpack_value(gathering->packer, kbdb_str(rows, 2), sqlite3_column_int64(rows, 1), &release_schema, gathering->item,
		    &release));
		TRY(match_builder_release(gathering->builder, &release, gathering->item));
	}
}

/* ------------------------------------------------------------------ amended */

/* The index of the generation before, and what the next is made of. */
struct amending {
	struct kb_build          *build;
	struct str                dir;        /* the generation before */
	struct kb_index_seal      seal;
	struct file_map           image, amendment;
	const struct match_index *index;
	struct kbdb               db;
};

static void
amending_close(struct amending *amending)
{
	kbdb_close(&amending->db);
	file_map_close(&amending->image);
	file_map_close(&amending->amendment);
}

static struct str
view_of(const struct file_map *map)
{
	return (struct str){ (const char *)map->bytes, map->len };
}

/*
 * May what changed be told beside the index there is? Only where the very same program made it: what another one said of a record before cannot be known.
 * Few must have changed, and none of the builds, which belong to no vulnerability.
 */
static struct err *
may_amend(struct amending *amending, size_t changed, struct arena *arena, bool *ret_may)
{
	struct kb_build *build = amending->build;
	struct str by = program_build(arena);
	sqlite3_stmt *notes;
	bool builds;

	*ret_may = false;
	if (build->before.generation == 0 || build->anew || by.len == 0 ||
	    (int64_t)changed > build->before.vulnerabilities / AMENDED_SHARE + AMENDED_FEW)
		return NULL;
	TRY(place_index_seal(amending->dir, &build->before, arena, &amending->seal));
	TRY(kbdb_stmt(build->db, KBSQL_NOTES_CHANGED, arena, &notes));
	kbdb_bind_str(notes, 1, str_of(release_schema.name));
	kbdb_bind_int(notes, 2, build->generation);
	TRY(kbdb_step(build->db, notes, arena, &builds));
	(void)sqlite3_reset(notes);
	*ret_may = !builds && str_eq(amending->seal.by, by);
	return NULL;
}

/* Every byte is looked at: what is damaged would go on from generation to generation. */
static struct err *
map_whole(struct str dir, struct str name, int64_t hash, struct arena *arena, struct file_map *ret_map)
{
	struct str path = path_join(arena, dir, name);

	TRY(file_map_open(path, arena, ret_map));
	if (pack_digest(view_of(ret_map)) != hash)
		return err_new(arena, ERR_STORE, M("The file {file} is not the one that was built: it was changed or cut short."), ARG("file", path));
	return NULL;
}

static struct err *
open_before(struct amending *amending, struct arena *arena)
{
	TRY(map_whole(amending->dir, STR("kb.idx"), amending->seal.hash, arena, &amending->image));
	if (amending->seal.amended_size == 0) {
		TRY(match_index_open(view_of(&amending->image), arena, &amending->index));
	} else {
		TRY(map_whole(amending->dir, STR("kb.amend"), amending->seal.amended_hash, arena, &amending->amendment));
		TRY(match_index_open_amended(view_of(&amending->image), view_of(&amending->amendment), arena, &amending->index));
	}
	return kbdb_open_immutable(&amending->db, path_join(arena, amending->dir, STR("kb.db")), arena);
}

/* *ret_told: false when it cannot be told so, or would be nearly as long as the index itself. */
static struct err *
amend(struct amending *amending, const struct gathering *now, const struct search_build *search, struct arena *arena, struct buf *out, bool *ret_told)
{
	struct gathering was = { .db = &amending->db, .packer = now->packer, .builder = match_builder_new(), .item = now->item }, is = *now;
	struct err *err;

	is.builder = match_builder_new();
	err = gather_some(&was, search->stale.items, search->stale.count, arena);

	if (err == NULL)
		err = gather_some(&is, search->stale.items, search->stale.count, arena);
	if (err == NULL)
		err = match_amend(amending->index, was.builder, is.builder, arena, out, ret_told);
	match_builder_free(was.builder);
	match_builder_free(is.builder);
	*ret_told &= out->len <= AMENDMENT_FEW_BYTES || out->len <= amending->image.len / AMENDMENT_PART;
	return err;
}

static struct err *
write_amended(struct amending *amending, struct str amendment, struct arena *arena)
{
	struct kb_build *build = amending->build;
	struct kb_index_seal seal = {
		.by = amending->seal.by, .size = amending->seal.size, .hash = amending->seal.hash, .amended_size = (int64_t)amendment.len,
		.amended_hash = pack_digest(amendment),
	};

	TRY(copy_same(path_join(arena, amending->dir, STR("kb.idx")), path_join(arena, build->dir, STR("kb.idx")), arena));
	TRY(file_write(path_join(arena, build->dir, STR("kb.amend")), amendment, arena));
	return place_seal_index(build->dir, &seal, arena, &build->seal);
}

/* *ret_gathered: words, lists and sentences are written, whether or not the index is (*ret_done). */
static struct err *
try_amended(struct kb_build *build, const struct gathering *now, const struct search_build *search, struct arena *arena, bool *ret_gathered, bool *ret_done)
{
	struct amending amending = { .build = build, .dir = build->dir_before };
	struct buf out BUF_SCOPE = { 0 };
	struct err *err;

	TRY(may_amend(&amending, search->stale.count, arena, ret_gathered));
	if (!*ret_gathered)
		return NULL;
	/* What cannot be read any more is built anew, which mends it. */
	if (open_before(&amending, arena) != NULL) {
		*ret_gathered = false;
		amending_close(&amending);
		return NULL;
	}
	err = amend(&amending, now, search, arena, &out, ret_done);
	if (err == NULL && *ret_done)
		err = write_amended(&amending, buf_str(&out), arena);
	amending_close(&amending);
	return err;
}

/* -------------------------------------------------------------------- whole */

static struct err *
write_whole(struct kb_build *build, struct gathering *gathering, struct arena *arena)
{
	struct buf image BUF_SCOPE = { 0 };
	struct kb_index_seal seal = { .by = program_build(arena) };

	TRY(gather_all(gathering, arena));
	TRY(err_copy(hand_over_releases(gathering, arena), arena));
	TRY(match_builder_finish(gathering->builder, arena, &image));
	seal.size = (int64_t)image.len;
	seal.hash = pack_digest(buf_str(&image));
	TRY(file_write(path_join(arena, build->dir, STR("kb.idx")), buf_str(&image), arena));
	return place_seal_index(build->dir, &seal, arena, &build->seal);
}

static struct err *
write_index(struct kb_build *build, struct gathering *gathering, struct search_build *search, struct stated_build *stated, struct arena *arena)
{
	bool gathered = false, done = false;

	gathering->search = search;
	gathering->stated = stated;
	if (!search->whole && !stated->whole)
		TRY(try_amended(build, gathering, search, arena, &gathered, &done));
	if (done)
		return NULL;
	if (gathered)
		gathering->search = NULL;
	return write_whole(build, gathering, arena);
}

struct err *
build_index(struct kb_build *build, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct search_build search = { .db = build->db, .generation = build->generation };
	struct stated_build stated = { .db = build->db, .packer = build->packer };
	struct gathering gathering = { .db = build->db, .packer = build->packer, .builder = match_builder_new(), .item = item };
	struct err *err = search_build_begin(&search, &build->touched, arena);

	if (err == NULL)
		err = stated_build_begin(&stated, arena);
	if (err == NULL)
		err = write_index(build, &gathering, &search, &stated, arena);
	if (err == NULL)
		err = search_build_end(&search, arena);
	if (err == NULL)
		err = stated_build_end(&stated, arena);
	match_builder_free(gathering.builder);
	return err;
}
