/*
 * amend.c - an amendment: what changed since an image was built, told beside it (image.h).
 *
 * A builder has what the changed vulnerabilities said before, another what they say now. Every key that either of them names gets a run of its own: what
 * the index has under it, without what the changed vulnerabilities said, and with what they say now, in the order in which an image would have it. What
 * a former amendment had under other keys is carried on with today's numbers; its texts stay in front of the new ones, so that places stay.
 */
#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "domain/match/finish.h"

struct amending {
	struct finishing          after;       /* what is said now; with what becomes the amendment */
	struct finishing          before;
	const struct match_index *index;       /* as it is, its former amendment included */
	uint32_t                 *now;         /* of each number of the index: its number now, or NUMBER_GONE */
	uint32_t                 *replaced;    /* of each number of the index: its place in `after` + 1; 0: it is not there */
	bool                     *changed;     /* of each number of the index: `before` has what it said */
	struct arena             *arena;
	struct map                seen;        /* keys that either builder names */
	GROWING(struct run)       hidden;      /* runs of the image's own candidates */
	uint64_t                  own_entries; /* of the image, that no key leads to now */
	bool                      impossible;
};

static const struct match_builder *
builder_of(const struct finishing *finishing)
{
	return finishing->builder;
}

/* ----------------------------------------------------------------------------------- numbers */

/* Where in the index the id stands, or would. */
static uint32_t
place_of_id(const struct match_index *index, struct str id, bool *ret_is_there)
{
	uint32_t from = 0, end = match_index_vulnerabilities(index);

	*ret_is_there = false;
	while (from < end) {
		uint32_t middle = from + (end - from) / 2;
		int order = str_cmp(match_vulnerability_id(index, middle), id);

		if (order < 0)
			from = middle + 1;
		else
			end = middle;
		*ret_is_there = *ret_is_there || order == 0;
	}
	return from;
}

static void
mark_changed(struct amending *amending)
{
	struct match_builder *before = amending->before.builder;

	for (size_t i = 0; i < before->vulnerabilities.count; i++) {
		struct built_vulnerability *built = &before->vulnerabilities.items[i];
		bool is_there;
		uint32_t number = place_of_id(amending->index, finish_text(&amending->before, built->id), &is_there);

		if (!is_there) {
			amending->impossible = true;
			return;
		}
		built->order = number;
		amending->changed[number] = true;
	}
}

/* Where each of those of now goes: in the place of one, or before one; `order` holds the number in the index. */
static void
mark_replaced(struct amending *amending)
{
	struct match_builder *after = amending->after.builder;

	for (size_t i = 0; i < after->vulnerabilities.count; i++) {
		struct built_vulnerability *built = &after->vulnerabilities.items[i];
		bool is_there;

		built->order = place_of_id(amending->index, finish_text(&amending->after, built->id), &is_there);
		/* It is in the index, and nobody said what it said: its words would stay. */
		if (is_there && !amending->changed[built->order])
			amending->impossible = true;
		if (is_there)
			amending->replaced[built->order] = (uint32_t)i + 1;
	}
}

static void
write_new(struct amending *amending, struct built_vulnerability *built, uint32_t *next)
{
	finish_vulnerability(&amending->after, built, (*next)++);
}

/* All by id: those that stayed, those that came, without those that went. */
static void
write_vulnerabilities(struct amending *amending)
{
	struct match_builder *after = amending->after.builder;
	uint32_t count = match_index_vulnerabilities(amending->index), next = 0;
	size_t at = 0;

	finish_by_id(&amending->after);
	for (uint32_t i = 0; i <= count; i++) {
		struct image_vulnerability item;

		for (; at < after->vulnerabilities.count; at++) {
			struct built_vulnerability *built = &after->vulnerabilities.items[amending->after.by_id[at]];

			if (built->order != i || (i < count && amending->replaced[i] == amending->after.by_id[at] + 1))
				break;
			write_new(amending, built, &next);
		}
		if (i == count)
			return;
		amending->now[i] = amending->changed[i] && amending->replaced[i] == 0 ? NUMBER_GONE : next;
		if (amending->replaced[i] != 0) {
			write_new(amending, &after->vulnerabilities.items[amending->replaced[i] - 1], &next);
			at++;
		} else if (!amending->changed[i] && image_vulnerability_at(amending->index, i, &item)) {
			buf_add_bytes(&amending->after.vulnerabilities, &item, sizeof(item));
			next++;
		}
	}
}

static uint32_t
number_now(const struct amending *amending, uint32_t number)
{
	return number < match_index_vulnerabilities(amending->index) ? amending->now[number] : NUMBER_GONE;
}

/* -------------------------------------------------------------------------------------- keys */

/* False: it was seen before. */
static bool
see(struct amending *amending, struct str key)
{
	uint64_t *seen = map_put(amending->arena, &amending->seen, key);

	return (*seen)++ == 0;
}

/* A slot for a key, whose text stands in the index already, or is put there now. */
static void
add_slot(struct amending *amending, struct str key, struct image_slot slot)
{
	struct image_slot old;

	slot.hash = hash64(key, 0);
	if (image_amended_slot(amending->index, key, &old) || image_own_slot(amending->index, key, &old))
		slot.key = old.key;
	else
		slot.key = finish_append(&amending->after, key);
	*GROWING_ADD(&amending->after.keys) = slot;
}

/* What the image itself has under a key is answered for by the amendment from now on. */
static void
hide_own(struct amending *amending, struct str key)
{
	struct image_slot own;

	if (!image_own_slot(amending->index, key, &own))
		return;
	if (strchr("ecvm", key.ptr[0]) != NULL)
		amending->own_entries += own.count;
	else if (key.ptr[0] == 'n' && own.count > 0)
		*GROWING_ADD(&amending->hidden) = (struct run){ own.first, own.count };
}

/* A run that was written at the end of a section, `first` behind what stood there. */
static void
add_run(struct amending *amending, struct str key, uint64_t own, uint64_t first, uint64_t end)
{
	struct image_slot slot = { .first = (uint32_t)(own + first), .count = (uint32_t)(end - first) };
	bool in_image = image_own_slot(amending->index, key, &(struct image_slot){ 0 });

	if (own + end > UINT32_MAX)
		amending->impossible = true;
	hide_own(amending, key);
	if (slot.count == 0 && !in_image)
		return;
	slot.spare = slot.count == 0 ? SLOT_GONE : 0;
	add_slot(amending, key, slot);
}

static size_t
end_of_key(const struct sorting *order, size_t from, size_t count)
{
	size_t end = from + 1;

	while (end < count && order[end].key == order[from].key)
		end++;
	return end;
}

/* ----------------------------------------------------------------------------------- entries */

/* One of a run as it will be: in the index, or in `after`. */
struct taken {
	bool     is_new;
	uint32_t at;
};
struct run_now {
	struct run      old;
	const struct sorting *order;   /* of `after` */
	size_t          count, at;
	uint32_t        next;          /* of the old ones */
	LIST(struct taken) taken;
	bool            differs;
};

/* The next old one that nobody changed; false at the end. */
static bool
next_kept(struct amending *amending, struct run_now *run, struct image_entry *ret_entry)
{
	for (; run->next < run->old.count; run->next++) {
		if (!image_entry_at(amending->index, (uint64_t)run->old.first + run->next, ret_entry))
			break;
		if (ret_entry->vulnerability >= match_index_vulnerabilities(amending->index)) {
			amending->impossible = true;
			break;
		}
		if (!amending->changed[ret_entry->vulnerability])
			return true;
	}
	return false;
}

/* Does the new one stand before the old one? They are never of one vulnerability. */
static bool
goes_first(const struct amending *amending, const struct sorting *new, const struct image_entry *old)
{
	uint64_t next = (uint64_t)old->channel << 32 | number_now(amending, old->vulnerability);
	int order = str_cmp(finish_text(&amending->after, new->release), image_text(amending->index, old->release));

	return order != 0 ? order < 0 : new->next < next;
}

static void
merge_run(struct amending *amending, struct run_now *run, struct arena *arena)
{
	for (;;) {
		struct image_entry old;
		bool kept = next_kept(amending, run, &old), more = run->at < run->count;

		if (!kept && !more)
			return;
		if (kept && (!more || !goes_first(amending, &run->order[run->at], &old))) {
			list_push(arena, &run->taken, ((struct taken){ false, run->old.first + run->next++ }));
			continue;
		}
		/* The same record added twice is one. */
		if (run->at == 0 || finish_compare_entries(&run->order[run->at - 1], &run->order[run->at], &amending->after) != 0)
			list_push(arena, &run->taken, ((struct taken){ true, run->order[run->at].at }));
		run->at++;
	}
}

/* Does the new entry say what the old one says? */
static bool
is_same(const struct amending *amending, const struct image_entry *old, const struct image_entry *new)
{
	const uint32_t places[][2] = {
		{ old->record, new->record }, { old->feed, new->feed }, { old->body, new->body }, { old->release, new->release },
		{ old->limit, new->limit }, { old->subject, new->subject }, { old->note, new->note },
	};
	const struct match_builder *after = builder_of(&amending->after);

	if (number_now(amending, old->vulnerability) != after->vulnerabilities.items[new->vulnerability].order || old->source != new->source ||
	    old->rank != new->rank || old->scheme != new->scheme || old->kind != new->kind || old->channel != new->channel ||
	    old->platforms != new->platforms || old->flags != new->flags)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (!str_eq(image_text(amending->index, places[i][0]), finish_text(&amending->after, places[i][1])))
			return false;
	return true;
}

static bool
is_run_same(const struct amending *amending, const struct run_now *run)
{
	if (run->taken.count != run->old.count)
		return false;
	for (uint32_t i = 0; i < run->old.count; i++) {
		const struct taken *taken = &run->taken.items[i];
		struct image_entry old;

		if (!taken->is_new && taken->at == run->old.first + i)
			continue;
		if (!taken->is_new || !image_entry_at(amending->index, (uint64_t)run->old.first + i, &old) ||
		    !is_same(amending, &old, &builder_of(&amending->after)->entries.items[taken->at].entry))
			return false;
	}
	return true;
}

static void
write_taken(struct amending *amending, const struct taken *taken)
{
	struct image_entry entry;

	if (taken->is_new) {
		entry = finish_entry_moved(&amending->after, &builder_of(&amending->after)->entries.items[taken->at].entry);
	} else {
		if (!image_entry_at(amending->index, taken->at, &entry))
			return;
		entry.vulnerability = number_now(amending, entry.vulnerability);
		amending->impossible |= entry.vulnerability == NUMBER_GONE;
	}
	buf_add_bytes(&amending->after.entries, &entry, sizeof(entry));
}

static uint64_t
entries_so_far(const struct amending *amending)
{
	return amending->after.entries.len / sizeof(struct image_entry);
}

/* A key's entries: order[0 … count) of now, or none. */
static void
amend_entries(struct amending *amending, struct str key, const struct sorting *order, size_t count)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct run_now run = { .order = order, .count = count };
	uint64_t first = entries_so_far(amending);
	struct image_slot amended;

	if (!see(amending, key))
		return;
	if (image_find(amending->index, key, &run.old) && run.old.count > UINT32_MAX - run.old.first)
		amending->impossible = true;
	merge_run(amending, &run, arena);
	if (is_run_same(amending, &run) && !image_amended_slot(amending->index, key, &amended))
		return;
	for (size_t i = 0; i < run.taken.count; i++)
		write_taken(amending, &run.taken.items[i]);
	add_run(amending, key, amending->index->head.sections[IMAGE_ENTRIES].count, first, entries_so_far(amending));
}

static void
amend_all_entries(struct amending *amending)
{
	const struct match_builder *before = builder_of(&amending->before), *after = builder_of(&amending->after);
	struct sorting *order = finish_entries(&amending->after);

	for (size_t i = 0, end; i < after->entries.count; i = end) {
		end = end_of_key(order, i, after->entries.count);
		amend_entries(amending, finish_text(&amending->after, order[i].key), &order[i], end - i);
	}
	mem_free(order);
	for (size_t i = 0; i < before->entries.count; i++)
		amend_entries(amending, finish_text(&amending->before, before->entries.items[i].key), NULL, 0);
}

/* -------------------------------------------------------------------------------- candidates */

/* A stretch of a builder's candidates in order. */
struct stretch {
	const struct finishing *of;
	const struct sorting   *order;
	size_t                  count, at;
};

static const struct image_candidate *
candidate_of(const struct stretch *stretch)
{
	return stretch->at < stretch->count ? &builder_of(stretch->of)->candidates.items[stretch->order[stretch->at].at].candidate : NULL;
}

/* How many records of the stretch name the identity; steps behind it. */
static int64_t
count_of(struct stretch *stretch, struct str identity, struct image_candidate *ret_like)
{
	const struct image_candidate *next = candidate_of(stretch);

	if (next == NULL || !str_eq(finish_text(stretch->of, next->identity), identity))
		return 0;
	*ret_like = *next;
	stretch->at++;
	return next->count;
}

/* The first identity of those that are next; ptr NULL: none is left. */
static struct str
first_identity(const struct amending *amending, struct stretch *const stretches[2], const struct image_candidate *old)
{
	struct str first = { 0 };

	if (old != NULL)
		first = image_text(amending->index, old->identity);
	for (size_t i = 0; i < 2; i++) {
		const struct image_candidate *next = candidate_of(stretches[i]);
		struct str identity = next == NULL ? (struct str){ 0 } : finish_text(stretches[i]->of, next->identity);

		if (next != NULL && (first.ptr == NULL || str_cmp(identity, first) < 0))
			first = identity;
	}
	return first;
}

/* One identity: what the index counts, without what was said, with what is. */
static void
write_candidate(struct amending *amending, struct str identity, const struct image_candidate *old, struct stretch *was, struct stretch *is)
{
	struct image_candidate item = { 0 };
	int64_t minus = count_of(was, identity, &item), plus = count_of(is, identity, &item);
	int64_t count = (old == NULL ? 0 : (int64_t)old->count) - minus + plus;

	amending->impossible |= count < 0 || count > UINT32_MAX;
	if (count <= 0)
		return;
	if (old != NULL)
		item = *old;
	else
		item.identity = finish_append(&amending->after, identity);
	item.count = (uint32_t)count;
	buf_add_bytes(&amending->after.candidates, &item, sizeof(item));
}

static uint64_t
candidates_so_far(const struct amending *amending)
{
	return amending->after.candidates.len / sizeof(struct image_candidate);
}

/* Does the key name the same products as often as before? */
static bool
is_stretch_same(const struct stretch *was, const struct stretch *is)
{
	struct stretch a = *was, b = *is;

	if (a.count != b.count)
		return false;
	for (; a.at < a.count; a.at++, b.at++) {
		const struct image_candidate *x = candidate_of(&a), *y = candidate_of(&b);

		if (x->count != y->count || !str_eq(finish_text(a.of, x->identity), finish_text(b.of, y->identity)))
			return false;
	}
	return true;
}

static void
amend_candidates(struct amending *amending, struct str key, struct stretch was, struct stretch is)
{
	struct stretch *const stretches[2] = { &was, &is };
	uint64_t first = candidates_so_far(amending);
	struct run old = { 0 };
	struct image_slot amended;

	(void)see(amending, key);
	if (is_stretch_same(&was, &is) && !image_amended_slot(amending->index, key, &amended))
		return;
	(void)image_find(amending->index, key, &old);
	for (uint32_t at = 0;;) {
		struct image_candidate next = { 0 };
		bool more = at < old.count && image_candidate_at(amending->index, (uint64_t)old.first + at, &next);
		struct str identity = first_identity(amending, stretches, more ? &next : NULL);
		bool is_old = more && str_eq(identity, image_text(amending->index, next.identity));

		if (identity.ptr == NULL)
			break;
		write_candidate(amending, identity, is_old ? &next : NULL, &was, &is);
		at += is_old;
	}
	add_run(amending, key, amending->index->head.sections[IMAGE_CANDIDATES].count, first, candidates_so_far(amending));
}

/* Both in the order of their keys' hashes: walks them side by side, key by key. */
typedef void amend_pair(struct amending *amending, struct str key, struct stretch was, struct stretch is);

static int
compare_keys(const struct stretch *a, const struct stretch *b)
{
	const struct sorting *x = &a->order[a->at], *y = &b->order[b->at];

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return str_cmp(finish_text(a->of, x->key), finish_text(b->of, y->key));
}

/* The stretch's next key, cut off; with none of it when it is not this one's turn. */
static struct stretch
next_key(struct stretch *all, bool turn)
{
	struct stretch part = { .of = all->of, .order = all->order + all->at };

	if (turn) {
		part.count = end_of_key(all->order, all->at, all->count) - all->at;
		all->at += part.count;
	}
	return part;
}

/* of: gives what a builder has of a kind in its order; counts: how many, before and after. */
static void
walk_pairs(struct amending *amending, struct sorting *(*of)(struct finishing *finishing), const size_t counts[2], amend_pair *amend)
{
	struct stretch was = { .of = &amending->before, .order = of(&amending->before), .count = counts[0] };
	struct stretch is = { .of = &amending->after, .order = of(&amending->after), .count = counts[1] };

	while (was.at < was.count || is.at < is.count) {
		int order = was.at == was.count ? 1 : is.at == is.count ? -1 : compare_keys(&was, &is);
		struct str key = order <= 0 ? finish_text(was.of, was.order[was.at].key) : finish_text(is.of, is.order[is.at].key);
		struct stretch old = next_key(&was, order <= 0), new = next_key(&is, order >= 0);

		amend(amending, key, old, new);
	}
	mem_free((void *)(uintptr_t)was.order);
	mem_free((void *)(uintptr_t)is.order);
}

static void
amend_all_candidates(struct amending *amending)
{
	const size_t counts[2] = { builder_of(&amending->before)->candidates.count, builder_of(&amending->after)->candidates.count };

	walk_pairs(amending, finish_candidates, counts, amend_candidates);
}

/* ------------------------------------------------------------------------------------- names */

/* Whom an id leads to among those that others name it for; false: it cannot be told. `best` as sorting.next has it. */
static bool
best_of_others(const struct amending *amending, struct str key, uint32_t first, uint64_t *best)
{
	if (first >= match_index_vulnerabilities(amending->index) || amending->changed[first])
		return false;
	*best = number_now(amending, first);
	if (!str_eq(str_from(key, 1), match_vulnerability_id(amending->index, first)))
		*best |= (uint64_t)1 << 32;
	return true;
}

/* An id, a tombstone or a release: how many name it, and of an id whom it leads to. */
static void
amend_name(struct amending *amending, struct str key, struct stretch was, struct stretch is)
{
	struct image_slot old = { 0 };
	bool had = image_slot_find(amending->index, key, &old);
	uint64_t others = had ? (uint64_t)old.count : 0, best = is.count > 0 ? is.order[0].next : UINT64_MAX, best_other = UINT64_MAX;

	(void)see(amending, key);
	if (was.count > others) {
		amending->impossible = true;
		return;
	}
	others -= was.count;
	if (key.ptr[0] == 'i' && others > 0 && !best_of_others(amending, key, old.first, &best_other))
		amending->impossible = true;
	if (best_other < best)
		best = best_other;
	if (others + is.count == 0)
		add_run(amending, key, 0, 0, 0);
	else
		add_slot(amending, key, (struct image_slot){ .first = key.ptr[0] == 'i' ? (uint32_t)best : 0, .count = (uint32_t)(others + is.count) });
}

static void
amend_all_names(struct amending *amending)
{
	const size_t counts[2] = { builder_of(&amending->before)->names.count, builder_of(&amending->after)->names.count };

	walk_pairs(amending, finish_names, counts, amend_name);
}

/* -------------------------------------------------------------------------------------- rows */

/* The next of the rows that is not the same as the one before it. */
static bool
next_row(struct stretch *rows, struct str *ret_key, struct str *ret_row)
{
	const struct built_row *items = builder_of(rows->of)->rows.items;

	while (rows->at > 0 && rows->at < rows->count && items[rows->order[rows->at].at].key == items[rows->order[rows->at - 1].at].key &&
	    items[rows->order[rows->at].at].row == items[rows->order[rows->at - 1].at].row)
		rows->at++;
	if (rows->at >= rows->count)
		return false;
	*ret_key = finish_text(rows->of, items[rows->order[rows->at].at].key);
	*ret_row = finish_text(rows->of, items[rows->order[rows->at].at].row);
	rows->at++;
	return true;
}

/* Who else said a row of a table is not known, so that none can be taken out: they must all be as they were. */
static void
check_rows(struct amending *amending)
{
	struct sorting *orders[2] = { finish_rows(&amending->before), finish_rows(&amending->after) };
	struct stretch was = { .of = &amending->before, .order = orders[0], .count = builder_of(&amending->before)->rows.count };
	struct stretch is = { .of = &amending->after, .order = orders[1], .count = builder_of(&amending->after)->rows.count };

	for (;;) {
		struct str keys[2], rows[2];
		bool one = next_row(&was, &keys[0], &rows[0]), other = next_row(&is, &keys[1], &rows[1]);

		if (!one && !other)
			break;
		if (one != other || !str_eq(keys[0], keys[1]) || !str_eq(rows[0], rows[1])) {
			amending->impossible = true;
			break;
		}
	}
	mem_free(orders[0]);
	mem_free(orders[1]);
}

/* ------------------------------------------------------------------------ a former amendment */

static void
carry_entries(struct amending *amending, struct str key, const struct image_slot *slot)
{
	uint64_t first = entries_so_far(amending);

	for (uint32_t i = 0; i < slot->count; i++)
		write_taken(amending, &(struct taken){ false, slot->first + i });
	add_run(amending, key, amending->index->head.sections[IMAGE_ENTRIES].count, first, entries_so_far(amending));
}

static void
carry_candidates(struct amending *amending, struct str key, const struct image_slot *slot)
{
	uint64_t first = candidates_so_far(amending);

	for (uint32_t i = 0; i < slot->count; i++) {
		struct image_candidate item;

		if (image_candidate_at(amending->index, (uint64_t)slot->first + i, &item))
			buf_add_bytes(&amending->after.candidates, &item, sizeof(item));
	}
	add_run(amending, key, amending->index->head.sections[IMAGE_CANDIDATES].count, first, candidates_so_far(amending));
}

static void
carry_name(struct amending *amending, struct str key, struct image_slot slot)
{
	if (key.ptr[0] == 'i' && slot.spare != SLOT_GONE) {
		slot.first = number_now(amending, slot.first);
		amending->impossible |= slot.first == NUMBER_GONE;
	}
	add_slot(amending, key, slot);
}

/* Keys that the former amendment has and nobody touched. */
static void
carry_on(struct amending *amending)
{
	const struct match_index *index = amending->index;
	const struct image_span *slots = &index->amended.image.sections[IMAGE_SLOTS];

	for (uint64_t i = 0; index->amendment.len > 0 && i < slots->count; i++) {
		struct image_slot slot;
		struct str key;

		memcpy(&slot, index->amendment.ptr + slots->at + i * sizeof(slot), sizeof(slot));
		key = image_text(index, slot.key);
		if (slot.key == 0 || key.len == 0 || map_find(&amending->seen, key) != NULL)
			continue;
		if (strchr("ecvm", key.ptr[0]) != NULL)
			carry_entries(amending, key, &slot);
		else if (key.ptr[0] == 'n')
			carry_candidates(amending, key, &slot);
		else
			carry_name(amending, key, slot);
	}
}

/* ----------------------------------------------------------------------------------- writing */

static int
compare_runs(const void *a, const void *b)
{
	const struct run *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

static void
put_numbers(const struct amending *amending, struct buf *numbers)
{
	uint64_t count = amending->index->head.sections[IMAGE_VULNERABILITIES].count;

	for (uint64_t i = 0; i < count; i++) {
		uint32_t now = number_now(amending, image_number_now(amending->index, (uint32_t)i));

		buf_add_bytes(numbers, &now, sizeof(now));
	}
}

static void
write_amendment(struct amending *amending, struct arena *arena, struct buf *out)
{
	struct amendment_head head = { .image = { .magic = AMENDMENT_MAGIC, .format = MATCH_FORMAT, .encoder = MATCH_ENCODER } };
	struct buf numbers BUF_SCOPE = { 0 }, hidden BUF_SCOPE = { 0 };

	memcpy(head.of, amending->index->head.digest, sizeof(head.of));
	head.entries = amending->index->head.sections[IMAGE_ENTRIES].count - amending->own_entries + entries_so_far(amending);
	put_numbers(amending, &numbers);
	if (amending->hidden.count > 0) {
		qsort(amending->hidden.items, amending->hidden.count, sizeof(*amending->hidden.items), compare_runs);
		buf_add_bytes(&hidden, amending->hidden.items, amending->hidden.count * sizeof(*amending->hidden.items));
	}
	buf_add_bytes(out, &head, sizeof(head));
	finish_sections(&amending->after, &head.image, out);
	head.numbers = finish_span(out, &numbers, sizeof(uint32_t));
	head.hidden = finish_span(out, &hidden, sizeof(struct run));
	head.image.size = out->len;
	finish_head(&head, sizeof(head), arena, out);
}

static void
amend_all(struct amending *amending)
{
	mark_changed(amending);
	if (!amending->impossible)
		mark_replaced(amending);
	if (!amending->impossible)
		check_rows(amending);
	if (amending->impossible)
		return;
	write_vulnerabilities(amending);
	amend_all_entries(amending);
	amend_all_candidates(amending);
	amend_all_names(amending);
	carry_on(amending);
}

static void
amending_init(struct amending *amending, size_t count)
{
	amending->now = mem_alloc(mem_times(count, sizeof(*amending->now)));
	amending->replaced = mem_alloc(mem_times(count, sizeof(*amending->replaced)));
	amending->changed = mem_alloc(mem_times(count, sizeof(*amending->changed)));
	/* Places of the former amendment stay what they are. */
	if (amending->index->amendment.len > 0)
		buf_add(&amending->after.pool.bytes, amending->index->amended_pool);
	else
		pool_init(&amending->after.pool);
	amending->after.pool_begin = (uint32_t)amending->index->pool.len;
}

static void
amending_done(struct amending *amending)
{
	finish_done(&amending->after);
	finish_done(&amending->before);
	mem_free(amending->now);
	mem_free(amending->replaced);
	mem_free(amending->changed);
	mem_free(amending->hidden.items);
}

struct err *
match_amend(const struct match_index *index, struct match_builder *before, struct match_builder *after, struct arena *arena,
    struct buf *out, bool *ret_told)
{
	struct arena *work ARENA_SCOPE = arena_new();
	struct amending amending = {
		.index = index, .arena = work, .before = { .builder = before, .arena = arena }, .after = { .builder = after, .arena = arena },
	};

	*ret_told = false;
	if (match_index_encoder(index) != MATCH_ENCODER || index->pool.len > UINT32_MAX)
		return NULL;
	amending_init(&amending, (size_t)match_index_vulnerabilities(index) + 1);
	amend_all(&amending);
	/* What is too large to stand beside may still be written as one. */
	*ret_told = !amending.impossible && amending.after.err == NULL;
	if (*ret_told)
		write_amendment(&amending, arena, out);
	amending_done(&amending);
	return NULL;
}
