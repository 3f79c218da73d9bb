/*
 * windows.c - which form a file has, and which files are of one computer.
 */
#include "format/windows/windows.h"

#include "base/file.h"
#include "base/limits.h"
#include "format/windows/parts.h"

/* ------------------------------------------------------------------------------------ one file */

/* WES-NG and the like: what Windows Update offers, and what therefore is not installed. */
static bool
lists_offers(struct str text)
{
	struct str line = { 0 }, head, tail;

	(void)str_line(&text, &line);
	return str_starts(line, STR("KB")) && str_cut(line, ':', &head, &tail) && head.len < 12 && str_starts(tail, STR(" "));
}

static struct err *
read_piece(struct windows_pc *pc, struct str text)
{
	if (windows_is_whole(text)) {
		pc->forms = FORM_IS_WHOLE;
		return read_collector(pc, text);
	}
	if (lists_offers(text))
		return err_new(pc->arena, ERR_UNSUPPORTED,
		    M("This is a list of updates that are offered or not yet installed: give what systeminfo, wmic qfe or Get-HotFix prints."));
	if (read_dism(pc, text))
		pc->forms = FORM_IS_DISM;
	else if (read_hotfixes(pc, text))
		pc->forms = FORM_IS_HOTFIXES;
	else if (read_systeminfo(pc, text))
		pc->forms = FORM_IS_SYSTEMINFO;
	if (pc->forms != 0 || read_reg_file(pc, text) || read_programs_csv(pc, text) || read_reg_query(pc, text, HALF_64))
		return pc->has_anything ? NULL : err_new(pc->arena, ERR_FORMAT, M("The file has none of the registry's keys that tell of Windows or its programs."));
	return err_new(pc->arena, ERR_UNSUPPORTED,
	    M("This is nothing that a Windows computer prints of itself: neither a collector's file nor systeminfo, reg query, .reg, wmic qfe, Get-HotFix or dism."));
}

/* "Microsoft Windows 10 企业版" of an unknown encoding is "Microsoft Windows 10". */
static struct str
ascii_begin(struct str text)
{
	size_t len = 0;

	while (len < text.len && (unsigned char)text.ptr[len] < 0x80)
		len++;
	return str_trim_space(str_sub(text, 0, len));
}

static struct err *
read_file(struct windows_pc *pc, const struct windows_file *file, struct arena *arena)
{
	struct str text;
	bool doubt;

	pc_init(pc, arena);
	list_push(arena, &pc->files, file->name);
	if (str_trim_space(file->bytes).len == 0)
		return err_new(arena, ERR_FORMAT, M("The file is empty: it was copied before anything was written. Take it again."));
	if (str_starts(file->bytes, STR("\x1f\x8b")) || str_starts(file->bytes, STR("PK\x03\x04")))
		return err_new(arena, ERR_UNSUPPORTED, M("The file is compressed: unpack it first."));
	TRY(windows_text(file->bytes, file->name, arena, &text, &doubt));
	TRY(read_piece(pc, text));
	if (doubt && !str_is_ascii(pc->host))
		return err_new(arena, ERR_FORMAT, M("The encoding of the file cannot be told, and the computer's name in it is not ASCII: save it as UTF-8."));
	if (doubt) {
		pc->os_name = ascii_begin(pc->os_name);
		pc_warn(pc, err_new(arena, ERR_FORMAT, M("The encoding of the file cannot be told: names that are not ASCII may be damaged.")));
	}
	return NULL;
}

/* --------------------------------------------------------------------------- pieces of one computer */

/* What a piece is called after the computer's name. */
static const struct str piece_words[] = {
	STR_INIT("systeminfo"), STR_INIT("sysinfo"), STR_INIT("qfe"), STR_INIT("hotfix"), STR_INIT("hotfixes"), STR_INIT("updates"),
	STR_INIT("uninstall"), STR_INIT("uninstall64"), STR_INIT("uninstall32"), STR_INIT("uninstall-user"), STR_INIT("programs"),
	STR_INIT("software"), STR_INIT("apps"), STR_INIT("os"), STR_INIT("os.reg"), STR_INIT("reg"), STR_INIT("dism"), STR_INIT("packages"),
	STR_INIT("office"), STR_INIT("currentversion"), STR_INIT("hklm64"), STR_INIT("hklm32"), STR_INIT("hkcu"), STR_INIT("wow6432node"),
	STR_INIT("systeminfo2"),
};

/* "room/PC-1_systeminfo.txt" is of "room/PC-1"; "room/PC-1/systeminfo.txt" of "room/PC-1/". */
static struct str
stem_of(struct str path)
{
	struct str dir, base, head, tail;

	if (!str_cut_last(path, '/', &dir, &base)) {
		base = path;
		dir = STR("");
	}
	(void)str_cut_last(base, '.', &head, &tail);
	base = head.len > 0 ? head : base;
	for (size_t i = 0; i < ARRAY_LEN(piece_words); i++) {
		struct str rest = base;

		if (rest.len < piece_words[i].len || !str_eq_nocase(str_from(rest, rest.len - piece_words[i].len), piece_words[i]))
			continue;
		rest = str_sub(rest, 0, rest.len - piece_words[i].len);
		if (rest.len == 0 || str_find_char(STR("_-. "), rest.ptr[rest.len - 1]) != SIZE_MAX)
			return (struct str){ path.ptr, (size_t)(rest.ptr - path.ptr) + rest.len };
	}
	return (struct str){ path.ptr, (size_t)(base.ptr - path.ptr) + base.len };
}

struct pieces { struct windows_pc *items; size_t count, room; };

/* Pieces whose key is the same become one; those without a key stay as they are. */
static struct pieces
join(const struct pieces *pieces, struct str (*key)(const struct windows_pc *), struct arena *arena)
{
	struct pieces joined = { 0 };
	struct map at = { 0 };

	for (size_t i = 0; i < pieces->count; i++) {
		struct str name = key(&pieces->items[i]);
		uint64_t *place = name.len == 0 ? NULL : map_put(arena, &at, name);

		if (place != NULL && *place > 0 && !pc_conflict(&joined.items[*place - 1], &pieces->items[i])) {
			pc_merge(&joined.items[*place - 1], &pieces->items[i]);
			continue;
		}
		list_push(arena, &joined, pieces->items[i]);
		if (place != NULL && *place == 0)
			*place = joined.count;
	}
	return joined;
}

static struct str key_stem(const struct windows_pc *pc) { return stem_of(pc->files.items[0]); }
static struct str key_host(const struct windows_pc *pc) { return pc->host; }

/* The folder's last name: what people call the computer whose pieces are in it. */
static struct str
folder_of(struct str path)
{
	struct str dir, base;

	return str_cut_last(path, '/', &dir, &base) ? path_base(dir) : STR("");
}

static struct str
base_of_stem(struct str path)
{
	struct str stem = stem_of(path), dir, base;

	if (!str_cut_last(stem, '/', &dir, &base))
		base = stem;
	while (base.len > 0 && str_find_char(STR("_-. "), base.ptr[base.len - 1]) != SIZE_MAX)
		base.len--;
	return base.len > 0 ? base : folder_of(path);
}

/* In a folder of one computer all pieces are its own; of two computers of which none has a name, none is. */
static struct pieces
join_folder(const struct pieces *pieces, struct arena *arena)
{
	struct pieces one = { 0 };

	for (size_t i = 0; i < pieces->count; i++)
		for (size_t k = 0; k < i; k++)
			if (pc_conflict(&pieces->items[i], &pieces->items[k]))
				return *pieces;
	if (pieces->count == 0)
		return *pieces;
	list_push(arena, &one, pieces->items[0]);
	for (size_t i = 1; i < pieces->count; i++)
		pc_merge(&one.items[0], &pieces->items[i]);
	return one;
}

static struct err *
tell_piece(struct windows_pc *pc, struct sink *sink, struct arena *arena)
{
	struct str files = arena_join(arena, pc->files.items, pc->files.count, STR(", "));

	if (pc->host.len == 0 && (pc->build.len > 0 || pc->dism_version.len > 0))
		pc->host = base_of_stem(pc->files.items[0]);
	if (pc->host.len == 0)
		return sink_refuse(sink, files, -1, -1,
		    err_new(arena, ERR_FORMAT, M("It does not say which computer it is of: put the files of one computer into a folder of their own.")), arena);
	return pc_tell(pc, sink, arena);
}

/* ------------------------------------------------------------------------------------------ a folder */

static struct err *
tell_whole(const struct windows_file *file, struct sink *sink, struct arena *item)
{
	struct windows_pc pc;
	struct err *err = read_file(&pc, file, item);

	return err != NULL ? sink_refuse(sink, file->name, -1, -1, err, item) : pc_tell(&pc, sink, item);
}

struct err *
windows_read_text(struct str text, struct sink *sink, struct arena *arena)
{
	struct windows_file file = { STR(""), text };
	struct windows_pc pc;

	TRY(read_file(&pc, &file, arena));
	return pc_tell(&pc, sink, arena);
}

static struct err *
read_pieces(const struct windows_file *files, size_t count, struct sink *sink, struct arena *arena)
{
	struct pieces pieces = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct windows_pc pc;
		struct err *err;

		if (windows_is_whole(files[i].bytes))
			continue;
		err = read_file(&pc, &files[i], arena);
		if (err != NULL)
			TRY(sink_refuse(sink, files[i].name, -1, -1, err, arena));
		else if (pc.has_anything)
			list_push(arena, &pieces, pc);
	}
	pieces = join(&pieces, key_stem, arena);
	pieces = join(&pieces, key_host, arena);
	pieces = join_folder(&pieces, arena);
	for (size_t i = 0; i < pieces.count; i++)
		TRY(tell_piece(&pieces.items[i], sink, arena));
	return NULL;
}

struct err *
windows_read_folder(const struct windows_file *files, size_t count, struct sink *sink, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();

	for (size_t i = 0; i < count; i++) {
		struct err *err = windows_is_whole(files[i].bytes) ? tell_whole(&files[i], sink, item) : NULL;

		if (err != NULL)
			return err_copy(err, arena);
		arena_reset(item);
	}
	return err_copy(read_pieces(files, count, sink, item), arena);
}

/* ------------------------------------------------------------------------------------------ a stream */

static const struct str stream_magic = STR_INIT("tsukuroi files 1\n");

void
windows_stream_begin(struct buf *out)
{
	buf_add(out, stream_magic);
}

void
windows_stream_add(struct buf *out, int64_t folder, struct str name, struct str bytes)
{
	buf_addf(out, "%lld %zu %zu ", (long long)folder, name.len, bytes.len);
	buf_add(out, name);
	buf_add(out, bytes);
}

static bool
take_number(struct str *rest, uint64_t *ret_number)
{
	struct str word;

	return str_cut(*rest, ' ', &word, rest) && str_to_u64(word, ret_number);
}

static struct err *
take_frame(struct str *rest, struct arena *arena, uint64_t *ret_folder, struct windows_file *ret_file)
{
	uint64_t name, bytes;

	if (!take_number(rest, ret_folder) || !take_number(rest, &name) || !take_number(rest, &bytes)
	    || name > rest->len || bytes > rest->len - name)
		return err_new(arena, ERR_FORMAT, M("The stream of files is damaged."));
	ret_file->name = str_sub(*rest, 0, name);
	ret_file->bytes = str_sub(*rest, name, bytes);
	*rest = str_from(*rest, name + bytes);
	return NULL;
}

struct err *
windows_read(struct input *input, struct sink *sink, struct arena *arena)
{
	LIST(struct windows_file) files = { 0 };
	uint64_t folder = 0, last = 0;
	struct str bytes;

	TRY(input_all(input, LIMIT_DOCUMENT_BYTES, arena, &bytes));
	if (!str_take(&bytes, stream_magic))
		return windows_read_folder(&(struct windows_file){ input->name, bytes }, 1, sink, arena);
	while (bytes.len > 0) {
		struct windows_file file;

		TRY(take_frame(&bytes, arena, &folder, &file));
		if (files.count > 0 && folder != last) {
			TRY(windows_read_folder(files.items, files.count, sink, arena));
			files.count = 0;
		}
		last = folder;
		list_push(arena, &files, file);
	}
	return windows_read_folder(files.items, files.count, sink, arena);
}
