#include "service/device.h"

#include "format/device/device.h"
#include "model/record.h"
#include "service/intake.h"
#include "wire/worker/worker.h"

static const struct field view_fields[] = {
	FIELD_OF(struct device_view, facts, FIELD_STRUCT, &device_facts_schema),
	FIELD_OF(struct device_view, components, FIELD_LIST, &component_schema),
};
static const struct schema view_schema = SCHEMA("device", struct device_view, view_fields);

static const struct field file_fields[] = {
	FIELD(struct device_file, name, FIELD_STR),
	FIELD(struct device_file, digest, FIELD_STR),
	FIELD_OF(struct device_file, devices, FIELD_LIST, &view_schema),
	FIELD_OF(struct device_file, paste, FIELD_STRUCT, &device_paste_schema),
};
const struct schema device_file_schema = SCHEMA("devices", struct device_file, file_fields);

/* ------------------------------------------------------------------------------------------- reading */

struct gather {
	struct sink         sink;     /* first */
	struct device_file *file;
	struct arena       *arena;
};

static struct err *
on_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct gather *gather = (struct gather *)sink;
	struct component_list components;
	struct device_view *view;

	(void)arena;
	if (schema == &device_paste_schema)
		record_copy(schema, value, gather->arena, &gather->file->paste);
	if (schema != &device_facts_schema)
		return NULL;
	view = list_add(gather->arena, &gather->file->devices);
	record_copy(schema, value, gather->arena, &view->facts);
	device_components(&view->facts, gather->arena, &components);
	view->components.items = components.items;
	view->components.count = components.count;
	view->components.room = components.room;
	return NULL;
}

static struct err *
on_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;     /* the reader says what it did not understand in the paste's own record */
	return NULL;
}

struct err *
device_take(struct str path, bool serials, struct arena *arena, struct device_file *ret_file)
{
	struct intake_file opened INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct gather gather = { { on_record, on_problem }, ret_file, arena };

	*ret_file = (struct device_file){ 0 };
	TRY(intake_open(path, arena, &opened));
	ret_file->name = opened.name;
	ret_file->digest = opened.digest;
	return worker_run(&(struct worker_job){ .kind = "device", .fd = opened.fd, .name = opened.name,
	    .told = serials ? STR("serials") : STR("") }, &gather.sink, arena);
}

/* -------------------------------------------------------------------------------------------- saving */

struct saving {
	const struct device_file         *file;
	const struct device_save_options *options;
	struct device_save_report        *report;
};

static struct str
host_of(const struct saving *saving, const struct device_facts *facts)
{
	return saving->options->host.len > 0 ? saving->options->host : facts->host;
}

static struct err *
check_names(const struct saving *saving, struct arena *arena)
{
	size_t devices = 0;

	for (size_t i = 0; i < saving->file->devices.count; i++) {
		const struct device_view *view = &saving->file->devices.items[i];

		if (view->components.count == 0)
			continue;
		devices++;
		if (host_of(saving, &view->facts).len == 0)
			return err_new(arena, ERR_USAGE, M("The device that begins at line {line} ({model}) does not print its name: give it with --host."),
			    ARG_N("line", view->facts.first), ARG("model", view->facts.model.len > 0 ? view->facts.model : view->facts.family));
		for (size_t j = 0; j < i && saving->options->host.len == 0; j++)
			if (saving->file->devices.items[j].components.count > 0 && str_eq(saving->file->devices.items[j].facts.host, view->facts.host))
				return err_new(arena, ERR_USAGE, M("Two devices of the paste have the name {host} (lines {first} and {second}): paste them one at a time, with --host."),
				    ARG("host", view->facts.host), ARG_N("first", saving->file->devices.items[j].facts.first), ARG_N("second", view->facts.first));
	}
	if (devices == 0 && saving->options->host.len > 0)
		return err_new(arena, ERR_USAGE, M("The paste tells nothing of the device itself, only of its neighbours."));
	if (devices > 1 && saving->options->host.len > 0)
		return err_new(arena, ERR_USAGE, M("The paste has {count} devices, and --host names one: leave it out, or paste them one at a time."),
		    ARG_N("count", devices));
	return NULL;
}

static struct err *
feed(const struct saving *saving, struct ledger_intake *intake, struct arena *arena)
{
	struct sink *sink = ledger_intake_sink(intake);

	for (size_t i = 0; i < saving->file->devices.count; i++) {
		const struct device_view *view = &saving->file->devices.items[i];
		struct inventory_head head;

		if (view->components.count == 0)
			continue;
		for (size_t c = 0; c < view->components.count; c++)
			TRY(sink->record(sink, &component_schema, &view->components.items[c], arena));
		device_head(&view->facts, arena, &head);
		head.subject = host_of(saving, &view->facts);
		TRY(sink->record(sink, &inventory_head_schema, &head, arena));
		saving->report->devices++;
	}
	return NULL;
}

static struct err *
put_neighbours(const struct saving *saving, struct ledger *ledger, struct arena *arena)
{
	LIST(struct sighting) seen = { 0 };

	for (size_t i = 0; i < saving->file->devices.count; i++) {
		const struct device_facts *facts = &saving->file->devices.items[i].facts;
		struct str by = host_of(saving, facts);

		for (size_t n = 0; n < facts->neighbours.count; n++) {
			const struct device_neighbour *neighbour = &facts->neighbours.items[n];

			if (neighbour->name.len == 0 && neighbour->address.len == 0)
				continue;
			list_push(arena, &seen, ((struct sighting){ .source = SIGHTING_NEIGHBOUR, .name = neighbour->name, .address = neighbour->address,
			    .what = neighbour->platform.len > 0 ? neighbour->platform : neighbour->description,
			    .told_by = by.len > 0 ? by : saving->file->name, .at = saving->options->now }));
		}
	}
	saving->report->neighbours = (int64_t)seen.count;
	return ledger_sightings_put(ledger, seen.items, seen.count, arena);
}

/* Begins from its arguments each time, as a unit of work must. */
static struct err *
save(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct saving *saving = context;
	struct ledger_intake_options options = { .file = saving->file->name, .digest = saving->file->digest, .system = saving->options->system,
		.by = saving->options->by, .at = saving->options->now };
	struct ledger_intake *intake;
	struct err *err;

	*saving->report = (struct device_save_report){ 0 };
	intake = ledger_intake_new(ledger, &options);
	err = feed(saving, intake, arena);
	if (err == NULL && saving->report->devices > 0)
		err = ledger_intake_finish(intake, arena, &saving->report->intake);
	ledger_intake_free(intake);
	saving->report->intake.problems.count = 0;     /* their texts went with it: a device's reader tells none */
	saving->report->intake.format = STR("");
	TRY(err);
	return put_neighbours(saving, ledger, arena);
}

struct err *
device_save(struct ledger *ledger, const struct device_file *file, const struct device_save_options *options, struct arena *arena,
    struct device_save_report *ret_report)
{
	struct saving saving = { file, options, ret_report };

	*ret_report = (struct device_save_report){ 0 };
	TRY(check_names(&saving, arena));
	return ledger_write(ledger, save, &saving, arena);
}
