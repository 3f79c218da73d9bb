#include <errno.h>
#include <unistd.h>
#include <zstd.h>
#include "base/limits.h"
#include "base/mem.h"
#include "format/bundle/bundle.h"
#include "format/bundle/frames.h"
#include "model/record.h"

/*
 * Level 9 with a window of 16 MiB: twice the size of a frame that the strongest levels need ten times as long for; who unpacks needs the window
 * and little more.
 */
enum { LEVEL = 9, WINDOW_LOG = 24, PACKED_BYTES = 1 << 17, PENDING_BYTES = 1 << 16 };

struct bundle_writer {
	struct sink       sink;       /* first: the sink is the writer */
	int               fd;
	ZSTD_CCtx        *packer;
	struct buf        pending;    /* frames that wait to be packed */
	char             *packed;
	struct crypt_hash hash;
	int64_t           frames, values;
};

/* ------------------------------------------------------------------------------------------------ bytes */

static struct err *
put_out(struct bundle_writer *writer, struct str bytes, struct arena *arena)
{
	crypt_hash_add(&writer->hash, bytes);
	while (bytes.len > 0) {
		ssize_t put = write(writer->fd, bytes.ptr, bytes.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return err_system(arena, M("The bundle could not be written."));
		bytes = str_from(bytes, (size_t)put);
	}
	return NULL;
}

static struct err *
pack(struct bundle_writer *writer, ZSTD_EndDirective end, struct arena *arena)
{
	ZSTD_inBuffer in = { writer->pending.ptr, writer->pending.len, 0 };
	size_t left;

	do {
		ZSTD_outBuffer out = { writer->packed, PACKED_BYTES, 0 };

		left = ZSTD_compressStream2(writer->packer, &out, &in, end);
		if (ZSTD_isError(left))
			return err_new(arena, ERR_SYSTEM, M("The bundle could not be packed: {why}."), ARG("why", str_of(ZSTD_getErrorName(left))));
		TRY(put_out(writer, (struct str){ writer->packed, out.pos }, arena));
	} while (end == ZSTD_e_end ? left > 0 : in.pos < in.size);
	buf_clear(&writer->pending);
	return NULL;
}

static struct err *
put_frame(struct bundle_writer *writer, unsigned kind, const void *value, struct arena *arena)
{
	size_t begin = writer->pending.len, len;
	char *head = buf_reserve(&writer->pending, FRAMES_HEAD_BYTES);

	head[0] = (char)kind;
	writer->pending.len += FRAMES_HEAD_BYTES;
	record_encode(frames_schema(kind), value, &writer->pending);
	len = writer->pending.len - begin - FRAMES_HEAD_BYTES;
	if (len > LIMIT_FRAME_BYTES)
		return err_new(arena, ERR_LIMIT, M("A record of {kind} is too large for a bundle."), ARG("kind", str_of(frames_schema(kind)->name)));
	for (int i = 0; i < 4; i++)
		writer->pending.ptr[begin + 1 + (size_t)i] = (char)(len >> (8 * i) & 0xff);
	writer->frames++;
	return writer->pending.len < PENDING_BYTES ? NULL : pack(writer, ZSTD_e_continue, arena);
}

/* ------------------------------------------------------------------------------------------------ sink */

static struct err *
take_value(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct bundle_writer *writer = (struct bundle_writer *)sink;
	unsigned kind = frames_kind(schema);

	if (kind == 0)
		return err_new(arena, ERR_UNSUPPORTED, M("Records of kind {kind} do not travel in a bundle."), ARG("kind", str_of(schema->name)));
	writer->values += schema != &bundle_turn_schema;
	return put_frame(writer, kind, value, arena);
}

/* Who writes a bundle has read all of it before. */
static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink;
	return err_new(arena, ERR_STORE, M("Record {id} cannot be put into a bundle: {why}"), ARG("id", problem->id), ARG("why", problem->sentence_en));
}

struct sink *
bundle_writer_sink(struct bundle_writer *writer)
{
	return &writer->sink;
}

struct err *
bundle_writer_open(int fd, const struct bundle_head *head, struct arena *arena, struct bundle_writer **ret_writer)
{
	struct bundle_writer *writer = mem_alloc(sizeof(*writer));

	*ret_writer = writer;
	writer->sink = (struct sink){ take_value, take_problem };
	writer->fd = fd;
	writer->packed = mem_alloc(PACKED_BYTES);
	writer->packer = ZSTD_createCCtx();
	if (writer->packer == NULL)
		(void)mem_times(SIZE_MAX, 2);
	(void)ZSTD_CCtx_setParameter(writer->packer, ZSTD_c_compressionLevel, LEVEL);
	(void)ZSTD_CCtx_setParameter(writer->packer, ZSTD_c_windowLog, WINDOW_LOG);
	(void)ZSTD_CCtx_setParameter(writer->packer, ZSTD_c_checksumFlag, 1);
	crypt_hash_begin(&writer->hash);
	return put_frame(writer, frames_kind(&bundle_head_schema), head, arena);
}

struct err *
bundle_writer_end(struct bundle_writer *writer, struct arena *arena, unsigned char ret_digest[CRYPT_HASH], int64_t *ret_values)
{
	struct bundle_end end = { writer->frames };

	TRY(put_frame(writer, frames_kind(&bundle_end_schema), &end, arena));
	TRY(pack(writer, ZSTD_e_end, arena));
	crypt_hash_end(&writer->hash, ret_digest);
	*ret_values = writer->values;
	return NULL;
}

void
bundle_writer_close(struct bundle_writer *writer)
{
	if (writer == NULL)
		return;
	(void)ZSTD_freeCCtx(writer->packer);
	buf_done(&writer->pending);
	mem_free(writer->packed);
	mem_free(writer);
}
