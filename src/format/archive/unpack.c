#include "format/archive/unpack.h"

#include <zlib.h>
#include <zstd.h>
#include "base/limits.h"
#include "base/mem.h"

enum { BLOCK_BYTES = 64 << 10, RATIO_FREE_BYTES = 1 << 20, GZIP_WINDOW = 15 + 16 /* zlib: gzip only */ };

struct err *
unpack_damaged(struct str file, const char *reason, struct arena *arena)
{
	return err_new(arena, ERR_FORMAT,
	    M("{file} could not be unpacked: it is damaged or was cut short ({reason}). Obtain it again."),
	    ARG("file", file), ARG("reason", str_of(reason == NULL ? "?" : reason)));
}

struct err *
unpack_bounds(struct str file, uint64_t packed, uint64_t unpacked, struct arena *arena)
{
	if (unpacked > RATIO_FREE_BYTES && unpacked / LIMIT_UNPACK_RATIO > packed)
		return err_new(arena, ERR_LIMIT,
		    M("{file} unpacks to more than {times} times its size and was not read further."),
		    ARG("file", file), ARG_N("times", LIMIT_UNPACK_RATIO));
	if (unpacked > LIMIT_STREAM_BYTES)
		return err_new(arena, ERR_LIMIT, M("{file} unpacks to more than {most} bytes."),
		    ARG("file", file), ARG_N("most", LIMIT_STREAM_BYTES));
	return NULL;
}

/* --------------------------------------------------------------------------------- gzip and zstd */

struct unpack {
	struct input       input;
	struct input      *packed;
	enum archive_kind  kind;
	z_stream           gzip;
	bool               gzip_open;
	ZSTD_DStream      *zstd;
	bool               in_member;    /* between a member's first byte and its last */
	bool               packed_end;
	size_t             len, at;      /* of block                                   */
	unsigned char      block[BLOCK_BYTES];
};

static struct err *
fill(struct unpack *unpack, struct arena *arena)
{
	size_t got;

	if (unpack->at < unpack->len || unpack->packed_end)
		return NULL;
	TRY(input_read(unpack->packed, unpack->block, sizeof(unpack->block), arena, &got));
	unpack->at = 0;
	unpack->len = got;
	unpack->packed_end = got == 0;
	return NULL;
}

/* Behind a member another may begin; zeros are padding of tapes and block devices. */
static void
skip_padding(struct unpack *unpack)
{
	while (!unpack->in_member && unpack->at < unpack->len && unpack->block[unpack->at] == 0)
		unpack->at++;
}

static struct err *
step_gzip(struct unpack *unpack, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	z_stream *gzip = &unpack->gzip;
	size_t left = unpack->len - unpack->at;
	int answer;

	gzip->next_in = unpack->block + unpack->at;
	gzip->avail_in = (unsigned int)left;
	gzip->next_out = into;
	gzip->avail_out = (unsigned int)(room < BLOCK_BYTES ? room : BLOCK_BYTES);
	unpack->in_member = true;
	answer = inflate(gzip, Z_NO_FLUSH);
	if (answer != Z_OK && answer != Z_STREAM_END && answer != Z_BUF_ERROR)
		return unpack_damaged(unpack->input.name, gzip->msg == NULL ? "gzip" : gzip->msg, arena);
	unpack->at += left - gzip->avail_in;
	*ret_got = (size_t)(gzip->next_out - (unsigned char *)into);
	if (answer == Z_STREAM_END) {
		unpack->in_member = false;
		(void)inflateReset(gzip);
	}
	return NULL;
}

static struct err *
step_zstd(struct unpack *unpack, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	ZSTD_inBuffer in = { unpack->block, unpack->len, unpack->at };
	ZSTD_outBuffer out = { into, room, 0 };
	size_t answer = ZSTD_decompressStream(unpack->zstd, &out, &in);

	if (ZSTD_isError(answer))
		return unpack_damaged(unpack->input.name, ZSTD_getErrorName(answer), arena);
	unpack->at = in.pos;
	unpack->in_member = answer != 0;
	*ret_got = out.pos;
	return NULL;
}

static struct err *
read_unpacked(struct input *input, void *into, size_t room, struct arena *arena, size_t *ret_got)
{
	struct unpack *unpack = (struct unpack *)input;

	*ret_got = 0;
	while (*ret_got == 0) {
		TRY(fill(unpack, arena));
		skip_padding(unpack);
		if (unpack->at == unpack->len && !unpack->packed_end)
			continue;
		if (unpack->packed_end && !unpack->in_member)
			return NULL;
		if (unpack->kind == ARCHIVE_GZIP)
			TRY(step_gzip(unpack, into, room, arena, ret_got));
		else
			TRY(step_zstd(unpack, into, room, arena, ret_got));
		if (*ret_got == 0 && unpack->packed_end && unpack->in_member)
			return unpack_damaged(input->name, "unexpected end", arena);
	}
	return unpack_bounds(input->name, unpack->packed->offset, input->offset + *ret_got, arena);
}

static struct err *
start(struct unpack *unpack, struct arena *arena)
{
	if (unpack->kind == ARCHIVE_GZIP)
		unpack->gzip_open = inflateInit2(&unpack->gzip, GZIP_WINDOW) == Z_OK;
	else
		unpack->zstd = ZSTD_createDStream();
	if (!unpack->gzip_open && unpack->zstd == NULL)
		return err_new(arena, ERR_SYSTEM, M("The unpacking library could not be started."));
	return NULL;
}

struct err *
unpack_open(struct input *packed, enum archive_kind kind, struct arena *arena, struct unpack **ret_unpack)
{
	struct unpack *unpack = mem_alloc(sizeof(*unpack));
	struct err *err;

	unpack->input = (struct input){ .read = read_unpacked, .name = packed->name };
	unpack->packed = packed;
	unpack->kind = kind;
	err = start(unpack, arena);
	if (err != NULL) {
		unpack_close(unpack);
		return err;
	}
	*ret_unpack = unpack;
	return NULL;
}

void
unpack_close(struct unpack *unpack)
{
	if (unpack == NULL)
		return;
	if (unpack->gzip_open)
		(void)inflateEnd(&unpack->gzip);
	(void)ZSTD_freeDStream(unpack->zstd);
	mem_free(unpack);
}

struct input *
unpack_stream(struct unpack *unpack)
{
	return &unpack->input;
}
