#include "wire/worker/frame.h"

#include "base/catalogue.h"
#include "base/limits.h"
#include "format/answers/answers.h"
#include "format/bundle/bundle.h"
#include "format/listing/listing.h"
#include "format/offer/offer.h"
#include "format/openpgp/openpgp.h"
#include "format/receipt/receipt.h"
#include "format/sheet/sheet.h"
#include "format/staff/staff.h"
#include "format/ticket/ticket.h"
#include "format/vex/vex.h"
#include "model/advisory.h"
#include "model/alert.h"
#include "model/device.h"
#include "model/document.h"
#include "model/inventory.h"
#include "model/name.h"
#include "model/record.h"
#include "model/reading.h"
#include "model/release.h"
#include "model/sighting.h"
#include "model/sink.h"
#include "model/statistic.h"

static const struct field end_fields[] = {
	FIELD(struct frame_end, records, FIELD_INT),
	FIELD(struct frame_end, problems, FIELD_INT),
	FIELD(struct frame_end, landlock_abi, FIELD_INT),
};
static const struct schema end_schema = SCHEMA("end", struct frame_end, end_fields);

static const struct field arg_fields[] = {
	FIELD(struct frame_arg, name, FIELD_STR),
	FIELD(struct frame_arg, text, FIELD_STR),
};
static const struct schema arg_schema = SCHEMA("argument", struct frame_arg, arg_fields);

static const struct field link_fields[] = {
	FIELD(struct frame_link, code, FIELD_INT),
	FIELD(struct frame_link, message, FIELD_STR),
	FIELD(struct frame_link, where, FIELD_STR),
	FIELD_OF(struct frame_link, args, FIELD_LIST, &arg_schema),
};
static const struct schema link_schema = SCHEMA("link", struct frame_link, link_fields);

static const struct field fault_fields[] = {
	FIELD(struct frame_fault, landlock_abi, FIELD_INT),
	FIELD_OF(struct frame_fault, links, FIELD_LIST, &link_schema),
};
static const struct schema fault_schema = SCHEMA("fault", struct frame_fault, fault_fields);

static const struct schema *const schemas[FRAME_KINDS] = {
	[FRAME_ADVISORY]   = &advisory_schema,
	[FRAME_KEV]        = &kev_entry_schema,
	[FRAME_EPSS]       = &epss_entry_schema,
	[FRAME_FEED]       = &feed_head_schema,
	[FRAME_COMPONENT]  = &component_schema,
	[FRAME_INVENTORY]  = &inventory_head_schema,
	[FRAME_LEDGER_ROW] = &ledger_row_schema,
	[FRAME_MAPPING]    = &sheet_mapping_schema,
	[FRAME_RELEASE]    = &release_schema,
	[FRAME_LIFECYCLE]  = &lifecycle_schema,
	[FRAME_NAME]       = &product_name_schema,
	[FRAME_DOCUMENT]   = &document_schema,
	[FRAME_OPENPGP]    = &openpgp_key_schema,
	[FRAME_DEVICE]     = &device_facts_schema,
	[FRAME_PASTE]      = &device_paste_schema,
	[FRAME_SIGHTING]   = &sighting_schema,
	[FRAME_ANSWER_BOOK] = &answer_book_schema,
	[FRAME_ANSWER]     = &answer_row_schema,
	[FRAME_RECEIPT_PIECE] = &receipt_piece_schema,
	[FRAME_READING]    = &reading_record_schema,
	[FRAME_READING_HEAD] = &reading_head_schema,
	[FRAME_SHARED_NAME] = &shared_name_schema,
	[FRAME_OFFER]      = &offer_schema,
	[FRAME_OFFER_MEMBER] = &offer_member_schema,
	[FRAME_VEX]        = &vex_document_schema,
	[FRAME_TICKET]     = &ticket_word_schema,
	[FRAME_BUNDLE_HEAD] = &bundle_head_schema,
	[FRAME_BUNDLE_TURN] = &bundle_turn_schema,
	[FRAME_BUNDLE_GONE] = &bundle_gone_schema,
	[FRAME_BUNDLE_END] = &bundle_end_schema,
	[FRAME_STAFF]      = &staff_row_schema,
	[FRAME_ALERT]      = &alert_schema,
	[FRAME_YEAR]       = &year_count_schema,
	[FRAME_LISTING_ENTRY] = &listing_entry_schema,
	[FRAME_LISTING]    = &listing_head_schema,
	[FRAME_PROBLEM]    = &problem_schema,
	[FRAME_END]        = &end_schema,
	[FRAME_FAULT]      = &fault_schema,
};

const struct schema *
frame_schema(unsigned kind)
{
	return kind < FRAME_KINDS ? schemas[kind] : NULL;
}

unsigned
frame_kind_of(const struct schema *schema)
{
	for (unsigned kind = FRAME_ADVISORY; kind <= FRAME_PROBLEM; kind++)
		if (schemas[kind] == schema)
			return kind;
	return 0;
}

bool
frame_put(struct buf *out, unsigned kind, const void *value)
{
	size_t begin = out->len, len;
	unsigned char head[FRAME_HEAD_BYTES] = { (unsigned char)kind, 0, 0, 0, 0 };

	buf_add_bytes(out, head, sizeof(head));
	record_encode(schemas[kind], value, out);
	len = out->len - begin - sizeof(head);
	if (len > LIMIT_FRAME_BYTES) {
		out->len = begin;
		return false;
	}
	for (size_t i = 0; i < 4; i++)
		out->ptr[begin + 1 + i] = (char)(len >> (8 * i));
	return true;
}

struct err *
frame_take(struct str *rest, struct arena *arena, unsigned *ret_kind, struct str *ret_payload)
{
	const unsigned char *head = (const unsigned char *)rest->ptr;
	size_t len;

	*ret_kind = 0;
	if (rest->len < FRAME_HEAD_BYTES)
		return NULL;
	len = head[1] | (size_t)head[2] << 8 | (size_t)head[3] << 16 | (size_t)head[4] << 24;
	if (frame_schema(head[0]) == NULL || len > LIMIT_FRAME_BYTES)
		return err_new(arena, ERR_FORMAT, M("A message of kind {kind} and {len} bytes is none that a reader sends."),
		    ARG_N("kind", head[0]), ARG_N("len", len));
	if (rest->len - FRAME_HEAD_BYTES < len)
		return NULL;
	*ret_kind = head[0];
	*ret_payload = str_sub(*rest, FRAME_HEAD_BYTES, len);
	*rest = str_from(*rest, FRAME_HEAD_BYTES + len);
	return NULL;
}

/* Text of an error may hold anything a reader quoted; only valid text travels. */
static struct str
text_or_mark(struct str text)
{
	return str_is_text(text) ? text : STR("?");
}

struct frame_fault
frame_fault_of(const struct err *err, struct arena *arena)
{
	struct frame_fault fault = { 0 };

	for (; err != NULL; err = err->cause) {
		struct frame_link *link = list_add(arena, &fault.links);

		link->code = err->code;
		link->message = str_of(err->message);
		link->where = str_of(err->where);
		for (size_t i = 0; i < err->args_count; i++) {
			struct frame_arg *arg = list_add(arena, &link->args);

			arg->name = str_of(err->args[i].name);
			arg->text = text_or_mark(err->args[i].text);
		}
	}
	return fault;
}

static bool
is_code(int64_t code)
{
	static const enum err_code codes[] = {
#define ERR_DEF(name, exit_status, http_status) name,
#include "base/err.def"
#undef ERR_DEF
	};

	return code >= codes[0] && code <= codes[ARRAY_LEN(codes) - 1];
}

static struct err *
err_of_link(const struct frame_link *link, const struct err *cause, struct arena *arena)
{
	struct err_arg *args = ARENA_ARRAY(arena, struct err_arg, link->args.count + 1);
	const char *message = arena_cstr(arena, link->message);
	enum err_code code = is_code(link->code) ? (enum err_code)link->code : ERR_WORKER;

	/* What the catalogue does not know it gives back as it is. */
	if (catalogue_text(LANG_JA, message) == message) {
		struct err_arg quoted[] = { ARG("text", link->message), { 0 } };

		return err_make(arena, code, ERR_WHERE, cause, M("The reader said \"{text}\"."), quoted);
	}
	for (size_t i = 0; i < link->args.count; i++)
		args[i] = (struct err_arg)ARG(arena_cstr(arena, link->args.items[i].name), link->args.items[i].text);
	return err_make(arena, code, arena_cstr(arena, link->where), cause, message, args);
}

struct err *
frame_err_of(const struct frame_fault *fault, struct arena *arena)
{
	struct err *err = NULL;

	for (size_t i = fault->links.count; i-- > 0;)
		err = err_of_link(&fault->links.items[i], err, arena);
	return err != NULL ? err : err_new(arena, ERR_WORKER, M("The reader failed without saying why."));
}
