#include "service/mapping.h"

#include "base/asset.h"
#include "base/buf.h"
#include "base/file.h"
#include "format/sheet/sheet.h"
#include "model/record.h"
#include "service/intake.h"
#include "wire/worker/worker.h"

/* What fits into what a worker may be told (worker_job.told). */
#define TOLD_MOST ((size_t)60 << 10)

static const struct field view_fields[] = {
	FIELD(struct mapping_view, name, FIELD_STR),
	FIELD(struct mapping_view, fingerprint, FIELD_STR),
	FIELD(struct mapping_view, text, FIELD_STR),
	FIELD(struct mapping_view, by, FIELD_STR),
	FIELD(struct mapping_view, at, FIELD_INSTANT),
};
static const struct schema view_schema = SCHEMA("mapping", struct mapping_view, view_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct mapping_list, mappings, FIELD_LIST, &view_schema),
};
const struct schema mapping_list_schema = SCHEMA("mappings", struct mapping_list, list_fields);

/* ------------------------------------------------------------------------------------------ lists */

struct listing { struct mapping_list *list; struct arena *arena; };

static struct err *
take_mapping(void *context, const struct ledger_sheet_mapping *mapping, struct arena *scratch)
{
	struct listing *listing = context;
	struct arena *arena = listing->arena;

	(void)scratch;
	list_push(arena, &listing->list->mappings, ((struct mapping_view){ arena_copy(arena, mapping->name),
	    arena_copy(arena, mapping->fingerprint), arena_copy(arena, mapping->text), arena_copy(arena, mapping->by), mapping->at }));
	return NULL;
}

/* "mappings/wsus.map" is the preset "wsus". */
static bool
preset_name(const struct asset *asset, struct str *ret_name)
{
	*ret_name = str_of(asset->name);
	return str_take(ret_name, STR("mappings/")) && str_take_end(ret_name, STR(".map"));
}

static void
add_presets(struct mapping_list *list, struct arena *arena)
{
	struct str name;

	for (size_t i = 0; i < assets_count; i++)
		if (preset_name(&assets[i], &name))
			list_push(arena, &list->mappings, ((struct mapping_view){ .name = name, .text = { assets[i].begin,
			    (size_t)(assets[i].end - assets[i].begin) }, .at = INSTANT_NONE }));
}

struct err *
mapping_list(const struct home *home, struct arena *arena, struct mapping_list *ret_list)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct mapping_list list = { 0 };

	TRY(home_ledger(home, arena, &ledger));
	TRY(ledger_sheet_mappings(ledger, take_mapping, &(struct listing){ &list, arena }, arena));
	add_presets(&list, arena);
	*ret_list = list;
	return NULL;
}

/* ------------------------------------------------------------------------------------- what is told */

/* A file, else a preset of that name. */
static struct err *
own_text(struct str own, struct arena *arena, struct str *ret_text)
{
	struct str name;

	for (size_t i = 0; i < assets_count && !file_exists(own, arena); i++) {
		if (!preset_name(&assets[i], &name) || !str_eq(name, own))
			continue;
		*ret_text = (struct str){ assets[i].begin, (size_t)(assets[i].end - assets[i].begin) };
		return NULL;
	}
	return file_read(own, TOLD_MOST, arena, ret_text);
}

struct telling { struct buf *out; };

static struct err *
tell_saved(void *context, const struct ledger_sheet_mapping *mapping, struct arena *scratch)
{
	struct telling *telling = context;

	(void)scratch;
	if (telling->out->len + mapping->text.len > TOLD_MOST)
		return NULL;
	buf_addf(telling->out, "@headings=%.*s\n%.*s", STR_ARG(mapping->fingerprint), STR_ARG(mapping->text));
	return NULL;
}

struct err *
mapping_told(struct ledger *ledger, struct str own, bool hidden, struct arena *arena, struct str *ret_told)
{
	struct buf out BUF_SCOPE = { 0 };
	struct sheet_told told;
	struct str text = STR("");

	if (own.len > 0) {
		TRY(own_text(own, arena, &text));
		TRY(sheet_told_parse(text, arena, &told));   /* who wrote it is told here, with its line, before anything is read */
	}
	(void)str_take(&text, STR("\xef\xbb\xbf"));
	buf_add(&out, text);
	if (text.len > 0 && !str_ends(text, STR("\n")))
		buf_add_char(&out, '\n');
	if (hidden)
		buf_add(&out, STR("@hidden=yes\n"));
	TRY(ledger_sheet_mappings(ledger, tell_saved, &(struct telling){ &out }, arena));
	*ret_told = arena_copy(arena, buf_str(&out));
	return NULL;
}

/* ---------------------------------------------------------------------------- the mappings of a file */

struct gathering {
	struct sink                sink;
	struct arena              *arena;
	LIST(struct sheet_mapping) mappings;
};

static struct err *
gather(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct gathering *gathering = (struct gathering *)sink;

	(void)arena;
	if (schema == &sheet_mapping_schema)
		record_copy(schema, value, gathering->arena, list_add(gathering->arena, &gathering->mappings));
	return NULL;
}

static struct err *
pass_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;   /* those of its rows are said when it is imported */
}

static struct err *
read_mappings(struct ledger *ledger, struct str path, struct str own, bool hidden, struct arena *arena, struct gathering *gathering)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct worker_job job = { .kind = "sheet" };

	*gathering = (struct gathering){ .sink = { gather, pass_problem }, .arena = arena };
	TRY(mapping_told(ledger, own, hidden, arena, &job.told));
	TRY(intake_open(path, arena, &file));
	job.fd = file.fd;
	job.name = file.name;
	return worker_run(&job, &gathering->sink, arena);
}

struct err *
mapping_show(const struct home *home, struct str file, struct str own, bool hidden, struct arena *arena, struct str *ret_text)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct gathering gathering;
	struct str_list texts = { 0 };

	TRY(home_ledger(home, arena, &ledger));
	TRY(read_mappings(ledger, file, own, hidden, arena, &gathering));
	for (size_t i = 0; i < gathering.mappings.count; i++)
		list_push(arena, &texts, sheet_mapping_format(&gathering.mappings.items[i], arena));
	*ret_text = arena_join(arena, texts.items, texts.count, STR("\n"));
	return NULL;
}

struct err *
mapping_save(const struct home *home, struct str file, struct str own, struct str by, int64_t now, struct arena *arena,
    int64_t *ret_saved)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct gathering gathering;

	TRY(home_ledger_for(home, HOME_HOUSE, arena, &ledger));
	TRY(read_mappings(ledger, file, own, false, arena, &gathering));
	for (size_t i = 0; i < gathering.mappings.count; i++) {
		struct sheet_mapping mapping = gathering.mappings.items[i];
		struct str name = mapping.sheet.len == 0 ? path_base(file)
		    : arena_printf(arena, "%.*s / %.*s", STR_ARG(path_base(file)), STR_ARG(mapping.sheet));

		mapping.sheet = STR("");      /* it stands for these headings, wherever they are */
		mapping.header_row = 0;
		TRY(ledger_sheet_mapping_put(ledger, &(struct ledger_sheet_mapping){ mapping.fingerprint, name,
		    sheet_mapping_format(&mapping, arena), by, now }, arena));
	}
	*ret_saved = (int64_t)gathering.mappings.count;
	return NULL;
}

struct seeking { struct str name, fingerprint; struct arena *arena; };

static struct err *
seek(void *context, const struct ledger_sheet_mapping *mapping, struct arena *scratch)
{
	struct seeking *seeking = context;

	(void)scratch;
	if (str_eq(mapping->name, seeking->name) || str_eq(mapping->fingerprint, seeking->name))
		seeking->fingerprint = arena_copy(seeking->arena, mapping->fingerprint);
	return NULL;
}

struct err *
mapping_forget(const struct home *home, struct str name, struct str by, int64_t now, struct arena *arena)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct seeking seeking = { .name = name, .fingerprint = name, .arena = arena };

	TRY(home_ledger_for(home, HOME_HOUSE, arena, &ledger));
	TRY(ledger_sheet_mappings(ledger, seek, &seeking, arena));
	return ledger_sheet_mapping_forget(ledger, seeking.fingerprint, by, now, arena);
}
