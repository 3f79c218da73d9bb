#include "format/archive/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdatomic.h>
#include <string.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "format/archive/unpack.h"
#include "format/charset/charset.h"

enum { BLOCK_BYTES = 64 << 10, WARM_BYTES = 1 << 10 };

struct archive_input {
	struct input      input;
	struct input     *raw;
	struct input_peeked   packed;       /* raw                                    */
	struct unpack    *unpack;       /* gzip, zstd                             */
	struct input_peeked   unpacked;     /* what comes out of these                */
	struct input     *source;       /* what is handed on, or libarchive reads */
	struct archive   *reader;       /* libarchive's, for zip and tar          */
	unsigned char    *block;
	enum archive_kind kind;
	uint64_t          given;        /* bytes out of zip and tar               */
	size_t            entries;      /* seen, of any kind                      */
	size_t            files;        /* regular ones                           */
	struct buf        entry;
	bool              in_entry;
	bool              at_end;
	bool              strict;
	char              first[INPUT_HEAD_BYTES];   /* of a member, looked at for nested packing */
	size_t            first_len;
	size_t            first_at;
	struct arena     *arena;        /* where libarchive's callback puts its error */
	struct err       *err;
};

/* libarchive turns members' names into the thread's charset: C would lose every Japanese name. */
static _Atomic(locale_t) utf8_locale;

static void
make_locale(void)
{
	locale_t made, none = (locale_t)0;

	if (atomic_load(&utf8_locale) != none)
		return;
	made = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (made != none && !atomic_compare_exchange_strong(&utf8_locale, &none, made))
		freelocale(made);
}

static const struct {
	size_t            at;
	struct str        magic;
	enum archive_kind kind;
} magics[] = {
	{ 0, STR_INIT("\x1f\x8b"), ARCHIVE_GZIP },
	{ 0, STR_INIT("\x28\xb5\x2f\xfd"), ARCHIVE_ZSTD },
	{ 0, STR_INIT("PK\x03\x04"), ARCHIVE_ZIP },
	{ 0, STR_INIT("PK\x05\x06"), ARCHIVE_ZIP },
	{ 0, STR_INIT("PK00PK\x03\x04"), ARCHIVE_ZIP },
	{ 257, STR_INIT("ustar"), ARCHIVE_TAR },
	{ 0, STR_INIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ARCHIVE_OLE },
	{ 0, STR_INIT("\xfd" "7zXZ\0"), ARCHIVE_FOREIGN },
	{ 0, STR_INIT("BZh9"), ARCHIVE_FOREIGN },
	{ 0, STR_INIT("7z\xbc\xaf\x27\x1c"), ARCHIVE_FOREIGN },
	{ 0, STR_INIT("Rar!\x1a\x07"), ARCHIVE_FOREIGN },
	{ 2, STR_INIT("-lh5-"), ARCHIVE_FOREIGN },
	{ 0, STR_INIT("MSCF\0\0\0\0"), ARCHIVE_FOREIGN },
};

/* Where an Office document's first member stands; ECMA-376 part 2 names these. */
static const struct str office_names[] = {
	STR_INIT("[Content_Types].xml"), STR_INIT("_rels/"), STR_INIT("docProps/"), STR_INIT("xl/"),
};

static bool
is_office(struct str head)
{
	enum { NAME_LEN_AT = 26, NAME_AT = 30 };
	struct str name;

	if (head.len < NAME_AT)
		return false;
	name = str_sub(head, NAME_AT,
	    (size_t)(unsigned char)head.ptr[NAME_LEN_AT] | (size_t)(unsigned char)head.ptr[NAME_LEN_AT + 1] << 8);
	for (size_t i = 0; i < ARRAY_LEN(office_names); i++)
		if (str_starts(name, office_names[i]))
			return true;
	return false;
}

enum archive_kind
archive_kind_of(struct str head)
{
	for (size_t i = 0; i < ARRAY_LEN(magics); i++)
		if (str_starts(str_from(head, magics[i].at), magics[i].magic))
			return magics[i].kind == ARCHIVE_ZIP && is_office(head) ? ARCHIVE_OFFICE : magics[i].kind;
	return ARCHIVE_PLAIN;
}

static la_ssize_t
give_packed(struct archive *reader, void *data, const void **ret_bytes)
{
	struct archive_input *archive = data;
	size_t got;

	archive->err = input_read(archive->source, archive->block, BLOCK_BYTES, archive->arena, &got);
	if (archive->err != NULL) {
		archive_set_error(reader, EIO, "read");
		return ARCHIVE_FATAL;
	}
	*ret_bytes = archive->block;
	return (la_ssize_t)got;
}

/* What libarchive complains of, or the error that its callback met beneath it. */
static struct err *
reader_err(struct archive_input *archive, struct arena *arena)
{
	if (archive->err != NULL)
		return archive->err;
	return unpack_damaged(archive->raw->name, archive_error_string(archive->reader), arena);
}

static struct err *
open_reader(struct archive_input *archive, struct arena *arena)
{
	struct archive *reader = archive_read_new();

	if (reader == NULL)
		return err_new(arena, ERR_SYSTEM, M("The unpacking library could not be started."));
	make_locale();
	archive->reader = reader;
	archive->block = mem_alloc(BLOCK_BYTES);
	archive->arena = arena;
	(void)archive_read_support_format_zip_streamable(reader);
	(void)archive_read_support_format_tar(reader);
	if (archive_read_open(reader, archive, NULL, give_packed, NULL) != ARCHIVE_OK)
		return reader_err(archive, arena);
	return NULL;
}

static struct err *read_plain(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got);
static struct err *read_joined(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got);

static struct err *
open_members(struct archive_input *archive, struct arena *arena)
{
	archive->input.read = read_joined;
	return open_reader(archive, arena);
}

static struct err *
packed_itself(struct archive_input *archive, struct str entry, struct arena *arena)
{
	return err_new(arena, ERR_UNSUPPORTED,
	    M("{entry} inside {file} is packed itself: unpack {file} and give what is in it."),
	    ARG("entry", entry), ARG("file", archive->raw->name));
}

static struct err *
open_packed(struct archive_input *archive, struct arena *arena)
{
	enum archive_kind inner;

	TRY(unpack_open(&archive->packed.input, archive->kind, arena, &archive->unpack));
	TRY(input_peek(&archive->unpacked, unpack_stream(archive->unpack), arena));
	archive->source = &archive->unpacked.input;
	inner = archive_kind_of(input_head(&archive->unpacked));
	if (inner == ARCHIVE_TAR)
		return open_members(archive, arena);
	if (inner == ARCHIVE_PLAIN)
		return NULL;
	return err_new(arena, ERR_UNSUPPORTED, M("{file} is packed twice: unpack it once and give what comes out."),
	    ARG("file", archive->raw->name));
}

static struct err *
make_ready(struct archive_input *archive, struct arena *arena)
{
	TRY(input_peek(&archive->packed, archive->raw, arena));
	archive->source = &archive->packed.input;
	archive->input = (struct input){ .read = read_plain, .name = archive->raw->name };
	archive->kind = archive_kind_of(input_head(&archive->packed));
	switch (archive->kind) {
	case ARCHIVE_PLAIN:
	case ARCHIVE_OLE:
	case ARCHIVE_OFFICE:   /* becomes a zip with archive_next_entry */
		return NULL;
	case ARCHIVE_GZIP:
	case ARCHIVE_ZSTD:
		return open_packed(archive, arena);
	case ARCHIVE_ZIP:
	case ARCHIVE_TAR:
		return open_members(archive, arena);
	case ARCHIVE_FOREIGN:
		break;
	}
	return err_new(arena, ERR_UNSUPPORTED,
	    M("{file} is packed in a way that is not read here (xz, bzip2, 7z, rar, lzh, cab): unpack it, or pack it again as zip or gz."),
	    ARG("file", archive->raw->name));
}

struct err *
archive_open(struct input *raw, struct arena *arena, struct archive_input **ret_archive)
{
	struct archive_input *archive ARCHIVE_SCOPE = mem_alloc(sizeof(*archive));

	archive->raw = raw;
	TRY(make_ready(archive, arena));
	*ret_archive = archive;
	archive = NULL;
	return NULL;
}

void
archive_close(struct archive_input *archive)
{
	if (archive == NULL)
		return;
	if (archive->reader != NULL)
		(void)archive_read_free(archive->reader);
	unpack_close(archive->unpack);
	mem_free(archive->block);
	buf_done(&archive->entry);
	mem_free(archive);
}

void
archive_be_strict(struct archive_input *archive)
{
	archive->strict = true;
}

enum archive_kind
archive_kind(const struct archive_input *archive)
{
	return archive->kind;
}

struct input *
archive_stream(struct archive_input *archive)
{
	return &archive->input;
}

struct str
archive_entry(const struct archive_input *archive)
{
	return buf_str(&archive->entry);
}

/* ------------------------------------------------------------------------------------- bytes */

static struct err *
read_plain(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	return input_read(((struct archive_input *)input)->source, into, room, arena, ret_got);
}

/* Bytes of the member the reader stands in; none at its end. */
static struct err *
read_member(struct archive_input *archive, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	la_ssize_t got;

	archive->arena = arena;
	got = archive_read_data(archive->reader, into, room);
	if (got < 0)
		return reader_err(archive, arena);
	archive->given += (uint64_t)got;
	*ret_got = (size_t)got;
	return unpack_bounds(archive->raw->name, archive->raw->offset, archive->given, arena);
}

/* -------------------------------------------------------------------------------------- members */

/* The name in UTF-8: zip programs of Japanese Windows write it in CP932. A name that is none is told by its number. */
static void
take_name(struct archive_input *archive, struct archive_entry *entry, struct arena *arena)
{
	const char *name = archive_entry_pathname(entry);
	struct str text = { 0 };

	buf_clear(&archive->entry);
	if (name == NULL || charset_text(str_of(name), STR(""), arena, &text) != NULL || !str_is_text(text))
		buf_addf(&archive->entry, "#%zu", archive->entries);
	else
		buf_add(&archive->entry, text);
}

/* Mac OS adds a second, binary file for each it packs. */
static bool
is_file_of_interest(const struct archive_input *archive, struct archive_entry *entry)
{
	return archive_entry_filetype(entry) == AE_IFREG && archive_entry_hardlink(entry) == NULL &&
	    !str_starts(buf_str(&archive->entry), STR("__MACOSX/"));
}

/* "/etc/passwd", "../x", "a/../../x" */
static bool
leads_out(struct str name)
{
	struct str part;

	if (name.len == 0 || name.ptr[0] == '/' || str_find_char(name, '\\') != SIZE_MAX)
		return true;
	while (str_split(&name, '/', &part))
		if (str_eq(part, STR("..")))
			return true;
	return false;
}

static struct err *
refuse_odd(const struct archive_input *archive, struct archive_entry *entry, struct arena *arena)
{
	bool odd = (archive_entry_filetype(entry) != AE_IFREG && archive_entry_filetype(entry) != AE_IFDIR) || archive_entry_hardlink(entry) != NULL;

	if (!archive->strict || (!odd && !leads_out(buf_str(&archive->entry))))
		return NULL;
	return err_new(arena, ERR_FORMAT, M("{file} holds \"{entry}\", which is no file inside it (a link, a device, or a name that leads elsewhere): nothing of it is taken in."),
	    ARG("file", archive->raw->name), ARG("entry", buf_str(&archive->entry)));
}

static int
next_header(struct archive_input *archive, struct arena *arena, struct archive_entry **ret_entry)
{
	locale_t before = (locale_t)0, utf8 = atomic_load(&utf8_locale);
	int answer;

	archive->arena = arena;
	if (utf8 != (locale_t)0)
		before = uselocale(utf8);
	answer = archive_read_next_header(archive->reader, ret_entry);
	if (utf8 != (locale_t)0)
		(void)uselocale(before);
	return answer;
}

static struct err *
refuse_entry(struct archive_input *archive, struct archive_entry *entry, struct arena *arena)
{
	if (++archive->entries > LIMIT_ARCHIVE_ENTRIES)
		return err_new(arena, ERR_LIMIT, M("{file} holds more than {most} files."),
		    ARG("file", archive->raw->name), ARG_N("most", LIMIT_ARCHIVE_ENTRIES));
	if (archive_entry_is_encrypted(entry))
		return err_new(arena, ERR_UNSUPPORTED,
		    M("{file} is locked with a password: unpack it with the password and give what was in it."),
		    ARG("file", archive->raw->name));
	return NULL;
}

static struct err *
next_file(struct archive_input *archive, struct arena *arena, bool *ret_more)
{
	struct archive_entry *entry;
	int answer;

	*ret_more = false;
	while (!archive->at_end) {
		answer = next_header(archive, arena, &entry);
		if (answer == ARCHIVE_EOF) {
			archive->at_end = true;
			break;
		}
		if (answer != ARCHIVE_OK && answer != ARCHIVE_WARN)
			return reader_err(archive, arena);
		TRY(refuse_entry(archive, entry, arena));
		take_name(archive, entry, arena);
		TRY(refuse_odd(archive, entry, arena));
		if (is_file_of_interest(archive, entry)) {
			archive->files++;
			*ret_more = true;
			return NULL;
		}
	}
	if (archive->files == 0)
		return err_new(arena, ERR_FORMAT, M("There is no file in {file}."), ARG("file", archive->raw->name));
	return NULL;
}

/* ------------------------------------------------------------------------------- all members joined */

/* Fills first[] and refuses a member that is packed itself. */
static struct err *
look_into_member(struct archive_input *archive, struct arena *arena)
{
	size_t got;

	archive->first_len = archive->first_at = 0;
	do {
		TRY(read_member(archive, archive->first + archive->first_len, sizeof(archive->first) - archive->first_len,
		    arena, &got));
		archive->first_len += got;
	} while (got > 0 && archive->first_len < sizeof(archive->first));
	if (archive_kind_of((struct str){ archive->first, archive->first_len }) != ARCHIVE_PLAIN)
		return packed_itself(archive, buf_str(&archive->entry), arena);
	return NULL;
}

static struct err *
read_begun(struct archive_input *archive, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	size_t left = archive->first_len - archive->first_at;

	if (left == 0)
		return read_member(archive, into, room, arena, ret_got);
	*ret_got = left < room ? left : room;
	memcpy(into, archive->first + archive->first_at, *ret_got);
	archive->first_at += *ret_got;
	return NULL;
}

static struct err *
read_joined(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	struct archive_input *archive = (struct archive_input *)input;
	bool more;

	*ret_got = 0;
	for (;;) {
		if (archive->in_entry) {
			TRY(read_begun(archive, into, room, arena, ret_got));
			archive->in_entry = *ret_got > 0;
			if (archive->in_entry)
				return NULL;
		}
		TRY(next_file(archive, arena, &more));
		if (!more)
			return NULL;
		TRY(look_into_member(archive, arena));
		archive->in_entry = true;
		if (archive->files > 1) {
			*(char *)into = '\n';
			*ret_got = 1;
			return NULL;
		}
	}
}

/* --------------------------------------------------------------------------------- one by one */

static struct err *
read_entry(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	struct archive_input *archive = (struct archive_input *)input;

	*ret_got = 0;
	return archive->in_entry ? read_member(archive, into, room, arena, ret_got) : NULL;
}

static struct err *
next_plain(struct archive_input *archive, bool *ret_more)
{
	*ret_more = !archive->at_end;
	archive->at_end = true;
	return NULL;
}

struct err *
archive_next_entry(struct archive_input *archive, struct arena *arena, bool *ret_more)
{
	if (archive->kind == ARCHIVE_OFFICE && archive->reader == NULL)
		TRY(open_reader(archive, arena));
	if (archive->reader == NULL)
		return next_plain(archive, ret_more);
	TRY(next_file(archive, arena, ret_more));
	archive->in_entry = *ret_more;
	archive->input.read = read_entry;
	archive->input.offset = 0;
	if (*ret_more)
		archive->input.name = buf_str(&archive->entry);
	return NULL;
}

/* ------------------------------------------------------------------------------------------ warming */

/* An empty file named あ, stored in a zip with the flag for UTF-8. */
static const char warm_zip[] =
    "PK\x03\x04\x14\0\0\x08\0\0\0\0\x21\0\0\0\0\0\0\0\0\0\0\0\0\0\x03\0\0\0\xe3\x81\x82"
    "PK\x01\x02\x14\0\x14\0\0\x08\0\0\0\0\x21\0\0\0\0\0\0\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xe3\x81\x82"
    "PK\x05\x06\0\0\0\0\x01\0\x01\0\x31\0\0\0\x21\0\0\0\0";

static void
warm_reader(void)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	struct str bytes = { warm_zip, sizeof(warm_zip) - 1 }, all;
	struct input_bytes raw;

	/* What these bytes are is known: how they read is of no interest, only that everything is loaded. */
	if (archive_open(input_of_bytes(&raw, bytes, STR("")), arena, &archive) == NULL)
		(void)!input_all(archive_stream(archive), WARM_BYTES, arena, &all);
}

void
archive_warm(void)
{
	charset_warm();
	warm_reader();
}
