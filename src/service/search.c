#include "service/search.h"

#include "base/clock.h"
#include "domain/cvss/cvss.h"
#include "service/judge.h"
#include "service/ours.h"

static const struct field hit_fields[] = {
	FIELD(struct search_hit, id, FIELD_STR),
	FIELD(struct search_hit, title, FIELD_STR),
	FIELD(struct search_hit, base, FIELD_TENTHS),
	FIELD(struct search_hit, severity, FIELD_STR),
	FIELD(struct search_hit, withdrawn, FIELD_BOOL),
	FIELD(struct search_hit, published, FIELD_INSTANT),
	FIELD(struct search_hit, kev, FIELD_BOOL),
	FIELD(struct search_hit, in_text, FIELD_BOOL),
	FIELD(struct search_hit, before, FIELD_STR),
	FIELD(struct search_hit, match, FIELD_STR),
	FIELD(struct search_hit, behind, FIELD_STR),
	FIELD(struct search_hit, sources, FIELD_STRS),
};
const struct schema search_hit_schema = SCHEMA("hit", struct search_hit, hit_fields);

static const struct field product_fields[] = {
	FIELD(struct search_product, identity, FIELD_STR),
	FIELD(struct search_product, vulnerabilities, FIELD_INT),
};
static const struct schema product_schema = SCHEMA("product", struct search_product, product_fields);

static const struct field source_fields[] = {
	FIELD(struct search_source, name, FIELD_STR),
	FIELD(struct search_source, count, FIELD_INT),
};
static const struct schema source_schema = SCHEMA("found_source", struct search_source, source_fields);

static const struct field search_fields[] = {
	FIELD_OF(struct search_result, hits, FIELD_LIST, &search_hit_schema),
	FIELD_OF(struct search_result, products, FIELD_LIST, &product_schema),
	FIELD(struct search_result, found, FIELD_INT),
	FIELD(struct search_result, at_least, FIELD_BOOL),
	FIELD(struct search_result, critical, FIELD_INT),
	FIELD(struct search_result, high, FIELD_INT),
	FIELD(struct search_result, medium, FIELD_INT),
	FIELD(struct search_result, low, FIELD_INT),
	FIELD(struct search_result, unscored, FIELD_INT),
	FIELD(struct search_result, kev, FIELD_INT),
	FIELD_OF(struct search_result, sources, FIELD_LIST, &source_schema),
	FIELD(struct search_result, next, FIELD_STR),
};
const struct schema search_schema = SCHEMA("search", struct search_result, search_fields);

/* ------------------------------------------------------------------------------------------------- wishes */

/* The lowest score of a severity of CVSS 3 and 4, in tenths. */
static const struct { const char *name; int32_t least; } severities[] = { { "critical", 90 }, { "high", 70 }, { "medium", 40 }, { "low", 1 } };

static struct err *
take_severity(struct str severity, struct arena *arena, int32_t *ret_least)
{
	*ret_least = -1;
	if (severity.len == 0)
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(severities); i++)
		if (str_eq(severity, str_of(severities[i].name))) {
			*ret_least = severities[i].least;
			return NULL;
		}
	return err_new(arena, ERR_USAGE, M("A severity is critical, high, medium or low, not \"{text}\"."), ARG("text", severity));
}

static struct err *
take_source(struct str name, struct arena *arena, int64_t *ret_sources)
{
	int source;

	*ret_sources = 0;
	if (name.len == 0)
		return NULL;
	if (!enum_find(&source_names, name, &source))
		return err_new(arena, ERR_USAGE, M("There is no kind of source \"{name}\"."), ARG("name", name));
	*ret_sources = (int64_t)1 << source;
	return NULL;
}

static bool
is_empty(const struct search_wish *wish)
{
	return str_trim_space(wish->text).len + wish->product.len + wish->severity.len + wish->source.len + wish->cwe.len == 0 && !wish->kev &&
	    wish->since == DAY_NONE && wish->until == DAY_NONE && wish->ours == NULL;
}

struct err *
search_check(const struct search_wish *wish, struct arena *arena)
{
	int64_t sources;
	int32_t least;

	TRY(take_severity(wish->severity, arena, &least));
	return take_source(wish->source, arena, &sources);
}

struct err *
search_query(const struct search_wish *wish, enum lang lang, struct arena *arena, struct kb_query *ret_query)
{
	*ret_query = (struct kb_query){
		.text = str_trim_space(wish->text), .product = wish->product, .base_most = 100, .cwe = wish->cwe, .kev = wish->kev, .withdrawn = wish->withdrawn,
		.since = wish->since == DAY_NONE ? INSTANT_NONE : day_instant(wish->since, ZONE_JST),
		.until = wish->until == DAY_NONE ? INSTANT_NONE : day_instant(wish->until + 1, ZONE_JST), .after = wish->after, .most = wish->most, .lang = lang,
	};
	if (wish->ours != NULL) {
		ret_query->keep = ours_touches;
		ret_query->keep_context = wish->ours;
	}
	TRY(take_severity(wish->severity, arena, &ret_query->base_least));
	return take_source(wish->source, arena, &ret_query->sources);
}

/* ------------------------------------------------------------------------------------------------ answers */

static void
add_hit(struct search_result *result, const struct kb_hit *hit, struct arena *arena)
{
	struct search_hit *view = list_add(arena, &result->hits);

	*view = (struct search_hit){
		.id = hit->id, .title = hit->title, .base = hit->base, .severity = str_of(judge_severity(CVSS_V3_1, hit->base)),
		.withdrawn = hit->state == ADVISORY_WITHDRAWN, .published = hit->published == 0 ? INSTANT_NONE : hit->published, .kev = hit->kev,
		.in_text = hit->in_text, .before = hit->before, .match = hit->match, .behind = hit->behind,
	};
	for (int source = 0; source < SOURCE_COUNT; source++)
		if ((hit->sources >> source) & 1)
			list_push(arena, &view->sources, str_of(enum_name(&source_names, source)));
}

static void
add_counts(struct search_result *result, const struct kb_hits *hits, struct arena *arena)
{
	result->found = hits->found;
	result->at_least = hits->found >= KB_COUNT_MOST;
	result->critical = hits->critical;
	result->high = hits->high;
	result->medium = hits->medium;
	result->low = hits->low;
	result->unscored = hits->unscored;
	result->kev = hits->kev;
	for (int source = 0; source < SOURCE_COUNT; source++)
		if (hits->of_source[source] > 0)
			list_push(arena, &result->sources, ((struct search_source){ str_of(enum_name(&source_names, source)), hits->of_source[source] }));
}

static void
add_products(const struct match_index *index, struct str text, struct arena *arena, struct search_result *result)
{
	struct match_candidates found = match_candidates(index, STR(""), text, arena);

	for (size_t i = 0; i < found.count; i++)
		list_push(arena, &result->products, ((struct search_product){ arena_copy(arena, found.items[i].identity),
			(int64_t)found.items[i].vulnerabilities }));
}

struct err *
search_run(struct str kb_path, const struct search_wish *wish, enum lang lang, struct arena *arena, struct search_result *ret_result)
{
	struct kb *kb KB_SCOPE = NULL;
	struct search_result result = { 0 };
	struct kb_query query;
	struct kb_hits hits;

	if (is_empty(wish))
		return err_new(arena, ERR_USAGE, M("Say what to look for."));
	TRY(search_query(wish, lang, arena, &query));
	TRY(home_kb(kb_path, arena, &kb));
	TRY(kb_search(kb, &query, arena, &hits));
	for (size_t i = 0; i < hits.hits.count; i++)
		add_hit(&result, &hits.hits.items[i], arena);
	add_counts(&result, &hits, arena);
	result.next = hits.next;
	if (kb_index(kb) != NULL && wish->text.len > 0 && wish->after.len == 0)
		add_products(kb_index(kb), wish->text, arena, &result);
	*ret_result = result;
	return NULL;
}

static struct str
in_capitals(struct str text, struct arena *arena)
{
	char *copy = ARENA_ARRAY(arena, char, text.len);

	for (size_t i = 0; i < text.len; i++)
		copy[i] = char_is_lower(text.ptr[i]) ? (char)(text.ptr[i] - ('a' - 'A')) : text.ptr[i];
	return (struct str){ copy, text.len };
}

struct err *
search_exact(struct str kb_path, struct str name, enum lang lang, struct arena *arena, struct search_hit *ret_hit, bool *ret_known)
{
	struct kb *kb KB_SCOPE = NULL;
	const struct match_index *index;
	struct vulnerability face;
	uint32_t number;

	TRY(home_kb(kb_path, arena, &kb));
	index = kb_index(kb);
	*ret_known = index != NULL && (match_find(index, name, &number) || match_find(index, in_capitals(name, arena), &number));
	if (!*ret_known)
		return NULL;
	TRY(match_vulnerability(index, number, arena, &face));
	*ret_hit = (struct search_hit){
		.id = arena_copy(arena, face.id), .title = arena_copy(arena, lang == LANG_JA && face.title_ja.len > 0 ? face.title_ja : face.title_en),
		.base = face.base, .severity = str_of(judge_severity(CVSS_V3_1, face.base)), .withdrawn = face.state == ADVISORY_WITHDRAWN,
		.published = face.published,
	};
	if (ret_hit->title.len == 0)
		ret_hit->title = arena_copy(arena, face.title_ja);
	return NULL;
}
