#include "format/offer/offer.h"

#include <nettle/base64.h>
#include "base/limits.h"
#include "format/archive/archive.h"
#include "format/device/device.h"
#include "format/inventory/inventory.h"
#include "format/sheet/sheet.h"
#include "format/windows/windows.h"
#include "format/wordpress/wordpress.h"

static const struct field offer_fields[] = { FIELD(struct offer, kind, FIELD_STR) };
const struct schema offer_schema = SCHEMA("offer", struct offer, offer_fields);
static const struct field member_fields[] = {
	FIELD(struct offer_member, name, FIELD_STR),
	FIELD(struct offer_member, base64, FIELD_STR),
};
const struct schema offer_member_schema = SCHEMA("member", struct offer_member, member_fields);

/* ------------------------------------------------------------------------------------------ by trying */

struct counting { struct sink sink; int64_t records; };

static struct err *
count_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	(void)schema, (void)value, (void)arena;
	((struct counting *)sink)->records++;
	return NULL;
}

static struct err *
pass_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;      /* whoever takes the file in says what is wrong with it */
}

struct trial { const char *kind; struct err *(*read)(struct str text, struct sink *sink, struct arena *arena); };

static struct err *
try_sheet(struct str text, struct sink *sink, struct arena *arena)
{
	struct input_bytes bytes;

	return sheet_read(input_of_bytes(&bytes, text, STR("")), NULL, sink, arena);
}

static struct err *
try_device(struct str text, struct sink *sink, struct arena *arena)
{
	return device_read_text(text, &(struct device_options){ false }, sink, arena);
}

static struct err *
try_wordpress(struct str text, struct sink *sink, struct arena *arena)
{
	struct input_bytes bytes;

	return wordpress_read(input_of_bytes(&bytes, text, STR("")), sink, arena);
}

static struct err *
try_windows(struct str text, struct sink *sink, struct arena *arena)
{
	struct windows_file file = { STR("offered"), text };

	return windows_read_folder(&file, 1, sink, arena);
}

static bool
reads(const struct trial *trial, struct str text)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct counting counting = { { count_record, pass_problem }, 0 };
	struct err *err = trial->read(text, &counting.sink, arena);

	return err == NULL && counting.records > 0;
}

/* Of the first lines most have two separators or more: somebody's table. */
static bool
is_table(struct str text)
{
	struct str line;
	int lines = 0, cut = 0;

	for (int i = 0; i < 12 && str_line(&text, &line); i++) {
		size_t commas = 0, tabs = 0;

		for (size_t k = 0; k < line.len; k++) {
			commas += line.ptr[k] == ',' || line.ptr[k] == ';';
			tabs += line.ptr[k] == '\t';
		}
		lines += line.len > 0;
		cut += commas >= 2 || tabs >= 2;
	}
	return lines > 0 && cut * 2 >= lines;
}

static const struct trial of_tables[] = {
	{ "wordpress", try_wordpress }, { "windows", try_windows }, { "sheet", try_sheet }, { "device", try_device },
};
static const struct trial of_texts[] = {
	{ "wordpress", try_wordpress }, { "windows", try_windows }, { "device", try_device }, { "sheet", try_sheet },
};

/* -------------------------------------------------------------------------------------- by its own word */

static const char *
named_kind(struct str text)
{
	static const struct { const char *mark, *kind; } marks[] = { { "<nmaprun", "nmap" }, { "<SoftwareIdentity", "swid" }, { "SoftwareIdentity", "swid" } };
	struct str begin = str_sub(text, 0, 4096);

	if (str_starts(str_trim_space(text), STR("cpe:")))
		return "cpe";
	for (size_t i = 0; i < ARRAY_LEN(marks) && str_find_char(begin, '<') != SIZE_MAX; i++)
		if (str_find(begin, str_of(marks[i].mark)) != SIZE_MAX)
			return marks[i].kind;
	return NULL;
}

static const char *
kind_of(struct str text, const struct inventory_guess *guess)
{
	static const char *const kinds[INVENTORY_KIND_COUNT] = { [INVENTORY_CYCLONEDX] = "sbom", [INVENTORY_SPDX] = "sbom", [INVENTORY_DPKG] = "dpkg",
		[INVENTORY_RPM] = "rpm", [INVENTORY_WINDOWS] = "windows" };
	const char *named = named_kind(text);
	bool table = is_table(text);
	const struct trial *trials = table ? of_tables : of_texts;

	if (kinds[guess->kind] != NULL)
		return kinds[guess->kind];
	if (named != NULL)
		return named;
	if (str_starts(text, STR("PK\x03\x04")))
		return str_find(text, STR("xl/")) != SIZE_MAX ? "sheet" : NULL;
	if (guess->kind == INVENTORY_KNOWN && !str_starts(text, STR("\xff\xfe")) && !str_starts(text, STR("\xfe\xff")))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(of_tables); i++)
		if (reads(&trials[i], text))
			return trials[i].kind;
	return NULL;
}

struct err *
offer_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct inventory_guess guess;
	struct offer offer;
	const char *kind;
	struct str text;

	TRY(input_all(input, LIMIT_DOCUMENT_BYTES, arena, &text));
	if (str_trim_space(text).len == 0)
		return err_new(arena, ERR_UNSUPPORTED, M("There is nothing in it."));
	guess = inventory_detect(text);
	kind = kind_of(text, &guess);
	if (kind == NULL && guess.kind == INVENTORY_KNOWN)
		return err_make(arena, ERR_UNSUPPORTED, ERR_WHERE, NULL, guess.refusal, (struct err_arg[]){ { 0 } });
	if (kind == NULL)
		return err_new(arena, ERR_UNSUPPORTED,
		    M("Nobody here knows what this is. A list needs a row of headings such as システム名, ソフトウェア名, バージョン; console output needs the command's own lines."));
	offer.kind = str_of(kind);
	return sink_record(sink, &offer_schema, &offer, arena);
}

/* -------------------------------------------------------------------------------------- packages of files */

enum { PIECE_BYTES = 96 << 10 };

static struct err *
send_piece(struct str name, const char *bytes, size_t len, struct sink *sink, struct arena *arena)
{
	size_t most = BASE64_ENCODE_RAW_LENGTH(len);
	char *text = arena_alloc(arena, most + 1);
	struct offer_member member = { name, { text, most } };

	base64_encode_raw(text, len, (const uint8_t *)bytes);
	return sink_record(sink, &offer_member_schema, &member, arena);
}

static struct err *
send_member(struct archive_input *archive, struct sink *sink, struct arena *arena)
{
	struct arena *piece ARENA_SCOPE = arena_new();
	char *bytes = arena_alloc(arena, PIECE_BYTES);
	struct str name = arena_copy(arena, archive_entry(archive));
	size_t got;

	for (;; arena_reset(piece)) {
		TRY(input_read(archive_stream(archive), bytes, PIECE_BYTES, arena, &got));
		if (got == 0)
			return NULL;
		TRY(send_piece(name, bytes, got, sink, piece));
	}
}

struct err *
offer_unpack(struct input *raw, struct sink *sink, struct arena *arena)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct arena *member ARENA_SCOPE = arena_new();
	bool more;

	TRY(archive_open(raw, arena, &archive));
	for (int64_t members = 0;; members++, arena_reset(member)) {
		struct err *err = archive_next_entry(archive, arena, &more);

		if (err != NULL || !more)
			return err;
		if (members == OFFER_MEMBERS_MOST)
			return err_new(arena, ERR_LIMIT, M("The package has more than {most} files: take it in in parts."), ARG_N("most", OFFER_MEMBERS_MOST));
		err = send_member(archive, sink, member);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
offer_member_bytes(const struct offer_member *member, struct arena *arena, struct buf *out)
{
	struct base64_decode_ctx context;
	size_t len = BASE64_DECODE_LENGTH(member->base64.len);
	uint8_t *into = (uint8_t *)buf_reserve(out, len + 1);

	base64_decode_init(&context);
	if (!base64_decode_update(&context, &len, into, member->base64.len, member->base64.ptr) || !base64_decode_final(&context))
		return err_new(arena, ERR_FORMAT, M("A file of the package did not arrive whole."));
	out->len += len;
	return NULL;
}
