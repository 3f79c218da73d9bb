#include "format/dpkg/dpkg.h"

#include "base/limits.h"
#include "format/component/component.h"

struct dpkg_reading {
	struct sink            *sink;
	struct arena           *item;      /* reset per package */
	struct arena           *arena;     /* what outlives one component */
	struct inventory_tally  tally;
	struct inventory_head   head;
	int64_t                 line;      /* of the line just taken, from 1 */
	bool                    sourceless;    /* the form does not name source packages */
};

/* One package as any of the three forms gives it. */
struct dpkg_row {
	struct str name, version, arch, source_name, source_version;
	bool       installed;
	int64_t    line;
};

/* ------------------------------------------------------------------------------- one package */

static struct err *
refuse(struct dpkg_reading *reading, struct str name, int64_t line, const struct err *err)
{
	reading->tally.refused++;
	return sink_refuse(reading->sink, name, -1, line, err, reading->item);
}

static struct err *
send(struct dpkg_reading *reading, struct dpkg_row row)
{
	struct component component = { .kind = COMPONENT_OS_PACKAGE };
	struct str suffix;

	arena_reset(reading->item);
	if (!row.installed)
		return NULL;
	str_cut(row.name, ':', &row.name, &suffix);    /* libc6:amd64 */
	if (row.name.len == 0 || row.version.len == 0)
		return refuse(reading, row.name, row.line,
		    err_new(reading->item, ERR_FORMAT, M("An installed package has no name or no version.")));
	component.name = row.name;
	component.version = row.version;
	component.arch = row.arch;
	component.source_name = row.source_name;
	component.source_version = row.source_version;
	component.place = arena_printf(reading->item, "%lld", (long long)row.line);
	component_finish(&component, &reading->tally.system, reading->item);
	if (reading->sourceless)
		component_forget_source(&component);
	inventory_tally_add(&reading->tally, &component, reading->arena);
	return sink_record(reading->sink, &component_schema, &component, reading->item);
}

static bool
take_line(struct dpkg_reading *reading, struct str *rest, struct str *ret_line)
{
	reading->line++;
	return str_line(rest, ret_line);
}

/* ------------------------------------------------------------------------------- paragraphs */

/* "install ok installed": the third word is the state; a status.d file of a small image has none. */
static bool
state_is_installed(struct str state)
{
	struct str head, word;

	if (!str_cut_last(str_trim_space(state), ' ', &head, &word))
		word = head;
	return !str_eq(word, STR("not-installed")) && !str_eq(word, STR("config-files"));
}

/* "openssl (1.1.1-1)", or "openssl" when its version is the binary's. */
static void
take_source(struct dpkg_row *row, struct str value)
{
	struct str version;

	if (str_cut(value, '(', &row->source_name, &version)) {
		str_cut(version, ')', &version, &(struct str){ 0 });
		row->source_version = str_trim_space(version);
	}
	row->source_name = str_trim_space(row->source_name);
}

static void
take_field(struct dpkg_row *row, struct str line)
{
	struct str name, value;

	if (!str_cut(line, ':', &name, &value))
		return;
	value = str_trim_space(value);
	if (str_eq_nocase(name, STR("Package")))
		row->name = value;
	else if (str_eq_nocase(name, STR("Version")))
		row->version = value;
	else if (str_eq_nocase(name, STR("Architecture")))
		row->arch = value;
	else if (str_eq_nocase(name, STR("Source")))
		take_source(row, value);
	else if (str_eq_nocase(name, STR("Status")))
		row->installed = state_is_installed(value);
}

static struct err *
read_paragraphs(struct dpkg_reading *reading, struct str text)
{
	struct dpkg_row row = { .installed = true };
	struct str line;

	reading->head.provenance = PROVENANCE_AGENT;
	reading->head.format = STR("dpkg status");
	while (take_line(reading, &text, &line)) {
		if (str_trim_space(line).len == 0) {
			if (row.line > 0)
				TRY(send(reading, row));
			row = (struct dpkg_row){ .installed = true };
			continue;
		}
		if (char_is_space(line.ptr[0]))    /* the rest of a long field */
			continue;
		/* status.d files set one after another need not have an empty line between them */
		if (row.name.len > 0 && str_starts_nocase(line, STR("Package:"))) {
			TRY(send(reading, row));
			row = (struct dpkg_row){ .installed = true };
		}
		if (row.line == 0)
			row.line = reading->line;
		take_field(&row, line);
	}
	return row.line > 0 ? send(reading, row) : NULL;
}

/* ------------------------------------------------------------------------------- dpkg-query, dpkg -l */

/* "ii", "hi", "rc": the second letter is the state. */
static bool
abbreviation_is_installed(struct str word)
{
	return word.len >= 2 && word.ptr[1] != 'n' && word.ptr[1] != 'c' && word.ptr[1] != ' ';
}

static struct err *
read_query(struct dpkg_reading *reading, struct str text)
{
	struct str line;

	reading->head.provenance = PROVENANCE_AGENT;
	reading->head.format = STR("dpkg-query");
	while (take_line(reading, &text, &line)) {
		struct str columns[6] = { { 0 } }, rest = line, column;
		size_t count = 0;

		arena_reset(reading->item);
		if (str_trim_space(line).len == 0)
			continue;
		for (; str_split(&rest, '\t', &column); count++)
			if (count < ARRAY_LEN(columns))
				columns[count] = str_trim_space(column);
		if (count < 5 || count > 6) {
			TRY(refuse(reading, columns[0], reading->line, err_new(reading->item, ERR_FORMAT,
			    M("The line has {count} columns between tabs; a package has 6."), ARG_N("count", count))));
			continue;
		}
		TRY(send(reading, (struct dpkg_row){
			.name = columns[0], .version = columns[1], .arch = columns[2],
			.source_name = columns[3], .source_version = columns[4],
			.installed = count == 5 || abbreviation_is_installed(columns[5]),
			.line = reading->line,
		}));
	}
	return NULL;
}

/* The next word between spaces. */
static struct str
take_word(struct str *rest)
{
	struct str word;

	*rest = str_trim_space(*rest);
	str_cut(*rest, ' ', &word, rest);
	return word;
}

static bool
is_table_head(struct str line)
{
	return str_starts(line, STR("Desired=")) || str_starts(line, STR("|")) || str_starts(line, STR("+++-"));
}

static struct err *
read_table(struct dpkg_reading *reading, struct str text)
{
	struct str line;

	reading->head.provenance = PROVENANCE_AGENT;
	reading->head.format = STR("dpkg -l");
	reading->sourceless = true;
	TRY(sink_warn(reading->sink, STR(""), -1, -1, err_new(reading->item, ERR_FORMAT,
	    M("dpkg -l does not name source packages, so some packages cannot be judged; use dpkg-query as the manual shows.")),
	    reading->item));
	while (take_line(reading, &text, &line)) {
		struct dpkg_row row = { .line = reading->line };
		struct str state;

		if (str_trim_space(line).len == 0 || is_table_head(line))
			continue;
		state = take_word(&line);
		row.name = take_word(&line);
		row.version = take_word(&line);
		row.arch = take_word(&line);
		row.installed = abbreviation_is_installed(state);
		TRY(send(reading, row));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------- which form */

static struct str
first_line(struct str text)
{
	struct str line = { 0 };

	while (str_line(&text, &line))
		if (str_trim_space(line).len > 0)
			return line;
	return STR("");
}

static struct err *
read_form(struct dpkg_reading *reading, struct str text)
{
	struct str line = first_line(text);

	if (is_table_head(line) || str_starts(line, STR("ii ")))
		return read_table(reading, text);
	if (str_find_char(line, '\t') != SIZE_MAX)
		return read_query(reading, text);
	if (str_find_char(line, ':') != SIZE_MAX)
		return read_paragraphs(reading, text);
	return err_new(reading->item, ERR_FORMAT,
	    M("This is not a list of dpkg packages: neither a status file nor what dpkg-query or dpkg -l prints."));
}

static struct err *
read_all(struct dpkg_reading *reading, struct str text, struct arena *arena)
{
	struct component system;
	struct str rest = text;

	if (!str_is_text(text))
		return err_new(arena, ERR_FORMAT, M("The list of packages holds bytes that are not UTF-8 text."));
	if (system_take_lines(&reading->tally.system, &rest, arena)) {
		for (size_t i = 0; i < text.len - rest.len; i++)
			reading->line += text.ptr[i] == '\n';
		system = component_of_system(&reading->tally.system);
		inventory_tally_add(&reading->tally, &system, reading->arena);
		TRY(sink_record(reading->sink, &component_schema, &system, reading->item));
	}
	TRY(read_form(reading, rest));
	return inventory_end_list(&reading->tally, &reading->head, reading->sink, arena);
}

struct err *
dpkg_read_text(struct str text, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct dpkg_reading reading = { .sink = sink, .item = item, .arena = arena, .head = { .tool = STR("dpkg"), .made = INSTANT_NONE } };
	struct err *err;

	err = read_all(&reading, text, arena);
	return err == NULL ? NULL : err_copy(err, arena);    /* the item arena goes */
}

struct err *
dpkg_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct str text;

	TRY(input_all(input, LIMIT_DOCUMENT_BYTES, arena, &text));
	return dpkg_read_text(text, sink, arena);
}
