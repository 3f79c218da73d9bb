/*
 * vex.h - what somebody says about vulnerabilities in products: OpenVEX 0.2.0, CycloneDX (1.4 to 1.6) and the VEX profile of CSAF 2.0,
 * out and in.
 *
 * All three become one value. vex_settle gives it its one form, which the readers give and the writers write, so that what is written, read
 * and written again is the same bytes. What a form has no place for is lost once, when it is first written to it, and in a document of
 * CSAF the day of a statement without texts is the document's.
 *
 * A statement of not_affected without a ground is refused, and so is a product that its document does not describe. Components within
 * a product (OpenVEX subcomponents) are refused in words: what is said of them holds inside of that product only.
 */
#pragma once
#include "base/buf.h"
#include "base/clock.h"
#include "base/input.h"
#include "base/vec.h"
#include "model/schema.h"
#include "model/sink.h"

enum vex_form { VEX_OPENVEX, VEX_CYCLONEDX, VEX_CSAF, VEX_FORMS };
extern const struct enum_names vex_form_names;          /* "openvex" "cyclonedx" "csaf" */

/* The more cautious first: of two that are said at the same moment it is the one that holds. */
enum vex_status { VEX_AFFECTED, VEX_UNDER_INVESTIGATION, VEX_FIXED, VEX_NOT_AFFECTED, VEX_STATUSES };
extern const struct enum_names vex_status_names;        /* "affected" … as OpenVEX has them, with words */

/* Why a product is not affected; the first five in OpenVEX's and CSAF's words, the others in those of CycloneDX. "" where only words say it. With their words. */
enum { VEX_SHARED_JUSTIFICATIONS = 5 };
extern const struct enum_names vex_justification_names;

struct vex_product {
	struct str name, version;
	struct str versions;             /* "vers:…", in place of one version    */
	struct str purl, cpe;
};
struct vex_statement {
	struct str               vulnerability;
	struct str_list          aliases;
	LIST(struct vex_product) products;
	enum vex_status          status;
	struct str               justification;   /* of vex_justification_names; ""            */
	struct str               impact;          /* why, in words; of other states: a remark  */
	struct str               action;          /* what to do                                */
	int64_t                  at;
};
struct vex_document {
	struct str                 id;            /* a URI: "urn:uuid:…"                                  */
	struct str                 author;
	struct str                 space;         /* whose word it is, as a URI; CSAF asks for it         */
	int64_t                    at;
	int64_t                    version;       /* from 1                                               */
	struct str                 form;          /* of vex_form_names, as it was read                    */
	LIST(struct vex_statement) statements;
};
extern const struct schema vex_document_schema, vex_statement_schema, vex_product_schema;

/*
 * The document in its one form: by vulnerability, then state, ground and day; products by name. Where a product is spoken of twice for
 * one vulnerability the later statement holds, and the more cautious of two of the same second.
 */
void vex_settle(struct vex_document *document, struct arena *arena);

/*
 * Settles and writes it. ERR_USAGE in words for what the form asks for and the document does not say: an author, a ground of not_affected,
 * what to do where affected (OpenVEX, CSAF); ERR_UNSUPPORTED for ranges of versions in OpenVEX, which has no place for them.
 */
CHECKED struct err *vex_write(enum vex_form form, const struct vex_document *document, struct arena *arena, struct buf *out);

/* Any of the three, told by its head; sends one vex_document. Statements that cannot be taken are refused, the others go on. */
CHECKED struct err *vex_read(struct input *input, struct sink *sink, struct arena *arena);
