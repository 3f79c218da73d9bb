#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/vec.h"

static struct file_door *the_door;

void
file_door_set(struct file_door *door)
{
	the_door = door;
}

/* The door that this path goes through; NULL: it is ours to open. */
static struct file_door *
door_of(struct str path)
{
	return the_door == NULL || the_door->is_own(the_door, path) ? NULL : the_door;
}

struct str
path_join(struct arena *arena, struct str dir, struct str name)
{
	if (dir.len == 0)
		return arena_copy(arena, name);
	return arena_printf(arena, "%.*s%s%.*s", STR_ARG(dir), str_ends(dir, STR("/")) ? "" : "/", STR_ARG(name));
}

struct str
path_base(struct str path)
{
	struct str dir, base;

	return str_cut_last(path, '/', &dir, &base) ? base : path;
}

bool
file_exists(struct str path, struct arena *arena)
{
	struct file_door *door = door_of(path);
	struct stat info;

	if (door != NULL)
		return door->look(door, path, arena) == 1;
	return stat(arena_cstr(arena, path), &info) == 0 && S_ISREG(info.st_mode);
}

bool
dir_exists(struct str path, struct arena *arena)
{
	struct file_door *door = door_of(path);
	struct stat info;

	if (door != NULL)
		return door->look(door, path, arena) == 2;
	return stat(arena_cstr(arena, path), &info) == 0 && S_ISDIR(info.st_mode);
}

static struct err *
open_to_read(struct str path, struct arena *arena, int *ret_fd, size_t *ret_size)
{
	struct file_door *door = door_of(path);
	struct stat info;
	int fd FD_SCOPE = -1;

	if (door != NULL)
		TRY(door->open(door, path, arena, &fd));
	else
		fd = open(arena_cstr(arena, path), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &info) != 0)
		return err_system(arena, M("The file {file} could not be opened."), ARG("file", path));
	if (!S_ISREG(info.st_mode))
		return err_new(arena, ERR_SYSTEM, M("{file} is not a file."), ARG("file", path));
	*ret_fd = fd;
	*ret_size = (size_t)info.st_size;
	fd = -1;
	return NULL;
}

struct err *
file_open(struct str path, struct arena *arena, int *ret_fd)
{
	size_t size;

	return open_to_read(path, arena, ret_fd, &size);
}

struct err *
file_read(struct str path, size_t most, struct arena *arena, struct str *ret_bytes)
{
	int fd FD_SCOPE = -1;
	size_t size = 0, at = 0;
	char *bytes;

	TRY(open_to_read(path, arena, &fd, &size));
	if (size > most)
		return err_new(arena, ERR_LIMIT, M("The file {file} is larger than {most} bytes."),
		    ARG("file", path), ARG_N("most", most));
	bytes = arena_alloc(arena, size + 1);
	while (at < size) {
		ssize_t got = read(fd, bytes + at, size - at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_system(arena, M("The file {file} could not be read."), ARG("file", path));
		if (got == 0)
			break;
		at += (size_t)got;
	}
	*ret_bytes = (struct str){ bytes, at };
	return NULL;
}

static struct err *
write_all(int fd, struct str bytes, struct str path, struct arena *arena)
{
	while (bytes.len > 0) {
		ssize_t put = write(fd, bytes.ptr, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return err_system(arena, M("The file {file} could not be written."), ARG("file", path));
		bytes = str_from(bytes, (size_t)put);
	}
	if (fsync(fd) != 0)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", path));
	return NULL;
}

static struct err *
write_own(struct str path, struct str bytes, struct arena *arena)
{
	struct str dir, base, beside = arena_printf(arena, "%.*s.%d.new", STR_ARG(path), (int)getpid());
	int fd FD_SCOPE = open(beside.ptr, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct err *err;

	if (fd < 0)
		return err_system(arena, M("The file {file} could not be written."), ARG("file", path));
	err = write_all(fd, bytes, path, arena);
	if (err == NULL && rename(beside.ptr, arena_cstr(arena, path)) != 0)
		err = err_system(arena, M("The file {file} could not be written."), ARG("file", path));
	if (err != NULL) {
		(void)unlink(beside.ptr);
		return err;
	}
	if (!str_cut_last(path, '/', &dir, &base))
		dir = STR(".");
	return dir_sync(dir.len == 0 ? STR("/") : dir, arena);
}

struct err *
file_write(struct str path, struct str bytes, struct arena *arena)
{
	struct file_door *door = door_of(path);

	return door != NULL ? door->write(door, path, bytes, arena) : write_own(path, bytes, arena);
}

struct err *
file_map_open(struct str path, struct arena *arena, struct file_map *ret_map)
{
	int fd FD_SCOPE = -1;
	void *bytes;
	size_t size = 0;

	TRY(open_to_read(path, arena, &fd, &size));
	*ret_map = (struct file_map){ 0 };
	if (size == 0)
		return NULL;
	bytes = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
	if (bytes == MAP_FAILED)
		return err_system(arena, M("The file {file} could not be read."), ARG("file", path));
	*ret_map = (struct file_map){ bytes, size };
	return NULL;
}

void
file_map_close(struct file_map *map)
{
	if (map->bytes != NULL)
		(void)munmap((void *)(uintptr_t)map->bytes, map->len);
	*map = (struct file_map){ 0 };
}

struct err *
dir_make(struct str path, struct arena *arena)
{
	struct file_door *door = door_of(path);

	if (door != NULL)
		return door->make_dir(door, path, arena);
	if (mkdir(arena_cstr(arena, path), 0700) != 0 && (errno != EEXIST || !dir_exists(path, arena)))
		return err_system(arena, M("The directory {dir} could not be made."), ARG("dir", path));
	return NULL;
}

struct err *
dir_sync(struct str path, struct arena *arena)
{
	int fd FD_SCOPE = open(arena_cstr(arena, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) != 0)
		return err_system(arena, M("The directory {dir} could not be written."), ARG("dir", path));
	return NULL;
}

static int
by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static struct err *
list_own(struct str path, struct arena *arena, struct str **ret_names, size_t *ret_count)
{
	DIR *dir = opendir(arena_cstr(arena, path));
	struct str_list names = { 0 };
	const struct dirent *entry;

	if (dir == NULL)
		return err_system(arena, M("The directory {dir} could not be read."), ARG("dir", path));
	while ((entry = readdir(dir)) != NULL) {
		struct str name = str_of(entry->d_name);

		if (!str_eq(name, STR(".")) && !str_eq(name, STR("..")))
			list_push(arena, &names, arena_copy(arena, name));
	}
	(void)closedir(dir);
	if (names.count > 0)
		qsort(names.items, names.count, sizeof(*names.items), by_text);
	*ret_names = names.items;
	*ret_count = names.count;
	return NULL;
}

struct err *
dir_list(struct str path, struct arena *arena, struct str **ret_names, size_t *ret_count)
{
	struct file_door *door = door_of(path);

	return door != NULL ? door->list(door, path, arena, ret_names, ret_count) : list_own(path, arena, ret_names, ret_count);
}

struct err *
dir_remove(struct str path, struct arena *arena)
{
	struct str *names;
	size_t count;

	TRY(dir_list(path, arena, &names, &count));
	for (size_t i = 0; i < count; i++) {
		struct str inner = path_join(arena, path, names[i]);
		struct stat info;

		if (lstat(arena_cstr(arena, inner), &info) == 0 && S_ISDIR(info.st_mode))
			TRY(dir_remove(inner, arena));
		else if (unlink(arena_cstr(arena, inner)) != 0)
			return err_system(arena, M("The file {file} could not be removed."), ARG("file", inner));
	}
	if (rmdir(arena_cstr(arena, path)) != 0)
		return err_system(arena, M("The directory {dir} could not be removed."), ARG("dir", path));
	return NULL;
}

/* Read through the descriptor whose mode was looked at. */
struct err *
file_read_secret(struct str path, struct arena *arena, struct str *ret_secret)
{
	enum { SECRET_MOST = 4096 };
	int fd FD_SCOPE = open(arena_cstr(arena, path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	char *text = arena_alloc(arena, SECRET_MOST);
	struct stat seen;
	struct str line;
	ssize_t len;

	if (fd < 0 || fstat(fd, &seen) != 0 || (len = read(fd, text, SECRET_MOST)) < 0)
		return err_system(arena, M("The file {file} could not be read."), ARG("file", path));
	if (!S_ISREG(seen.st_mode) || (seen.st_mode & 077) != 0)
		return err_new(arena, ERR_FORBIDDEN, M("Others may read {file}, which holds a password or key: chmod 600 it."), ARG("file", path));
	line = str_trim_space((struct str){ text, (size_t)len });
	if (line.len == 0 || len == SECRET_MOST || str_find_char(line, '\n') != SIZE_MAX || !str_is_text(line))
		return err_new(arena, ERR_FORMAT, M("{file} must hold one line: the password or key."), ARG("file", path));
	*ret_secret = line;
	return NULL;
}
