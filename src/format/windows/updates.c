/*
 * updates.c - which updates are installed: wmic qfe, Get-HotFix, dism /online /get-packages.
 */
#include "format/windows/parts.h"

/* ------------------------------------------------------------------------- wmic qfe and Get-HotFix */

static bool
take_name(struct windows_pc *pc, struct str name, struct str value)
{
	static const struct str hosts[] = { STR_INIT("CSName"), STR_INIT("Source"), STR_INIT("PSComputerName"), STR_INIT("Node"),
		STR_INIT("__SERVER") };
	struct str kb;

	if (str_eq_nocase(name, STR("HotFixID"))) {
		kb = pc_kb(pc, value);
		if (kb.len > 0)
			pc_update(pc, kb, false);
		pc->has_updates = pc->has_anything = true;
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(hosts); i++)
		if (str_eq_nocase(name, hosts[i]) && value.len > 0)
			pc_set(&pc->host, value);
	return false;
}

/* "HotFixID=KB5034441" of wmic /format:list, "HotFixID : KB5034441" of Format-List. */
static bool
read_pairs(struct windows_pc *pc, struct str text)
{
	struct str line, name, value;
	bool found = false;

	while (str_line(&text, &line))
		if (str_cut(line, '=', &name, &value) || str_cut(line, ':', &name, &value))
			found = take_name(pc, str_trim_space(name), str_trim_space(value)) || found;
	return found;
}

static bool
read_csv(struct windows_pc *pc, struct str text)
{
	struct csv_rows rows = csv_rows_of(text, pc->arena);
	const struct csv_row *head = NULL;
	bool found = false;

	for (size_t i = 0; i < rows.count; i++) {
		const struct csv_row *row = &rows.items[i];

		if (head == NULL) {
			for (size_t k = 0; k < row->count && head == NULL; k++)
				if (str_eq_nocase(str_trim_space(row->cells[k]), STR("HotFixID")))
					head = row;
			continue;
		}
		for (size_t k = 0; k < row->count && k < head->count; k++)
			found = take_name(pc, str_trim_space(head->cells[k]), str_trim_space(row->cells[k])) || found;
	}
	return found;
}

/* The next word of a line between spaces, with the place it begins at. */
static bool
next_word(struct str line, size_t *at, size_t *ret_begin, struct str *ret_word)
{
	while (*at < line.len && char_is_space(line.ptr[*at]))
		(*at)++;
	*ret_begin = *at;
	while (*at < line.len && !char_is_space(line.ptr[*at]))
		(*at)++;
	*ret_word = str_sub(line, *ret_begin, *at - *ret_begin);
	return ret_word->len > 0;
}

/* Where the heading names the computer's column; Format-Table and wmic both set values beneath its beginning. */
static size_t
host_column(struct str heading)
{
	struct str word;
	size_t at = 0, begin;

	while (next_word(heading, &at, &begin, &word))
		if (str_eq_nocase(word, STR("CSName")) || str_eq_nocase(word, STR("Source")))
			return begin;
	return SIZE_MAX;
}

/*
 * A table: names in a line, values beneath. The columns' widths follow what is in them, and a description may hold "(KB893803)":
 * an update is a word that is its number and nothing else.
 */
static bool
read_table(struct windows_pc *pc, struct str text)
{
	size_t host = SIZE_MAX, at, begin;
	struct str line, word, kb;
	bool found = false;

	while (str_line(&text, &line)) {
		if (!found) {
			found = str_find(line, STR("HotFixID")) != SIZE_MAX;
			host = found ? host_column(str_from(line, str_find(line, STR("Caption")) == SIZE_MAX ? 0 : str_find(line, STR("Caption")))) : host;
			continue;
		}
		for (at = 0; next_word(line, &at, &begin, &word);) {
			kb = pc_kb(pc, word);
			if (kb.len > 0)
				pc_update(pc, kb, false);
			else if (begin == host && !str_starts(word, STR("--")))
				pc_set(&pc->host, word);
		}
	}
	pc->has_updates = pc->has_updates || found;
	pc->has_anything = pc->has_anything || found;
	return found;
}

bool
read_hotfixes(struct windows_pc *pc, struct str text)
{
	if (str_find(text, STR("HotFixID")) == SIZE_MAX)
		return false;
	return read_pairs(pc, text) || read_csv(pc, text) || read_table(pc, text);
}

/* ------------------------------------------------------------------------ dism /online /get-packages */

enum package_state { PACKAGE_OTHER, PACKAGE_INSTALLED, PACKAGE_PENDING, PACKAGE_UNREAD };

static enum package_state
state_of(struct str word)
{
	static const struct { struct str word; enum package_state state; } states[] = {
		{ STR_INIT("Installed"), PACKAGE_INSTALLED },
		{ STR_INIT("インストール済み"), PACKAGE_INSTALLED },
		{ STR_INIT("Install Pending"), PACKAGE_PENDING },
		{ STR_INIT("インストールの保留中"), PACKAGE_PENDING },
		{ STR_INIT("インストール保留中"), PACKAGE_PENDING },
		{ STR_INIT("Staged"), PACKAGE_OTHER },
		{ STR_INIT("ステージング済み"), PACKAGE_OTHER },
		{ STR_INIT("Superseded"), PACKAGE_OTHER },
		{ STR_INIT("置き換え済み"), PACKAGE_OTHER },
		{ STR_INIT("Uninstall Pending"), PACKAGE_OTHER },
		{ STR_INIT("アンインストールの保留中"), PACKAGE_OTHER },
		{ STR_INIT("Not Present"), PACKAGE_OTHER },
	};

	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (str_eq_nocase(word, states[i].word))
			return states[i].state;
	return PACKAGE_UNREAD;
}

/* "26100.9168": is it newer than what is known? */
static bool
is_newer(struct str version, struct str known)
{
	struct str a, b, c, d;
	uint64_t build, ubr, known_build, known_ubr;

	(void)str_cut(version, '.', &a, &b);
	(void)str_cut(known, '.', &c, &d);
	if (!str_to_u64(a, &build) || !str_to_u64(b, &ubr))
		return false;
	if (!str_to_u64(c, &known_build) || !str_to_u64(d, &known_ubr))
		return true;
	return build != known_build ? build > known_build : ubr > known_ubr;
}

/* "Package_for_RollupFix~31bf3856ad364e35~amd64~~26100.9168.1.14": the last cumulative update, by the build it makes. */
static void
take_rollup(struct windows_pc *pc, struct str name, enum package_state state)
{
	struct str head, version, build, ubr, rest;

	if (!str_cut_last(name, '~', &head, &version) || !str_cut(version, '.', &build, &rest) || !str_cut(rest, '.', &ubr, &rest))
		return;
	version = arena_printf(pc->arena, "%.*s.%.*s", STR_ARG(build), STR_ARG(ubr));
	if (state == PACKAGE_PENDING)
		pc->component_restart = ANSWER_YES;
	else if (is_newer(version, pc->dism_version))
		pc->dism_version = version;
}

static void
take_package(struct windows_pc *pc, struct str name, struct str word)
{
	enum package_state state = state_of(word);
	struct str kb;

	pc->has_updates = pc->has_anything = true;
	if (state == PACKAGE_UNREAD) {
		pc->updates_cut = true;
		pc_warn(pc, err_new(pc->arena, ERR_FORMAT, M("The state \"{state}\" of the package {name} is not known: it does not count as installed."),
		    ARG("state", word), ARG("name", name)));
	}
	if (state != PACKAGE_INSTALLED && state != PACKAGE_PENDING)
		return;
	if (str_take_nocase(&name, STR("Package_for_RollupFix~"))) {
		take_rollup(pc, name, state);
	} else if (str_take_nocase(&name, STR("Package_for_"))) {
		kb = pc_kb(pc, str_sub(name, 0, str_find_char(name, '~')));
		if (kb.len > 0)
			pc_update(pc, kb, state == PACKAGE_PENDING);
	}
}

/* As list, "Package Identity : …" and the state in the next line; as table, "… | Installed | Update | …". */
bool
read_dism(struct windows_pc *pc, struct str text)
{
	struct str line, name, value, package = STR("");
	bool found = false;

	if (str_find(text, STR("~31bf3856ad364e35~")) == SIZE_MAX)
		return false;
	while (str_line(&text, &line)) {
		bool is_package = str_find(line, STR("~31bf3856ad364e35~")) != SIZE_MAX;

		if (is_package && str_cut(line, '|', &name, &value)) {
			(void)str_cut(value, '|', &value, &line);
			take_package(pc, str_trim_space(name), str_trim_space(value));
			found = true;
		} else if (str_cut(line, ':', &name, &value)) {
			if (!is_package && package.len > 0)
				take_package(pc, package, str_trim_space(value));
			package = is_package ? str_trim_space(value) : STR("");
			found = found || is_package;
		}
	}
	return found;
}
