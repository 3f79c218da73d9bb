#include "test.h"

#include <sys/mman.h>
#include <unistd.h>
#include "format/archive/archive.h"
#include "format/bundle/bundle.h"
#include "format/bundle/frames.h"
#include "model/record.h"

/* What a reader sends, in a line each. */
struct telling { struct sink sink; struct buf *out; };

static struct err *
tell(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct telling *telling = (struct telling *)sink;

	(void)arena;
	buf_addf(telling->out, "%s", schema->name);
	if (schema == &bundle_turn_schema)
		buf_addf(telling->out, " %lld", (long long)((const struct bundle_turn *)value)->feed);
	if (schema == &epss_entry_schema)
		buf_addf(telling->out, " %.*s", STR_ARG(((const struct epss_entry *)value)->cve));
	if (schema == &bundle_gone_schema)
		buf_addf(telling->out, " %.*s", STR_ARG(((const struct bundle_gone *)value)->id));
	buf_add_char(telling->out, '\n');
	return NULL;
}

static struct bundle_head
head_of(struct arena *arena)
{
	struct bundle_head head = { .id = STR("0123456789abcdef-2.1"), .organisation = STR("例市"), .record_version = RECORD_VERSION };

	list_push(arena, &head.feeds, ((struct bundle_feed){ .name = STR("epss"), .source = SOURCE_EPSS, .complete = true, .whole = true }));
	list_push(arena, &head.feeds, ((struct bundle_feed){ .name = STR("nvd"), .source = SOURCE_NVD, .whole = true }));
	return head;
}

/* A bundle's payload, packed. */
static struct str
payload(struct arena *arena, const struct bundle_head *head)
{
	struct bundle_writer *writer BUNDLE_WRITER_SCOPE = NULL;
	struct epss_entry entry = { .cve = STR("CVE-2026-0001"), .probability = 5, .percentile = 6 };
	struct bundle_gone gone = { STR("advisory"), STR("CVE-2026-0009") };
	unsigned char digest[CRYPT_HASH], again[CRYPT_HASH];
	int fd FD_SCOPE = memfd_create("bundle", MFD_CLOEXEC);
	struct crypt_hash hash;
	struct input_fd input;
	struct str bytes;
	int64_t values;

	assert_ok(bundle_writer_open(fd, head, arena, &writer));
	assert_ok(sink_record(bundle_writer_sink(writer), &bundle_turn_schema, &(struct bundle_turn){ 0 }, arena));
	assert_ok(sink_record(bundle_writer_sink(writer), &epss_entry_schema, &entry, arena));
	assert_ok(sink_record(bundle_writer_sink(writer), &bundle_turn_schema, &(struct bundle_turn){ 1 }, arena));
	assert_ok(sink_record(bundle_writer_sink(writer), &bundle_gone_schema, &gone, arena));
	assert_err(sink_record(bundle_writer_sink(writer), &problem_schema, &(struct problem){ 0 }, arena), ERR_UNSUPPORTED);
	assert_ok(bundle_writer_end(writer, arena, digest, &values));
	assert_int_equal(values, 2);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_ok(input_all(input_of_fd(&input, fd, STR("bundle")), 1 << 20, arena, &bytes));
	crypt_hash_begin(&hash);
	crypt_hash_add(&hash, bytes);
	crypt_hash_end(&hash, again);
	assert_memory_equal(digest, again, CRYPT_HASH);
	return bytes;
}

static struct err *
read_packed(struct str packed, struct arena *arena, struct buf *out)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct telling telling = { { .record = tell }, out };
	struct input_bytes raw;

	TRY(archive_open(input_of_bytes(&raw, packed, STR("bundle")), arena, &archive));
	return bundle_read(archive_stream(archive), &telling.sink, arena);
}

static struct err *
read_plain(struct str bytes, struct arena *arena, struct buf *out)
{
	struct telling telling = { { .record = tell }, out };
	struct input_bytes input;

	return bundle_read(input_of_bytes(&input, bytes, STR("bundle")), &telling.sink, arena);
}

static void
what_goes_in_comes_out(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct bundle_head head = head_of(arena);
	struct buf out BUF_SCOPE = { 0 };

	(void)state;
	assert_ok(read_packed(payload(arena, &head), arena, &out));
	assert_str(buf_str(&out), "bundle_head\nbundle_turn 0\nepss CVE-2026-0001\nbundle_turn 1\nbundle_gone CVE-2026-0009\nbundle_end\n");
}

static void
another_version_is_refused_in_words(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct bundle_head head = head_of(arena);
	struct buf out BUF_SCOPE = { 0 };

	(void)state;
	head.record_version++;
	assert_err(read_packed(payload(arena, &head), arena, &out), ERR_UNSUPPORTED);
	head = head_of(arena);
	head.id = STR("nothing");
	assert_err(read_packed(payload(arena, &head), arena, &out), ERR_FORMAT);
	head = head_of(arena);
	head.base = STR("0123456789abcdef-2");
	assert_err(read_packed(payload(arena, &head), arena, &out), ERR_FORMAT);
}

static struct str
unpacked(struct arena *arena)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct bundle_head head = head_of(arena);
	struct input_bytes raw;
	struct str bytes;

	assert_ok(archive_open(input_of_bytes(&raw, payload(arena, &head), STR("bundle")), arena, &archive));
	assert_ok(input_all(archive_stream(archive), 1 << 20, arena, &bytes));
	return bytes;
}

/* No end but the right one is an end. */
static void
every_cut_is_noticed(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str bytes = unpacked(arena);
	struct buf out BUF_SCOPE = { 0 };

	(void)state;
	assert_ok(read_plain(bytes, arena, &out));
	for (size_t len = 0; len < bytes.len; len++)
		assert_err(read_plain(str_sub(bytes, 0, len), arena, &out), ERR_FORMAT);
}

static void
put_frame(struct buf *out, const struct schema *schema, const void *value)
{
	size_t begin = out->len, len;

	buf_add_char(out, (char)frames_kind(schema));
	buf_add_bytes(out, "\0\0\0\0", 4);
	record_encode(schema, value, out);
	len = out->len - begin - FRAMES_HEAD_BYTES;
	for (int i = 0; i < 4; i++)
		out->ptr[begin + 1 + (size_t)i] = (char)(len >> (8 * i) & 0xff);
}

static void
everything_has_its_place(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct bundle_head head = head_of(arena);
	struct epss_entry entry = { .cve = STR("CVE-2026-0001") };
	struct bundle_turn turn = { 0 }, far = { 2 }, before = { -1 };
	struct bundle_end one = { 1 }, two = { 2 };
	const struct { struct { const struct schema *schema; const void *value; } frames[4]; } bad[] = {
		{ { { &bundle_turn_schema, &turn } } },                                                        /* no head          */
		{ { { &bundle_head_schema, &head }, { &bundle_head_schema, &head } } },                        /* two heads        */
		{ { { &bundle_head_schema, &head }, { &epss_entry_schema, &entry } } },                        /* of no feed       */
		{ { { &bundle_head_schema, &head }, { &bundle_turn_schema, &far } } },                         /* of another feed  */
		{ { { &bundle_head_schema, &head }, { &bundle_turn_schema, &before } } },
		{ { { &bundle_head_schema, &head }, { &bundle_end_schema, &two } } },                          /* a frame is missing */
		{ { { &bundle_head_schema, &head }, { &bundle_end_schema, &one }, { &bundle_turn_schema, &turn } } },   /* after the end */
		{ { { &bundle_head_schema, &head }, { &bundle_end_schema, &one }, { &bundle_end_schema, &two } } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct buf bytes BUF_SCOPE = { 0 }, out BUF_SCOPE = { 0 };

		for (size_t f = 0; f < 4 && bad[i].frames[f].schema != NULL; f++)
			put_frame(&bytes, bad[i].frames[f].schema, bad[i].frames[f].value);
		assert_err(read_plain(buf_str(&bytes), arena, &out), ERR_FORMAT);
	}
}

static void
the_cover_is_as_long_as_it_says(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	unsigned char digest[CRYPT_HASH] = { 0 };
	struct minisign_signature signature, again;
	struct minisign_secret secret;
	struct minisign_public public;
	struct str cover;
	size_t len;

	(void)state;
	minisign_make(&secret, &public);
	assert_ok(minisign_sign(&secret, digest, STR("a comment"), arena, &signature));
	cover = bundle_cover_write(&signature, arena);
	assert_ok(bundle_cover_read(arena_printf(arena, "%.*s%s", STR_ARG(cover), "payload\nof lines\n"), arena, &again, &len));
	assert_int_equal(len, cover.len);
	assert_ok(minisign_verify(&public, digest, &again, arena));
	for (size_t cut = 0; cut < cover.len; cut++)
		assert_err(bundle_cover_read(str_sub(cover, 0, cut), arena, &again, &len), ERR_FORMAT);
}

static void
ids_are_of_one_form(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	static const char *const bad[] = {
		"", "-", "0123456789abcdef", "0123456789abcdef-", "0123456789abcdef-1", "0123456789abcdef-1.", "0123456789abcdef-1.2.3",
		"0123456789abcde-1.2", "0123456789abcdeg-1.2", "0123456789abcdef--1.2", "0123456789abcdef-1.-2", "0123456789abcdef-99999999999999999999.1",
	};
	struct bundle_id id;

	(void)state;
	assert_ok(bundle_id_read(STR("0123456789abcdef-12.31"), arena, &id));
	assert_int_equal(id.generation, 12);
	assert_int_equal(id.overlay, 31);
	assert_str(bundle_id_write(&id, arena), "0123456789abcdef-12.31");
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_err(bundle_id_read(str_of(bad[i]), arena, &id), ERR_FORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_goes_in_comes_out), cmocka_unit_test(another_version_is_refused_in_words), cmocka_unit_test(every_cut_is_noticed),
		cmocka_unit_test(everything_has_its_place), cmocka_unit_test(the_cover_is_as_long_as_it_says), cmocka_unit_test(ids_are_of_one_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
