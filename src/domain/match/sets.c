#include "domain/match/sets.h"

/* The head of an interval: two bits of each side, whether only releases are meant, and the third bits of the sides. */
enum { SET_UNDECIDED = 1, SET_RELEASES_ONLY = 0x10 };

static unsigned
head_of(const struct interval *interval)
{
	unsigned lower = interval->lower.side, upper = interval->upper.side;

	return (lower & 3) | (upper & 3) << 2 | (interval->releases_only ? SET_RELEASES_ONLY : 0) | (lower & 4) << 3 | (upper & 4) << 4;
}

static void
put_cut(struct buf *out, const struct cut *cut)
{
	if (cut->side == CUT_NONE)
		return;
	put_text(out, cut->version);
	put_text(out, cut->key);
}

void
set_encode(struct version_set *set, enum scheme scheme, struct arena *arena, struct buf *out)
{
	range_write_keys(set, scheme, arena);
	buf_add_char(out, set->undecided ? SET_UNDECIDED : 0);
	put_number(out, set->intervals.count);
	for (size_t i = 0; i < set->intervals.count; i++) {
		const struct interval *interval = &set->intervals.items[i];

		buf_add_char(out, (char)head_of(interval));
		put_cut(out, &interval->lower);
		put_cut(out, &interval->upper);
	}
	put_number(out, set->exact.count);
	for (size_t i = 0; i < set->exact.count; i++)
		put_text(out, set->exact.items[i]);
	for (size_t i = 0; i < set->exact.count; i++)
		put_text(out, set->exact_keys.items[i]);
	put_text(out, set->text);
}

static bool
take_cut(struct str *rest, unsigned side, struct cut *ret_cut)
{
	*ret_cut = (struct cut){ .side = (enum side)side };
	return side == CUT_NONE ||
	    (side <= CUT_AFTER_RELEASE && take_text(rest, &ret_cut->version) && take_text(rest, &ret_cut->key));
}

static bool
take_interval(struct str *rest, struct interval *ret_interval)
{
	unsigned head;

	if (!take_byte(rest, &head))
		return false;
	ret_interval->releases_only = (head & SET_RELEASES_ONLY) != 0;
	return take_cut(rest, (head & 3) | (head >> 3 & 4), &ret_interval->lower) &&
	    take_cut(rest, (head >> 2 & 3) | (head >> 4 & 4), &ret_interval->upper);
}

/* How many items there may be: each takes a byte at least, so a lying count costs no memory. */
static bool
take_count(struct str *rest, size_t *ret_count)
{
	uint64_t count;

	if (!take_number(rest, &count) || count > rest->len)
		return false;
	*ret_count = (size_t)count;
	return true;
}

static bool
take_intervals(struct str *rest, struct set_room *room, struct arena *arena, struct version_set *set)
{
	size_t count;

	if (!take_count(rest, &count))
		return false;
	if (count > room->intervals_room) {
		room->intervals_room = count * 2;
		room->intervals = ARENA_ARRAY(arena, struct interval, room->intervals_room);
	}
	set->intervals.items = room->intervals;
	for (; set->intervals.count < count; set->intervals.count++)
		if (!take_interval(rest, &room->intervals[set->intervals.count]))
			return false;
	return true;
}

static bool
take_exact(struct str *rest, struct set_room *room, struct arena *arena, struct version_set *set)
{
	size_t count;

	if (!take_count(rest, &count))
		return false;
	if (count > room->exact_room) {
		room->exact_room = count * 2;
		room->exact = ARENA_ARRAY(arena, struct str, room->exact_room);
		room->exact_keys = ARENA_ARRAY(arena, struct str, room->exact_room);
	}
	set->exact.items = room->exact;
	set->exact_keys.items = room->exact_keys;
	for (; set->exact.count < count; set->exact.count++)
		if (!take_text(rest, &room->exact[set->exact.count]))
			return false;
	for (; set->exact_keys.count < count; set->exact_keys.count++)
		if (!take_text(rest, &room->exact_keys[set->exact_keys.count]))
			return false;
	return true;
}

struct version_set
set_decode(struct str blob, struct set_room *room, struct arena *arena)
{
	struct version_set set = { 0 };
	unsigned head;

	if (!take_byte(&blob, &head) || !take_intervals(&blob, room, arena, &set) ||
	    !take_exact(&blob, room, arena, &set) || !take_text(&blob, &set.text)) {
		set.undecided = true;
		return set;
	}
	set.undecided = (head & SET_UNDECIDED) != 0;
	return set;
}

void
set_reduce(struct version_set *set, enum scheme scheme)
{
	struct version_set ranges = { .intervals.items = set->intervals.items, .intervals.count = set->intervals.count };
	size_t kept = 0;

	if (ranges.intervals.count == 0)
		return;
	for (size_t i = 0; i < set->exact.count; i++)
		if (range_contains(&ranges, scheme, set->exact.items[i], NULL) != RANGE_IN)
			set->exact.items[kept++] = set->exact.items[i];
	set->exact.count = kept;
}

void
set_mend(struct version_set *set, enum scheme scheme)
{
	size_t kept = 0;

	for (size_t i = 0; i < set->intervals.count; i++) {
		const struct interval *interval = &set->intervals.items[i];

		if (interval->lower.side != CUT_NONE && interval->upper.side != CUT_NONE &&
		    version_compare(scheme, interval->lower.version, interval->upper.version) == ORDER_GREATER)
			set->undecided = true;
		else
			set->intervals.items[kept++] = *interval;
	}
	set->intervals.count = kept;
}

void
set_join(struct version_set *a, const struct version_set *b, struct arena *arena)
{
	for (size_t i = 0; i < b->intervals.count; i++)
		list_push(arena, &a->intervals, b->intervals.items[i]);
	for (size_t i = 0; i < b->exact.count; i++)
		list_push(arena, &a->exact, b->exact.items[i]);
	a->undecided = a->undecided || b->undecided;
	if (a->text.len == 0)
		a->text = b->text;
	else if (b->text.len > 0)
		a->text = arena_join(arena, (struct str[]){ a->text, b->text }, 2, STR(" / "));
}

bool
set_is_all(const struct version_set *set)
{
	for (size_t i = 0; i < set->intervals.count; i++) {
		const struct interval *interval = &set->intervals.items[i];

		if (interval->lower.side == CUT_NONE && interval->upper.side == CUT_NONE && !interval->releases_only)
			return true;
	}
	return false;
}
