#include "service/published.h"

#include <stdlib.h>
#include "base/fold.h"
#include "base/map.h"
#include "model/record.h"

/* ------------------------------------------------------------------ schemas */

static const char *const month_words[] = { "held", "missing", "old", "not_whole", "unlisted" };
const struct enum_names month_state_names = ENUM_NAMES(month_words);
static const char *const life_words[] = { "supported", "extended", "ended", "unsaid" };
const struct enum_names life_state_names = ENUM_NAMES(life_words);

static const struct field month_fields[] = {
	FIELD(struct month_view, id, FIELD_STR),
	FIELD(struct month_view, title, FIELD_STR),
	FIELD_NAMED(struct month_view, state, &month_state_names),
	FIELD(struct month_view, listed, FIELD_INSTANT),
	FIELD(struct month_view, held, FIELD_INSTANT),
	FIELD(struct month_view, records, FIELD_INT),
	FIELD(struct month_view, refused, FIELD_INT),
	FIELD(struct month_view, url, FIELD_STR),
};
static const struct schema month_schema = SCHEMA("month", struct month_view, month_fields);
static const struct field months_fields[] = {
	FIELD_OF(struct months_view, months, FIELD_LIST, &month_schema),
	FIELD(struct months_view, has_list, FIELD_BOOL),
	FIELD(struct months_view, complete, FIELD_BOOL),
	FIELD(struct months_view, gaps, FIELD_INT),
};
const struct schema months_view_schema = SCHEMA("months", struct months_view, months_fields);

static const struct field releases_fields[] = {
	FIELD_OF(struct releases_view, releases, FIELD_LIST, &release_schema),
	FIELD(struct releases_view, found, FIELD_INT),
};
const struct schema releases_view_schema = SCHEMA("releases", struct releases_view, releases_fields);

static const struct field life_fields[] = {
	FIELD(struct life_view, feed, FIELD_STR),
	FIELD_NAMED(struct life_view, state, &life_state_names),
	FIELD_OF(struct life_view, cycle, FIELD_STRUCT, &lifecycle_schema),
};
static const struct schema life_schema = SCHEMA("life", struct life_view, life_fields);
static const struct field lives_fields[] = {
	FIELD_OF(struct lives_view, cycles, FIELD_LIST, &life_schema),
	FIELD(struct lives_view, found, FIELD_INT),
};
const struct schema lives_view_schema = SCHEMA("lives", struct lives_view, lives_fields);

/* ------------------------------------------------------------------- months */

struct month_gathering {
	struct arena       *arena;
	struct months_view *view;
	struct map          by_id;     /* 1 + place in view->months */
};

static struct month_view *
month_of(struct month_gathering *gathering, const struct document *document)
{
	uint64_t *place = map_find(&gathering->by_id, document->id);
	struct month_view *month;

	if (place != NULL)
		return &gathering->view->months.items[*place - 1];
	month = list_add(gathering->arena, &gathering->view->months);
	*month = (struct month_view){
		.id = arena_copy(gathering->arena, document->id), .title = arena_copy(gathering->arena, document->title),
		.listed = INSTANT_NONE, .held = INSTANT_NONE,
	};
	month->url = arena_printf(gathering->arena, "https://api.msrc.microsoft.com/cvrf/v3.0/cvrf/%.*s", STR_ARG(month->id));
	*map_put(gathering->arena, &gathering->by_id, month->id) = gathering->view->months.count;
	return month;
}

/* The list names documents (records -1); a document that was read says what was in it. */
static struct err *
gather_month(void *data, struct str feed, const void *value, struct arena *arena)
{
	struct month_gathering *gathering = data;
	const struct document *document = value;
	struct month_view *month = month_of(gathering, document);

	(void)feed;
	(void)arena;
	if (document->records < 0) {
		month->listed = document->current;
		gathering->view->has_list = true;
	} else {
		month->held = document->current;
		month->records = document->records;
		month->refused = document->refused;
	}
	return NULL;
}

static enum month_state
month_state(const struct month_view *month)
{
	if (month->held == INSTANT_NONE)
		return MONTH_MISSING;
	if (month->refused > 0)
		return MONTH_NOT_WHOLE;
	if (month->listed == INSTANT_NONE)
		return MONTH_UNLISTED;
	return month->listed > month->held ? MONTH_OLD : MONTH_HELD;
}

/* "2016-Apr" as 2016 * 12 + 3; what is no such name comes last. */
static int64_t
month_order(struct str id)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct str year, month;
	uint64_t number;
	size_t at;

	(void)str_cut(id, '-', &year, &month);
	at = month.len == 3 ? str_find(str_of(names), month) : SIZE_MAX;
	return str_to_u64(year, &number) && number < 10000 && at != SIZE_MAX ? (int64_t)number * 12 + (int64_t)(at / 3) : INT64_MAX;
}

static int
by_month(const void *a, const void *b)
{
	const struct month_view *one = a, *other = b;
	int64_t first = month_order(one->id), second = month_order(other->id);

	return first < second ? -1 : first > second ? 1 : str_cmp(one->id, other->id);
}

struct err *
published_months(struct kb *kb, struct arena *arena, struct months_view *ret_months)
{
	struct months_view view = { 0 };
	struct month_gathering gathering = { .arena = arena, .view = &view };

	TRY(kb_each_note(kb, &document_schema, STR(""), gather_month, &gathering, arena));
	for (size_t i = 0; i < view.months.count; i++) {
		view.months.items[i].state = month_state(&view.months.items[i]);
		view.gaps += view.months.items[i].state != MONTH_HELD;
	}
	if (view.months.count > 0)
		qsort(view.months.items, view.months.count, sizeof(*view.months.items), by_month);
	view.complete = view.has_list && view.gaps == 0;
	*ret_months = view;
	return NULL;
}

/* ----------------------------------------------------------------- releases */

struct looking {
	struct arena *arena;
	struct str    text;        /* as given, trimmed */
	struct str    folded;
	struct str    kb;          /* the text without "KB" */
	int32_t       today;
	void         *view;
};

static struct looking
look_for(struct str text, struct arena *arena)
{
	struct looking looking = { .arena = arena, .text = str_trim_space(text) };

	looking.kb = looking.text;
	(void)str_take_nocase(&looking.kb, STR("KB"));
	looking.folded = fold_text(looking.text, arena);
	return looking;
}

static bool
names(struct str product, const struct looking *looking, struct arena *scratch)
{
	return str_find(fold_text(product, scratch), looking->folded) != SIZE_MAX;
}

static struct err *
gather_release(void *data, struct str feed, const void *value, struct arena *arena)
{
	struct looking *looking = data;
	struct releases_view *view = looking->view;
	const struct release *release = value;
	bool wanted = (release->kb.len > 0 && str_eq(release->kb, looking->kb)) || str_starts(release->version, looking->text) ||
	    names(release->product, looking, arena);

	(void)feed;
	if (wanted)
		record_copy(&release_schema, release, looking->arena, list_add(looking->arena, &view->releases));
	return NULL;
}

static int
by_day_back(const void *a, const void *b)
{
	const struct release *one = a, *other = b;

	if (one->day != other->day)
		return one->day > other->day ? -1 : 1;
	return str_cmp(one->id, other->id);
}

static struct err *
need_words(struct str text, struct arena *arena)
{
	if (str_trim_space(text).len == 0)
		return err_new(arena, ERR_USAGE, M("Say which product, KB or build to look for."));
	return NULL;
}

struct err *
published_releases(struct kb *kb, struct str text, int64_t most, struct arena *arena, struct releases_view *ret_releases)
{
	struct releases_view view = { 0 };
	struct looking looking = look_for(text, arena);

	TRY(need_words(text, arena));
	looking.view = &view;
	TRY(kb_each_note(kb, &release_schema, STR(""), gather_release, &looking, arena));
	if (view.releases.count > 0)
		qsort(view.releases.items, view.releases.count, sizeof(*view.releases.items), by_day_back);
	view.found = (int64_t)view.releases.count;
	if (view.found > most)
		view.releases.count = (size_t)most;
	*ret_releases = view;
	return NULL;
}

/* --------------------------------------------------------------------- life */

static enum life_state
life_state(const struct lifecycle *cycle, int32_t today)
{
	bool extended = cycle->extended_end != DAY_NONE && today <= cycle->extended_end;

	if (cycle->support_end != DAY_NONE)
		return today <= cycle->support_end ? LIFE_SUPPORTED : extended ? LIFE_EXTENDED : LIFE_ENDED;
	if (cycle->ended)
		return extended ? LIFE_EXTENDED : LIFE_ENDED;
	return cycle->wording.len > 0 ? LIFE_UNSAID : LIFE_SUPPORTED;
}

static struct err *
gather_life(void *data, struct str feed, const void *value, struct arena *arena)
{
	struct looking *looking = data;
	struct lives_view *view = looking->view;
	const struct lifecycle *cycle = value;
	struct life_view *life;

	if (!names(cycle->product, looking, arena) && !names(cycle->title, looking, arena) && !names(cycle->label, looking, arena) &&
	    !names(cycle->id, looking, arena))
		return NULL;
	life = list_add(looking->arena, &view->cycles);
	record_copy(&lifecycle_schema, cycle, looking->arena, &life->cycle);
	life->feed = arena_copy(looking->arena, feed);
	life->state = life_state(cycle, looking->today);
	return NULL;
}

static int
by_product(const void *a, const void *b)
{
	const struct life_view *one = a, *other = b;
	int order = str_cmp(one->cycle.product, other->cycle.product);

	if (order != 0)
		return order;
	if (one->cycle.released != other->cycle.released)
		return one->cycle.released > other->cycle.released ? -1 : 1;
	order = str_cmp(one->cycle.id, other->cycle.id);
	return order != 0 ? order : str_cmp(one->feed, other->feed);
}

struct err *
published_life(struct kb *kb, struct str text, int64_t most, int64_t now, struct arena *arena, struct lives_view *ret_lives)
{
	struct lives_view view = { 0 };
	struct looking looking = look_for(text, arena);

	TRY(need_words(text, arena));
	looking.view = &view;
	looking.today = instant_day(now, ZONE_JST);
	TRY(kb_each_note(kb, &lifecycle_schema, STR(""), gather_life, &looking, arena));
	if (view.cycles.count > 0)
		qsort(view.cycles.items, view.cycles.count, sizeof(*view.cycles.items), by_product);
	view.found = (int64_t)view.cycles.count;
	if (view.found > most)
		view.cycles.count = (size_t)most;
	*ret_lives = view;
	return NULL;
}
