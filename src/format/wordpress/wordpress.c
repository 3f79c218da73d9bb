#include "format/wordpress/wordpress.h"

#include "base/clock.h"
#include "base/limits.h"
#include "format/json/json.h"

enum { COLUMNS_MOST = 32, VERSION_MOST = 100 };

enum place { PLACE_OUTSIDE, PLACE_CORE, PLACE_THEME, PLACE_PLUGINS, PLACE_SERVER, PLACE_DATABASE, PLACE_LIST };

struct reading {
	struct sink            *sink;
	struct arena           *item;        /* reset with every line    */
	struct arena           *arena;
	struct inventory_head   head;
	enum place              place;
	int64_t                 line;
	size_t                  sent;
	/* wp-cli's list: which column is what */
	char                    separator;
	size_t                  name, version, title, columns;
	/* Site Health's theme, told over several lines */
	struct str              theme;
};

/* ---------------------------------------------------------------------------------------------- sending */

static struct err *
send(struct reading *reading, struct str name, struct str version, struct str vendor)
{
	struct component component = {
		.kind = COMPONENT_APPLICATION, .name = name, .version = version, .vendor = vendor,
		.place = arena_printf(reading->item, "%lld", (long long)reading->line),
	};

	reading->sent++;
	return sink_record(reading->sink, &component_schema, &component, reading->item);
}

static struct err *
send_core(struct reading *reading, struct str version)
{
	struct component component = {
		.kind = COMPONENT_APPLICATION, .name = STR("WordPress"), .version = version, .vendor = STR("WordPress.org"),
		.cpe = STR("cpe:2.3:a:wordpress:wordpress:*:*:*:*:*:*:*:*"),
		.place = arena_printf(reading->item, "%lld", (long long)reading->line),
	};

	reading->sent++;
	return sink_record(reading->sink, &component_schema, &component, reading->item);
}

/* ------------------------------------------------------------------------------------------- wp-cli's lists */

static struct str
next_cell(struct str *rest, char separator, struct arena *arena)
{
	char *out = arena_alloc(arena, rest->len + 1);
	size_t len = 0, at = 0;
	bool quoted = rest->len > 0 && rest->ptr[0] == '"';

	for (at = quoted; at < rest->len; at++) {
		char c = rest->ptr[at];

		if (quoted && c == '"') {
			if (at + 1 >= rest->len || rest->ptr[at + 1] != '"')
				quoted = false;
			else
				out[len++] = rest->ptr[++at];
		} else if (!quoted && c == separator)
			break;
		else
			out[len++] = c;
	}
	*rest = str_from(*rest, at + 1);
	return str_trim_space((struct str){ out, len });
}

/* "name,status,update,version": is this line a list's head? */
static bool
take_head(struct reading *reading, struct str line)
{
	static const char separators[] = { ',', '\t' };

	for (size_t i = 0; i < ARRAY_LEN(separators); i++) {
		struct str rest = line;
		size_t name = SIZE_MAX, version = SIZE_MAX, title = SIZE_MAX, column = 0;

		for (; rest.len > 0 && column < COLUMNS_MOST; column++) {
			struct str cell = next_cell(&rest, separators[i], reading->item);

			if (str_eq(cell, STR("name")))
				name = column;
			else if (str_eq(cell, STR("version")))
				version = column;
			else if (str_eq(cell, STR("title")))
				title = column;
		}
		if (name == SIZE_MAX || version == SIZE_MAX)
			continue;
		reading->separator = separators[i];
		reading->name = name;
		reading->version = version;
		reading->title = title;
		reading->columns = column;
		reading->place = PLACE_LIST;
		return true;
	}
	return false;
}

static struct err *
read_row(struct reading *reading, struct str line)
{
	struct str cells[COLUMNS_MOST] = { { 0 } }, rest = line;
	size_t count = 0;

	while (rest.len > 0 && count < COLUMNS_MOST)
		cells[count++] = next_cell(&rest, reading->separator, reading->item);
	if (count <= reading->name || cells[reading->name].len == 0 || count > reading->columns)
		return sink_refuse(reading->sink, str_sub(line, 0, 80), -1, reading->line,
		    err_new(reading->item, ERR_FORMAT, M("The line has not the columns of the list's head.")), reading->item);
	return send(reading, cells[reading->name], count > reading->version ? cells[reading->version] : STR(""), STR(""));
}

static struct err *
read_json(struct reading *reading, struct str text)
{
	struct json_reader *reader = json_reader_new();
	struct json root;
	struct err *err = json_parse(reader, text, reading->arena, &root);

	for (struct json_iter i = json_each(root); err == NULL && json_next(&i);) {
		struct str name = json_get_str(i.value, "name");

		arena_reset(reading->item);
		reading->line++;
		if (name.len == 0)
			err = sink_refuse(reading->sink, STR(""), -1, reading->line,
			    err_new(reading->item, ERR_FORMAT, M("An entry of the list has no name.")), reading->item);
		else
			err = send(reading, name, json_get_str(i.value, "version"), STR(""));
	}
	json_reader_free(reader);
	return err;
}

/* ----------------------------------------------------------------------------------------------- Site Health */

static const struct { struct str begin; enum place place; } sections[] = {
	{ STR_INIT("wp-core"), PLACE_CORE },           { STR_INIT("wp-active-theme"), PLACE_THEME },
	{ STR_INIT("wp-parent-theme"), PLACE_THEME },  { STR_INIT("wp-themes-inactive"), PLACE_PLUGINS },
	{ STR_INIT("wp-mu-plugins"), PLACE_PLUGINS },  { STR_INIT("wp-plugins-active"), PLACE_PLUGINS },
	{ STR_INIT("wp-plugins-inactive"), PLACE_PLUGINS }, { STR_INIT("wp-server"), PLACE_SERVER },
	{ STR_INIT("wp-database"), PLACE_DATABASE },
};

static bool
take_section(struct reading *reading, struct str line)
{
	struct str name = line;

	if (!str_take(&name, STR("### ")))
		return false;
	reading->place = PLACE_OUTSIDE;
	reading->theme = STR("");
	for (size_t i = 0; i < ARRAY_LEN(sections); i++)
		if (str_starts(name, sections[i].begin))
			reading->place = sections[i].place;
	return true;
}

/* What stands behind one of these words, up to a comma; "" when none does. */
static struct str
after(struct str text, const struct str *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t at = str_find(text, words[i]);
		struct str rest;

		if (at == SIZE_MAX)
			continue;
		str_cut(str_from(text, at + words[i].len), ',', &rest, &(struct str){ 0 });
		return str_trim_space(rest);
	}
	return STR("");
}

/* "Contact Form 7: version: 5.9.8, author: …"; a title may have a colon of its own. */
static struct err *
read_plugin(struct reading *reading, struct str line)
{
	static const struct str versions[] = { STR_INIT(": version: "), STR_INIT(": バージョン: ") };
	static const struct str authors[] = { STR_INIT("author: "), STR_INIT("作者: "), STR_INIT("開発者: ") };

	for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
		size_t at = str_find(line, versions[i]);

		if (at != SIZE_MAX && at > 0)
			return send(reading, str_trim_space(str_sub(line, 0, at)), after(str_from(line, at), &versions[i], 1),
			    after(str_from(line, at), authors, ARRAY_LEN(authors)));
	}
	return sink_refuse(reading->sink, str_sub(line, 0, 80), -1, reading->line,
	    err_new(reading->item, ERR_FORMAT, M("The line names no version: it is taken from Site Health as copied to the clipboard.")),
	    reading->item);
}

/* "Twenty Twenty-Four (twentytwentyfour)": the slug in brackets is what wp-cli writes too. */
static struct str
slug_of(struct str name)
{
	struct str head, slug;

	if (!str_take_end(&name, STR(")")) || !str_cut_last(name, '(', &head, &slug) || slug.len == 0)
		return name;
	return slug;
}

/* The first word of "Apache/2.4.57 (Debian)" at the stroke; of "8.1.27 64bit" the number. */
static struct err *
read_server(struct reading *reading, struct str key, struct str value)
{
	struct str word, name, version;

	str_cut(value, ' ', &word, &(struct str){ 0 });
	if (str_eq(key, STR("httpd_software")) && word.len > 0) {
		str_cut(word, '/', &name, &version);
		return send(reading, str_eq(name, STR("Apache")) ? STR("Apache HTTP Server") : name, version, STR(""));
	}
	if (str_eq(key, STR("php_version")) && word.len > 0 && char_is_digit(word.ptr[0]))
		return send(reading, STR("PHP"), word, STR("The PHP Group"));
	return NULL;
}

static struct err *
read_database(struct reading *reading, struct str key, struct str value)
{
	struct str version;

	if (!str_eq(key, STR("server_version")) || value.len == 0)
		return NULL;
	str_cut(value, '-', &version, &(struct str){ 0 });
	return send(reading, str_find(value, STR("MariaDB")) != SIZE_MAX ? STR("MariaDB") : STR("MySQL"), version, STR(""));
}

static struct err *
read_theme(struct reading *reading, struct str key, struct str value)
{
	if (str_eq(key, STR("name")))
		reading->theme = arena_copy(reading->arena, slug_of(value));
	if (!str_eq(key, STR("version")) || reading->theme.len == 0)
		return NULL;
	str_cut(value, ' ', &value, &(struct str){ 0 });   /* "1.0 (Latest version: 1.2)" */
	return send(reading, reading->theme, value, STR(""));
}

/* ----------------------------------------------------------------------------------------------- lines */

static bool
is_core_version(struct str line)
{
	for (size_t i = 0; i < line.len; i++)
		if (!char_is_alnum(line.ptr[i]) && line.ptr[i] != '.' && line.ptr[i] != '-')
			return false;
	return line.len > 2 && line.len < VERSION_MOST && char_is_digit(line.ptr[0]) && str_find_char(line, '.') != SIZE_MAX;
}

static struct err *
read_line(struct reading *reading, struct str line)
{
	struct str key, value;

	if (take_section(reading, line) || take_head(reading, line))
		return NULL;
	if (reading->place == PLACE_LIST && str_find_char(line, reading->separator) != SIZE_MAX)
		return read_row(reading, line);
	if (is_core_version(line))
		return send_core(reading, line);
	if (reading->place == PLACE_PLUGINS)
		return read_plugin(reading, line);
	str_cut(line, ':', &key, &value);
	value = str_trim_space(value);
	if (reading->place == PLACE_CORE && str_eq(key, STR("version"))) {
		str_cut(value, ' ', &value, &(struct str){ 0 });
		return send_core(reading, value);
	}
	if (reading->place == PLACE_THEME)
		return read_theme(reading, key, value);
	if (reading->place == PLACE_SERVER)
		return read_server(reading, key, value);
	return reading->place == PLACE_DATABASE ? read_database(reading, key, value) : NULL;
}

static struct err *
read_text(struct reading *reading, struct str text)
{
	struct str line;

	for (; str_line(&text, &line); arena_reset(reading->item)) {
		reading->line++;
		line = str_trim_space(line);
		if (line.len == 0 || str_eq(line, STR("`")))
			continue;
		/* A list as JSON stands on one line. */
		if (str_starts(line, STR("[")))
			TRY(read_json(reading, line));
		else
			TRY(read_line(reading, line));
	}
	return NULL;
}

struct err *
wordpress_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct reading reading = {
		.sink = sink, .item = item, .arena = arena,
		.head = { .format = STR("WordPress"), .made = INSTANT_NONE, .provenance = PROVENANCE_AGENT },
	};
	struct str text;
	struct err *err;

	TRY(input_all(input, LIMIT_DOCUMENT_BYTES, arena, &text));
	if (!str_is_text(text))
		return err_new(arena, ERR_FORMAT, M("{file} holds bytes that are not UTF-8 text."), ARG("file", input->name));
	str_take(&text, STR("\xef\xbb\xbf"));
	err = str_starts(str_trim_space(text), STR("[")) && str_find(text, STR("\n")) != SIZE_MAX && str_ends(str_trim_space(text), STR("]"))
	    ? read_json(&reading, str_trim_space(text)) : read_text(&reading, text);
	if (err != NULL)
		return err_copy(err, arena);
	if (reading.sent == 0)
		return err_new(arena, ERR_FORMAT,
		    M("{file} is neither a list of wp-cli (wp plugin list --format=csv) nor Site Health's information copied to the clipboard."),
		    ARG("file", input->name));
	list_push(arena, &reading.head.coverage, ((struct coverage_row){ LAYER_APPLICATIONS, COVERAGE_PARTIAL }));
	return sink_record(sink, &inventory_head_schema, &reading.head, arena);
}
