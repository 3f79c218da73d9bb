/*
 * cpe_text.h - inside the room: how the text of a value is written down, and where its wildcards are.
 */
#pragma once
#include "base/str.h"

enum cpe_form { CPE_FORM_STRING, CPE_FORM_URI };

/* Where the wildcards of a canonical text stand: "??8.*" has begins 2, ends_any, core "8.". */
struct cpe_wild {
	bool       begins_any, ends_any;     /* '*'           */
	size_t     begins, ends;             /* how many '?'  */
	struct str core;                     /* empty only when the text is all '?' */
};

/* False when a wildcard stands where it may not. */
bool cpe_wild_find(struct str text, struct cpe_wild *ret_wild);
