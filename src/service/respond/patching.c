#include "service/respond/patching.h"

#include "base/catalogue.h"
#include "domain/windows/windows.h"
#include "service/product.h"
#include "service/progress.h"
#include "store/ledger/patching.h"

#define PLAYBOOK STR("mass-patching")

enum { SILENT_DAYS = 30 };

static const char *const by_words[] = { "system", "unit" };
const struct enum_names patching_by_names = ENUM_NAMES(by_words);

static const struct field row_fields[] = {
	FIELD(struct patching_row_view, system, FIELD_STR), FIELD(struct patching_row_view, unit, FIELD_STR),
	FIELD(struct patching_row_view, hosts, FIELD_INT), FIELD(struct patching_row_view, done, FIELD_INT),
	FIELD(struct patching_row_view, left, FIELD_INT), FIELD(struct patching_row_view, unknown, FIELD_INT),
};
const struct schema patching_row_view_schema = SCHEMA("patching_row", struct patching_row_view, row_fields);
static const struct field view_fields[] = {
	FIELD(struct patching_view, subject, FIELD_STR), FIELD(struct patching_view, number, FIELD_STR),
	FIELD(struct patching_view, windows, FIELD_BOOL), FIELD(struct patching_view, targets, FIELD_STRS),
	FIELD_OF(struct patching_view, rows, FIELD_LIST, &patching_row_view_schema), FIELD_OF(struct patching_view, total, FIELD_STRUCT, &patching_row_view_schema),
	FIELD(struct patching_view, others, FIELD_INT),
};
const struct schema patching_view_schema = SCHEMA("patching", struct patching_view, view_fields);

/* --------------------------------------------------------------------------------------------- counting */

static void
add_to(struct patching_row_view *sum, const struct patching_row_view *row)
{
	sum->hosts += row->hosts;
	sum->done += row->done;
	sum->left += row->left;
	sum->unknown += row->unknown;
}

/* A row of its own for each system; for each unit where that was asked. */
static void
add_row(struct patching_view *view, struct patching_row_view row, enum patching_by by, struct arena *arena)
{
	add_to(&view->total, &row);
	if (by == PATCHING_BY_UNIT) {
		row.system = STR("");
		for (size_t i = 0; i < view->rows.count; i++)
			if (str_eq(view->rows.items[i].unit, row.unit)) {
				add_to(&view->rows.items[i], &row);
				return;
			}
	}
	list_push(arena, &view->rows, row);
}

static bool
is_windows(struct str subject)
{
	struct windows_version build;

	return windows_read_kb(subject) != 0 || (windows_read_build(subject, &build) && build.count == 4);
}

static struct err *
count_windows(const struct respond_desk *desk, enum patching_by by, int64_t now, struct arena *arena, struct patching_view *view)
{
	struct progress_options options = { .target = view->subject, .silent_days = SILENT_DAYS, .now = now };
	struct progress progress;

	TRY(progress_of(desk->home, &options, arena, &progress));
	view->windows = true;
	view->others = progress.others;
	for (size_t i = 0; i < progress.targets.count; i++)
		list_push(arena, &view->targets, progress.targets.items[i].version);
	for (size_t i = 0; i < progress.rows.count; i++) {
		const struct progress_row *row = &progress.rows.items[i];

		add_row(view, (struct patching_row_view){ row->system, row->unit, row->computers, row->done, row->waiting + row->missing, row->unknown },
		    by, arena);
	}
	return NULL;
}

static struct err *
count_product(const struct respond_desk *desk, enum patching_by by, struct arena *arena, struct patching_view *view)
{
	struct ledger *ledger = desk->cases->ledger;
	struct ledger_patching_targets targets;
	struct ledger_patching rows;
	struct str identity;

	TRY(product_words_identity(view->subject, arena, &identity));
	TRY(ledger_patching(ledger, identity, view->subject, arena, &rows));
	if (rows.count == 0)
		return err_new(arena, ERR_NOT_FOUND, M("\"{subject}\" is neither a KB nor a build of Windows, nor a product that stands on a host of the ledger: ledger show software lists these."),
		    ARG("subject", view->subject));
	TRY(ledger_patching_targets(ledger, identity, view->subject, arena, &targets));
	for (size_t i = 0; i < targets.count; i++)
		list_push(arena, &view->targets, targets.items[i].target);
	for (size_t i = 0; i < rows.count; i++) {
		const struct ledger_patching_row *row = &rows.items[i];

		add_row(view, (struct patching_row_view){ row->system, row->unit, row->hosts, row->hosts - row->left - row->unknown, row->left,
		    row->unknown }, by, arena);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------ of a case */

static struct str
value_of(const struct case_now *now, const char *name)
{
	for (size_t i = 0; i < now->book->fields.count; i++)
		if (str_eq(now->book->fields.items[i].id, str_of(name)))
			return now->values[i].text;
	return STR("");
}

/* A case of that number that he may read; none: the subject is a product that is called so. */
static struct err *
subject_of_case(const struct respond_desk *desk, const struct actor *actor, int64_t now, struct arena *arena, struct patching_view *view)
{
	struct case_now casefile;
	struct ledger_case head;

	TRY(ledger_case_find(desk->cases->ledger, view->subject, 0, arena, &head));
	if (head.id == 0)
		return NULL;
	TRY(case_load(desk->cases, actor, view->subject, now, arena, &casefile));
	view->number = casefile.head.number;
	view->subject = value_of(&casefile, "update");
	return view->subject.len > 0 ? NULL : err_new(arena, ERR_CONFLICT,
	    M("The case {number} does not say yet which update it is about: tsukuroi case set {number} update \"KB5034441\" (or a product)."),
	    ARG("number", view->number));
}

struct err *
patching_status(const struct respond_desk *desk, const struct actor *actor, struct str subject, enum patching_by by, int64_t now,
    struct arena *arena, struct patching_view *ret_view)
{
	*ret_view = (struct patching_view){ .subject = subject };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(subject_of_case(desk, actor, now, arena, ret_view));
	return is_windows(ret_view->subject) ? count_windows(desk, by, now, arena, ret_view) : count_product(desk, by, arena, ret_view);
}

/* ------------------------------------------------------------------------------------- into its fields */

struct filling { const struct respond_desk *desk; const struct actor *actor; const struct patching_view *view; enum lang lang; int64_t now; bool changed; };

static struct err *
set_count(struct filling *f, const struct case_now *casefile, const char *field, int64_t value, struct arena *arena)
{
	struct str text = arena_printf(arena, "%lld", (long long)value);

	if (str_eq(value_of(casefile, field), text))
		return NULL;
	f->changed = true;
	return case_set(f->desk->cases, f->actor, f->view->number, str_of(field), text, -1, f->now, arena);
}

static struct str
note_words(const struct filling *f, struct arena *arena)
{
	struct str_list lines = { 0 };

	list_push(arena, &lines, catalogue_say(arena, f->lang, M("Counted from the ledger, {subject}: {hosts} in all, {done} done, {left} left, {unknown} cannot be told."),
	    ARG("subject", f->view->subject), ARG_N("hosts", f->view->total.hosts), ARG_N("done", f->view->total.done),
	    ARG_N("left", f->view->total.left), ARG_N("unknown", f->view->total.unknown)));
	for (size_t i = 0; i < f->view->rows.count; i++) {
		const struct patching_row_view *row = &f->view->rows.items[i];

		if (row->left + row->unknown > 0)
			list_push(arena, &lines, catalogue_say(arena, f->lang, M("{unit}: {left} left, {unknown} cannot be told, of {hosts}"),
			    ARG("unit", row->unit.len > 0 ? row->unit : str_of(catalogue_text(f->lang, M("(no unit)")))), ARG_N("left", row->left),
			    ARG_N("unknown", row->unknown), ARG_N("hosts", row->hosts)));
	}
	return arena_join(arena, lines.items, lines.count, STR("\n"));
}

static struct err *
fill(struct ledger *ledger, void *context, struct arena *arena)
{
	struct filling *f = context;
	struct case_now casefile;

	(void)ledger;
	f->changed = false;
	TRY(case_load(f->desk->cases, f->actor, f->view->number, f->now, arena, &casefile));
	if (f->view->total.hosts > 0)
		TRY(set_count(f, &casefile, "target", f->view->total.hosts, arena));
	TRY(set_count(f, &casefile, "done", f->view->total.done, arena));
	TRY(set_count(f, &casefile, "remaining", f->view->total.left, arena));
	TRY(set_count(f, &casefile, "unknown", f->view->total.unknown, arena));
	return f->changed ? case_note(f->desk->cases, f->actor, f->view->number, note_words(f, arena), STR(""), f->now, arena) : NULL;
}

static struct err *
count_case(const struct respond_desk *desk, const struct actor *actor, struct str number, enum lang lang, int64_t now, struct arena *arena,
    struct patching_view *ret_view, bool *ret_changed)
{
	struct filling filling = { desk, actor, ret_view, lang, now, false };

	*ret_changed = false;
	TRY(patching_status(desk, actor, number, PATCHING_BY_UNIT, now, arena, ret_view));
	if (ret_view->number.len == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no case {number}."), ARG("number", number));
	TRY(ledger_write(desk->cases->ledger, fill, &filling, arena));
	*ret_changed = filling.changed;
	return NULL;
}

struct err *
patching_count(const struct respond_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena,
    struct patching_view *ret_view, bool *ret_changed)
{
	return count_case(desk, actor, number, actor->lang, now, arena, ret_view, ret_changed);
}

/* ---------------------------------------------------------------------------------- after an assessment */

struct err *
patching_recount(const struct respond_desk *desk, enum lang lang, int64_t now, struct arena *arena, int64_t *ret_changed)
{
	struct case_query query = CASE_QUERY_OPEN;
	struct actor program = actor_program();
	struct case_list_view list;

	*ret_changed = 0;
	query.playbook = PLAYBOOK;
	query.most = 1000;
	TRY(case_list(desk->cases, &program, &query, now, arena, &list));
	for (size_t i = 0; i < list.cases.count; i++) {
		struct patching_view view;
		bool changed;
		struct err *err = count_case(desk, &program, list.cases.items[i].number, lang, now, arena, &view, &changed);

		if (err != NULL && err->code != ERR_NOT_FOUND && err->code != ERR_CONFLICT)
			return err;      /* one whose update is not named, or is a program's own words, is counted by people */
		*ret_changed += err == NULL && changed;
	}
	return NULL;
}
