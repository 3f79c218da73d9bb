/*
 * page_ledger_lists.c - what the register shows when it is looked at as a whole: what nobody answers for, what ends, and from where what can be
 * reached.
 */
#include "base/catalogue.h"
#include "domain/life/life.h"
#include "face/web/link.h"
#include "face/web/page_ledger.h"
#include "service/ask.h"
#include "service/layer.h"
#include "service/life.h"
#include "service/orphan.h"
#include "service/sighting.h"
#include "service/system/system.h"

/* ---------------------------------------------------------------------------------------------- orphans */

struct orphan_row { struct str kind, system, who, detail, query; int32_t since; };
struct machine_row { struct str name, address, mac, what; int64_t seen_at; };
struct orphans_view {
	LIST(struct facet)       facets;
	LIST(struct orphan_row)  rows;
	LIST(struct machine_row) machines;
	struct str               next_href;
	int64_t                  count, seen, unmanaged, systems;
	bool                     looked, any;
};
static const struct field orphan_fields[] = {
	FIELD(struct orphan_row, kind, FIELD_STR),
	FIELD(struct orphan_row, system, FIELD_STR),
	FIELD(struct orphan_row, who, FIELD_STR),
	FIELD(struct orphan_row, detail, FIELD_STR),
	FIELD(struct orphan_row, query, FIELD_STR),
	FIELD(struct orphan_row, since, FIELD_DAY),
};
static const struct schema orphan_schema = SCHEMA("orphan_row", struct orphan_row, orphan_fields);
static const struct field machine_fields[] = {
	FIELD(struct machine_row, name, FIELD_STR),
	FIELD(struct machine_row, address, FIELD_STR),
	FIELD(struct machine_row, mac, FIELD_STR),
	FIELD(struct machine_row, what, FIELD_STR),
	FIELD(struct machine_row, seen_at, FIELD_INSTANT),
};
static const struct schema machine_schema = SCHEMA("machine_row", struct machine_row, machine_fields);
static const struct field orphans_fields[] = {
	FIELD_OF(struct orphans_view, facets, FIELD_LIST, &facet_schema),
	FIELD_OF(struct orphans_view, rows, FIELD_LIST, &orphan_schema),
	FIELD_OF(struct orphans_view, machines, FIELD_LIST, &machine_schema),
	FIELD(struct orphans_view, next_href, FIELD_STR),
	FIELD(struct orphans_view, count, FIELD_INT),
	FIELD(struct orphans_view, seen, FIELD_INT),
	FIELD(struct orphans_view, unmanaged, FIELD_INT),
	FIELD(struct orphans_view, systems, FIELD_INT),
	FIELD(struct orphans_view, looked, FIELD_BOOL),
	FIELD(struct orphans_view, any, FIELD_BOOL),
};
static const struct schema orphans_schema = SCHEMA("orphans_page", struct orphans_view, orphans_fields);

static struct err *
count_system(void *context, const struct ledger_brief *brief, struct arena *scratch)
{
	(void)brief, (void)scratch;
	++*(int64_t *)context;
	return NULL;
}

enum { ORPHANS_SHOWN = 100, MACHINES_SHOWN = 200 };
static const struct web_param orphan_params[] = {
	{ .name = "kind", .kind = WEB_CHOICE, .choices = &orphan_kind_names, .summary = M("What is wrong") },
	{ .name = "after", .kind = WEB_NUMBER, .summary = M("Goes on behind") },
	{ .name = NULL },
};

static void
count_kinds(struct web *web, const struct orphan_views *orphans, struct orphans_view *view)
{
	int64_t counts[ORPHAN_KIND_COUNT] = { 0 };
	struct facets facets = { 0 };
	int kind;

	for (size_t i = 0; i < orphans->orphans.count; i++)
		if (enum_find(&orphan_kind_names, orphans->orphans.items[i].kind, &kind))
			counts[kind]++;
	facet_begin(web, &facets, "kind", M("What is wrong"));
	for (kind = 0; kind < ORPHAN_KIND_COUNT; kind++)
		if (counts[kind] > 0)
			facet_add(web, &facets, str_of(enum_name(&orphan_kind_names, kind)), orphan_kind_text((enum orphan_kind)kind), counts[kind]);
	for (size_t i = 0; i < facets.list.count; i++)
		list_push(web->arena, &view->facets, facets.list.items[i]);
}

/* A page of those of the kind that was asked for; they come by their kinds. */
static void
show_orphans(struct web *web, const struct orphan_views *orphans, struct orphans_view *view)
{
	const int64_t all = (int64_t)orphans->orphans.count, asked = web_number(web, "after", 0), after = asked < 0 ? 0 : asked < all ? asked : all;
	const int64_t next = after + ORPHANS_SHOWN;
	int wanted = web_choice(web, "kind", -1), kind = -1;

	for (size_t i = 0; i < orphans->orphans.count; i++) {
		const struct orphan_view *one = &orphans->orphans.items[i];

		if (!enum_find(&orphan_kind_names, one->kind, &kind) || (wanted >= 0 && kind != wanted))
			continue;
		if (view->count++ < after || (int64_t)view->rows.count == ORPHANS_SHOWN)
			continue;
		list_push(web->arena, &view->rows, ((struct orphan_row){ web_word(web, orphan_kind_text((enum orphan_kind)kind)), one->system, one->who,
		    one->detail, web_encoded(web, one->system), one->since }));
	}
	if (view->count > next)
		view->next_href = link_next(web, arena_printf(web->arena, "%lld", (long long)next));
}

static struct err *
get_orphans(struct web *web, void *ret_view)
{
	struct orphans_view *view = ret_view;
	struct orphan_views orphans;
	struct unmanaged unmanaged;

	TRY(orphan_list(web->home, 0, web->now, web->arena, &orphans));
	count_kinds(web, &orphans, view);
	show_orphans(web, &orphans, view);
	TRY(sighting_unmanaged(web->ledger, web->arena, &unmanaged));
	for (size_t i = 0; i < unmanaged.machines.count && i < MACHINES_SHOWN; i++) {
		const struct unmanaged_view *one = &unmanaged.machines.items[i];

		list_push(web->arena, &view->machines, ((struct machine_row){ one->name, one->address, one->mac, one->what, one->seen_at }));
	}
	view->seen = unmanaged.seen;
	view->unmanaged = (int64_t)unmanaged.machines.count;
	view->looked = unmanaged.seen > 0;
	view->any = orphans.orphans.count > 0;
	return ledger_briefs(web->ledger, count_system, &view->systems, web->arena);
}

/* ------------------------------------------------------------------------------------------------- life */

struct life_line {
	struct str quarter, system, product, version, state, note, contract, query, state_code;
	int32_t    end, extended, replacement;
	int64_t    hosts, open;
	bool       first, over;
};
struct life_view { LIST(struct life_line) rows; int64_t cycles, not_listed, unnamed; bool no_cycles, any; };
static const struct field line_fields[] = {
	FIELD(struct life_line, quarter, FIELD_STR),
	FIELD(struct life_line, system, FIELD_STR),
	FIELD(struct life_line, product, FIELD_STR),
	FIELD(struct life_line, version, FIELD_STR),
	FIELD(struct life_line, state, FIELD_STR),
	FIELD(struct life_line, note, FIELD_STR),
	FIELD(struct life_line, contract, FIELD_STR),
	FIELD(struct life_line, query, FIELD_STR),
	FIELD(struct life_line, state_code, FIELD_STR),
	FIELD(struct life_line, end, FIELD_DAY),
	FIELD(struct life_line, extended, FIELD_DAY),
	FIELD(struct life_line, replacement, FIELD_DAY),
	FIELD(struct life_line, hosts, FIELD_INT),
	FIELD(struct life_line, open, FIELD_INT),
	FIELD(struct life_line, first, FIELD_BOOL),
	FIELD(struct life_line, over, FIELD_BOOL),
};
static const struct schema line_schema = SCHEMA("life_line", struct life_line, line_fields);
static const struct field life_fields[] = {
	FIELD_OF(struct life_view, rows, FIELD_LIST, &line_schema),
	FIELD(struct life_view, cycles, FIELD_INT),
	FIELD(struct life_view, not_listed, FIELD_INT),
	FIELD(struct life_view, unnamed, FIELD_INT),
	FIELD(struct life_view, no_cycles, FIELD_BOOL),
	FIELD(struct life_view, any, FIELD_BOOL),
};
static const struct schema life_schema = SCHEMA("life_page", struct life_view, life_fields);

/* 「2027年1～3月」; what has no day stands behind, under a word of its own. */
static struct str
quarter_of(const struct web *web, int32_t end, bool over)
{
	struct civil date;
	int first;

	if (over)
		return web_word(web, M("Past its end"));
	if (end == DAY_NONE)
		return web_word(web, M("No day is known"));
	date = day_civil(end);
	first = (date.month - 1) / 3 * 3 + 1;
	return catalogue_say(web->arena, web->lang, M("{year}, months {first} to {last}"), ARG("year", arena_printf(web->arena, "%d", date.year)),
	    ARG_N("first", first), ARG_N("last", first + 2));
}

static struct err *
get_life(struct web *web, void *ret_view)
{
	struct life_view *view = ret_view;
	struct life_rows rows;

	TRY(life_list(web->home, (int)web_number(web, "within", 12), web_text(web, "system"), web->now, web->arena, &rows));
	for (size_t i = 0; i < rows.rows.count; i++) {
		const struct life_row *row = &rows.rows.items[i];
		struct life_line *line = list_add(web->arena, &view->rows);
		int stage;

		*line = (struct life_line){ .system = row->system, .product = row->product, .version = row->version, .note = row->note.len > 0 ? row->note : row->wording,
			.contract = row->contract, .end = row->end, .extended = row->extended, .replacement = row->replacement, .hosts = row->hosts,
			.open = row->open, .over = str_eq(row->state, STR("over")), .query = web_encoded(web, row->system) };
		line->state = enum_find(&life_stage_names, row->state, &stage) ? web_word(web, life_stage_text((enum life_stage)stage)) : row->state;
		line->state_code = line->over ? STR("overdue") : str_eq(row->state, STR("within_3")) ? STR("soon") : STR("open");
		line->quarter = quarter_of(web, row->end, line->over);
		line->first = i == 0 || !str_eq(line->quarter, view->rows.items[i - 1].quarter);
	}
	view->cycles = rows.cycles;
	view->not_listed = rows.not_listed;
	view->unnamed = rows.unnamed;
	view->no_cycles = rows.cycles == 0;
	view->any = view->rows.count > 0;
	return NULL;
}

/* --------------------------------------------------------------------------------------------- segments */

enum { SEGMENT_SYSTEMS_SHOWN = 40 };
/* The first of them, and how many more there are: more is a sentence. */
struct segment_systems { LIST(struct link_view) shown; int64_t count; struct str more; };
struct segment_row { struct str title, reach, by, source; struct segment_systems systems; };
struct segments_view { struct str name; LIST(struct segment_row) rows; struct segment_systems nowhere; bool has_nowhere; };
static const struct field segment_systems_fields[] = {
	FIELD_OF(struct segment_systems, shown, FIELD_LIST, &link_schema),
	FIELD(struct segment_systems, count, FIELD_INT),
	FIELD(struct segment_systems, more, FIELD_STR),
};
static const struct schema segment_systems_schema = SCHEMA("segment_systems", struct segment_systems, segment_systems_fields);
static const struct field segment_fields[] = {
	FIELD(struct segment_row, title, FIELD_STR),
	FIELD(struct segment_row, reach, FIELD_STR),
	FIELD(struct segment_row, by, FIELD_STR),
	FIELD(struct segment_row, source, FIELD_STR),
	FIELD_OF(struct segment_row, systems, FIELD_STRUCT, &segment_systems_schema),
};
static const struct schema segment_row_schema = SCHEMA("segment_row", struct segment_row, segment_fields);
static const struct field segments_fields[] = {
	FIELD(struct segments_view, name, FIELD_STR),
	FIELD_OF(struct segments_view, rows, FIELD_LIST, &segment_row_schema),
	FIELD_OF(struct segments_view, nowhere, FIELD_STRUCT, &segment_systems_schema),
	FIELD(struct segments_view, has_nowhere, FIELD_BOOL),
};
static const struct schema segments_page_schema = SCHEMA("segments_page", struct segments_view, segments_fields);

static const char *const exposure_texts[] = { M("Not known (counted as the internet)"), M("Closed network"), M("Internal network"), M("The internet") };

/* Those whose segment is of this name. */
static void
show_systems(const struct web *web, const struct layer_views *layers, struct str segment, struct segment_systems *systems)
{
	for (size_t k = 0; k < layers->layers.count; k++) {
		const struct layer_view *layer = &layers->layers.items[k];

		if (str_eq(layer->segment, segment) && systems->count++ < SEGMENT_SYSTEMS_SHOWN)
			list_push(web->arena, &systems->shown, ((struct link_view){ .title = layer->system,
				.href = arena_printf(web->arena, "/systems?q=%.*s", STR_ARG(web_encoded(web, layer->system))) }));
	}
	if (systems->count > SEGMENT_SYSTEMS_SHOWN)
		systems->more = catalogue_say(web->arena, web->lang, M("And {count} more."), ARG_N("count", systems->count - SEGMENT_SYSTEMS_SHOWN));
}

static struct segment_row
segment_row_of(const struct web *web, const struct segments *segments, const struct segment_class *class)
{
	struct segment_row row = { .title = segment_title(class, web->lang), .reach = web_word(web, exposure_texts[class->reach]), .source = class->source };

	if (class->through > 0) {
		const struct segment_path *path = &segments->paths.items[class->through - 1];

		row.by = catalogue_say(web->arena, web->lang, M("from {segment}, by {way}"),
		    ARG("segment", segment_title(&segments->classes.items[path->from], web->lang)), ARG("way", web_word(web, segment_by_text(path->by))));
	}
	return row;
}

static struct err *
get_segments(struct web *web, void *ret_view)
{
	struct segments_view *view = ret_view;
	struct layer_views layers;
	struct segments segments;

	TRY(home_segments(web->home, web->arena, &segments));
	TRY(layer_list(web->home, STR(""), web->now, web->arena, &layers));
	view->name = web->lang == LANG_JA ? segments.ja : segments.en;
	for (size_t i = 0; i < segments.classes.count; i++) {
		struct segment_row *row = list_add(web->arena, &view->rows);

		*row = segment_row_of(web, &segments, &segments.classes.items[i]);
		show_systems(web, &layers, segments.classes.items[i].name, &row->systems);
	}
	show_systems(web, &layers, STR(""), &view->nowhere);
	view->has_nowhere = view->nowhere.count > 0;
	return NULL;
}

/* ------------------------------------------------------------------------------------------ contractors */

/* one: whose form stands filled in, to be changed; name "": a new one's. */
struct contractors_view { struct ask_contractors known; bool any, keeper, chosen; struct ask_contractor_view one; struct web_edit_view edit; };
static const struct field contractors_fields[] = {
	FIELD_OF(struct contractors_view, known, FIELD_STRUCT, &ask_contractors_schema),
	FIELD(struct contractors_view, any, FIELD_BOOL),
	FIELD(struct contractors_view, keeper, FIELD_BOOL),
	FIELD(struct contractors_view, chosen, FIELD_BOOL),
	FIELD_OF(struct contractors_view, one, FIELD_STRUCT, &ask_contractor_schema),
	FIELD_OF(struct contractors_view, edit, FIELD_STRUCT, &web_edit_schema),
};
static const struct schema contractors_schema = SCHEMA("contractors_page", struct contractors_view, contractors_fields);

static struct err *
contractor_stands(struct web *web, struct stand *ret_stand)
{
	return ask_contractor_stand(web->home, web_text(web, "name"), web->arena, ret_stand);
}

static struct ledger_contractor
typed_contractor(const struct web *web)
{
	return (struct ledger_contractor){ .name = web_text(web, "name"), .person = web_text(web, "person"), .mail = web_text(web, "mail"),
		.contract = web_text(web, "contract"), .clause = web_text(web, "clause"), .ends = web_day(web, "ends"), .overseer = web_text(web, "overseer"),
		.overseer_mail = web_text(web, "overseer_mail") };
}

static struct err *
get_contractors(struct web *web, void *ret_view)
{
	struct contractors_view *view = ret_view;
	struct stand stand = { 0 };

	TRY(ask_contractors(web->home, web->arena, &view->known));
	TRY(contractor_stands(web, &stand));
	view->edit = web_edit(web, &stand);
	view->one.ends = DAY_NONE;
	for (size_t i = 0; i < view->known.contractors.count; i++)
		if (str_eq(view->known.contractors.items[i].name, web_text(web, "name"))) {
			view->one = view->known.contractors.items[i];
			view->chosen = true;
		}
	if (web->request->method == HTTP_POST) {
		struct ledger_contractor typed = typed_contractor(web);

		view->one = (struct ask_contractor_view){ typed.name, typed.person, typed.mail, typed.contract, typed.clause, typed.ends, typed.overseer,
			typed.overseer_mail, 0 };
	}
	view->any = view->known.contractors.count > 0;
	view->keeper = (web->actor.offices & OFFICES_OF_ORDER) != 0;
	return NULL;
}

static struct err *
post_contractors(struct web *web)
{
	struct ledger_contractor contractor = typed_contractor(web);

	TRY(ask_contractor_put(web->home, &contractor, web->actor.login, web->now, web->arena));
	web_go(web, "/contractors");
	web_tell(web, M("{name} was kept. What was left empty stays as it was."), ARG("name", contractor.name));
	return NULL;
}

static const struct web_param life_params[] = {
	{ .name = "within", .kind = WEB_NUMBER, .summary = M("Months ahead; -1: all") },
	{ .name = "system", .kind = WEB_TEXT, .most = 300, .summary = M("System") },
	{ .name = NULL },
};
static const struct web_param look_params[] = {
	{ .name = "name", .kind = WEB_TEXT, .most = 300, .summary = M("Contractor") },
	{ .name = NULL },
};
static const struct web_param contractor_params[] = {
	{ .name = "name", .kind = WEB_TEXT, .most = 300, .summary = M("Contractor"), .obligatory = true },
	{ .name = "person", .kind = WEB_TEXT, .most = 300, .summary = M("Person in charge there") },
	{ .name = "mail", .kind = WEB_TEXT, .most = 300, .summary = M("Mail address there") },
	{ .name = "contract", .kind = WEB_TEXT, .most = 300, .summary = M("Number of the contract") },
	{ .name = "clause", .kind = WEB_TEXT, .most = 300, .summary = M("Clause that obliges them to answer") },
	{ .name = "ends", .kind = WEB_DAY, .summary = M("Last day of the contract") },
	{ .name = "overseer", .kind = WEB_TEXT, .most = 300, .summary = M("Who answers for the contract on our side") },
	{ .name = "overseer_mail", .kind = WEB_TEXT, .most = 300, .summary = M("His or her mail address") },
	{ .name = NULL },
};

#define LOOK .method = HTTP_GET, .right = WEB_READER, .scope = SCOPE_READ, .section = "systems"

const struct web_route routes_ledger_lists[] = {
	{ LOOK, .path = "/orphans", .summary = M("What nobody answers for"), .params = orphan_params, .view = &orphans_schema, .page = "orphans",
	    .get = get_orphans },
	{ LOOK, .path = "/life", .summary = M("Ends of support and planned replacements"), .params = life_params, .view = &life_schema, .page = "life",
	    .get = get_life },
	{ LOOK, .path = "/segments", .summary = M("From where networks can be reached"), .view = &segments_page_schema, .page = "segments",
	    .get = get_segments },
	{ LOOK, .path = "/contractors", .summary = M("Contractors"), .params = look_params, .view = &contractors_schema, .page = "contractors",
	    .get = get_contractors },
	{ .method = HTTP_POST, .path = "/contractors", .summary = M("Contractors"), .right = WEB_OFFICE, .offices = OFFICES_OF_ORDER, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = contractor_params, .post = post_contractors, .stands = contractor_stands },
	{ .path = NULL },
};
