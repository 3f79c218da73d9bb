/*
 * file.h - files, whole or not at all.
 */
#pragma once
#include "base/arena.h"
#include "base/err.h"

/* The whole file; ERR_LIMIT when it is longer than most. */
CHECKED struct err *file_read(struct str path, size_t most, struct arena *arena, struct str *ret_bytes);

/* Writes beside, syncs, renames into place and syncs the directory: old or new, never half. */
CHECKED struct err *file_write(struct str path, struct str bytes, struct arena *arena);

/* A read-only mapping of the whole file; an empty file maps to no bytes. */
struct file_map {
	const unsigned char *bytes;
	size_t               len;
};
CHECKED struct err *file_map_open(struct str path, struct arena *arena, struct file_map *ret_map);
void file_map_close(struct file_map *map);

bool file_exists(struct str path, struct arena *arena);
bool dir_exists(struct str path, struct arena *arena);
CHECKED struct err *dir_make(struct str path, struct arena *arena);       /* mode 0700; there already is well */
CHECKED struct err *dir_sync(struct str path, struct arena *arena);       /* makes renames in it last        */
CHECKED struct err *dir_remove(struct str path, struct arena *arena);     /* with what is in it              */
/* Names in it, sorted, without "." and "..". */
CHECKED struct err *dir_list(struct str path, struct arena *arena, struct str **ret_names, size_t *ret_count);

/* A password or key in a file of one line, without its line break: ERR_FORBIDDEN when others than its owner may read it. */
CHECKED struct err *file_read_secret(struct str path, struct arena *arena, struct str *ret_secret);

/* Opens a file to be read, nothing else: not a directory, not a device; a named pipe is not waited for. */
CHECKED struct err *file_open(struct str path, struct arena *arena, int *ret_fd);

/*
 * Files that a person names, when that person is at the other end of a socket (wire/local): he opens them, with his rights. Once a door is
 * set, everything above goes through it but what is the program's own. kind of look: 0 nothing, 1 file, 2 directory, 3 else.
 */
struct file_door {
	bool        (*is_own)(const struct file_door *door, struct str path);
	struct err *(*open)(struct file_door *door, struct str path, struct arena *arena, int *ret_fd);
	struct err *(*write)(struct file_door *door, struct str path, struct str bytes, struct arena *arena);
	int         (*look)(struct file_door *door, struct str path, struct arena *arena);
	struct err *(*make_dir)(struct file_door *door, struct str path, struct arena *arena);
	struct err *(*list)(struct file_door *door, struct str path, struct arena *arena, struct str **ret_names, size_t *ret_count);
};
void file_door_set(struct file_door *door);      /* for the whole process, before it has threads; NULL takes it away */

struct str path_join(struct arena *arena, struct str dir, struct str name);
struct str path_base(struct str path);                                    /* what follows the last '/'       */

static inline void
fd_cleanup(int *fd)
{
	extern int close(int);
	if (*fd >= 0)
		(void)close(*fd);
}

/* int fd FD_SCOPE = open(…); */
#define FD_SCOPE __attribute__((cleanup(fd_cleanup)))
