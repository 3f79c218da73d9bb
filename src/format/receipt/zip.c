/*
 * zip.c - a zip of deflated members (APPNOTE 6.3.3, 4.3.7 to 4.3.16), every member dated 1980-01-01 as Office itself does.
 */
#include <zlib.h>
#include "base/limits.h"
#include "format/receipt/parts.h"

enum { VERSION_NEEDED = 20, DEFLATED = 8, DAY_ZERO = 0x21 /* 1980-01-01 */, UTF8_NAMES = 0x800 };

static void
add16(struct buf *out, size_t value)
{
	buf_add_char(out, (char)(value & 0xff));
	buf_add_char(out, (char)(value >> 8 & 0xff));
}

static void
add32(struct buf *out, size_t value)
{
	add16(out, value & 0xffff);
	add16(out, value >> 16 & 0xffff);
}

/* What stands both before a member and in the directory. */
static void
add_facts(struct buf *out, struct str name, struct str bytes, size_t packed)
{
	add16(out, VERSION_NEEDED);
	add16(out, UTF8_NAMES);
	add16(out, DEFLATED);
	add16(out, 0);
	add16(out, DAY_ZERO);
	add32(out, crc32(0, (const Bytef *)bytes.ptr, (uInt)bytes.len));
	add32(out, packed);
	add32(out, bytes.len);
	add16(out, name.len);
	add16(out, 0);
}

/* Raw deflate, behind what stands in out. */
static struct err *
deflate_into(struct str bytes, struct arena *arena, struct buf *out)
{
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)bytes.ptr, .avail_in = (uInt)bytes.len };
	uLong most;
	int status;

	if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
		return err_new(arena, ERR_SYSTEM, M("The packing library could not be started."));
	most = deflateBound(&stream, (uLong)bytes.len);
	stream.next_out = (Bytef *)buf_reserve(out, most);
	stream.avail_out = (uInt)most;
	status = deflate(&stream, Z_FINISH);
	out->len += most - stream.avail_out;
	(void)deflateEnd(&stream);
	return status == Z_STREAM_END ? NULL : err_new(arena, ERR_SYSTEM, M("The packing library could not be started."));
}

struct err *
zip_add(struct zip *zip, struct str name, struct str bytes, struct arena *arena)
{
	struct buf packed BUF_SCOPE = { 0 };
	size_t at = zip->out->len;

	if (bytes.len > LIMIT_DOCUMENT_BYTES || name.len > LIMIT_NAME_TEXT || zip->count == UINT16_MAX || at > UINT32_MAX / 2)
		return err_new(arena, ERR_LIMIT, M("The workbook goes beyond a bound of this program ({what}, {most})."),
		    ARG("what", STR("member")), ARG_N("most", LIMIT_DOCUMENT_BYTES));
	TRY(deflate_into(bytes, arena, &packed));
	add32(zip->out, 0x04034b50);
	add_facts(zip->out, name, bytes, packed.len);
	buf_add(zip->out, name);
	buf_add(zip->out, buf_str(&packed));
	add32(&zip->directory, 0x02014b50);
	add16(&zip->directory, VERSION_NEEDED);
	add_facts(&zip->directory, name, bytes, packed.len);
	add16(&zip->directory, 0);      /* no comment */
	add16(&zip->directory, 0);      /* first disk */
	add16(&zip->directory, 0);
	add32(&zip->directory, 0);
	add32(&zip->directory, at);
	buf_add(&zip->directory, name);
	zip->count++;
	return NULL;
}

void
zip_end(struct zip *zip)
{
	size_t at = zip->out->len;

	buf_add(zip->out, buf_str(&zip->directory));
	add32(zip->out, 0x06054b50);
	add32(zip->out, 0);
	add16(zip->out, zip->count);
	add16(zip->out, zip->count);
	add32(zip->out, zip->directory.len);
	add32(zip->out, at);
	add16(zip->out, 0);
	buf_done(&zip->directory);
}
