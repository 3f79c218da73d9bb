/*
 * why.h - for every system: why a vulnerability applies there, does not, or cannot be told. Also the negative
 * proof 「該当なし」: which knowledge was asked, when, of how many things, and on what ground each answer stands.
 */
#pragma once
#include "model/report.h"
#include "service/home.h"

struct why_system {
	struct str name;
	int64_t    items;        /* installed there                                          */
	int64_t    judged;       /* of these: something could be said                        */
	int64_t    named;        /* of these: some record on the vulnerability names them    */
};

struct why_result {
	struct str              vulnerability;   /* canonical                                               */
	struct report           report;          /* findings: an answer per system and item, 非該当 included */
	LIST(struct why_system) systems;
};

/* ERR_NOT_FOUND: the knowledge base does not know the vulnerability. system: empty for all. */
CHECKED struct err *why_run(const struct home *home, struct str vulnerability, struct str system, int64_t now,
    enum lang lang, struct arena *arena, struct why_result *ret_result);

extern const struct schema why_schema;
