#include "domain/life/life.h"

#include "base/catalogue.h"
#include "domain/life/cycle.h"
#include "model/record.h"

static const char *const missing_words[] = { "", "version", "edition", "cycle", "identity" };
const struct enum_names life_missing_names = ENUM_NAMES(missing_words);
static const char *const state_words[LIFE_STAGE_COUNT] = {
	"over", "within_3", "within_6", "within_12", "supported", "open", "undated", "cannot_tell",
};
const struct enum_names life_stage_names = ENUM_NAMES(state_words);

const char *
life_stage_text(enum life_stage state)
{
	static const char *const texts[LIFE_STAGE_COUNT] = {
		[LIFE_OVER] = M("support has ended"), [LIFE_WITHIN_3] = M("ends within 3 months"), [LIFE_WITHIN_6] = M("ends within 6 months"),
		[LIFE_WITHIN_12] = M("ends within 12 months"), [LIFE_LASTING] = M("supported"), [LIFE_OPEN] = M("supported, no end announced"),
		[LIFE_UNDATED] = M("rule only, day not confirmed"), [LIFE_CANNOT_TELL] = M("cannot be decided"),
	};

	return texts[state];
}

const char *
life_missing_text(enum life_missing missing)
{
	static const char *const texts[] = {
		[LIFE_NOTHING] = "", [LIFE_VERSION] = M("version"), [LIFE_EDITION] = M("edition"), [LIFE_CYCLE] = M("line of versions"),
		[LIFE_IDENTITY] = M("product's name"),
	};

	return texts[missing];
}

/* ------------------------------------------------------------------------------------------ the book */

struct places { LIST(size_t) list; };

static struct places *
places_at(struct map *map, struct str key, struct arena *arena)
{
	uint64_t *place = map_put(arena, map, key);

	if (*place == 0)
		*place = (uint64_t)(uintptr_t)ARENA_NEW(arena, struct places);
	return (struct places *)(uintptr_t)*place;
}

static const struct places *
places_find(const struct map *map, struct str key)
{
	const uint64_t *place = key.len == 0 ? NULL : map_find(map, key);

	return place == NULL ? NULL : (const struct places *)(uintptr_t)*place;
}

/* "a:apache:tomcat" of a CPE name of either form; "" when it is none or names no product. */
static struct str
cpe_key(struct str cpe, struct arena *arena)
{
	struct str part, vendor, product, rest = cpe;

	if (!str_take(&rest, STR("cpe:2.3:")) && !str_take(&rest, STR("cpe:/")))
		return STR("");
	if (!str_split(&rest, ':', &part) || !str_split(&rest, ':', &vendor) || !str_split(&rest, ':', &product) || product.len == 0
	    || str_eq(product, STR("*")))
		return STR("");
	return arena_printf(arena, "%.*s:%.*s:%.*s", STR_ARG(part), STR_ARG(vendor), STR_ARG(product));
}

/* A package URL without version, qualifiers and subpath. */
static struct str
purl_key(struct str purl)
{
	struct str rest;

	if (!str_starts(purl, STR("pkg:")))
		return STR("");
	(void)str_cut(purl, '#', &purl, &rest);
	(void)str_cut(purl, '?', &purl, &rest);
	(void)str_cut_last(purl, '@', &purl, &rest);
	return purl;
}

void
life_book_add(struct life_book *book, const struct lifecycle *told, struct arena *arena)
{
	struct lifecycle *cycle = list_add(arena, &book->cycles);
	size_t place = book->cycles.count - 1;

	record_copy(&lifecycle_schema, told, arena, cycle);
	list_push(arena, &places_at(&book->by_product, cycle->product, arena)->list, place);
	for (size_t i = 0; i < cycle->identities.count; i++) {
		struct str key = cpe_key(cycle->identities.items[i], arena);

		if (key.len == 0)
			key = purl_key(cycle->identities.items[i]);
		if (key.len > 0)
			list_push(arena, &places_at(&book->by_identity, key, arena)->list, place);
	}
}

/* ------------------------------------------------------------------------------------ by the version */

/* Of all cycles that begin the version, the longest; two of that length cannot be told apart. */
static struct life_standing
by_version(const struct life_book *book, const struct places *places, struct str version, struct arena *scratch)
{
	struct life_standing standing = { .listed = true, .missing = version.len == 0 ? LIFE_VERSION : LIFE_CYCLE };
	struct str plain = cycle_plain_version(version, scratch);
	size_t longest = 0;
	bool tied = false;

	for (size_t i = 0; i < places->list.count && plain.len > 0; i++) {
		const struct lifecycle *cycle = &book->cycles.items[places->list.items[i]];
		struct str name = cycle_plain_version(cycle->cycle, scratch);

		if (!cycle_begins(plain, name) || name.len < longest)
			continue;
		tied = standing.cycle != NULL && name.len == longest && (tied || !str_eq(standing.cycle->id, cycle->id));
		standing.cycle = cycle;
		longest = name.len;
	}
	if (tied)
		standing.cycle = NULL;
	standing.missing = standing.cycle != NULL ? LIFE_NOTHING : standing.missing;
	return standing;
}

struct life_standing
life_of_component(const struct life_book *book, const struct component *component, struct arena *scratch)
{
	const struct places *places;
	struct life_standing standing = { .missing = LIFE_IDENTITY };
	struct str product = cycle_windows_product(component);

	if (product.len > 0) {
		struct cycle_candidates candidates = { 0 };

		places = places_find(&book->by_product, product);
		for (size_t i = 0; places != NULL && i < places->list.count; i++)
			list_push(scratch, &candidates.list, &book->cycles.items[places->list.items[i]]);
		return places == NULL ? standing : cycle_of_windows(&candidates, component);
	}
	if (component->kind == COMPONENT_OS_PACKAGE || component->kind == COMPONENT_UPDATE)
		return (struct life_standing){ 0 };
	places = places_find(&book->by_identity, cpe_key(component->cpe, scratch));
	if (places == NULL)
		places = places_find(&book->by_identity, purl_key(component->purl));
	if (places != NULL)
		return by_version(book, places, component->version, scratch);
	if (component->cpe.len > 0 || component->purl.len > 0)
		standing.missing = LIFE_NOTHING;
	return standing;
}

struct life_standing
life_of_distribution(const struct life_book *book, struct str id, struct str release, struct arena *scratch)
{
	const struct places *places = places_find(&book->by_product, cycle_distribution(id));

	return places == NULL ? (struct life_standing){ 0 } : by_version(book, places, release, scratch);
}

/* -------------------------------------------------------------------------------------------- the end */

int32_t
life_months_after(int32_t day, int months)
{
	struct civil date = day_civil(day);
	int all = date.year * 12 + date.month - 1 + months;

	date.year = all / 12;
	date.month = all % 12 + 1;
	while (!civil_is_valid(date))
		date.day--;
	return day_of_civil(date);
}

enum life_stage
life_stage_of_day(int32_t end, int32_t today)
{
	static const struct { int months; enum life_stage state; } steps[] = {
		{ 3, LIFE_WITHIN_3 }, { 6, LIFE_WITHIN_6 }, { 12, LIFE_WITHIN_12 },
	};

	if (end == DAY_NONE)
		return LIFE_UNDATED;
	if (end < today)
		return LIFE_OVER;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (end <= life_months_after(today, steps[i].months))
			return steps[i].state;
	return LIFE_LASTING;
}

enum life_stage
life_stage_of(const struct life_standing *standing, int32_t contract, int32_t today, int32_t *ret_end)
{
	const struct lifecycle *cycle = standing->cycle;
	bool open;

	*ret_end = contract;
	if (cycle == NULL)
		return contract == DAY_NONE ? LIFE_CANNOT_TELL : life_stage_of_day(contract, today);
	open = cycle->support_end == DAY_NONE && !cycle->ended;
	if (open && cycle->wording.len == 0) {       /* a contract that ends before it is announced shortens nothing */
		*ret_end = DAY_NONE;
		return LIFE_OPEN;
	}
	if (cycle->support_end != DAY_NONE && (contract == DAY_NONE || contract < cycle->support_end))
		*ret_end = cycle->support_end;
	if (*ret_end == DAY_NONE)
		return cycle->ended ? LIFE_OVER : LIFE_UNDATED;
	return life_stage_of_day(*ret_end, today);
}
