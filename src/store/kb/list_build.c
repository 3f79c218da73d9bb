#include "store/kb/list_build.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/map.h"
#include "domain/cvss/cvss.h"
#include "format/cpe/cpe.h"

struct err *
list_build_begin(struct kbdb *db, struct arena *arena, bool *ret_there)
{
	sqlite3_stmt *exists;

	TRY(kbdb_stmt(db, KBSQL_LISTED_EXISTS, arena, &exists));
	TRY(kbdb_step(db, exists, arena, ret_there));
	(void)sqlite3_reset(exists);
	return *ret_there ? NULL : kbdb_exec(db, KBSQL_LISTED_TABLES, arena);
}

/* ------------------------------------------------------------------------------------------------ marks */

enum { MARK_EACH = 256 };

static const enum source listed_sources[] = { SOURCE_NVD, SOURCE_JVN, SOURCE_OSV };

/* How a source is gone through, and whence; the last is how many there are, a mark of its own. */
static const struct { enum kb_sql next; int64_t before; bool once; } orderings[] = {
	{ KBSQL_LISTED_NEXT_NEWEST, INT64_MAX, false }, { KBSQL_LISTED_NEXT_OLDEST, INT64_MIN, false }, { KBSQL_LISTED_COUNT, 0, true },
};

struct mark { int64_t place, at, record; };

static struct err *
put_mark(struct kbdb *db, enum source source, size_t ordering, const struct mark *mark, struct arena *arena)
{
	sqlite3_stmt *put;

	TRY(kbdb_stmt(db, KBSQL_LISTED_MARK_PUT, arena, &put));
	kbdb_bind_int(put, 1, source);
	kbdb_bind_int(put, 2, (int64_t)ordering);
	kbdb_bind_int(put, 3, mark->place);
	kbdb_bind_int(put, 4, mark->at);
	kbdb_bind_int(put, 5, mark->record);
	return kbdb_run(db, put, arena);
}

/* From mark to mark, which the database counts up to in its index: a third of what numbering every row costs it. */
static struct err *
mark_source(struct kbdb *db, enum source source, size_t ordering, struct arena *arena)
{
	struct mark mark = { 0, orderings[ordering].before, orderings[ordering].before };

	for (;; mark.place += MARK_EACH) {
		sqlite3_stmt *next;
		bool row;

		TRY(kbdb_stmt(db, orderings[ordering].next, arena, &next));
		kbdb_bind_int(next, 1, source);
		if (!orderings[ordering].once) {
			kbdb_bind_int(next, 2, mark.at);
			kbdb_bind_int(next, 3, mark.record);
			kbdb_bind_int(next, 4, mark.place == 0 ? 0 : MARK_EACH - 1);
		}
		TRY(kbdb_step(db, next, arena, &row));
		if (!row)
			return NULL;
		mark.at = sqlite3_column_int64(next, 0);
		mark.record = sqlite3_column_int64(next, 1);
		(void)sqlite3_reset(next);
		if (orderings[ordering].once && mark.at == 0)
			return NULL;
		TRY(put_mark(db, source, ordering, &mark, arena));
		if (orderings[ordering].once)
			return NULL;
	}
}

struct err *
list_build_end(struct kbdb *db, struct arena *arena)
{
	TRY(kbdb_exec(db, KBSQL_LISTED_MARKS_CLEAR, arena));
	for (size_t i = 0; i < ARRAY_LEN(listed_sources); i++)
		for (size_t ordering = 0; ordering < ARRAY_LEN(orderings); ordering++)
			TRY(mark_source(db, listed_sources[i], ordering, arena));
	return NULL;
}

/* ---------------------------------------------------------------------------------------- which are listed */

static bool
is_listed_source(enum source source)
{
	for (size_t i = 0; i < ARRAY_LEN(listed_sources); i++)
		if (listed_sources[i] == source)
			return true;
	return false;
}

/* Analysts' overrides of NVD add to records and are none; an overview of JVN iPedia says less than a detail. */
static int
weight_of(const struct face_record *record)
{
	if (record->gone || str_eq(record->feed, STR("nvd-overrides")))
		return 0;
	return str_eq(record->feed, STR("jvn:overview")) ? 1 : 2;
}

static bool
goes_first(const struct face_records *records, size_t one, size_t other)
{
	const struct face_record *a = &records->list.items[one], *b = &records->list.items[other];
	int weight_a = weight_of(a), weight_b = weight_of(b);

	if (weight_a != weight_b)
		return weight_a > weight_b;
	if (a->advisory.modified != b->advisory.modified)
		return a->advisory.modified > b->advisory.modified;
	return a->number < b->number;
}

static bool
is_listed(const struct face_records *records, size_t at)
{
	const struct face_record *this = &records->list.items[at];

	if (!is_listed_source(this->advisory.source) || weight_of(this) == 0)
		return false;
	for (size_t i = 0; i < records->list.count; i++) {
		const struct advisory *other = &records->list.items[i].advisory;

		if (i != at && other->source == this->advisory.source && str_eq(other->id, this->advisory.id) && goes_first(records, i, at))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------------------------------------------ products */

struct str
list_product_key(struct str vendor, struct str product, struct str part, struct arena *arena)
{
	return arena_printf(arena, "%.*s\t%.*s\t%.*s", STR_ARG(vendor), STR_ARG(product), STR_ARG(part));
}

/* Lines, each once. */
struct products { struct buf lines; struct map seen; };

static void
add_cpe(struct products *products, struct str text, struct arena *arena)
{
	struct cpe cpe;
	struct str key;
	uint64_t *seen;

	if (cpe_parse(text, arena, &cpe) != NULL)
		return;
	key = list_product_key(cpe.attributes[CPE_VENDOR].text, cpe.attributes[CPE_PRODUCT].text, cpe.attributes[CPE_PART].text, arena);
	seen = map_put(arena, &products->seen, key);
	if ((*seen)++ > 0)
		return;
	if (products->lines.len > 0)
		buf_add_char(&products->lines, '\n');
	buf_add(&products->lines, key);
}

static struct str
products_of(const struct advisory *advisory, struct arena *arena)
{
	struct products products = { 0 };
	struct str lines;

	for (size_t i = 0; i < advisory->affected.count; i++)
		for (size_t c = 0; c < advisory->affected.items[i].cpes.count; c++)
			add_cpe(&products, advisory->affected.items[i].cpes.items[c], arena);
	for (size_t c = 0; c < advisory->configs.count; c++)
		for (size_t n = 0; n < advisory->configs.items[c].nodes.count; n++)
			for (size_t m = 0; m < advisory->configs.items[c].nodes.items[n].matches.count; m++)
				add_cpe(&products, advisory->configs.items[c].nodes.items[n].matches.items[m].cpe, arena);
	lines = arena_copy(arena, buf_str(&products.lines));
	buf_done(&products.lines);
	return lines;
}

/* Each line of products goes through the statement with its record. */
static struct err *
each_product(struct kbdb *db, enum kb_sql sql, struct str lines, int64_t record, struct arena *arena)
{
	struct str line;
	sqlite3_stmt *stmt;

	while (str_line(&lines, &line)) {
		TRY(kbdb_stmt(db, sql, arena, &stmt));
		kbdb_bind_str(stmt, 1, line);
		kbdb_bind_int(stmt, 2, record);
		TRY(kbdb_run(db, stmt, arena));
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------------------------- rows */

/* What stood there before. ptr NULL: nothing. */
static struct err *
products_before(struct kbdb *db, int64_t record, struct arena *arena, struct str *ret_lines)
{
	sqlite3_stmt *was;
	bool row;

	TRY(kbdb_stmt(db, KBSQL_LISTED_WAS, arena, &was));
	kbdb_bind_int(was, 1, record);
	TRY(kbdb_step(db, was, arena, &row));
	*ret_lines = row ? arena_copy(arena, kbdb_str(was, 0)) : (struct str){ 0 };
	(void)sqlite3_reset(was);
	return NULL;
}

static struct err *
take_out(struct kbdb *db, int64_t record, struct arena *arena)
{
	struct str products;
	sqlite3_stmt *gone;

	TRY(products_before(db, record, arena, &products));
	if (products.ptr == NULL)
		return NULL;
	TRY(each_product(db, KBSQL_LISTED_PRODUCT_GONE, products, record, arena));
	TRY(kbdb_stmt(db, KBSQL_LISTED_GONE, arena, &gone));
	kbdb_bind_int(gone, 1, record);
	return kbdb_run(db, gone, arena);
}

/* A bit for each band that a score of the version lies in. */
struct bands { int64_t v2, v3, v4; };

static struct bands
bands_of(const struct advisory *advisory, struct arena *arena)
{
	struct bands bands = { 0 };

	for (size_t i = 0; i < advisory->scores.count; i++) {
		const struct score *score = &advisory->scores.items[i];
		int32_t base = score->base;
		struct cvss cvss;
		int64_t bit;

		if (base < 0 && score->vector.len > 0 && cvss_parse(score->vector, arena, &cvss) == NULL)
			base = cvss_score(&cvss).base;
		if (base < 0)
			continue;
		bit = (int64_t)1 << cvss_severity(score->version, base);
		bands.v2 |= score->version == CVSS_V2 ? bit : 0;
		bands.v3 |= score->version == CVSS_V3_0 || score->version == CVSS_V3_1 ? bit : 0;
		bands.v4 |= score->version == CVSS_V4 ? bit : 0;
	}
	return bands;
}

static struct str
vectors_of(const struct advisory *advisory, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < advisory->scores.count; i++)
		buf_addf(&out, " %.*s", STR_ARG(advisory->scores.items[i].vector));
	buf_add_char(&out, ' ');
	return arena_copy(arena, buf_str(&out));
}

/* A record of several tells of none of them when that one appeared. */
static int64_t
appeared_of(const struct vulnerability *face, const struct face_record *record)
{
	bool several = record->covers && record->advisory.covers.count > 1;

	return several || face->published == INSTANT_NONE ? record->advisory.published : face->published;
}

static struct err *
put(struct kbdb *db, const struct vulnerability *face, const struct face_record *record, struct arena *arena)
{
	const struct advisory *advisory = &record->advisory;
	struct bands bands = bands_of(advisory, arena);
	struct str products = products_of(advisory, arena);
	sqlite3_stmt *row;

	TRY(take_out(db, record->number, arena));
	TRY(kbdb_stmt(db, KBSQL_LISTED_PUT, arena, &row));
	kbdb_bind_int(row, 1, record->number);
	kbdb_bind_int(row, 2, advisory->source);
	kbdb_bind_str(row, 3, advisory->id);
	kbdb_bind_int(row, 4, advisory->published);
	kbdb_bind_int(row, 5, advisory->modified);
	kbdb_bind_int(row, 6, appeared_of(face, record));
	kbdb_bind_int(row, 7, advisory->state);
	kbdb_bind_int(row, 8, bands.v2);
	kbdb_bind_int(row, 9, bands.v3);
	kbdb_bind_int(row, 10, bands.v4);
	kbdb_bind_str(row, 11, vectors_of(advisory, arena));
	kbdb_bind_str(row, 12, arena_printf(arena, " %.*s ", STR_ARG(arena_join(arena, advisory->cwes.items, advisory->cwes.count, STR(" ")))));
	kbdb_bind_str(row, 13, products);
	TRY(kbdb_run(db, row, arena));
	return each_product(db, KBSQL_LISTED_PRODUCT_PUT, products, record->number, arena);
}

struct err *
list_build_put(struct kbdb *db, const struct vulnerability *face, const struct face_records *records, struct arena *arena)
{
	for (size_t i = 0; i < records->list.count; i++) {
		const struct face_record *record = &records->list.items[i];

		if (!is_listed_source(record->advisory.source))
			continue;
		if (is_listed(records, i))
			TRY(put(db, face, record, arena));
		else
			TRY(take_out(db, record->number, arena));
	}
	return NULL;
}
