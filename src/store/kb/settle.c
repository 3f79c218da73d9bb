#include "store/kb/settle.h"

#include <assert.h>
#include <stdlib.h>

/* ---------------------------------------------------------------------------------- what stood there */

static struct err *
load_vulnerabilities(struct kbdb *db, struct arena *arena, struct settled *settled)
{
	sqlite3_stmt *rows;
	bool row;

	TRY(kbdb_stmt(db, KBSQL_VULNERABILITIES_SCAN, arena, &rows));
	for (;;) {
		TRY(kbdb_step(db, rows, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, &settled->vulnerabilities,
		    ((struct identity_vulnerability){ sqlite3_column_int64(rows, 0), arena_copy(arena, kbdb_str(rows, 1)) }));
	}
}

static struct err *
load_ids(struct kbdb *db, struct arena *arena, struct settled *settled)
{
	sqlite3_stmt *rows;
	bool row;

	TRY(kbdb_stmt(db, KBSQL_IDS_SCAN, arena, &rows));
	for (;;) {
		TRY(kbdb_step(db, rows, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, &settled->ids,
		    ((struct settled_id){ sqlite3_column_int64(rows, 1), arena_copy(arena, kbdb_str(rows, 0)), sqlite3_column_int(rows, 2) != 0 }));
	}
}

struct err *
settled_load(struct kbdb *db, struct arena *arena, struct settled *ret_settled)
{
	struct settled settled = { 0 };
	sqlite3_stmt *rows;
	bool row;

	TRY(load_vulnerabilities(db, arena, &settled));
	TRY(load_ids(db, arena, &settled));
	TRY(kbdb_stmt(db, KBSQL_TREATS_SCAN, arena, &rows));
	for (;;) {
		TRY(kbdb_step(db, rows, arena, &row));
		if (!row)
			break;
		list_push(arena, &settled.treats,
		    ((struct settled_treats){ sqlite3_column_int64(rows, 0), sqlite3_column_int64(rows, 1), sqlite3_column_int(rows, 2) != 0 }));
	}
	*ret_settled = settled;
	return NULL;
}

/* ------------------------------------------------------------------------------------ side by side */

/* Rows by number: those of one stand at items[begin[number] … begin[number + 1]). */
struct by_number {
	uint32_t *begin;
	uint32_t *items;
};

struct settling {
	struct kbdb                  *db;
	const struct settled         *before;
	const struct identity_result *now;
	struct arena                 *arena;
	int64_t                       numbers;     /* none is as high */
	struct by_number              ids, treats; /* of now          */
	bool                         *touched;
	LIST(struct settled_id)       some_ids;    /* of one number   */
	LIST(struct settled_treats)   some_treats;
};

/* Counts first, then puts each in its place: as long as there are rows. The number of row i stands i strides behind that of the first. */
static struct by_number
sort_by_number(struct settling *settling, const int64_t *first, size_t stride, size_t count)
{
	struct by_number sorted = { ARENA_ARRAY(settling->arena, uint32_t, (size_t)settling->numbers + 2), ARENA_ARRAY(settling->arena, uint32_t, count) };
	const char *at = (const char *)first;

	for (size_t i = 0; i < count; i++)
		sorted.begin[*(const int64_t *)(const void *)(at + i * stride) + 2]++;
	for (int64_t n = 2; n < settling->numbers + 2; n++)
		sorted.begin[n] += sorted.begin[n - 1];
	for (size_t i = 0; i < count; i++)
		sorted.items[sorted.begin[*(const int64_t *)(const void *)(at + i * stride) + 1]++] = (uint32_t)i;
	return sorted;
}

static int
compare_ids(const void *a_, const void *b_)
{
	const struct settled_id *a = a_, *b = b_;
	int order = str_cmp(a->id, b->id);

	return order != 0 ? order : (int)a->covers - (int)b->covers;
}

/* As they are read: names first. */
static int
compare_ids_read(const void *a_, const void *b_)
{
	const struct settled_id *a = a_, *b = b_;

	return a->covers != b->covers ? (int)a->covers - (int)b->covers : str_cmp(a->id, b->id);
}

static int
compare_treats(const void *a_, const void *b_)
{
	const struct settled_treats *a = a_, *b = b_;

	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	return (int)a->covers - (int)b->covers;
}

/* The ids of a number now, each once: a name before what only covers. */
static void
gather_ids(struct settling *settling, int64_t number)
{
	size_t kept = 0;

	settling->some_ids.count = 0;
	for (uint32_t i = settling->ids.begin[number]; i < settling->ids.begin[number + 1]; i++) {
		const struct identity_id *id = &settling->now->ids.items[settling->ids.items[i]];

		list_push(settling->arena, &settling->some_ids, ((struct settled_id){ number, id->id, id->covers }));
	}
	if (settling->some_ids.count < 2)
		return;
	qsort(settling->some_ids.items, settling->some_ids.count, sizeof(*settling->some_ids.items), compare_ids);
	for (size_t i = 0; i < settling->some_ids.count; i++)
		if (i == 0 || !str_eq(settling->some_ids.items[i].id, settling->some_ids.items[kept - 1].id))
			settling->some_ids.items[kept++] = settling->some_ids.items[i];
	settling->some_ids.count = kept;
	qsort(settling->some_ids.items, kept, sizeof(*settling->some_ids.items), compare_ids_read);
}

static void
gather_treats(struct settling *settling, int64_t number)
{
	size_t kept = 0;

	settling->some_treats.count = 0;
	for (uint32_t i = settling->treats.begin[number]; i < settling->treats.begin[number + 1]; i++) {
		const struct identity_treats *treats = &settling->now->treats.items[settling->treats.items[i]];

		list_push(settling->arena, &settling->some_treats, ((struct settled_treats){ number, treats->record, treats->covers }));
	}
	if (settling->some_treats.count < 2)
		return;
	qsort(settling->some_treats.items, settling->some_treats.count, sizeof(*settling->some_treats.items), compare_treats);
	for (size_t i = 0; i < settling->some_treats.count; i++)
		if (i == 0 || settling->some_treats.items[i].record != settling->some_treats.items[kept - 1].record)
			settling->some_treats.items[kept++] = settling->some_treats.items[i];
	settling->some_treats.count = kept;
}

/* ----------------------------------------------------------------------------------------- writing */

static struct err *
forget(struct settling *settling, enum kb_sql sql, int64_t number)
{
	sqlite3_stmt *stmt;

	TRY(kbdb_stmt(settling->db, sql, settling->arena, &stmt));
	kbdb_bind_int(stmt, 1, number);
	return kbdb_run(settling->db, stmt, settling->arena);
}

static struct err *
write_ids(struct settling *settling, int64_t number, bool had_some)
{
	sqlite3_stmt *add;

	if (had_some)
		TRY(forget(settling, KBSQL_IDS_FORGET, number));
	TRY(kbdb_stmt(settling->db, KBSQL_ID_ADD, settling->arena, &add));
	for (size_t i = 0; i < settling->some_ids.count; i++) {
		kbdb_bind_str(add, 1, settling->some_ids.items[i].id);
		kbdb_bind_int(add, 2, number);
		kbdb_bind_int(add, 3, settling->some_ids.items[i].covers);
		TRY(kbdb_run(settling->db, add, settling->arena));
	}
	return NULL;
}

static struct err *
write_treats(struct settling *settling, int64_t number, bool had_some)
{
	sqlite3_stmt *add;

	if (had_some)
		TRY(forget(settling, KBSQL_TREATS_FORGET, number));
	TRY(kbdb_stmt(settling->db, KBSQL_TREATS_ADD, settling->arena, &add));
	for (size_t i = 0; i < settling->some_treats.count; i++) {
		kbdb_bind_int(add, 1, number);
		kbdb_bind_int(add, 2, settling->some_treats.items[i].record);
		kbdb_bind_int(add, 3, settling->some_treats.items[i].covers);
		TRY(kbdb_run(settling->db, add, settling->arena));
	}
	return NULL;
}

static struct err *
settle_ids(struct settling *settling)
{
	size_t at = 0;

	for (int64_t number = 1; number < settling->numbers; number++) {
		size_t from = at;
		bool same;

		while (at < settling->before->ids.count && settling->before->ids.items[at].number == number)
			at++;
		gather_ids(settling, number);
		same = at - from == settling->some_ids.count;
		for (size_t i = 0; same && i < settling->some_ids.count; i++)
			same = compare_ids(&settling->before->ids.items[from + i], &settling->some_ids.items[i]) == 0;
		settling->touched[number] |= !same;
		if (!same)
			TRY(write_ids(settling, number, at > from));
	}
	return NULL;
}

static struct err *
settle_treats(struct settling *settling)
{
	size_t at = 0;

	for (int64_t number = 1; number < settling->numbers; number++) {
		size_t from = at;
		bool same;

		while (at < settling->before->treats.count && settling->before->treats.items[at].number == number)
			at++;
		gather_treats(settling, number);
		same = at - from == settling->some_treats.count;
		for (size_t i = 0; same && i < settling->some_treats.count; i++)
			same = compare_treats(&settling->before->treats.items[from + i], &settling->some_treats.items[i]) == 0;
		settling->touched[number] |= !same;
		if (!same)
			TRY(write_treats(settling, number, at > from));
	}
	return NULL;
}

static struct err *
write_vulnerability(struct settling *settling, const struct identity_vulnerability *vulnerability)
{
	sqlite3_stmt *add;

	settling->touched[vulnerability->number] = true;
	TRY(kbdb_stmt(settling->db, KBSQL_VULNERABILITY_ADD, settling->arena, &add));
	kbdb_bind_int(add, 1, vulnerability->number);
	kbdb_bind_str(add, 2, vulnerability->id);
	return kbdb_run(settling->db, add, settling->arena);
}

/* Both by number. */
static struct err *
settle_vulnerabilities(struct settling *settling)
{
	const struct settled *before = settling->before;
	const struct identity_result *now = settling->now;

	for (size_t i = 0, j = 0; i < before->vulnerabilities.count || j < now->vulnerabilities.count;) {
		const struct identity_vulnerability *old = i < before->vulnerabilities.count ? &before->vulnerabilities.items[i] : NULL;
		const struct identity_vulnerability *new = j < now->vulnerabilities.count ? &now->vulnerabilities.items[j] : NULL;

		if (old != NULL && (new == NULL || old->number < new->number)) {
			settling->touched[old->number] = true;
			TRY(forget(settling, KBSQL_VULNERABILITY_FORGET, old->number));
			i++;
			continue;
		}
		assert(new != NULL);      /* one of both is left */
		if (old == NULL || new->number < old->number || !str_eq(old->id, new->id))
			TRY(write_vulnerability(settling, new));
		i += old != NULL && old->number == new->number;
		j++;
	}
	return NULL;
}

struct err *
settle(struct kbdb *db, const struct settled *before, const struct identity_result *now, struct arena *arena,
    struct number_list *ret_touched)
{
	struct settling settling = { .db = db, .before = before, .now = now, .arena = arena, .numbers = now->next_number };
	struct number_list touched = { 0 };

	settling.touched = ARENA_ARRAY(arena, bool, (size_t)settling.numbers + 1);
	settling.ids = sort_by_number(&settling, now->ids.count == 0 ? NULL : &now->ids.items->number, sizeof(*now->ids.items), now->ids.count);
	settling.treats = sort_by_number(&settling, now->treats.count == 0 ? NULL : &now->treats.items->number, sizeof(*now->treats.items), now->treats.count);
	TRY(settle_vulnerabilities(&settling));
	TRY(settle_ids(&settling));
	TRY(settle_treats(&settling));
	for (int64_t number = 1; number < settling.numbers; number++)
		if (settling.touched[number])
			list_push(arena, &touched.list, number);
	*ret_touched = touched;
	return NULL;
}
