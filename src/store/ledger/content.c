#include "store/ledger/content.h"

#include <stdlib.h>
#include "store/ledger/sql_registry.h"

enum { HOSTS_AT_ONCE = 256 };

/* ------------------------------------------------------------------------------------------- packing */

static void
pack(struct buf *out, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		buf_add_char(out, (char)(number | 0x80));
	buf_add_char(out, (char)number);
}

static bool
unpack(const unsigned char **at, const unsigned char *end, uint64_t *ret_number)
{
	uint64_t number = 0;

	for (unsigned shift = 0; shift < 63 && *at < end; shift += 7) {
		unsigned char byte = *(*at)++;

		number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			*ret_number = number;
			return true;
		}
	}
	return false;
}

void
content_pack(const struct software_ids *ids, struct buf *out)
{
	int64_t last = 0;

	pack(out, ids->count);
	for (size_t i = 0; i < ids->count; i++) {
		pack(out, (uint64_t)(ids->items[i] - last));
		last = ids->items[i];
	}
}

bool
content_unpack(struct str content, struct software_ids *ids, struct arena *arena)
{
	const unsigned char *at = (const unsigned char *)content.ptr, *end = at + content.len;
	uint64_t count, step;
	int64_t last = 0;

	ids->count = 0;
	if (!unpack(&at, end, &count) || count > content.len)
		return false;
	if (count > ids->room)
		*ids = (struct software_ids){ ARENA_ARRAY(arena, int64_t, count), 0, count };
	for (uint64_t i = 0; i < count; i++) {
		if (!unpack(&at, end, &step) || step == 0 || step > (uint64_t)(INT64_MAX - last))
			return false;
		ids->items[i] = last += (int64_t)step;
	}
	ids->count = count;
	return at == end;
}

static int
ascending(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

void
content_order(struct software_ids *ids)
{
	size_t kept = 0;
	bool ordered = true;

	for (size_t i = 1; i < ids->count && ordered; i++)
		ordered = ids->items[i] > ids->items[i - 1];
	if (ordered)
		return;
	qsort(ids->items, ids->count, sizeof(ids->items[0]), ascending);
	for (size_t i = 0; i < ids->count; i++)
		if (i == 0 || ids->items[i] != ids->items[kept - 1])
			ids->items[kept++] = ids->items[i];
	ids->count = kept;
}

/* ------------------------------------------------------------------------------------------ gathering */

struct gathered { struct software_ids ids; int64_t installations; };

static struct err *
read_rows(struct ledger *ledger, const int64_t *hosts, size_t count, struct gathered *gathered, struct arena *scratch, struct arena *arena)
{
	struct sql_list list SQL_LIST_SCOPE;
	struct query q QUERY_SCOPE;
	bool row;

	for (size_t i = 0; i < count; i++)
		sql_list_row(&list, hosts[i], STR(""), STR(""));
	TRY(ledger_query(ledger, SQL_CONTENT_ROWS, arena, &q));
	bind_str(&q, sql_list_text(&list));
	for (;;) {
		struct gathered *one;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		one = &gathered[column_int(&q, 0)];
		list_push(scratch, &one->ids, column_int(&q, 1));
		one->installations += column_int(&q, 2) != COMPONENT_UPDATE;
	}
}

static struct err *
gather_some(struct ledger *ledger, const int64_t *hosts, size_t count, struct query *put, struct arena *scratch, struct arena *arena)
{
	struct gathered *gathered = ARENA_ARRAY(scratch, struct gathered, count);
	struct buf packed BUF_SCOPE = { 0 };

	TRY(read_rows(ledger, hosts, count, gathered, scratch, arena));
	for (size_t i = 0; i < count; i++) {
		content_order(&gathered[i].ids);
		buf_clear(&packed);
		content_pack(&gathered[i].ids, &packed);
		bind_int(put, hosts[i]);
		bind_int(put, gathered[i].installations);
		bind_blob(put, buf_str(&packed));
		TRY(query_add(put, arena));
	}
	return NULL;
}

struct err *
content_gather(struct ledger *ledger, const int64_t *hosts, size_t count, struct arena *arena)
{
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct query put QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CONTENT_PUT, arena, &put));
	for (size_t from = 0; from < count; from += HOSTS_AT_ONCE, arena_reset(scratch))
		TRY(gather_some(ledger, hosts + from, count - from < HOSTS_AT_ONCE ? count - from : HOSTS_AT_ONCE, &put, scratch, arena));
	return query_flush(&put, arena);
}

/* Of an older release: hosts that it wrote, some at a time. */
static struct err *
missing(struct ledger *ledger, int64_t after, struct arena *arena, struct software_ids *ret_hosts)
{
	struct query q QUERY_SCOPE;
	bool row;

	ret_hosts->count = 0;
	TRY(ledger_query(ledger, SQL_CONTENT_MISSING, arena, &q));
	bind_int(&q, after);
	bind_int(&q, HOSTS_AT_ONCE);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_hosts, column_int(&q, 0));
	}
}

static struct err *
gather_missing(struct ledger *ledger, void *context, struct arena *arena)
{
	struct software_ids hosts = { 0 };
	int64_t after = 0;

	(void)context;
	do {
		TRY(missing(ledger, after, arena, &hosts));
		TRY(content_gather(ledger, hosts.items, hosts.count, arena));
		after = hosts.count == 0 ? 0 : hosts.items[hosts.count - 1];
	} while (hosts.count == HOSTS_AT_ONCE);
	return NULL;
}

struct err *
ledger_hosts_ready(struct ledger *ledger, struct arena *arena)
{
	struct software_ids hosts = { 0 };

	TRY(missing(ledger, 0, arena, &hosts));
	return hosts.count == 0 ? NULL : ledger_write(ledger, gather_missing, NULL, arena);
}
