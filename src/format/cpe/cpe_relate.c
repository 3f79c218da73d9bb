/*
 * cpe_relate.c - how two values and two names relate.
 */
#include "format/cpe/cpe.h"

#include <assert.h>

#include "format/cpe/cpe_text.h"

/* Characters of a canonical text, a quoted one counting once. */
static size_t
letters(struct str text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\\')
			i++;
		count++;
	}
	return count;
}

static bool
take_char(struct str *text, char c)
{
	if (text->len == 0 || text->ptr[0] != c)
		return false;
	*text = str_from(*text, 1);
	return true;
}

bool
cpe_wild_find(struct str text, struct cpe_wild *ret_wild)
{
	struct cpe_wild wild = { .begins_any = take_char(&text, '*') };
	size_t len = 0;

	while (!wild.begins_any && take_char(&text, '?'))
		wild.begins++;
	while (len < text.len && text.ptr[len] != '*' && text.ptr[len] != '?')
		len += text.ptr[len] == '\\' ? 2 : 1;
	wild.core = str_sub(text, 0, len);
	text = str_from(text, len);
	wild.ends_any = take_char(&text, '*');
	while (!wild.ends_any && take_char(&text, '?'))
		wild.ends++;
	*ret_wild = wild;
	return text.len == 0 && (wild.core.len > 0 || !(wild.begins_any || wild.ends_any));
}

/* Does the pattern cover the target? compareStrings of NISTIR 7696, 7.3. */
static bool
wild_covers(struct str pattern, struct str target)
{
	struct cpe_wild wild;
	bool placed = cpe_wild_find(pattern, &wild);
	size_t before = 0;

	assert(placed);
	for (size_t at = 0; at <= target.len && (wild.begins_any || before <= wild.begins); before++) {
		struct str rest = str_from(target, at);

		if (str_take(&rest, wild.core) && (wild.ends_any || letters(rest) <= wild.ends))
			return true;
		at += at < target.len && target.ptr[at] == '\\' ? 2 : 1;
	}
	return false;
}

enum cpe_relation
cpe_value_relation(const struct cpe_value *source, const struct cpe_value *target)
{
	/* Table 6-2, source down, target across; what depends on the texts is decided below. */
	static const enum cpe_relation relations[4][4] = {
		[CPE_ANY]   = { [CPE_ANY] = CPE_EQUAL,  [CPE_NA] = CPE_SUPERSET, [CPE_VALUE] = CPE_SUPERSET, [CPE_WILD] = CPE_UNDEFINED },
		[CPE_NA]    = { [CPE_ANY] = CPE_SUBSET, [CPE_NA] = CPE_EQUAL,    [CPE_VALUE] = CPE_DISJOINT, [CPE_WILD] = CPE_UNDEFINED },
		[CPE_VALUE] = { [CPE_ANY] = CPE_SUBSET, [CPE_NA] = CPE_DISJOINT, [CPE_VALUE] = CPE_DISJOINT, [CPE_WILD] = CPE_UNDEFINED },
		[CPE_WILD]  = { [CPE_ANY] = CPE_SUBSET, [CPE_NA] = CPE_DISJOINT, [CPE_VALUE] = CPE_DISJOINT, [CPE_WILD] = CPE_UNDEFINED },
	};

	if (source->kind == CPE_VALUE && target->kind == CPE_VALUE)
		return str_eq(source->text, target->text) ? CPE_EQUAL : CPE_DISJOINT;
	if (source->kind == CPE_WILD && target->kind == CPE_VALUE)
		return wild_covers(source->text, target->text) ? CPE_SUPERSET : CPE_DISJOINT;
	return relations[source->kind][target->kind];
}

enum cpe_relation
cpe_relation(const struct cpe *source, const struct cpe *target)
{
	bool seen[CPE_UNDEFINED + 1] = { false };

	for (size_t i = 0; i < CPE_ATTRIBUTE_COUNT; i++) {
		enum cpe_relation relation = cpe_value_relation(&source->attributes[i], &target->attributes[i]);

		if (relation == CPE_DISJOINT)
			return CPE_DISJOINT;
		seen[relation] = true;
	}
	if (seen[CPE_UNDEFINED])
		return CPE_UNDEFINED;
	if (seen[CPE_SUBSET])
		return seen[CPE_SUPERSET] ? CPE_OVERLAP : CPE_SUBSET;
	return seen[CPE_SUPERSET] ? CPE_SUPERSET : CPE_EQUAL;
}

const char *
cpe_relation_name(enum cpe_relation relation)
{
	static const char *const names[] = { "disjoint", "subset", "superset", "equal", "overlap", "undefined" };

	assert((size_t)relation < ARRAY_LEN(names));
	return names[relation];
}
