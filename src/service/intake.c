#include "service/intake.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"

enum { CHUNK = 256 << 10 };

void
intake_close(struct intake_file *file)
{
	if (file->fd >= 0)
		(void)close(file->fd);
	file->fd = -1;
}

/* Standard input into a file without a name, in memory. */
static struct err *
copy_standard_input(struct arena *arena, int *ret_fd)
{
	int fd FD_SCOPE = memfd_create("standard input", MFD_CLOEXEC);
	char *chunk = arena_alloc(arena, CHUNK);
	uint64_t size = 0;
	ssize_t got;

	if (fd < 0)
		return err_system(arena, M("Standard input could not be read."));
	while ((got = read(STDIN_FILENO, chunk, CHUNK)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || write(fd, chunk, (size_t)got) != got)
			return err_system(arena, M("Standard input could not be read."));
		size += (uint64_t)got;
		if (size > LIMIT_DOCUMENT_BYTES)
			return err_new(arena, ERR_LIMIT, M("Standard input gives more than {most} bytes: name a file instead."),
			    ARG_N("most", LIMIT_DOCUMENT_BYTES));
	}
	*ret_fd = fd;
	fd = -1;
	return NULL;
}

static struct err *
digest_of(struct intake_file *file, struct str path, struct arena *arena)
{
	char *chunk = arena_alloc(arena, CHUNK);
	struct sha256 sum;
	ssize_t got;

	sha256_init(&sum);
	if (lseek(file->fd, 0, SEEK_SET) != 0)
		return err_system(arena, M("The file {file} could not be read."), ARG("file", path));
	while ((got = read(file->fd, chunk, CHUNK)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_system(arena, M("The file {file} could not be read."), ARG("file", path));
		sha256_add(&sum, chunk, (size_t)got);
		file->size += (uint64_t)got;
	}
	file->digest = sha256_hex(&sum, arena);
	(void)lseek(file->fd, 0, SEEK_SET);
	return NULL;
}

struct err *
intake_open(struct str path, struct arena *arena, struct intake_file *ret_file)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;

	if (str_eq(path, STR("-"))) {
		file.name = STR("-");
		TRY(copy_standard_input(arena, &file.fd));
	} else {
		file.name = path_base(path);
		TRY(file_open(path, arena, &file.fd));
	}
	TRY(digest_of(&file, path, arena));
	*ret_file = file;
	file.fd = -1;
	return NULL;
}
