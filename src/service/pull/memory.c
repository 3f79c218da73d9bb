/*
 * memory.c - what people set and what the program remembers of sources: files of "key = value" lines.
 */
#include "service/pull/plan.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"

enum { LINES_MOST = 16 << 20, MARKS_MOST = 64 };

struct str
pull_dir(const struct home *home, struct str part, struct arena *arena)
{
	return path_join(arena, path_join(arena, home->path, STR("pull")), part);
}

struct str
pull_asked_file(const struct home *home, const struct pull_source *source, struct arena *arena)
{
	return path_join(arena, pull_dir(home, STR("state"), arena), arena_printf(arena, "%s.asked", source->name));
}

struct err *
pull_lines(struct str file, pull_line_taker *take, void *context, struct arena *arena)
{
	struct str rest, line;

	if (!file_exists(file, arena))
		return NULL;
	TRY(file_read(file, LINES_MOST, arena, &rest));
	while (str_line(&rest, &line)) {
		struct str key, value;

		line = str_trim_space(line);
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		if (!str_cut(line, '=', &key, &value))
			return err_new(arena, ERR_FORMAT, M("{file}: this is no setting: \"{text}\"."), ARG("file", file), ARG("text", line));
		TRY(take(context, str_trim_space(key), str_trim_space(value), arena));
	}
	return NULL;
}

/* --------------------------------------------------------------------------------------------------- settings */

/* "90m", "2h", "7d". */
static bool
span_parse(struct str text, int64_t *ret_span)
{
	static const struct { char letter; int64_t unit; } units[] = { { 'm', 60 * INSTANT_SECOND }, { 'h', INSTANT_HOUR }, { 'd', INSTANT_DAY } };
	uint64_t number;

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (text.len < 2 || text.ptr[text.len - 1] != units[i].letter)
			continue;
		if (!str_to_u64(str_sub(text, 0, text.len - 1), &number) || number == 0 || number > 10000)
			return false;
		*ret_span = (int64_t)number * units[i].unit;
		return true;
	}
	return false;
}

static bool
set_on(struct pull_settings *settings, struct str value)
{
	settings->on = str_eq(value, STR("yes"));
	return settings->on || str_eq(value, STR("no"));
}

static bool
set_every(struct pull_settings *settings, struct str value)
{
	return span_parse(value, &settings->every);
}

static bool
set_max_age(struct pull_settings *settings, struct str value)
{
	return span_parse(value, &settings->age_limit);
}

static bool
set_url(struct pull_settings *settings, struct str value)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct fetch_url url;

	(void)str_take_end(&value, STR("/"));
	settings->url = value;
	return fetch_url_parse(value, arena, &url) == NULL;
}

static bool
set_key_file(struct pull_settings *settings, struct str value)
{
	settings->key_file = value;
	return value.len > 0;
}

static bool
set_pause(struct pull_settings *settings, struct str value)
{
	uint64_t ms;

	if (!str_to_u64(value, &ms) || ms > 600000)
		return false;
	settings->pause_ms = (int64_t)ms;
	return true;
}

static const struct { struct str key; bool (*set)(struct pull_settings *settings, struct str value); const char *wants; } setters[] = {
	{ STR_INIT("on"), set_on, M("The setting \"on\" is yes or no.") },
	{ STR_INIT("every"), set_every, M("The setting \"every\" is a span like 90m, 2h or 7d.") },
	{ STR_INIT("max_age"), set_max_age, M("The setting \"max_age\" is a span like 90m, 2h or 7d.") },
	{ STR_INIT("url"), set_url, M("The setting \"url\" is an address like https://feeds.example.jp/nvd.") },
	{ STR_INIT("key_file"), set_key_file, M("The setting \"key_file\" names a file that holds the key, readable by its owner only.") },
	{ STR_INIT("pause"), set_pause, M("The setting \"pause\" is milliseconds, 0 to 600000.") },
};

static struct err *
set_one(struct pull_settings *settings, struct str key, struct str value, struct arena *arena)
{
	for (size_t i = 0; i < ARRAY_LEN(setters); i++) {
		if (!str_eq(key, setters[i].key))
			continue;
		return setters[i].set(settings, value) ? NULL : err_new(arena, ERR_USAGE, setters[i].wants);
	}
	return err_new(arena, ERR_USAGE, M("Sources have no setting \"{key}\": take on, every, max_age, url, key_file or pause."), ARG("key", key));
}

struct reading_settings { const struct pull_source *source; struct pull_settings *settings; };

static struct err *
take_setting(void *context, struct str key, struct str value, struct arena *arena)
{
	struct reading_settings *reading = context;
	struct str name, part;

	if (!str_cut_last(key, '.', &name, &part))
		return err_new(arena, ERR_FORMAT, M("{file}: this is no setting: \"{text}\"."), ARG("file", STR("sources.conf")), ARG("text", key));
	return str_eq(name, str_of(reading->source->name)) ? set_one(reading->settings, part, value, arena) : NULL;
}

static struct str
settings_file(const struct home *home, struct arena *arena)
{
	return pull_dir(home, STR("sources.conf"), arena);
}

struct err *
pull_settings_of(const struct home *home, const struct pull_source *source, struct arena *arena, struct pull_settings *ret_settings)
{
	struct reading_settings reading = { source, ret_settings };
	struct err *err;

	*ret_settings = (struct pull_settings){
		.on = source->on, .url = str_of(source->url), .every = source->every_minutes * 60 * INSTANT_SECOND,
		.age_limit = source->age_days * INSTANT_DAY, .pause_ms = -1,
	};
	err = pull_lines(settings_file(home, arena), take_setting, &reading, arena);
	if (err != NULL)
		return err_wrap(arena, err, M("{file}"), ARG("file", settings_file(home, arena)));
	if (ret_settings->pause_ms < 0)
		ret_settings->pause_ms = ret_settings->key_file.len > 0 && source->pause_keyed_ms > 0 ? source->pause_keyed_ms : source->pause_ms;
	return NULL;
}

struct rewriting { struct buf *out; struct str name; bool all; /* every line of the source that is called so */ };

static struct err *
keep_line(void *context, struct str key, struct str value, struct arena *arena)
{
	struct rewriting *rewriting = context;
	struct str name, part;

	(void)arena;
	if (rewriting->all ? !str_cut_last(key, '.', &name, &part) || !str_eq(name, rewriting->name) : !str_eq(key, rewriting->name))
		buf_addf(rewriting->out, "%.*s = %.*s\n", STR_ARG(key), STR_ARG(value));
	return NULL;
}

struct err *
pull_setting_write(const struct home *home, const struct pull_source *source, struct str key, struct str value, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct rewriting rewriting = { &out, arena_printf(arena, "%s.%.*s", source->name, STR_ARG(key)), false };
	struct pull_settings tried = { 0 };

	for (size_t i = 0; i < value.len; i++)
		if ((unsigned char)value.ptr[i] < ' ')
			return err_new(arena, ERR_USAGE, M("The setting {key} is one line of text."), ARG("key", key));
	/* "" takes the line away: what can be set at all is asked with a value that fits nothing. */
	if (value.len > 0)
		TRY(set_one(&tried, key, value, arena));
	TRY(pull_lines(settings_file(home, arena), keep_line, &rewriting, arena));
	if (value.len > 0)
		buf_addf(&out, "%.*s = %.*s\n", STR_ARG(rewriting.name), STR_ARG(value));
	TRY(dir_make(pull_dir(home, STR(""), arena), arena));
	return file_write(settings_file(home, arena), buf_str(&out), arena);
}

struct err *
pull_settings_drop(const struct home *home, const struct pull_source *source, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct rewriting rewriting = { &out, str_of(source->name), true };

	TRY(pull_lines(settings_file(home, arena), keep_line, &rewriting, arena));
	return file_write(settings_file(home, arena), buf_str(&out), arena);
}

/* ------------------------------------------------------------------------------------------------------ state */

static const struct { struct str key; size_t offset; bool is_instant; } numbers[] = {
	{ STR_INIT("serial"), offsetof(struct pull_state, serial), false }, { STR_INIT("tried"), offsetof(struct pull_state, tried), true },
	{ STR_INIT("succeeded"), offsetof(struct pull_state, succeeded), true }, { STR_INIT("next"), offsetof(struct pull_state, next), true },
	{ STR_INIT("full"), offsetof(struct pull_state, full), true }, { STR_INIT("failures"), offsetof(struct pull_state, failures), false },
};
static const struct { struct str key; size_t offset; } texts[] = {
	{ STR_INIT("cursor"), offsetof(struct pull_state, cursor) }, { STR_INIT("said_en"), offsetof(struct pull_state, said_en) },
	{ STR_INIT("said_ja"), offsetof(struct pull_state, said_ja) },
};

/* URL, ETag, Last-Modified and digest, with tabs between: none of them can hold one. */
static void
take_mark(struct pull_state *state, struct str value, struct arena *arena)
{
	struct pull_mark mark = { 0 };
	struct str *parts[] = { &mark.url, &mark.etag, &mark.modified, &mark.digest };

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		(void)str_split(&value, '\t', parts[i]);
	list_push(arena, &state->marks, mark);
}

static struct err *
take_state(void *context, struct str key, struct str value, struct arena *arena)
{
	struct pull_state *state = context;
	int end;

	if (str_eq(key, STR("mark")))
		take_mark(state, value, arena);
	else if (str_eq(key, STR("more")))
		state->more = str_eq(value, STR("yes"));
	else if (str_eq(key, STR("end")) && enum_find(&pull_end_names, value, &end))
		state->end = (enum pull_end)end;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (str_eq(key, texts[i].key))
			*(struct str *)(void *)((char *)state + texts[i].offset) = value;
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		int64_t *number = (int64_t *)(void *)((char *)state + numbers[i].offset);

		if (!str_eq(key, numbers[i].key))
			continue;
		if (numbers[i].is_instant ? !instant_parse(value, ZONE_UTC, number) : !str_to_i64(value, number))
			return err_new(arena, ERR_FORMAT, M("The source's state holds \"{text}\", which is no time."), ARG("text", value));
	}
	return NULL;
}

static struct str
state_file(const struct home *home, const struct pull_source *source, struct arena *arena)
{
	return path_join(arena, pull_dir(home, STR("state"), arena), str_of(source->name));
}

struct err *
pull_state_of(const struct home *home, const struct pull_source *source, struct arena *arena, struct pull_state *ret_state)
{
	*ret_state = (struct pull_state){ .tried = INSTANT_NONE, .succeeded = INSTANT_NONE, .next = INSTANT_NONE, .full = INSTANT_NONE };
	return pull_lines(state_file(home, source, arena), take_state, ret_state, arena);
}

/* A sentence may quote a stranger; it stays one line. */
static struct str
one_line(struct str text, struct arena *arena)
{
	struct str copy = arena_copy(arena, text);
	char *letters = (char *)(uintptr_t)copy.ptr;

	for (size_t i = 0; i < copy.len; i++)
		if ((unsigned char)letters[i] < ' ')
			letters[i] = ' ';
	return copy;
}

struct err *
pull_state_keep(const struct home *home, const struct pull_source *source, const struct pull_state *state, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	size_t first = state->marks.count > MARKS_MOST ? state->marks.count - MARKS_MOST : 0;

	buf_addf(&out, "# What was fetched of %s. Written by the program.\nend = %s\nmore = %s\n", source->name, enum_name(&pull_end_names, (int)state->end),
	    state->more ? "yes" : "no");
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct str text = *(const struct str *)(const void *)((const char *)state + texts[i].offset);

		if (text.len > 0)
			buf_addf(&out, "%.*s = %.*s\n", STR_ARG(texts[i].key), STR_ARG(one_line(text, arena)));
	}
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		int64_t number = *(const int64_t *)(const void *)((const char *)state + numbers[i].offset);

		if (numbers[i].is_instant && number != INSTANT_NONE)
			buf_addf(&out, "%.*s = %.*s\n", STR_ARG(numbers[i].key), STR_ARG(instant_format(number, ZONE_UTC, arena)));
		else if (!numbers[i].is_instant)
			buf_addf(&out, "%.*s = %lld\n", STR_ARG(numbers[i].key), (long long)number);
	}
	for (size_t i = first; i < state->marks.count; i++) {
		const struct pull_mark *mark = &state->marks.items[i];

		buf_addf(&out, "mark = %.*s\t%.*s\t%.*s\t%.*s\n", STR_ARG(mark->url), STR_ARG(one_line(mark->etag, arena)), STR_ARG(one_line(mark->modified, arena)),
		    STR_ARG(mark->digest));
	}
	TRY(dir_make(pull_dir(home, STR(""), arena), arena));
	TRY(dir_make(pull_dir(home, STR("state"), arena), arena));
	return file_write(state_file(home, source, arena), buf_str(&out), arena);
}

const struct pull_mark *
pull_mark_of(const struct pull_state *state, struct str url)
{
	for (size_t i = state->marks.count; i-- > 0;)
		if (str_eq(state->marks.items[i].url, url))
			return &state->marks.items[i];
	return NULL;
}
