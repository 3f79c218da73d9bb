/*
 * file.c - files of a case, in quarantine until somebody answers for them. What a file is, its content says, never its name.
 */
#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "service/casefile/parts.h"
#include "store/ledger/audit.h"

/* --------------------------------------------------------------------------------------- what it is */

/* What is told from the first bytes; the longer signs first. */
static const struct { const char *kind; size_t at; struct str magic; } magics[] = {
	{ "pdf",    0, STR_INIT("%PDF-") },
	{ "png",    0, STR_INIT("\x89PNG\r\n\x1a\n") },
	{ "jpeg",   0, STR_INIT("\xff\xd8\xff") },
	{ "gif",    0, STR_INIT("GIF8") },
	{ "webp",   8, STR_INIT("WEBP") },
	{ "tiff",   0, STR_INIT("II*\0") },
	{ "tiff",   0, STR_INIT("MM\0*") },
	{ "bmp",    0, STR_INIT("BM") },
	{ "office-old", 0, STR_INIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") },      /* .doc, .xls, .ppt, .msg: may hold macros */
	{ "gzip",   0, STR_INIT("\x1f\x8b") },
	{ "7z",     0, STR_INIT("7z\xbc\xaf\x27\x1c") },
	{ "rar",    0, STR_INIT("Rar!") },
	{ "xz",     0, STR_INIT("\xfd" "7zXZ") },
	{ "zstd",   0, STR_INIT("\x28\xb5\x2f\xfd") },
	{ "program", 0, STR_INIT("\x7f" "ELF") },
	{ "program", 0, STR_INIT("MZ") },
	{ "program", 0, STR_INIT("\xcf\xfa\xed\xfe") },
	{ "script", 0, STR_INIT("#!") },
	{ "pcap",   0, STR_INIT("\xd4\xc3\xb2\xa1") },
	{ "pcap",   0, STR_INIT("\x0a\x0d\x0d\x0a") },
};
enum { ZIP_PROBE = 4096 };

/* Zip files that are documents name their parts near the beginning. */
static const char *
kind_of_zip(struct str content)
{
	static const struct { const char *kind; struct str part; } parts[] = {
		{ "office-macro", STR_INIT("vbaProject.bin") }, { "office", STR_INIT("[Content_Types].xml") },
		{ "office", STR_INIT("mimetypeapplication/vnd.oasis") },
	};

	if (str_find(content, parts[0].part) != SIZE_MAX)
		return parts[0].kind;
	for (size_t i = 1; i < ARRAY_LEN(parts); i++)
		if (str_find(str_sub(content, 0, ZIP_PROBE), parts[i].part) != SIZE_MAX)
			return parts[i].kind;
	return "zip";
}

static const char *
kind_of_text(struct str content)
{
	struct str begin = str_trim_space(str_sub(content, 0, ZIP_PROBE));

	if (str_starts_nocase(begin, STR("<!doctype html")) || str_starts_nocase(begin, STR("<html")))
		return "html";
	if (str_starts_nocase(begin, STR("<svg")) || str_find(begin, STR("<svg")) != SIZE_MAX)
		return "svg";
	return str_starts(begin, STR("<?xml")) ? "xml" : "text";
}

const char *
case_file_kind(struct str content)
{
	if (str_starts(content, STR("PK\3\4")) || str_starts(content, STR("PK\5\6")))
		return kind_of_zip(content);
	for (size_t i = 0; i < ARRAY_LEN(magics); i++)
		if (str_starts(str_from(content, magics[i].at), magics[i].magic))
			return magics[i].kind;
	return str_is_text(content) ? kind_of_text(content) : "unknown";
}

/* The last part of a path, without what could steer a terminal or a shell's eye. */
struct str
case_file_name(struct str name, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str head, tail;

	if (str_cut_last(name, '/', &head, &tail))
		name = tail;
	if (str_cut_last(name, '\\', &head, &tail))
		name = tail;
	for (size_t i = 0; i < name.len; i++)
		buf_add_char(&out, (unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == 0x7f ? '_' : name.ptr[i]);
	return out.len == 0 ? STR("-") : arena_copy(arena, buf_str(&out));
}

/* ----------------------------------------------------------------------------------------- putting in */

struct putting {
	struct str             name, content, compartment, kind, digest;
	struct case_file_view *view;
};

static struct err *
put_parts(const struct case_now *now, const struct ledger_case_file *file, struct str content, struct arena *arena)
{
	struct arena *part ARENA_SCOPE = arena_new();
	int64_t number = 0;

	for (size_t at = 0; at < content.len; at += CASE_FILE_PART, number++) {
		struct str blob;

		arena_reset(part);
		TRY(case_seal(now, file->compartment, arena_printf(arena, "file/%lld/%lld", (long long)file->id, (long long)number),
		    str_sub(content, at, CASE_FILE_PART), part, &blob));
		TRY(ledger_case_file_part_put(now->desk->ledger, file->id, number, blob, arena));
	}
	return NULL;
}

static struct err *
put_file(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	struct putting *putting = context;
	struct ledger_case_file put = { .casefile = now->head.id, .size = (int64_t)putting->content.len, .by = actor->account, .at = at };
	struct str about = arena_printf(arena, "%.*s\n%.*s\n%.*s", STR_ARG(putting->name), STR_ARG(putting->kind), STR_ARG(putting->digest));
	size_t place;

	TRY(case_compartment_need(now, putting->compartment, RIGHT_COMMENT, arena, &place));
	put.compartment = now->book->compartments.items[place];
	TRY(ledger_case_file_id(now->desk->ledger, arena, &put.id));
	TRY(case_entry(now, actor, ENTRY_FILE, arena_printf(arena, "%lld", (long long)put.id), place, STR(""), putting->name, at, arena));
	TRY(case_seal(now, put.compartment, arena_printf(arena, "file/%lld", (long long)put.id), about, arena, &put.name));
	TRY(ledger_case_file_put(now->desk->ledger, &put, arena));
	TRY(put_parts(now, &put, putting->content, arena));
	*putting->view = (struct case_file_view){ .id = put.id, .number = now->head.number, .name = putting->name, .kind = putting->kind,
		.digest = putting->digest, .compartment = put.compartment, .by = actor->name, .size = put.size, .at = at,
		.released_at = INSTANT_NONE };
	return case_audit(now, actor, "case.file", arena_printf(arena, "file/%lld", (long long)put.id), putting->content, at, arena);
}

struct err *
case_file_put(const struct case_desk *desk, const struct actor *actor, struct str number, struct str name, struct str content,
    struct str compartment, int64_t now, struct arena *arena, struct case_file_view *ret_view)
{
	struct putting putting = { .content = content, .compartment = compartment, .view = ret_view };
	struct sha256 sum;

	putting.name = case_file_name(name, arena);
	TRY(case_text(putting.name, LIMIT_CASE_TITLE, arena));
	if (content.len > LIMIT_CASE_FILE)
		return err_new(arena, ERR_LIMIT, M("The file {file} has {bytes} bytes; a case takes {most}."), ARG("file", putting.name),
		    ARG_N("bytes", content.len), ARG_N("most", LIMIT_CASE_FILE));
	putting.kind = str_of(case_file_kind(content));
	sha256_init(&sum);
	sha256_add(&sum, content.ptr, content.len);
	putting.digest = sha256_hex(&sum, arena);
	return case_within(desk, actor, number, 0, now, put_file, &putting, arena);
}

/* ------------------------------------------------------------------------------------------ taking out */

static struct err *
unknown_file(int64_t id, struct arena *arena)
{
	return err_new(arena, ERR_NOT_FOUND, M("There is no file {id}, or you may not see it."), ARG_N("id", id));
}

static struct err *
find_file(const struct case_desk *desk, const struct actor *actor, int64_t id, int64_t at, struct arena *arena, struct case_now *ret_now,
    struct ledger_case_file *ret_file)
{
	struct err *err;

	TRY(ledger_case_file_find(desk->ledger, id, arena, ret_file));
	if (ret_file->id == 0)
		return unknown_file(id, arena);
	err = case_load_head(desk, actor, STR(""), ret_file->casefile, at, arena, ret_now);
	if (err != NULL)
		return err->code == ERR_NOT_FOUND ? unknown_file(id, arena) : err;
	return case_sees(ret_now, ret_file->compartment) ? NULL : unknown_file(id, arena);
}

struct err *
case_view_file(const struct case_now *now, const struct ledger_case_file *file, struct arena *arena, struct case_file_view *ret_view)
{
	struct str about, name, kind;
	struct case_file_view view = { .id = file->id, .number = now->head.number, .compartment = arena_copy(arena, file->compartment),
		.by = case_who(now, file->by, arena), .size = file->size, .at = file->at, .released = file->released_at != INSTANT_NONE,
		.released_at = file->released_at };

	TRY(case_content(now, file->compartment, arena_printf(arena, "file/%lld", (long long)file->id), file->name, arena, &about, NULL));
	about = arena_copy(arena, about);
	(void)str_cut(about, '\n', &name, &about);
	(void)str_cut(about, '\n', &kind, &about);
	view.name = name;
	view.kind = kind;
	view.digest = about;
	if (view.released)
		view.released_by = case_who(now, file->released_by, arena);
	*ret_view = view;
	return NULL;
}

struct taking { const struct case_now *now; const struct ledger_case_file *file; int64_t part; struct buf *out; };

static struct err *
take_part(void *context, struct str content, struct arena *arena)
{
	struct taking *taking = context;
	struct place place = { taking->now->head.id, taking->file->compartment,
		arena_printf(arena, "file/%lld/%lld", (long long)taking->file->id, (long long)taking->part) };
	struct str plain;

	TRY(content_read(taking->now->desk->vault, &place, content, arena, &plain));
	buf_add(taking->out, plain);
	taking->part++;
	return NULL;
}

struct err *
case_file_get(const struct case_desk *desk, const struct actor *actor, int64_t file, int64_t now, struct arena *arena,
    struct case_file_view *ret_view, struct str *ret_content)
{
	struct buf out BUF_SCOPE = { 0 };
	struct ledger_case_file found;
	struct taking taking;
	struct case_now seen;

	TRY(find_file(desk, actor, file, now, arena, &seen, &found));
	if (seen.head.sealed)
		TRY(case_need(&seen, RIGHT_EXPORT, case_compartment(seen.book, found.compartment), arena));
	TRY(ledger_audit_before_read(desk->ledger, actor->login, now, STR("case.file.get"),
	    arena_printf(arena, "case/%lld/file/%lld", (long long)seen.head.id, (long long)file), STR(""), arena));
	TRY(case_view_file(&seen, &found, arena, ret_view));
	taking = (struct taking){ &seen, &found, 0, &out };
	TRY(ledger_case_file_parts(desk->ledger, file, take_part, &taking, arena));
	*ret_content = arena_copy(arena, buf_str(&out));
	return NULL;
}

/* ------------------------------------------------------------------------------------------- releasing */

struct releasing { int64_t file; struct str reason; };

static struct err *
release(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	const struct releasing *releasing = context;
	struct ledger_case_file file;
	size_t place;

	TRY(ledger_case_file_find(now->desk->ledger, releasing->file, arena, &file));
	place = case_compartment(now->book, file.compartment);
	TRY(case_need(now, RIGHT_EDIT, place, arena));
	if (file.released_at != INSTANT_NONE)
		return err_new(arena, ERR_CONFLICT, M("The file {id} was released already."), ARG_N("id", file.id));
	TRY(ledger_case_file_release(now->desk->ledger, file.id, actor->account, at, arena));
	TRY(case_entry(now, actor, ENTRY_RELEASED, arena_printf(arena, "%lld", (long long)file.id), place, STR(""), releasing->reason, at, arena));
	return case_audit(now, actor, "case.file.release", arena_printf(arena, "file/%lld", (long long)file.id), releasing->reason, at, arena);
}

struct err *
case_file_release(const struct case_desk *desk, const struct actor *actor, int64_t file, struct str reason, int64_t now, struct arena *arena)
{
	struct releasing releasing = { file, reason };
	struct ledger_case_file found;
	struct case_now seen;

	TRY(case_text(reason, LIMIT_CASE_TEXT, arena));
	TRY(find_file(desk, actor, file, now, arena, &seen, &found));
	if (reason.len == 0)
		return err_new(arena, ERR_USAGE, M("Say with --reason how you know that the file is safe."));
	return case_within(desk, actor, STR(""), found.casefile, now, release, &releasing, arena);
}
