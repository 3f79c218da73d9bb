/*
 * One record of a stream at a time: json_scan finds where it ends, simdjson reads it where it lies.
 *
 *     between documents ──{──> members of the outermost object ──key: [──> items of the array
 *            │    ^ └──[──> items (outermost array)                           │
 *            │    └──────}── members behind the array <──────────]────────────┘
 *
 * Bytes before `start` are done with. A fault of the text (as against one of the input) is noted in
 * `fault`, and the caller decides whether the stream can go on behind it.
 */
#include "format/json/json.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "format/json/json_check.h"
#include "format/json/json_reader.h"
#include "format/json/json_scan.h"
#include "format/json/json_simdjson.h"

enum { CHUNK = 256 << 10 };

enum where { BETWEEN_DOCUMENTS, IN_ARRAY, BEHIND_ARRAY, AT_END };

struct span { size_t at, len; };   /* from stream->start */

struct head_entry {
	struct str key;
	struct str value;   /* of a scalar                       */
	struct str text;    /* of a container that is to be kept */
};

struct json_stream {
	struct input       *input;
	struct str          array_key;
	struct str          kept_keys;
	struct json_reader *reader;
	struct json_reader *head_reader;
	char               *bytes;
	size_t              room;          /* without the padding               */
	size_t              start, at, end;
	uint64_t            base;          /* offset of bytes[0] in the input   */
	bool                is_exhausted;
	enum where          where;
	bool                is_in_object;  /* the array stands in an object     */
	bool                has_items;     /* a comma comes before the next     */
	uint64_t            documents;
	struct json_fault   fault;         /* .at from stream->start            */
	enum err_code       fault_code;
	struct span         record;        /* from bytes                        */
	struct arena       *head_arena;
	LIST(struct head_entry) head;
	size_t              members_count;
	struct { struct span key, value; } members[LIMIT_JSON_MEMBERS];
};

static void
make_room(struct json_stream *stream)
{
	if (stream->start > 0) {
		memmove(stream->bytes, stream->bytes + stream->start, stream->end - stream->start);
		stream->base += stream->start;
		stream->at -= stream->start;
		stream->end -= stream->start;
		stream->start = 0;
	}
	if (stream->room - stream->end <= stream->room / 2) {
		stream->room = stream->room == 0 ? CHUNK : stream->room * 2;
		stream->bytes = mem_resize(stream->bytes, stream->room + JSON_PADDING);
	}
	memset(stream->bytes + stream->end, 0, JSON_PADDING);
}

struct json_stream *
json_stream_new(struct input *input, const char *array_key)
{
	struct json_stream *stream = mem_alloc(sizeof(*stream));

	stream->input = input;
	stream->array_key = str_of(array_key);
	stream->reader = json_reader_new();
	stream->head_reader = json_reader_new();
	stream->head_arena = arena_new();
	make_room(stream);
	return stream;
}

void
json_stream_free(struct json_stream *stream)
{
	if (stream == NULL)
		return;
	json_reader_free(stream->reader);
	json_reader_free(stream->head_reader);
	arena_free(stream->head_arena);
	mem_free(stream->bytes);
	mem_free(stream);
}

/* ------------------------------------------------------------------------------------- the bytes */

/* More bytes behind end; *ret_more is false at the end of the input. */
static struct err *
fill(struct json_stream *stream, struct arena *arena, bool *ret_more)
{
	size_t got = 0;

	if (!stream->is_exhausted) {
		make_room(stream);
		TRY(input_read(stream->input, stream->bytes + stream->end, stream->room - stream->end, arena, &got));
		stream->end += got;
		stream->is_exhausted = got == 0;
	}
	*ret_more = got > 0;
	return NULL;
}

static bool
has_fault(const struct json_stream *stream)
{
	return stream->fault.message != NULL;
}

static void
note_fault(struct json_stream *stream, enum err_code code, const char *message)
{
	stream->fault = (struct json_fault){ message, stream->at - stream->start };
	stream->fault_code = code;
}

/* Sees to it that there is a byte at `at`; without one, a fault is noted. */
static struct err *
need_byte(struct json_stream *stream, struct arena *arena)
{
	bool more = true;

	if (stream->at < stream->end)
		return NULL;
	if (stream->at - stream->start > LIMIT_RECORD_BYTES) {
		note_fault(stream, ERR_LIMIT, M("One record is larger than what is read in one piece."));
		return NULL;
	}
	TRY(fill(stream, arena, &more));
	if (!more)
		note_fault(stream, ERR_FORMAT, json_fault_cut_short);
	return NULL;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* To the next byte that is no white space; *ret_byte is NUL with a fault. */
static struct err *
next_byte(struct json_stream *stream, struct arena *arena, char *ret_byte)
{
	*ret_byte = '\0';
	for (;;) {
		TRY(need_byte(stream, arena));
		if (has_fault(stream))
			return NULL;
		if (!is_space(stream->bytes[stream->at])) {
			*ret_byte = stream->bytes[stream->at];
			return NULL;
		}
		stream->at++;
	}
}

/* ------------------------------------------------------------------------------------- one value */

static struct err *
pass_string(struct json_stream *stream, struct arena *arena)
{
	bool is_escaped = false;

	for (stream->at++;; stream->at++) {
		char c;

		TRY(need_byte(stream, arena));
		if (has_fault(stream))
			return NULL;
		c = stream->bytes[stream->at];
		if (c == '"' && !is_escaped) {
			stream->at++;
			return NULL;
		}
		is_escaped = c == '\\' && !is_escaped;
	}
}

static struct err *
pass_container(struct json_stream *stream, size_t depth_most, struct arena *arena)
{
	struct json_scan scan = { 0 };

	for (;;) {
		struct str rest;
		enum json_scanned scanned;
		size_t used;

		TRY(need_byte(stream, arena));
		if (has_fault(stream))
			return NULL;
		rest = (struct str){ stream->bytes + stream->at, stream->end - stream->at };
		scanned = json_scan(&scan, rest, depth_most, &used);
		stream->at += used;
		if (scanned == JSON_SCAN_DEEP)
			note_fault(stream, ERR_FORMAT, M("Arrays and objects are nested too deeply."));
		if (scanned != JSON_SCAN_MORE)
			return NULL;
	}
}

static struct err *
pass_word(struct json_stream *stream, struct arena *arena)
{
	bool more = true;
	size_t from = stream->at - stream->start;

	while (more) {
		while (stream->at < stream->end && memchr(" \t\r\n,:]}[{\"", stream->bytes[stream->at], 11) == NULL)
			stream->at++;
		if (stream->at < stream->end)
			break;
		if (stream->at - stream->start - from > LIMIT_LINE_BYTES) {
			note_fault(stream, ERR_FORMAT, json_fault_value);
			return NULL;
		}
		TRY(fill(stream, arena, &more));
	}
	if (stream->at - stream->start == from)
		note_fault(stream, ERR_FORMAT, json_fault_value);
	return NULL;
}

/* Over the value that begins at `at`. */
static struct err *
pass_value(struct json_stream *stream, size_t depth_most, struct arena *arena)
{
	switch (stream->bytes[stream->at]) {
	case '{':
	case '[':
		return pass_container(stream, depth_most, arena);
	case '"':
		return pass_string(stream, arena);
	default:
		return pass_word(stream, arena);
	}
}

/* ------------------------------------------------------------------------- the outermost object */

/* Parses a part of what lies behind start. */
static struct err *
parse_span(struct json_stream *stream, struct span span, struct arena *arena, struct json *ret_root)
{
	size_t at = stream->start + span.at;

	return json_parse_within(stream->head_reader, (struct str){ stream->bytes + at, span.len }, stream->base + at,
	    arena, ret_root);
}

static bool
is_one_of_keys(struct str keys, struct str name)
{
	struct str wanted;

	while (str_split(&keys, '|', &wanted)) {
		if (str_eq(name, wanted))
			return true;
	}
	return false;
}

/* Members of the outermost object are checked as any JSON, though only scalars and what json_stream_keep names are kept. */
static struct err *
keep_member(struct json_stream *stream, struct span key, struct span value, struct arena *arena)
{
	struct head_entry entry = { 0 };
	struct json root;

	TRY(parse_span(stream, key, arena, &root));
	entry.key = arena_copy(stream->head_arena, json_str(root));
	for (size_t i = 0; i < stream->head.count; i++) {
		if (str_eq(stream->head.items[i].key, entry.key))
			return err_new(arena, ERR_FORMAT, M("The key \"{key}\" stands twice in one object."),
			    ARG("key", entry.key));
	}
	if (value.len > 0) {
		TRY(parse_span(stream, value, arena, &root));
		if (json_kind(root) == JSON_STRING)
			entry.value = json_str(root);
		else if (json_kind(root) != JSON_ARRAY && json_kind(root) != JSON_OBJECT)
			entry.value = (struct str){ stream->bytes + stream->start + value.at, value.len };
		else if (is_one_of_keys(stream->kept_keys, entry.key))
			entry.text = (struct str){ stream->bytes + stream->start + value.at, value.len };
		entry.value = arena_copy(stream->head_arena, entry.value);
		entry.text = arena_copy(stream->head_arena, entry.text);
	}
	if (stream->head.count == LIMIT_JSON_MEMBERS)
		return err_new(arena, ERR_LIMIT,
		    M("The outermost object has more than {most} members beside its records."),
		    ARG_N("most", LIMIT_JSON_MEMBERS));
	list_push(stream->head_arena, &stream->head, entry);
	return NULL;
}

static struct err *
keep_members(struct json_stream *stream, struct arena *arena)
{
	arena_reset(stream->head_arena);
	memset(&stream->head, 0, sizeof(stream->head));
	if (stream->members_count > LIMIT_JSON_MEMBERS)
		return err_new(arena, ERR_LIMIT,
		    M("The outermost object has more than {most} members beside its records."),
		    ARG_N("most", LIMIT_JSON_MEMBERS));
	for (size_t i = 0; i < stream->members_count; i++)
		TRY(keep_member(stream, stream->members[i].key, stream->members[i].value, arena));
	return NULL;
}

/* A key and its colon, from its quote to the first byte of the value. */
static struct err *
pass_key(struct json_stream *stream, struct arena *arena, struct span *ret_key)
{
	char byte;

	TRY(next_byte(stream, arena, &byte));
	if (!has_fault(stream) && byte != '"')
		note_fault(stream, ERR_FORMAT, json_fault_key);
	if (has_fault(stream))
		return NULL;
	ret_key->at = stream->at - stream->start;
	TRY(pass_string(stream, arena));
	ret_key->len = stream->at - stream->start - ret_key->at;
	if (!has_fault(stream))
		TRY(next_byte(stream, arena, &byte));
	if (!has_fault(stream) && byte != ':')
		note_fault(stream, ERR_FORMAT, json_fault_colon);
	if (has_fault(stream))
		return NULL;
	stream->at++;
	return next_byte(stream, arena, &byte);
}

static bool
is_array_key(const struct json_stream *stream, struct span key)
{
	return is_one_of_keys(stream->array_key, (struct str){ stream->bytes + stream->start + key.at + 1, key.len - 2 });
}

/* Behind a value: over a comma (*ret_more) or the closing brace. */
static struct err *
pass_separator(struct json_stream *stream, char closing, struct arena *arena, bool *ret_more)
{
	char byte;

	*ret_more = false;
	TRY(next_byte(stream, arena, &byte));
	if (has_fault(stream))
		return NULL;
	if (byte != ',' && byte != closing) {
		note_fault(stream, ERR_FORMAT, json_fault_separator);
		return NULL;
	}
	stream->at++;
	*ret_more = byte == ',';
	return NULL;
}

/*
 * Walks the outermost object from its brace: to its end, or into the array of records (*ret_found), over
 * whose bracket it has gone then.
 */
static struct err *
pass_members(struct json_stream *stream, struct arena *arena, bool *ret_found)
{
	bool more;
	char byte;

	*ret_found = false;
	stream->members_count = 0;
	stream->at++;
	TRY(next_byte(stream, arena, &byte));
	more = byte != '}';
	if (!more)
		stream->at++;
	while (more && !has_fault(stream)) {
		struct span key = { 0, 2 }, value;

		TRY(pass_key(stream, arena, &key));
		if (has_fault(stream))
			return NULL;
		value.at = stream->at - stream->start;
		*ret_found = stream->bytes[stream->at] == '[' && is_array_key(stream, key);
		if (*ret_found) {
			stream->at++;
			value.len = 0;
		} else {
			TRY(pass_value(stream, LIMIT_JSON_DEPTH, arena));
			value.len = stream->at - stream->start - value.at;
		}
		if (has_fault(stream))
			return NULL;
		if (stream->members_count < LIMIT_JSON_MEMBERS) {
			stream->members[stream->members_count].key = key;
			stream->members[stream->members_count].value = value;
		}
		stream->members_count++;
		if (*ret_found)
			return NULL;
		TRY(pass_separator(stream, '}', arena, &more));
	}
	return NULL;
}

/* What follows the array inside its object, up to and with the object's brace. */
static struct err *
pass_rest_of_object(struct json_stream *stream, struct arena *arena)
{
	bool more;

	TRY(pass_separator(stream, '}', arena, &more));
	while (more && !has_fault(stream)) {
		struct span key, value;

		stream->start = stream->at;
		TRY(pass_key(stream, arena, &key));
		if (has_fault(stream))
			return NULL;
		value.at = stream->at - stream->start;
		TRY(pass_value(stream, LIMIT_JSON_DEPTH, arena));
		if (has_fault(stream))
			return NULL;
		value.len = stream->at - stream->start - value.at;
		TRY(keep_member(stream, key, value, arena));
		TRY(pass_separator(stream, '}', arena, &more));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------- delivering */

/* The text from start to at is the record. */
static struct err *
deliver(struct json_stream *stream, struct arena *arena, struct json *ret_record)
{
	struct str text = { stream->bytes + stream->start, stream->at - stream->start };

	stream->record = (struct span){ stream->start, text.len };
	return json_parse_within(stream->reader, text, json_stream_offset(stream), arena, ret_record);
}

static struct err *
fault_err(struct json_stream *stream, struct arena *arena)
{
	uint64_t at = stream->base + stream->start + stream->fault.at;
	struct err *err = err_new(arena, stream->fault_code, stream->fault.message);

	stream->fault = (struct json_fault){ 0 };
	return err_wrap(arena, err, M("byte {offset}"), ARG_N("offset", at));
}

/* To the next line that begins with a brace, behind `start`; false when there is none near. */
static struct err *
find_next_document(struct json_stream *stream, struct arena *arena, bool *ret_found)
{
	size_t most = stream->at - stream->start + LIMIT_LINE_BYTES, looked = 0;
	bool more = true;

	*ret_found = false;
	while (more && looked < most) {
		struct str rest = { stream->bytes + stream->start + looked, stream->end - stream->start - looked };
		size_t found = str_find(rest, STR("\n{"));

		if (found != SIZE_MAX) {
			stream->start += looked + found + 1;
			stream->at = stream->start;
			*ret_found = true;
			return NULL;
		}
		looked += rest.len > 0 ? rest.len - 1 : 0;
		TRY(fill(stream, arena, &more));
	}
	return NULL;
}

/* A document that is not JSON: the stream goes on with the next line that begins one, or ends. */
static struct err *
give_up_document(struct json_stream *stream, struct err *err, struct arena *arena, bool *ret_broken)
{
	stream->record = (struct span){ stream->start, 0 };
	TRY(find_next_document(stream, arena, ret_broken));
	stream->where = *ret_broken ? BETWEEN_DOCUMENTS : AT_END;
	return err;
}

static struct err *
end_stream(struct json_stream *stream, struct err *err)
{
	stream->where = AT_END;
	return err;
}

/* To the first byte of the next document; *ret_more is false when there is none. */
static struct err *
find_document(struct json_stream *stream, struct arena *arena, bool *ret_more)
{
	static const struct str mark = STR_INIT("\xef\xbb\xbf");

	*ret_more = true;
	for (;;) {
		struct str rest;

		while (stream->at < stream->end && is_space(stream->bytes[stream->at]))
			stream->at++;
		stream->start = stream->at;
		rest = (struct str){ stream->bytes + stream->at, stream->end - stream->at };
		if (rest.len >= mark.len && str_starts(rest, mark)) {
			stream->at += mark.len;
			continue;
		}
		if (rest.len > 0 && (rest.len >= mark.len || rest.ptr[0] != mark.ptr[0]))
			return NULL;
		TRY(fill(stream, arena, ret_more));
		if (!*ret_more) {
			*ret_more = stream->at < stream->end;
			return NULL;
		}
	}
}

static struct err *
read_document(struct json_stream *stream, struct arena *arena, struct json *ret_record, bool *ret_delivered,
    bool *ret_broken)
{
	bool found = false;
	struct err *err;

	if (stream->array_key.len > 0)
		TRY(pass_members(stream, arena, &found));
	else
		TRY(pass_container(stream, LIMIT_JSON_DEPTH, arena));
	if (has_fault(stream))
		return give_up_document(stream, fault_err(stream, arena), arena, ret_broken);
	if (found) {
		err = keep_members(stream, arena);
		stream->where = IN_ARRAY;
		stream->is_in_object = true;
		stream->has_items = false;
		stream->start = stream->at;
		return err == NULL ? NULL : end_stream(stream, err);
	}
	err = deliver(stream, arena, ret_record);
	if (err != NULL)
		return give_up_document(stream, err, arena, ret_broken);
	*ret_delivered = true;
	return NULL;
}

static struct err *
begin_document(struct json_stream *stream, struct arena *arena, struct json *ret_record, bool *ret_delivered,
    bool *ret_broken)
{
	bool more;

	TRY(find_document(stream, arena, &more));
	if (!more) {
		stream->where = AT_END;
		return stream->documents > 0 ? NULL :
		    err_new(arena, ERR_FORMAT, M("The file is empty: there is no JSON in it."));
	}
	if (stream->bytes[stream->at] == '{') {
		stream->documents++;
		return read_document(stream, arena, ret_record, ret_delivered, ret_broken);
	}
	if (stream->bytes[stream->at] == '[') {
		stream->documents++;
		stream->where = IN_ARRAY;
		stream->is_in_object = stream->has_items = false;
		stream->start = ++stream->at;
		return NULL;
	}
	if (stream->documents == 0)
		return err_new(
		    arena, ERR_FORMAT, M("This is not JSON: it begins neither with a brace nor with a bracket."));
	note_fault(stream, ERR_FORMAT, M("Something stands behind the end of the JSON."));
	return give_up_document(stream, fault_err(stream, arena), arena, ret_broken);
}

/* To the first byte of the next item, or over the array's closing bracket. */
static struct err *
find_item(struct json_stream *stream, struct arena *arena, bool *ret_found)
{
	char byte;

	if (stream->has_items) {
		TRY(pass_separator(stream, ']', arena, ret_found));
		return *ret_found ? next_byte(stream, arena, &byte) : NULL;
	}
	TRY(next_byte(stream, arena, &byte));
	*ret_found = byte != ']';
	if (!*ret_found)
		stream->at++;
	return NULL;
}

static struct err *
read_item(struct json_stream *stream, struct arena *arena, struct json *ret_record, bool *ret_delivered,
    bool *ret_broken)
{
	struct err *err;
	bool found;

	stream->start = stream->at;
	TRY(find_item(stream, arena, &found));
	if (has_fault(stream))
		return fault_err(stream, arena);
	if (!found) {
		stream->where = stream->is_in_object ? BEHIND_ARRAY : BETWEEN_DOCUMENTS;
		return NULL;
	}
	stream->start = stream->at;
	stream->has_items = true;
	TRY(pass_value(stream, SIZE_MAX, arena));
	if (has_fault(stream))
		return fault_err(stream, arena);
	err = deliver(stream, arena, ret_record);
	*ret_broken = err != NULL;
	*ret_delivered = err == NULL;
	return err;
}

static struct err *
read_behind_array(struct json_stream *stream, struct arena *arena)
{
	stream->start = stream->at;
	TRY(pass_rest_of_object(stream, arena));
	if (has_fault(stream))
		return fault_err(stream, arena);
	stream->where = BETWEEN_DOCUMENTS;
	return NULL;
}

struct err *
json_stream_next(struct json_stream *stream, struct arena *arena, struct json *ret_record, bool *ret_more,
    bool *ret_broken)
{
	bool is_delivered = false;
	struct err *err = NULL;

	*ret_broken = false;
	*ret_more = true;
	stream->start = stream->at;
	while (err == NULL && !is_delivered && stream->where != AT_END) {
		switch (stream->where) {
		case BETWEEN_DOCUMENTS:
			err = begin_document(stream, arena, ret_record, &is_delivered, ret_broken);
			break;
		case IN_ARRAY:
			err = read_item(stream, arena, ret_record, &is_delivered, ret_broken);
			break;
		case BEHIND_ARRAY:
			err = read_behind_array(stream, arena);
			break;
		case AT_END:
			break;
		}
	}
	if (err != NULL && !*ret_broken)
		stream->where = AT_END;
	*ret_more = stream->where != AT_END || is_delivered;
	return err;
}

uint64_t
json_stream_offset(const struct json_stream *stream)
{
	return stream->base + stream->record.at;
}

struct str
json_stream_text(const struct json_stream *stream)
{
	return (struct str){ stream->bytes + stream->record.at, stream->record.len };
}

static const struct head_entry *
head_entry(const struct json_stream *stream, const char *key)
{
	static const struct head_entry none = { 0 };

	for (size_t i = 0; i < stream->head.count; i++) {
		if (str_eq(stream->head.items[i].key, str_of(key)))
			return &stream->head.items[i];
	}
	return &none;
}

struct str
json_stream_head(const struct json_stream *stream, const char *key)
{
	return head_entry(stream, key)->value;
}

void
json_stream_keep(struct json_stream *stream, const char *keys)
{
	stream->kept_keys = str_of(keys);
}

struct str
json_stream_kept(const struct json_stream *stream, const char *key)
{
	return head_entry(stream, key)->text;
}

uint64_t
json_stream_documents(const struct json_stream *stream)
{
	return stream->documents;
}
