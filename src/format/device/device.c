/*
 * device.c - a paste from its lines to its devices: parts by prompts, devices by hosts and by what begins a maker's output,
 * families by what any part of a device says, facts by the families' tables.
 */
#include "format/device/device.h"

#include "base/limits.h"
#include "base/map.h"
#include "format/device/parts.h"

struct part_list { struct part *items; size_t count, room; };

struct paste {
	struct arena           *arena;
	struct device_options   options;
	struct text             text;
	struct part_list        parts;
	struct map              devices;    /* host → index + 1            */
	size_t                  count;      /* of devices                  */
	struct part           **first;      /* by device; then part->next  */
	int64_t                 serials;
};

/* ------------------------------------------------------------------------------------- parts and devices */

static bool
all_snmp(const struct text *text, size_t from, size_t to)
{
	struct str name, value;

	for (size_t i = from; i < to; i++)
		if (snmp_line(text->items[i].text, &name, &value))
			return true;
	return false;
}

static void
add_part(struct paste *paste, struct str host, struct str command, size_t from, size_t to)
{
	struct part *part;

	while (from < to && paste->text.items[from].folded.len == 0)
		from++;
	if (from >= to && command.len == 0)
		return;
	part = list_add(paste->arena, &paste->parts);
	*part = (struct part){ .host = host, .command = command, .from = from, .to = to,
		.use = command.len == 0 ? DEVICE_USE_FACTS : command_use(command) };
	part->number = from < paste->text.count ? paste->text.items[from].number : 0;
	if (part->use != DEVICE_USE_NEIGHBOURS && part->use != DEVICE_USE_CONFIG && all_snmp(&paste->text, from, to))
		part->use = DEVICE_USE_SNMP;
}

static bool
same_word(const char *a, const char *b)
{
	return a != NULL && b != NULL && str_eq(str_of(a), str_of(b));
}

/* Two heads of one output: IOS XE's and IOS's line, the maker's and the system's. */
static bool
are_kin(const struct family *a, const struct family *b)
{
	return a == NULL || a == b || same_word(a->group, b->group) || same_word(a->name, b->name);
}

/* A part whose command nobody told, cut where a device's output begins anew. */
static void
add_unnamed(struct paste *paste, struct str host, size_t from, size_t to)
{
	const struct family *current = NULL, *family;
	uint64_t seen = 0;
	size_t begin = from;
	unsigned sign;

	for (size_t i = from; i < to; i++) {
		const struct line *line = &paste->text.items[i];

		if (neighbour_begins(line->folded))
			break;
		if (!family_mark(line, &family, &sign))
			continue;
		if (!are_kin(current, family) || (current == family && (seen & (UINT64_C(1) << sign)) != 0)) {
			add_part(paste, host, STR(""), begin, i);
			begin = i;
			seen = 0;
		}
		if (current != family)
			seen = 0;
		current = family;
		seen |= UINT64_C(1) << sign;
	}
	add_part(paste, host, STR(""), begin, to);
}

static void
split(struct paste *paste)
{
	struct str host = STR(""), command = STR(""), next_host, next_command;
	size_t begin = 0;

	for (size_t i = 0; i <= paste->text.count; i++) {
		enum prompt prompt = i == paste->text.count ? PROMPT_NONE : prompt_parse(paste->text.items[i].text, &next_host, &next_command);

		if (prompt == PROMPT_NONE && i < paste->text.count)
			continue;
		if (command.len > 0)
			add_part(paste, host, command, begin, i);
		else
			add_unnamed(paste, host, begin, i);
		begin = i + 1;
		if (prompt == PROMPT_TYPED)      /* a bare command goes on with the host */
			host = next_host;
		command = next_command;
	}
}

static size_t
neighbours_of(const struct paste *paste, const struct part *part)
{
	for (size_t i = part->from; i < part->to; i++)
		if (neighbour_begins(paste->text.items[i].folded))
			return i;
	return part->to;
}

/* Of a configuration only the comment at its head. */
static size_t
head_of_config(const struct paste *paste, const struct part *part)
{
	size_t i = part->from;

	for (; i < part->to; i++) {
		struct str line = paste->text.items[i].folded;

		if (line.len > 0 && line.ptr[0] != '#' && line.ptr[0] != '!')
			break;
	}
	return i;
}

static size_t
facts_end(const struct paste *paste, const struct part *part)
{
	if (part->use == DEVICE_USE_FACTS)
		return neighbours_of(paste, part);
	return part->use == DEVICE_USE_CONFIG ? head_of_config(paste, part) : part->from;
}

/* Is this another device's output: of another system, or the same command's again. */
static bool
begins_anew(const struct part *first, const struct family *family_of_first, const struct part *part, const struct family *family)
{
	if (first == NULL || family == NULL || family->name == NULL)
		return first == NULL;
	return family_of_first != NULL && (!are_kin(family_of_first, family) || str_eq(first->command, part->command));
}

/* Parts of one host are one device's; without a host those are that follow each other and do not begin anew. */
static struct err *
assign(struct paste *paste)
{
	const struct family *family_of_first = NULL;
	const struct part *first = NULL;

	for (size_t i = 0; i < paste->parts.count; i++) {
		struct part *part = &paste->parts.items[i];

		if (part->host.len > 0) {
			uint64_t *at = map_put(paste->arena, &paste->devices, part->host);

			if (*at == 0)
				*at = ++paste->count;
			part->device = (size_t)*at - 1;
			first = NULL;
		} else {
			const struct family *family = family_find(&paste->text, part->from, facts_end(paste, part));

			if (begins_anew(first, family_of_first, part, family)) {
				paste->count++;
				first = part;
				family_of_first = NULL;
			}
			if (family_of_first == NULL && family != NULL && family->name != NULL) {
				first = part;
				family_of_first = family;
			}
			part->device = paste->count - 1;
		}
		if (paste->count > LIMIT_DEVICES)
			return err_new(paste->arena, ERR_LIMIT, M("There are more than {limit} devices in one paste."), ARG_N("limit", LIMIT_DEVICES));
	}
	paste->first = ARENA_ARRAY(paste->arena, struct part *, paste->count + 1);
	for (size_t i = paste->parts.count; i-- > 0;) {
		struct part *part = &paste->parts.items[i];

		part->next = paste->first[part->device];
		paste->first[part->device] = part;
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------ one device */

static void
read_facts(struct reader *reader, const struct family *family, size_t from, size_t to)
{
	reader->member = 0;
	reader->state = 0;
	reader->columns[0] = 0;
	for (size_t i = from; i < to; i++) {
		const struct line *line = &reader->text->items[i];

		reader->at = i;
		for (const struct anchor *anchor = family->anchors; anchor != NULL && anchor->text != NULL; anchor++)
			if (anchor->anywhere ? holds(line->folded, anchor->text) : begins(line->folded, anchor->text))
				(void)reader_take(reader, anchor->fact, value_behind(line->folded, anchor->text, anchor->take));
		if (family->line != NULL)
			family->line(reader, line);
	}
}

/* A maker's words alone may stand in any prose: only a fact that was read makes a device. */
static bool
is_device(const struct device_facts *facts)
{
	return facts->readings.count > 0 || facts->members.count > 0;
}

/* The family that any part of the device names; a hint at the maker only where none does. */
static const struct family *
family_of(const struct paste *paste, size_t device)
{
	const struct family *hint = NULL;

	for (const struct part *part = paste->first[device]; part != NULL; part = part->next) {
		const struct family *family = family_find(&paste->text, part->from, facts_end(paste, part));
		if (family != NULL && family->name != NULL)
			return family;
		hint = hint == NULL ? family : hint;
	}
	return hint;
}

static struct err *
read_part(struct paste *paste, struct reader *reader, struct part *part)
{
	size_t end = facts_end(paste, part), neighbours = part->use == DEVICE_USE_NEIGHBOURS ? part->from : end;
	const struct family *own;

	reader->part = part;
	reader->read = false;
	if (part->use == DEVICE_USE_SNMP) {
		snmp_read(reader, part->from, part->to);
	} else if (part->use != DEVICE_USE_NONE) {
		/* A command may have a table of its own beside the system's: "show chassis hardware". */
		own = family_find(&paste->text, part->from, end);
		if (reader->family != NULL)
			read_facts(reader, reader->family, part->from, end);
		if (own != NULL && own->name == NULL && own != reader->family && str_eq(str_of(own->maker), str_of(reader->family->maker)))
			read_facts(reader, own, part->from, end);
	}
	if (part->use == DEVICE_USE_NEIGHBOURS || (part->use == DEVICE_USE_FACTS && end < part->to)) {
		bool cdp = holds(part->command, "cdp");

		for (size_t i = neighbours; i < part->to && !cdp; i++)
			cdp = begins(paste->text.items[i].folded, "Device ID:") || begins(paste->text.items[i].folded, "Entry address");
		TRY(neighbours_read(reader, neighbours, part->to, cdp ? STR("CDP") : STR("LLDP")));
	}
	part->understood = reader->read;
	return NULL;
}

/* ----------------------------------------------------------------------------------------- settling */

static void
settle_version(struct reader *reader)
{
	struct device_facts *facts = reader->facts;
	const struct family *family = reader->family;
	struct settled settled = { 0 }, other = { 0 };

	if (facts->version_read.len == 0 || family == NULL)
		return;
	settled.version = facts->version_read;
	other.version = reader->other_version;
	if (family->settle != NULL) {
		family->settle(reader, facts->version_read, &settled);
		if (reader->other_version.len > 0)
			family->settle(reader, reader->other_version, &other);
	}
	if (reader->other_version.len > 0 && !str_eq(other.version, settled.version))
		settled.doubt = DEVICE_DOUBT_TWO;
	facts->doubt = settled.doubt;
	facts->version = settled.doubt == DEVICE_DOUBT_NONE ? str_trim_space(settled.version) : STR("");
	if (facts->build.len == 0)
		facts->build = str_trim_space(settled.build);
}

static struct str
last_part(struct str path)
{
	struct str head, tail = path;

	(void)str_cut(path, ';', &tail, &head);
	if (str_cut_last(tail, '/', &head, &path))
		tail = path;
	return str_cut_last(tail, ':', &head, &path) ? path : tail;
}

/* "exec0", "firmware1": a place where firmware lies, of which the paste does not say what it holds. */
static bool
is_slot(struct str image)
{
	return (str_take(&image, STR("exec")) || str_take(&image, STR("firmware"))) && is_number(image);
}

/* Versions or images told for now and for the next start; a list of packages (packages.conf) tells nothing. */
static enum answer
restart_of(const struct device_facts *facts)
{
	struct str now = facts->version_read, next = facts->next;

	if (next.len == 0) {
		now = last_part(facts->image);
		next = last_part(facts->next_image);
		if (str_eq(now, STR("packages.conf")) || str_eq(next, STR("packages.conf")) || (is_slot(next) && !str_eq(now, next)))
			return ANSWER_UNKNOWN;
	}
	if (now.len == 0 || next.len == 0)
		return ANSWER_UNKNOWN;
	return str_eq_nocase(now, next) ? ANSWER_NO : ANSWER_YES;
}

static struct str
masked(struct paste *paste, struct str serial)
{
	if (serial.len == 0 || paste->options.keep_serials)
		return serial;
	paste->serials++;
	return arena_printf(paste->arena, "%.*s…", (int)(serial.len > 6 ? 3 : 0), serial.ptr);
}

static void
mask_serials(struct paste *paste, struct device_facts *facts)
{
	facts->serial = masked(paste, facts->serial);
	for (size_t i = 0; i < facts->members.count; i++)
		facts->members.items[i].serial = masked(paste, facts->members.items[i].serial);
	for (size_t i = 0; i < facts->readings.count; i++)
		if (facts->readings.items[i].fact == DEVICE_SERIAL)
			facts->readings.items[i].text = facts->serial;
}

/* A single unit is the device itself. */
static void
fold_member(struct device_facts *facts)
{
	struct device_member *only = facts->members.items;

	if (facts->members.count == 0)
		return;
	if (facts->model.len == 0)
		facts->model = only->model;
	if (facts->members.count > 1)
		return;
	facts->revision = facts->revision.len > 0 && only->revision.len == 0 ? facts->revision : only->revision;
	facts->serial = facts->serial.len > 0 ? facts->serial : only->serial;
	facts->members.count = 0;
}

static void
settle(struct paste *paste, struct reader *reader)
{
	struct device_facts *facts = reader->facts;

	if (reader->family != NULL) {
		facts->family = reader->family->name == NULL ? STR("") : str_of(reader->family->name);
		facts->kind = reader->family->kind;
		if (facts->maker.len == 0)
			facts->maker = str_of(reader->family->maker);
	}
	if (facts->maker.len == 0)
		facts->maker = facts->maker_read;
	settle_version(reader);
	facts->restart = restart_of(facts);
	fold_member(facts);
	mask_serials(paste, facts);
}

static struct err *
read_device(struct paste *paste, size_t device, struct device_facts *facts)
{
	struct reader reader = { .arena = paste->arena, .facts = facts, .text = &paste->text, .family = family_of(paste, device) };

	*facts = (struct device_facts){ .kind = COMPONENT_OTHER, .provenance = PROVENANCE_AGENT };
	for (struct part *part = paste->first[device]; part != NULL; part = part->next) {
		if (facts->first == 0) {
			facts->first = part->number;
			facts->host = part->host;
		}
		if (part->to > part->from)
			facts->last = paste->text.items[part->to - 1].number;
		TRY(read_part(paste, &reader, part));
	}
	settle(paste, &reader);
	return NULL;
}

/* -------------------------------------------------------------------------------------------- the paste */

static struct err *
send_paste(struct paste *paste, struct sink *sink)
{
	struct device_paste told = { .lines = paste->text.count > 0 ? paste->text.items[paste->text.count - 1].number : 0,
		.secrets = paste->text.secrets, .serials = paste->serials, .undecodable = paste->text.undecodable };

	for (size_t i = 0; i < paste->parts.count; i++) {
		const struct part *part = &paste->parts.items[i];

		list_push(paste->arena, &told.commands, ((struct device_command){ part->host, command_words(part->command, paste->arena),
		    part->number, (int64_t)(part->to - part->from), part->use, part->understood }));
	}
	return sink_record(sink, &device_paste_schema, &told, paste->arena);
}

struct err *
device_read_text(struct str text, const struct device_options *options, struct sink *sink, struct arena *arena)
{
	struct paste paste = { .arena = arena, .options = *options };
	size_t sent = 0;

	TRY(text_read(text, arena, &paste.text));
	split(&paste);
	TRY(assign(&paste));
	for (size_t device = 0; device < paste.count; device++) {
		struct device_facts facts;

		TRY(read_device(&paste, device, &facts));
		if (!is_device(&facts) && facts.neighbours.count == 0)
			continue;
		sent++;
		TRY(sink_record(sink, &device_facts_schema, &facts, arena));
	}
	if (sent == 0)
		return err_new(arena, ERR_FORMAT,
		    M("No network device was recognised: paste the output of show version (Yamaha: show environment, FortiGate: get system status) with its command line."));
	return send_paste(&paste, sink);
}

struct err *
device_read(struct input *input, const struct device_options *options, struct sink *sink, struct arena *arena)
{
	struct str text;

	TRY(input_all(input, LIMIT_PASTE_BYTES, arena, &text));
	return device_read_text(text, options, sink, arena);
}

struct err *
device_read_told(struct input *input, struct str told, struct sink *sink, struct arena *arena)
{
	struct device_options options = { .keep_serials = str_eq(told, STR("serials")) };

	return device_read(input, &options, sink, arena);
}
