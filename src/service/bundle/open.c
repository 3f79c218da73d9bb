/*
 * open.c - a bundle's signature is checked, on a copy that cannot change meanwhile, before anything reads it.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "service/bundle/parts.h"

enum { CHUNK = 1 << 18 };

/* What is made of the bytes on their way. */
struct copying {
	int               from, to;
	struct str        name;
	char             *chunk;
	struct sha256     sum;
	struct crypt_hash payload;
	int64_t           bytes;
};

static struct err *
no_room(const struct copying *copying, struct arena *arena)
{
	return err_system(arena, M("There is no room for a copy of {file} beside the knowledge base."), ARG("file", copying->name));
}

static struct err *
read_chunk(struct copying *copying, size_t most, struct arena *arena, size_t *ret_got)
{
	ssize_t got;

	do
		got = read(copying->from, copying->chunk, most);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_system(arena, M("The file {file} could not be read."), ARG("file", copying->name));
	*ret_got = (size_t)got;
	sha256_add(&copying->sum, copying->chunk, *ret_got);
	copying->bytes += got;
	return NULL;
}

/* The first bytes, as many as there are up to the length of the longest cover. */
static struct err *
read_cover(struct copying *copying, struct arena *arena, struct minisign_signature *ret_signature, struct str *ret_rest)
{
	struct buf head BUF_SCOPE = { 0 };
	size_t got = 1, len;

	while (got > 0 && head.len < BUNDLE_COVER_MOST) {
		TRY(read_chunk(copying, BUNDLE_COVER_MOST - head.len, arena, &got));
		buf_add_bytes(&head, copying->chunk, got);
	}
	TRY(bundle_cover_read(buf_str(&head), arena, ret_signature, &len));
	*ret_rest = arena_copy(arena, str_from(buf_str(&head), len));
	return NULL;
}

static struct err *
keep(struct copying *copying, struct str bytes, struct arena *arena)
{
	crypt_hash_add(&copying->payload, bytes);
	while (bytes.len > 0) {
		ssize_t put = write(copying->to, bytes.ptr, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return no_room(copying, arena);
		bytes = str_from(bytes, (size_t)put);
	}
	return NULL;
}

static struct err *
copy_payload(struct copying *copying, struct str first, struct arena *arena)
{
	size_t got = 1;

	TRY(keep(copying, first, arena));
	while (got > 0) {
		TRY(read_chunk(copying, CHUNK, arena, &got));
		if (copying->bytes > LIMIT_BUNDLE_BYTES)
			return err_new(arena, ERR_LIMIT, M("{file} is longer than a bundle may be ({most} bytes)."), ARG("file", copying->name),
			    ARG_N("most", LIMIT_BUNDLE_BYTES));
		TRY(keep(copying, (struct str){ copying->chunk, got }, arena));
	}
	return lseek(copying->to, 0, SEEK_SET) == 0 ? NULL : no_room(copying, arena);
}

static struct err *
check(const struct home *home, struct str public, struct copying *copying, struct arena *arena, struct minisign_signature *ret_signature)
{
	unsigned char digest[CRYPT_HASH];
	struct minisign_public key;
	struct str rest;

	TRY(read_cover(copying, arena, ret_signature, &rest));
	if (public.len > 0)
		TRY(bundle_key_read(public, arena, &key));
	else
		TRY(bundle_key_trusted(home, ret_signature->id, arena, &key));
	crypt_hash_begin(&copying->payload);
	TRY(copy_payload(copying, rest, arena));
	crypt_hash_end(&copying->payload, digest);
	return minisign_verify(&key, digest, ret_signature, arena);
}

/* A file without a name, on the disk of the home where there is one. */
static struct err *
nameless(const struct home *home, struct arena *arena, int *ret_fd)
{
	struct str dir = home != NULL ? home->path : STR("/tmp");

	*ret_fd = open(arena_cstr(arena, dir), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (*ret_fd < 0)
		return err_system(arena, M("The directory {dir} could not be written."), ARG("dir", dir));
	return NULL;
}

struct err *
bundle_open(const struct home *home, struct str public, struct str path, struct arena *arena, struct bundle_opened *ret_opened)
{
	struct copying copying = { .name = path_base(path), .chunk = arena_alloc(arena, CHUNK) };
	int from FD_SCOPE = -1, to FD_SCOPE = -1;
	struct err *err;

	TRY(file_open(path, arena, &from));
	TRY(nameless(home, arena, &to));
	copying.from = from;
	copying.to = to;
	sha256_init(&copying.sum);
	err = check(home, public, &copying, arena, &ret_opened->signature);
	if (err != NULL)
		return err_wrap(arena, err, M("{file}"), ARG("file", copying.name));
	ret_opened->fd = to;
	to = -1;
	ret_opened->name = copying.name;
	ret_opened->bytes = copying.bytes;
	ret_opened->sha256 = sha256_hex(&copying.sum, arena);
	return NULL;
}
