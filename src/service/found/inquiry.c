#include "service/found/inquiry.h"

#include <unistd.h>
#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "service/desk/desk.h"
#include "service/respond/asked.h"

enum { SHEET_BYTES = 32 << 20, LINES_OF_SHEET = 200, ASKERS = OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_ADMINISTRATOR };

static const char *const states[] = { "open", "affected", "not_affected", "investigating", "unknown", "given", "unused" };
static const char *const state_words[] = { M("no answer yet"), M("affected"), M("not affected"), M("under investigation"), M("not known"),
	M("version told"), M("not used") };
static const struct enum_names state_names = ENUM_WORDS(states, state_words);

static const struct field line_fields[] = {
	FIELD(struct inquiry_line, number, FIELD_INT),
	FIELD(struct inquiry_line, system, FIELD_STR),
	FIELD(struct inquiry_line, host, FIELD_STR),
	FIELD(struct inquiry_line, product, FIELD_STR),
	FIELD(struct inquiry_line, vulnerability, FIELD_STR),
	FIELD(struct inquiry_line, version, FIELD_STR),
	FIELD_WORD(struct inquiry_line, state, &state_names),
	FIELD(struct inquiry_line, told_version, FIELD_STR),
	FIELD(struct inquiry_line, ground, FIELD_STR),
	FIELD(struct inquiry_line, answered_by, FIELD_STR),
	FIELD(struct inquiry_line, answered_on, FIELD_DAY),
	FIELD(struct inquiry_line, planned, FIELD_DAY),
};
static const struct schema line_schema = SCHEMA("inquiry_line", struct inquiry_line, line_fields);
static const struct field view_fields[] = {
	FIELD_OF(struct inquiry_view, head, FIELD_STRUCT, &ask_status_row_schema),
	FIELD_OF(struct inquiry_view, lines, FIELD_LIST, &line_schema),
	FIELD(struct inquiry_view, has_sheet, FIELD_BOOL),
	FIELD(struct inquiry_view, has_mail, FIELD_BOOL),
};
const struct schema inquiry_schema = SCHEMA("inquiry", struct inquiry_view, view_fields);

/* H/asks of the first organisation, H/asks/2 of the second: numbers are those of the home, the sheets their organisation's. */
static struct str
directory(const struct home *home, struct arena *arena)
{
	struct str asks = path_join(arena, home->path, STR("asks"));

	return home->org <= LEDGER_ORG ? asks : arena_printf(arena, "%.*s/%lld", STR_ARG(asks), (long long)home->org);
}

static struct str
incoming(const struct home *home, struct arena *arena)
{
	return path_join(arena, directory(home, arena), STR("incoming"));
}

static struct err *
make_directory(const struct home *home, struct arena *arena)
{
	TRY(dir_make(path_join(arena, home->path, STR("asks")), arena));
	return dir_make(directory(home, arena), arena);
}

struct err *
inquiry_make(const struct home *home, const struct actor *actor, const struct inquiry_wish *wish, int64_t now, enum lang lang, struct arena *arena,
    struct ask_sheets *ret_sheets)
{
	struct ask_options options = { .contractor = wish->contractor, .vulnerabilities = &wish->vulnerability,
		.vulnerabilities_count = wish->vulnerability.len > 0, .systems = &wish->system, .systems_count = wish->system.len > 0, .due = wish->due,
		.most = LINES_OF_SHEET, .again = wish->again, .dir = directory(home, arena), .by = actor->login, .now = now, .lang = lang };

	TRY(actor_need(actor, ASKERS, SCOPE_WRITE, arena));
	if (wish->composition && wish->system.len == 0)
		return err_new(arena, ERR_USAGE, M("Name the system whose composition is asked for."));
	TRY(make_directory(home, arena));
	return wish->composition ? ask_composition(home, &options, arena, ret_sheets) : ask_applicability(home, &options, arena, ret_sheets);
}

/* ------------------------------------------------------------------------------------------------- one sheet */

struct gathering { struct inquiry_view *view; struct arena *arena; };

static struct err *
take_line(void *context, const struct ledger_ask_row *row, struct arena *scratch)
{
	struct gathering *g = context;
	struct arena *arena = g->arena;

	(void)scratch;
	list_push(arena, &g->view->lines, ((struct inquiry_line){ row->number, arena_copy(arena, row->system_name), arena_copy(arena, row->host_name),
	    arena_copy(arena, row->product_name), arena_copy(arena, row->vulnerability), arena_copy(arena, row->version),
	    str_of(enum_name(&ledger_ask_state_names, (int)row->state)), arena_copy(arena, row->told_version), arena_copy(arena, row->ground),
	    arena_copy(arena, row->answered_by), row->answered_on, row->planned }));
	return NULL;
}

/* The sheet itself has the shortest name: reminders add to it. */
static struct err *
find_file(const struct home *home, int64_t number, struct str ending, struct arena *arena, struct str *ret_name)
{
	struct str dir = directory(home, arena), *names;
	struct str marks[] = { arena_printf(arena, "_K%lld_", (long long)number), arena_printf(arena, "_S%lld_", (long long)number) };
	size_t count;

	*ret_name = STR("");
	if (!dir_exists(dir, arena))
		return NULL;
	TRY(dir_list(dir, arena, &names, &count));
	for (size_t i = 0; i < count; i++) {
		bool is = str_find(names[i], marks[0]) != SIZE_MAX || str_find(names[i], marks[1]) != SIZE_MAX;

		if (is && str_ends(names[i], ending) && (ret_name->len == 0 || names[i].len < ret_name->len))
			*ret_name = names[i];
	}
	return NULL;
}

struct err *
inquiry_show(const struct home *home, struct ledger *ledger, const struct actor *actor, int64_t number, int64_t now, struct arena *arena,
    struct inquiry_view *ret_view)
{
	struct inquiry_view view = { 0 };
	struct gathering gathering = { &view, arena };
	struct ask_status status;
	struct str name;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ask_status(home, now, arena, &status));
	for (size_t i = 0; i < status.asks.count; i++)
		if (status.asks.items[i].number == number)
			view.head = status.asks.items[i];
	if (view.head.number == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no inquiry {number}."), ARG_N("number", number));
	TRY(ledger_ask_rows(ledger, number, take_line, &gathering, arena));
	TRY(find_file(home, number, STR(".xlsx"), arena, &name));
	view.has_sheet = name.len > 0;
	TRY(find_file(home, number, STR(".eml"), arena, &name));
	view.has_mail = name.len > 0;
	*ret_view = view;
	return NULL;
}

struct err *
inquiry_file(const struct home *home, const struct actor *actor, int64_t number, struct str ending, struct arena *arena, struct str *ret_name,
    struct str *ret_bytes)
{
	TRY(actor_need(actor, ASKERS, SCOPE_READ, arena));
	TRY(find_file(home, number, ending, arena, ret_name));
	if (ret_name->len == 0)
		return err_new(arena, ERR_NOT_FOUND, M("The file of inquiry {number} is not kept here: it was made elsewhere."), ARG_N("number", number));
	return file_read(path_join(arena, directory(home, arena), *ret_name), SHEET_BYTES, arena, ret_bytes);
}

/* --------------------------------------------------------------------------------------------- taking back */

static struct str
answer_file(const struct home *home, struct str digest, struct arena *arena)
{
	return arena_printf(arena, "%.*s/%.*s.xlsx", STR_ARG(incoming(home, arena)), STR_ARG(digest));
}

struct err *
inquiry_receive(const struct home *home, const struct actor *actor, struct str path, struct arena *arena, struct str *ret_digest)
{
	struct str bytes;
	struct sha256 sum;

	TRY(actor_need(actor, ASKERS, SCOPE_WRITE, arena));
	TRY(make_directory(home, arena));
	TRY(dir_make(incoming(home, arena), arena));
	TRY(file_read(path, SHEET_BYTES, arena, &bytes));
	sha256_init(&sum);
	sha256_add(&sum, bytes.ptr, bytes.len);
	*ret_digest = sha256_hex(&sum, arena);
	return file_write(answer_file(home, *ret_digest, arena), bytes, arena);
}

static bool
is_digest(struct str text)
{
	bool is = text.len == 64;

	for (size_t i = 0; i < text.len && is; i++)
		is = char_is_hex(text.ptr[i]);
	return is;
}

/* Into the timelines of the open cases about it. */
static struct err *
tell_cases(const struct home *home, const struct ask_take_view *view, const struct ask_take_options *options, struct arena *arena)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct desk desk;
	struct err *err;
	int64_t notes;

	TRY(home_ledger(home, arena, &ledger));
	TRY(desk_open(home, ledger, arena, &desk));
	err = respond_answered(&(struct respond_desk){ &desk.cases, home }, view, options->lang, options->now, arena, &notes);
	desk_close(&desk);
	return err;
}

struct err *
inquiry_take(const struct home *home, const struct actor *actor, struct str digest, const struct ask_take_options *options, struct arena *arena,
    struct ask_take_view *ret_view)
{
	struct str path;

	TRY(actor_need(actor, ASKERS, options->apply ? SCOPE_WRITE : SCOPE_READ, arena));
	path = is_digest(digest) ? answer_file(home, digest, arena) : STR("");
	if (path.len == 0 || !file_exists(path, arena))
		return err_new(arena, ERR_NOT_FOUND, M("This answer is not here any more: send the file again."));
	TRY(ask_take(home, path, options, arena, ret_view));
	if (!options->apply)
		return NULL;
	(void)unlink(arena_cstr(arena, path));      /* what it said stands in the ledger now */
	return tell_cases(home, ret_view, options, arena);
}

struct err *
inquiry_chase(const struct home *home, const struct actor *actor, int64_t now, enum lang lang, struct arena *arena, struct ask_reminders *ret_reminders)
{
	struct ask_options options = { .dir = directory(home, arena), .by = actor->login, .now = now, .lang = lang, .due = DAY_NONE, .send = true };

	TRY(actor_need(actor, ASKERS, SCOPE_WRITE, arena));
	TRY(dir_make(options.dir, arena));
	return ask_chase(home, &options, arena, ret_reminders);
}
