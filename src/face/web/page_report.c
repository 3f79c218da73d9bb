/*
 * page_report.c - reports: which there are, one of them on the page as it will be printed, in every format, kept.
 */
#include "base/catalogue.h"
#include "face/web/pages.h"
#include "format/paper/paper.h"
#include "service/people/account.h"
#include "service/report/report.h"

/* ------------------------------------------------------------------------------------------ a paper on a page */

/* Texts are lists of lines; of a list its items, of a table its rows. */
struct paper_cell { struct str_list lines; };
struct paper_row { LIST(struct paper_cell) cells; };
struct paper_part_view {
	bool is_h1, is_h2, is_h3, is_text, is_right, is_centre, is_list, is_table, is_rule, is_boxes;
	struct str text;
	struct str_list lines;
	LIST(struct paper_cell) items;
	LIST(struct paper_cell) headings;
	LIST(struct paper_row)  rows;
};
static const struct field cell_fields[] = { FIELD(struct paper_cell, lines, FIELD_STRS) };
static const struct schema cell_schema = SCHEMA("paper_cell", struct paper_cell, cell_fields);
static const struct field row_fields[] = { FIELD_OF(struct paper_row, cells, FIELD_LIST, &cell_schema) };
static const struct schema row_schema = SCHEMA("paper_row", struct paper_row, row_fields);
static const struct field part_fields[] = {
	FIELD(struct paper_part_view, is_h1, FIELD_BOOL), FIELD(struct paper_part_view, is_h2, FIELD_BOOL), FIELD(struct paper_part_view, is_h3, FIELD_BOOL),
	FIELD(struct paper_part_view, is_text, FIELD_BOOL), FIELD(struct paper_part_view, is_right, FIELD_BOOL), FIELD(struct paper_part_view, is_centre, FIELD_BOOL),
	FIELD(struct paper_part_view, is_list, FIELD_BOOL), FIELD(struct paper_part_view, is_table, FIELD_BOOL), FIELD(struct paper_part_view, is_rule, FIELD_BOOL),
	FIELD(struct paper_part_view, is_boxes, FIELD_BOOL), FIELD(struct paper_part_view, text, FIELD_STR), FIELD(struct paper_part_view, lines, FIELD_STRS),
	FIELD_OF(struct paper_part_view, items, FIELD_LIST, &cell_schema), FIELD_OF(struct paper_part_view, headings, FIELD_LIST, &cell_schema),
	FIELD_OF(struct paper_part_view, rows, FIELD_LIST, &row_schema),
};
static const struct schema part_schema = SCHEMA("paper_part", struct paper_part_view, part_fields);

struct paper_parts { struct paper_part_view *items; size_t count, room; };

static struct paper_cell
lines_of(struct str text, struct arena *arena)
{
	struct paper_cell cell = { 0 };
	struct str line;

	while (str_line(&text, &line))
		list_push(arena, &cell.lines, line);
	return cell;
}

static void
add_table(struct paper_part_view *view, const struct paper_part *part, struct arena *arena)
{
	for (size_t i = 0; i < part->rows.count; i++) {
		const struct str_list *cells = &part->rows.items[i];
		struct paper_row row = { 0 };

		for (size_t c = 0; c < cells->count; c++) {
			if (i == 0)
				list_push(arena, &view->headings, lines_of(cells->items[c], arena));
			else
				list_push(arena, &row.cells, lines_of(cells->items[c], arena));
		}
		if (i > 0)
			list_push(arena, &view->rows, row);
	}
}

static bool
is_item(const struct paper_part *part)
{
	return part->kind == PAPER_BULLET || part->kind == PAPER_NUMBERED;
}

/* Items that follow each other are one list. */
static void
add_part(struct paper_parts *parts, const struct paper_part *part, bool goes_on, struct arena *arena)
{
	struct paper_part_view view = { .text = part->text, .lines = lines_of(part->text, arena).lines };

	if (goes_on) {
		list_push(arena, &parts->items[parts->count - 1].items, lines_of(part->text, arena));
		return;
	}
	view.is_h1 = part->kind == PAPER_HEADING && part->level == 1;
	view.is_h2 = part->kind == PAPER_HEADING && part->level == 2;
	view.is_h3 = part->kind == PAPER_HEADING && part->level == 3;
	view.is_text = part->kind == PAPER_TEXT;
	view.is_right = part->kind == PAPER_RIGHT;
	view.is_centre = part->kind == PAPER_CENTRE;
	view.is_rule = part->kind == PAPER_RULE;
	view.is_list = is_item(part);
	view.is_table = part->kind == PAPER_TABLE;
	view.is_boxes = part->kind == PAPER_BOXES;
	if (view.is_list)
		list_push(arena, &view.items, lines_of(part->text, arena));
	if (view.is_table || view.is_boxes)
		add_table(&view, part, arena);
	list_push(arena, parts, view);
}

static void
take_paper(const struct paper *paper, struct arena *arena, struct paper_parts *parts)
{
	for (size_t i = 0; i < paper->parts.count; i++) {
		const struct paper_part *part = &paper->parts.items[i];

		add_part(parts, part, i > 0 && is_item(part) && is_item(part - 1), arena);
	}
}

/* ---------------------------------------------------------------------------------------------------- one report */

struct format_link { struct str format, title, href; };
struct report_page {
	struct str name, title, readers, purpose;
	bool       takes_unit, takes_system, takes_case, takes_contractor;
	LIST(struct web_choice_view) units, systems, contractors;
	struct str casefile;
	int32_t    since;
	bool       made, may_keep;       /* made: there is a paper, else something is to be chosen first */
	int64_t    before;               /* when the last was kept                                       */
	LIST(struct format_link) formats;
	struct paper_parts parts;
};
static const struct field link_fields[] = {
	FIELD(struct format_link, format, FIELD_STR), FIELD(struct format_link, title, FIELD_STR), FIELD(struct format_link, href, FIELD_STR),
};
static const struct schema link_schema = SCHEMA("format_link", struct format_link, link_fields);
static const struct field page_fields[] = {
	FIELD(struct report_page, name, FIELD_STR), FIELD(struct report_page, title, FIELD_STR), FIELD(struct report_page, readers, FIELD_STR),
	FIELD(struct report_page, purpose, FIELD_STR), FIELD(struct report_page, takes_unit, FIELD_BOOL), FIELD(struct report_page, takes_system, FIELD_BOOL),
	FIELD(struct report_page, takes_case, FIELD_BOOL), FIELD(struct report_page, takes_contractor, FIELD_BOOL),
	FIELD_OF(struct report_page, units, FIELD_LIST, &web_choice_schema), FIELD_OF(struct report_page, systems, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct report_page, contractors, FIELD_LIST, &web_choice_schema), FIELD(struct report_page, casefile, FIELD_STR),
	FIELD(struct report_page, since, FIELD_DAY), FIELD(struct report_page, made, FIELD_BOOL), FIELD(struct report_page, may_keep, FIELD_BOOL),
	FIELD(struct report_page, before, FIELD_INSTANT), FIELD_OF(struct report_page, formats, FIELD_LIST, &link_schema),
	FIELD_OF(struct report_page, parts, FIELD_LIST, &part_schema),
};
static const struct schema page_schema = SCHEMA("report_page", struct report_page, page_fields);

static const struct web_param report_params[] = {
	{ .name = "name", .kind = WEB_TEXT, .most = 40, .summary = M("Report"), .obligatory = true },
	{ .name = "unit", .kind = WEB_TEXT, .most = 200, .summary = M("Unit") },
	{ .name = "system", .kind = WEB_TEXT, .most = 400, .summary = M("System") },
	{ .name = "case", .kind = WEB_TEXT, .most = 40, .summary = M("Case") },
	{ .name = "contractor", .kind = WEB_TEXT, .most = 400, .summary = M("Contractor") },
	{ .name = "since", .kind = WEB_DAY, .summary = M("What is new since") },
	{ .name = "format", .kind = WEB_CHOICE, .choices = &report_format_names, .summary = M("Format") },
	{ .name = NULL },
};

static struct report_order
order_of(const struct web *web)
{
	int32_t since = web_day(web, "since");

	return (struct report_order){ .name = web_text(web, "name"), .unit = web_text(web, "unit"), .system = web_text(web, "system"), .casefile = web_text(web, "case"),
		.contractor = web_text(web, "contractor"), .since = since == DAY_NONE ? INSTANT_NONE : day_instant(since, ZONE_JST), .next = DAY_NONE, .lang = web->lang };
}

static struct err *
desk_of(struct web *web, struct report_desk *ret_desk)
{
	const struct case_desk *cases;

	TRY(web_case_desk(web, &cases));
	*ret_desk = (struct report_desk){ cases, web->home };
	return NULL;
}

struct choosing { struct web *web; struct web_choices choices; struct str chosen; struct str_list seen; };

static void
choose(struct choosing *c, struct str name)
{
	for (size_t i = 0; i < c->seen.count; i++)
		if (str_eq(c->seen.items[i], name))
			return;
	name = arena_copy(c->web->arena, name);
	list_push(c->web->arena, &c->seen, name);
	web_choice_add(c->web, &c->choices, name, name, c->chosen);
}

static struct err *
choose_system(void *context, const struct ledger_system *system, struct arena *arena)
{
	(void)arena;
	choose(context, system->name);
	return NULL;
}

static struct err *
choose_unit(void *context, const struct ledger_system *system, struct arena *arena)
{
	(void)arena;
	if (system->unit.len > 0)
		choose(context, system->unit);
	return NULL;
}

static struct err *
choose_contractor(void *context, const struct ledger_system *system, struct arena *arena)
{
	(void)arena;
	if (system->contractor.len > 0)
		choose(context, system->contractor);
	return NULL;
}

static struct err *
add_choices(struct web *web, const struct report_order *order, struct report_page *page)
{
	struct choosing units = { .web = web, .chosen = order->unit }, systems = { .web = web, .chosen = order->system }, contractors = { .web = web, .chosen = order->contractor };

	if (page->takes_unit)
		TRY(ledger_systems(web->ledger, 0, choose_unit, &units, web->arena));
	if (page->takes_system)
		TRY(ledger_systems(web->ledger, 0, choose_system, &systems, web->arena));
	if (page->takes_contractor)
		TRY(ledger_systems(web->ledger, 0, choose_contractor, &contractors, web->arena));
	for (size_t i = 0; i < units.choices.count; i++)
		list_push(web->arena, &page->units, units.choices.items[i]);
	for (size_t i = 0; i < systems.choices.count; i++)
		list_push(web->arena, &page->systems, systems.choices.items[i]);
	for (size_t i = 0; i < contractors.choices.count; i++)
		list_push(web->arena, &page->contractors, contractors.choices.items[i]);
	return NULL;
}

static void
add_query(struct buf *out, const char *name, struct str value)
{
	if (value.len == 0)
		return;
	buf_addf(out, "&%s=", name);
	buf_add_percent(out, value);
}

/* The same report's address, its parameters behind a first one. */
static struct str
address(const struct web *web, const struct report_order *order, const char *format)
{
	struct buf out BUF_SCOPE = { 0 };

	buf_addf(&out, "/reports/%.*s?format=%s", STR_ARG(order->name), format);
	add_query(&out, "unit", order->unit);
	add_query(&out, "system", order->system);
	add_query(&out, "case", order->casefile);
	add_query(&out, "contractor", order->contractor);
	add_query(&out, "since", day_format(web_day(web, "since"), web->arena));
	return arena_copy(web->arena, buf_str(&out));
}

static const struct { enum report_format format; const char *title, *end; } formats[] = {
	{ REPORT_PDF, M("PDF"), ".pdf" }, { REPORT_XLSX, M("Excel"), ".xlsx" }, { REPORT_CSV, M("CSV"), ".csv" }, { REPORT_TEXT, M("Plain text"), ".txt" },
	{ REPORT_HTML, M("Page as a file"), ".html" }, { REPORT_JSON, M("JSON"), ".json" },
};

static void
add_formats(struct web *web, const struct report_order *order, struct report_page *page)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		const char *format = enum_name(&report_format_names, (int)formats[i].format);

		list_push(web->arena, &page->formats, ((struct format_link){ str_of(format), web_word(web, formats[i].title), address(web, order, format) }));
	}
}

static const char *
end_of(enum report_format format)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (formats[i].format == format)
			return formats[i].end;
	return ".txt";
}

static struct err *
send_report(struct web *web, const struct report_desk *desk, const struct report_order *order, enum report_format format)
{
	struct str title, bytes;
	struct report_made made;

	TRY(report_make(desk, &web->actor, order, web->now, web->arena, &made));
	TRY(report_render(desk, &made, format, web->arena, &title, &bytes));
	web_send(web, report_format_type(format), bytes, arena_printf(web->arena, "%.*s-%.*s%s", STR_ARG(order->name),
	    STR_ARG(day_format(instant_day(web->now, ZONE_JST), web->arena)), end_of(format)));
	return NULL;
}

static struct err *
show_report(struct web *web, const struct report_desk *desk, const struct report_order *order, struct report_page *page)
{
	struct report_made made;
	struct paper paper;

	TRY(report_make(desk, &web->actor, order, web->now, web->arena, &made));
	TRY(report_paper(desk, &made, web->arena, &paper));
	take_paper(&paper, web->arena, &page->parts);
	page->before = ((const struct report_head *)made.view)->before;
	page->made = true;
	add_formats(web, order, page);
	return NULL;
}

static struct err *
get_report(struct web *web, void *ret_view)
{
	struct report_order order = order_of(web);
	struct report_page *page = ret_view;
	const struct report_kind *kind;
	struct report_desk desk;
	unsigned given = (order.unit.len > 0 ? REPORT_OF_UNIT : 0U) | (order.system.len > 0 ? REPORT_OF_SYSTEM : 0U) | (order.casefile.len > 0 ? REPORT_OF_CASE : 0U)
	    | (order.contractor.len > 0 ? REPORT_OF_CONTRACTOR : 0U);

	TRY(report_kind_of(order.name, web->arena, &kind));
	TRY(desk_of(web, &desk));
	if (web_given(web, "format"))
		return send_report(web, &desk, &order, (enum report_format)web_choice(web, "format", REPORT_TEXT));
	*page = (struct report_page){ .name = order.name, .title = web_word(web, kind->title), .readers = web_word(web, kind->readers), .purpose = web_word(web, kind->purpose),
		.takes_unit = (kind->takes & REPORT_OF_UNIT) != 0, .takes_system = (kind->takes & REPORT_OF_SYSTEM) != 0, .takes_case = (kind->takes & REPORT_OF_CASE) != 0,
		.takes_contractor = (kind->takes & REPORT_OF_CONTRACTOR) != 0, .casefile = order.casefile, .since = web_day(web, "since"), .before = INSTANT_NONE,
		.may_keep = (web->actor.offices & (OFFICE_SECURITY | OFFICE_ADMINISTRATOR | OFFICE_EXECUTIVE)) != 0 };
	web_title(web, page->title);
	TRY(add_choices(web, &order, page));
	return kind->needs != 0 && (given & kind->needs) == 0 ? NULL : show_report(web, &desk, &order, page);
}

static struct err *
post_keep(struct web *web)
{
	struct report_order order = order_of(web);
	struct report_desk desk;
	struct report_made made;
	int64_t id;

	TRY(desk_of(web, &desk));
	TRY(report_make(&desk, &web->actor, &order, web->now, web->arena, &made));
	TRY(report_keep(&desk, &web->actor, &made, web->arena, &id));
	web_go(web, "/reports");
	web_tell(web, M("Kept as report {number}: the next one is compared with it."), ARG_N("number", id));
	return NULL;
}

/* ----------------------------------------------------------------------------------------------------- the list */

static struct err *
get_reports(struct web *web, void *ret_view)
{
	struct report_desk desk;

	TRY(desk_of(web, &desk));
	return report_list(&desk, &web->actor, web->now, web->arena, ret_view);
}

static const struct web_param kept_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number"), .obligatory = true },
	{ .name = NULL },
};

static struct err *
get_kept(struct web *web, void *ret_view)
{
	struct report_desk desk;
	struct str json;

	(void)ret_view;
	TRY(desk_of(web, &desk));
	TRY(report_kept(&desk, &web->actor, web_number(web, "id", 0), web->arena, &json));
	web_send(web, "application/json", json, arena_printf(web->arena, "report-%lld.json", (long long)web_number(web, "id", 0)));
	return NULL;
}

#define KEEPERS (OFFICE_SECURITY | OFFICE_ADMINISTRATOR | OFFICE_EXECUTIVE)
const struct web_route routes_report[] = {
	{ .method = HTTP_GET, .path = "/reports", .summary = M("Reports"), .right = WEB_READER, .scope = SCOPE_READ, .view = &report_list_view_schema, .page = "reports",
	    .section = "reports", .get = get_reports },
	{ .method = HTTP_GET, .path = "/reports/kept/{id}", .summary = M("A report that was kept"), .right = WEB_OFFICE, .offices = KEEPERS | OFFICE_AUDITOR, .scope = SCOPE_READ,
	    .lane = HTTP_LANE_DOCUMENTS, .params = kept_params, .get = get_kept },
	{ .method = HTTP_GET, .path = "/reports/{name}", .summary = M("Report"), .right = WEB_READER, .scope = SCOPE_READ, .lane = HTTP_LANE_DOCUMENTS, .params = report_params,
	    .view = &page_schema, .page = "report", .section = "reports", .get = get_report },
	{ .method = HTTP_POST, .path = "/reports/{name}", .summary = M("Keep the report"), .right = WEB_OFFICE, .offices = KEEPERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = report_params, .post = post_keep, .back = "/reports" },
	{ .path = NULL },
};
