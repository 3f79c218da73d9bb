/*
 * phrases.h - the list of phrases, ready to be looked for: rows in buckets by their first byte.
 */
#pragma once
#include "domain/evidence/evidence.h"

enum phrase_kind {
	PHRASE_ACTIVE, PHRASE_POC, PHRASE_SAYS_ACTIVE, PHRASE_SAYS_POC, PHRASE_SAYS_NONE, PHRASE_NOTHING,
	PHRASE_NOT_BEHIND, PHRASE_MAYBE_BEHIND, PHRASE_NOT_BEFORE, PHRASE_MAYBE_BEFORE, PHRASE_NOT_BEHIND_EN, PHRASE_STOP, PHRASE_PAUSE, PHRASE_STEM,
};
extern const struct enum_names phrase_kind_names;

struct phrase {
	enum phrase_kind kind;
	struct str       head, tail;      /* folded; tail "" without a gap        */
	bool             open;            /* the last word may go on: "exploit*"  */
};
struct phrase_bucket { LIST(struct phrase) list; };
struct evidence_phrases {
	struct phrase_bucket of[256];     /* by the first byte of the head        */
	struct phrase_bucket stems[256];  /* in small letters, not folded         */
	uint64_t             edition;
};

/* Where a phrase stands in a folded sentence. */
struct span { enum phrase_kind kind; size_t begin, end, gap_begin, gap_end; };
struct spans { LIST(struct span) list; };
/* In the order of their beginnings. */
void phrases_mark(const struct evidence_phrases *phrases, struct str folded, struct arena *arena, struct spans *ret_spans);
bool phrases_have_stem(const struct evidence_phrases *phrases, struct str text);
