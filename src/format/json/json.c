#include "format/json/json.h"

#include <string.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/mem.h"
#include "format/json/json_check.h"
#include "format/json/json_reader.h"
#include "format/json/json_simdjson.h"

struct json_reader {
	struct json_machine *machine;
	struct json_tape     tape;       /* what the values of the last document point to */
	struct buf           padded;
	struct arena        *scratch;
};

/* ------------------------------------------------------------------------------------ the tape */

enum { COUNT_MOST = 0xFFFFFF };   /* a container with more items counts no further */

static uint64_t
word_at(struct json value)
{
	return ((const struct json_tape *)value.document)->words[value.at];
}

static char
type_of(uint64_t word)
{
	return (char)(word >> 56);
}

static bool
is_container(char type)
{
	return type == '{' || type == '[';
}

/* The index behind the value at `at`. */
static inline size_t
index_behind(const struct json_tape *tape, size_t at)
{
	uint64_t word = tape->words[at];
	char type = type_of(word);

	if (type == '"')
		return at + 1;
	if (is_container(type))
		return (uint32_t)word;
	return type == 'l' || type == 'u' || type == 'd' ? at + 2 : at + 1;
}

static struct str
string_at(const struct json_tape *tape, size_t at)
{
	const unsigned char *string = tape->strings + (tape->words[at] & (UINT64_MAX >> 8));
	uint32_t len;

	memcpy(&len, string, sizeof(len));
	return (struct str){ (const char *)string + sizeof(len), len };
}

/* ------------------------------------------------------------------------------ duplicate keys */

enum { KEYS_COMPARED = 32 };   /* beyond this many keys a table is quicker than comparing each with each */

/* Makes the upper bits of a product depend on all bits below: 2^64 divided by the golden ratio. */
static const uint64_t SPREAD = 0x9E3779B97F4A7C15;

/* A number that equal keys share and others mostly do not. */
static uint64_t
fingerprint(struct str key)
{
	uint64_t head = 0, tail = 0;

	if (key.len >= sizeof(head)) {
		memcpy(&head, key.ptr, sizeof(head));
		memcpy(&tail, key.ptr + key.len - sizeof(tail), sizeof(tail));
	} else if (key.len > 0) {
		memcpy(&head, key.ptr, key.len);
	}
	return (head ^ (tail << 23 | tail >> 41)) + key.len;
}

/* Is the last of count + 1 keys among those before it? */
static bool
is_among(const struct json_tape *tape, const uint64_t *prints, const size_t *places, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (prints[i] == prints[count] && str_eq(string_at(tape, places[i]), string_at(tape, places[count])))
			return true;
	}
	return false;
}

static bool
has_duplicate_in_many(struct json_reader *reader, size_t at, struct str *ret_key)
{
	size_t end = index_behind(&reader->tape, at) - 1;
	struct map seen = { 0 };

	arena_reset(reader->scratch);
	for (at++; at < end; at = index_behind(&reader->tape, at + 1)) {
		uint64_t *count = map_put(reader->scratch, &seen, string_at(&reader->tape, at));

		if ((*count)++ > 0) {
			*ret_key = string_at(&reader->tape, at);
			return true;
		}
	}
	return false;
}

static bool
has_duplicate(struct json_reader *reader, size_t object, struct str *ret_key)
{
	const struct json_tape *tape = &reader->tape;
	size_t end = index_behind(tape, object) - 1, places[KEYS_COMPARED], count = 0;
	uint64_t prints[KEYS_COMPARED], seen = 0;

	for (size_t at = object + 1; at < end; at = index_behind(tape, at + 1)) {
		uint64_t bit;

		if (count == KEYS_COMPARED)
			return has_duplicate_in_many(reader, object, ret_key);
		places[count] = at;
		prints[count] = fingerprint(string_at(tape, at));
		bit = (uint64_t)1 << (prints[count] * SPREAD >> 58);
		if ((seen & bit) != 0 && is_among(tape, prints, places, count)) {
			*ret_key = string_at(tape, at);
			return true;
		}
		seen |= bit;
		count++;
	}
	return false;
}

static struct err *
refuse_duplicates(struct json_reader *reader, struct arena *arena)
{
	size_t end = (uint32_t)reader->tape.words[0];
	struct str key;

	for (size_t at = 1; at < end;) {
		char type = type_of(reader->tape.words[at]);

		if (type == '{' && has_duplicate(reader, at, &key))
			return err_new(
			    arena, ERR_FORMAT, M("The key \"{key}\" stands twice in one object."), ARG("key", key));
		at = is_container(type) ? at + 1 : index_behind(&reader->tape, at);
	}
	return NULL;
}

/* -------------------------------------------------------------------------------------- reading */

struct json_reader *
json_reader_new(void)
{
	struct json_reader *reader = mem_alloc(sizeof(*reader));

	reader->scratch = arena_new();
	return reader;
}

void
json_reader_free(struct json_reader *reader)
{
	if (reader == NULL)
		return;
	json_machine_free(reader->machine);
	buf_done(&reader->padded);
	arena_free(reader->scratch);
	mem_free(reader);
}

static struct err *
fault_err(struct arena *arena, struct json_fault fault, uint64_t offset)
{
	struct err *err = err_new(arena, ERR_FORMAT, fault.message);

	return err_wrap(arena, err, M("byte {offset}"), ARG_N("offset", offset + fault.at));
}

static struct err *
no_memory(struct arena *arena, size_t len)
{
	return err_new(arena, ERR_LIMIT, M("There is not enough memory to read {size} bytes of JSON in one piece."),
	    ARG_N("size", len));
}

static struct err *
refused(struct arena *arena, struct str text, uint64_t offset)
{
	struct json_fault fault = json_check(text);

	if (fault.message != NULL)
		return fault_err(arena, fault, offset);
	return err_new(arena, ERR_FORMAT, M("This is not valid JSON."));
}

struct err *
json_parse_within(struct json_reader *reader, struct str text, uint64_t offset, struct arena *arena,
    struct json *ret_root)
{
	struct json_fault fault;

	if (reader->machine == NULL)
		reader->machine = json_machine_new(LIMIT_JSON_DEPTH);
	if (reader->machine == NULL)
		return no_memory(arena, text.len);
	switch (json_machine_parse(reader->machine, text.ptr, text.len, &reader->tape)) {
	case JSON_PARSED:
		break;
	case JSON_REFUSED:
		return refused(arena, text, offset);
	case JSON_NO_MEMORY:
		return no_memory(arena, text.len);
	}
	fault = json_check_escapes(text);
	if (fault.message != NULL)
		return fault_err(arena, fault, offset);
	TRY(refuse_duplicates(reader, arena));
	*ret_root = (struct json){ &reader->tape, 1 };
	return NULL;
}

struct err *
json_parse_padded(struct json_reader *reader, struct str text, struct arena *arena, struct json *ret_root)
{
	return json_parse_within(reader, text, 0, arena, ret_root);
}

struct err *
json_parse(struct json_reader *reader, struct str text, struct arena *arena, struct json *ret_root)
{
	static const char padding[JSON_PADDING];

	buf_clear(&reader->padded);
	buf_add(&reader->padded, text);
	buf_add_bytes(&reader->padded, padding, sizeof(padding));
	return json_parse_padded(reader, (struct str){ reader->padded.ptr, text.len }, arena, ret_root);
}

/* --------------------------------------------------------------------------------------- asking */

enum json_kind
json_kind(struct json value)
{
	if (value.document == NULL)
		return JSON_ABSENT;
	switch (type_of(word_at(value))) {
	case '{': return JSON_OBJECT;
	case '[': return JSON_ARRAY;
	case '"': return JSON_STRING;
	case 't':
	case 'f': return JSON_BOOL;
	case 'n': return JSON_NULL;
	default:  return JSON_NUMBER;
	}
}

struct json_iter
json_each(struct json container)
{
	return (struct json_iter){ .container = container, .next = container.at + 1 };
}

bool
json_next(struct json_iter *iter)
{
	const struct json_tape *tape = iter->container.document;
	char type = tape == NULL ? '\0' : type_of(word_at(iter->container));

	if (!is_container(type) || iter->next + 1 >= index_behind(tape, iter->container.at))
		return false;
	if (type == '{')
		iter->key = string_at(tape, iter->next++);
	iter->value = (struct json){ tape, iter->next };
	iter->next = index_behind(tape, iter->next);
	return true;
}

struct json
json_get(struct json object, const char *key)
{
	const struct json_tape *tape = object.document;
	size_t len = strlen(key), end;

	if (json_kind(object) != JSON_OBJECT)
		return (struct json){ 0 };
	end = index_behind(tape, object.at) - 1;
	for (size_t at = object.at + 1; at < end; at = index_behind(tape, at + 1)) {
		struct str name = string_at(tape, at);

		if (name.len == len && memcmp(name.ptr, key, len) == 0)
			return (struct json){ tape, at + 1 };
	}
	return (struct json){ 0 };
}

struct str
json_str(struct json value)
{
	return json_kind(value) == JSON_STRING ? string_at(value.document, value.at) : STR("");
}

struct str
json_get_str(struct json object, const char *key)
{
	return json_str(json_get(object, key));
}

bool
json_bool(struct json value)
{
	return json_kind(value) == JSON_BOOL && type_of(word_at(value)) == 't';
}

bool
json_get_bool(struct json object, const char *key)
{
	return json_bool(json_get(object, key));
}

bool
json_i64(struct json value, int64_t *ret_number)
{
	uint64_t number;

	if (json_kind(value) != JSON_NUMBER || type_of(word_at(value)) == 'd')
		return false;
	number = ((const struct json_tape *)value.document)->words[value.at + 1];
	if (type_of(word_at(value)) == 'u' && number > INT64_MAX)
		return false;
	*ret_number = (int64_t)number;
	return true;
}

bool
json_f64(struct json value, double *ret_number)
{
	uint64_t number;

	if (json_kind(value) != JSON_NUMBER)
		return false;
	number = ((const struct json_tape *)value.document)->words[value.at + 1];
	if (type_of(word_at(value)) == 'd')
		memcpy(ret_number, &number, sizeof(number));
	else
		*ret_number = type_of(word_at(value)) == 'l' ? (double)(int64_t)number : (double)number;
	return true;
}

size_t
json_count(struct json container)
{
	size_t count = 0;

	if (json_kind(container) != JSON_ARRAY && json_kind(container) != JSON_OBJECT)
		return 0;
	count = word_at(container) >> 32 & COUNT_MOST;
	if (count < COUNT_MOST)
		return count;
	count = 0;
	for (struct json_iter i = json_each(container); json_next(&i);)
		count++;
	return count;
}
