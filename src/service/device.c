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

static bool
is_saved(const struct device_view *view)
{
	return view->components.count > 0;
}

static size_t
count_saved(const struct device_file *file, bool nameless_only)
{
	size_t count = 0;

	for (size_t i = 0; i < file->devices.count; i++)
		count += is_saved(&file->devices.items[i]) && (!nameless_only || file->devices.items[i].facts.host.len == 0);
	return count;
}

/* The name that was told goes to the only device, or to the only one that prints none. */
static struct str
host_of(const struct saving *saving, const struct device_facts *facts)
{
	bool told = saving->options->host.len > 0 && (facts->host.len == 0 || count_saved(saving->file, false) == 1);

	return told ? saving->options->host : facts->host;
}

static struct err *
check_name(const struct saving *saving, size_t at, struct arena *arena)
{
	const struct device_facts *facts = &saving->file->devices.items[at].facts;
	struct str host = host_of(saving, facts);

	if (host.len == 0)
		return err_new(arena, ERR_USAGE, M("The device that begins at line {line} ({model}) does not print its name: give it with --host."),
		    ARG_N("line", facts->first), ARG("model", facts->model.len > 0 ? facts->model : facts->family));
	for (size_t i = 0; i < at; i++) {
		const struct device_view *other = &saving->file->devices.items[i];

		if (is_saved(other) && str_eq_nocase(host_of(saving, &other->facts), host))
			return err_new(arena, ERR_USAGE,
			    M("Two devices of the paste have the name {host} (lines {first} and {second}): paste them one at a time, with --host."),
			    ARG("host", host), ARG_N("first", other->facts.first), ARG_N("second", facts->first));
	}
	return NULL;
}

static struct err *
check_names(const struct saving *saving, struct arena *arena)
{
	size_t devices = count_saved(saving->file, false), nameless = count_saved(saving->file, true);

	if (devices == 0 && saving->options->host.len > 0)
		return err_new(arena, ERR_USAGE, M("The paste tells nothing of the device itself, only of its neighbours."));
	if (devices > 1 && nameless != 1 && saving->options->host.len > 0)
		return err_new(arena, ERR_USAGE,
		    M("The paste has {count} devices, {nameless} of them without a name, and --host names one: paste them one at a time."),
		    ARG_N("count", devices), ARG_N("nameless", nameless));
	for (size_t i = 0; i < saving->file->devices.count; i++)
		if (is_saved(&saving->file->devices.items[i]))
			TRY(check_name(saving, i, arena));
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
