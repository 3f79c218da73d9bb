/*
 * answer.c - the rows of a product as one sentence: rows of the same scope are one set, then the scopes are held against
 * each other.
 */
#include "base/buf.h"
#include "domain/jvnprose/jvnprose.h"
#include "domain/range/range.h"

/* All rows of one scope; the set is simple. */
struct scope {
	const struct jvn_part *part;      /* the first of them: its cves, edition, platform, firmware */
	struct version_set     set;
	struct version_set     sure;      /* of it, what no row leaves in doubt itself */
	struct version_set     between;
	bool                   all;       /* a row says every version */
};
struct scopes { LIST(struct scope) list; };

static const struct version_set nothing = { 0 };

/* ----------------------------------------------------------------------------------------- scopes */

static bool
has_all(const struct str_list *list, const struct str_list *items)
{
	for (size_t i = 0; i < items->count; i++)
		if (!str_is_one_of(items->items[i], list->items, list->count))
			return false;
	return true;
}

static bool
is_same_cves(const struct jvn_part *a, const struct jvn_part *b)
{
	return has_all(&a->cves, &b->cves) && has_all(&b->cves, &a->cves);
}

/* In how many things two scopes differ. */
static int
scope_distance(const struct jvn_part *a, const struct jvn_part *b)
{
	return !is_same_cves(a, b) + !str_eq(a->edition, b->edition) + !str_eq(a->platform, b->platform) + (a->firmware != b->firmware);
}

static bool
is_unlimited(const struct jvn_part *part)
{
	return part->cves.count == 0 && part->edition.len == 0 && part->platform.len == 0 && !part->firmware;
}

static struct scope *
scope_of(struct scopes *scopes, const struct jvn_part *part, struct arena *arena)
{
	struct scope *scope;

	for (size_t i = 0; i < scopes->list.count; i++)
		if (scope_distance(scopes->list.items[i].part, part) == 0)
			return &scopes->list.items[i];
	scope = list_add(arena, &scopes->list);
	scope->part = part;
	return scope;
}

static void
add_set(struct version_set *sum, const struct version_set *set, struct arena *arena)
{
	for (size_t i = 0; i < set->intervals.count; i++)
		list_push(arena, &sum->intervals, set->intervals.items[i]);
	for (size_t i = 0; i < set->exact.count; i++)
		list_push(arena, &sum->exact, set->exact.items[i]);
}

/* False when the row is not read, or its versions have no order. */
static bool
add_part(struct scope *scope, const struct jvn_part *part, struct arena *arena)
{
	struct version_set sure;

	if (part->kind != JVN_RANGE && part->kind != JVN_ALL)
		return false;
	if (!range_simplify(&part->set, &part->between, SCHEME_GENERIC, arena, &sure))
		return false;
	add_set(&scope->set, &part->set, arena);
	add_set(&scope->sure, &sure, arena);
	add_set(&scope->between, &part->between, arena);
	scope->all = scope->all || part->kind == JVN_ALL;
	return true;
}

static bool
is_everything(const struct version_set *set)
{
	return set->intervals.count == 1 && set->intervals.items[0].lower.side == CUT_NONE && set->intervals.items[0].upper.side == CUT_NONE;
}

/* False when rows cannot be one set: also when they would be every version by chance, for nobody says that so. */
static bool
collect_scopes(const struct jvn_reading *reading, struct arena *arena, struct scopes *scopes)
{
	for (size_t i = 0; i < reading->parts.count; i++)
		if (!add_part(scope_of(scopes, &reading->parts.items[i], arena), &reading->parts.items[i], arena))
			return false;
	for (size_t i = 0; i < scopes->list.count; i++) {
		struct scope *scope = &scopes->list.items[i];

		if (!range_simplify(&scope->set, &nothing, SCHEME_GENERIC, arena, &scope->set) || (is_everything(&scope->set) && !scope->all))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------------------------------ one of them */

static bool
is_same_set(const struct version_set *a, const struct version_set *b, struct arena *arena)
{
	return str_eq(jvnprose_format(a, arena), jvnprose_format(b, arena));
}

/* Does a hold everything that b holds? */
static bool
is_superset(const struct version_set *a, const struct version_set *b, struct arena *arena)
{
	struct version_set rest;

	return range_simplify(b, a, SCHEME_GENERIC, arena, &rest) && rest.intervals.count + rest.exact.count == 0;
}

static const struct scope *
find_unlimited(const struct scopes *scopes)
{
	for (size_t i = 0; i < scopes->list.count; i++)
		if (is_unlimited(scopes->list.items[i].part))
			return &scopes->list.items[i];
	return NULL;
}

/* The scope whose set is right for all of them; NULL when it matters in which one is. */
static const struct scope *
find_common(const struct scopes *scopes, struct arena *arena)
{
	const struct scope *common = find_unlimited(scopes), *first = &scopes->list.items[0];

	for (size_t i = 0; i < scopes->list.count; i++) {
		const struct scope *scope = &scopes->list.items[i];
		bool same = common != NULL ? is_superset(&common->set, &scope->set, arena)
		    : scope_distance(scope->part, first->part) <= 1 && is_same_set(&first->set, &scope->set, arena);

		if (!same)
			return NULL;
	}
	return common != NULL ? common : first;
}

static void
push_new(struct str_list *list, struct str item, struct arena *arena)
{
	if (item.len > 0 && !str_is_one_of(item, list->items, list->count))
		list_push(arena, list, item);
}

/* Everything that the scopes are limited to. */
static void
add_scopes(struct jvn_answer *answer, const struct scopes *scopes, struct arena *arena)
{
	struct str_list editions = { 0 }, platforms = { 0 };

	for (size_t i = 0; i < scopes->list.count; i++) {
		const struct jvn_part *part = scopes->list.items[i].part;

		for (size_t j = 0; j < part->cves.count; j++)
			push_new(&answer->cves, part->cves.items[j], arena);
		push_new(&editions, part->edition, arena);
		push_new(&platforms, part->platform, arena);
		answer->firmware = part->firmware;
	}
	answer->edition = arena_join(arena, editions.items, editions.count, STR(", "));
	answer->platform = arena_join(arena, platforms.items, platforms.count, STR(", "));
}

/* What no row could say is JVN_NO_VERSION only where none tried. */
static enum jvn_kind
kind_of_open(const struct jvn_reading *reading)
{
	for (size_t i = 0; i < reading->parts.count; i++)
		if (reading->parts.items[i].kind != JVN_NO_VERSION)
			return JVN_UNDECIDED;
	return JVN_NO_VERSION;
}

/* Doubts that cannot be told from what is sure stay as they are. */
static struct jvn_answer
answer_with(const struct scopes *scopes, const struct scope *common, struct arena *arena)
{
	struct jvn_answer answer = { .kind = is_everything(&common->set) ? JVN_ALL : JVN_RANGE, .set = common->set };
	struct version_set sure = { 0 };

	if (!is_unlimited(common->part))
		add_scopes(&answer, scopes, arena);
	for (size_t i = 0; i < scopes->list.count; i++) {
		add_set(&answer.between, &scopes->list.items[i].between, arena);
		add_set(&sure, &scopes->list.items[i].sure, arena);
	}
	(void)range_simplify(&answer.between, &sure, SCHEME_GENERIC, arena, &answer.between);
	answer.set.undecided = answer.between.intervals.count + answer.between.exact.count > 0;
	return answer;
}

/* Not read, but with the words of its only row that were. */
static struct jvn_answer
answer_open(const struct jvn_reading *reading, const struct scopes *scopes, bool mixed, struct arena *arena)
{
	struct jvn_answer answer = { .kind = kind_of_open(reading), .set.undecided = true, .mixed = mixed };

	if (reading->parts.count == 1) {
		add_scopes(&answer, scopes, arena);
		answer.between = reading->parts.items[0].between;
	}
	return answer;
}

void
jvnprose_answer(const struct jvn_reading *reading, struct arena *arena, struct jvn_answer *ret_answer)
{
	struct scopes scopes = { 0 };
	bool read = collect_scopes(reading, arena, &scopes);
	const struct scope *common = read ? find_common(&scopes, arena) : NULL;

	*ret_answer = common != NULL ? answer_with(&scopes, common, arena) : answer_open(reading, &scopes, read, arena);
}

void
jvnprose_answer_part(const struct jvn_part *part, struct arena *arena, struct jvn_answer *ret_answer)
{
	struct jvn_part copy = *part;
	struct jvn_reading reading = { .parts = { .items = &copy, .count = 1 } };

	jvnprose_answer(&reading, arena, ret_answer);
}

/* ------------------------------------------------------------------------------------- in writing */

/* The branch after this one: "3.6" is followed by "3.7". False when it does not end in a number. */
static bool
branch_next(struct str branch, struct arena *arena, struct str *ret_next)
{
	size_t head = branch.len;
	uint64_t number;

	while (head > 0 && char_is_digit(branch.ptr[head - 1]))
		head--;
	if (!str_to_u64(str_from(branch, head), &number) || number == UINT64_MAX)
		return false;
	*ret_next = arena_printf(arena, "%.*s%llu", (int)head, branch.ptr, (unsigned long long)number + 1);
	return true;
}

static void
format_cut(struct buf *out, const struct cut *cut, bool lower, struct arena *arena)
{
	struct str next;

	if (cut->side == CUT_AFTER_PREFIX && branch_next(cut->version, arena, &next))
		buf_addf(out, "%s%.*s", lower ? ">=" : "<", STR_ARG(next));
	else
		buf_addf(out, "%c%s%.*s%s", lower ? '>' : '<', lower == (cut->side == CUT_BEFORE) ? "=" : "", STR_ARG(cut->version),
		    cut->side == CUT_AFTER_PREFIX ? ".*" : "");
}

static void
format_interval(struct buf *out, const struct interval *interval, struct arena *arena)
{
	bool lower = interval->lower.side != CUT_NONE, upper = interval->upper.side != CUT_NONE;

	if (!lower && !upper)
		buf_add(out, STR("all"));
	if (lower)
		format_cut(out, &interval->lower, true, arena);
	if (lower && upper)
		buf_add_char(out, ',');
	if (upper)
		format_cut(out, &interval->upper, false, arena);
}

struct str
jvnprose_format(const struct version_set *set, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < set->intervals.count; i++) {
		if (i > 0)
			buf_add_char(&out, '|');
		format_interval(&out, &set->intervals.items[i], arena);
	}
	for (size_t i = 0; i < set->exact.count; i++)
		buf_addf(&out, "%s=%.*s", i + set->intervals.count > 0 ? "|" : "", STR_ARG(set->exact.items[i]));
	return arena_copy(arena, buf_str(&out));
}
