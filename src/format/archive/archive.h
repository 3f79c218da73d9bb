/*
 * archive.h - gz, zst, zip, tar and plain bytes as one stream.
 *
 *     struct archive_input *archive ARCHIVE_SCOPE = NULL;
 *     TRY(archive_open(raw, arena, &archive));
 *     TRY(nvd_read(archive_stream(archive), sink, arena));
 *
 * What it is is told from its bytes, never from a file's name. The members of a zip or tar follow one another with a
 * line feed between them, so that JSON documents concatenate; only regular files are given. Several gzip or zstd members
 * behind one another are one stream. An Office document (.xlsx) is a zip, but a document and not a package: the
 * joined stream hands it on as it stands.
 *
 * libarchive, zlib and libzstd do the unpacking, from a stream that need not seek; checksums are checked. Nothing is opened or
 * written: after archive_warm it works inside a sandbox that forbids files. Bounds: LIMIT_ARCHIVE_ENTRIES, LIMIT_UNPACK_RATIO, LIMIT_STREAM_BYTES.
 */
#pragma once
#include "base/err.h"
#include "base/input.h"

enum archive_kind {
	ARCHIVE_PLAIN,      /* handed on untouched                           */
	ARCHIVE_GZIP,       /* also a packed tar                             */
	ARCHIVE_ZSTD,
	ARCHIVE_ZIP,
	ARCHIVE_TAR,
	ARCHIVE_OFFICE,     /* a zip that is an Office document: .xlsx       */
	ARCHIVE_OLE,        /* old Office document, or one with a password   */
	ARCHIVE_FOREIGN,    /* xz, bzip2, 7z, rar, lzh, cab: refused         */
};

/* What these first bytes of a file (INPUT_HEAD_BYTES of them are enough) are the beginning of. */
enum archive_kind archive_kind_of(struct str head);

struct archive_input;   /* a machine */

/*
 * Looks at the first bytes of raw and makes ready. raw is borrowed and must outlive the archive. ERR_UNSUPPORTED for a
 * kind that is not read here; ERR_FORMAT for a broken one.
 */
CHECKED struct err *archive_open(struct input *raw, struct arena *arena, struct archive_input **ret_archive);
void archive_close(struct archive_input *archive);   /* NULL is welcome */

enum archive_kind archive_kind(const struct archive_input *archive);

/*
 * The unpacked bytes; lives as long as the archive. All members joined; or, from the first archive_next_entry on, the
 * bytes of that member only. In the joined stream a member that is itself packed is ERR_UNSUPPORTED: it would have to be
 * unpacked first by the person who packed it.
 */
struct input *archive_stream(struct archive_input *archive);

/* The member the stream stands in, in UTF-8 with '/'; "" when there is none of that name (plain, gz, zst). */
struct str archive_entry(const struct archive_input *archive);

/*
 * To the next regular file; what was not read of the last is passed over. False at the end. Plain, gz and zst have one
 * member; an Office document is opened as the zip it is. Not to be mixed with the joined stream.
 */
CHECKED struct err *archive_next_entry(struct archive_input *archive, struct arena *arena, bool *ret_more);

/*
 * From now on a member that is neither a regular file nor a folder (a link, a device), or whose name leads out of a folder, is ERR_FORMAT instead of
 * being passed over or given: for archives of which no honest one holds such. Before the first member.
 */
void archive_be_strict(struct archive_input *archive);

/* Loads what libarchive would load on first use; before a sandbox is closed. */
void archive_warm(void);

static inline void
archive_cleanup(struct archive_input **archive)
{
	archive_close(*archive);
}

/* struct archive_input *archive ARCHIVE_SCOPE = NULL; */
#define ARCHIVE_SCOPE __attribute__((cleanup(archive_cleanup)))
