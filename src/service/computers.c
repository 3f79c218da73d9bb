/*
 * computers.c - files and folders into readers: some hundred files to a reader, two readers at a time.
 *
 * A reader that dies of one file has told of the others before it. The rest of its files are then given one by one, so that only
 * the one that is to blame is refused.
 */
#include "service/computers_parts.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/file.h"
#include "base/limits.h"
#include "format/windows/windows.h"
#include "model/record.h"
#include "wire/worker/worker.h"

enum { BATCH_FILES = 500, BATCH_BYTES = 8 << 20 };

static const struct field report_fields[] = {
	FIELD(struct computers_report, files, FIELD_INT),
	FIELD(struct computers_report, passed_over, FIELD_INT),
	FIELD(struct computers_report, computers, FIELD_INT),
	FIELD(struct computers_report, added, FIELD_INT),
	FIELD(struct computers_report, changed, FIELD_INT),
	FIELD(struct computers_report, unchanged, FIELD_INT),
	FIELD(struct computers_report, older, FIELD_INT),
	FIELD(struct computers_report, refused, FIELD_INT),
	FIELD(struct computers_report, warnings, FIELD_INT),
	FIELD(struct computers_report, renamed, FIELD_INT),
	FIELD(struct computers_report, doubles, FIELD_INT),
	FIELD(struct computers_report, without_build, FIELD_INT),
	FIELD(struct computers_report, without_updates, FIELD_INT),
	FIELD(struct computers_report, without_time, FIELD_INT),
	FIELD(struct computers_report, waiting, FIELD_INT),
	FIELD(struct computers_report, components, FIELD_INT),
	FIELD(struct computers_report, installed, FIELD_INT),
	FIELD(struct computers_report, upgraded, FIELD_INT),
	FIELD(struct computers_report, removed, FIELD_INT),
	FIELD_OF(struct computers_report, problems, FIELD_LIST, &problem_schema),
};
const struct schema computers_report_schema = SCHEMA("computers", struct computers_report, report_fields);

struct batch_file {
	int64_t    folder;
	bool       loose;       /* a piece: to be read with the others of its folder */
	struct str name, bytes;
	struct str digest;      /* of a whole one */
};

/* What one reader is given; its bytes live in its arena until its answer has been taken. */
struct batch {
	struct sink         sink;
	struct computers   *computers;
	struct arena       *arena;
	LIST(struct batch_file) files;
	size_t              bytes;
	struct map          told;          /* names of files that were told of or refused */
	struct map          by_name;       /* index + 1 of whole files                    */
	struct arena       *now;           /* of the computer being told */
	struct computer     current;
	struct worker      *worker;
};

struct walking {
	struct computers *computers;
	struct arena     *arena;          /* of the whole */
	struct arena     *file;           /* of the file that is looked at */
	struct batch     *filling, *reading;
	int64_t           folder;
	struct sha256     sum;
};

/* ------------------------------------------------------------------------------------- what comes back */

static void
mark_told(struct batch *batch, struct str files)
{
	*map_put(batch->arena, &batch->told, arena_copy(batch->arena, files)) = 1;
}

/* Of the file that alone tells of a computer; empty for one that is told of by pieces. */
static struct str
digest_of(const struct batch *batch, struct str file)
{
	const uint64_t *at = map_find(&batch->by_name, file);

	return at == NULL ? STR("") : batch->files.items[*at - 1].digest;
}

static struct err *
on_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct batch *batch = (struct batch *)sink;
	struct err *err;

	if (schema == &component_schema) {
		record_copy(schema, value, batch->now, list_add(batch->now, &batch->current.components));
		return NULL;
	}
	if (schema != &inventory_head_schema)
		return NULL;
	batch->current.head = *(const struct inventory_head *)value;
	batch->current.digest = digest_of(batch, batch->current.head.file);
	mark_told(batch, batch->current.head.file);
	err = computers_take(batch->computers, &batch->current, arena);
	batch->current = (struct computer){ 0 };
	arena_reset(batch->now);
	return err;
}

static struct err *
on_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct batch *batch = (struct batch *)sink;

	(void)arena;
	if (problem->warning)
		batch->current.warned = true;      /* a computer's warnings come before its head */
	else
		mark_told(batch, problem->id);
	computers_problem(batch->computers, problem);
	return NULL;
}

/* --------------------------------------------------------------------------------------- a batch */

static struct batch *
batch_new(struct computers *computers)
{
	struct batch *batch = mem_alloc(sizeof(*batch));

	*batch = (struct batch){ .sink = { on_record, on_problem }, .computers = computers, .arena = arena_new(), .now = arena_new() };
	return batch;
}

static void
batch_free(struct batch *batch)
{
	if (batch == NULL)
		return;
	worker_abandon(batch->worker);
	arena_free(batch->arena);
	arena_free(batch->now);
	mem_free(batch);
}

static struct err *
write_all(int fd, struct str bytes, struct arena *arena)
{
	while (bytes.len > 0) {
		ssize_t wrote = write(fd, bytes.ptr, bytes.len);

		if (wrote < 0 && errno != EINTR)
			return err_system(arena, M("The files could not be handed to their reader."));
		bytes = str_from(bytes, wrote < 0 ? 0 : (size_t)wrote);
	}
	return NULL;
}

static struct err *
start(struct batch *batch, const struct batch_file *files, size_t count, struct arena *arena)
{
	struct buf stream BUF_SCOPE = { 0 };
	int fd FD_SCOPE = memfd_create("files", MFD_CLOEXEC);

	windows_stream_begin(&stream);
	for (size_t i = 0; i < count; i++)
		windows_stream_add(&stream, files[i].folder, files[i].name, files[i].bytes);
	if (fd < 0)
		return err_system(arena, M("The files could not be handed to their reader."));
	TRY(write_all(fd, buf_str(&stream), arena));
	if (lseek(fd, 0, SEEK_SET) != 0)
		return err_system(arena, M("The files could not be handed to their reader."));
	return worker_start(&(struct worker_job){ .kind = "windows", .fd = fd,
		.name = count == 1 ? files[0].name : batch->computers->source }, &batch->sink, arena, &batch->worker);
}

static struct err *
finish(struct batch *batch)
{
	struct worker *worker = batch->worker;

	batch->worker = NULL;
	batch->current = (struct computer){ 0 };
	return worker == NULL ? NULL : worker_finish(worker);
}

/* The file is refused by what became of its reader; what is wrong with us is handed up. */
static struct err *
read_alone(struct batch *batch, const struct batch_file *files, size_t count, struct arena *arena)
{
	struct err *err = start(batch, files, count, arena);

	if (err == NULL)
		err = finish(batch);
	if (err == NULL || (err->code != ERR_WORKER && err->code != ERR_LIMIT && err->code != ERR_FORMAT))
		return err;
	for (size_t i = 0; i < count; i++)
		computers_note(batch->computers, files[i].name, false, err);
	return NULL;
}

/* How many files from the given one on belong together: pieces of one folder. */
static size_t
together(const struct batch *batch, size_t from)
{
	size_t count = 1;

	if (!batch->files.items[from].loose)
		return 1;
	while (from + count < batch->files.count && batch->files.items[from + count].loose
	    && batch->files.items[from + count].folder == batch->files.items[from].folder)
		count++;
	return count;
}

static struct err *
read_one_by_one(struct batch *batch, struct arena *arena)
{
	for (size_t i = 0, count; i < batch->files.count; i += count) {
		count = together(batch, i);
		if (map_find(&batch->told, batch->files.items[i].name) == NULL)
			TRY(read_alone(batch, &batch->files.items[i], count, arena));
	}
	return NULL;
}

/* Its answer is taken in. */
static struct err *
take_answer(struct batch *batch, struct arena *arena)
{
	struct err *err = finish(batch);

	if (err == NULL || err->code != ERR_WORKER)
		return err;
	return read_one_by_one(batch, arena);
}

/* ------------------------------------------------------------------------------------- walking through */

static struct str
digest_so_far(struct walking *walking)
{
	struct sha256 copy = walking->sum;

	return sha256_hex(&copy, walking->arena);
}

/* The full batch goes to a reader; meanwhile the answer of the one before is taken. */
static struct err *
hand_over(struct walking *walking)
{
	struct batch *full = walking->filling;

	if (full->files.count == 0)
		return NULL;
	TRY(start(full, full->files.items, full->files.count, walking->arena));
	walking->computers->digest = digest_so_far(walking);
	if (walking->reading != NULL)
		TRY(take_answer(walking->reading, walking->arena));
	batch_free(walking->reading);
	walking->reading = full;
	walking->filling = batch_new(walking->computers);
	return NULL;
}

static void
add_file(struct walking *walking, struct str name, struct str bytes, struct str digest, bool loose)
{
	struct batch *batch = walking->filling;

	sha256_add(&walking->sum, digest.ptr, digest.len);
	list_push(batch->arena, &batch->files,
	    ((struct batch_file){ walking->folder, loose, arena_copy(batch->arena, name), bytes, digest }));
	if (!loose)
		*map_put(batch->arena, &batch->by_name, batch->files.items[batch->files.count - 1].name) = batch->files.count;
	batch->bytes += bytes.len;
}

static struct str
digest_of_bytes(struct str bytes, struct arena *arena)
{
	struct sha256 sum;

	computers_digest_begin(&sum);
	sha256_add(&sum, bytes.ptr == NULL ? "" : bytes.ptr, bytes.len);
	return sha256_hex(&sum, arena);
}

/* A name that is passed over: a collector's file that is still being written, or one that is hidden. */
static bool
is_passed_over(struct str name)
{
	return str_starts(name, STR(".")) || str_ends(name, STR(".tmp")) || str_starts(name, STR("~$"));
}

static struct err *
read_file(struct walking *walking, struct str path, bool pieces, bool *ret_loose)
{
	struct arena *arena = walking->file;
	struct str bytes, digest;
	struct err *err = NULL;

	arena_reset(arena);
	if (!file_exists(path, arena))
		err = err_new(arena, ERR_SYSTEM, M("{file} is not a file."), ARG("file", path));
	else
		err = file_read(path, LIMIT_WINDOWS_FILE, arena, &bytes);
	if (err != NULL) {
		if (!pieces)
			computers_note(walking->computers, path, false, err);
		return NULL;
	}
	*ret_loose = !windows_is_whole(bytes);
	if (*ret_loose != pieces)
		return NULL;
	digest = digest_of_bytes(bytes, walking->filling->arena);
	if (pieces || !computers_know(walking->computers, digest))
		add_file(walking, path, arena_copy(walking->filling->arena, bytes), digest, pieces);
	return walking->filling->files.count >= BATCH_FILES || walking->filling->bytes >= BATCH_BYTES ? (pieces ? NULL : hand_over(walking)) : NULL;
}

/*
 * A folder's whole files first, in as many batches as they take; then its pieces, all in one. Which is which is told from the
 * first lines, so pieces are read twice: they are few.
 */
static struct err *
read_folder_files(struct walking *walking, struct str path, const struct str *names, size_t count)
{
	struct str_list loose = { 0 };

	walking->folder++;
	for (size_t i = 0; i < count; i++) {
		struct str file = path_join(walking->arena, path, names[i]);
		bool is_loose = false;

		if (dir_exists(file, walking->arena))
			continue;
		walking->computers->report->files++;
		if (is_passed_over(names[i])) {
			walking->computers->report->passed_over++;
			continue;
		}
		TRY(read_file(walking, file, false, &is_loose));
		if (is_loose)
			list_push(walking->arena, &loose, file);
	}
	for (size_t i = 0; i < loose.count; i++)
		TRY(read_file(walking, loose.items[i], true, &(bool){ false }));
	return walking->filling->bytes >= BATCH_BYTES ? hand_over(walking) : NULL;
}

static struct err *
walk(struct walking *walking, struct str path, int depth)
{
	struct str *names;
	size_t count;
	struct err *err;

	if (depth > LIMIT_FOLDER_DEPTH) {
		computers_note(walking->computers, path, false, err_new(walking->arena, ERR_LIMIT,
		    M("Folders are looked through {most} deep: give this one by itself."), ARG_N("most", LIMIT_FOLDER_DEPTH)));
		return NULL;
	}
	err = dir_list(path, walking->arena, &names, &count);
	if (err != NULL) {
		computers_note(walking->computers, path, false, err);
		return NULL;
	}
	TRY(read_folder_files(walking, path, names, count));
	for (size_t i = 0; i < count; i++) {
		struct str inner = path_join(walking->arena, path, names[i]);

		if (!str_starts(names[i], STR(".")) && dir_exists(inner, walking->arena))
			TRY(walk(walking, inner, depth + 1));
	}
	return NULL;
}

/* Files named one by one stand together like those of a folder. */
static struct err *
walk_all(struct walking *walking, const struct str *paths, size_t count)
{
	struct str_list files = { 0 };

	for (size_t i = 0; i < count; i++) {
		if (dir_exists(paths[i], walking->arena))
			TRY(walk(walking, paths[i], 0));
		else if (file_exists(paths[i], walking->arena))
			list_push(walking->arena, &files, paths[i]);
		else
			return err_new(walking->arena, ERR_NOT_FOUND, M("There is no file or folder {file}."), ARG("file", paths[i]));
	}
	TRY(read_folder_files(walking, STR(""), files.items, files.count));
	TRY(hand_over(walking));
	if (walking->reading != NULL)
		TRY(take_answer(walking->reading, walking->arena));
	return computers_flush(walking->computers, walking->arena);
}

struct err *
computers_import(struct ledger *ledger, const struct computers_options *options, const struct str *paths, size_t count,
    struct arena *arena, struct computers_report *ret_report)
{
	struct computers computers = { .ledger = ledger, .options = options, .arena = arena, .report = ret_report, .part = arena_new(),
		.source = count == 0 ? STR("") : path_base(paths[0]) };
	struct walking walking = { .computers = &computers, .arena = arena, .file = arena_new(), .filling = batch_new(&computers) };
	struct err *err;

	*ret_report = (struct computers_report){ 0 };
	sha256_init(&walking.sum);
	sha256_add(&walking.sum, &options->collected, sizeof(options->collected));
	err = computers_load_releases(&computers, arena);
	if (err == NULL)
		err = computers_load(&computers, arena);
	if (err == NULL)
		err = walk_all(&walking, paths, count);
	batch_free(walking.reading);
	batch_free(walking.filling);
	arena_free(computers.part);
	arena_free(walking.file);
	return err;
}
