/*
 * feed.c - a feed has come to its end: held, refused, or merged into what there is.
 */
#include "store/kb/import.h"

#include "model/record.h"

static const struct field problem_list_fields[] = {
	FIELD_OF(struct problem_list, list, FIELD_LIST, &problem_schema),
};
const struct schema problem_list_schema = SCHEMA("problems", struct problem_list, problem_list_fields);

/*
 * What is known of each source when the caller says nothing. NVD and CVE come in yearly and daily parts, JVN by
 * search, so silence means nothing there; an OSV file of one ecosystem lists all of it. The ages follow the pace at which
 * each publishes: KEV may be silent for a fortnight, JVN iPedia over long holidays; Microsoft's month comes within five weeks
 * and each of its documents stands alone; a list of builds is all of its list; a list of alerts has the newest only.
 */
static const struct {
	enum kb_contract contract;
	int              days;
} table[SOURCE_COUNT] = {
	[SOURCE_NVD]    = { KB_PARTIAL,  3 },
	[SOURCE_CVE5]   = { KB_PARTIAL,  3 },
	[SOURCE_OSV]    = { KB_PARTIAL,  3 },
	[SOURCE_JVN]    = { KB_PARTIAL,  10 },
	[SOURCE_KEV]    = { KB_COMPLETE, 14 },
	[SOURCE_EPSS]   = { KB_COMPLETE, 3 },
	[SOURCE_OWN]    = { KB_PARTIAL,  36500 },
	[SOURCE_MSRC]   = { KB_PARTIAL,  45 },
	[SOURCE_BUILDS] = { KB_COMPLETE, 45 },
	[SOURCE_EOL]    = { KB_PARTIAL,  90 },
	[SOURCE_NAMES]  = { KB_PARTIAL,  180 },
	[SOURCE_CSAF]   = { KB_PARTIAL,  7 },
	[SOURCE_ALERTS] = { KB_PARTIAL,  14 },
};

/* "osv:PyPI" for what OSV calls "PyPI"; else as given, as the head says, or the source's own name. */
static struct str
name_of(const struct incoming *in, struct arena *arena)
{
	struct str source = str_of(enum_name(&source_names, (int)in->feed.source));
	struct str name = in->feed.name.len > 0 ? in->feed.name : in->head.name;

	if (name.len == 0)
		return source;
	if (in->feed.source == SOURCE_OSV && !str_starts(name, STR("osv")))
		return arena_printf(arena, "osv:%.*s", STR_ARG(name));
	return arena_copy(arena, name);
}

/*
 * That all of a file's records are of one ecosystem does not make it all of that ecosystem's: a single GHSA says
 * "PyPI" as well. Only who fetched it knows, and says so by naming the feed.
 */
static enum kb_contract
contract_of(const struct incoming *in, struct str name)
{
	if (in->feed.delta)
		return KB_PARTIAL;
	if (in->feed.contract != KB_BY_TABLE)
		return in->feed.contract;
	if (in->feed.source == SOURCE_OSV && in->feed.name.len > 0 && str_starts(name, STR("osv:")))
		return KB_COMPLETE;
	return table[in->feed.source].contract;
}

/* The feed's row in the manifest, made when it is new; rows stay ordered by name. */
static struct kb_source *
source_row(struct kb_import *import, struct str name)
{
	struct kb_source *row = place_source(&import->manifest, name);
	struct kb_source *items;
	size_t at;

	if (row != NULL)
		return row;
	(void)list_add(import->arena, &import->manifest.sources);
	items = import->manifest.sources.items;
	for (at = import->manifest.sources.count - 1; at > 0 && str_cmp(items[at - 1].name, name) > 0; at--)
		items[at] = items[at - 1];
	items[at] = (struct kb_source){
		.name = arena_copy(import->arena, name), .built = INSTANT_NONE, .fetched = INSTANT_NONE, .tried = INSTANT_NONE,
	};
	return &items[at];
}

/* A sentence may quote a stranger's bytes, and cut them; only text may be written down. */
static struct str
as_text(struct str sentence, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };
	size_t len;

	for (size_t at = 0; at < sentence.len; at += len) {
		uint32_t point;

		len = str_point(sentence, at, &point);
		if (len == 0 || point == 0) {
			buf_add_char(&text, '?');
			len = 1;
		} else {
			buf_add(&text, str_sub(sentence, at, len));
		}
	}
	return arena_copy(arena, buf_str(&text));
}

static struct err *
refuse(struct kb_import *import, struct kb_source *row, bool held, const struct err *err, struct arena *arena)
{
	row->held = held;
	row->error_en = as_text(err_sentence(err, LANG_EN, arena), import->arena);
	row->error_ja = as_text(err_sentence(err, LANG_JA, arena), import->arena);
	if (import->db_open)
		TRY(kbdb_exec(&import->db, KBSQL_INCOMING_CLEAR, arena));
	return err_copy(err, arena);
}

static struct err *
went_back(const struct incoming *in, const struct kb_source *row, struct arena *arena)
{
	if (!in->feed.accept && in->head.built != INSTANT_NONE && row->built != INSTANT_NONE && in->head.built < row->built)
		return err_new(arena, ERR_HELD,
		    M("{feed} is of {built}, older than what is held ({held}). Nothing was changed; accept it if that is meant."),
		    ARG("feed", row->name), ARG("built", instant_words(in->head.built, arena)),
		    ARG("held", instant_words(row->built, arena)));
	return NULL;
}

/* Why a complete feed should wait for a person; NULL: it need not. */
static struct err *
reason_to_hold(const struct incoming *in, const struct kb_source *row, int64_t before, int64_t now, struct arena *arena)
{
	TRY(went_back(in, row, arena));
	if (in->feed.accept)
		return NULL;
	/* Taken as complete, an empty file would say that nothing is affected. */
	if (now == 0)
		return err_new(arena, ERR_HELD,
		    M("{feed} has no records at all: it may have been cut short. Nothing was changed; accept it if that is right."),
		    ARG("feed", row->name));
	if ((before - now) * 1000 > before * KB_SHRINK_PERMILLE)
		return err_new(arena, ERR_HELD,
		    M("{feed} has {now} records, where {before} are held: it may have been cut short. Nothing was changed; accept it if "
		      "that is right."), ARG("feed", row->name), ARG_N("now", now), ARG_N("before", before));
	return NULL;
}

/* -------------------------------------------------------- advisories, notes */

struct counts { int64_t listed, live, all; };

static struct err *
count_feed(struct kb_import *import, int64_t feed, struct arena *arena, struct counts *ret_counts)
{
	sqlite3_stmt *count;
	bool row;

	TRY(kbdb_stmt(&import->db, KBSQL_FEED_COUNTS, arena, &count));
	kbdb_bind_int(count, 1, feed);
	kbdb_bind_int(count, 2, ADVISORY_WITHDRAWN);
	TRY(kbdb_step(&import->db, count, arena, &row));
	*ret_counts = (struct counts){
		sqlite3_column_int64(count, 0), sqlite3_column_int64(count, 1), sqlite3_column_int64(count, 2),
	};
	(void)sqlite3_reset(count);
	return NULL;
}

static struct err *
one_number(struct kb_import *import, sqlite3_stmt *stmt, struct arena *arena, int64_t *ret_number)
{
	bool row;

	TRY(kbdb_step(&import->db, stmt, arena, &row));
	*ret_number = row ? sqlite3_column_int64(stmt, 0) : 0;
	(void)sqlite3_reset(stmt);
	return NULL;
}

static struct err *
feed_number(struct kb_import *import, const struct kb_source *row, struct arena *arena, int64_t *ret_feed)
{
	sqlite3_stmt *add;

	TRY(kbdb_stmt(&import->db, KBSQL_FEED_ADD, arena, &add));
	kbdb_bind_str(add, 1, row->name);
	kbdb_bind_int(add, 2, row->source);
	TRY(kbdb_step(&import->db, add, arena, &(bool){ false }));
	*ret_feed = sqlite3_column_int64(add, 0);
	return kbdb_run(&import->db, add, arena);
}

/* Runs a merge or a going; gives the rows it changed. second: what the statement binds behind the feed. */
static struct err *
run_merge(struct kb_import *import, enum kb_sql sql, int64_t feed, int64_t second, struct arena *arena, int64_t *ret_rows)
{
	sqlite3_stmt *merge;

	TRY(kbdb_stmt(&import->db, sql, arena, &merge));
	kbdb_bind_int(merge, 1, feed);
	kbdb_bind_int(merge, 2, second);
	kbdb_bind_int(merge, 3, import->generation);
	TRY(kbdb_run(&import->db, merge, arena));
	*ret_rows = sqlite3_changes64(import->db.handle);
	return NULL;
}

static struct err *
take_in(struct kb_import *import, int64_t feed, enum source source, struct arena *arena, int64_t *ret_rows)
{
	/* Notes bear no date: they are as new as their file, or as its taking in when it says nothing. */
	int64_t told = import->in.head.built == INSTANT_NONE ? import->now : import->in.head.built;
	int64_t records, notes;

	TRY(run_merge(import, KBSQL_MERGE, feed, source, arena, &records));
	TRY(run_merge(import, KBSQL_NOTES_MERGE, feed, told, arena, &notes));
	*ret_rows = records + notes;
	return NULL;
}

static struct err *
take_away(struct kb_import *import, int64_t feed, enum source source, struct arena *arena, int64_t *ret_gone)
{
	int64_t records, notes;

	TRY(kbdb_exec(&import->db, KBSQL_INCOMING_INDEX, arena));
	TRY(run_merge(import, KBSQL_GONE, feed, source, arena, &records));
	TRY(run_merge(import, KBSQL_NOTES_GONE, feed, source, arena, &notes));
	*ret_gone = records + notes;
	return kbdb_exec(&import->db, KBSQL_INCOMING_INDEX_DROP, arena);
}

/*
 * An earlier issue of a document that is held in a later one: its records may bear the same dates, and would take the places of
 * better ones (MSRC re-issues its months for years).
 */
static struct err *
older_issue(struct kb_import *import, int64_t feed, struct arena *arena, struct err **ret_hold)
{
	sqlite3_stmt *older;
	bool row;

	*ret_hold = NULL;
	TRY(kbdb_stmt(&import->db, KBSQL_INCOMING_OLDER, arena, &older));
	kbdb_bind_int(older, 1, feed);
	TRY(kbdb_step(&import->db, older, arena, &row));
	if (row && !import->in.feed.accept)
		*ret_hold = err_new(arena, ERR_HELD,
		    M("{document} is of {built}, and a later issue of it is held ({held}). Nothing was changed; accept it if that is meant."),
		    ARG("document", arena_copy(arena, kbdb_str(older, 0))), ARG("built", instant_words(sqlite3_column_int64(older, 1), arena)),
		    ARG("held", instant_words(sqlite3_column_int64(older, 2), arena)));
	(void)sqlite3_reset(older);
	return NULL;
}

/* What another kb said is gone. */
static struct err *
take_leave(struct kb_import *import, int64_t feed, enum source source, struct arena *arena, int64_t *ret_gone)
{
	int64_t records, notes;

	TRY(run_merge(import, KBSQL_LEAVE, feed, source, arena, &records));
	TRY(run_merge(import, KBSQL_NOTES_LEAVE, feed, source, arena, &notes));
	*ret_gone = records + notes;
	return NULL;
}

/* Before the merge: afterwards nobody knows what they were. */
static struct err *
count_withdrawn(struct kb_import *import, int64_t feed, enum source source, struct arena *arena, int64_t *ret_count)
{
	sqlite3_stmt *count;

	if (import->in.withdrawn == 0)
		return NULL;
	TRY(kbdb_stmt(&import->db, KBSQL_INCOMING_WITHDRAWN, arena, &count));
	kbdb_bind_int(count, 1, feed);
	kbdb_bind_int(count, 2, source);
	kbdb_bind_int(count, 3, ADVISORY_WITHDRAWN);
	return one_number(import, count, arena, ret_count);
}

static struct err *
merge_records(struct kb_import *import, struct kb_source *row, bool complete, struct arena *arena,
    struct kb_feed_outcome *outcome)
{
	struct counts before, after;
	int64_t feed, came, rows;
	sqlite3_stmt *ids;
	struct err *hold;

	TRY(import_open_db(import, arena));
	TRY(feed_number(import, row, arena, &feed));
	TRY(count_feed(import, feed, arena, &before));
	TRY(older_issue(import, feed, arena, &hold));
	if (complete && hold == NULL) {
		TRY(kbdb_stmt(&import->db, KBSQL_INCOMING_IDS, arena, &ids));
		TRY(one_number(import, ids, arena, &came));
		hold = reason_to_hold(&import->in, row, before.listed, came, arena);
	} else if (import->in.feed.as != NULL && row->contract == KB_COMPLETE && hold == NULL) {
		hold = went_back(&import->in, row, arena);
	}
	if (hold != NULL)
		return refuse(import, row, true, hold, arena);
	TRY(count_withdrawn(import, feed, row->source, arena, &outcome->withdrawn));
	TRY(take_in(import, feed, row->source, arena, &rows));
	if (complete)
		TRY(take_away(import, feed, row->source, arena, &outcome->gone));
	else if (import->in.leaving > 0)
		TRY(take_leave(import, feed, row->source, arena, &outcome->gone));
	TRY(kbdb_exec(&import->db, KBSQL_INCOMING_CLEAR, arena));
	TRY(count_feed(import, feed, arena, &after));
	outcome->added = after.all - before.all;
	outcome->changed = rows - outcome->added;
	outcome->unchanged = import->in.records - rows;
	import->changes += rows + outcome->gone;
	row->records = after.live;
	row->tombstones = after.all - after.live;
	return NULL;
}

/* ------------------------------------------------------------- EPSS and KEV */

static void
take_change(struct kb_feed_outcome *outcome, const struct threat_change *change)
{
	outcome->added = change->added;
	outcome->changed = change->changed;
	outcome->unchanged = change->unchanged;
	outcome->gone = change->gone;
}

static struct err *
merge_kev(struct kb_import *import, struct kb_source *row, bool complete, struct arena *arena,
    struct kb_feed_outcome *outcome)
{
	struct threat_change change;
	struct kev_list held, merged;
	struct err *hold;

	TRY(import_open_threat(import, arena));
	held = import->has_kev ? import->kev : import->threat.kev;
	threat_merge_kev(&held, &import->in.kev, complete, arena, &merged, &change);
	hold = complete ? reason_to_hold(&import->in, row, (int64_t)held.list.count, (int64_t)merged.list.count, arena) : NULL;
	if (hold != NULL)
		return refuse(import, row, true, hold, arena);
	/* What is kept outlives the feed. */
	import->kev = (struct kev_list){ 0 };
	for (size_t i = 0; i < merged.list.count; i++) {
		struct kev_entry entry;

		buf_clear(&import->encoded);
		record_encode(&kev_entry_schema, &merged.list.items[i], &import->encoded);
		TRY(record_decode(&kev_entry_schema, arena_copy(import->arena, buf_str(&import->encoded)), import->arena, &entry));
		list_push(import->arena, &import->kev.list, entry);
	}
	import->has_kev = true;
	take_change(outcome, &change);
	row->records = (int64_t)merged.list.count;
	return NULL;
}

static struct err *
merge_epss(struct kb_import *import, struct kb_source *row, bool complete, struct arena *arena,
    struct kb_feed_outcome *outcome)
{
	int64_t built = import->in.head.built == INSTANT_NONE ? import->now : import->in.head.built;
	struct threat_epss as = { instant_day(built, ZONE_UTC), import->manifest.last_overlay + 1, complete };
	struct buf merged BUF_SCOPE = { 0 };
	struct threat_change change;
	struct str held;
	struct err *hold;

	TRY(import_open_threat(import, arena));
	held = import->has_epss ? buf_str(&import->epss) : import->threat.epss;
	TRY(threat_merge_epss(held, &import->in.epss, &as, arena, &merged, &change));
	row->records = (int64_t)threat_epss_count(held);
	hold = complete ? reason_to_hold(&import->in, row, row->records, (int64_t)threat_epss_count(buf_str(&merged)), arena) : NULL;
	if (hold != NULL)
		return refuse(import, row, true, hold, arena);
	buf_clear(&import->epss);
	buf_add(&import->epss, buf_str(&merged));
	import->has_epss = true;
	take_change(outcome, &change);
	row->records = (int64_t)threat_epss_count(buf_str(&merged));
	return NULL;
}

/* ---------------------------------------------------------------------- end */

static struct err *
merge_feed(struct kb_import *import, struct kb_source *row, bool complete, struct arena *arena,
    struct kb_feed_outcome *outcome)
{
	switch (row->source) {
	case SOURCE_KEV:  return merge_kev(import, row, complete, arena, outcome);
	case SOURCE_EPSS: return merge_epss(import, row, complete, arena, outcome);
	default:          return merge_records(import, row, complete, arena, outcome);
	}
}

static struct err *
write_problems(struct kb_import *import, struct str name, struct arena *arena)
{
	struct problem_list problems = { 0 };

	for (size_t i = 0; i < import->in.kept.count; i++)
		list_push(arena, &problems.list, import->in.kept.items[i]);
	return sealed_write(place_problems(import->path, name, arena), &problem_list_schema, &problems, arena);
}

static int64_t
later_of(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* It was taken: the row says so. What comes from another kb is as old, and as well, as it is there. */
static void
note_success(struct kb_import *import, struct kb_source *row)
{
	const struct incoming *in = &import->in;
	const struct kb_source *as = in->feed.as;

	row->fetched = as == NULL ? import->now : later_of(row->fetched, as->fetched);
	row->tried = as == NULL ? import->now : later_of(row->fetched, as->tried);
	row->held = as != NULL && as->held;
	row->error_en = as == NULL ? STR("") : arena_copy(import->arena, as->error_en);
	row->error_ja = as == NULL ? STR("") : arena_copy(import->arena, as->error_ja);
	row->digest = arena_copy(import->arena, in->feed.digest);
	row->version = arena_copy(import->arena, in->head.version);
	/* Parts of a partial feed come in any order: the newest says how old it is. */
	if ((row->contract == KB_COMPLETE && !in->feed.delta) || in->head.built > row->built)
		row->built = in->head.built;
}

void
kb_import_same(struct kb_import *import, struct str name)
{
	struct kb_source *row = place_source(&import->manifest, name);

	if (row == NULL || row->fetched == INSTANT_NONE)
		return;
	row->fetched = row->tried = import->now;
	row->held = false;
	row->error_en = row->error_ja = STR("");
}

/* What a person once said holds until they say otherwise. */
static int64_t
age_limit_of(const struct kb_feed *feed, const struct kb_source *row)
{
	if (feed->age_limit != 0)
		return feed->age_limit;
	if (row->age_limit != 0)
		return row->age_limit;
	return feed->as != NULL ? feed->as->age_limit : table[row->source].days * INSTANT_DAY;
}

struct err *
kb_import_feed_end(struct kb_import *import, const struct err *failed, struct arena *arena,
    struct kb_feed_outcome *ret_outcome)
{
	struct incoming *in = &import->in;
	struct str name = name_of(in, import->arena);
	struct kb_source *row = source_row(import, name);
	enum kb_contract contract = contract_of(in, name);
	struct kb_feed_outcome outcome = {
		.name = arena_copy(arena, row->name), .read = in->records, .problems = in->problems, .warnings = in->warnings,
	};
	/* Single records on top of a complete feed: it stays complete, and as old as it was. */
	bool supplements = in->feed.contract == KB_BY_TABLE && contract == KB_PARTIAL && row->contract == KB_COMPLETE && !in->feed.delta;

	in->open = false;
	row->source = in->feed.source;
	row->tried = import->now;
	row->problems = in->problems;
	if (!supplements) {
		if (!in->feed.delta || row->contract != KB_COMPLETE)
			row->contract = contract;
		row->age_limit = age_limit_of(&in->feed, row);
	}
	*ret_outcome = outcome;
	TRY(write_problems(import, row->name, arena));
	if (failed != NULL)
		return refuse(import, row, failed->code == ERR_HELD, failed, arena);
	TRY(merge_feed(import, row, contract == KB_COMPLETE, arena, &outcome));
	if (!supplements)
		note_success(import, row);
	*ret_outcome = outcome;
	return NULL;
}
