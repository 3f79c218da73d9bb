#include "store/kb/copy.h"

#include <fcntl.h>
#include <unistd.h>
#include "base/file.h"

enum { COPY_STEP = 1 << 30 };

static struct err *
write_out(int fd, const struct file_map *map, struct str path, struct arena *arena)
{
	for (size_t at = 0; at < map->len;) {
		ssize_t put = write(fd, map->bytes + at, map->len - at);

		if (put < 0)
			return err_system(arena, M("The file {file} could not be written."), ARG("file", path));
		at += (size_t)put;
	}
	return NULL;
}

/* Copied within the kernel, which shares the blocks where the file system can; *ret_copied: false where it does neither. */
static struct err *
copy_within(int fd, struct str from, struct arena *arena, bool *ret_copied)
{
	int source FD_SCOPE = -1;
	ssize_t put, sum = 0;

	TRY(file_open(from, arena, &source));
	while ((put = copy_file_range(source, NULL, fd, NULL, COPY_STEP, 0)) > 0)
		sum += put;
	*ret_copied = put == 0 && sum > 0;
	return NULL;
}

struct err *
copy_file(struct str from, struct str to, struct arena *arena)
{
	int fd FD_SCOPE = open(arena_cstr(arena, to), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct file_map map;
	struct err *err;
	bool copied;

	if (fd < 0)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", to));
	TRY(copy_within(fd, from, arena, &copied));
	if (copied)
		return NULL;
	if (lseek(fd, 0, SEEK_SET) < 0)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", to));
	TRY(file_map_open(from, arena, &map));
	err = write_out(fd, &map, to, arena);
	file_map_close(&map);
	return err;
}

struct err *
copy_same(struct str from, struct str to, struct arena *arena)
{
	int fd FD_SCOPE = -1;

	if (link(arena_cstr(arena, from), arena_cstr(arena, to)) == 0)
		return NULL;
	TRY(copy_file(from, to, arena));
	TRY(file_open(to, arena, &fd));
	if (fsync(fd) != 0)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", to));
	return NULL;
}
