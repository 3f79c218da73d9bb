/*
 * take.c - one file of an upload, whatever it is: recognised, then read by the service that reads its kind, whose report becomes one form for all.
 */
#include "service/upload/parts.h"

#include "base/catalogue.h"
#include "base/file.h"
#include "format/offer/offer.h"
#include "service/computers.h"
#include "service/device.h"
#include "service/exchange.h"
#include "service/intake.h"
#include "service/lint.h"
#include "service/register.h"
#include "service/sighting.h"
#include "wire/worker/worker.h"

static const char *const field_names[] = { "-", "key", "system", "service", "host", "vendor", "product", "version", "cpe", "purl", "unit", "owner",
	"contractor", "function", "network", "exposure", "ports", "place", "information", "importance", "note", "os", "os_version", "model", "serial",
	"address", "user", "hosting", "responsibility", "support_end", "planned_end", "expires", "provenance", "told_by", "told_on", "installed" };
static const char *const field_texts[] = { M("(left out)"), M("Asset number"), M("System name"), M("Business"), M("Host name"), M("Manufacturer"),
	M("Software name"), M("Version"), M("CPE"), M("PURL"), M("Department"), M("Administrator"), M("Contractor"), M("Purpose"), M("Network zone"),
	M("External access"), M("Ports"), M("Location"), M("Information held"), M("Importance"), M("Note"), M("OS"), M("OS version"), M("Model"),
	M("Serial number"), M("IP address"), M("User"), M("Form of hosting"), M("Who is responsible for which layer"), M("End of support"),
	M("Planned replacement"), M("Last day of publication"), M("Information source"), M("Confirmed by"), M("Confirmed on"),
	M("A product, installed where ○ stands") };
const struct enum_names upload_field_words = ENUM_WORDS(field_names, field_texts);

static const char *const result_names[LEDGER_ROW_RESULT_COUNT] = {
	[LEDGER_ROW_TAKEN] = M("Taken in"), [LEDGER_ROW_UPDATED] = M("Updated"), [LEDGER_ROW_SAME] = M("Unchanged"),
	[LEDGER_ROW_CAREFUL] = M("Attention"), [LEDGER_ROW_REFUSED] = M("Not taken in"),
};

/* ---------------------------------------------------------------------------------------- recognising */

struct recognising { struct sink sink; struct arena *arena; struct str kind; };

static struct err *
take_offer(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct recognising *recognising = (struct recognising *)sink;

	(void)arena;
	if (schema == &offer_schema)
		recognising->kind = arena_copy(recognising->arena, ((const struct offer *)value)->kind);
	return NULL;
}

static struct err *
pass_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;
}

struct err *
upload_kind(struct str path, struct arena *arena, struct str *ret_kind)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct recognising recognising = { { take_offer, pass_problem }, arena, STR("") };

	TRY(intake_open(path, arena, &file));
	TRY(worker_run(&(struct worker_job){ .kind = "offer", .fd = file.fd, .name = file.name }, &recognising.sink, arena));
	*ret_kind = recognising.kind;
	return NULL;
}

/* --------------------------------------------------------------------------------------------- reports */

static void
add_note(struct upload_file_view *view, struct str note, struct arena *arena)
{
	if (view->notes.count < UPLOAD_NOTES_MOST && note.len > 0)
		list_push(arena, &view->notes, note);
}

static void
add_problems(const struct upload_taking *taking, const struct problem *problems, size_t count, struct upload_file_view *view)
{
	for (size_t i = 0; i < count; i++) {
		struct str sentence = taking->lang == LANG_JA ? problems[i].sentence_ja : problems[i].sentence_en;

		add_note(view, problems[i].id.len == 0 ? sentence : arena_printf(taking->arena, "%.*s: %.*s", STR_ARG(path_base(problems[i].id)), STR_ARG(sentence)),
		    taking->arena);
	}
}

static void
add_result(const struct ledger_import_result *result, struct upload_file_view *view)
{
	view->known_before = result->known;
	view->systems = result->systems;
	view->hosts = result->hosts;
	view->systems_new = result->systems_new;
	view->hosts_new = result->hosts_new;
	view->components = result->components;
	view->installed = result->installed;
	view->upgraded = result->upgraded;
	view->removed = result->removed;
}

/* Rows that went well are only counted. */
static void
add_rows(const struct upload_taking *taking, const struct ledger_intake_report *report, struct upload_file_view *view)
{
	for (size_t i = 0; i < report->told.count && view->told.count < UPLOAD_ROWS_MOST; i++) {
		const struct ledger_row_report *row = &report->told.items[i];

		if (row->result != LEDGER_ROW_CAREFUL && row->result != LEDGER_ROW_REFUSED)
			continue;
		list_push(taking->arena, &view->told, ((struct upload_row){ row->sheet, row->row,
		    str_of(catalogue_text(taking->lang, result_names[row->result])), taking->lang == LANG_JA ? row->reason_ja : row->reason_en }));
	}
	view->rows = report->rows;
	view->taken = report->told_count[LEDGER_ROW_TAKEN];
	view->updated = report->told_count[LEDGER_ROW_UPDATED];
	view->same = report->told_count[LEDGER_ROW_SAME];
	view->careful = report->told_count[LEDGER_ROW_CAREFUL];
	view->refused = report->told_count[LEDGER_ROW_REFUSED];
	view->gone = (int64_t)report->gone.count;
	view->has_gone = view->gone > 0;
}

static void
add_report(const struct upload_taking *taking, const struct ledger_intake_report *report, struct upload_file_view *view)
{
	add_result(&report->result, view);
	if (report->rows > 0)
		add_rows(taking, report, view);
	else
		add_problems(taking, report->problems.items, report->problems.count, view);
	view->without_version = report->without_version;
	view->without_identity = report->without_identity;
	view->without_distribution = report->without_distribution;
	view->skipped = report->skipped;
	view->refused = report->rows > 0 ? view->refused : report->refused;
}

/* ----------------------------------------------------------------------------------------- by its kind */

/* How good it is as ground for verdicts, said before it is taken in. */
static struct err *
add_quality(const struct upload_taking *taking, struct str path, struct upload_file_view *view)
{
	struct lint lint;

	TRY(lint_file(path, taking->arena, &lint));
	for (size_t i = 0; i < lint.rows.count; i++) {
		const struct lint_row *row = &lint.rows.items[i];
		struct str what = str_of(catalogue_text(taking->lang, lint_text(row->kind))), comma = str_of(catalogue_text(taking->lang, M(", ")));

		if (row->kind == LINT_NO_TOOL || row->kind == LINT_NO_TIME)
			add_note(view, what, taking->arena);
		else if (row->examples.count == 0)
			add_note(view, catalogue_say(taking->arena, taking->lang, M("{count} components {what}."), ARG_N("count", row->count), ARG("what", what)),
			    taking->arena);
		else
			add_note(view, catalogue_say(taking->arena, taking->lang, M("{count} components {what}. They are {names} and such."), ARG_N("count", row->count),
			    ARG("what", what), ARG("names", arena_join(taking->arena, row->examples.items, row->examples.count, comma))), taking->arena);
	}
	return NULL;
}

static struct err *
take_register(struct upload_taking *taking, struct str kind, struct str path, struct upload_file_view *view)
{
	bool sheet = str_eq(kind, STR("sheet"));
	struct str ending = str_ends(path, STR(".xlsx")) || str_ends(path, STR(".xlsm")) ? STR("xlsx") : STR("csv");
	struct register_options options = { .kind = sheet ? STR("csv") : kind, .system = taking->options->system, .host = taking->options->host,
		.mapping = sheet ? taking->mapping : STR(""), .hidden = taking->options->hidden, .lang = taking->lang, .os = taking->options->os, .by = taking->by,
		.now = taking->now, .answer = taking->writes && sheet ? path_join(taking->arena, taking->dir,
		    arena_printf(taking->arena, "answer.%.*s", STR_ARG(ending))) : STR("none") };
	struct register_import import;

	TRY(register_import_file(taking->ledger, &options, path, taking->arena, &import));
	add_report(taking, &import.report, view);
	if (!sheet && !taking->writes)
		TRY(add_quality(taking, path, view));
	for (size_t i = 0; i < import.mapping.count; i++)
		list_push(taking->arena, &view->columns, ((struct upload_column){ import.mapping.items[i].sheet, import.mapping.items[i].heading,
		    import.mapping.items[i].field }));
	for (size_t i = 0; i < import.unused.count; i++)
		list_push(taking->arena, &view->columns, ((struct upload_column){ import.sheets.count == 0 ? STR("") : import.sheets.items[0].name,
		    import.unused.items[i], STR("-") }));
	view->answer = import.answer.len > 0;
	if (import.answer_err != NULL)
		add_note(view, err_sentence(import.answer_err, taking->lang, taking->arena), taking->arena);
	return NULL;
}

static struct err *
take_device(struct upload_taking *taking, struct str kind, struct str path, struct upload_file_view *view)
{
	struct device_save_options options = { .system = taking->options->system, .host = taking->options->host, .by = taking->by, .now = taking->now };
	struct device_save_report report = { 0 };
	struct device_file file;

	(void)kind;
	TRY(device_take(path, false, taking->arena, &file));
	for (size_t i = 0; i < file.devices.count; i++) {
		const struct device_facts *facts = &file.devices.items[i].facts;

		list_push(taking->arena, &view->devices, ((struct upload_device){ facts->host, facts->maker, facts->model.len > 0 ? facts->model : facts->family,
		    facts->version.len > 0 ? facts->version : facts->version_read }));
	}
	TRY(device_save(taking->ledger, &file, &options, taking->arena, &report));
	add_report(taking, &report.intake, view);
	return NULL;
}

static struct err *
take_scan(struct upload_taking *taking, struct str kind, struct str path, struct upload_file_view *view)
{
	struct scan_options options = { .system = taking->options->system, .by = taking->by, .now = taking->now };
	struct scan_report report;

	(void)kind;
	TRY(scan_take(taking->ledger, &options, path, taking->arena, &report));
	add_result(&report.taken, view);
	add_problems(taking, report.problems.items, report.problems.count, view);
	view->seen = report.hosts;
	view->unmanaged = report.unmanaged;
	return NULL;
}

static struct err *
take_exchange(struct upload_taking *taking, struct str kind, struct str path, struct upload_file_view *view)
{
	struct exchange_options options = { .kind = kind, .system = taking->options->system, .host = taking->options->host, .by = taking->by,
		.now = taking->now };
	struct ledger_intake_report report = { 0 };

	TRY(exchange_take(taking->ledger, &options, path, taking->arena, &report));
	add_report(taking, &report, view);
	return NULL;
}

static struct err *
take_computers(struct upload_taking *taking, const struct str *paths, size_t count, struct upload_file_view *view)
{
	struct computers_options options = { .system = taking->options->system, .collected = INSTANT_NONE, .by = taking->by, .now = taking->now };
	struct computers_report report = { 0 };

	TRY(computers_import(taking->ledger, &options, paths, count, taking->arena, &report));
	view->hosts = report.computers;
	view->hosts_new = report.added;
	view->components = report.components;
	view->installed = report.installed;
	view->upgraded = report.upgraded;
	view->removed = report.removed;
	view->refused = report.refused;
	view->same = report.unchanged + report.older;
	view->known_before = report.refused == 0 && report.unchanged > 0 && report.unchanged == report.computers;
	add_problems(taking, report.problems.items, report.problems.count, view);
	return NULL;
}

static const struct { const char *kind; struct err *(*take)(struct upload_taking *taking, struct str kind, struct str path, struct upload_file_view *view); } readers[] = {
	{ "sbom", take_register }, { "dpkg", take_register }, { "rpm", take_register }, { "wordpress", take_register }, { "sheet", take_register },
	{ "device", take_device }, { "nmap", take_scan }, { "swid", take_exchange }, { "cpe", take_exchange },
};

/* What is wrong with a file is said of it; what is wrong here ends it all. */
static struct err *
say_problem(const struct upload_taking *taking, struct err *err, struct upload_file_view *view)
{
	if (err == NULL || taking->over || err->code == ERR_SYSTEM || err->code == ERR_STORE || err->code == ERR_BUSY)
		return err;
	view->problem = err_sentence(err, taking->lang, taking->arena);
	return NULL;
}

static struct err *
take_of_kind(struct upload_taking *taking, struct str path, struct upload_file_view *view)
{
	if (str_eq(view->kind, STR("windows")))
		return take_computers(taking, &path, 1, view);
	for (size_t i = 0; i < ARRAY_LEN(readers); i++)
		if (str_eq(view->kind, str_of(readers[i].kind)))
			return readers[i].take(taking, view->kind, path, view);
	return err_new(taking->arena, ERR_UNSUPPORTED, M("There is nothing in it."));
}

/* ---------------------------------------------------------------------------------------- all of them */

static void
begin_file(struct upload_taking *taking, size_t file, size_t count)
{
	if (taking->watcher != NULL)
		taking->watcher->begins(taking, file, count);
}

/* It stands in the view from here on; who watches writes that down. */
static struct err *
keep_file(struct upload_taking *taking, const struct upload_file_view *one, struct upload_view *view)
{
	list_push(taking->arena, &view->files, *one);
	return taking->watcher == NULL || !taking->writes ? NULL : taking->watcher->kept(taking, view, taking->arena);
}

struct file_work { struct upload_taking *taking; struct str path; struct upload_file_view *one; struct upload_view *view; };

static struct err *
take_and_keep(struct ledger *ledger, void *context, struct arena *arena)
{
	struct file_work *work = context;
	struct upload_file_view one = { .name = work->one->name, .kind = work->one->kind };
	size_t before = work->view->files.count;
	struct err *err = take_of_kind(work->taking, work->path, &one);

	(void)ledger, (void)arena;
	if (err == NULL)
		err = keep_file(work->taking, &one, work->view);
	if (err != NULL)
		work->view->files.count = before;      /* of a try that was undone */
	return err;
}

/* err: of recognising it. What is watched is written down in the unit of work that takes it in: who is killed between files goes on with the next one. */
static struct err *
take_file(struct upload_taking *taking, struct str path, struct str kind, struct err *err, struct upload_view *view)
{
	struct upload_file_view one = { .name = path_base(path), .kind = kind };
	struct file_work work = { taking, path, &one, view };

	if (err == NULL && taking->watcher != NULL && taking->writes) {
		err = ledger_write(taking->ledger, take_and_keep, &work, taking->arena);
		if (err == NULL)
			return NULL;
	} else if (err == NULL) {
		err = take_of_kind(taking, path, &one);
	}
	TRY(say_problem(taking, err, &one));
	return keep_file(taking, &one, view);
}

static bool
stands_there(const struct upload_view *view, struct str name)
{
	for (size_t i = 0; i < view->files.count; i++)
		if (str_eq(view->files.items[i].name, name))
			return true;
	return false;
}

/* Files of Windows computers belong together: pieces of one computer are told by their neighbours. */
static struct err *
take_all_computers(struct upload_taking *taking, const struct str_list *paths, struct upload_view *view)
{
	struct upload_file_view one = { .kind = STR("windows"), .name = paths->count == 1 ? path_base(paths->items[0])
	    : catalogue_say(taking->arena, taking->lang, M("{count} files of Windows computers"), ARG_N("count", paths->count)) };

	if (paths->count == 0 || stands_there(view, one.name))
		return NULL;
	TRY(say_problem(taking, take_computers(taking, paths->items, paths->count, &one), &one));
	return keep_file(taking, &one, view);
}

static struct err *
list_files(struct upload_taking *taking, struct str_list *paths)
{
	static const char *const folders[] = { "files", "unpacked" };

	for (size_t f = 0; f < ARRAY_LEN(folders); f++) {
		struct str folder = path_join(taking->arena, taking->dir, str_of(folders[f])), *names;
		size_t count;

		if (!dir_exists(folder, taking->arena))
			continue;
		TRY(dir_list(folder, taking->arena, &names, &count));
		for (size_t i = 0; i < count; i++)
			list_push(taking->arena, paths, path_join(taking->arena, folder, names[i]));
	}
	return NULL;
}

struct err *
upload_files(struct upload_taking *taking, struct upload_view *view)
{
	struct str_list paths = { 0 }, computers = { 0 };

	TRY(list_files(taking, &paths));
	for (size_t i = 0; i < paths.count; i++) {
		struct str kind = STR("");
		struct err *err;

		if (stands_there(view, path_base(paths.items[i])))
			continue;
		begin_file(taking, i, paths.count);
		err = upload_kind(paths.items[i], taking->arena, &kind);
		if (err == NULL && str_eq(kind, STR("windows")))
			list_push(taking->arena, &computers, paths.items[i]);
		else
			TRY(take_file(taking, paths.items[i], kind, err, view));
	}
	return take_all_computers(taking, &computers, view);
}

/* Kept aside like any other, so that what is wrong with it is told by its name; and gone again when it has been read. */
static struct err *
take_at_once(struct upload_taking *taking, const struct actor *actor, const struct upload_source *source, struct str token, struct upload_file_view *ret_view)
{
	struct upload_view view = { 0 };

	TRY(upload_files(taking, &view));
	TRY(upload_drop(taking->home, actor, token, taking->arena));
	if (view.files.count != 1 || view.files.items[0].problem.len > 0)
		return err_new(taking->arena, ERR_UNSUPPORTED, M("{file}: nothing was taken in. {reason}"), ARG("file", source->name),
		    ARG("reason", view.files.count == 1 ? view.files.items[0].problem : STR("")));
	*ret_view = view.files.items[0];
	return NULL;
}

struct err *
upload_of_agent(const struct home *home, const struct actor *actor, struct str system, struct str host, const struct upload_source *source, int64_t now,
    enum lang lang, struct arena *arena, struct upload_file_view *ret_view, struct str *ret_token)
{
	struct upload_options options = { .system = system, .host = host };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct upload_taking taking = { .home = home, .options = &options, .by = actor->login, .now = now, .lang = lang, .arena = arena, .writes = true };
	struct str token;
	bool in_line;

	TRY(upload_keep(home, actor, source, 1, now, arena, &token));
	TRY(upload_open(home, actor, token, arena, &taking.dir));
	TRY(home_ledger(home, arena, &ledger));
	TRY(upload_line_up(home, ledger, actor, token, &options, true, lang, now, arena, &in_line));
	*ret_token = in_line ? token : STR("");
	if (in_line)
		return NULL;
	taking.ledger = ledger;
	return take_at_once(&taking, actor, source, token, ret_view);
}
