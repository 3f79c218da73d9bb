/*
 * programs.c - Export-Csv of the Uninstall keys, and rows of CSV for the other readers.
 */
#include "format/windows/parts.h"

#include "format/table/table.h"

struct collecting {
	struct table_listener listener;
	struct csv_rows       rows;
	struct arena         *arena;
};

static struct err *
take_row(struct table_listener *listener, const struct table_row *row, struct arena *arena)
{
	struct collecting *collecting = (struct collecting *)listener;
	struct csv_row *own = list_add(collecting->arena, &collecting->rows);

	(void)arena;
	own->cells = ARENA_ARRAY(collecting->arena, struct str, row->count);
	own->count = row->count;
	for (size_t i = 0; i < row->count; i++)
		own->cells[i] = arena_copy(collecting->arena, row->cells[i]);
	return NULL;
}

struct csv_rows
csv_rows_of(struct str text, struct arena *arena)
{
	struct collecting collecting = { .listener = { take_row }, .arena = arena };
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct input_bytes bytes;

	if (table_read(input_of_bytes(&bytes, text, STR("csv")), &collecting.listener, scratch) != NULL)
		collecting.rows.count = 0;      /* no CSV, so no rows of it */
	return collecting.rows;
}

static const struct {
	struct str name;
	size_t     offset;
} columns[] = {
	{ STR_INIT("DisplayName"),     offsetof(struct windows_program, name) },
	{ STR_INIT("DisplayVersion"),  offsetof(struct windows_program, version) },
	{ STR_INIT("Publisher"),       offsetof(struct windows_program, publisher) },
	{ STR_INIT("ParentKeyName"),   offsetof(struct windows_program, parent) },
	{ STR_INIT("ReleaseType"),     offsetof(struct windows_program, release_type) },
	{ STR_INIT("PSChildName"),     offsetof(struct windows_program, key) },
};

/* PSPath tells the half: "Microsoft.PowerShell.Core\Registry::HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\…". */
static enum windows_half
half_of(struct str path)
{
	if (str_find(path, STR("HKEY_CURRENT_USER")) != SIZE_MAX || str_find(path, STR("HKEY_USERS")) != SIZE_MAX)
		return HALF_USER;
	return str_find(path, STR("WOW6432Node")) != SIZE_MAX || str_find(path, STR("Wow6432Node")) != SIZE_MAX ? HALF_32 : HALF_64;
}

static void
take_program(struct windows_pc *pc, const struct csv_row *head, const struct csv_row *row, int64_t number)
{
	struct windows_program told = { 0 }, *program;
	struct str path = STR("");

	for (size_t k = 0; k < row->count && k < head->count; k++) {
		struct str name = str_trim_space(head->cells[k]), cell = str_trim_space(row->cells[k]);

		for (size_t i = 0; i < ARRAY_LEN(columns); i++)
			if (str_eq_nocase(name, columns[i].name))
				*(struct str *)(void *)((char *)&told + columns[i].offset) = cell;
		if (str_eq_nocase(name, STR("SystemComponent")))
			told.hidden = str_eq(cell, STR("1"));
		else if (str_eq_nocase(name, STR("PSPath")))
			path = cell;
		else if (str_eq_nocase(name, STR("PSComputerName")) || str_eq_nocase(name, STR("ComputerName")))
			pc_set(&pc->host, cell);
	}
	if (told.key.len == 0)
		told.key = arena_printf(pc->arena, "row %lld", (long long)number);
	told.half = half_of(path);
	if (path.len > 0)
		pc->half_seen[told.half] = true;
	program = pc_program(pc, told.half, told.key);
	*program = told;
}

bool
read_programs_csv(struct windows_pc *pc, struct str text)
{
	struct csv_rows rows;
	const struct csv_row *head = NULL;

	if (str_find(str_sub(text, 0, 16384), STR("DisplayName")) == SIZE_MAX)
		return false;
	rows = csv_rows_of(text, pc->arena);
	for (size_t i = 0; i < rows.count; i++) {
		const struct csv_row *row = &rows.items[i];

		if (head != NULL) {
			take_program(pc, head, row, (int64_t)i);
			continue;
		}
		for (size_t k = 0; k < row->count && head == NULL; k++)
			if (str_eq_nocase(str_trim_space(row->cells[k]), STR("DisplayName")))
				head = row;
	}
	pc->has_anything = pc->has_anything || head != NULL;
	return head != NULL;
}
