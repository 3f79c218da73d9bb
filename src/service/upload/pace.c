/*
 * pace.c - how far one in line has come, said in a file that pages read; and its files in pieces, where nodes have no disk in common.
 */
#include "service/upload/parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/file.h"

enum { LINE_MOST = 200, PIECE_BYTES = 1 << 20 };

/* ---------------------------------------------------------------------------------------------- how far */

/* Whole or not at all, but not synced: what is lost with the machine is of no worth after it. */
void
upload_pace_write(struct str dir, const struct upload_pace *pace, struct arena *arena)
{
	struct str path = path_join(arena, dir, STR("progress"));
	char *aside = arena_cstr(arena, path_join(arena, dir, STR("progress.new")));
	FILE *file = fopen(aside, "we");

	if (file == NULL)
		return;
	(void)fprintf(file, "%.*s %lld %lld %lld %lld %lld\n", STR_ARG(pace->stage), (long long)pace->file, (long long)pace->file_count,
	    (long long)pace->done, (long long)pace->of, (long long)pace->rows);
	if (fclose(file) == 0)
		(void)rename(aside, arena_cstr(arena, path));
}

void
upload_pace_read(struct str dir, struct arena *arena, struct upload_pace *ret_pace)
{
	int64_t *numbers[] = { &ret_pace->file, &ret_pace->file_count, &ret_pace->done, &ret_pace->of, &ret_pace->rows };
	struct str bytes = { 0 }, word;

	*ret_pace = (struct upload_pace){ .stage = STR("") };
	if (file_read(path_join(arena, dir, STR("progress")), LINE_MOST, arena, &bytes) != NULL)
		return;
	bytes = str_trim_space(bytes);
	if (str_split(&bytes, ' ', &ret_pace->stage))
		for (size_t i = 0; i < ARRAY_LEN(numbers) && str_split(&bytes, ' ', &word); i++)
			if (!str_to_i64(word, numbers[i]))
				*numbers[i] = 0;
}

bool
upload_is_stopped(struct str dir, struct arena *arena)
{
	return file_exists(path_join(arena, dir, STR("stop")), arena);
}

struct err *
upload_stop(struct str dir, bool stop, struct arena *arena)
{
	struct str path = path_join(arena, dir, STR("stop"));

	if (stop)
		return file_write(path, STR(""), arena);
	(void)unlink(arena_cstr(arena, path));
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- in pieces */

struct err *
upload_put_file(struct ledger *ledger, int64_t upload, struct str dir, struct str name, struct arena *arena)
{
	struct str path = path_join(arena, dir, name);
	char *bytes = arena_alloc(arena, PIECE_BYTES);
	int fd FD_SCOPE = -1;

	TRY(file_open(path, arena, &fd));
	for (int64_t piece = 0;; piece++) {
		size_t len = 0;
		ssize_t got = 1;

		while (len < PIECE_BYTES && (got = read(fd, bytes + len, PIECE_BYTES - len)) > 0)
			len += (size_t)got;
		if (got < 0)
			return err_system(arena, M("The file {file} could not be read."), ARG("file", path));
		if (len > 0 || piece == 0)
			TRY(ledger_upload_part_add(ledger, upload, &(struct ledger_upload_part){ name, piece, { bytes, len } }, arena));
		if (len < PIECE_BYTES)
			return NULL;
	}
}

struct fetching { struct str dir; };

/* Names are those that this program gave: a folder and a name in it, or a name. */
static struct err *
fetch_piece(void *context, const struct ledger_upload_part *part, struct arena *arena)
{
	const struct fetching *fetching = context;
	struct str path = path_join(arena, fetching->dir, part->name), folder, name;
	int fd FD_SCOPE = -1;

	if (str_cut(part->name, '/', &folder, &name))
		TRY(dir_make(path_join(arena, fetching->dir, folder), arena));
	fd = open(arena_cstr(arena, path), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (part->piece == 0 ? O_TRUNC : O_APPEND), 0600);
	if (fd < 0 || write(fd, part->bytes.ptr, part->bytes.len) != (ssize_t)part->bytes.len)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", path));
	return NULL;
}

struct err *
upload_fetch(struct ledger *ledger, int64_t upload, struct str dir, struct arena *arena)
{
	return ledger_upload_parts(ledger, upload, fetch_piece, &(struct fetching){ dir }, arena);
}
