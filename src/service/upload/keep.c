/*
 * keep.c - where uploads are kept between being dropped and being taken in.
 */
#include "service/upload/parts.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/crypt.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "format/offer/offer.h"
#include "model/record.h"
#include "service/mapping.h"
#include "store/ledger/audit.h"
#include "store/ledger/register.h"
#include "wire/worker/worker.h"

enum { RANDOM_BYTES = 16, NAME_MOST = 120, SMALL_FILE = 1 << 20 };

static const struct field row_fields[] = {
	FIELD(struct upload_row, sheet, FIELD_STR),
	FIELD(struct upload_row, row, FIELD_INT),
	FIELD(struct upload_row, result, FIELD_STR),
	FIELD(struct upload_row, reason, FIELD_STR),
};
static const struct schema row_schema = SCHEMA("upload_row", struct upload_row, row_fields);
static const struct field column_fields[] = {
	FIELD(struct upload_column, sheet, FIELD_STR),
	FIELD(struct upload_column, heading, FIELD_STR),
	FIELD_WORD(struct upload_column, field, &upload_field_words),
};
static const struct schema column_schema = SCHEMA("upload_column", struct upload_column, column_fields);
static const struct field device_fields[] = {
	FIELD(struct upload_device, host, FIELD_STR),
	FIELD(struct upload_device, maker, FIELD_STR),
	FIELD(struct upload_device, model, FIELD_STR),
	FIELD(struct upload_device, version, FIELD_STR),
};
static const struct schema device_schema = SCHEMA("upload_device", struct upload_device, device_fields);

static const char *const kind_names[] = { "", "sbom", "dpkg", "rpm", "windows", "wordpress", "sheet", "device", "nmap", "swid", "cpe" };
static const char *const kind_texts[] = { M("not known"), M("Software bill of materials (SBOM)"), M("Packages of Debian or Ubuntu"),
	M("Packages of Red Hat and its kin"), M("Windows computers"), M("WordPress site"), M("List in a table (Excel, CSV)"), M("Network device's console"),
	M("Scan by nmap"), M("SWID tag"), M("List of CPE names") };
static const struct enum_names kind_words = ENUM_WORDS(kind_names, kind_texts);

static const struct field file_fields[] = {
	FIELD(struct upload_file_view, name, FIELD_STR),
	FIELD_WORD(struct upload_file_view, kind, &kind_words),
	FIELD(struct upload_file_view, problem, FIELD_STR),
	FIELD(struct upload_file_view, known_before, FIELD_BOOL),
	FIELD(struct upload_file_view, systems, FIELD_INT),
	FIELD(struct upload_file_view, systems_new, FIELD_INT),
	FIELD(struct upload_file_view, hosts, FIELD_INT),
	FIELD(struct upload_file_view, hosts_new, FIELD_INT),
	FIELD(struct upload_file_view, components, FIELD_INT),
	FIELD(struct upload_file_view, installed, FIELD_INT),
	FIELD(struct upload_file_view, upgraded, FIELD_INT),
	FIELD(struct upload_file_view, removed, FIELD_INT),
	FIELD(struct upload_file_view, rows, FIELD_INT),
	FIELD(struct upload_file_view, taken, FIELD_INT),
	FIELD(struct upload_file_view, updated, FIELD_INT),
	FIELD(struct upload_file_view, same, FIELD_INT),
	FIELD(struct upload_file_view, careful, FIELD_INT),
	FIELD(struct upload_file_view, refused, FIELD_INT),
	FIELD(struct upload_file_view, gone, FIELD_INT),
	FIELD(struct upload_file_view, without_version, FIELD_INT),
	FIELD(struct upload_file_view, without_identity, FIELD_INT),
	FIELD(struct upload_file_view, without_distribution, FIELD_INT),
	FIELD(struct upload_file_view, skipped, FIELD_INT),
	FIELD(struct upload_file_view, seen, FIELD_INT),
	FIELD(struct upload_file_view, unmanaged, FIELD_INT),
	FIELD_OF(struct upload_file_view, columns, FIELD_LIST, &column_schema),
	FIELD_OF(struct upload_file_view, told, FIELD_LIST, &row_schema),
	FIELD_OF(struct upload_file_view, devices, FIELD_LIST, &device_schema),
	FIELD(struct upload_file_view, notes, FIELD_STRS),
	FIELD(struct upload_file_view, answer, FIELD_BOOL),
	FIELD(struct upload_file_view, has_gone, FIELD_BOOL),
};
const struct schema upload_file_schema = SCHEMA("upload_file", struct upload_file_view, file_fields);
static const struct field view_fields[] = {
	FIELD(struct upload_view, token, FIELD_STR),
	FIELD(struct upload_view, system, FIELD_STR),
	FIELD(struct upload_view, host, FIELD_STR),
	FIELD(struct upload_view, os, FIELD_STR),
	FIELD(struct upload_view, done, FIELD_BOOL),
	FIELD(struct upload_view, usable, FIELD_BOOL),
	FIELD(struct upload_view, at, FIELD_INSTANT),
	FIELD_OF(struct upload_view, files, FIELD_LIST, &upload_file_schema),
	FIELD(struct upload_view, systems_new, FIELD_INT),
	FIELD(struct upload_view, hosts_new, FIELD_INT),
	FIELD(struct upload_view, installed, FIELD_INT),
	FIELD(struct upload_view, upgraded, FIELD_INT),
	FIELD(struct upload_view, removed, FIELD_INT),
	FIELD(struct upload_view, to_confirm, FIELD_INT),
};
const struct schema upload_view_schema = SCHEMA("upload", struct upload_view, view_fields);

/* -------------------------------------------------------------------------------------------- folders */

static struct str
uploads_of(const struct home *home, struct arena *arena)
{
	return path_join(arena, path_join(arena, home->path, STR("run")), STR("uploads"));
}

/* What has stood there for a day goes; what another sweeps at the same time is gone as well. */
static struct err *
sweep(struct str uploads, int64_t now, struct arena *arena)
{
	struct str *names;
	size_t count;

	TRY(dir_list(uploads, arena, &names, &count));
	for (size_t i = 0; i < count; i++) {
		struct str path = path_join(arena, uploads, names[i]);
		struct stat stat_of;

		if (stat(arena_cstr(arena, path), &stat_of) != 0 || (int64_t)stat_of.st_mtime * INSTANT_SECOND > now - UPLOAD_KEPT_HOURS * INSTANT_HOUR)
			continue;
		TRY(dir_remove(path, arena));
	}
	return NULL;
}

/* A name of one's own for each: without a path, control characters or a dot at its beginning, and not twice. */
static struct str
safe_name(struct str name, size_t at, struct map *taken, struct arena *arena)
{
	struct str base = path_base(name);
	struct buf out BUF_SCOPE = { 0 };
	uint64_t *once;

	for (size_t i = 0; i < base.len; i++)
		buf_add_char(&out, (unsigned char)base.ptr[i] < ' ' || base.ptr[i] == '\\' || base.ptr[i] == 0x7f ? '_' : base.ptr[i]);
	base = arena_copy(arena, buf_str(&out));
	while (str_starts(base, STR(".")) || str_starts(base, STR("~")))
		base = str_from(base, 1);
	if (base.len > NAME_MOST || base.len == 0 || !str_is_text(base))
		base = arena_printf(arena, "file-%zu", at + 1);
	once = map_put(arena, taken, base);
	if ((*once)++ > 0)
		base = arena_printf(arena, "%zu-%.*s", at + 1, STR_ARG(base));
	return base;
}

static struct err *
copy_fd(int from, struct str path, struct arena *arena)
{
	int into FD_SCOPE = open(arena_cstr(arena, path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	char chunk[64 << 10];
	off_t at = 0;

	if (into < 0)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", path));
	for (;;) {
		ssize_t got = pread(from, chunk, sizeof(chunk), at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0)
			return NULL;
		if (got < 0 || write(into, chunk, (size_t)got) != got)
			return err_system(arena, M("The file {file} could not be written."), ARG("file", path));
		at += got;
	}
}

/* ------------------------------------------------------------------------------------------- packages */

struct unpacking { struct sink sink; struct str dir, name, path; struct map *taken; size_t files; int64_t bytes; int fd; };

static struct err *
begin_member(struct unpacking *unpacking, const struct offer_member *member, struct arena *arena)
{
	fd_cleanup(&unpacking->fd);
	unpacking->name = arena_copy(arena, member->name);
	if (++unpacking->files > UPLOAD_FILES_MOST)
		return err_new(arena, ERR_LIMIT, M("There are more than {most} files: take them in in parts."), ARG_N("most", UPLOAD_FILES_MOST));
	unpacking->path = path_join(arena, unpacking->dir, safe_name(member->name, unpacking->files, unpacking->taken, arena));
	unpacking->fd = open(arena_cstr(arena, unpacking->path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	return unpacking->fd >= 0 ? NULL : err_system(arena, M("The file {file} could not be written."), ARG("file", unpacking->path));
}

/* Texts of a member live only during the call: what has to stay is copied into an arena of its own. */
struct unpack_sink { struct unpacking unpacking; struct arena *arena; };

static struct err *
take_member(struct sink *sink, const struct schema *schema, const void *value, struct arena *scratch)
{
	struct unpack_sink *own = (struct unpack_sink *)sink;
	struct unpacking *unpacking = &own->unpacking;
	const struct offer_member *member = value;
	struct buf bytes BUF_SCOPE = { 0 };

	if (schema != &offer_member_schema)
		return NULL;
	if (unpacking->fd < 0 || !str_eq(unpacking->name, member->name))
		TRY(begin_member(unpacking, member, own->arena));
	TRY(offer_member_bytes(member, scratch, &bytes));
	unpacking->bytes += (int64_t)bytes.len;
	if (unpacking->bytes > UPLOAD_BYTES_MOST)
		return err_new(scratch, ERR_LIMIT, M("Together the files have more than {most} bytes: take them in in parts."), ARG_N("most", UPLOAD_BYTES_MOST));
	if (write(unpacking->fd, bytes.ptr, bytes.len) != (ssize_t)bytes.len)
		return err_system(scratch, M("The file {file} could not be written."), ARG("file", unpacking->path));
	return NULL;
}

static struct err *
pass_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;
}

/* A zip that is no Office document, or a tar: told by its first bytes alone. */
static bool
is_package(int fd)
{
	char head[512];
	struct str begin = { head, 0 };
	ssize_t got;

	if (fd < 0)
		return false;
	got = pread(fd, head, sizeof(head), 0);
	if (got > 0)
		begin.len = (size_t)got;
	if (str_starts(begin, STR("PK\x03\x04")))
		return str_find(begin, STR("[Content_Types].xml")) == SIZE_MAX && str_find(begin, STR("xl/")) == SIZE_MAX
		    && str_find(begin, STR("_rels/")) == SIZE_MAX && str_find(begin, STR("docProps/")) == SIZE_MAX;
	return begin.len >= 262 && str_eq(str_sub(begin, 257, 5), STR("ustar"));
}

static struct err *
unpack(int fd, struct str name, struct str dir, struct map *taken, struct arena *arena)
{
	struct unpack_sink own = { .unpacking = { .sink = { take_member, pass_problem }, .dir = dir, .taken = taken, .fd = -1 }, .arena = arena };
	struct err *err;

	if (lseek(fd, 0, SEEK_SET) != 0)
		return err_system(arena, M("The file {file} could not be read."), ARG("file", name));
	err = worker_run(&(struct worker_job){ .kind = "unpack", .fd = fd, .name = name }, &own.unpacking.sink, arena);
	fd_cleanup(&own.unpacking.fd);
	return err;
}

struct err *
upload_unpack(struct str dir, struct arena *arena)
{
	struct str packages = path_join(arena, dir, STR("packages")), into = path_join(arena, dir, STR("unpacked")), *names;
	struct map taken = { 0 };      /* by the files beside them too */
	size_t count;

	if (!dir_exists(packages, arena))
		return NULL;
	if (dir_exists(into, arena))
		TRY(dir_remove(into, arena));
	TRY(dir_make(into, arena));
	TRY(dir_list(path_join(arena, dir, STR("files")), arena, &names, &count));
	for (size_t i = 0; i < count; i++)
		*map_put(arena, &taken, names[i]) = 1;
	TRY(dir_list(packages, arena, &names, &count));
	for (size_t i = 0; i < count; i++) {
		int fd FD_SCOPE = -1;

		TRY(file_open(path_join(arena, packages, names[i]), arena, &fd));
		TRY(unpack(fd, names[i], into, &taken, arena));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ keep */

/* A small package is unpacked at once; a large one when its turn comes. */
static struct err *
keep_source(struct str dir, const struct upload_source *source, size_t at, struct map *taken, struct arena *arena)
{
	struct str files = path_join(arena, dir, STR("files")), packages = path_join(arena, dir, STR("packages")), path;
	bool package = is_package(source->fd);

	if (package && source->size <= UPLOAD_BYTES_SMALL)
		return unpack(source->fd, source->name, files, taken, arena);
	if (package)
		TRY(dir_make(packages, arena));
	path = path_join(arena, package ? packages : files, safe_name(source->name, at, taken, arena));
	return source->fd < 0 ? file_write(path, source->text, arena) : copy_fd(source->fd, path, arena);
}

static struct err *
keep_sources(struct str dir, const struct upload_source *sources, size_t count, struct arena *arena)
{
	struct map taken = { 0 };
	int64_t bytes = 0;

	for (size_t i = 0; i < count; i++) {
		bytes += sources[i].fd < 0 ? (int64_t)sources[i].text.len : sources[i].size;
		if (bytes > UPLOAD_BYTES_MOST)
			return err_new(arena, ERR_LIMIT, M("Together the files have more than {most} bytes: take them in in parts."), ARG_N("most", UPLOAD_BYTES_MOST));
		TRY(keep_source(dir, &sources[i], i, &taken, arena));
	}
	return NULL;
}

bool
upload_is_token(struct str token)
{
	bool well = token.len == (size_t)2 * RANDOM_BYTES;

	for (size_t i = 0; i < token.len && well; i++)
		well = char_is_hex(token.ptr[i]);
	return well;
}

struct err *
upload_missing(struct arena *arena)
{
	return err_new(arena, ERR_NOT_FOUND, M("These files are not here any more: they are kept for a day. Choose them again."));
}

struct err *
upload_dir(const struct home *home, struct str token, struct arena *arena, struct str *ret_dir)
{
	if (!upload_is_token(token))
		return upload_missing(arena);
	TRY(dir_make(path_join(arena, home->path, STR("run")), arena));
	TRY(dir_make(uploads_of(home, arena), arena));
	*ret_dir = path_join(arena, uploads_of(home, arena), token);
	TRY(dir_make(*ret_dir, arena));
	return dir_make(path_join(arena, *ret_dir, STR("files")), arena);
}

struct err *
upload_keep(const struct home *home, const struct actor *actor, const struct upload_source *sources, size_t count, int64_t now, struct arena *arena,
    struct str *ret_token)
{
	struct str uploads = uploads_of(home, arena), dir;
	unsigned char random[RANDOM_BYTES];
	struct err *err;

	TRY(actor_need(actor, UPLOAD_KEEPERS, SCOPE_WRITE, arena));
	if (count == 0)
		return err_new(arena, ERR_USAGE, M("Choose a file, or paste a text."));
	crypt_random(random, sizeof(random));
	*ret_token = crypt_hex((struct str){ (const char *)random, sizeof(random) }, arena);
	TRY(upload_dir(home, *ret_token, arena, &dir));
	TRY(sweep(uploads, now, arena));
	TRY(file_write(path_join(arena, dir, STR("owner")), arena_printf(arena, "%lld", (long long)actor->account), arena));
	err = keep_sources(dir, sources, count, arena);
	if (err != NULL)
		(void)!dir_remove(dir, arena);      /* what is left of it is swept later */
	return err;
}

struct err *
upload_open(const struct home *home, const struct actor *actor, struct str token, struct arena *arena, struct str *ret_dir)
{
	struct str dir = path_join(arena, uploads_of(home, arena), token), owner;
	int64_t account = 0;

	if (!upload_is_token(token) || !dir_exists(dir, arena) || file_read(path_join(arena, dir, STR("owner")), SMALL_FILE, arena, &owner) != NULL
	    || !str_to_i64(owner, &account) || (account != actor->account && (actor->offices & OFFICE_ADMINISTRATOR) == 0))
		return upload_missing(arena);
	*ret_dir = dir;
	return NULL;
}

struct str
upload_mapping(const struct upload_column *columns, size_t count, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str sheet = STR("");

	for (size_t i = 0; i < count; i++) {
		if (columns[i].sheet.len > 0 && !str_eq(columns[i].sheet, sheet))
			buf_addf(&out, "@sheet=%.*s\n", STR_ARG(columns[i].sheet));
		sheet = columns[i].sheet;
		buf_addf(&out, "%.*s=%.*s\n", STR_ARG(columns[i].heading), STR_ARG(columns[i].field.len > 0 ? columns[i].field : STR("-")));
	}
	return arena_copy(arena, buf_str(&out));
}

struct err *
upload_map(const struct home *home, const struct actor *actor, struct str token, const struct upload_column *columns, size_t count, struct arena *arena)
{
	struct str dir;

	TRY(actor_need(actor, UPLOAD_KEEPERS, SCOPE_WRITE, arena));
	TRY(upload_open(home, actor, token, arena, &dir));
	return file_write(path_join(arena, dir, STR("mapping")), upload_mapping(columns, count, arena), arena);
}

struct err *
upload_drop(const struct home *home, const struct actor *actor, struct str token, struct arena *arena)
{
	struct str dir;

	TRY(upload_open(home, actor, token, arena, &dir));
	return dir_remove(dir, arena);
}

struct err *
upload_answer_in(struct str dir, struct arena *arena, struct str *ret_path)
{
	struct str *names;
	size_t count;

	*ret_path = STR("");
	TRY(dir_list(dir, arena, &names, &count));
	for (size_t i = 0; i < count; i++)
		if (str_starts(names[i], STR("answer.")))
			*ret_path = path_join(arena, dir, names[i]);
	return NULL;
}

struct err *
upload_answer(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str token, struct arena *arena, struct str *ret_path)
{
	struct str dir;

	TRY(upload_bring_answer(home, ledger, actor, token, arena));
	TRY(upload_open(home, actor, token, arena, &dir));
	TRY(upload_answer_in(dir, arena, ret_path));
	return ret_path->len > 0 ? NULL : err_new(arena, ERR_NOT_FOUND, M("There is no sheet with what became of its rows."));
}

struct str
upload_file(struct str dir, struct str name, struct arena *arena)
{
	struct str path = path_join(arena, path_join(arena, dir, STR("files")), name);

	return file_exists(path, arena) ? path : path_join(arena, path_join(arena, dir, STR("unpacked")), name);
}

/* --------------------------------------------------------------------------------------- look and take */

static void
sum_up(struct upload_view *view)
{
	view->usable = false;
	view->systems_new = view->hosts_new = view->installed = view->upgraded = view->removed = view->to_confirm = 0;
	for (size_t i = 0; i < view->files.count; i++) {
		const struct upload_file_view *file = &view->files.items[i];

		view->usable |= file->problem.len == 0;
		view->systems_new += file->systems_new;
		view->hosts_new += file->hosts_new;
		view->installed += file->installed;
		view->upgraded += file->upgraded;
		view->removed += file->removed;
		view->to_confirm += file->without_identity;
	}
}

struct err *
upload_go_through(struct upload_taking *taking, const struct actor *actor, struct upload_view *view)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct home own = *taking->home;      /* with a connection of its own: what is rehearsed on another's would undo what comes after it */
	struct str mapping = path_join(taking->arena, taking->dir, STR("mapping"));

	own.shared = NULL;
	TRY(home_ledger(&own, taking->arena, &ledger));
	ledger_speak_as(ledger, enum_name(&actor_via_names, (int)actor->via), actor->token);
	ledger_rehearse(ledger, !taking->writes);
	taking->ledger = ledger;
	taking->by = actor->login;
	taking->mapping = file_exists(mapping, taking->arena) ? mapping : STR("");
	if (taking->watcher != NULL)
		ledger_watch(ledger, &taking->watcher->steps);
	TRY(upload_files(taking, view));
	view->system = taking->options->system;
	view->host = taking->options->host;
	view->os = taking->options->os;
	view->at = taking->now;
	view->done = taking->writes;
	sum_up(view);
	return NULL;
}

struct err *
upload_look(const struct home *home, const struct actor *actor, struct str token, const struct upload_options *options, int64_t now, enum lang lang,
    struct arena *arena, struct upload_view *ret_view)
{
	struct upload_view view = { .token = token, .at = INSTANT_NONE };
	struct str dir, result, bytes;
	struct upload_taking taking;

	TRY(actor_need(actor, UPLOAD_KEEPERS, SCOPE_READ, arena));
	TRY(upload_open(home, actor, token, arena, &dir));
	result = path_join(arena, dir, STR("result"));
	if (file_exists(result, arena)) {
		TRY(file_read(result, LIMIT_FRAME_BYTES, arena, &bytes));
		return record_decode(&upload_view_schema, bytes, arena, ret_view);
	}
	taking = (struct upload_taking){ .home = home, .options = options, .dir = dir, .now = now, .lang = lang, .arena = arena };
	TRY(upload_go_through(&taking, actor, &view));
	*ret_view = view;
	return NULL;
}

struct err *
upload_remember(const struct home *home, const struct actor *actor, struct str dir, const struct upload_view *view, int64_t now, struct arena *arena)
{
	struct str mapping = path_join(arena, dir, STR("mapping"));
	int64_t saved;

	if (!file_exists(mapping, arena) || !actor_sees_house(actor))      /* how sheets are read holds for all */
		return NULL;
	for (size_t i = 0; i < view->files.count; i++)
		if (str_eq(view->files.items[i].kind, STR("sheet")) && view->files.items[i].problem.len == 0)
			TRY(mapping_save(home, upload_file(dir, view->files.items[i].name, arena), mapping, actor->login, now, arena, &saved));
	return NULL;
}

struct err *
upload_take(const struct home *home, const struct actor *actor, struct str token, const struct upload_options *options, int64_t now, enum lang lang,
    struct arena *arena, struct upload_view *ret_view)
{
	struct upload_view view = { .token = token };
	struct buf bytes BUF_SCOPE = { 0 };
	struct str dir, result;
	struct upload_taking taking;

	TRY(actor_need(actor, UPLOAD_KEEPERS, SCOPE_WRITE, arena));
	TRY(upload_open(home, actor, token, arena, &dir));
	result = path_join(arena, dir, STR("result"));
	if (file_exists(result, arena))
		return err_new(arena, ERR_CONFLICT, M("These files were taken in already."));
	taking = (struct upload_taking){ .home = home, .options = options, .dir = dir, .now = now, .lang = lang, .arena = arena, .writes = true };
	TRY(upload_go_through(&taking, actor, &view));
	if (options->remember)
		TRY(upload_remember(home, actor, dir, &view, now, arena));
	record_encode(&upload_view_schema, &view, &bytes);
	TRY(file_write(result, buf_str(&bytes), arena));
	*ret_view = view;
	return NULL;
}
