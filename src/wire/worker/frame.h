/*
 * frame.h - what may go through a worker's pipe.
 *
 *     kind (1 byte)   length (4 bytes, low first)   payload: record_encode of the kind's schema
 *
 * A frame is at most LIMIT_FRAME_BYTES. The last frame is FRAME_END or FRAME_FAULT; nothing follows it.
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "model/schema.h"

enum frame_kind {
	FRAME_ADVISORY = 1, FRAME_KEV, FRAME_EPSS, FRAME_FEED, FRAME_COMPONENT, FRAME_INVENTORY, FRAME_LEDGER_ROW,
	FRAME_MAPPING, FRAME_RELEASE, FRAME_LIFECYCLE, FRAME_NAME, FRAME_DOCUMENT,
	FRAME_DEVICE, FRAME_PASTE, FRAME_SIGHTING, FRAME_ANSWER_BOOK, FRAME_ANSWER,
	FRAME_RECEIPT_PIECE,
	FRAME_READING, FRAME_READING_HEAD,
	FRAME_SHARED_NAME,
	FRAME_OFFER, FRAME_OFFER_MEMBER,
	FRAME_VEX,
	FRAME_TICKET,
	FRAME_BUNDLE_HEAD, FRAME_BUNDLE_TURN, FRAME_BUNDLE_GONE, FRAME_BUNDLE_END,
	FRAME_STAFF,
	FRAME_ALERT, FRAME_YEAR,
	FRAME_LISTING_ENTRY,
	FRAME_LISTING,
	FRAME_OPENPGP,
	FRAME_PROBLEM,
	FRAME_END,
	FRAME_FAULT,
	FRAME_KINDS,
};
enum { FRAME_HEAD_BYTES = 5 };

/* How a reader that succeeded ends. */
struct frame_end {
	int64_t records, problems;   /* sent: the parent compares */
	int64_t landlock_abi;
};

/* How a reader that failed ends: its chain of errors, outermost first. */
struct frame_arg { struct str name, text; };
struct frame_link {
	int64_t               code;
	struct str            message;   /* a key of the catalogue */
	struct str            where;
	LIST(struct frame_arg) args;
};
struct frame_fault {
	int64_t                 landlock_abi;
	LIST(struct frame_link) links;
};

/* The schema a kind carries; NULL beyond the table. And back: 0 when the schema may not travel. */
const struct schema *frame_schema(unsigned kind);
unsigned frame_kind_of(const struct schema *schema);

/* Appends a frame. False, and nothing appended, when it would be longer than LIMIT_FRAME_BYTES. */
bool frame_put(struct buf *out, unsigned kind, const void *value);

/*
 * Takes the next whole frame off *rest: its kind and payload (a view). *ret_kind is 0 when more bytes are needed.
 * ERR_FORMAT when the head is none that a worker sends.
 */
CHECKED struct err *frame_take(struct str *rest, struct arena *arena, unsigned *ret_kind, struct str *ret_payload);

struct frame_fault frame_fault_of(const struct err *err, struct arena *arena);
/* Back into an error. A message that is not in the catalogue is quoted, never spoken as our own. */
struct err *frame_err_of(const struct frame_fault *fault, struct arena *arena);
