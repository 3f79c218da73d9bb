/*
 * systeminfo.c - as list, table and CSV, in any language and encoding.
 *
 * The names of the fields are translated, their order and the shape of the version are not: name, system, version stand one
 * after another, and only the version looks like "10.0.19045 N/A Build 19045". So this reads what no list of languages has.
 */
#include "format/windows/parts.h"

/* "10.0.19045 …19045": three numbers, and at the end the third again. */
static bool
is_version(struct str text, struct str *ret_version)
{
	struct str head, tail, version, number, build = STR("");
	size_t parts = 0;

	text = str_trim_space(text);
	if (!str_cut(text, ' ', &version, &tail) || !str_cut_last(text, ' ', &head, &tail))
		return false;
	for (struct str rest = version; str_split(&rest, '.', &number); parts++) {
		uint64_t value;

		if (!str_to_u64(number, &value))
			return false;
		build = number;
	}
	*ret_version = version;
	return parts == 3 && str_eq(build, tail);
}

static struct str
arch_of(struct str value)
{
	static const struct { struct str begin, arch; } arches[] = {
		{ STR_INIT("x64-"), STR_INIT("x64") }, { STR_INIT("ARM64-"), STR_INIT("arm64") }, { STR_INIT("X86-"), STR_INIT("x86") },
	};

	for (size_t i = 0; i < ARRAY_LEN(arches); i++)
		if (str_starts_nocase(value, arches[i].begin))
			return arches[i].arch;
	return STR("");
}

/* "6.1.7601" and "6.1.7601 Service Pack 1 Build 7601" */
static void
take_version(struct windows_pc *pc, struct str version, struct str value)
{
	size_t at = str_find(value, STR("Service Pack "));
	struct str nt, build, major, minor, number;

	(void)str_cut_last(version, '.', &nt, &build);
	(void)str_cut(nt, '.', &major, &minor);
	pc_set(&pc->build, build);
	pc_set(&pc->nt_version, nt);
	(void)str_to_i64(major, &pc->major);
	(void)str_to_i64(minor, &pc->minor);
	if (at != SIZE_MAX) {
		(void)str_cut(str_from(value, at + strlen("Service Pack ")), ' ', &number, &nt);
		pc_set(&pc->service_pack, arena_printf(pc->arena, "Service Pack %.*s", STR_ARG(number)));
	}
	pc->has_os = pc->has_anything = true;
}

/* "[01]: KB5034441": is it an entry, and which update is it? "[24", cut off by a console, is none. */
static bool
take_entry(struct windows_pc *pc, struct str text, size_t *entries)
{
	struct str number, rest, kb;
	uint64_t value;

	if (!str_take(&text, STR("[")) || !str_cut(text, ']', &number, &rest) || !str_to_u64(number, &value)
	    || !str_take(&rest, STR(":")))
		return false;
	kb = pc_kb(pc, str_trim_space(rest));
	if (kb.len > 0)
		pc_update(pc, kb, false);
	(*entries)++;
	return true;
}

static uint64_t
first_number(struct str text)
{
	uint64_t number = 0;
	size_t i = 0;

	while (i < text.len && !char_is_digit(text.ptr[i]))
		i++;
	for (; i < text.len && char_is_digit(text.ptr[i]) && number < 100000; i++)
		number = number * 10 + (uint64_t)(text.ptr[i] - '0');
	return number;
}

static void
end_updates(struct windows_pc *pc, struct str said, size_t entries)
{
	pc->has_updates = true;
	pc->updates_cut = pc->updates_cut || first_number(said) != entries;
}

/* ------------------------------------------------------------------------------------------- as list */

struct list_reading {
	struct windows_pc *pc;
	struct str         values[2];     /* of the two lines before */
	size_t             fields;
	bool               known;         /* the version has come    */
	struct str         said;          /* "10 Hotfix(s) Installed." */
	bool               in_updates, saw_updates;
	size_t             entries;
};

static struct str
value_of(struct str line)
{
	struct str name, value;

	(void)str_cut(line, ':', &name, &value);
	return str_trim_space(value);
}

/* Is the first entry beneath a heading an update? "[01]: Intel64 Family …" stands beneath the processors. */
static bool
begins_updates(struct windows_pc *pc, struct str rest)
{
	struct str line = { 0 }, number, told;

	(void)str_line(&rest, &line);
	line = str_trim_space(line);
	if (!str_take(&line, STR("[01]:")))
		return false;
	number = told = str_trim_space(line);
	return pc_kb(pc, told).len > 0 || str_starts(told, STR("File ")) || str_starts(told, STR("{")) || str_starts(number, STR("Q"));
}

static void
list_field(struct list_reading *reading, struct str line, struct str rest)
{
	struct windows_pc *pc = reading->pc;
	struct str value = value_of(line), version;

	if (reading->in_updates)
		end_updates(pc, reading->said, reading->entries);
	reading->in_updates = false;
	if (!reading->known && is_version(value, &version)) {
		reading->known = true;
		take_version(pc, version, value);
		if (reading->fields >= 1)
			pc_set(&pc->os_name, reading->values[1]);
		if (reading->fields >= 2)
			pc_set(&pc->host, reading->values[0]);
	}
	if (reading->known)
		pc_set(&pc->arch, arch_of(value));
	if (reading->known && !reading->saw_updates && begins_updates(pc, rest)) {
		reading->in_updates = reading->saw_updates = true;
		reading->said = value;
		reading->entries = 0;
	}
	reading->values[0] = reading->values[1];
	reading->values[1] = value;
	reading->fields++;
}

enum { VERSION_WITHIN = 4 };      /* fields: else it is no systeminfo */

static bool
read_list(struct windows_pc *pc, struct str text)
{
	struct list_reading reading = { .pc = pc };
	struct str line;

	while (str_line(&text, &line)) {
		if (str_trim_space(line).len == 0)
			continue;
		if (!char_is_space(line.ptr[0]) && str_find_char(line, ':') != SIZE_MAX)
			list_field(&reading, line, text);
		else if (reading.in_updates)
			(void)take_entry(pc, str_trim_space(line), &reading.entries);
		if (!reading.known && reading.fields >= VERSION_WITHIN)
			return false;
	}
	if (reading.in_updates)
		end_updates(pc, reading.said, reading.entries);
	return reading.known;
}

/* ----------------------------------------------------------------------------------- as table and CSV */

/* "4 Hotfix(s) Installed.,[01]: KB5017264,[02]: …" in one cell. */
static void
take_updates_cell(struct windows_pc *pc, struct str cell)
{
	struct str said, rest = cell, piece;
	size_t entries = 0;

	(void)str_split(&rest, ',', &said);
	while (str_split(&rest, ',', &piece))
		(void)take_entry(pc, str_trim_space(piece), &entries);
	end_updates(pc, said, entries);
}

static bool
take_cells(struct windows_pc *pc, const struct str *cells, size_t count)
{
	size_t version_at = SIZE_MAX;
	struct str version;

	for (size_t i = 0; i < count && i < VERSION_WITHIN && version_at == SIZE_MAX; i++)
		if (is_version(cells[i], &version))
			version_at = i;
	if (version_at == SIZE_MAX)
		return false;
	take_version(pc, version, cells[version_at]);
	if (version_at >= 1)
		pc_set(&pc->os_name, str_trim_space(cells[version_at - 1]));
	if (version_at >= 2)
		pc_set(&pc->host, str_trim_space(cells[version_at - 2]));
	for (size_t i = version_at + 1; i < count; i++) {
		pc_set(&pc->arch, arch_of(str_trim_space(cells[i])));
		if (!pc->has_updates && str_find(cells[i], STR("[01]: KB")) != SIZE_MAX)
			take_updates_cell(pc, cells[i]);
	}
	return true;
}

static bool
read_csv(struct windows_pc *pc, struct str text)
{
	struct csv_rows rows = csv_rows_of(text, pc->arena);

	for (size_t i = 0; i < rows.count && i < 3; i++)
		if (take_cells(pc, rows.items[i].cells, rows.items[i].count))
			return true;
	return false;
}

/* How many columns of a console a character takes. */
static size_t
width_of(uint32_t point)
{
	return point >= 0x1100 && !(point >= 0xff61 && point <= 0xff9f) ? 2 : 1;
}

/* The piece of a line from one column of the console to another. */
static struct str
piece_of(struct str line, size_t from, size_t width)
{
	size_t at = 0, column = 0, begin;

	for (; at < line.len && column < from; ) {
		uint32_t point = 0;
		size_t len = str_point(line, at, &point);

		at += len == 0 ? 1 : len;
		column += len == 0 ? 1 : width_of(point);
	}
	for (begin = at; at < line.len && column < from + width; ) {
		uint32_t point = 0;
		size_t len = str_point(line, at, &point);

		at += len == 0 ? 1 : len;
		column += len == 0 ? 1 : width_of(point);
	}
	return str_trim_space(str_sub(line, begin, at - begin));
}

/* A line of names, a line of "=====" as long as each column, a line of values. */
static bool
read_table(struct windows_pc *pc, struct str text)
{
	struct str line = { 0 }, rule, cells[48] = { { 0 } };
	size_t count = 0, column = 0;

	while (str_line(&text, &line) && !str_starts(line, STR("==")))
		;
	if (!str_starts(line, STR("==")))
		return false;
	rule = line;
	if (!str_line(&text, &line))
		return false;
	for (struct str run; count < ARRAY_LEN(cells) && str_split(&rule, ' ', &run); column += run.len + 1)
		cells[count++] = piece_of(line, column, run.len);
	return take_cells(pc, cells, count);
}

bool
read_systeminfo(struct windows_pc *pc, struct str text)
{
	struct str begin = str_trim_space(text);

	if (str_starts(begin, STR("\"")))
		return read_csv(pc, begin);
	return read_list(pc, text) || read_table(pc, text);
}
