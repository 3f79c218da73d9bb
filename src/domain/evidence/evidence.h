/*
 * evidence.h - what a text says of exploitation, by a published list of phrases (evidence/phrases.tsv).
 *
 *     「CVE-2026-990002 は攻撃に悪用されていますが、CVE-2026-990003 の悪用は確認されていません。」
 *          CVE-2026-990002  active, that sentence        CVE-2026-990003  none, that sentence
 *
 * A phrase counts where it is neither negated (確認されていません, "not aware of any") nor left open (可能性, 場合, "may", "if") in the same thought.
 * What is read is a *candidate*: the words stand there, a person says whether they mean it. The scope is one sentence; it speaks of the CVE numbers that
 * it names, else of its document's. Sentences that say nothing of exploitation are not told, so an empty answer says only that none was found.
 *
 * Texts are plain (no tags), Japanese or English or both. Time is linear in the length of the text.
 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"
#include "model/advisory.h"

struct evidence_phrases;   /* a list that was read; never changes, may be shared between threads */

/* The list that comes with the program. */
CHECKED struct err *evidence_builtin(struct arena *arena, const struct evidence_phrases **ret_phrases);
/* ERR_FORMAT names the line. The list lives in the arena. */
CHECKED struct err *evidence_read_phrases(struct str tsv, struct arena *arena, const struct evidence_phrases **ret_phrases);
/* Changes when the list does: what was read by another is read again. */
uint64_t evidence_edition(const struct evidence_phrases *phrases);

struct evidence_said {
	enum exploitation level;       /* never unknown                                       */
	struct str        sentence;    /* a view of the text, without space around it         */
	struct str_list   cves;        /* of which it speaks by name; empty: of its document  */
};
struct evidence_list { LIST(struct evidence_said) list; };

/* In the order of the text. */
void evidence_find(const struct evidence_phrases *phrases, struct str text, struct arena *arena, struct evidence_list *ret_said);
