#include "test.h"
#include <string.h>
#include "base/buf.h"
#include "base/catalogue.h"
#include "base/limits.h"
#include "format/json/json.h"
#include "format/json/json_check.h"
#include "format/json/json_scan.h"
#include "format/json/json_write.h"
#include "model/inventory.h"

#define TEXT(literal) STR_INIT(literal)

/* ---------------------------------------------------------------------------------- documents */

static const struct {
	struct str  text;
	const char *fault;   /* part of the sentence; NULL: taken */
} documents[] = {
	{ TEXT("{}"), NULL },
	{ TEXT("[]"), NULL },
	{ TEXT(" \t\r\n [ 1 , 2 ] \n"), NULL },
	{ TEXT("0"), NULL },
	{ TEXT("-0"), NULL },
	{ TEXT("-0.0e-0"), NULL },
	{ TEXT("\"\""), NULL },
	{ TEXT("true"), NULL },
	{ TEXT("null"), NULL },
	{ TEXT("[9223372036854775807, -9223372036854775808, 18446744073709551615]"), NULL },
	{ TEXT("[1e308, 1E-400, 0.1e+2, 123456789012345678901234567890.0]"), NULL },
	{ TEXT("\"\\u0041\\ud83d\\ude00\\\\u0000\\/\\b\\f\\n\\r\\t\""), NULL },
	{ TEXT("\"\xef\xbf\xbd\xf4\x8f\xbf\xbf\x7f\""), NULL },
	{ TEXT("{\"a\":{\"a\":1},\"b\":{\"a\":2}}"), NULL },
	{ TEXT("{\"\":1,\"a\":1,\"A\":1}"), NULL },

	{ TEXT(""), "byte 0: The JSON ends too early" },
	{ TEXT("   "), "byte 3: The JSON ends too early" },
	{ TEXT("{"), "byte 1: The JSON ends too early" },
	{ TEXT("[1,2"), "byte 4: The JSON ends too early" },
	{ TEXT("\"abc"), "byte 4: The JSON ends too early" },
	{ TEXT("\"abc\\"), "byte 5: The JSON ends too early" },
	{ TEXT("tru"), "byte 0: A JSON value" },
	{ TEXT("[1,]"), "byte 3: A JSON value" },
	{ TEXT("[,1]"), "byte 1: A JSON value" },
	{ TEXT("[1 2]"), "byte 3: A comma or a closing bracket" },
	{ TEXT("[1}"), "byte 2: A comma or a closing bracket" },
	{ TEXT("{\"a\":1]"), "byte 6: A comma or a closing bracket" },
	{ TEXT("{\"a\" 1}"), "byte 5: A colon" },
	{ TEXT("{a:1}"), "byte 1: A key in double quotes" },
	{ TEXT("{\"a\":1,}"), "byte 7: A key in double quotes" },
	{ TEXT("{'a':1}"), "byte 1: A key in double quotes" },
	{ TEXT("{} {}"), "byte 3: Something stands behind the end" },
	{ TEXT("1 x"), "byte 2: Something stands behind the end" },
	{ TEXT("[\"a\nb\"]"), "byte 3: A text holds a control character" },
	{ TEXT("\"\\x41\""), "byte 1: The escape" },
	{ TEXT("\"\\u12g4\""), "byte 1: The escape" },
	{ TEXT("\"a\\u0000\""), "byte 2: A text holds the character NUL" },
	{ TEXT("\"\\ud800\""), "byte 1: A text holds half of a surrogate pair" },
	{ TEXT("\"\\udc00\""), "byte 1: A text holds half of a surrogate pair" },
	{ TEXT("\"\\ud800\\u0041\""), "byte 1: A text holds half of a surrogate pair" },
	{ TEXT("\"\\ud800\\ud800\""), "byte 1: A text holds half of a surrogate pair" },
	{ TEXT("{\"\\udfff\":1}"), "byte 2: A text holds half of a surrogate pair" },
	{ TEXT("\"\xff\""), "byte 1: A text is not valid UTF-8" },
	{ TEXT("\"\xed\xa0\x80\""), "byte 1: A text is not valid UTF-8" },
	{ TEXT("\"\xc0\x80\""), "byte 1: A text is not valid UTF-8" },
	{ TEXT("01"), "byte 0: This number is not one of JSON" },
	{ TEXT("1."), "byte 2: The JSON ends too early" },
	{ TEXT("[1.]"), "byte 3: This number is not one of JSON" },
	{ TEXT("[1e]"), "byte 3: This number is not one of JSON" },
	{ TEXT("[.5]"), "byte 1: A JSON value" },
	{ TEXT("[+1]"), "byte 1: A JSON value" },
	{ TEXT("[NaN]"), "byte 1: A JSON value" },
	{ TEXT("[1e999]"), "byte 1: This number is too large" },
	{ TEXT("[18446744073709551616]"), "byte 1: This number is too large" },
	{ TEXT("[-9223372036854775809]"), "byte 1: This number is too large" },
	{ TEXT("{\"a\":1,\"a\":1}"), "The key \"a\" stands twice" },
	{ TEXT("{\"a\":1,\"\\u0061\":1}"), "The key \"a\" stands twice" },
	{ TEXT("[[{\"x\":{\"b\":[{\"same\":1,\"c\":2,\"same\":3}]}}]]"), "The key \"same\" stands twice" },
	{ TEXT("{\"\":1,\"\":2}"), "The key \"\" stands twice" },
};

static void
documents_are_taken_or_refused_with_the_byte(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct json_reader *reader = json_reader_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(documents); i++) {
		struct json root;
		struct err *err = json_parse(reader, documents[i].text, arena, &root);
		struct str said = err == NULL ? STR("") : err_sentence(err, LANG_EN, arena);

		if (err == NULL)
			assert_null(json_check(documents[i].text).message);
		if ((err == NULL) != (documents[i].fault == NULL) ||
		    (err != NULL && str_find(said, str_of(documents[i].fault)) == SIZE_MAX))
			fail_msg("%.*s: %.*s", STR_ARG(documents[i].text), STR_ARG(said));
	}
	json_reader_free(reader);
}

static struct str
nested(struct buf *buf, size_t depth, const char *open, const char *close)
{
	buf_clear(buf);
	for (size_t i = 0; i < depth; i++)
		buf_add(buf, str_of(open));
	buf_add(buf, STR("1"));
	for (size_t i = 0; i < depth; i++)
		buf_add(buf, str_of(close));
	return buf_str(buf);
}

static void
nesting_ends_at_the_bound_and_a_bomb_is_refused(void **state)
{
	static const struct {
		const char *open, *close;
	} brackets[] = { { "[", "]" }, { "{\"a\":", "}" }, { "[{\"b\":", "}]" } };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf buf BUF_SCOPE = { 0 };
	struct json_reader *reader = json_reader_new();
	struct json root;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(brackets); i++) {
		size_t levels = i == 2 ? LIMIT_JSON_DEPTH / 2 : LIMIT_JSON_DEPTH;
		struct str text = nested(&buf, levels, brackets[i].open, brackets[i].close);

		assert_null(json_check(text).message);
		assert_ok(json_parse(reader, text, test_arena_, &root));
		text = nested(&buf, levels + 1, brackets[i].open, brackets[i].close);
		assert_non_null(json_check(text).message);
		assert_err(json_parse(reader, text, arena, &root), ERR_FORMAT);
		text = nested(&buf, 100000, brackets[i].open, "");
		assert_err(json_parse(reader, text, arena, &root), ERR_FORMAT);
	}
	json_reader_free(reader);
}

static void
a_large_object_may_not_repeat_a_key_either(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf buf BUF_SCOPE = { 0 };
	struct json_reader *reader = json_reader_new();
	struct json root;

	(void)state;
	buf_add(&buf, STR("{"));
	for (int i = 0; i < 5000; i++)
		buf_addf(&buf, "\"key-%d\":[%d],", i, i);
	buf_add(&buf, STR("\"last\":0}"));
	assert_ok(json_parse(reader, buf_str(&buf), test_arena_, &root));
	assert_int_equal(json_count(root), 5001);
	assert_int_equal(json_count(json_get(root, "key-4999")), 1);
	buf.len--;
	buf_add(&buf, STR(",\"key-17\":0}"));
	assert_err(json_parse(reader, buf_str(&buf), arena, &root), ERR_FORMAT);
	json_reader_free(reader);
}

static void
a_value_answers_for_what_it_is_and_is_absent_for_the_rest(void **state)
{
	struct json_reader *reader = json_reader_new();
	struct json root, absent;
	int64_t number = 7;
	double real = 7;

	(void)state;
	assert_ok(json_parse(reader,
	    STR("{\"s\":\"\xe8\x84\x86\\u5f31\",\"n\":-5,\"big\":18446744073709551615,\"d\":9.8,"
		"\"t\":true,\"z\":null,\"a\":[1,\"x\",[],{}]}"),
	    test_arena_, &root));
	assert_str(json_get_str(root, "s"), "脆弱");
	assert_true(json_i64(json_get(root, "n"), &number));
	assert_int_equal(number, -5);
	assert_false(json_i64(json_get(root, "big"), &number));
	assert_false(json_i64(json_get(root, "d"), &number));
	assert_false(json_i64(json_get(root, "s"), &number));
	assert_int_equal(number, -5);
	assert_true(json_f64(json_get(root, "d"), &real));
	assert_true(real == 9.8);
	assert_true(json_f64(json_get(root, "big"), &real));
	assert_true(real == 18446744073709551615.0);
	assert_true(json_get_bool(root, "t"));
	assert_false(json_get_bool(root, "s"));
	assert_int_equal(json_kind(json_get(root, "z")), JSON_NULL);
	assert_int_equal(json_count(json_get(root, "a")), 4);
	assert_int_equal(json_count(root), 7);
	absent = json_get(json_get(root, "nothing"), "below");
	assert_int_equal(json_kind(absent), JSON_ABSENT);
	assert_int_equal(json_count(absent), 0);
	assert_str(json_str(json_get(root, "n")), "");
	assert_int_equal(json_kind(json_get(json_get(root, "a"), "x")), JSON_ABSENT);
	for (struct json_iter i = json_each(json_get(root, "s")); json_next(&i);)
		fail_msg("a text has no items");
	json_reader_free(reader);
}

/* ------------------------------------------------------------------------------------ scanning */

static void
both_ways_to_make_masks_agree(void **state)
{
	static const char alphabet[] = "\"\\{}[]a:, \x1b\x5f\xdb\xfb";
	unsigned seed = 20261120;
	char block[64];

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct json_masks a, b;

		for (size_t i = 0; i < sizeof(block); i++) {
			seed = seed * 1103515245 + 12345;
			block[i] =
			    round % 2 == 0 ? alphabet[(seed >> 16) % (sizeof(alphabet) - 1)] : (char)(seed >> 16);
		}
		a = json_masks(block);
		b = json_masks_portable(block);
		assert_memory_equal(&a, &b, sizeof(a));
	}
}

static void
the_end_of_a_value_is_found_however_the_bytes_arrive(void **state)
{
	static const struct str text = TEXT("{\"a\":\"}]\\\"}\\\\\",\"b\":[{\"c\":\"\\\\\\\"{{{{\"},[[]],\"\\\\\"],"
	    "\"long\":\"0123456789012345678901234567890123456789012345678901234567890123456789\\\\\"} {\"next\":1}");
	size_t end = str_find(text, STR(" {\"next"));

	(void)state;
	for (size_t piece = 1; piece <= text.len; piece++) {
		struct json_scan scan = { 0 };
		enum json_scanned scanned = JSON_SCAN_MORE;
		size_t at = 0, used;

		while (scanned == JSON_SCAN_MORE) {
			scanned = json_scan(&scan, str_sub(text, at, piece), 64, &used);
			at += used;
		}
		assert_int_equal(scanned, JSON_SCAN_END);
		assert_int_equal(at, end);
	}
}

/* ------------------------------------------------------------------------------------- streams */

/* An input that gives its bytes in small pieces. */
struct dripping {
	struct input input;
	struct str   rest;
	size_t       piece;
};

static struct err *
read_dripping(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	struct dripping *drip = (struct dripping *)input;
	size_t got = drip->rest.len < drip->piece ? drip->rest.len : drip->piece;

	(void)arena;
	(void)room;
	memcpy(into, drip->rest.ptr, got);
	drip->rest = str_from(drip->rest, got);
	*ret_got = got;
	return NULL;
}

/* What a stream gave, as one line: the records' "id" (or text), "!" for a broken one, the final error. */
static struct str
stream_story(struct str text, const char *key, size_t piece, struct arena *arena)
{
	struct dripping drip = { { read_dripping, STR("drip"), 0 }, text, piece };
	struct json_stream *stream = json_stream_new(&drip.input, key);
	struct buf story BUF_SCOPE = { 0 };
	struct json record = { 0 };
	bool more = true, broken;

	for (;;) {
		struct err *err = json_stream_next(stream, arena, &record, &more, &broken);
		struct str id;

		if (err != NULL) {
			buf_add(&story, broken ? STR("! ") : STR("error: "));
			if (!broken)
				buf_add(&story, err_sentence(err, LANG_EN, arena));
		}
		if (!more)
			break;
		if (err != NULL)
			continue;
		assert_true(str_starts(str_from(text, (size_t)json_stream_offset(stream)), json_stream_text(stream)));
		id = json_get_str(record, "id");
		if (id.len == 0)
			id = json_stream_text(stream);
		buf_addf(&story, "%.*s@%d ", STR_ARG(id), (int)json_stream_offset(stream));
	}
	if (json_stream_head(stream, "timestamp").len > 0)
		buf_addf(&story, "time=%.*s ", STR_ARG(json_stream_head(stream, "timestamp")));
	if (json_stream_head(stream, "total").len > 0)
		buf_addf(&story, "total=%.*s ", STR_ARG(json_stream_head(stream, "total")));
	json_stream_free(stream);
	return str_trim_space(arena_copy(arena, buf_str(&story)));
}

static const struct {
	const char *key;
	struct str  text;
	const char *story;
} streams[] = {
	{ "v", TEXT("{\"timestamp\":\"T\",\"v\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"total\":2}"),
	    "a@22 b@33 time=T total=2" },
	{ "v", TEXT("\xef\xbb\xbf{ \"v\" : [ ] , \"total\" : -1.50 }\n\n"), "total=-1.50" },
	{ "v", TEXT("{\"x\":{\"v\":[1]},\"v\":[{\"id\":\"a\"}]}"), "a@20" },
	{ "v", TEXT("{\"v\":[{\"id\":\"a\"}]}\n{\"v\":[{\"id\":\"b\"}],\"total\":9}"), "a@6 b@25 total=9" },
	{ "w|v", TEXT("{\"x\":[7],\"v\":[{\"id\":\"a\"}]}"), "a@14" },
	{ "v", TEXT("{\"id\":\"itself\",\"w\":[1,2]}"), "itself@0" },
	{ "v", TEXT("{\"id\":\"null\",\"v\":null}"), "null@0" },
	{ "v", TEXT("{}"), "{}@0" },
	{ "v", TEXT("[{\"id\":\"a\"},\"x\",7,null,[{}]]"), "a@1 \"x\"@12 7@16 null@18 [{}]@23" },
	{ NULL, TEXT("[]"), "" },
	{ NULL, TEXT("{\"id\":\"a\"}\n{\"id\":\"b\"}\r\n\r\n{\"id\":\"c\"}"), "a@0 b@11 c@25" },
	{ NULL, TEXT("{\n  \"id\": \"a\"\n}\n{\n  \"id\": \"b\"\n}\n"), "a@0 b@16" },
	{ NULL, TEXT("{\"id\":\"a\"}{\"id\":\"b\"}"), "a@0 b@10" },
	{ NULL, TEXT("\xef\xbb\xbf{\"id\":\"a\"}\n\xef\xbb\xbf{\"id\":\"b\"}\n"), "a@3 b@17" },
	{ NULL, TEXT("[{\"id\":\"a\"}]\n[{\"id\":\"b\"}]"), "a@1 b@14" },

	/* broken records that the stream can go on behind */
	{ "v", TEXT("{\"v\":[{\"id\":\"a\"},{\"id\" 1},{\"id\":\"c\"}]}"), "a@6 ! c@26" },
	{ "v", TEXT("{\"v\":[{\"id\":\"\\ud800\"},{\"id\":\"c\"}]}"), "! c@22" },
	{ NULL, TEXT("{\"id\":\"a\"}\n{\"id\" 1}\n{\"id\":\"c\"}\n"), "a@0 ! c@20" },
	{ NULL, TEXT("{\"id\":\"a\"}\n{\"id\":[\n{\"id\":\"c\"}\n"), "a@0 ! c@19" },
	{ NULL, TEXT("{\"id\":\"a\"}\n{\"id\":\"open\n{\"id\":\"c\"}\n"), "a@0 ! c@23" },
	{ NULL, TEXT("{\"id\":\"a\"}\nnoise\n{\"id\":\"c\"}\n"), "a@0 ! c@17" },
	{ "v", TEXT("{\"id\":\"a\"}\n{\"id\":1,,}\n{\"id\":\"c\"}\n"), "a@0 ! c@22" },

	/* files that are cut short, or not what they should be */
	{ "v", TEXT(""), "error: The file is empty: there is no JSON in it." },
	{ "v", TEXT(" \n"), "error: The file is empty: there is no JSON in it." },
	{ "v", TEXT("<html>"), "error: This is not JSON: it begins neither with a brace nor with a bracket." },
	{ "v", TEXT("\xef\xbb"), "error: This is not JSON: it begins neither with a brace nor with a bracket." },
	{ "v", TEXT("{\"v\":[{\"id\":\"a\"},{\"id\":"),
	    "a@6 error: byte 23: The JSON ends too early: the file is cut short." },
	{ "v", TEXT("{\"v\":[{\"id\":\"a\"}"), "a@6 error: byte 16: The JSON ends too early: the file is cut short." },
	{ "v", TEXT("{\"v\":[{\"id\":\"a\"}]"), "a@6 error: byte 17: The JSON ends too early: the file is cut short." },
	{ "v", TEXT("{\"v\":["), "error: byte 6: The JSON ends too early: the file is cut short." },
	{ "v", TEXT("{\"v\""), "error: byte 4: The JSON ends too early: the file is cut short." },
	{ NULL, TEXT("{\"id\":\"a\"}\n{\"id\":"),
	    "a@0 error: byte 17: The JSON ends too early: the file is cut short." },
	{ "v", TEXT("{\"v\":[{\"id\":\"a\"},]}"), "a@6 error: byte 17: A JSON value was expected here." },
	{ "v", TEXT("{\"v\":[{\"id\":\"a\"} {}]}"),
	    "a@6 error: byte 17: A comma or a closing bracket was expected here." },
	{ "v", TEXT("{\"v\":[{\"id\":\"a\"}]} x"), "a@6 error: byte 19: Something stands behind the end of the JSON." },
	{ "v", TEXT("{\"v\":[{\"id\":\"a\"}],}"), "a@6 error: byte 18: A key in double quotes was expected here." },
	{ "v", TEXT("{\"total\":1,\"total\":2,\"v\":[{\"id\":\"a\"}]}"),
	    "error: The key \"total\" stands twice in one object.total=1" },
	{ "v", TEXT("{\"v\":[{\"id\":\"a\"}],\"v\":[{\"id\":\"b\"}]}"),
	    "a@6 error: The key \"v\" stands twice in one object." },
	{ "v", TEXT("{\"total\":tru,\"v\":[]}"), "error: byte 9: A JSON value was expected here." },
};

static void
streams_of_every_layout_give_their_records(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	static const size_t pieces[] = { 1, 2, 7, 63, 4096 };
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(streams); i++) {
		for (size_t p = 0; p < ARRAY_LEN(pieces); p++) {
			struct str story = stream_story(streams[i].text, streams[i].key, pieces[p], arena);

			if (str_eq(story, str_of(streams[i].story)))
				continue;
			print_message("%.*s\nin pieces of %zu gave: %.*s\ninstead of: %s\n", STR_ARG(streams[i].text),
			    pieces[p], STR_ARG(story), streams[i].story);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void
a_record_longer_than_the_buffer_arrives_whole(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf text BUF_SCOPE = { 0 };
	struct input_bytes bytes;
	struct json_stream *stream;
	struct json record;
	bool more, broken;

	(void)state;
	buf_add(&text, STR("{\"v\":[{\"id\":\"small\"},{\"id\":\""));
	for (int i = 0; i < 3000000; i++)
		buf_add_char(&text, 'x');
	buf_add(&text, STR("\"},{\"id\":\"after\"}]}"));
	stream = json_stream_new(input_of_bytes(&bytes, buf_str(&text), STR("long")), "v");
	assert_ok(json_stream_next(stream, test_arena_, &record, &more, &broken));
	assert_ok(json_stream_next(stream, test_arena_, &record, &more, &broken));
	assert_int_equal(json_get_str(record, "id").len, 3000000);
	assert_ok(json_stream_next(stream, test_arena_, &record, &more, &broken));
	assert_str(json_get_str(record, "id"), "after");
	assert_ok(json_stream_next(stream, test_arena_, &record, &more, &broken));
	assert_false(more);
	json_stream_free(stream);
}

static void
a_record_beyond_the_bound_is_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	size_t len = LIMIT_RECORD_BYTES + ((size_t)4 << 20);
	char *text = malloc(len);
	struct input_bytes bytes;
	struct json_stream *stream;
	struct json record;
	bool more, broken;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', len);
	memcpy(text, "[\"", 2);
	stream = json_stream_new(input_of_bytes(&bytes, (struct str){ text, len }, STR("huge")), NULL);
	assert_err(json_stream_next(stream, arena, &record, &more, &broken), ERR_LIMIT);
	assert_false(more);
	assert_false(broken);
	json_stream_free(stream);
	free(text);
}

static void
many_unclosed_lines_do_not_take_forever(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf text BUF_SCOPE = { 0 };
	struct input_bytes bytes;
	struct json_stream *stream;
	struct json record;
	bool more = true, broken;
	size_t count = 0;

	(void)state;
	for (int i = 0; i < 20000; i++)
		buf_add(&text, STR("{\"a\":\n"));
	stream = json_stream_new(input_of_bytes(&bytes, buf_str(&text), STR("open")), NULL);
	while (more) {
		assert_err(json_stream_next(stream, arena, &record, &more, &broken), ERR_FORMAT);
		count++;
		arena_reset(arena);
	}
	assert_int_equal(count, 20000);
	json_stream_free(stream);
}

/* ------------------------------------------------------------------------------------- writing */

static void
written_json_reads_back(void **state)
{
	struct buf out BUF_SCOPE = { 0 };
	struct json_writer w = { .out = &out };
	struct json_reader *reader = json_reader_new();
	struct json root;

	(void)state;
	json_begin_object(&w, NULL);
	json_put_str(&w, "plain", STR("curl"));
	json_put_str(&w, "ja", STR("改ざん"));
	json_put_str(&w, "hard", STR("a\"b\\c\n\x01\x7f/"));
	json_put_str(&w, "broken", STR("x\xff\xe8y"));
	json_put_str_or_null(&w, "none", STR(""));
	json_begin_array(&w, "list");
	json_put_int(&w, NULL, INT64_MIN);
	json_put_decimal(&w, NULL, 98, 1);
	json_put_decimal(&w, NULL, 42, 6);
	json_put_decimal(&w, NULL, 7, 0);
	json_put_decimal(&w, NULL, -1, 1);
	json_begin_object(&w, NULL);
	json_end(&w);
	json_end(&w);
	json_put_bool(&w, "yes", true);
	json_end(&w);
	assert_str(str_sub(buf_str(&out), 0, 33), "{\"plain\":\"curl\",\"ja\":\"改ざん\",");
	assert_true(str_ends(buf_str(&out),
	    STR("\"none\":null,\"list\":[-9223372036854775808,9.8,0.000042,7,null,{}],\"yes\":true}")));
	assert_ok(json_parse(reader, buf_str(&out), test_arena_, &root));
	assert_str(json_get_str(root, "hard"), "a\"b\\c\n\x01\x7f/");
	assert_str(json_get_str(root, "broken"), "x\xef\xbf\xbd\xef\xbf\xbdy");
	json_reader_free(reader);
}

/* Members of the head that are asked for are kept as they stand, document by document. */
static void
a_streams_head_keeps_what_is_asked_for(void **state)
{
	static const struct { const char *tree, *note; uint64_t documents; } expected[] = {
		{ "{\"a\": [1]}", "", 1 }, { "{\"a\": [1]}", "", 1 }, { "[2]", "", 2 },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct input_bytes bytes;
	struct json_stream *stream = json_stream_new(input_of_bytes(&bytes, STR("{\"tree\": {\"a\": [1]}, \"note\": \"x\", \"other\": {}, \"items\": [{}, {}]}"
	    "{\"tree\": [2], \"items\": [{}], \"behind\": {}}"), STR("text")), "items");
	struct json record;
	bool more = true, broken;

	(void)state;
	json_stream_keep(stream, "tree|note|behind");
	for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
		assert_ok(json_stream_next(stream, arena, &record, &more, &broken));
		assert_true(more);
		assert_str(json_stream_kept(stream, "tree"), expected[i].tree);
		assert_str(json_stream_kept(stream, "note"), expected[i].note);   /* a scalar is in the head */
		assert_str(json_stream_kept(stream, "other"), "");
		assert_int_equal(json_stream_documents(stream), expected[i].documents);
	}
	assert_ok(json_stream_next(stream, arena, &record, &more, &broken));
	assert_false(more);
	assert_str(json_stream_kept(stream, "behind"), "{}");
	json_stream_free(stream);
}

static void
pretty_json_has_two_spaces_a_level(void **state)
{
	struct buf out BUF_SCOPE = { 0 };
	struct json_writer w = { .out = &out, .pretty = true };

	(void)state;
	json_begin_object(&w, NULL);
	json_begin_array(&w, "a");
	json_put_int(&w, NULL, 1);
	json_put_int(&w, NULL, 2);
	json_end(&w);
	json_begin_array(&w, "b");
	json_end(&w);
	json_end(&w);
	assert_str(buf_str(&out), "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}");
}

static void
a_record_is_written_by_its_schema(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf out BUF_SCOPE = { 0 };
	struct json_writer w = { .out = &out };
	struct inventory_head head = { .format = STR("SPDX 2.3 JSON"), .made = 0 };

	(void)state;
	list_push(arena, &head.coverage, ((struct coverage_row){ LAYER_OS, COVERAGE_PARTIAL }));
	json_put_record(&w, NULL, &inventory_head_schema, &head);
	assert_str(buf_str(&out), "{\"format\":\"SPDX 2.3 JSON\",\"made\":\"1970-01-01T00:00:00Z\","
	    "\"coverage\":[{\"layer\":\"os\",\"coverage\":\"partial\"}],"
	    "\"provenance\":\"unknown\",\"restart_pending\":\"unknown\"}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_are_taken_or_refused_with_the_byte),
		cmocka_unit_test(nesting_ends_at_the_bound_and_a_bomb_is_refused),
		cmocka_unit_test(a_large_object_may_not_repeat_a_key_either),
		cmocka_unit_test(a_value_answers_for_what_it_is_and_is_absent_for_the_rest),
		cmocka_unit_test(both_ways_to_make_masks_agree),
		cmocka_unit_test(the_end_of_a_value_is_found_however_the_bytes_arrive),
		cmocka_unit_test(streams_of_every_layout_give_their_records),
		cmocka_unit_test(a_record_longer_than_the_buffer_arrives_whole),
		cmocka_unit_test(a_record_beyond_the_bound_is_refused),
		cmocka_unit_test(many_unclosed_lines_do_not_take_forever),
		cmocka_unit_test(written_json_reads_back),
		cmocka_unit_test(a_streams_head_keeps_what_is_asked_for),
		cmocka_unit_test(pretty_json_has_two_spaces_a_level),
		cmocka_unit_test(a_record_is_written_by_its_schema),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
