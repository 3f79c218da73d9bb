/*
 * looking.c - vulnerabilities one by one, the newest first, and which of them a query keeps (reader.h).
 */
#include <stdlib.h>
#include "base/clock.h"
#include "domain/match/match.h"
#include "store/kb/reader.h"

/* A place: the day it was published in the high half, the number in the low one (search_build.c). */
static int64_t
day_of(int64_t place)
{
	return place >> 32;
}

static int64_t
number_of(int64_t place)
{
	return place & UINT32_MAX;
}

struct err *
looking_begin(struct kb *kb, const struct kb_query *query, struct arena *arena, struct looking *ret_looking)
{
	sqlite3_stmt *rows;
	bool row = true;

	*ret_looking = (struct looking){ .kb = kb, .query = query };
	if (query->cwe.len > 0)
		ret_looking->cwe = arena_printf(arena, " %.*s ", STR_ARG(query->cwe));
	if (query->changed == 0)
		return NULL;
	TRY(kbdb_stmt(&kb->db, KBSQL_SEARCH_CHANGED, arena, &rows));
	kbdb_bind_int(rows, 1, query->changed);
	for (;;) {
		TRY(kbdb_step(&kb->db, rows, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, &ret_looking->changed, sqlite3_column_int64(rows, 0));
	}
}

/* The first day that an instant may stand at; what was published before 1970, or nobody knows when, stands at day 0. */
static int64_t
day_at(int64_t instant)
{
	return instant < 0 ? 0 : instant / INSTANT_DAY;
}

struct err *
looking_from(struct looking *looking, struct str expression, int64_t before, struct arena *arena)
{
	const struct kb_query *query = looking->query;
	int64_t from = query->since == INSTANT_NONE ? 0 : day_at(query->since) << 32;
	int64_t end = query->until == INSTANT_NONE ? INT64_MAX : (day_at(query->until) + 1) << 32;

	TRY(kbdb_stmt(&looking->kb->db, expression.len > 0 ? KBSQL_SEARCH_PLACES : KBSQL_SEARCH_PLACES_ALL, arena, &looking->places));
	kbdb_bind_str(looking->places, 1, expression);
	kbdb_bind_int(looking->places, 2, from);
	kbdb_bind_int(looking->places, 3, before < end ? before : end);
	return NULL;
}

struct err *
looking_broken(const struct looking *looking, struct arena *arena)
{
	return err_new(arena, ERR_STORE, M("The file {file} is not the one that was built: it was changed or cut short."), ARG("file", looking->kb->db.file));
}

/* ------------------------------------------------------------------------------------------- what faces say */

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool
face_is_asked_for(const struct looking *looking)
{
	const struct kb_query *query = looking->query;
	const struct face_row *face = &looking->face;
	int64_t number = number_of(looking->place);

	if (face->base < query->base_least || face->base > query->base_most || (query->sources != 0 && (face->sources & query->sources) == 0))
		return false;
	if (face->state == ADVISORY_WITHDRAWN && !query->withdrawn)
		return false;
	return query->changed == 0 || (looking->changed.count > 0 &&
	    bsearch(&number, looking->changed.items, looking->changed.count, sizeof(number), by_number) != NULL);
}

/* -------------------------------------------------------------------------------------------- what rows say */

/* Every instant of a day that lies between the days of both ends is in the span. */
static bool
asks_for_instant(const struct looking *looking)
{
	const struct kb_query *query = looking->query;
	int64_t day = day_of(looking->place);

	return (query->since != INSTANT_NONE && (day == 0 || day == day_at(query->since))) ||
	    (query->until != INSTANT_NONE && (day == 0 || day == day_at(query->until)));
}

struct row { struct str id, cwes; int64_t published; };

static struct err *
row_of(const struct looking *looking, struct arena *arena, struct row *ret_row)
{
	sqlite3_stmt *row;
	bool there;

	TRY(kbdb_stmt(&looking->kb->db, KBSQL_SEARCH_ASKED, arena, &row));
	kbdb_bind_int(row, 1, looking->place);
	TRY(kbdb_step(&looking->kb->db, row, arena, &there));
	if (!there)
		return looking_broken(looking, arena);
	*ret_row = (struct row){ kbdb_str(row, 0), kbdb_str(row, 2), sqlite3_column_int64(row, 1) };
	return NULL;
}

static bool
row_is_asked_for(const struct kb_query *query, const struct row *row, struct str cwe)
{
	return (query->since == INSTANT_NONE || row->published >= query->since) && (query->until == INSTANT_NONE || row->published < query->until) &&
	    (cwe.len == 0 || str_find(row->cwes, cwe) != SIZE_MAX);
}

static struct err *
caller_keeps(const struct looking *looking, struct str id, struct arena *arena, bool *ret_keeps)
{
	sqlite3_stmt *names;
	bool there;

	TRY(kbdb_stmt(&looking->kb->db, KBSQL_SEARCH_NAMES, arena, &names));
	kbdb_bind_int(names, 1, looking->place);
	TRY(kbdb_step(&looking->kb->db, names, arena, &there));
	*ret_keeps = there && looking->query->keep(looking->query->keep_context, id, kbdb_str(names, 0));
	(void)sqlite3_reset(names);
	return NULL;
}

/* What the face alone does not say. */
static struct err *
is_asked_for(struct looking *looking, struct arena *arena, bool *ret_asked)
{
	const struct kb_query *query = looking->query;
	const struct match_overlay *overlay = looking->kb->overlay;
	bool odd = looking->face.cve == FACE_ODD_CVE;
	uint64_t key = face_cve_key(looking->face.cve);
	struct row row;

	*ret_asked = face_is_asked_for(looking);
	looking->kev = *ret_asked && !odd && looking->face.cve != FACE_NO_CVE && match_overlay_has_kev(overlay, key);
	if (!*ret_asked || (!odd && query->kev && !looking->kev)) {
		*ret_asked = false;
		return NULL;
	}
	if (!odd && query->cwe.len == 0 && query->keep == NULL && !asks_for_instant(looking))
		return NULL;
	TRY(row_of(looking, arena, &row));
	looking->kev |= odd && match_cve_key(row.id, &key) && match_overlay_has_kev(overlay, key);
	*ret_asked = (looking->kev || !query->kev) && row_is_asked_for(query, &row, looking->cwe);
	return *ret_asked && query->keep != NULL ? caller_keeps(looking, row.id, arena, ret_asked) : NULL;
}

struct err *
looking_next(struct looking *looking, struct arena *arena, bool *ret_more)
{
	bool asked = false;

	for (;;) {
		TRY(kbdb_step(&looking->kb->db, looking->places, arena, ret_more));
		if (!*ret_more)
			return NULL;
		looking->place = sqlite3_column_int64(looking->places, 0);
		TRY(faces_get(&looking->kb->faces, number_of(looking->place), arena, &looking->face));
		TRY(is_asked_for(looking, arena, &asked));
		if (asked)
			return NULL;
	}
}
