#include "store/kb/identity.h"

#include <stdlib.h>
#include "base/buf.h"
#include "base/map.h"

enum { ID_BYTES_MOST = 256 };
#define NOBODY UINT32_MAX

struct node {
	struct str id;
	uint32_t   parent;
	uint32_t   cve;       /* of a root: the class's CVE, or NOBODY */
	int64_t    had;       /* number before; 0: none                */
};

struct edge { uint32_t a, b; };

struct record {
	int64_t    record;
	uint32_t   node;       /* itself; NOBODY: it covers               */
	uint32_t   first, count;   /* covered nodes in `covered`          */
	uint32_t   names, names_count;   /* its names in `record_names`   */
};

struct class {
	uint32_t root;
	uint32_t first, count;   /* members in `members` */
	uint32_t canonical;      /* a node               */
	int64_t  number;
};

struct identity {
	struct arena                       *arena;
	struct map                          by_id;        /* id → node                           */
	LIST(struct node)                   nodes;
	LIST(struct edge)                   edges;
	LIST(struct record)                 records;
	LIST(uint32_t)                      covered;
	LIST(struct str)                    record_names;
	struct map                          is_record;    /* ids that are records covering others */
	LIST(struct identity_id)            had_ids;
	LIST(struct identity_vulnerability) had;
	/* while solving */
	uint32_t                           *members;
	struct class                       *classes;
	size_t                              classes_count;
	uint32_t                           *class_of;     /* by root node         */
	int64_t                             first_new;
	uint32_t                           *owner;        /* by former number     */
	int64_t                            *merged_into;  /* by former number     */
	struct str                         *had_canonical;/* by former number     */
};

/* ------------------------------------------------------------------- names */

static bool
is_cve(struct str id)
{
	return str_starts(id, STR("CVE-"));
}

/* Ids stand in lines and lists; what has blanks or control characters is a sentence, not an id. */
static bool
may_be_id(struct str id)
{
	if (id.len == 0 || id.len > ID_BYTES_MOST)
		return false;
	for (size_t i = 0; i < id.len; i++)
		if ((unsigned char)id.ptr[i] <= ' ' || id.ptr[i] == 0x7f)
			return false;
	return true;
}

static void
add_names(struct buf *names, char relation, const struct str_list *ids, struct str own)
{
	for (size_t i = 0; i < ids->count; i++) {
		if (!may_be_id(ids->items[i]) || str_eq(ids->items[i], own))
			continue;
		buf_add_char(names, relation);
		buf_add(names, ids->items[i]);
		buf_add_char(names, '\n');
	}
}

struct str
names_of(const struct advisory *advisory, struct arena *arena)
{
	struct buf names BUF_SCOPE = { 0 };

	add_names(&names, '=', &advisory->aliases, advisory->id);
	add_names(&names, '>', &advisory->covers, STR(""));
	return arena_copy(arena, buf_str(&names));
}

/* ----------------------------------------------------------------- gathering */

struct identity *
identity_new(struct arena *arena)
{
	struct identity *identity = ARENA_NEW(arena, struct identity);

	identity->arena = arena;
	return identity;
}

static uint32_t
node_of(struct identity *identity, struct str id)
{
	uint64_t *place = map_find(&identity->by_id, id);
	struct node *node;

	if (place != NULL)
		return (uint32_t)*place;
	id = arena_copy(identity->arena, id);
	*map_put(identity->arena, &identity->by_id, id) = identity->nodes.count;
	node = list_add(identity->arena, &identity->nodes);
	*node = (struct node){ id, (uint32_t)(identity->nodes.count - 1), NOBODY, 0 };
	if (is_cve(id))
		node->cve = node->parent;
	return node->parent;
}

void
identity_had_id(struct identity *identity, struct str id, int64_t number)
{
	list_push(identity->arena, &identity->had_ids, ((struct identity_id){ id, number, false }));
}

void
identity_had_vulnerability(struct identity *identity, int64_t number, struct str id)
{
	list_push(identity->arena, &identity->had, ((struct identity_vulnerability){ number, id }));
}

/* The lines of one relation, without doubles of CVEs: how many distinct CVEs are among the other names. */
static size_t
distinct_cves(struct str names)
{
	struct str line, first = STR("");
	size_t count = 0;

	while (str_line(&names, &line)) {
		struct str id = str_from(line, 1);

		if (line.ptr[0] != '=' || !is_cve(id) || str_eq(id, first))
			continue;
		if (count++ == 0)
			first = id;
	}
	return count;
}

static void
add_covering(struct identity *identity, struct record *record, struct str id, struct str names, char covered)
{
	struct str line;

	record->node = NOBODY;
	record->first = (uint32_t)identity->covered.count;
	record->names = (uint32_t)identity->record_names.count;
	list_push(identity->arena, &identity->record_names, arena_copy(identity->arena, id));
	while (str_line(&names, &line)) {
		struct str other = str_from(line, 1);

		if (line.ptr[0] == covered && (covered == '>' || is_cve(other)))
			list_push(identity->arena, &identity->covered, node_of(identity, other));
		else if (line.ptr[0] == '=' && covered == '>' && !is_cve(other))
			list_push(identity->arena, &identity->record_names, arena_copy(identity->arena, other));
	}
	record->count = (uint32_t)identity->covered.count - record->first;
	record->names_count = (uint32_t)identity->record_names.count - record->names;
	for (uint32_t i = 0; i < record->names_count; i++)
		*map_put(identity->arena, &identity->is_record, identity->record_names.items[record->names + i]) = 1;
}

void
identity_record(struct identity *identity, int64_t number, struct str id, struct str names)
{
	struct record *record = list_add(identity->arena, &identity->records);
	struct str rest = names, line;
	bool own_cve = is_cve(id);

	record->record = number;
	if (str_starts(names, STR(">")) || str_find(names, STR("\n>")) != SIZE_MAX) {
		add_covering(identity, record, id, names, '>');
		return;
	}
	if (!own_cve && distinct_cves(names) > 1) {
		add_covering(identity, record, id, names, '=');
		return;
	}
	record->node = node_of(identity, id);
	while (str_line(&rest, &line)) {
		struct str other = str_from(line, 1);

		/* A CVE's record that calls another CVE its other name is wrong about one of them. */
		if (!own_cve || !is_cve(other))
			list_push(identity->arena, &identity->edges, ((struct edge){ record->node, node_of(identity, other) }));
	}
}

/* ------------------------------------------------------------------ joining */

static uint32_t
root_of(struct identity *identity, uint32_t at)
{
	struct node *nodes = identity->nodes.items;

	while (nodes[at].parent != at) {
		nodes[at].parent = nodes[nodes[at].parent].parent;
		at = nodes[at].parent;
	}
	return at;
}

/* False: it would make one of two CVEs. */
static bool
join(struct identity *identity, struct edge edge)
{
	struct node *nodes = identity->nodes.items;
	uint32_t a = root_of(identity, edge.a), b = root_of(identity, edge.b);

	if (a == b)
		return true;
	if (nodes[a].cve != NOBODY && nodes[b].cve != NOBODY)
		return false;
	if (a > b) {
		uint32_t other = a;

		a = b;
		b = other;
	}
	nodes[b].parent = a;
	if (nodes[a].cve == NOBODY)
		nodes[a].cve = nodes[b].cve;
	return true;
}

static uint64_t
join_all(struct identity *identity)
{
	const struct node *nodes = identity->nodes.items;
	uint64_t conflicts = 0;

	for (int direct = 1; direct >= 0; direct--) {
		for (size_t i = 0; i < identity->edges.count; i++) {
			struct edge edge = identity->edges.items[i];
			bool names_cve = is_cve(nodes[edge.a].id) || is_cve(nodes[edge.b].id);

			if (names_cve == (direct == 1) && !join(identity, edge))
				conflicts++;
		}
	}
	return conflicts;
}

/* ------------------------------------------------------------------ classes */

static int
compare_classes(const void *a, const void *b, void *data)
{
	const struct node *nodes = data;

	return str_cmp(nodes[((const struct class *)a)->canonical].id, nodes[((const struct class *)b)->canonical].id);
}

/* Members of each class side by side, classes by canonical id. */
static void
make_classes(struct identity *identity)
{
	size_t count = identity->nodes.count;
	const struct node *nodes = identity->nodes.items;
	uint32_t at = 0;

	identity->members = ARENA_ARRAY(identity->arena, uint32_t, count);
	identity->classes = ARENA_ARRAY(identity->arena, struct class, count);
	identity->class_of = ARENA_ARRAY(identity->arena, uint32_t, count);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t root = root_of(identity, i);

		/* A root comes before its members: join keeps the lower one. */
		if (root == i) {
			identity->class_of[root] = (uint32_t)identity->classes_count;
			identity->classes[identity->classes_count++] = (struct class){ .root = root, .canonical = root };
		}
		identity->classes[identity->class_of[root]].count++;
	}
	for (size_t i = 0; i < identity->classes_count; i++) {
		identity->classes[i].first = at;
		at += identity->classes[i].count;
		identity->classes[i].count = 0;
	}
	for (uint32_t i = 0; i < count; i++) {
		uint32_t root = root_of(identity, i);
		struct class *class = &identity->classes[identity->class_of[root]];

		identity->members[class->first + class->count++] = i;
		if (nodes[root].cve != NOBODY)
			class->canonical = nodes[root].cve;
		else if (str_cmp(nodes[i].id, nodes[class->canonical].id) < 0)
			class->canonical = i;
	}
	qsort_r(identity->classes, identity->classes_count, sizeof(*identity->classes), compare_classes, identity->nodes.items);
	for (uint32_t i = 0; i < identity->classes_count; i++)
		identity->class_of[identity->classes[i].root] = i;
}

static uint32_t
class_of_id(struct identity *identity, struct str id)
{
	uint64_t *node = map_find(&identity->by_id, id);

	return node == NULL ? NOBODY : identity->class_of[root_of(identity, (uint32_t)*node)];
}

/* ------------------------------------------------------------------ numbers */

/* Which class each former number belongs to now. */
static void
find_owners(struct identity *identity, int64_t next_number)
{
	size_t count = (size_t)next_number;

	identity->owner = ARENA_ARRAY(identity->arena, uint32_t, count);
	identity->merged_into = ARENA_ARRAY(identity->arena, int64_t, count);
	identity->had_canonical = ARENA_ARRAY(identity->arena, struct str, count);
	for (size_t i = 0; i < count; i++)
		identity->owner[i] = NOBODY;
	for (size_t i = 0; i < identity->had.count; i++) {
		const struct identity_vulnerability *had = &identity->had.items[i];

		identity->had_canonical[had->number] = had->id;
		identity->owner[had->number] = class_of_id(identity, had->id);
	}
	for (size_t i = 0; i < identity->had_ids.count; i++) {
		const struct identity_id *had = &identity->had_ids.items[i];
		uint64_t *node = map_find(&identity->by_id, had->id);

		if (node != NULL)
			identity->nodes.items[*node].had = had->number;
	}
	for (uint32_t c = 0; c < identity->classes_count; c++) {
		for (uint32_t i = 0; i < identity->classes[c].count; i++) {
			int64_t had = identity->nodes.items[identity->members[identity->classes[c].first + i]].had;

			if (had != 0 && identity->owner[had] == NOBODY)
				identity->owner[had] = c;
		}
	}
}

/* The number a class keeps of those that are its own; 0 when none is. */
static int64_t
kept_number(const struct identity *identity, uint32_t c)
{
	const struct class *class = &identity->classes[c];
	struct str canonical = identity->nodes.items[class->canonical].id;
	int64_t kept = 0;

	for (uint32_t i = 0; i < class->count; i++) {
		int64_t had = identity->nodes.items[identity->members[class->first + i]].had;

		if (had == 0 || identity->owner[had] != c)
			continue;
		if (str_eq(identity->had_canonical[had], canonical))
			return had;
		if (kept == 0 || had < kept)
			kept = had;
	}
	return kept;
}

static void
add_event(struct identity *identity, struct identity_result *result, enum kb_event_kind kind, int64_t from,
    const struct class *class)
{
	list_push(identity->arena, &result->events,
	    ((struct identity_event){ kind, from, class->number, identity->nodes.items[class->canonical].id }));
}

static void
give_number(struct identity *identity, uint32_t c, struct identity_result *result)
{
	struct class *class = &identity->classes[c];
	bool is_new;

	class->number = kept_number(identity, c);
	is_new = class->number == 0;
	if (is_new)
		class->number = result->next_number++;
	for (uint32_t i = 0; i < class->count; i++) {
		int64_t had = identity->nodes.items[identity->members[class->first + i]].had;

		if (had == 0 || had == class->number)
			continue;
		if (identity->owner[had] == c && identity->merged_into[had] == 0) {
			identity->merged_into[had] = class->number;
			add_event(identity, result, KB_MERGED, had, class);
		} else if (identity->owner[had] != c && is_new) {
			add_event(identity, result, KB_SPLIT, had, class);
			is_new = false;   /* said once */
		}
	}
}

/* ------------------------------------------------------------------ results */

static void
add_id(struct identity *identity, struct identity_result *result, struct str id, int64_t number, bool covers)
{
	list_push(identity->arena, &result->ids, ((struct identity_id){ id, number, covers }));
}

static int64_t
number_of_node(struct identity *identity, uint32_t node)
{
	return identity->classes[identity->class_of[root_of(identity, node)]].number;
}

static int
compare_numbers(const void *a, const void *b)
{
	int64_t x = ((const struct identity_vulnerability *)a)->number, y = ((const struct identity_vulnerability *)b)->number;

	return x < y ? -1 : x > y;
}

/* Classes of today, and what is remembered of yesterday's that no record names any more. */
static void
list_vulnerabilities(struct identity *identity, struct identity_result *result)
{
	for (size_t c = 0; c < identity->classes_count; c++) {
		const struct class *class = &identity->classes[c];

		list_push(identity->arena, &result->vulnerabilities,
		    ((struct identity_vulnerability){ class->number, identity->nodes.items[class->canonical].id }));
		for (uint32_t i = 0; i < class->count; i++)
			add_id(identity, result, identity->nodes.items[identity->members[class->first + i]].id, class->number, false);
	}
	for (size_t i = 0; i < identity->had.count; i++)
		if (identity->owner[identity->had.items[i].number] == NOBODY)
			list_push(identity->arena, &result->vulnerabilities, identity->had.items[i]);
	for (size_t i = 0; i < identity->had_ids.count; i++) {
		const struct identity_id *had = &identity->had_ids.items[i];
		int64_t into = identity->merged_into[had->number];

		if (map_find(&identity->by_id, had->id) == NULL && map_find(&identity->is_record, had->id) == NULL)
			add_id(identity, result, had->id, into != 0 ? into : had->number, false);
	}
	if (result->vulnerabilities.count > 1)
		qsort(result->vulnerabilities.items, result->vulnerabilities.count, sizeof(*result->vulnerabilities.items), compare_numbers);
}

static void
list_treats(struct identity *identity, struct identity_result *result)
{
	for (size_t i = 0; i < identity->records.count; i++) {
		const struct record *record = &identity->records.items[i];

		if (record->node != NOBODY) {
			list_push(identity->arena, &result->treats,
			    ((struct identity_treats){ number_of_node(identity, record->node), record->record, false }));
			continue;
		}
		for (uint32_t j = 0; j < record->count; j++) {
			int64_t number = number_of_node(identity, identity->covered.items[record->first + j]);

			list_push(identity->arena, &result->treats, ((struct identity_treats){ number, record->record, true }));
			for (uint32_t k = 0; k < record->names_count; k++)
				add_id(identity, result, identity->record_names.items[record->names + k], number, true);
		}
	}
}

void
identity_solve(struct identity *identity, int64_t next_number, struct identity_result *ret_result)
{
	*ret_result = (struct identity_result){ .next_number = next_number };
	ret_result->conflicts = join_all(identity);
	make_classes(identity);
	find_owners(identity, next_number);
	for (uint32_t c = 0; c < identity->classes_count; c++)
		give_number(identity, c, ret_result);
	list_vulnerabilities(identity, ret_result);
	list_treats(identity, ret_result);
}
