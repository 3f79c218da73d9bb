/*
 * osv.h - inside this room: records by the ids that OSV gives them.
 */
#pragma once
#include "face/api/frame.h"

struct osv_ask {
	struct api       *api;
	struct kb_source *feeds;        /* as they stand; NULL: not looked at yet */
	size_t            feeds_count;
};
CHECKED struct err *osv_ask_feeds(struct osv_ask *ask);      /* looks at them once */
/* What a record that is kept is called outside: "DEBSEC-CVE-2026-0001" is "DEBIAN-CVE-2026-0001". */
struct str osv_served_id(struct str id, struct arena *arena);
/* By either id; withdrawn ones too, with the day. *ret_found. */
CHECKED struct err *osv_record(struct osv_ask *ask, struct str id, struct advisory *ret_advisory, bool *ret_found);
