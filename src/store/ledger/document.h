/*
 * document.h - in the ledger: papers that were made of cases, as they were made.
 *
 * Content is a blob that service/key/vault makes and opens (place "document/ID"). A row is only ever added. All join the unit of work in
 * which they are called; putting needs one, because a paper is kept together with its entry of the timeline or not at all.
 */
#pragma once
#include "base/lang.h"
#include "store/ledger/casefile.h"

enum document_format { DOCUMENT_TEXT, DOCUMENT_HTML, DOCUMENT_PDF, DOCUMENT_MAIL };
extern const struct enum_names document_format_names;     /* "text" "html" "pdf" "mail" */

struct ledger_document {
	int64_t    id, casefile;
	struct str name;              /* of the playbook's document, or the template's where it has none         */
	struct str template;          /* its name, and                                                            */
	struct str template_digest;   /* SHA-256 over its text and those of the partials it was filled with, hex */
	struct str inputs_digest;     /* over what was filled in; "" in a sealed case, of which nothing is to be guessed */
	int64_t    revision;          /* of the case when it was made                                            */
	int64_t    language;          /* enum lang                                                               */
	int64_t    format;            /* enum document_format                                                    */
	struct str compartment;
	bool       restricted;        /* it tells of fields that are not visible to all who see the compartment  */
	struct str recipients;        /* ids of roles with spaces between                                        */
	int64_t    size;              /* of the content                                                          */
	int64_t    by, at;            /* account, 0 the program                                                  */
};
/* The id of the next, before the blob of its place can be made. */
CHECKED struct err *ledger_document_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id);
CHECKED struct err *ledger_document_put(struct ledger *ledger, const struct ledger_document *document, struct str content, struct arena *arena);
/* id 0 in *ret_document: there is none. */
CHECKED struct err *ledger_document_find(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_document *ret_document);
CHECKED struct err *ledger_document_content(struct ledger *ledger, int64_t id, struct arena *arena, struct str *ret_blob);
typedef struct err *ledger_each_document(void *context, const struct ledger_document *document, struct arena *arena);
/* In the order they were made. */
CHECKED struct err *ledger_documents(struct ledger *ledger, int64_t casefile, ledger_each_document *each, void *context, struct arena *arena);
