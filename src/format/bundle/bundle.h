/*
 * bundle.h - knowledge as one file that crosses an air gap.
 *
 *     tsukuroi bundle 1                        a line that says what it is
 *     untrusted comment: signature by key …    four lines: a signature of minisign over all that follows (format/minisign)
 *     RUQ…
 *     trusted comment: tsukuroi bundle 3f9a1c2077aa01bd-12.31 …
 *     …
 *     zstd of a stream of frames               kind (1 byte), length (4 bytes, low first), record_encode of the kind's schema
 *
 * so that, without this program, `head -n 5 B | tail -n 4 > S; tail -n +6 B > P; minisign -Vm P -x S -p KEY` checks it and `zstd -d` unpacks it.
 *
 * The frames: one bundle_head; then for every feed a bundle_turn and its values (model/advisory.h, model/release.h …) and bundle_gone; at last one
 * bundle_end, behind which nothing is. Their meaning is store/kb's (kb.h, "From one kb to another").
 */
#pragma once
#include "base/buf.h"
#include "base/input.h"
#include "format/minisign/minisign.h"
#include "model/advisory.h"
#include "model/sink.h"

/* How a feed stood where the bundle was made. */
struct bundle_feed {
	struct str  name;            /* "nvd", "osv:PyPI"                                          */
	enum source source;
	bool        complete;        /* what it does not list is gone                              */
	bool        whole;           /* all of it is in here; else what came and left since the base */
	int64_t     built, fetched, tried;
	int64_t     age_limit;       /* microseconds                                               */
	bool        held;
	struct str  digest, version;
	struct str  error_en, error_ja;
};
struct bundle_head {
	struct str  id;              /* "3f9a1c2077aa01bd-12.31": whose, generation, overlay        */
	struct str  base;            /* what must have been taken before; "": nothing, all is here */
	int64_t     made;
	struct str  organisation;    /* who made it                                                */
	struct str  segment;         /* where; "" it was not said                                  */
	struct str  program;         /* version                                                    */
	int64_t     record_version;  /* RECORD_VERSION of who wrote it                             */
	LIST(struct bundle_feed) feeds;
};
struct bundle_turn { int64_t feed; };             /* the values that follow are of this feed, by its place in the head */
struct bundle_gone { struct str kind, id; };      /* no longer listed: the schema's name of what it was, and its id    */
struct bundle_end  { int64_t frames; };           /* before this one                                                   */
extern const struct schema bundle_head_schema, bundle_turn_schema, bundle_gone_schema, bundle_end_schema;

/* An id in its parts. */
struct bundle_id { struct str lineage; int64_t generation, overlay; };
struct str bundle_id_write(const struct bundle_id *id, struct arena *arena);
CHECKED struct err *bundle_id_read(struct str text, struct arena *arena, struct bundle_id *ret_id);

/* ------------------------------------------------------------------------------------------------ cover */

enum { BUNDLE_COVER_MOST = 4096 };

/* The five lines; as long for every signature with a comment of that length. */
struct str bundle_cover_write(const struct minisign_signature *signature, struct arena *arena);
/* From a file's first bytes, BUNDLE_COVER_MOST are enough; *ret_len: where the payload begins. ERR_FORMAT: it is no bundle. */
CHECKED struct err *bundle_cover_read(struct str head, struct arena *arena, struct minisign_signature *ret_signature, size_t *ret_len);

/* ---------------------------------------------------------------------------------------------- payload */

/* Values in, packed bytes out to a descriptor; the digest that is signed grows with them. */
struct bundle_writer;
CHECKED struct err *bundle_writer_open(int fd, const struct bundle_head *head, struct arena *arena, struct bundle_writer **ret_writer);
/* A sink for bundle_turn, bundle_gone and every value that may travel. ERR_LIMIT: a value is too large for a frame. */
struct sink *bundle_writer_sink(struct bundle_writer *writer);
/* The last frame; then nothing may be put. */
CHECKED struct err *bundle_writer_end(struct bundle_writer *writer, struct arena *arena, unsigned char ret_digest[CRYPT_HASH], int64_t *ret_values);
void bundle_writer_close(struct bundle_writer *writer);     /* NULL is welcome */

static inline void
bundle_writer_cleanup(struct bundle_writer **writer)
{
	bundle_writer_close(*writer);
}
#define BUNDLE_WRITER_SCOPE __attribute__((cleanup(bundle_writer_cleanup)))

/*
 * The unpacked payload, checked: sends the head, turns, values, gone ones and the end. Nothing is passed over: a frame that is none ends it
 * (ERR_FORMAT), as does an end that does not come; ERR_UNSUPPORTED: it was written by another version of this program.
 */
CHECKED struct err *bundle_read(struct input *input, struct sink *sink, struct arena *arena);
