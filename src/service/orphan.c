#include "service/orphan.h"

#include <stdlib.h>
#include "base/fold.h"
#include "base/map.h"
#include "domain/responsibility/responsibility.h"
#include "service/life.h"
#include "store/ledger/entry.h"

static const char *const kind_words[ORPHAN_KIND_COUNT] = {
	"no_owner", "owner_left", "contractor_ended", "no_composition", "no_confirmed", "silent", "site_over",
};
const struct enum_names orphan_kind_names = ENUM_NAMES(kind_words);

const char *
orphan_kind_text(enum orphan_kind kind)
{
	static const char *const texts[ORPHAN_KIND_COUNT] = {
		[ORPHAN_NO_OWNER] = M("nobody is in charge"), [ORPHAN_OWNER_LEFT] = M("who is in charge has left"),
		[ORPHAN_CONTRACTOR_ENDED] = M("the contractor's contract has ended"), [ORPHAN_NO_COMPOSITION] = M("nothing is registered"),
		[ORPHAN_NO_CONFIRMED] = M("no product has a confirmed name"), [ORPHAN_SILENT] = M("a source has fallen silent"),
		[ORPHAN_SITE_OVER] = M("past its last day: does it still answer?"),
	};

	return texts[kind];
}

static const struct field orphan_fields[] = {
	FIELD(struct orphan_view, kind, FIELD_STR),
	FIELD(struct orphan_view, system, FIELD_STR),
	FIELD(struct orphan_view, who, FIELD_STR),
	FIELD(struct orphan_view, detail, FIELD_STR),
	FIELD(struct orphan_view, since, FIELD_DAY),
};
static const struct schema orphan_schema = SCHEMA("orphan", struct orphan_view, orphan_fields);
static const struct field orphans_fields[] = { FIELD_OF(struct orphan_views, orphans, FIELD_LIST, &orphan_schema) };
const struct schema orphan_views_schema = SCHEMA("orphans", struct orphan_views, orphans_fields);

struct departure { struct str name; bool contractor; int32_t day; };

struct gathering {
	struct arena           *arena;
	int32_t                 today;
	int64_t                 silent_days;
	LIST(struct departure)  departures;
	struct map              named;          /* software ids whose product is known by more than a written name */
	struct map              confirmed;      /* system ids that have such                                       */
	struct orphan_views    *views;
};

static struct str
id_bytes(const int64_t *id)
{
	return (struct str){ (const char *)id, sizeof(*id) };
}

static void
add(struct gathering *gathering, enum orphan_kind kind, struct str system, struct str who, struct str detail, int32_t since)
{
	struct arena *arena = gathering->arena;

	list_push(arena, &gathering->views->orphans, ((struct orphan_view){ str_of(enum_name(&orphan_kind_names, (int)kind)),
		arena_copy(arena, system), arena_copy(arena, who), arena_copy(arena, detail), since }));
}

static struct err *
take_departure(void *context, const struct ledger_entry *entry, struct arena *scratch)
{
	struct gathering *gathering = context;

	(void)scratch;
	if (entry->day <= gathering->today)
		list_push(gathering->arena, &gathering->departures, ((struct departure){ arena_copy(gathering->arena, entry->party),
			str_eq(entry->word, STR("contractor")), entry->day }));
	return NULL;
}

/* People are the same but for width and spaces; organisations also but for their legal form. */
static bool
is_called(const struct departure *departure, struct str name, struct arena *scratch)
{
	if (departure->contractor)
		return party_is(departure->name, name, scratch);
	return name.len > 0 && str_eq(str_trim_space(fold_text(departure->name, scratch)), str_trim_space(fold_text(name, scratch)));
}

static const struct departure *
departure_of(const struct gathering *gathering, bool contractor, struct str name, struct arena *scratch)
{
	for (size_t i = 0; i < gathering->departures.count; i++)
		if (gathering->departures.items[i].contractor == contractor && is_called(&gathering->departures.items[i], name, scratch))
			return &gathering->departures.items[i];
	return NULL;
}

static struct err *
take_software(void *context, const struct ledger_software *software, struct arena *scratch)
{
	struct gathering *gathering = context;
	bool named = software->confirmed.len > 0 || !str_starts(software->identity, STR("name:"));

	(void)scratch;
	if (named && software->component.kind != COMPONENT_UPDATE)
		*map_put(gathering->arena, &gathering->named, arena_copy(gathering->arena, id_bytes(&software->id))) = 1;
	return NULL;
}

static struct err *
take_host(void *context, const struct ledger_host *host, struct arena *scratch)
{
	struct gathering *gathering = context;

	(void)scratch;
	for (size_t i = 0; i < host->software_count; i++)
		if (map_find(&gathering->named, id_bytes(&host->software[i])) != NULL) {
			*map_put(gathering->arena, &gathering->confirmed, arena_copy(gathering->arena, id_bytes(&host->system))) = 1;
			return NULL;
		}
	return NULL;
}

static struct str
fact_of(const struct ledger_system *system, struct str name)
{
	for (size_t i = 0; i < system->facts.count; i++)
		if (system->facts.items[i].host == 0 && str_eq(system->facts.items[i].name, name))
			return system->facts.items[i].value;
	return STR("");
}

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *scratch)
{
	struct gathering *gathering = context;
	const struct departure *left = departure_of(gathering, false, system->owner, scratch);
	const struct departure *ended = departure_of(gathering, true, system->contractor, scratch);
	int32_t until = DAY_NONE;

	if (system->owner.len == 0)
		add(gathering, ORPHAN_NO_OWNER, system->name, system->unit, STR(""), DAY_NONE);
	if (left != NULL)
		add(gathering, ORPHAN_OWNER_LEFT, system->name, system->owner, STR(""), left->day);
	if (ended != NULL)
		add(gathering, ORPHAN_CONTRACTOR_ENDED, system->name, system->contractor, STR(""), ended->day);
	if (system->installations == 0)
		add(gathering, ORPHAN_NO_COMPOSITION, system->name, system->owner, STR(""), DAY_NONE);
	else if (map_find(&gathering->confirmed, id_bytes(&system->id)) == NULL)
		add(gathering, ORPHAN_NO_CONFIRMED, system->name, system->owner, STR(""), DAY_NONE);
	if (life_site_is_over(system->facts.items, system->facts.count, gathering->today)) {
		(void)day_parse(fact_of(system, LIFE_SITE_UNTIL), &until);
		add(gathering, ORPHAN_SITE_OVER, system->name, fact_of(system, LIFE_SITE_CLOSER), STR(""), until);
	}
	return NULL;
}

/* By the first word of the stream: how often such a source is to be expected. */
static int64_t
days_of(const struct gathering *gathering, struct str stream)
{
	static const struct { struct str begins; int64_t days; } kinds[] = {
		{ STR_INIT("sheet"), 365 }, { STR_INIT("windows"), 100 }, { STR_INIT("device"), 365 }, { STR_INIT("nmap"), 100 },
	};
	enum { DAYS = 45 };

	if (gathering->silent_days > 0)
		return gathering->silent_days;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_starts(stream, kinds[i].begins))
			return kinds[i].days;
	return DAYS;
}

static struct err *
take_stream(void *context, const struct ledger_stream *stream, struct arena *scratch)
{
	struct gathering *gathering = context;
	int32_t seen = instant_day(stream->seen_at, ZONE_JST);

	(void)scratch;
	if (gathering->today - seen > days_of(gathering, stream->stream))
		add(gathering, ORPHAN_SILENT, stream->system_name, stream->host, stream->stream, seen);
	return NULL;
}

/* By kind, then by how long, then by system. */
static int
compare(const void *a, const void *b)
{
	const struct orphan_view *left = a, *right = b;
	int kinds[2] = { 0, 0 };

	(void)enum_find(&orphan_kind_names, left->kind, &kinds[0]);
	(void)enum_find(&orphan_kind_names, right->kind, &kinds[1]);
	if (kinds[0] != kinds[1])
		return kinds[0] - kinds[1];
	if (left->since != right->since)
		return left->since < right->since ? -1 : 1;
	return str_cmp(left->system, right->system);
}

struct err *
orphan_list(const struct home *home, int64_t silent_days, int64_t now, struct arena *arena, struct orphan_views *ret_views)
{
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct orphan_views views = { 0 };
	struct gathering gathering = { .arena = arena, .today = instant_day(now, ZONE_JST), .silent_days = silent_days, .views = &views };

	TRY(home_ledger(home, arena, &ledger));
	TRY(ledger_entries(ledger, LEDGER_ENTRY_DEPARTURE, 0, false, take_departure, &gathering, scratch));
	TRY(ledger_software(ledger, take_software, &gathering, scratch));
	TRY(ledger_hosts_brief(ledger, take_host, &gathering, scratch));
	TRY(ledger_systems(ledger, 0, take_system, &gathering, scratch));
	TRY(ledger_streams(ledger, take_stream, &gathering, scratch));
	if (views.orphans.count > 0)
		qsort(views.orphans.items, views.orphans.count, sizeof(*views.orphans.items), compare);
	*ret_views = views;
	return NULL;
}
