#include "service/search.h"

#include "base/fold.h"
#include "domain/cvss/cvss.h"
#include "service/judge.h"

static const struct field hit_fields[] = {
	FIELD(struct search_hit, id, FIELD_STR),
	FIELD(struct search_hit, title, FIELD_STR),
	FIELD(struct search_hit, base, FIELD_TENTHS),
	FIELD(struct search_hit, severity, FIELD_STR),
	FIELD(struct search_hit, withdrawn, FIELD_BOOL),
};
static const struct schema hit_schema = SCHEMA("hit", struct search_hit, hit_fields);

static const struct field product_fields[] = {
	FIELD(struct search_product, identity, FIELD_STR),
	FIELD(struct search_product, vulnerabilities, FIELD_INT),
};
static const struct schema product_schema = SCHEMA("product", struct search_product, product_fields);

static const struct field search_fields[] = {
	FIELD_OF(struct search_result, hits, FIELD_LIST, &hit_schema),
	FIELD_OF(struct search_result, products, FIELD_LIST, &product_schema),
	FIELD(struct search_result, found, FIELD_INT),
};
const struct schema search_schema = SCHEMA("search", struct search_result, search_fields);

static bool
holds(struct str text, struct str folded, struct arena *scratch)
{
	return text.len > 0 && str_find(fold_text(text, scratch), folded) != SIZE_MAX;
}

static bool
is_hit(const struct vulnerability *face, struct str folded, struct arena *scratch)
{
	if (holds(face->id, folded, scratch) || holds(face->title_ja, folded, scratch) || holds(face->title_en, folded, scratch))
		return true;
	for (size_t i = 0; i < face->aliases.count; i++)
		if (holds(face->aliases.items[i], folded, scratch))
			return true;
	return false;
}

static void
add_hit(struct search_result *result, const struct vulnerability *face, enum lang lang, struct arena *arena)
{
	struct str title = lang == LANG_JA && face->title_ja.len > 0 ? face->title_ja : face->title_en;

	list_push(arena, &result->hits, ((struct search_hit){
		.id = arena_copy(arena, face->id), .title = arena_copy(arena, title.len > 0 ? title : face->title_ja), .base = face->base,
		.severity = str_of(judge_severity(CVSS_V3_1, face->base)), .withdrawn = face->state == ADVISORY_WITHDRAWN,
	}));
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
search_run(struct str kb_path, struct str text, int64_t most, enum lang lang, struct arena *arena,
    struct search_result *ret_result)
{
	struct kb *kb KB_SCOPE = NULL;
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct str folded = fold_text(text, arena);
	struct search_result result = { 0 };
	const struct match_index *index;

	if (folded.len == 0)
		return err_new(arena, ERR_USAGE, M("Say what to look for."));
	TRY(home_kb(kb_path, arena, &kb));
	index = kb_index(kb);
	/* Numbers are in the order of ids: from the end, the newest CVE comes first. */
	for (uint32_t n = index == NULL ? 0 : match_index_vulnerabilities(index); n > 0; n--) {
		struct vulnerability face;

		arena_reset(scratch);
		TRY(match_vulnerability(index, n - 1, scratch, &face));
		if (!is_hit(&face, folded, scratch))
			continue;
		if (result.found++ < most)
			add_hit(&result, &face, lang, arena);
	}
	if (index != NULL)
		add_products(index, text, arena, &result);
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
	struct search_result result = { 0 };
	const struct match_index *index;
	struct vulnerability face;
	uint32_t number;

	TRY(home_kb(kb_path, arena, &kb));
	index = kb_index(kb);
	*ret_known = index != NULL && (match_find(index, name, &number) || match_find(index, in_capitals(name, arena), &number));
	if (!*ret_known)
		return NULL;
	TRY(match_vulnerability(index, number, arena, &face));
	add_hit(&result, &face, lang, arena);
	*ret_hit = result.hits.items[0];
	return NULL;
}
