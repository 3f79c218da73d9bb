/*
 * page_import.c - /imports: one place where anything is dropped. It is recognised, shown as what would come of it, and written when the person says
 * so. What takes long gets in line, and its page says how it stands. And what machines send of themselves.
 */
#include "base/file.h"
#include "face/web/page_ledger.h"
#include "service/upload/upload.h"
#include "store/ledger/register.h"

enum { HISTORY_MOST = 50, PASTE_MOST = 1 << 20, COLUMNS_MOST = 400, ANSWER_MOST = 64 << 20, LINES_MOST = 20,
	NEW_S = 5 };

/* ------------------------------------------------------------------------------------ the place itself */

struct import_row {
	int64_t    id, at, systems, hosts, components, installed, upgraded, removed;
	struct str file, format, kind, by;
	int64_t    versionless, nameless;        /* -1: not known */
	bool       lacks_version, lacks_name;
};
struct imports_view {
	struct str               system;      /* told beforehand */
	LIST(struct import_row)  rows;
	int64_t                  next;
	int64_t                  assessed;
	bool                     has_next, keeper, waiting, any;
	struct upload_lines      lines;       /* large ones that are under way, or ended lately */
	bool                     any_line;
};
static const struct field row_fields[] = {
	FIELD(struct import_row, id, FIELD_INT),
	FIELD(struct import_row, at, FIELD_INSTANT),
	FIELD(struct import_row, systems, FIELD_INT),
	FIELD(struct import_row, hosts, FIELD_INT),
	FIELD(struct import_row, components, FIELD_INT),
	FIELD(struct import_row, installed, FIELD_INT),
	FIELD(struct import_row, upgraded, FIELD_INT),
	FIELD(struct import_row, removed, FIELD_INT),
	FIELD(struct import_row, file, FIELD_STR),
	FIELD(struct import_row, format, FIELD_STR),
	FIELD(struct import_row, kind, FIELD_STR),
	FIELD(struct import_row, by, FIELD_STR),
	FIELD(struct import_row, versionless, FIELD_INT),
	FIELD(struct import_row, nameless, FIELD_INT),
	FIELD(struct import_row, lacks_version, FIELD_BOOL),
	FIELD(struct import_row, lacks_name, FIELD_BOOL),
};
static const struct schema row_schema = SCHEMA("import_row", struct import_row, row_fields);
static const struct field imports_fields[] = {
	FIELD(struct imports_view, system, FIELD_STR),
	FIELD_OF(struct imports_view, rows, FIELD_LIST, &row_schema),
	FIELD(struct imports_view, next, FIELD_INT),
	FIELD(struct imports_view, has_next, FIELD_BOOL),
	FIELD(struct imports_view, assessed, FIELD_INSTANT),
	FIELD(struct imports_view, keeper, FIELD_BOOL),
	FIELD(struct imports_view, waiting, FIELD_BOOL),
	FIELD(struct imports_view, any, FIELD_BOOL),
	FIELD_OF(struct imports_view, lines, FIELD_LIST, &upload_progress_schema),
	FIELD(struct imports_view, any_line, FIELD_BOOL),
};
static const struct schema imports_schema = SCHEMA("imports", struct imports_view, imports_fields);

struct taking { struct imports_view *view; struct web *web; };

/* Formats that have no name of their own, in words; those of makers and standards are called as they call themselves. */
static struct str
kind_of(struct web *web, struct str format)
{
	static const struct { const char *format, *words; } known[] = {
		{ "sheet", M("List (Excel, CSV)") }, { "device console", M("Console output of a device") }, { "answers", M("Answers to an inquiry") },
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (str_eq(format, str_of(known[i].format)))
			return web_word(web, known[i].words);
	return arena_copy(web->arena, format);
}

static struct err *
take_row(void *context, const struct ledger_import_row *row, struct arena *scratch)
{
	struct taking *taking = context;
	struct imports_view *view = taking->view;
	struct arena *arena = taking->web->arena;

	(void)scratch;
	if (view->rows.count == HISTORY_MOST) {
		view->has_next = true;
		view->next = view->rows.items[HISTORY_MOST - 1].id;
		return NULL;
	}
	list_push(arena, &view->rows, ((struct import_row){ row->id, row->at, row->systems, row->hosts, row->components, row->installed,
	    row->upgraded, row->removed, arena_copy(arena, row->file), arena_copy(arena, row->format), kind_of(taking->web, row->format),
	    arena_copy(arena, row->by), row->versionless, row->nameless, row->versionless > 0, row->nameless > 0 }));
	return NULL;
}

/* Looks again by itself while something goes on, without any script. */
static void
look_again(struct web *web, const struct upload_progress *progress)
{
	bool new = web->now - progress->made_at < NEW_S * INSTANT_SECOND;

	if (progress->under_way)
		web_header(web, "Refresh", new ? STR("1") : STR("3"));
}

static struct err *
get_imports(struct web *web, void *ret_view)
{
	struct imports_view *view = ret_view;
	struct ledger_assessment_head last;

	view->system = web_text(web, "system");
	view->keeper = (web->actor.offices & UPLOAD_KEEPERS) != 0;
	TRY(ledger_import_rows(web->ledger, web_number(web, "before", 0), HISTORY_MOST + 1, take_row, &(struct taking){ view, web }, web->arena));
	if (web_number(web, "before", 0) == 0)
		TRY(upload_lines(web->home, web->ledger, &web->actor, LINES_MOST, web->lang, web->now, web->arena, &view->lines));
	view->any_line = view->lines.count > 0;
	TRY(ledger_assessed_last(web->ledger, web->arena, &last));
	view->assessed = last.at;
	view->any = view->rows.count > 0;
	view->waiting = view->rows.count > 0 && web_number(web, "before", 0) == 0 && (last.at == INSTANT_NONE || view->rows.items[0].at > last.at);
	return NULL;
}

static struct err *
post_imports(struct web *web)
{
	const struct http_files *files = &web->request->files;
	LIST(struct upload_source) sources = { 0 };
	struct str paste = web_text(web, "paste"), token, system = web_text(web, "system");
	const struct upload_options options = { .system = system };
	bool in_line;

	for (size_t i = 0; i < files->count; i++)
		if (files->items[i].size > 0 || files->items[i].filename.len > 0)
			list_push(web->arena, &sources, ((struct upload_source){ files->items[i].filename, files->items[i].fd, files->items[i].size, { 0 } }));
	if (str_trim_space(paste).len > 0)
		list_push(web->arena, &sources, ((struct upload_source){ STR("paste.txt"), -1, 0, paste }));
	TRY(upload_keep(web->home, &web->actor, sources.items, sources.count, web->now, web->arena, &token));
	TRY(upload_line(web->home, web->ledger, &web->actor, token, &options, web->lang, web->now, web->arena, &in_line));
	if (system.len > 0)
		web_go(web, "/imports/%.*s?system=%.*s", STR_ARG(token), STR_ARG(web_encoded(web, system)));
	else
		web_go(web, "/imports/%.*s", STR_ARG(token));
	return NULL;
}

/* ----------------------------------------------------------------------------------------- the preview */

struct column_view { struct str sheet, heading; LIST(struct web_choice_view) choices; };
struct preview_view { struct upload_view upload; LIST(struct column_view) columns; bool sheets, question_of_system, answer, shown; struct upload_progress line; };
static const struct field column_fields[] = {
	FIELD(struct column_view, sheet, FIELD_STR),
	FIELD(struct column_view, heading, FIELD_STR),
	FIELD_OF(struct column_view, choices, FIELD_LIST, &web_choice_schema),
};
static const struct schema column_schema = SCHEMA("column", struct column_view, column_fields);
static const struct field preview_fields[] = {
	FIELD_OF(struct preview_view, upload, FIELD_STRUCT, &upload_view_schema),
	FIELD_OF(struct preview_view, columns, FIELD_LIST, &column_schema),
	FIELD(struct preview_view, sheets, FIELD_BOOL),
	FIELD(struct preview_view, question_of_system, FIELD_BOOL),
	FIELD(struct preview_view, answer, FIELD_BOOL),
	FIELD(struct preview_view, shown, FIELD_BOOL),
	FIELD_OF(struct preview_view, line, FIELD_STRUCT, &upload_progress_schema),
};
static const struct schema preview_schema = SCHEMA("import_preview", struct preview_view, preview_fields);

static struct upload_options
options_of(const struct web *web)
{
	return (struct upload_options){ .system = web_text(web, "system"), .host = web_text(web, "host"), .os = web_text(web, "os"),
		.hidden = web_tick(web, "hidden"), .remember = web_tick(web, "remember") };
}

static void
add_columns(struct web *web, struct preview_view *view)
{
	for (size_t f = 0; f < view->upload.files.count; f++) {
		const struct upload_file_view *file = &view->upload.files.items[f];

		view->answer |= file->answer;
		view->question_of_system |= !str_eq(file->kind, STR("sheet")) && file->problem.len == 0;
		for (size_t i = 0; i < file->columns.count && view->columns.count < COLUMNS_MOST; i++) {
			const struct upload_column *column = &file->columns.items[i];
			struct column_view *one = list_add(web->arena, &view->columns);
			struct web_choices choices = { 0 };

			one->sheet = column->sheet;
			one->heading = column->heading;
			ledger_choices(web, &upload_field_words, column->field.len == 0 ? STR("-") : column->field, &choices);
			one->choices.items = choices.items;
			one->choices.count = choices.count;
		}
	}
	view->sheets = view->columns.count > 0;
}

/* One in line says how it stands; what would come of any other is looked for now. */
static struct err *
get_preview(struct web *web, void *ret_view)
{
	struct preview_view *view = ret_view;
	struct upload_options options = options_of(web);

	TRY(upload_standing(web->home, web->ledger, &web->actor, web_text(web, "token"), web->lang, web->arena, &view->line, &view->upload));
	if (view->line.state.len == 0)
		TRY(upload_look(web->home, &web->actor, web_text(web, "token"), &options, web->now, web->lang, web->arena, &view->upload));
	view->shown = view->upload.files.count > 0 || view->line.state.len == 0;
	add_columns(web, view);
	look_again(web, &view->line);
	if (view->upload.done)
		web_title(web, web_word(web, M("What was taken in")));
	else if (!view->shown)
		web_title(web, web_word(web, M("How the upload stands")));
	return NULL;
}

static void
go_back(struct web *web, struct str token)
{
	static const char *const kept[] = { "system", "host", "os", NULL };

	web_go(web, "%.*s", STR_ARG(ledger_link(web, arena_cstr(web->arena, arena_printf(web->arena, "/imports/%.*s", STR_ARG(token))), kept, "", STR(""))));
}

static struct err *
post_columns(struct web *web)
{
	struct str_list sheets = web_list(web, "sheet"), headings = web_list(web, "heading"), fields = web_list(web, "field");
	struct upload_options options = options_of(web);
	LIST(struct upload_column) columns = { 0 };
	bool in_line;

	if (headings.count != fields.count || headings.count != sheets.count)
		return err_new(web->arena, ERR_USAGE, M("Every column needs its sheet, its heading and what it is read as."));
	for (size_t i = 0; i < headings.count; i++)
		list_push(web->arena, &columns, ((struct upload_column){ sheets.items[i], headings.items[i], fields.items[i] }));
	TRY(upload_again(web->ledger, &web->actor, web_text(web, "token"), &options, columns.items, columns.count, web->now, web->arena, &in_line));
	if (!in_line)
		TRY(upload_map(web->home, &web->actor, web_text(web, "token"), columns.items, columns.count, web->arena));
	go_back(web, web_text(web, "token"));
	web_tell(web, M("Read again with these columns. Nothing has been written yet."));
	return NULL;
}

static struct err *
post_take(struct web *web)
{
	struct upload_options options = options_of(web);
	struct upload_view view;
	bool in_line;

	TRY(upload_agree(web->ledger, &web->actor, web_text(web, "token"), &options, web->now, web->arena, &in_line));
	if (in_line) {
		web_go(web, "/imports/%.*s", STR_ARG(web_text(web, "token")));
		return NULL;
	}
	TRY(upload_take(web->home, &web->actor, web_text(web, "token"), &options, web->now, web->lang, web->arena, &view));
	web_go(web, "/imports/%.*s", STR_ARG(view.token));
	web_tell(web, M("Taken in: {installed} software items came in, {upgraded} changed, {removed} went away."), ARG_N("installed", view.installed),
	    ARG_N("upgraded", view.upgraded), ARG_N("removed", view.removed));
	return NULL;
}

static struct err *
post_drop(struct web *web)
{
	bool in_line;

	TRY(upload_give_up(web->home, web->ledger, &web->actor, web_text(web, "token"), web->now, web->arena, &in_line));
	if (!in_line)
		TRY(upload_drop(web->home, &web->actor, web_text(web, "token"), web->arena));
	web_go(web, "/imports");
	web_tell(web, M("The files were thrown away. Nothing was written."));
	return NULL;
}

static struct err *
get_answer(struct web *web, void *ret_view)
{
	struct str path, bytes;

	(void)ret_view;
	TRY(upload_answer(web->home, web->ledger, &web->actor, web_text(web, "token"), web->arena, &path));
	TRY(file_read(path, ANSWER_MOST, web->arena, &bytes));
	web_send(web, "application/octet-stream", bytes, arena_printf(web->arena, "%.*s%.*s", STR_ARG(web_word(web, M("Import result"))),
	    STR_ARG(str_from(path_base(path), sizeof("answer") - 1))));
	return NULL;
}

/* ------------------------------------------------------------------------------------ machines themselves */

static struct err *
post_inventory(struct web *web)
{
	const struct http_files *files = &web->request->files;
	struct upload_source source = { .fd = -1 };
	struct upload_file_view view;
	struct str token;

	if (files->count != 1)
		return err_new(web->arena, ERR_USAGE, M("Send one inventory as the body of the request."));
	source = (struct upload_source){ arena_printf(web->arena, "%.*s.inventory", STR_ARG(web_text(web, "name"))), files->items[0].fd, files->items[0].size, { 0 } };
	TRY(upload_of_agent(web->home, &web->actor, web_text(web, "system"), web_text(web, "name"), &source, web->now, web->lang, web->arena, &view,
	    &token));
	if (token.len == 0)
		web_answer(web, &view);
	else
		web_tell(web, M("Received. It is large, and is taken in behind: how far it has come stands at the address that is given."));
	web_go(web, token.len == 0 ? "/imports" : "/imports/%.*s", STR_ARG(token));
	return NULL;
}

#define KEEPERS .right = WEB_OFFICE, .offices = UPLOAD_KEEPERS
#define TOKEN { .name = "token", .kind = WEB_TEXT, .most = 64, .summary = M("Name of the upload") }
#define OPTIONS \
	{ .name = "system", .kind = WEB_TEXT, .most = 300, .summary = M("System that it belongs to, where the file does not say") }, \
	{ .name = "host", .kind = WEB_TEXT, .most = 300, .summary = M("Host that it was taken from, where the file does not say") }, \
	{ .name = "os", .kind = WEB_TEXT, .most = 100, .summary = M("Distribution of a package list, as debian:12") }, \
	{ .name = "hidden", .kind = WEB_TICK, .summary = M("Hidden sheets too") }

static const struct web_param imports_params[] = {
	{ .name = "before", .kind = WEB_NUMBER, .summary = M("Imports before this number") },
	{ .name = "system", .kind = WEB_TEXT, .most = 300, .summary = M("System that it belongs to, where the file does not say") },
	{ .name = NULL },
};
static const struct web_param drop_params[] = {
	{ .name = "file", .kind = WEB_FILE, .most = HTTP_FILES_MOST, .summary = M("Files") },
	{ .name = "paste", .kind = WEB_LONG_TEXT, .most = PASTE_MOST, .summary = M("Pasted text") },
	{ .name = "system", .kind = WEB_TEXT, .most = 300, .summary = M("System that it belongs to, where the file does not say") },
	{ .name = NULL },
};
static const struct web_param token_params[] = { TOKEN, { .name = NULL } };
static const struct web_param preview_params[] = { TOKEN, OPTIONS, { .name = NULL } };
static const struct web_param take_params[] = {
	TOKEN,
	OPTIONS,
	{ .name = "remember", .kind = WEB_TICK, .summary = M("Remember the columns for the next time") },
	{ .name = NULL },
};
static const struct web_param columns_params[] = {
	TOKEN,
	OPTIONS,
	{ .name = "sheet", .kind = WEB_LIST, .most = COLUMNS_MOST, .summary = M("Sheets of the columns") },
	{ .name = "heading", .kind = WEB_LIST, .most = COLUMNS_MOST, .summary = M("Headings of the columns") },
	{ .name = "field", .kind = WEB_LIST, .most = COLUMNS_MOST, .summary = M("What the columns are read as") },
	{ .name = NULL },
};
static const struct web_param inventory_params[] = {
	{ .name = "name", .kind = WEB_TEXT, .most = 300, .summary = M("Name of the host") },
	{ .name = "system", .kind = WEB_TEXT, .most = 300, .summary = M("System that it belongs to, where the file does not say") },
	{ .name = NULL },
};

const struct web_route routes_import[] = {
	{ .method = HTTP_GET, .path = "/imports", .summary = M("Take in files"), .right = WEB_READER, .scope = SCOPE_READ, .params = imports_params,
	    .view = &imports_schema, .page = "imports", .section = "systems", .get = get_imports },
	{ .method = HTTP_POST, .path = "/imports", .summary = M("Take in files"), KEEPERS, .scope = SCOPE_WRITE, .lane = HTTP_LANE_UPLOADS,
	    .params = drop_params, .post = post_imports, .body_most = UPLOAD_BYTES_MOST },
	{ .method = HTTP_GET, .path = "/imports/{token}", .summary = M("What would come of it"), KEEPERS, .scope = SCOPE_READ, .lane = HTTP_LANE_UPLOADS,
	    .params = preview_params, .view = &preview_schema, .page = "import", .section = "systems", .get = get_preview },
	{ .method = HTTP_POST, .path = "/imports/{token}/columns", .summary = M("What the columns are read as"), KEEPERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = columns_params, .post = post_columns, .back = "/imports/{token}" },
	{ .method = HTTP_POST, .path = "/imports/{token}/take", .summary = M("Take it in"), KEEPERS, .scope = SCOPE_WRITE, .lane = HTTP_LANE_UPLOADS,
	    .params = take_params, .post = post_take, .back = "/imports/{token}" },
	{ .method = HTTP_POST, .path = "/imports/{token}/drop", .summary = M("Throw the files away"), KEEPERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = token_params, .post = post_drop, .back = "/imports" },
	{ .method = HTTP_GET, .path = "/imports/{token}/answer", .summary = M("The sheet with what became of its rows"), KEEPERS, .scope = SCOPE_READ,
	    .params = token_params, .get = get_answer },
	{ .method = HTTP_POST, .path = "/hosts/{name}/inventory", .summary = M("What a machine says of itself"), KEEPERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_UPLOADS, .params = inventory_params, .view = &upload_file_schema, .post = post_inventory, .back = "/imports",
	    .body_most = UPLOAD_BYTES_MOST, .body_whole = true },
	{ .path = NULL },
};
