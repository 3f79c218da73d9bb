#include "service/exchange.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "format/cpe/cpe.h"
#include "format/swid/swid.h"
#include "model/record.h"
#include "service/intake.h"
#include "wire/worker/worker.h"

/* ------------------------------------------------------------------------------------------------ in */

/* Passes components on; the heads of single files are not the folder's. */
struct taking {
	struct sink  sink;      /* first */
	struct sink *intake;
	struct arena *arena;
	struct inventory_head head;
	const struct intake_file *only;   /* the only file, open already: standard input is read once */
};

static struct err *
on_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;

	if (schema != &inventory_head_schema)
		return taking->intake->record(taking->intake, schema, value, arena);
	record_copy(schema, value, taking->arena, &taking->head);
	return NULL;
}

static struct err *
on_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;

	return taking->intake->problem(taking->intake, problem, arena);
}

static struct err *
read_opened(struct taking *taking, const struct exchange_options *options, const struct intake_file *file, struct arena *arena)
{
	const char *reader = str_eq(options->kind, STR("swid")) ? "swid" : "cpelist";

	return worker_run(&(struct worker_job){ .kind = reader, .fd = file->fd, .name = file->name }, &taking->sink, arena);
}

static struct err *
read_one(struct taking *taking, const struct exchange_options *options, struct str path, struct arena *arena)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;

	TRY(intake_open(path, arena, &file));
	return read_opened(taking, options, &file, arena);
}

/* The files of a folder in the order of their names; a file that is none of tags stays outside. */
static struct err *
files_of(struct str path, struct arena *arena, struct str_list *ret_files)
{
	struct str *names;
	size_t count;

	if (!dir_exists(path, arena)) {
		list_push(arena, ret_files, path);
		return NULL;
	}
	TRY(dir_list(path, arena, &names, &count));
	for (size_t i = 0; i < count; i++)
		if (str_ends(names[i], STR(".swidtag")))
			list_push(arena, ret_files, path_join(arena, path, names[i]));
	if (ret_files->count == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no file *.swidtag in the folder {folder}."), ARG("folder", path));
	return NULL;
}

/* One file of several that cannot be read is told and does not keep the others out; the only one is an error. */
static struct err *
read_files(struct taking *taking, const struct exchange_options *options, const struct str_list *files, struct arena *arena)
{
	if (taking->only != NULL)
		return read_opened(taking, options, taking->only, arena);
	for (size_t i = 0; i < files->count; i++) {
		struct err *err = read_one(taking, options, files->items[i], arena);

		if (err != NULL && (err->code == ERR_SYSTEM || err->code == ERR_WORKER))
			return err;
		if (err != NULL)
			TRY(sink_refuse(&taking->sink, path_base(files->items[i]), -1, -1, err, arena));
	}
	return NULL;
}

/* The problems of an intake outlive it. */
static void
keep_report(struct ledger_intake_report *report, struct arena *arena)
{
	struct ledger_intake_report told = *report;

	report->format = arena_copy(arena, told.format);
	report->problems.items = NULL;
	report->problems.count = report->problems.room = 0;
	for (size_t i = 0; i < told.problems.count; i++)
		record_copy(&problem_schema, &told.problems.items[i], arena, list_add(arena, &report->problems));
}

static struct err *
take_into(struct ledger *ledger, const struct ledger_intake_options *intake_options, const struct exchange_options *options,
    const struct str_list *files, const struct intake_file *only, struct arena *arena, struct ledger_intake_report *ret_report)
{
	struct ledger_intake *intake = ledger_intake_new(ledger, intake_options);
	struct taking taking = { .sink = { on_record, on_problem }, .intake = ledger_intake_sink(intake), .arena = arena, .only = only };
	struct err *err = read_files(&taking, options, files, arena);

	if (err == NULL)
		err = taking.intake->record(taking.intake, &inventory_head_schema, &taking.head, arena);
	if (err == NULL)
		err = ledger_intake_finish(intake, arena, ret_report);
	if (err == NULL)
		keep_report(ret_report, arena);
	ledger_intake_free(intake);
	return err;
}

/* The digest of a folder is that of its files' digests. */
static struct err *
digest_of(const struct str_list *files, struct arena *arena, struct str *ret_digest)
{
	struct sha256 sum;

	sha256_init(&sum);
	for (size_t i = 0; i < files->count; i++) {
		struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;

		TRY(intake_open(files->items[i], arena, &file));
		sha256_add(&sum, file.digest.ptr, file.digest.len);
	}
	*ret_digest = sha256_hex(&sum, arena);
	return NULL;
}

struct err *
exchange_take(struct ledger *ledger, const struct exchange_options *options, struct str path, struct arena *arena,
    struct ledger_intake_report *ret_report)
{
	struct ledger_intake_options intake_options = { .file = path_base(path), .system = options->system, .host = options->host,
		.by = options->by, .at = options->now };
	struct intake_file only INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct str_list files = { 0 };

	TRY(files_of(path, arena, &files));
	if (files.count > 1) {
		TRY(digest_of(&files, arena, &intake_options.digest));
		return take_into(ledger, &intake_options, options, &files, NULL, arena, ret_report);
	}
	TRY(intake_open(files.items[0], arena, &only));
	intake_options.digest = only.digest;
	return take_into(ledger, &intake_options, options, &files, &only, arena, ret_report);
}

/* ----------------------------------------------------------------------------------------------- out */

struct gathering {
	struct arena          *arena;
	struct map             wanted;      /* ids of software, as text, of one system; unused for all */
	bool                   all;
	LIST(struct component) components;
};

static struct str
id_text(int64_t id, struct arena *arena)
{
	return arena_printf(arena, "%lld", (long long)id);
}

static struct err *
want_host(void *context, const struct ledger_host *host, struct arena *scratch)
{
	struct gathering *gathering = context;

	(void)scratch;
	for (size_t i = 0; i < host->items.count; i++)
		*map_put(gathering->arena, &gathering->wanted, id_text(host->items.items[i].software, gathering->arena)) = 1;
	return NULL;
}

static struct err *
keep_software(void *context, const struct ledger_software *software, struct arena *scratch)
{
	struct gathering *gathering = context;
	struct component *kept;

	if (!gathering->all && map_find(&gathering->wanted, id_text(software->id, scratch)) == NULL)
		return NULL;
	if (software->component.kind == COMPONENT_UPDATE || software->component.kind == COMPONENT_OTHER)
		return NULL;
	kept = list_add(gathering->arena, &gathering->components);
	record_copy(&component_schema, &software->component, gathering->arena, kept);
	if (kept->cpe.len == 0 && str_starts(software->confirmed, STR("cpe:")))
		kept->cpe = arena_copy(gathering->arena, software->confirmed);
	return NULL;
}

static struct err *
gather(struct ledger *ledger, struct str system, struct arena *arena, struct gathering *gathering)
{
	int64_t id = 0;

	*gathering = (struct gathering){ .arena = arena, .all = system.len == 0 };
	if (system.len > 0) {
		TRY(ledger_system_find(ledger, system, arena, &id));
		if (id == 0)
			return err_new(arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", system));
		TRY(ledger_hosts(ledger, id, want_host, gathering, arena));
	}
	return ledger_software(ledger, keep_software, gathering, arena);
}

/* A version as a CPE value: lower case, the three signs with a meaning quoted, '_' for a space. "" when it cannot be one. */
static struct str
value_of(struct str version, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	if (!str_is_ascii(version))
		return STR("");
	for (size_t i = 0; i < version.len; i++) {
		char c = char_lower(version.ptr[i]);

		if (c == '*' || c == '?' || c == '\\')
			buf_add_char(&out, '\\');
		buf_add_char(&out, c == ' ' ? '_' : c);
	}
	return arena_copy(arena, buf_str(&out));
}

struct str
exchange_cpe_name(const struct component *component, struct arena *arena)
{
	struct cpe_value *version;
	struct cpe cpe;

	if (component->cpe.len == 0 || cpe_parse(component->cpe, arena, &cpe) != NULL)
		return STR("");
	version = &cpe.attributes[CPE_VERSION];
	if (version->kind == CPE_ANY && component->version.len > 0) {
		struct str value = value_of(component->version, arena);

		if (value.len > 0)
			*version = (struct cpe_value){ CPE_VALUE, value };
	}
	return cpe_format(&cpe, arena);
}

struct err *
exchange_cpe_list(struct ledger *ledger, struct str system, struct arena *arena, struct buf *out, struct exchange_counts *ret_counts)
{
	struct gathering gathering;
	struct map seen = { 0 };

	*ret_counts = (struct exchange_counts){ 0 };
	TRY(gather(ledger, system, arena, &gathering));
	for (size_t i = 0; i < gathering.components.count; i++) {
		struct str name = exchange_cpe_name(&gathering.components.items[i], arena);

		if (name.len == 0 || (*map_put(arena, &seen, name))++ > 0)
			continue;
		ret_counts->named++;
		buf_addf(out, "%.*s\n", STR_ARG(name));
	}
	for (size_t i = 0; i < gathering.components.count; i++) {
		const struct component *component = &gathering.components.items[i];

		if (exchange_cpe_name(component, arena).len > 0)
			continue;
		ret_counts->nameless++;
		buf_addf(out, "# %.*s %.*s %.*s\n", STR_ARG(component->vendor), STR_ARG(component->name), STR_ARG(component->version));
	}
	return NULL;
}

struct err *
exchange_swid_tags(struct ledger *ledger, struct str system, struct str regid, struct str folder, struct arena *arena,
    struct exchange_counts *ret_counts)
{
	struct buf tag BUF_SCOPE = { 0 };
	struct gathering gathering;

	*ret_counts = (struct exchange_counts){ 0 };
	TRY(gather(ledger, system, arena, &gathering));
	TRY(dir_make(folder, arena));
	for (size_t i = 0; i < gathering.components.count; i++) {
		struct component component = gathering.components.items[i];

		component.cpe = exchange_cpe_name(&component, arena);
		*(component.cpe.len > 0 ? &ret_counts->named : &ret_counts->nameless) += 1;
		buf_clear(&tag);
		buf_add(&tag, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
		swid_write(&component, regid, &tag);
		TRY(file_write(path_join(arena, folder, arena_printf(arena, "%04zu.swidtag", i + 1)), buf_str(&tag), arena));
	}
	return NULL;
}
