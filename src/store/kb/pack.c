#include "store/kb/pack.h"

#include <zstd.h>
#include "base/hash.h"
#include "base/limits.h"
#include "base/mem.h"
#include "model/record.h"

enum { LEVEL = -3 };   /* records are small and many: a fifth more room than at 1, for a third of its time */

struct packer {
	ZSTD_CCtx *in;
	ZSTD_DCtx *out;
};

struct packer *
packer_new(void)
{
	struct packer *packer = mem_alloc(sizeof(*packer));

	packer->in = ZSTD_createCCtx();
	packer->out = ZSTD_createDCtx();
	return packer;
}

void
packer_free(struct packer *packer)
{
	if (packer == NULL)
		return;
	(void)ZSTD_freeCCtx(packer->in);
	(void)ZSTD_freeDCtx(packer->out);
	mem_free(packer);
}

struct str
pack(struct packer *packer, struct str bytes, struct arena *arena)
{
	size_t room = ZSTD_compressBound(bytes.len), len;
	char *packed;

	if (bytes.len == 0)
		return STR("");
	packed = arena_alloc(arena, room);
	len = ZSTD_compressCCtx(packer->in, packed, room, bytes.ptr, bytes.len, LEVEL);
	/* Room is enough by definition, so only memory can have run out: then as everywhere (base/mem.h). */
	if (ZSTD_isError(len))
		(void)mem_times(SIZE_MAX, 2);
	return (struct str){ packed, len };
}

static struct err *
broken(struct arena *arena)
{
	return err_new(arena, ERR_STORE, M("A record of the knowledge base is damaged: build it anew, or go back to the previous one."));
}

struct err *
unpack(struct packer *packer, struct str packed, struct arena *arena, struct str *ret_bytes)
{
	unsigned long long size;
	char *bytes;

	*ret_bytes = STR("");
	if (packed.len == 0)
		return NULL;
	size = ZSTD_getFrameContentSize(packed.ptr, packed.len);
	if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > LIMIT_RECORD_BYTES)
		return broken(arena);
	bytes = arena_alloc(arena, (size_t)size);
	if (ZSTD_decompressDCtx(packer->out, bytes, (size_t)size, packed.ptr, packed.len) != size)
		return broken(arena);
	*ret_bytes = (struct str){ bytes, (size_t)size };
	return NULL;
}

int64_t
pack_digest(struct str bytes)
{
	return (int64_t)hash64(bytes, 0);
}

struct err *
unpack_value(struct packer *packer, struct str body, int64_t digest, const struct schema *schema, struct arena *arena,
    void *ret_value)
{
	struct str bytes;

	TRY(unpack(packer, body, arena, &bytes));
	if (pack_digest(bytes) != digest)
		return broken(arena);
	return record_decode(schema, bytes, arena, ret_value);
}

struct err *
unpack_advisory(struct packer *packer, struct str body, int64_t digest, bool gone, struct arena *arena,
    struct advisory *ret_advisory)
{
	TRY(unpack_value(packer, body, digest, &advisory_schema, arena, ret_advisory));
	if (gone)
		ret_advisory->state = ADVISORY_WITHDRAWN;
	return NULL;
}
