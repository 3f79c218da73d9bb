#include "test.h"
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <seccomp.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/limits.h"
#include "format/archive/archive.h"

/* ------------------------------------------------------------------------ packing, with libarchive */

struct file { const char *name; struct str text; };

static struct str
packed(struct arena *arena, const char *format, const char *filter, const char *options, const struct file *files, size_t count)
{
	struct archive *writer = archive_write_new();
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	size_t room = (size_t)1 << 20, used = 0;
	char *bytes;

	for (size_t i = 0; i < count; i++)
		room += files[i].text.len * 2;
	if (options != NULL && strstr(options, "UTF-8") != NULL)
		(void)uselocale(utf8);   /* or libarchive could not write the names */
	bytes = arena_alloc(arena, room);
	assert_int_equal(archive_write_set_format_by_name(writer, format), ARCHIVE_OK);
	if (filter != NULL)
		assert_int_equal(archive_write_add_filter_by_name(writer, filter), ARCHIVE_OK);
	assert_int_equal(archive_write_set_options(writer, options), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(writer, bytes, room, &used), ARCHIVE_OK);
	for (size_t i = 0; i < count; i++) {
		struct archive_entry *entry = archive_entry_new();

		archive_entry_set_pathname(entry, files[i].name);
		archive_entry_set_filetype(entry, str_ends(str_of(files[i].name), STR("/")) ? AE_IFDIR : AE_IFREG);
		archive_entry_set_perm(entry, 0644);
		archive_entry_set_size(entry, (la_int64_t)files[i].text.len);
		assert_int_equal(archive_write_header(writer, entry), ARCHIVE_OK);
		assert_int_equal(archive_write_data(writer, files[i].text.ptr, files[i].text.len), files[i].text.len);
		archive_entry_free(entry);
	}
	assert_int_equal(archive_write_close(writer), ARCHIVE_OK);
	archive_write_free(writer);
	(void)uselocale(LC_GLOBAL_LOCALE);
	freelocale(utf8);
	return (struct str){ bytes, used };
}

static struct str
packed_raw(struct arena *arena, const char *filter, struct str text)
{
	return packed(arena, "raw", filter, NULL, &(struct file){ "x", text }, 1);
}

static struct str
concat(struct arena *arena, struct str a, struct str b)
{
	return arena_join(arena, (struct str[]){ a, b }, 2, STR(""));
}

/* Everything in it, read through a room of `room` bytes at a time. */
static struct err *
unpack(struct str bytes, size_t room, struct arena *arena, struct str *ret_text)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct buf text BUF_SCOPE = { 0 };
	struct input_bytes raw;
	size_t got;

	TRY(archive_open(input_of_bytes(&raw, bytes, STR("feed.gz")), arena, &archive));
	do {
		TRY(input_read(archive_stream(archive), buf_reserve(&text, room), room, arena, &got));
		text.len += got;
		if (text.len > (size_t)64 << 20)
			return err_new(arena, ERR_LIMIT, "too much for this test");
	} while (got > 0);
	*ret_text = arena_copy(arena, buf_str(&text));
	return NULL;
}

/* ------------------------------------------------------------------------------------------ tests */

static const struct file three[] = {
	{ "a.json", STR_INIT("{\"a\":1}") },
	{ "dir/", STR_INIT("") },
	{ "__MACOSX/._a.json", STR_INIT("\0\5\x16\7") },
	{ "dir/\xe3\x81\x82.json", STR_INIT("{\"b\":2}") },
	{ "c.json", STR_INIT("") },
};

static void
every_kind_gives_its_bytes(void **state)
{
	struct arena *arena = arena_new();
	struct str plain = STR("{\"id\": \"CVE-2026-1234\"}\n"), twice = concat(arena, plain, plain), joined = STR("{\"a\":1}\n{\"b\":2}\n");
	const struct { const char *what; struct str bytes; enum archive_kind kind; struct str text; } cases[] = {
		{ "plain", plain, ARCHIVE_PLAIN, plain },
		{ "nothing", STR(""), ARCHIVE_PLAIN, STR("") },
		{ "gz", packed_raw(arena, "gzip", plain), ARCHIVE_GZIP, plain },
		{ "gz of nothing", packed_raw(arena, "gzip", STR("")), ARCHIVE_GZIP, STR("") },
		{ "zst", packed_raw(arena, "zstd", plain), ARCHIVE_ZSTD, plain },
		{ "two gz", concat(arena, packed_raw(arena, "gzip", plain), packed_raw(arena, "gzip", plain)), ARCHIVE_GZIP, twice },
		{ "two zst", concat(arena, packed_raw(arena, "zstd", plain), packed_raw(arena, "zstd", plain)), ARCHIVE_ZSTD, twice },
		{ "zip", packed(arena, "zip", NULL, "hdrcharset=UTF-8", three, ARRAY_LEN(three)), ARCHIVE_ZIP, joined },
		{ "stored zip", packed(arena, "zip", NULL, "zip:compression=store", three, 1), ARCHIVE_ZIP, three[0].text },
		{ "tar", packed(arena, "ustar", NULL, NULL, three, ARRAY_LEN(three)), ARCHIVE_TAR, joined },
		{ "tar.gz", packed(arena, "pax", "gzip", "hdrcharset=UTF-8", three, ARRAY_LEN(three)), ARCHIVE_GZIP, joined },
		{ "tar.zst", packed(arena, "gnutar", "zstd", NULL, three, ARRAY_LEN(three)), ARCHIVE_ZSTD, joined },
		{ "looks like a zip later", STR("a PK\3\4"), ARCHIVE_PLAIN, STR("a PK\3\4") },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct str text;

		print_message("  %s\n", cases[i].what);
		assert_int_equal(archive_kind_of(cases[i].bytes), cases[i].kind);
		assert_ok(unpack(cases[i].bytes, 4096, arena, &text));
		assert_true(str_eq(text, cases[i].text));
		assert_ok(unpack(cases[i].bytes, 1, arena, &text));
		assert_true(str_eq(text, cases[i].text));
	}
	arena_free(arena);
}

/* A zip as Windows' Explorer of a Japanese system makes it: names in CP932, without a flag. */
static void
members_are_given_one_by_one_with_their_names(void **state)
{
	static const struct file files[] = {
		{ "\x91\xe4\x92\xa0.csv", STR_INIT("a,b") },
		{ "dir/b.csv", STR_INIT("c,d") },
	};
	struct arena *arena = arena_new();
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct input_bytes raw;
	struct str text;
	bool more;

	(void)state;
	assert_ok(archive_open(input_of_bytes(&raw, packed(arena, "zip", NULL, NULL, files, 2), STR("x.zip")), arena, &archive));
	assert_ok(archive_next_entry(archive, arena, &more));
	assert_true(more);
	assert_str(archive_entry(archive), "台帳.csv");
	assert_ok(archive_next_entry(archive, arena, &more));   /* passed over unread */
	assert_true(more);
	assert_str(archive_entry(archive), "dir/b.csv");
	assert_ok(input_all(archive_stream(archive), 100, arena, &text));
	assert_str(text, "c,d");
	assert_ok(archive_next_entry(archive, arena, &more));
	assert_false(more);
	arena_free(arena);
}

static void
names_flagged_as_utf8_survive(void **state)
{
	struct arena *arena = arena_new();
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct input_bytes raw;
	bool more = true;

	(void)state;
	assert_ok(archive_open(input_of_bytes(&raw, packed(arena, "zip", NULL, "hdrcharset=UTF-8", three, 5), STR("x.zip")), arena, &archive));
	assert_ok(archive_next_entry(archive, arena, &more));
	assert_ok(archive_next_entry(archive, arena, &more));
	assert_str(archive_entry(archive), "dir/あ.json");
	arena_free(arena);
}

static struct str
zeros(struct arena *arena, size_t len)
{
	return (struct str){ arena_alloc(arena, len), len };
}

static void
what_is_no_honest_package_is_refused_in_words(void **state)
{
	struct arena *arena = arena_new();
	struct str text, gz = packed_raw(arena, "gzip", STR("some text that is long enough to be cut in the middle of it"));
	struct str zst = packed_raw(arena, "zstd", STR("some text that is long enough to be cut"));
	struct str zip = packed(arena, "zip", NULL, "zip:compression=store", three, 1), bomb = packed_raw(arena, "zstd", zeros(arena, (size_t)32 << 20));
	struct file zero = { "zero", zeros(arena, (size_t)32 << 20) };
	struct file inner = { "inner.zip", zip }, many = { "many.gz", gz };
	char *flipped = arena_cstr(arena, zip), *crc = arena_cstr(arena, gz);
	const struct { const char *what; struct str bytes; const char *code; } cases[] = {
		{ "gz cut short", str_sub(gz, 0, gz.len - 12), "ERR_FORMAT" },
		{ "gz with a wrong checksum", { crc, gz.len }, "ERR_FORMAT" },
		{ "gz with something behind it", concat(arena, gz, STR("\n<html>")), "ERR_FORMAT" },
		{ "zst cut short", str_sub(zst, 0, zst.len - 3), "ERR_FORMAT" },
		{ "zip cut short", str_sub(zip, 0, 40), "ERR_FORMAT" },
		{ "zip with a byte changed", { flipped, zip.len }, "ERR_FORMAT" },
		{ "zip in zip", packed(arena, "zip", NULL, NULL, &inner, 1), "ERR_UNSUPPORTED" },
		{ "gz in tar", packed(arena, "ustar", NULL, NULL, &many, 1), "ERR_UNSUPPORTED" },
		{ "empty zip", packed(arena, "zip", NULL, NULL, three, 0), "ERR_FORMAT" },
		{ "bomb", bomb, "ERR_LIMIT" },
		{ "gz in gz", packed_raw(arena, "gzip", packed_raw(arena, "gzip", zeros(arena, (size_t)32 << 20))), "ERR_UNSUPPORTED" },
		{ "bomb in tar.zst", packed(arena, "ustar", "zstd", NULL, &zero, 1), "ERR_LIMIT" },
		{ "xz", STR("\xfd" "7zXZ\0\0\4"), "ERR_UNSUPPORTED" },
		{ "7z", STR("7z\xbc\xaf\x27\x1c\0\4"), "ERR_UNSUPPORTED" },
		{ "lzh", STR("\x21\x00-lh5-"), "ERR_UNSUPPORTED" },
	};

	(void)state;
	crc[gz.len - 6] = (char)(crc[gz.len - 6] ^ 0x55);
	*strchr(flipped + str_find(zip, STR("\"a\":")), 'a') = 'b';
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err *err = unpack(cases[i].bytes, 4096, arena, &text);

		assert_non_null(err);
		print_message("  %s: %.*s\n", cases[i].what, STR_ARG(err_sentence(err, LANG_EN, arena)));
		assert_string_equal(err_code_name(err->code), cases[i].code);
	}
	arena_free(arena);
}

static struct err *
all_members_of(struct str bytes, bool strict, struct arena *arena)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct input_bytes raw;
	bool more = true;

	TRY(archive_open(input_of_bytes(&raw, bytes, STR("all.tar.zst")), arena, &archive));
	if (strict)
		archive_be_strict(archive);
	while (more)
		TRY(archive_next_entry(archive, arena, &more));
	return NULL;
}

/* A tar of one more member that is a link to somewhere. */
static struct str
with_link(struct arena *arena, const struct file *file, bool hard)
{
	struct str tar = packed(arena, "ustar", NULL, NULL, (const struct file[]){ *file, { "2026/b.json", STR_INIT("") } }, 2);
	char *bytes = arena_cstr(arena, tar);
	size_t at = 1024, sum = 0;      /* the second member's head: POSIX.1-1988, type at 157, name linked to at 158, checksum at 148 */

	bytes[at + 156] = hard ? '1' : '2';
	memcpy(bytes + at + 157, "2026/a.json", 11);
	memset(bytes + at + 148, ' ', 8);
	for (size_t i = 0; i < 512; i++)
		sum += (unsigned char)bytes[at + i];
	(void)snprintf(bytes + at + 148, 8, "%06zo", sum);
	return (struct str){ bytes, tar.len };
}

static void
where_it_is_asked_for_nothing_but_files_inside_is_borne(void **state)
{
	static const struct file honest = { "2026/a.json", STR_INIT("{}") }, away = { "../a.json", STR_INIT("{}") }, deep = { "2026/../../a.json", STR_INIT("{}") },
		rooted = { "/etc/a.json", STR_INIT("{}") };
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct { const char *what; struct str bytes; bool well; } cases[] = {
		{ "honest", packed(arena, "ustar", "zstd", NULL, &honest, 1), true }, { "away", packed(arena, "ustar", "zstd", NULL, &away, 1), false },
		{ "deep", packed(arena, "ustar", "gzip", NULL, &deep, 1), false }, { "rooted", packed(arena, "ustar", NULL, NULL, &rooted, 1), false },
		{ "symbolic link", with_link(arena, &honest, false), false }, { "hard link", with_link(arena, &honest, true), false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err *err = all_members_of(cases[i].bytes, true, arena);

		print_message("  %s: %.*s\n", cases[i].what, STR_ARG(err == NULL ? STR("well") : err_sentence(err, LANG_EN, arena)));
		assert_int_equal(err == NULL, cases[i].well);
		assert_ok(all_members_of(cases[i].bytes, false, arena));
		if (err != NULL)
			assert_int_equal(err->code, ERR_FORMAT);
	}
}

static void
a_zip_with_a_password_is_told_so(void **state)
{
	struct arena *arena = arena_new();
	struct str bytes = packed(arena, "zip", NULL, NULL, three, 1), text;
	char *locked = arena_cstr(arena, bytes);

	(void)state;
	locked[6] = (char)(locked[6] | 1);   /* general purpose bit 0: encrypted */
	assert_err(unpack((struct str){ locked, bytes.len }, 4096, arena, &text), ERR_UNSUPPORTED);
	arena_free(arena);
}

static void
an_office_document_is_handed_on_as_it_stands(void **state)
{
	static const struct file files[] = { { "[Content_Types].xml", STR_INIT("<Types/>") }, { "xl/workbook.xml", STR_INIT("<workbook/>") } };
	struct arena *arena = arena_new();
	struct str bytes = packed(arena, "zip", NULL, NULL, files, 2), text;
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct input_bytes raw;
	bool more;

	(void)state;
	assert_int_equal(archive_kind_of(bytes), ARCHIVE_OFFICE);
	assert_ok(unpack(bytes, 7, arena, &text));
	assert_true(str_eq(text, bytes));
	assert_ok(archive_open(input_of_bytes(&raw, bytes, STR("x.xlsx")), arena, &archive));
	assert_ok(archive_next_entry(archive, arena, &more));
	assert_ok(archive_next_entry(archive, arena, &more));
	assert_str(archive_entry(archive), "xl/workbook.xml");
	arena_free(arena);
}

/* ------------------------------------------------------------------------------------- sandboxed */

static const int forbidden[] = { SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(socket), SCMP_SYS(execve) };

static void
close_sandbox(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	for (size_t i = 0; i < ARRAY_LEN(forbidden); i++)
		(void)seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, forbidden[i], 0);
	if (seccomp_load(filter) != 0)
		_exit(40);
}

/* Reads all from the pipe as a worker does; _exit status 0 when the bytes are as many as they must be. */
static _Noreturn void
work(int fd, size_t expected)
{
	struct arena *arena = arena_new();
	struct archive_input *archive = NULL;
	struct input_fd raw;
	struct str text = { 0 };

	archive_warm();
	close_sandbox();
	if (archive_open(input_of_fd(&raw, fd, STR("pipe")), arena, &archive) != NULL)
		_exit(41);
	if (input_all(archive_stream(archive), (size_t)1 << 20, arena, &text) != NULL)
		_exit(42);
	_exit(text.len == expected ? 0 : 43);
}

static void
a_pipe_is_unpacked_where_no_file_may_be_opened(void **state)
{
	struct arena *arena = arena_new();
	const struct str packages[] = {
		packed(arena, "zip", NULL, "hdrcharset=UTF-8", three, 5), packed(arena, "pax", "gzip", "hdrcharset=UTF-8", three, 5),
		packed(arena, "gnutar", "zstd", NULL, three, 5), packed(arena, "zip", NULL, NULL, three, 5),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(packages); i++) {
		int ends[2], status;
		pid_t child;

		assert_int_equal(pipe(ends), 0);
		child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			(void)close(ends[1]);
			work(ends[0], strlen("{\"a\":1}\n{\"b\":2}\n"));
		}
		assert_int_equal(write(ends[1], packages[i].ptr, packages[i].len), packages[i].len);
		(void)close(ends[1]);
		(void)close(ends[0]);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_gives_its_bytes),
		cmocka_unit_test(members_are_given_one_by_one_with_their_names),
		cmocka_unit_test(names_flagged_as_utf8_survive),
		cmocka_unit_test(what_is_no_honest_package_is_refused_in_words),
		cmocka_unit_test(where_it_is_asked_for_nothing_but_files_inside_is_borne),
		cmocka_unit_test(a_zip_with_a_password_is_told_so),
		cmocka_unit_test(an_office_document_is_handed_on_as_it_stands),
		cmocka_unit_test(a_pipe_is_unpacked_where_no_file_may_be_opened),
	};

	/* Not archive_warm here: the child that is sandboxed does its own warming. */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
