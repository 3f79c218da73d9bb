#include "format/ticket/ticket.h"

#include "base/buf.h"
#include "format/json/json.h"

static const struct field word_fields[] = {
	FIELD(struct ticket_word, from, FIELD_INT),
	FIELD(struct ticket_word, number, FIELD_STR),
	FIELD(struct ticket_word, state, FIELD_STR),
	FIELD(struct ticket_word, closed, FIELD_BOOL),
	FIELD(struct ticket_word, at, FIELD_INSTANT),
};
const struct schema ticket_word_schema = SCHEMA("ticket_word", struct ticket_word, word_fields);

/* ----------------------------------------------------------------------------------------------- numbers */

/* "SEC-7": letters, digits and "_", then the number. */
static bool
is_key(struct str text)
{
	struct str project, number;

	if (!str_cut_last(text, '-', &project, &number) || project.len == 0 || number.len == 0 || !char_is_upper(project.ptr[0]))
		return false;
	for (size_t i = 0; i < project.len; i++)
		if (!char_is_upper(project.ptr[i]) && !char_is_digit(project.ptr[i]) && project.ptr[i] != '_')
			return false;
	for (size_t i = 0; i < number.len; i++)
		if (!char_is_digit(number.ptr[i]))
			return false;
	return number.ptr[0] != '0';
}

static bool
is_number(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_digit(text.ptr[i]))
			return false;
	return text.len > 0 && text.ptr[0] != '0';
}

bool
ticket_number_is(enum ticket_from from, struct str text, struct arena *arena, struct str *ret_number)
{
	struct buf upper BUF_SCOPE = { 0 };

	text = str_trim_space(text);
	(void)str_take(&text, STR("#"));
	for (size_t i = 0; i < text.len; i++)
		buf_add_char(&upper, char_is_lower(text.ptr[i]) ? (char)(text.ptr[i] - ('a' - 'A')) : text.ptr[i]);
	*ret_number = arena_copy(arena, buf_str(&upper));
	return text.len <= TICKET_NUMBER_MOST && (from == TICKET_REDMINE ? is_number(*ret_number) : is_key(*ret_number));
}

/* ----------------------------------------------------------------------------------------------- reading */

struct reading { struct sink *sink; struct arena *arena; size_t words; };

/* One line of it, whole characters, no controls. */
static struct str
line_of(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	size_t at = 0, len;
	uint32_t point;

	while (at < text.len && out.len < TICKET_STATE_MOST - 4 && (len = str_point(text, at, &point)) > 0) {
		if (point < ' ' || (point >= 0x7f && point < 0xa0))
			buf_add_char(&out, ' ');
		else
			buf_add(&out, str_sub(text, at, len));
		at += len;
	}
	return arena_copy(arena, str_trim_space(buf_str(&out)));
}

static struct err *
say(struct reading *reading, struct ticket_word *word)
{
	struct str number;

	if (!ticket_number_is((enum ticket_from)word->from, word->number, reading->arena, &number))
		return NULL;
	if (++reading->words > TICKET_WORDS_MOST)
		return err_new(reading->arena, ERR_LIMIT, M("A tracker told of more than {most} tickets at once."), ARG_N("most", TICKET_WORDS_MOST));
	word->number = number;
	word->state = line_of(word->state, reading->arena);
	return sink_record(reading->sink, &ticket_word_schema, word, reading->arena);
}

static int64_t
instant_of(struct json object, const char *key)
{
	int64_t at;

	return instant_parse(json_get_str(object, key), ZONE_UTC, &at) ? at : INSTANT_NONE;
}

static struct str
digits_of(struct json object, const char *key, struct arena *arena)
{
	int64_t number;

	return json_i64(json_get(object, key), &number) && number > 0 ? arena_printf(arena, "%lld", (long long)number) : STR("");
}

/* What Redmine calls its states when it is set up, where it does not say itself which of them close a ticket. */
static const char *const redmine_closed[] = { "Closed", "Rejected", "終了", "却下" };

static bool
is_closed_name(struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(redmine_closed); i++)
		if (str_eq_nocase(name, str_of(redmine_closed[i])))
			return true;
	return false;
}

static struct err *
read_redmine(struct reading *reading, struct json issue, int64_t at)
{
	struct json status = json_get(issue, "status"), closes = json_get(status, "is_closed");
	struct str state = json_get_str(status, "name");
	struct ticket_word word = { .from = TICKET_REDMINE, .number = digits_of(issue, "id", reading->arena), .state = state,
		.closed = json_kind(closes) == JSON_BOOL ? json_bool(closes) : is_closed_name(state), .at = instant_of(issue, "updated_on") };

	if (word.at == INSTANT_NONE)
		word.at = at;
	return state.len == 0 ? NULL : say(reading, &word);
}

enum { BACKLOG_MANY = 14, BACKLOG_CLOSED = 4 };      /* a kind of document; a state that every project has */
static const struct { int64_t id; const char *name; } backlog_states[] = { { 1, "未対応" }, { 2, "処理中" }, { 3, "処理済み" }, { BACKLOG_CLOSED, "完了" } };

/* The state that a list of changes leads to; -1: none. States of a project's own have numbers only there. */
static int64_t
backlog_change(struct json content)
{
	int64_t id = -1;

	for (struct json_iter i = json_each(json_get(content, "changes")); json_next(&i);)
		if (str_eq(json_get_str(i.value, "field"), STR("status")) && !str_to_i64(json_get_str(i.value, "new_value"), &id))
			id = -1;
	return id;
}

static struct err *
say_backlog(struct reading *reading, struct str project, struct json issue, int64_t id, struct str name, int64_t at)
{
	struct str number = digits_of(issue, "key_id", reading->arena);
	struct ticket_word word = { .from = TICKET_BACKLOG, .state = name, .closed = id == BACKLOG_CLOSED, .at = at,
		.number = arena_printf(reading->arena, "%.*s-%.*s", STR_ARG(project), STR_ARG(number)) };

	for (size_t i = 0; i < ARRAY_LEN(backlog_states) && word.state.len == 0; i++)
		if (backlog_states[i].id == id)
			word.state = str_of(backlog_states[i].name);
	if (word.state.len == 0)
		word.state = arena_printf(reading->arena, "%lld", (long long)id);
	return say(reading, &word);
}

static struct err *
read_backlog(struct reading *reading, struct json root)
{
	struct json content = json_get(root, "content"), status = json_get(content, "status");
	struct str project = json_get_str(json_get(root, "project"), "projectKey");
	int64_t at = instant_of(root, "created"), type = 0, id = backlog_change(content);

	(void)json_i64(json_get(root, "type"), &type);
	if (type != BACKLOG_MANY) {
		if (json_i64(json_get(status, "id"), &id))
			return say_backlog(reading, project, content, id, json_get_str(status, "name"), at);
		return id < 0 ? NULL : say_backlog(reading, project, content, id, STR(""), at);
	}
	for (struct json_iter i = json_each(json_get(content, "link")); id >= 0 && json_next(&i);)
		TRY(say_backlog(reading, project, i.value, id, STR(""), at));
	return NULL;
}

static struct err *
read_jira(struct reading *reading, struct json root)
{
	struct json issue = json_get(root, "issue"), status = json_get(json_get(issue, "fields"), "status");
	bool deleted = str_eq(json_get_str(root, "webhookEvent"), STR("jira:issue_deleted"));
	struct ticket_word word = { .from = TICKET_JIRA, .number = json_get_str(issue, "key"), .state = deleted ? STR("") : json_get_str(status, "name"),
		.closed = deleted || str_eq(json_get_str(json_get(status, "statusCategory"), "key"), STR("done")), .at = INSTANT_NONE };
	int64_t ms;

	if (json_i64(json_get(root, "timestamp"), &ms) && ms > 0 && ms < INT64_MAX / 1000)
		word.at = ms * 1000;
	return word.state.len == 0 && !deleted ? NULL : say(reading, &word);
}

static struct err *
read_root(struct reading *reading, struct json root)
{
	struct json payload = json_get(root, "payload"), data = json_get(root, "data");

	if (json_kind(json_get(root, "webhookEvent")) == JSON_STRING)
		return read_jira(reading, root);
	if (json_kind(json_get(payload, "action")) == JSON_STRING)
		return read_redmine(reading, json_get(payload, "issue"), INSTANT_NONE);
	if (json_kind(json_get(root, "type")) == JSON_STRING && json_kind(data) == JSON_OBJECT)
		return read_redmine(reading, json_get(data, "issue"), instant_of(root, "timestamp"));
	if (json_kind(json_get(root, "project")) == JSON_OBJECT && json_kind(json_get(root, "content")) == JSON_OBJECT)
		return read_backlog(reading, root);
	return err_new(reading->arena, ERR_FORMAT, M("This is no message of Redmine, Backlog or Jira."));
}

struct err *
ticket_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct json_reader *reader;
	struct reading reading = { sink, arena, 0 };
	struct str bytes;
	struct json root;
	struct err *err;

	TRY(input_all(input, TICKET_BYTES_MOST, arena, &bytes));
	reader = json_reader_new();
	err = json_parse_padded(reader, bytes, arena, &root);
	if (err == NULL)
		err = read_root(&reading, root);
	json_reader_free(reader);
	return err;
}
